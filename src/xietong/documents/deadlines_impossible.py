"""Takes plain text; gives the days in it that no calendar has, so that no part of one is read as a deadline.

2025年13月45日前 is not 2025, and 9999年底前 not the end of this year.
"""

import re
from collections.abc import Iterator
from datetime import date

from xietong.basics import LAST_DAY, Span

# A run of digits before 年 or 月, at its first alone: only there can a day, a month or a year begin.
_RUN = re.compile(r"[0-9](?<![0-9.][0-9])[0-9]*+(?= ?[年月])")
_DAY = re.compile(r"(?:(\d{4})\ ?年\ ?)?(\d{1,2})\ ?月\ ?(\d{1,2})\ ?[日号]")
_MONTH = re.compile(r"\d{4}\ ?年\ ?(?:1[3-9]|[2-9]\d|00?)\ ?月(?:\ ?\d{1,2}\ ?[日号])?")
_YEAR = re.compile(r"(\d{4})\ ?年\ ?(?:[底末终]|\d{1,2}\ ?月(?:\ ?\d{1,2}\ ?[日号])?)")


def impossible_days(plain: str) -> tuple[Span, ...]:
    """Return where days, months or years stand that cannot be, in document order."""
    found: set[Span] = set()
    done = 0  # where the last day ended: the month of a day with a year is none of its own
    for run in _RUN.finditer(plain):
        at = run.start()
        day = _DAY.match(plain, at) if at >= done else None
        if day is not None:
            done = day.end()
            if not _is_day(day):
                found.add(Span(at, done))
        if run.end() - at == 4:
            found.update(_month_or_year(plain, at))
    return tuple(sorted(found))


def _is_day(found: re.Match[str]) -> bool:
    try:
        date(int(found[1] or 2024), int(found[2]), int(found[3]))  # a leap year, where none is written
    except ValueError:
        return False
    return True


def _month_or_year(plain: str, at: int) -> Iterator[Span]:
    """Give the month that is none of a year's, and the year behind the calendar's last, that begin at a place."""
    month = _MONTH.match(plain, at)
    if month is not None and month[0][-1] == "月":
        yield Span(*month.span())
    if int(plain[at : at + 4]) > LAST_DAY.year:
        year = _YEAR.match(plain, at)
        if year is not None:
            yield Span(*year.span())
