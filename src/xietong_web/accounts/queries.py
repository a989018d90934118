"""Takes a person or a member; gives who acts, for whom, and the people and bodies that may be seen."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.db.models import Q

from xietong.basics import Refusal
from xietong_web.accounts.models import Invitation, Member, MemberSet, Organisation, OrganisationSet, Party, Person
from xietong_web.accounts.permissions import inviting_act, may


def member_of(person: Any) -> Member | None:
    """Return the membership that a person holds today, as it was read with the person; ``None`` also for a visitor."""
    member: Member | None = getattr(person, "member", None)
    return member if member is not None and member.ended_at is None else None


def names_of(signs: Iterable[str]) -> dict[str, str]:
    """Return the names of people by their sign-in names; an unknown one stands for itself."""
    wanted = set(signs)
    known = dict(Person.objects.filter(username__in=wanted).values_list("username", "name")) if wanted else {}
    return {sign: known.get(sign) or sign for sign in wanted}


def organisations_on(day: date) -> OrganisationSet:
    """Return the bodies of all parties that exist on a day; they are known to every signed-in person."""
    return Organisation.objects.on(day).select_related("party", "parent")


def parties() -> list[Party]:
    """Return all parties in their order."""
    return list(Party.objects.all())


def members_seen_by(member: Member, text: str = "") -> MemberSet:
    """Return the members that one may see, the ended ones last: all, or those of the own party; ``text`` narrows."""
    found = Member.objects.select_related("person", "party", "organisation").prefetch_related("grants")
    if not may(member, "accounts.see-members"):
        found = found.filter(party=member.party)
    if text:
        found = found.filter(Q(person__name__icontains=text) | Q(person__username__icontains=text))
    return found.order_by("ended_at", "party__ordinal", "person__username")


def invitations_seen_by(member: Member, now: datetime) -> list[Invitation]:
    """Return the open invitations that a member may revoke or renew, the newest first."""
    found = Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now)
    if may(member, "accounts.invite-manager"):
        rows = found.select_related("party", "organisation").order_by("-made_at")
        return [row for row in rows if may(member, inviting_act(row.roles))]
    rows = found.filter(party=member.party).select_related("party", "organisation").order_by("-made_at")
    return [row for row in rows if may(member, inviting_act(row.roles), party=member.party_code)]


def invitation_named(pk: int) -> str:
    """Return the name on an invitation; empty where there is none."""
    return Invitation.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


def the_member(sign: str) -> Member:
    """Return a member by sign-in name. Raises Refusal ``not-found``."""
    found = (
        Member.objects.current()
        .filter(person__username=sign)
        .select_related("person", "party", "organisation")
        .prefetch_related("grants")
        .first()
    )
    if found is None:
        raise Refusal("not-found", zh="没有这名成员；请从列表进入。", en="There is no such member; see the list.")
    return found


def locked_sign_ins(now: datetime) -> list[AccessAttempt]:
    """Return the sign-in names that are locked now, with where the attempts came from."""
    since = now - get_cool_off()
    found = AccessAttempt.objects.filter(failures_since_start__gte=get_failure_limit(None, None))
    return list(found.filter(attempt_time__gt=since).order_by("username", "ip_address"))


def with_factors(members: Sequence[Member]) -> list[tuple[Member, list[str]]]:
    """Return members beside the kinds of second factor that each has set up; one query."""
    kinds: dict[int, list[str]] = {}
    rows = Authenticator.objects.filter(user__in=[each.person_id for each in members]).order_by("type", "pk")
    for person, kind in rows.values_list("user_id", "type"):
        kinds.setdefault(person, []).append(kind)
    return [(each, list(dict.fromkeys(kinds.get(each.person_id, ())))) for each in members]
