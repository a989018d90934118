"""Takes the open reports of a whole plan as columns; gives its waits as columns and the board: the rules of ``waits``.

For plans too large for values: a hundred thousand reports become waits and a matrix in some tens of milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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

    ``report`` is the index of the report, ``workdays`` how long.
    """

    kind: Ints
    waiting_party: Ints
    waiting_body: Ints
    on_party: Ints
    on_body: Ints
    report: Ints
    workdays: Ints
    weight: Floats


def report_waits(reports: ExpectedColumns, *, today: date, calendar: Calendar) -> WaitColumns:
    """Return every wait that follows from reports on a day."""
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
    begun = days <= edge
    table, days = table[begun], days[begun]
    workdays = calendar.through(day_column([today]))[0] - calendar.through(days)
    kind, waiting_party, waiting_body, on_party, on_body, report = table.T.copy()
    weight = reports.weight[report]
    return WaitColumns(kind, waiting_party, waiting_body, on_party, on_body, report, workdays, weight)


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
