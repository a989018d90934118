"""Takes requests about the collection of values; gives its pages: who has said what, the grid, imports, reviews."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xietong import measuring
from xietong.basics import Refusal
from xietong.measuring import SubmissionAct
from xietong_web.accounts.gate import Acting, members_only, onward
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.documents.uploads import chosen_file
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.fulfilling.days import today
from xietong_web.measuring import collecting, importing
from xietong_web.measuring.collecting import actors, the_data_set
from xietong_web.measuring.completing import EVERY, asked_periods, due_of, states_of, to_do
from xietong_web.measuring.completing import SHOWN as SHOWN_PERIODS
from xietong_web.measuring.grid import cell_name, changes_since, columns_of, grid_of, shown, typed_cells
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.services import definitions_of, the_period
from xietong_web.measuring.sheet import Wanted, reporting, sheet_of, to_fill
from xietong_web.measuring.words import STATES
from xietong_web.theme.templatetags.theme import named

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
OWN_STEPS = frozenset({"submit", "return"})


@members_only
def collection(request: Acting, plan_uid: str) -> HttpResponse:
    """Show how the data sets of a plan stand, and what waits for the reader's party."""
    plan = the_plan(request.member, plan_uid)
    every = request.GET.get("every") == "1"
    asked = asked_periods(plan, today(), most=EVERY if every else SHOWN_PERIODS)
    states = states_of(plan, request.member, today(), asked)
    oldest = {state.data_set.uid: state for state in states}.values()
    waiting = [(row, act) for row, act in to_do(request.member) if row.data_set.plan_id == plan.uid]
    context = {
        "plan": plan,
        "tab": "indicators",
        "states": states,
        "more": any(state.period.code != state.data_set.first_period for state in oldest),
        "data_sets": plan.data_sets.all(),
        "waiting": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "may_define": may(request.member, "measuring.define", plan_parties=party_codes(plan)),
    }
    return render(request, "measuring/collection.html", context)


def _frame(data_set: DataSet, period: str) -> dict[str, Any]:
    when = the_period(period)
    return {
        "plan": data_set.plan,
        "tab": "indicators",
        "data_set": data_set,
        "period": when.code,
        "due": due_of(data_set, when),
    }


@members_only
def period_sheet(request: Acting, key: str, period: str) -> HttpResponse:
    """Show what the bodies have said for a period; review in bulk, bring files in, take the workbook out."""
    data_set, when = the_data_set(key, request.member), the_period(period)
    asked = {name: request.GET.get(name, "") for name in ("state", "party", "q", "page")}
    wanted = Wanted(asked["state"], asked["party"], asked["q"][:80], asked["page"])
    fills = may(request.member, "measuring.submit", organisation=request.member.organisation_id)
    context = {
        **_frame(data_set, period),
        "sheet": sheet_of(data_set, when, request.member, wanted),
        "wanted": wanted,
        "parties": data_set.plan.memberships.select_related("party"),
        "mine": to_fill(data_set, when, request.member) if fills else (),
        "fills_for_party": may(request.member, "measuring.fill-for-party", party=request.member.party_code),
    }
    return render(request, "measuring/period.html", context)


@members_only
@require_POST
def begin(request: Acting, key: str, period: str) -> HttpResponse:
    """Begin an organisation's submission, or go on with it."""
    row = collecting.begin_submission(
        data_set_uid=key,
        organisation=request.POST.get("organisation", ""),
        period=period,
        by=request.member,
        now=timezone.now(),
    )
    return redirect("measuring:submission", key=row.uid)


@members_only
@require_POST
def bulk(request: Acting, key: str, period: str) -> HttpResponse:
    """Accept or confirm the chosen submissions at once."""
    act = SubmissionAct.CONFIRM if request.POST.get("act") == "confirm" else SubmissionAct.ACCEPT
    rows = collecting.act_on_submissions(
        uids=request.POST.getlist(act.value), act=act, by=request.member, now=timezone.now()
    )
    said = ngettext("%(n)s submission was taken.", "%(n)s submissions were taken.", len(rows))
    messages.success(request, said % {"n": len(rows)})
    return redirect("measuring:period", key=key, period=period)


@members_only
def workbook(request: Acting, key: str, period: str) -> HttpResponse:
    """Give a period as a workbook to fill in: of all bodies the reader fills in for, else of those to be seen."""
    data_set = the_data_set(key, request.member)
    when = the_period(period)
    listed = reporting(data_set, when)
    own = Q(pk__in=bodies_of(request.member))
    if may(request.member, "measuring.fill-for-party", party=request.member.party_code):
        own |= Q(party=request.member.party_id)
    bodies = list(listed.filter(own)) or list(listed)
    said = Submission.objects.visible_to(request.member.party).filter(data_set=data_set, period=when.code)
    last = {row.organisation.code: row for row in said.select_related("organisation").order_by("number")}
    codes = {each.code for each in bodies}
    cells = {
        (code, name): entry for code, row in last.items() if code in codes for name, entry in row.cell_values().items()
    }
    data = measuring.form_workbook(
        title=f"{named(data_set)} {when.code}",
        data_set=data_set.uid,
        period=when.code,
        columns=columns_of(data_set, definitions_of(data_set.plan)),
        bodies=[(each.code, named(each)) for each in bodies],
        cells=cells,
    )
    answer = HttpResponse(data, content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="form-{when.code}.xlsx"'
    return answer


@members_only
@require_POST
def receive(request: Acting, key: str) -> HttpResponse:
    """Keep a file, and go to its dry run."""
    file = chosen_file(request)
    kept = importing.receive_form(
        data_set_uid=key, name=file.name or "", data=file.read(), by=request.member, now=timezone.now()
    )
    return redirect("measuring:preview", key=key, sha256=kept.sha256)


@members_only
def preview(request: Acting, key: str, sha256: str) -> HttpResponse:
    """Show what a file would write, and every problem by cell; nothing is written."""
    data_set = the_data_set(key, request.member)
    cells, findings = measuring.read_form_file(importing.received(data_set, sha256, request.member))
    looked = importing.look(data_set, cells, findings, request.member)
    context = {
        "plan": data_set.plan,
        "tab": "indicators",
        "data_set": data_set,
        "sha256": sha256,
        "looked": looked,
        "changes": _told(data_set, looked.changes[:SHOWN]),
        "findings": looked.findings[: 5 * SHOWN],
    }
    return render(request, "measuring/preview.html", context)


def _told(data_set: DataSet, changes: Sequence[importing.Change]) -> list[tuple[importing.Change, str, str, str, str]]:
    """Return changes with what their bodies and values are called, and with the entries as they are read."""
    known = definitions_of(data_set.plan)
    bodies = Organisation.objects.filter(code__in={each.organisation for each in changes})
    names = {body.code: named(body) for body in bodies}
    return [
        (
            each,
            names[each.organisation],
            cell_name(known[measuring.split_key(each.key)[0]], each.key),
            shown(each.old),
            shown(each.new),
        )
        for each in changes
    ]


@members_only
@require_POST
def take(request: Acting, key: str, sha256: str) -> HttpResponse:
    """Take what the dry run showed."""
    data_set = the_data_set(key, request.member)
    cells, findings = measuring.read_form_file(importing.received(data_set, sha256, request.member))
    rows = importing.take_values(
        data_set_uid=key,
        cells=cells,
        findings=findings,
        seen=request.POST.get("seen", ""),
        by=request.member,
        now=timezone.now(),
    )
    said = ngettext(
        "The values of %(n)s body stand in its draft.", "The values of %(n)s bodies stand in drafts.", len(rows)
    )
    messages.success(request, said % {"n": len(rows)})
    if len({row.uid for row in rows}) == 1:
        return redirect("measuring:submission", key=rows[0].uid)
    if len({row.period for row in rows}) == 1:
        return redirect("measuring:period", key=key, period=rows[0].period)
    return redirect("measuring:collection", plan_uid=data_set.plan_id)


def _the_submission(request: Acting, key: str) -> Submission:
    rows = Submission.objects.visible_to(request.member.party).filter(data_set__plan__parties=request.member.party)
    found = rows.select_related(*collecting.RELATED).filter(uid=key).first()
    if found is None:
        raise Refusal("not-found", zh="没有这份数据，或它不对您开放。", en="There is no such submission for you.")
    return found


@members_only
def submission(request: Acting, key: str) -> HttpResponse:
    """Show a submission: as a grid to fill in, or as what was signed off, with what changed since."""
    row = _the_submission(request, key)
    value = row.to_value()
    acts = [act for actor in actors(request.member, value) for act in measuring.submission_acts(value, actor)]
    own = row.party_id == request.member.party_id
    others = Submission.objects.visible_to(request.member.party).filter(
        data_set=row.data_set, organisation=row.organisation, period=row.period
    )
    history = value.history if own else [step for step in value.history if step.act.value not in {"submit", "return"}]
    reasons, sections = _reasons(others, row) if own else [], grid_of(row, editable=SubmissionAct.EDIT in acts)
    numbers = list(others.order_by("number").values("uid", "number", "state"))
    last = row.state != "draft" and numbers[-1]["uid"] == row.uid
    context = {
        **_frame(row.data_set, row.period),
        "row": row,
        "sections": sections,
        "cells": {
            cell.key: f"{cell.name} {cell.label}" for part in sections for line in part.lines for cell in line.cells
        },
        "acts": list(dict.fromkeys(act.value for act in acts)),
        "editable": SubmissionAct.EDIT in acts,
        "reasons": reasons,
        "states": [(entry, wording) for entry, wording in STATES.items() if entry],
        "steps": history,
        "names": names_of([row.signed_by, *(step.by.person for step in (*history, *reasons))]),
        "numbers": numbers,
        "again": last and measuring.is_open(value) and _speaks(request.member, row),
        "changes": changes_since(row, others),
        "files_in": may(request.member, "measuring.fill-for-party", party=row.party.code),
    }
    return render(request, "measuring/submission.html", context)


def _reasons(others: QuerySet[Submission], row: Submission) -> list[measuring.SubmissionStep]:
    """Return why figures are to be filled in again: the steps with a reason of what was signed off last."""
    if row.state != "draft":
        return [step for step in row.to_value().history if step.reason]
    if row.number == 1:
        return []
    before = others.filter(number=row.number - 1).select_related(*collecting.RELATED).first()
    return [step for step in before.to_value().history if step.reason] if before else []


def _speaks(member: Member, row: Submission) -> bool:
    fills = may(member, "measuring.submit", organisation=member.organisation_id)
    return fills and row.organisation_id in bodies_of(member)


def _typed(posted: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("cell-"): text for name, text in posted.items() if name.startswith("cell-")}


@members_only
@require_POST
def check(request: Acting, key: str) -> HttpResponse:
    """Look at cells as they are typed, with what the other cells say; nothing is written."""
    row = _the_submission(request, key)
    if row.state != "draft":
        raise Refusal("not-allowed", zh="这份数据已签报。", en="It has been signed off.")
    cells = typed_cells(row, request.POST.getlist("cell"), _typed(request.POST.dict()))
    return render(request, "measuring/cells.html", {"cells": cells})


@members_only
@require_POST
def fill(request: Acting, key: str) -> HttpResponse:
    """Keep what was typed; with ``sign`` sign it off at once, or keep nothing where that is refused."""
    signs = bool(request.POST.get("sign"))
    collecting.fill_in(
        uid=key,
        revision=_whole(request.POST.get("revision", "")),
        typed=_typed(request.POST.dict()),
        sign=signs,
        by=request.member,
        now=timezone.now(),
    )
    messages.success(request, _("Signed off; it can no longer be changed.") if signs else _("Kept as a draft."))
    return onward(request, redirect("measuring:submission", key=key))


@members_only
@require_POST
def act(request: Acting, key: str, what: str) -> HttpResponse:
    """Do one act of the table on a submission."""
    if what not in set(SubmissionAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    collecting.act_on_submission(
        uid=key,
        act=SubmissionAct(what),
        revision=_whole(request.POST.get("revision", "")),
        reason=request.POST.get("reason", ""),
        cell=request.POST.get("cell", ""),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("measuring:submission", key=key)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else -1
