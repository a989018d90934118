"""Takes wishes for later due dates and the answers to them; gives the acts of asking and answering."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Actor, ExtensionAct, Office
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.queries import SHANGHAI
from xietong_web.audit.services import record
from xietong_web.drafting.checking import check_days
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.services import locked
from xietong_web.fulfilling.evidence import check_amount, checked_links, store_evidence
from xietong_web.fulfilling.extending.queries import actors_of, dues_in_force
from xietong_web.fulfilling.models import Evidence, Extension
from xietong_web.fulfilling.services import agreed_version


@transaction.atomic
def ask_extension(
    *,
    plan_uid: str,
    uid: str,
    wanted: date,
    reason: str,
    by: Member,
    now: datetime,
    files: Iterable[tuple[str, bytes]] = (),
    links: str = "",
) -> Extension:
    """Ask for a later due date of an item for the member's own body, which leads it, with reason and evidence.

    ``files`` are names and bytes, ``links`` one a line. Raises Refusal ``not-found``, ``no-such-duty``,
    ``not-permitted``, ``not-agreed-yet``, ``no-due-date``, ``already-asked`` and those of ``fulfilling.ask_extension``.
    """
    plan = locked(plan_uid)
    duty = (
        Duty.objects.filter(plan=plan, item__uid=uid, role="lead", organisation__in=bodies_of(by))
        .select_related("item", "party", "organisation")
        .first()
    )
    if duty is None or duty.organisation is None or duty.party is None:
        raise Refusal(
            "no-such-duty",
            zh="贵单位不是此事项的牵头单位，不能申请延期。",
            en="Your organisation does not lead this item and cannot ask for an extension of it.",
        )
    require(by, "fulfilling.ask-extension", organisation=duty.organisation.pk)
    agreed_version(plan)
    check_days([wanted])
    if duty.item.due is None:
        raise Refusal(
            "no-due-date",
            zh="此事项没有完成时限，无需延期。",
            en="This item has no due date that could be extended.",
        )
    if Extension.objects.filter(item=duty.item, organisation=duty.organisation, state="asked").exists():
        raise Refusal(
            "already-asked",
            zh="贵单位已申请延期，正在等待批准；可先撤回再重新申请。",
            en="Your organisation has asked already and waits for the answer; withdraw that first.",
        )
    key = new_key()
    stored = [
        store_evidence(
            kind=Evidence.Of.EXTENSION, subject=key, name=name, data=data, by=by, now=now, private=False
        ).sha256
        for name, data in files
    ]
    evidence = list(dict.fromkeys([*stored, *checked_links(links)]))
    check_amount(len(evidence))
    sides = Duty.objects.filter(item=duty.item).exclude(party=duty.party).exclude(party=None)
    row = Extension(
        uid=key,
        plan=plan,
        item=duty.item,
        party=duty.party,
        organisation=duty.organisation,
        counterparts=sorted(set(sides.values_list("party__code", flat=True))),
        asked_by=by.sign,
        asked_at=now,
        agreed=duty.item.due,
        due=dues_in_force(plan, among=[uid]).get(uid, duty.item.due),
        wanted=wanted,
        reason=reason,
        evidence=evidence,
        state="asked",
    )
    asked = fulfilling.ask_extension(row.to_value(), today=now.astimezone(SHANGHAI).date())
    row.reason = asked.reason
    row.save(force_insert=True)
    _tell("asked", row, by, now)
    return row


@transaction.atomic
def answer_extension(
    *, uid: str, act: ExtensionAct, by: Member, now: datetime, answer: str = "", due: date | None = None
) -> Extension:
    """Grant an extension (until ``due``, by default as asked), refuse it with a reason, or withdraw the own one.

    Raises Refusal ``not-found``, ``not-permitted`` and those of ``fulfilling.answer_extension``; of two simultaneous
    answers one finds it answered and is refused ``not-allowed``.
    """
    known = Extension.objects.filter(uid=uid, plan__parties=by.party).first()
    if known is None:
        raise Refusal("not-found", zh="没有这项延期申请，或它不对您开放。", en="There is no such extension for you.")
    plan = locked(known.plan_id)
    row = Extension.objects.select_related("plan", "party", "organisation").get(uid=uid)
    permission = "fulfilling.ask-extension" if act is ExtensionAct.WITHDRAW else "fulfilling.answer-extension"
    codes = list(plan.memberships.values_list("party__code", flat=True))
    require(by, permission, organisation=row.organisation_id, plan_parties=codes)
    value = row.to_value()
    office = Office.LIAISON if act is ExtensionAct.WITHDRAW else Office.JOINT_OFFICE
    actor = next((each for each in actors_of(by, row) if each.office is office), Actor(by.sign, office, by.party_code))
    check_days([due])
    after = fulfilling.answer_extension(value, act, by=actor, now=now, answer=answer, due=due)
    row.fill(after, by)
    row.save()
    _tell(after.state.value, row, by, now)
    return row


def _tell(what: str, row: Extension, by: Member, now: datetime) -> None:
    days = {"due": row.due.isoformat(), "wanted": row.wanted.isoformat()}
    days |= {"granted": row.granted.isoformat()} if row.granted else {}
    data = {"item": row.item_id, "extension": row.uid, "organisation": row.organisation.code, **days}
    # The plan is the subject: the dates in force of its pages change with this entry.
    record(f"fulfilling.extension-{what}", by=by, now=now, subject=("plan", row.plan_id), data=data, rows=[row])


def plan_of(uid: str, by: Member) -> Plan | None:
    """Return the plan of an extension that the member may see."""
    found = Extension.objects.filter(uid=uid, plan__parties=by.party).select_related("plan").first()
    return found.plan if found else None
