"""Takes a request's ``?as_of=``; gives the day that the page is asked for."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest

from xietong.basics import in_field
from xietong_web.accounts.days import asked_day as any_day
from xietong_web.accounts.days import day_of
from xietong_web.audit.days import SHANGHAI, past_day, today

__all__ = ["SHANGHAI", "asked_day", "today", "typed_day"]


def asked_day(request: HttpRequest) -> date | None:
    """Return the past day asked for, or ``None`` for today. Raises Refusal ``bad-day`` for what is no day."""
    return past_day(any_day(request))


def typed_day(typed: Mapping[str, str], name: str) -> date | None:
    """Return the day typed into a field of a form, ``None`` where it was left blank. Raises Refusal ``bad-day``."""
    with in_field(name):
        return day_of(text) if (text := typed.get(name, "")) else None
