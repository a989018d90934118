"""Takes the unit of an indicator, a body, a party or a figure; gives its words, or the address of what made it."""

from urllib.parse import urlencode

from django import template

from xietong_web.accounts.models import Party
from xietong_web.measuring.queries import Asked
from xietong_web.measuring.words import area_name, side_said, unit_said
from xietong_web.theme.templatetags.theme import address, said

register = template.Library()
register.filter("unit", unit_said)
register.filter("area", area_name)


@register.filter
def side(party: Party) -> str:
    """Return a party's side as a sentence names it in the reader's language."""
    return said(side_said(party))


@register.simple_tag
def behind(asked: Asked, plan: str, code: str, period: str, of: str | None = None) -> str:
    """Return the address of the values that made a figure: of a group (none: of all together), asked as the page is."""
    parts = {"period": period} | ({"of": of} if of else {}) | asked.parts
    return f"{address('measuring:pieces', plan, code)}?{urlencode(parts)}"
