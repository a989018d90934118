"""Takes requests about decisions; gives their list and the page of one, and does what is asked of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong.fulfilling import DecisionAct, DecisionKind
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.days import asked_day, today
from xietong_web.fulfilling.meeting import forms
from xietong_web.fulfilling.meeting.carrying_out import ALIVE, carry_out
from xietong_web.fulfilling.meeting.deciding import act_on_decision
from xietong_web.fulfilling.meeting.queries import ShownDecision, decisions_of, the_decision
from xietong_web.fulfilling.queries import parties_of


@members_only
def decisions(request: Acting, plan_uid: str) -> HttpResponse:
    """List the decisions in force: the open ones by their dates, then the ended."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    found = decisions_of(plan, request.member, day or today(), past=day is not None)
    context = {"plan": plan, "tab": "meetings", "as_of": day, "decisions": found}
    return render(request, "fulfilling/meeting/decisions.html", context)


@members_only
def decision(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show a decision with all that happened to it."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    shown = the_decision(plan, uid, request.member, day or today(), past=day is not None)
    parties = parties_of(plan)
    context = {
        "plan": plan,
        "tab": "meetings",
        "as_of": day,
        "shown": shown,
        "parties": parties,
        "names": names_of(step.by.person for step in shown.value.history),
        "item": plan.items.filter(uid=shown.row.item_uid or shown.row.wanted.get("item", "")).first(),
        "to_carry_out": day is None and _to_carry_out(shown, request, [party.code for party in parties]),
    }
    return render(request, "fulfilling/meeting/decision.html", context)


def _to_carry_out(shown: ShownDecision, request: Acting, codes: list[str]) -> bool:
    row = shown.row
    wanting = row.kind != DecisionKind.TRACKED and row.state in {"open", "claimed"}
    alive = row.proposal is not None and row.proposal.state in ALIVE
    return wanting and not alive and may(request.member, "fulfilling.carry-out-decision", plan_parties=codes)


@members_only
@require_POST
def act(request: Acting, plan_uid: str, uid: str, what: str) -> HttpResponse:
    """Claim, confirm, return, drop or reopen a decision, or carry out what it wants of the plan."""
    plan = the_plan(request.member, plan_uid)
    if what == "carry-out":
        row = carry_out(uid=uid, by=request.member, now=timezone.now())
        if row.proposal is not None:
            return redirect("endorsing:proposal", plan_uid=plan.uid, number=row.proposal.number)
        return redirect("fulfilling:decision", plan_uid=plan.uid, uid=uid)
    if what not in set(DecisionAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    act_on_decision(
        uid=uid,
        act=DecisionAct(what),
        revision=forms.revision_of(request.POST),
        reason=request.POST.get("reason", ""),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:decision", plan_uid=plan.uid, uid=uid)
