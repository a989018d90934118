"""Takes a Plan and an act on its tree; gives the reshaped Plan, or a Refusal when the act makes no sense.

In each family that an act touches, positions become 0, 1, 2 … again; other families stay as they are.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from xietong.basics import Refusal
from xietong.drafting.plan import Item, Plan
from xietong.drafting.tree import children, descendants, find, ordered

_T = TypeVar("_T")


def add(plan: Plan, item: Item) -> Plan:
    """Return the plan with one more item at its ``position`` below its ``parent``; later siblings move down.

    Refuses ``uid-taken`` and ``no-such-item`` (unknown parent).
    """
    if any(other.uid == item.uid for other in plan.items):
        raise Refusal(
            "uid-taken",
            zh="该标识已被其他事项使用，请换一个标识后再新增。",
            en="Another item already has this identity; add the item under a new one.",
        )
    if item.parent is not None:
        find(plan, item.parent)
    family = list(children(plan, item.parent))
    family.insert(max(0, item.position), item)
    return _with(plan, _numbered(family))


def edit(plan: Plan, item: Item) -> Plan:
    """Return the plan with an item's own fields replaced; its place in the tree does not change (see ``move``).

    Refuses ``no-such-item``.
    """
    old = find(plan, item.uid)
    return _with(plan, [replace(item, parent=old.parent, position=old.position)])


def remove(plan: Plan, uid: str) -> Plan:
    """Return the plan without an item and everything below it; nothing waits for the removed ones any more.

    Refuses ``no-such-item``.
    """
    top = find(plan, uid)
    gone = {uid, *(item.uid for item in descendants(plan, uid))}
    kept = tuple(_without(item, gone) for item in plan.items if item.uid not in gone)
    rest = replace(plan, items=kept)
    return _with(rest, _numbered(children(rest, top.parent)))


def _without(item: Item, gone: set[str]) -> Item:
    if gone.isdisjoint(item.after):
        return item
    return replace(item, after=tuple(uid for uid in item.after if uid not in gone))


def reframe(plan: Plan, frame: Plan) -> Plan:
    """Return the plan with the own fields, objectives and basis of another; no item rests on a document that is gone.

    Parties and items stay the plan's own.
    """
    left = {each.uid for each in frame.basis}
    items = tuple(resting_on(item, left) for item in plan.items)
    return replace(frame, uid=plan.uid, parties=plan.parties, items=items)


def resting_on(item: Item, basis: Container[str]) -> Item:
    """Return the item without the basis documents that are not among these uids."""
    if all(uid in basis for uid in item.basis):
        return item
    return replace(item, basis=tuple(uid for uid in item.basis if uid in basis))


def move(plan: Plan, uid: str, parent: str | None, position: int) -> Plan:
    """Return the plan with an item, and all below it, as the n-th child (from 0) of another parent.

    A position past the end means the end. Refuses ``no-such-item`` and ``cyclic-move`` (below itself).
    """
    item = find(plan, uid)
    if parent is not None:
        find(plan, parent)
    if parent == uid or any(below.uid == parent for below in descendants(plan, uid)):
        raise Refusal(
            "cyclic-move",
            zh=f"不能把“{item.title}”移到它自己或它的下级事项之下，请选择别的上级。",
            en=f"“{item.title}” cannot move below itself or one of its own descendants; choose another parent.",
        )
    left = [other for other in children(plan, item.parent) if other.uid != uid]
    family = left if parent == item.parent else list(children(plan, parent))
    family.insert(max(0, position), replace(item, parent=parent))
    closed = _numbered(left) if parent != item.parent else []
    return _with(plan, [*closed, *_numbered(family)])


def split(plan: Plan, uid: str, texts: Sequence[str], keys: Iterator[str]) -> Plan:
    """Return the plan with an item cut into several, one for each text.

    The first part keeps identity, children, targets and milestones; each further part stands right behind it, takes
    its uid from ``keys`` and inherits kind, dates, duties, basis and source. A text of several lines gives its first
    line as the title. Whatever waited for the item now waits for every part. Refuses ``no-such-item`` and
    ``split-needs-two`` (fewer than two texts that say something).
    """
    item = find(plan, uid)
    told = [text.strip() for text in texts if text.strip()]
    if len(told) < 2:
        raise Refusal(
            "split-needs-two",
            zh="拆分至少需要两段非空文字，请在拆分处换行。",
            en="Splitting needs at least two texts that are not empty; put the cut inside the text.",
        )
    first = _worded(item, told[0])
    parts = [replace(_worded(first, text), uid=next(keys), number="", targets=(), milestones=()) for text in told[1:]]
    behind = {uid: (uid, *(part.uid for part in parts))}
    family = [
        part for other in children(plan, item.parent) for part in ((first, *parts) if other is item else (other,))
    ]
    result = _with(plan, _numbered(family))
    waiting = [
        replace(other, after=tuple(after for old in other.after for after in behind.get(old, (old,))))
        for other in result.items
        if uid in other.after
    ]
    return _with(result, waiting)


def _worded(item: Item, text: str) -> Item:
    return replace(item, title=text.partition("\n")[0].strip(), text=text)


def join(plan: Plan, uids: Sequence[str], title: str = "") -> Plan:
    """Return the plan with several items made one: the first named takes over what the others hold.

    Texts are joined by line breaks, duties, targets, milestones, basis and predecessors united, the span of dates
    covers all, weights add up, children follow in turn. References to the others point to the first.
    Refuses ``no-such-item``, ``join-needs-two`` and ``cyclic-move`` (one of them lies below another).
    """
    items = [find(plan, uid) for uid in _unique(uids)]
    if len(items) < 2:
        raise Refusal(
            "join-needs-two",
            zh="合并至少需要选择两个事项。",
            en="Joining needs at least two items; select another one.",
        )
    gone = {item.uid for item in items[1:]}
    chosen = {item.uid for item in items}
    for item in items:
        if any(below.uid in chosen for below in descendants(plan, item.uid)):
            raise Refusal(
                "cyclic-move",
                zh=f"“{item.title}”与它的下级事项不能合并，请只选择同一层级的事项。",
                en=f"“{item.title}” cannot be joined with an item below it; select items beside each other.",
            )
    brood = [child for item in items for child in children(plan, item.uid)]
    adopted = [replace(child, parent=items[0].uid) for child in brood]
    whole = replace(_united(items), title=title or items[0].title)
    changed = {item.uid: item for item in [whole, *_numbered(adopted)]}
    kept = [_redirected(changed.get(item.uid, item), gone, whole.uid) for item in plan.items if item.uid not in gone]
    result = replace(plan, items=tuple(kept))
    for parent in _unique(item.parent for item in items):
        result = _with(result, _numbered(children(result, parent)))
    return result


def _united(items: Sequence[Item]) -> Item:
    first = items[0]
    return replace(
        first,
        text="\n".join(_unique(item.text for item in items if item.text)),
        start=_pick(min, (item.start for item in items)),
        due=_pick(max, (item.due for item in items)),
        weight=sum((item.weight for item in items[1:]), first.weight),
        duties=tuple(_unique(duty for item in items for duty in item.duties)),
        targets=tuple(_unique(target for item in items for target in item.targets)),
        milestones=tuple(_unique(stone for item in items for stone in item.milestones)),
        basis=tuple(_unique(paper for item in items for paper in item.basis)),
        after=tuple(_unique(uid for item in items for uid in item.after)),
    )


def _pick(choose: Callable[[list[date]], date], days: Iterable[date | None]) -> date | None:
    said = [day for day in days if day is not None]
    return choose(said) if said else None


def _redirected(item: Item, gone: set[str], heir: str) -> Item:
    if gone.isdisjoint(item.after) and item.uid != heir:
        return item
    after = _unique(heir if uid in gone else uid for uid in item.after)
    return replace(item, after=tuple(uid for uid in after if uid != item.uid))


def _unique(values: Iterable[_T]) -> list[_T]:
    return list(dict.fromkeys(values))


def _numbered(family: Iterable[Item]) -> list[Item]:
    return [item if item.position == place else replace(item, position=place) for place, item in enumerate(family)]


def _with(plan: Plan, items: Iterable[Item]) -> Plan:
    """Put items in: known uids replace, new ones join; then restore reading order."""
    merged = {item.uid: item for item in plan.items}
    for item in items:
        merged[item.uid] = item
    return replace(plan, items=ordered(merged.values()))
