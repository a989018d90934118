"""Takes each item's parent as a column; gives depths, dates rolled up from below and dates inherited from above."""

from dataclasses import dataclass

import numpy as np

from xietong.fulfilling.calendar import Days, Flags, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """``parent`` (−1 at the top) without circles; ``tiers[d]`` the indices of the items at depth ``d``.

    ``astray`` marks items that stood on or under a circle of parents and are put at the top instead.
    """

    parent: Ints
    tiers: tuple[Ints, ...]
    has_children: Flags
    astray: Flags


def tree(parent: Ints) -> Tree:
    """Find the depth of every item by pointer jumping: a logarithmic number of passes over the column."""
    ancestor, depth = parent.copy(), (parent >= 0).astype(np.int64)
    for _ in range(len(parent).bit_length() + 1):
        below = ancestor >= 0
        depth[below] += depth[ancestor[below]]
        ancestor[below] = ancestor[ancestor[below]]
    astray = ancestor >= 0
    parent, depth = np.where(astray, -1, parent), np.where(astray, 0, depth)
    order = np.argsort(depth, kind="stable")
    bounds = np.searchsorted(depth[order], np.arange(1, int(depth.max(initial=0)) + 1))
    has_children = np.zeros(len(parent), dtype=np.bool_)
    has_children[parent[parent >= 0]] = True
    return Tree(parent, tuple(np.split(order, bounds)), has_children, astray)


def roll_up(of: Tree, own: Days, *, latest: bool) -> Days:
    """Return each item's own day, or where it has none the earliest (or ``latest``) of its children's days."""
    shown = own.copy()
    choose = np.fmax if latest else np.fmin
    for tier in of.tiers[:0:-1]:
        above = np.full(len(own), np.datetime64("NaT"), dtype=own.dtype)
        choose.at(above, of.parent[tier], shown[tier])
        missing = np.isnat(shown) & of.has_children
        shown[missing] = above[missing]
    return shown


def holders(of: Tree, own: Days) -> Ints:
    """Return for each item which one gives it its day: itself, the nearest ancestor that has one, or −1."""
    holder = np.where(np.isnat(own), -1, np.arange(len(own)))
    for tier in of.tiers[1:]:
        lacking = tier[holder[tier] < 0]
        holder[lacking] = holder[of.parent[lacking]]
    return holder
