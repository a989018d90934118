"""Takes requests about duties handed over; does what they ask and leads back to the page they came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong.fulfilling import AcceptanceAct, Objection
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.fulfilling import duty_services


def _back(request: HttpRequest, plan_uid: str, uid: str) -> HttpResponse:
    if request.POST.get("back") == "work":
        return redirect("fulfilling:work")
    return redirect("fulfilling:item", plan_uid=plan_uid, uid=uid)


@members_only
@require_POST
def answer(request: Acting, duty_pk: int, what: str) -> HttpResponse:
    """Accept a duty, object to it, or answer the objection."""
    if what not in set(AcceptanceAct):
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    kind, revision = request.POST.get("objection", ""), request.POST.get("revision", "")
    row = duty_services.answer_duty(
        duty_pk=duty_pk,
        act=AcceptanceAct(what),
        revision=int(revision) if revision.isdigit() else -1,
        reason=request.POST.get("reason", ""),
        objection=Objection(kind) if kind in set(Objection) else None,
        by=request.member,
        now=timezone.now(),
    )
    return _back(request, row.plan.uid, row.item_id)
