"""Takes requests about reports; gives their pages."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Content, ReportAct, ReportState
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.queries import names_of
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling import reporting_queries, services
from xietong_web.fulfilling.evidence import links_in, proofs_of
from xietong_web.fulfilling.models import Evidence, Report, Unsent
from xietong_web.fulfilling.reporting_forms import content_of, fields_of, milestones_of, typed, unread_links
from xietong_web.fulfilling.ruling.rhythms import report_due_on, rhythms_of


@members_only
@require_POST
def begin(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Begin the own body's report on an item for a period; ``no change`` submits it at once."""
    plan = the_plan(request.member, plan_uid)
    body = request.member.organisation
    does = services.report_no_change if request.POST.get("no_change") else services.begin_report
    report = does(
        plan=plan,
        item_uid=uid,
        organisation=body.code if body else "",
        period=request.POST.get("period", ""),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:report", uid=report.uid)


def the_report(request: Acting, uid: str) -> Report:
    """Return a report that the member may see. Raises Refusal ``not-found``."""
    return reporting_queries.the_report(request.member, uid)


@members_only
def report(request: Acting, uid: str) -> HttpResponse:
    """Show a report with what this member may do with it."""
    found = the_report(request, uid)
    value = found.to_value()
    roles = services.roles_in(found)
    running = bool(roles)
    acts = [act for actor in services.actors(request.member, value) for act in fulfilling.report_acts(value, actor)]
    own, editable = found.party_id == request.member.party_id, running and ReportAct.EDIT in acts
    unsent = services.unsent_of(found, request.member) if editable else None
    milestones = milestones_of(found.item_id)
    content = services.as_typed(found, request.member) if unsent else value.content
    lacking = [] if editable else list(Organisation.objects.filter(code__in=_missing_codes(value)))
    steps = reporting_queries.steps_for(value, request.member.party_code)
    context: dict[str, Any] = {
        "plan": found.plan,
        "report": found,
        "value": value,
        "content": content,
        "unsent": unsent,
        "running": running,
        "due": report_due_on(rhythms_of(found.plan), value.period),
        "acts": list(dict.fromkeys(act.value for act in acts)) if running else [],
        "editable": editable,
        "steps": steps,
        "came_back": _came_back(value) if editable else None,
        "names": names_of(step.by.person for step in steps),
        "proofs": proofs_of(Evidence.Of.REPORT, {uid: value.content.evidence})[uid],
        "links": [*links_in(content.evidence), *(unsent.links if unsent else ())],
        "missing": lacking,
        "fields": fields_of(found, content),
        "milestones": milestones,
        "reached": next((each for each in milestones if each.uid == content.milestone), None),
    }
    context |= _supports(found) if own and "lead" in roles else {}
    return render(request, "fulfilling/report.html", context)


def _supports(found: Report) -> dict[str, Any]:
    """Return what the support bodies have delivered to a lead, and who has not."""
    delivery = services.delivered_to(found)
    codes = [*(each.duty.organisation for each in delivery.delivered), *(key.organisation for key in delivery.missing)]
    bodies = {each.code: each for each in Organisation.objects.filter(code__in=codes)}
    return {
        "delivered": [(bodies[each.duty.organisation], each) for each in delivery.delivered],
        "lacking": [bodies[key.organisation] for key in delivery.missing],
    }


def _came_back(value: fulfilling.Report) -> fulfilling.Step | None:
    """Return why a report that is to be written again came back; none where it never did."""
    if value.state is not ReportState.RETURNED:
        return None
    return next((step for step in reversed(value.history) if step.reason), None)


def _missing_codes(value: fulfilling.Report) -> tuple[str, ...]:
    return next((step.missing for step in reversed(value.history) if step.act is ReportAct.SUBMIT), ())


def seen(request: Acting) -> int:
    """Return the revision that the reader had before them; one that no report has where none was sent."""
    revision = request.POST.get("revision", "")
    return int(revision) if revision.isdigit() else -1


@members_only
@require_POST
def act(request: Acting, uid: str, what: str) -> HttpResponse:
    """Do one act of the table on a report. What was typed for an act that is refused is kept: it need not be typed
    again."""
    if what not in set(ReportAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    chosen = ReportAct(what)
    writes = chosen in {ReportAct.EDIT, ReportAct.SUBMIT}
    try:
        services.act_on_report(
            uid=uid,
            act=chosen,
            revision=seen(request),
            reason=request.POST.get("reason", ""),
            content=_content(request, uid) if writes else None,
            by=request.member,
            now=timezone.now(),
        )
    except Refusal:
        if writes and "text" in request.POST:
            with suppress(Refusal):  # it may no longer be edited, or was never theirs
                _keep_typed(request, uid)
        raise
    if chosen is ReportAct.RETURN and not reporting_queries.may_see(request.member, uid):
        messages.success(request, _("Returned. Its own side writes it anew; you see it again once that has passed it."))
        return redirect("fulfilling:work")
    return redirect("fulfilling:report", uid=uid)


def _keep_typed(request: Acting, uid: str) -> Unsent:
    found = the_report(request, uid)
    content = typed(request.POST.dict(), found, found.to_value().content)
    return services.keep_unsent(
        uid=uid,
        revision=seen(request),
        content=content,
        links=unread_links(request.POST.dict()),
        by=request.member,
        now=timezone.now(),
    )


def _content(request: Acting, uid: str) -> Content | None:
    found = the_report(request, uid)
    if request.POST.get("no_change"):
        return replace(found.to_value().content, text="", no_change=True)
    return content_of(request.POST.dict(), found, found.to_value().content) if "text" in request.POST else None


@members_only
@require_POST
def unsent(request: Acting, uid: str) -> HttpResponse:
    """Keep what is being typed; answer when that was."""
    return render(request, "fulfilling/unsent.html", {"unsent": _keep_typed(request, uid)})


@members_only
@require_POST
def forget(request: Acting, uid: str) -> HttpResponse:
    """Throw away what was typed and not sent."""
    services.forget_unsent(uid=the_report(request, uid).uid, by=request.member)
    return redirect("fulfilling:report", uid=uid)


@members_only
@require_POST
def merge(request: Acting, uid: str) -> HttpResponse:
    """Put the support bodies' texts behind the lead's own, with what was typed a moment ago."""
    if "text" in request.POST:
        _keep_typed(request, uid)
    services.merge_texts(uid=uid, revision=seen(request), by=request.member, now=timezone.now())
    return redirect("fulfilling:report", uid=uid)
