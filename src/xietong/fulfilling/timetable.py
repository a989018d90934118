"""Takes items, their links, a calendar and a day; gives the timetable: dates, slack, critical path, what cannot be.

All lengths and slacks are working days. Parents take the dates they lack from their children. A task without a start
begins, as agreed, when the last item it waits for is due, or with its nearest dated ancestor, or with the plan; with a
start alone it counts one working day; with no dates it takes no time but passes its predecessors' dates on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from xietong.basics import Finding
from xietong.drafting import Item
from xietong.fulfilling import impossible
from xietong.fulfilling.agreed import Agreed, as_agreed, through
from xietong.fulfilling.calendar import Calendar, Days, Flags, Ints
from xietong.fulfilling.columns import Columns, Link, LinkColumns, columns, link_columns, links_of
from xietong.fulfilling.findings import Findings
from xietong.fulfilling.network import Network, Times, times
from xietong.fulfilling.shape import shape
from xietong.fulfilling.tree import Tree


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
class Timetable(Agreed):
    """The items in time, one entry per item in each column (``datetime64[D]``, working days, flags).

    ``path`` is the critical path: the chain of items without slack that leads to the end, first to last.
    """

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
    agreed = as_agreed(table, shape(table.parent, linked), today=today, calendar=calendar, start=start, end=end)
    return reckon(agreed, found)


def reckon(agreed: Agreed, found: tuple[Finding, ...] = ()) -> Timetable:
    """Reckon earliest and latest days, slack, the critical path and what cannot be; ``found`` is passed on."""
    of, net, finish_node, calendar = agreed.tree, agreed.network, agreed.shape.finish_node, agreed.calendar
    table, due = agreed.columns, agreed.due
    finishes = np.zeros(net.size - len(finish_node), dtype=np.int64)
    earliest = np.concatenate((agreed.begin, finishes))
    lengths = np.concatenate((np.where(of.has_children, 0, agreed.length), finishes))
    passes = times(net, agreed.shape.level, earliest, lengths)
    finish = passes.early[finish_node] + lengths[finish_node]
    slack = (passes.late - passes.early)[finish_node]
    late = np.where(np.isnat(due), 0, np.maximum(0, finish - through(calendar, due)))
    view = impossible.View(table, agreed.links, of, due, late, agreed.window, calendar)
    rising = _rise(of, passes, finish_node)
    loops = impossible.loops(table, of, agreed.shape.loops)
    return Timetable(
        **{column.name: getattr(agreed, column.name) for column in fields(Agreed)},
        early_start=calendar.days_at(rising),
        early_finish=calendar.days_at(np.maximum(rising, finish - 1)),
        late_start=calendar.days_at(rising + slack),
        late_finish=calendar.days_at(np.maximum(rising, finish - 1) + slack),
        slack=slack,
        late=late,
        critical=slack == 0,
        overdue=due < np.datetime64(agreed.today, "D"),
        path=_path(table, of, net, agreed.shape.level, passes, lengths),
        findings=Findings((*found, *agreed.stray, *loops, *impossible.unpublished(view)), impossible.dates(view)),
    )


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
