"""Takes a gold document and what a reader found in it; gives counts of right, missed and false finds of every kind.

Spans are compared after aligning both texts without white space: exactly where the remaining characters agree, by
paragraph and then by character (difflib) where they do not. Widths of characters do not count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from bench.corpus import Document

KINDS = ("outline", "tasks", "units", "deadlines", "targets", "basis")
Key = tuple[Any, ...]
Spanned = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader says of one text: spans count code points of ``text``; keys are compared as wholes."""

    text: str
    is_plan: bool
    outline: tuple[Key, ...] = ()
    tasks: tuple[tuple[int, int, float], ...] = ()  # start, end, confidence
    units: tuple[Key, ...] = ()
    deadlines: tuple[Key, ...] = ()
    targets: tuple[Key, ...] = ()
    basis: tuple[Key, ...] = ()
    items: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Tally:
    """Counts of one kind over documents; ``misses`` and ``extras`` name the documents' finds for the error report."""

    right: int = 0
    gold: int = 0
    found: int = 0
    misses: list[tuple[str, Key]] = field(default_factory=list)
    extras: list[tuple[str, Key]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return the share of finds that are right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return the share of gold values that were found; 1 when there are none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, as 2·right / (gold + found)."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


@dataclass(slots=True)
class Score:
    """Everything measured over a set of documents."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    documents: int = 0
    plan_right: int = 0
    others: int = 0  # documents that are no plan
    items_in_others: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    wrong_plan: list[str] = field(default_factory=list)
    characters: int = 0
    bytes: int = 0
    seconds: float = 0.0
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def plan_accuracy(self) -> float:
        """Return the share of documents rightly told to be a plan or none."""
        return self.plan_right / self.documents if self.documents else 1.0

    @property
    def items_per_other(self) -> float:
        """Return the items found per document that is no plan."""
        return self.items_in_others / self.others if self.others else 0.0

    @property
    def calibration_error(self) -> float:
        """Return the expected calibration error of the items' confidence over ten equal bins (Naeini et al., 2015)."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for confidence, right in self.confidences:
            bins.setdefault(min(9, int(confidence * 10)), []).append((confidence, right))
        total = len(self.confidences)
        gaps = (abs(sum(c for c, _ in group) - sum(r for _, r in group)) for group in bins.values())
        return sum(gaps) / total if total else 0.0


def plain(words: str) -> str:
    """Return words without white space and with half-width letters, digits and brackets, for comparison."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


def bare(text: str) -> tuple[str, list[int]]:
    """Return the text's characters without white space in one width each, and every character's place in the text."""
    kept, places = [], []
    for place, character in enumerate(text):
        if not character.isspace() and character not in "\ufeff\u200b":
            narrow = unicodedata.normalize("NFKC", character)
            kept.append(narrow if len(narrow) == 1 else character)
            places.append(place)
    return "".join(kept), places


def align(gold: str, seen: str) -> list[int | None]:
    """Return for every code point of ``seen`` its counterpart among the non-space characters of ``gold``, or None."""
    gold_bare, _ = bare(gold)
    seen_bare, places = bare(seen)
    if gold_bare == seen_bare:
        counterparts: list[int | None] = list(range(len(seen_bare)))
    else:
        counterparts = _by_paragraph(gold, seen, len(seen_bare))
    whole: list[int | None] = [None] * len(seen)
    for place, counterpart in zip(places, counterparts, strict=True):
        whole[place] = counterpart
    return whole


def _paragraphs(text: str) -> list[str]:
    return [part for part in (bare(line)[0] for line in re.split(r"[\n\t]", text)) if part]


def _by_paragraph(gold: str, seen: str, length: int) -> list[int | None]:
    a, b = _paragraphs(gold), _paragraphs(seen)
    starts_a, starts_b = _starts(a), _starts(b)
    counterparts: list[int | None] = [None] * length
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            for k in range(starts_b[j2] - starts_b[j1]):
                counterparts[starts_b[j1] + k] = starts_a[i1] + k
        elif tag == "replace":
            _by_character("".join(a[i1:i2]), "".join(b[j1:j2]), starts_a[i1], starts_b[j1], counterparts)
    return counterparts


def _starts(paragraphs: Sequence[str]) -> list[int]:
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph))
    return starts


def _by_character(a: str, b: str, at_a: int, at_b: int, counterparts: list[int | None]) -> None:
    for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        for k in range(size):
            counterparts[at_b + j + k] = at_a + i + k


def add(score: Score, document: Document, found: Found) -> None:
    """Compare what was found in one document with its gold values and add the outcome to ``score``."""
    name = document.path.stem
    score.documents += 1
    score.plan_right += found.is_plan == document.is_plan
    if found.is_plan != document.is_plan:
        score.wrong_plan.append(name)
    if not document.is_plan:
        score.others += 1
        score.items_in_others += found.items
    score.characters += len(document.text)
    score.bytes += len(document.text.encode())
    score.seconds += found.seconds
    for kind in KINDS:
        if kind != "tasks":
            _add_keys(score.tallies[kind], name, gold_keys(document, kind), getattr(found, kind))
    _add_tasks(score, document, found)


def gold_keys(document: Document, kind: str) -> tuple[Key, ...]:
    """Return a document's gold values of one kind as comparable keys (basis: each title once)."""
    if kind == "outline":
        return tuple((plain(document.quote(mark)),) for mark in document.tagged("h"))
    if kind == "units":
        return tuple((plain(document.quote(mark)), mark.get("r")) for mark in document.tagged("u"))
    if kind == "deadlines":
        return tuple((mark.get("s"), mark.get("e"), mark.get("r")) for mark in document.tagged("d"))
    if kind == "targets":
        return tuple(
            (mark.get("o"), str(Decimal(mark.get("v")).normalize()), plain(mark.get("u")))
            for mark in document.tagged("g")
        )
    return tuple(sorted({(plain(document.quote(mark)),) for mark in document.tagged("b")}))


def _add_keys(tally: Tally, name: str, gold: Iterable[Key], found: Iterable[Key]) -> None:
    wanted, seen = Counter(gold), Counter(found)
    tally.gold += wanted.total()
    tally.found += seen.total()
    tally.right += (wanted & seen).total()
    tally.misses += [(name, key) for key in (wanted - seen).elements()]
    tally.extras += [(name, key) for key in (seen - wanted).elements()]


def _add_tasks(score: Score, document: Document, found: Found) -> None:
    tally = score.tallies["tasks"]
    _, places = bare(document.text)
    index = {place: i for i, place in enumerate(places)}
    gold = [_covered([index[p] for p in range(m.start, m.end) if p in index]) for m in document.tagged("k")]
    counterparts = align(document.text, found.text) if found.tasks else []
    mapped = [_covered([c for c in counterparts[start:end] if c is not None]) for start, end, _ in found.tasks]
    pairs = matched(gold, mapped)
    hit = set(pairs.values())
    name = document.path.stem
    tally.gold += len(gold)
    tally.found += len(mapped)
    tally.right += len(pairs)
    tally.misses += [(name, (document.quote(m),)) for i, m in enumerate(document.tagged("k")) if i not in pairs]
    tally.extras += [(name, (found.text[s:e],)) for j, (s, e, _) in enumerate(found.tasks) if j not in hit]
    score.confidences += [(confidence, j in hit) for j, (_, _, confidence) in enumerate(found.tasks)]


def _covered(indices: list[int]) -> Spanned:
    return (min(indices), max(indices) + 1) if indices else (-1, -1)


def matched(gold: Sequence[Spanned], found: Sequence[Spanned], least: float = 0.5) -> dict[int, int]:
    """Pair gold and found spans one to one, best overlap first; only pairs whose IoU reaches ``least`` count."""
    pairs = []
    order = sorted(range(len(found)), key=lambda j: found[j])
    for i, wanted in enumerate(gold):
        for j in order:
            if found[j][0] >= wanted[1]:
                break
            overlap = iou(wanted, found[j])
            if overlap >= least:
                pairs.append((-overlap, i, j))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return chosen


def iou(a: Spanned, b: Spanned) -> float:
    """Return the overlap of two half-open intervals over their union, 0 to 1."""
    overlap = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    union = (a[1] - a[0]) + (b[1] - b[0]) - overlap
    return overlap / union if union else 0.0
