"""A meeting is prepared, convened, held and closed only as its table says; every party approves the minutes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.fulfilling.cast import EVERYBODY, LIAISON, NOON, OFFICE, THEIR_OFFICE, attempt, later
from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import (
    Actor,
    Decision,
    DecisionAct,
    DecisionKind,
    DecisionState,
    DutyKey,
    Meeting,
    MeetingAct,
    MeetingState,
    Office,
)

MEETING = Meeting("m1", "第一次联席会议", date(2025, 6, 20), "cq", ("cq", "sc"))
SYSTEM = Actor("zhao", Office.SYSTEM, "sc")


def do(meeting, act, by, reason="because", now=NOON):
    return fulfilling.advance_meeting(meeting, act, by=by, now=now, revision=meeting.revision, reason=reason)


def held():
    return do(do(MEETING, "convene", OFFICE), "hold", OFFICE)


def test_it_is_closed_when_every_party_has_approved_the_minutes_as_they_stand():
    half = do(do(held(), "write", THEIR_OFFICE), "approve", OFFICE)
    assert (half.state, half.approvals) == (MeetingState.HELD, ("cq",))
    assert fulfilling.meeting_acts(half, OFFICE) == (MeetingAct.WRITE,)
    with pytest.raises(Refusal) as refused:
        do(half, "approve", OFFICE)
    assert refused.value.code == "already-approved"
    changed = do(half, "write", THEIR_OFFICE)
    assert changed.approvals == ()
    closed = do(do(changed, "approve", THEIR_OFFICE), "approve", OFFICE)
    assert closed.state is MeetingState.CLOSED
    assert fulfilling.meeting_acts(closed, OFFICE) == ()


@pytest.mark.parametrize(
    ("act", "by", "reason", "code"),
    [
        ("convene", THEIR_OFFICE, "", "not-allowed"),  # the host convenes
        ("convene", LIAISON, "", "not-allowed"),
        ("hold", OFFICE, "", "not-allowed"),  # not before it was convened
        ("call_off", OFFICE, "  ", "reason-missing"),
        ("arrange", Actor("x", Office.JOINT_OFFICE, "gz"), "", "not-allowed"),
    ],
)
def test_what_the_table_does_not_allow_is_refused(act, by, reason, code):
    with pytest.raises(Refusal) as refused:
        do(MEETING, act, by, reason)
    assert refused.value.code == code


def test_of_two_people_acting_at_once_only_one_wins():
    with pytest.raises(Refusal) as refused:
        fulfilling.advance_meeting(do(MEETING, "arrange", OFFICE), "convene", by=OFFICE, now=NOON, revision=0)
    assert refused.value.code == "meeting-changed"


@given(st.lists(st.tuples(st.sampled_from(list(MeetingAct)), st.sampled_from(EVERYBODY)), max_size=15))
def test_meetings_move_only_as_the_table_says(tries):
    meeting = MEETING
    for act, by in tries:
        offered = fulfilling.meeting_acts(meeting, by)
        after, refusal = attempt(lambda: do(meeting, act, by))  # noqa: B023
        assert (refusal is None) == (act in offered)
        if refusal is None:
            assert any((m.state, m.act, m.office) == (meeting.state, act, by.office) and after.state in m.to
                       for m in fulfilling.MEETING_MOVES)  # fmt: skip
            meeting = after
        assert (meeting.state is MeetingState.CLOSED) == (set(meeting.approvals) == {"cq", "sc"})
        assert fulfilling.meeting_as_of(meeting, NOON) == meeting


def test_a_past_moment_shows_the_meeting_and_the_decision_as_they_stood():
    meeting = do(do(MEETING, "convene", OFFICE, now=later(0)), "hold", OFFICE, now=later(5))
    assert fulfilling.meeting_as_of(meeting, later(-1)) == MEETING
    assert fulfilling.meeting_as_of(meeting, later(1)).state is MeetingState.CONVENED
    made = Decision("d1", "m1", "x", DecisionKind.PROPOSAL, ("cq", "sc"), (DutyKey("d1", "cq", "cq-basic"),))
    acts = (("claim", LIAISON), ("confirm", OFFICE), ("return", THEIR_OFFICE), ("settle", SYSTEM))
    decision = made
    for hour, (act, by) in enumerate(acts):
        decision = fulfilling.advance_decision(
            decision, act, by=by, now=later(hour), revision=decision.revision, reason="because"
        )
    assert (decision.state, decision.confirmations) == (DecisionState.CONFIRMED, ("cq", "sc"))
    for hour, state, confirmations in (
        (-1, DecisionState.OPEN, ()),
        (0, DecisionState.CLAIMED, ()),
        (1, DecisionState.CLAIMED, ("cq",)),
        (2, DecisionState.OPEN, ()),
        (3, DecisionState.CONFIRMED, ("cq", "sc")),
    ):
        then = fulfilling.decision_as_of(decision, NOON + timedelta(hours=hour))
        assert (then.state, then.confirmations) == (state, confirmations)
    assert fulfilling.decision_as_of(decision, later(3)) == decision


def test_nobody_but_the_system_settles_a_decision():
    decision = Decision("d1", "m1", "x", DecisionKind.ITEM, ("cq", "sc"), (DutyKey("d1", "cq", "cq-basic"),))
    for somebody in EVERYBODY:
        assert DecisionAct.SETTLE not in fulfilling.decision_acts(decision, somebody)
