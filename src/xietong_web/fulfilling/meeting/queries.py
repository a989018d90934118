"""Takes a member and a day; gives meetings, decisions, groups and key-task lists as the pages need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from xietong import fulfilling
from xietong.basics import Refusal, Wording
from xietong.fulfilling import (
    DECISION_WORDS,
    MEETING_WORDS,
    Actor,
    DecisionAct,
    DecisionState,
    MeetingState,
    Office,
    Question,
)
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import Among, asked
from xietong_web.audit.queries import SHANGHAI, end_of
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.meeting.models import Decision, DecisionDuty, Meeting

LIMIT = 200
_ENDED = (DecisionState.CONFIRMED.value, DecisionState.DROPPED.value)


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """A meeting as a page lists it, as it stood on a day."""

    row: Meeting
    state: str
    word: Wording
    value: fulfilling.Meeting


def _moment(day: date | None) -> datetime | None:
    return end_of(day) if day else None


def meeting_shown(row: Meeting, day: date | None = None) -> ShownMeeting:
    """Return a meeting as it stands, or stood at the end of a day."""
    value, moment = row.to_value(), _moment(day)
    value = fulfilling.meeting_as_of(value, moment) if moment else value
    return ShownMeeting(row, value.state.value, MEETING_WORDS[value.state], value)


def meetings_of(plan: Plan, member: Member, day: date | None = None) -> list[ShownMeeting]:
    """Return a plan's meetings that the member may see, the latest first; those made by the end of a day."""
    rows = Meeting.objects.visible_to(member).filter(plan=plan).select_related("host").defer("agenda")
    if day:
        rows = rows.filter(made_at__lte=end_of(day))
    found = [meeting_shown(row, day) for row in rows[:LIMIT]]
    return [each for each in found if member.has(Role.JOINT_OFFICE) or each.state != MeetingState.PREPARED]


def the_meeting(plan: Plan, number: int, member: Member, day: date | None = None) -> ShownMeeting:
    """Return one meeting of a plan. Raises Refusal ``not-found``."""
    rows = Meeting.objects.visible_to(member).filter(plan=plan, number=number).select_related("host", "plan")
    found = next((meeting_shown(row, day) for row in rows if day is None or row.made_at <= end_of(day)), None)
    if found is None or (found.state == MeetingState.PREPARED and not member.has(Role.JOINT_OFFICE)):
        raise Refusal("not-found", zh="没有这次会议；请从会议列表进入。", en="There is no such meeting; see the list.")
    return found


def minutes_open_to(shown: ShownMeeting, member: Member) -> bool:
    """Tell whether a member may read the minutes: joint offices while they are written, everybody once closed."""
    return shown.state == MeetingState.CLOSED or (shown.state == MeetingState.HELD and member.has(Role.JOINT_OFFICE))


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision as it stood on a day: its word, who leads and supports, and what this member may do with it now."""

    row: Decision
    value: fulfilling.Decision
    word: Wording
    leads: Sequence[DecisionDuty]
    supports: Sequence[DecisionDuty]
    missing: Sequence[str]
    overdue: bool
    acts: Sequence[str] = ()

    @property
    def state(self) -> str:
        """The state's code."""
        return self.value.state.value


def decision_shown(row: Decision, member: Member, day: date, *, past: bool = False) -> ShownDecision:
    """Return a decision as it stands on a day; take the rows of ``DecisionSet.whole``."""
    value = row.to_value()
    value = fulfilling.decision_as_of(value, end_of(day)) if past else value
    duties = list(row.duties.all())
    missing = [code for code in value.parties if code not in value.confirmations]
    return ShownDecision(
        row,
        value,
        DECISION_WORDS[value.state],
        [duty for duty in duties if duty.role == "lead"],
        [duty for duty in duties if duty.role != "lead"],
        missing if value.state is DecisionState.CLAIMED else (),
        value.state is DecisionState.OPEN and value.due is not None and value.due < day,
        () if past or row.meeting.closed_at is None else _acts(row, value, member),
    )


def _acts(row: Decision, value: fulfilling.Decision, member: Member) -> list[str]:
    found: list[DecisionAct] = []
    if member.has(Role.LIAISON):
        own = bodies_of(member)
        codes = [duty.organisation.code for duty in row.duties.all() if duty.organisation.pk in own]
        for code in codes:
            found += fulfilling.decision_acts(value, Actor(member.sign, Office.LIAISON, member.party_code, code))
    if member.has(Role.JOINT_OFFICE):
        found += fulfilling.decision_acts(value, Actor(member.sign, Office.JOINT_OFFICE, member.party_code))
    return list(dict.fromkeys(act.value for act in found))


def decisions_of(plan: Plan, member: Member, day: date, *, past: bool = False) -> list[ShownDecision]:
    """Return the decisions in force, the open ones first by their dates, then the ended, the latest first."""
    rows = Decision.objects.filter(plan=plan).in_force().whole().order_by("-made_at")
    if past:
        rows = rows.filter(meeting__closed_at__lte=end_of(day))
    found = [decision_shown(row, member, day, past=past) for row in rows[: LIMIT * 5]]
    return sorted(found, key=lambda each: (each.state in _ENDED, each.value.due or date.max))


def the_decision(plan: Plan, uid: str, member: Member, day: date, *, past: bool = False) -> ShownDecision:
    """Return one decision in force. Raises Refusal ``not-found``."""
    rows = Decision.objects.filter(plan=plan, uid=uid).in_force().whole()
    if past:
        rows = rows.filter(meeting__closed_at__lte=end_of(day))
    row = rows.first()
    if row is None:
        raise Refusal("not-found", zh="没有这项议定事项；请从列表进入。", en="There is no such decision; see the list.")
    return decision_shown(row, member, day, past=past)


def decided_at(meeting: Meeting, member: Member, day: date, *, past: bool = False) -> list[ShownDecision]:
    """Return what a meeting decided, in its order."""
    return [decision_shown(row, member, day, past=past) for row in meeting.decisions.whole().order_by("number")]


def last_decisions(shown: ShownMeeting, member: Member, day: date) -> list[ShownDecision]:
    """Return what an agenda opens with: the last meeting's decisions, and what is still open of earlier ones.

    As they stand while the meeting is ahead; as they stood when it was held once that is past.
    """
    held = next((step.at for step in shown.value.history if step.to is MeetingState.HELD), None)
    before = Meeting.objects.filter(plan=shown.row.plan_id).exclude(closed_at=None).exclude(pk=shown.row.pk)
    if held is not None:
        before = before.filter(closed_at__lte=held)
    last = before.order_by("-closed_at", "-number").values_list("pk", flat=True).first()
    if last is None:
        return []
    rows = Decision.objects.filter(meeting__in=before).whole().order_by("meeting__number", "number")
    if held is None:
        rows = rows.filter(Q(meeting=last) | ~Q(state__in=_ENDED))
    seen = held.astimezone(SHANGHAI).date() if held else day
    found = [decision_shown(row, member, seen, past=held is not None) for row in rows[: LIMIT * 5]]
    return [each for each in found if each.row.meeting.pk == last or each.state not in _ENDED]


def decision_questions_of(plan: Plan, day: date) -> tuple[Question, ...]:
    """Return what is open about a plan's decisions at the end of a day, as the board of waits takes it.

    Overdue ones are asked of the bodies that carry them out, claimed ones of the parties that have not confirmed. The
    question's uid is the decision's; ``decision_texts`` tells what it is about. Two statements.
    """
    moment = end_of(day)
    rows = Decision.objects.filter(plan=plan, meeting__closed_at__lte=moment).whole()
    values = (fulfilling.decision_as_of(row.to_value(), moment) for row in rows)
    return tuple(question for value in values for question in fulfilling.decision_questions(value, day))


def decision_texts(uids: Iterable[str]) -> dict[str, Wording]:
    """Return the texts of decisions by uid, for lists of waits."""
    rows = Decision.objects.filter(uid__in=set(uids)).values_list("uid", "text")
    return {uid: Wording.same(text) for uid, text in rows}


def decisions_to_carry_out(member: Member, day: date) -> list[Decision]:
    """Return the open decisions in force that the member's body leads, the most urgent first; those past their date
    stand among what others wait for."""
    if member.organisation is None or not member.has(Role.LIAISON):
        return []
    return _led_by([*bodies_of(member)], member.party, day)


@asked
def _led_by(bodies: Sequence[int], party: Party | None, day: date) -> QuerySet[Decision]:
    led = DecisionDuty.objects.filter(Among("organisation", bodies), decision=OuterRef("pk"), role="lead")
    rows = Decision.objects.filter(Exists(led), plan__parties=party, state="open").in_force()
    in_time = rows.filter(Q(due=None) | Q(due__gte=day)).select_related("plan")
    return in_time.order_by(F("due").asc(nulls_last=True), "made_at")[:LIMIT]


def minutes_to_approve(member: Member) -> list[Meeting]:
    """Return the meetings whose minutes wait for the approval of the member's party."""
    if not member.has(Role.JOINT_OFFICE):
        return []
    rows = Meeting.objects.filter(plan__parties=member.party, state="held").select_related("plan").defer("agenda")
    code = member.party_code
    return [row for row in rows[:LIMIT] if code in row.parties and code not in row.approvals]


def decisions_waiting_for(member: Member, day: date) -> dict[str, list[Decision] | list[Meeting]]:
    """Return what the page of somebody's work shows of meetings: minutes to approve, decisions to carry out.

    Decisions to be confirmed, or past their date, stand among what others wait for.
    """
    return {
        "minutes_to_approve": minutes_to_approve(member),
        "decisions_to_carry_out": decisions_to_carry_out(member, day),
    }
