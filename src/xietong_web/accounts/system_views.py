"""Takes requests of the system administrator; gives parties and named hierarchies."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xietong import basics
from xietong_web.accounts import bodies, moving, planting, queries, services
from xietong_web.accounts.days import asked_day, bad_day, today
from xietong_web.accounts.forms import PartyForm
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import require
from xietong_web.accounts.tables_sent import table_looked_at, table_sent

TABLE = "accounts.hierarchy-table"


@members_only
@require_http_methods(["GET", "POST"])
def parties(request: Acting) -> HttpResponse:
    """List the parties, and add one."""
    require(request.member, "accounts.add-party")
    form = PartyForm(request.POST or None)
    listed = queries.parties()
    if form.is_valid():
        given = form.cleaned_data
        value = basics.Party(**{**given, "adjectives": tuple(given["adjectives"])})
        last = max((party.ordinal for party in listed), default=-1)
        services.add_party(value=value, ordinal=last + 1, by=request.member, now=timezone.now())
        messages.success(request, _("Added."))
        return redirect("accounts:parties")
    context = {"parties": listed, "form": form}
    return render(request, "accounts/parties.html", context, status=422 if form.is_bound else 200)


@members_only
@require_http_methods(["GET", "POST"])
def hierarchies(request: Acting) -> HttpResponse:
    """List the named hierarchies; take a table of new ones, show every problem by row, and write it when told to."""
    require(request.member, "accounts.manage-hierarchies")
    if "confirm" in request.POST:
        return _plant(request)
    context: dict[str, Any] = {"trees": bodies.hierarchies()}
    if request.method == "POST":
        name, data = table_sent(request)
        table = planting.table_of(data)
        context |= {"shown": planting.preview(table), "file": name}
        request.session[TABLE] = table
    return render(request, "accounts/hierarchies.html", context)


def _plant(request: Acting) -> HttpResponse:
    table = table_looked_at(request, TABLE)
    codes = [tree.code for tree in planting.preview(table).trees]
    names = {
        code: {
            "name": request.POST.get(f"name-{code}", "").strip()[:80] or code,
            "name_en": request.POST.get(f"name_en-{code}", "").strip()[:120],
        }
        for code in codes
    }
    planting.plant(table=table, names=names, by=request.member, now=timezone.now())
    del request.session[TABLE]
    messages.success(request, _("Added."))
    return redirect("accounts:hierarchies")


@members_only
@require_http_methods(["GET", "POST"])
def hierarchy(request: Acting, code: str) -> HttpResponse:
    """Show a named hierarchy on a day; look at what a move changes (``?node=&parent=&day=``), and make it."""
    require(request.member, "accounts.manage-hierarchies")
    tree = moving.the_hierarchy(code)
    if request.method == "POST":
        given = request.POST
        day = _day(given.get("day", ""))
        services.move_place(
            hierarchy=code, node=given.get("node", ""), parent=given.get("parent", ""), day=day, by=request.member,
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Moved."))
        return redirect(f"{reverse('accounts:hierarchy', args=[code])}?day={day.isoformat()}")
    day = asked_day(request, "day") or today()
    node, parent, standing = request.GET.get("node", ""), request.GET.get("parent", ""), moving.Tree(tree, day)
    context = {
        "tree": tree,
        "day": day,
        "lines": standing.lines(),
        "node": node,
        "parent": parent,
        "foreseen": moving.foreseen(tree, standing, node, parent, day) if node and parent else None,
    }
    return render(request, "accounts/hierarchy.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise bad_day(text) from trouble


@members_only
@require_POST
def hierarchy_remove(request: Acting, code: str) -> HttpResponse:
    """Take a named hierarchy away."""
    planting.fell(code=code, by=request.member, now=timezone.now())
    messages.success(request, _("Done."))
    return redirect("accounts:hierarchies")
