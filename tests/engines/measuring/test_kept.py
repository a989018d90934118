"""A kept cube answers what the cube holds, to the last digit, and takes changes as if it had been made anew."""

from collections.abc import Iterator
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.measuring import worlds
from tests.engines.measuring.test_cube import TODAY, loaded, stored
from xietong.measuring import (
    Adding,
    Cell,
    KeptCube,
    State,
    Stored,
    aggregates,
    change_table,
    changes,
    exchanged,
    figures,
    finish,
    roll_up,
    rolled_cells,
    small_tables,
    to_table,
    written_roll_up,
)

KINDS = {one.indicator: one for one in worlds.RECIPES}
# Every second one: each way of adding up once, half of them told apart. Their SQL is what takes the time.
RECIPES = tuple(one for n, one in enumerate(worlds.RECIPES[2:]) if n % 4 in (0, 3))


SUMS = [one for one in worlds.RECIPES if one.adding is not Adding.MEDIAN]


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    with worlds.duckdb() as opened:
        yield opened


@pytest.fixture(scope="module")
def cells(backend: Any) -> Any:
    whole = worlds.together(worlds.forest(7))
    return backend.to_pyarrow(roll_up(loaded(whole.observations), RECIPES, whole.trees()))


def test_every_indicator_node_and_cell_is_found_by_its_place(cells: Any) -> None:
    kept, told = KeptCube.of(cells), rolled_cells(cells)
    for indicator in {key[0] for key in told}:
        near = {key: cell for key, cell in told.items() if key[0] == indicator}
        assert rolled_cells(kept.indicator(indicator)) == near
    for node in {key[2] for key in told}:
        assert rolled_cells(kept.node(node)) == {key: cell for key, cell in told.items() if key[2] == node}
    assert all(kept.cell(*key) == cell for key, cell in list(told.items())[:200])
    key = next(iter(told))
    assert kept.cell(key[0], 1, key[2]) is None
    assert kept.cell(10**6, key[1], key[2]) is None
    assert kept.indicator(10**6).num_rows == kept.node(-1).num_rows == 0
    absent = set(told) ^ {(i, p, n) for i in kept.known[0] for p in kept.known[2] for n in kept.known[1]}
    assert all(kept.cell(*(int(one) for one in key)) is None for key in sorted(absent)[-20:])


def test_columns_are_finished_as_cells_are_one_by_one(cells: Any) -> None:
    told = {key: finish(cell, KINDS[key[0]]) for key, cell in rolled_cells(cells).items()}
    assert aggregates(cells, KINDS) == told
    found = figures(cells, KINDS)
    assert {(i, p, n): value for i, n, p, value in found} == {key: one.value for key, one in told.items()}
    assert found.counts[0].tolist() == [one.units for one in told.values()]
    assert figures(cells.slice(0, 0), KINDS).values == []


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_cube_is_the_one_made_anew(cells: Any, seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - nothing secret here
    kept, told = KeptCube.of(cells), rolled_cells(cells)
    keys = rng.sample(sorted(told), 40)
    change = {key: -told[key] for key in keys[:20]} | {key: Cell(rng.randint(-9, 9), 1, 1, 1) for key in keys[20:]}
    if seed == 2:
        change[10**6, 2025200, 1] = Cell(1, 1, 1, 1)
    if seed == 3:  # no line comes and none goes
        change = {key: Cell(rng.randint(-9, 9), 1, 1, 1) for key in keys}
    expected = {key: told.get(key, Cell()) + change.get(key, Cell()) for key in told.keys() | change.keys()}
    expected = {key: cell for key, cell in expected.items() if any(cell.figures[3:])}
    again = kept.changed(change_table(change))
    assert rolled_cells(again.cells) == expected
    assert rolled_cells(again.indicator(keys[30][0])) == {k: c for k, c in expected.items() if k[0] == keys[30][0]}
    assert list(again.key) == sorted(again.key)


@pytest.mark.parametrize("day", [None, TODAY], ids=["by-the-hierarchy-of-the-day", "by-todays"])
def test_the_roll_up_written_once_finds_what_the_expression_finds(backend: Any, day: Any) -> None:
    whole = worlds.together(worlds.forest(8))
    trees, recipes = whole.trees(day), RECIPES[:2] if day else RECIPES[2:]
    names = {"measured": to_table(whole.observations, worlds.NUMBERS), **small_tables(recipes, trees)}
    for name, table in names.items():
        backend.con.register(name, table)
    written = backend.con.sql(
        written_roll_up(recipes, dated=day is None, whole=all(one.whole for one in trees))
    ).to_arrow_table()
    expected = backend.to_pyarrow(roll_up(ibis.memtable(names["measured"]), recipes, trees))
    assert rolled_cells(written) == rolled_cells(expected)
    assert written.schema.types == expected.schema.types


def test_changes_kept_one_by_one_are_those_kept_at_once() -> None:
    (world,) = worlds.forest(9, many=1)
    tree = world.trees(TODAY)[0]
    sums = [one for one in worlds.RECIPES if one.adding is not Adding.MEDIAN and one.weight is None]
    cube = KeptCube.of(pa.concat_tables([change_table({(0, 1, 1): Cell(0, 0, 1, 1)})]))
    told = stored(world.observations)
    for one in told:
        before = [x for x in told[: told.index(one)] if (x.organisation, x.indicator, x.period) == (one.organisation, one.indicator, one.period)]  # fmt: skip
        cube = cube.changed(change_table(changes(before, [*before, one], sums, lambda o, _: tree.shares(o))))
    expected = changes([], told, sums, lambda o, _: tree.shares(o))
    assert {k: c for k, c in rolled_cells(cube.cells).items() if k != (0, 1, 1)} == expected


def said_by_some(table: Any, rng: Random) -> Any:
    """Keep some of the rows; of a few, say that nothing was reported."""
    gone = {row["organisation"] for row in table.to_pylist() if rng.random() < 0.2}
    rows = [row for row in table.to_pylist() if row["organisation"] not in gone or rng.random() < 0.7]
    silent = [{**row, "ticks": None, "state": State.NOT_REPORTED.number} for row in rows]
    kept = [other if rng.random() < 0.1 else one for one, other in zip(rows, silent, strict=True)]
    rng.shuffle(kept)
    return pa.Table.from_pylist(kept, table.schema)


def cells_of(table: Any, tree: Any) -> Any:
    told = [Stored(**{**row, "state": State.numbered(row["state"])}) for row in table.to_pylist()]
    return change_table(changes([], told, SUMS, lambda one, _: tree.shares(one)))


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_cells_follow_the_organisations_that_say_something_else(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - nothing secret here
    (world,) = worlds.forest(seed, many=1)
    tree = world.trees(TODAY)[0]
    whole = to_table(world.observations, worlds.NUMBERS)
    table = whole.filter(pc.equal(whole["period"], whole["period"][0]))
    before, after = said_by_some(table, rng), said_by_some(table, rng)
    found = exchanged(cells_of(before, tree), before, after, SUMS, tree)
    assert rolled_cells(found) == rolled_cells(cells_of(after, tree))
    assert exchanged(found, after, after, SUMS, tree) is found
