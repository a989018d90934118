"""Takes an act that was decided; gives its chained entry, and tells whoever listens."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction

from xietong import endorsing
from xietong.endorsing import GENESIS
from xietong_web.audit.anchor import write_anchor
from xietong_web.audit.asking import asked
from xietong_web.audit.digests import canonical, row_digest
from xietong_web.audit.models import Entry, Head


class Actor(Protocol):
    """Who acts: a member, or the system itself."""

    @property
    def sign(self) -> str:
        """The sign-in name."""

    @property
    def party_code(self) -> str:
        """The code of the party acted for; empty for administrators and the system."""


@dataclass(frozen=True, slots=True)
class System:
    """The platform acting by itself: a job, a command on the operator's machine."""

    sign: str = "system"
    party_code: str = ""


Listener = Callable[[Entry, Mapping[str, Any]], None]
_LISTENERS: dict[str, list[Listener]] = {}


def when(act: str) -> Callable[[Listener], Listener]:
    """Register a later room's listener for an act; it runs in the act's own transaction."""

    def register(listener: Listener) -> Listener:
        _LISTENERS.setdefault(act, []).append(listener)
        return listener

    return register


def record(
    act: str,
    *,
    by: Actor,
    now: datetime,
    subject: tuple[str, str] = ("", ""),
    data: Mapping[str, Any] | None = None,
    rows: Iterable[models.Model] = (),
    removed: Iterable[tuple[str, Any]] = (),
    private: bool = False,
    aside: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one chained entry in the running transaction and tell the listeners.

    ``act`` is ``room.what-happened``; ``subject`` is (kind, key); ``rows`` are the guarded rows the act wrote,
    ``removed`` the (label, key) pairs it deleted; ``private`` keeps the entry inside the acting party;
    ``aside`` is told to the listeners beside ``data`` and not written: what they would have to read again.
    Raises RuntimeError outside a transaction: an act without one could be half-written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{act} was recorded outside a transaction")
    head = locked_head()
    told: list[list[str | None]] = [[row._meta.label_lower, str(row.pk), row_digest(row)] for row in rows]  # noqa: SLF001
    told += [[label, str(key), None] for label, key in removed]
    entry = Entry(
        seq=head.seq + 1,
        at=now.astimezone(UTC),
        act=act,
        actor=by.sign,
        party=by.party_code,
        private=private,
        subject_kind=subject[0],
        subject=subject[1],
        data=canonical(dict(data or {})),
        rows=canonical(told),
        previous=head.hash,
    )
    entry.hash = entry_hash(entry)
    _write(entry)
    _anchor_when_committed(entry)
    for listener in _LISTENERS.get(act, ()):
        listener(entry, {**(data or {}), **(aside or {})})
    return entry


def locked_head() -> Head:
    """Return the head row, locked until the transaction ends; the first call makes it."""
    found = _locked()
    if not found:
        Head.objects.get_or_create(id=1, defaults={"seq": 0, "hash": GENESIS, "seal": seal(0, GENESIS)})
        found = _locked()
    return found[0] if found else Head(id=1, seq=0, hash=GENESIS, seal=seal(0, GENESIS))


@asked
def _locked() -> models.QuerySet[Head]:
    return Head.objects.select_for_update().filter(pk=1)


@asked
def _committed() -> models.QuerySet[Head]:
    return Head.objects.filter(pk=1)


def _write(entry: Entry) -> None:
    """Write an entry and move the head to it."""
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash, seal=seal(entry.seq, entry.hash))


class _Anchor:
    """Copies the head once a transaction is committed, once for all its acts. A later one beside it is as right.

    An act inside another may still be taken back alone: then the head that was committed has to be asked for.
    """

    def __init__(self) -> None:
        self.lasting = True
        self.head = (0, "")

    def __call__(self) -> None:
        found = [] if self.lasting else _committed()
        seq, last = (found[0].seq, found[0].hash) if found else self.head
        if seq:
            write_anchor(seq, last)


def _anchor_when_committed(entry: Entry) -> None:
    own = transaction.get_connection()
    waiting = [act for _, act, _ in own.run_on_commit if isinstance(act, _Anchor)]
    anchor = waiting[0] if waiting else _Anchor()
    anchor.lasting = anchor.lasting and not own.savepoint_ids
    anchor.head = (entry.seq, entry.hash) if anchor.lasting else (0, "")
    if not waiting:
        transaction.on_commit(anchor)


def entry_hash(entry: Entry) -> str:
    """Return the hash of an entry, which covers every column of it and the hash before it (``endorsing.chain``)."""
    columns = {
        "seq": str(entry.seq),  # RFC 8785 numbers are doubles: a whole number beyond 2**53 would lose digits
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "act": entry.act,
        "actor": entry.actor,
        "party": entry.party,
        "private": entry.private,
        "subject": [entry.subject_kind, entry.subject],
        "data": entry.data,
        "rows": entry.rows,
    }
    return endorsing.chain(entry.previous, columns)


def seal(seq: int, head_hash: str) -> str:
    """Return the HMAC-SHA-256 (hex) over the head, under the workspace's key, which the database does not hold."""
    key = bytes.fromhex(settings.JOURNAL_SEAL_KEY)
    return hmac.new(key, f"{seq}:{head_hash}".encode(), hashlib.sha256).hexdigest()
