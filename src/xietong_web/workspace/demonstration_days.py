"""Takes a day and an hour of the demonstration's years; gives the moment in Asia/Shanghai."""

from datetime import date, datetime

from xietong_web.audit.days import SHANGHAI


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return a time in Asia/Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def moment_of(day: date, hour: int = 10) -> datetime:
    """Return an hour of a day in Asia/Shanghai."""
    return moment(day.year, day.month, day.day, hour)
