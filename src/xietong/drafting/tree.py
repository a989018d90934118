"""Takes items; gives their reading order, their families, and the circles they run in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from xietong.basics import Refusal
from xietong.drafting.plan import Item, Plan

_position = attrgetter("position")


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items in reading order: each parent before its children, siblings by position.

    Equal positions keep the order given. Nothing is lost: items whose parent is missing follow as further roots, items
    whose parents run in a circle come last.
    """
    given = tuple(items)
    known = {item.uid for item in given}
    families: dict[str | None, list[Item]] = {}
    strays: list[Item] = []
    for item in given:
        if item.parent is None or item.parent in known:
            families.setdefault(item.parent, []).append(item)
        else:
            strays.append(item)
    for family in families.values():
        family.sort(key=_position)
    result = list(_walk(families, [*families.pop(None, []), *strays]))
    result.extend(item for family in families.values() for item in family)
    return tuple(result)


def _walk(families: dict[str | None, list[Item]], roots: list[Item]) -> Iterator[Item]:
    """Yield depth first, taking each family out of ``families`` when its parent is met."""
    waiting = roots[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(reversed(families.pop(item.uid, [])))


def find(plan: Plan, uid: str) -> Item:
    """Return the item with a uid; refuse (``no-such-item``) when the plan has none."""
    for item in plan.items:
        if item.uid == uid:
            return item
    raise Refusal(
        "no-such-item",
        zh="行动计划中没有这个事项，可能已被删除；请刷新后再试。",
        en="The plan has no such item; it may have been removed. Reload and try again.",
    )


def families(items: Iterable[Item]) -> dict[str | None, list[Item]]:
    """Return the children of every parent by position; ``None`` stands for the top."""
    result: dict[str | None, list[Item]] = {}
    for item in items:
        result.setdefault(item.parent, []).append(item)
    for family in result.values():
        family.sort(key=_position)
    return result


def children(plan: Plan, uid: str | None) -> tuple[Item, ...]:
    """Return the items directly below one (``None``: the top level), by position."""
    return tuple(sorted((item for item in plan.items if item.parent == uid), key=_position))


def descendants(plan: Plan, uid: str) -> tuple[Item, ...]:
    """Return everything below an item in reading order, without the item itself."""
    below = families(plan.items)
    top = below.pop(uid, [])
    return tuple(_walk(below, top))


def ancestors(plan: Plan, uid: str) -> tuple[Item, ...]:
    """Return the items above one, from the top down. A circle of parents is walked once."""
    by_uid = {item.uid: item for item in plan.items}
    path: list[Item] = []
    met = {uid}
    above = by_uid[uid].parent if uid in by_uid else None
    while above is not None and above in by_uid and above not in met:
        met.add(above)
        path.append(by_uid[above])
        above = by_uid[above].parent
    return tuple(reversed(path))


def circles(edges: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return circles of a directed graph, each as the path walked, no two sharing a node.

    ``edges`` maps a node to the nodes it points to; unknown ends are passed over. Every knot of nodes that reach each
    other is named by at least one circle. Linear in nodes and edges (depth-first search).
    """
    done: set[str] = set()
    return tuple(circle for root in edges if root not in done for circle in _search(edges, root, done))


def _search(edges: Mapping[str, Sequence[str]], root: str, done: set[str]) -> Iterator[tuple[str, ...]]:
    """Walk from one node. ``named[i]`` is the last place up to ``i`` on the path that a circle already names, or -1."""
    path, depth, named = [root], {root: 0}, [-1]
    ahead = [iter(edges[root])]
    while path:
        node = next(ahead[-1], None)
        if node is None:
            done.add(path[-1])
            del depth[path.pop()], ahead[-1], named[-1]
        elif node in depth:
            if depth[node] > named[-1]:
                named[depth[node] :] = range(depth[node], len(path))
                yield tuple(path[depth[node] :])
        elif node in edges and node not in done:
            depth[node] = len(path)
            path.append(node)
            ahead.append(iter(edges[node]))
            named.append(named[-1])


def with_items(plan: Plan, items: Mapping[str, Item], places: Mapping[str, str]) -> Plan:
    """Return a plan holding these items, siblings ordered by their ``places`` (any sortable text) and numbered so."""
    by_parent: dict[str | None, list[Item]] = {}
    for item in sorted(items.values(), key=lambda each: places.get(each.uid, "")):
        by_parent.setdefault(item.parent if item.parent in items else None, []).append(item)
    placed = [
        replace(item, parent=parent, position=position)
        for parent, family in by_parent.items()
        for position, item in enumerate(family)
    ]
    return replace(plan, items=ordered(placed))
