"""Takes the open reports of a whole plan as columns; gives its waits as columns and the board: the rules of ``waits``.

For plans too large for values: a hundred thousand reports become waits and a matrix in some tens of milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from xietong.fulfilling.calendar import Calendar, Days, Flags, Ints
from xietong.fulfilling.columns import day_column
from xietong.fulfilling.progress import Floats
from xietong.fulfilling.reports import ReportState
from xietong.fulfilling.waits import WaitKind

WAIT_KINDS: tuple[WaitKind, ...] = tuple(WaitKind)
REPORT_STATES: tuple[ReportState | None, ...] = (None, *ReportState)


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedColumns:
    """Reports asked for, as ``Expected`` has them: indices of party and body, days, places in ``REPORT_STATES``.

    ``counterparts`` and ``confirmations`` have a row per report and a column per party. ``weight`` is the item's.
    """

    party: Ints
    body: Ints
    due: Days
    state: Ints
    since: Days
    counterparts: Flags
    confirmations: Flags
    weight: Floats


@dataclass(frozen=True, slots=True, eq=False)
class WaitColumns:
    """Waits as columns: places in ``WAIT_KINDS``, who waits and on whom (indices; body −1 is the party itself).

    ``subject`` is the index of the report, or of what else is waited for among its kind; ``workdays`` how long.
    """

    kind: Ints
    waiting_party: Ints
    waiting_body: Ints
    on_party: Ints
    on_body: Ints
    subject: Ints
    workdays: Ints
    weight: Floats
    since: Days


def report_waits(
    reports: ExpectedColumns,
    *,
    today: date,
    calendar: Calendar,
    before: WaitColumns | None = None,
    changed: Ints | None = None,
) -> WaitColumns:
    """Return every wait that follows from reports on a day, in the order of the reports.

    ``before`` are the waits of that day before the reports at the places ``changed`` (in order) changed or came, and no
    others: then it costs no more than putting rows in.
    """
    if before is None or changed is None:
        return _report_waits(reports, today, calendar)
    part = ExpectedColumns(*(getattr(reports, name)[changed] for name in ExpectedColumns.__slots__))
    fresh = _report_waits(part, today, calendar)
    # Both stand in the order of the reports: those of one report follow each other.
    place = np.arange(len(changed))
    old = [
        *zip(np.searchsorted(before.subject, changed), np.searchsorted(before.subject, changed, "right"), strict=True)
    ]
    new = [*zip(np.searchsorted(fresh.subject, place), np.searchsorted(fresh.subject, place, "right"), strict=True)]
    columns = {name: _put_in(getattr(before, name), getattr(fresh, name), old, new) for name in _NAMES}
    return WaitColumns(**{**columns, "subject": _put_in(before.subject, changed[fresh.subject], old, new)})


Spans = Sequence[tuple[int, int]]


def _put_in(column: Any, fresh: Any, old: Spans, new: Spans) -> Any:
    """Return a column in which spans are those of another in place of the ``old`` ones."""
    pieces, done = [], 0
    for (begin, end), (first, last) in zip(old, new, strict=True):
        pieces += [column[done:begin], fresh[first:last]]
        done = end
    return np.concatenate([*pieces, column[done:]])


def _report_waits(reports: ExpectedColumns, today: date, calendar: Calendar) -> WaitColumns:
    edge = np.datetime64(today, "D")
    since = np.where(np.isnat(reports.since), reports.due, reports.since)
    place = {state: number for number, state in enumerate(REPORT_STATES)}
    submitted, passed = reports.state == place[ReportState.SUBMITTED], reports.state == place[ReportState.PASSED]
    late = (reports.due < edge) & ~passed & (reports.state != place[ReportState.CONFIRMED])
    due, own = reports.due, reports.party
    parts = [
        _part(WaitKind.REPORT, np.flatnonzero(late & ~submitted), own, None, own, reports.body, due),
        _part(WaitKind.REVIEW, np.flatnonzero(submitted), own, reports.body, own, None, since),
    ]
    alone = passed & ~reports.counterparts.any(axis=1)
    for party in range(reports.counterparts.shape[1]):
        asked, column = reports.counterparts[:, party], np.full(len(own), party)
        parts.append(_part(WaitKind.REPORT, np.flatnonzero(late & asked), column, None, own, reports.body, due))
        answers = (passed & asked) | (alone & (own == party))
        open_ = np.flatnonzero(answers & ~reports.confirmations[:, party])
        parts.append(_part(WaitKind.CONFIRMATION, open_, own, reports.body, column, None, since))
    table, days = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    order = np.argsort(table[:, -1], kind="stable")
    return _counted(table[order], days[order], reports.weight, today, calendar)


def _counted(table: Ints, days: Days, weights: Floats, today: date, calendar: Calendar) -> WaitColumns:
    """Count the working days of rows (kind, who, whom, subject) and leave out what only begins after today."""
    begun = days <= np.datetime64(today, "D")
    table, days = table[begun], days[begun]
    workdays = calendar.through(day_column([today]))[0] - calendar.through(days)
    kind, waiting_party, waiting_body, on_party, on_body, subject = table.T.copy()
    return WaitColumns(kind, waiting_party, waiting_body, on_party, on_body, subject, workdays, weights[subject], days)


@dataclass(frozen=True, slots=True, eq=False)
class AskedColumns:
    """What one kind of thing makes wait: who waits and on whom (indices; body −1 is the party itself), since when."""

    waiting_party: Ints
    waiting_body: Ints
    on_party: Ints
    on_body: Ints
    since: Days
    weight: Floats


def asked_waits(kind: WaitKind, asked: AskedColumns, *, today: date, calendar: Calendar) -> WaitColumns:
    """Return the waits that rows of one kind are: signatures, predecessors, questions. The subject is the row."""
    count = len(asked.since)
    ends = (asked.waiting_party, asked.waiting_body, asked.on_party, asked.on_body)
    table = np.stack((np.full(count, WAIT_KINDS.index(kind)), *ends, np.arange(count)), axis=1).astype(np.int64)
    return _counted(table, asked.since, asked.weight, today, calendar)


def together(parts: Sequence[WaitColumns]) -> WaitColumns:
    """Return the waits of several kinds as one set of columns."""
    return WaitColumns(*(np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES))


def chosen(waits: WaitColumns, rows: Ints | Flags) -> WaitColumns:
    """Return some of the waits, by a mask or in the order of indices."""
    return WaitColumns(*(getattr(waits, name)[rows] for name in _NAMES))


def seen_by(waits: WaitColumns, party: int) -> WaitColumns:
    """Return the waits that a party may see, as ``visible`` does: not what is inside another party's house."""
    return chosen(waits, (waits.waiting_party != waits.on_party) | (waits.on_party == party))


def longest(waits: WaitColumns, most: int) -> Ints:
    """Return the indices of the ``most`` longest waits, of equals the heaviest first, then as they stand."""
    count = len(waits.workdays)
    if count > 2 * most > 0:
        # Most waits of a plan are as old as each other (one reporting day): look at the boundary before sorting.
        edge = np.partition(waits.workdays, count - most)[count - most]
        sure, even = np.flatnonzero(waits.workdays > edge), np.flatnonzero(waits.workdays == edge)
        left = most - len(sure)
        weight = np.partition(-waits.weight[even], left - 1)[left - 1]
        heavier = even[-waits.weight[even] < weight]
        equal = even[-waits.weight[even] == weight]
        rows = np.concatenate((sure, heavier, equal[: left - len(heavier)]))
    else:
        rows = np.arange(count)
    order = np.lexsort((rows, -waits.weight[rows], -waits.workdays[rows]))
    found: Ints = rows[order][:most]
    return found


def _part(
    kind: WaitKind,
    rows: Ints,
    waiting_party: Ints,
    waiting_body: Ints | None,
    on_party: Ints,
    on_body: Ints | None,
    since: Days,
) -> tuple[Ints, Days]:
    nobody = np.full(len(rows), -1)
    columns = (
        np.full(len(rows), WAIT_KINDS.index(kind)),
        waiting_party[rows],
        nobody if waiting_body is None else waiting_body[rows],
        on_party[rows],
        nobody if on_body is None else on_body[rows],
        rows,
    )
    return np.stack(columns, axis=1), since[rows]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The board by parties: square arrays, row waits for column. ``burden`` is the sum of weight × working days."""

    parties: Sequence[str]
    count: Ints
    longest: Ints
    workdays: Ints
    burden: Floats


def matrix(waits: WaitColumns, parties: Sequence[str]) -> Matrix:
    """Return the board by parties of waits as columns."""
    width = len(parties)
    key, size = waits.waiting_party * width + waits.on_party, width * width
    longest = np.zeros(size, dtype=np.int64)
    np.maximum.at(longest, key, waits.workdays)
    days = np.bincount(key, weights=waits.workdays, minlength=size).astype(np.int64)
    burden: Floats = np.bincount(key, weights=waits.weight * waits.workdays, minlength=size).astype(np.float64)
    square = (width, width)
    count = np.bincount(key, minlength=size)
    return Matrix(parties, count.reshape(square), longest.reshape(square), days.reshape(square), burden.reshape(square))


@dataclass(frozen=True, slots=True)
class BodyCell:
    """One field of the board by organisations: indices of the bodies (−1: the party), as ``Cell`` has it."""

    waiting: int
    on: int
    count: int
    longest: int
    workdays: int
    burden: float


def body_cells(waits: WaitColumns, most: int) -> tuple[BodyCell, ...]:
    """Return the ``most`` heaviest fields of the board by organisations; meant for the waits between two parties."""
    if not len(waits.workdays):
        return ()
    width = int(max(waits.waiting_body.max(), waits.on_body.max())) + 2
    keys, at = np.unique((waits.waiting_body + 1) * width + waits.on_body + 1, return_inverse=True)
    top = np.zeros(len(keys), dtype=np.int64)
    np.maximum.at(top, at, waits.workdays)
    days = np.bincount(at, weights=waits.workdays).astype(np.int64)
    burden = np.bincount(at, weights=waits.weight * waits.workdays)
    count = np.bincount(at)
    order = np.lexsort((keys, -count, -burden))[:most].tolist()
    return tuple(
        BodyCell(
            int(keys[k] // width) - 1, int(keys[k] % width) - 1, int(count[k]), int(top[k]), int(days[k]),
            float(burden[k]),
        )
        for k in order
    )  # fmt: skip


_NAMES = WaitColumns.__slots__
