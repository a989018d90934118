"""Takes items in time as agreed and an item's new dates; gives every item that has to move with it, and by how much.

Nothing is changed here: after the first agreement the moves become a proposal (DOMAIN.md, rule 2). Only the items that
can be reached from the moved one are looked at, so a long chain in a large plan costs what the chain costs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from xietong.basics import Finding, Refusal, Severity, Wording
from xietong.fulfilling.agreed import Agreed
from xietong.fulfilling.calendar import DAY


class Moving(StrEnum):
    """How dependants follow: only as far as they must (``push``), or all by the same working days (``shift``)."""

    PUSH = "push"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Moved:
    """An item whose dates change; ``workdays`` is how far its due date (its start where it has none) moves."""

    uid: str
    start: date | None
    due: date | None
    new_start: date | None
    new_due: date | None
    workdays: int


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """The moves, the given item first and each item after those that it waits for, and what then cannot be."""

    moves: tuple[Moved, ...]
    findings: tuple[Finding, ...]


def reschedule(
    table: Agreed, head: str, *, start: date | None = None, due: date | None = None, moving: Moving = Moving.PUSH
) -> Rescheduling:
    """Move an item to new dates and let what waits for it follow, each item keeping its length in working days.

    A new start alone moves the due date along; a new due date alone leaves the start (an extension). The children of a
    moved parent move with its start. Dependants are the items linked after it, the children of a linked parent, and
    whatever waits for a parent whose last child moves; links that close a cycle are left out, as in the timetable.
    Raises KeyError for an unknown uid, Refusal ``no-new-date`` without any date and ``due-before-start``.
    """
    at = table.at(head)
    first = _head(table, at, start, due)
    walk = _Walk(table, moving, first)
    walk.begin_at(at, first)
    for node, edges in _reach(table, at).items():
        walk.visit(node, edges)
    moves = {at: first} | {item: _shifted(table, item, shift) for item, shift in walk.shifts.items()}
    kept = {item: one for item, one in moves.items() if (one.start, one.due) != (one.new_start, one.new_due)}
    return Rescheduling(tuple(kept.values()), tuple(_beyond(table, kept)))


def _head(table: Agreed, at: int, start: date | None, due: date | None) -> Moved:
    if start is None and due is None:
        raise Refusal(
            "no-new-date", zh="请给出新的开始时间或完成时限。", en="Give a new start or a new due date.", field="due"
        )
    old_start, old_due = table.columns.start[at].item(), table.columns.due[at].item()
    new_start, new_due = start or old_start, due or old_due
    if due is None and start is not None and old_start is not None and old_due is not None:
        new_due = _moved_day(table, old_due, table.calendar.workdays_between(old_start, start), begins=False)
    if new_start is not None and new_due is not None and new_due < new_start:
        raise Refusal(
            "due-before-start",
            zh=f"完成时限（{new_due}）早于开始时间（{new_start}），请调整。",
            en=f"The due date ({new_due}) lies before the start ({new_start}); change one of them.",
            field="due",
        )
    pairs = ((old_due, new_due), (old_start, new_start))
    workdays = next((table.calendar.workdays_between(a, b) for a, b in pairs if a is not None and b is not None), 0)
    return Moved(table.columns.uids[at], old_start, old_due, new_start, new_due, workdays)


def _shifted(table: Agreed, at: int, workdays: int) -> Moved:
    start, due = table.columns.start[at].item(), table.columns.due[at].item()
    new_start = None if start is None else _moved_day(table, start, workdays, begins=True)
    new_due = None if due is None else _moved_day(table, due, workdays, begins=False)
    return Moved(table.columns.uids[at], start, due, new_start, new_due, workdays)


def _moved_day(table: Agreed, day: date, workdays: int, *, begins: bool) -> date:
    """Move a day by working days; a start on a day off counts as the next working day, a due date as the one before."""
    if workdays == 0:
        return day
    worked = table.calendar.first_workday(day) if begins else table.calendar.last_workday(day)
    return table.calendar.add_workdays(worked, workdays)


@dataclass(slots=True)
class _Walk:
    """One walk along the nodes behind a moved item. ``ready`` is the working-day index from which a node may begin,
    ``forced`` the shift that a moved parent hands down, ``shifts`` the shift found for each item."""

    table: Agreed
    moving: Moving
    head: Moved
    ready: dict[int, int] = field(default_factory=dict)
    forced: dict[int, int] = field(default_factory=dict)
    shifts: dict[int, int] = field(default_factory=dict)
    start: int = -1

    def begin_at(self, at: int, first: Moved) -> None:
        """Note what the head's new dates ask of its children and of the nodes behind it."""
        self.start = at
        shown = self.table.start[at].item()
        if self.table.tree.has_children[at] and shown is not None and first.new_start is not None:
            self.forced[at] = self.table.calendar.workdays_between(shown, first.new_start)

    def visit(self, node: int, edges: list[tuple[int, int, bool]]) -> None:
        """Find how far a node moves and tell the nodes behind it."""
        count = len(self.table.begin)
        if node >= count:
            self._finish(node, edges)
        elif self.table.tree.has_children[node]:
            self._parent(node, edges)
        else:
            self._leaf(node, edges)

    def _leaf(self, node: int, edges: list[tuple[int, int, bool]]) -> None:
        old = int(self.table.begin[node] + self.table.length[node])
        shift = self._shift(node)
        new = old + shift
        if node == self.start:
            # Its own due date counts, even where the start that it has from its parent lies behind it.
            old = old if self.head.due is None else self._index(self.head.due)
            new = self._head_finish(old)
        elif shift:
            self.shifts[node] = shift
        if new != old:
            self._tell(edges, old, new)

    def _head_finish(self, old: int) -> int:
        due, start = self.head.new_due, self.head.new_start
        if due is not None:
            return self._index(due)
        return old if start is None else self._index(start)

    def _index(self, day: date) -> int:
        return int(self.table.calendar.through(np.array([day], dtype=DAY))[0])

    def _shift(self, node: int) -> int:
        forced = self.forced.get(node, 0)
        return max(forced, self.ready.get(node, 0) - int(self.table.begin[node]), 0) if forced >= 0 else forced

    def _parent(self, node: int, edges: list[tuple[int, int, bool]]) -> None:
        if node == self.start:
            if self.head.new_due is not None and self.head.new_due != self.head.due:
                self.ready[int(self.table.shape.finish_node[node])] = self._index(self.head.new_due)
        elif (shift := self._shift(node)) and self._own_dates(node):
            self.shifts[node] = shift
            if (due := self.table.columns.due[node].item()) is not None:
                self.ready[int(self.table.shape.finish_node[node])] = self._index(due) + shift
        for child, _, _ in edges:
            if node in self.forced:
                self.forced[child] = self.forced[node]
            if node in self.ready:
                self.ready[child] = max(self.ready.get(child, 0), self.ready[node])

    def _own_dates(self, node: int) -> bool:
        own = self.table.columns
        return not (np.isnat(own.start[node]) and np.isnat(own.due[node]))

    def _finish(self, node: int, edges: list[tuple[int, int, bool]]) -> None:
        owner = int(np.flatnonzero(self.table.tree.has_children)[node - len(self.table.begin)])
        shown = self.table.due[owner].item()
        old = 0 if shown is None else self._index(shown)
        if self.ready.get(node, 0) > old:
            self._tell(edges, old, self.ready[node])

    def _tell(self, edges: list[tuple[int, int, bool]], old: int, new: int) -> None:
        """Pass a changed finish on: what is linked must not begin before it, or moves by as much (``shift``)."""
        for head, lag, of_tree in edges:
            if of_tree or self.moving is Moving.PUSH:
                if new > old:
                    self.ready[head] = max(self.ready.get(head, 0), new + lag)
            else:
                self._hand_on(head, new - old)

    def _hand_on(self, head: int, shift: int) -> None:
        before = self.forced.get(head)
        self.forced[head] = shift if before is None or abs(shift) > abs(before) else before


def _ahead(table: Agreed, node: int) -> list[tuple[int, int, bool]]:
    """Return a node's outgoing edges as (node, lag, is of the tree)."""
    net = table.network
    edges = net.out[net.first[node] : net.first[node + 1]]
    return list(zip(net.target[edges].tolist(), net.lag[edges].tolist(), net.fixed[edges].tolist(), strict=True))


def _reach(table: Agreed, at: int) -> dict[int, list[tuple[int, int, bool]]]:
    """Return the nodes reachable from an item with their outgoing edges, each node before those it leads to."""
    seen: dict[int, list[tuple[int, int, bool]]] = {}
    finished: list[int] = []
    seen[at] = _ahead(table, at)
    work = [(at, iter(seen[at]))]
    while work:
        node, rest = work[-1]
        fresh = next((edge[0] for edge in rest if edge[0] not in seen), None)
        if fresh is None:
            work.pop()
            finished.append(node)
        else:
            seen[fresh] = _ahead(table, fresh)
            work.append((fresh, iter(seen[fresh])))
    return {node: seen[node] for node in reversed(finished)}


def _beyond(table: Agreed, moves: Mapping[int, Moved]) -> Iterator[Finding]:
    """Find moves past the due date of a parent that stays (``outside_parent``) or past the plan (``outside_plan``)."""
    own, end = table.columns, table.window[1]
    for at, move in moves.items():
        if move.new_due is None or (move.due is not None and move.new_due <= move.due):
            continue
        name, above = own.names[at], int(table.tree.parent[at])
        while above >= 0 and np.isnat(own.due[above]):
            above = int(table.tree.parent[above])
        limit = None if above < 0 else moves[above].new_due if above in moves else own.due[above].item()
        if limit is not None and move.new_due > limit:
            wording = Wording(
                zh=f"“{name}”顺延到 {move.new_due}，晚于所属的“{own.names[above]}”（{limit}）。",
                en=f"“{name}” moves to {move.new_due}, past “{own.names[above]}”, which it belongs to ({limit}).",
            )
            yield Finding("outside_parent", wording, Severity.ERROR, subject=move.uid)
        elif end is not None and move.new_due > end:
            wording = Wording(
                zh=f"“{name}”顺延到 {move.new_due}，晚于计划结束（{end}）。",
                en=f"“{name}” moves to {move.new_due}, past the end of the plan ({end}).",
            )
            yield Finding("outside_plan", wording, subject=move.uid)
