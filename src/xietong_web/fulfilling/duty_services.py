"""Takes what organisations and joint offices say about duties handed over; gives the acts of signing and objecting."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import AcceptanceAct, Actor, Objection, Office
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.asking import asked
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.models import Duty
from xietong_web.fulfilling.duty_models import Acceptance, about
from xietong_web.fulfilling.services import agreed_version

OF_OFFICE = frozenset({AcceptanceAct.UPHOLD, AcceptanceAct.DISMISS})


def handed(duty: Duty, last: Acceptance | None, version: int) -> Acceptance:
    """Return where a duty stands: its last answer while it is the same, else a new row, handed over with a version.

    Item, plan, party and organisation of the duty must have been selected, and both of the last two known.
    """
    if last is not None and (last.version >= version or last.about == about(duty)):
        return last
    return Acceptance(
        uid=new_key(),
        plan=duty.plan,
        item=duty.item,
        party=duty.party,
        organisation=duty.organisation,
        role=duty.role,
        version=version,
        about=about(duty),
        state="open",
    )


def as_actor(member: Member, office: Office) -> Actor:
    """Return a member in one office."""
    body = member.organisation.code if member.organisation else ""
    return Actor(member.sign, office, member.party_code, body)


@asked
def _locked(duty_pk: int, party: Party) -> QuerySet[Duty]:
    """Ask for a duty of a party's plan; the plan is locked: two first answers would both write a new row."""
    known = Duty.objects.filter(pk=duty_pk, plan__parties=party).exclude(party=None).exclude(organisation=None)
    return known.select_for_update(of=("plan",)).select_related("item", "plan", "party", "organisation").order_by()


@asked
def _answers(item: str, organisation: Organisation | None, role: str) -> QuerySet[Acceptance]:
    """Ask for what was answered about a duty, the latest first."""
    rows = Acceptance.objects.filter(item__uid=item, organisation=organisation, role=role)
    return rows.select_related("party", "organisation", "item").order_by("-version")


@transaction.atomic
def answer_duty(
    *,
    duty_pk: int,
    act: AcceptanceAct,
    revision: int,
    by: Member,
    now: datetime,
    reason: str = "",
    objection: Objection | None = None,
) -> Acceptance:
    """Accept a duty, object to it or take that back as its organisation; uphold or dismiss as its joint office.

    Raises Refusal ``not-found``, ``not-permitted``, ``not-agreed-yet`` and those of ``fulfilling.answer_duty``; of two
    simultaneous answers one is refused ``acceptance-changed``.
    """
    duty = next(iter(_locked(duty_pk, by.party)), None) if by.party else None
    if duty is None or duty.party is None:
        raise Refusal("not-found", zh="没有这项责任，或它不对您开放。", en="There is no such duty for you.")
    if act in OF_OFFICE:
        require(by, "fulfilling.answer-objection", party=duty.party.code)
    else:
        require(by, "fulfilling.answer-duty", organisation=duty.organisation_id)
    last = next(iter(_answers(duty.item.uid, duty.organisation, duty.role)), None)
    row = handed(duty, last, agreed_version(duty.plan))
    after = fulfilling.answer_duty(
        row.to_value(),
        act,
        by=as_actor(by, Office.JOINT_OFFICE if act in OF_OFFICE else Office.LIAISON),
        now=now,
        revision=revision,
        reason=reason,
        objection=objection,
    )
    row.fill(after)
    row.save()
    data = {"plan": duty.plan.uid, "item": duty.item.uid, "organisation": after.duty.organisation, "state": row.state}
    private = act is not AcceptanceAct.ACCEPT  # what a side objects to is its own affair until it proposes a change
    told = f"fulfilling.duty-{act.value.replace('_', '-')}"
    record(told, by=by, now=now, subject=("acceptance", row.uid), data=data, rows=[row], private=private)
    return row
