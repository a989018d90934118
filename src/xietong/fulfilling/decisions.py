"""Takes a decision of a meeting and an act; gives the decision after it; every party confirms the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from xietong.basics import Refusal, Wording
from xietong.fulfilling.moves import Actor, Move, Office, Reach, Table, may, require, require_reason
from xietong.fulfilling.progress import DutyKey


class DecisionKind(StrEnum):
    """What a decision leads to: a new item or a proposal of the plan, or something tracked by itself."""

    ITEM = "item"
    PROPOSAL = "proposal"
    TRACKED = "tracked"


class DecisionState(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class DecisionAct(StrEnum):
    """What can be done with a decision; it is settled by itself once every party has signed what it led to."""

    CLAIM = "claim"
    CONFIRM = "confirm"
    RETURN = "return"
    DROP = "drop"
    REOPEN = "reopen"
    SETTLE = "settle"


_END = (DecisionState.CLAIMED, DecisionState.CONFIRMED)

DECISION_MOVES: Table[DecisionState, DecisionAct] = (
    Move(DecisionState.OPEN, DecisionAct.CLAIM, Office.LIAISON, Reach.OWN_BODY, (DecisionState.CLAIMED,)),
    Move(DecisionState.CLAIMED, DecisionAct.CONFIRM, Office.JOINT_OFFICE, Reach.OWN_PARTY, _END),
    Move(DecisionState.CLAIMED, DecisionAct.RETURN, Office.JOINT_OFFICE, Reach.OWN_PARTY, (DecisionState.OPEN,)),
    Move(DecisionState.OPEN, DecisionAct.DROP, Office.JOINT_OFFICE, Reach.OWN_PARTY, (DecisionState.DROPPED,)),
    Move(DecisionState.CONFIRMED, DecisionAct.REOPEN, Office.JOINT_OFFICE, Reach.OWN_PARTY, (DecisionState.OPEN,)),
    Move(DecisionState.OPEN, DecisionAct.SETTLE, Office.SYSTEM, Reach.OWN_PARTY, (DecisionState.CONFIRMED,)),
    Move(DecisionState.CLAIMED, DecisionAct.SETTLE, Office.SYSTEM, Reach.OWN_PARTY, (DecisionState.CONFIRMED,)),
)

DECISION_WORDS: Mapping[StrEnum, Wording] = {
    DecisionState.OPEN: Wording(zh="落实中", en="open"),
    DecisionState.CLAIMED: Wording(zh="报结待确认", en="claimed as done"),
    DecisionState.CONFIRMED: Wording(zh="已办结", en="done"),
    DecisionState.DROPPED: Wording(zh="已终止", en="dropped"),
    DecisionAct.CLAIM: Wording(zh="报结", en="claim"),
    DecisionAct.CONFIRM: Wording(zh="确认办结", en="confirm"),
    DecisionAct.RETURN: Wording(zh="退回", en="return"),
    DecisionAct.DROP: Wording(zh="终止", en="drop"),
    DecisionAct.REOPEN: Wording(zh="重新落实", en="reopen"),
    DecisionAct.SETTLE: Wording(zh="随会签办结", en="settle"),
}

_REASONED = frozenset({DecisionAct.RETURN, DecisionAct.DROP, DecisionAct.REOPEN})


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """One act on a decision, as it happened."""

    act: DecisionAct
    to: DecisionState
    by: Actor
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting settled. ``duties`` name who carries it out (``item`` is the decision's uid), ``parties`` who met
    and has to confirm the end."""

    uid: str
    meeting: str
    text: str
    kind: DecisionKind
    parties: tuple[str, ...]
    duties: tuple[DutyKey, ...] = ()
    due: date | None = None
    state: DecisionState = DecisionState.OPEN
    confirmations: tuple[str, ...] = ()
    revision: int = 0
    history: tuple[DecisionStep, ...] = ()


def decision_reach(decision: Decision, actor: Actor) -> frozenset[Reach]:
    """Tell how a person stands to a decision: joint offices of every party that met, and bodies with a duty."""
    found = set()
    if actor.party in decision.parties:
        found.add(Reach.OWN_PARTY)
        if any((duty.party, duty.organisation) == (actor.party, actor.organisation) for duty in decision.duties):
            found.add(Reach.OWN_BODY)
    return frozenset(found)


def advance_decision(
    decision: Decision, act: DecisionAct | str, *, by: Actor, now: datetime, revision: int, reason: str = ""
) -> Decision:
    """Return the decision after an act; it is done when every party that met has confirmed.

    Refuses ``not-allowed`` (the table), ``decision-changed``, ``reason-missing``, ``already-confirmed``.
    """
    act = DecisionAct(act)
    if revision != decision.revision:
        raise Refusal(
            "decision-changed",
            zh="该议定事项刚被他人处理，请刷新后再操作。",
            en="Somebody has just acted on this decision; reload it and act again.",
        )
    require(DECISION_MOVES, DECISION_WORDS, decision.state, act, by, decision_reach(decision, by))
    reason = require_reason(DECISION_WORDS, act, reason) if act in _REASONED else reason.strip()
    confirmations, state = _after(decision, act, by)
    step = DecisionStep(act, state, by, now, reason)
    return replace(
        decision,
        state=state,
        confirmations=confirmations,
        revision=decision.revision + 1,
        history=(*decision.history, step),
    )


def _after(decision: Decision, act: DecisionAct, by: Actor) -> tuple[tuple[str, ...], DecisionState]:
    if act is DecisionAct.SETTLE:
        return decision.parties, DecisionState.CONFIRMED
    if act is not DecisionAct.CONFIRM:
        (state,) = {move.to[0] for move in DECISION_MOVES if (move.state, move.act) == (decision.state, act)}
        return (), state
    if by.party in decision.confirmations:
        raise Refusal(
            "already-confirmed",
            zh="贵方已确认该议定事项，无需重复操作。",
            en="Your party has already confirmed this decision; nothing more is needed.",
        )
    confirmations = (*decision.confirmations, by.party)
    complete = set(decision.parties) <= set(confirmations)
    return confirmations, DecisionState.CONFIRMED if complete else DecisionState.CLAIMED


def decision_acts(decision: Decision, actor: Actor) -> tuple[DecisionAct, ...]:
    """Return what a person may do with a decision now, in the order of the table."""
    stands = decision_reach(decision, actor)
    return tuple(
        act
        for act in DecisionAct
        if may(DECISION_MOVES, decision.state, act, actor.office, stands)
        and not (act is DecisionAct.CONFIRM and actor.party in decision.confirmations)
    )


def decision_as_of(decision: Decision, moment: datetime) -> Decision:
    """Return a decision as it stood at a moment."""
    steps = tuple(step for step in decision.history if step.at <= moment)
    confirmations: tuple[str, ...] = ()
    for step in steps:
        if step.act is DecisionAct.CONFIRM:
            confirmations = (*confirmations, step.by.party)
        else:
            confirmations = decision.parties if step.act is DecisionAct.SETTLE else ()
    state = steps[-1].to if steps else DecisionState.OPEN
    return replace(decision, state=state, confirmations=confirmations, revision=len(steps), history=steps)
