"""Takes what joint offices arrange; gives the acts on meetings: prepare, arrange, convene, hold, write, approve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import MeetingAct, MeetingState, Office
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.queries import SHANGHAI
from xietong_web.audit.services import record
from xietong_web.drafting.checking import check_days
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import locked
from xietong_web.fulfilling.duty_services import as_actor
from xietong_web.fulfilling.meeting.models import Meeting
from xietong_web.fulfilling.meeting.points import AgendaPoint
from xietong_web.fulfilling.meeting.proposing import next_host_of, proposed_points

MOST_POINTS, LONGEST = 80, 20_000
MOVES = frozenset({MeetingAct.CONVENE, MeetingAct.CALL_OFF, MeetingAct.HOLD, MeetingAct.APPROVE})
_TOLD = {
    MeetingAct.CONVENE: "convened",
    MeetingAct.CALL_OFF: "called-off",
    MeetingAct.HOLD: "held",
    MeetingAct.APPROVE: "minutes-approved",
    MeetingAct.ARRANGE: "arranged",
    MeetingAct.WRITE: "minutes-written",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """When and where a meeting is held, and who comes (one line each)."""

    title: str
    day: date
    time: str = ""
    place: str = ""
    attendees: Sequence[str] = ()


def _tell(what: str, row: Meeting, by: Member, now: datetime, **data: str) -> None:
    told = {"plan": row.plan_id, "number": row.number, "title": row.title, "state": row.state, **data}
    record(f"fulfilling.meeting-{what}", by=by, now=now, subject=("meeting", row.uid), data=told, rows=[row])


def locked_meeting(uid: str, by: Member) -> Meeting:
    """Return a meeting that the member may work on, locked. Raises Refusal ``not-found``, ``not-permitted``."""
    found = Meeting.objects.visible_to(by).filter(uid=uid).first()
    if found is None:
        raise Refusal("not-found", zh="没有这次会议，或它不对您开放。", en="There is no such meeting for you.")
    require(by, "fulfilling.hold-meetings", plan_parties=party_codes(found.plan))
    Meeting.objects.select_for_update().filter(uid=uid).first()
    return Meeting.objects.select_related("plan", "host").get(uid=uid)


def advance(row: Meeting, act: MeetingAct, revision: int, by: Member, now: datetime, reason: str = "") -> None:
    """Take a meeting one step on; the caller saves and tells. Raises those of ``fulfilling.advance_meeting``."""
    actor = as_actor(by, Office.JOINT_OFFICE)
    row.fill(fulfilling.advance_meeting(row.to_value(), act, by=actor, now=now, revision=revision, reason=reason), now)


def _set_facts(row: Meeting, facts: Facts) -> None:
    if not facts.title.strip():
        raise Refusal(
            "empty-title", zh="会议须有名称；请填写。", en="A meeting needs a title; write one.", field="title"
        )
    too_long = max(len(facts.title) - 200, len(facts.time) - 40, len(facts.place) - 120, *_over(facts.attendees, 200))
    if too_long > 0 or len(facts.attendees) > 200:
        raise too_much()
    check_days([facts.day])
    row.title, row.day = facts.title.strip(), facts.day
    row.time, row.place = facts.time.strip(), facts.place.strip()
    row.lines = [line.strip() for line in facts.attendees if line.strip()]


def _over(texts: Sequence[str], limit: int) -> list[int]:
    return [len(text) - limit for text in texts] or [0]


def too_much() -> Refusal:
    """Return the refusal of texts that are too long or too many."""
    return Refusal(
        "too-long",
        zh=f"标题不超过 200 字，每段不超过 {LONGEST} 字，议题不超过 {MOST_POINTS} 项；请删减。",
        en=f"Titles hold 200 characters, a text {LONGEST}, an agenda {MOST_POINTS} points; shorten it.",
    )


@transaction.atomic
def prepare_meeting(*, plan_uid: str, facts: Facts, by: Member, now: datetime, host: str = "") -> Meeting:
    """Prepare a meeting: the party whose turn it is hosts it unless another is named, the agenda is proposed.

    Raises Refusal ``not-permitted``, ``no-such-party``, ``empty-title``, ``too-long``.
    """
    plan = locked(plan_uid)
    codes = party_codes(plan)
    require(by, "fulfilling.hold-meetings", plan_parties=codes)
    hosting = plan.parties.filter(code=host or next_host_of(plan)).first()
    if hosting is None:
        raise Refusal(
            "no-such-party",
            zh="轮值方须是本计划的协同方。",
            en="The host must be one of the parties of this plan.",
            field="host",
        )
    number = (plan.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Meeting(uid=new_key(), plan=plan, number=number, host=hosting, parties=codes, state="prepared")
    row.made_by, row.made_at = by.sign, now
    _set_facts(row, facts)
    row.points = proposed_points(plan, now.astimezone(SHANGHAI).date())
    row.save(force_insert=True)
    _tell("prepared", row, by, now)
    return row


@transaction.atomic
def arrange_meeting(
    *, uid: str, revision: int, facts: Facts, points: Sequence[AgendaPoint], by: Member, now: datetime
) -> Meeting:
    """Change when, where and with whom, and the points of the agenda in their order; a point without a key is new.

    Raises Refusal ``not-found``, ``not-permitted``, ``empty-title``, ``too-long`` and those of ``advance_meeting``.
    """
    row = locked_meeting(uid, by)
    advance(row, MeetingAct.ARRANGE, revision, by, now)
    _set_facts(row, facts)
    known = {point.key: point for point in row.points}
    kept = [_arranged(point, known.get(point.key)) for point in points if point.title.strip()]
    if len(kept) > MOST_POINTS or any(len(each.title) > 500 or len(each.why) > LONGEST for each in kept):
        raise too_much()
    row.points = kept
    row.save()
    _tell("arranged", row, by, now)
    return row


def _arranged(point: AgendaPoint, before: AgendaPoint | None) -> AgendaPoint:
    """Return a point as arranged: what it is about stays, a reason that nobody touched keeps its English."""
    shown = {"title": point.title.strip(), "why": point.why.strip(), "speaker": point.speaker.strip()[:80]}
    if before is None:
        return AgendaPoint(key=new_key(), minutes=point.minutes, **shown)
    english = before.why_en if point.why.strip() == before.why else ""
    return replace(before, minutes=point.minutes, why_en=english, **shown)


@transaction.atomic
def refresh_agenda(*, uid: str, revision: int, by: Member, now: datetime) -> Meeting:
    """Add what has become red, long waited for or open for signature since; what stands on the agenda stays."""
    row = locked_meeting(uid, by)
    advance(row, MeetingAct.ARRANGE, revision, by, now)
    points = row.points
    there = {(point.topic, point.subject) for point in points}
    new = [
        each
        for each in proposed_points(row.plan, now.astimezone(SHANGHAI).date())
        if (each.topic, each.subject) not in there
    ]
    row.points = [*points, *new][:MOST_POINTS]
    row.save()
    _tell("arranged", row, by, now)
    return row


@transaction.atomic
def move_meeting(*, uid: str, act: MeetingAct, revision: int, by: Member, now: datetime, reason: str = "") -> Meeting:
    """Convene, call off, hold a meeting, or approve its minutes for the member's party.

    Raises Refusal ``no-such-act``, ``no-agenda``, ``not-yet`` and those of ``advance_meeting``; of two simultaneous
    acts one is refused ``meeting-changed``.
    """
    if act not in MOVES:
        raise Refusal("no-such-act", zh="没有这个操作。", en="There is no such act.")
    row = locked_meeting(uid, by)
    advance(row, act, revision, by, now, reason)
    if act is MeetingAct.CONVENE and not row.points:
        raise Refusal(
            "no-agenda", zh="议程为空；请先安排议题。", en="The agenda is empty; put something on it before convening."
        )
    if act is MeetingAct.HOLD and now.astimezone(SHANGHAI).date() < row.day:
        raise Refusal(
            "not-yet",
            zh=f"会期为 {row.day}，尚未召开；如有提前，请先修改日期。",
            en=f"The meeting is on {row.day}; if it was held earlier, change the day first.",
            field="day",
        )
    row.save()
    closed = row.state == MeetingState.CLOSED
    _tell("closed" if closed else _TOLD[act], row, by, now, **({"reason": reason.strip()} if reason.strip() else {}))
    return row


@transaction.atomic
def write_minutes(
    *, uid: str, revision: int, said: Mapping[str, str], attendees: Sequence[str], by: Member, now: datetime
) -> Meeting:
    """Write what was said on each point (by its key), and who came; approvals given before are void.

    Raises Refusal ``too-long`` and those of ``advance_meeting``.
    """
    row = locked_meeting(uid, by)
    advance(row, MeetingAct.WRITE, revision, by, now)
    if any(len(text) > LONGEST for text in said.values()):
        raise too_much()
    row.points = [replace(point, said=said.get(point.key, point.said).strip()) for point in row.points]
    _set_facts(row, Facts(row.title, row.day, row.time, row.place, attendees))
    row.save()
    _tell("minutes-written", row, by, now)
    return row
