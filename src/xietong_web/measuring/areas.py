"""Takes an indicator and a period; gives the pictures of its areas: the map and the ranking, with their table."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import overload

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xietong import measuring
from xietong.measuring import Direction, Indicator, Reading, State
from xietong_web.measuring import pictures, squares
from xietong_web.measuring.figures import english, line_name, resting_on, state_text, total_of
from xietong_web.measuring.mapping import area_map
from xietong_web.measuring.pictures import BarRow, Picture
from xietong_web.measuring.queries import Row, Scene, rows_of
from xietong_web.measuring.setting import figure
from xietong_web.measuring.squares import Area, Key
from xietong_web.measuring.words import area_name
from xietong_web.theme.templatetags.theme import named

FIRST, LAST = 25, 10  # bars of a ranking: all of very many would be a wall
WITHOUT = 60  # areas without a place that a map draws below


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the map, and whose squares it takes: its own and those of the bodies it came out of; none: no place."""

    row: Row
    squares: tuple[str, ...]


def map_of(scene: Scene, code: str, period: str) -> Picture:
    """Draw every area's own figure: by squares, or by the outlines that an operator supplied where they cover all."""
    indicator = scene.indicator(code)
    period = period or scene.last_period(code)
    placed, left = area_rows(scene, code, period) if period else ([], 0)
    rows = [each.row for each in placed]
    limits = _limits([row.reading.value for row in rows if row.reading.value is not None and row.hidden is None])
    areas = [_area(scene, each, indicator, period, limits) for each in placed]
    legend = [(n, _between(figure(low, indicator), figure(high, indicator))) for n, (low, high) in enumerate(limits)]
    if any(each.step < 0 for each in areas):
        legend.append((-1, _("no figure")))
    key = Key(legend, party_names(scene), _("Without a place on this map:"))
    title = _("%(name)s by area, %(period)s") % {"name": named(indicator), "period": period or "—"}
    known = sum(each.step >= 0 for each in areas)
    notes = [ngettext("%(n)s area has a figure.", "%(n)s areas have a figure.", known) % {"n": known}]
    notes += [_("Higher is darker; of this indicator lower is better.")] if _falls(indicator) else []
    if left:
        rest = _("Of the areas without a place the first %(shown)s are drawn; %(left)s more stand in the ranking.")
        notes.append(rest % {"shown": WITHOUT, "left": left})
    head, table = _table(scene, rows, indicator)
    supplied = area_map()
    outlines = supplied.to_value() if supplied else None
    if supplied and outlines and (paths := _outlined(placed, outlines.paths)):
        number = _("Map approval number: %(number)s") % {"number": supplied.approval}
        drawn = [replace(each, path=paths[one.row.body.code]) for each, one in zip(areas, placed, strict=True)]
        svg = squares.area_map(title, number, (outlines.width, outlines.height), drawn, key, number)
        return Picture("map", title, number, svg, head, table, tuple(notes), order=True, period=period)
    note = _("Schematic map: a square stands about where its area lies; it shows no border and no size.")
    words = _("n/r: not reported; n/a: not applicable; w/h: withheld; hid.: hidden as a small count.")
    svg = squares.tile_map(title, note, areas, key)
    return Picture(
        "map", title, note, svg, head, table, (note, words, *notes), squares.is_wide(areas), order=True, period=period
    )


def _falls(indicator: Indicator) -> bool:
    return indicator.direction is Direction.LOWER


def party_names(scene: Scene) -> list[tuple[int, str]]:
    """Return what a picture calls the parties, by number; nothing of a plan of one."""
    return [(n, line_name(party)) for n, party in enumerate(scene.parties)] if len(scene.parties) > 1 else []


def _outlined(placed: Sequence[Placed], paths: Mapping[str, str]) -> dict[str, str]:
    """Return every area's outline: its own, else those of the bodies it came out of, else none where it has no square.

    Empty where one that has a square has no outline, or none has one.
    """
    found = {
        each.row.body.code: paths.get(each.row.body.code)
        or "".join(paths[code] for code in each.squares if code in paths)
        for each in placed
    }
    whole = all(found[each.row.body.code] for each in placed if each.squares)
    return found if whole and any(found.values()) else {}


def area_rows(scene: Scene, code: str, period: str) -> tuple[list[Placed], int]:
    """Return the areas of the map: those that say it themselves, then those for which others below say it.

    An area is a body with a square, or one of such a kind: one that came out of others takes their squares. Of those
    without any that say it themselves the first are returned, and how many more there are.
    """
    frame = scene.values.frame
    asked_of = set(scene.values.member_codes(code))
    kinds = {each.kind for each in frame.tiled.values()}
    every = rows_of(scene, code, period)
    own = every.of_kinds(kinds)
    upper: list[Row] = []
    above = [frame.uppers.get(each) or frame.bodies[each] for each in frame.below if each not in asked_of]
    for area in sorted(above, key=lambda each: (each.ordinal, each.code)):
        bodies = tuple(each for each in frame.below[area.code] if each in asked_of) if area.kind in kinds else ()
        if bodies:
            found = total_of(scene, code, bodies, period)
            upper.append(Row(area, Reading(found.value, found.state), True, None, found.hidden, found.units))
    became = {**frame.lineage.above, **frame.lineage.became}
    places = measuring.places_of([*own, *(row.body.code for row in upper)], frame.tiled, became)
    without = [code for code in own if not places[code]]
    gone = set(without[WITHOUT:])
    rows = [*(every[at] for code, at in own.items() if code not in gone), *upper]
    return [Placed(row, places[row.body.code]) for row in rows], len(gone)


def _limits(values: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Cut values into at most five classes of about equal size; equal values never fall apart."""
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = sorted({ordered[min(len(ordered) - 1, len(ordered) * n // 5)] for n in range(5)})
    ends = [max(value for value in ordered if value < cut) for cut in cuts[1:]] + [ordered[-1]]
    return list(zip(cuts, ends, strict=True))


def _area(
    scene: Scene, placed: Placed, indicator: Indicator, period: str, limits: Sequence[tuple[Decimal, Decimal]]
) -> Area:
    row, frame = placed.row, scene.values.frame
    tiles = [frame.tiled[code] for code in placed.squares]
    parties = [party.code for party in scene.parties]
    value = row.reading.value if row.hidden is None else None
    step = max((n for n, (low, _high) in enumerate(limits) if value is not None and value >= low), default=-1)
    text = state_text(row.reading, indicator, row.hidden)
    shown = f"{value:,.{indicator.decimals}f}" if value is not None else _short(row)
    resting = "" if row.units is None else _(", %(resting)s") % {"resting": resting_on(row.units)}
    sentence = f"{named(row.body)} {period}: {text}{resting}"
    page = reverse("measuring:region", args=[scene.plan.uid, row.body.code]) + scene.asked.query
    return Area(
        area_name(row.body), shown[:10], step, sentence, page,
        parties.index(row.body.party) if len(parties) > 1 else -1,
        tuple((each.column or 0, each.row or 0) for each in tiles),
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
    known = bisect_left(rows, True, key=lambda row: row.rank is None)
    most = FIRST + LAST
    shown = [*rows[:FIRST], None, *rows[known - LAST : known]] if known > most else rows[:most]
    bars = [_bar(row, indicator, places) if row else BarRow("…", None, "") for row in shown]
    told = {"first": FIRST, "last": LAST, "known": known, "all": len(rows)}
    some = _("The first %(first)s and last %(last)s of %(known)s bodies with a figure; all %(all)s in the files.")
    rest = _("The first %(n)s of %(all)s bodies; all of them stand in the files.") % {"n": most, "all": len(rows)}
    notes = (some % told,) if known > most else (rest,) if len(rows) > most else ()
    title = _("%(name)s: ranking, %(period)s") % {"name": named(indicator), "period": period or "—"}
    head, table = _table(scene, rows, indicator)
    words = "; ".join(f"{bar.name} {bar.text}" for bar in bars[:3])
    svg = pictures.ranking(title, words, bars, party_names(scene))
    return Picture("ranking", title, words, svg, head, table, notes, order=True, period=period)


def _bar(row: Row, indicator: Indicator, places: Mapping[str, int]) -> BarRow:
    name = f"{row.rank}. {area_name(row.body)}" if row.rank else area_name(row.body)
    value = row.reading.value if row.hidden is None else None
    return BarRow(name, value, state_text(row.reading, indicator, row.hidden), places[row.body.party])


class _Table(Sequence[tuple[str, ...]]):
    """The lines of a table, each made when it is looked at: a page shows some hundreds of tens of thousands."""

    def __init__(self, rows: Sequence[Row], indicator: Indicator, parties: Mapping[str, str]) -> None:
        self._rows, self._indicator, self._parties = rows, indicator, parties
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

    def _state(self, row: Row) -> str:
        """Return whether what a body has said is confirmed; nothing of one that has said nothing."""
        if row.units is not None:
            return _("%(units)s bodies") % {"units": row.units}
        return "" if row.reading.state is State.NOT_REPORTED else self._states[row.confirmed]

    def _line(self, row: Row) -> tuple[str, ...]:
        return (
            str(row.rank or ""),
            (row.body.name_en if self._english else "") or row.body.name,
            row.body.code,
            self._parties.get(row.body.party, row.body.party),
            state_text(row.reading, self._indicator, row.hidden),
            self._state(row),
        )


def _table(
    scene: Scene, rows: Sequence[Row], indicator: Indicator
) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    parties = {party.code: line_name(party) for party in scene.parties}
    head = (_("Rank"), _("Organisation"), _("Code"), _("Party"), _("Figure"), _("State"))
    return head, _Table(rows, indicator, parties)


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} – {high}"
