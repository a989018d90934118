"""Takes a request's ``?as_of=``; gives the day that the page is asked for."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from xietong.basics import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return today's day in Asia/Shanghai."""
    return timezone.now().astimezone(SHANGHAI).date()


def asked_day(request: HttpRequest) -> date | None:
    """Return the past day asked for, or ``None`` for today. Raises Refusal ``bad-day`` for what is no day."""
    text = request.GET.get("as_of", "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as trouble:
        raise Refusal(
            "bad-day",
            zh=f"日期“{text}”无法识别；请写作 2025-12-31。",
            en=f"“{text}” is no day; write it as 2025-12-31.",
        ) from trouble
    return day if day < today() else None
