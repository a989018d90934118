"""Takes a cube that was run; gives the figures that are asked for: found by their place, finished column by column.

An indicator, a node or one cell is a look into a sorted column, with no query to write and none to plan, however many
values the cube was made of. What is asked for is finished, and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from xietong.measuring.cell import WHOLE, Cell, Recipe, finish, quotient
from xietong.measuring.cube import COUNTS, MEASURES
from xietong.measuring.indicator import Adding
from xietong.measuring.observation import Aggregate

Places = npt.NDArray[np.int64]
KEYS = ("indicator", "node", "period")
_EXACT = (Adding.SUM, Adding.NONE)
_U = np.uint64


@dataclass(frozen=True, slots=True)
class KeptCube:
    """A cube in order of indicator, node and period.

    ``cells``: Arrow table with the columns of a cube. ``known``: the numbers that occur, per column of ``KEYS``,
    sorted. ``key``: the place of each row among all combinations of them, ascending.
    """

    cells: Any
    known: tuple[Places, Places, Places]
    key: Places

    @classmethod
    def of(cls, cells: Any) -> "KeptCube":
        """Return a cube (Arrow, in any order) as it is kept.

        >>> from xietong.measuring.refreshing import change_table
        >>> kept = KeptCube.of(change_table({(1, 2025200, 7): Cell(5 * WHOLE, WHOLE, 1, 1)}))
        >>> kept.cell(1, 2025200, 7).units, kept.cell(1, 2025200, 8)
        (1, None)
        """
        columns = [_whole(cells[name]) for name in KEYS]
        known = (np.unique(columns[0]), np.unique(columns[1]), np.unique(columns[2]))
        key = _packed([np.searchsorted(all_, column) for all_, column in zip(known, columns, strict=True)], known)
        order = np.argsort(key)
        return cls(cells.take(order).combine_chunks(), known, key[order])

    @classmethod
    def of_sums(cls, cubes: Sequence[Any]) -> "KeptCube":
        """Return the sum of cubes (Arrow, at least one) as it is kept; a line that rests on nothing goes."""
        return cls.of(summed(cubes))

    def indicator(self, indicator: int) -> Any:
        """Return all cells of an indicator: every node, every period (Arrow)."""
        place = _place(self.known[0], indicator)
        if place is None:
            return self.cells.slice(0, 0)
        size = len(self.known[1]) * len(self.known[2])
        first, last = np.searchsorted(self.key, (place * size, (place + 1) * size))
        return self.cells.slice(first, last - first)

    def node(self, node: int) -> Any:
        """Return all cells of a node: every indicator, every period (Arrow)."""
        place = _place(self.known[1], node)
        if place is None:
            return self.cells.slice(0, 0)
        wide = len(self.known[2])
        starts = (np.arange(len(self.known[0])) * len(self.known[1]) + place) * wide
        firsts, lasts = np.searchsorted(self.key, starts), np.searchsorted(self.key, starts + wide)
        many = lasts - firsts
        at = np.arange(many.sum()) + np.repeat(firsts - (np.cumsum(many) - many), many)
        return self.cells.take(at)

    def cell(self, indicator: int, period: int, node: int) -> Cell | None:
        """Return one cell; None where nothing was said."""
        places = [_place(all_, one) for all_, one in zip(self.known, (indicator, node, period), strict=True)]
        if None in places:
            return None
        key = int(_packed([np.asarray(one) for one in places], self.known))
        at = int(np.searchsorted(self.key, key))
        if at == len(self.key) or self.key[at] != key:
            return None
        row = self.cells.slice(at, 1)
        return Cell(*(int(row[name][0].as_py()) for name in MEASURES))

    def changed(self, change: Any) -> "KeptCube":
        """Return the cube with a change (Arrow, the columns of a cube, to be added) put in; empty lines go.

        Only the touched lines are added up anew; the others are moved as they are.
        """
        import pyarrow as pa

        columns = [_whole(change[name]) for name in KEYS]
        if not all(np.isin(column, all_).all() for all_, column in zip(self.known, columns, strict=True)):
            return KeptCube.of(summed([self.cells, change.select(self.cells.column_names)]))
        key = _packed([np.searchsorted(all_, one) for all_, one in zip(self.known, columns, strict=True)], self.known)
        touched = np.isin(self.key, key)
        near = summed([self.cells.filter(pa.array(touched)), change.select(self.cells.column_names)])
        near_key = _packed(
            [np.searchsorted(all_, _whole(near[name])) for all_, name in zip(self.known, KEYS, strict=True)], self.known
        )
        order = np.argsort(near_key)
        if np.array_equal(near_key[order], self.key[touched]):
            return KeptCube(_in_place(self.cells, touched, near.take(order)), self.known, self.key)
        rest = self.cells.filter(pa.array(~touched))
        both = np.concatenate([self.key[~touched], near_key])
        order = np.argsort(both, kind="stable")
        return KeptCube(pa.concat_tables([rest, near]).take(order).combine_chunks(), self.known, both[order])


def _in_place(cells: Any, touched: npt.NDArray[np.bool_], near: Any) -> Any:
    """Return cells with other sums where they are touched: no line comes or goes, so no line moves."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = pa.array(touched)
    changed = {name: pc.replace_with_mask(cells[name], mask, near[name].combine_chunks()) for name in MEASURES}
    return pa.table({name: changed.get(name, cells[name]) for name in cells.column_names})


def _packed(places: Sequence[Any], known: Sequence[Places]) -> Any:
    return (places[0].astype(np.int64) * len(known[1]) + places[1]) * len(known[2]) + places[2]


def _place(known: Places, wanted: int) -> int | None:
    at = int(np.searchsorted(known, wanted))
    return at if at < len(known) and known[at] == wanted else None


def _whole(column: Any) -> Places:
    found: Places = column.to_numpy().astype(np.int64, copy=False)
    return found


def summed(tables: Sequence[Any]) -> Any:
    """Add cubes up (Arrow); a line that rests on nothing goes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = pa.concat_tables(tables)
    found = rows.group_by(list(KEYS), use_threads=False).aggregate([(name, "sum") for name in MEASURES])
    counts = [found[f"{name}_sum"] for name in COUNTS[1:]]
    there = pc.greater(pc.add(pc.add(counts[0], counts[1]), pc.add(counts[2], counts[3])), 0)
    named = found.rename_columns([name.removesuffix("_sum") for name in found.column_names])
    return named.filter(there).select(rows.column_names).cast(rows.schema)


@dataclass(frozen=True, slots=True)
class Figures:
    """Finished figures as columns, in one order: what each is of, its value (None: none), and what it rests on.

    ``indicators``, ``nodes``, ``periods`` and ``counts`` (a column per name of ``COUNTS``) are whole numbers (numpy).
    """

    indicators: Places
    nodes: Places
    periods: Places
    values: list[Decimal | None]
    counts: tuple[Places, ...]

    def __iter__(self) -> Iterator[tuple[int, int, int, Decimal | None]]:
        keys = (self.indicators, self.nodes, self.periods)
        return zip(*(column.tolist() for column in keys), self.values, strict=True)


def figures(cells: Any, recipes: Mapping[int, Recipe]) -> Figures:
    """Return the figures of cells (Arrow), exactly those of ``finish``, of whole columns at a time.

    >>> from xietong.measuring.refreshing import change_table
    >>> cells = change_table({(1, 2025200, 7): Cell(25 * WHOLE, 2 * WHOLE, 2, 2)})
    >>> figures(cells, {1: Recipe(1, Adding.MEAN, 1)}).values
    [Decimal('1.25')]
    """
    indicators, nodes, periods, *counts = (_whole(cells[name]) for name in ("indicator", "node", "period", *COUNTS))
    return Figures(indicators, nodes, periods, _finished(cells, indicators, recipes), tuple(counts))


def _finished(cells: Any, indicators: Places, recipes: Mapping[int, Recipe]) -> list[Decimal | None]:
    """Divide what is reported: whole sums of a whole column at once, all else one by one as ``finish`` does."""
    plain = [number for number, one in recipes.items() if one.adding in _EXACT and one.decimals == 0]
    there = _whole(cells["reported"]) > 0
    wholes, exact = _without_scale(_halves(cells["numerator"]))
    values: list[Decimal | None] = list(map(Decimal, wholes.tolist()))
    rest = np.flatnonzero(~(there & exact & np.isin(indicators, plain)))
    near = cells.select(MEASURES[:2]).take(rest)
    sums = zip(*(whole_numbers(near[name]) for name in MEASURES[:2]), strict=True)
    ways = {number: _way(recipes[number]) for number in np.unique(indicators[rest]).tolist()}
    for at, number, said, (numerator, weight) in zip(
        rest.tolist(), indicators[rest].tolist(), there[rest].tolist(), sums, strict=True
    ):
        whole, places = ways[number]
        divisor = whole or weight
        values[at] = quotient(numerator, divisor, places) if said and divisor else None
    return values


def _way(recipe: Recipe) -> tuple[int, int]:
    """Return by what sums are divided (0: by the denominator), and the places of the result's last digit."""
    return WHOLE if recipe.adding in _EXACT else 0, 0 if recipe.adding is Adding.SHARE else recipe.decimals


def _without_scale(halves: Any) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Divide whole numbers of 128 bits by ``WHOLE``; tell where they are below 2**75 and that leaves nothing over.

    ``WHOLE`` is 2**12 times 5**12: after a shift by the former, what is left to divide by the latter has 63 bits.
    """
    low, high = halves["low"], halves["high"]
    shifted, rest = np.divmod((high << 52) | (low >> _U(12)).view(np.int64), 5**12)
    return shifted, (rest == 0) & (low & _U(0xFFF) == 0) & (high >> 11 == high >> 63)


def aggregates(cells: Any, recipes: Mapping[int, Recipe]) -> dict[tuple[int, int, int], Aggregate]:
    """Return the figures of cells (Arrow) with their states, by indicator, period and node."""
    columns = [cells[name].to_pylist() for name in ("indicator", "period", "node", *COUNTS)]
    sums = [whole_numbers(cells[name]) for name in MEASURES[:2]]
    return {
        line[2:5]: finish(Cell(line[0], line[1], *line[5:]), recipes[line[2]])
        for line in zip(*sums, *columns, strict=True)
    }


def whole_numbers(column: Any) -> list[int]:
    """Return a column of decimals without places (128 bits) as whole numbers, read from its bytes.

    >>> import pyarrow as pa
    >>> whole_numbers(pa.array([Decimal(-5), Decimal(10**30)], pa.decimal128(38, 0))) == [-5, 10**30]
    True
    """
    near = _halves(column)
    return [(high << 64) | low for high, low in zip(near["high"].tolist(), near["low"].tolist(), strict=True)]


def _halves(column: Any) -> Any:
    """Return the two halves of whole numbers of 128 bits, as they lie in memory."""
    import pyarrow as pa

    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    kind = np.dtype([("low", "<u8"), ("high", "<i8")])
    if len(one) == 0:
        return np.zeros(0, kind)
    return np.frombuffer(one.buffers()[1], dtype=kind, count=one.offset + len(one))[one.offset :]
