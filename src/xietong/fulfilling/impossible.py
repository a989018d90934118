"""Takes items laid out in time; gives what cannot be or looks wrong, as findings that name the items."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from xietong.basics import FIRST_DAY, LAST_DAY, Finding, Severity, Wording
from xietong.drafting import Item
from xietong.fulfilling.calendar import Calendar, Days, Flags, Ints
from xietong.fulfilling.columns import Columns, LinkColumns
from xietong.fulfilling.findings import Group
from xietong.fulfilling.tree import Tree, holders


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What the checks look at: the columns, the dates rolled up, the working days late, the plan's own window."""

    table: Columns
    links: LinkColumns
    tree: Tree
    due: Days
    late: Ints
    window: tuple[date | None, date | None]
    calendar: Calendar


def dates(view: View) -> tuple[Group, ...]:
    """Find every impossible or doubtful date: codes ``due_before_start``, ``due_before_predecessor``,
    ``start_before_predecessor``, ``outside_parent``, ``outside_plan``, ``due_unreachable``.
    """
    named = (_backwards(view), *_before_predecessors(view), *_outside(view))
    return (*named, _unreachable(view, named))


def _backwards(view: View) -> Group:
    table = view.table

    def say(at: int) -> Finding:
        return _error(
            "due_before_start",
            table.uids[at],
            zh=f"“{table.names[at]}”的完成时限（{table.due[at]}）早于开始时间（{table.start[at]}）。",
            en=f"“{table.names[at]}” is due ({table.due[at]}) before it starts ({table.start[at]}).",
        )

    return _group(table.due < table.start, say)


def _before_predecessors(view: View) -> tuple[Group, Group]:
    table, before, after = view.table, view.links.before, view.links.after
    ready = np.full(len(before), np.datetime64("NaT"), dtype=view.due.dtype)
    dated = ~np.isnat(view.due[before])
    indices = view.calendar.through(view.due[before][dated]) + view.links.lag[dated]
    ready[dated] = view.calendar.days_at(indices - 1)
    too_soon = view.due[after] < np.where(view.links.lag > 0, ready, view.due[before])
    overlapping = ~too_soon & (table.start[after] <= ready)

    def say_too_soon(at: int) -> Finding:
        first, second = int(before[at]), int(after[at])
        return _error(
            "due_before_predecessor",
            table.uids[second],
            zh=f"“{table.names[second]}”的完成时限（{view.due[second]}）早于其前置事项“{table.names[first]}”"
            f"（{view.due[first]}）。",
            en=f"“{table.names[second]}” is due ({view.due[second]}) before “{table.names[first]}”, which it waits for "
            f"({view.due[first]}).",
        )

    def say_overlapping(at: int) -> Finding:
        first, second = int(before[at]), int(after[at])
        return Finding(
            "start_before_predecessor",
            Wording(
                zh=f"“{table.names[second]}”（{table.start[second]} 开始）在前置事项“{table.names[first]}”"
                f"（{view.due[first]} 完成）之前开始。",
                en=f"“{table.names[second]}” starts ({table.start[second]}) before “{table.names[first]}”, which it "
                f"waits for, is finished ({view.due[first]}).",
            ),
            subject=table.uids[second],
        )

    return _group(too_soon, say_too_soon, after), _group(overlapping, say_overlapping, after)


def _unreachable(view: View, named: Iterable[Group]) -> Group:
    """Find what cannot be reached, but for items of which a plainer thing is already said."""
    table = view.table
    blamed = np.zeros(len(table.uids), dtype=bool)
    for group in named:
        blamed[group.items] = True

    def say(at: int) -> Finding:
        late = int(view.late[at])
        return _error(
            "due_unreachable",
            table.uids[at],
            zh=f"按前置事项推算，“{table.names[at]}”最早也要比完成时限（{table.due[at]}）晚 {late} 个工作日。",
            en=f"By the items before it, “{table.names[at]}” ends {late} working days after its due date "
            f"({table.due[at]}) at the earliest.",
        )

    return _group((view.late > 0) & ~view.tree.has_children & ~blamed, say)


def _outside(view: View) -> Iterator[Group]:
    table, parent = view.table, view.tree.parent
    for own, begins in ((table.start, True), (table.due, False)):
        limit = view.window[0 if begins else 1]
        holder = holders(view.tree, own)
        above = np.where(parent >= 0, holder[parent], -1)
        known = (above >= 0) & ~np.isnat(own)
        bound = own[above]
        beyond = known & ((own < bound) if begins else (own > bound))
        yield _group(beyond, partial(_outside_of, table, above, begins=begins))
        if limit is not None:
            edge = np.datetime64(limit, "D")
            beyond = ~known & ((own < edge) if begins else (own > edge))
            yield _group(beyond, partial(_outside_plan, table, limit, begins=begins))


def _group(found: Flags, say: Callable[[int], Finding], items: Ints | None = None) -> Group:
    keys = np.flatnonzero(found)
    return Group(keys, keys if items is None else items[keys], say)


def _outside_of(table: Columns, above: Ints, at: int, *, begins: bool) -> Finding:
    place = int(above[at])
    mine, theirs = (table.start[at], table.start[place]) if begins else (table.due[at], table.due[place])
    zh, en = ("开始时间早于", "starts before") if begins else ("完成时限晚于", "is due after")
    return _error(
        "outside_parent",
        table.uids[at],
        zh=f"“{table.names[at]}”（{mine}）的{zh}所属的“{table.names[place]}”（{theirs}）。",
        en=f"“{table.names[at]}” ({mine}) {en} “{table.names[place]}”, which it belongs to ({theirs}).",
    )


def _outside_plan(table: Columns, limit: date, at: int, *, begins: bool) -> Finding:
    mine = table.start[at] if begins else table.due[at]
    zh, en = (
        ("开始时间早于计划开始", "starts before the plan")
        if begins
        else ("完成时限晚于计划结束", "is due after the plan")
    )
    return Finding(
        "outside_plan",
        Wording(
            zh=f"“{table.names[at]}”（{mine}）的{zh}（{limit}）。", en=f"“{table.names[at]}” ({mine}) {en} ({limit})."
        ),
        subject=table.uids[at],
    )


def unpublished(view: View) -> Iterator[Finding]:
    """Name the years whose holidays the calendar does not know yet (``holidays_not_published``)."""
    days = np.concatenate((view.table.start, view.table.due))
    years = np.unique(days[~np.isnat(days)].astype("datetime64[Y]")).astype(np.int64) + 1970
    missing = [year for year in years.tolist() if year not in view.calendar.published]
    if missing:
        listed = ", ".join(str(year) for year in missing)
        yield Finding(
            "holidays_not_published",
            Wording(
                zh=f"以下年份的节假日安排尚未公布，暂按周一至周五为工作日计算：{listed}。",
                en=f"The holidays of these years are not yet published; Monday to Friday count as worked: {listed}.",
            ),
            Severity.INFO,
        )


def loops(table: Columns, of: Tree, found: Sequence[Sequence[int]]) -> Iterator[Finding]:
    """Name the items of each cycle of dependencies (``cycle``) and those whose parents run in a circle
    (``cyclic_tree``). ``found`` holds nodes; those from the number of items up are the finishes of parents."""
    parents = np.flatnonzero(of.has_children).tolist()
    count = len(of.parent)
    for nodes in found:
        places = list(dict.fromkeys(node if node < count else parents[node - count] for node in nodes))
        start = places.index(min(places))
        places = places[start:] + places[:start]
        chain = " → ".join(f"“{table.names[at]}”" for at in (*places, places[0]))
        yield _error(
            "cycle",
            table.uids[places[0]],
            zh=f"事项互为前置，形成循环：{chain}。请删除其中一个前后衔接关系。",
            en=f"These items wait for each other in a circle: {chain}. Remove one of the dependencies.",
        )
    for at in np.flatnonzero(of.astray).tolist():
        yield _error(
            "cyclic_tree",
            table.uids[at],
            zh=f"“{table.names[at]}”的上级关系成环，已暂列为顶层事项。",
            en=f"The parents of “{table.names[at]}” run in a circle; it is shown at the top for now.",
        )


def out_of_range(table: Columns, outside: Ints) -> tuple[Finding, ...]:
    """Find items whose dates the calendar does not cover (``date_out_of_range``); they are laid out without them."""
    return tuple(
        _error(
            "date_out_of_range",
            table.uids[at],
            zh=f"“{table.names[at]}”的日期（{table.start[at]} — {table.due[at]}）超出 "
            f"{FIRST_DAY.year}—{LAST_DAY.year} 年，未参与计算。",
            en=f"The dates of “{table.names[at]}” ({table.start[at]} – {table.due[at]}) lie outside "
            f"{FIRST_DAY.year}–{LAST_DAY.year} and are left out.",
        )
        for at in outside.tolist()
    )


def milestones(items: Iterable[Item]) -> Iterator[Finding]:
    """Find milestones before the start or after the due date of their own item (``milestone_outside_item``)."""
    for item in items:
        for milestone in item.milestones:
            early = item.start is not None and milestone.due < item.start
            if early or (item.due is not None and milestone.due > item.due):
                yield Finding(
                    "milestone_outside_item",
                    Wording(
                        zh=f"节点“{milestone.title}”（{milestone.due}）不在事项“{item.number}{item.title}”的起止时间之内。",
                        en=f"The milestone “{milestone.title}” ({milestone.due}) lies outside the time of "
                        f"“{item.number}{item.title}”.",
                    ),
                    subject=item.uid,
                )


def _error(code: str, subject: str, *, zh: str, en: str) -> Finding:
    return Finding(code, Wording(zh=zh, en=en), Severity.ERROR, subject=subject)
