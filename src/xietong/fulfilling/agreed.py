"""Takes items as columns and their shape; gives them in time as they are agreed, before anything is reckoned from it.

Who moves an item needs no more than this; the timetable reckons earliest and latest days, slack and path on top of it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong.basics import Finding
from xietong.fulfilling import impossible
from xietong.fulfilling.calendar import DAY, Calendar, Days, Ints, in_range
from xietong.fulfilling.columns import NO_DAY, Columns, LinkColumns
from xietong.fulfilling.network import Network
from xietong.fulfilling.shape import Shape
from xietong.fulfilling.tree import Tree, holders, roll_up


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """The items as agreed, one entry per item in each column.

    ``start`` and ``due`` are an item's own or its children's days; ``begin`` is the working-day index at which it is
    agreed to begin (as far as can be told), ``length`` its working days. ``stray`` names dates that had to be left out.
    """

    columns: Columns
    shape: Shape
    calendar: Calendar
    today: date
    window: tuple[date | None, date | None]
    start: Days
    due: Days
    begin: Ints
    length: Ints
    stray: tuple[Finding, ...]

    @property
    def tree(self) -> Tree:
        """The tree of the items."""
        return self.shape.tree

    @property
    def links(self) -> LinkColumns:
        """What waits for what."""
        return self.shape.links

    @property
    def network(self) -> Network:
        """Tree and links as one network."""
        return self.shape.network

    def at(self, uid: str) -> int:
        """Return the index of an item in the columns. Raises KeyError for a uid that is not in the timetable."""
        # A search in C: an index over 100,000 items would cost more than all look-ups of a page.
        try:
            return self.columns.uids.index(uid)
        except ValueError:
            raise KeyError(uid) from None


def as_agreed(
    table: Columns,
    shape: Shape,
    *,
    today: date,
    calendar: Calendar,
    start: date | None = None,
    end: date | None = None,
) -> Agreed:
    """Put items in time as they are agreed; ``start`` and ``end`` are the plan's own."""
    table, stray = _within_calendar(table)
    of = shape.tree
    shown_start, shown_due = roll_up(of, table.start, latest=False), roll_up(of, table.due, latest=True)
    begin, length = _spans(table, of, shape.links, calendar, shown_due, start, today)
    return Agreed(table, shape, calendar, today, (start, end), shown_start, shown_due, begin, length, stray)


def _within_calendar(table: Columns) -> tuple[Columns, tuple[Finding, ...]]:
    stray = [~np.isnat(days) & ~in_range(days) for days in (table.start, table.due)]
    outside = np.flatnonzero(stray[0] | stray[1])
    if not len(outside):
        return table, ()
    kept = [
        np.where(away, NO_DAY, days).astype(DAY) for away, days in zip(stray, (table.start, table.due), strict=True)
    ]
    return Columns(table.uids, table.names, table.parent, *kept), impossible.out_of_range(table, outside)


def _spans(
    table: Columns,
    of: Tree,
    linked: LinkColumns,
    calendar: Calendar,
    shown_due: Days,
    plan_start: date | None,
    today: date,
) -> tuple[Ints, Ints]:
    """Return the working-day index at which each item begins as agreed, and its length in working days."""
    finish, dated = through(calendar, shown_due), ~np.isnat(shown_due)
    given = ~np.isnat(table.start)
    own_start = _before(calendar, table.start)
    known = np.concatenate((own_start[given], finish[dated] - 1))
    if plan_start is not None or not len(known):
        known = np.append(known, calendar.before(np.array([plan_start or today], dtype=DAY)))
    base = int(known.min())
    holder = holders(of, table.start)
    begin = np.where(holder >= 0, own_start[holder], base)
    waited = dated[linked.before]
    reached = np.full(len(begin), base)
    np.maximum.at(reached, linked.after[waited], (finish[linked.before] + linked.lag)[waited])
    implied = np.maximum(begin, np.where(dated, np.minimum(reached, finish), begin))
    begin = np.where(given | of.has_children, begin, implied)
    length = np.where(dated, np.maximum(0, finish - begin), given.astype(np.int64))
    return begin, length


def _before(calendar: Calendar, days: Days) -> Ints:
    return calendar.before(np.where(np.isnat(days), np.datetime64("2000-01-01"), days).astype(DAY))


def through(calendar: Calendar, days: Days) -> Ints:
    """Return the working-day index after each day; what it says of no day means nothing."""
    return calendar.through(np.where(np.isnat(days), np.datetime64("2000-01-01"), days).astype(DAY))
