"""Decisions are claimed, confirmed by every party, or change the plan by what every party signs; never silently."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import browser
from tests.web.fulfilling.meeting_story import CHANGED, NEW_ITEM, TRACKED, closed, decided, held, in_force
from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import DecisionAct, DecisionKind, DecisionState, Office
from xietong_web.accounts.models import Member
from xietong_web.audit.days import today
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.queries import changes_of
from xietong_web.fulfilling.meeting.carrying_out import carry_out
from xietong_web.fulfilling.meeting.deciding import act_on_decision
from xietong_web.fulfilling.meeting.models import Decision, Meeting
from xietong_web.fulfilling.meeting.queries import (
    decision_shown,
    decisions_of,
    decisions_to_carry_out,
    minutes_to_approve,
    the_decision,
)
from xietong_web.fulfilling.waiting.queries import waiting_for

DAY = NOW.date()
ACTS = tuple(act for act in DecisionAct)
PEOPLE = (
    "east_office",
    "west_office",
    "east_liaison",
    "west_liaison",
    "east_reviewer",
    "east_leader",
    "east_signatory",
)


def refusal(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def act(row: Decision, what: DecisionAct, by: Member, revision: int | None = None, reason: str = "因故") -> Decision:
    stands = Decision.objects.get(pk=row.pk).revision if revision is None else revision
    return act_on_decision(uid=row.uid, act=what, revision=stands, by=by, now=NOW, reason=reason)


WRONG = (
    (replace(TRACKED, text=" "), "empty-text"),
    (replace(TRACKED, leads=()), "no-lead"),
    (replace(TRACKED, due=date.max), "day-out-of-range"),
    (replace(CHANGED, change={"item": "t2", "due": "0001-01-01"}), "day-out-of-range"),
    (replace(TRACKED, leads=("north-1",)), "no-such-organisation"),
    (replace(TRACKED, point="gone"), "no-such-point"),
    (replace(TRACKED, text="长" * 20_001), "too-long"),
    (replace(NEW_ITEM, change={"parent": "gone", "kind": "task", "title": "题"}), "no-such-item"),
    (replace(NEW_ITEM, change={"parent": "a1", "kind": "wish", "title": "题"}), "bad-kind"),
    (replace(NEW_ITEM, change={"parent": "", "kind": "task", "title": " "}), "empty-title"),
    (replace(CHANGED, change={"item": "gone", "due": "2025-12-31"}), "no-such-item"),
    (replace(CHANGED, change={"item": "t2"}), "nothing-changed"),
    (replace(CHANGED, change={"item": "t2", "due": "soon"}), "bad-day"),
)


def test_what_is_no_decision_is_refused(cast: Cast, agreed: Plan) -> None:
    meeting = held(cast, agreed)
    for settled, code in WRONG:
        assert refusal(lambda: decided(cast, meeting, settled)) == code  # noqa: B023
    assert Decision.objects.count() == 0


def test_a_decision_is_not_in_force_before_its_minutes(cast: Cast, agreed: Plan) -> None:
    meeting = held(cast, agreed)
    row = decided(cast, meeting)
    assert decisions_of(agreed, cast.east_office, DAY) == []
    assert refusal(lambda: act(row, DecisionAct.DROP, cast.east_office)) == "not-in-force"
    assert refusal(lambda: the_decision(agreed, row.uid, cast.east_office, DAY)) == "not-found"
    assert decisions_to_carry_out(cast.east_liaison, DAY) == []
    assert [each.pk for each in minutes_to_approve(cast.west_office)] == [meeting.pk]
    closed(cast, meeting)
    assert [each.pk for each in decisions_to_carry_out(cast.east_liaison, DAY)] == [row.pk]
    assert decisions_to_carry_out(cast.east_liaison, today()) == []  # it is late: it stands among the waits
    assert minutes_to_approve(cast.west_office) == []


def to_confirm(member: Member) -> list[str]:
    """The decisions among what others wait for from a member; the page of work tells them there alone."""
    found = [
        each.wait.subject for each in waiting_for(member, today()).waits if each.kind.en == "closing to be confirmed"
    ]
    assert browser(member).get("/work/").text.count(f"/decisions/{found[0]}/" if found else "/decisions/") == len(found)
    return found


def test_a_tracked_decision_is_claimed_and_confirmed_by_every_party(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed)
    assert refusal(lambda: act(row, DecisionAct.CLAIM, cast.west_liaison)) == "not-permitted"
    assert refusal(lambda: act(row, DecisionAct.CLAIM, cast.east_office)) == "not-permitted"
    act(row, DecisionAct.CLAIM, cast.east_liaison)
    assert to_confirm(cast.west_office) == [row.uid]
    act(row, DecisionAct.RETURN, cast.west_office, reason="缺名单")
    act(row, DecisionAct.CLAIM, cast.east_liaison)
    act(row, DecisionAct.CONFIRM, cast.east_office)
    assert refusal(lambda: act(row, DecisionAct.CONFIRM, cast.east_office)) == "already-confirmed"
    assert (to_confirm(cast.east_office), to_confirm(cast.west_office)) == ([], [row.uid])
    done = act(row, DecisionAct.CONFIRM, cast.west_office)
    assert (done.state, sorted(done.confirmations)) == ("confirmed", ["east", "west"])
    shown = the_decision(agreed, row.uid, cast.east_liaison, DAY)
    assert [step.reason for step in shown.value.history if step.act is DecisionAct.RETURN] == ["缺名单"]
    assert list(breaks()) == []


def test_of_two_acts_at_once_one_is_refused(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed)
    act(row, DecisionAct.CLAIM, cast.east_liaison)
    act(row, DecisionAct.RETURN, cast.west_office, 1)
    assert refusal(lambda: act(row, DecisionAct.CONFIRM, cast.east_office, 1)) == "decision-changed"


def test_a_decision_on_a_new_item_opens_a_draft_proposal_and_changes_nothing_silently(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed, NEW_ITEM)
    before = agreed.items.count()
    carried = carry_out(uid=row.uid, by=cast.west_office, now=NOW)
    proposal = carried.proposal
    assert proposal is not None
    assert (proposal.state, proposal.party.code, agreed.items.count()) == ("draft", "west", before)
    assert len(changes_of(proposal)) == 1
    value = endorsing.proposed_plan(proposal)
    item = next(each for each in value.items if each.uid == carried.item_uid)
    assert (item.title, item.text) == ("教师研修平台", "联合建设教师研修平台。")
    assert [(duty.organisation, duty.role.value) for duty in item.duties] == [("west-1", "lead"), ("east-1", "support")]
    assert "议定" in proposal.reason
    assert refusal(lambda: carry_out(uid=row.uid, by=cast.east_office, now=NOW)) == "already-carried-out"
    assert list(breaks()) == []


def signed(cast: Cast, proposal: Proposal) -> None:
    opening = cast.east_office if proposal.party.code == "east" else cast.west_office
    pk = proposal.pk
    endorsing.open_proposal(proposal_pk=pk, by=opening, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=pk, proven_at=NOW, by=signatory, now=NOW)


def test_the_last_signature_ends_the_decision(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed, CHANGED)
    carried = carry_out(uid=row.uid, by=cast.east_office, now=NOW)
    assert carried.proposal is not None
    assert agreed.items.get(uid="t2").due.isoformat() == "2025-06-30"
    signed(cast, carried.proposal)
    assert agreed.items.get(uid="t2").due.isoformat() == "2025-12-31"
    after = Decision.objects.get(pk=row.pk)
    assert (after.state, after.confirmations) == ("confirmed", ["east", "west"])
    assert Entry.objects.filter(act="fulfilling.decision-settled").count() == 1
    assert refusal(lambda: carry_out(uid=row.uid, by=cast.east_office, now=NOW)) == "nothing-to-carry-out"
    assert list(breaks()) == []


def test_a_proposal_that_came_to_nothing_lets_the_decision_be_carried_out_again(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed, replace(CHANGED, change={"item": "t3", "remove": True}))
    first = carry_out(uid=row.uid, by=cast.east_office, now=NOW).proposal
    assert first is not None
    endorsing.open_proposal(proposal_pk=first.pk, by=cast.east_office, now=NOW)
    endorsing.decline(proposal_pk=first.pk, reason="时机未到", by=cast.west_signatory, now=NOW)
    again = carry_out(uid=row.uid, by=cast.east_office, now=NOW).proposal
    assert again is not None
    assert again.pk != first.pk


def test_a_decision_follows_its_proposal_when_that_is_rebased(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed, CHANGED)
    mine = carry_out(uid=row.uid, by=cast.west_office, now=NOW).proposal
    other = in_force(cast, agreed, NEW_ITEM)
    theirs = carry_out(uid=other.uid, by=cast.east_office, now=NOW).proposal
    assert mine is not None and theirs is not None
    signed(cast, theirs)
    rebased = endorsing.rebase(proposal_pk=mine.pk, by=cast.west_office, now=NOW)
    assert Decision.objects.get(pk=row.pk).proposal == rebased
    signed(cast, rebased)
    assert [each.state for each in Decision.objects.all()] == ["confirmed", "confirmed"]
    assert list(breaks()) == []


def test_in_a_draft_the_plan_itself_is_written(cast: Cast, plan: Plan) -> None:
    meeting = held(cast, plan)
    rows = [
        decided(cast, meeting, each)
        for each in (NEW_ITEM, CHANGED, replace(CHANGED, change={"item": "t3", "remove": True}))
    ]
    closed(cast, meeting)
    for row in rows:
        assert carry_out(uid=row.uid, by=cast.west_office, now=NOW).state == "confirmed"
    assert plan.items.get(title="教师研修平台").duties.count() == 2
    assert plan.items.get(uid="t2").due.isoformat() == "2025-12-31"
    assert not plan.items.filter(uid="t3").exists()
    assert list(breaks()) == []


def test_who_may_not_carry_out(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed, NEW_ITEM)
    for who in (cast.east_liaison, cast.east_leader, cast.east_signatory):
        assert refusal(lambda: carry_out(uid=row.uid, by=who, now=NOW)) == "not-permitted"  # noqa: B023
    assert refusal(lambda: carry_out(uid=row.uid, by=cast.stranger, now=NOW)) == "not-found"


def test_a_tracked_decision_changes_no_plan(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed)
    assert refusal(lambda: carry_out(uid=row.uid, by=cast.east_office, now=NOW)) == "nothing-to-carry-out"


class Undo(Exception):
    """Takes back what one example did."""


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE)), max_size=8))
def test_at_the_site_decisions_move_only_as_the_table_says(cast: Cast, row: Decision, tries) -> None:
    try:
        with transaction.atomic():
            for what, who in tries:
                step(cast, Decision.objects.whole().get(pk=row.pk), what, getattr(cast, who))
            assert list(breaks()) == []
            raise Undo
    except Undo:
        return


@pytest.fixture
def row(cast: Cast, agreed: Plan) -> Decision:
    return in_force(cast, agreed)


def step(cast: Cast, before: Decision, what: DecisionAct, by: Member) -> None:
    """Try one act: what is offered succeeds along the table and adds one step, what is not offered changes nothing."""
    offered = decision_shown(before, by, DAY).acts
    try:
        with transaction.atomic():
            after = act(before, what, by)
    except Refusal:
        after = Decision.objects.whole().get(pk=before.pk)
        assert what.value not in offered
        assert (after.state, after.revision) == (before.state, before.revision)
        return
    assert what.value in offered
    value = after.to_value()
    assert len(value.history) == before.revision + 1
    assert any(
        (move.state, move.act) == (DecisionState(before.state), what)
        and value.state in move.to
        and move.office is value.history[-1].by.office
        for move in fulfilling.DECISION_MOVES
    )
    assert value.history[-1].by.office is not Office.SYSTEM
    if value.state is DecisionState.CONFIRMED:
        assert set(value.confirmations) == {"east", "west"}


def test_past_days_show_decisions_as_they_stood(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed)
    act_on_decision(uid=row.uid, act=DecisionAct.CLAIM, revision=0, by=cast.east_liaison, now=NOW + timedelta(days=9))
    assert [each.state for each in decisions_of(agreed, cast.east_office, DAY + timedelta(days=8), past=True)] == [
        "open"
    ]
    assert decisions_of(agreed, cast.east_office, DAY, past=True) == []
    assert [each.state for each in decisions_of(agreed, cast.east_office, DAY + timedelta(days=9))] == ["claimed"]
    assert Meeting.objects.count() == 1
    assert DecisionKind(row.kind) is DecisionKind.TRACKED
