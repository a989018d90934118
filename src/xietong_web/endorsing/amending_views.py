"""Takes requests to change an agreed plan; gives the form, and the draft proposal that the change went into."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting, members_only, onward
from xietong_web.drafting.forms import WORDS_OF_FORM, FrameForm, FrameShown, ItemForm, complete, frame_rows, parts
from xietong_web.drafting.frames import seen_as
from xietong_web.drafting.framing import KINDS
from xietong_web.drafting.queries import Bodies, the_plan
from xietong_web.endorsing import amending
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.queries import the_proposal


def _to(proposal: Proposal) -> HttpResponse:
    return redirect("endorsing:proposal", plan_uid=proposal.plan_id, number=proposal.number)


@members_only
def amend(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show an item's form, or put what was typed into the party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    value = drafting.find(amending.plan_wanted(plan, request.member), uid)
    if request.method == "POST":
        changes = {**complete(ItemForm(request.POST)).changes(), **parts(request.POST, Bodies(plan), value)}
        now = timezone.now()
        return _to(amending.amend_item(plan_uid=plan.uid, uid=uid, changes=changes, by=request.member, now=now))
    context = {"plan": plan, "tab": "endorsing", "item": value, "value": value, **WORDS_OF_FORM}
    return render(request, "endorsing/amend.html", context)


@members_only
def amend_plan(request: Acting, plan_uid: str) -> HttpResponse:
    """Show the form of the plan itself, or put what was typed into the party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    form = FrameForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        changes, revision = {**form.changes(), **frame_rows(request.POST)}, form.cleaned_data["revision"]
        by, now = request.member, timezone.now()
        made = amending.amend_plan(plan_uid=plan.uid, revision=revision, changes=changes, by=by, now=now)
        return onward(request, _to(made))
    value = amending.plan_wanted(plan, request.member)
    shown = FrameShown.typed(request.POST) if form else FrameShown.of(value, seen_as(value))
    context = {"plan": plan, "tab": "endorsing", "form": form, "shown": shown, "kinds": KINDS}
    return render(request, "endorsing/amend_plan.html", context, status=422 if form else 200)


@members_only
@require_POST
def amend_new(request: Acting, plan_uid: str) -> HttpResponse:
    """Put a new item into the party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    kind = request.POST.get("kind", "")
    if kind not in {each.value for each in drafting.Kind}:
        raise Refusal("bad-kind", zh="请选择事项类别。", en="Choose the kind of the item.", field="kind")
    made = amending.amend_with_new(
        plan_uid=plan.uid,
        parent=request.POST.get("parent") or None,
        kind=drafting.Kind(kind),
        title=request.POST.get("title", "").strip(),
        by=request.member,
        now=timezone.now(),
    )
    return _to(made)


@members_only
@require_POST
def amend_remove(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Put a deletion into the party's draft proposal."""
    plan = the_plan(request.member, plan_uid)
    return _to(amending.amend_without(plan_uid=plan.uid, uid=uid, by=request.member, now=timezone.now()))


@members_only
@require_POST
def name(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Give the party's draft its title and reasons."""
    found = the_proposal(request.member, the_plan(request.member, plan_uid), number)
    title, reason = request.POST.get("title", ""), request.POST.get("reason", "")
    return _to(
        amending.name_proposal(proposal=found, title=title, reason=reason, by=request.member, now=timezone.now())
    )
