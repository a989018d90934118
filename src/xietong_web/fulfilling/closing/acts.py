"""Takes milestones and targets that were reached, with evidence; gives the act of closing them, and what was closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xietong import drafting, fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Actor, Office
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.accounts.roles import Role
from xietong_web.audit.services import record
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.drafting.rows import item_values
from xietong_web.drafting.services import locked
from xietong_web.fulfilling.evidence import Proof, check_amount, checked_links, proofs_of, store_evidence
from xietong_web.fulfilling.models import Closing, Evidence
from xietong_web.fulfilling.services import agreed_version


def _closer(plan: Plan, uid: str, by: Member) -> Duty:
    """Return the lead duty for which a member may close something of an item."""
    led = Duty.objects.filter(plan=plan, item__uid=uid, role="lead").exclude(organisation=None).exclude(party=None)
    own = led.filter(party=by.party) if by.has(Role.JOINT_OFFICE) else led.filter(organisation__in=bodies_of(by))
    duty = own.select_related("item", "party", "organisation").order_by("ordinal", "id").first()
    if duty is None or duty.party is None:
        raise Refusal(
            "no-such-duty",
            zh="只有牵头单位或本方联合办公室可以办结此事项的节点和目标。",
            en="Milestones and targets of an item are closed by its lead organisation or that side's joint office.",
        )
    require(by, "fulfilling.close", organisation=duty.organisation_id, party=duty.party.code)
    return duty


@transaction.atomic
def close(
    *,
    plan_uid: str,
    uid: str,
    kind: Closing.Kind,
    subject: str,
    by: Member,
    now: datetime,
    value: Decimal | None = None,
    files: Iterable[tuple[str, bytes]] = (),
    links: str = "",
) -> Closing:
    """Close a milestone or target of an item for the member's side with evidence; a target must be met by ``value``.

    Raises Refusal ``not-found``, ``no-such-duty``, ``not-permitted``, ``not-agreed-yet``, ``already-closed``,
    ``evidence-missing``, ``target-not-met``, ``value-missing``.
    """
    plan = locked(plan_uid)
    duty = _closer(plan, uid, by)
    agreed_version(plan)
    (item,) = item_values(plan, plan.items.filter(pk=duty.item_id))
    if Closing.objects.filter(subject=subject, party=duty.party).exists():
        raise Refusal("already-closed", zh="贵方已办结此项。", en="Your side has closed this already.")
    stored = [
        store_evidence(
            kind=Evidence.Of.CLOSING, subject=subject, name=name, data=data, by=by, now=now, private=False
        ).sha256
        for name, data in files
    ]
    evidence = tuple(dict.fromkeys([*stored, *checked_links(links)]))
    check_amount(len(evidence))
    office = Office.JOINT_OFFICE if by.has(Role.JOINT_OFFICE) else Office.LIAISON
    actor = Actor(by.sign, office, by.party_code, by.organisation.code if by.organisation else "")
    done = _closed(item, kind, subject, value, evidence, actor, now)
    row = Closing(
        plan=plan,
        item=duty.item,
        kind=kind.value,
        subject=done.subject,
        party=duty.party,
        organisation=duty.organisation,
        value=done.value,
        evidence=list(evidence),
        closed_by=by.sign,
        closed_at=now,
    )
    row.save(force_insert=True)
    data = {"plan": plan.uid, "item": uid, "kind": kind.value, "closed": subject}
    record("fulfilling.closed", by=by, now=now, subject=("plan", plan.uid), data=data, rows=[row])
    return row


def _closed(
    item: drafting.Item,
    kind: Closing.Kind,
    subject: str,
    value: Decimal | None,
    evidence: tuple[str, ...],
    by: Actor,
    now: datetime,
) -> fulfilling.Closing:
    if kind is Closing.Kind.MILESTONE:
        for milestone in item.milestones:
            if milestone.uid == subject:
                return fulfilling.close_milestone(milestone, evidence, by=by, now=now)
    for target in item.targets if kind is Closing.Kind.TARGET else ():
        if target.uid == subject:
            if value is None:
                raise Refusal(
                    "value-missing",
                    zh="办结目标须填写达到的数值。",
                    en="To close a target, give the value that was reached.",
                    field="value",
                )
            return fulfilling.close_target(target, value, evidence, by=by, now=now)
    raise Refusal("not-found", zh="此事项没有这个节点或目标。", en="The item has no such milestone or target.")


@dataclass(frozen=True, slots=True)
class ShownClosing:
    """A closing as a page shows it: the row with its party, and what proves it."""

    row: Closing
    proofs: Sequence[Proof]


def closings_of(item: Item) -> dict[str, list[ShownClosing]]:
    """Return the closings of an item's milestones and targets, by what was closed; a constant number of statements."""
    rows = list(Closing.objects.filter(item=item).select_related("party"))
    listed: dict[str, dict[str, None]] = {}
    for row in rows:
        listed.setdefault(row.subject, {}).update(dict.fromkeys(row.evidence))
    proofs = proofs_of(Evidence.Of.CLOSING, listed) if rows else {}
    found: dict[str, list[ShownClosing]] = {}
    for row in rows:
        own = [each for each in proofs[row.subject] if each.sha256 in row.evidence or each.url in row.evidence]
        found.setdefault(row.subject, []).append(ShownClosing(row, own))
    return found


def may_close(plan: Plan, item: Item, member: Member) -> bool:
    """Tell whether a member may close milestones and targets of an item."""
    if plan.state != Plan.State.AGREED or not member.has(Role.LIAISON, Role.JOINT_OFFICE):
        return False
    led = Duty.objects.filter(item=item, role="lead").exclude(organisation=None)
    own = (
        led.filter(party=member.party)
        if member.has(Role.JOINT_OFFICE)
        else led.filter(organisation__in=bodies_of(member))
    )
    return own.exists()
