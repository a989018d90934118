"""Bad input: whatever arrives, it is read or refused in a sentence; nothing else happens."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engines.documents.files import compound, drawn_pdf, paragraph, pdf, swelling_zip, word, zipped
from xietong.basics import Refusal
from xietong.documents import formats

CODES = {
    *("empty-file", "unknown-type", "encrypted", "scanned-without-text", "corrupt-file", "over-the-limit"),
    "needs-libreoffice",
}
NAMES = ["a.txt", "a.md", "a.html", "a.docx", "a.xlsx", "a.xls", "a.pdf", "a.doc", "a", ""]
DOCX = word(paragraph("一、任务") + paragraph("到2025年，新建学校30所。"))
PDF = drawn_pdf(b"BT /F1 12 Tf 1 0 0 1 60 760 Tm (Some words here) Tj ET")


def refusal(data: bytes, name: str = "a", **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        formats.extract(data, name, **more)  # type: ignore[arg-type]
    return caught.value


def locked_zip() -> bytes:
    """Return a Word file whose parts are marked as locked by a password."""
    data = bytearray(DOCX)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def understated_zip() -> bytes:
    """Return a Word file of 30 MB of blanks that claims to unpack to a few bytes."""
    data = bytearray(zipped({"word/document.xml": b" " * 30_000_000}))
    start = data.find(b"PK\x01\x02")
    data[start + 24 : start + 28] = (100).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf \r\n\t", "empty-file"),
        ("\u200b\u3000\n".encode(), "empty-file"),
        (b"<html><body></body></html>", "empty-file"),
        (b"<!DOCTYPE html><!-- -->", "empty-file"),
        (bytes(range(256)) * 40, "unknown-type"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "scanned-without-text"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "scanned-without-text"),
        (b"PK\x03\x04" + b"x" * 100, "corrupt-file"),
        (zipped({"a.txt": "文"}), "unknown-type"),
        (zipped({"OFD.xml": "<ofd/>"}), "unknown-type"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "needs-libreoffice"),
        (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (compound("WordDocument", "1Table"), "needs-libreoffice"),
        (compound("Contents"), "needs-libreoffice"),
        (compound("Workbook"), "needs-libreoffice"),
        (b"{\\rtf1 text}", "needs-libreoffice"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "needs-libreoffice"),
        (DOCX[: len(DOCX) // 2], "corrupt-file"),
        (PDF[:30], "corrupt-file"),
    ],
)
def test_bad_input_is_refused_in_both_languages_with_what_to_do(data: bytes, code: str) -> None:
    says_what_to_do(refusal(data), code)


@pytest.mark.parametrize(
    ("made", "code"), [(locked_zip, "encrypted"), (swelling_zip, "over-the-limit"), (understated_zip, "corrupt-file")]
)
def test_an_archive_made_to_harm_is_refused_likewise(made: Callable[[], bytes], code: str) -> None:
    says_what_to_do(refusal(made()), code)


def says_what_to_do(found: Refusal, code: str) -> None:
    assert found.code == code
    assert found.wording.zh.endswith("。") and found.wording.en.endswith(".")
    assert "请" in found.wording.zh


def test_a_large_file_is_refused_before_anything_looks_inside() -> None:
    assert refusal(b"a" * 200_000_000).code == "over-the-limit"


def test_a_part_that_swells_while_it_is_unpacked_is_stopped() -> None:
    data = zipped({"word/document.xml": b"<a>" + b" " * 300_000 + b"</a>", "_rels/.rels": b"<a/>"})
    assert refusal(data, limits=formats.Limits(part=100_000)).code == "over-the-limit"
    assert refusal(data, limits=formats.Limits(unpacked=200_000)).code == "over-the-limit"
    assert refusal(data, limits=formats.Limits(entries=1)).code == "over-the-limit"
    assert refusal(data, limits=formats.Limits(tags=0)).code == "over-the-limit"


def test_an_expansion_beyond_reason_is_stopped_even_where_the_whole_looks_harmless() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/media/image.bin", bytes(i * 7919 % 251 for i in range(400_000)))
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>", zipfile.ZIP_DEFLATED)
    assert refusal(stream.getvalue()).code == "over-the-limit"


def test_content_decides_what_a_file_is_and_not_its_name() -> None:
    assert formats.extract(DOCX, "a.pdf").media_type.endswith("wordprocessingml.document")
    assert formats.extract(PDF, "a.txt").media_type == "application/pdf"
    assert formats.extract(b"<html><p>words, words</p>", "a.doc").media_type == "text/html"
    assert formats.extract(b"<p>words, words</p>", "a.html").media_type == "text/html"
    assert formats.extract(b"words", "a.html").media_type == "text/plain"
    assert formats.extract("<html><p>一句话。</p>".encode("utf-16"), "a").media_type == "text/html"


def test_an_old_file_is_read_through_the_converter_that_is_handed_in() -> None:
    asked: list[str] = []

    def convert(data: bytes, name: str) -> bytes:
        asked.append(name)
        return DOCX

    found = formats.extract(compound("WordDocument"), "旧.doc", convert=convert)
    assert [block.text for block in found.blocks] == ["一、任务", "到2025年，新建学校30所。"]
    assert asked == ["旧.doc"]


def test_a_converter_that_gives_nothing_or_the_same_back_is_seen_through() -> None:
    old = compound("WordDocument")
    assert refusal(old, convert=lambda *_: b"").code == "empty-file"
    assert refusal(old, convert=lambda *given: given[0]).code == "corrupt-file"


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(NAMES))
@example(b"PK\x03\x04", "a.docx")
@example(b"---\n", "a.md")
@example(b"\xff\xfe\x00\xd8", "a.txt")
def test_arbitrary_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        found = formats.extract(data, name)
    except Refusal as trouble:
        assert trouble.code in CODES  # noqa: PT017 — the property itself
        return
    assert all(block.text for block in found.blocks)


SEEDS = {
    "docx": DOCX,
    "pdf": PDF,
    "typst": pdf("一、任务\n\n#table(columns: 2, [甲], [乙])"),
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_a_damaged_file_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    seed = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(seed) - 1))
        seed[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    try:
        formats.extract(bytes(seed), "a")
    except Refusal as trouble:
        assert trouble.code in CODES  # noqa: PT017 — the property itself
