"""Takes the old and new values of some items; gives the rows rewritten so, with every change kept and told.

One way for everything that changes items: an edit, a split, an undo, an adopted proposal. What a step needs is in the
values; what it must touch beyond them (the paths of a moved subtree) is found here.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import models

from xietong import drafting
from xietong.drafting.compare import rising
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import Actor
from xietong_web.drafting.bulk import insert, write_columns
from xietong_web.drafting.held import Held
from xietong_web.drafting.models import Duty, Item, ItemBasis, Link, Milestone, Plan, Revision, Target
from xietong_web.drafting.paths import WIDTH, between, check_depth, nth
from xietong_web.drafting.rows import Names, fill_item, write_parts

_KEYS: dict[str, tuple[type[models.Model], str]] = {
    "duties": (Duty, "item_id"),
    "targets": (Target, "item_id"),
    "milestones": (Milestone, "item_id"),
    "basis": (ItemBasis, "item_id"),
    "after": (Link, "after_id"),
}
PARTS = (Duty, Target, Milestone, ItemBasis)
# What no lasting path begins with: of items without a place yet, and of items on the way from one place to another in a
# family that is laid out anew.
NEW, PASSING = "^", "~"
_KEPT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_PLACE = frozenset({"id", "uid", "plan", "parent", "path", "branch", "depth"})
_CONTENT = tuple(field for field in Item._meta.concrete_fields if field.name not in _PLACE)  # noqa: SLF001


@dataclass(slots=True)
class Rewrite:
    """What was done, for the journal: the rows written, the (label, key) pairs removed, the batch of revisions."""

    batch: str
    written: dict[tuple[str, object], models.Model] = field(default_factory=dict)
    removed: list[tuple[str, object]] = field(default_factory=list)

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


@dataclass(frozen=True, slots=True)
class Texts:
    """The JSON texts of values of items, by uid, as revisions keep them before and after a step."""

    before: Mapping[str, str]
    after: Mapping[str, str]

    @classmethod
    def of(cls, before: Mapping[str, drafting.Item], after: Mapping[str, drafting.Item]) -> "Texts":
        """Put the texts together."""
        return cls(*({uid: _text(value) for uid, value in each.items()} for each in (before, after)))


def _text(value: drafting.Item) -> str:
    return _KEPT.encode(drafting.item_to_plain(value) | {"position": 0})


def rewrite(
    held: Held,
    *,
    before: Mapping[str, drafting.Item],
    after: Mapping[str, drafting.Item],
    orders: Mapping[str | None, Sequence[str]],
    act: str,
    by: Actor,
    now: datetime,
    accepted: bool = True,
    restored: Collection[str] | None = None,
    done: Rewrite | None = None,
    texts: Texts | None = None,
    revisions: Sequence[Revision] | None = None,
) -> Rewrite:
    """Make ``before`` into ``after``.

    Items only in ``after`` are added, only in ``before`` deleted. ``orders`` gives, for each parent (``None``: the
    plan) whose children change, all their uids in the new order. ``accepted`` marks the written items as looked at;
    an undo marks just those that were before (``restored``).
    ``done`` is what the same act has written already. What its revisions keep (``texts``), and they themselves, may be
    at hand.
    """
    plan, done = held.plan, done or Rewrite(batch=new_key())
    names = Names.of(plan, {duty.organisation for value in after.values() for duty in value.duties})
    held.read([*before, *(uid for uid in orders if uid and uid not in after)])
    places = {uid: held.rows[uid].path for uid in before}
    looked = {uid for uid in before if held.rows[uid].accepted}
    marks = _Marks(accepted, restored)
    _add(held, [value for uid, value in after.items() if uid not in before], names, marks)
    _arrange(held, orders, done)
    gone = [uid for uid in before if uid not in after]
    _delete(held, gone, done)
    changed = {uid: value for uid, value in after.items() if before.get(uid) != value}
    _fill(held, before, changed, names, marks, done)
    new_places = {uid: held.rows[uid].path for uid in after}
    if revisions is None:
        uids = [
            uid
            for uid in dict.fromkeys((*before, *after))
            if uid in gone or uid in changed or places.get(uid) != new_places.get(uid)
        ]
        texts = texts or Texts.of(before, after)
        revisions = revised(plan, uids, texts, places, new_places, looked, batch=done.batch, act=act, by=by, now=now)
    done.wrote(insert(revisions))
    return done


def revised(
    plan: Plan,
    uids: Iterable[str],
    texts: Texts,
    places: Mapping[str, str],
    new_places: Mapping[str, str],
    looked: Collection[str],
    *,
    batch: str,
    act: str,
    by: Actor,
    now: datetime,
) -> list[Revision]:
    """Return what is kept of the change of some items, which stand at paths before and after it; nothing is written.

    ``looked`` are those that somebody had looked at before it.
    """
    return [
        Revision(
            plan_id=plan.pk,
            item_uid=uid,
            batch=batch,
            at=now,
            by=by.sign,
            act=act,
            before=kept(texts.before[uid], places[uid], looked=uid in looked) if uid in texts.before else "",
            after=kept(texts.after[uid], new_places[uid]) if uid in texts.after else "",
        )
        for uid in uids
    ]


def reworded(
    before: Mapping[str, drafting.Item], after: Mapping[str, drafting.Item]
) -> dict[str, tuple[str, str] | None]:
    """Return the title and text of each item whose words change, ``None`` where it goes: for who listens."""
    words: dict[str, tuple[str, str] | None] = {}
    for uid in {**before, **after}:
        was, value = before.get(uid), after.get(uid)
        if value is None:
            words[uid] = None
        elif was is None or (was.title, was.text) != (value.title, value.text):
            words[uid] = (value.title, value.text)
    return words


def kept(text: str, path: str, *, looked: bool = False) -> str:
    """Return the text that a revision keeps: the value, the place among its siblings as the path's last step, and
    whether somebody had looked at it."""
    return f'{{"item":{text},"place":{_KEPT.encode(path[-WIDTH:])}{_LOOKED if looked else "}"}'


def was_looked_at(text: str) -> bool:
    """Tell whether what a revision kept had been looked at; of those kept before this was noted it is not known."""
    return text.endswith(_LOOKED)


_LOOKED = ',"looked":true}'  # the end of what a revision keeps of an item that had been looked at


@dataclass(frozen=True, slots=True)
class _Marks:
    """Whether a written item counts as looked at: all, those that did, or just those that an undo brings back so."""

    accepted: bool
    restored: Collection[str] | None

    def of(self, row: Item) -> bool:
        if self.restored is not None:
            return row.uid in self.restored
        return self.accepted or row.accepted


def from_kept(text: str) -> tuple[drafting.Item, str]:
    """Return the value and place that a revision kept."""
    plain = json.loads(text)
    return drafting.item_from_plain(plain["item"]), plain["place"]


def _add(held: Held, values: Sequence[drafting.Item], names: Names, marks: _Marks) -> None:
    """Make rows of new items, without a place yet; ``_arrange`` gives them theirs and writes them."""
    for value in values:
        item = Item(plan=held.plan, uid=value.uid, path=NEW, depth=0)
        item.accepted = marks.of(item)
        fill_item(item, value, names)
        held.rows[value.uid] = item


def _arrange(held: Held, orders: Mapping[str | None, Sequence[str]], done: Rewrite) -> None:
    """Put each family into its new order, parents before their children."""
    waiting = dict(orders)
    while waiting:
        ready = [uid for uid in waiting if uid is None or _settled(held.rows[uid], waiting)]
        for uid in ready or list(waiting):
            family = waiting.pop(uid)
            _arrange_family(held, held.rows[uid] if uid else None, family, done)


def _settled(row: Item, waiting: Mapping[str | None, Sequence[str]]) -> bool:
    return not any(row.uid in family for family in waiting.values())


def _arrange_family(held: Held, parent: Item | None, family: Sequence[str], done: Rewrite) -> None:
    prefix = parent.path if parent else ""
    above = parent.pk if parent else None
    standing = held.places(family)
    home = [uid for uid in family if standing[uid][1] == above and standing[uid][0] != NEW]
    steady = {home[place] for place in rising([_rank(standing[uid][0]) for uid in home])}
    paths = _paths(prefix, [(standing[uid][0] if uid in steady else None) for uid in family])
    anew = paths is None
    paths = [nth(prefix, number) for number in range(len(family))] if paths is None else paths
    new = [(held.rows[uid], path) for uid, path in zip(family, paths, strict=True) if standing[uid][0] == NEW]
    moving = [uid for uid in family if standing[uid][0] != NEW]
    wanted = dict(zip(family, paths, strict=True))
    moving = [uid for uid in moving if anew or standing[uid][0] != wanted[uid]]
    rows = held.read(moving)
    for number, uid in enumerate(moving if anew else ()):
        _carry(held, rows[uid], parent, f"{PASSING}{number:05d}", done)
    for uid in moving:
        if rows[uid].path != wanted[uid]:
            _carry(held, rows[uid], parent, wanted[uid], done)
    _place(new, parent, done)


def _place(new: Sequence[tuple[Item, str]], parent: Item | None, done: Rewrite) -> None:
    """Write new items below their parent, which has its row by now."""
    check_depth(path for _, path in new)
    for row, path in new:
        row.path, row.depth = path, parent.depth + 1 if parent else 0
        _put_below(row, parent)
    done.wrote(insert([row for row, _ in new]))


def _put_below(row: Item, parent: Item | None) -> None:
    row.parent = parent
    row.parent_uid = parent.uid if parent else None  # type: ignore[attr-defined] # see ``Held.above``


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


def _carry(held: Held, row: Item, parent: Item | None, path: str, done: Rewrite) -> None:
    """Move an item with all under it to another path."""
    old, subtree = row.path, held.subtree(row)
    shift = (parent.depth + 1 if parent else 0) - row.depth
    for each in subtree:
        each.path = path + each.path[len(old) :]
        each.depth += shift
    check_depth(each.path for each in subtree)
    _put_below(row, parent)
    write_columns(subtree, ["path", "depth", "parent"])
    held.moved()
    done.wrote(subtree)


def _delete(held: Held, uids: Sequence[str], done: Rewrite) -> None:
    if not uids:
        return
    items = held.plan.items.filter(uid__in=uids)
    pks = [held.rows.pop(uid).pk for uid in uids]
    for model in PARTS:
        done.remove(model._default_manager.filter(item_id__in=pks))  # noqa: SLF001
    done.remove(Link.objects.filter(models.Q(before_id__in=pks) | models.Q(after_id__in=pks)))
    done.remove(items)


def _fill(
    held: Held,
    before: Mapping[str, drafting.Item],
    changed: Mapping[str, drafting.Item],
    names: Names,
    marks: _Marks,
    done: Rewrite,
) -> None:
    """Write the contents of the items that changed."""
    rows = held.read(changed)
    differing: set[str] = set()
    for uid, row in rows.items():
        standing = dict(row.__dict__)
        fill_item(row, changed[uid], names)
        row.accepted = marks.of(row)
        row.revision += uid in before
        differing |= {f.name for f in _CONTENT if row.__dict__[f.attname] != standing[f.attname]}
    write_columns(list(rows.values()), sorted(differing))
    done.wrote(rows.values())
    _refill_parts(held, before, changed, rows, names, done)


def _refill_parts(
    held: Held,
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
    if not stripped:
        return
    known = {**rows, **held.read(uid for value in stripped.values() for uid in value.after)}
    resting = {uid for value in stripped.values() for uid in value.basis}
    basis = {each.uid: each for each in held.plan.basis.filter(uid__in=resting)} if resting else {}
    done.wrote(write_parts(held.plan, stripped.values(), known, basis, names))


def _part(value: drafting.Item | None, name: str) -> object:
    return getattr(value, name) if value else ()
