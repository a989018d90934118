"""Takes a plan's values, an indicator and a period; gives every body's own figure, side by side in columns.

Of a small plan they are put together body by body; of a large one from the partitions, formulas too where columns give
exactly the same. What came from partitions is kept for as long as these, the definitions and the bodies are the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import WHOLE, Adding, Cell, Column, Indicator, Order, Reading, Reference, State
from xietong_web.measuring.body import Body
from xietong_web.measuring.columns import standing_table
from xietong_web.measuring.formulas import plain
from xietong_web.measuring.holding import Lying
from xietong_web.measuring.partitions import coded
from xietong_web.measuring.readings import column_of, middle_of

if TYPE_CHECKING:
    from xietong_web.measuring.values import Values

LATELY = 4_000_000  # figures that are kept for a plan: some 50 MB


@dataclass(frozen=True)
class Own:
    """The own figures of an indicator's bodies in a period, in the order of ``bodies``.

    ``figures``: whole numbers of the last of ``decimals`` places, or exact decimals where ``decimals`` is None; 0 where
    there is none. ``state`` by number; ``there``: who is asked; ``sure``: nothing of it has yet to be confirmed;
    ``again``: something was said more than once.
    """

    bodies: Sequence[Body]
    figures: Any
    state: Any
    there: Any
    sure: Any
    again: Any
    decimals: int | None

    def reading(self, at: int) -> Reading:
        """Return the figure of a body by its place."""
        state = State.numbered(int(self.state[at]))
        if state is not State.REPORTED:
            return Reading(None, state)
        figure = self.figures[at]
        return Reading(figure if self.decimals is None else measuring.from_ticks(int(figure), self.decimals))

    @cached_property
    def reported(self) -> Any:
        """Where there is a figure."""
        return self.state == State.REPORTED.number

    def together(self, at: Any, shares: Any, adding: Adding) -> Cell:
        """Add up the figures at some places, each by its share; whole numbers throughout."""
        asked = self.there[at]
        at, shares = at[asked], shares[asked]
        reported = self.reported[at]
        figures, shares = self.figures[at][reported].astype(object), shares[reported]
        counts = np.bincount(self.state[at], minlength=len(State)).tolist()
        if adding is Adding.MEDIAN:
            over, under = (each * WHOLE for each in middle_of(figures))
        else:
            parts = (figures > 0).astype(bool).astype(object) if adding is Adding.SHARE else figures
            over, under = int(sum(parts * shares)), int(sum(shares))
        return Cell(over, under, counts[0], *counts)


ADDED = frozenset({Adding.SUM, Adding.MEAN, Adding.SHARE, Adding.MEDIAN})


def in_columns(values: "Values", asked: Reference, period: str) -> Own | None:
    """Return the own figures that a total can be added up from: where a body has one, and columns tell it."""
    value = values.added[asked.code]
    one = value.computed or len(measuring.form_cells(value)) == 1
    if asked.filters or not one or value.over_organisations not in ADDED:
        return None
    return _in_columns(values, asked.code, period)


def own_figures(values: "Values", code: str, period: str) -> Own:
    """Return the own figures of all bodies that an indicator is asked of; of a large plan no statement more."""
    found = _in_columns(values, code, period)
    return found if found is not None else _one_by_one(values, code, period)


def _one_by_one(values: "Values", code: str, period: str) -> Own:
    bodies = values.members(code)
    readings = [values.unit(Reference(code), each.code, period) for each in bodies]
    there = set(values.asked_in(Reference(code), values.member_codes(code), period))
    open_ = set(values.unconfirmed(code, values.member_codes(code), period))
    return Own(
        bodies,
        np.array([each.value if each.value is not None else 0 for each in readings], object),
        np.array([each.state.number for each in readings], np.int8),
        np.array([each.code in there for each in bodies], bool),
        np.array([each.code not in open_ for each in bodies], bool),
        np.array([any(one.number > 1 for one in values.said_in(each.code, period)) for each in bodies], bool),
        None,
    )


def _in_columns(values: "Values", code: str, period: str) -> Own | None:
    grids = _grids(values)
    if grids is None or not plain(code, values.added):
        return None
    files = [one.file for each in sorted(grids.periods(code, period)) for one in grids.lying(each)]
    key, kept = (values.said, code, period, *files), values.frame.owns
    found: Own | None = kept.pop(key, None)
    if found is None:
        found = _assembled(values, grids, code, period)
    kept[key] = found  # the latest last
    while len(kept) > 1 and len(kept) * len(found.bodies) > LATELY:
        kept.pop(next(iter(kept), key), None)
    return found


def _grids(values: "Values") -> "_Grids | None":
    """Return the periods of a large plan; None of one that is read body by body."""
    held = values.held
    return None if held is None or held.bodies is not None else _Grids(values, held.partitions)


def parts_told(values: "Values", code: str, period: str) -> dict[str, list[Decimal]]:
    """Return what bodies have reported by category, in the order of a form's; bodies without any above zero are left
    out.
    """
    cells = [Reference(code, one) for one in measuring.form_cells(values.indicators[code])]
    grids, members = _grids(values), values.members(code)
    if grids is None:
        found = ([values.unit(cell, each.code, period).value or Decimal(0) for cell in cells] for each in members)
        return {each.code: counts for each, counts in zip(members, found, strict=True) if any(counts)}
    decimals = values.indicators[code].decimals
    places = np.array([grids.places[each.code] for each in members], np.int64)
    ticks = np.stack([grids.column(cell, period).ticks(decimals)[places] for cell in cells], axis=1)
    there = np.flatnonzero((ticks != 0).any(axis=1)).tolist()
    return {members[at].code: [measuring.from_ticks(int(one), decimals) for one in ticks[at]] for at in there}


def _assembled(values: "Values", grids: "_Grids", code: str, period: str) -> Own:
    members, indicator = values.members(code), values.added[code]
    places = np.array([grids.places[each.code] for each in members], np.int64)
    column = grids.column(Reference(code), period)
    grid, base = grids.grid(period), values.frame.base_of(code)
    said, sure, again = (each[places] for each in grid.told(base, {each.uid for each in values.frame.sets_of(code)}))
    end = Period.from_code(period).end
    stands = np.array([each.stands(end) for each in members], bool)
    figures = column.ticks(indicator.decimals)[places]
    small = not len(figures) or max(abs(each) for each in figures) < 2**62
    return Own(
        members, figures.astype(np.int64) if small else figures, column.state[places], stands | said, sure, again,
        indicator.decimals,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Grid:
    """What was said for a period: a row a value, by the place of its body, its key, its form."""

    size: int
    words: Sequence[str]
    body: Any
    key: Any
    ticks: Any
    state: Any
    forms: Sequence[str]
    form: Any
    number: Any
    confirmed: Any

    def told(self, base: frozenset[str], sets: set[str]) -> tuple[Any, Any, Any]:
        """Return by body: who said anything of some indicators, whose word is confirmed, who said it more than once."""
        ours = np.array([measuring.split_key(word)[0] in base for word in self.words], bool)
        rows = ours[self.key] if len(self.key) else np.zeros(0, bool)
        asked = np.array([form in sets for form in self.forms], bool)[self.form] if len(self.form) else rows
        said, sure, again = np.zeros(self.size, bool), np.ones(self.size, bool), np.zeros(self.size, bool)
        said[self.body[rows]] = True
        sure[self.body[rows & asked & ~self.confirmed]] = False
        again[self.body[rows & (self.number > 1)]] = True
        return said, sure, again

    def column(self, keys: frozenset[str], decimals: int) -> Column:
        """Return an indicator's values by body: the sum of its cells, else the weightiest reason why there is none."""
        taken = np.array([word in keys for word in self.words], bool)
        rows = taken[self.key] if len(self.key) else np.zeros(0, bool)
        cells = self.body[rows], self.ticks[rows], self.state[rows].astype(np.int8)
        return column_of(self.size, len(keys), cells, decimals)


class _Grids:
    """The periods of a plan's partitions, read as formulas ask for them."""

    def __init__(self, values: "Values", partitions: Sequence[Lying]) -> None:
        self.values, self._partitions = values, partitions
        self.places: Mapping[str, int] = values.frame.places
        self._grids: dict[str, _Grid] = {}

    def lying(self, period: str) -> list[Lying]:
        """Return the partitions of a period."""
        return [one for one in self._partitions if one.period == period]

    def periods(self, code: str, period: str) -> set[str]:
        """Return the periods that a formula looks at from one."""
        value = self.values.added[code]
        found = {period}
        if value.computed:
            for one in measuring.references(measuring.parse(value.expression)):
                when = measuring.period_of(one, Period.from_code(period)).code
                found |= self.periods(one.code, when) if one.code in self.values.added else set()
        return found

    def column(self, asked: Reference, period: str) -> Column:
        """Return what a reference stands for in a period, for every body of the plan."""
        value = self.values.added[asked.code]
        if not value.computed:
            keys = (measuring.cell_key(value.code, each) for each in self._cells(asked, value))
            return self.grid(period).column(frozenset(keys), value.decimals)
        tree, when = measuring.parse(value.expression), Period.from_code(period)

        def lookup(one: Reference) -> Column:
            return self.column(Reference(one.code, one.filters), measuring.period_of(one, when).code)

        found = measuring.evaluate_columns(tree, lookup, len(self.places))
        return Column.of_ticks(found.ticks(value.decimals), found.state, value.decimals)

    @staticmethod
    def _cells(asked: Reference, value: Indicator) -> list[measuring.Categories]:
        wanted = set(asked.filters)
        return [each for each in measuring.form_cells(value) if wanted <= set(each)]

    def grid(self, period: str) -> _Grid:
        """Return what was said for a period."""
        if period not in self._grids:
            self._grids[period] = self._read(period)
        return self._grids[period]

    def _read(self, period: str) -> _Grid:
        several: dict[int, list[Lying]] = {}
        for one in self.lying(period):
            several.setdefault(one.block, []).append(one)
        words: dict[str, int] = {}
        forms: dict[str, int] = {}
        parts = [self._rows(one, words, forms) for each in several.values() for one in each]
        names = ("body", "key", "ticks", "state", "form", "number", "confirmed")
        empty = (np.int64, np.int64, np.int64, np.int8, np.int64, np.int64, bool)
        columns = {
            name: np.concatenate([np.zeros(0, kind), *(part[n] for part in parts)])
            for n, (name, kind) in enumerate(zip(names, empty, strict=True))
        }
        kept = _first_form(columns["body"], columns["key"], len(words)) if len(forms) > 1 else slice(None)
        columns = {name: column[kept] for name, column in columns.items()}
        return _Grid(len(self.places), list(words), forms=list(forms), **columns)

    def _rows(self, one: Lying, words: dict[str, int], forms: dict[str, int]) -> tuple[Any, ...]:
        table = standing_table([one.file], confirmed=self.values.said == "confirmed")
        codes, body = coded(table["organisation"])
        keys, key = coded(table["cell"])
        place = np.array([self.places.get(code, -1) for code in codes] or [-1], np.int64)[body]
        number = np.array([words.setdefault(word, len(words)) for word in keys] or [0], np.int64)[key]
        form = np.full(len(body), forms.setdefault(one.data_set, len(forms)), np.int64)
        ticks = table["ticks"].combine_chunks().fill_null(0).to_numpy()
        others = (table[name].to_numpy() for name in ("state", "number", "confirmed"))
        state, times, confirmed = others
        columns = (place, number, ticks, state, form, times, confirmed)
        known = place >= 0
        return tuple(column[known] for column in columns)


def _first_form(body: Any, key: Any, words: int) -> Any:
    """Return which rows count where two forms ask for the same value: the first form's."""
    return np.sort(np.unique(body * max(1, words) + key, return_index=True)[1])


def year_before(period: str) -> str:
    """Return the same period of the year before."""
    return Period.from_code(period).back(years=1).code


def jumps(values: "Values", code: str, period: str) -> list[Body]:
    """Return the bodies whose own figure jumped since the year before."""
    now, before = (own_figures(values, code, each) for each in (period, year_before(period)))
    if now.decimals is None or before.decimals is None:
        found = [measuring.year_on_year(now.reading(n), before.reading(n)) is not None for n in range(len(now.bodies))]
    else:
        found = measuring.jumped(now.figures, before.figures, now.reported & before.reported)
    return [now.bodies[n] for n in np.flatnonzero(found).tolist()]


def who_said(values: "Values", code: str, period: str) -> frozenset[str]:
    """Return the bodies that said anything of what an indicator rests on; of a large plan by columns."""
    grids, base = _grids(values), values.frame.base_of(code)
    if grids is None:
        return frozenset(body for body in values.bodies if any(map(base.intersection, _codes(values, body, period))))
    said, _sure, _again = grids.grid(period).told(base, set())
    return frozenset(body for body, at in grids.places.items() if said[at])


def _codes(values: "Values", body: str, period: str) -> Iterator[set[str]]:
    return ({measuring.split_key(key)[0] for key in one.cells} for one in values.said_in(body, period))


def uneven(values: "Values", code: str, period: str) -> list[Body]:
    """Return the bodies that reported one part of a rate of sums but not all of the same period: they count in none."""
    found: dict[Body, None] = {}
    for part, counted in values.frame.together.get(code, {}).items():
        said, counts = (own_figures(values, each, period) for each in (part.code, counted.code))
        left = said.reported & said.there & ~counts.reported
        found.update(dict.fromkeys(said.bodies[at] for at in np.flatnonzero(left).tolist()))
    return list(found)


def unlike(values: "Values", code: str, period: str) -> list[Body]:
    """Return the bodies that reported in one but not in the other of the periods that a formula of sums compares.

    The change it gives is then also one of who has reported.
    """
    value = values.added[code]
    if not value.computed or value.order is not Order.TOTAL_FIRST:
        return []
    parts = measuring.references(measuring.parse(value.expression))
    found: dict[Body, None] = {}
    for part in parts:
        if not (part.periods or part.years) or part.code == code:
            continue
        before = measuring.period_of(part, Period.from_code(period)).code
        one, other = (own_figures(values, part.code, each) for each in (period, before))
        differs = np.flatnonzero((one.reported != other.reported) & (one.there | other.there))
        found.update(dict.fromkeys(one.bodies[at] for at in differs.tolist()))
    return list(found)
