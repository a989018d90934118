"""Takes a score and its documents; gives the list of misses and false finds by cause and document, to learn from."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from bench.corpus import Document
from bench.reading_score import KINDS, Key, Score, Tally, plain

_PARTS = {
    "outline": ("title",),
    "tasks": ("span",),
    "units": ("name", "role"),
    "deadlines": ("start", "end", "recurring"),
    "targets": ("op", "value", "unit"),
    "basis": ("title",),
}
_TAG = {"outline": "h", "tasks": "k", "units": "u", "deadlines": "d", "targets": "g", "basis": "b"}


def report(documents: Iterable[Document], score: Score) -> str:
    """Return the error report: per kind a count of causes, then every error with its document and nearest gold."""
    by_name = {document.path.stem: document for document in documents}
    parts = [f"# wrong on plan or no plan: {', '.join(score.wrong_plan) or 'none'}"]
    parts += [f"# FAILED {name}\n{problem}" for name, problem in score.failures]
    parts += [_section(kind, score.tallies[kind], by_name) for kind in KINDS]
    return "\n\n".join(parts) + "\n"


def _section(kind: str, tally: Tally, documents: dict[str, Document]) -> str:
    misses, extras = _by_document(tally.misses), _by_document(tally.extras)
    causes: Counter[str] = Counter()
    lines: list[str] = []
    for name in sorted(misses.keys() | extras.keys()):
        lines.append(f"## {name} ({documents[name].meta['genre']}, {documents[name].name})")
        left = list(extras.get(name, []))
        for key in misses.get(name, []):
            cause, near = _cause(kind, key, left)
            causes[cause] += 1
            if near is not None:
                left.remove(near)
            lines.append(
                f"- {cause}: {_shown(key)}"
                + (f"  ← found {_shown(near)}" if near else "")
                + _context(kind, key, documents[name])
            )
        for key in left:
            causes["false find"] += 1
            lines.append(f"- false find: {_shown(key)}")
    summary = ", ".join(f"{cause} {count}" for cause, count in causes.most_common()) or "no errors"
    return "\n".join([f"# {kind}: F1 {tally.f1:.3f} ({summary})", *lines])


def _by_document(entries: list[tuple[str, Key]]) -> dict[str, list[Key]]:
    grouped: defaultdict[str, list[Key]] = defaultdict(list)
    for name, key in entries:
        grouped[name].append(key)
    return grouped


def _cause(kind: str, key: Key, extras: list[Key]) -> tuple[str, Key | None]:
    """Name what is wrong: the parts in which the nearest false find differs, or that there is none near."""
    best, likeness = None, 0.0
    for extra in extras:
        near = _likeness(kind, key, extra)
        if near > likeness:
            best, likeness = extra, near
    if best is None or likeness < 0.5:
        return "missed", None
    wrong = [part for part, mine, theirs in zip(_PARTS[kind], key, best, strict=False) if mine != theirs]
    return f"wrong {'+'.join(wrong)}", best


def _likeness(kind: str, key: Key, other: Key) -> float:
    if kind in ("deadlines", "targets"):
        return float(sum(bool(a == b and a != "") for a, b in zip(key, other, strict=True)) / len(key) + 0.2)
    mine, theirs = plain(key[0])[:200], plain(other[0])[:200]
    if mine in theirs or theirs in mine:
        return 0.9
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def _shown(key: Key | None) -> str:
    return " | ".join(str(part) or "·" for part in key) if key else ""


def _context(kind: str, key: Key, document: Document) -> str:
    """Return the words around a missed deadline or target, which its values alone do not tell."""
    if kind not in ("deadlines", "targets"):
        return ""
    for mark in document.tagged(_TAG[kind]):
        values = (
            (mark.get("s"), mark.get("e"), mark.get("r"))
            if kind == "deadlines"
            else (mark.get("o"), mark.get("v"), mark.get("u"))
        )
        if tuple(plain(v) for v in values) == tuple(plain(str(v)) for v in key):
            around = document.text[max(0, mark.start - 12) : mark.end + 12].replace("\n", "⏎")
            return f"  in «{around}»"
    return ""
