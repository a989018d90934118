"""Takes a question about a plan's indicators; gives its picture: the same on a page, on a board and in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import overload

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xietong import measuring
from xietong.basics import Period, Refusal
from xietong.measuring import Aggregate, Hidden, Indicator, Reading, State
from xietong_web.accounts.models import Party
from xietong_web.audit.days import SHANGHAI, today
from xietong_web.measuring import pictures
from xietong_web.measuring.grouping import Group, group_of
from xietong_web.measuring.mapping import area_map
from xietong_web.measuring.pictures import Area, BarRow, Line, Mark, Picture, Square
from xietong_web.measuring.queries import Row, Scene, rows_of
from xietong_web.measuring.setting import KIND_WORDS, Aim, figure
from xietong_web.measuring.suppressing import Figure, hidden_group
from xietong_web.measuring.words import area_name
from xietong_web.theme.templatetags.theme import named, said

RANKED = 120  # bars of a ranking: beyond, a picture is a wall
KINDS = ("paths", "map", "ranking", "region", "groups")


@dataclass(frozen=True, slots=True)
class Panel:
    """A question that a picture answers. ``body`` for ``region``; ``one`` and ``other`` are groups for ``groups``."""

    kind: str
    code: str
    period: str = ""
    body: str = ""
    one: str = ""
    other: str = ""


def picture_of(scene: Scene, panel: Panel) -> Picture:
    """Draw the answer to a question, with its origin. Raises Refusal ``not-found`` for what is not there."""
    picture = _drawn(scene, panel)
    return pictures.with_origin(picture, " · ".join(_origin(scene)))


def _origin(scene: Scene) -> Iterator[str]:
    """Say whose word counts, as of which day, and what else a reader of the picture alone has to know."""
    asked = scene.asked
    yield _("confirmed by all") if asked.said == "confirmed" else _("accepted by the own authority")
    day = asked.moment.astimezone(SHANGHAI).date() if asked.moment else today()
    yield _("as of %(day)s") % {"day": day.isoformat()}
    if asked.bodies_on:
        yield _("by the bodies of %(day)s") % {"day": asked.bodies_on.isoformat()}
    if asked.public:
        yield _("small counts hidden")
    if settings.DEMONSTRATION:
        yield _("illustrative figures")


def _drawn(scene: Scene, panel: Panel) -> Picture:
    match panel.kind:
        case "paths":
            return paths_of(scene, panel.code)
        case "map":
            return map_of(scene, panel.code, panel.period)
        case "ranking":
            return ranking_of(scene, panel.code, panel.period)
        case "region":
            return groups_in_time(scene, panel.code, _region_groups(scene, panel.body))
        case "groups":
            pair = [group_of(scene, panel.one), group_of(scene, panel.other)]
            return groups_in_time(scene, panel.code, [(n, group) for n, group in enumerate(pair)])
        case _:
            raise Refusal("not-found", zh="没有这种图。", en="There is no such picture.")


def state_text(reading: Reading | Aggregate, indicator: Indicator, hidden: Hidden | None = None) -> str:
    """Return a figure, or the word of the state that stands in its place."""
    hidden = reading.hidden if isinstance(reading, Figure) else hidden
    if hidden is not None:
        return _("hidden (small)") if hidden is Hidden.SMALL else _("hidden (would reveal)")
    if reading.value is not None:
        return figure(reading.value, indicator)
    return {
        State.NOT_REPORTED: _("not reported"),
        State.NOT_APPLICABLE: _("not applicable"),
        State.WITHHELD: _("withheld"),
        State.REPORTED: "—",
    }[reading.state]


def english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "").startswith("en")


def line_name(party: Party) -> str:
    """Return a party's short name on a picture."""
    return f"{party.side} {party.place}" if not english() else f"{party.side} ({party.code.upper()})"


def _together(scene: Scene) -> str:
    return _("All parties together") if len(scene.parties) != 2 else _("Both together")


def paths_of(scene: Scene, code: str) -> Picture:
    """Draw the ways of all parties to their targets."""
    indicator, aims = scene.indicator(code), scene.aims_at(code)
    periods = scene.values.periods(code)
    shown = _with_aims(periods, aims)
    lines, rows = [], []
    whole: list[tuple[str, str, int]] = [(party.code, line_name(party), n) for n, party in enumerate(scene.parties)]
    if indicator.over_organisations is measuring.Adding.SUM or indicator.computed:
        whole.append(("", _together(scene), -1))
    for party, name, place in whole:
        found = [scene.figure(code, period, party) if period in periods else None for period in shown]
        values = tuple(each.value if each else None for each in found)
        texts = tuple(
            _("%(name)s, %(period)s: %(value)s, resting on %(units)s bodies")
            % {"name": name, "period": period, "value": state_text(each, indicator) if each else "—",
               "units": each.units if each else 0}
            for period, each in zip(shown, found, strict=True)
        )  # fmt: skip
        lines.append(Line(name, values, place, place < 0, texts))
        rows += [
            (name, period, state_text(each, indicator), str(each.units), str(each.not_reported))
            for period, each in zip(shown, found, strict=True)
            if each
        ]
    places = {party.code: n for n, party in enumerate(scene.parties)}
    marks = [_mark(aim, shown, places, indicator) for aim in aims if not aim.value.group]
    title = _("%(name)s: the ways to the target") % {"name": named(indicator)}
    svg = pictures.paths(title, _description(rows), shown, lines, marks)
    head = (_("Party"), _("Period"), _("Figure"), _("Bodies reporting"), _("Not reported"))
    told = [
        (said(KIND_WORDS[aim.value.kind]), aim.value.period.code, figure(aim.value.value, indicator), "", "")
        for aim in aims
    ]
    return Picture("paths", title, _description(rows), svg, head, (*rows, *told))


def _with_aims(periods: Sequence[str], aims: Sequence[Aim]) -> list[str]:
    """Return all periods from the first to the last that has a value or a set value."""
    values = [Period.from_code(each) for each in periods] + [aim.value.period for aim in aims if not aim.value.group]
    if not values:
        return []
    kind = values[0].kind
    at, last = min(each for each in values if each.kind is kind), max(each for each in values if each.kind is kind)
    shown = [at]
    while shown[-1] < last and len(shown) < 240:
        shown.append(shown[-1].next())
    return [each.code for each in shown]


def _mark(aim: Aim, shown: Sequence[str], places: Mapping[str, int], indicator: Indicator) -> Mark:
    code = aim.value.period.code
    short = f"{said(KIND_WORDS[aim.value.kind])} {figure(aim.value.value.normalize() + 0, indicator)}"
    label = f"{short} {code} {aim.value.sentence}"
    place = places.get(aim.value.party, -1)
    return Mark(shown.index(code) if code in shown else -1, aim.value.value, place, short, label)


def _description(rows: Sequence[tuple[str, ...]]) -> str:
    return "; ".join(" ".join(row[:3]) for row in rows[-12:])


def map_of(scene: Scene, code: str, period: str) -> Picture:
    """Draw every area's own figure on the schematic map."""
    indicator = scene.indicator(code)
    period = period or scene.last_period(code)
    rows = area_rows(scene, code, period) if period else []
    limits = _limits([row.reading.value for row in rows if row.reading.value is not None and row.hidden is None])
    squares = [_square(scene, row, indicator, period, limits) for row in rows]
    legend = [(n, _between(figure(low, indicator), figure(high, indicator))) for n, (low, high) in enumerate(limits)]
    if any(square.step < 0 for square in squares):
        legend.append((-1, _("no figure")))
    title = _("%(name)s by area, %(period)s") % {"name": named(indicator), "period": period or "—"}
    words = _("n/r: not reported; n/a: not applicable; w/h: withheld; hid.: hidden as a small count.")
    head, table = _table(rows, indicator)
    supplied = area_map()
    outlines = supplied.to_value() if supplied else None
    if supplied and outlines and rows and all(row.body.code in outlines.paths for row in rows):
        number = _("Map approval number: %(number)s") % {"number": supplied.approval}
        areas = [
            Area(outlines.paths[row.body.code], square.step, square.sentence, square.href)
            for row, square in zip(rows, squares, strict=True)
        ]
        svg = pictures.area_map(title, number, (outlines.width, outlines.height), areas, legend, number)
        return Picture("map", title, number, svg, head, table)
    note = _("Schematic map: a square stands about where its area lies; it shows no border and no size.")
    svg = pictures.tile_map(title, note, squares, legend)
    return Picture("map", title, note, svg, head, table, (note, words), pictures.is_wide(squares))


def area_rows(scene: Scene, code: str, period: str) -> list[Row]:
    """Return the areas of the map: those that say it themselves, then those for which others below say it."""
    own, values = rows_of(scene, code, period).on_map(), scene.values
    asked_of, frame = set(values.member_codes(code)), values.frame
    above = [
        each
        for each in (*frame.uppers.values(), *frame.bodies.values())
        if each.column is not None and each.code not in asked_of and each.code in frame.below
    ]
    rows = []
    for area in above:
        bodies = tuple(each for each in frame.below[area.code] if each in asked_of)
        if bodies:
            found = total_of(scene, code, bodies, period)
            rows.append(Row(area, Reading(found.value, found.state), True, None, found.hidden, found.units))
    return own + rows


def _limits(values: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Cut values into at most five classes of about equal size; equal values never fall apart."""
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = sorted({ordered[min(len(ordered) - 1, len(ordered) * n // 5)] for n in range(5)})
    ends = [max(value for value in ordered if value < cut) for cut in cuts[1:]] + [ordered[-1]]
    return list(zip(cuts, ends, strict=True))


def _square(
    scene: Scene, row: Row, indicator: Indicator, period: str, limits: Sequence[tuple[Decimal, Decimal]]
) -> Square:
    value = row.reading.value if row.hidden is None else None
    step = max((n for n, (low, _high) in enumerate(limits) if value is not None and value >= low), default=-1)
    text = state_text(row.reading, indicator, row.hidden)
    name = (row.body.place_en if english() else "") or row.body.place or row.body.name
    shown = f"{value:,.{indicator.decimals}f}" if value is not None else _short(row)
    resting = "" if row.units is None else _(", resting on %(units)s bodies") % {"units": row.units}
    sentence = f"{named(row.body)} {period}: {text}{resting}"
    return Square(
        row.body.column or 0, row.body.row or 0, name, shown[:10], step, sentence,
        reverse("measuring:region", args=[scene.plan.uid, row.body.code]),
    )  # fmt: skip


def _short(row: Row) -> str:
    """Return what stands on a square in place of a figure; its sentence says it in full."""
    if row.hidden is not None:
        return _("hid.")
    return {
        State.NOT_REPORTED: _("n/r"),
        State.NOT_APPLICABLE: _("n/a"),
        State.WITHHELD: _("w/h"),
        State.REPORTED: "—",
    }[row.reading.state]


def ranking_of(scene: Scene, code: str, period: str) -> Picture:
    """Draw the areas in their order, the best first."""
    indicator = scene.indicator(code)
    period = period or scene.last_period(code)
    rows: Sequence[Row] = rows_of(scene, code, period) if period else ()
    places = {party.code: n for n, party in enumerate(scene.parties)}
    bars = [
        BarRow(
            f"{row.rank}. {area_name(row.body)}" if row.rank else area_name(row.body),
            row.reading.value if row.hidden is None else None,
            state_text(row.reading, indicator, row.hidden),
            places[row.body.party],
        )
        for row in rows[:RANKED]
    ]
    first = _("The first %(n)s of %(all)s bodies; all of them stand in the files.") % {"n": RANKED, "all": len(rows)}
    notes = (first,) if len(rows) > RANKED else ()
    title = _("%(name)s: ranking, %(period)s") % {"name": named(indicator), "period": period or "—"}
    head, table = _table(rows, indicator)
    return Picture("ranking", title, title, pictures.ranking(title, title, bars), head, table, notes)


class _Table(Sequence[tuple[str, ...]]):
    """The lines of a table, each made when it is looked at: a page shows some hundreds of tens of thousands."""

    def __init__(self, rows: Sequence[Row], indicator: Indicator) -> None:
        self._rows, self._indicator = rows, indicator
        # Looked up once: a file of 40,000 lines would spend a third of its time on asking for the language.
        self._english, self._states = english(), (_("not confirmed yet"), _("confirmed"))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> tuple[str, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> list[tuple[str, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[str, ...] | list[tuple[str, ...]]:
        found = self._rows[at]
        return self._line(found) if isinstance(found, Row) else [self._line(row) for row in found]

    def _line(self, row: Row) -> tuple[str, ...]:
        return (
            str(row.rank or ""),
            (row.body.name_en if self._english else "") or row.body.name,
            row.body.code,
            state_text(row.reading, self._indicator, row.hidden),
            self._states[row.confirmed] if row.units is None else _("%(units)s bodies") % {"units": row.units},
        )


def _table(rows: Sequence[Row], indicator: Indicator) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    return (_("Rank"), _("Organisation"), _("Code"), _("Figure"), _("State")), _Table(rows, indicator)


def _region_groups(scene: Scene, code: str) -> list[tuple[int, Group]]:
    body = scene.values.bodies.get(code)
    if body is None:
        raise Refusal("not-found", zh="没有这个单位的数据。", en="There are no figures of such an organisation.")
    own = [(-1, group_of(scene, f"body:{code}"))]
    return own + [(n, group_of(scene, f"party:{party.code}")) for n, party in enumerate(scene.parties)]


def groups_in_time(scene: Scene, code: str, groups: Sequence[tuple[int, Group]]) -> Picture:
    """Draw an indicator of several groups through time. A sum would compare sizes: then each body's mean is drawn."""
    indicator = scene.indicator(code)
    periods = scene.values.periods(code)
    asked_of = set(scene.values.member_codes(code)) if any(group.party is None for _, group in groups) else set()
    lines, rows = [], []
    for place, group in groups:
        members = tuple(each for each in group.bodies if each in asked_of)
        found = [per_body(scene, code, members, period, group.party) for period in periods]
        lines.append(Line(group.name, tuple(each.value for each in found), place, place < 0))
        rows += [
            (group.name, period, state_text(each, indicator), str(each.units))
            for period, each in zip(periods, found, strict=True)
        ]
    title = _("%(name)s: %(groups)s") % {
        "name": named(indicator), "groups": " / ".join(group.name for _place, group in groups)
    }  # fmt: skip
    notes = (_("Groups of different size: the mean of a body is shown."),) if is_size(indicator) else ()
    svg = pictures.paths(title, _description(rows), periods, lines, [])
    head = (_("Group"), _("Period"), _("Figure"), _("Bodies reporting"))
    return Picture("groups", title, _description(rows), svg, head, tuple(rows), notes)


def is_size(indicator: Indicator) -> bool:
    """Tell whether an indicator over many bodies is larger only because they are many.

    A formula on the totals (a rate, mostly) is none, whatever its definition says of adding up.
    """
    added = not indicator.computed or indicator.order is measuring.Order.UNIT_FIRST
    return added and indicator.over_organisations is measuring.Adding.SUM


def per_body(scene: Scene, code: str, bodies: Sequence[str], period: str, party: str | None = None) -> Figure:
    """Return an indicator over bodies so that groups of different size can be compared; hidden where small.

    ``party`` says that they are all of a party's. One body's figure is its own, of however many it came out of.
    """
    found = scene.figure(code, period, party) if party is not None else total_of(scene, code, bodies, period)
    indicator = scene.indicator(code)
    one = party is None and len(bodies) == 1
    if found.value is None or not is_size(indicator) or found.units < 2 or one:
        return found
    return replace(found, value=measuring.rounded(found.value / found.units, max(indicator.decimals, 1)))


def total_of(scene: Scene, code: str, bodies: Sequence[str], period: str) -> Figure:
    """Return an indicator over any bodies; hidden from the public where it is small or would give a small one away."""
    return Figure.of(scene.values.total(code, bodies, period), hidden_group(scene, code, period, bodies))


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} – {high}"
