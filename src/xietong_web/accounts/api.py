"""Takes API calls about people and bodies, and about the journal; gives their answers.

The journal is answered here and not in ``audit``: who may read it is the members' business, which stands above.
"""

from datetime import date

from django.db.models import Q
from ninja import Field, Query, Router, Schema

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting
from xietong_web.accounts.journal import readable
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import require
from xietong_web.accounts.queries import organisations_on, parties
from xietong_web.accounts.shapes import EntryShape, MemberShape, OrganisationShape, PartyShape
from xietong_web.audit.days import today
from xietong_web.theme.answers import Key, Line, Page, Window, paged

router = Router(tags=["accounts"])


class Bodies(Schema):
    """Which organisations are asked for; ``on`` is a day on which they exist (without it: today)."""

    on: date | None = None
    party: Line = ""
    q: Line = Field("", description="part of a name")


@router.get("/me", response={200: MemberShape})
def me(request: Acting) -> MemberShape:
    """Say who calls."""
    return MemberShape.of(request.member)


@router.get("/parties", response={200: list[PartyShape]})
def all_parties(request: Acting) -> list[PartyShape]:
    """List the parties in their order."""
    require(request.member, "accounts.see-organisations")
    return [PartyShape.of(party) for party in parties()]


@router.get("/organisations", response={200: Page[OrganisationShape]})
def organisations(request: Acting, window: Query[Window], asked: Query[Bodies]) -> Page[OrganisationShape]:
    """List the organisations that exist on a day, in the parties' order."""
    require(request.member, "accounts.see-organisations")
    rows = organisations_on(asked.on or today())
    if asked.party:
        rows = rows.filter(party__code=asked.party)
    if asked.q:
        rows = rows.filter(Q(name__icontains=asked.q) | Q(name_en__icontains=asked.q))
    return paged(rows, window, OrganisationShape.of)


@router.get("/organisations/{code}", response={200: OrganisationShape})
def organisation(request: Acting, code: Key) -> OrganisationShape:
    """Show one organisation, whenever it exists."""
    require(request.member, "accounts.see-organisations")
    found = Organisation.objects.select_related("party", "parent").filter(code=code).first()
    if found is None:
        raise Refusal(
            "not-found", zh="没有这个单位；请从单位列表进入。", en="There is no such organisation; see the list."
        )
    return OrganisationShape.of(found)


@router.get("/journal", response={200: Page[EntryShape]})
def journal(request: Acting, window: Query[Window], act: Line = "") -> Page[EntryShape]:
    """List the journal, the latest first: all of it for the audit administrator, the own party's acts for others."""
    rows = readable(request.member)
    if act:
        rows = rows.filter(act=act)
    return paged(rows.order_by("-seq"), window, EntryShape.of)
