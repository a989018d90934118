"""Takes a plan; gives its items' rows in reading order, read once and kept up with the journal.

What is not in the journal did not happen: the entries since the last question name the rows that changed, and only
those are read again.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet, TextField
from django.db.models.functions import Cast

from xietong_web.audit.models import Entry
from xietong_web.audit.queries import hash_at
from xietong_web.drafting.models import Item, Plan

# Days come as text: numpy reads a column of texts at once, Django would make 400,000 objects of 100,000 rows.
_DAYS = ("start", "due", "first_start", "first_due")
_NAMES = ("path", "pk", "parent_id", "uid", "number", "title", "recurrence")
_ITEM = Item._meta.label_lower  # noqa: SLF001
ROOM = 250_000  # rows that one process keeps
FOLLOWED = 5000  # changed rows that are read one by one; after more of them all are read anew
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of a plan after the journal's entry ``seq``, whose hash is ``seal``."""

    seq: int
    seal: str
    rows: Sequence[Row]


_STORE: dict[str, Known] = {}
_LOCK = Lock()


def item_rows(plan: Plan) -> Sequence[Row]:
    """Return (path, pk, parent's pk, uid, number, title, recurrence, start, due, first start, first due) of each item,
    by path; days are texts ``2025-12-31`` or ``None``."""
    if transaction.get_connection().in_atomic_block:  # entries of this transaction are still to come
        return list(_read(plan.items.all()))
    with _LOCK:
        known = _STORE.pop(plan.uid, None)
        found = _followed(plan, known) or _anew(plan)
        _STORE[plan.uid] = found
        while len(_STORE) > 1 and sum(len(each.rows) for each in _STORE.values()) > ROOM:
            _STORE.pop(next(iter(_STORE)))
        return found.rows


def _read(items: QuerySet[Item]) -> Iterator[Row]:
    days = {f"{name}_text": Cast(name, TextField()) for name in _DAYS}
    return iter(items.order_by("path").annotate(**days).values_list(*_NAMES, *days))


def _anew(plan: Plan) -> Known:
    last = Entry.objects.aggregate(last=Max("seq"))["last"] or 0
    return Known(last, hash_at(last), list(_read(plan.items.all())))


def _followed(plan: Plan, known: Known | None) -> Known | None:
    """Return the rows as they are now; ``None`` where there is nothing to follow from, or too much to follow."""
    if known is None or not known.seq or hash_at(known.seq) != known.seal:
        return None
    last = known
    changed: set[int] = set()
    entries = Entry.objects.filter(seq__gt=known.seq).order_by("seq")
    for seq, told, seal in entries.values_list("seq", "rows", "hash").iterator():
        last = Known(seq, seal, known.rows)
        if f'"{_ITEM}"' in told:
            changed |= {int(key) for label, key, _ in json.loads(told) if label == _ITEM}
        if len(changed) > FOLLOWED:
            return None
    if not changed:
        return last
    rows = [row for row in known.rows if row[1] not in changed]
    rows += _read(plan.items.filter(pk__in=changed))
    rows.sort(key=itemgetter(0))
    return Known(last.seq, last.seal, rows)
