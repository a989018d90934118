"""What an amendment does to running duties, periods and reports is shown before signing and carried out with it."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.cast import Cast
from tests.web.fulfilling.acting import (
    acted,
    amendment,
    asked_of,
    begun,
    browser,
    confirmed,
    passed,
    refused,
    signed,
    submitted,
)
from xietong import drafting
from xietong.fulfilling import Effect, ReportAct
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.amending.consequences import carried_out, foreseen
from xietong_web.fulfilling.models import AmendmentEffect, Report

DUE: dict[str, Any] = {"t1": {"due": date(2025, 6, 30)}}


def told(effects) -> set[tuple[Effect, str]]:
    return {(each.effect, each.organisation) for each in effects}


def test_the_consequences_are_foreseen_before_signing_and_carried_out_when_it_takes_effect(
    cast: Cast, agreed: Plan
) -> None:
    open_one = submitted(agreed, cast.east_liaison, 40)
    done = confirmed(cast, agreed, cast.west_liaison, 30)
    proposal = amendment(cast, agreed, DUE)
    seen = told(foreseen(proposal, cast.east_office))
    assert (Effect.DUE_MOVES, "") in seen
    assert (Effect.DUTY_HANDED_OVER_ANEW, "东江省基础教育处") in seen
    assert (Effect.REPORT_CARRIED_OVER, "东江省基础教育处") in seen
    assert not AmendmentEffect.objects.exists()
    signed(cast, proposal)
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.version, done.version) == (2, 1)
    proposal.refresh_from_db()
    assert told(carried_out(proposal.version, cast.east_office)) == seen
    assert acted(open_one, ReportAct.PASS, cast.east_reviewer).claimed == 40
    assert list(breaks()) == []


def test_the_other_side_learns_nothing_of_a_report_that_was_not_passed(cast: Cast, agreed: Plan) -> None:
    submitted(agreed, cast.east_liaison, 40)
    proposal = amendment(cast, agreed, DUE)
    about = {Effect.REPORT_CARRIED_OVER, Effect.REPORT_CLOSES}
    assert not about & {each.effect for each in foreseen(proposal, cast.west_office)}
    signed(cast, proposal)
    proposal.refresh_from_db()
    assert not about & {each.effect for each in carried_out(proposal.version, cast.west_office)}
    assert about & {each.effect for each in carried_out(proposal.version, cast.east_office)}


def test_a_report_on_an_item_that_is_taken_out_is_closed_and_kept(cast: Cast, agreed: Plan) -> None:
    report = passed(cast, agreed, cast.east_liaison, 40, item="t2")
    signed(cast, amendment(cast, agreed, {}, frozenset({"t2"})))
    assert not agreed.items.filter(uid="t2").exists()
    kept = Report.objects.get(uid=report.uid)
    assert (kept.state, kept.claimed) == ("passed", 40)
    (effect,) = AmendmentEffect.objects.filter(effect="report_closes")
    assert (effect.item, effect.report, effect.title) == ("t2", report.uid, "2.互派教师")
    assert list(breaks()) == []


def test_a_report_of_a_body_whose_duty_ended_can_be_acted_on_no_more(cast: Cast, agreed: Plan) -> None:
    report = submitted(agreed, cast.east_liaison, 40)
    west = drafting.Duty("west", "west-1", drafting.Role.LEAD, "西岭市基础教育处")
    signed(cast, amendment(cast, agreed, {"t1": {"duties": (west,)}}))
    refused("report-closed", lambda: acted(report, ReportAct.PASS, cast.east_reviewer))
    assert asked_of(cast.east_reviewer) == []
    page = browser(cast.east_reviewer).get(f"/reports/{report.uid}/").content.decode()
    assert "留存备查" in page
    assert "审核通过</button>" not in page
    refused("no-such-duty", lambda: begun(agreed, cast.east_liaison, period="2024-Q2"))


def test_the_page_and_the_list_in_the_proposal(cast: Cast, agreed: Plan) -> None:
    proposal = amendment(cast, agreed, DUE)
    address = f"/plans/{agreed.uid}/consequences/{proposal.number}/"
    client = browser(cast.west_signatory)
    assert address in client.get(f"/plans/{agreed.uid}/proposals/{proposal.number}/").content.decode()
    page = client.get(address).content.decode()
    assert "完成时限变更" in page
    assert "<h1>" in page
    assert "<h1>" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
    signed(cast, proposal)
    assert "修订生效时" in client.get(address).content.decode()
    assert client.get(f"/plans/{agreed.uid}/consequences/1/").status_code == 200


def test_only_what_differs_is_looked_through() -> None:
    from tests.cast import plan_of_two
    from xietong_web.fulfilling.amending.consequences import changed_only

    old = plan_of_two()
    new = replace(old, items=tuple(replace(each, **DUE.get(each.uid, {})) for each in old.items))
    before, after = changed_only(old, new)
    assert [each.uid for each in before.items] == [each.uid for each in after.items] == ["t1"]
