"""Takes a request's ``?as_of=``; gives the day that a page about bodies is asked for, past or to come."""

from datetime import date

from django.http import HttpRequest

from xietong.basics import Refusal
from xietong_web.audit.days import SHANGHAI, today

__all__ = ["SHANGHAI", "asked_day", "bad_day", "day_of", "today"]


def bad_day(text: str) -> Refusal:
    """Return the refusal of a text that is no day."""
    return Refusal(
        "bad-day",
        zh=f"日期“{text}”无法识别；请写作 2025-12-31。",
        en=f"“{text}” is no day; write it as 2025-12-31.",
    )


def day_of(text: str) -> date:
    """Return the day that a text says. Raises Refusal ``bad-day``."""
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise bad_day(text) from trouble


def asked_day(request: HttpRequest, name: str = "as_of") -> date | None:
    """Return the day asked for, or ``None``. Raises Refusal ``bad-day`` for what is no day."""
    text = request.GET.get(name, "")
    return day_of(text) if text else None
