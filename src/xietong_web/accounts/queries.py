"""Takes a person or a member; gives who acts, for whom, and the bodies that may be seen."""

from datetime import date
from typing import Any

from xietong_web.accounts.models import Member, Organisation, OrganisationSet, Party


def member_of(person: Any) -> Member | None:
    """Return a person's membership with party, organisation and roles loaded, or ``None`` where there is none today."""
    return (
        Member.objects.filter(person=person, ended_at=None)
        .select_related("person", "party", "organisation")
        .prefetch_related("grants")
        .first()
    )


def organisations_on(day: date) -> OrganisationSet:
    """Return the bodies of all parties that exist on a day; they are known to every signed-in person."""
    return Organisation.objects.on(day).select_related("party", "parent")


def parties() -> list[Party]:
    """Return all parties in their order."""
    return list(Party.objects.all())
