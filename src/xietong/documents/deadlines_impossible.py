"""Takes plain text; gives the days in it that no calendar has, so that no part of one is read as a deadline.

2025年13月45日前 is not 2025, and 9999年底前 not the end of this year.
"""

import re
from collections.abc import Iterator
from datetime import date

from xietong.basics import Span

_LAST = 2120  # the last year of the working calendar
_DAY = re.compile(r"(?<![\d.])(?:(\d{4})\ ?年\ ?)?(\d{1,2})\ ?月\ ?(\d{1,2})\ ?[日号]")
_MONTH = re.compile(r"(?<![\d.])\d{4}\ ?年\ ?(?:1[3-9]|[2-9]\d|00?)\ ?月(?:\ ?\d{1,2}\ ?[日号])?")
_YEAR = re.compile(r"(?<![\d.])(\d{4})\ ?年\ ?(?:[底末终]|\d{1,2}\ ?月(?:\ ?\d{1,2}\ ?[日号])?)")


def impossible_days(plain: str) -> tuple[Span, ...]:
    """Return where days, months or years stand that cannot be, in document order."""
    return tuple(sorted({*_days(plain), *_months(plain), *_years(plain)}))


def _days(plain: str) -> Iterator[Span]:
    for found in _DAY.finditer(plain):
        try:
            date(int(found[1] or 2024), int(found[2]), int(found[3]))  # a leap year, where none is written
        except ValueError:
            yield Span(*found.span())


def _months(plain: str) -> Iterator[Span]:
    for found in _MONTH.finditer(plain):
        if found[0][-1] == "月":
            yield Span(*found.span())


def _years(plain: str) -> Iterator[Span]:
    for found in _YEAR.finditer(plain):
        if int(found[1]) > _LAST:
            yield Span(*found.span())
