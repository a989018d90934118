"""Takes requests about the plan itself: title, dates, objectives, basis; gives its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from xietong_web.accounts.days import asked_day
from xietong_web.accounts.gate import Acting, members_only, onward
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.audit.days import past_day
from xietong_web.drafting.forms import FrameForm, FrameShown, frame_rows
from xietong_web.drafting.frames import changed_fields, seen_as
from xietong_web.drafting.framing import KINDS, change_plan
from xietong_web.drafting.listing import frame_on
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import history, party_codes, the_plan
from xietong_web.drafting.rows import plan_frame


@members_only
def frame(request: Acting, plan_uid: str) -> HttpResponse:
    """Show the plan itself, with its form where it may be changed, or save that; of a past day as it stood."""
    plan, day = the_plan(request.member, plan_uid), past_day(asked_day(request))
    if request.method == "POST":
        return _save(request, plan)
    value, codes = frame_on(plan, day) if day else plan_frame(plan), party_codes(plan)
    revisions = [] if day else list(history(plan, "")[:20])
    editable = day is None and may(request.member, "drafting.edit", plan_parties=codes, state=plan.state)
    context = {
        "plan": plan,
        "tab": "desk",
        "as_of": day,
        "value": value,
        "shown": FrameShown.of(value, seen_as(value)) if editable else None,
        "kinds": KINDS,
        "history": [(each, changed_fields(each)) for each in revisions],
        "names": names_of(each.by for each in revisions),
        "may_propose": day is None
        and plan.state == Plan.State.AGREED
        and may(request.member, "endorsing.propose", plan_parties=codes),
    }
    return render(request, "drafting/frame.html", context)


def _save(request: Acting, plan: Plan) -> HttpResponse:
    form = FrameForm(request.POST)
    if not form.is_valid():
        context = {"plan": plan, "tab": "desk", "form": form, "shown": FrameShown.typed(request.POST), "kinds": KINDS}
        return render(request, "drafting/frame.html", context, status=422)
    changes = {**form.changes(), **frame_rows(request.POST)}
    revision = form.cleaned_data["revision"]
    change_plan(plan_uid=plan.uid, revision=revision, changes=changes, by=request.member, now=timezone.now())
    messages.success(request, _("The plan itself is saved."))
    return onward(request, redirect("drafting:frame", plan_uid=plan.uid))
