"""A bulletin is counted with one click, completed by hand, signed off, and then stands still."""

import io
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import pdfplumber
import pytest
from django.test import Client

from tests.cast import NOW, Cast
from xietong.basics import Refusal
from xietong.fulfilling import ReportAct
from xietong_web import theme
from xietong_web.accounts.models import Member, Organisation
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import services as fulfilling
from xietong_web.publishing import services
from xietong_web.publishing.bulletins import bulletins_of, paper_of, the_bulletin, value_of
from xietong_web.publishing.models import PeriodBulletin

LATER = datetime(2025, 2, 10, 2, 0, tzinfo=UTC)


def told(plan: Plan, cast: Cast, problems: str, *, passed: bool = True) -> None:
    """The east reports 60 % on the first task, with evidence, and the west confirms."""
    report = fulfilling.begin_report(
        plan=plan, item_uid="t1", organisation="east-1", period="2024-Q4", by=cast.east_liaison, now=NOW
    )
    content = replace(
        report.to_value().content, percent=Decimal(60), problems=problems, evidence=("https://example.org/proof",)
    )
    fulfilling.act_on_report(
        uid=report.uid, act=ReportAct.SUBMIT, revision=0, content=content, by=cast.east_liaison, now=NOW
    )
    if passed:
        fulfilling.act_on_report(uid=report.uid, act=ReportAct.PASS, revision=1, by=cast.east_reviewer, now=NOW)
        fulfilling.act_on_report(uid=report.uid, act=ReportAct.CONFIRM, revision=2, by=cast.west_reviewer, now=NOW)


def made(plan: Plan, by: Member, **options: Collection[str]) -> PeriodBulletin:
    return services.make_bulletin(plan_uid=plan.uid, period="2024-Q4", by=by, now=LATER, **options)


def written(plan: Plan, row: PeriodBulletin, by: Member, text: str) -> PeriodBulletin:
    return services.write_bulletin(
        plan_uid=plan.uid, period=row.period, revision=row.revision, title=row.title, summary=row.summary,
        blocks=[("主要工作", text), ("", "无题")], by=by, now=LATER,
    )  # fmt: skip


def test_one_click_counts_figures_reds_with_causes_waits_and_evidence(cast: Cast, agreed: Plan) -> None:
    told(agreed, cast, "师资不足。")
    row = made(agreed, cast.east_office)
    said = row.said
    figures = {each["label"]: each["value"] for each in said["figures"]}
    assert figures["任务"] == "3 项"
    assert figures["各方差距"] == "30 个百分点"  # the east leads t1 (60) and t2 (0), the west stands at 0
    assert figures["本期填报"] == "1 份"
    assert said["day"] == "2024-12-31"
    red = {each["uid"]: each["cause"] for each in said["behind"]}
    assert red["t1"] == "师资不足。"
    assert said["waits"]
    assert said["evidence"] == [["1.共建联盟校（东江省基础教育处）", "https://example.org/proof"]]
    assert said["rankings"] == []
    assert "3项任务" in row.summary
    assert list(breaks()) == []


def test_what_only_one_party_may_see_is_not_counted(cast: Cast, agreed: Plan) -> None:
    told(agreed, cast, "内部困难。", passed=False)
    said = made(agreed, cast.west_office).said
    assert "内部困难" not in str(said)
    assert said["evidence"] == []


def test_rankings_come_only_when_asked_for(cast: Cast, agreed: Plan) -> None:
    (ranking,) = made(agreed, cast.east_office, rankings=["parties"]).said["rankings"]
    assert {name for name, _ in ranking["rows"]} == {"东江省教育厅", "西岭市教育委员会"}


def test_districts_are_ranked_by_what_is_confirmed_of_their_duties(cast: Cast, agreed: Plan) -> None:
    Organisation.objects.filter(code__in=["east-1", "west-1"]).update(kind="bureau")
    told(agreed, cast, "")
    (ranking,) = made(agreed, cast.east_office, rankings=["districts", "nonsense"]).said["rankings"]
    # The east leads t1 (60 % confirmed) and t2 (nothing yet), the west t1 and t3 (nothing yet).
    assert ranking["rows"] == [["东江省基础教育处", "30%（2 项）"], ["西岭市基础教育处", "0%（2 项）"]]
    page = Client()
    page.force_login(cast.east_office.person)
    shown = page.get(f"/plans/{agreed.uid}/bulletins/2024-Q4/").content.decode()
    assert "区县确认进度" in shown
    again = page.post(f"/plans/{agreed.uid}/bulletins/make/", {"period": "2024-Q4", "rankings": ["districts"]})
    assert again.status_code == 302
    assert PeriodBulletin.objects.get().said["ranked"] == ["districts"]


def test_fonts_stand_in_the_pdf_itself(cast: Cast, agreed: Plan) -> None:
    data = paper_of(made(agreed, cast.east_office), [cast.east, cast.west], "pdf").content
    with pdfplumber.open(io.BytesIO(data)) as book:
        faces = {char["fontname"] for page in book.pages for char in page.chars}
        text = "".join(page.extract_text() for page in book.pages)
    assert faces
    assert all(b"/FontFile" in data and "+" in face for face in faces)  # a subset of each face, embedded
    assert any("NotoSerif" in face for face in faces) and any("NotoSans" in face for face in faces)
    assert "总体进展" in text


def test_counting_anew_keeps_what_people_wrote(cast: Cast, agreed: Plan) -> None:
    row = written(agreed, made(agreed, cast.east_office), cast.west_office, "完成首批结对。")
    told(agreed, cast, "师资不足。")
    again = made(agreed, cast.east_office)
    assert again.blocks == [{"title": "主要工作", "text": "完成首批结对。"}]
    assert again.said["evidence"] != row.said["evidence"]
    assert PeriodBulletin.objects.count() == 1


def test_of_two_who_write_at_once_the_second_is_told(cast: Cast, agreed: Plan) -> None:
    row = made(agreed, cast.east_office)
    written(agreed, row, cast.east_office, "甲")
    with pytest.raises(Refusal) as refused:
        written(agreed, row, cast.west_office, "乙")
    assert refused.value.code == "stale-edit"


def test_once_signed_off_it_is_numbered_and_frozen(cast: Cast, agreed: Plan) -> None:
    row = made(agreed, cast.east_office)
    assert list(bulletins_of(agreed, cast.east_leader)) == []
    signed = services.sign_off(
        plan_uid=agreed.uid, period=row.period, revision=row.revision, by=cast.west_office, now=LATER
    )
    assert (signed.issue, signed.signed_by) == (1, "west_office")
    assert the_bulletin(agreed, "2024-Q4", cast.east_leader) == signed
    told(agreed, cast, "师资不足。")
    before = PeriodBulletin.objects.get().counted
    for act in (
        lambda: made(agreed, cast.east_office),
        lambda: written(agreed, signed, cast.east_office, "改"),
        lambda: services.sign_off(
            plan_uid=agreed.uid, period=row.period, revision=signed.revision, by=cast.east_office, now=LATER
        ),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "bulletin-frozen"
    assert PeriodBulletin.objects.get().counted == before
    assert Entry.objects.filter(act="publishing.bulletin-signed-off").count() == 1
    assert list(breaks()) == []


def test_a_bulletin_changed_behind_the_journals_back_is_found(cast: Cast, agreed: Plan) -> None:
    row = made(agreed, cast.east_office)
    PeriodBulletin.objects.filter(pk=row.pk).update(summary="一切正常。")
    assert list(breaks()) != []


def test_only_the_joint_offices_of_the_plan_write_and_sign_off(cast: Cast, agreed: Plan) -> None:
    for member in (cast.east_liaison, cast.east_leader, cast.stranger, cast.system_admin):
        with pytest.raises(Refusal) as refused:
            made(agreed, member)
        assert refused.value.code == "not-permitted"
    row = made(agreed, cast.west_office)
    with pytest.raises(Refusal) as refused:
        services.sign_off(plan_uid=agreed.uid, period=row.period, revision=0, by=cast.east_leader, now=LATER)
    assert refused.value.code == "not-permitted"


@pytest.mark.parametrize("period", ["2025-Q2", "2024-Q5", "soon", "2024-S9"])
def test_only_periods_that_have_begun_have_bulletins(cast: Cast, agreed: Plan, period: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.make_bulletin(plan_uid=agreed.uid, period=period, by=cast.east_office, now=LATER)
    assert refused.value.code == "bad-period"


def test_a_draft_plan_has_no_bulletin(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        made(plan, cast.east_office)
    assert refused.value.code == "not-agreed-yet"


def test_word_and_pdf_say_what_the_page_says(cast: Cast, agreed: Plan) -> None:
    told(agreed, cast, "师资不足。")
    row = written(agreed, made(agreed, cast.east_office, rankings=["parties"]), cast.east_office, "完成首批结对。")
    parties = [cast.east, cast.west]
    book = docx.Document(io.BytesIO(paper_of(row, parties, "docx").content))
    text = "\n".join(
        [each.text for each in book.paragraphs]
        + [cell.text for table in book.tables for line in table.rows for cell in line.cells]
    )
    for words in ("完成首批结对。", "师资不足。", "https://example.org/proof", "东江省教育厅"):
        assert words in text
    assert paper_of(row, parties, "pdf").content.startswith(b"%PDF-")
    with pytest.raises(Refusal) as refused:
        paper_of(row, parties, "exe")
    assert refused.value.code == "no-such-form"


def test_a_partys_bar_has_the_partys_colour_on_paper_and_on_the_page(cast: Cast, agreed: Plan) -> None:
    told(agreed, cast, "师资不足。")
    row = made(agreed, cast.east_office)
    sheet = (Path(theme.__file__).parent / "frontend/src/paper.css").read_text()
    on_page = dict(re.findall(r"--party-(\d): #(\w{6});", sheet))
    for parties in ([cast.east, cast.west], [cast.west, cast.east]):
        for bar in value_of(row, parties).bars:
            assert [part.name for part in bar.parts] == [party.name for party in parties]
            assert [part.colour for part in bar.parts] == [on_page[f"{party.ordinal}"].upper() for party in parties]
            assert len({part.colour for part in bar.parts}) == 2


def test_the_pages_lead_from_one_click_to_the_signature(cast: Cast, agreed: Plan) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    base = f"/plans/{agreed.uid}/bulletins/"
    offered = [code for code, _ in client.get(base).context["offered"]]
    answer = client.post(f"{base}make/", {"period": offered[1], "rankings": "parties"}, follow=True)
    assert answer.status_code == 200
    row = answer.context["row"]
    blocks = {"block_title": ["主要工作", ""], "block_text": ["完成首批结对。", ""]}
    texts = {"title": "季度简报", "summary": "开头。", "revision": row.revision, **blocks}
    page = client.post(f"{base}{row.period}/write/", texts, follow=True)
    assert "完成首批结对。" in page.content.decode()
    page = client.post(f"{base}{row.period}/sign-off/", {"revision": page.context["row"].revision}, follow=True)
    assert page.context["row"].signed_at
    leader = Client()
    leader.force_login(cast.east_leader.person)
    assert "季度简报" in leader.get(base).content.decode()
    assert "完成首批结对。" in leader.get(f"{base}{row.period}/").content.decode()
    assert leader.get(f"{base}{row.period}/paper/docx/").status_code == 200
    assert timedelta(0) <= page.context["row"].signed_at - page.context["row"].made_at
