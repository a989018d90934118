"""Takes nodes; tells which item a place belongs to, and gives items with what was found in their parts of the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from sys import maxsize
from typing import TypeVar

from xietong.basics import Span
from xietong.documents.belonging import Belonging
from xietong.documents.draft import Deadline, DraftBasis, DraftItem, DraftTarget, Unit
from xietong.documents.nodes import Node
from xietong.documents.passage import Passage

_NEAR = 13  # reaches that begin before a place and are looked at
Found = TypeVar("Found", Unit, Deadline, DraftTarget, DraftBasis)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the finders found in a passage, in document order, each with the item it belongs to."""

    units: tuple[Unit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    basis: tuple[DraftBasis, ...] = ()


class Owners:
    """Tells which item a place in the text belongs to."""

    def __init__(self, nodes: Sequence[Node], labels: Iterable[Belonging]) -> None:
        reaches = [(node.reach.start, node.reach.end, node.id) for node in nodes]
        reaches.extend([(cell.start, cell.end, node.id) for node in nodes for cell in node.cells])
        reaches.extend([(label.span.start, label.span.end, label.owner.id) for label in labels])
        reaches.sort()
        self._starts = [*[start for start, _, _ in reaches], maxsize]
        self._reaches = reaches
        # Mostly of the reach of what was found before it: up to where the next begins, or this one ends.
        self._low = self._high = self._end = 0
        self._item: str | None = None

    def of(self, span: Span) -> str | None:
        """Return the id of the narrowest item near by whose reach covers the span."""
        first, last = span
        if not (self._low <= first < self._high and last <= self._end):
            self._seek(first, last)
        return self._item

    def _seek(self, first: int, last: int) -> None:
        place = bisect_right(self._starts, first) - 1
        least, self._end, self._item = maxsize, 0, None
        for near in range(place, max(-1, place - _NEAR), -1):
            start, end, name = self._reaches[near]
            if last - start >= least:
                break  # this one and all before it begin so early that they are wider
            if end >= last and end - start < least:
                least, self._end, self._item = end - start, end, name
        self._low, self._high = last, self._starts[place + 1]


def items_of(passage: Passage, nodes: Sequence[Node], findings: Findings) -> tuple[DraftItem, ...]:
    """Turn nodes into items that carry what belongs to them."""
    text = passage.text
    units, deadlines = _by_item(findings.units), _by_item(findings.deadlines)
    if any(node.shared for node in nodes):
        _share(nodes, units, findings.units)
        _share(nodes, deadlines, findings.deadlines)
    targets, basis = _by_item(findings.targets), _by_item(findings.basis)
    return tuple(
        [
            DraftItem(
                node.id,
                node.parent.id if node.parent is not None else None,
                node.kind,
                node.number,
                node.title,
                text[node.span.start : node.span.end],
                node.span,
                node.heading.id if node.heading is not None else _heading_of(node),
                tuple(units.get(node.id, ())),
                tuple(deadlines.get(node.id, ())),
                tuple(targets.get(node.id, ())),
                tuple(basis.get(node.id, ())),
                node.confidence,
            )
            for node in nodes
        ]
    )


def _share(nodes: Iterable[Node], by_item: dict[str, Sequence[Found]], found: Sequence[Found]) -> None:
    """Give items what stands in cells and labels that they share with others, in the order of the text."""
    starts = [one.span.start for one in found]
    for node in nodes:
        held: list[Found] = list(by_item.get(node.id, ())) if node.shared else []
        own = len(held)
        for cell in node.shared:
            near = found[bisect_left(starts, cell.start) : bisect_left(starts, cell.end)]
            held += [one for one in near if one.item != node.id]
        if len(held) > own:
            by_item[node.id] = sorted(held, key=_place)


def _place(one: Unit | Deadline | DraftTarget | DraftBasis) -> Span:
    return one.span


def _heading_of(node: Node) -> str | None:
    """Return the id of the heading that stands over a node which is none itself."""
    climbing = node.parent
    while climbing is not None:
        if climbing.heading is not None:
            return climbing.heading.id
        climbing = climbing.parent
    return None


def _by_item(found: Iterable[Found]) -> dict[str, Sequence[Found]]:
    """Sort findings out; in document order those of one item come one after the other, so that few lists are made."""
    sorted_out: dict[str, Sequence[Found]] = {}
    for item, group in groupby(found, _item):
        if item is None:
            continue
        these = tuple(group)
        before = sorted_out.setdefault(item, these)
        if before is not these:
            longer = before if isinstance(before, list) else list(before)
            longer.extend(these)
            sorted_out[item] = longer
    return sorted_out


def _item(one: Unit | Deadline | DraftTarget | DraftBasis) -> str | None:
    return one.item
