"""Whatever arrives at the door: a clear sentence, the file kept as it came, nothing lost and nothing executed."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, Cast, plan_of_two
from tests.engines.documents.files import compound, drawn_pdf, paragraph, swelling_zip, word, zipped
from xietong import drafting
from xietong_web.audit.queries import breaks
from xietong_web.documents.files import load
from xietong_web.documents.models import Document
from xietong_web.drafting.services import open_plan

LOCKED_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
LOCKED_PDF += b"3 0 obj<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>endobj\n"
LOCKED_PDF += b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]/Size 4>>\n%%EOF"
ENTITIES = """<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM
"file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>
<w:r><w:t>&b;&x;</w:t></w:r></w:p></w:body></w:document>"""
SCRIPTED = """<html><head><script>window.stolen=1</script></head><body onload="steal()"><h1>甲乙行动计划</h1>
<p>一、推进<img src=x onerror="steal()">协同。1. <script>steal()</script>共建联盟校。（牵头单位：东江省教育厅）</p></body></html>"""


@pytest.fixture
def east(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    return client


def sent(client: Client, name: str, data: bytes) -> tuple[str, Document]:
    """Upload a file and return the page that answers and what is kept."""
    answer = client.post("/documents/add/", {"file": SimpleUploadedFile(name, data)}, follow=True)
    return answer.content.decode(), Document.objects.latest("uploaded_at")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "scanned-without-text"),
        ("程序.exe", bytes(range(256)) * 40, "unknown-type"),
        ("空白.txt", b" \r\n", "empty-file"),
        ("加密.pdf", LOCKED_PDF, "encrypted"),
        ("扫描.pdf", drawn_pdf(b"q 100 0 0 100 0 0 cm Q"), "scanned-without-text"),
        ("加密.docx", compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        ("损坏.docx", word(paragraph("一、任务"))[:200], "corrupt-file"),
        ("实体.docx", zipped({"word/document.xml": ENTITIES}), "corrupt-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_kept_and_the_reason_said(
    east: Client, name: str, data: bytes, code: str
) -> None:
    kept_with_its_reason(east, name, data, code)


def test_an_archive_that_swells_is_kept_likewise(east: Client) -> None:
    kept_with_its_reason(east, "炸弹.docx", swelling_zip(), "over-the-limit")


def kept_with_its_reason(east: Client, name: str, data: bytes, code: str) -> None:
    page, document = sent(east, name, data)
    assert (document.state, document.refusal_code) == ("refused", code)
    assert document.refusal_zh in page
    assert "请" in document.refusal_zh
    assert load(document.file) == data
    assert list(breaks()) == []


def test_an_empty_file_and_no_file_are_refused_at_once(east: Client) -> None:
    for files, code in (({"file": SimpleUploadedFile("a.txt", b"")}, "empty-file"), ({}, "no-file")):
        answer = east.post("/documents/add/", files)
        assert answer.status_code == 409
        assert code in answer.content.decode() or "请" in answer.content.decode()
    assert not Document.objects.exists()


def test_an_upload_over_the_limit_is_cut_off_while_it_comes(east: Client, settings) -> None:
    settings.UPLOAD_LIMIT = 200_000  # 64 MB on the real site, before the 200 MB of a body have come
    answer = east.post("/documents/add/", {"file": SimpleUploadedFile("大.txt", b"a" * 2_000_000)})
    assert answer.status_code == 413
    assert "上限" in answer.content.decode()
    assert not Document.objects.exists()


def test_text_in_gb18030_is_read_as_it_is_meant(east: Client) -> None:
    text = "东江西岭教育协同行动计划\n\n一、推进基础教育\n\n1. 共建联盟校。（牵头单位：东江省教育厅；完成时限：2025年底前）\n"
    _, document = sent(east, "计划.txt", text.encode("gb18030"))
    assert document.state == "read"
    assert "共建联盟校" in document.text


def test_a_script_in_a_page_never_reaches_a_reader(east: Client) -> None:
    page, document = sent(east, "计划.html", SCRIPTED.encode())
    assert document.state == "read"
    for trace in ("steal()", "onerror", "stolen"):
        assert trace not in document.text
        assert trace not in page


def test_a_name_with_markup_or_a_path_is_shown_as_text(east: Client) -> None:
    page, document = sent(east, "../../<script>alert(1)</script>.txt", "一、任务".encode())
    assert "<script>alert" not in page
    assert "/" not in document.name


def test_circles_double_numbers_unknown_units_and_strange_days_are_listed_with_their_items(
    east: Client, cast: Cast
) -> None:
    value = plan_of_two()
    lost = drafting.Duty("east", "", drafting.Role.LEAD, "东江省不存在处")
    changed = {
        "t1": {"after": ("t3",), "number": "1."},
        "t2": {"number": "1.", "duties": (lost,)},
    }
    items = tuple(replace(item, **changed.get(item.uid, {})) for item in value.items)
    plan = open_plan(value=replace(value, items=items), parties=[cast.east, cast.west], by=cast.east_office, now=NOW)
    page = east.get(f"/plans/{plan.uid}/desk/check/").content.decode()
    for said in ("东江省不存在处", "共建联盟校", "#item-t1", "#item-t2"):
        assert said in page
    refused = east.post(
        f"/plans/{plan.uid}/desk/t1/edit/",
        {"revision": 1, "kind": "task", "title": "任务", "weight": "1", "due": "0021-12-31"},
    )
    assert refused.status_code == 409
    assert plan.items.get(uid="t1").due.year == 2024


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("zh-hans", "列出的是2项", "lists 2"), ("en", "the text declares 9 and lists 2", "列出的是2项")],
)
def test_what_is_to_be_looked_at_is_said_in_the_language_of_the_reader(
    east: Client, language: str, said: str, unsaid: str
) -> None:
    text = (
        "两地教育协同行动计划\n\n实施九大行动。\n\n一、强师行动\n\n开展教师互派。\n\n二、联盟行动\n\n组建学校联盟。\n"
    )
    east.cookies["django_language"] = language
    page, _ = sent(east, "plan.txt", text.encode())
    assert (said in page, unsaid in page) == (True, False)
