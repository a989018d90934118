"""Takes API calls that change an agreed plan; gives the draft proposal that each change went into."""

from typing import Annotated

from django.utils import timezone
from ninja import Field, Router, Schema, Status

from xietong import drafting
from xietong_web.accounts.gate import Acting
from xietong_web.accounts.models import Member
from xietong_web.drafting.frame_shapes import FrameEdit, FrameShape
from xietong_web.drafting.queries import Bodies, the_plan
from xietong_web.drafting.shapes import ItemFields, Kind
from xietong_web.endorsing import amending
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.queries import the_proposal
from xietong_web.endorsing.shapes import ProposalWhole
from xietong_web.theme.answers import Key, Title

router = Router(tags=["endorsing"])


class ItemProposed(Schema):
    """A new item, last below its parent (null: on the first level)."""

    parent: Annotated[Key | None, Field()] = None
    kind: Kind
    title: Title


def _whole(member: Member, plan_uid: str, made: Proposal) -> ProposalWhole:
    plan = the_plan(member, plan_uid)
    return ProposalWhole.whole(plan, the_proposal(member, plan, made.number))


@router.post("/plans/{plan_uid}/amendments/items", response={201: ProposalWhole})
def amend_new(request: Acting, plan_uid: Key, told: ItemProposed) -> Status[ProposalWhole]:
    """Put a new item into the own party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    made = amending.amend_with_new(
        plan_uid=plan.uid,
        parent=told.parent,
        kind=drafting.Kind(told.kind),
        title=told.title.strip(),
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, _whole(request.member, plan_uid, made))


@router.get("/plans/{plan_uid}/amendments/plan", response={200: FrameShape})
def plan_wanted(request: Acting, plan_uid: Key) -> FrameShape:
    """Show the plan itself as the own party's draft proposes it so far, else as agreed."""
    plan = the_plan(request.member, plan_uid)
    return FrameShape.of_frame(amending.plan_wanted(plan, request.member))


@router.patch("/plans/{plan_uid}/amendments/plan", response={200: ProposalWhole})
def amend_plan(request: Acting, plan_uid: Key, told: FrameEdit) -> ProposalWhole:
    """Put changes of the plan's title, dates, objectives or basis into the own party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    made = amending.amend_plan(
        plan_uid=plan.uid,
        revision=told.revision,
        changes=told.changes(),
        by=request.member,
        now=timezone.now(),
    )
    return _whole(request.member, plan_uid, made)


@router.patch("/plans/{plan_uid}/amendments/items/{uid}", response={200: ProposalWhole})
def amend(request: Acting, plan_uid: Key, uid: Key, told: ItemFields) -> ProposalWhole:
    """Put changes of an item's fields into the own party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    changes = told.changes(Bodies(plan))
    made = amending.amend_item(plan_uid=plan.uid, uid=uid, changes=changes, by=request.member, now=timezone.now())
    return _whole(request.member, plan_uid, made)


@router.delete("/plans/{plan_uid}/amendments/items/{uid}", response={200: ProposalWhole})
def amend_without(request: Acting, plan_uid: Key, uid: Key) -> ProposalWhole:
    """Put the deletion of an item, with all under it, into the own party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    made = amending.amend_without(plan_uid=plan.uid, uid=uid, by=request.member, now=timezone.now())
    return _whole(request.member, plan_uid, made)
