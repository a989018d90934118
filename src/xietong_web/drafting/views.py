"""Takes requests about plans being drafted; gives their pages."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong import drafting
from xietong.basics import Refusal, Severity
from xietong_web.accounts.days import asked_day
from xietong_web.accounts.gate import Acting, members_only, onward
from xietong_web.accounts.models import Party
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.audit.days import past_day
from xietong_web.documents.queries import the_document
from xietong_web.drafting import desking, services
from xietong_web.drafting.examples import examples_for
from xietong_web.drafting.forms import WORDS_OF_FORM, ItemForm, parts
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.queries import (
    Bodies,
    bodies,
    desk_row,
    desk_rows,
    history,
    laid_out,
    party_codes,
    source_paragraphs,
    tally,
    the_plan,
    value_of,
    visible_to,
)
from xietong_web.drafting.rows import plan_value


@members_only
def home(request: Acting) -> HttpResponse:
    """List the member's plans."""
    plans = visible_to(request.member).prefetch_related("memberships__party")
    may_upload = may(request.member, "documents.upload", party=request.member.party_code)
    return render(request, "drafting/home.html", {"plans": plans, "may_upload": may_upload})


@members_only
@require_POST
def start(request: Acting, key: uuid.UUID) -> HttpResponse:
    """Make a draft plan of a document that was read."""
    document = the_document(request.member, str(key))
    chosen = list(Party.objects.filter(code__in=request.POST.getlist("party")))
    plan, _ = services.start_plan(document=document, parties=chosen, by=request.member, now=timezone.now())
    return redirect("drafting:desk", plan_uid=plan.uid)


def _editable(request: Acting, plan: Plan) -> bool:
    return may(request.member, "drafting.edit", plan_parties=party_codes(plan), state=plan.state)


@members_only
def desk(request: Acting, plan_uid: str) -> HttpResponse:
    """Show source text and items side by side; of a past day the items alone, as they stood."""
    plan, day = the_plan(request.member, plan_uid), past_day(asked_day(request))
    if day:
        past = {"plan": plan, "tab": "desk", "items": laid_out(plan_on(plan, day)), "as_of": day}
        return render(request, "drafting/past.html", past)
    order = "doubt" if request.GET.get("order") == "doubt" else "text"
    branch = request.GET.get("branch", "")
    if branch:
        services.the_item(plan, branch)
    context = {
        "plan": plan,
        "rows": desk_rows(plan, branch, order),
        "paragraphs": source_paragraphs(plan),
        "tally": tally(plan),
        "order": order,
        "branch": branch,
        "editable": _editable(request, plan),
        "tab": "desk",
        "exportable": plan.document is not None
        and may(request.member, "drafting.export-examples", plan_parties=party_codes(plan)),
    }
    if context["editable"]:
        seen = desking.last_seen(plan)
        context["news"] = desking.News(seen, seen)
    return render(request, "drafting/desk.html", context)


@members_only
def check(request: Acting, plan_uid: str) -> HttpResponse:
    """List everything that is wrong or doubtful in a plan, each with the item to correct."""
    plan = the_plan(request.member, plan_uid)
    known = [body.to_value() for body in bodies(plan)]
    found = drafting.check(plan_value(plan), known)
    errors = [each for each in found if each.severity is Severity.ERROR]
    doubts = [each for each in found if each.severity is not Severity.ERROR]
    context = {"plan": plan, "tab": "desk", "errors": errors, "doubts": doubts[:500], "many": len(doubts)}
    return render(request, "drafting/check.html", context)


@members_only
def changes(request: Acting, plan_uid: str) -> HttpResponse:
    """Give what others have changed since the desk was opened: rows in place, and word of a changed tree."""
    plan = the_plan(request.member, plan_uid)
    base, since = (int(text) if (text := request.GET.get(name, "")).isdecimal() else 0 for name in ("base", "since"))
    news = desking.news_of(plan, request.member, base, max(base, since))
    context = {"plan": plan, "news": news, "editable": _editable(request, plan)}
    return render(request, "drafting/news.html", context)


@members_only
def row(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show one item of the desk, as it stands now."""
    plan = the_plan(request.member, plan_uid)
    return _row(request, plan, services.the_item(plan, uid))


def _row(request: Acting, plan: Plan, item: Item) -> HttpResponse:
    context = {"plan": plan, "row": desk_row(item), "editable": _editable(request, plan)}
    return render(request, "drafting/row.html", context)


@members_only
def edit(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show the form of an item, or save it; a stale save is refused with both texts."""
    plan = the_plan(request.member, plan_uid)
    form = ItemForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        item, value = services.the_item(plan, uid), value_of(plan, uid)
        context = {"plan": plan, "item": item, "value": value, **WORDS_OF_FORM}
        context["choices"] = desking.choices_for(plan, item, value)
        return render(request, "drafting/edit.html", {**context, "form": form}, status=422 if form else 200)
    changes = {**form.changes(), **parts(request.POST, Bodies(plan), value_of(plan, uid))}
    saved = services.edit_item(
        plan_uid=plan.uid,
        uid=uid,
        revision=form.cleaned_data["revision"],
        changes=changes,
        by=request.member,
        now=timezone.now(),
    )
    if request.POST.get("autosave"):
        return render(request, "drafting/saved.html", {"item": saved, "now": timezone.now()})
    return _row(request, plan, saved)


def _back(request: Acting, plan_uid: str) -> HttpResponse:
    return onward(request, redirect("drafting:desk", plan_uid=plan_uid))


@members_only
@require_POST
def accept(request: Acting, plan_uid: str) -> HttpResponse:
    """Say of items that they were read rightly: those posted, or all."""
    plan = the_plan(request.member, plan_uid)
    uids = request.POST.getlist("uid") or list(plan.items.filter(accepted=False).values_list("uid", flat=True))
    services.accept_items(plan_uid=plan.uid, uids=uids, by=request.member, now=timezone.now())
    if request.htmx and len(uids) == 1:
        return _row(request, plan, services.the_item(plan, uids[0]))
    return _back(request, plan_uid)


@members_only
@require_POST
def add(request: Acting, plan_uid: str) -> HttpResponse:
    """Add an item below another, or on the first level."""
    plan = the_plan(request.member, plan_uid)
    parent = request.POST.get("parent") or None
    kind = request.POST.get("kind", "task")
    if kind not in {each.value for each in drafting.Kind}:
        raise Refusal("bad-kind", zh="请选择事项类别。", en="Choose the kind of the item.", field="kind")
    services.add_item(
        plan_uid=plan.uid,
        parent=parent,
        kind=drafting.Kind(kind),
        title=request.POST.get("title", "").strip(),
        by=request.member,
        now=timezone.now(),
    )
    return _back(request, plan_uid)


@members_only
@require_POST
def remove(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Delete an item with all under it."""
    the_plan(request.member, plan_uid)
    services.remove_item(plan_uid=plan_uid, uid=uid, by=request.member, now=timezone.now())
    return _back(request, plan_uid)


@members_only
@require_POST
def move(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Move an item: up or down among its siblings, in below the one above, out beside its parent, below any other."""
    plan = the_plan(request.member, plan_uid)
    item = services.the_item(plan, uid)
    parent = item.parent.uid if item.parent else None
    family = services.family(plan, parent)
    place = family.index(uid)
    match request.POST.get("way"):
        case "up":
            target = (parent, max(0, place - 1))
        case "down":
            target = (parent, min(len(family) - 1, place + 1))
        case "in" if place > 0:
            target = (family[place - 1], len(services.family(plan, family[place - 1])))
        case "out" if item.parent:
            above = item.parent.parent.uid if item.parent.parent else None
            target = (above, services.family(plan, above).index(item.parent.uid) + 1)
        case "below" if chosen := request.POST.get("parent"):
            target = (chosen, len(services.family(plan, chosen)))
        case _:
            raise Refusal("no-place", zh="该方向没有可移动的位置。", en="There is no place to move to in that way.")
    services.move_item(
        plan_uid=plan.uid, uid=uid, parent=target[0], position=target[1], by=request.member, now=timezone.now()
    )
    return _back(request, plan_uid)


@members_only
@require_POST
def split(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Split an item: one per non-empty line."""
    the_plan(request.member, plan_uid)
    texts = [line.strip() for line in request.POST.get("texts", "").splitlines() if line.strip()]
    services.split_item(plan_uid=plan_uid, uid=uid, texts=texts, by=request.member, now=timezone.now())
    return _back(request, plan_uid)


@members_only
@require_POST
def join(request: Acting, plan_uid: str) -> HttpResponse:
    """Join the chosen siblings into the first."""
    the_plan(request.member, plan_uid)
    uids = request.POST.getlist("uid")
    if len(uids) < 2:
        raise Refusal("too-few", zh="请至少选择两个同级事项再合并。", en="Choose at least two sibling items to join.")
    services.join_items(plan_uid=plan_uid, uids=uids, by=request.member, now=timezone.now())
    return _back(request, plan_uid)


@members_only
@require_POST
def undo(request: Acting, plan_uid: str) -> HttpResponse:
    """Take the member's last change back."""
    the_plan(request.member, plan_uid)
    services.undo(plan_uid=plan_uid, by=request.member, now=timezone.now())
    return _back(request, plan_uid)


@members_only
def complete(request: Acting, plan_uid: str) -> HttpResponse:
    """Offer organisations for a name being typed."""
    plan = the_plan(request.member, plan_uid)
    typed = request.GET.get("duty_name", "") or request.GET.get("q", "")
    found = drafting.complete(typed, [body.to_value() for body in bodies(plan)], limit=12)
    return render(request, "drafting/completions.html", {"found": found})


@members_only
def examples(request: Acting, plan_uid: str) -> HttpResponse:
    """Give what people corrected of the reading as JSON lines."""
    plan = the_plan(request.member, plan_uid)
    answer = HttpResponse("".join(examples_for(plan, request.member)), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="examples-{plan.uid[:8]}.jsonl"'
    return answer


@members_only
def item_history(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Show every change made to an item."""
    plan = the_plan(request.member, plan_uid)
    revisions = list(history(plan, uid)[:50])
    context = {"plan": plan, "tab": "desk", "item": services.the_item(plan, uid), "revisions": revisions}
    context["names"] = names_of(each.by for each in revisions)
    return render(request, "drafting/history.html", context)
