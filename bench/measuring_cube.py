"""Times the cube at growing sizes: load, full cube, one indicator, one county, drill, refresh, beside two peers.

    python -m bench.measuring_cube [--units 4000 40000] [--peers 4000] [--pandas 4000] [--json var/cube.json] [--folder DIR]

200 indicators × 10 periods at every unit (``--sparse`` units: a tenth of that), fixed seed, five levels. Peers, where the
size is not above ``--peers``: PostgreSQL with one wide table (a column per level, the usual indexes), and pandas where
it is not above ``--pandas``, for it holds everything in memory. What they answer is checked against ours before anything
is timed. Ours runs within 3 GB and two threads. The roll-up that
peers are asked for is sums and counts of 160 indicators in all periods at all four levels, in one statement (grouping
sets), and so is ours of that name; the full cube has means, medians and all states besides.
"""

import argparse
import gc
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from bench.measuring_peers import ALL, SUMS, pandas_lines, postgres_lines
from bench.measuring_units import INDICATORS, PERIODS, SEED, Country, recipes
from xietong.measuring import (
    PACKED,
    Adding,
    KeptCube,
    Recipe,
    State,
    Stored,
    Tree,
    behind,
    change_table,
    changes,
    figures,
    packed_order,
    small_tables,
    touched,
    written_roll_up,
)

Line = dict[str, Any]
AT_ONCE = 10_000_000
BESIDE_POSTGRES = 20  # times as fast on roll-ups, aimed at
GOALS = {  # milliseconds at the 95th percentile (or once); of memory megabytes
    "one indicator, all nodes and periods": 100,
    "all indicators of one county": 100,
    "full cube, all levels": 8000,
    "refresh after 1,000 changed values": 1000,
    "which values made this number": 200,
    "one approved value reaches the root": 50,
    "peak memory (MB)": 4096,
}


def rounds(work: Callable[[int], Any], times: int, note: str = "") -> tuple[float, float, str]:
    """Return median, 95th percentile (ms) and a note with the processor time, of so many calls after one to warm up."""
    work(0)
    spent, busy = [], time.process_time()
    for number in range(1, times + 1):
        began = time.perf_counter()
        work(number)
        spent.append((time.perf_counter() - began) * 1000)
    busy = (time.process_time() - busy) * 1000 / times
    p95 = sorted(spent)[max(0, round(0.95 * times) - 1)]
    return statistics.median(spent), p95, f"{note}; {busy:.1f} ms of processor each"


def line(name: str, size: int, p50: float, p95: float | None = None, note: str = "") -> Line:
    """Make a line of the bench's form, and show it."""
    goal = size / 1000 if name == "load" else GOALS.get(name)  # a million values a second are loaded
    found = {"name": name, "size": size, "database": "duckdb", "p50_ms": round(p50, 2),
             "p95_ms": None if p95 is None else round(p95, 2), "goal": goal,
             "met": None if goal is None else (p50 if p95 is None else p95) <= goal, "note": note}  # fmt: skip
    print(json.dumps(found, ensure_ascii=False), flush=True)
    return found


def stored(table: pa.Table) -> list[Stored]:
    """Give rows as the engine's values."""
    columns = [table[name].to_pylist() for name in ("organisation", "indicator", "period", "cell", "ticks", "state")]
    return [
        Stored(o, i, p, c, None if t is None else int(t), State.numbered(s))
        for o, i, p, c, t, s in zip(*columns, strict=True)
    ]


class Run:
    """One size: its country, its partitions, its open engine."""

    def __init__(self, country: Country, folder: Path) -> None:
        import ibis

        self.country, self.folder = country, folder
        self.size = 0
        self.backend = ibis.duckdb.connect(threads=2, memory_limit="3GB", temp_directory=str(folder))
        self.tree: Tree = country.tree()
        self.recipes = recipes()
        self.rng = np.random.default_rng(SEED)

    @cached_property
    def values(self) -> Any:
        return self.backend.read_parquet(str(self.folder / "packed-*.parquet"))

    @cached_property
    def cube(self) -> KeptCube:
        """The cube as it lies in its file, which is in the order of indicator, node and period."""
        return KeptCube.of(pq.read_table(self.folder / "cube.parquet"))

    def put(self, recipes: tuple[Recipe, ...]) -> None:
        """Put the small tables beside the values under their names."""
        for name, table in small_tables(recipes, [self.tree]).items():
            self.backend.con.register("given", table)
            self.backend.con.sql(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")

    def rolled(self, files: list[str], recipes: tuple[Recipe, ...]) -> pa.Table:
        """Run the roll-up that was written once over other files.

        Of one file DuckDB knows the least and the greatest of each column, of a list of files it does not: told so, it
        finds a unit's bundle by its place instead of by hashing (a fifth of the time with half a million units).
        """
        scans = " UNION ALL ".join(f"SELECT * FROM read_parquet('{one}')" for one in files)
        self.backend.con.sql(f"CREATE OR REPLACE TEMP VIEW measured AS {scans}")
        return self.backend.con.sql(written_roll_up(recipes, whole=self.tree.whole)).to_arrow_table()

    def lines(self) -> Iterator[Line]:
        yield self.load()
        yield self.sums()
        yield self.full()
        gc.collect()
        gc.freeze()  # as the served site does: what was laid here is not looked at with every collection
        yield from self.questions()
        yield from self.changing()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield line("peak memory (MB)", self.size, peak, note="of this process, generator included")

    def load(self) -> Line:
        """Sort and write all periods as packed partitions; the generator's time is left out.

        Put under a name and taken back, not as ``ibis.memtable``, which keeps every table that it was ever given.
        """
        spent, busy = 0.0, 0.0
        for period, table in self.country.values():
            began, began_busy = time.perf_counter(), time.process_time()
            self.backend.con.register("loaded", table)
            ordered = packed_order(self.backend.table("loaded"))
            self.backend.to_parquet(ordered, str(self.folder / f"packed-{period}.parquet"), **PACKED)
            self.backend.con.unregister("loaded")
            spent, busy = spent + time.perf_counter() - began, busy + time.process_time() - began_busy
            self.size += table.num_rows
        return line(
            "load", self.size, spent * 1000, note=f"{self.size / spent:,.0f} values/s; {busy:.1f} processor seconds"
        )

    def whole(self, recipes: tuple[Recipe, ...]) -> pa.Table:
        """Roll everything up, a way of adding up after the other, so many values at a time that the groups stay near."""
        found = []
        self.put(recipes)
        for adding in {one.adding: None for one in recipes}:
            ours = tuple(one for one in recipes if one.adding is adding)
            deep = max(1, AT_ONCE * len(PERIODS) * INDICATORS // (self.size * len(ours)))
            batches = [PERIODS[n : n + deep] for n in range(0, len(PERIODS), deep)]
            lists = [[str(self.folder / f"packed-{one}.parquet") for one in batch] for batch in batches]
            found += [self.rolled(files, ours) for files in lists]
        return pa.concat_tables(found)

    def sums(self) -> Line:
        """Ask what the peers are asked: the sums and counts of 160 indicators at every level; the better of two."""
        spent, busy, rows = [], 0.0, 0
        for _ in range(2):
            began, busy = time.perf_counter(), time.process_time()
            rows = self.whole(tuple(self.recipes[:SUMS])).num_rows
            spent.append((time.perf_counter() - began) * 1000)
            busy = time.process_time() - busy
        return line(ALL, self.size, min(spent), note=f"{rows:,} cells; at first, with the SQL written, {spent[0]:,.0f} ms; {busy:.1f} processor seconds")  # fmt: skip

    def full(self) -> Line:
        """Make the whole cube, put it in order and write it."""
        began, busy = time.perf_counter(), time.process_time()
        kept = KeptCube.of(self.whole(tuple(self.recipes)))
        pq.write_table(kept.cells, self.folder / "cube.parquet", compression="zstd")
        spent, busy = time.perf_counter() - began, time.process_time() - busy
        return line("full cube, all levels", self.size, spent * 1000, note=f"{len(kept.key):,} cells; 160 sums, 20 means, 10 shares, 8 weighted means, 2 medians; written as Parquet; {busy:.1f} processor seconds")  # fmt: skip

    def questions(self) -> Iterator[Line]:
        """Ask what pages ask."""
        county = self.country.units
        kinds = {one.indicator: one for one in self.recipes}

        def indicator(number: int) -> None:
            figures(self.cube.indicator(number * 7 % INDICATORS), kinds)

        def place(number: int) -> None:
            figures(self.cube.node(county + number), kinds)

        def unprepared(number: int) -> None:
            asked = (self.recipes[number * 7 % 160],)
            self.put(asked)
            self.rolled([str(self.folder / f"packed-{one}.parquet") for one in PERIODS], asked)

        def drill(node: int) -> Callable[[int], None]:
            return lambda number: self.backend.to_pyarrow(
                behind(self.values, self.tree, node, number * 7 % INDICATORS, PERIODS[number % 10])
            )

        yield line(
            "one indicator, all nodes and periods", self.size, *rounds(indicator, 20, "from the kept cube, finished")
        )
        yield line(
            "one indicator, nothing kept",
            self.size,
            *rounds(unprepared, 5, "from the values, its SQL written anew each time"),
        )
        yield line(
            "all indicators of one county", self.size, *rounds(place, 20, "from the kept cube, all periods, finished")
        )
        yield line("which values made this number", self.size, *rounds(drill(county + 7), 10, "a county's cell"))
        root = max(self.tree.nodes)
        yield line("which values made this number", self.size, *rounds(drill(root), 5, "the root's cell"))

    def changed(self, units: np.ndarray, indicators: np.ndarray, periods: np.ndarray) -> pa.Table:
        """Make changed values for so many keys."""
        keys = {tuple(one) for one in np.column_stack([units, indicators, periods]).tolist()}
        columns = list(zip(*sorted(keys), strict=True))
        many = len(keys)
        return pa.table(
            {
                **{name: pa.array(column, pa.int32()) for name, column in zip(("organisation", "indicator", "period"), columns, strict=True)},
                "cell": pa.array([0] * many, pa.int32()),
                "ticks": pa.array(list(range(many)), pa.int32()).cast(pa.decimal128(18, 0)),
                "state": pa.array([0] * many, pa.int8()),
            }
        )  # fmt: skip

    def changing(self) -> Iterator[Line]:
        """Change a thousand values of twenty units that hand in anew, then anywhere; then one value."""
        import ibis

        units = self.country.units
        first = int(self.rng.integers(0, units - 20))
        handed = self.changed(
            np.repeat(np.arange(first, first + 20), 50), np.tile(np.arange(100, 150), 20), np.full(1000, PERIODS[9])
        )
        anywhere = self.changed(
            self.rng.integers(0, units, 1000), self.rng.integers(0, 190, 1000), self.rng.choice(PERIODS, 1000)
        )
        sums = [one for one in self.recipes if one.adding is not Adding.MEDIAN]

        def refresh(table: pa.Table, before: pa.Table) -> None:
            was, now = stored(before), stored(table)
            said = {(one.organisation, one.indicator, one.period) for one in now}
            weights = [one for one in was if (one.organisation, one.indicator, one.period) not in said]
            shares = self.tree.ways_of({one.organisation for one in now})
            found = changes(was, [*now, *weights], sums, lambda organisation, _: shares[organisation])
            kept = self.cube.changed(change_table(found))
            pq.write_table(kept.cells, self.folder / "refreshed.parquet", compression="zstd")

        def narrow(table: pa.Table) -> pa.Table:
            low, high = (
                int(x.as_py()) for x in (pa.compute.min(table["organisation"]), pa.compute.max(table["organisation"]))
            )
            values = self.backend.read_parquet(str(self.folder / f"packed-{PERIODS[9]}.parquet"))
            near = values.filter(values.organisation.between(low, high))
            return self.backend.to_pyarrow(touched(near, ibis.memtable(table), sums))

        began, busy = time.perf_counter(), time.process_time()
        before = narrow(handed)
        refresh(handed, before)
        busy = time.process_time() - busy
        yield line("refresh after 1,000 changed values", self.size, (time.perf_counter() - began) * 1000, note=f"20 units hand in anew; what stood before is looked up; {busy:.2f} processor seconds")  # fmt: skip
        began = time.perf_counter()
        before = self.backend.to_pyarrow(touched(self.values, ibis.memtable(anywhere), sums))
        looked_up = time.perf_counter() - began
        began, busy = time.perf_counter(), time.process_time()
        refresh(anywhere, before)
        busy = time.process_time() - busy
        yield line("refresh after 1,000 changed values", self.size, (time.perf_counter() - began) * 1000, note=f"anywhere; what stood before at hand (else {looked_up * 1000:,.0f} ms to find it); {busy:.2f} processor seconds")  # fmt: skip
        yield self.one_value()

    def one_value(self) -> Line:
        """Carry one approved value to the root of a cube held in memory."""
        recipe, shares = self.recipes[3], self.tree.shares(5)
        held = [self.cube]

        def approve(number: int) -> None:
            old = Stored(5, recipe.indicator, PERIODS[0], 0, number, State.REPORTED)
            new = Stored(5, recipe.indicator, PERIODS[0], 0, number + 1, State.REPORTED)
            held[0] = held[0].changed(change_table(changes([old], [new], [recipe], lambda *_: shares)))

        return line("one approved value reaches the root", self.size, *rounds(approve, 20, "in a cube held in memory; through the site's acts: bench.results_framework"))  # fmt: skip


def main() -> None:
    """Run all sizes."""
    parser = argparse.ArgumentParser(prog="python -m bench.measuring_cube", description=__doc__)
    parser.add_argument("--units", type=int, nargs="*", default=[4000])
    parser.add_argument("--sparse", type=int, nargs="*", default=[])
    parser.add_argument("--peers", type=int, default=4000)
    parser.add_argument("--pandas", type=int, default=4000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    found: list[Line] = []
    for units, density in [*((one, 1.0) for one in given.units), *((one, 0.1) for one in given.sparse)]:
        with tempfile.TemporaryDirectory(prefix="xietong-cube-", dir=given.folder) as name:
            run = Run(Country(units, density), Path(name))
            found += run.lines()
            for peer, largest in ((pandas_lines, given.pandas), (postgres_lines, given.peers)):
                if units <= min(largest, given.peers) and density == 1:
                    found += [_beside(one, found, run.size) for one in peer(run.country, Path(name), run.backend)]
            run.backend.disconnect()
        if given.json:
            given.json.parent.mkdir(parents=True, exist_ok=True)
            given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _beside(theirs: Line, found: list[Line], size: int) -> Line:
    """Put a peer's figure beside ours of the same name."""
    ours = next(one for one in found if one["name"] == theirs["name"] and one["size"] == size)
    told = {**ours, **theirs, "ratio": round(theirs["peer_p50_ms"] / ours["p50_ms"], 1)}
    if theirs["peer"].startswith("PostgreSQL"):
        told |= {"goal": BESIDE_POSTGRES, "met": told["ratio"] >= BESIDE_POSTGRES}
    print(json.dumps(told, ensure_ascii=False), flush=True)
    return told


if __name__ == "__main__":
    main()
