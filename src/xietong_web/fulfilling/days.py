"""Takes a request's ``?as_of=``; gives the day that the page is asked for."""

from datetime import date

from django.http import HttpRequest

from xietong.basics import Refusal
from xietong_web.audit.days import SHANGHAI, past_day, today

__all__ = ["SHANGHAI", "asked_day", "today", "typed_day"]


def asked_day(request: HttpRequest) -> date | None:
    """Return the past day asked for, or ``None`` for today. Raises Refusal ``bad-day`` for what is no day."""
    text = request.GET.get("as_of", "")
    if not text:
        return None
    try:
        return past_day(date.fromisoformat(text))
    except ValueError as trouble:
        raise Refusal(
            "bad-day",
            zh=f"日期“{text}”无法识别；请写作 2025-12-31。",
            en=f"“{text}” is no day; write it as 2025-12-31.",
        ) from trouble


def typed_day(text: str) -> date | None:
    """Return a day typed into a form, ``None`` where it was left blank. Raises Refusal ``bad-day``."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as trouble:
        raise Refusal(
            "bad-day",
            zh=f"日期“{text}”无法识别；请写作 2025-12-31。",
            en=f"“{text}” is no day; write it as 2025-12-31.",
        ) from trouble
