"""Takes a Plan and changes; gives the changed Plan, the changes undone, or a Refusal when the plan has moved on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar

from xietong.basics import Refusal, Wording, sign_of
from xietong.drafting.plain import (
    BASIS,
    DUTY,
    ITEM,
    ITEM_CODECS,
    MILESTONE,
    OBJECTIVE,
    PARTY,
    PLAN_CODECS,
    TARGET,
    TEXT,
    TEXTS,
    Codec,
    decoded,
    maybe,
)
from xietong.drafting.plan import Duty, Item, Milestone, Plan, Target
from xietong.drafting.tree import ordered

_Record = TypeVar("_Record", Plan, Item)


class ChangeKind(StrEnum):
    """What happened. ``shifted``: only the position, because siblings came, went or moved. ``reordered``: a listing."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    SHIFTED = "shifted"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two states of a plan.

    ``item`` is the item's uid, ``None`` for the plan itself. ``field`` is empty where the whole item came or went. In a
    collection (duties, targets, …) ``key`` names the element; with an empty ``key`` the collection changed as a whole.
    ``old`` and ``new`` hold values of the plan, ``None`` for “not there”; of ``reordered`` the keys in their order.
    """

    kind: ChangeKind
    item: str | None
    field: str
    key: str
    old: Any
    new: Any


def duty_key(duty: Duty) -> str:
    """Name a duty within its item: a body has one part in it under one role."""
    return f"{duty.role}|{duty.party}|{duty.organisation or duty.name}"


def _itself(value: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class Collection:
    """A field that holds many: how its elements are named and written."""

    key: Callable[[Any], str]
    codec: Codec[Any]


ITEM_COLLECTIONS: Mapping[str, Collection] = {
    "duties": Collection(duty_key, DUTY),
    "targets": Collection(attrgetter("uid"), TARGET),
    "milestones": Collection(attrgetter("uid"), MILESTONE),
    "basis": Collection(_itself, TEXT),
    "after": Collection(_itself, TEXT),
}
PLAN_COLLECTIONS: Mapping[str, Collection] = {
    "parties": Collection(attrgetter("code"), PARTY),
    "objectives": Collection(attrgetter("uid"), OBJECTIVE),
    "basis": Collection(attrgetter("uid"), BASIS),
}
ITEM_SCALARS = tuple(name for name in ITEM_CODECS if name not in ITEM_COLLECTIONS and name != "uid")
PLAN_SCALARS = ("uid", "title", "short_title", "start", "end")

FIELD_NAMES: Mapping[str, Wording] = {
    "": Wording(zh="事项", en="item"),
    "uid": Wording(zh="标识", en="identity"),
    "parent": Wording(zh="上级事项", en="parent"),
    "position": Wording(zh="顺序", en="position"),
    "children": Wording(zh="下级事项的顺序", en="order of the items below"),
    "items": Wording(zh="事项的顺序", en="order of items"),
    "kind": Wording(zh="类型", en="kind"),
    "title": Wording(zh="标题", en="title"),
    "short_title": Wording(zh="简称", en="short title"),
    "number": Wording(zh="序号", en="number"),
    "text": Wording(zh="内容", en="text"),
    "start": Wording(zh="起始时间", en="start"),
    "due": Wording(zh="完成时限", en="due date"),
    "end": Wording(zh="止期", en="end"),
    "recurrence": Wording(zh="周期", en="recurrence"),
    "weight": Wording(zh="权重", en="weight"),
    "duties": Wording(zh="责任单位", en="duties"),
    "targets": Wording(zh="目标值", en="targets"),
    "milestones": Wording(zh="节点", en="milestones"),
    "basis": Wording(zh="依据", en="basis"),
    "after": Wording(zh="前置事项", en="predecessors"),
    "source": Wording(zh="出处", en="source"),
    "parties": Wording(zh="协同方", en="parties"),
    "objectives": Wording(zh="总体目标", en="objectives"),
}


def apply(plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return the plan after the changes. What they add to one collection is appended in the order given.

    Each change must find what it replaces: otherwise ``stale-change`` is refused, naming item, field and both values.
    """
    by_item: dict[str | None, list[Change]] = {}
    for change in changes:
        by_item.setdefault(change.item, []).append(change)
    own = by_item.pop(None, [])
    items: dict[str, Item] = {item.uid: item for item in plan.items}
    for uid, group in by_item.items():
        _apply_item(items, str(uid), group)
    result = _applied(plan, [change for change in own if change.field != "items"], PLAN_COLLECTIONS, plan.title)
    listed = ordered(items.values())
    for change in own:
        if change.field == "items":
            listed = _reordered({item.uid: item for item in listed}, change, plan.title)
    return replace(result, items=listed)


def _apply_item(items: dict[str, Item], uid: str, group: Sequence[Change]) -> None:
    whole = [change for change in group if not change.field]
    if not whole:
        item = items.get(uid)
        if item is None:
            raise stale(group[0], None, uid)
        items[uid] = _applied(item, group, ITEM_COLLECTIONS, item.title)
        return
    change = whole[0]
    if items.get(uid) != change.old:
        raise stale(change, items.get(uid), (change.old or change.new).title)
    if change.new is None:
        del items[uid]
    else:
        items[uid] = change.new


def _applied(record: _Record, changes: Sequence[Change], collections: Mapping[str, Collection], title: str) -> _Record:
    """Return one record after its own changes; listings are put in order last."""
    new: dict[str, Any] = {}
    opened: dict[str, dict[str, Any]] = {}
    for change in changes:
        if change.kind is ChangeKind.REORDERED or change.key:
            if change.field not in opened:
                key = collections[change.field].key
                opened[change.field] = {key(each): each for each in getattr(record, change.field)}
            if change.key:
                _apply_element(opened[change.field], change, title)
        elif getattr(record, change.field) != change.old:
            raise stale(change, getattr(record, change.field), title)
        else:
            new[change.field] = change.new
    new |= {name: tuple(elements.values()) for name, elements in opened.items()}
    for change in changes:
        if change.kind is ChangeKind.REORDERED:
            new[change.field] = _reordered(opened[change.field], change, title)
    return replace(record, **new) if new else record


def _apply_element(elements: dict[str, Any], change: Change, title: str) -> None:
    if elements.get(change.key) != change.old:
        raise stale(change, elements.get(change.key), title)
    if change.new is None:
        del elements[change.key]
    else:
        elements[change.key] = change.new


def _reordered(elements: Mapping[str, Any], change: Change, title: str) -> tuple[Any, ...]:
    if elements.keys() != set(change.new):
        raise stale(change, tuple(elements), title)
    return tuple(elements[key] for key in change.new)


def stale(change: Change, found: object, title: str) -> Refusal:
    """Return the refusal that says what stands where a change expected something else."""
    name = FIELD_NAMES[change.field]
    return Refusal(
        "stale-change",
        zh=f"“{title}”的{name.zh}已被他人改动：现为“{shown(found)}”，您的修改基于“{shown(change.old)}”、"
        f"改为“{shown(change.new)}”。请对照后重新提交。",
        en=f"The {name.en} of “{title}” changed meanwhile: it is now “{shown(found)}”; your change to "
        f"“{shown(change.new)}” was made on “{shown(change.old)}”. Compare the two and submit again.",
    )


def shown(value: object) -> str:
    """Return a value of a plan as a person reads it in a sentence or a cell: a target with its figure and its day.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> shown(Target("t", "入园率", ">=", Decimal("93.0"), "%", date(2025, 12, 31)))
    '入园率 ≥ 93% 2025-12-31'
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(shown(each) for each in value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Target):
        figure, day = (
            f"{sign_of(value.op)} {value.value.normalize() + 0:f}{value.unit}",
            value.by.isoformat() if value.by else "",
        )
        return " ".join(part for part in (value.indicator, figure, day, value.party) if part)
    if isinstance(value, Milestone):
        return f"{value.title} {value.due.isoformat()}"
    names = ("title", "text", "name", "organisation", "indicator")
    return next((str(held) for name in names if (held := getattr(value, name, None))), str(value))


def invert(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that undo the given ones, in the same order."""
    opposite = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    return tuple(
        replace(change, kind=opposite.get(change.kind, change.kind), old=change.new, new=change.old)
        for change in changes
    )


def _codec(change_kind: str, item: str | None, field: str, key: str) -> Codec[Any]:
    if item is not None and not field:
        return maybe(ITEM)
    if change_kind == ChangeKind.REORDERED:
        return TEXTS
    if key:
        return maybe((PLAN_COLLECTIONS if item is None else ITEM_COLLECTIONS)[field].codec)
    return (PLAN_CODECS if item is None else ITEM_CODECS)[field]


def changes_to_plain(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return changes as plain mappings for JSON."""
    result = []
    for change in changes:
        codec = _codec(change.kind, change.item, change.field, change.key)
        result.append(
            {
                "kind": change.kind.value,
                "item": change.item,
                "field": change.field,
                "key": change.key,
                "old": codec.encode(change.old),
                "new": codec.encode(change.new),
            }
        )
    return result


def _change(value: Any) -> Change:
    try:
        kind, item, field, key = value["kind"], value["item"], value["field"], value["key"]
        codec = _codec(kind, item, field, key)
        old, new = codec.decode(value["old"]), codec.decode(value["new"])
    except KeyError as missing:
        raise ValueError(f"no change has {missing}") from missing
    return Change(ChangeKind(kind), item, field, key, old, new)


def changes_from_plain(values: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Read changes back. Refuses ``unreadable-plan``."""
    return tuple(decoded(_change, value) for value in values)
