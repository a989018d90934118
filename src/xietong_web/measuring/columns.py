"""Takes Parquet partitions and definitions; gives their values as the whole numbers that the engine adds up.

A *series* is an indicator, or the part of it that a formula asks for by its categories. One that tells categories apart
or is weighed has a second series of one line per body: its state, and its total where it weighs others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import Adding, Indicator, Order, Recipe, Reference
from xietong_web.measuring.formulas import Worked, at_unit, told_by
from xietong_web.measuring.partitions import coded, stored_table
from xietong_web.measuring.readings import WEIGHTIEST

if TYPE_CHECKING:
    from xietong_web.measuring.body import Body
    from xietong_web.measuring.values import Values


@dataclass(frozen=True)
class Series:
    """What is added up: every series by number, the entries' keys it takes, and how the engine adds it up.

    ``formulas`` are the codes of those that are worked out of others, ``told`` all that they rest on as text.
    """

    numbers: Mapping[Reference, int]
    keys: tuple[frozenset[str], ...]
    recipes: tuple[Recipe, ...]
    formulas: Mapping[int, str] = field(default_factory=dict)
    told: str = ""

    def bodies_of(self, number: int) -> int:
        """Return the number of the series that has one line per body: itself where every body has one value."""
        return number + len(self.keys) if self.doubled[number] else number

    @cached_property
    def doubled(self) -> tuple[bool, ...]:
        """Which series have a second one."""
        there = {one.indicator for one in self.recipes}
        return tuple(number + len(self.keys) in there for number in range(len(self.keys)))

    @cached_property
    def text(self) -> str:
        """All of it as text, the same for the same."""
        return repr(
            [(one, sorted(keys)) for one, keys in zip(self.numbers, self.keys, strict=True)] + [self.recipes, self.told]
        )


def series_of(known: Mapping[str, Indicator]) -> Series:
    """Return the series of the indicators that are filled in and added up over bodies."""
    filled = {code: value for code, value in known.items() if not value.computed and _weighable(value, known)}
    worked = {code: value for code, value in known.items() if at_unit(code, known)}
    asked = {Reference(code) for code in (*filled, *worked)}
    asked |= {part for value in filled.values() for part in parts_of(value)}
    for value in known.values():
        if value.computed and value.order is Order.TOTAL_FIRST:
            parts = measuring.references(measuring.parse(value.expression))
            asked |= {Reference(part.code, part.filters) for part in parts if part.code in filled}
    numbers = {one: n for n, one in enumerate(sorted(asked))}
    keys = tuple(frozenset() if one.code in worked else _keys(filled[one.code], one) for one in numbers)
    recipes: list[Recipe] = []
    for one, n in numbers.items():
        value, apart = known[one.code], len(keys[n]) > 1
        weight, places = None, 0
        if value.over_organisations is Adding.WEIGHTED_MEAN:
            weight = numbers.get(Reference(value.weight or ""), -1)
            places = known[value.weight].decimals if value.weight and value.weight in known else 0
            weight += len(keys) if weight >= 0 and len(keys[weight]) > 1 else 0
        recipes.append(Recipe(n, value.over_organisations, value.decimals, weight, places, told_apart=apart))
        if apart or value.over_organisations is Adding.WEIGHTED_MEAN:
            recipes.append(Recipe(n + len(keys), Adding.SUM, value.decimals))
    formulas = {numbers[Reference(code)]: code for code in worked}
    return Series(numbers, keys, tuple(recipes), formulas, repr([told_by(code, known) for code in sorted(worked)]))


def parts_of(indicator: Indicator) -> list[Reference]:
    """Return an indicator's categories as they are told beside each other: each of every dimension by itself."""
    return [
        Reference(indicator.code, ((dimension.code, category.code),))
        for dimension in indicator.dimensions
        for category in dimension.categories
    ]


def _weighable(one: Indicator, known: Mapping[str, Indicator]) -> bool:
    """Tell whether the engine can add it up: not additive is no sum, and a computed weight is known body by body."""
    weight = known.get(one.weight or "")
    return one.over_organisations is not Adding.NONE and (weight is None or not weight.computed)


def _keys(indicator: Indicator, asked: Reference) -> frozenset[str]:
    wanted = set(asked.filters)
    return frozenset(
        measuring.cell_key(indicator.code, each) for each in measuring.form_cells(indicator) if wanted <= set(each)
    )


def standing_table(files: Sequence[str], *, confirmed: bool) -> Any:
    """Return what counts of the partitions of one period (Arrow), of a body's several submissions to a form the last.

    Where two forms ask for the same value, the first form's counts.
    """
    import pyarrow as pa

    found = []
    for file in files:
        table = stored_table(file)
        found.append(_latest(table.filter(table["confirmed"]) if confirmed else table))
    whole = pa.concat_tables(found).unify_dictionaries() if len(found) > 1 else found[0]
    if len(found) == 1 or whole.num_rows == 0:
        return whole
    (_, body), (words, key) = coded(whole["organisation"]), coded(whole["cell"])
    place = body * len(words) + key
    return whole.take(pa.array(np.sort(np.unique(place, return_index=True)[1])))


def unlike(before: Any, after: Any) -> tuple[Any, Any, int]:
    """Return of two tables of what counts (Arrow) the rows of those bodies that say something else, and how many."""
    import pyarrow as pa

    both, at = pa.concat_tables([before, after]).unify_dictionaries(), before.num_rows
    body, (words, key) = coded(both["organisation"])[1], coded(both["cell"])
    place = body * max(1, len(words)) + key
    _, was, now = np.intersect1d(place[:at], place[at:], assume_unique=True, return_indices=True)
    differs, ticks, state = np.ones(len(body), bool), *_plain(both)
    same = (ticks[:at][was] == ticks[at:][now]) & (state[:at][was] == state[at:][now])
    differs[was[same]] = differs[at + now[same]] = False
    found = np.unique(body[differs])
    kept = np.isin(body, found)
    return before.filter(pa.array(kept[:at])), after.filter(pa.array(kept[at:])), len(found)


def _plain(table: Any) -> tuple[Any, Any]:
    return table["ticks"].fill_null(0).to_numpy(), table["state"].to_numpy()


def _latest(table: Any) -> Any:
    import pyarrow as pa

    number = table["number"].to_numpy()
    if table.num_rows == 0 or number.max() == 1:
        return table
    body = coded(table["organisation"])[1]
    last = np.zeros(int(body.max()) + 1, np.int64)
    np.maximum.at(last, body, number)
    return table.filter(pa.array(number == last[body]))


def measured(table: Any, values: "Values", series: Series) -> Any:
    """Return the series of what counts of a period (Arrow) in the columns that the engine's statements read (Arrow)."""
    import pyarrow as pa

    words, key = coded(table["cell"])
    rows = Rows(
        _numbered(*coded(table["organisation"]), values.bodies),
        np.array([measuring.period_number(Period.from_code(each)) for each in coded(table["period"])[0]][:1], np.int64),
        key,
        table["ticks"].combine_chunks().fill_null(0).to_numpy(),
        table["state"].to_numpy(),
    )
    rows = rows.where(rows.body >= 0) if len(key) else rows
    found = [_all_series(rows, words, series)]
    for number, keys in enumerate(series.keys):
        if series.doubled[number]:
            taken = np.array([word in keys for word in words], bool)
            near = rows.where(taken[rows.key]) if len(rows.key) else rows
            found.append(near.by_body().as_values(number + len(series.keys)))
    readings = Worked(rows, words, values.added)
    found += [readings.out(code).as_values(number) for number, code in series.formulas.items()]
    return pa.concat_tables(found)


def _numbered(codes: Sequence[str], place: Any, bodies: Mapping[str, "Body"]) -> Any:
    """Return the number of each row's body, -1 where it is none; only those that occur are looked up."""
    found = np.full(len(codes), -1, np.int64)
    for at in np.flatnonzero(np.bincount(place, minlength=len(codes))).tolist():
        if codes[at] in bodies:
            found[at] = bodies[codes[at]].pk
    return found[place]


def _all_series(rows: "Rows", words: Sequence[str], series: Series) -> Any:
    """Give every series its values: of rows by key, those of each key of each series, all in one piece."""
    order = np.argsort(rows.key, kind="stable")
    begins = np.searchsorted(rows.key[order], np.arange(len(words) + 1))
    place = {word: n for n, word in enumerate(words)}
    pairs = [(number, place[key]) for number, keys in enumerate(series.keys) for key in sorted(keys & place.keys())]
    several = [order[begins[key] : begins[key + 1]] for _, key in pairs]
    near = rows.where(np.concatenate([np.zeros(0, np.int64), *several]))
    apart = [number if len(series.keys[number]) > 1 else -1 for number, _ in pairs]
    sizes = [len(one) for one in several]
    numbers = np.repeat(np.array([number for number, _ in pairs], np.int32), sizes)
    return near.as_values(numbers, apart=np.repeat(np.array(apart, np.int32), sizes) >= 0)


@dataclass(frozen=True, slots=True)
class Rows:
    """Values of one period as columns; ``period`` has one number, or none where there are no rows."""

    body: Any
    period: Any
    key: Any
    ticks: Any
    state: Any

    def where(self, kept: Any) -> "Rows":
        return Rows(self.body[kept], self.period, self.key[kept], self.ticks[kept], self.state[kept])

    def by_body(self) -> "Rows":
        """Give each body one line: the sum of what is reported, else why there is nothing."""
        bodies, at = np.unique(self.body, return_inverse=True)
        ranks = np.full(len(bodies), len(WEIGHTIEST) - 1)
        np.minimum.at(ranks, at, np.argsort(WEIGHTIEST)[self.state])
        ticks = np.zeros(len(bodies), object)  # whole numbers of any length: a sum of many may pass 64 bits
        np.add.at(ticks, at, np.where(self.state == 0, self.ticks, 0).astype(object))
        return Rows(bodies, self.period, np.zeros(len(bodies), np.int64), ticks, np.array(WEIGHTIEST)[ranks])

    def as_values(self, number: Any, *, apart: Any = False) -> Any:
        """Return the columns; ``number`` of the series and ``apart`` (categories count) are one, or one per row."""
        import pyarrow as pa
        import pyarrow.compute as pc

        size, wide = len(self.body), pa.decimal128(38, 0)
        there = pa.array(self.state == 0)
        if self.ticks.dtype == object:
            ticks = pa.array([Decimal(one) for one in self.ticks], wide)
        else:
            ticks = pa.array(self.ticks, pa.int64()).cast(pa.decimal128(19, 0)).cast(wide)
        columns = {
            "organisation": pa.array(self.body, pa.int32()),
            "indicator": pa.array(np.full(size, number, np.int32)),
            "period": pa.array(np.full(size, self.period[0] if len(self.period) else 0, np.int32)),
            "cell": pa.array(np.where(apart, self.key + 1, 0), pa.int32()),
            "ticks": pc.if_else(there, ticks, None).cast(pa.decimal128(18, 0)),
            "state": pa.array(self.state, pa.int8()),
        }
        return pa.table({name: columns[name] for name in measuring.VALUES})
