"""Who waits for whom follows from what stands, on any day; each side sees its own house and what is between houses."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.cast import NOW, Cast, opened, sign_by_both
from tests.web.fulfilling.acting import amendment, begun, confirmed
from xietong import fulfilling
from xietong.fulfilling import AcceptanceAct, Expected, Objection, ReportAct, Situation, Wait, WaitKind
from xietong_web.accounts.models import Member
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Duty, Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.fulfilling import services
from xietong_web.fulfilling.duty_services import answer_duty
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.waiting import following, queries
from xietong_web.fulfilling.waiting.queries import waiting_for, waits_of

DAY = date(2024, 5, 8)
RHYTHM = fulfilling.Rhythm()


def at(month: int, day: int) -> datetime:
    return datetime(2024, month, day, 10, 0, tzinfo=SHANGHAI)


def handed_in(
    plan: Plan, item: str, by: Member, now: datetime, *, period: str = "2024-Q1", percent: int = 50
) -> Report:
    body = by.organisation.code
    report = services.begin_report(plan=plan, item_uid=item, organisation=body, period=period, by=by, now=now)
    content = replace(report.to_value().content, percent=Decimal(percent), text="已完成。")
    return act(report, ReportAct.SUBMIT, by, now, content=content)


def act(report: Report, what: ReportAct, by: Member, now: datetime, **more) -> Report:
    report.refresh_from_db()
    return services.act_on_report(uid=report.uid, act=what, revision=report.revision, by=by, now=now, **more)


def everything(plan: Plan, day: date) -> list[Wait]:
    """All waits, whoever may see them."""
    found = following.waits_on(plan, day, past_day=day < queries.today())
    return [found.value(n) for n in range(len(found.columns.kind))]


def by_values(plan: Plan, day: date) -> list[Wait]:
    """The engine's rule over one value per report: what the columns must say."""
    calendar = fulfilling.china()
    owed = fulfilling.last_due((RHYTHM,), day, day, calendar)
    known = {}
    for report in Report.objects.filter(plan=plan).select_related("item", "party", "organisation"):
        value = report.to_value()
        due = fulfilling.report_due(RHYTHM, value.period, calendar)
        known[value.duty, value.period.code] = fulfilling.expected_report(value, due)
    for duty in Duty.objects.filter(plan=plan, role="lead").select_related("item", "party", "organisation"):
        key = fulfilling.DutyKey(duty.item.uid, duty.party.code, duty.organisation.code)
        if (duty.item.start or plan.start) <= owed.period.end and (key, owed.period.code) not in known:
            sides = Duty.objects.filter(item=duty.item).exclude(party=duty.party).values_list("party__code", flat=True)
            known[key, owed.period.code] = Expected(key, owed.period.code, owed.due, tuple(sorted(set(sides))))
    return list(fulfilling.waits(Situation(expected=list(known.values())), today=day, calendar=calendar))


def of_reports(waits: list[Wait]) -> Counter[tuple]:
    kinds = (WaitKind.REPORT, WaitKind.REVIEW, WaitKind.CONFIRMATION)
    return Counter((w.kind, w.waiting, w.on, w.subject, w.since, w.workdays) for w in waits if w.kind in kinds)


def a_spring(cast: Cast, plan: Plan) -> dict[str, Report]:
    """One report passed, one handed in, one returned, one confirmed."""
    east = handed_in(plan, "t1", cast.east_liaison, at(3, 26))
    act(east, ReportAct.PASS, cast.east_reviewer, at(3, 27))
    west = handed_in(plan, "t1", cast.west_liaison, at(3, 27))
    two = handed_in(plan, "t2", cast.east_liaison, at(3, 28))
    act(two, ReportAct.RETURN, cast.east_reviewer, at(4, 2), reason="请补充。")
    three = handed_in(plan, "t3", cast.west_liaison, at(3, 20), percent=100)
    act(three, ReportAct.PASS, cast.west_reviewer, at(3, 21))
    act(three, ReportAct.CONFIRM, cast.west_office, at(3, 22))
    return {"east": east, "west": west, "two": two, "three": three}


def test_columns_say_what_the_engine_says_of_values(cast: Cast, agreed: Plan) -> None:
    a_spring(cast, agreed)
    with time_machine.travel(at(5, 8)):
        found = everything(agreed, DAY)
        assert of_reports(found) == of_reports([w for w in by_values(agreed, DAY) if w.item != "t3"])
        assert [w for w in found if w.item == "t3" and w.kind is WaitKind.REPORT] == []  # it is done


def test_a_past_day_shows_what_stood_then(cast: Cast, agreed: Plan) -> None:
    days = [date(2024, 3, 20), date(2024, 3, 26), date(2024, 3, 27), date(2024, 4, 1), date(2024, 4, 9)]
    seen: dict[date, list[Wait]] = {}

    def look(now: datetime) -> None:
        for day in days:
            if day not in seen and now.date() > day:
                with time_machine.travel(datetime(day.year, day.month, day.day, 23, tzinfo=SHANGHAI)):
                    seen[day] = everything(agreed, day)

    for now, step in (
        (at(3, 26), lambda: handed_in(agreed, "t1", cast.east_liaison, at(3, 26))),
        (at(3, 27), lambda: act(Report.objects.get(), ReportAct.PASS, cast.east_reviewer, at(3, 27))),
        (at(4, 1), lambda: act(Report.objects.get(), ReportAct.CONFIRM, cast.west_reviewer, at(4, 1))),
        (
            at(4, 9),
            lambda: act(Report.objects.get(), ReportAct.REOPEN_FIGURES, cast.east_office, at(4, 9), reason="误"),
        ),
        (at(4, 10), lambda: None),
    ):
        look(now)
        step()
    for day, waits in seen.items():
        assert sorted(everything(agreed, day)) == sorted(waits), day
    assert everything(agreed, date(2024, 3, 1)) == []  # nothing was agreed yet


def test_a_predecessor_unfinished_makes_its_follower_wait(cast: Cast, agreed: Plan) -> None:
    agreed.items.filter(uid="t3").update(start=date(2024, 4, 1))
    with time_machine.travel(at(5, 8)):
        found = [w for w in everything(agreed, DAY) if w.kind is WaitKind.PREDECESSOR]
    assert {(w.waiting.organisation, w.on.organisation, w.subject) for w in found} == {
        ("west-1", "east-1", "t1→t3"),
        ("west-1", "west-1", "t1→t3"),
    }
    assert {w.since for w in found} == {date(2024, 4, 1)}
    confirmed(cast, agreed, cast.east_liaison, 100, now=at(5, 7))
    with time_machine.travel(at(5, 8)):
        found = [w for w in everything(agreed, DAY) if w.kind is WaitKind.PREDECESSOR]
    assert [w.on.organisation for w in found] == ["west-1"]  # who is done with its part is not waited for


def test_a_duty_waits_for_its_body_and_an_objection_for_the_office(cast: Cast, agreed: Plan) -> None:
    duty = Duty.objects.get(item__uid="t2", role="lead")
    with time_machine.travel(at(5, 8)):
        waiting = [w for w in waits_of(agreed, DAY, "east") if w.item == "t2" and w.kind is WaitKind.ANSWER]
        assert [(w.waiting, w.on) for w in waiting] == [(("east", ""), ("east", "east-1"))]
        said: dict[str, Any] = {"duty_pk": duty.pk, "by": cast.east_liaison, "now": at(4, 3), "revision": 0}
        answer_duty(act=AcceptanceAct.OBJECT, objection=Objection.NOT_NOW, reason="人手不足", **said)
        waiting = [w for w in waits_of(agreed, DAY, "east") if w.item == "t2" and w.kind is WaitKind.ANSWER]
        assert [(w.waiting, w.on, w.since) for w in waiting] == [(("east", "east-1"), ("east", ""), date(2024, 4, 3))]
    assert not [
        w
        for w in waits_of(agreed, DAY, "west")
        if w.item == "t2" and w.kind is WaitKind.ANSWER and w.on.party == "east"
    ]


def test_an_open_proposal_waits_for_who_has_not_signed(cast: Cast, plan: Plan) -> None:
    proposal = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    with time_machine.travel(at(5, 8)):
        assert {(w.waiting.party, w.on.party) for w in everything(plan, DAY)} == {("east", "west"), ("west", "east")}
        endorsing.sign(proposal_pk=proposal.pk, proven_at=at(4, 1), by=cast.east_signatory, now=at(4, 1))
        assert [(w.kind, w.on.party, w.subject) for w in everything(plan, DAY)] == [(WaitKind.SIGNATURE, "west", "1")]
    assert {w.on.party for w in everything(plan, date(2024, 3, 20))} == {"east", "west"}  # as it stood then


def test_nobody_sees_what_is_inside_anothers_house(cast: Cast, agreed: Plan) -> None:
    a_spring(cast, agreed)
    with time_machine.travel(at(5, 8)):
        for code in ("east", "west"):
            for wait in waits_of(agreed, DAY, code):
                assert wait.waiting.party != wait.on.party or wait.on.party == code
        assert all(w.waiting.party != w.on.party for w in waits_of(agreed, DAY))
        client = signed_in(cast.west_office)
        page = client.get(f"/plans/{agreed.uid}/waits/?kind=review").content.decode()
        assert "西岭市基础教育处" in page  # its own report waits for its own review
        assert "东江省基础教育处" not in page.split("<form", 1)[1]


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.person, "xietong_web.accounts.known.Backend")
    return client


def test_the_board_drills_to_bodies_and_items(cast: Cast, agreed: Plan) -> None:
    a_spring(cast, agreed)
    with time_machine.travel(at(5, 8)):
        client = signed_in(cast.east_office)
        page = client.get(f"/plans/{agreed.uid}/waits/").content.decode()
        assert page.count('class="ribbon') == 3  # west's own house is not shown
        assert "?waiting=east&amp;on=west" in page
        drilled = client.get(f"/plans/{agreed.uid}/waits/?waiting=west&on=east").content.decode()
        assert "西岭市教育委员会等东江省教育厅（按单位）" in drilled
        assert "waiting_body=-&amp;on_body=east-1" in drilled
        english = client.get(f"/plans/{agreed.uid}/waits/", headers={"Accept-Language": "en"}).text
        picture = english[english.index("<svg", english.index("waits-flow")) : english.index("</figure>")]
        assert re.findall(r">([^<]+)</text>", picture)[:2] == ["Education Department", "of East River"]
        assert "waits/?count=1" in client.get(f"/plans/{agreed.uid}/").text
        told = client.get(f"/plans/{agreed.uid}/waits/?count=1").text
        assert re.search(r"\d+ 件等待，最久 \d+ 个工作日", told)
        assert "<html" not in told
        field = client.get(f"/plans/{agreed.uid}/waits/?waiting=west&on=east&waiting_body=-&on_body=east-1")
        assert "互派教师" in field.content.decode()
        assert "没有人" not in client.get(f"/plans/{agreed.uid}/waits/?as_of=2024-04-20").content.decode()


def test_what_others_wait_for_is_the_first_thing_after_sign_in(cast: Cast, agreed: Plan) -> None:
    a_spring(cast, agreed)
    with time_machine.travel(at(5, 8)):
        page = signed_in(cast.west_reviewer).get("/work/").content.decode()
        assert "等我办理" in page
        assert 'id="mine"' in page.split("<h2", 2)[1]  # before everything else
        kinds = {shown.wait.kind for shown in waiting_for(cast.west_reviewer, DAY).waits}
        assert kinds == {WaitKind.REVIEW, WaitKind.CONFIRMATION}
        mine = waiting_for(cast.east_liaison, DAY)
        assert {shown.wait.on.organisation for shown in mine.waits} == {"east-1"}
        assert max(len(row) for row in mine.rows) == 2, "both sides wait for one report: one row"
        assert "及另外 1 个" in signed_in(cast.east_liaison).get("/work/").content.decode()
        assert waiting_for(cast.stranger, DAY).total == 0
    client = Client()
    answer = client.post("/accounts/login/", {"login": "east_liaison", "password": "a quiet river in spring"})
    assert answer.headers["Location"] == "/work/"


def test_a_draft_that_nobody_asked_for_tells_nobody_that_it_was_begun(cast: Cast, agreed: Plan) -> None:
    a_spring(cast, agreed)
    with time_machine.travel(at(5, 8)):
        before = everything(agreed, DAY)
        kept = begun(agreed, cast.east_liaison, period="2023-Q4", now=at(5, 8))
        assert everything(agreed, DAY) == before
        act(kept, ReportAct.SUBMIT, cast.east_liaison, at(5, 8), content=replace(kept.to_value().content, text="补报"))
        more = [wait.kind for wait in everything(agreed, DAY) if wait.subject == f"{kept.item.uid}/2023-Q4"]
        assert more == [WaitKind.REVIEW]
        # Whoever sends it back, the other side never asked for it: only its own side waits for it again.
        for returned_by in (cast.east_reviewer, cast.west_reviewer):
            if returned_by is cast.west_reviewer:
                act(kept, ReportAct.SUBMIT, cast.east_liaison, at(5, 8))
                act(kept, ReportAct.PASS, cast.east_reviewer, at(5, 8))
            act(kept, ReportAct.RETURN, returned_by, at(5, 8), reason="请补充。")
            again = [wait for wait in everything(agreed, DAY) if wait.subject == f"{kept.item.uid}/2023-Q4"]
            assert [(wait.kind, wait.waiting.party) for wait in again] == [(WaitKind.REPORT, "east")]


def test_the_page_of_work_leads_to_what_is_to_be_reviewed_confirmed_and_signed(cast: Cast, agreed: Plan) -> None:
    def work_of(member: Member) -> str:
        return signed_in(member).get("/work/").content.decode()

    with time_machine.travel(NOW):
        report = handed_in(agreed, "t1", cast.east_liaison, NOW)
        assert f"/reports/{report.uid}/" in work_of(cast.east_reviewer)
        act(report, ReportAct.PASS, cast.east_reviewer, NOW)
        assert f"/reports/{report.uid}/" not in work_of(cast.east_reviewer)
        assert f"/reports/{report.uid}/" in work_of(cast.west_reviewer)
        act(report, ReportAct.CONFIRM, cast.west_reviewer, NOW)
        assert f"/reports/{report.uid}/" not in work_of(cast.west_reviewer)
        made = amendment(cast, agreed, {"t1": {"due": date(2025, 6, 30)}})
        address = f"/plans/{agreed.uid}/proposals/{made.number}/"
        assert all(address in work_of(member) for member in (cast.east_signatory, cast.west_signatory))


def test_a_first_agreement_waits_for_the_signatories_too(cast: Cast, plan: Plan) -> None:
    made = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)
    with time_machine.travel(NOW):
        for member in (cast.east_signatory, cast.west_signatory):
            assert f"/plans/{plan.uid}/proposals/1/" in signed_in(member).get("/work/").content.decode()


def test_the_api_tells_the_same(cast: Cast, agreed: Plan) -> None:
    a_spring(cast, agreed)
    with time_machine.travel(at(5, 8)):
        client = signed_in(cast.west_office)
        told = client.get(f"/api/v1/plans/{agreed.uid}/waits?limit=500").json()
        assert told["total"] == len(waits_of(agreed, DAY, "west"))
        days = [row["workdays"] for row in told["results"]]
        assert days == sorted(days, reverse=True)
        board = client.get(f"/api/v1/plans/{agreed.uid}/waits/board").json()
        assert sum(cell["count"] for cell in board["cells"]) == told["total"]
        one = client.get(f"/api/v1/plans/{agreed.uid}/waits?kind=confirmation&waiting=east&on=west").json()
        assert [(row["item"], row["on"]["party"]) for row in one["results"]] == [("t1", "west")]
        assert client.get(f"/api/v1/plans/{agreed.uid}/waits?as_of=2024-02-01").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_follows_every_act(cast: Cast) -> None:
    with transaction.atomic():
        plan = opened(cast)
        sign_by_both(cast, plan)

    def same() -> None:
        kept = sorted(everything(plan, DAY))
        with transaction.atomic():  # in a transaction nothing is kept
            assert sorted(everything(plan, DAY)) == kept

    with time_machine.travel(at(5, 8)):
        same()
        report = handed_in(plan, "t1", cast.east_liaison, at(4, 1), percent=100)
        same()
        act(report, ReportAct.PASS, cast.east_reviewer, at(4, 2))
        same()
        bodies = following.waits_on(plan, DAY).bodies
        act(report, ReportAct.CONFIRM, cast.west_reviewer, at(4, 3))
        same()
        handed_in(plan, "t1", cast.west_liaison, at(4, 4), period="2023-Q4")
        same()
        duty = Duty.objects.get(item__uid="t2", role="lead")
        answer_duty(duty_pk=duty.pk, act=AcceptanceAct.ACCEPT, revision=0, by=cast.east_liaison, now=at(4, 5))
        same()
        act(report, ReportAct.REOPEN_FIGURES, cast.east_office, at(4, 8), reason="误报")
        same()
        assert following.waits_on(plan, DAY).bodies is bodies  # it followed; it was not made anew
