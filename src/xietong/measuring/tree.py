"""Takes a closure; gives two small tables by which millions of values roll up without a wide join.

Organisations that count in the same nodes with the same shares form a *bundle* (all schools of one county, say).
Values are added up per bundle first, and only these few sums are carried to the nodes above: each value is touched
once, however deep the tree and however many hierarchies.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xietong.measuring.cell import WHOLE
from xietong.measuring.hierarchy import Closure

Way = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tree:
    """A closure as columns of whole numbers, in force for some periods (empty: for all).

    ``members``: Arrow table (organisation, bundle). ``ways``: Arrow table (bundle, node, share, alone), share in 10⁻¹²;
    alone: no other bundle counts in the node, so there is nothing to add up.
    """

    periods: tuple[int, ...]
    members: Any
    ways: Any
    nodes: frozenset[int]

    @property
    def whole(self) -> bool:
        """Tell whether everybody counts wholly wherever it counts: nobody was split or stands under two parents."""
        import pyarrow.compute as pc

        return not pc.any(pc.not_equal(self.ways["share"], WHOLE)).as_py()

    def shares(self, organisation: int) -> dict[int, int]:
        """Return the nodes in which an organisation counts, with its share in 10⁻¹²."""
        return self.ways_of({organisation})[organisation]

    def ways_of(self, organisations: Collection[int]) -> dict[int, dict[int, int]]:
        """Return for every organisation the nodes in which it counts, with its share in 10⁻¹²."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(organisations), pa.int32())
        near = self.members.filter(pc.is_in(self.members["organisation"], value_set=wanted))
        bundles = dict(zip(near["organisation"].to_pylist(), near["bundle"].to_pylist(), strict=True))
        ways: dict[int, dict[int, int]] = {}
        for bundle, node, share in zip(
            *(self.ways[name].to_pylist() for name in ("bundle", "node", "share")), strict=True
        ):
            ways.setdefault(bundle, {})[node] = share
        return {one: ways.get(bundles.get(one, -1), {}) for one in organisations}


def tree_of(found: Closure, numbers: Mapping[str, int], periods: tuple[int, ...] = ()) -> Tree:
    """Return the tables of a closure; ``numbers`` gives every code its number in the store.

    Only nodes that something else counts in are nodes of the tree: the figure of a single school is its value.
    """
    inner = frozenset(link.ancestor for link in found.links if link.distance)
    ways: dict[int, list[Way]] = {}
    for link in found.links:
        if link.ancestor in inner:
            way = (numbers[link.ancestor], int(link.weight * WHOLE))
            ways.setdefault(numbers[link.organisation], []).append(way)
    return tree_of_ways(ways, periods)


def tree_of_ways(ways: Mapping[int, Iterable[Way]], periods: tuple[int, ...] = ()) -> Tree:
    """Return the tables of organisations with the nodes that each counts in: node, share in 10⁻¹².

    >>> tree_of_ways({1: [(9, WHOLE)], 2: [(9, WHOLE)]}).ways.to_pylist()
    [{'bundle': 0, 'node': 9, 'share': 1000000000000, 'alone': True}]
    """
    import pyarrow as pa

    bundles: dict[tuple[Way, ...], int] = {}
    members = [(one, bundles.setdefault(tuple(sorted(several)), len(bundles))) for one, several in ways.items()]
    lines = [(bundle, *way) for several, bundle in bundles.items() for way in several]
    many = Counter(line[1] for line in lines)
    return Tree(
        periods,
        pa.table({"organisation": _whole(members, 0), "bundle": _whole(members, 1)}),
        pa.table(
            {
                "bundle": _whole(lines, 0),
                "node": _whole(lines, 1),
                "share": pa.array([line[2] for line in lines], pa.int64()),
                "alone": pa.array([many[line[1]] == 1 for line in lines]),
            }
        ),
        frozenset(line[1] for line in lines),
    )


def merged(trees: Sequence[Tree]) -> Tree:
    """Return several trees as one: its ``members`` say for every period which bundle an organisation is in.

    A single tree for all periods comes back as it is. Trees over the same periods must have different nodes.
    """
    import pyarrow as pa

    if len(trees) == 1 and not trees[0].periods:
        return trees[0]
    members, ways, first = [], [], 0
    for tree in trees:
        moved = pa.array([one + first for one in tree.members["bundle"].to_pylist()], pa.int32())
        for period in tree.periods:
            at = pa.array([period] * len(moved), pa.int32())
            members.append(pa.table({"organisation": tree.members["organisation"], "period": at, "bundle": moved}))
        bundles = tree.ways["bundle"].to_pylist()
        ways.append(tree.ways.set_column(0, "bundle", pa.array([one + first for one in bundles], pa.int32())))
        first += 1 + max(bundles, default=0)
    periods = tuple(sorted({period for tree in trees for period in tree.periods}))
    nodes = frozenset(node for tree in trees for node in tree.nodes)
    return Tree(periods, pa.concat_tables(members), pa.concat_tables(ways), nodes)


def _whole(rows: list[Any], column: int) -> Any:
    import pyarrow as pa

    return pa.array([row[column] for row in rows], pa.int32())
