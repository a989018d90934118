"""Takes two states of a plan; gives their differences field by field."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xietong.drafting.change import (
    ITEM_COLLECTIONS,
    ITEM_SCALARS,
    PLAN_COLLECTIONS,
    PLAN_SCALARS,
    Change,
    ChangeKind,
    Collection,
)
from xietong.drafting.plan import Item, Plan
from xietong.drafting.tree import families, ordered


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two states: of the plan itself, then items removed, added, moved and changed."""

    changes: tuple[Change, ...]

    @property
    def plan(self) -> tuple[Change, ...]:
        """The changes of the plan's own fields, objectives, parties and basis."""
        return tuple(change for change in self.changes if change.item is None)

    @property
    def added(self) -> tuple[Item, ...]:
        """The items that only the new state has, in its reading order."""
        return tuple(change.new for change in self._items(ChangeKind.ADDED) if not change.field)

    @property
    def removed(self) -> tuple[Item, ...]:
        """The items that only the old state has, in its reading order."""
        return tuple(change.old for change in self._items(ChangeKind.REMOVED) if not change.field)

    @property
    def moved(self) -> tuple[str, ...]:
        """The uids of items with another parent or place among their siblings: as few as explain the new order."""
        return tuple(dict.fromkeys(str(change.item) for change in self._items(ChangeKind.MOVED)))

    @property
    def changed(self) -> dict[str, tuple[Change, ...]]:
        """The field changes of items that both states have, by uid; places are in ``moved``."""
        result: dict[str, list[Change]] = {}
        for change in self.changes:
            if change.item is not None and change.field and change.kind not in _PLACES:
                result.setdefault(change.item, []).append(change)
        return {uid: tuple(group) for uid, group in result.items()}

    def _items(self, kind: ChangeKind) -> Iterator[Change]:
        return (change for change in self.changes if change.kind is kind and change.item is not None)


_PLACES = (ChangeKind.MOVED, ChangeKind.SHIFTED)


def compare(old: Plan, new: Plan) -> Comparison:
    """Return every difference, so that ``apply(old, comparison.changes) == new``.

    Items are matched by uid. Duties, targets, milestones, basis and predecessors are compared as sets; a pure change of
    their order is one ``reordered``. About linear in the number of items.
    """
    changes = list(_record(None, old, new, PLAN_SCALARS, PLAN_COLLECTIONS))
    before = {item.uid: item for item in old.items}
    after = {item.uid: item for item in new.items}
    changes += [Change(ChangeKind.REMOVED, uid, "", "", item, None) for uid, item in before.items() if uid not in after]
    changes += [Change(ChangeKind.ADDED, uid, "", "", None, item) for uid, item in after.items() if uid not in before]
    differing = [(before[uid], item) for uid, item in after.items() if uid in before and before[uid] != item]
    steady = _steady(old, new) if any(a.position != b.position for a, b in differing) else frozenset[str]()
    for was, now in differing:
        for change in _record(now.uid, was, now, ITEM_SCALARS, ITEM_COLLECTIONS):
            changes.append(_placed(change, steady) if change.field in ("parent", "position") else change)
    if old.items != ordered(old.items) or new.items != ordered(new.items):
        changes.append(Change(ChangeKind.REORDERED, None, "items", "", tuple(before), tuple(after)))
    return Comparison(tuple(changes))


def _placed(change: Change, steady: frozenset[str]) -> Change:
    shifted = change.field == "position" and change.item in steady
    kind = ChangeKind.SHIFTED if shifted else ChangeKind.MOVED
    return Change(kind, change.item, change.field, change.key, change.old, change.new)


def _record(
    uid: str | None, old: object, new: object, scalars: Sequence[str], collections: Mapping[str, Collection]
) -> Iterator[Change]:
    for name in scalars:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield Change(ChangeKind.CHANGED, uid, name, "", was, now)
    for name, collection in collections.items():
        were, are = getattr(old, name), getattr(new, name)
        if were != are:
            yield from _elements(uid, name, collection, were, are)


def _elements(
    uid: str | None, name: str, collection: Collection, were: tuple[Any, ...], are: tuple[Any, ...]
) -> Iterator[Change]:
    old = {collection.key(each): each for each in were}
    new = {collection.key(each): each for each in are}
    if len(old) != len(were) or len(new) != len(are) or "" in old or "" in new:
        yield Change(ChangeKind.CHANGED, uid, name, "", were, are)
        return
    for key, each in old.items():
        if key not in new:
            yield Change(ChangeKind.REMOVED, uid, name, key, each, None)
        elif new[key] != each:
            yield Change(ChangeKind.CHANGED, uid, name, key, each, new[key])
    for key, each in new.items():
        if key not in old:
            yield Change(ChangeKind.ADDED, uid, name, key, None, each)
    if _unsaid(old, new) or _unsaid(new, old):
        yield Change(ChangeKind.REORDERED, uid, name, "", tuple(old), tuple(new))


def _unsaid(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Tell whether the new order differs from keeping the old one and appending what came."""
    return [*(key for key in old if key in new), *(key for key in new if key not in old)] != list(new)


def _steady(old: Plan, new: Plan) -> frozenset[str]:
    """Return the items that kept their parent and their order among the siblings that did so too."""
    before = {item.uid: (item.parent, item.position) for item in old.items}
    result: set[str] = set()
    for parent, family in families(new.items).items():
        stayed = [item.uid for item in family if item.uid in before and before[item.uid][0] == parent]
        result.update(stayed[place] for place in rising([before[uid][1] for uid in stayed]))
    return frozenset(result)


def rising(values: Sequence[int]) -> list[int]:
    """Return the places of a longest strictly rising subsequence (patience sorting, O(n log n)).

    >>> rising([0, 4, 1, 2, 3])
    [0, 2, 3, 4]
    """
    tops: list[int] = []
    places: list[int] = []
    below: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_left(tops, value)
        tops[pile : pile + 1] = [value]
        places[pile : pile + 1] = [place]
        below.append(places[pile - 1] if pile else -1)
    chain: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = below[place]
    return chain[::-1]
