"""A report is written in two minutes: filled in from the last, kept as it is typed, one tap where nothing changed."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import (
    acted,
    amendment,
    begun,
    browser,
    confirmed,
    office_file,
    refused,
    signed,
    submitted,
)
from xietong import drafting
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.models import Report, Unsent
from xietong_web.fulfilling.reporting_queries import due_of

FORM = {
    "reached": "percent",
    "percent": "35",
    "text": "完成名单。",
    "problems": "",
    "next_steps": "签约。",
    "links": "",
}


@pytest.fixture
def supporter(cast: Cast, agreed: Plan) -> Member:
    """A liaison of a body that supports the eastern lead of the first task."""
    lead = drafting.Duty("east", "east-1", drafting.Role.LEAD, "东江省基础教育处")
    west = drafting.Duty("west", "west-1", drafting.Role.LEAD, "西岭市基础教育处")
    help_ = drafting.Duty("east", "east-2", drafting.Role.SUPPORT, "东江省职业教育处")
    signed(cast, amendment(cast, agreed, {"t1": {"duties": (lead, west, help_)}}))
    return add_member(
        username="east_supporter", name="支", roles=[Role.LIAISON], party=cast.east,
        organisation=Organisation.objects.get(code="east-2"), by=System(), now=NOW,
    )  # fmt: skip


def test_the_form_is_filled_in_with_figures_and_submitted(cast: Cast, agreed: Plan) -> None:
    confirmed(cast, agreed, cast.east_liaison, 20)
    client, report = browser(cast.east_liaison), begun(agreed, cast.east_liaison, period="2024-Q2")
    page = client.get(f"/reports/{report.uid}/").content.decode()
    assert 'name="percent"' in page
    assert 'value="20"' in page
    posted = {**FORM, "revision": "0", "figure-g1": "1,012", "links": "https://example.org/a\nhttps://example.org/b"}
    assert client.post(f"/reports/{report.uid}/submit/", posted).status_code == 302
    content = Report.objects.get(uid=report.uid).to_value().content
    assert (content.percent, content.figures["g1"], len(content.evidence)) == (35, 1012, 2)
    page = client.get(f"/reports/{report.uid}/").content.decode()
    assert "已达到" in page
    assert "· East Liaison ·" in page


def test_a_milestone_may_stand_for_the_percentage(cast: Cast, agreed: Plan) -> None:
    client, report = browser(cast.east_liaison), begun(agreed, cast.east_liaison, item="t2")
    posted = {**FORM, "revision": "0", "reached": "milestone", "milestone": "m1"}
    assert client.post(f"/reports/{report.uid}/edit/", {**posted, "milestone": "m9"}).status_code == 409
    assert client.post(f"/reports/{report.uid}/submit/", posted).status_code == 302
    content = Report.objects.get(uid=report.uid).to_value().content
    assert (content.percent, content.milestone) == (100, "m1")
    assert "首批到岗" in client.get(f"/reports/{report.uid}/").content.decode()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"percent": "many"}, "bad-number"),
        ({"percent": "1e99"}, "bad-number"),
        ({"percent": "101"}, "percent-out-of-range"),
        ({"percent": ""}, "percent-missing"),
        ({"links": "javascript:alert(1)"}, "bad-link"),
        ({"text": "长" * 20_001}, "too-long"),
    ],
)
def test_what_cannot_be_submitted_is_said(cast: Cast, agreed: Plan, more: dict[str, str], code: str) -> None:
    client, report = browser(cast.east_liaison), begun(agreed, cast.east_liaison)
    answer = client.post(f"/reports/{report.uid}/submit/", {**FORM, "revision": "0", **more})
    assert (answer.status_code, code in answer.content.decode()) == (409, True)
    if code == "bad-number":
        assert "累计进度" in answer.text
    written = {**FORM, **more}["text"][:100]
    assert written in client.get(f"/reports/{report.uid}/").text  # it need not be typed again
    refused = browser(cast.west_liaison).post(f"/reports/{report.uid}/submit/", {**FORM, "revision": "0", **more})
    assert (refused.status_code, Unsent.objects.count()) == (404, 1)


def test_what_is_typed_is_kept_for_its_writer_alone_until_it_is_sent(cast: Cast, agreed: Plan) -> None:
    client, report = browser(cast.east_liaison), begun(agreed, cast.east_liaison)
    entries = Entry.objects.count()
    typed = {**FORM, "revision": "0", "text": "正在写", "percent": "4x"}
    assert "自动保存" in client.post(f"/reports/{report.uid}/unsent/", typed).content.decode()
    client.post(f"/reports/{report.uid}/unsent/", {**typed, "percent": "45", "links": "https:/x\nhttps://a.example"})
    assert "https://a.example\nhttps:/x\n" in client.get(f"/reports/{report.uid}/").text  # what is no link yet too
    client.post(f"/reports/{report.uid}/unsent/", {**typed, "percent": "45"})
    assert (Unsent.objects.count(), Entry.objects.count()) == (1, entries)
    page = client.get(f"/reports/{report.uid}/").content.decode()
    assert "正在写" in page
    assert 'value="45"' in page
    assert json.loads(Report.objects.get(uid=report.uid).content)["text"] == ""
    for other in (cast.east_reviewer, cast.east_office):
        assert "正在写" not in browser(other).get(f"/reports/{report.uid}/").content.decode()
    client.post(f"/reports/{report.uid}/edit/", {**FORM, "revision": "0"})
    assert not Unsent.objects.exists()
    client.post(f"/reports/{report.uid}/unsent/", {**typed, "revision": "0"})
    assert "已有人修改过" in client.get(f"/reports/{report.uid}/").content.decode()
    client.post(f"/reports/{report.uid}/forget/")
    assert not Unsent.objects.exists()
    client.post(f"/reports/{report.uid}/submit/", {**FORM, "revision": "1"})
    assert client.post(f"/reports/{report.uid}/unsent/", typed).status_code == 409
    assert list(breaks()) == []


def test_no_change_is_one_tap(cast: Cast, agreed: Plan) -> None:
    confirmed(cast, agreed, cast.east_liaison, 20)
    client = browser(cast.east_liaison)
    begin = f"/plans/{agreed.uid}/items/t1/report/"
    assert client.post(begin, {"period": "2024-Q2", "no_change": "1"}).status_code == 302
    report = Report.objects.get(period="2024-Q2")
    content = report.to_value().content
    assert (report.state, content.percent, content.no_change, content.text) == ("submitted", 20, True, "")
    later = begun(agreed, cast.east_liaison, period="2024-Q3")
    client.post(f"/reports/{later.uid}/submit/", {"revision": "0", "no_change": "1"})
    assert Report.objects.get(uid=later.uid).to_value().content.no_change


def test_a_lead_sees_who_delivered_and_merges_their_texts(cast: Cast, agreed: Plan, supporter: Member) -> None:
    lead = begun(agreed, cast.east_liaison)
    client = browser(cast.east_liaison)
    assert "尚未报送" in client.get(f"/reports/{lead.uid}/").content.decode()
    merge: dict[str, Any] = {"uid": lead.uid, "revision": 0, "by": cast.east_liaison, "now": NOW}
    refused("nothing-delivered", lambda: services.merge_texts(**merge))
    assert ("support", "t1") in {
        (each.duty.role, each.duty.item.uid) for each in due_of(supporter, NOW.date().replace(day=28))
    }
    given = begun(agreed, supporter)
    given = services.add_evidence(
        uid=given.uid, revision=0, name="签到表.docx", data=office_file(), by=supporter, now=NOW
    )
    sent = submitted(agreed, supporter, 0, text="培训两期。")
    assert sent.to_value().history[-1].missing == ()  # to a support body nobody delivers
    page = client.get(f"/reports/{lead.uid}/").content.decode()
    assert "培训两期" in page
    typed = {**FORM, "revision": "0", "percent": "3o"}  # what was typed a moment ago goes along
    assert client.post(f"/reports/{lead.uid}/merge/", typed).status_code == 302
    content = Report.objects.get(uid=lead.uid).to_value().content
    assert (content.text, content.next_steps) == ("完成名单。\n东江省职业教育处：培训两期。", "签约。")
    assert client.post(f"/reports/{lead.uid}/merge/", {"revision": "1"}).status_code == 302
    assert Report.objects.get(uid=lead.uid).to_value().content.text == content.text  # merged once
    assert len(content.evidence) == 1
    assert "签到表.docx" in client.get(f"/reports/{lead.uid}/").content.decode()
    assert list(breaks()) == []


def test_sending_without_the_supports_is_marked(cast: Cast, agreed: Plan, supporter: Member) -> None:
    report = submitted(agreed, cast.east_liaison, 30)
    acted(report, ReportAct.PASS, cast.east_reviewer)
    page = browser(cast.west_reviewer).get(f"/reports/{report.uid}/").content.decode()
    assert "提交时尚未报送" in page and "东江省职业教育处" in page
    assert supporter.organisation is not None
    posted = {"revision": str(Report.objects.get(uid=report.uid).revision), "reason": "请汇总。"}
    back = browser(cast.west_reviewer).post(f"/reports/{report.uid}/return/", posted, follow=True)
    assert (back.status_code, "已退回。" in back.text) == (200, True)  # it is no longer theirs to see
    page = browser(cast.east_liaison).get(f"/reports/{report.uid}/").text
    assert "提交时尚未报送" not in page  # it is being written anew
    assert "尚未报送" in page
    assert page.index("请汇总。") < page.index("累计进度")  # why it came back stands before what is to be written


def test_a_report_is_reopened_for_its_texts_or_for_figures_too(cast: Cast, agreed: Plan) -> None:
    report = confirmed(cast, agreed, cast.east_liaison, 20)
    refused("reason-missing", lambda: acted(report, ReportAct.REOPEN_TEXTS, cast.east_office))
    acted(report, ReportAct.REOPEN_TEXTS, cast.east_office, reason="错别字")
    client = browser(cast.east_liaison)
    assert "仅重开文字" in client.get(f"/reports/{report.uid}/").content.decode()
    report.refresh_from_db()
    posted = {**FORM, "revision": str(report.revision)}
    assert client.post(f"/reports/{report.uid}/submit/", {**posted, "links": "https://a.example/x"}).status_code == 409
    page = client.get(f"/reports/{report.uid}/").text
    assert FORM["text"] in page and "https://a.example/x" in page and 'value="20"' in page
    assert client.post(f"/reports/{report.uid}/submit/", {**posted, "percent": "20"}).status_code == 302
    acted(report, ReportAct.PASS, cast.east_reviewer)
    assert Report.objects.get(uid=report.uid).state == "confirmed"
    acted(report, ReportAct.REOPEN_FIGURES, cast.east_office, reason="口径有误")
    assert Report.objects.get(uid=report.uid).confirmed is None


def test_files_are_put_behind_and_taken_out_again(cast: Cast, agreed: Plan) -> None:
    client, report = browser(cast.east_liaison), begun(agreed, cast.east_liaison)
    address = f"/reports/{report.uid}/evidence/"
    files = [SimpleUploadedFile("a.docx", office_file()), SimpleUploadedFile("b.pdf", b"%PDF-1.7 b")]
    assert client.post(address, {"file": files}).status_code == 302
    assert client.post(address).status_code == 409
    client.post(f"/reports/{report.uid}/unsent/", {**FORM, "revision": "2"})
    assert client.post(address, {"file": SimpleUploadedFile("c.pdf", b"%PDF-1.7 c")}).status_code == 302
    page = client.get(f"/reports/{report.uid}/").content.decode()
    assert "完成名单。" in page  # what was typed stands beside the new file
    assert "已有人修改过" not in page
    found = Report.objects.get(uid=report.uid).to_value()
    assert len(found.content.evidence) == 3
    given = client.get(f"{address}{found.content.evidence[0]}/")
    assert "a.docx" in given["Content-Disposition"]
    drop = f"{address}{found.content.evidence[0]}/drop/"
    assert client.post(drop, {"revision": str(found.revision)}).status_code == 302
    assert len(Report.objects.get(uid=report.uid).to_value().content.evidence) == 2
    assert client.get(f"{address}{found.content.evidence[0]}/").status_code == 404
    assert list(breaks()) == []
