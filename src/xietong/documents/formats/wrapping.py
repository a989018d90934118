"""Takes lines as laid out, with their left and right edges; gives paragraphs: lines that only the page width broke."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ENDS = "。；！？：…”）】》.;!?:"
_FULL_STOPS = "。；！？：;!?:"
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,4}[章节条编部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、](?!\d)|[①-⑳]|——|专栏\s*\d|附件|附录|[一二三四五六七八九十]是)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``left``, ``right`` and ``size`` (of one character) in any one unit; ``gap`` is the space above it."""

    text: str
    left: float
    right: float
    size: float = 1.0
    gap: float = 0.0


def columns(text: str) -> int:
    """Return the width of a line in columns: a Chinese character takes two.

    >>> columns("2025年")
    6
    """
    return len(text) if text.isascii() else sum(2 if character > "\u10ff" else 1 for character in text)


def typed(text: str) -> Line:
    """Return the line of a plain text, measured in columns."""
    body = text.strip(" \u3000\t")
    left = columns(text[: len(text) - len(text.lstrip(" \u3000\t"))].replace("\t", "    "))
    return Line(body, left, left + columns(body), 2.0)


def join(lines: Sequence[Line]) -> list[str]:
    """Return paragraphs. A line of full width runs on into the next, unless that one is indented or numbered.

    Where few lines are full, nothing is joined: each line is a paragraph. Linear in the number of lines.
    """
    measure = _measure(lines)
    if measure is None:
        return [line.text for line in lines if line.text]
    margin, edge = measure
    result: list[str] = []
    previous: Line | None = None
    for line in lines:
        if not line.text:
            previous = None
            continue
        if previous is not None and _runs_on(previous, line, margin, edge):
            result[-1] = glue(result[-1], line.text)
        else:
            result.append(line.text)
        previous = line
    return result


def glue(before: str, after: str) -> str:
    """Join two pieces of a line: a blank stands only between two Latin letters or digits."""
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalnum():
        return f"{before} {after}"
    return before + after


def _measure(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Return left margin and right edge of the text block, or None when lines do not look broken by width."""
    filled = [line for line in lines if line.text]
    if len(filled) < 3:
        return None
    rights = sorted(line.right for line in filled)
    edge = rights[min(len(rights) - 1, len(rights) * 95 // 100)]
    size = sorted(line.size for line in filled)[len(filled) // 2]
    if edge > 75 * size:
        return None
    full = [line for line in filled if line.right >= edge - 1.6 * size]
    broken = [line for line in full if line.text[-1] not in _ENDS]
    if len(full) < 2 or len(full) * 5 < len(filled) or len(broken) * 2 < len(full):
        return None
    lefts = sorted(line.left for line in filled)
    return lefts[len(lefts) // 20], edge


def _runs_on(previous: Line, line: Line, margin: float, edge: float) -> bool:
    """Decide whether ``line`` continues ``previous``."""
    if previous.right < edge - 2.2 * max(previous.size, line.size):
        return False
    if line.gap > 1.2 * line.size:
        return False
    indented = line.left >= margin + 1.4 * line.size
    if indented and line.left > previous.left - 0.5 * line.size and previous.left < margin + 1.4 * line.size:
        return False
    if indented and previous.left >= margin + 1.4 * line.size and previous.text[-1] in _FULL_STOPS:
        return False
    return not (_NUMBER.match(line.text) and (indented or previous.text[-1] in _ENDS))
