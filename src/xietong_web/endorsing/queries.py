"""Takes a member; gives the proposals and versions of a plan, as the pages need them."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from xietong import drafting, endorsing
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Party
from xietong_web.audit.asking import asked
from xietong_web.audit.models import Entry, EntrySet
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import visible_to as plans_visible_to
from xietong_web.endorsing.models import Proposal, Signature, SigningKey, Version


def proposals_of(plan: Plan, member: Member | None = None) -> QuerySet[Proposal]:
    """Return a plan's proposals with versions and signatures, the latest first; for a member, those open to it."""
    signatures = Prefetch("version__signatures", Signature.objects.select_related("party"))
    others = Q(state="draft") & ~Q(party=member.party) if member else Q(pk=None)
    return (
        plan.proposals.exclude(others)
        .select_related("party", "base", "version")
        .prefetch_related(signatures, "remarks__party")
    )


def proposals_on(plan: Plan, member: Member, moment: datetime | None) -> list[Proposal]:
    """Return the proposals that a member may see, as they stood at a moment (``None``: now)."""
    listed = [each for each in proposals_of(plan) if each.state != "draft" or each.party_id == member.party_id]
    if moment is None:
        return listed
    known = [each for each in listed if each.made_at <= moment]
    for each in known:
        if each.closed_at is None or each.closed_at > moment:
            each.state = "open" if each.opened_at and each.opened_at <= moment else "draft"
    return [each for each in known if each.state != "draft" or each.party_id == member.party_id]


def the_proposal(member: Member, plan: Plan, number: int) -> Proposal:
    """Return one proposal of a plan; another party's draft is its own kitchen. Raises Refusal ``not-found``."""
    found = proposals_of(plan).filter(number=number).first()
    if found is None or (found.state == "draft" and found.party_id != member.party_id):
        raise Refusal("not-found", zh="没有这个提案；请从提案列表进入。", en="There is no such proposal; see the list.")
    return found


def the_version(plan: Plan, number: int) -> Version:
    """Return one version of a plan. Raises Refusal ``not-found``."""
    found = plan.versions.filter(number=number).first()
    if found is None:
        raise Refusal("not-found", zh="没有这个版本；请从版本列表进入。", en="There is no such version; see the list.")
    return found


_AMENDED: dict[tuple[str, str], endorsing.Amended] = {}


def amended_by(base: Version, version: Version) -> endorsing.Amended:
    """Return what leads from one version to another. Kept: the act that puts it into effect asks, and its listeners."""
    key = (base.digest, version.digest)
    found = _AMENDED.get(key)
    if found is None:
        found = endorsing.amended(base.content.encode(), version.content.encode())
        _AMENDED.clear()
        _AMENDED[key] = found
    return found


@asked
def _numbers(plan: Plan) -> QuerySet[Version, int]:
    return (
        Version.objects.filter(plan=plan)
        .exclude(in_effect_at=None)
        .order_by("-number")
        .values_list("number", flat=True)[:1]
    )


def number_in_effect(plan: Plan) -> int | None:
    """Return the number of the version in effect, without its content: tens of megabytes of a large plan."""
    return next(iter(_numbers(plan)), None)


def journal_of(plan: Plan, entries: EntrySet) -> EntrySet:
    """Return the entries about a plan and its proposals among those that somebody may see, the latest first."""
    proposals = [str(pk) for pk in plan.proposals.values_list("pk", flat=True)]
    about = Q(subject_kind="plan", subject=plan.uid) | Q(subject_kind="proposal", subject__in=proposals)
    return entries.filter(about).order_by("-seq")


@dataclass(frozen=True, slots=True)
class Assent:
    """What one party has said to a proposal."""

    party: Party
    state: str
    signature: Signature | None


def assents(plan: Plan, proposal: Proposal, moment: datetime | None = None) -> list[Assent]:
    """Return every party's word on a proposal, in the parties' order; what had been said by a moment when given."""
    said: dict[int, Signature] = {}
    if proposal.version:
        heard = (each for each in proposal.version.signatures.all() if moment is None or each.signed_at <= moment)
        said = {signature.party_id: signature for signature in heard}
    parties = [each.party for each in plan.memberships.select_related("party")]
    return [
        Assent(party, said[party.pk].state if party.pk in said else "pending", said.get(party.pk)) for party in parties
    ]


def signers(said: Iterable[Assent]) -> list[str]:
    """Return the sign-in names of those who spoke for their parties."""
    return [each.signature.signed_by for each in said if each.signature]


def unsigned_by(member: Member) -> list[Proposal]:
    """Return the open proposals that the member's party has not signed."""
    if member.party is None:
        return []
    open_ = Proposal.objects.filter(state="open", plan__in=plans_visible_to(member)).select_related("plan", "party")
    versions = [each.version_id for each in open_]
    own = Signature.objects.filter(version__in=versions, party=member.party) if versions else Signature.objects.none()
    signed = set(own.values_list("version_id", flat=True))
    return [each for each in open_ if each.version_id not in signed]


def changes_of(proposal: Proposal) -> tuple[drafting.Change, ...]:
    """Return a proposal's changes as engine values."""
    return tuple(drafting.changes_from_plain(json.loads(proposal.changes)))


def broken_versions() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every version whose content is not what was hashed."""
    for version in Version.objects.order_by("plan", "number").iterator(chunk_size=1):
        if endorsing.digest(version.content.encode()) != version.digest:
            yield "version-changed", f"plan {version.plan_id} version {version.number}"


def broken_signatures() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every signature that does not verify, or that covers another journal or version."""
    signed = Signature.objects.filter(state="signed").select_related("version", "party", "key").order_by("pk")
    for each in signed:
        where = f"signature of {each.party.code} on plan {each.version.plan_id} version {each.version.number}"
        if not _holds(each):
            yield "signature-broken", where
        elif each.journal_seq and not Entry.objects.filter(seq=each.journal_seq, hash=each.journal_head).exists():
            yield "signature-journal", where


def _holds(each: Signature) -> bool:
    if each.key is None:
        return False
    try:
        said = json.loads(each.statement)
        content = base64.b64decode(each.signature, validate=True)
        public = base64.b64decode(each.key.public, validate=True)
    except ValueError:
        return False
    covered = (said.get("digest"), said.get("journal"), said.get("version"), said.get("plan"), said.get("party"))
    rows = (each.version.digest, each.journal_head, each.version.number, each.version.plan_id, each.party.code)
    return covered == rows and endorsing.verify(each.statement.encode(), content, public)


def key_of(member: Member) -> SigningKey | None:
    """Return the signing key of the member's party in force."""
    return SigningKey.objects.filter(party=member.party, retired_at=None).first() if member.party else None
