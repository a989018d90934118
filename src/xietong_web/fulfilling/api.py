"""Takes API calls about how plans stand, and searches; gives their answers."""

from datetime import date
from typing import Literal

from django.db.models import QuerySet
from ninja import Field, Query, Router, Schema

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import require
from xietong_web.audit.days import past_day, today
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Duty
from xietong_web.drafting.queries import the_plan
from xietong_web.drafting.shapes import FindingShape
from xietong_web.endorsing.queries import unsigned_by
from xietong_web.fulfilling import queries, searching
from xietong_web.fulfilling.duty_lights import lights_of
from xietong_web.fulfilling.shapes import DutyOfShape, OverviewShape, PlaceShape, TimetableShape, UnsignedShape
from xietong_web.fulfilling.standing import standings
from xietong_web.fulfilling.timing import timed
from xietong_web.theme.answers import Key, Line, Page, Window, page_of

router = Router(tags=["fulfilling"])


@router.get("/plans/{plan_uid}/overview", response={200: OverviewShape})
def overview(request: Acting, plan_uid: Key, as_of: date | None = None) -> OverviewShape:
    """Show the plan in one screen, as it stands or as it stood at the end of a day."""
    plan, day = the_plan(request.member, plan_uid), past_day(as_of)
    if day is None:
        return OverviewShape.of(queries.overview(plan, today()))
    return OverviewShape.of(queries.overview_of(plan, plan_on(plan, day), day))


@router.get("/plans/{plan_uid}/timetable", response={200: TimetableShape})
def timetable(
    request: Acting, plan_uid: Key, window: Query[Window], party: Line = "", as_of: date | None = None
) -> TimetableShape:
    """Show the items in time: dates, slack, what is critical and overdue; ``party`` keeps one party's items."""
    plan, day = the_plan(request.member, plan_uid), past_day(as_of)
    items, table = timed(plan, day)
    wanted = [item for item in items if not party or any(duty.party == party for duty in item.duties)]
    stand = standings(plan, [], day)
    chosen = wanted[window.offset : window.offset + window.limit]
    return TimetableShape(
        total=len(wanted),
        limit=window.limit,
        offset=window.offset,
        results=[PlaceShape.of(item, table.place(item.uid), done=stand.done(item.uid)) for item in chosen]
        if table
        else [],
        critical_path=list(table.path) if table else [],
        findings=[FindingShape.of(finding) for finding in table.findings] if table else [],
    )


@router.get("/organisations/{code}/duties", response={200: Page[DutyOfShape]})
def duties(request: Acting, code: Key, window: Query[Window]) -> Page[DutyOfShape]:
    """List an organisation's duties in the plans of the caller's party, by due date."""
    require(request.member, "accounts.see-organisations")
    found, day = Organisation.objects.filter(code=code).first(), today()
    if found is None:
        raise Refusal(
            "not-found", zh="没有这个单位；请从单位列表进入。", en="There is no such organisation; see the list."
        )
    return _duties(queries.duties_of(found, request.member), window, day)


def _duties(found: QuerySet[Duty], window: Window, day: date) -> Page[DutyOfShape]:
    """Return a page of duties with their dates in force."""
    shown = list(found[window.offset : window.offset + window.limit])
    lights_of(shown, day)
    return page_of([DutyOfShape.of(duty) for duty in shown], found.count(), window)


class WorkShape(Schema):
    """What the caller has to do: duties of the own body, and what waits for the party's signature."""

    duties: Page[DutyOfShape]
    unsigned: list[UnsignedShape]


@router.get("/work", response={200: WorkShape})
def work(request: Acting, window: Query[Window]) -> WorkShape:
    """Show what the caller has to do."""
    member, day = request.member, today()
    own = queries.duties_of(member.organisation, member) if member.organisation else Duty.objects.none()
    return WorkShape(
        duties=_duties(own, window, day),
        unsigned=[UnsignedShape.of(each) for each in unsigned_by(member)],
    )


class Searched(Schema):
    """What is looked for, and among what (empty: everything)."""

    q: Line = Field(min_length=1)
    kind: Literal["", "item", "document", "organisation"] = ""


class PieceShape(Schema):
    """A run of a snippet; ``hit`` where it is what was looked for."""

    text: str
    hit: bool


class HitShape(Schema):
    """One thing found; ``plan`` for items, ``key`` is the item's uid, the document's id or the organisation's code."""

    kind: str
    key: str
    plan: str
    title: list[PieceShape]
    snippet: list[PieceShape]

    @classmethod
    def of(cls, hit: searching.Hit) -> "HitShape":
        """Return a hit's shape."""
        return cls(
            kind=hit.kind,
            key=hit.key,
            plan=hit.plan,
            title=[PieceShape(text=piece.text, hit=piece.hit) for piece in hit.title],
            snippet=[PieceShape(text=piece.text, hit=piece.hit) for piece in hit.snippet],
        )


class HitPage(Page[HitShape]):
    """A part of what was found, the best first; ``more``: there is more than ``total``, as far as was looked."""

    more: bool


@router.get("/search", response={200: HitPage})
def search(request: Acting, window: Query[Window], asked: Query[Searched]) -> HitPage:
    """Search items, source texts and organisations, as far as the caller may see them."""
    found = searching.search(request.member, asked.q, kind=asked.kind, offset=window.offset, limit=window.limit)
    page = page_of([HitShape.of(hit) for hit in found.hits], found.total, window)
    return HitPage(**page.dict(), more=found.more)
