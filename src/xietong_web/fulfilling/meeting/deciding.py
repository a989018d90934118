"""Takes what meetings settle; gives the acts on decisions: decide, strike, claim, confirm, return, drop, reopen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Actor, DecisionAct, DecisionKind, MeetingAct, Office
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.checking import check_days
from xietong_web.drafting.queries import party_codes
from xietong_web.fulfilling.duty_services import as_actor
from xietong_web.fulfilling.meeting.changing import checked_change
from xietong_web.fulfilling.meeting.models import Decision, DecisionDuty, Meeting
from xietong_web.fulfilling.meeting.services import LONGEST, advance, locked_meeting, too_much

MOST_DECISIONS, MOST_BODIES = 100, 30


@dataclass(frozen=True, slots=True)
class Settled:
    """What a meeting settles. Bodies are codes; ``change`` says what an item or proposal is to say (``changing``)."""

    text: str
    kind: DecisionKind = DecisionKind.TRACKED
    leads: Sequence[str] = ()
    supports: Sequence[str] = ()
    due: date | None = None
    point: str = ""
    change: dict[str, Any] = field(default_factory=dict)


def _tell(what: str, row: Decision, by: Member, now: datetime, *, reason: str = "") -> None:
    data = {"plan": row.plan.uid, "meeting": row.meeting.number, "number": row.number, "state": row.state}
    data |= {"reason": reason} if reason else {}
    record(f"fulfilling.decision-{what}", by=by, now=now, subject=("decision", row.uid), data=data, rows=[row])


@transaction.atomic
def decide(*, meeting_uid: str, revision: int, settled: Settled, by: Member, now: datetime) -> Decision:
    """Put a decision into the minutes of a meeting that was held; it comes into force with them.

    Raises Refusal ``empty-text``, ``no-lead``, ``no-such-organisation``, ``too-long``, ``no-such-point``, those of
    ``checked_change`` and of ``fulfilling.advance_meeting``.
    """
    meeting = locked_meeting(meeting_uid, by)
    advance(meeting, MeetingAct.WRITE, revision, by, now)
    _check(meeting, settled)
    check_days([settled.due])
    bodies = _bodies(meeting, settled)
    change = checked_change(meeting.plan, settled.kind, settled.change)
    number = (meeting.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Decision.objects.create(
        uid=new_key(),
        meeting=meeting,
        plan=meeting.plan,
        number=number,
        point=settled.point,
        text=settled.text.strip(),
        kind=settled.kind.value,
        due=settled.due,
        change=json.dumps(change, ensure_ascii=False),
        state="open",
        made_by=by.sign,
        made_at=now,
    )
    duties = [
        DecisionDuty.objects.create(decision=row, organisation=body, role=role, ordinal=place)
        for place, (role, body) in enumerate(bodies)
    ]
    meeting.save()
    data = {"plan": row.plan.uid, "meeting": meeting.number, "number": number, "kind": row.kind}
    rows = [row, *duties, meeting]
    record("fulfilling.decision-made", by=by, now=now, subject=("decision", row.uid), data=data, rows=rows)
    return row


def _check(meeting: Meeting, settled: Settled) -> None:
    if not settled.text.strip():
        raise Refusal("empty-text", zh="请写明议定的内容。", en="Write what was decided.", field="text")
    if not settled.leads:
        raise Refusal(
            "no-lead",
            zh="议定事项须有牵头单位；请选择。",
            en="A decision needs an organisation in the lead; name one.",
            field="leads",
        )
    count = len(settled.leads) + len(settled.supports)
    if len(settled.text) > LONGEST or count > MOST_BODIES or meeting.decisions.count() >= MOST_DECISIONS:
        raise too_much()
    if settled.point and settled.point not in {point.key for point in meeting.points}:
        raise Refusal(
            "no-such-point", zh="没有这项议题；请刷新。", en="The agenda has no such point; reload it.", field="point"
        )


def _bodies(meeting: Meeting, settled: Settled) -> list[tuple[str, Organisation]]:
    wanted = dict.fromkeys(settled.supports, "support") | dict.fromkeys(settled.leads, "lead")
    rows = Organisation.objects.filter(party__code__in=meeting.parties, code__in=wanted).select_related("party")
    found = {row.code: row for row in rows}
    lost = [code for code in wanted if code not in found]
    if lost:
        raise Refusal(
            "no-such-organisation",
            zh=f"参会各方没有这些单位：{'、'.join(lost[:5])}；请从列表选择。",
            en=f"No party that met has these organisations: {', '.join(lost[:5])}; choose from the list.",
        )
    order = [*settled.leads, *(code for code in settled.supports if code not in set(settled.leads))]
    return [(wanted[code], found[code]) for code in dict.fromkeys(order)]


def _the_decision(uid: str, by: Member) -> Decision:
    """Return a decision of a meeting that the member may know of, locked. Raises Refusal ``not-found``."""
    meetings = Meeting.objects.visible_to(by)
    if not Decision.objects.filter(uid=uid, meeting__in=meetings).exists():
        raise Refusal("not-found", zh="没有这项议定事项，或它不对您开放。", en="There is no such decision for you.")
    Decision.objects.select_for_update().filter(uid=uid).first()
    return Decision.objects.whole().get(uid=uid)


@transaction.atomic
def strike(*, uid: str, revision: int, by: Member, now: datetime) -> Meeting:
    """Take a decision out of minutes that are not approved yet; ``revision`` is the meeting's."""
    row = _the_decision(uid, by)
    meeting = locked_meeting(row.meeting.uid, by)
    advance(meeting, MeetingAct.WRITE, revision, by, now)
    removed: list[tuple[str, Any]] = [("fulfilling.decision", row.pk)]
    removed += [("fulfilling.decisionduty", duty.pk) for duty in row.duties.all()]
    data = {"plan": row.plan.uid, "meeting": meeting.number, "number": row.number}
    row.delete()
    meeting.save()
    subject = ("decision", uid)
    record("fulfilling.decision-struck", by=by, now=now, subject=subject, data=data, rows=[meeting], removed=removed)
    return meeting


@transaction.atomic
def act_on_decision(
    *, uid: str, act: DecisionAct, revision: int, by: Member, now: datetime, reason: str = ""
) -> Decision:
    """Claim a decision as done, or confirm, return, drop, reopen it, as the engine's table DECISION_MOVES allows.

    Raises Refusal ``not-in-force``, ``not-permitted`` and those of ``fulfilling.advance_decision``; of two simultaneous
    acts one is refused ``decision-changed``.
    """
    row = locked_decision(uid, by)
    after = fulfilling.advance_decision(
        row.to_value(), act, by=actor_for(row, act, by), now=now, revision=revision, reason=reason
    )
    row.fill(after)
    row.save()
    _tell(act.value, row, by, now, reason=reason.strip())
    return row


def locked_decision(uid: str, by: Member) -> Decision:
    """Return a decision in force, locked. Raises Refusal ``not-found``, ``not-in-force``."""
    row = _the_decision(uid, by)
    if row.meeting.closed_at is None:
        raise Refusal(
            "not-in-force",
            zh="会议纪要尚未经各方同意，议定事项还未生效。",
            en="The minutes are not approved by every party yet; the decision is not in force.",
        )
    return row


def actor_for(row: Decision, act: DecisionAct, by: Member) -> Actor:
    """Return the member in the office that the act needs. Raises Refusal ``not-permitted``."""
    if act is not DecisionAct.CLAIM:
        require(by, "fulfilling.answer-decision", plan_parties=party_codes(row.plan))
        return as_actor(by, Office.JOINT_OFFICE)
    body = lead_body(row, by)
    require(by, "fulfilling.claim-decision", organisation=body.pk if body else None)
    return Actor(by.sign, Office.LIAISON, by.party_code, body.code if body else "")


def lead_body(row: Decision, by: Member) -> Organisation | None:
    """Return the body in the lead that a member acts for: the own one, or one that it came out of."""
    own = bodies_of(by)
    leads = (each.organisation for each in row.duties.all() if each.role == "lead")
    return next((body for body in leads if body.pk in own), None)


@transaction.atomic
def settle(*, row: Decision, by: Actor, now: datetime) -> None:
    """End a decision because every party has signed what it led to; ``by`` is who gave the last signature."""
    value = row.to_value()
    after = fulfilling.advance_decision(value, DecisionAct.SETTLE, by=by, now=now, revision=value.revision)
    row.fill(after)
    row.save()
