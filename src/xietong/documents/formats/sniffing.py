"""Takes bytes and a name; gives the kind of file it is. Content decides; the name only breaks ties."""

import io
import re
import zipfile
from enum import StrEnum

from xietong.basics import Refusal
from xietong.documents.formats.limits import corrupt

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_SINGLE = re.compile(
    rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?Content-Type:\s*multipart/related", re.IGNORECASE
)
_WIDE_PAGE = re.compile("<\0h\0t\0m\0l\0|\0<\0h\0t\0m\0l".encode("latin-1"), re.IGNORECASE)


class Kind(StrEnum):
    """The kinds of file that are read; ``SINGLE`` is a page with its pictures, ``OLD`` what LibreOffice converts."""

    TEXT = "text"
    HTML = "html"
    SINGLE = "single"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    OLD = "old"


def kind_of(data: bytes, name: str) -> Kind:
    """Return the kind of a file.

    Raises Refusal ``encrypted``, ``corrupt-file``, ``scanned-without-text`` (a picture) or ``unknown-type``.
    """
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"{\\rtf"):
        return Kind.OLD
    if data.startswith(_PICTURES):
        raise Refusal(
            "scanned-without-text",
            zh="这是一张图片，里面没有可读的文字。请先做文字识别（OCR），再上传识别后的文件。",
            en="This is a picture without readable text. Run text recognition (OCR) first and upload its result.",
        )
    return _textual(data, name)


def _textual(data: bytes, name: str) -> Kind:
    head = data[:8192]
    if b'progid="Word.Document"' in head:
        return Kind.OLD
    if _SINGLE.match(head):
        return Kind.SINGLE
    named = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))
    fenced = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"---")
    if not fenced and (_PAGE.search(head) or _WIDE_PAGE.search(head) or (named and b"<" in head)):
        return Kind.HTML
    return Kind.TEXT


def _zipped(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise corrupt("压缩结构不完整", "its zip structure is incomplete") from None
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if "OFD.xml" in names:
        raise Refusal(
            "unknown-type",
            zh="暂不能读取 OFD 版式文件。请在阅读器中导出为 PDF 或 Word 后再试。",
            en="OFD files cannot be read yet. Export it as PDF or Word and try again.",
        )
    if "mimetype" in names and "content.xml" in names:
        return Kind.OLD
    raise Refusal(
        "unknown-type",
        zh="这是一个压缩包，不是 Word 或 Excel 文件。请解压后逐个上传其中的文件。",
        en="This is an archive, no Word or Excel file. Unpack it and upload the files inside one by one.",
    )


def _compound(data: bytes) -> Kind:
    """Look for the stream names of an OLE file; they are written in UTF-16 in its directory."""
    if _stream("EncryptedPackage") in data or _stream("EncryptionInfo") in data:
        raise encrypted("Office 文件", "Office file")
    return Kind.OLD


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def encrypted(zh: str, en: str) -> Refusal:
    """Say that a file is locked with a password."""
    return Refusal(
        "encrypted",
        zh=f"{zh}已加密，没有密码无法读取。请在原软件中取消密码保护，另存后再试。",
        en=f"The {en} is encrypted and needs a password to be read. Remove the protection, save it and try again.",
    )
