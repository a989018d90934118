"""Takes requests about extensions; does what they ask and leads back to the item or the list of work."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong.fulfilling import ExtensionAct
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.days import typed_day
from xietong_web.fulfilling.evidence_views import files_sent
from xietong_web.fulfilling.extending import acts


def _wanted(request: Acting) -> date:
    day = typed_day(request.POST, "wanted")
    if day is None:
        raise Refusal("no-new-date", zh="请填写希望延至的日期。", en="Give the date that you ask for.", field="wanted")
    return day


@members_only
@require_POST
def ask(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Ask for a later due date of an item."""
    plan = the_plan(request.member, plan_uid)
    acts.ask_extension(
        plan_uid=plan.uid,
        uid=uid,
        wanted=_wanted(request),
        reason=request.POST.get("reason", ""),
        files=files_sent(request),
        links=request.POST.get("links", ""),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:item", plan_uid=plan.uid, uid=uid)


@members_only
@require_POST
def answer(request: Acting, uid: str, what: str) -> HttpResponse:
    """Grant, refuse or withdraw an extension."""
    if what not in set(ExtensionAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    row = acts.answer_extension(
        uid=uid,
        act=ExtensionAct(what),
        answer=request.POST.get("answer", ""),
        due=typed_day(request.POST, "due"),
        by=request.member,
        now=timezone.now(),
    )
    if request.POST.get("back") == "work":
        return redirect("fulfilling:work")
    return redirect("fulfilling:item", plan_uid=row.plan_id, uid=row.item_id)
