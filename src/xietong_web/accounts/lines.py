"""Takes an organisation; gives what became of it and what it came from: renamed, split, merged."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from xietong_web.accounts.models import Member, Organisation, Succession
from xietong_web.audit.asking import Among, asked


def _walk(start: int, *, forward: bool) -> list[int]:
    """Return the ids reached from a body, nearest first; one query per step of its history."""
    onward = _after if forward else _before
    reached: dict[int, None] = {}
    edge = [start]
    while edge:
        edge = [pk for pk in onward(edge) if pk not in reached and pk != start]
        reached.update(dict.fromkeys(edge))
    return list(reached)


@asked
def _after(bodies: Sequence[int]) -> QuerySet[Succession, int]:
    found = Succession.objects.filter(Among("predecessor", bodies)).order_by("-weight", "successor__code")
    return found.values_list("successor_id", flat=True)


@asked
def _before(bodies: Sequence[int]) -> QuerySet[Succession, int]:
    found = Succession.objects.filter(Among("successor", bodies)).order_by("-weight", "predecessor__code")
    return found.values_list("predecessor_id", flat=True)


def _existing(pks: Iterable[int], day: date) -> list[Organisation]:
    order = {pk: place for place, pk in enumerate(pks)}
    found: QuerySet[Organisation] = Organisation.objects.on(day).filter(pk__in=order).select_related("party")
    return sorted(found, key=lambda body: order[body.pk])


def successors(organisation: Organisation, day: date) -> list[Organisation]:
    """Return the bodies that stand for an organisation on a day: itself while it exists, else its successors then."""
    if organisation.exists_on(day):
        return [organisation]
    return _existing(_walk(organisation.pk, forward=True), day)


def line_of(organisation: Organisation) -> frozenset[int]:
    """Return the ids of a body and of all bodies it came from: what was theirs to do is now its own."""
    return frozenset({organisation.pk, *_walk(organisation.pk, forward=False)})


def bodies_of(member: Member) -> frozenset[int]:
    """Return the ids of the bodies whose duties are a member's: the own one and those it came out of."""
    if member.organisation is None or member.organisation_id is None:
        return frozenset()
    if member.lines is None:
        return line_of(member.organisation)
    if member.organisation_id not in member.lines:
        member.lines[member.organisation_id] = line_of(member.organisation)
    return member.lines[member.organisation_id]


def codes_of(member: Member) -> frozenset[str]:
    """Return the codes of the bodies whose duties are a member's."""
    pks = bodies_of(member)
    if member.organisation is not None and pks == {member.organisation.pk}:
        return frozenset({member.organisation.code})  # as mostly: it came out of no other
    return frozenset(Organisation.objects.filter(pk__in=pks).values_list("code", flat=True)) if pks else frozenset()


def speaks_for(member: Member, code: str) -> str:
    """Return the code of the body that a member speaks for about a thing of the body ``code``.

    That is ``code`` itself where the own body came out of it, else the own body's; empty where the member has none.
    """
    own = member.organisation.code if member.organisation else ""
    if not own or own == code:
        return own
    return code if Organisation.objects.filter(pk__in=bodies_of(member), code=code).exists() else own


def acts_for(member: Member, organisation: int) -> bool:
    """Tell whether a member's body is the one named, or came out of it by renaming, splitting or merging."""
    if member.organisation_id is None or member.organisation_id == organisation:
        return member.organisation_id == organisation
    return organisation in bodies_of(member)


def predecessors_of(organisation: Organisation) -> list[Succession]:
    """Return the acts that a body came out of."""
    found = Succession.objects.filter(successor=organisation).select_related("predecessor")
    return list(found.order_by("day", "predecessor__code"))


def successors_of(organisation: Organisation) -> list[Succession]:
    """Return the acts that a body ended in."""
    found = Succession.objects.filter(predecessor=organisation).select_related("successor")
    return list(found.order_by("day", "-weight", "successor__code"))
