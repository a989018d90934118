"""Takes a day; gives whether China works on it, and distances in working days (DOMAIN.md, rule 7).

Days off and make-up workdays are those that the State Council's General Office publishes each autumn for the next
year, as carried by the package ``chinesecalendar``. For a year it does not know, the weekday rule (Monday to Friday)
stands in, and every answer for such a year says that it is not yet published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import chinese_calendar
import numpy as np
from numpy.typing import NDArray

from xietong.basics import FIRST_DAY, LAST_DAY, Refusal, Wording

DAY = "datetime64[D]"
Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Workday:
    """What the calendar says of a day. ``published`` is false where only the weekday rule stands behind ``works``.

    ``name`` is the holiday that gives the day off, or that the day is worked in exchange for.
    """

    day: date
    works: bool
    published: bool
    name: Wording | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Working days between 1980 and 2120, precomputed: every question is a look-up, for one day or for a column.

    ``works[i]`` tells of the day ``i`` days after the first; ``rank[i]`` is the number of working days before it (one
    longer than ``works``); ``ordinals[k]`` is the number of days from the first day to the ``k``-th working day. Make
    one with ``china()``. Columns of days are ``datetime64[D]`` arrays; ``NaT`` is not accepted in them.
    """

    works: Flags
    rank: Ints
    ordinals: Ints
    published: frozenset[int]
    names: MappingProxyType[date, Wording]

    def look(self, day: date) -> Workday:
        """Tell everything known of a day. Raises Refusal ``date-out-of-range`` outside 1980–2120."""
        return Workday(day, bool(self.works[_offset(day)]), day.year in self.published, self.names.get(day))

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked. Raises Refusal ``date-out-of-range`` outside 1980–2120."""
        return bool(self.works[_offset(day)])

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative when ``end`` comes first.

        Distances add up: from a to b and from b to c make from a to c. Raises Refusal ``date-out-of-range``.

        >>> china().workdays_between(date(2025, 9, 30), date(2025, 10, 11))  # National Day; Saturday 11th is made up
        3
        """
        return int(self.rank[_offset(end) + 1] - self.rank[_offset(start) + 1])

    def add_workdays(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a day, before it when negative; the day itself for 0.

        Raises Refusal ``date-out-of-range`` when either end leaves 1980–2120.

        >>> china().add_workdays(date(2025, 9, 30), 1)
        datetime.date(2025, 10, 9)
        """
        offset = _offset(day)
        if count == 0:
            return day
        index = int(self.rank[offset + 1]) + count - 1 if count > 0 else int(self.rank[offset]) + count
        if not 0 <= index < len(self.ordinals):
            raise _out_of_range(day)
        return FIRST_DAY + timedelta(days=int(self.ordinals[index]))

    def first_workday(self, day: date) -> date:
        """Return the day itself when it is worked, else the next working day."""
        return self.first_of(int(self.rank[_offset(day)]))

    def last_workday(self, day: date) -> date:
        """Return the day itself when it is worked, else the working day before it."""
        return self.first_of(int(self.rank[_offset(day) + 1]) - 1)

    def first_of(self, index: int) -> date:
        """Return the working day with an index (the number of working days before it since 1980)."""
        if not 0 <= index < len(self.ordinals):
            raise _out_of_range(LAST_DAY)
        return FIRST_DAY + timedelta(days=int(self.ordinals[index]))

    def before(self, days: Days) -> Ints:
        """Return for each day of a column how many working days since 1980 stand before it: its working-day index.

        Raises Refusal ``date-out-of-range`` if any day lies outside 1980–2120.
        """
        return self.rank[_offsets(days)]

    def through(self, days: Days) -> Ints:
        """Return for each day of a column how many working days since 1980 stand before it or on it."""
        return self.rank[_offsets(days) + 1]

    def days_at(self, indices: Ints) -> Days:
        """Return the working days with the given indices, as a ``datetime64[D]`` column; beyond 2120 the last one."""
        days: Days = np.datetime64(FIRST_DAY, "D") + self.ordinals[np.clip(indices, 0, len(self.ordinals) - 1)]
        return days

    def with_published(self, year: int, off: Iterable[date], worked: Iterable[date]) -> "Calendar":
        """Return a calendar that also knows a year's published days off and make-up workdays.

        For the weeks between the publication and the next release of the package, and for local arrangements. Raises
        ValueError when a day does not lie in the year.
        """
        works = self.works.copy()
        works[_offset(date(year, 1, 1)) : _offset(date(year, 12, 31)) + 1] = _weekdays(year)
        for days, value in ((off, False), (worked, True)):
            for day in days:
                if day.year != year:
                    raise ValueError(f"{day} does not lie in {year}")
                works[_offset(day)] = value
        names = MappingProxyType({day: name for day, name in self.names.items() if day.year != year})
        return _calendar(works, self.published | {year}, names)


@lru_cache(maxsize=1)
def china() -> Calendar:
    """Return the calendar of China as published; built once (about 10 ms)."""
    works = np.concatenate([_weekdays(year) for year in range(FIRST_DAY.year, LAST_DAY.year + 1)])
    chinese = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    names = {}
    for days, value in ((chinese_calendar.holidays, False), (chinese_calendar.workdays, True)):
        for day, english in days.items():
            works[_offset(day)] = value
            names[day] = Wording(zh=chinese[english], en=english)
    # A year counts as published when its National Day is: the list of a year comes whole.
    years = frozenset(day.year for day in chinese_calendar.holidays if day.month == 10)
    return _calendar(works, years, MappingProxyType(names))


def _calendar(works: Flags, published: frozenset[int], names: MappingProxyType[date, Wording]) -> Calendar:
    rank = np.zeros(len(works) + 1, dtype=np.int64)
    np.cumsum(works, out=rank[1:])
    ordinals = np.flatnonzero(works)
    for column in (works, rank, ordinals):
        column.flags.writeable = False
    return Calendar(works, rank, ordinals, published, names)


def working_days(count: int) -> Wording:
    """Return a number of working days as people say it.

    >>> working_days(1).en, working_days(3).zh
    ('1 working day', '3 个工作日')
    """
    return Wording(f"{count} 个工作日", f"{count} working day{'' if count == 1 else 's'}")


def _weekdays(year: int) -> Flags:
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype=DAY)
    return np.is_busday(days)


def _offset(day: date) -> int:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _out_of_range(day)
    return (day - FIRST_DAY).days


def _offsets(days: Days) -> Ints:
    offsets: Ints = days.astype(DAY).astype(np.int64) - (FIRST_DAY - _EPOCH).days
    if len(offsets) and (int(offsets.min()) < 0 or int(offsets.max()) > (LAST_DAY - FIRST_DAY).days):
        raise _out_of_range(days[(offsets < 0) | (offsets > (LAST_DAY - FIRST_DAY).days)][0])
    return offsets


def in_range(days: Days) -> Flags:
    """Tell for each day of a column whether the calendar covers it; ``NaT`` is not covered."""
    covered: Flags = (days >= np.datetime64(FIRST_DAY, "D")) & (days <= np.datetime64(LAST_DAY, "D"))
    return covered


def _out_of_range(day: object) -> Refusal:
    return Refusal(
        "date-out-of-range",
        zh=f"日期 {day} 超出工作日历的范围（{FIRST_DAY.year}—{LAST_DAY.year} 年），请核对日期。",
        en=f"The date {day} lies outside the working calendar ({FIRST_DAY.year}–{LAST_DAY.year}); check the date.",
    )
