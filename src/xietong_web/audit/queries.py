"""Takes a reader; gives the entries of the journal that this reader may see, and whether the chain holds."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q

from xietong.endorsing import GENESIS
from xietong_web.audit.anchor import read_anchor
from xietong_web.audit.days import SHANGHAI as SHANGHAI
from xietong_web.audit.digests import GUARDED, row_digest
from xietong_web.audit.models import Entry, EntrySet, Head
from xietong_web.audit.services import entry_hash, seal

# What reading a row raises in which somebody has written a text for a number, or half a date.
UNREADABLE = (ArithmeticError, TypeError, ValueError, ValidationError)
AnyRow = TypeVar("AnyRow", bound=models.Model)


def visible_to(party_code: str | None) -> EntrySet:
    """Return the entries a party may see: everybody's, and its own private ones (``None``: the public ones only)."""
    return Entry.objects.filter(Q(private=False) | Q(party=party_code or "-"))


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Asia/Shanghai, for questions ``as_of`` that day."""
    return datetime.combine(day, time.max, SHANGHAI)


def stamp(kind: str, key: str) -> str:
    """Return the hash of the last entry about a thing: while it stands, the thing's guarded rows stand (empty: none).

    Pages keep what they worked out of many rows under this stamp.
    """
    last = Entry.objects.about(kind, key).values_list("hash", flat=True).first()
    return last or ""


def last_entry() -> int:
    """Return the number of the journal's last entry (0: none yet)."""
    return Head.objects.filter(id=1).values_list("seq", flat=True).first() or 0


@contextmanager
def one_moment() -> Iterator[None]:
    """Read all within as it stands at its beginning, whatever is written meanwhile (in a transaction: as that does)."""
    if connection.in_atomic_block:
        yield
        return
    snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN"
    with connection.cursor() as cursor:
        cursor.execute(snapshot)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def breaks() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every break in the journal and the rows it guards, the earliest first."""
    previous, last, digests = GENESIS, 0, dict[tuple[str, str], str | None]()
    hashes: dict[int, str] = {}
    anchor = read_anchor()
    for seq, entry in _read(Entry.objects.all()):
        if entry is None:
            yield "journal-entry", f"entry {seq}"
            last = seq
            continue
        if entry.seq != last + 1:
            yield "journal-gap", f"entry {last + 1}"
        if entry.previous != previous:
            yield "journal-chain", f"entry {entry.seq}"
        if entry.at is None or entry_hash(entry) != entry.hash:
            yield "journal-entry", f"entry {entry.seq}"
        previous, last = entry.hash, entry.seq
        if anchor and entry.seq == anchor[0]:
            hashes[entry.seq] = entry.hash
        for label, key, digest in _told(entry):
            digests[label, key] = digest
    yield from _head_breaks(last, previous, anchor, hashes)
    yield from _row_breaks(digests)


def anchor_breaks() -> Iterator[tuple[str, str]]:
    """Yield (code, where) where the copy of the journal's head on disk is gone or cannot be read."""
    head = Head.objects.filter(id=1).first()
    anchor = read_anchor()
    if head and head.seq and (anchor is None or anchor[0] < 1):
        yield "journal-anchor", "keys"


def _told(entry: Entry) -> list[list[Any]]:
    try:
        told: list[list[Any]] = json.loads(entry.rows)
    except ValueError:
        return []  # the entry's own hash has already been reported as broken
    return told


def _head_breaks(
    last: int, previous: str, anchor: tuple[int, str] | None, hashes: dict[int, str]
) -> Iterator[tuple[str, str]]:
    head = Head.objects.filter(id=1).first()
    if head is None:
        if last or anchor:
            yield "journal-head", "the head row is missing"
        return
    if (head.seq, head.hash) != (last, previous):
        yield "journal-head", f"the head names entry {head.seq}, the journal ends with entry {last}"
    if head.seal != seal(head.seq, head.hash):
        yield "journal-seal", "the head row was not written by this workspace"
    if anchor and anchor[0] and hashes.get(anchor[0]) != anchor[1]:
        yield "journal-cut", f"the copy on disk knows entry {anchor[0]}"


def _row_breaks(digests: dict[tuple[str, str], str | None]) -> Iterator[tuple[str, str]]:
    for label, model in GUARDED.items():
        for key, row in _read(model._default_manager.all()):  # noqa: SLF001
            told = digests.pop((label, str(key)), None)
            if told is None:
                yield "row-untold", f"{label} {key}"
            elif row is None or told != _digest(row):
                yield "row-changed", f"{label} {key}"
    for (label, key), digest in digests.items():
        if digest is not None and label in GUARDED:
            yield "row-missing", f"{label} {key}"


def _digest(row: models.Model) -> str:
    try:
        return row_digest(row)
    except UNREADABLE:
        return ""


def _read(rows: models.QuerySet[AnyRow]) -> Iterator[tuple[Any, AnyRow | None]]:
    """Yield each row with its key; ``None`` for one in which stands what its columns cannot hold."""
    last: Any = None
    try:
        for row in rows.order_by("pk").iterator(chunk_size=2000):
            yield row.pk, row
            last = row.pk
    except UNREADABLE:
        rest = rows if last is None else rows.filter(pk__gt=last)
        for key in rest.order_by("pk").values_list("pk", flat=True).iterator():
            yield key, _one(rows, key)


def _one(rows: models.QuerySet[AnyRow], key: Any) -> AnyRow | None:
    try:
        return rows.get(pk=key)
    except UNREADABLE:
        return None
