"""Takes API calls about plans and their items; gives their answers."""

import uuid
from datetime import date
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting
from xietong_web.accounts.models import Party
from xietong_web.accounts.shapes import OrganisationShape
from xietong_web.audit.days import past_day, today
from xietong_web.documents.queries import the_document
from xietong_web.drafting import listing, services
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.queries import Bodies, bodies, the_plan, value_of, visible_to
from xietong_web.drafting.shapes import (
    MANY,
    FindingShape,
    ItemEdit,
    ItemNew,
    ItemShape,
    Kind,
    PlanShape,
    RevisionShape,
    Role,
)
from xietong_web.theme.answers import Body, Key, Line, Page, Title, Window, page_of, paged

router = Router(tags=["drafting"])
Uids = Annotated[list[Key], Field(min_length=1, max_length=10_000)]


class PlanStart(Schema):
    """The document that a plan is made of, and the codes of the parties in the order of the signature page."""

    document: uuid.UUID
    parties: Annotated[list[Key], Field(min_length=1, max_length=60)]


class PlanStarted(Schema):
    """A new plan, and what to look at in it."""

    plan: PlanShape
    findings: list[FindingShape]


class Filter(Schema):
    """Which items are asked for; ``party``, ``organisation`` and ``role`` must hold of one duty."""

    kind: Kind | Literal[""] = ""
    party: Line = ""
    organisation: Line = ""
    role: Role | Literal[""] = ""
    overdue: bool = False
    q: Line = Field("", description="part of title or text")
    as_of: date | None = None


class Place(Schema):
    """Where an item goes: below ``parent`` (null: the first level), at ``position`` among its children."""

    parent: Key | None
    position: int = Field(ge=0, le=1_000_000)


class Split(Schema):
    """The texts that an item falls into; the first line of each is its title."""

    texts: Annotated[list[Body], Field(min_length=2, max_length=MANY)]


class Join(Schema):
    """The siblings that become one; the first keeps its identity."""

    uids: Annotated[list[Key], Field(min_length=2, max_length=MANY)]
    title: Title | Literal[""] = ""


class Chosen(Schema):
    """Items that were read rightly."""

    uids: Uids


class Accepted(Schema):
    """How many items were marked that were not before."""

    accepted: int


@router.get("/plans", response={200: Page[PlanShape]})
def plans(request: Acting, window: Query[Window]) -> Page[PlanShape]:
    """List the plans of the own party, the latest first."""
    return paged(visible_to(request.member).prefetch_related("memberships__party"), window, PlanShape.of)


@router.post("/plans", response={201: PlanStarted})
def start_plan(request: Acting, told: PlanStart) -> Status[PlanStarted]:
    """Make a draft plan of a document that was read."""
    document = the_document(request.member, str(told.document))
    known = {party.code: party for party in Party.objects.filter(code__in=told.parties)}
    chosen = [known[code] for code in dict.fromkeys(told.parties) if code in known]
    if len(chosen) < len(set(told.parties)):
        raise Refusal(
            "unknown-party",
            zh="所列编码中有不存在的协同方；请从 /api/v1/parties 核对。",
            en="One of the codes is no party's; see /api/v1/parties.",
        )
    plan, findings = services.start_plan(document=document, parties=chosen, by=request.member, now=timezone.now())
    return Status(201, PlanStarted(plan=PlanShape.of(plan), findings=[FindingShape.of(each) for each in findings]))


@router.get("/plans/{plan_uid}/items", response={200: Page[ItemShape]})
def items(request: Acting, plan_uid: Key, window: Query[Window], asked: Query[Filter]) -> Page[ItemShape]:
    """List a plan's items in reading order, as they stand or as they stood at the end of a day (``as_of``)."""
    found = the_plan(request.member, plan_uid)
    wanted = listing.Asked(**asked.dict(exclude={"as_of"}))
    day = past_day(asked.as_of)
    if day is not None:
        return paged(listing.listed_on(found, wanted, day), window, ItemShape.of)
    return _rows(found, listing.listed(found, wanted, today()), window)


def _rows(plan: Plan, rows: QuerySet[Item], window: Window) -> Page[ItemShape]:
    chosen = rows[window.offset : window.offset + window.limit]
    shapes = [ItemShape.of(value, row) for value, row in listing.with_values(plan, chosen)]
    return page_of(shapes, rows.count(), window)


def _one(plan: Plan, uid: str) -> ItemShape:
    return ItemShape.of(value_of(plan, uid), services.the_item(plan, uid))


@router.post("/plans/{plan_uid}/items", response={201: ItemShape})
def add_item(request: Acting, plan_uid: Key, told: ItemNew) -> Status[ItemShape]:
    """Add an item to a plan in draft."""
    found = the_plan(request.member, plan_uid)
    fields = told.changes(Bodies(found))
    made = services.add_item(
        plan_uid=found.uid,
        parent=told.parent,
        position=told.position,
        kind=fields.pop("kind"),
        title=fields.pop("title"),
        fields=fields,
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, _one(found, made.uid))


@router.get("/plans/{plan_uid}/items/{uid}", response={200: ItemShape})
def item(request: Acting, plan_uid: Key, uid: Key, as_of: date | None = None) -> ItemShape:
    """Show an item, as it stands or as it stood at the end of a day."""
    found, day = the_plan(request.member, plan_uid), past_day(as_of)
    return _one(found, uid) if day is None else ItemShape.of(listing.item_on(found, uid, day))


@router.patch("/plans/{plan_uid}/items/{uid}", response={200: ItemShape})
def edit_item(request: Acting, plan_uid: Key, uid: Key, told: ItemEdit) -> ItemShape:
    """Change fields of an item in draft; 409 ``stale-edit`` with both texts where it changed since ``revision``."""
    found = the_plan(request.member, plan_uid)
    saved = services.edit_item(
        plan_uid=found.uid,
        uid=uid,
        revision=told.revision,
        changes=told.changes(Bodies(found)),
        by=request.member,
        now=timezone.now(),
    )
    return _one(found, saved.uid)


@router.delete("/plans/{plan_uid}/items/{uid}", response={204: None})
def remove_item(request: Acting, plan_uid: Key, uid: Key) -> Status[None]:
    """Delete an item in draft with all under it; ``undo`` brings it back."""
    found = the_plan(request.member, plan_uid)
    services.remove_item(plan_uid=found.uid, uid=uid, by=request.member, now=timezone.now())
    return Status(204, None)


@router.get("/plans/{plan_uid}/items/{uid}/tree", response={200: Page[ItemShape]})
def tree(request: Acting, plan_uid: Key, uid: Key, window: Query[Window], as_of: date | None = None) -> Page[ItemShape]:
    """List all that lies under an item, in reading order."""
    found, day = the_plan(request.member, plan_uid), past_day(as_of)
    if day is not None:
        return paged(listing.under_on(found, uid, day), window, ItemShape.of)
    return _rows(found, listing.under(found, uid), window)


@router.get("/plans/{plan_uid}/items/{uid}/history", response={200: Page[RevisionShape]})
def item_history(request: Acting, plan_uid: Key, uid: Key, window: Query[Window]) -> Page[RevisionShape]:
    """List the changes made to an item, the latest first; a deleted item keeps its history."""
    found = the_plan(request.member, plan_uid)
    return paged(found.revisions.filter(item_uid=uid).order_by("-id"), window, RevisionShape.of)


@router.post("/plans/{plan_uid}/items/{uid}/move", response={200: ItemShape})
def move_item(request: Acting, plan_uid: Key, uid: Key, told: Place) -> ItemShape:
    """Put an item in draft elsewhere, with all under it."""
    found = the_plan(request.member, plan_uid)
    services.move_item(
        plan_uid=found.uid,
        uid=uid,
        parent=told.parent,
        position=told.position,
        by=request.member,
        now=timezone.now(),
    )
    return _one(found, uid)


@router.post("/plans/{plan_uid}/items/{uid}/split", response={204: None})
def split_item(request: Acting, plan_uid: Key, uid: Key, told: Split) -> Status[None]:
    """Split an item in draft into one per text."""
    found = the_plan(request.member, plan_uid)
    services.split_item(plan_uid=found.uid, uid=uid, texts=told.texts, by=request.member, now=timezone.now())
    return Status(204, None)


@router.post("/plans/{plan_uid}/join", response={200: ItemShape})
def join_items(request: Acting, plan_uid: Key, told: Join) -> ItemShape:
    """Join sibling items in draft into the first of them."""
    found = the_plan(request.member, plan_uid)
    services.join_items(plan_uid=found.uid, uids=told.uids, title=told.title, by=request.member, now=timezone.now())
    return _one(found, told.uids[0])


@router.post("/plans/{plan_uid}/accept", response={200: Accepted})
def accept_items(request: Acting, plan_uid: Key, told: Chosen) -> Accepted:
    """Say of items in draft that they were read rightly."""
    found = the_plan(request.member, plan_uid)
    done = services.accept_items(plan_uid=found.uid, uids=told.uids, by=request.member, now=timezone.now())
    return Accepted(accepted=done)


@router.post("/plans/{plan_uid}/undo", response={204: None})
def undo(request: Acting, plan_uid: Key) -> Status[None]:
    """Take the caller's last change to a draft back."""
    found = the_plan(request.member, plan_uid)
    services.undo(plan_uid=found.uid, by=request.member, now=timezone.now())
    return Status(204, None)


@router.get("/plans/{plan_uid}/completions", response={200: list[OrganisationShape]})
def completions(request: Acting, plan_uid: Key, q: Line) -> list[OrganisationShape]:
    """Offer organisations of the plan's parties for a name being typed, the best first."""
    known = {body.code: body for body in bodies(the_plan(request.member, plan_uid))}
    found = drafting.complete(q, [body.to_value() for body in known.values()], limit=12)
    return [OrganisationShape.of(known[each.code]) for each in found]
