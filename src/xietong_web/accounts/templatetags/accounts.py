"""Takes the acting member; gives what the frame around every page offers to that member."""

from django import template

from xietong_web.accounts.permissions import may
from xietong_web.accounts.telling import told
from xietong_web.theme.templatetags.theme import said

register = template.Library()


@register.filter
def act(name: str) -> str:
    """Return the words for an act of the journal in the reader's language."""
    return said(told(name))


@register.simple_tag(takes_context=True)
def sees(context: template.Context) -> dict[str, bool]:
    """Return which pages about people the member may open."""
    member = context.get("member")
    party = member.party_code if member else ""
    return {
        "members": may(member, "accounts.see-members", party=party),
        "journal": may(member, "audit.read") or may(member, "audit.read-own", party=party),
        "parties": may(member, "accounts.add-party"),
        "hierarchies": may(member, "accounts.manage-hierarchies"),
        "map": may(member, "accounts.supply-map"),
        "security": may(member, "accounts.unlock"),
    }
