"""Takes a member or a code; gives the count at the bell, and words of supervision."""

from collections.abc import Mapping

from django import template

from xietong.basics import Wording
from xietong_web.accounts.models import Member
from xietong_web.fulfilling.supervising.inbox import unread_of
from xietong_web.theme.templatetags.theme import said

register = template.Library()


@register.simple_tag
def unread(member: Member) -> int:
    """Return how many notices a member has not read."""
    return unread_of(member) if member.unread is None else member.unread


@register.filter
def word_in(code: str, words: Mapping[str, Wording]) -> str:
    """Return a code's word among these."""
    return said(words[code]) if code in words else code
