"""Takes requests about working groups and key-task lists; gives their pages, and a list's ledger as a workbook."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import may
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.fulfilling.days import asked_day, today
from xietong_web.fulfilling.ledger_states import WORKBOOK, Selection, export_ledger
from xietong_web.fulfilling.meeting import forms, rosters
from xietong_web.fulfilling.meeting.roster_queries import (
    groups_of,
    items_to_choose,
    lists_of,
    the_group,
    the_list,
)
from xietong_web.fulfilling.queries import parties_of

UNITS = 500
BLANK_ROWS = 3


def _may(request: Acting, plan: Plan, act: str) -> bool:
    return may(request.member, act, plan_parties=party_codes(plan))


@members_only
def groups(request: Acting, plan_uid: str) -> HttpResponse:
    """List a plan's working groups with their members."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    context = {
        "plan": plan,
        "tab": "meetings",
        "as_of": day,
        "groups": groups_of(plan, day),
        "may_keep": day is None and _may(request, plan, "fulfilling.keep-groups"),
    }
    return render(request, "fulfilling/meeting/groups.html", context)


@members_only
@require_POST
def found(request: Acting, plan_uid: str) -> HttpResponse:
    """Found a working group and go to its page, where members and items are named."""
    plan = the_plan(request.member, plan_uid)
    row = rosters.found_group(
        plan_uid=plan.uid, title=request.POST.get("title", ""), by=request.member, now=timezone.now()
    )
    return redirect("fulfilling:group", plan_uid=plan.uid, uid=row.uid)


@members_only
def group(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show a working group; its joint offices change it here, each the members of its own side."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    shown = the_group(plan, uid, day)
    context = {"plan": plan, "tab": "meetings", "as_of": day, "group": shown}
    if day is None and _may(request, plan, "fulfilling.keep-groups"):
        own = next((members for party, members in shown.members if party == request.member.party), [])
        units = Organisation.objects.filter(party=request.member.party).order_by("code")
        context |= {
            "may_keep": True,
            "own": [*own, *[None] * BLANK_ROWS],
            "units": units[:UNITS],
            "choices": _others(plan, request.GET.get("q", ""), shown.edition.items),
        }
    return render(request, "fulfilling/meeting/group.html", context)


def _others(plan: Plan, q: str, chosen: tuple[str, ...]) -> list[object]:
    there = set(chosen)
    return [each for each in items_to_choose(plan, q) if each.uid not in there]


@members_only
@require_POST
def group_act(request: Acting, plan_uid: str, uid: str, what: str) -> HttpResponse:
    """Change a working group, or dissolve it."""
    plan, revision = the_plan(request.member, plan_uid), forms.revision_of(request.POST)
    the_group(plan, uid)
    if what == "end":
        rosters.end_group(uid=uid, revision=revision, by=request.member, now=timezone.now())
        return redirect("fulfilling:groups", plan_uid=plan.uid)
    if what != "change":
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    rosters.change_group(
        uid=uid,
        revision=revision,
        title=request.POST.get("title", ""),
        charge=request.POST.get("charge", ""),
        members=forms.members_of(plan, request.POST),
        items=forms.items_of(request.POST),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:group", plan_uid=plan.uid, uid=uid)


@members_only
def key_task_lists(request: Acting, plan_uid: str) -> HttpResponse:
    """List a plan's key-task lists by year."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    context = {
        "plan": plan,
        "tab": "meetings",
        "as_of": day,
        "lists": lists_of(plan, day),
        "year": today().year,
        "may_keep": day is None and _may(request, plan, "fulfilling.keep-key-tasks"),
    }
    return render(request, "fulfilling/meeting/key_task_lists.html", context)


@members_only
@require_POST
def list_tasks(request: Acting, plan_uid: str) -> HttpResponse:
    """Begin a key-task list and go to its page, where items are chosen."""
    plan, year = the_plan(request.member, plan_uid), request.POST.get("year", "")
    row = rosters.list_key_tasks(
        plan_uid=plan.uid,
        title=request.POST.get("title", ""),
        year=int(year) if year.isdecimal() and len(year) < 5 else 0,
        items=[],
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:key_tasks", plan_uid=plan.uid, uid=row.uid)


@members_only
def key_tasks(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show a key-task list with the light and the double bar of each item."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    shown = the_list(plan, uid, today(), day)
    context = {"plan": plan, "tab": "meetings", "as_of": day, "shown": shown, "parties": parties_of(plan)}
    if day is None and _may(request, plan, "fulfilling.keep-key-tasks"):
        choices = _others(plan, request.GET.get("q", ""), shown.edition.items)
        context |= {"may_keep": True, "choices": choices}
    return render(request, "fulfilling/meeting/key_tasks.html", context)


@members_only
@require_POST
def key_tasks_act(request: Acting, plan_uid: str, uid: str, what: str) -> HttpResponse:
    """Change a key-task list, take it out of use, or give its ledger."""
    plan, revision = the_plan(request.member, plan_uid), forms.revision_of(request.POST)
    the_list(plan, uid, today())
    now = timezone.now()
    match what:
        case "export":
            data = export_ledger(plan_uid=plan.uid, chosen=Selection(key_tasks=uid), by=request.member, now=now)
            answer = HttpResponse(data, content_type=WORKBOOK)
            answer["Content-Disposition"] = f'attachment; filename="key-tasks-{plan.uid[:8]}-{uid[:8]}.xlsx"'
            return answer
        case "end":
            rosters.end_key_tasks(uid=uid, revision=revision, by=request.member, now=now)
            return redirect("fulfilling:key_task_lists", plan_uid=plan.uid)
        case "change":
            items, title = forms.items_of(request.POST), request.POST.get("title", "")
            rosters.change_key_tasks(uid=uid, revision=revision, title=title, items=items, by=request.member, now=now)
            return redirect("fulfilling:key_tasks", plan_uid=plan.uid, uid=uid)
    raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
