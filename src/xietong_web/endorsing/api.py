"""Takes API calls about proposals and versions; gives their answers.

There is no call that signs: a signature asks for a second factor proven within five minutes by the person present,
and a token proves none. The statement that a party's own key signs elsewhere can be fetched here, and the signature
file is handed in on the proposal's page.
"""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from xietong import drafting
from xietong_web.accounts.gate import Acting
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.accounts.shapes import EntryShape
from xietong_web.audit.queries import visible_to as entries_visible_to
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.endorsing import amending, services
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.queries import journal_of, proposals_of, the_proposal, the_version
from xietong_web.endorsing.shapes import (
    ChangeShape,
    ProposalShape,
    ProposalWhole,
    RemarkShape,
    SignatureShape,
    VersionShape,
    VersionSigned,
)
from xietong_web.endorsing.showing import shown_changes
from xietong_web.theme.answers import Body, Key, Page, ProposalTitle, Window, paged

router = Router(tags=["endorsing"])


class Proposed(Schema):
    """A first proposal: the plan itself, put to the parties."""

    title: ProposalTitle
    reason: Body = ""


class Said(Schema):
    """What somebody says: a reason, a remark."""

    text: Body = Field(min_length=1)


def _found(member: Member, plan_uid: str, number: int) -> tuple[Plan, Proposal]:
    plan = the_plan(member, plan_uid)
    return plan, the_proposal(member, plan, number)


def _again(member: Member, plan: Plan, number: int) -> ProposalShape:
    return ProposalShape.of(plan, the_proposal(member, plan, number))


@router.get("/plans/{plan_uid}/proposals", response={200: Page[ProposalShape]})
def proposals(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[ProposalShape]:
    """List a plan's proposals, the latest first; of other parties' not before they are opened."""
    plan = the_plan(request.member, plan_uid)
    rows = proposals_of(plan, request.member)
    return paged(rows, window, lambda row: ProposalShape.of(plan, row))


@router.post("/plans/{plan_uid}/proposals", response={201: ProposalShape})
def propose(request: Acting, plan_uid: Key, told: Proposed) -> Status[ProposalShape]:
    """Draft the first proposal of a plan; changes to an agreed plan go through ``/amendments``."""
    plan = the_plan(request.member, plan_uid)
    made = services.propose(
        plan_uid=plan.uid,
        title=told.title.strip(),
        reason=told.reason.strip(),
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, _again(request.member, plan, made.number))


@router.get("/plans/{plan_uid}/proposals/{int:number}", response={200: ProposalWhole})
def proposal(request: Acting, plan_uid: Key, number: int) -> ProposalWhole:
    """Show a proposal with its changes and what each party has said."""
    plan, found = _found(request.member, plan_uid, number)
    return ProposalWhole.whole(plan, found)


@router.patch("/plans/{plan_uid}/proposals/{int:number}", response={200: ProposalShape})
def name_proposal(request: Acting, plan_uid: Key, number: int, told: Proposed) -> ProposalShape:
    """Give the own party's draft its title and reasons."""
    plan, found = _found(request.member, plan_uid, number)
    amending.name_proposal(proposal=found, title=told.title, reason=told.reason, by=request.member, now=timezone.now())
    return _again(request.member, plan, number)


@router.post("/plans/{plan_uid}/proposals/{int:number}/open", response={200: ProposalShape})
def open_proposal(request: Acting, plan_uid: Key, number: int) -> ProposalShape:
    """Put a draft proposal to the parties: its version is made and waits for every signature."""
    plan, found = _found(request.member, plan_uid, number)
    services.open_proposal(proposal_pk=found.pk, by=request.member, now=timezone.now())
    return _again(request.member, plan, number)


@router.post("/plans/{plan_uid}/proposals/{int:number}/withdraw", response={200: ProposalShape})
def withdraw(request: Acting, plan_uid: Key, number: int) -> ProposalShape:
    """Take the own party's proposal back."""
    plan, found = _found(request.member, plan_uid, number)
    services.withdraw(proposal_pk=found.pk, by=request.member, now=timezone.now())
    return _again(request.member, plan, number)


@router.post("/plans/{plan_uid}/proposals/{int:number}/decline", response={200: ProposalShape})
def decline(request: Acting, plan_uid: Key, number: int, told: Said) -> ProposalShape:
    """Refuse a proposal for the own party, with a reason."""
    plan, found = _found(request.member, plan_uid, number)
    services.decline(proposal_pk=found.pk, reason=told.text, by=request.member, now=timezone.now())
    return _again(request.member, plan, number)


@router.post("/plans/{plan_uid}/proposals/{int:number}/rebase", response={201: ProposalShape})
def rebase(request: Acting, plan_uid: Key, number: int) -> Status[ProposalShape]:
    """Bring a proposal onto the version now in effect, as a new draft; 409 ``rebase-conflicts`` says where not."""
    plan, found = _found(request.member, plan_uid, number)
    made = services.rebase(proposal_pk=found.pk, by=request.member, now=timezone.now())
    return Status(201, _again(request.member, plan, made.number))


@router.get("/plans/{plan_uid}/proposals/{int:number}/remarks", response={200: Page[RemarkShape]})
def remarks(request: Acting, plan_uid: Key, number: int, window: Query[Window]) -> Page[RemarkShape]:
    """List the discussion of a proposal, the first remark first."""
    _, found = _found(request.member, plan_uid, number)
    return paged(found.remarks.select_related("party"), window, RemarkShape.of)


@router.post("/plans/{plan_uid}/proposals/{int:number}/remarks", response={201: RemarkShape})
def remark(request: Acting, plan_uid: Key, number: int, told: Said) -> Status[RemarkShape]:
    """Add to the discussion of a proposal."""
    _, found = _found(request.member, plan_uid, number)
    made = services.remark(proposal_pk=found.pk, text=told.text, by=request.member, now=timezone.now())
    return Status(201, RemarkShape.of(made))


class StatementShape(Schema):
    """The text that a party's key signs elsewhere, byte for byte, and the time that goes in with the signature."""

    statement: str
    stated_at: str


@router.get("/plans/{plan_uid}/proposals/{int:number}/statement", response={200: StatementShape})
def statement(request: Acting, plan_uid: Key, number: int) -> StatementShape:
    """Fetch the statement to be signed with a key kept elsewhere; the signature is handed in on the page."""
    _, found = _found(request.member, plan_uid, number)
    now = timezone.now()
    content = services.statement_to_sign(found, request.member.party_code, now)
    return StatementShape(statement=content.decode(), stated_at=now.isoformat())


@router.get("/plans/{plan_uid}/versions", response={200: Page[VersionShape]})
def versions(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[VersionShape]:
    """List a plan's versions, the latest first."""
    plan = the_plan(request.member, plan_uid)
    return paged(plan.versions.defer("content").order_by("-number"), window, VersionShape.of)


@router.get("/plans/{plan_uid}/versions/{int:number}", response={200: VersionSigned})
def version(request: Acting, plan_uid: Key, number: int) -> VersionSigned:
    """Show a version with its signatures."""
    found = the_version(the_plan(request.member, plan_uid), number)
    signatures = [SignatureShape.of(each) for each in found.signatures.select_related("party", "key")]
    return VersionSigned(**VersionShape.of(found).dict(), signatures=signatures)


CONTENT = {"responses": {200: {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}}}


@router.get("/plans/{plan_uid}/versions/{int:number}/content", openapi_extra=CONTENT)
def content(request: Acting, plan_uid: Key, number: int) -> HttpResponse:
    """Give a version's content, byte for byte as it was signed (RFC 8785); its SHA-256 is the digest."""
    found = the_version(the_plan(request.member, plan_uid), number)
    return HttpResponse(found.content.encode(), content_type="application/json")


class Since(Schema):
    """The number of the version to compare with."""

    since: int = Field(ge=1, le=2**31 - 1)


@router.get("/plans/{plan_uid}/versions/{int:number}/changes", response={200: list[ChangeShape]})
def changes(request: Acting, plan_uid: Key, number: int, asked: Query[Since]) -> list[ChangeShape]:
    """Compare a version with another (``since``), field by field."""
    plan = the_plan(request.member, plan_uid)
    old = services.version_plan(the_version(plan, asked.since))
    new = services.version_plan(the_version(plan, number))
    return [ChangeShape.of(each) for each in shown_changes(drafting.compare(old, new).changes, old, new)]


@router.get("/plans/{plan_uid}/journal", response={200: Page[EntryShape]})
def journal(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[EntryShape]:
    """List what the journal tells about a plan and its proposals, the latest first."""
    plan = the_plan(request.member, plan_uid)
    require(request.member, "audit.read-own", party=request.member.party_code)
    return paged(journal_of(plan, entries_visible_to(request.member.party_code)), window, EntryShape.of)
