"""Takes where the partitions of a plan lie; gives what was said in them, a period at a time, and the cube over them.

Up to ``MANY`` values a plan's submissions are read as they are: that is quicker than beginning an engine. Beyond, pages
read the columns of the periods and indicators they show, and sums over parties come from the cube.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import QuerySet

from xietong import measuring
from xietong.measuring import State
from xietong_web.audit.asking import asked
from xietong_web.drafting.models import Plan
from xietong_web.measuring.columns import standing_table
from xietong_web.measuring.cubes import PlanCube, plan_cube
from xietong_web.measuring.models import Partition
from xietong_web.measuring.partitions import coded
from xietong_web.measuring.storing import block_of

if TYPE_CHECKING:
    from xietong_web.measuring.values import Values

MANY = 5_000
Place = tuple[str, str]  # body, period


@dataclass(frozen=True, slots=True)
class Given:
    """What stands for one body and period in one data set."""

    submission: str
    data_set: str
    number: int
    confirmed: bool
    cells: Mapping[str, str]

    def says(self, keys: frozenset[str]) -> bool:
        """Tell whether it says anything of some cells."""
        return not keys.isdisjoint(self.cells)


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a partition's values lie."""

    period: str
    block: int
    data_set: str
    file: str
    values: int


def partitions_of(plan: Plan) -> list[Lying]:
    """Return the partitions of a plan, by period, block and form; one statement."""
    return [Lying(*row) for row in _lying(plan)]


@asked
def _lying(plan: Plan) -> QuerySet[Partition, tuple[Any, ...]]:
    ordered = Partition.objects.filter(data_set__plan=plan).order_by("period", "block", "data_set__made_at", "data_set")
    return ordered.values_list("period", "block", "data_set", "file", "values")


@dataclass(slots=True)
class HeldValues:
    """The partitions of a plan, read as they are asked for; ``codes`` are the filled-in indicators that are wanted,
    ``bodies`` those that are (None: all)."""

    partitions: Sequence[Lying]
    codes: frozenset[str]
    bodies: frozenset[str] | None = None
    _cubes: list[PlanCube | None] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)

    def cube(self, values: "Values") -> PlanCube | None:
        """Return the cube over the partitions, made when it is first asked for."""
        if not self._cubes:
            self._cubes.append(plan_cube(self.partitions, values))
        return self._cubes[0]

    def periods(self, data_sets: frozenset[str]) -> set[str]:
        """Return the periods of some forms that have a partition."""
        return {one.period for one in self.partitions if one.data_set in data_sets}

    def read(self, values: "Values", period: str) -> dict[Place, list[Given]]:
        """Return what was said for a period, the first time that it is asked for."""
        if period in self._read:
            return {}
        self._read.add(period)
        return self.said_by(values, period, self.bodies)

    def said_by(self, values: "Values", period: str, bodies: frozenset[str] | None) -> dict[Place, list[Given]]:
        """Return what some bodies (None: all) said for a period; only the blocks are read that they lie in."""
        found: dict[Place, list[Given]] = {}
        blocks = None if bodies is None else {block_of(values.bodies[code].pk) for code in bodies}
        for one in self.partitions:
            if one.period == period and (blocks is None or one.block in blocks):
                for body, given in _given(one, values, self.codes, bodies):
                    found.setdefault((body, period), []).append(given)
        return found


def _given(
    one: Lying, values: "Values", codes: frozenset[str], bodies: frozenset[str] | None
) -> list[tuple[str, Given]]:
    table = standing_table([one.file], confirmed=values.said == "confirmed")
    if bodies is not None:
        table = _named(table, "organisation", bodies)
    table = _named(table, "indicator", codes)
    names = ("submission", "organisation", "indicator", "cell")
    words = {name: coded(table[name]) for name in names}
    columns = [[word[at] for at in places.tolist()] for word, places in words.values()]
    others = (table[name].to_pylist() for name in ("number", "confirmed", "ticks", "state"))
    found: dict[str, tuple[str, Given]] = {}
    cells: dict[str, dict[str, str]] = {}
    for uid, body, code, key, number, confirmed, ticks, state in zip(*columns, *others, strict=True):
        if uid not in found:
            cells[uid] = {}
            found[uid] = (body, Given(uid, one.data_set, number, confirmed, cells[uid]))
        value = None if ticks is None else measuring.from_ticks(ticks, values.indicators[code].decimals)
        cells[uid][key] = measuring.entry_of(value, State.numbered(state))
    return list(found.values())


def _named(table: Any, name: str, wanted: frozenset[str]) -> Any:
    """Keep the rows in which a column has one of some words: looked up among the words, not row by row."""
    import pyarrow as pa

    words, place = coded(table[name])
    kept = np.array([word in wanted for word in words], bool)
    return table.filter(pa.array(kept[place] if len(place) else np.zeros(0, bool)))
