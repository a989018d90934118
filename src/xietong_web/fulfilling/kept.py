"""Takes what is worked out of a plan's many rows; keeps it while the journal says that these rows stand.

What is not in the journal did not happen, so the hash of a plan's last entry stands for its rows: a figure kept under
it is never stale, in no process and after no restore. The store is small, of this process alone, and may forget.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q

from xietong_web.audit.models import Entry
from xietong_web.audit.queries import stamp as about
from xietong_web.drafting.models import Plan

Kept = TypeVar("Kept")

ROOM = 250_000  # rows that one process keeps: some 150 MB at most
_STORE: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
_WORKING: dict[Hashable, Lock] = {}
_LOCK = Lock()


def last_entry(plan: Plan) -> str:
    """Return the hash of the last entry about a plan."""
    return about("plan", plan.uid)


def structure(plan: Plan) -> str:
    """Return the hash of the last entry that changed a plan's items, duties, dependencies, versions or rhythm.

    Much else is told about a plan (ledgers taken out, values set, extensions asked) that leaves these as they are.
    """
    changing = Q(act__startswith="drafting.") | Q(act__startswith="endorsing.") | Q(act="fulfilling.rhythm-set")
    last = Entry.objects.about("plan", plan.uid).filter(changing).values_list("hash", flat=True).first()
    return last or ""


def kept(
    plan: Plan,
    what: Hashable,
    work: Callable[[], Kept],
    *,
    weight: Callable[[Kept], int] = lambda _: 1,
    stamp: Callable[[Plan], str] = last_entry,
) -> Kept:
    """Return what ``work`` gives for a plan's present rows, without doing it again while they stand.

    ``what`` names the figure, with the day it is asked for; ``weight`` is how many rows the answer holds; ``stamp``
    stands for the rows that it is made of, all of the plan's by default. The answer is
    shared between threads: nobody changes it. The stamp is read before the rows, so that an act in between makes the
    answer newer than its stamp, never older. A transaction sees rows whose entry is still to come: there the work is
    always done.
    """
    if transaction.get_connection().in_atomic_block:
        return work()
    key = (plan.pk, stamp(plan), what)
    with _LOCK:
        working = _WORKING.setdefault(key, Lock())
    with working:  # whoever comes second waits for the first and takes what it made
        if key not in _STORE:
            made = work()
            with _LOCK:
                _put(key, weight(made), made)
            return made
    with _LOCK:
        if key in _STORE:
            _STORE.move_to_end(key)
            found: Kept = _STORE[key][1]
            return found
    return work()  # forgotten in between


def _put(key: Hashable, size: int, made: object) -> None:
    _STORE[key] = (max(1, size), made)
    while len(_STORE) > 1 and sum(size for size, _ in _STORE.values()) > ROOM:
        _STORE.popitem(last=False)
    for stale in [each for each, lock in _WORKING.items() if each not in _STORE and not lock.locked()]:
        del _WORKING[stale]
