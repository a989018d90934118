"""Takes API calls about reports, extensions and closings; gives their answers, by the acts that the pages use."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from django.utils import timezone
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import ExtensionAct, ReportAct
from xietong_web.accounts.gate import Acting
from xietong_web.audit.days import today
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.closing import acts as closing
from xietong_web.fulfilling.evidence import FILE_LIMIT
from xietong_web.fulfilling.extending import acts as extending
from xietong_web.fulfilling.extending.queries import shown_extensions
from xietong_web.fulfilling.meeting.shapes import Revision
from xietong_web.fulfilling.models import Closing, Extension, Report
from xietong_web.fulfilling.reporting_forms import content_of
from xietong_web.fulfilling.reporting_queries import due_of, reports_of, the_report
from xietong_web.fulfilling.reporting_shapes import (
    ClosingShape,
    ClosingTold,
    ContentTold,
    DueShape,
    ExtensionActTold,
    ExtensionShape,
    ExtensionTold,
    ReportActTold,
    ReportEdited,
    ReportsAsked,
    ReportShape,
    ReportTold,
    ReportWhole,
)
from xietong_web.theme.answers import Key, Page, Window, page_of, paged

router = Router(tags=["fulfilling"])
REPORTS = "/plans/{plan_uid}/reports"
REPORT = f"{REPORTS}/{{report}}"
EXTENSIONS = "/plans/{plan_uid}/extensions"
EXTENSION = f"{EXTENSIONS}/{{extension}}"
CLOSINGS = "/plans/{plan_uid}/closings"
SHOWN_ACTS = {act.value: act for act in ReportAct}


@router.get("/work/reports", response={200: Page[DueShape]})
def reports_due(request: Acting, window: Query[Window]) -> Page[DueShape]:
    """List the reports that the caller's body owes, the most urgent first."""
    return paged(due_of(request.member, today()), window, DueShape.of)


@router.get(REPORTS, response={200: Page[ReportShape]})
def reports(request: Acting, plan_uid: Key, window: Query[Window], asked: Query[ReportsAsked]) -> Page[ReportShape]:
    """List a plan's reports, the latest first: the own side's, and the others' once their authority has passed them."""
    plan = the_plan(request.member, plan_uid)
    return paged(reports_of(plan, request.member, **asked.dict()), window, ReportShape.of)


@router.post(REPORTS, response={201: ReportWhole})
def begin_report(request: Acting, plan_uid: Key, told: ReportTold) -> Status[ReportWhole]:
    """Begin the own body's report on an item for a period, filled with what it said last; or find it."""
    plan, body = the_plan(request.member, plan_uid), request.member.organisation
    does = services.report_no_change if told.no_change else services.begin_report
    row = does(
        plan=plan,
        item_uid=told.item,
        organisation=told.organisation or (body.code if body else ""),
        period=told.period,
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, _whole(request, plan, row.uid))


def _whole(request: Acting, plan: Plan, uid: str) -> ReportWhole:
    return ReportWhole.seen_by(request.member, the_report(request.member, uid, plan))


@router.get(REPORT, response={200: ReportWhole})
def report(request: Acting, plan_uid: Key, report: Key) -> ReportWhole:
    """Show a report with what it says and what the caller may do with it."""
    return _whole(request, the_plan(request.member, plan_uid), report)


@router.put(REPORT, response={200: ReportWhole})
def edit_report(request: Acting, plan_uid: Key, report: Key, told: ReportEdited) -> ReportWhole:
    """Write what a report says; it stays a draft (or returned) until it is submitted."""
    plan = the_plan(request.member, plan_uid)
    found = the_report(request.member, report, plan)
    _act(request, found, ReportAct.EDIT, told.revision, content=_content(found, told.content))
    return _whole(request, plan, report)


@router.post(f"{REPORT}/acts", response={200: ReportWhole})
def act_on_report(request: Acting, plan_uid: Key, report: Key, told: ReportActTold) -> ReportWhole:
    """Submit, recall, pass, confirm, return or reopen a report.

    What the act takes out of the caller's sight (a report returned to the other side) is answered as it last was.
    """
    plan = the_plan(request.member, plan_uid)
    found, act = the_report(request.member, report, plan), SHOWN_ACTS[told.act]
    content = _content(found, told.content) if told.content is not None and act is ReportAct.SUBMIT else None
    _act(request, found, act, told.revision, content=content, reason=told.reason)
    after = Report.objects.select_related("plan", "item", "party", "organisation").get(uid=report)
    return ReportWhole.seen_by(request.member, after)


def _content(found: Report, told: ContentTold) -> fulfilling.Content:
    before = found.to_value().content
    if told.no_change:
        return replace(before, text="", no_change=True)
    return content_of(told.posted(), found, before)


def _act(
    request: Acting,
    found: Report,
    act: ReportAct,
    revision: int,
    *,
    content: fulfilling.Content | None = None,
    reason: str = "",
) -> None:
    services.act_on_report(
        uid=found.uid, act=act, revision=revision, reason=reason, content=content, by=request.member, now=timezone.now()
    )


@router.post(f"{REPORT}/evidence", response={201: ReportWhole})
def add_evidence(
    request: Acting, plan_uid: Key, report: Key, revision: Form[Revision], file: File[UploadedFile]
) -> Status[ReportWhole]:
    """Put a file behind a report: PDF, PNG, JPEG or Office, at most 20 MB."""
    plan = the_plan(request.member, plan_uid)
    found = the_report(request.member, report, plan)
    if getattr(request, "over_limit", False) or (file.size or 0) > FILE_LIMIT:
        raise Refusal("over-the-limit", zh="请选择不超过 20 MB 的文件。", en="Choose a file of at most 20 MB.")
    name, data = file.name or "", file.read()
    services.add_evidence(uid=found.uid, revision=revision, name=name, data=data, by=request.member, now=timezone.now())
    return Status(201, _whole(request, plan, report))


@router.get(EXTENSIONS, response={200: Page[ExtensionShape]})
def extensions(
    request: Acting,
    plan_uid: Key,
    window: Query[Window],
    state: Literal["", "asked", "granted", "refused", "withdrawn"] = "",
) -> Page[ExtensionShape]:
    """List the extensions asked for in a plan, the latest first."""
    plan = the_plan(request.member, plan_uid)
    rows = Extension.objects.filter(plan=plan).select_related("party", "organisation", "plan")
    rows = rows.filter(state=state) if state else rows
    chosen = rows[window.offset : window.offset + window.limit]
    shown = [ExtensionShape.of(each) for each in shown_extensions(chosen, request.member)]
    return page_of(shown, rows.count(), window)


def _extension(request: Acting, plan: Plan, uid: str) -> ExtensionShape:
    rows = Extension.objects.filter(plan=plan, uid=uid).select_related("party", "organisation", "plan")
    shown = shown_extensions(rows, request.member)
    if not shown:
        raise Refusal("not-found", zh="没有这项延期申请，或它不对您开放。", en="There is no such extension for you.")
    return ExtensionShape.of(shown[0])


@router.post(EXTENSIONS, response={201: ExtensionShape})
def ask_extension(request: Acting, plan_uid: Key, told: ExtensionTold) -> Status[ExtensionShape]:
    """Ask for a later due date of an item that the own body leads."""
    plan = the_plan(request.member, plan_uid)
    row = extending.ask_extension(
        plan_uid=plan.uid,
        uid=told.item,
        wanted=told.wanted,
        reason=told.reason,
        links="\n".join(told.links),
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, _extension(request, plan, row.uid))


@router.get(EXTENSION, response={200: ExtensionShape})
def extension(request: Acting, plan_uid: Key, extension: Key) -> ExtensionShape:
    """Show an extension."""
    return _extension(request, the_plan(request.member, plan_uid), extension)


@router.post(f"{EXTENSION}/acts", response={200: ExtensionShape})
def answer_extension(request: Acting, plan_uid: Key, extension: Key, told: ExtensionActTold) -> ExtensionShape:
    """Grant, refuse or withdraw an extension."""
    plan = the_plan(request.member, plan_uid)
    known = _extension(request, plan, extension)
    extending.answer_extension(
        uid=known.uid,
        act=ExtensionAct(told.act),
        answer=told.answer,
        due=told.due,
        by=request.member,
        now=timezone.now(),
    )
    return _extension(request, plan, extension)


@router.get(CLOSINGS, response={200: Page[ClosingShape]})
def closings(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[ClosingShape]:
    """List the milestones and targets that parties have closed, the latest first."""
    plan = the_plan(request.member, plan_uid)
    rows = Closing.objects.filter(plan=plan).select_related("party", "organisation")
    return paged(rows.order_by("-closed_at", "-id"), window, ClosingShape.of)


@router.post(CLOSINGS, response={201: ClosingShape})
def close(request: Acting, plan_uid: Key, told: ClosingTold) -> Status[ClosingShape]:
    """Close a milestone or target of an item for the caller's side, with evidence."""
    plan = the_plan(request.member, plan_uid)
    value = None if told.value is None else Decimal(told.value)
    row = closing.close(
        plan_uid=plan.uid,
        uid=told.item,
        kind=Closing.Kind(told.kind),
        subject=told.subject,
        value=value,
        links="\n".join(told.links),
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, ClosingShape.of(row))
