"""Takes the parties' decisions; gives the acts of proposing, signing and declining."""

import base64
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Max

from xietong import drafting, endorsing
from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.models import Entry
from xietong_web.audit.services import locked_head, record
from xietong_web.drafting.adopting import adopt, set_state
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import locked
from xietong_web.endorsing.key_holding import own_party
from xietong_web.endorsing.keys import open_key
from xietong_web.endorsing.models import Proposal, Remark, Signature, SigningKey, Version
from xietong_web.endorsing.queries import amended_by, number_in_effect

FRESH = timedelta(minutes=5)
LONG = 16_000_000  # characters of a version, some 20,000 items: a longer one is not held in memory


def _codes(plan: Plan) -> list[str]:
    return list(plan.memberships.values_list("party__code", flat=True))


def version_plan(version: Version) -> drafting.Plan:
    """Return the plan of a version."""
    return _read_long(version.content) if len(version.content) > LONG else _read(version.content)


def _read_long(content: str) -> drafting.Plan:
    return endorsing.plan_from_canonical(content.encode())


# An act and its listeners read the same two versions, a page the same one again.
_read = lru_cache(maxsize=2)(_read_long)


def version_in_effect(plan: Plan) -> Version | None:
    """Return the version in effect, if any."""
    return plan.versions.exclude(in_effect_at=None).order_by("-number").first()


@transaction.atomic
def propose(
    *,
    plan_uid: str,
    title: str,
    reason: str,
    by: Member,
    now: datetime,
    changes: Iterable[drafting.Change] = (),
) -> Proposal:
    """Draft a proposal: of the plan itself before the first agreement, of changes to the version in effect after it.

    Raises Refusal ``not-permitted``, ``nothing-changed``, ``first-proposal-exists``.
    """
    plan = locked(plan_uid)
    require(by, "endorsing.propose", plan_parties=_codes(plan))
    base = version_in_effect(plan)
    listed = list(changes)
    if base is None and plan.proposals.filter(state__in=["draft", "open"]).exists():
        raise Refusal(
            "first-proposal-exists",
            zh="该计划的首次会签提案已在进行；请在原提案上办理。",
            en="The first proposal of this plan is already under way; go on with that one.",
        )
    if base is not None and not listed:
        raise Refusal(
            "nothing-changed",
            zh="提案没有任何修改；请先修改事项再提交。",
            en="The proposal changes nothing; change some items first.",
        )
    number = (plan.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    proposal = Proposal.objects.create(
        plan=plan,
        number=number,
        party=own_party(by),
        title=title,
        reason=reason,
        base=base,
        changes=json.dumps(drafting.changes_to_plain(listed), ensure_ascii=False),
        made_by=by.sign,
        made_at=now,
    )
    record(
        "endorsing.proposed",
        by=by,
        now=now,
        subject=("proposal", str(proposal.pk)),
        data={"plan": plan.uid, "number": number, "title": title},
        rows=[proposal],
        private=True,
    )
    return proposal


def _desk(proposal_pk: int) -> tuple[Proposal, Plan, endorsing.Proposal, int]:
    """Return a proposal and its plan, locked, with the engine's value and the number of the version in effect."""
    about = Proposal.objects.filter(pk=proposal_pk).values_list("plan_id", flat=True).first()
    if about is None:
        raise Refusal("not-found", zh="没有这个提案；请从提案列表进入。", en="There is no such proposal; see the list.")
    plan = locked(about)
    # Without the contents of versions, megabytes: who signs needs their digests, the last signature reads them then.
    named = Proposal.objects.select_related("plan", "party", "base", "version")
    found = named.defer("base__content", "version__content").get(pk=proposal_pk)
    assents = dict.fromkeys(_codes(plan), endorsing.Assent.PENDING)
    if found.version:
        for party, state in found.version.signatures.values_list("party__code", "state"):
            assents[party] = endorsing.Assent(state)
    value = endorsing.Proposal(
        uid=str(found.pk),
        party=found.party.code,
        base=found.base.number if found.base else 0,
        state=endorsing.State(found.state),
        assents=assents,
    )
    return found, plan, value, number_in_effect(plan) or 0


@transaction.atomic
def open_proposal(*, proposal_pk: int, by: Member, now: datetime) -> Proposal:
    """Put a proposal to the parties: its version is made, canonical and immutable, and waits for every signature."""
    proposal, plan, value, current = _desk(proposal_pk)
    require(by, "endorsing.propose", plan_parties=_codes(plan))
    value = endorsing.advance(value, "open", party=by.party_code, office="joint_office", current=current)
    proposed = proposed_plan(proposal)
    errors = [finding for finding in drafting.check(proposed) if finding.severity.value == "error"]
    if errors:
        first = errors[0].wording
        raise Refusal(
            "plan-has-errors",
            zh=f"计划还有 {len(errors)} 处错误，暂不能会签。第一处：{first.zh}",
            en=f"The plan still has {len(errors)} errors and cannot be signed. The first: {first.en}",
        )
    content = endorsing.canonical(proposed)
    number = (plan.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Version.objects.create(
        plan=plan, number=number, content=content.decode(), digest=endorsing.digest(content), made_at=now
    )
    proposal.version, proposal.state, proposal.opened_at = version, value.state.value, now
    proposal.save(update_fields=["version", "state", "opened_at"])
    if plan.state == Plan.State.DRAFT:
        set_state(plan=plan, state=Plan.State.PROPOSED, by=by, now=now)
    data = {"plan": plan.uid, "version": number, "digest": version.digest}
    subject = ("proposal", str(proposal.pk))
    record("endorsing.opened", by=by, now=now, subject=subject, data=data, rows=[version, proposal])
    return proposal


def proposed_plan(proposal: Proposal) -> drafting.Plan:
    """Return the plan as it would be once the proposal is in effect."""
    if proposal.version:
        return version_plan(proposal.version)
    if proposal.base is None:
        return plan_value(proposal.plan)
    return drafting.apply(version_plan(proposal.base), drafting.changes_from_plain(json.loads(proposal.changes)))


def _fresh(proven_at: datetime | None, now: datetime) -> None:
    if proven_at is None or now - proven_at > FRESH:
        raise Refusal(
            "second-factor-needed",
            zh="签署前请重新通过双重验证（验证码或通行密钥），5 分钟内有效。",
            en="Confirm your second factor (code or passkey) before signing; it holds for 5 minutes.",
        )


@transaction.atomic
def sign(
    *,
    proposal_pk: int,
    proven_at: datetime | None,
    by: Member,
    now: datetime,
    detached: tuple[datetime, bytes] | None = None,
) -> Proposal:
    """Sign a proposal's version for the member's party; the last signature puts it into effect.

    ``proven_at`` is when the second factor was last confirmed. ``detached`` is (time stated, signature file) made
    elsewhere over ``statement_to_sign``. Raises Refusal ``second-factor-needed``, ``no-key``, ``bad-signature`` and
    those of ``endorsing.advance``.
    """
    proposal, plan, value, current = _desk(proposal_pk)
    require(by, "endorsing.sign", party=by.party_code)
    value = endorsing.advance(value, "sign", party=by.party_code, office="signatory", current=current)
    _fresh(proven_at, now)
    key, version = _key_of(by), _version_of(proposal)
    head = locked_head()
    seq, point = opening_point(version) if detached else (head.seq, head.hash)
    stated_at = detached[0] if detached else now
    statement = endorsing.statement(version.digest, point, by.party_code, plan.uid, version.number, stated_at)
    signed = _signature(key, statement, by.party_code, detached)
    signature = Signature.objects.create(
        version=version,
        party=own_party(by),
        state=Signature.State.SIGNED,
        key=key,
        algorithm=endorsing.ALGORITHM,
        statement=statement.decode(),
        signature=base64.b64encode(signed).decode(),
        journal_seq=seq,
        journal_head=point,
        signed_by=by.sign,
        signed_at=now,
    )
    data = {"plan": plan.uid, "version": version.number, "digest": version.digest}
    record("endorsing.signed", by=by, now=now, subject=("proposal", str(proposal.pk)), data=data, rows=[signature])
    if value.state is endorsing.State.ADOPTED:
        _take_effect(proposal, plan, version, by, now)
    return proposal


def opening_point(version: Version) -> tuple[int, str]:
    """Return (seq, hash) of the entry that opened a version for signature.

    A signature made elsewhere covers the journal up to there: its maker cannot race a journal that goes on.
    """
    proposal = version.proposals_for.get()
    entry = Entry.objects.about("proposal", str(proposal.pk)).filter(act="endorsing.opened").latest("seq")
    return entry.seq, entry.hash


def statement_to_sign(proposal: Proposal, party_code: str, at: datetime) -> bytes:
    """Return the statement that a party signs elsewhere, as bytes for ``openssl pkeyutl -sign -rawin``."""
    version = _version_of(proposal)
    return endorsing.statement(
        version.digest, opening_point(version)[1], party_code, proposal.plan_id, version.number, at
    )


def _key_of(by: Member) -> SigningKey:
    key = SigningKey.objects.filter(party=by.party, retired_at=None).first()
    if key is None:
        raise Refusal(
            "no-key",
            zh="贵方尚未登记签名密钥；请先在“签名密钥”页登记。",
            en="Your party has no signing key yet; register one on the page “Signing key” first.",
        )
    return key


def _version_of(proposal: Proposal) -> Version:
    if proposal.version is None:
        raise Refusal("not-open", zh="提案尚未提交会签。", en="The proposal has not been opened for signature.")
    return proposal.version


def _signature(key: SigningKey, statement: bytes, party: str, detached: tuple[datetime, bytes] | None) -> bytes:
    if detached:
        signed = endorsing.signature_from_upload(detached[1])
        if not endorsing.verify(statement, signed, base64.b64decode(key.public)):
            raise Refusal(
                "bad-signature",
                zh="上传的签名与待签文本或登记的公钥不符；请用登记的密钥对下载的待签文本重新签名。",
                en="The uploaded signature fits neither the statement nor the registered key; "
                "sign the downloaded statement again with the registered key.",
                field="signature",
            )
        return signed
    if not key.sealed:
        raise Refusal(
            "key-kept-elsewhere",
            zh="贵方密钥保存在系统之外；请下载待签文本，签名后上传。",
            en="Your party's key is kept elsewhere; download the statement, sign it and upload the signature.",
        )
    return endorsing.sign(statement, open_key(key.sealed, party))


def _take_effect(proposal: Proposal, plan: Plan, version: Version, by: Member, now: datetime) -> None:
    version.in_effect_at = now
    version.save(update_fields=["in_effect_at"])
    proposal.state, proposal.closed_at = "adopted", now
    proposal.save(update_fields=["state", "closed_at"])
    if proposal.base:
        found = amended_by(proposal.base, version)
        adopt(plan=plan, old=found.before, new=found.after, orders=found.orders, by=by, now=now)
    if plan.state != Plan.State.AGREED:
        set_state(plan=plan, state=Plan.State.AGREED, by=by, now=now)
    record(
        "endorsing.adopted",
        by=by,
        now=now,
        subject=("proposal", str(proposal.pk)),
        data={"plan": plan.uid, "version": version.number},
        rows=[version, proposal],
    )


@transaction.atomic
def decline(*, proposal_pk: int, reason: str, by: Member, now: datetime) -> Proposal:
    """Refuse a proposal for the member's party, with a reason."""
    proposal, plan, value, current = _desk(proposal_pk)
    require(by, "endorsing.decline", party=by.party_code)
    value = endorsing.advance(value, "decline", party=by.party_code, office="signatory", current=current, reason=reason)
    signature = Signature.objects.create(
        version=_version_of(proposal),
        party=own_party(by),
        state=Signature.State.DECLINED,
        reason=value.reason,
        signed_by=by.sign,
        signed_at=now,
    )
    _close(proposal, plan, value.state.value, by, now)
    record(
        "endorsing.declined",
        by=by,
        now=now,
        subject=("proposal", str(proposal.pk)),
        data={"plan": plan.uid, "reason": value.reason},
        rows=[signature, proposal],
    )
    return proposal


def _close(proposal: Proposal, plan: Plan, state: str, by: Member, now: datetime) -> None:
    proposal.state, proposal.closed_at = state, now
    proposal.save(update_fields=["state", "closed_at"])
    if plan.state == Plan.State.PROPOSED:
        set_state(plan=plan, state=Plan.State.DRAFT, by=by, now=now)


@transaction.atomic
def withdraw(*, proposal_pk: int, by: Member, now: datetime) -> Proposal:
    """Take a proposal back; only the party that made it can."""
    proposal, plan, value, current = _desk(proposal_pk)
    require(by, "endorsing.withdraw", party=proposal.party.code)
    value = endorsing.advance(value, "withdraw", party=by.party_code, office="joint_office", current=current)
    _close(proposal, plan, value.state.value, by, now)
    subject = ("proposal", str(proposal.pk))
    record("endorsing.withdrawn", by=by, now=now, subject=subject, data={"plan": plan.uid}, rows=[proposal])
    return proposal


@transaction.atomic
def rebase(*, proposal_pk: int, by: Member, now: datetime) -> Proposal:
    """Bring a proposal onto the version now in effect, as a new draft; the old one is superseded.

    Raises Refusal ``rebase-conflicts`` naming where both changed the same.
    """
    proposal, plan, value, current = _desk(proposal_pk)
    require(by, "endorsing.propose", plan_parties=_codes(plan))
    latest = version_in_effect(plan)
    if proposal.base is None or latest is None or proposal.base.number == current:
        raise Refusal(
            "base-current", zh="提案已基于现行版本，无需变基。", en="The proposal rests on the version in effect."
        )
    changes = drafting.changes_from_plain(json.loads(proposal.changes))
    now_plan = version_plan(latest)
    merged = endorsing.rebase(changes, version_plan(proposal.base), now_plan)
    if merged.conflicts:
        raise Refusal(
            "rebase-conflicts",
            zh=f"有 {len(merged.conflicts)} 处与现行版本冲突；请逐处选定后重新提案。",
            en=f"{len(merged.conflicts)} changes conflict with the version in effect; settle them in a new proposal.",
            detail={str(place): str(conflict) for place, conflict in enumerate(merged.conflicts, 1)},
        )
    if proposal.state == "open":
        value = endorsing.advance(value, "supersede", party=by.party_code, office="system", current=current)
        _close(proposal, plan, value.state.value, by, now)
        record("endorsing.superseded", by=by, now=now, subject=("proposal", str(proposal.pk)), rows=[proposal])
    changes = endorsing.rebased_changes(now_plan, merged)
    new = propose(plan_uid=plan.uid, title=proposal.title, reason=proposal.reason, changes=changes, by=by, now=now)
    data = {"plan": plan.uid, "from": proposal.pk}
    record("endorsing.rebased", by=by, now=now, subject=("proposal", str(new.pk)), data=data, private=True)
    return new


@transaction.atomic
def remark(*, proposal_pk: int, text: str, by: Member, now: datetime) -> Remark:
    """Add to the discussion of a proposal."""
    proposal, plan, _, _ = _desk(proposal_pk)
    require(by, "endorsing.discuss", plan_parties=_codes(plan))
    if not text.strip():
        raise Refusal(
            "empty-remark", zh="意见内容为空；请填写。", en="The remark is empty; write something.", field="text"
        )
    made = Remark.objects.create(
        proposal=proposal, party=own_party(by), text=text.strip(), made_by=by.sign, made_at=now
    )
    record("endorsing.remarked", by=by, now=now, subject=("proposal", str(proposal.pk)), rows=[made])
    return made
