"""Takes a wish for a later due date; gives it granted or refused, and the date in force beside the original one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from xietong.basics import Refusal, Wording
from xietong.drafting import Item, Milestone
from xietong.fulfilling.calendar import Calendar
from xietong.fulfilling.moves import Actor, Move, Office, Reach, Table, allowed, reaches, require, require_reason


class ExtensionState(StrEnum):
    """Where an extension stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ExtensionAct(StrEnum):
    """What can be done with an extension that was asked."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


EXTENSION_MOVES: Table[ExtensionState, ExtensionAct] = (
    Move(ExtensionState.ASKED, ExtensionAct.GRANT, Office.JOINT_OFFICE, Reach.COUNTERPART, (ExtensionState.GRANTED,)),
    Move(ExtensionState.ASKED, ExtensionAct.GRANT, Office.JOINT_OFFICE, Reach.ONE_SIDED, (ExtensionState.GRANTED,)),
    Move(ExtensionState.ASKED, ExtensionAct.REFUSE, Office.JOINT_OFFICE, Reach.COUNTERPART, (ExtensionState.REFUSED,)),
    Move(ExtensionState.ASKED, ExtensionAct.REFUSE, Office.JOINT_OFFICE, Reach.ONE_SIDED, (ExtensionState.REFUSED,)),
    Move(ExtensionState.ASKED, ExtensionAct.WITHDRAW, Office.LIAISON, Reach.OWN_BODY, (ExtensionState.WITHDRAWN,)),
)

EXTENSION_WORDS: Mapping[StrEnum, Wording] = {
    ExtensionState.ASKED: Wording(zh="待批准", en="asked"),
    ExtensionState.GRANTED: Wording(zh="已批准", en="granted"),
    ExtensionState.REFUSED: Wording(zh="未批准", en="refused"),
    ExtensionState.WITHDRAWN: Wording(zh="已撤回", en="withdrawn"),
    ExtensionAct.GRANT: Wording(zh="批准延期", en="grant the extension"),
    ExtensionAct.REFUSE: Wording(zh="不批准延期", en="refuse the extension"),
    ExtensionAct.WITHDRAW: Wording(zh="撤回申请", en="withdraw the request"),
}


@dataclass(frozen=True, slots=True)
class Extension:
    """A later due date asked for an item by an organisation. ``due`` is the date in force when it was asked.

    ``granted`` is the date given, which may lie before the one asked; ``answered`` when and ``answer`` why.
    """

    uid: str
    item: str
    by: Actor
    asked: datetime
    due: date
    wanted: date
    reason: str
    counterparts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    state: ExtensionState = ExtensionState.ASKED
    granted: date | None = None
    answered: datetime | None = None
    answer: str = ""


def ask_extension(extension: Extension, *, today: date) -> Extension:
    """Return an extension that may be asked today: before the due date in force, for a later one, with a reason.

    Refuses ``asked-too-late``, ``not-later``, ``reason-missing``, and ``not-allowed`` to anyone but a liaison.
    """
    if extension.by.office is not Office.LIAISON:
        raise Refusal(
            "not-allowed",
            zh="延期由承担责任的单位联络员申请。",
            en="Extensions are asked for by the liaison of the organisation that has the duty.",
        )
    if not extension.reason.strip():
        raise Refusal(
            "reason-missing",
            zh="申请延期须说明理由，请填写后再提交。",
            en="An extension needs a reason; write it and submit again.",
            field="reason",
        )
    if today > extension.due:
        raise Refusal(
            "asked-too-late",
            zh=f"完成时限（{extension.due}）已过，不能再申请延期；请如实填报并说明原因。",
            en=f"The due date ({extension.due}) has passed; extensions are asked before it. Report as it is, with the "
            "reason.",
        )
    if extension.wanted <= extension.due:
        raise _not_later(extension.due)
    return replace(extension, reason=extension.reason.strip())


def extension_acts(extension: Extension, actor: Actor) -> tuple[ExtensionAct, ...]:
    """Return what a person may do with an extension now, in the order of the table."""
    stands = reaches(actor, extension.by.party, extension.by.organisation, extension.counterparts)
    return allowed(EXTENSION_MOVES, extension.state, actor.office, stands)


def answer_extension(
    extension: Extension,
    act: ExtensionAct | str,
    *,
    by: Actor,
    now: datetime,
    answer: str = "",
    due: date | None = None,
) -> Extension:
    """Return the extension granted (until ``due``, by default the date asked), refused with a reason, or withdrawn.

    Refuses ``not-allowed`` (the table), ``reason-missing``, ``not-later``.
    """
    act = ExtensionAct(act)
    stands = reaches(by, extension.by.party, extension.by.organisation, extension.counterparts)
    require(EXTENSION_MOVES, EXTENSION_WORDS, extension.state, act, by, stands)
    if act is ExtensionAct.REFUSE:
        answer = require_reason(EXTENSION_WORDS, act, answer)
    granted = (due or extension.wanted) if act is ExtensionAct.GRANT else None
    if granted is not None and granted <= extension.due:
        raise _not_later(extension.due)
    (state,) = {move.to[0] for move in EXTENSION_MOVES if move.act is act}
    return replace(extension, state=state, granted=granted, answered=now, answer=answer.strip())


def due_in_force(original: date | None, extensions: Iterable[Extension], at: datetime | None = None) -> date | None:
    """Return the due date after the extensions granted (up to a moment); the original one when there are none."""
    counted = [
        extension
        for extension in extensions
        if extension.granted is not None and extension.answered is not None and (at is None or extension.answered <= at)
    ]
    return max(counted, key=_answered).granted if counted else original


def moved_milestones(item: Item, extension: Extension, *, today: date, calendar: Calendar) -> tuple[Milestone, ...]:
    """Return an item's milestones after an extension: those still to come move by as many working days as the due date.

    Milestones already past stay. Without a granted date nothing moves; the plan's own milestones stay on record.
    """
    if extension.granted is None:
        return item.milestones
    workdays = calendar.workdays_between(extension.due, extension.granted)
    return tuple(
        one if one.due < today else replace(one, due=min(calendar.add_workdays(one.due, workdays), extension.granted))
        for one in item.milestones
    )


def _answered(extension: Extension) -> datetime:
    return extension.answered or extension.asked


def _not_later(due: date) -> Refusal:
    return Refusal(
        "not-later",
        zh=f"延期后的时限须晚于现行时限（{due}）。",
        en=f"An extension ends later than the date in force ({due}).",
    )
