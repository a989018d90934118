"""Takes a plan; gives its items' rows in reading order, read once and kept in step with the journal.

The entries since the last question name the rows that changed, and only those are read again.
"""

import json
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from xietong_web.audit.following import Told
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.followed import followed

# Days come as text: numpy reads a column of texts at once, Django would make 400,000 objects of 100,000 rows.
_DAYS = ("start", "due", "first_start", "first_due")
_NAMES = ("path", "pk", "parent_id", "uid", "number", "title", "recurrence")
_ITEM = Item._meta.label_lower  # noqa: SLF001
FOLLOWED = 5000  # changed rows that are read one by one; after more of them all are read anew
Row = tuple[Any, ...]


def item_rows(plan: Plan) -> Sequence[Row]:
    """Return (path, pk, parent's pk, uid, number, title, recurrence, start, due, first start, first due) of each item,
    by path; days are texts ``2025-12-31`` or ``None``."""
    return followed(
        plan, "items", lambda: list(_read(plan.items.all())), lambda rows, told: _taken(plan, rows, told), weight=len
    )


def _read(items: QuerySet[Item]) -> Iterator[Row]:
    days = {f"{name}_text": Cast(name, TextField()) for name in _DAYS}
    return iter(items.order_by("path").annotate(**days).values_list(*_NAMES, *days))


def _taken(plan: Plan, rows: Sequence[Row], told: Told) -> Sequence[Row] | None:
    """Return the rows as they are after some entries; ``None`` where too much has changed to read it one by one."""
    changed: set[int] = set()
    entries = Entry.objects.filter(seq__gte=told[0].seq, seq__lte=told[-1].seq, rows__contains=f'"{_ITEM}"')
    for text in entries.order_by("seq").values_list("rows", flat=True).iterator():
        changed |= {int(key) for label, key, _ in json.loads(text) if label == _ITEM}
        if len(changed) > FOLLOWED:
            return None
    if not changed:
        return rows
    found = [row for row in rows if row[1] not in changed]
    found += _read(plan.items.filter(pk__in=changed))
    found.sort(key=itemgetter(0))
    return found
