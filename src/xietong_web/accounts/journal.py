"""Takes a member; gives the entries of the journal that this member may read."""

from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import may, require
from xietong_web.audit.models import Entry, EntrySet


def readable(member: Member) -> EntrySet:
    """Return the whole journal for the audit administrator, else the acts of the member's own party.

    Raises Refusal ``not-permitted``.
    """
    if may(member, "audit.read"):
        return Entry.objects.all()
    require(member, "audit.read-own", party=member.party_code)
    return Entry.objects.filter(party=member.party_code)
