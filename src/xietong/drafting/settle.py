"""Takes a merge and the conflicts decided for our side; gives the plan with those decisions in it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from xietong.drafting.change import ITEM_COLLECTIONS, PLAN_COLLECTIONS, Collection
from xietong.drafting.merge import Conflict, Merge
from xietong.drafting.plan import Item, Plan
from xietong.drafting.reshape import add, move, remove
from xietong.drafting.tree import children, find, ordered


def settle(merged: Merge, ours: Iterable[Conflict]) -> Merge:
    """Return the merge with *ours* taken in the conflicts given; the others stay open with *theirs* in the plan.

    Taking a removal removes everything below as well; taking back an item whose parent is gone puts it at the top.
    Refuses ``cyclic-move`` where our parent would make a circle, ``no-such-item`` where the item is gone by then.
    """
    chosen = tuple(ours)
    plan = merged.plan
    for conflict in chosen:
        plan = _settled(plan, conflict)
    return Merge(plan, tuple(conflict for conflict in merged.conflicts if conflict not in chosen))


def _settled(plan: Plan, conflict: Conflict) -> Plan:
    uid = conflict.item
    if conflict.field == "children":
        return _arranged(plan, uid, conflict.ours)
    if uid is None:
        value = conflict.ours
        if conflict.key:
            value = _element(getattr(plan, conflict.field), conflict, PLAN_COLLECTIONS[conflict.field])
        return replace(plan, **{conflict.field: value})
    if not conflict.field:
        return _whole(plan, uid, conflict.ours)
    item = find(plan, uid)
    if conflict.field == "parent":
        return move(plan, uid, conflict.ours, len(plan.items))
    value = conflict.ours
    if conflict.key:
        value = _element(getattr(item, conflict.field), conflict, ITEM_COLLECTIONS[conflict.field])
    changed = replace(item, **{conflict.field: value})
    return replace(plan, items=tuple(changed if each is item else each for each in plan.items))


def _whole(plan: Plan, uid: str, ours: Item | None) -> Plan:
    present = {item.uid for item in plan.items}
    if ours is None:
        return remove(plan, uid) if uid in present else plan
    if uid in present:
        return replace(plan, items=ordered(ours if item.uid == uid else item for item in plan.items))
    return add(plan, ours if ours.parent in present else replace(ours, parent=None, position=len(present)))


def _element(held: tuple[Any, ...], conflict: Conflict, collection: Collection) -> tuple[Any, ...]:
    """Put our element in the place of theirs, at the end, or take it out."""
    elements = {collection.key(each): each for each in held}
    elements[conflict.key] = conflict.ours
    return tuple(each for each in elements.values() if each is not None)


def _arranged(plan: Plan, parent: str | None, order: tuple[str, ...]) -> Plan:
    """Put the children that our order names into it, in the places that these children hold now."""
    family = children(plan, parent)
    rank = {uid: place for place, uid in enumerate(order)}
    named = sorted((item for item in family if item.uid in rank), key=lambda item: rank[item.uid])
    queue = iter(named)
    arranged = [next(queue) if item.uid in rank else item for item in family]
    places = {item.uid: place for place, item in enumerate(arranged)}
    return replace(
        plan,
        items=ordered(replace(item, position=places[item.uid]) if item.uid in places else item for item in plan.items),
    )
