"""Takes requests about what the units of a plan lead; gives the pages of what is overdue, and of all by unit."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.drafting.services import the_item
from xietong_web.fulfilling.days import asked_day, today, typed_day
from xietong_web.fulfilling.duty_lights import lights_of
from xietong_web.fulfilling.kept_pages import kept_page
from xietong_web.fulfilling.past import units_on
from xietong_web.fulfilling.queries import actions_of
from xietong_web.fulfilling.rescheduling import reschedule_item
from xietong_web.fulfilling.units import late_tallies, named_units, overdue_of, page_of_groups, tallies
from xietong_web.theme.templatetags.theme import said

PAGE = 50


@members_only
@kept_page
def overdue(request: Acting, plan_uid: str) -> HttpResponse:
    """Show what is overdue: by lead unit, or one unit's items (``?organisation=CODE``)."""
    plan, day = the_plan(request.member, plan_uid), today()
    asked = request.GET.get("organisation", "")
    if past := asked_day(request):
        return _past_units(request, plan, past, late=True, code=asked)
    context = {"plan": plan, "tab": "overdue", "today": day, "own": request.member.organisation}
    number = request.GET.get("page")
    if asked:
        unit = _unit(plan, asked)
        led = Paginator(overdue_of(plan, unit, day), PAGE).get_page(number)
        lights_of(led, day)
        context |= {"unit": unit, "page": led}
    else:
        late = late_tallies(plan, day)
        page = Paginator(late, PAGE).get_page(number)
        context |= {"page": page, "units": named_units(page), "total": sum(each.overdue for each in late)}
    return render(request, "fulfilling/overdue.html", context)


def _past_units(request: Acting, plan: Plan, day: date, *, late: bool, code: str = "") -> HttpResponse:
    shown = units_on(plan, day, late=late, code=code)
    context = {"plan": plan, "tab": "overdue" if late else "units", "units": shown, "late": late, "as_of": day}
    return render(request, "fulfilling/past_units.html", context)


def _unit(plan: Plan, code: str) -> Organisation:
    found = Organisation.objects.select_related("party").filter(party__plans=plan, code=code).first()
    if found is None:
        raise Refusal(
            "not-found",
            zh="该计划的协同方中没有这个单位；请从单位列表进入。",
            en="No party of this plan has such an organisation; see the list.",
        )
    return found


@members_only
@kept_page
def units(request: Acting, plan_uid: str) -> HttpResponse:
    """Show all items grouped by lead unit, a page of items at a time."""
    plan, day = the_plan(request.member, plan_uid), today()
    if past := asked_day(request):
        return _past_units(request, plan, past, late=False)
    found = tallies(plan, day)
    page = Paginator(range(sum(each.items for each in found)), PAGE).get_page(request.GET.get("page"))
    groups = page_of_groups(plan, found, max(0, page.start_index() - 1), PAGE)
    lights_of([duty for group in groups for duty in group.duties], day)
    context = {"plan": plan, "tab": "units", "today": day, "units": found, "page": page, "groups": groups}
    return render(request, "fulfilling/units.html", context)


@members_only
@kept_page
def actions(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show the actions below a direction: what the overview opens in place."""
    plan = the_plan(request.member, plan_uid)
    rows = actions_of(plan, the_item(plan, uid), today())
    return render(request, "fulfilling/overview_rows.html", {"plan": plan, "rows": rows})


@members_only
@require_POST
def reschedule(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Move an item in a draft, and with it everything that waits for it."""
    plan = the_plan(request.member, plan_uid)
    start, due = (typed_day(request.POST, name) for name in ("start", "due"))
    done = reschedule_item(plan_uid=plan.uid, uid=uid, start=start, due=due, by=request.member, now=timezone.now())
    count = len(done.moves)
    messages.success(request, ngettext("%(n)s item moved.", "%(n)s items moved.", count) % {"n": count})
    for finding in done.findings[:10]:
        messages.warning(request, said(finding.wording))
    return redirect("fulfilling:item", plan_uid=plan.uid, uid=uid)
