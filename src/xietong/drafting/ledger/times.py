"""Takes a time as ledgers write it in one cell; gives start, due day and recurrence, or nothing if it says no time."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from xietong.drafting.plan import Recurrence


@dataclass(frozen=True, slots=True)
class Times:
    """What a cell says: inclusive days and how it comes back."""

    start: date | None = None
    due: date | None = None
    recurrence: Recurrence = Recurrence.NONE


_FILL = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
_TAIL = re.compile(r"(?:之前|以前|前|完成|之内|以内|内|截止|为止|左右)+$")
_RECURRING = {
    "每月": Recurrence.MONTHLY,
    "每季": Recurrence.QUARTERLY,
    "每年": Recurrence.YEARLY,
    "每学年": Recurrence.YEARLY,
    "逐年": Recurrence.YEARLY,
}
_ONGOING = re.compile(r"长期|持续|常态|贯穿|全程|一直|不间断")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_RANGE = re.compile(r"(?<=[\d年月日底末])(?:至|到|~|～|—+|--|-(?=\d{4}))")


def _day(found: re.Match[str], year: int) -> Times:
    day = date(int(found["y"] or year), int(found["m"]), int(found["d"]))
    return Times(day, day)


def _month(found: re.Match[str], year: int) -> Times:
    y, m = int(found["y"] or year), int(found["m"])
    return Times(date(y, m, 1), date(y, m, monthrange(y, m)[1]))


def _quarter(found: re.Match[str], year: int) -> Times:
    y, last = int(found["y"] or year), _QUARTERS[found["q"]] * 3
    return Times(date(y, last - 2, 1), date(y, last, monthrange(y, last)[1]))


def _half(found: re.Match[str], year: int) -> Times:
    y = int(found["y"] or year)
    return Times(date(y, 1, 1), date(y, 6, 30)) if found["h"] == "上" else Times(date(y, 7, 1), date(y, 12, 31))


def _year(found: re.Match[str], _: int) -> Times:
    y = int(found["y"])
    return Times(date(y, 1, 1), date(y, 12, 31))


def _this_year(_: re.Match[str], year: int) -> Times:
    return Times(date(year, 1, 1), date(year, 12, 31))


def _five_years(found: re.Match[str], _: int) -> Times:
    """The n-th five-year plan, from the third (1966–1970) on."""
    ordinal = "零一二三四五六七八九".index(found["n"]) + (10 if found["ten"] else 0)
    first = 1966 + 5 * (ordinal - 3)
    return Times(date(first, 1, 1), date(first + 4, 12, 31))


_Y = r"(?:(?P<y>\d{4})[年./-])?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Times]], ...] = (
    (re.compile(rf"{_Y}(?P<m>\d{{1,2}})[月./-](?P<d>\d{{1,2}})日?"), _day),
    (re.compile(rf"{_Y}(?P<m>\d{{1,2}})月份?(?:底|末)?"), _month),
    (re.compile(r"(?P<y>\d{4})[./-](?P<m>\d{1,2})"), _month),
    (re.compile(rf"{_Y}第?(?P<q>[一二三四1-4])季度(?:底|末)?"), _quarter),
    (re.compile(rf"{_Y}(?P<h>[上下])半年(?:底|末)?"), _half),
    (re.compile(r"(?P<y>\d{4})年?(?:度)?(?:底|末|年底|年末)?"), _year),
    (re.compile(r"(?:本年|当年|今年|全年|年内|年度)(?:底|末)?|年底|年末"), _this_year),
    (re.compile(r"[“\"]?(?P<ten>十?)(?P<n>[一二三四五六七八九])五[”\"]?(?:期间|末|时期)?(?:末)?"), _five_years),
)


def read_times(text: str, year: int | None = None) -> Times | None:
    """Return what a cell says of time, or ``None`` when it cannot be read.

    ``year`` is the ledger's own year for 三季度 or 6月底; without it such a cell cannot be read. A month, quarter or
    year gives its last day as due; a range gives both ends; a single point has no start.
    """
    bare = re.sub(r"\s+", "", text).translate(_FILL)
    if not bare:
        return Times()
    for word, recurrence in _RECURRING.items():
        if bare.startswith(word):
            return Times(recurrence=recurrence)
    if _ONGOING.search(bare):
        return Times(recurrence=Recurrence.ONGOING)
    ends = _RANGE.split(bare, maxsplit=1)
    first = _point(ends[0], year)
    if len(ends) == 1:
        return Times(due=first.due) if first else None
    last = _point(ends[1], first.due.year if first and first.due else year)
    return Times(first.start, last.due) if first and last else None


def _point(text: str, year: int | None) -> Times | None:
    before = re.fullmatch(rf"{_Y}(?P<m>\d{{1,2}})月(?:初)?(?:之前|以前|前)", text)
    bare = _TAIL.sub("", text)
    bare = re.sub(r"^(?:力争|计划|预计|确保)?(?:于|到|至|在)?", "", bare)
    for form, read in _FORMS:
        found = form.fullmatch(bare)
        if found is None or (year is None and not found.groupdict().get("y", found.groupdict().get("n"))):
            continue
        try:
            times = read(found, year or 0)
        except ValueError:
            return None
        if (before or re.fullmatch(r"\d{4}年(?:之前|以前|前)", text)) and times.start is not None:
            return Times(times.start, times.start - timedelta(days=1))
        return times
    return None
