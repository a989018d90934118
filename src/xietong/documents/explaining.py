"""Takes a reading and a bit of its text; gives what the sentence was taken for, and on what evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from xietong.documents.draft import Deadline, Draft, DraftBasis, DraftTarget, Unit
from xietong.documents.evidence import PRIORS
from xietong.documents.passage import Sentence
from xietong.documents.plain import unify
from xietong.documents.reading import Reading
from xietong.documents.statements import Statement


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence or heading: what it was taken for, how sure that is (0–1), and the reasons, one a line."""

    quoted: str
    taken_for: str
    confidence: float
    reasons: tuple[str, ...]


def explain(reading: Reading, wanted: str) -> tuple[Explanation, ...]:
    """Explain every heading and sentence that holds ``wanted``; with empty ``wanted`` the verdict on the whole text."""
    if not wanted.strip():
        return (_verdict(reading),)
    return tuple(_all(reading, unify(wanted.strip())))


def _verdict(reading: Reading) -> Explanation:
    verdict = reading.verdict
    reasons = tuple(f"{reason.weight:+.2f} {reason.seen}" for reason in verdict.reasons)
    taken_for = "a plan" if verdict.is_plan else "no plan"
    return Explanation(
        reading.passage.title, taken_for, round(1 / (1 + 2.718281828 ** -abs(verdict.score)), 3), reasons
    )


def _all(reading: Reading, wanted: str) -> Iterator[Explanation]:
    plain = reading.passage.plain
    for heading in reading.passage.outline:
        if wanted in plain[heading.span.start : heading.span.end]:
            number = heading.number or "no number"
            yield Explanation(heading.title, f"heading of level {heading.level}", 1.0, (f"numbered {number}",))
    for statement in reading.statements:
        whole = statement.sentence.whole
        if wanted in plain[whole.start : whole.end]:
            yield _statement(reading, statement)


def _statement(reading: Reading, statement: Statement) -> Explanation:
    sentence = statement.sentence
    above = " › ".join(heading.title for heading in sentence.headings) or "no heading"
    prior = ", ".join(f"{kind.value} {weight:+.1f}" for kind, weight in PRIORS[sentence.setting])
    reasons = (
        f"stands under: {above}",
        f"setting {sentence.setting.value}: {prior}",
        *(f"{one.kind.value} {one.weight:+.1f}: {one.seen}" for one in statement.evidence),
        *_held(reading.draft, sentence),
    )
    quoted = reading.passage.text[sentence.span.start : sentence.span.end]
    return Explanation(quoted, statement.kind.value, statement.confidence, reasons)


def _held(draft: Draft, sentence: Sentence) -> Iterator[str]:
    """What was found in a sentence, or belongs to its item: bodies with their roles, times, figures, documents."""
    item = next((one for one in draft.items if one.span == sentence.span), None)
    holder = draft if item is None else item
    within = (sentence.whole.start, sentence.whole.end) if item is None else (0, len(draft.text))
    for unit in _within(holder.units, within):
        yield f"body: {unit.name} ({unit.role.value})"
    for time in _within(holder.deadlines, within):
        days = f"{time.start or ''}…{time.end or ''}" if time.start or time.end else ""
        yield f"time: {time.text} ({' '.join(part for part in (days, time.recurring or '') if part)})"
    for target in _within(holder.targets, within):
        yield f"figure: {target.text} ({target.indicator} {target.op} {target.value.normalize():f} {target.unit})"
    for basis in _within(holder.basis, within):
        yield f"document: {basis.title} ({basis.kind.value})"


Found = TypeVar("Found", Unit, Deadline, DraftTarget, DraftBasis)


def _within(found: Iterable[Found], bounds: tuple[int, int]) -> Iterator[Found]:
    return (one for one in found if bounds[0] <= one.span.start < bounds[1])
