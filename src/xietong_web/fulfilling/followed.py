"""Takes what is made of a plan's many rows; gives it in step with the journal: made once, changed by what has happened.

What is not in the journal did not happen: what was made of guarded rows is right until the next entry, and the entries
since then say all that may have changed. ``kept`` throws away what it keeps when an entry concerns it, ``followed``
changes it by the entries. Neither is stale in any process or after a restore; the store is of this process alone and
may forget. This is the one place where pages follow the journal.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar
from weakref import WeakValueDictionary

from django.db import transaction

from xietong.basics import uncollected
from xietong_web.accounts.models import Member
from xietong_web.audit.following import Happened, Mark, Told, journal
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.ahead import ahead

LARGE = 20_000  # rows from which on what is made is kept out of the way of the garbage collector
ROOM = 2_000_000  # rows that one process keeps: some 500 MB at most

Made = TypeVar("Made")


class _Store:
    """What is kept, the longest unused first; ``held`` counts its rows."""

    def __init__(self) -> None:
        self.kept: OrderedDict[Hashable, tuple[Mark, int, object]] = OrderedDict()
        self.held = 0
        self.lock = Lock()
        self.working: WeakValueDictionary[Hashable, Lock] = WeakValueDictionary()

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.kept.clear()
            self.held = 0

    def turn(self, key: Hashable) -> Lock:
        """Return the lock under which a thing is made: whoever comes second waits and takes what the first made."""
        with self.lock:
            return self.working.setdefault(key, Lock())

    def get(self, key: Hashable) -> tuple[Mark, object] | None:
        """Return what is kept, with how far it has followed."""
        with self.lock:
            if key not in self.kept:
                return None
            self.kept.move_to_end(key)
            mark, _, made = self.kept[key]
            return mark, made

    def put(self, key: Hashable, mark: Mark, size: int, made: object) -> None:
        """Keep a thing, and forget others beyond the room there is."""
        with self.lock:
            self.held += max(1, size) - self.kept.pop(key, (mark, 0, None))[1]
            self.kept[key] = (mark, max(1, size), made)
            while self.held > ROOM and len(self.kept) > 1:
                self.held -= self.kept.popitem(last=False)[1][1]


_STORE = _Store()


def forget() -> None:
    """Forget all that is kept: in another database, the same entry may stand for other rows."""
    journal.forget()
    _STORE.clear()


def about(plan: Plan) -> Callable[[Happened], bool]:
    """Tell of an entry whether it is about a plan."""
    return lambda entry: entry.kind == "plan" and entry.subject == plan.uid


def reshaping(plan: Plan) -> Callable[[Happened], bool]:
    """Tell of an entry whether it changed a plan's items, duties, dependencies, versions or rhythm.

    Much else is told about a plan (ledgers taken out, values set, extensions asked) that leaves these as they are.
    """
    reshape = ("drafting.", "endorsing.")
    told = about(plan)
    return lambda entry: told(entry) and (entry.act.startswith(reshape) or entry.act == "fulfilling.rhythm-set")


def followed(
    of: Plan | Member,
    what: Hashable,
    make: Callable[[], Made],
    take: Callable[[Made, Told], Made | None],
    *,
    weight: Callable[[Made], int] = lambda _: 50,
) -> Made:
    """Return what ``make`` gives for a plan's or a member's present rows, without making it again where it can follow.

    ``what`` names it, with the day it is asked for. ``take`` gives it as it is after some entries, or ``None`` where it
    must be made anew; it may meet an entry twice. ``weight`` is how many rows it holds. It is shared between threads:
    nobody else changes it. The journal is read before the rows, so that an act in between makes the answer newer than
    its mark, never older. A transaction sees rows whose entry is still to come: there it is always made.
    """
    if transaction.get_connection().in_atomic_block:
        return make()
    mark, key = journal.now(), (of.pk, what)
    with _STORE.turn(key):
        found = _known(key, mark, take, weight)
        if found is None:
            found = _made(make, weight)
            _STORE.put(key, mark, weight(found), found)
        return found


def _made(make: Callable[[], Made], weight: Callable[[Made], int]) -> Made:
    """Make something; let the collector pass over what is large, while it is made and as long as it is kept.

    Else it looks through it in whatever request meets it: at 22,000 items 220,000 objects, for 0.7 s of a busy core
    against 0.09 s of what is not kept. What is thrown away later, and what else lives at that moment, is freed by its
    count of references all the same; rubbish in circles is collected first.
    """
    with uncollected():
        found = make()
    if weight(found) >= LARGE:
        gc.collect()
        gc.freeze()
    return found


def followed_if_known(
    plan: Plan,
    what: Hashable,
    make: Callable[[], Made],
    take: Callable[[Made, Told], Made | None],
    *,
    weight: Callable[[Made], int] = lambda _: 50,
) -> Made | None:
    """Return what ``followed`` does where it need not be made: few rows are asked for sooner than a whole plan.

    A server makes it meanwhile, beside the answers, for who comes next.
    """
    if transaction.get_connection().in_atomic_block:
        return None
    mark, key = journal.now(), (plan.pk, what)
    turn = _STORE.turn(key)
    if not turn.acquire(blocking=False):  # it is being made, which takes longer
        return None
    try:
        found = _known(key, mark, take, weight)
    finally:
        turn.release()
    if found is None and ahead.serving:
        ahead.do(key, lambda: followed(plan, what, make, take, weight=weight))
    return found


def _known(
    key: Hashable, mark: Mark, take: Callable[[Made, Told], Made | None], weight: Callable[[Made], int]
) -> Made | None:
    held = _STORE.get(key)
    told = journal.since(held[0]) if held else None
    if held is None or told is None:
        return None
    known: Made = held[1]  # type: ignore[assignment] # whoever put it under this name
    found = take(known, told) if told else known
    if found is not None and told:
        _STORE.put(key, Mark(mark.era, told[-1].seq, told[-1].hash), weight(found), found)
    return found


def kept(
    plan: Plan,
    what: Hashable,
    make: Callable[[], Made],
    *,
    weight: Callable[[Made], int] = lambda _: 50,
    until: Callable[[Plan], Callable[[Happened], bool]] = about,
) -> Made:
    """Return what ``make`` gives for a plan's present rows, until an entry concerns it: one about the plan, unless
    ``until`` says which."""
    concerns = until(plan)
    return followed(plan, what, make, lambda made, told: None if any(map(concerns, told)) else made, weight=weight)


def kept_of(member: Member, what: Hashable, make: Callable[[], Made], *acts: str) -> Made:
    """Return what ``make`` gives for a member, until an act whose name begins with one of ``acts``.

    Those upon people and bodies are among them always, but for the signing in, which changes nothing.
    """

    def concerns(entry: Happened) -> bool:
        return entry.act.startswith(("accounts.", *acts)) and entry.act != "accounts.signed-in"

    return followed(member, what, make, lambda made, told: None if any(map(concerns, told)) else made)
