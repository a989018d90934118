"""The cube says exactly what the oracle says, on any tree, in any order, after any change."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.measuring import naive, worlds
from xietong.measuring import (
    Adding,
    Aggregate,
    Cell,
    State,
    Stored,
    behind,
    change_table,
    changes,
    family,
    finish,
    patched,
    refreshed,
    roll_up,
    rolled_cells,
    to_table,
    touched,
)

TODAY = date(2025, 12, 31)


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    with worlds.duckdb() as opened:
        yield opened


def loaded(observations: Any) -> Any:
    return ibis.memtable(to_table(observations, worlds.NUMBERS))


def expected(world: worlds.World, day: date | None, hierarchy: str) -> dict[tuple[int, ...], Aggregate]:
    """Ask the oracle for every node, indicator and period."""
    found = {}
    for period in worlds.PERIODS:
        at = day or period.end
        ways = {
            one: naive.shares(one, hierarchy, at, world.memberships, world.successions)
            for one in dict.fromkeys(row.organisation for row in world.memberships)
            if naive.known_on(one, hierarchy, at, world.memberships, world.successions)
        }
        inner = {node for one, up in ways.items() for node in up if node != one}
        for node in inner:
            share_of = {one: up.get(node, Fraction(0)) for one, up in ways.items()}
            for indicator in worlds.INDICATORS:
                line = naive.roll_up(world.observations, indicator, node, period, share_of)
                if line is not None:
                    found[worlds.key(indicator.code, period, node)] = line
    return found


def as_said(cells: dict[tuple[int, ...], Cell]) -> dict[tuple[int, ...], Any]:
    recipes = {one.indicator: one for one in worlds.RECIPES}
    said = {}
    for key, cell in cells.items():
        one = finish(cell, recipes[key[0]])
        said[key] = (one.value, {
            "reported": one.reported, "not_reported": one.not_reported, "not_applicable": one.not_applicable,
            "withheld": one.withheld, "units": one.units,
        })  # fmt: skip
    return said


@pytest.mark.parametrize(
    ("day", "seed", "hierarchy"),
    [(None, 1, "admin"), (TODAY, 2, "groups")],
    ids=["by-the-hierarchy-of-the-day", "by-todays-groups"],
)
def test_every_figure_is_exactly_what_the_oracle_finds(
    backend: Any, seed: int, day: date | None, hierarchy: str
) -> None:
    forest = worlds.forest(seed)
    whole = worlds.together(forest)
    cube = roll_up(loaded(whole.observations), worlds.RECIPES, whole.trees(day, hierarchy))
    told = as_said(rolled_cells(backend.to_pyarrow(cube)))
    asked = [expected(one, day, hierarchy) for one in forest]
    assert told == {key: line for one in asked for key, line in one.items()}
    assert len(told) > 1000


def changed_world(whole: worlds.World, seed: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Say some things anew, take back nothing; give what was said later, and all that is in force then."""
    rng = Random(seed)  # noqa: S311 - nothing secret here
    later = {}
    for one in rng.sample(whole.observations, 60):
        said = worlds.said(rng, (one.indicator, one.organisation, one.period, one.dimensions))
        later[(one.indicator, one.organisation, one.period, one.dimensions)] = said
    now = {(one.indicator, one.organisation, one.period, one.dimensions): one for one in whole.observations} | later
    return tuple(later.values()), tuple(now.values())


# One of each kind: a weighted mean (told apart) with its weight, a sum, a median. Their SQL is what takes the time.
RECIPES = [
    one
    for one in worlds.RECIPES
    if worlds.INDICATORS[one.indicator].code in ("PUPILS_SEX", "SUM", "WEIGHTED_MEAN_SEX", "MEDIAN")
]


@pytest.mark.parametrize("kinds", [slice(None), slice(-1, None), slice(0, 2)])
def test_a_refreshed_cube_is_the_one_made_anew(backend: Any, kinds: slice) -> None:
    recipes = RECIPES[kinds]
    whole = worlds.together(worlds.forest(3))
    changed, now = changed_world(whole, 3)
    trees = whole.trees()
    old, new, late = (loaded(one) for one in (whole.observations, now, changed))
    cube = ibis.memtable(backend.to_pyarrow(roll_up(old, recipes, trees)))
    before, after = (touched(one, late, recipes) for one in (old, new))
    found = backend.to_pyarrow(refreshed(cube, before, after, new, recipes, trees))
    assert rolled_cells(found) == rolled_cells(backend.to_pyarrow(roll_up(new, recipes, trees)))


def stored(observations: Any) -> list[Stored]:
    rows = to_table(observations, worlds.NUMBERS).to_pylist()
    return [
        Stored(
            row["organisation"], row["indicator"], row["period"], row["cell"],
            None if row["ticks"] is None else int(row["ticks"]), State.numbered(row["state"]),
        )
        for row in rows
    ]  # fmt: skip


def plus(cells: dict[Any, Cell], more: dict[Any, Cell]) -> dict[Any, Cell]:
    found = {key: cells.get(key, Cell()) + more.get(key, Cell()) for key in cells.keys() | more.keys()}
    return {key: cell for key, cell in found.items() if cell != Cell()}


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), order=st.randoms(use_true_random=False))
def test_approving_in_bulk_is_approving_one_by_one_in_any_order(seed: int, order: Random) -> None:
    (world,) = worlds.forest(seed, many=1)
    tree = world.trees(TODAY)[0]
    related = family(worlds.RECIPES)

    def shares(organisation: int, _: int) -> dict[int, int]:
        return tree.shares(organisation)

    approved: list[Stored] = []
    cube: dict[Any, Cell] = {}
    coming = stored(world.observations)
    order.shuffle(coming)
    for one in coming:
        near = [
            other for other in approved
            if (other.organisation, other.period) == (one.organisation, one.period)
            and other.indicator in related[one.indicator]
        ]  # fmt: skip
        cube = plus(cube, changes(near, [*near, one], worlds.RECIPES, shares))
        approved.append(one)
    assert cube == changes([], coming, worlds.RECIPES, shares)


def test_the_few_additions_for_one_value_are_those_of_the_cube(backend: Any) -> None:
    whole = worlds.together(worlds.forest(4))
    trees = whole.trees(TODAY)
    sums = [one for one in worlds.RECIPES if one.adding is not Adding.MEDIAN]
    cube = rolled_cells(backend.to_pyarrow(roll_up(loaded(whole.observations), sums, trees)))
    kept = {one: trees[0].shares(one) for one in worlds.NUMBERS.organisations.values()}
    found = changes([], stored(whole.observations), sums, lambda one, _: kept[one])
    assert found == {key: cell for key, cell in cube.items() if cell != Cell()}
    assert rolled_cells(change_table(found)) == found
    back = ibis.memtable(change_table({key: -cell for key, cell in found.items()}))
    assert backend.to_pyarrow(patched(ibis.memtable(change_table(found)), back)).num_rows == 0


def test_every_number_says_which_values_made_it(backend: Any) -> None:
    whole = worlds.together(worlds.forest(5, many=3))
    tree = whole.trees(TODAY)[0]
    told = loaded(whole.observations)
    recipe = next(one for one in worlds.RECIPES if one.adding is Adding.SUM and one.told_apart)
    cube = rolled_cells(backend.to_pyarrow(roll_up(told, [recipe], [tree])))
    for (indicator, period, node), cell in list(cube.items())[:5]:
        rows = backend.to_pyarrow(behind(told, tree, node, indicator, period)).to_pylist()
        assert sum(int(row["ticks"] or 0) * row["share"] for row in rows) == cell.numerator
        assert sum(row["state"] == 0 for row in rows) == cell.reported
        assert len({row["organisation"] for row in rows if row["state"] == 0}) == cell.units
        girls = backend.to_pyarrow(behind(told, tree, node, indicator, period, cells=[1])).to_pylist()
        assert girls == [row for row in rows if row["cell"] == 1]


def test_categories_can_be_kept_or_picked(backend: Any) -> None:
    whole = worlds.together(worlds.forest(6))
    trees = whole.trees(TODAY)
    told = loaded(whole.observations)
    recipes = [one for one in worlds.RECIPES if one.told_apart and one.adding in (Adding.SUM, Adding.MEDIAN)]
    split = pa.table({"cell": pa.array([1, 2], pa.int32()), "category": pa.array([7, 8], pa.int32())})
    keys = ("indicator", "period", "node", "category")
    by = rolled_cells(backend.to_pyarrow(roll_up(told, recipes, trees, categories=split)), keys)
    girls = rolled_cells(backend.to_pyarrow(roll_up(told, recipes, trees, cells=[1])))
    assert {key[:3]: cell for key, cell in by.items() if key[3] == 7} == girls
    assert {key[3] for key in by} == {7, 8}
