"""Takes requests about reports; gives their pages."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Content, ReportAct
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.documents.files import load
from xietong_web.documents.models import StoredFile
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.models import Report

EVIDENCE_LIMIT = 20 * 2**20


@members_only
@require_POST
def begin(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Begin the own body's report on an item for a period; ``no change`` submits it at once."""
    plan = the_plan(request.member, plan_uid)
    body = request.member.organisation
    report = services.begin_report(
        plan=plan,
        item_uid=uid,
        organisation=body.code if body else "",
        period=request.POST.get("period", ""),
        by=request.member,
        now=timezone.now(),
    )
    if request.POST.get("no_change"):
        services.act_on_report(
            uid=report.uid,
            act=ReportAct.SUBMIT,
            revision=report.revision,
            content=replace(report.to_value().content, text="", no_change=True),
            by=request.member,
            now=timezone.now(),
        )
    return redirect("fulfilling:report", uid=report.uid)


def _the_report(request: Acting, uid: str) -> Report:
    rows = Report.objects.visible_to(request.member.party).filter(uid=uid, plan__parties=request.member.party)
    found = rows.select_related("plan", "item", "party", "organisation").first()
    if found is None:
        raise Refusal("not-found", zh="没有这份填报，或它不对您开放。", en="There is no such report for you.")
    return found


@members_only
def report(request: Acting, uid: str) -> HttpResponse:
    """Show a report with what this member may do with it."""
    found = _the_report(request, uid)
    value = found.to_value()
    acts = [act for actor in services.actors(request.member, value) for act in fulfilling.report_acts(value, actor)]
    own = found.party_id == request.member.party_id
    names = dict(Organisation.objects.filter(code__in=_missing_codes(value)).values_list("code", "name"))
    context = {
        "plan": found.plan,
        "report": found,
        "value": value,
        "acts": list(dict.fromkeys(act.value for act in acts)),
        "editable": ReportAct.EDIT in acts,
        "steps": value.history if own else [step for step in value.history if step.act.value in _PUBLIC_STEPS],
        "files": StoredFile.objects.filter(sha256__in=value.content.evidence),
        "links": [each for each in value.content.evidence if each.startswith("http")],
        "missing": list(names.values()),
        "targets": found.item.targets.all(),
    }
    return render(request, "fulfilling/report.html", context)


_PUBLIC_STEPS = frozenset({"pass", "confirm", "reopen_texts", "reopen_figures"})


def _missing_codes(value: fulfilling.Report) -> tuple[str, ...]:
    return next((step.missing for step in reversed(value.history) if step.act is ReportAct.SUBMIT), ())


@members_only
@require_POST
def act(request: Acting, uid: str, what: str) -> HttpResponse:
    """Do one act of the table on a report."""
    if what not in set(ReportAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    found = _the_report(request, uid)
    chosen = ReportAct(what)
    writes = chosen in {ReportAct.EDIT, ReportAct.SUBMIT} and "text" in request.POST
    revision = request.POST.get("revision", "")
    services.act_on_report(
        uid=uid,
        act=chosen,
        revision=int(revision) if revision.isdigit() else -1,
        reason=request.POST.get("reason", ""),
        content=_content(request, found) if writes else None,
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:report", uid=uid)


def _content(request: Acting, found: Report) -> Content:
    posted, before = request.POST, found.to_value().content
    links = tuple(line.strip() for line in posted.get("links", "").splitlines() if line.strip().startswith("http"))
    files = tuple(each for each in before.evidence if not each.startswith("http"))
    targets = found.item.targets.all()
    figures = {t.uid: _number(posted[f"figure-{t.uid}"]) for t in targets if posted.get(f"figure-{t.uid}")}
    return Content(
        percent=_number(posted["percent"]) if posted.get("percent") else None,
        milestone=posted.get("milestone", ""),
        figures=figures,
        text=posted.get("text", ""),
        problems=posted.get("problems", ""),
        next_steps=posted.get("next_steps", ""),
        evidence=(*files, *links),
    )


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation as trouble:
        raise Refusal(
            "bad-number", zh=f"“{text}”不是数字；请改正。", en=f"“{text}” is no number; correct it."
        ) from trouble
    if not value.is_finite():
        raise Refusal("bad-number", zh="数值须有限；请改正。", en="The value must be finite; correct it.")
    return value


@members_only
@require_POST
def evidence(request: Acting, uid: str) -> HttpResponse:
    """Put a file behind a report."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list) or (file.size or 0) > EVIDENCE_LIMIT:
        raise Refusal(
            "over-the-limit",
            zh="请选择不超过 20 MB 的文件。",
            en="Choose a file of at most 20 MB.",
        )
    found = _the_report(request, uid)
    services.add_evidence(
        uid=uid,
        revision=found.revision,
        name=file.name or "",
        data=file.read(),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:report", uid=uid)


@members_only
def evidence_file(request: Acting, uid: str, sha256: str) -> HttpResponse:
    """Give a file behind a report that the member may see."""
    found = _the_report(request, uid)
    if sha256 not in found.to_value().content.evidence:
        raise Refusal("not-found", zh="该填报没有这份材料。", en="The report has no such evidence.")
    file = StoredFile.objects.get(sha256=sha256)
    answer = HttpResponse(load(file), content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{sha256[:12]}"'
    return answer
