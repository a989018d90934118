"""Takes what was and what is now; gives the cells that change, and by how much.

One changed value touches the ancestors of one organisation: in plain whole numbers that is a handful of additions
(``changes``), without asking the store again. A thousand changed values go through the same sums as tables
(``refreshed``). Since cells only add up, approving in bulk and one by one, in any order, end in the same cube.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xietong.measuring.cell import Cell, Recipe
from xietong.measuring.cube import MEASURES, added, negated, patched, roll_up
from xietong.measuring.indicator import Adding
from xietong.measuring.kept import summed
from xietong.measuring.observation import State
from xietong.measuring.tree import Tree

Key = tuple[int, int, int]
KEYS = ("indicator", "period", "node")


@dataclass(frozen=True, slots=True)
class Stored:
    """A value as the store keeps it: whole numbers, ``ticks`` None unless reported."""

    organisation: int
    indicator: int
    period: int
    cell: int
    ticks: int | None
    state: State


def family(recipes: Iterable[Recipe]) -> dict[int, tuple[int, ...]]:
    """Return for every indicator those whose figures or arithmetic it takes part in: what it weighs, what weighs it.

    >>> family([Recipe(1, Adding.SUM), Recipe(2, Adding.WEIGHTED_MEAN, weight=1)])
    {1: (1, 2), 2: (1, 2)}
    """
    related: dict[int, set[int]] = {}
    for one in recipes:
        related.setdefault(one.indicator, set()).add(one.indicator)
        if one.weight is not None:
            related.setdefault(one.weight, {one.weight}).add(one.indicator)
            related[one.indicator].add(one.weight)
    return {indicator: tuple(sorted(others)) for indicator, others in sorted(related.items())}


def touched(values: Any, changed: Any, recipes: Sequence[Recipe]) -> Any:
    """Return (Ibis) all values of the units, indicators and periods that a change touches, weights included."""
    import ibis
    import pyarrow as pa

    pairs = [(one, other) for one, others in family(recipes).items() for other in others]
    related = ibis.memtable(
        pa.table(
            {"changed": pa.array([one for one, _ in pairs], pa.int32()),
             "indicator": pa.array([other for _, other in pairs], pa.int32())}
        )
    )  # fmt: skip
    places = changed.select("organisation", "period", changed=changed.indicator).distinct()
    wanted = places.inner_join(related, "changed").select("organisation", "indicator", "period").distinct()
    return values.semi_join(wanted, ["organisation", "indicator", "period"])


def refreshed(cube: Any, before: Any, after: Any, values: Any, recipes: Sequence[Recipe], trees: Sequence[Tree]) -> Any:
    """Return (Ibis) the cube after a change, equal to one made anew.

    ``before`` and ``after`` are the touched values (see ``touched``) as they were and are; ``values`` all that are in
    force now, asked only for the medians of touched indicators and periods.
    """
    import ibis

    medians = [one for one in recipes if one.adding is Adding.MEDIAN]
    sums = [one for one in recipes if one.adding is not Adding.MEDIAN]
    parts = []
    if sums:
        kept = cube.filter(cube.indicator.isin([one.indicator for one in sums]))
        parts.append(patched(kept, added(negated(roll_up(before, sums, trees)), roll_up(after, sums, trees))))
    if medians:
        kept = cube.filter(cube.indicator.isin([one.indicator for one in medians]))
        places = ibis.union(*(one.select("indicator", "period") for one in (before, after))).distinct()
        again = values.semi_join(places, ["indicator", "period"])
        parts += [kept.anti_join(places, ["indicator", "period"]), roll_up(again, medians, trees)]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def changes(
    before: Iterable[Stored],
    after: Iterable[Stored],
    recipes: Sequence[Recipe],
    shares: Callable[[int, int], Mapping[int, int]],
) -> dict[Key, Cell]:
    """Return by how much each cell (indicator, period, node) changes; medians are left out: compute those anew.

    ``before`` and ``after`` hold all values of the touched units, indicators and periods, weights included;
    ``shares(organisation, period)`` gives the nodes an organisation counts in, in 10⁻¹².
    """
    found: dict[Key, Cell] = {}
    for key, cell in _spread(after, recipes, shares):
        found[key] = found.get(key, Cell()) + cell
    for key, cell in _spread(before, recipes, shares):
        found[key] = found.get(key, Cell()) + -cell
    return {key: cell for key, cell in found.items() if cell != Cell()}


def change_table(cells: Mapping[Key, Cell]) -> Any:
    """Return changes as an Arrow table with the columns of a cube, ready to be ``patched`` into one.

    >>> change_table({(1, 2025201, 7): Cell(5, 1, 1, 1)}).num_rows
    1
    """
    import pyarrow as pa

    keys, figures = list(cells), [one.figures for one in cells.values()]
    sums = pa.decimal128(38, 0)
    return pa.table(
        {
            **{name: pa.array([key[n] for key in keys], pa.int64()) for n, name in enumerate(KEYS)},
            **{
                name: pa.array([row[n] if n > 1 else Decimal(row[n]) for row in figures], pa.int64() if n > 1 else sums)
                for n, name in enumerate(MEASURES)
            },
        }
    )


def exchanged(cells: Any, before: Any, after: Any, recipes: Sequence[Recipe], tree: Tree) -> Any:
    """Return cells (Arrow, a cube without medians) after what some organisations say in a period was exchanged.

    ``before`` and ``after`` (Arrow, the columns of values): all that these say in the period, weights included.
    """
    was, now = _stored(before), _stored(after)
    shares = tree.ways_of({one.organisation for one in (*was, *now)})
    change = changes(was, now, recipes, lambda organisation, _: shares[organisation])
    return summed([cells, change_table(change).select(cells.column_names).cast(cells.schema)]) if change else cells


def _stored(table: Any) -> list[Stored]:
    names = ("organisation", "indicator", "period", "cell", "ticks", "state")
    return [
        Stored(organisation, indicator, period, cell, None if ticks is None else int(ticks), State.numbered(state))
        for organisation, indicator, period, cell, ticks, state in zip(
            *(table[name].to_pylist() for name in names), strict=True
        )
    ]


def _spread(
    values: Iterable[Stored], recipes: Sequence[Recipe], shares: Callable[[int, int], Mapping[int, int]]
) -> Iterable[tuple[Key, Cell]]:
    by_unit: dict[tuple[int, int, int], list[Stored]] = {}
    for one in values:
        by_unit.setdefault((one.organisation, one.indicator, one.period), []).append(one)
    ours = {one.indicator: one for one in recipes if one.adding is not Adding.MEDIAN}
    for (organisation, indicator, period), mine in by_unit.items():
        recipe = ours.get(indicator)
        if recipe is not None:
            weights = by_unit.get((organisation, -1 if recipe.weight is None else recipe.weight, period), [])
            cell = unit_cell(mine, recipe, weights)
            for node, share in shares(organisation, period).items():
                if recipe.adding is not Adding.NONE or node == organisation:
                    yield (indicator, period, node), _shared(cell, share)


def _shared(cell: Cell, share: int) -> Cell:
    return Cell(cell.numerator * share, cell.denominator * share, *cell.figures[2:])


def unit_cell(values: Sequence[Stored], recipe: Recipe, weights: Sequence[Stored] = ()) -> Cell:
    """Return what the values of one unit add to a figure, before shares.

    >>> unit_cell([Stored(1, 1, 1, 0, 30, State.REPORTED), Stored(1, 1, 1, 1, None, State.WITHHELD)],
    ...           Recipe(1, Adding.SUM))
    Cell(numerator=30, denominator=1, units=1, reported=1, not_reported=0, not_applicable=0, withheld=1)
    """
    by_cell = {one.cell: one.ticks for one in weights if one.ticks is not None}
    numerator = denominator = 0
    counts = dict.fromkeys(State, 0)
    for one in values:
        weight = by_cell.get(one.cell, by_cell.get(0)) if recipe.adding is Adding.WEIGHTED_MEAN else 1
        if one.ticks is None or weight is None:
            counts[State.NOT_REPORTED if one.ticks is not None else one.state] += 1
            continue
        counts[State.REPORTED] += 1
        numerator += int(one.ticks > 0) if recipe.adding is Adding.SHARE else one.ticks * weight
        denominator += weight
    return Cell(
        numerator, denominator, int(counts[State.REPORTED] > 0),
        counts[State.REPORTED], counts[State.NOT_REPORTED], counts[State.NOT_APPLICABLE], counts[State.WITHHELD],
    )  # fmt: skip
