"""Takes requests about indicators, areas and groups; gives their pages and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from xietong import measuring
from xietong.basics import Period, PeriodKind, Refusal, Wording
from xietong.measuring import Reference, TargetKind
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Party
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.measuring.asking import asked, asked_panel
from xietong_web.measuring.body import Body
from xietong_web.measuring.changes import Change, earlier, first, of_body, verdict_of
from xietong_web.measuring.dimensions import divided
from xietong_web.measuring.figures import is_size, per_body, state_text, total_of
from xietong_web.measuring.files import answer
from xietong_web.measuring.grid import cell_name
from xietong_web.measuring.grid import shown as shown_entry
from xietong_web.measuring.grouping import Group, choices, group_of, neighbours, offered_groups, options
from xietong_web.measuring.headlines import headline, listed, summary_of, summary_of_one, told
from xietong_web.measuring.outlooks import outlooks_of
from xietong_web.measuring.own import who_said
from xietong_web.measuring.panels import Panel, origin_of, picture_of
from xietong_web.measuring.pictures import Picture
from xietong_web.measuring.placing import alone, placed_in_party, scene_of_one
from xietong_web.measuring.queries import (
    Scene,
    flags_of,
    made_of,
    offered_items,
    rows_of,
    versions_of,
)
from xietong_web.measuring.services import the_period
from xietong_web.measuring.setting import KIND_WORDS, Aim, amount_said, distance, figure, when_said
from xietong_web.measuring.spans import held_against, spans_of
from xietong_web.measuring.suppressing import Figure
from xietong_web.measuring.values import Values
from xietong_web.measuring.ways import kind_of, kinds_of
from xietong_web.measuring.words import FLAG_WORDS
from xietong_web.theme.templatetags.theme import named

BODIES = 50  # whose values stand on a page
NUMBERS = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page with the question that its files answer."""

    picture: Picture
    kind: str
    query: str
    name: str


def shown(scene: Scene, panel: Panel) -> Shown:
    """Return a picture with the query of its files."""
    parts = {"code": panel.code, "period": panel.period, "body": panel.body, "one": panel.one, "other": panel.other}
    parts["over"] = panel.over
    query = urlencode({name: value for name, value in parts.items() if value} | scene.asked.parts)
    return Shown(picture_of(scene, panel), panel.kind, query, panel.name)


def frame(request: Acting, plan: Plan, scene: Scene, tab: str = "indicators") -> dict[str, Any]:
    """Return what every page of the room shows."""
    moment = scene.asked.moment
    return {
        "plan": plan,
        "tab": tab,
        "asked": scene.asked,
        "origin": origin_of(scene),
        "as_of": moment.date() if moment else None,
        "parties": scene.parties,
        "may_define": may(request.member, "measuring.define", plan_parties=party_codes(plan)),
    }


@members_only
def indicators(request: Acting, plan_uid: str) -> HttpResponse:
    """List a plan's indicators with the last figures of each party, and what has become of them."""
    plan = the_plan(request.member, plan_uid)
    scene = Scene.of(plan, asked(request))
    rows = listed(scene)
    return render(
        request,
        "measuring/indicators.html",
        {**frame(request, plan, scene), "rows": rows, "summary": summary_of(scene, rows)},
    )


@members_only
def indicator(request: Acting, plan_uid: str, indicator: str) -> HttpResponse:
    """Show one indicator: the parties' ways to the target, distances, map, ranking, flags, definition, history."""
    plan = the_plan(request.member, plan_uid)
    scene = Scene.of(plan, asked(request), indicator)
    value, aims = scene.indicator(indicator), scene.aims_at(indicator)
    periods = scene.values.periods(indicator)
    period = request.GET.get("period", "") if request.GET.get("period") in periods else scene.last_period(indicator)
    over = request.GET.get("over", "")
    before = earlier(scene, indicator, period) if period else ""
    since = (before, first(scene, indicator, period)) if period else ()
    versions = versions_of(indicator, scene.asked.moment)
    groups = offered_groups(scene)
    drawn = shown(scene, Panel("map", indicator, period)) if period else None
    context = {
        **frame(request, plan, scene),
        "value": value,
        "aims": [
            (aim, KIND_WORDS[aim.value.kind], figure(aim.value.value, value), *_of_whom(scene, groups, aim, period))
            for aim in aims
        ],
        "periods": periods,
        "period": period,
        "period_said": when_said(Period.from_code(period)) if period else None,
        "outlooks": outlooks_of(scene, indicator, period) if period else [],
        "divided": divided(scene, indicator, period, before),
        "verdict": verdict_of(scene, indicator, period, before),
        "headlines": [headline(scene, indicator, period, party, since) for party in scene.parties] if period else [],
        "together": headline(scene, indicator, period, None, since) if period else None,
        "spans": [
            (kind, rows) for kind in measuring.LONGER.get(value.period_type, ()) if (rows := _spans(scene, value, kind))
        ],
        "paths": shown(scene, Panel("paths", indicator, over=over)),
        "over": kind_of(scene, indicator, over),
        "kinds": kinds_of(scene, indicator),
        "map": drawn if drawn and drawn.picture.rows else None,
        "ranking": shown(scene, Panel("ranking", indicator, period)) if period else None,
        "flags": [(flag, FLAG_WORDS[flag.code]) for flag in flags_of(scene, indicator, period)] if period else [],
        "versions": versions,
        "names": names_of(each.made_by for each in versions),
        "items": plan.items.filter(uid__in=value.items),
        "owner": next((named(party) for party in scene.parties if party.code == value.owner), value.owner),
        "offered": offered_items(plan),
        "groups": groups,
    }
    return render(request, "measuring/indicator.html", context)


Span = tuple[Period, int, int, int, list[tuple[Party | None, str]]]


def _spans(scene: Scene, value: measuring.Indicator, kind: PeriodKind) -> list[Span]:
    """Return the longer periods of a kind, the latest first: on how many of its periods each rests, and on how many
    bodies at most; the figure of each party and, last, together."""
    of = [*scene.parties, None]
    rows: list[Span] = []
    for span in reversed(spans_of(scene, value.code, kind)):
        texts = [told(each, value) for each in span.figures.values()]
        rows.append((span.period, span.there, span.of, span.figures[""].units, [*zip(of, texts, strict=True)]))
    return rows


def _of_whom(scene: Scene, groups: Sequence[Group], aim: Aim, period: str) -> tuple[str, Wording | None]:
    """Return whom a value is set for, and how far a group is from it; of parties the page says so by their figures."""
    if not aim.value.group:
        return next((named(each) for each in scene.parties if each.code == aim.value.party), aim.value.party), None
    group = next((each for each in groups if each.key == aim.value.group), None)
    if group is None or not period or aim.value.kind is TargetKind.BASELINE:
        return group.name if group else aim.value.group, None
    code = aim.value.indicator
    asked_of = set(scene.values.member_codes(code))
    bodies = tuple(each for each in group.bodies if each in asked_of)
    if total_of(scene, code, bodies, period).hidden is not None:
        return group.name, None
    value = held_against(scene, aim.value, period, lambda asked, when: total_of(scene, asked, bodies, when))
    return group.name, distance(aim.value, value, scene.indicator(code))


@members_only
def pieces(request: Acting, plan_uid: str, indicator: str) -> HttpResponse:
    """Show which values made a number: ``?period=`` and ``?of=`` a group."""
    plan = the_plan(request.member, plan_uid)
    scene = Scene.of(plan, asked(request), indicator)
    value = scene.indicator(indicator)
    said = request.GET.get("period", "")
    period = the_period(said).code if said else scene.last_period(indicator)
    asked_for = request.GET.get("of", "")
    group = group_of(scene, asked_for) if asked_for else None
    ours = None if group is None else frozenset(group.bodies)
    everyone = scene.bodies_of(indicator)
    bodies = [each for each in everyone if ours is None or each.code in ours]
    found = _of_pieces(scene, indicator, group, bodies, period) if period else None
    alone = group is not None and group.party is None
    shares = scene.values.lineage.shares([each.code for each in bodies], alone=alone)
    who = who_said(scene.values, indicator, period) & shares.keys() if period else frozenset()
    made = [each for each in everyone if each.code in who]  # also those that are gone
    page = Paginator(made, BODIES).get_page(request.GET.get("page"))
    behind = made_of(scene, indicator, period, list(page))
    context = {
        **frame(request, plan, scene),
        "value": value,
        "period": period,
        "group": group,
        "found": found,
        "text": state_text(found, value) if found else "—",
        "mean": _mean_of(scene, value, group, bodies, period) if period else "",
        "page": page,
        "pieces": [(piece, shown_entry(piece.entry), _part(shares[piece.body.code])) for piece in behind],
        "cell_names": {piece.key: _cell_name(scene, piece.key) for piece in behind},
    }
    return render(request, "measuring/pieces.html", context)


def _cell_name(scene: Scene, key: str) -> str:
    return cell_name(scene.indicator(measuring.split_key(key)[0]), key)


def _part(share: int) -> str:
    """Return by how many per cent a body's value counts; empty where it counts whole."""
    return "" if share == measuring.WHOLE else f"{share / measuring.WHOLE * 100:.4g}%"


def _of_pieces(scene: Scene, code: str, group: Group | None, bodies: Sequence[Body], period: str) -> Figure:
    """Return the figure that the values made: a party's as its page shows it, any other group's from its bodies."""
    if group is None or group.key.startswith("party:"):
        return scene.figure(code, period, group.key.removeprefix("party:") if group else "")
    return total_of(scene, code, [each.code for each in bodies], period)


def _mean_of(scene: Scene, value: measuring.Indicator, group: Group | None, bodies: Sequence[Body], period: str) -> str:
    """Return the mean of a body, as groups of different size are compared by; empty of what is no sum, or of one."""
    whole = "" if group is None else group.party
    found = per_body(scene, value.code, [each.code for each in bodies], period, whole)
    told = is_size(value) and found.value is not None and found.units > 1 and len(bodies) > 1
    return state_text(found, value) if told else ""


@members_only
def picture(request: Acting, plan_uid: str, kind: str, form: str) -> HttpResponse:
    """Give a picture as a file: SVG, or its numbers as CSV or workbook."""
    plan = the_plan(request.member, plan_uid)
    panel = asked_panel(request, kind)
    scene = Scene.of(plan, asked(request), panel.code)
    return answer(picture_of(scene, panel), form, panel.name)


@members_only
def numbers(request: Acting, plan_uid: str, kind: str) -> HttpResponse:
    """Show the numbers behind a picture, in pages."""
    plan = the_plan(request.member, plan_uid)
    panel = asked_panel(request, kind)
    scene = Scene.of(plan, asked(request), panel.code)
    drawn = shown(scene, panel)
    page = Paginator(drawn.picture.rows, NUMBERS).get_page(request.GET.get("page"))
    context = {
        **frame(request, plan, scene),
        "value": scene.indicator(panel.code),
        "shown": drawn,
        "page": page,
        "lines": drawn.picture.lines(page.object_list),
    }
    return render(request, "measuring/numbers.html", context)


@members_only
def region(request: Acting, plan_uid: str, code: str) -> HttpResponse:
    """Show all indicators of one body against every party."""
    plan = the_plan(request.member, plan_uid)
    scene = Scene.of(plan, asked(request))
    body = scene.values.bodies.get(code)
    if body is None and code in scene.values.frame.below:  # reports nothing itself: what is below it, beside a party
        parts = urlencode({"one": f"below:{code}"} | scene.asked.parts)
        return redirect(f"{reverse('measuring:comparison', args=[plan.uid])}?{parts}")
    if body is None:
        raise Refusal("not-found", zh="没有这个单位的数据。", en="There are no figures of such an organisation.")
    rows, own = [], alone(scene, code)
    for each in scene.values.indicators.values():
        period = scene.last_period(each.code)
        if not period or body.kind not in {form.kind for form in scene.values.frame.sets_of(each.code)}:
            continue
        others = [(party, *_of_party(scene, each, party, period)) for party in scene.parties]
        rows.append(
            (each, period, *_own(scene, own, each, body, period), others, _since(scene, own, each, body, period))
        )
    chosen = request.GET.get("code", "") or (rows[0][0].code if rows else "")
    context = {
        **frame(request, plan, scene),
        "body": body,
        "rows": rows,
        "summary": summary_of_one(scene, [row[-1] for row in rows if row[-1]]),
        "chosen": chosen,
        "picture": shown(scene_of_one(scene, code, chosen), Panel("region", chosen, body=code)) if chosen else None,
        "bodies": neighbours(scene, code),
    }
    return render(request, "measuring/region.html", context)


def _since(scene: Scene, own: Values, value: measuring.Indicator, body: Body, period: str) -> Change | None:
    """Return what has become of a body's own figure; nothing for the public, which does not see all behind it."""
    before = earlier(scene, value.code, period)
    if scene.asked.public or not before:
        return None
    now, then = (own.unit(Reference(value.code), body.code, each).value for each in (period, before))
    return of_body(scene, value.code, now, then, before)


def _of_party(scene: Scene, value: measuring.Indicator, party: Party, period: str) -> tuple[str, int]:
    found = per_body(scene, value.code, (), period, party.code)
    return state_text(found, value), found.units


def _asked_of(found: Figure) -> int:
    return found.units + found.not_reported + found.not_applicable + found.withheld


def _own(scene: Scene, own: Values, value: measuring.Indicator, body: Body, period: str) -> tuple[str, int | None, int]:
    """Return a body's own figure, its place among its party's bodies that have one, and how many these are.

    Of what a body has not said itself, it shows what those said that it came out of; that has no place.
    """
    reading = own.unit(Reference(value.code), body.code, period)
    if reading.state is measuring.State.NOT_REPORTED and own.lineage.is_heir(body.code):
        before = scene if scene.asked.public else replace(scene, values=own)
        together = total_of(before, value.code, [body.code], period)
        text, every = state_text(together, value), _asked_of(together)
        if together.value is not None and together.hidden is None and together.units < every:
            words = {"figure": text, "units": together.units, "all": every}
            text = _("%(figure)s (%(units)s of %(all)s bodies)") % words
        return text, None, 0
    found = placed_in_party(scene, value.code, period, body, reading)
    if found is not None:
        return state_text(reading, value), *found
    row, place, among = rows_of(scene, value.code, period).of_body(body)
    if row is None or place is None:
        return state_text(reading, value, row.hidden if row else None), None, among
    return state_text(row.reading, value), place, among


@members_only
def comparison(request: Acting, plan_uid: str) -> HttpResponse:
    """Compare any two groups in all indicators, and in one of them through time."""
    plan = the_plan(request.member, plan_uid)
    scene = Scene.of(plan, asked(request))
    offered, listed_bodies = choices(scene)
    keys = [_key(request, name) for name in ("one", "other")]
    default = [f"party:{scene.parties[n].code}" for n in (0, -1)]
    one, other = (group_of(scene, key or fallback) for key, fallback in zip(keys, default, strict=True))
    rows = [
        _beside(scene, each, (one, other), period)
        for each in scene.values.indicators.values()
        if (period := scene.last_period(each.code))
    ]
    chosen = request.GET.get("code", "") or (rows[0][0].code if rows else "")
    context = {
        **frame(request, plan, scene, "indicators"),
        "one_options": options([one, *offered] if one not in offered else offered, one.key),
        "other_options": options([other, *offered] if other not in offered else offered, other.key),
        "listed_bodies": listed_bodies,
        "one": one,
        "other": other,
        "rows": rows,
        "chosen": chosen,
        "picture": shown(scene, Panel("groups", chosen, one=one.key, other=other.key)) if chosen else None,
    }
    return render(request, "measuring/comparison.html", context)


def _key(request: Acting, name: str) -> str:
    """Return the group that is asked for: the body whose code was typed, else the one chosen from the list."""
    typed = request.GET.get(f"{name}_body", "").strip()
    return f"body:{typed}" if typed else request.GET.get(name, "")


Beside = tuple[measuring.Indicator, str, tuple[str, int], tuple[str, int], Wording | None]


def _beside(scene: Scene, value: measuring.Indicator, groups: tuple[Group, Group], period: str) -> Beside:
    """Return an indicator of two groups, each with its bodies, and by how much the first has more or less."""
    one, other = (_of_group(scene, value, group, period) for group in groups)
    apart = None
    if one.value is not None and other.value is not None:
        size = amount_said(abs(one.value - other.value), value)
        sign = "+" if one.value > other.value else "−" if one.value < other.value else ""
        apart = Wording(f"{sign}{size.zh}", f"{sign}{size.en}")
    told = [(state_text(each, value), each.units) for each in (one, other)]
    return value, period, told[0], told[1], apart


def _of_group(scene: Scene, value: measuring.Indicator, group: Group, period: str) -> Figure:
    bodies: tuple[str, ...] = ()
    if group.party is None:
        asked_of = set(scene.values.member_codes(value.code))
        bodies = tuple(code for code in group.bodies if code in asked_of)
    return per_body(scene, value.code, bodies, period, group.party)
