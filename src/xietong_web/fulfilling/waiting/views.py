"""Takes requests about who waits for whom; gives the board, its fields and the waits behind them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xietong.fulfilling import WAIT_KINDS, WAIT_WORDS
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Organisation, Party
from xietong_web.accounts.permissions import may
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.days import asked_day, today
from xietong_web.fulfilling.kept_pages import kept_page
from xietong_web.fulfilling.queries import parties_of
from xietong_web.fulfilling.waiting import queries
from xietong_web.fulfilling.waiting.deriving import Waits
from xietong_web.fulfilling.waiting.flow import Ribbon, flow
from xietong_web.fulfilling.waiting.queries import Asked, BoardCell, BodyField
from xietong_web.theme.templatetags.theme import named, shortly

PAGE = 50
FIELDS = ("waiting", "on", "kind", "waiting_body", "on_body")


@members_only
@kept_page
def waits(request: Acting, plan_uid: str) -> HttpResponse:
    """Show the board by parties or, of one field, by organisations; and the waits behind it, the longest first."""
    plan, day = the_plan(request.member, plan_uid), asked_day(request)
    asked = Asked(**{name: request.GET.get(name, "") for name in FIELDS})
    seen = queries.seen_waits(plan, request.member.party_code, day or today())
    if request.GET.get("count"):
        return _count(request, plan, seen)
    parties = parties_of(plan)
    named_parties = {party.code: party for party in parties}
    found = queries.among(seen, asked)
    drilled = asked.waiting in named_parties and asked.on in named_parties
    fields = queries.body_fields(found) if drilled else []
    board = queries.board(seen, parties)
    page = Paginator(range(len(found.columns.kind)), PAGE).get_page(request.GET.get("page"))
    codes = [party.code for party in parties]
    context = {
        "plan": plan,
        "tab": "waits",
        "as_of": day,
        "board": board,
        "parties": parties,
        "fields": [(field, _href(request, field)) for field in fields],
        "field_of": (named_parties[asked.waiting], named_parties[asked.on]) if drilled else None,
        "flow": flow(_of_bodies(request, fields, *_pair(named_parties, asked)) if drilled else _of_parties(board)),
        "kinds": [(kind.value, WAIT_WORDS[kind]) for kind in WAIT_KINDS],
        "asked": asked,
        "hidden": [(name, value) for name in (*FIELDS, "as_of") if name != "kind" and (value := request.GET.get(name))],
        "page": page,
        "waits": queries.part(plan, found, page.start_index() - 1, PAGE) if page.paginator.count else [],
        "total": page.paginator.count,
        "may_urge": day is None and may(request.member, "fulfilling.urge", plan_parties=codes),
    }
    return render(request, "fulfilling/waits.html", context)


def _count(request: Acting, plan: Plan, seen: Waits) -> HttpResponse:
    """Say how many wait and how long the longest does, for the overview, which asks once it is shown."""
    longest = queries.values(seen, 0, 1)
    context = {"plan": plan, "total": len(seen.columns.kind), "longest": longest[0] if longest else None}
    return render(request, "fulfilling/waits_count.html", context)


def _pair(parties: dict[str, Party], asked: Asked) -> tuple[Party, Party]:
    return parties[asked.waiting], parties[asked.on]


def _sentence(waiting: str, on: str, cell: BoardCell) -> str:
    return _("%(waiting)s waits for %(on)s: %(count)d waits, the longest %(days)d working days") % {
        "waiting": waiting,
        "on": on,
        "count": cell.count,
        "days": cell.longest,
    }


def _of_parties(board: Sequence[tuple[Party, Sequence[tuple[Party, BoardCell]]]]) -> list[Ribbon]:
    return [
        Ribbon(
            shortly(row), shortly(column), row.ordinal, column.ordinal, cell.count,
            _sentence(named(row), named(column), cell), "?" + urlencode({"waiting": row.code, "on": column.code}),
        )
        for row, cells in board
        for column, cell in cells
    ]  # fmt: skip


def _of_bodies(request: Acting, fields: Sequence[BodyField], waiting: Party, on: Party) -> list[Ribbon]:
    return [
        Ribbon(
            _name(field.waiting, waiting), _name(field.on, on), waiting.ordinal, on.ordinal, field.cell.count,
            _sentence(_name(field.waiting, waiting), _name(field.on, on), field.cell), _href(request, field),
        )
        for field in fields[:12]
    ]  # fmt: skip


def _name(body: Organisation | None, party: Party) -> str:
    return named(body) if body else shortly(party)


def _href(request: Acting, field: BodyField) -> str:
    values = request.GET.copy()
    values.pop("page", None)
    values["waiting_body"] = field.waiting.code if field.waiting else "-"
    values["on_body"] = field.on.code if field.on else "-"
    return f"?{values.urlencode()}"
