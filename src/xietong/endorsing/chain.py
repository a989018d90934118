"""Takes journal entries; gives the hash that chains each to all before it, and the first place where a chain breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xietong.basics import Finding, Severity, Wording
from xietong.endorsing.canonical import canonical_json, digest

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One record of a chain: its place from 1, the hash before it, what it says (plain JSON values), its own hash."""

    sequence: int
    previous: str
    entry: Mapping[str, Any]
    hash: str


def chain(previous_hash: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry: SHA-256 (hex) over the canonical form of the entry with the hash before it.

    The first entry follows ``GENESIS``. Refuses ``unwritable-text``.
    """
    return digest(canonical_json({"previous": previous_hash, "entry": entry}))


def append(previous: Link | None, entry: Mapping[str, Any]) -> Link:
    """Return the link that follows another (``None``: the first of a chain)."""
    before, sequence = (previous.hash, previous.sequence + 1) if previous else (GENESIS, 1)
    return Link(sequence, before, entry, chain(before, entry))


def verify_chain(entries: Iterable[Link], heads: Mapping[int, str] | None = None) -> Finding | None:
    """Return the first break of a chain read from its beginning, or ``None``; memory does not grow with its length.

    ``heads`` are hashes known from elsewhere by sequence number (in signatures, in an anchor): a chain that was written
    anew, or cut off before one of them, is found by them. ``subject`` of the finding is the sequence number.
    """
    due = dict(heads or {})
    previous, sequence = GENESIS, 0
    for link in entries:
        sequence += 1
        if link.sequence != sequence:
            return _break("journal_gap", sequence, "缺失或顺序被改动", "is missing or out of order")
        if link.previous != previous:
            return _break("journal_unlinked", sequence, "与上一条不衔接", "does not follow the one before it")
        if link.hash != chain(previous, link.entry):
            return _break("journal_altered", sequence, "内容被改动", "was altered")
        if due.pop(sequence, link.hash) != link.hash:
            return _break("journal_rewritten", sequence, "与签名所记不一致", "is not what was signed for")
        previous = link.hash
    if due:
        return _break("journal_cut_off", sequence + 1, "及其后被截断", "and what followed was cut off")
    return None


def _break(code: str, sequence: int, zh: str, en: str) -> Finding:
    wording = Wording(zh=f"留痕第 {sequence} 条{zh}。", en=f"Journal record {sequence} {en}.")
    return Finding(code, wording, Severity.ERROR, str(sequence))
