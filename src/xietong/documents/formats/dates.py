"""Takes the date of publication as mark-up or mail writes it; gives the day in China."""

import re
from datetime import date, datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAIN = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)日?"
    r"(?:[ T]*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:\.\d+)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_MAIL = re.compile(
    r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})[a-z]*\s+(?P<year>(?:19|20)\d\d)"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<zone>GMT|UTC|UT|Z|[+-]\d{4})?)?"
)
_CHINA = timedelta(hours=8)


def read_day(text: str) -> date | None:
    """Return the day, in Chinese time, that a text begins to name: ISO 8601, 2021年11月24日, or RFC 2822; else None.

    A time with a zone is moved to UTC+8; one without is taken as Chinese.

    >>> read_day("Wed, 24 Nov 2021 18:04:11 GMT")
    datetime.date(2021, 11, 25)
    """
    plain, mail = _PLAIN.search(text[:200]), _MAIL.search(text[:200])
    if plain:
        return _day(plain, int(plain["month"]))
    if mail and mail["month"].lower() in _MONTHS:
        return _day(mail, _MONTHS.index(mail["month"].lower()) + 1)
    return None


def _day(match: re.Match[str], month: int) -> date | None:
    year, day, hour = int(match["year"]), int(match["day"]), int(match["hour"] or 0)
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and int(match["minute"] or 0) < 60):
        return None
    if day > (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day:
        return None
    moment = datetime(year, month, day, hour, int(match["minute"] or 0))  # noqa: DTZ001 — the zone is added below
    return (moment + _CHINA - _offset(match["zone"])).date() if match["zone"] else moment.date()


def _offset(zone: str) -> timedelta:
    if zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return size if zone[0] == "+" else -size
