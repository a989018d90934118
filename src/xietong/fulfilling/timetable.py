"""Takes items, their links, a calendar and a day; gives the timetable: dates, slack, critical path, what cannot be.

All lengths and slacks are working days. Parents take the dates they lack from their children. A task without a start
begins, as agreed, when the last item it waits for is due, or with its nearest dated ancestor, or with the plan; with a
start alone it counts one working day; with no dates it takes no time but passes its predecessors' dates on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong.basics import Finding
from xietong.drafting import Item
from xietong.fulfilling import impossible
from xietong.fulfilling.calendar import DAY, Calendar, Days, Flags, Ints, in_range
from xietong.fulfilling.columns import NO_DAY, Columns, Link, LinkColumns, columns, link_columns, links_of
from xietong.fulfilling.findings import Findings
from xietong.fulfilling.network import Network, Times, around, cut, cycles, levels, network, times
from xietong.fulfilling.tree import Tree, holders, roll_up, tree


@dataclass(frozen=True, slots=True)
class Place:
    """One item in time. ``start`` and ``due`` are its own or its children's days; ``slack`` is how many working days it
    can slip before the end of all moves; ``late`` by how many its predecessors already push it past its due date."""

    uid: str
    start: date | None
    due: date | None
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    slack: int
    late: int
    critical: bool
    overdue: bool


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """The items in time, one entry per item in each column (``datetime64[D]``, working days, flags).

    ``path`` is the critical path: the chain of items without slack that leads to the end, first to last. ``begin`` is
    the working-day index at which each item is agreed to begin (as far as can be told), ``length`` its working days.
    """

    columns: Columns
    links: LinkColumns
    tree: Tree
    network: Network
    finish_node: Ints
    calendar: Calendar
    today: date
    window: tuple[date | None, date | None]
    start: Days
    due: Days
    begin: Ints
    length: Ints
    early_start: Days
    early_finish: Days
    late_start: Days
    late_finish: Days
    slack: Ints
    late: Ints
    critical: Flags
    overdue: Flags
    path: tuple[str, ...]
    findings: Sequence[Finding]

    def at(self, uid: str) -> int:
        """Return the index of an item in the columns. Raises KeyError for a uid that is not in the timetable."""
        # A search in C: an index over 100,000 items would cost more than all look-ups of a page.
        try:
            return self.columns.uids.index(uid)
        except ValueError:
            raise KeyError(uid) from None

    def place(self, uid: str) -> Place:
        """Return one item's place in time. Raises KeyError for a uid that is not in the timetable."""
        at = self.at(uid)
        return Place(
            uid,
            start=self.start[at].item(),
            due=self.due[at].item(),
            early_start=self.early_start[at].item(),
            early_finish=self.early_finish[at].item(),
            late_start=self.late_start[at].item(),
            late_finish=self.late_finish[at].item(),
            slack=int(self.slack[at]),
            late=int(self.late[at]),
            critical=bool(self.critical[at]),
            overdue=bool(self.overdue[at]),
        )


def timetable(
    items: Sequence[Item],
    links: Sequence[Link] | None = None,
    *,
    today: date,
    calendar: Calendar,
    start: date | None = None,
    end: date | None = None,
) -> Timetable:
    """Lay items out in time. ``links`` defaults to what the items name themselves; ``start``/``end`` are the plan's.

    Nothing is refused: cycles, impossible dates and unknown predecessors are in ``findings``, and the rest is laid out
    as if they were not there.
    """
    table = columns(items)
    linked, unknown = link_columns(table.uids, links_of(items) if links is None else links)
    found = (*unknown, *impossible.milestones(items))
    return lay_out(table, linked, today=today, calendar=calendar, start=start, end=end, found=found)


def lay_out(
    table: Columns,
    linked: LinkColumns,
    *,
    today: date,
    calendar: Calendar,
    start: date | None = None,
    end: date | None = None,
    found: tuple[Finding, ...] = (),
) -> Timetable:
    """Lay columns of items out in time: ``timetable`` for whole plans read from a database (``found`` is passed on)."""
    table, strays = _within_calendar(table)
    of = tree(table.parent)
    shown_start, shown_due = roll_up(of, table.start, latest=False), roll_up(of, table.due, latest=True)
    begin, length = _spans(table, of, linked, calendar, shown_due, start, today)
    finish_node, net = _nodes(of, linked)
    loops, net, level = _without_cycles(net)
    finishes = np.zeros(net.size - len(begin), dtype=np.int64)
    earliest = np.concatenate((begin, finishes))
    lengths = np.concatenate((np.where(of.has_children, 0, length), finishes))
    passes = times(net, level, earliest, lengths)
    finish = passes.early[finish_node] + lengths[finish_node]
    slack = (passes.late - passes.early)[finish_node]
    late = np.where(np.isnat(shown_due), 0, np.maximum(0, finish - _through(calendar, shown_due)))
    view = impossible.View(table, linked, of, shown_due, late, (start, end), calendar)
    rising = _rise(of, passes, finish_node)
    said = (*found, *strays, *impossible.loops(table, of, loops), *impossible.unpublished(view))
    return Timetable(
        columns=table,
        links=linked,
        tree=of,
        network=net,
        finish_node=finish_node,
        calendar=calendar,
        today=today,
        window=(start, end),
        start=shown_start,
        due=shown_due,
        begin=begin,
        length=length,
        early_start=calendar.days_at(rising),
        early_finish=calendar.days_at(np.maximum(rising, finish - 1)),
        late_start=calendar.days_at(rising + slack),
        late_finish=calendar.days_at(np.maximum(rising, finish - 1) + slack),
        slack=slack,
        late=late,
        critical=slack == 0,
        overdue=shown_due < np.datetime64(today, "D"),
        path=_path(table, of, net, level, passes, lengths),
        findings=Findings(said, impossible.dates(view)),
    )


def _within_calendar(table: Columns) -> tuple[Columns, tuple[Finding, ...]]:
    stray = [~np.isnat(days) & ~in_range(days) for days in (table.start, table.due)]
    outside = np.flatnonzero(stray[0] | stray[1])
    if not len(outside):
        return table, ()
    kept = [
        np.where(away, NO_DAY, days).astype(DAY) for away, days in zip(stray, (table.start, table.due), strict=True)
    ]
    return Columns(table.uids, table.names, table.parent, *kept), impossible.out_of_range(table, outside)


def _spans(
    table: Columns,
    of: Tree,
    linked: LinkColumns,
    calendar: Calendar,
    shown_due: Days,
    plan_start: date | None,
    today: date,
) -> tuple[Ints, Ints]:
    """Return the working-day index at which each item begins as agreed, and its length in working days."""
    finish, dated = _through(calendar, shown_due), ~np.isnat(shown_due)
    given = ~np.isnat(table.start)
    own_start = _before(calendar, table.start)
    known = np.concatenate((own_start[given], finish[dated] - 1))
    if plan_start is not None or not len(known):
        known = np.append(known, calendar.before(np.array([plan_start or today], dtype=DAY)))
    base = int(known.min())
    holder = holders(of, table.start)
    begin = np.where(holder >= 0, own_start[holder], base)
    waited = dated[linked.before]
    reached = np.full(len(begin), base)
    np.maximum.at(reached, linked.after[waited], (finish[linked.before] + linked.lag)[waited])
    implied = np.maximum(begin, np.where(dated, np.minimum(reached, finish), begin))
    begin = np.where(given | of.has_children, begin, implied)
    length = np.where(dated, np.maximum(0, finish - begin), given.astype(np.int64))
    return begin, length


def _before(calendar: Calendar, days: Days) -> Ints:
    return calendar.before(np.where(np.isnat(days), np.datetime64("2000-01-01"), days).astype(DAY))


def _through(calendar: Calendar, days: Days) -> Ints:
    return calendar.through(np.where(np.isnat(days), np.datetime64("2000-01-01"), days).astype(DAY))


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


def _rise(of: Tree, passes: Times, finish_node: Ints) -> Ints:
    """Return early starts in which a parent starts with the first of its children."""
    start = passes.early[: len(finish_node)].copy()
    start[of.has_children] = np.iinfo(np.int64).max
    for tier in of.tiers[:0:-1]:
        np.minimum.at(start, of.parent[tier], start[tier])
    return start


def _path(table: Columns, of: Tree, net: Network, level: Ints, passes: Times, length: Ints) -> tuple[str, ...]:
    """Return the longest chain of tight edges between nodes without slack, as uids of leaves."""
    critical = passes.late == passes.early
    finish = passes.early + length
    tight = critical[net.source] & critical[net.target] & (finish[net.source] + net.lag == passes.early[net.target])
    working = np.append(of.has_children, np.ones(net.size - len(of.parent), dtype=np.bool_))
    steps = {node: (int(length[node]), -1) for node in np.flatnonzero(critical & ~working).tolist()}
    edges = np.flatnonzero(tight)
    edges = edges[np.lexsort((net.source[edges], level[net.target[edges]]))]
    for tail, head in zip(net.source[edges].tolist(), net.target[edges].tolist(), strict=True):
        reached = steps.get(tail, (0, -1))[0] + int(length[head])
        if reached > steps.get(head, (-1, -1))[0]:
            steps[head] = (reached, tail)
    last = max(steps, key=lambda node: (int(finish[node]), steps[node][0], -node), default=-1)
    nodes = []
    while last >= 0:
        nodes.append(last)
        last = steps.get(last, (0, -1))[1]
    return tuple(table.uids[node] for node in reversed(nodes) if not working[node])
