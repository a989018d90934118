"""Takes a table, open proposals and questions; gives every wait that follows, as columns with their meaning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from xietong import fulfilling
from xietong.fulfilling import (
    AskedColumns,
    Body,
    ExpectedColumns,
    Question,
    Situation,
    Unsigned,
    Wait,
    WaitColumns,
    WaitKind,
)
from xietong.fulfilling.calendar import Flags, Ints
from xietong.fulfilling.columns import day_column
from xietong_web.fulfilling.waiting.table import Table


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """What the waits of one kind are about: the item's place (−1: none) and a name, by the wait's ``subject``."""

    item: Ints
    name: Callable[[int], str]


@dataclass(frozen=True, slots=True, eq=False)
class Waits:
    """A plan's waits on a day, as columns, and what the columns' places mean; from the ``reports``, the items ``done``
    and the waits for reports the next ones follow, and from the ``beside``."""

    day: date
    items: Sequence[str]
    parties: Sequence[str]
    bodies: Sequence[str]
    columns: WaitColumns
    subjects: dict[WaitKind, Subjects]
    reports: tuple[ExpectedColumns, Flags, WaitColumns]
    beside: "Sequence[_Beside]"

    def body(self, party: int, body: int) -> Body:
        """Return who stands at a place."""
        return Body(self.parties[party], "" if body < 0 else self.bodies[body])

    def value(self, at: int) -> Wait:
        """Return one wait as the engine's value."""
        columns = self.columns
        kind, subject = fulfilling.WAIT_KINDS[columns.kind[at]], int(columns.subject[at])
        about = self.subjects[kind]
        item = int(about.item[subject])
        uid = "" if item < 0 else self.items[item]
        return Wait(
            kind,
            self.body(columns.waiting_party[at], columns.waiting_body[at]),
            self.body(columns.on_party[at], columns.on_body[at]),
            about.name(subject),
            uid,
            columns.since[at].item(),
            int(columns.workdays[at]),
            Decimal(str(columns.weight[at])),
        )

    def of(self, columns: WaitColumns) -> "Waits":
        """Return the same with other columns: a choice of the waits."""
        return replace(self, columns=columns)


def derive(
    rows: Table,
    asked: Sequence[Question],
    open_: Sequence[Unsigned],
    before: Waits | None = None,
    written: Ints | None = None,
) -> Waits:
    """Return the waits of a plan on the table's day.

    ``before`` are those of an earlier moment of that day, since which the reports at the places ``written`` have been
    written over or have come: then only what these change is derived anew.
    """
    done, handed = rows.done(), rows.handed()
    expected, reports = _of_reports(rows, done, before, np.zeros(0, dtype=np.int64) if written is None else written)
    known: Sequence[_Beside | None] = before.beside if before else (None, None, None)
    beside = [
        _follow(known[0], (done,), rows.day, lambda: _predecessors(rows, done)),
        _follow(known[1], (open_,), rows.day, lambda: _signatures(rows, open_)),
        _follow(known[2], (asked, handed), rows.day, lambda: _answers(rows, asked)),
    ]
    item, period, items = rows.reports.item, rows.reports.period, rows.items
    about = Subjects(item, lambda at: f"{items[item[at]]}/{period[at]}")
    subjects = dict.fromkeys((WaitKind.REPORT, WaitKind.REVIEW, WaitKind.CONFIRMATION), about)
    subjects |= {each.kind: each.subjects for each in beside}
    columns = fulfilling.together([reports, *(each.columns for each in beside)])
    return Waits(rows.day, items, rows.parties, rows.bodies, columns, subjects, (expected, done, reports), beside)


@dataclass(frozen=True, slots=True, eq=False)
class _Beside:
    """The waits of a kind that follow from something else than reports: ``of`` which values they were derived."""

    of: tuple[object, ...]
    kind: WaitKind
    columns: WaitColumns
    subjects: Subjects


def _follow(known: _Beside | None, of: tuple[object, ...], day: date, make: "Callable[[], Found]") -> _Beside:
    """Return the waits known where they were derived of the very same, else derive them."""
    if known and all(one is other for one, other in zip(known.of, of, strict=True)):
        return known
    kind, asked, subjects = make()
    return _Beside(of, kind, fulfilling.asked_waits(kind, asked, today=day, calendar=fulfilling.china()), subjects)


def _of_reports(rows: Table, done: Flags, before: Waits | None, written: Ints) -> tuple[ExpectedColumns, WaitColumns]:
    """Return the reports asked for and their waits; one is spared also because its item or duty has been confirmed in
    full."""
    day, calendar = rows.day, fulfilling.china()
    if before is None:
        expected = rows.expected(done)
        return expected, fulfilling.report_waits(expected, today=day, calendar=calendar)
    was, done_before, waits = before.reports
    if done is done_before:
        expected, changed = rows.expected_again(done, was, written), np.unique(written)
    else:
        expected = rows.expected(done)
        changed = np.union1d(np.flatnonzero(expected.state[: len(was.state)] != was.state), written).astype(np.int64)
    return expected, fulfilling.report_waits(expected, today=day, calendar=calendar, before=waits, changed=changed)


Found = tuple[WaitKind, AskedColumns, Subjects]


def _predecessors(rows: Table, done: Flags) -> Found:
    columns, link = rows.blocked(done)
    before, after, items = rows.chains.before[link], rows.chains.after[link], rows.items
    return WaitKind.PREDECESSOR, columns, Subjects(after, lambda at: f"{items[before[at]]}→{items[after[at]]}")


def _signatures(rows: Table, open_: Sequence[Unsigned]) -> Found:
    """Few at any time: the engine's own rule says who waits, then they are columns like all others."""
    values = fulfilling.waits(Situation(unsigned=open_), today=rows.day, calendar=fulfilling.china())
    ends = [_ends(rows, wait.waiting, wait.on, "") for wait in values]
    columns, item = _columns(rows, ends, [wait.since for wait in values])
    return WaitKind.SIGNATURE, columns, Subjects(item, lambda at: values[at].subject)


def _answers(rows: Table, asked: Sequence[Question]) -> Found:
    handed, duty = rows.handed()
    duties, items, parties, bodies = rows.duties, rows.items, rows.parties, rows.bodies
    placed = [(_ends(rows, each.asked_by, each.asked_of, each.item), each) for each in asked]
    known = [(ends, each) for ends, each in placed if -1 not in (ends[0], ends[2])]
    put, item = _columns(rows, [ends for ends, _ in known], [each.since for _, each in known])

    def name(at: int) -> str:
        if at >= len(duty):
            return known[at - len(duty)][1].uid
        row = duty[at]
        body = f"{parties[duties.party[row]]}/{bodies[duties.body[row]]}"
        return f"duty/{items[duties.item[row]]}/{body}/{duties.version[row]}"

    both = AskedColumns(
        *(np.concatenate([getattr(handed, field), getattr(put, field)]) for field in AskedColumns.__slots__)
    )
    return WaitKind.ANSWER, both, Subjects(np.concatenate([duties.item[duty], item]), name)


Ends = tuple[int, int, int, int, int]


def _ends(rows: Table, waiting: Body, on: Body, item: str) -> Ends:
    """Return the places of two bodies and an item; −1 for what the plan does not know."""
    places = rows.places
    pairs = [(places.party_of_code.get(b.party, -1), rows.body_of_code.get(b.organisation, -1)) for b in (waiting, on)]
    return (*pairs[0], *pairs[1], places.item_of_uid.get(item, -1))


def _columns(rows: Table, ends: Sequence[Ends], since: Sequence[date]) -> tuple[AskedColumns, Ints]:
    spots = np.array(ends, dtype=np.int64).reshape(-1, 5)
    item = spots[:, 4].copy()
    weight = np.ones(len(spots))
    weight[item >= 0] = rows.weight[item[item >= 0]]
    waiting_party, waiting_body, on_party, on_body = spots[:, :4].T.copy()
    return AskedColumns(waiting_party, waiting_body, on_party, on_body, day_column(since), weight), item
