"""Takes nodes and the edges between them as columns; gives levels, cycles and the earliest and latest times.

The critical path method (J. E. Kelley and M. R. Walker, "Critical-Path Planning and Scheduling", 1959) over numpy
columns. Wide networks are swept level by level; long thin ones (more levels than numpy calls are worth) node by node in
plain Python. Times are whole working-day indices; a node takes ``length`` and each edge adds ``lag``.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from xietong.fulfilling.calendar import Flags, Ints

# A numpy call per level costs as much as a Python step for this many edges (measured: 20 µs and 0.4 µs); networks of up
# to _MANY_LEVELS are swept by levels in any case.
_EDGES_A_LEVEL, _MANY_LEVELS = 50, 400
_THIN = 16  # nodes of one level that are looked at one by one


def _deep(edges: int) -> int:
    """Return the number of levels beyond which nodes are looked at one by one."""
    return max(_MANY_LEVELS, edges // _EDGES_A_LEVEL)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Directed edges ``source[k] → target[k]`` with ``lag[k]`` working days between ``size`` nodes.

    ``fixed[k]`` marks edges that come from the tree and are never cut; ``first`` and ``out`` list each node's outgoing
    edges: node ``v`` has the edges ``out[first[v]:first[v + 1]]``.
    """

    size: int
    source: Ints
    target: Ints
    lag: Ints
    fixed: Flags
    first: Ints
    out: Ints


def network(size: int, source: Ints, target: Ints, lag: Ints, fixed: Flags) -> Network:
    """Make a network of edges given as columns of equal length."""
    first = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=size), out=first[1:])
    return Network(size, source, target, lag, fixed, first, np.argsort(source, kind="stable"))


def levels(net: Network) -> Ints:
    """Return for each node the number of edges on the longest way to it; −1 on cycles and behind them."""
    waiting = np.bincount(net.target, minlength=net.size)
    level = np.full(net.size, -1, dtype=np.int64)
    frontier = np.flatnonzero(waiting == 0)
    depth, deep = 0, _deep(len(net.source))
    while len(frontier) and depth < deep:
        level[frontier] = depth
        frontier = _behind_few(net, waiting, frontier) if len(frontier) <= _THIN else _behind(net, waiting, frontier)
        depth += 1
    if len(frontier):
        _levels_node_by_node(net, waiting, level, frontier, depth)
    return level


def _behind(net: Network, waiting: Ints, frontier: Ints) -> Ints:
    """Return the nodes that wait for no others any more once those of the frontier are done."""
    reached = net.target[net.out[_ranges(net.first[frontier], net.first[frontier + 1])]]
    np.subtract.at(waiting, reached, 1)
    free = np.sort(reached[waiting[reached] == 0])  # np.unique takes five times as long
    distinct: Ints = free[np.concatenate((free[:1] >= 0, free[1:] != free[:-1]))]
    return distinct


def _behind_few(net: Network, waiting: Ints, frontier: Ints) -> Ints:
    free = []
    for node in frontier.tolist():
        for target in net.target[net.out[net.first[node] : net.first[node + 1]]].tolist():
            waiting[target] -= 1
            if waiting[target] == 0:
                free.append(target)
    return np.array(free, dtype=np.int64)


def _levels_node_by_node(net: Network, waiting: Ints, level: Ints, frontier: Ints, depth: int) -> None:
    left, first, targets = waiting.tolist(), net.first.tolist(), net.target[net.out].tolist()
    found = dict.fromkeys(frontier.tolist(), depth)
    queue = deque(found)
    while queue:
        node = queue.popleft()
        deeper = found[node] + 1
        for target in targets[first[node] : first[node + 1]]:
            left[target] -= 1
            if left[target] == 0:
                found[target] = deeper
                queue.append(target)
    level[np.fromiter(found.keys(), np.int64, len(found))] = np.fromiter(found.values(), np.int64, len(found))


def _ranges(start: Ints, stop: Ints) -> Ints:
    """Join the ranges ``start[k]:stop[k]`` into one column of indices."""
    count = stop - start
    total = int(count.sum())
    ends = np.cumsum(count)
    indices: Ints = np.arange(total) + np.repeat(start - ends + count, count)
    return indices


def sweep(level: Ints, source: Ints, target: Ints, add: Ints, value: Ints) -> Ints:
    """Return ``value`` raised along the edges: ``value[target] ≥ value[source] + add``, smallest such.

    ``level`` must grow along every edge. Forward passes use it as it is, backward passes with everything reversed.
    """
    value = value.copy()
    if not len(source):
        return value
    depth = int(level.max()) + 1
    order = np.lexsort((target, level[target]))
    source, target, add = source[order], target[order], add[order]
    if depth > _deep(len(source)):
        return _sweep_edge_by_edge(source, target, add, value)
    opening = np.flatnonzero(np.concatenate(([True], target[1:] != target[:-1])))
    heads = target[opening]
    bounds = np.searchsorted(level[heads], np.arange(depth + 1))
    edges = np.append(opening, len(source))[bounds]
    for a, b, low, high in zip(bounds[:-1], bounds[1:], edges[:-1], edges[1:], strict=True):
        if a == b:
            continue
        best = np.maximum.reduceat(value[source[low:high]] + add[low:high], opening[a:b] - low)
        value[heads[a:b]] = np.maximum(value[heads[a:b]], best)
    return value


def _sweep_edge_by_edge(source: Ints, target: Ints, add: Ints, value: Ints) -> Ints:
    values = value.tolist()
    for tail, head, more in zip(source.tolist(), target.tolist(), add.tolist(), strict=True):
        reached = values[tail] + more
        if reached > values[head]:
            values[head] = reached
    return np.array(values, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Per node, in working-day indices: earliest start and latest start that leave the end where it is."""

    early: Ints
    late: Ints


def times(net: Network, level: Ints, earliest: Ints, length: Ints) -> Times:
    """Run both passes. ``earliest`` is each node's own lower bound; the end is the last early finish of all nodes."""
    early = sweep(level, net.source, net.target, length[net.source] + net.lag, earliest)
    end = int((early + length).max()) if net.size else 0
    depth = level.max() if net.size else 0
    add = length[net.target] + net.lag
    finish = -sweep(depth - level, net.target, net.source, add, np.full(net.size, -end, dtype=np.int64))
    return Times(early, finish - length)


def cut(net: Network, cycles: list[list[int]]) -> Network:
    """Return the network without the edges that close the cycles (those of the tree stay)."""
    group = np.full(net.size, -1, dtype=np.int64)
    for number, nodes in enumerate(cycles):
        group[nodes] = number
    inside = (group[net.source] >= 0) & (group[net.source] == group[net.target]) & ~net.fixed
    keep = ~inside
    return network(net.size, net.source[keep], net.target[keep], net.lag[keep], net.fixed[keep])


def cycles(net: Network, level: Ints) -> list[list[int]]:
    """Return the strongly connected groups of nodes that depend on themselves, each in order of node.

    R. Tarjan, "Depth-First Search and Linear Graph Algorithms" (1972), without recursion.
    """
    open_nodes = np.flatnonzero(level < 0)
    if not len(open_nodes):
        return []
    inside = (level[net.source] < 0) & (level[net.target] < 0)
    ahead: dict[int, list[int]] = {node: [] for node in open_nodes.tolist()}
    for tail, head in zip(net.source[inside].tolist(), net.target[inside].tolist(), strict=True):
        ahead[tail].append(head)
    return [sorted(group) for group in _components(ahead) if len(group) > 1 or group[0] in ahead[group[0]]]


def _components(ahead: dict[int, list[int]]) -> list[list[int]]:
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    open_path: dict[int, None] = {}
    groups: list[list[int]] = []
    for root in ahead:
        work = [] if root in index else [_enter(root, ahead, index, low, open_path)]
        while work:
            node, rest = work[-1]
            fresh = next((head for head in rest if head not in index), None)
            if fresh is not None:
                work.append(_enter(fresh, ahead, index, low, open_path))
                continue
            work.pop()
            low[node] = min([low[node], *(low[head] for head in ahead[node] if head in open_path)])
            if low[node] == index[node]:
                groups.append(_close(open_path, node))
    return groups


def _enter(
    node: int, ahead: dict[int, list[int]], index: dict[int, int], low: dict[int, int], open_path: dict[int, None]
) -> tuple[int, Iterator[int]]:
    index[node] = low[node] = len(index)
    open_path[node] = None
    return node, iter(ahead[node])


def _close(open_path: dict[int, None], root: int) -> list[int]:
    group = []
    while True:
        node, _ = open_path.popitem()
        group.append(node)
        if node == root:
            return group


def around(net: Network, group: list[int]) -> list[int]:
    """Return the nodes of one shortest cycle through the first node of a group, in the order of its edges."""
    members, root = set(group), group[0]
    came: dict[int, int] = {}
    queue = deque([root])
    while root not in came:
        node = queue.popleft()
        for head in net.target[net.out[net.first[node] : net.first[node + 1]]].tolist():
            if head in members and head not in came:
                came[head] = node
                queue.append(head)
    path = [came[root]]
    while path[-1] != root:
        path.append(came[path[-1]])
    return path[::-1]
