"""Takes a plan as it was read and as people left it; gives each sentence they judged, with what is right about it.

So the annotated corpus of the reading engine can grow from use: an example is a sentence of the document, what was
read from it, and the items that people made of it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xietong.basics import Span
from xietong.drafting.plain import item_to_plain
from xietong.drafting.plan import Item, Plan

FORMAT = "xietong-example/1"
# What the engine reads of a sentence; identities, places and weights are the plan's own.
FIELDS = ("kind", "title", "text", "start", "due", "recurrence", "duties", "targets", "milestones")


class Verdict(StrEnum):
    """What people said of a sentence's reading."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    SPLIT = "split"
    JOINED = "joined"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Example:
    """One judged sentence: its place in the cleaned text, what was read, what is right. Both hold plain values."""

    verdict: Verdict
    span: Span | None
    read: tuple[dict[str, Any], ...]
    right: tuple[dict[str, Any], ...]


def examples(read: Plan, left: Plan, accepted: Collection[str]) -> Iterator[Example]:
    """Yield what people judged, in the order of the text, then what they added.

    ``read`` is the plan as ``plan_from_draft`` makes it, ``left`` the same plan as people left it, ``accepted`` the
    uids of its items that somebody looked at and let stand. What nobody touched or accepted says nothing and is left
    out.
    """
    before, after = _by_span(read), _by_span(left)
    texts = "\n".join(item.text for item in left.items)
    for span in sorted(before, key=lambda each: (each.start, each.end)):
        was, now = before[span], after.get(span, [])
        verdict = _verdict(was, now, accepted) if now else _gone(was, texts)
        if verdict is not None:
            yield Example(verdict, span, _facts(was), _facts(now))
    for item in left.items:
        if item.source is None or item.source.span not in before:
            yield Example(Verdict.ADDED, None, (), _facts([item]))


def _by_span(plan: Plan) -> dict[Span, list[Item]]:
    found: dict[Span, list[Item]] = defaultdict(list)
    for item in plan.items:
        if item.source is not None and item.source.span is not None:
            found[item.source.span].append(item)
    return found


def _gone(was: list[Item], texts: str) -> Verdict:
    """Tell what was thrown away from what stands within another item now."""
    joined = all(item.text and item.text.rstrip("。；") in texts for item in was)
    return Verdict.JOINED if joined else Verdict.REMOVED


def _verdict(was: list[Item], now: list[Item], accepted: Collection[str]) -> Verdict | None:
    if len(now) > len(was):
        return Verdict.SPLIT
    if _facts(was) != _facts(now):
        return Verdict.CORRECTED
    return Verdict.ACCEPTED if all(item.uid in accepted for item in now) else None


def _facts(items: list[Item]) -> tuple[dict[str, Any], ...]:
    return tuple(_fact(item) for item in items)


def _fact(item: Item) -> dict[str, Any]:
    plain = item_to_plain(item)
    fact = {name: plain[name] for name in FIELDS}
    for name in ("targets", "milestones"):
        fact[name] = [{key: value for key, value in each.items() if key != "uid"} for each in fact[name]]
    return fact


def example_lines(found: Iterator[Example], *, document: str, text: str) -> Iterator[str]:
    """Yield examples as JSON lines; ``document`` is the SHA-256 (hex) of the file, ``text`` its cleaned text.

    A sentence that people added is quoted where it stands in the text, and has no span where it does not.
    """
    for each in found:
        span = each.span or _found_in(text, each)
        line = {
            "format": FORMAT,
            "document": document,
            "verdict": each.verdict.value,
            "span": [span.start, span.end] if span else None,
            "sentence": text[span.start : span.end] if span else "",
            "read": list(each.read),
            "right": list(each.right),
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _found_in(text: str, example: Example) -> Span | None:
    wanted = example.right[0]["text"] or example.right[0]["title"]
    at = text.find(wanted)
    return Span(at, at + len(wanted)) if wanted and at >= 0 else None
