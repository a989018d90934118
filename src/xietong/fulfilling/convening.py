"""Takes a joint meeting and an act; gives the meeting after it: prepared, convened, held, closed by every party."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from xietong.basics import Refusal, Wording
from xietong.fulfilling.moves import Actor, Move, Office, Reach, Table, may, require, require_reason


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PREPARED = "prepared"
    CONVENED = "convened"
    HELD = "held"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class MeetingAct(StrEnum):
    """What can be done with a meeting; ``write`` is its minutes and decisions, ``approve`` a party's word on them."""

    ARRANGE = "arrange"
    CONVENE = "convene"
    CALL_OFF = "call_off"
    HOLD = "hold"
    WRITE = "write"
    APPROVE = "approve"


_OFFICE = Office.JOINT_OFFICE

# The host calls a meeting and holds it; agenda and minutes are written by all who meet.
MEETING_MOVES: Table[MeetingState, MeetingAct] = (
    *(
        Move(state, MeetingAct.ARRANGE, _OFFICE, reach, (state,))
        for state in (MeetingState.PREPARED, MeetingState.CONVENED)
        for reach in (Reach.OWN_PARTY, Reach.COUNTERPART)
    ),
    Move(MeetingState.PREPARED, MeetingAct.CONVENE, _OFFICE, Reach.OWN_PARTY, (MeetingState.CONVENED,)),
    Move(MeetingState.PREPARED, MeetingAct.CALL_OFF, _OFFICE, Reach.OWN_PARTY, (MeetingState.CALLED_OFF,)),
    Move(MeetingState.CONVENED, MeetingAct.CALL_OFF, _OFFICE, Reach.OWN_PARTY, (MeetingState.CALLED_OFF,)),
    Move(MeetingState.CONVENED, MeetingAct.HOLD, _OFFICE, Reach.OWN_PARTY, (MeetingState.HELD,)),
    *(
        Move(MeetingState.HELD, MeetingAct.WRITE, _OFFICE, reach, (MeetingState.HELD,))
        for reach in (Reach.OWN_PARTY, Reach.COUNTERPART)
    ),
    *(
        Move(MeetingState.HELD, MeetingAct.APPROVE, _OFFICE, reach, (MeetingState.HELD, MeetingState.CLOSED))
        for reach in (Reach.OWN_PARTY, Reach.COUNTERPART)
    ),
)

MEETING_WORDS: Mapping[StrEnum, Wording] = {
    MeetingState.PREPARED: Wording(zh="筹备中", en="being prepared"),
    MeetingState.CONVENED: Wording(zh="已通知", en="convened"),
    MeetingState.HELD: Wording(zh="已召开", en="held"),
    MeetingState.CLOSED: Wording(zh="纪要已定", en="closed"),
    MeetingState.CALLED_OFF: Wording(zh="已取消", en="called off"),
    MeetingAct.ARRANGE: Wording(zh="安排议程", en="arrange"),
    MeetingAct.CONVENE: Wording(zh="发出通知", en="convene"),
    MeetingAct.CALL_OFF: Wording(zh="取消会议", en="cancel"),
    MeetingAct.HOLD: Wording(zh="登记召开", en="hold"),
    MeetingAct.WRITE: Wording(zh="撰写纪要", en="write the minutes of"),
    MeetingAct.APPROVE: Wording(zh="同意纪要", en="approve the minutes of"),
}


@dataclass(frozen=True, slots=True)
class MeetingStep:
    """One act on a meeting, as it happened."""

    act: MeetingAct
    to: MeetingState
    by: Actor
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A joint meeting: held (or to be held) on a day, hosted by a party, attended by parties, whose joint offices each
    approve the minutes."""

    uid: str
    title: str
    day: date
    host: str
    parties: tuple[str, ...]
    state: MeetingState = MeetingState.PREPARED
    approvals: tuple[str, ...] = ()
    revision: int = 0
    history: tuple[MeetingStep, ...] = ()


def meeting_reach(meeting: Meeting, actor: Actor) -> frozenset[Reach]:
    """Tell how a person stands to a meeting: of the party that hosts it, or of another that meets."""
    if actor.party == meeting.host:
        return frozenset({Reach.OWN_PARTY})
    return frozenset({Reach.COUNTERPART}) if actor.party in meeting.parties else frozenset()


def advance_meeting(
    meeting: Meeting, act: MeetingAct | str, *, by: Actor, now: datetime, revision: int, reason: str = ""
) -> Meeting:
    """Return the meeting after an act; it is closed when every party that met approved the minutes as they stand.

    Refuses ``not-allowed`` (the table), ``meeting-changed``, ``reason-missing``, ``already-approved``.
    """
    act = MeetingAct(act)
    if revision != meeting.revision:
        raise Refusal(
            "meeting-changed",
            zh="该会议刚被他人修改，请刷新后再操作。",
            en="Somebody has just changed this meeting; reload it and act again.",
        )
    require(MEETING_MOVES, MEETING_WORDS, meeting.state, act, by, meeting_reach(meeting, by))
    reason = require_reason(MEETING_WORDS, act, reason) if act is MeetingAct.CALL_OFF else reason.strip()
    approvals, state = _after(meeting, act, by)
    step = MeetingStep(act, state, by, now, reason)
    return replace(
        meeting,
        state=state,
        approvals=approvals,
        revision=meeting.revision + 1,
        history=(*meeting.history, step),
    )


def _after(meeting: Meeting, act: MeetingAct, by: Actor) -> tuple[tuple[str, ...], MeetingState]:
    if act is not MeetingAct.APPROVE:  # whoever changes the minutes asks every party anew
        (state,) = {move.to[0] for move in MEETING_MOVES if (move.state, move.act) == (meeting.state, act)}
        return (), state
    if by.party in meeting.approvals:
        raise Refusal(
            "already-approved",
            zh="贵方已同意这份纪要，无需重复操作。",
            en="Your party has already approved these minutes; nothing more is needed.",
        )
    approvals = (*meeting.approvals, by.party)
    complete = set(meeting.parties) <= set(approvals)
    return approvals, MeetingState.CLOSED if complete else MeetingState.HELD


def meeting_acts(meeting: Meeting, actor: Actor) -> tuple[MeetingAct, ...]:
    """Return what a person may do with a meeting now, in the order of the acts."""
    stands = meeting_reach(meeting, actor)
    return tuple(
        act
        for act in MeetingAct
        if may(MEETING_MOVES, meeting.state, act, actor.office, stands)
        and not (act is MeetingAct.APPROVE and actor.party in meeting.approvals)
    )


def meeting_as_of(meeting: Meeting, moment: datetime) -> Meeting:
    """Return a meeting as it stood at a moment."""
    steps = tuple(step for step in meeting.history if step.at <= moment)
    approvals: tuple[str, ...] = ()
    for step in steps:
        approvals = (*approvals, step.by.party) if step.act is MeetingAct.APPROVE else ()
    state = steps[-1].to if steps else MeetingState.PREPARED
    return replace(meeting, state=state, approvals=approvals, revision=len(steps), history=steps)
