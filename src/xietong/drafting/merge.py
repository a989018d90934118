"""Takes a plan's common ancestor and two states that grew from it; gives one merged state and where they conflict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xietong.basics import Wording
from xietong.drafting.change import (
    FIELD_NAMES,
    ITEM_COLLECTIONS,
    ITEM_SCALARS,
    PLAN_COLLECTIONS,
    PLAN_SCALARS,
    Collection,
    shown,
)
from xietong.drafting.plan import Item, Plan
from xietong.drafting.tree import circles, families, ordered


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that both sides changed differently.

    ``item`` is the item's uid, ``None`` for the plan; ``field`` is empty where one side removed what the other changed;
    ``key`` names the element of a collection. ``base``, ``ours`` and ``theirs`` hold the values, ``None`` for “not
    there”. ``title`` names the item for people.
    """

    item: str | None
    field: str
    key: str
    base: Any
    ours: Any
    theirs: Any
    title: str = ""

    def wording(self, ours: str = "", theirs: str = "") -> Wording:
        """Return one sentence that names the place and both texts; the arguments name the two sides."""
        name = FIELD_NAMES[self.field]
        return Wording(
            zh=f"“{self.title}”的{name.zh}：{ours or '本次修改'}为“{shown(self.ours) or '（删除）'}”，"
            f"{theirs or '现有内容'}为“{shown(self.theirs) or '（删除）'}”。",
            en=f"The {name.en} of “{self.title}”: {ours or 'this edit'} says “{shown(self.ours) or '(removed)'}”, "
            f"{theirs or 'what stands'} says “{shown(self.theirs) or '(removed)'}”.",
        )


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged plan. Wherever there is a conflict, the plan holds *theirs* (what stands already) until settled."""

    plan: Plan
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Plan, ours: Plan, theirs: Plan) -> Merge:
    """Merge three ways: what only one side changed is taken, what both changed alike too, the rest conflicts.

    *Theirs* is what stands, *ours* the edit brought to it. Items match by uid, their fields one by one, collections
    element by element. An item that one side removed and the other changed, or put something below, conflicts; so do
    two moves that together would make a circle. Siblings that both sides put in another order conflict in ``children``.
    """
    if ours in (base, theirs):
        return Merge(theirs)
    if theirs == base:
        return Merge(ours)
    work = _Work(_by_uid(base), _by_uid(ours), _by_uid(theirs))
    own = work.record(None, base, ours, theirs, PLAN_SCALARS, PLAN_COLLECTIONS)
    work.pair()
    work.mend()
    return Merge(replace(own, items=ordered(work.placed())), tuple(work.conflicts))


def _by_uid(plan: Plan) -> dict[str, Item]:
    return {item.uid: item for item in plan.items}


@dataclass(slots=True)
class _Work:
    """The state of one merge: three indexes, the items merged so far, the conflicts met."""

    base: Mapping[str, Item]
    ours: Mapping[str, Item]
    theirs: Mapping[str, Item]
    items: dict[str, Item] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def record(
        self,
        uid: str | None,
        base: Any,
        ours: Any,
        theirs: Any,
        scalars: Iterable[str],
        collections: Mapping[str, Collection],
    ) -> Any:
        """Merge the fields of one record into theirs."""
        if ours == base:
            return theirs
        new: dict[str, Any] = {}
        for name in scalars:
            was, mine, yours = getattr(base, name), getattr(ours, name), getattr(theirs, name)
            if mine not in (was, yours):
                if yours == was:
                    new[name] = mine
                else:
                    self.conflicts.append(Conflict(uid, name, "", was, mine, yours, theirs.title))
        for name, collection in collections.items():
            was, mine, yours = getattr(base, name), getattr(ours, name), getattr(theirs, name)
            if mine not in (was, yours):
                new[name] = (
                    mine if yours == was else self._collection(uid, name, collection, (was, mine, yours), theirs)
                )
        return replace(theirs, **new) if new else theirs

    def _collection(
        self, uid: str | None, name: str, collection: Collection, values: tuple[Any, Any, Any], theirs: Any
    ) -> tuple[Any, ...]:
        """Merge element by element into theirs; ours' new elements follow in their order."""
        was, mine, result = ({collection.key(each): each for each in value} for value in values)
        for key in dict.fromkeys((*was, *mine)):
            before, our, their = was.get(key), mine.get(key), result.get(key)
            if our in (before, their):
                continue
            if their != before:
                self.conflicts.append(Conflict(uid, name, key, before, our, their, theirs.title))
            elif our is None:
                del result[key]
            else:
                result[key] = our
        return tuple(result.values())

    def pair(self) -> None:
        """Merge item by item, leaving places (positions) aside."""
        for uid in dict.fromkeys((*self.theirs, *self.ours)):
            merged = self._item(uid, self.base.get(uid), self.ours.get(uid), self.theirs.get(uid))
            if merged is not None:
                self.items[uid] = merged

    def _item(self, uid: str, base: Item | None, ours: Item | None, theirs: Item | None) -> Item | None:
        if base is not None and ours is not None and theirs is not None:
            scalars = (name for name in ITEM_SCALARS if name != "position")
            merged: Item = self.record(uid, base, ours, theirs, scalars, ITEM_COLLECTIONS)
            return merged
        if base is None and (ours is None or theirs is None):
            return theirs or ours
        if not (_alike(ours, theirs) or _alike(ours, base) or _alike(theirs, base)):
            self._whole(uid)
            return theirs
        return None if base is not None else theirs

    def _whole(self, uid: str) -> None:
        base, ours, theirs = self.base.get(uid), self.ours.get(uid), self.theirs.get(uid)
        named = theirs or ours or base
        self.conflicts.append(Conflict(uid, "", "", base, ours, theirs, named.title if named else ""))

    def mend(self) -> None:
        """Give every item a parent that exists, without circles, by going back to theirs where needed."""
        self._orphans()
        while self._restore() or self._untie():
            pass

    def _orphans(self) -> None:
        """Take back what ours put below an item that theirs removed."""
        for uid in (item.uid for item in ordered(self.ours.values())):
            item = self.items.get(uid)
            if item is None or item.parent is None or item.parent in self.items or item.parent in self.theirs:
                continue
            if item.parent not in self.ours:
                continue
            if uid in self.theirs:
                self._back(uid)
            else:
                del self.items[uid]
                self._whole(uid)

    def _restore(self) -> bool:
        """Bring back what ours removed although theirs keeps something below it. Tell whether there was any."""
        found = False
        for uid in tuple(self.items):
            parent = self.items[uid].parent
            while parent is not None and parent not in self.items and parent in self.theirs:
                found = True
                self.items[parent] = self.theirs[parent]
                self._whole(parent)
                parent = self.theirs[parent].parent
        return found

    def _untie(self) -> bool:
        """Undo our moves that run in a circle with theirs. Tell whether there was any."""
        edges = {uid: (item.parent,) if item.parent is not None else () for uid, item in self.items.items()}
        tied = [
            uid
            for circle in circles(edges)
            for uid in circle
            if uid in self.theirs and self.items[uid].parent != self.theirs[uid].parent
        ]
        for uid in tied:
            self._back(uid)
        return bool(tied)

    def _back(self, uid: str) -> None:
        """Let an item return to its place in theirs."""
        ours, theirs = self.ours[uid], self.theirs[uid]
        base = self.base[uid].parent if uid in self.base else None
        self.items[uid] = replace(self.items[uid], parent=theirs.parent)
        self.conflicts.append(Conflict(uid, "parent", "", base, ours.parent, theirs.parent, theirs.title))

    def placed(self) -> list[Item]:
        """Return the merged items with positions from the merged order of each family."""
        trees = tuple(families(side.values()) for side in (self.base, self.ours, self.theirs))
        result: list[Item] = []
        for parent, family in families(self.items.values()).items():
            members = {item.uid for item in family}
            whole = tuple([item.uid for item in tree.get(parent, ())] for tree in trees)
            base, ours, theirs = ([uid for uid in side if uid in members] for side in whole)
            result.extend(self._numbered(self._order(parent, base, ours, theirs), whole[1], whole[2]))
        return result

    def _order(self, parent: str | None, base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
        """Merge the order of siblings: the side that changed it leads, the other's own follow their neighbours."""
        ours_moved, theirs_moved = _rearranged(base, ours), _rearranged(base, theirs)
        if ours_moved and theirs_moved and _rearranged(ours, theirs):
            title = self.items[parent].title if parent in self.items else ""
            self.conflicts.append(Conflict(parent, "children", "", tuple(base), tuple(ours), tuple(theirs), title))
        lead, other = (theirs, ours) if theirs_moved else (ours, theirs)
        known = set(lead)
        behind: dict[str | None, list[str]] = {}
        last: str | None = None
        for uid in other:
            if uid in known:
                last = uid
            else:
                behind.setdefault(last, []).append(uid)
        return [*behind.get(None, ()), *(each for uid in lead for each in (uid, *behind.get(uid, ())))]

    def _numbered(self, order: list[str], ours: list[str], theirs: list[str]) -> list[Item]:
        """Number a family: as on the side that has the very same one, else from 0."""
        for same, side in ((theirs, self.theirs), (ours, self.ours)):
            if order == same:
                return [replace(self.items[uid], position=side[uid].position) for uid in order]
        return [replace(self.items[uid], position=place) for place, uid in enumerate(order)]


def _alike(one: Item | None, other: Item | None) -> bool:
    """Tell whether two states of an item are the same, places aside."""
    if one is None or other is None:
        return False
    return one == other or replace(one, position=other.position) == other


def _rearranged(before: list[str], after: list[str]) -> bool:
    """Tell whether the items that both lists hold stand in another order."""
    common = set(before) & set(after)
    return [uid for uid in before if uid in common] != [uid for uid in after if uid in common]
