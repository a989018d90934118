"""Takes requests about ledgers; gives the workbook, the page to bring it back, its preview and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xietong import drafting
from xietong.basics import Finding, Refusal, Severity, Wording
from xietong.drafting import CellEdit
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.permissions import may
from xietong_web.documents.uploads import chosen_file
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.fulfilling import ledger_pointing as pointing
from xietong_web.fulfilling import ledgers
from xietong_web.fulfilling.ledger_reading import Looked, look, read_percent, standing
from xietong_web.fulfilling.ledger_states import NOTES, WORKBOOK, Selection, export_ledger, periods_offered
from xietong_web.fulfilling.queries import parties_of
from xietong_web.theme.templatetags.theme import word

SHOWN = 200  # rows of each list on the preview; the workbook itself holds the rest


@members_only
def ledger(request: Acting, plan_uid: str) -> HttpResponse:
    """Offer the ledger for download, by selection, and take one that comes back."""
    plan = the_plan(request.member, plan_uid)
    own = request.member.organisation
    context = {
        "plan": plan,
        "tab": "ledger",
        "branches": plan.items.filter(depth__lte=1, kind__in=drafting.BRANCHES).order_by("path")[:SHOWN],
        "parties": parties_of(plan),
        "units": Organisation.objects.filter(duties__plan=plan).distinct().order_by("party__ordinal", "code"),
        "periods": periods_offered(plan, timezone.now()),
        "own": own,
        "may_import": may(request.member, "fulfilling.import-ledger", plan_parties=party_codes(plan)),
    }
    return render(request, "fulfilling/ledger.html", context)


def _download(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@members_only
@require_POST
def export(request: Acting, plan_uid: str) -> HttpResponse:
    """Give the chosen part of a plan as a workbook."""
    plan, now = the_plan(request.member, plan_uid), timezone.now()
    chosen = Selection(**{name: request.POST.get(name, "") for name in ("branch", "party", "organisation", "period")})
    data = export_ledger(plan_uid=plan.uid, chosen=chosen, by=request.member, now=now)
    return _download(data, f"ledger-{plan.uid[:8]}-{now.astimezone().date().isoformat()}.xlsx")


@members_only
@require_POST
def receive(request: Acting, plan_uid: str) -> HttpResponse:
    """Keep a workbook that comes back, and go to its preview."""
    plan, file = the_plan(request.member, plan_uid), chosen_file(request)
    kept = ledgers.receive_ledger(
        plan_uid=plan.uid, name=file.name or "", data=file.read(), by=request.member, now=timezone.now()
    )
    answer = redirect("fulfilling:ledger_preview", plan_uid=plan.uid, sha256=kept.sha256)
    period = request.POST.get("period", "")
    answer["Location"] += f"?period={period}" if period in periods_offered(plan, timezone.now()) else ""
    return answer


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell on the preview: where, of which item and column, what stands now, what the workbook says."""

    cell: str
    title: str
    column: str
    old: str
    new: str
    base: str = ""
    uid: str = ""


@members_only
def preview(request: Acting, plan_uid: str, sha256: str) -> HttpResponse:
    """Show what taking a workbook in would do; nothing is written."""
    return _preview(request, the_plan(request.member, plan_uid), sha256, request.GET)


@members_only
@require_POST
def point(request: Acting, plan_uid: str, sha256: str) -> HttpResponse:
    """Look again, with rows without identity taken for what somebody says; what cannot be is said beside the fields."""
    plan, by, sent = the_plan(request.member, plan_uid), request.member, request.POST
    period, data = sent.get("period", ""), ledgers.received(plan, sha256, by)
    try:
        rows = pointing.Offered.of(standing(plan, by)[0]).said(sent)
        look(plan, data, period, by, timezone.now(), rows)
    except Refusal as refusal:
        return _preview(request, plan, sha256, sent, refusal)
    answer = redirect("fulfilling:ledger_preview", plan_uid=plan.uid, sha256=sha256)
    answer["Location"] += f"?{pointing.parameters(period, rows)}#ledger-matches"
    return answer


def _preview(request: Acting, plan: Plan, sha256: str, sent: QueryDict, refused: Refusal | None = None) -> HttpResponse:
    by, rows = request.member, pointing.pointed(sent)
    looked = look(plan, ledgers.received(plan, sha256, by), sent.get("period", ""), by, timezone.now(), rows)
    offered = pointing.Offered.of(looked.current)
    typed = dict(zip(sent.getlist("cell"), sent.getlist("item"), strict=False))
    # Those of equal titles last: what is doubtful is to be looked at.
    matches = sorted(looked.matches, key=lambda each: each.how == "title")[:SHOWN]
    items = {item.uid: item for item in (*looked.value.items, *looked.current.items)}
    names = _headings(looked.current)
    conflicts = [
        ShownCell(each.cell, each.title, _column(each.key, names), each.current or "", each.workbook, each.base)
        for each in looked.conflicts
    ]
    context = {
        "plan": plan,
        "tab": "ledger",
        "sha256": sha256,
        "looked": looked,
        "edits": _cells(looked.edits, items, names),
        "notes": _cells(looked.notes, items, names),
        "conflicts": conflicts[:SHOWN],
        "matches": [
            (each, items.get(each.uid or each.parent or ""), typed.get(each.cell, offered.name_of(each.uid)))
            for each in matches
        ],
        "offered": offered.first if matches else (),
        "rows": pointing.marked(rows),
        "parameters": pointing.parameters(looked.period, rows),
        "refused": refused,
        "missing": [items[uid] for uid in looked.missing[:SHOWN] if uid in items],
        "findings": looked.findings[:SHOWN],
        "body": Organisation.objects.filter(code=looked.body).first(),
        "shown": SHOWN,
        "commentable": bool(looked.findings or looked.conflicts),
    }
    return render(request, "fulfilling/ledger_preview.html", context, status=409 if refused else 200)


def _headings(plan: drafting.Plan) -> dict[str, str]:
    columns = drafting.standard_columns(plan.parties, NOTES)
    return {column.key: f"{column.group} {column.title}".strip() for column in columns}


def _column(key: str, names: Mapping[str, str]) -> str:
    """Return a column's heading; of a foreign ledger's column for the units of all parties, its word."""
    return names.get(key) or word(key)


def _cells(edits: Sequence[CellEdit], items: Mapping[str, drafting.Item], names: Mapping[str, str]) -> list[ShownCell]:
    """Return edits as the page lists them; a share done stands there as the percent it was understood to be."""
    shown = []
    for edit in edits[:SHOWN]:
        item = items.get(edit.uid)
        percent = read_percent(edit.new) if edit.key == "note:percent" else None
        new = f"{percent.normalize():f}%" if percent is not None else edit.new
        title = edit.title or (item.title if item else "")
        shown.append(ShownCell(edit.cell, title, _column(edit.key, names), edit.old, new, uid=edit.uid))
    return shown


@members_only
@require_POST
def confirm(request: Acting, plan_uid: str, sha256: str) -> HttpResponse:
    """Take what the preview showed."""
    plan = the_plan(request.member, plan_uid)
    taken = ledgers.import_ledger(
        plan_uid=plan.uid,
        sha256=sha256,
        period=request.POST.get("period", ""),
        seen=request.POST.get("seen", ""),
        pointed=pointing.pointed(request.POST),
        by=request.member,
        now=timezone.now(),
    )
    said = _("%(changes)s changes of the plan and %(reports)s reports were taken.")
    messages.success(request, said % {"changes": taken.changes, "reports": taken.reports})
    if taken.proposal is not None:
        return redirect("endorsing:proposal", plan_uid=plan.uid, number=taken.proposal.number)
    return redirect("fulfilling:ledger", plan_uid=plan.uid)


@members_only
def comments(request: Acting, plan_uid: str, sha256: str) -> HttpResponse:
    """Give the workbook back with a comment on every cell that is in conflict or in error."""
    plan = the_plan(request.member, plan_uid)
    data = ledgers.received(plan, sha256, request.member)
    if not data.startswith(b"PK"):
        raise Refusal(
            "not-xlsx",
            zh="只有 xlsx 工作簿可以批注；请另存为 xlsx 后重新上传。",
            en="Only an xlsx workbook can carry comments; save it as xlsx and upload it again.",
            field="file",
        )
    rows = pointing.pointed(request.GET)
    looked = look(plan, data, request.GET.get("period", ""), request.member, timezone.now(), rows)
    language = "en" if (get_language() or "").startswith("en") else "zh"
    commented = drafting.error_workbook(data, (*looked.findings, *_conflicting(looked)), language)
    return _download(commented, f"ledger-{plan.uid[:8]}-comments.xlsx")


def _conflicting(looked: Looked) -> list[Finding]:
    return [
        Finding(
            "conflict",
            Wording(
                f"系统中已改为：{each.current or '（已删除）'}",
                f"In the system it now says: {each.current or '(removed)'}",
            ),
            Severity.WARNING,
            each.cell,
        )
        for each in looked.conflicts
    ]
