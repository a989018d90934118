"""Takes a plan; gives its items in time as columns, read once and kept in step with the journal.

The entries since the last question name the rows that changed: only those are read again and put in their places, and
what waits for what is worked out anew only where an item or a link came, went or moved.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import compress
from typing import Any

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from xietong import fulfilling
from xietong.fulfilling.calendar import DAY, Days, Flags, Ints
from xietong.fulfilling.shape import Shape, shape
from xietong_web.audit.following import Told
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Item, Link, Plan
from xietong_web.fulfilling.followed import followed

_ITEM, _LINK = (model._meta.label_lower for model in (Item, Link))  # noqa: SLF001
FOLLOWED = 5000  # changed rows that are read one by one; after more of them all are read anew


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A plan's items in reading order, one entry per item in each column.

    ``parents`` holds the ids of the parents (−1 at the top), ``names`` number and title together. The first dates are
    those first agreed.
    """

    paths: Sequence[str]
    uids: Sequence[str]
    names: Sequence[str]
    numbers: Sequence[str]
    rhythms: Sequence[str]
    pks: Ints
    parents: Ints
    start: Days
    due: Days
    first_start: Days
    first_due: Days


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The rows, and what comes before what among them."""

    rows: Rows
    shape: Shape


_COLUMNS = tuple(column.name for column in fields(Rows))
_DAYS = ("start", "due", "first_start", "first_due")


def sheet(plan: Plan) -> Sheet:
    """Return a plan's items in time, as their rows are now."""
    return followed(
        plan,
        "sheet",
        lambda: _shaped(plan, _read(plan.items.all())),
        lambda made, told: _taken(plan, made, told),
        weight=lambda made: len(made.rows.pks),
    )


def _read(items: QuerySet[Item]) -> Rows:
    # Days come as text: numpy reads a column of texts at once, Django would make 400,000 objects of 100,000 rows.
    days = {f"{name}_text": Cast(name, TextField()) for name in _DAYS}
    rows = list(
        items.order_by("path")
        .annotate(**days)
        .values_list("path", "uid", "title", "number", "recurrence", "pk", "parent_id", *days)
    )
    paths, uids, titles, numbers, rhythms, pks, parents, *texts = ([row[at] for row in rows] for at in range(11))
    return Rows(
        paths,
        uids,
        [number + title for number, title in zip(numbers, titles, strict=True)],
        numbers,
        rhythms,
        np.array(pks, dtype=np.int64),
        np.array([-1 if parent is None else parent for parent in parents], dtype=np.int64),
        *map(day_texts, texts),
    )


def _shaped(plan: Plan, rows: Rows) -> Sheet:
    links = np.array(plan.links.order_by("id").values_list("before_id", "after_id"), dtype=np.int64).reshape(-1, 2)
    before, after = (places(rows.pks, links[:, side]) for side in (0, 1))
    waits = fulfilling.LinkColumns(before, after, np.zeros(len(links), dtype=np.int64))
    return Sheet(rows, shape(places(rows.pks, rows.parents), waits))


def _taken(plan: Plan, made: Sheet, told: Told) -> Sheet | None:
    """Return the sheet as it is after some entries; ``None`` where too much has changed to read it one by one."""
    changed: dict[str, set[int]] = {_ITEM: set(), _LINK: set()}
    entries = Entry.objects.filter(seq__gte=told[0].seq, seq__lte=told[-1].seq, rows__contains='"drafting.')
    for text in entries.order_by("seq").values_list("rows", flat=True).iterator():
        for label, key, _ in json.loads(text):
            if label in changed:
                changed[label].add(int(key))
        if len(changed[_ITEM]) > FOLLOWED:
            return None
    rows = _patched(made.rows, changed[_ITEM], plan) if changed[_ITEM] else made.rows
    standing = rows.paths == made.rows.paths and np.array_equal(rows.pks, made.rows.pks)
    return Sheet(rows, made.shape) if standing and not changed[_LINK] else _shaped(plan, rows)


def _patched(rows: Rows, changed: set[int], plan: Plan) -> Rows:
    """Return the rows with those that changed as they are now."""
    fresh = _read(plan.items.filter(pk__in=changed))
    stays: Flags = ~np.isin(rows.pks, np.fromiter(changed, dtype=np.int64))
    paths = list(compress(rows.paths, stays.tolist()))
    at = [bisect_left(paths, path) for path in fresh.paths]
    columns = ((getattr(rows, name), getattr(fresh, name)) for name in _COLUMNS)
    return Rows(*(_put(old, stays, at, new) for old, new in columns))


def _put(old: Any, stays: Flags, at: Sequence[int], new: Any) -> Any:
    if isinstance(old, np.ndarray):
        return np.insert(old[stays], at, new)
    left, column, done = list(compress(old, stays.tolist())), [], 0
    for place, value in zip(at, new, strict=True):
        column += left[done:place]
        column.append(value)
        done = place
    return column + left[done:]


def day_texts(texts: Iterable[str | None]) -> Days:
    """Turn days written ``2025-12-31`` into a column; ``None`` becomes ``NaT``."""
    return np.array([text or "NaT" for text in texts], dtype=DAY)


def places(ids: Ints, wanted: Iterable[int]) -> Ints:
    """Return the place of each wanted id among the ids; −1 for −1."""
    asked = wanted if isinstance(wanted, np.ndarray) else np.array([*wanted], dtype=np.int64)
    if not len(ids):
        return asked
    order = np.argsort(ids)
    at = np.minimum(np.searchsorted(ids, asked, sorter=order), len(ids) - 1)
    return np.where(asked < 0, -1, order[at])
