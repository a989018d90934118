"""Takes parents and links as columns; gives what comes before what, without a date: it stands while only dates move."""

from dataclasses import dataclass

import numpy as np

from xietong.fulfilling.calendar import Ints
from xietong.fulfilling.columns import LinkColumns
from xietong.fulfilling.network import Network, around, cut, cycles, levels, network
from xietong.fulfilling.tree import Tree, tree


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The tree, the links, and the network that both make.

    In the network each item has a node, and each parent a second one for its finish (``finish_node``). ``level`` grows
    along every edge; links that close one of the ``loops`` are left out.
    """

    tree: Tree
    links: LinkColumns
    finish_node: Ints
    network: Network
    level: Ints
    loops: tuple[list[int], ...]


def shape(parent: Ints, links: LinkColumns) -> Shape:
    """Join each item's parent (−1 at the top) and the links to one network without cycles."""
    of = tree(parent)
    finish_node, net = _nodes(of, links)
    loops, net, level = _without_cycles(net)
    return Shape(of, links, finish_node, net, level, tuple(loops))


def _nodes(of: Tree, linked: LinkColumns) -> tuple[Ints, Network]:
    """Give every item a node, and every parent a second one for its finish; join tree and links."""
    count = len(of.parent)
    finish_node = np.arange(count)
    finish_node[of.has_children] = count + np.arange(int(of.has_children.sum()))
    child = np.flatnonzero(of.parent >= 0)
    above = of.parent[child]
    source = np.concatenate((above, finish_node[child], finish_node[linked.before]))
    target = np.concatenate((child, finish_node[above], linked.after))
    lag = np.concatenate((np.zeros(2 * len(child), dtype=np.int64), linked.lag))
    fixed = np.arange(len(source)) < 2 * len(child)
    return finish_node, network(count + int(of.has_children.sum()), source, target, lag, fixed)


def _without_cycles(net: Network) -> tuple[list[list[int]], Network, Ints]:
    level = levels(net)
    groups = cycles(net, level)
    if not groups:
        return [], net, level
    loops = [around(net, group) for group in groups]
    net = cut(net, groups)
    return loops, net, levels(net)
