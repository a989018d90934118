"""Takes the bytes of a file and its name; gives an Extract: its cleaned text in blocks, and what it says of itself."""

from collections.abc import Callable
from importlib import import_module

from xietong.basics import Refusal
from xietong.documents.block import Extract
from xietong.documents.formats.layout import cell_spans, text_of
from xietong.documents.formats.limits import DEFAULT, Limits, check_size, empty
from xietong.documents.formats.readings import without_readings
from xietong.documents.formats.single_file import page_of
from xietong.documents.formats.sniffing import Kind, kind_of

__all__ = ["Convert", "Limits", "cell_spans", "extract", "text_of"]

Convert = Callable[[bytes, str], bytes]
"""Turns an old Office file (its bytes and name) into those of a .docx or .xlsx; supplied by who may start programs."""

_READERS = {
    Kind.TEXT: "plain",
    Kind.HTML: "hypertext",
    Kind.DOCX: "word",
    Kind.XLSX: "workbook",
    Kind.PDF: "pdf",
}


def extract(data: bytes, name: str, *, limits: Limits = DEFAULT, convert: Convert | None = None) -> Extract:
    """Turn a file into blocks of cleaned text. Content decides what it is; ``name`` only breaks ties.

    ``convert`` is asked for files that only LibreOffice reads (.doc, .wps, .xls, .rtf, .odt). Nothing in the file is
    executed, nothing it refers to is fetched. Raises Refusal, and nothing else: ``empty-file``, ``unknown-type``,
    ``encrypted``, ``scanned-without-text``, ``corrupt-file``, ``over-the-limit``, ``needs-libreoffice``.
    """
    check_size(data, limits)
    kind = kind_of(data, name)
    if kind is Kind.OLD:
        data, kind = _converted(data, name, convert, limits)
    if kind is Kind.SINGLE:
        data, kind = page_of(data), Kind.HTML
    reader = import_module(f"xietong.documents.formats.{_READERS[kind]}")
    found: Extract = reader.extract(data, name, limits)
    if not found.blocks:
        raise empty()
    return without_readings(found)


def _converted(data: bytes, name: str, convert: Convert | None, limits: Limits) -> tuple[bytes, Kind]:
    if convert is None:
        raise Refusal(
            "needs-libreoffice",
            zh="这是旧格式文件（doc、wps、xls、rtf 等），需要 LibreOffice 才能读取。请安装，或另存为 docx、xlsx。",
            en="An old format (doc, wps, xls, rtf …) that needs LibreOffice. Install it, or save as docx or xlsx.",
        )
    result = convert(data, name)
    check_size(result, limits)
    kind = kind_of(result, name)
    if kind is Kind.OLD:
        raise Refusal(
            "corrupt-file",
            zh="LibreOffice 未能转换这个文件，它可能已损坏。请用原软件另存为 docx 后再试。",
            en="LibreOffice could not convert this file; it may be damaged. Save it as docx where it was made.",
        )
    return result, kind
