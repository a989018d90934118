"""Takes a table of moves, a state and somebody who wants to act; gives whether the table allows it.

Reports, acceptances of duties, extensions and meetings each have their table; what no row allows is denied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from xietong.basics import Refusal, Wording

StateT = TypeVar("StateT", bound=StrEnum)
ActT = TypeVar("ActT", bound=StrEnum)
# A table of reports' moves may stand where any table is wanted: rows are only read.
_State = TypeVar("_State", bound=StrEnum, covariant=True)
_Act = TypeVar("_Act", bound=StrEnum, covariant=True)


class Office(StrEnum):
    """Who acts: roles of people as the site names them; ``system`` is what follows from another act."""

    LIAISON = "liaison"
    REVIEWER = "reviewer"
    JOINT_OFFICE = "joint_office"
    SYSTEM = "system"


class Reach(StrEnum):
    """Whose thing it is to the person who acts: of the own body, of the own party, of a party whose counterpart the own
    party is, or of any party of the plan where the item has only one side."""

    OWN_BODY = "own_body"
    OWN_PARTY = "own_party"
    COUNTERPART = "counterpart"
    ONE_SIDED = "one_sided"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person (sign-in name) in one office, for a body of a party (codes)."""

    person: str
    office: Office
    party: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Move(Generic[_State, _Act]):
    """One row of a table: in this state this act by this office on such a thing leads to one of these states."""

    state: _State
    act: _Act
    office: Office
    reach: Reach
    to: tuple[_State, ...]


Table = tuple[Move[StateT, ActT], ...]

OFFICES: Mapping[Office, Wording] = {
    Office.LIAISON: Wording(zh="联络员", en="liaison"),
    Office.REVIEWER: Wording(zh="审核人", en="reviewer"),
    Office.JOINT_OFFICE: Wording(zh="联合办公室", en="joint office"),
    Office.SYSTEM: Wording(zh="系统", en="system"),
}

REACHES: Mapping[Reach, Wording] = {
    Reach.OWN_BODY: Wording(zh="本单位", en="own organisation"),
    Reach.OWN_PARTY: Wording(zh="本方", en="own party"),
    Reach.COUNTERPART: Wording(zh="对方", en="counterpart"),
    Reach.ONE_SIDED: Wording(zh="单方事项", en="one-sided items"),
}


def reaches(actor: Actor, party: str, organisation: str, counterparts: tuple[str, ...]) -> frozenset[Reach]:
    """Tell how a person stands to a thing of a party's body; empty where it is none of theirs.

    ``counterparts`` are the parties that answer for the other side; none: the item has one side only.
    """
    found = set()
    if actor.party == party:
        found.add(Reach.OWN_PARTY)
        if actor.organisation == organisation:
            found.add(Reach.OWN_BODY)
    elif actor.party in counterparts:
        found.add(Reach.COUNTERPART)
    if not counterparts:
        found.add(Reach.ONE_SIDED)
    return frozenset(found)


def may(
    table: Table[StateT, ActT], state: StateT | str, act: ActT | str, office: Office | str, stands: frozenset[Reach]
) -> bool:
    """Tell whether a table allows an act to an office that stands so to the thing."""
    return any((move.state, move.act, move.office) == (state, act, office) and move.reach in stands for move in table)


def allowed(
    table: Table[StateT, ActT], state: StateT | str, office: Office | str, stands: frozenset[Reach]
) -> tuple[ActT, ...]:
    """Return the acts that a table allows to an office that stands so to the thing, in the table's order."""
    return tuple(
        dict.fromkeys(
            move.act for move in table if (move.state, move.office) == (state, office) and move.reach in stands
        )
    )


def require(
    table: Table[StateT, ActT],
    words: Mapping[StrEnum, Wording],
    state: StateT,
    act: ActT,
    actor: Actor,
    stands: frozenset[Reach],
) -> None:
    """Refuse ``not-allowed`` unless the table allows an act; the sentence says who may."""
    if may(table, state, act, actor.office, stands):
        return
    is_, do = words[state], words[act]
    by = dict.fromkeys(OFFICES[move.office] for move in table if (move.state, move.act) == (state, act))
    if not by:
        raise Refusal(
            "not-allowed",
            zh=f"当前状态为“{is_.zh}”，不能{do.zh}。请刷新页面查看可办理的操作。",
            en=f"It is {is_.en}; nobody can {do.en} it now. Reload the page to see what can be done.",
        )
    zh, en = "、".join(word.zh for word in by), ", ".join(word.en for word in by)
    raise Refusal(
        "not-allowed",
        zh=f"当前状态为“{is_.zh}”，您不能{do.zh}；请由有权限的{zh}办理。",
        en=f"It is {is_.en}; you cannot {do.en} it. This is done by the {en} in charge.",
    )


def require_reason(words: Mapping[StrEnum, Wording], act: StrEnum, reason: str) -> str:
    """Return the reason without outer blanks; refuse ``reason-missing`` when there is none."""
    if not reason.strip():
        do = words[act]
        raise Refusal(
            "reason-missing",
            zh=f"{do.zh}须说明理由，请填写后再提交。",
            en=f"To {do.en} needs a reason; write it and submit again.",
            field="reason",
        )
    return reason.strip()
