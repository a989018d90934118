"""Takes requests to close milestones and targets; does it and leads back to the item."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Refusal, Wording
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.closing import acts
from xietong_web.fulfilling.evidence_views import files_sent
from xietong_web.fulfilling.models import Closing
from xietong_web.fulfilling.reporting_forms import number

REACHED = Wording(zh="达到的数值", en="Value reached")


@members_only
@require_POST
def close(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Close a milestone or target of an item with evidence."""
    plan = the_plan(request.member, plan_uid)
    posted = request.POST
    if posted.get("kind") not in Closing.Kind.values:
        raise Refusal("not-found", zh="没有这个节点或目标。", en="There is no such milestone or target.")
    acts.close(
        plan_uid=plan.uid,
        uid=uid,
        kind=Closing.Kind(posted["kind"]),
        subject=posted.get("subject", ""),
        value=number(posted["value"], REACHED) if posted.get("value", "").strip() else None,
        files=files_sent(request),
        links=posted.get("links", ""),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("fulfilling:item", plan_uid=plan.uid, uid=uid)
