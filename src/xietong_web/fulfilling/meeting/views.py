"""Takes requests about meetings; gives their list, the page of one, and what preparing and minuting them asks."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong import drafting, fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Actor, MeetingAct, Office
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import may
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.days import asked_day, today
from xietong_web.fulfilling.meeting import deciding, forms, services
from xietong_web.fulfilling.meeting.points import AgendaPoint
from xietong_web.fulfilling.meeting.proposing import next_host_of
from xietong_web.fulfilling.meeting.queries import (
    ShownMeeting,
    decided_at,
    last_decisions,
    meetings_of,
    minutes_open_to,
    the_meeting,
)
from xietong_web.fulfilling.meeting.roster_queries import items_to_choose
from xietong_web.fulfilling.queries import parties_of

UNITS = 300


@members_only
def meetings(request: Acting, plan_uid: str) -> HttpResponse:
    """List a plan's meetings, and say whose turn it is to host the next."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    parties = parties_of(plan)
    codes = [party.code for party in parties]
    turn = next_host_of(plan)
    context = {
        "plan": plan,
        "tab": "meetings",
        "as_of": day,
        "meetings": meetings_of(plan, request.member, day),
        "parties": parties,
        "turn": next(party for party in parties if party.code == turn),
        "may_prepare": day is None and may(request.member, "fulfilling.hold-meetings", plan_parties=codes),
        "today": today(),
    }
    return render(request, "fulfilling/meeting/meetings.html", context)


@members_only
@require_POST
def prepare(request: Acting, plan_uid: str) -> HttpResponse:
    """Prepare a meeting and go to its agenda."""
    plan = the_plan(request.member, plan_uid)
    row = services.prepare_meeting(
        plan_uid=plan.uid,
        facts=forms.facts_of(request.POST),
        host=request.POST.get("host", ""),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan, row.number)


def _to(plan: Plan, number: int) -> HttpResponse:
    return redirect("fulfilling:meeting", plan_uid=plan.uid, number=number)


@members_only
def meeting(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Show a meeting: how the last decisions stand, its agenda, what was said and decided."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    shown = the_meeting(plan, number, request.member, day)
    acts = _acts(request, shown) if day is None else []
    readable = minutes_open_to(shown, request.member)
    points = shown.row.points
    context = {
        "plan": plan,
        "tab": "meetings",
        "as_of": day,
        "shown": shown,
        "row": shown.row,
        "acts": acts,
        "opening": last_decisions(shown, request.member, day or today()),
        "points": [(point, _about(point)) for point in points],
        "known": set(plan.items.filter(uid__in=[_about(each) for each in points]).values_list("uid", flat=True)),
        "decisions": decided_at(shown.row, request.member, day or today(), past=day is not None) if readable else [],
        "readable": readable,
        "parties": parties_of(plan),
    }
    if "write" in acts:
        context |= _writing(plan, [_about(each) for each in points], request.GET.get("q", ""))
    return render(request, "fulfilling/meeting/meeting.html", context)


def _acts(request: Acting, shown: ShownMeeting) -> list[str]:
    if not may(request.member, "fulfilling.hold-meetings", plan_parties=shown.value.parties):
        return []
    actor = Actor(request.member.sign, Office.JOINT_OFFICE, request.member.party_code)
    return [act.value for act in fulfilling.meeting_acts(shown.value, actor)]


def _about(point: AgendaPoint) -> str:
    """Return the uid of the item that a point is about, if it is about one: a wait names item and period."""
    return point.subject.partition("/")[0] if point.topic in {"red", "wait"} else ""


def _writing(plan: Plan, first: list[str], q: str) -> dict[str, object]:
    """Return what the form of a decision offers: units, items to change, places for new ones."""
    units = Organisation.objects.filter(duties__plan=plan).distinct().order_by("party__ordinal", "code")
    return {
        "units": units[:UNITS],
        "choices": items_to_choose(plan, q, [uid for uid in first if uid]),
        "parents": plan.items.filter(depth__lte=1, kind__in=drafting.BRANCHES).order_by("path")[:UNITS],
        "item_kinds": [kind.value for kind in drafting.Kind],
    }


@members_only
@require_POST
def arrange(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Change the facts and the agenda of a meeting."""
    plan = the_plan(request.member, plan_uid)
    shown = the_meeting(plan, number, request.member)
    services.arrange_meeting(
        uid=shown.row.uid,
        revision=forms.revision_of(request.POST),
        facts=forms.facts_of(request.POST),
        points=forms.points_of(request.POST),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan, number)


@members_only
@require_POST
def refresh(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Add to an agenda what the plan's state proposes by now."""
    plan = the_plan(request.member, plan_uid)
    services.refresh_agenda(
        uid=the_meeting(plan, number, request.member).row.uid,
        revision=forms.revision_of(request.POST),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan, number)


@members_only
@require_POST
def minutes(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Write the minutes."""
    plan = the_plan(request.member, plan_uid)
    services.write_minutes(
        uid=the_meeting(plan, number, request.member).row.uid,
        revision=forms.revision_of(request.POST),
        said=forms.said_of(request.POST),
        attendees=request.POST.get("attendees", "").splitlines(),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan, number)


@members_only
@require_POST
def act(request: Acting, plan_uid: str, number: int, what: str) -> HttpResponse:
    """Convene a meeting, call it off, record that it was held, approve its minutes."""
    plan = the_plan(request.member, plan_uid)
    if what not in set(MeetingAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    services.move_meeting(
        uid=the_meeting(plan, number, request.member).row.uid,
        act=MeetingAct(what),
        revision=forms.revision_of(request.POST),
        reason=request.POST.get("reason", ""),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan, number)


@members_only
@require_POST
def decide(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Put a decision into the minutes."""
    plan = the_plan(request.member, plan_uid)
    deciding.decide(
        meeting_uid=the_meeting(plan, number, request.member).row.uid,
        revision=forms.revision_of(request.POST),
        settled=forms.settled_of(plan, request.POST),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan, number)


@members_only
@require_POST
def strike(request: Acting, plan_uid: str, number: int, uid: str) -> HttpResponse:
    """Take a decision out of the minutes."""
    plan = the_plan(request.member, plan_uid)
    the_meeting(plan, number, request.member)
    deciding.strike(uid=uid, revision=forms.revision_of(request.POST), by=request.member, now=timezone.now())
    return _to(plan, number)
