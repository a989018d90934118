"""Takes requests about bodies in their trees and in time; gives their pages, imports and exports."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from xietong import basics
from xietong.basics import Refusal
from xietong_web.accounts import bodies, importing, organising, queries
from xietong_web.accounts.days import asked_day, today
from xietong_web.accounts.forms import CloseForm, EditForm, MergeForm, OrganisationForm, SplitForm, SuccessorForm
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.lines import predecessors_of, successors_of
from xietong_web.accounts.models import Hierarchy, Organisation, Party
from xietong_web.accounts.permissions import may, require
from xietong_web.accounts.tables_sent import table_looked_at, table_sent

TABLE = "accounts.import-table"


def _manages(request: Acting, party: str) -> bool:
    return may(request.member, "accounts.manage-organisations", party=party)


def _own_party(request: Acting) -> Party:
    require(request.member, "accounts.manage-organisations", party=request.member.party_code)
    party = request.member.party
    assert party is not None  # noqa: S101 - the table reaches the own party only
    return party


def _chosen(request: Acting, parties: list[Party]) -> Party | None:
    codes = {party.code: party for party in parties}
    asked = request.GET.get("party", "")
    if asked:
        return codes.get(asked)
    return codes.get(request.member.party_code) or (parties[0] if parties else None)


@members_only
@require_GET
def organisations(request: Acting) -> HttpResponse:
    """Show the bodies of a day in one of their trees, or those that hold a text."""
    require(request.member, "accounts.see-organisations")
    day, parties, trees = asked_day(request), queries.parties(), bodies.hierarchies()
    party, text = _chosen(request, parties), request.GET.get("q", "").strip()
    tree = next((each for each in trees if each.code == request.GET.get("tree", "")), None)
    code = party.code if party else ""
    context: dict[str, Any] = {
        "as_of": day,
        "day": day or today(),
        "parties": parties,
        "party": party,
        "trees": trees,
        "tree": tree,
        "q": text,
        "may_manage": bool(party) and _manages(request, code),
        "nodes": _nodes(tree, code, text, day or today()),
    }
    context["count"] = sum(1 for node in context["nodes"] if node.body)
    return render(request, "accounts/organisations.html", context)


def _nodes(tree: Hierarchy | None, party: str, text: str, day: Any) -> list[bodies.Node]:
    if text:
        return [bodies.Node(0, body) for body in bodies.found_by(text, day)]
    return bodies.named_tree(tree, day, party) if tree else bodies.administrative_tree(day, party)


@members_only
@require_GET
def export(request: Acting) -> HttpResponse:
    """Give the bodies of a day as CSV: of one party, or of all."""
    require(request.member, "accounts.see-organisations")
    day = asked_day(request) or today()
    found = bodies.bodies_on(day, request.GET.get("party", "")).select_related("parent")
    answer = HttpResponse(importing.exported(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="organisations-{day}.csv"'
    return answer


@members_only
@require_http_methods(["GET", "POST"])
def add(request: Acting) -> HttpResponse:
    """Add a body to the own party's tree."""
    party = _own_party(request)
    form = OrganisationForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    if form.is_valid():
        given = form.cleaned_data
        value = basics.Organisation(
            code=given["code"],
            party=party.code,
            name=given["name"],
            name_en=given["name_en"],
            kind=given["kind"],
            aliases=tuple(given["aliases"]),
            parent=given["parent"] or None,
            valid_from=given["valid_from"],
        )
        made = organising.add_organisation(party=party, value=value, by=request.member, now=timezone.now())
        messages.success(request, _("Added."))
        return redirect("accounts:organisation", code=made.code)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/organisation_add.html", {"form": form, "party": party}, status=status)


@members_only
@require_GET
def organisation(request: Acting, code: str) -> HttpResponse:
    """Show a body's life: its days, where it came from, what became of it; and to its party's manager, the acts."""
    require(request.member, "accounts.see-organisations")
    return _life(request, organising.the_organisation(code))


def _life(request: Acting, body: Organisation, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    manages = _manages(request, body.party.code)
    context: dict[str, Any] = {
        "organisation": body,
        "before": predecessors_of(body),
        "after": successors_of(body),
        "places": body.places.select_related("hierarchy").order_by("pk"),
        "people": body.members.current().count(),
        "may_manage": manages,
    }
    if manages:
        standing = {
            "name": body.name,
            "name_en": body.name_en,
            "kind": body.kind,
            "parent": body.parent.code if body.parent else "",
            "aliases": "、".join(body.aliases),
            "valid_from": body.valid_from,
        }
        context["forms"] = {
            "edit": EditForm(initial=standing, prefix="edit"),
            "close": CloseForm(prefix="close"),
            "rename": SuccessorForm(prefix="rename"),
            "split": SplitForm(prefix="split"),
            "merge": MergeForm(prefix="merge"),
        } | (bound or {})
    return render(request, "accounts/organisation.html", context, status=422 if bound else 200)


def _part(given: dict[str, Any]) -> organising.Part:
    return organising.Part(given["code"], given["name"], given["name_en"])


def _edited(request: Acting, code: str, given: dict[str, Any]) -> str:
    return organising.edit_organisation(code=code, changes=given, by=request.member, now=timezone.now()).code


def _closed(request: Acting, code: str, given: dict[str, Any]) -> str:
    return organising.close_organisation(code=code, day=given["day"], by=request.member, now=timezone.now()).code


def _renamed(request: Acting, code: str, given: dict[str, Any]) -> str:
    made = organising.rename_organisation(
        code=code, part=_part(given), day=given["day"], by=request.member, now=timezone.now()
    )
    return made.code


def _split(request: Acting, code: str, given: dict[str, Any]) -> str:
    parts = [organising.Part(each, name, "", Decimal(share) / 100) for each, share, name in given["parts"]]
    organising.split_organisation(code=code, parts=parts, day=given["day"], by=request.member, now=timezone.now())
    return code


def _merged(request: Acting, code: str, given: dict[str, Any]) -> str:
    codes = [code, *given["others"].replace("、", " ").replace(",", " ").split()]
    made = organising.merge_organisations(
        codes=codes, part=_part(given), day=given["day"], by=request.member, now=timezone.now()
    )
    return made.code


ACTS: dict[str, tuple[type[forms.Form], Callable[[Acting, str, dict[str, Any]], str]]] = {
    "edit": (EditForm, _edited),
    "close": (CloseForm, _closed),
    "rename": (SuccessorForm, _renamed),
    "split": (SplitForm, _split),
    "merge": (MergeForm, _merged),
}


@members_only
@require_http_methods(["POST"])
def organisation_act(request: Acting, code: str, what: str) -> HttpResponse:
    """Correct, close, rename, split or merge a body."""
    body = organising.the_organisation(code)
    require(request.member, "accounts.manage-organisations", party=body.party.code)
    if what not in ACTS:
        raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    form_class, act = ACTS[what]
    form = form_class(request.POST, prefix=what)
    if not form.is_valid():
        return _life(request, body, {what: form})
    shown = act(request, code, form.cleaned_data)
    messages.success(request, _("Done."))
    return redirect("accounts:organisation", code=shown)


@members_only
@require_http_methods(["GET", "POST"])
def import_table(request: Acting) -> HttpResponse:
    """Take a table, show what importing it would do with every problem by row, and write it when told to."""
    party = _own_party(request)
    if "confirm" in request.POST:
        return _import(request, party)
    context: dict[str, Any] = {"party": party}
    if request.method == "POST":
        name, data = table_sent(request)
        table = importing.table_of(data, party.code)
        context |= {"shown": importing.preview(table, party), "file": name}
        request.session[TABLE] = table
    return render(request, "accounts/import.html", context)


def _import(request: Acting, party: Party) -> HttpResponse:
    table = table_looked_at(request, TABLE)
    count = importing.import_organisations(party=party, table=table, by=request.member, now=timezone.now())
    del request.session[TABLE]
    if count:
        messages.success(request, ngettext("%(n)d body was added.", "%(n)d bodies were added.", count) % {"n": count})
    else:
        messages.info(request, _("Every row is already there; nothing was written."))
    return redirect("accounts:organisations")
