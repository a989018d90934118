"""Takes a reading and a bit of its text; gives what the sentence was taken for, and on what evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from xietong.documents.evidence import PRIORS
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
    )
    quoted = reading.passage.text[sentence.span.start : sentence.span.end]
    return Explanation(quoted, statement.kind.value, statement.confidence, reasons)
