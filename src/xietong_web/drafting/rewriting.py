"""Takes the old and new values of some items; gives the rows rewritten so, with every change kept and told.

One way for everything that changes items: an edit, a split, an undo, an adopted proposal. What a step needs is in the
values; what it must touch beyond them (the paths of a moved subtree) is found here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import models

from xietong import drafting
from xietong.drafting.compare import rising
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import Actor
from xietong_web.drafting.bulk import insert, write_columns
from xietong_web.drafting.models import Duty, Item, ItemBasis, Link, Milestone, Plan, Revision, Target
from xietong_web.drafting.paths import WIDTH, below, between, check_depth, nth
from xietong_web.drafting.rows import BATCH, Names, fill_item, item_values, write_parts

_KEYS: dict[str, tuple[type[models.Model], str]] = {
    "duties": (Duty, "item_id"),
    "targets": (Target, "item_id"),
    "milestones": (Milestone, "item_id"),
    "basis": (ItemBasis, "item_id"),
    "after": (Link, "after_id"),
}
PARTS = (Duty, Target, Milestone, ItemBasis)
# First characters of provisional paths, which no lasting path has: of items without a place yet, and of items on the
# way from one place to another in a family that is laid out anew.
NEW, PASSING = "^", "~"
_PLACE = frozenset({"id", "uid", "plan", "parent", "path", "branch", "depth"})
_CONTENT = tuple(field for field in Item._meta.concrete_fields if field.name not in _PLACE)  # noqa: SLF001


@dataclass(slots=True)
class Rewrite:
    """What was done, for the journal: the rows written, the (label, key) pairs removed, the batch of revisions."""

    batch: str
    written: dict[tuple[str, object], models.Model] = field(default_factory=dict)
    removed: list[tuple[str, object]] = field(default_factory=list)

    def item(self, row: Item) -> Item:
        """Return an item as it was written, or as it is where nothing of it changed."""
        found = self.written.get((row._meta.label_lower, row.pk))  # noqa: SLF001
        return found if isinstance(found, Item) else row

    def wrote(self, rows: Iterable[models.Model]) -> None:
        """Remember rows, the last state of each."""
        for row in rows:
            self.written[row._meta.label_lower, row.pk] = row  # noqa: SLF001

    def remove(self, rows: models.QuerySet[models.Model]) -> None:
        """Delete rows and remember that."""
        for row in rows:
            label = row._meta.label_lower  # noqa: SLF001
            self.written.pop((label, row.pk), None)
            self.removed.append((label, row.pk))
        rows.delete()


def values_of(plan: Plan, uids: Iterable[str]) -> dict[str, drafting.Item]:
    """Return the present values of some items, by uid."""
    return {value.uid: value for value in item_values(plan, plan.items.filter(uid__in=set(uids)))}


def rewrite(
    plan: Plan,
    *,
    before: Mapping[str, drafting.Item],
    after: Mapping[str, drafting.Item],
    orders: Mapping[str | None, Sequence[str]],
    act: str,
    by: Actor,
    now: datetime,
    accepted: bool = True,
    done: Rewrite | None = None,
) -> Rewrite:
    """Make ``before`` into ``after``.

    Items only in ``after`` are added, only in ``before`` deleted. ``orders`` gives, for each parent (``None``: the
    plan) whose children change, all their uids in the new order. ``accepted`` marks the written items as looked at.
    ``done`` is what the same act has written already.
    """
    done = done or Rewrite(batch=new_key())
    names = Names.of(plan, {duty.organisation for value in after.values() for duty in value.duties})
    places = dict(plan.items.filter(uid__in=before).values_list("uid", "path"))
    _add(plan, [value for uid, value in after.items() if uid not in before], names, accepted, done)
    _arrange(plan, orders, done)
    gone = [uid for uid in before if uid not in after]
    _delete(plan, gone, done)
    changed = {uid: value for uid, value in after.items() if before.get(uid) != value}
    rows = _fill(plan, before, changed, names, accepted, done)
    new_places = dict(plan.items.filter(uid__in=after).values_list("uid", "path")) if orders else places
    revisions = [
        Revision(
            plan=plan,
            item_uid=uid,
            batch=done.batch,
            at=now,
            by=by.sign,
            act=act,
            before=kept(before[uid], places[uid]) if uid in before else "",
            after=kept(after[uid], new_places[uid]) if uid in after else "",
        )
        for uid in dict.fromkeys((*before, *after))
        if uid in gone or uid in rows or places.get(uid) != new_places.get(uid)
    ]
    done.wrote(insert(revisions))
    return done


def kept(value: drafting.Item, path: str) -> str:
    """Return the text that a revision keeps: the value, and the place among its siblings as the path's last step."""
    plain = drafting.item_to_plain(value) | {"position": 0}
    return json.dumps({"item": plain, "place": path[-WIDTH:]}, ensure_ascii=False, separators=(",", ":"))


def from_kept(text: str) -> tuple[drafting.Item, str]:
    """Return the value and place that a revision kept."""
    plain = json.loads(text)
    return drafting.item_from_plain(plain["item"]), plain["place"]


def _add(plan: Plan, values: Sequence[drafting.Item], names: Names, accepted: bool, done: Rewrite) -> None:
    """Give new items a row at a provisional place; ``_arrange`` gives them their own."""
    rows = []
    for number, value in enumerate(values):
        item = Item(plan=plan, uid=value.uid, path=f"{NEW}{number:05d}", depth=0, accepted=accepted)
        fill_item(item, value, names)
        rows.append(item)
    done.wrote(Item.objects.bulk_create(rows, batch_size=BATCH))


def _arrange(plan: Plan, orders: Mapping[str | None, Sequence[str]], done: Rewrite) -> None:
    """Put each family into its new order, parents before their children."""
    waiting = dict(orders)
    while waiting:
        rows = {row.uid: row for row in plan.items.filter(uid__in=[uid for uid in waiting if uid])}
        ready = [uid for uid in waiting if uid is None or _settled(rows[uid], waiting)]
        for uid in ready or list(waiting):
            family = waiting.pop(uid)
            _arrange_family(plan, rows[uid] if uid else None, family, done)


def _settled(row: Item, waiting: Mapping[str | None, Sequence[str]]) -> bool:
    return not any(row.uid in family for family in waiting.values())


def _arrange_family(plan: Plan, parent: Item | None, family: Sequence[str], done: Rewrite) -> None:
    prefix = parent.path if parent else ""
    above = parent.pk if parent else None
    standing = {
        uid: (path, pk) for uid, path, pk in plan.items.filter(uid__in=family).values_list("uid", "path", "parent_id")
    }
    home = [uid for uid in family if standing[uid][1] == above and standing[uid][0][0] != NEW]
    steady = {home[place] for place in rising([_rank(standing[uid][0]) for uid in home])}
    paths = _paths(prefix, [(standing[uid][0] if uid in steady else None) for uid in family])
    anew = paths is None
    paths = [nth(prefix, number) for number in range(len(family))] if paths is None else paths
    moving = [uid for uid, path in zip(family, paths, strict=True) if anew or standing[uid][0] != path]
    rows = {row.uid: row for row in plan.items.filter(uid__in=moving)}
    for number, uid in enumerate(moving if anew else ()):
        _carry(plan, rows[uid], parent, f"{PASSING}{number:05d}", done)
    for uid, path in zip(family, paths, strict=True):
        if uid in rows and rows[uid].path != path:
            _carry(plan, rows[uid], parent, path, done)


def _rank(path: str) -> int:
    return int(path[-WIDTH:], 36)


def _paths(prefix: str, standing: Sequence[str | None]) -> list[str] | None:
    """Return a path for each place, keeping those that stand; ``None`` where some gap has no room left."""
    paths: list[str] = []
    for place, path in enumerate(standing):
        right = next((later for later in standing[place:] if later), None)
        found = path or between(prefix, paths[-1] if paths else None, right)
        if found is None:
            return None
        paths.append(found)
    return paths


def _carry(plan: Plan, row: Item, parent: Item | None, path: str, done: Rewrite) -> None:
    """Move an item with all under it to another path."""
    old = row.path
    # An item without a place has nothing below it yet: parents are given their places before their children.
    under = [] if old[0] == NEW else plan.items.filter(path__range=below(old)).exclude(pk=row.pk)
    subtree = [row, *under]
    shift = (parent.depth + 1 if parent else 0) - row.depth
    for each in subtree:
        each.path = path + each.path[len(old) :]
        each.depth += shift
    check_depth(each.path for each in subtree)
    row.parent = parent
    write_columns(subtree, ["path", "depth", "parent"])
    done.wrote(subtree)


def _delete(plan: Plan, uids: Sequence[str], done: Rewrite) -> None:
    if not uids:
        return
    items = plan.items.filter(uid__in=uids)
    pks = list(items.values_list("pk", flat=True))
    for model in PARTS:
        done.remove(model._default_manager.filter(item_id__in=pks))  # noqa: SLF001
    done.remove(Link.objects.filter(models.Q(before_id__in=pks) | models.Q(after_id__in=pks)))
    done.remove(items)


def _fill(
    plan: Plan,
    before: Mapping[str, drafting.Item],
    changed: Mapping[str, drafting.Item],
    names: Names,
    accepted: bool,
    done: Rewrite,
) -> set[str]:
    """Write the contents of the items that changed, and return their uids."""
    rows = {row.uid: row for row in plan.items.filter(uid__in=changed)}
    differing: set[str] = set()
    for uid, row in rows.items():
        standing = dict(row.__dict__)
        fill_item(row, changed[uid], names)
        row.accepted = accepted or row.accepted
        row.revision += uid in before
        differing |= {f.name for f in _CONTENT if row.__dict__[f.attname] != standing[f.attname]}
    if differing:
        write_columns(list(rows.values()), sorted(differing))
    done.wrote(rows.values())
    _refill_parts(plan, before, changed, rows, names, done)
    return set(rows)


def _refill_parts(
    plan: Plan,
    before: Mapping[str, drafting.Item],
    changed: Mapping[str, drafting.Item],
    rows: Mapping[str, Item],
    names: Names,
    done: Rewrite,
) -> None:
    """Write anew the kinds of part that differ: duties of one item, targets of another."""
    stripped: dict[str, drafting.Item] = {}
    for uid, value in changed.items():
        old = before.get(uid)
        parts: dict[str, Any] = {
            name: getattr(value, name) for name in _KEYS if _part(old, name) != getattr(value, name)
        }
        for name in parts:
            model, key = _KEYS[name]
            done.remove(model._default_manager.filter(**{key: rows[uid].pk}))  # noqa: SLF001
        if parts:
            bare = replace(value, duties=(), targets=(), milestones=(), basis=(), after=())
            stripped[uid] = replace(bare, **parts)
    others = {uid for value in stripped.values() for uid in value.after} - set(rows)
    known = {**rows, **({row.uid: row for row in plan.items.filter(uid__in=others)} if others else {})}
    resting = {uid for value in stripped.values() for uid in value.basis}
    basis = {each.uid: each for each in plan.basis.filter(uid__in=resting)} if resting else {}
    done.wrote(write_parts(plan, stripped.values(), known, basis, names))


def _part(value: drafting.Item | None, name: str) -> object:
    return getattr(value, name) if value else ()
