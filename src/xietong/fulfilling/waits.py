"""Takes the state of reports, proposals, dependencies and questions; gives who waits for whom, for what, since when.

Waits are derived, never typed in. What a party does inside its own house (drafts, submitted and returned reports) shows
to the others only as a report that is due: each side owns its kitchen (DOMAIN.md, rule 4).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from xietong import endorsing
from xietong.basics import Wording
from xietong.fulfilling.calendar import Calendar, working_days
from xietong.fulfilling.columns import day_column
from xietong.fulfilling.progress import DutyKey
from xietong.fulfilling.reports import Report, ReportState


class WaitKind(StrEnum):
    """What is waited for."""

    REPORT = "report"
    REVIEW = "review"
    CONFIRMATION = "confirmation"
    SIGNATURE = "signature"
    PREDECESSOR = "predecessor"
    ANSWER = "answer"


WAIT_WORDS: Mapping[WaitKind, Wording] = {
    WaitKind.REPORT: Wording(zh="等待填报", en="report due"),
    WaitKind.REVIEW: Wording(zh="等待审核", en="review due"),
    WaitKind.CONFIRMATION: Wording(zh="等待互认", en="confirmation due"),
    WaitKind.SIGNATURE: Wording(zh="等待会签", en="signature due"),
    WaitKind.PREDECESSOR: Wording(zh="等待前置事项完成", en="predecessor unfinished"),
    WaitKind.ANSWER: Wording(zh="等待答复", en="answer due"),
}


class Body(NamedTuple):
    """An organisation of a party, or with an empty ``organisation`` the party itself (its joint office)."""

    party: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """A report that a plan's rhythm asks for. ``state`` is ``None`` while none is begun; ``since`` is the day on which
    the report reached its state; ``counterparts`` have to confirm, ``confirmations`` have."""

    duty: DutyKey
    period: str
    due: date
    counterparts: tuple[str, ...] = ()
    state: ReportState | None = None
    since: date | None = None
    confirmations: tuple[str, ...] = ()


def expected_report(report: Report, due: date) -> Expected:
    """Return what a report's values mean for waiting."""
    since = report.history[-1].at.date() if report.history else None
    return Expected(
        report.duty, report.period.code, due, report.counterparts, report.state, since, report.confirmations
    )


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A proposal open for signature since a day."""

    proposal: endorsing.Proposal
    opened: date


@dataclass(frozen=True, slots=True)
class Blocked:
    """An item that should have begun on ``since`` but waits for an unfinished one; both with their lead duties."""

    before: str
    after: str
    since: date
    before_leads: tuple[DutyKey, ...]
    after_leads: tuple[DutyKey, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A request, a decision, an objection or an extension that one body put to another and that is unanswered."""

    uid: str
    asked_by: Body
    asked_of: Body
    since: date
    item: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything from which waits follow; ``weights`` maps items to their weight (1 where missing)."""

    expected: Sequence[Expected] = ()
    unsigned: Sequence[Unsigned] = ()
    blocked: Sequence[Blocked] = ()
    questions: Sequence[Question] = ()
    weights: Mapping[str, Decimal] = field(default_factory=dict)


class Wait(NamedTuple):
    """A body waits for another. ``subject`` names the thing (item/period, proposal, predecessor, question).

    ``since`` is the day from which it waits, ``workdays`` how many working days that is. A tuple, not a dataclass: a
    board has a hundred thousand of them.
    """

    kind: WaitKind
    waiting: Body
    on: Body
    subject: str
    item: str
    since: date
    workdays: int
    weight: Decimal


_Open = tuple[WaitKind, Body, Body, str, str, date]
_NOT_PASSED = frozenset({None, ReportState.DRAFT, ReportState.RETURNED, ReportState.SUBMITTED})


def waits(situation: Situation, *, today: date, calendar: Calendar) -> tuple[Wait, ...]:
    """Return every wait of a situation on a day, the longest first; what began only today counts 0 working days."""
    found = [
        *(one for entry in situation.expected for one in _of_report(entry, today)),
        *(one for entry in situation.unsigned for one in _of_proposal(entry)),
        *(one for entry in situation.blocked for one in _of_predecessor(entry)),
        *(
            (WaitKind.ANSWER, entry.asked_by, entry.asked_of, entry.uid, entry.item, entry.since)
            for entry in situation.questions
        ),
    ]
    found = [entry for entry in found if entry[5] <= today]
    until = int(calendar.through(day_column([today]))[0])
    days = (until - calendar.through(day_column(entry[5] for entry in found))).tolist()
    one = Decimal(1)
    weights = [situation.weights.get(entry[4], one) for entry in found]
    # The longest first, of equals the heaviest, then as they stand in the situation.
    order = sorted(range(len(found)), key=lambda at: (-days[at], -weights[at]))
    return tuple(Wait(*found[at], workdays=days[at], weight=weights[at]) for at in order)


def _of_report(entry: Expected, today: date) -> Iterator[_Open]:
    party, body = Body(entry.duty.party), Body(entry.duty.party, entry.duty.organisation)
    subject, item = f"{entry.duty.item}/{entry.period}", entry.duty.item
    if entry.state in _NOT_PASSED and entry.due < today:
        for counterpart in entry.counterparts:
            yield WaitKind.REPORT, Body(counterpart), body, subject, item, entry.due
        if entry.state is not ReportState.SUBMITTED:
            yield WaitKind.REPORT, party, body, subject, item, entry.due
    since = entry.since or entry.due
    if entry.state is ReportState.SUBMITTED:
        yield WaitKind.REVIEW, body, party, subject, item, since
    if entry.state is ReportState.PASSED:
        for counterpart in entry.counterparts or (entry.duty.party,):
            if counterpart not in entry.confirmations:
                yield WaitKind.CONFIRMATION, body, Body(counterpart), subject, item, since


def _of_proposal(entry: Unsigned) -> Iterator[_Open]:
    proposal = entry.proposal
    if proposal.state is not endorsing.State.OPEN:
        return
    for missing in proposal.missing:
        others = [party for party in (proposal.party, *proposal.assents) if party != missing]
        for waiting in others[:1]:
            yield WaitKind.SIGNATURE, Body(waiting), Body(missing), proposal.uid, "", entry.opened


def _of_predecessor(entry: Blocked) -> Iterator[_Open]:
    subject = f"{entry.before}→{entry.after}"
    for waiting in entry.after_leads:
        for on in entry.before_leads:
            bodies = Body(waiting.party, waiting.organisation), Body(on.party, on.organisation)
            yield WaitKind.PREDECESSOR, *bodies, subject, entry.after, entry.since


def visible(found: Iterable[Wait], party: str) -> tuple[Wait, ...]:
    """Return the waits that a party may see: its own, and those between other parties; not what is inside another."""
    return tuple(wait for wait in found if wait.waiting.party != wait.on.party or wait.on.party == party)


def for_me(found: Iterable[Wait], body: Body) -> tuple[Wait, ...]:
    """Return what others wait for from a body: for its party's joint office (no organisation) only what is asked of the
    party itself, for an organisation what is asked of it."""
    return tuple(wait for wait in found if wait.on == body)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the board: how many waits of the row's body on the column's, their longest and total working days.

    ``burden`` is the sum of weight × working days.
    """

    waiting: Body
    on: Body
    count: int
    longest: int
    workdays: int
    burden: Decimal


class Grain(StrEnum):
    """What the rows and columns of the board are."""

    PARTY = "party"
    ORGANISATION = "organisation"


def board(found: Iterable[Wait], grain: Grain = Grain.PARTY) -> tuple[Cell, ...]:
    """Return the matrix of waits by parties or organisations, its fields that are not empty, the heaviest first."""
    sums: dict[tuple[Body, Body], list[Wait]] = {}
    for wait in found:
        key = (wait.waiting, wait.on)
        if grain is Grain.PARTY:
            key = (Body(key[0].party), Body(key[1].party))
        sums.setdefault(key, []).append(wait)
    cells = [
        Cell(
            waiting,
            on,
            len(entries),
            max(wait.workdays for wait in entries),
            sum(wait.workdays for wait in entries),
            sum((wait.weight * wait.workdays for wait in entries), Decimal(0)),
        )
        for (waiting, on), entries in sums.items()
    ]
    return tuple(sorted(cells, key=_heaviest))


def _heaviest(cell: Cell) -> tuple[object, ...]:
    return -cell.burden, -cell.count, cell.waiting, cell.on


def digest(
    found: Sequence[Wait],
    *,
    names: Mapping[str, Wording],
    told: Callable[[Wait], tuple[Wording, Wording]],
    now: datetime,
    most: int = 20,
) -> Wording:
    """Return a daily or weekly digest of waits as text in both languages, the ``most`` longest, one line each.

    ``names`` gives the names of parties and organisations by code; a code without a name stays as it is. ``told`` says
    what is waited for, and what the thing is called.
    """
    day = now.date()
    zh = [f"谁在等谁（{day}）：共 {len(found)} 项"]
    en = [f"Who waits for whom ({day}): {len(found)}"]
    for wait in found[:most]:
        codes = [body.organisation or body.party for body in wait[1:3]]
        who, whom = (names.get(code, Wording.same(code)) for code in codes)
        (kind, title), days = told(wait), working_days(wait.workdays)
        zh.append(f"· {who.zh} → {whom.zh}：{kind.zh}，{title.zh}，已等 {days.zh}")
        en.append(f"· {who.en} → {whom.en}: {kind.en}, {title.en}, {days.en}")
    if len(found) > most:
        zh.append(f"……另有 {len(found) - most} 项")
        en.append(f"… and {len(found) - most} more")
    return Wording(zh="\n".join(zh), en="\n".join(en))
