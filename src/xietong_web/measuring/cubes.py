"""Takes a plan's values; gives its cube: every filled-in indicator over every party, from the Parquet partitions.

The engine's roll-up runs (on DuckDB, or the cluster of ``XIETONG_ANALYTICS``) over one period and block of bodies at a
time. What it found is kept for as long as the partitions, the definitions and the bodies are the same: after one
acceptance one block is added up anew. Whole numbers throughout: the same figures as value by value, to the last digit.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import Adding, Cell, KeptCube, Recipe, Reference, Tree
from xietong_web.measuring import partitions
from xietong_web.measuring.analytics import opened
from xietong_web.measuring.columns import Series, measured, series_of, standing_table, unlike

if TYPE_CHECKING:
    from xietong_web.measuring.holding import Lying
    from xietong_web.measuring.values import Values

KEPT = 2048  # cells of a block over the parties: some kilobytes each
LATELY = 1_000_000  # values of the blocks added up last, kept to tell what has changed in them since: some 40 MB
FEW = 64  # bodies whose values are added up one by one; of more the tables are quicker
Block = tuple[str, int]  # period, block of bodies
_kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
_lately: OrderedDict[tuple[str, str, int], tuple[Any, Any]] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Drop every cube, and every partition, that is kept in memory."""
    with _lock:
        _kept.clear()
        _lately.clear()
    partitions.lately.forget()


@dataclass(frozen=True, slots=True)
class PlanCube:
    """The sums of a plan's filled-in indicators; ``nodes`` are the numbers of the parties (empty: all together)."""

    cube: KeptCube
    series: Series
    nodes: Mapping[str, int]

    def cell(self, asked: Reference, period: str, party: str) -> Cell | None:
        """Return the sums behind a figure; None where nobody said anything."""
        return self._at(self.series.numbers[Reference(asked.code, asked.filters)], period, party)

    def bodies(self, asked: Reference, period: str, party: str) -> Cell:
        """Return how many bodies are in which state; one that said nothing is in none."""
        number = self.series.numbers[Reference(asked.code, asked.filters)]
        return self._at(self.series.bodies_of(number), period, party) or Cell()

    def recipe(self, asked: Reference) -> Recipe:
        """Return how an asked series is added up."""
        number = self.series.numbers[Reference(asked.code, asked.filters)]
        return next(one for one in self.series.recipes if one.indicator == number)

    def holds(self, asked: Reference) -> bool:
        """Tell whether a figure is in it."""
        return Reference(asked.code, asked.filters) in self.series.numbers

    def _at(self, number: int, period: str, party: str) -> Cell | None:
        return self.cube.cell(number, measuring.period_number(Period.from_code(period)), self.nodes[party])

    def periods(self, codes: Iterable[str]) -> set[str]:
        """Return the periods in which anything was said about any of the indicators."""
        found: set[int] = set()
        for number in (self.series.numbers.get(Reference(code)) for code in codes):
            if number is not None:
                found |= set(self.cube.indicator(number)["period"].to_pylist())
        return {measuring.numbered_period(one).code for one in found}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan's cube is made with: its series, its tree, the parties' nodes, and a digest of all of it."""

    series: Series
    tree: Tree
    nodes: Mapping[str, int]
    shape: str

    @classmethod
    def of(cls, values: "Values") -> "Ground":
        """Return the ground that the values' frame gives; made once for a frame."""
        known, name = values.frame.grounds, f"{values.said} {settings.ANALYTICS}"
        if name not in known:
            series, (tree, nodes) = series_of(values.added), _tree(values)
            known[name] = cls(series, tree, nodes, _digest(name, series, sorted(nodes), tree))
        return known[name]


def plan_cube(lying: Sequence["Lying"], values: "Values") -> PlanCube | None:
    """Return the cube over partitions, or None where there is nothing to add up; only new blocks are added up."""
    blocks: dict[Block, list[str]] = {}
    for row in lying:
        blocks.setdefault((row.period, row.block), []).append(row.file)
    ground = Ground.of(values)
    if not blocks or not ground.series.recipes:
        return None
    files = tuple(file for several in blocks.values() for file in several)
    key = ("whole", ground.shape)
    with _lock:
        held = _kept.get(key)
    if held is None or held[0] != files:
        held = (files, _whole(blocks, _Rolling(values, ground)))
        with _lock:
            _kept[key] = held  # the one before goes: parts are kept, and putting them together is cheap
    return PlanCube(held[1], ground.series, ground.nodes)


def made(key: tuple[str, ...], make: Callable[[], Any]) -> Any:
    """Return what is kept under a key, made where it is not; the oldest go."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = make()
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


@dataclass(frozen=True, slots=True)
class _Rolling:
    """What the roll-ups of a plan's blocks share."""

    values: "Values"
    ground: Ground

    def block(self, at: Block, files: Sequence[str], recipes: tuple[Recipe, ...]) -> Any:
        """Return the cells of a block (Arrow): where a few bodies have said something since, only theirs are new."""
        return made(("block", self.ground.shape, *files), lambda: self._block(at, files, recipes))

    def _block(self, at: Block, files: Sequence[str], recipes: tuple[Recipe, ...]) -> Any:
        key, table = (self.ground.shape, *at), self._standing(files)
        with _lock:
            before = _lately.get(key)
        cells = self._exchanged(*before, table, recipes) if before else None
        if cells is None:
            cells = self._rolled(table, recipes)
        with _lock:
            _lately.pop(key, None)
            _lately[key] = (table, cells)
            while len(_lately) > 1 and sum(one.num_rows for one, _ in _lately.values()) > LATELY:
                _lately.popitem(last=False)
        return cells

    def _exchanged(self, before: Any, cells: Any, after: Any, recipes: tuple[Recipe, ...]) -> Any:
        """Return the cells of a table from those of the one before; None where too much differs."""
        was, now, many = unlike(before, after)
        if many > FEW:
            return None
        if not many:
            return cells
        old, new = (measured(one, self.values, self.ground.series) for one in (was, now))
        return measuring.exchanged(cells, old, new, recipes, self.ground.tree)

    def period(self, files: Sequence[str], recipes: tuple[Recipe, ...]) -> Any:
        """Return the cells of medians (Arrow): those of a whole period."""
        return made(("period", self.ground.shape, *files), lambda: self._rolled(self._standing(files), recipes))

    def _standing(self, files: Sequence[str]) -> Any:
        return standing_table(files, confirmed=self.values.said == "confirmed")

    def _rolled(self, standing: Any, recipes: tuple[Recipe, ...]) -> Any:
        table = measured(standing, self.values, self.ground.series)
        tables = {"measured": table, **measuring.small_tables(recipes, [self.ground.tree])}
        whole = self.ground.tree.whole
        with opened() as engine:
            return engine.ask(measuring.written_roll_up(recipes, whole=whole, dialect=engine.dialect), tables)


def _whole(blocks: Mapping[Block, Sequence[str]], rolling: _Rolling) -> KeptCube:
    """Put the cells of all blocks together; medians are those of a whole period."""
    recipes = rolling.ground.series.recipes
    sums = tuple(one for one in recipes if one.adding is not Adding.MEDIAN)
    medians = tuple(one for one in recipes if one.adding is Adding.MEDIAN)
    found = [rolling.block(at, files, sums) for at, files in blocks.items()] if sums else []
    if medians:
        periods: dict[str, list[str]] = {}
        for (period, _), files in blocks.items():
            periods.setdefault(period, []).extend(files)
        found += [rolling.period(files, medians) for files in periods.values()]
    return KeptCube.of_sums(found)


def _tree(values: "Values") -> tuple[Tree, dict[str, int]]:
    """Give every body its ways to its party and to all together: its heirs' where it is gone."""
    parties = sorted({body.party for body in values.bodies.values()})
    nodes = {"": -1, **{party: -2 - n for n, party in enumerate(parties)}}
    every: dict[int, tuple[tuple[int, int], ...]]
    own = {party: ((nodes[party], measuring.WHOLE), (-1, measuring.WHOLE)) for party in parties}
    every = {body.pk: own[body.party] for body in values.bodies.values()}
    for gone, heirs in values.lineage.became.items():
        ways: dict[int, int] = {}
        for heir, share in heirs.items():
            for node in (-1, nodes[values.bodies[heir].party]):
                ways[node] = ways.get(node, 0) + share
        every[values.bodies[gone].pk] = tuple(ways.items())
    return measuring.tree_of_ways(every), nodes


def _digest(name: str, series: Series, nodes: Sequence[str], tree: Tree) -> str:
    told = hashlib.sha256(repr((name, series.text, nodes)).encode())
    for table in (tree.members, tree.ways):
        for column in table.columns:
            told.update(column.combine_chunks().to_numpy(zero_copy_only=False).tobytes())
    return told.hexdigest()


def figures_of(found: PlanCube) -> dict[tuple[str, str, str], measuring.Aggregate]:
    """Return all figures of a cube by indicator, period and party (empty: all together), as far as there are any."""
    codes = {number: asked.code for asked, number in found.series.numbers.items() if not asked.filters}
    recipes = {one.indicator: one for one in found.series.recipes}
    parties = {number: party for party, number in found.nodes.items()}
    return {
        (codes[indicator], measuring.numbered_period(period).code, parties[node]): figure
        for (indicator, period, node), figure in measuring.aggregates(found.cube.cells, recipes).items()
        if indicator in codes
    }
