"""Takes a duty handed to an organisation and its answer; gives the acceptance (签收) or the objection and its end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from xietong.basics import Refusal, Wording
from xietong.fulfilling.moves import Actor, Move, Office, Reach, Table, reaches, require, require_reason
from xietong.fulfilling.progress import DutyKey


class AcceptanceState(StrEnum):
    """Where a duty stands with the organisation that was given it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    UPHELD = "upheld"


class AcceptanceAct(StrEnum):
    """What can be done with a duty handed over."""

    ACCEPT = "accept"
    OBJECT = "object"
    TAKE_BACK = "take_back"
    UPHOLD = "uphold"
    DISMISS = "dismiss"


class Objection(StrEnum):
    """Why an organisation does not accept a duty."""

    WORDING = "wording"
    NOT_NOW = "not_now"
    ALREADY_DONE = "already_done"
    NOT_OURS = "not_ours"


ACCEPTANCE_MOVES: Table[AcceptanceState, AcceptanceAct] = (
    Move(AcceptanceState.OPEN, AcceptanceAct.ACCEPT, Office.LIAISON, Reach.OWN_BODY, (AcceptanceState.ACCEPTED,)),
    Move(AcceptanceState.OPEN, AcceptanceAct.OBJECT, Office.LIAISON, Reach.OWN_BODY, (AcceptanceState.OBJECTED,)),
    Move(AcceptanceState.OBJECTED, AcceptanceAct.TAKE_BACK, Office.LIAISON, Reach.OWN_BODY, (AcceptanceState.OPEN,)),
    Move(
        AcceptanceState.OBJECTED, AcceptanceAct.DISMISS, Office.JOINT_OFFICE, Reach.OWN_PARTY, (AcceptanceState.OPEN,)
    ),
    Move(
        AcceptanceState.OBJECTED, AcceptanceAct.UPHOLD, Office.JOINT_OFFICE, Reach.OWN_PARTY, (AcceptanceState.UPHELD,)
    ),
)

ACCEPTANCE_WORDS: Mapping[StrEnum, Wording] = {
    AcceptanceState.OPEN: Wording(zh="待签收", en="waiting to be accepted"),
    AcceptanceState.ACCEPTED: Wording(zh="已签收", en="accepted"),
    AcceptanceState.OBJECTED: Wording(zh="有异议", en="objected to"),
    AcceptanceState.UPHELD: Wording(zh="异议成立", en="to be amended"),
    AcceptanceAct.ACCEPT: Wording(zh="签收", en="accept"),
    AcceptanceAct.OBJECT: Wording(zh="提出异议", en="object"),
    AcceptanceAct.TAKE_BACK: Wording(zh="撤回异议", en="take the objection back"),
    AcceptanceAct.UPHOLD: Wording(zh="采纳异议", en="uphold the objection"),
    AcceptanceAct.DISMISS: Wording(zh="不予采纳", en="dismiss the objection"),
    Objection.WORDING: Wording(zh="表述需要调整", en="the wording"),
    Objection.NOT_NOW: Wording(zh="目前无法办理", en="cannot be done now"),
    Objection.ALREADY_DONE: Wording(zh="已经办结", en="already done"),
    Objection.NOT_OURS: Wording(zh="不属于本单位职责", en="not ours"),
}


@dataclass(frozen=True, slots=True)
class AcceptanceStep:
    """One act on a duty handed over, as it happened."""

    act: AcceptanceAct
    to: AcceptanceState
    by: Actor
    at: datetime
    reason: str = ""
    objection: Objection | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A duty as handed to an organisation with one version of the plan. An objection that is upheld waits for an
    amendment; a version that changes the duty hands it over anew (a new value, the old one is kept)."""

    duty: DutyKey
    version: int
    state: AcceptanceState = AcceptanceState.OPEN
    objection: Objection | None = None
    revision: int = 0
    history: tuple[AcceptanceStep, ...] = ()


_TO = {(move.state, move.act): move.to[0] for move in ACCEPTANCE_MOVES}


def answer_duty(
    acceptance: Acceptance,
    act: AcceptanceAct | str,
    *,
    by: Actor,
    now: datetime,
    revision: int,
    reason: str = "",
    objection: Objection | None = None,
) -> Acceptance:
    """Return the acceptance after an act; an objection has a kind and a reason, dismissing one a reason.

    Refuses ``not-allowed`` (the table), ``acceptance-changed`` (somebody acted meanwhile), ``reason-missing``,
    ``objection-missing``.
    """
    act = AcceptanceAct(act)
    if revision != acceptance.revision:
        raise Refusal(
            "acceptance-changed",
            zh="该责任刚被他人处理，请刷新后再操作。",
            en="Somebody has just acted on this duty; reload it and act again.",
        )
    duty = acceptance.duty
    stands = reaches(by, duty.party, duty.organisation, ())
    require(ACCEPTANCE_MOVES, ACCEPTANCE_WORDS, acceptance.state, act, by, stands)
    if act in (AcceptanceAct.OBJECT, AcceptanceAct.DISMISS):
        reason = require_reason(ACCEPTANCE_WORDS, act, reason)
    if act is AcceptanceAct.OBJECT and objection is None:
        raise Refusal(
            "objection-missing",
            zh="请选择异议类型：表述、目前无法办理、已经办结或不属于本单位职责。",
            en="Choose the kind of objection: the wording, cannot be done now, already done, or not ours.",
            field="objection",
        )
    state = _TO[acceptance.state, act]
    kind = objection if act is AcceptanceAct.OBJECT else None
    kept = acceptance.objection if act is AcceptanceAct.UPHOLD else kind
    step = AcceptanceStep(act, state, by, now, reason.strip(), kind)
    return replace(
        acceptance,
        state=state,
        objection=kept,
        revision=acceptance.revision + 1,
        history=(*acceptance.history, step),
    )
