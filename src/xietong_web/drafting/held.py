"""Takes a plan's uid; gives the plan with its parties, and to an act what it needs of the items under the plan's lock.

An act reads each row once and works on that: whoever changes an item meets the row that was read to decide upon it.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, QuerySet

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.paths import below
from xietong_web.drafting.rows import BESIDE, values_of_rows

# What is read of a plan's document only where it is shown: megabytes, of some.
LONG = ("document__text", "document__draft")
Place = tuple[str, int | None]
"""Where an item stands: its path, the id of its parent."""


def _with_parties(uid: str) -> QuerySet[Plan]:
    """Ask for a plan and its document, once for each party."""
    parties = {"party_pk": F("memberships__party_id"), "party_code": F("memberships__party__code")}
    plans = Plan.objects.filter(uid=uid).select_related("document").defer(*LONG)
    return plans.annotate(**parties).order_by("memberships__ordinal")


_plan = asked(_with_parties)


@asked
def _plan_locked(uid: str) -> QuerySet[Plan]:
    return _with_parties(uid).select_for_update(of=("self",))


def plan_of(uid: str) -> Plan | None:
    """Return a plan that knows its parties and document."""
    return _one(_plan(uid))


def plan_locked(uid: str) -> Plan | None:
    """Return such a plan, locked until the transaction ends."""
    return _one(_plan_locked(uid))


def _one(rows: Sequence[Plan]) -> Plan | None:
    for plan in rows[:1]:
        listed = ((row.party_pk, row.party_code) for row in rows)  # type: ignore[attr-defined] # annotated
        plan.known_parties = tuple(each for each in listed if each[0] is not None)
        return plan
    return None


@asked
def _items(plan: str, uids: Sequence[str]) -> QuerySet[Item]:
    return Item.objects.filter(Among("uid", uids), plan=plan).annotate(**BESIDE).order_by("path")


_FAMILY = ("uid", "path", "parent_id")


@asked
def _children(plan: str, parent: str) -> QuerySet[Item, tuple[str, str, int | None]]:
    return Item.objects.filter(plan=plan, parent__uid=parent).order_by("path").values_list(*_FAMILY)


@asked
def _first_level(plan: str) -> QuerySet[Item, tuple[str, str, int | None]]:
    return Item.objects.filter(plan=plan, parent=None).order_by("path").values_list(*_FAMILY)


@asked
def _places(plan: str, uids: Sequence[str]) -> QuerySet[Item, tuple[str, str, int | None]]:
    return Item.objects.filter(Among("uid", uids), plan=plan).order_by("path").values_list(*_FAMILY)


def no_such_item() -> Refusal:
    """Return the refusal of an item that the plan does not have, or not any more."""
    return Refusal(
        "not-found",
        zh="没有这个事项，可能已被他人删除；请刷新页面。",
        en="There is no such item; somebody may have deleted it. Reload the page.",
    )


class Held:
    """The rows of a plan's items that an act has read so far, as it leaves them: the plan is locked meanwhile."""

    def __init__(self, plan: Plan, rows: Mapping[str, Item] | None = None) -> None:
        self.plan = plan
        self.rows: dict[str, Item] = dict(rows or {})
        self._places: dict[str, Place] = {}

    def read(self, uids: Iterable[str]) -> dict[str, Item]:
        """Return the rows of those of some items that there are."""
        wanted = dict.fromkeys(uids)
        missing = [uid for uid in wanted if uid not in self.rows]
        if missing:
            self.rows |= {row.uid: row for row in _items(self.plan.pk, missing)}
        return {uid: self.rows[uid] for uid in wanted if uid in self.rows}

    def item(self, uid: str) -> Item:
        """Return one row. Raises Refusal ``not-found``."""
        found = self.read([uid]).get(uid)
        if found is None:
            raise no_such_item()
        return found

    def above(self, uid: str) -> str | None:
        """Return the uid of an item's parent. Raises Refusal ``not-found``."""
        found: str | None = self.item(uid).parent_uid  # type: ignore[attr-defined] # annotated
        return found

    def values(self, uids: Iterable[str]) -> dict[str, drafting.Item]:
        """Return the values of those of some items that there are, by uid in reading order."""
        return {value.uid: value for value in values_of_rows(self.plan, self.read(uids).values())}

    def subtree(self, item: Item) -> list[Item]:
        """Return an item and all under it, in reading order."""
        found = self.plan.items.filter(path__range=below(item.path)).annotate(**BESIDE).order_by("path")
        return [self.rows.setdefault(row.uid, row) for row in found]

    def family(self, parent: str | None) -> list[str]:
        """Return the uids of an item's children (``None``: of the plan's first level) in order."""
        found = _first_level(self.plan.pk) if parent is None else _children(self.plan.pk, parent)
        self._places |= {uid: (path, above) for uid, path, above in found}
        return [uid for uid, *_ in found]

    def places(self, uids: Iterable[str]) -> Mapping[str, Place]:
        """Return where some items stand."""
        wanted = [uid for uid in uids if uid not in self.rows]
        missing = [uid for uid in wanted if uid not in self._places]
        if missing:
            self._places |= {uid: (path, above) for uid, path, above in _places(self.plan.pk, missing)}
        rows = ((row.uid, (row.path, row.parent_id)) for row in self.rows.values())
        return {**{uid: self._places[uid] for uid in wanted if uid in self._places}, **dict(rows)}

    def moved(self) -> None:
        """Know no places any more but those of the rows: items were carried with all under them."""
        self._places.clear()
