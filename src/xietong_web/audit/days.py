"""Takes the clock and a day asked for; gives the days that questions are asked of, in Asia/Shanghai."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return today's day in Asia/Shanghai."""
    return timezone.now().astimezone(SHANGHAI).date()


def past_day(day: date | None) -> date | None:
    """Return a day asked for where it is past; ``None`` (as things stand) for none, today and later ones."""
    return day if day is not None and day < today() else None
