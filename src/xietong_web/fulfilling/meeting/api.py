"""Takes API calls about meetings and decisions; gives their answers."""

from datetime import date

from django.utils import timezone
from ninja import Query, Router, Status

from xietong.fulfilling import DecisionAct, MeetingAct
from xietong_web.accounts.gate import Acting
from xietong_web.audit.days import past_day, today
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.meeting import deciding, services
from xietong_web.fulfilling.meeting.carrying_out import carry_out
from xietong_web.fulfilling.meeting.queries import (
    decided_at,
    decisions_of,
    last_decisions,
    meetings_of,
    minutes_open_to,
    the_decision,
    the_meeting,
)
from xietong_web.fulfilling.meeting.shapes import (
    AgendaTold,
    DecisionActTold,
    DecisionShape,
    Ended,
    MeetingActTold,
    MeetingShape,
    MeetingTold,
    MeetingWhole,
    MinutesTold,
    Numbered,
    PointShape,
    SettledTold,
)
from xietong_web.theme.answers import Key, Page, Window, paged

router = Router(tags=["fulfilling"])
MEETINGS = "/plans/{plan_uid}/meetings"
MEETING = f"{MEETINGS}/{{number}}"
DECISIONS = "/plans/{plan_uid}/decisions"
DECISION = f"{DECISIONS}/{{decision}}"


def _whole(request: Acting, plan: Plan, number: int, day: date | None = None) -> MeetingWhole:
    shown, member = the_meeting(plan, number, request.member, day), request.member
    readable, code, seen = minutes_open_to(shown, member), member.party_code, day or today()
    decided = decided_at(shown.row, member, seen, past=day is not None) if readable else []
    return MeetingWhole(
        **MeetingShape.of(shown).dict(),
        attendees=shown.row.lines,
        points=[PointShape.of(point, readable=readable) for point in shown.row.points],
        last_decisions=[DecisionShape.of(each, code) for each in last_decisions(shown, member, seen)],
        decisions=[DecisionShape.of(each, code) for each in decided],
    )


@router.get(MEETINGS, response={200: Page[MeetingShape]})
def meetings(request: Acting, plan_uid: Key, window: Query[Window], as_of: date | None = None) -> Page[MeetingShape]:
    """List a plan's meetings, the latest first."""
    found = meetings_of(the_plan(request.member, plan_uid), request.member, past_day(as_of))
    return paged(found, window, MeetingShape.of)


@router.post(MEETINGS, response={201: MeetingWhole})
def prepare_meeting(request: Acting, plan_uid: Key, told: MeetingTold) -> Status[MeetingWhole]:
    """Prepare a meeting; its agenda is proposed from red items, long waits and open proposals."""
    plan = the_plan(request.member, plan_uid)
    row = services.prepare_meeting(
        plan_uid=plan.uid, facts=told.facts(), host=told.host or "", by=request.member, now=timezone.now()
    )
    return Status(201, _whole(request, plan, row.number))


@router.get(MEETING, response={200: MeetingWhole})
def meeting(request: Acting, plan_uid: Key, number: Numbered, as_of: date | None = None) -> MeetingWhole:
    """Show a meeting; what was said and decided once the minutes are open to the caller."""
    return _whole(request, the_plan(request.member, plan_uid), number, past_day(as_of))


@router.put(f"{MEETING}/agenda", response={200: MeetingWhole})
def arrange_meeting(request: Acting, plan_uid: Key, number: Numbered, told: AgendaTold) -> MeetingWhole:
    """Change when, where, with whom and about what a meeting is held."""
    plan = the_plan(request.member, plan_uid)
    services.arrange_meeting(
        uid=the_meeting(plan, number, request.member).row.uid,
        revision=told.revision,
        facts=told.facts(),
        points=told.agenda(),
        by=request.member,
        now=timezone.now(),
    )
    return _whole(request, plan, number)


@router.post(f"{MEETING}/agenda/refresh", response={200: MeetingWhole})
def refresh_agenda(request: Acting, plan_uid: Key, number: Numbered, told: Ended) -> MeetingWhole:
    """Add to an agenda what the plan's state proposes by now."""
    plan = the_plan(request.member, plan_uid)
    uid = the_meeting(plan, number, request.member).row.uid
    services.refresh_agenda(uid=uid, revision=told.revision, by=request.member, now=timezone.now())
    return _whole(request, plan, number)


@router.put(f"{MEETING}/minutes", response={200: MeetingWhole})
def write_minutes(request: Acting, plan_uid: Key, number: Numbered, told: MinutesTold) -> MeetingWhole:
    """Write the minutes of a meeting that was held; approvals given before are void."""
    plan = the_plan(request.member, plan_uid)
    services.write_minutes(
        uid=the_meeting(plan, number, request.member).row.uid,
        revision=told.revision,
        said=told.said,
        attendees=told.attendees,
        by=request.member,
        now=timezone.now(),
    )
    return _whole(request, plan, number)


@router.post(f"{MEETING}/acts", response={200: MeetingWhole})
def move_meeting(request: Acting, plan_uid: Key, number: Numbered, told: MeetingActTold) -> MeetingWhole:
    """Convene a meeting, call it off, record that it was held, or approve its minutes."""
    plan = the_plan(request.member, plan_uid)
    services.move_meeting(
        uid=the_meeting(plan, number, request.member).row.uid,
        act=MeetingAct(told.act),
        revision=told.revision,
        reason=told.reason,
        by=request.member,
        now=timezone.now(),
    )
    return _whole(request, plan, number)


@router.post(f"{MEETING}/decisions", response={201: MeetingWhole})
def decide(request: Acting, plan_uid: Key, number: Numbered, told: SettledTold) -> Status[MeetingWhole]:
    """Put a decision into the minutes; ``revision`` is the meeting's."""
    plan = the_plan(request.member, plan_uid)
    deciding.decide(
        meeting_uid=the_meeting(plan, number, request.member).row.uid,
        revision=told.revision,
        settled=told.settled(),
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, _whole(request, plan, number))


@router.post(f"{MEETING}/decisions/{{decision}}/strike", response={200: MeetingWhole})
def strike(request: Acting, plan_uid: Key, number: Numbered, decision: Key, told: Ended) -> MeetingWhole:
    """Take a decision out of minutes that are not approved yet; ``revision`` is the meeting's."""
    plan = the_plan(request.member, plan_uid)
    the_meeting(plan, number, request.member)
    deciding.strike(uid=decision, revision=told.revision, by=request.member, now=timezone.now())
    return _whole(request, plan, number)


@router.get(DECISIONS, response={200: Page[DecisionShape]})
def decisions(request: Acting, plan_uid: Key, window: Query[Window], as_of: date | None = None) -> Page[DecisionShape]:
    """List the decisions in force: the open ones by their dates, then the ended."""
    plan, day = the_plan(request.member, plan_uid), past_day(as_of)
    found = decisions_of(plan, request.member, day or today(), past=day is not None)
    return paged(found, window, lambda each: DecisionShape.of(each, request.member.party_code))


def _decision(request: Acting, plan: Plan, uid: str, day: date | None = None) -> DecisionShape:
    shown = the_decision(plan, uid, request.member, day or today(), past=day is not None)
    return DecisionShape.of(shown, request.member.party_code)


@router.get(DECISION, response={200: DecisionShape})
def decision(request: Acting, plan_uid: Key, decision: Key, as_of: date | None = None) -> DecisionShape:
    """Show a decision in force."""
    return _decision(request, the_plan(request.member, plan_uid), decision, past_day(as_of))


@router.post(f"{DECISION}/acts", response={200: DecisionShape})
def act_on_decision(request: Acting, plan_uid: Key, decision: Key, told: DecisionActTold) -> DecisionShape:
    """Claim a decision as done, or confirm, return, drop or reopen it."""
    plan = the_plan(request.member, plan_uid)
    deciding.act_on_decision(
        uid=decision,
        act=DecisionAct(told.act),
        revision=told.revision,
        reason=told.reason,
        by=request.member,
        now=timezone.now(),
    )
    return _decision(request, plan, decision)


@router.post(f"{DECISION}/carry-out", response={200: DecisionShape})
def carry_out_decision(request: Acting, plan_uid: Key, decision: Key) -> DecisionShape:
    """Put what a decision wants of the plan into the own party's draft proposal; into the plan while it is a draft."""
    plan = the_plan(request.member, plan_uid)
    carry_out(uid=decision, by=request.member, now=timezone.now())
    return _decision(request, plan, decision)
