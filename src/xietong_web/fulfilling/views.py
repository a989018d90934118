"""Takes requests about how a plan stands; gives their pages."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.audit.queries import visible_to as entries_visible_to
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import history, the_plan
from xietong_web.drafting.rows import source_value, target_value
from xietong_web.drafting.services import the_item
from xietong_web.fulfilling import queries
from xietong_web.fulfilling.days import asked_day, today
from xietong_web.fulfilling.drawing import draw_sheets, draw_timetable
from xietong_web.fulfilling.duty_lights import lights_of
from xietong_web.fulfilling.duty_queries import KINDS, handed_over
from xietong_web.fulfilling.item_page import running
from xietong_web.fulfilling.kept_pages import kept_page, kept_until
from xietong_web.fulfilling.light_showing import COLOURS_SHOWN
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.own_scope import changes_work
from xietong_web.fulfilling.own_work import PAGE, of_one_plan, work_of
from xietong_web.fulfilling.past import duties_on
from xietong_web.fulfilling.reporting_queries import (
    reports_on,
    to_report,
)
from xietong_web.fulfilling.standing import standings
from xietong_web.fulfilling.svg import TABLE_ROWS, svg

NAMED = ("uid", "number", "title")
SHOWN_BELOW = (*NAMED, "pk", "kind", "depth", "due")


def _not_yet(plan: Plan) -> Refusal:
    return Refusal(
        "not-yet",
        zh=f"“{plan.title}”在所问日期尚未建立；请选择较晚的日期。",
        en=f"“{plan.title}” did not exist on that day; ask for a later one.",
    )


@members_only
@kept_page
def overview(request: Acting, plan_uid: str) -> HttpResponse:
    """Show the plan in one screen; a list of plans takes its headline alone."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    if day is None:
        shown = queries.overview(plan, today(), screen=queries.SCREEN)
    else:
        value = queries.past(plan, day)
        if value is None:
            raise _not_yet(plan)
        shown = queries.overview_of(plan, value, day)
    template = "fulfilling/overview.html#headline" if request.htmx else "fulfilling/overview.html"
    return render(request, template, {"plan": plan, "tab": "overview", "shown": shown, "as_of": day})


@members_only
@kept_page
def item(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show one item with its source sentence, duties, schedule, targets, basis and history."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    if day is not None:
        return _past_item(request, plan, uid, day)
    row, parties = the_item(plan, uid), queries.parties_of(plan)
    codes = [party.code for party in parties]
    page = Paginator(queries.subtree(plan, row).values(*SHOWN_BELOW), PAGE).get_page(request.GET.get("page"))
    lamps = lit(plan, today())
    page.object_list = [
        {**each, "light": lamps.of(each["pk"]) if lamps and each["kind"] in drafting.WORK else None}
        for each in page.object_list
    ]
    duties = list(row.duties.select_related("item", "plan", "organisation", "party"))
    revisions = list(history(plan, uid).values("at", "by", "act")[:10])
    context = {
        "plan": plan,
        "row": row,
        "above": queries.above(row).values(*NAMED),
        "names": names_of(each["by"] for each in revisions),
        "source": source_value(row, {plan.document_id: plan.document.file_id} if plan.document else {}),
        "targets": [target_value(target) for target in row.targets.select_related("party")],
        "milestones": row.milestones.all(),
        "run": running(plan, row, request.member, codes, today()),
        "colours": COLOURS_SHOWN,
        "today": today(),
        "to_report": to_report(plan, row, request.member, today()),
        "duties": duties,
        "handed": handed_over(duties, request.member),
        "kinds": KINDS,
        "basis": row.basis.all(),
        "reports": reports_on(row, request.member),
        "bar": standings(plan, parties).bar(uid),
        "light": lamps.of(row.pk) if lamps else None,
        "lights": lamps.counts_below(row.pk) if lamps else [],
        "before": plan.items.filter(links_out__after=row).order_by("links_out__id").values(*NAMED),
        "after": plan.items.filter(links_in__before=row).order_by("links_in__id").values(*NAMED),
        "page": page,
        "history": revisions,
        "parties": parties,
        "may_propose": plan.state == Plan.State.AGREED and may(request.member, "endorsing.propose", plan_parties=codes),
        "may_move": may(request.member, "drafting.edit", plan_parties=codes, state=plan.state),
    }
    return render(request, "fulfilling/item.html", context)


def _past_item(request: Acting, plan: Plan, uid: str, day: object) -> HttpResponse:
    value = queries.past(plan, day)  # type: ignore[arg-type]
    found = next((each for each in value.items if each.uid == uid), None) if value else None
    if found is None or value is None:
        raise _not_yet(plan)
    children = [each for each in value.items if each.parent == uid]
    context = {"plan": plan, "tab": "overview", "value": found, "children": children, "as_of": day}
    return render(request, "fulfilling/past_item.html", context)


@members_only
@kept_page
def timetable(request: Acting, plan_uid: str) -> HttpResponse:
    """Show the tree against time."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    zoom = request.GET.get("zoom", "quarter")
    asked = {name: request.GET.get(name, "") for name in ("party", "page", "rows")}
    drawn = draw_timetable(plan, day, zoom=zoom, **asked)
    if drawn is None:
        raise _not_yet(plan)
    context = {"plan": plan, "tab": "timetable", "drawn": drawn, "as_of": day, "zoom": zoom}
    context |= svg(plan, drawn)
    context["with_table"] = len(drawn.bars) <= TABLE_ROWS
    context["zooms"] = ["year", "quarter", "month"]
    context["parties"] = queries.parties_of(plan)
    return render(request, "fulfilling/timetable.html", context)


@members_only
@kept_page
def timetable_sheets(request: Acting, plan_uid: str) -> HttpResponse:
    """Show the timetable as sheets of A3, each with its axis, for the printer."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    asked = {"zoom": request.GET.get("zoom", "quarter"), "party": request.GET.get("party", "")}
    drawn = draw_sheets(plan, day, **asked)
    if drawn is None:
        raise _not_yet(plan)
    sheets = [{"drawn": each, **svg(plan, each)} for each in drawn]
    context = {"plan": plan, "sheets": sheets, "as_of": day, "today": today(), "cut": len(drawn) < drawn[0].pages}
    return render(request, "fulfilling/timetable_sheets.html", context)


@members_only
@kept_until(changes_work)
def work(request: Acting) -> HttpResponse:
    """Show what the signed-in person has to do: duties of the own body, and what waits for the party's signature."""
    context = work_of(request.member, today(), request.GET.get("page"))
    return render(request, "fulfilling/work.html", context)


@members_only
@kept_page
def organisation(request: Acting, code: str) -> HttpResponse:
    """Show all duties of one body."""
    found = Organisation.objects.select_related("party", "parent").filter(code=code).first()
    if found is None:
        raise Refusal(
            "not-found", zh="没有这个单位；请从单位列表进入。", en="There is no such organisation; see the list."
        )
    if day := asked_day(request):
        past = {"organisation": found, "duties": duties_on(found, request.member, day), "as_of": day}
        return render(request, "fulfilling/past_organisation.html", past)
    page = Paginator(queries.duties_of(found, request.member), PAGE).get_page(request.GET.get("page"))
    lights_of(page, today())
    context = {
        "organisation": found,
        "page": page,
        "one_plan": of_one_plan(page),
        "today": today(),
        "children": found.children.order_by("code")[:200],
        "journal": entries_visible_to(request.member.party_code).about("organisation", found.code)[:10],
    }
    return render(request, "fulfilling/organisation.html", context)
