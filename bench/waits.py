"""Times waits, their board, lights and notices for a whole plan, in one run.

    python -m bench.waits [--sizes 10000 100000] [--json var/waits.json]

There is no peer for these: the bare baseline counts the same working days one by one with chinese_calendar.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import chinese_calendar
import numpy as np

from bench.printing import print_lines
from bench.timetable import line
from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Body, DutyKey, Expected, LightColumns, LightRules, Matter, ReportState, Situation

TODAY = date(2025, 7, 4)
STATES = (None, ReportState.DRAFT, ReportState.SUBMITTED, ReportState.PASSED, ReportState.CONFIRMED)


def expected(count: int, seed: int = 7) -> list[Expected]:
    """Make reports of two parties and 600 bodies in all states, due over a year."""
    rng = np.random.default_rng(seed)
    due = [TODAY - timedelta(days=int(days)) for days in rng.integers(-60, 365, count)]
    state, body = rng.integers(0, len(STATES), count).tolist(), rng.integers(0, 600, count).tolist()
    return [
        Expected(
            DutyKey(f"i{n}", "ab"[n % 2], f"o{body[n]}"), "2025-Q2", due[n], ("ba"[n % 2],), STATES[state[n]], due[n]
        )
        for n in range(count)
    ]


def day_by_day(entries: list[Expected]) -> list[int]:
    """Count working days since each due date as a loop over days would."""
    found = []
    for entry in entries:
        day, count = entry.due, 0
        while day < TODAY:
            day += timedelta(days=1)
            count += chinese_calendar.is_workday(day)
        found.append(count)
    return found


def lines(sizes: list[int]) -> Iterator[dict]:
    """Give the lines of plans of some sizes: one open report an item."""
    for size in sizes:
        yield from _measure(size, size)


def _measure(reports: int, items: int) -> Iterator[dict]:
    calendar, entries = fulfilling.china(), expected(reports)
    situation = Situation(expected=entries)

    def ours():
        return fulfilling.waits(situation, today=TODAY, calendar=calendar)

    found = ours()
    sample = entries[: max(1, reports // 100)]
    small = Situation(expected=sample)
    yield line(
        "working days waited", len(sample), lambda: fulfilling.waits(small, today=TODAY, calendar=calendar),
        "chinese_calendar, day by day", lambda: day_by_day(sample), 3, "the peer counts days only",
    )  # fmt: skip
    yield line("waits of all reports", reports, ours, None, None, 3, f"{len(found)} waits")
    yield line("board by party", len(found), lambda: fulfilling.board(found), None, None, 3)
    rng = np.random.default_rng(3)
    due = np.datetime64(TODAY) - rng.integers(-60, 365, reports)
    party, nobody = np.arange(reports) % 2, np.zeros((reports, 2), dtype=bool)
    table = fulfilling.ExpectedColumns(
        party, rng.integers(0, 600, reports), due, rng.integers(0, len(fulfilling.REPORT_STATES), reports), due,
        np.eye(2, dtype=bool)[1 - party], nobody, np.ones(reports),
    )  # fmt: skip

    def columns_to_board():
        found = fulfilling.report_waits(table, today=TODAY, calendar=calendar)
        return fulfilling.matrix(found, ("a", "b"))

    yield line("waits and board from columns", reports, columns_to_board, "values, as above", ours, 5)
    start = np.datetime64("2024-01-01") + rng.integers(0, 500, items)
    columns = LightColumns(
        start, start + rng.integers(1, 500, items), rng.integers(0, 101, items).astype(float), rng.random(items) < 0.3,
        rng.integers(0, 3, items), rng.random(items) < 0.1, np.zeros(items, dtype=bool),
    )  # fmt: skip
    yield line("lights of all items", items, lambda: fulfilling.lights(columns, LightRules(), TODAY), None, None, 5)
    matters = [
        Matter(f"m{n}", Wording.same("title"), Body(*entry.duty[1:]), entry.due) for n, entry in enumerate(entries)
    ]
    now = datetime(2025, 7, 4, 10, tzinfo=fulfilling.SHANGHAI)
    first = fulfilling.notices_due(matters, (), fulfilling.Ladder(), now, calendar=calendar)
    sent = {notice.key for notice in first}
    yield line(
        "notices, all already sent", reports,
        lambda: fulfilling.notices_due(matters, sent, fulfilling.Ladder(), now, calendar=calendar), None, None, 3,
        f"{len(first)} sent before",
    )  # fmt: skip


if __name__ == "__main__":
    print_lines(__doc__, lines)
