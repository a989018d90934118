"""Takes what meetings and decisions hold; gives its form on the page."""

from enum import StrEnum

from django import template
from django.utils.translation import get_language

from xietong.fulfilling import DECISION_WORDS
from xietong_web.fulfilling.meeting.points import AgendaPoint
from xietong_web.theme.templatetags.theme import said

register = template.Library()


@register.filter
def decision_word(code: StrEnum) -> str:
    """Return the word for a state of a decision or an act on it."""
    return said(DECISION_WORDS[code])


@register.filter
def why(point: AgendaPoint) -> str:
    """Return why a point stands on the agenda, in the reader's language where the plan proposed it."""
    english = (get_language() or "").startswith("en")
    return point.why_en if english and point.why_en else point.why
