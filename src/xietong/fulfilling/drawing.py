"""Takes a timetable and a stretch of time; gives ticks and rows in days from the left edge, ready to be drawn.

Nothing here knows pixels: the site multiplies by its own scale, so that one drawing serves the screen, a phone and A3.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from xietong.basics import Period, PeriodKind
from xietong.drafting import Item
from xietong.fulfilling.calendar import Days
from xietong.fulfilling.columns import day_column
from xietong.fulfilling.recurring import occurrences
from xietong.fulfilling.timetable import Timetable


class Zoom(StrEnum):
    """What one tick of the time axis stands for."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Tick:
    """One period on the axis: its left and right edge in days from the drawing's left edge; ``opens_year`` marks the
    first tick of a calendar year."""

    period: Period
    left: int
    right: int
    opens_year: bool


class Row(NamedTuple):
    """One item of the drawing; each ``left``/``right`` is in days from the left edge, ``None`` where a date is missing.

    A tuple, not a dataclass: ten thousand are made for one page. ``agreed_*`` are the first agreed dates, ``None``
    where they are the same. ``points`` are milestones and rounds: (days from the left, uid of the milestone or ``""``).
    """

    uid: str
    depth: int
    left: int | None
    right: int | None
    agreed_left: int | None
    agreed_right: int | None
    slack: int
    critical: bool
    overdue: bool
    is_parent: bool
    points: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timetable between two days (``width`` days): ``today`` is the place of today's line, ``None`` when outside.

    ``links`` join rows by number: (row that must finish, row that waits). ``total`` counts the rows before any limit.
    """

    since: date
    until: date
    width: int
    today: int | None
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    links: tuple[tuple[int, int], ...]
    total: int


def draw(
    table: Timetable,
    *,
    zoom: Zoom = Zoom.QUARTER,
    since: date | None = None,
    until: date | None = None,
    places: Sequence[int] | None = None,
    agreed: tuple[Days, Days] | None = None,
    items: Mapping[str, Item] | None = None,
) -> Drawing:
    """Draw a timetable. The stretch defaults to whole periods around all dates and today.

    ``places`` selects and orders rows by their index (a page of a long plan, one party's items); ``agreed`` holds the
    first agreed starts and due dates as columns like the timetable's; ``items`` gives milestones and rounds by uid.
    """
    since, until = _stretch(table, zoom, since, until)
    chosen = range(len(table.begin)) if places is None else places
    rows = tuple(_rows(table, list(chosen), since, until, agreed, items or {}))
    number = np.full(len(table.begin), -1)
    number[list(chosen)] = np.arange(len(chosen))
    before, after = number[table.links.before], number[table.links.after]
    both = (before >= 0) & (after >= 0)
    links = tuple(zip(before[both].tolist(), after[both].tolist(), strict=True))
    today = (table.today - since).days if since <= table.today <= until else None
    ticks = tuple(ticks_between(since, until, zoom))
    return Drawing(since, until, (until - since).days + 1, today, ticks, rows, links, len(table.begin))


def ticks_between(since: date, until: date, zoom: Zoom) -> Iterator[Tick]:
    """Give the periods of an axis from left to right; the outer ones are cut at the edges."""
    period = Period.containing(since, PeriodKind(zoom.value))
    while period.start <= until:
        left, right = max(period.start, since), min(period.end, until)
        yield Tick(period, (left - since).days, (right - since).days + 1, opens_year=period.ordinal == 1)
        period = period.next()


def _stretch(table: Timetable, zoom: Zoom, since: date | None, until: date | None) -> tuple[date, date]:
    known = np.concatenate((table.start, table.due, day_column([table.today, *table.window])))
    known = known[~np.isnat(known)]
    kind = PeriodKind(zoom.value)
    return (
        since or Period.containing(known.min().item(), kind).start,
        until or Period.containing(known.max().item(), kind).end,
    )


def _rows(
    table: Timetable,
    places: list[int],
    since: date,
    until: date,
    agreed: tuple[Days, Days] | None,
    items: Mapping[str, Item],
) -> Iterator[Row]:
    left, right = _edges(table.start[places], since, 0), _edges(table.due[places], since, 1)
    was_left, was_right = np.full(len(places), None), np.full(len(places), None)
    if agreed is not None:
        was_left, was_right = _edges(agreed[0][places], since, 0), _edges(agreed[1][places], since, 1)
        same = (was_left == left) & (was_right == right)
        was_left[same] = was_right[same] = None
    depth = np.zeros(len(table.begin), dtype=np.int64)
    for tier, members in enumerate(table.tree.tiers):
        depth[members] = tier
    columns = (depth, table.slack, table.critical, table.overdue, table.tree.has_children)
    listed = [column[places].tolist() for column in columns]
    edges = [column.tolist() for column in (left, right, was_left, was_right)]
    for place, a, b, c, d, tier, slack, critical, overdue, parent in zip(places, *edges, *listed, strict=True):
        uid = table.columns.uids[place]
        points = _points(items[uid], since, until) if uid in items else ()
        yield Row(uid, tier, a, b, c, d, slack, critical, overdue, parent, points)


def _edges(days: Days, since: date, extra: int) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return days from the left edge as objects, ``None`` for missing ones; a right edge lies after its day."""
    distance = (days - np.datetime64(since, "D")).astype(np.int64) + extra
    edges = distance.astype(object)
    edges[np.isnat(days)] = None
    return edges


def _points(item: Item, since: date, until: date) -> tuple[tuple[int, str], ...]:
    rounds = [(one.due, "") for one in occurrences(item.recurrence, item.start, item.due, until)]
    days = [*((milestone.due, milestone.uid) for milestone in item.milestones), *rounds]
    return tuple(((day - since).days, uid) for day, uid in sorted(days) if since <= day <= until)


@dataclass(frozen=True, slots=True)
class Drift:
    """How far an item's dates have moved from the first agreed ones; working days, positive for later."""

    uid: str
    agreed_start: date | None
    agreed_due: date | None
    start: date | None
    due: date | None
    start_workdays: int
    due_workdays: int


def drift(table: Timetable, first: Sequence[Item]) -> tuple[Drift, ...]:
    """Compare own dates with the first agreed ones: each item of both whose dates differ, in the timetable's order.

    A date that one of the two lacks counts no working days.
    """
    agreed = {item.uid: item for item in first}
    moved = []
    for uid, start, due in zip(
        table.columns.uids, table.columns.start.tolist(), table.columns.due.tolist(), strict=True
    ):
        was = agreed.get(uid)
        if was is None or (was.start, was.due) == (start, due):
            continue
        by = [
            0 if old is None or new is None else table.calendar.workdays_between(old, new)
            for old, new in ((was.start, start), (was.due, due))
        ]
        moved.append(Drift(uid, was.start, was.due, start, due, by[0], by[1]))
    return tuple(moved)
