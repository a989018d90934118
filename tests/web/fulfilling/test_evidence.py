"""Evidence is known by its content; links are web addresses."""

import io
import zipfile

import pytest

from tests.web.fulfilling.acting import office_file, refused
from xietong_web.fulfilling import evidence
from xietong_web.fulfilling.evidence import checked_links, media_type_of


def archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (office_file(), "docx"),
        (office_file("xl/workbook.xml"), "xlsx"),
        (office_file("ppt/presentation.xml"), "pptx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_a_file_is_what_it_holds(data: bytes, form: str) -> None:
    assert evidence.EXTENSIONS[media_type_of(data)] == form


@pytest.mark.parametrize(
    "data",
    [
        b"<script>alert(1)</script>",
        b"GIF89a",
        b"PK\x03\x04 and nothing more",
        archive(**{"run.exe": "MZ"}),
        archive(**{"word/document.xml": "<x/>"}),
        archive(mimetype="application/epub+zip"),
        office_file(**{"word/vbaProject.bin": "macro"}),
    ],
)
def test_what_is_no_evidence_anybody_can_open_is_refused(data: bytes) -> None:
    refused("unknown-type", lambda: media_type_of(data))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(evidence, "UNPACKED_LIMIT", 10)
    refused("unknown-type", lambda: media_type_of(office_file()))


def test_links_are_web_addresses_each_once() -> None:
    text = " https://example.org/a \n\nhttp://例子.中国/乙\nhttps://example.org/a"
    assert checked_links(text) == ("https://example.org/a", "http://例子.中国/乙")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "example.org", "https://", "ftp://example.org/x", "https://a:b@example.org/", "http://x y"],
)
def test_what_is_no_web_address_is_refused(link: str) -> None:
    refused("bad-link", lambda: checked_links(link))
