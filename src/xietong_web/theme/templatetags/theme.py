"""Takes values of the domain; gives their form on the page."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from xietong import endorsing
from xietong.basics import Period, Wording, sign_of
from xietong_web.theme.refused import typed_texts
from xietong_web.theme.words import WORDS

register = template.Library()


@register.filter
def said(wording: Wording) -> str:
    """Return a sentence in the reader's language."""
    return wording.in_language(get_language() or "zh-hans")


@register.filter
def typed_into(request: HttpRequest) -> list[str]:
    """Return the texts that were typed into the form that a request sent."""
    return typed_texts(request)


@register.filter
def word(code: object) -> str:
    """Return the word of the field for a code (``lead`` → 牵头), or the code itself where it has none."""
    found = WORDS.get(str(code))
    return said(found) if found else str(code)


@register.filter
def named(thing: Any) -> str:
    """Return the name of a party, organisation or hierarchy in the reader's language; Chinese where it has no other."""
    if thing is None:
        return ""
    english = (get_language() or "").startswith("en")
    return str(getattr(thing, "name_en", "") or thing.name) if english else str(thing.name)


@register.filter
def placed(party: Any) -> str:
    """Return a party by its place in Chinese, which is shorter than its name, by its name in English."""
    return _briefly(party, party.place)


@register.filter
def shortly(party: Any) -> str:
    """Return a party's short name in Chinese, its name in English, which has no shorter one."""
    return _briefly(party, party.short)


def _briefly(party: Any, brief: str) -> str:
    return named(party) if not brief or (get_language() or "").startswith("en") else brief


@register.filter
def among(sign: object, names: dict[str, str]) -> str:
    """Return the name of a person among those that the page looked up; the sign-in name where it has none."""
    return names.get(str(sign), str(sign))


@register.filter
def period(code: object) -> str:
    """Return a period of reporting as people say it (``2025-Q2`` → 2025年第二季度), from its code or value."""
    return said((code if isinstance(code, Period) else Period.from_code(str(code))).wording) if code else ""


@register.filter
def proposed(proposal: Any) -> str:
    """Return a proposal as people call it, with its number."""
    return said(endorsing.called(proposal.number, proposal.title))


@register.filter
def figure(value: object) -> str:
    """Write a number in digits, without the zeros behind it and never as 1.2E+3; nothing where there is none."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else ""


@register.filter
def sign(op: str) -> str:
    """Write the relation of a target as a sign: ≥ for ``>=``."""
    return sign_of(op)


@register.filter
def day(value: date | None) -> str:
    """Return a day as ``2025-12-31``; a dash where there is none."""
    return value.isoformat() if value else "—"


@register.simple_tag
def address(name: str, *of: object) -> str:
    """Return the address of a page, as ``url`` does: for lists, whose addresses take a third of their making."""
    return _address(name, *of)


@lru_cache(maxsize=50_000)
def _address(name: str, *of: object) -> str:
    told = [str(each) for each in of]
    shape = _shape(name, len(told)) if told and all(map(_PLAIN.fullmatch, told)) else None
    return reverse(name, args=of) if shape is None else shape.format(*told)


_PLAIN = re.compile(r"[A-Za-z0-9_-]+")  # what stands in an address as it is


@lru_cache(maxsize=1000)
def _shape(name: str, count: int) -> str | None:
    """Return an address with places for what it names; ``None`` where it takes only things of some form."""
    marks = [f"zZ{number}Zz" for number in range(count)]
    try:
        found = reverse(name, args=marks)
    except NoReverseMatch:
        return None
    if "{" in found or "}" in found or any(found.count(mark) != 1 for mark in marks):
        return None
    for number, mark in enumerate(marks):
        found = found.replace(mark, f"{{{number}}}")
    return found


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """Return the page's query string with some values changed; ``None`` or empty takes one out."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in {None, ""}:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"
