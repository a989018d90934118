"""Takes proposals, versions and signatures; gives what the JSON API says about them."""

from datetime import datetime
from typing import Any

from ninja import Schema

from xietong import drafting
from xietong_web.drafting.models import Plan
from xietong_web.endorsing.models import Proposal, Remark, Signature, Version
from xietong_web.endorsing.queries import assents, changes_of
from xietong_web.endorsing.services import proposed_plan, version_plan
from xietong_web.endorsing.showing import ShownChange, shown_changes


class AssentShape(Schema):
    """What one party has said to a proposal: pending, signed, or declined with a reason."""

    party: str
    state: str
    reason: str
    by: str | None
    at: datetime | None


class ProposalShape(Schema):
    """A proposal; ``base`` and ``version`` are version numbers."""

    number: int
    party: str
    title: str
    reason: str
    state: str
    base: int | None
    version: int | None
    made_by: str
    made_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    assents: list[AssentShape]

    @classmethod
    def of(cls, plan: Plan, proposal: Proposal) -> "ProposalShape":
        """Return a proposal's shape."""
        return cls(
            number=proposal.number,
            party=proposal.party.code,
            title=proposal.title,
            reason=proposal.reason,
            state=proposal.state,
            base=proposal.base.number if proposal.base else None,
            version=proposal.version.number if proposal.version else None,
            made_by=proposal.made_by,
            made_at=proposal.made_at,
            opened_at=proposal.opened_at,
            closed_at=proposal.closed_at,
            assents=[
                AssentShape(
                    party=each.party.code,
                    state=each.state,
                    reason=each.signature.reason if each.signature else "",
                    by=each.signature.signed_by if each.signature else None,
                    at=each.signature.signed_at if each.signature else None,
                )
                for each in assents(plan, proposal)
            ],
        )


class SaidField(Schema):
    """What a field of an item says, in words."""

    field: str
    said: str


class ChangeShape(Schema):
    """One change in words: of which item (empty: the plan), which field (empty: the whole item), from what, to what.

    ``whole`` is all that an item says which comes or goes.
    """

    item: str
    title: str
    field: str
    kind: str
    old: str
    new: str
    whole: list[SaidField] = []

    @classmethod
    def of(cls, change: ShownChange) -> "ChangeShape":
        """Return a change's shape."""
        return cls(
            item=change.item,
            title=change.title,
            field=change.field,
            kind=change.kind,
            old=change.old,
            new=change.new,
            whole=[SaidField(field=field, said=said) for field, said in change.whole],
        )


class ProposalWhole(ProposalShape):
    """A proposal with its changes: ``changes`` in words, ``exact`` as the proposal keeps them."""

    changes: list[ChangeShape]
    exact: list[dict[str, Any]]

    @classmethod
    def whole(cls, plan: Plan, proposal: Proposal) -> "ProposalWhole":
        """Return a proposal's shape with its changes; the first proposal of a plan changes nothing, it is the plan."""
        changes = changes_of(proposal)
        shown = []
        if proposal.base:
            shown = shown_changes(changes, version_plan(proposal.base), proposed_plan(proposal))
        return cls(
            **ProposalShape.of(plan, proposal).dict(),
            changes=[ChangeShape.of(each) for each in shown],
            exact=drafting.changes_to_plain(changes),
        )


class RemarkShape(Schema):
    """A contribution to the discussion of a proposal."""

    party: str
    text: str
    made_by: str
    made_at: datetime

    @classmethod
    def of(cls, remark: Remark) -> "RemarkShape":
        """Return a remark's shape; ``party`` should have been selected."""
        return cls(party=remark.party.code, text=remark.text, made_by=remark.made_by, made_at=remark.made_at)


class VersionShape(Schema):
    """A version; ``digest`` is the SHA-256 (hex) of its content."""

    number: int
    digest: str
    made_at: datetime
    in_effect_at: datetime | None

    @classmethod
    def of(cls, version: Version) -> "VersionShape":
        """Return a version's shape."""
        return cls(
            number=version.number,
            digest=version.digest,
            made_at=version.made_at,
            in_effect_at=version.in_effect_at,
        )


class SignatureShape(Schema):
    """A signature: ``signature`` (base64) under ``public_key`` (base64) over ``statement``; or a refusal's reason."""

    party: str
    state: str
    reason: str
    algorithm: str
    statement: str
    signature: str
    public_key: str
    signed_by: str
    signed_at: datetime

    @classmethod
    def of(cls, signature: Signature) -> "SignatureShape":
        """Return a signature's shape; ``party`` and ``key`` should have been selected."""
        return cls(
            party=signature.party.code,
            state=signature.state,
            reason=signature.reason,
            algorithm=signature.algorithm,
            statement=signature.statement,
            signature=signature.signature,
            public_key=signature.key.public if signature.key else "",
            signed_by=signature.signed_by,
            signed_at=signature.signed_at,
        )


class VersionSigned(VersionShape):
    """A version with its signatures."""

    signatures: list[SignatureShape]
