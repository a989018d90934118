"""Gives the values that the grammar of times hands on: a moment as written, and how it is written."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xietong.documents.draft import Recurrence


class Shape(StrEnum):
    """How a moment is written, which decides how its surroundings are judged."""

    YEAR = "year"  # a bare year: 2025年
    PART = "part"  # a month, quarter or the like as the time of something
    DAY = "day"  # a bare day
    LIMIT = "limit"  # 底, 前, 末: plainly a limit
    SINCE = "since"  # 起
    RANGE = "range"
    PLAN = "plan"  # “十四五”期间
    RECURRING = "recurring"
    ONGOING = "ongoing"


class Moment(NamedTuple):
    """A time as written at ``[at, to)``: inclusive days where known; ``year`` is the one written, if any.

    ``month`` is a bare month's number where the year is missing; ``resolve`` turns it into days.
    """

    at: int
    to: int
    shape: Shape
    start: date | None = None
    end: date | None = None
    recurring: Recurrence | None = None
    year: int | None = None
    assumed: bool = False
