"""Takes the parts of a time as written; gives the days they stand for, both inclusive."""

import re
from calendar import monthrange
from datetime import date

from xietong.documents.numerals import number_of


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day, the month's last where the written one is beyond it; ``None`` for what no calendar has."""
    if not 1 <= month <= 12:
        return None
    return date(year, month, min(day, monthrange(year, month)[1])) if day > 0 else None


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


_TENTHS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "上中旬": (1, 20),
    "中下旬": (11, 31),
    "初": (1, 10),
}


def start_of(year: int, month: int, day: str | None, part: str | None) -> date | None:
    """Return the first day of a written day, third of a month, end of a month, or whole month."""
    if day:
        return day_of(year, month, number_of(day))
    if part in ("底", "末"):
        return last_of(year, month)
    return day_of(year, month, _TENTHS[part][0] if part else 1)


def end_of(year: int, month: int, day: str | None, part: str | None) -> date | None:
    """Return the last day of a written day, third of a month, or whole month."""
    if day:
        return day_of(year, month, number_of(day))
    if part in _TENTHS:
        return day_of(year, month, _TENTHS[part][1])
    return last_of(year, month)


def scope_of(match: "re.Match[str]", year: int) -> tuple[date | None, date | None, bool] | None:
    """Return first day, last day and whether the wording itself makes it a limit."""
    if match["m"]:
        return _month_scope(match, year, number_of(match["m"]))
    if match["half"]:
        return _half(match["half"], year)
    if match["q"]:
        first, last = number_of(match["q0"] or match["q"]) * 3 - 2, number_of(match["q"]) * 3  # 二、三季度
        return date(year, first, 1), last_of(year, last), match[0].endswith(("末", "底"))
    if match["term"]:
        return _term_scope(match, year)
    if match["summer"]:
        return None if match["sumend"] else date(year, 7, 1), date(year, 8, 31), bool(match["sumend"])
    if match["feast"]:
        day = date(year, *_FEASTS[match["feast"][0]])
        return day, day, True
    if match["ystart"]:
        return date(year, 1, 1), date(year, 1, 31), False
    return date(year, 1, 1), date(year, 12, 31), bool(match["yend"] or match["within"])


# By the first letter: “五一”, 劳动节, “六一”, 儿童节, “七一”, “八一”, 教师节, “十一”, 国庆.
_FEASTS = {"五": (5, 1), "劳": (5, 1), "六": (6, 1), "儿": (6, 1), "七": (7, 1), "八": (8, 1), "教": (9, 10)}
_FEASTS |= {"十": (10, 1), "国": (10, 1)}


def _half(half: str, year: int) -> tuple[date | None, date | None, bool]:
    """上半年 sets a limit; of 下半年 the first day counts only where a range begins with it."""
    if half[0] == "上":
        return None, date(year, 6, 30), True
    return date(year, 7, 1), date(year, 12, 31), False


def _month_scope(match: "re.Match[str]", year: int, month: int) -> tuple[date | None, date | None, bool] | None:
    if match["d"]:
        day = day_of(year, month, number_of(match["d"]))
        return None if day is None else (day, day, False)
    part = match["xun"] or match["mstart"]
    if part:
        low, high = _TENTHS[part]
        return day_of(year, month, low), day_of(year, month, high), False
    return date(year, month, 1), last_of(year, month), bool(match["mend"])


def _term_scope(match: "re.Match[str]", year: int) -> tuple[date | None, date | None, bool]:
    """School terms by common calendars: autumn from 1 September to 31 January, spring from 1 March to 15 July."""
    autumn = match["term"] == "秋"
    opening = date(year, 9, 1) if autumn else date(year, 3, 1)
    if match["tend"]:
        return None, date(year + 1, 1, 31) if autumn else date(year, 7, 15), True
    return opening, opening, False


def school_year(year: int, *, first: str | None, second: str | None) -> tuple[date, date]:
    """Return first and last day of the school year that begins in ``year``, or of its ``first`` or ``second`` term."""
    start = date(year + 1, 2, 1) if second else date(year, 9, 1)
    return start, date(year + 1, 1, 31) if first else date(year + 1, 8, 31)


def limit_before(match: "re.Match[str]", start: date | None, end: date | None) -> date | None:
    """前 after a day, an end or a part of the year includes it; after a bare year or month it ends the day before."""
    if match["m"] and not (match["d"] or match["xun"] or match["mend"] or match["mstart"]):
        whole = True
    else:
        whole = not any(match[group] for group in ("m", "yend", "half", "q", "term", "within", "ystart", "feast"))
    if whole and start is not None:
        return date.fromordinal(start.toordinal() - 1)
    return end


_LIMITED = re.compile(r"((?:19|20)\d\d) ?年 ?(?:年?底|\d{1,2} ?月(?:底|末| ?\d{1,2} ?日)?前)")
_DATED = re.compile(r"((?:19|20)\d\d) ?年 ?(?:年?底|\d{1,2} ?月)")


def first_year(plain: str) -> int | None:
    """The earliest year that a text without a date of its own gives a month or an end of."""
    for pattern in (_LIMITED, _DATED):
        years = [int(match[1]) for match in pattern.finditer(plain, 0, min(len(plain), 20_000))]
        if years:
            return min(years)
    return None
