"""Takes a request's ``?as_of=``; gives the day that a page about bodies is asked for, past or to come."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from xietong.basics import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return today's day in Asia/Shanghai."""
    return timezone.now().astimezone(SHANGHAI).date()


def bad_day(text: str) -> Refusal:
    """Return the refusal of a text that is no day."""
    return Refusal(
        "bad-day",
        zh=f"日期“{text}”无法识别；请写作 2025-12-31。",
        en=f"“{text}” is no day; write it as 2025-12-31.",
    )


def asked_day(request: HttpRequest, name: str = "as_of") -> date | None:
    """Return the day asked for, or ``None``. Raises Refusal ``bad-day`` for what is no day."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise bad_day(text) from trouble
