"""Takes lines as laid out, with their left and right edges; gives paragraphs: lines that only the page width broke."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ENDS = "。；！？：…”）】》.;!?:"
_FULL_STOPS = "。；！？：;!?:"
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,4}[章节条编部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、](?!\d)|[①-⑳]|专栏\s*\d)"
)
_WEAK = re.compile(r"——|附件|附录|[一二三四五六七八九十]是")
_POINTING = "第条款项章节见和及至、，"  # before a number: it is part of the sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``left``, ``right``, ``size`` (of a character) in any one unit; ``gap``: unusual space above it."""

    text: str
    left: float
    right: float
    size: float = 1.0
    gap: float = 0.0


def columns(text: str) -> int:
    """Return the width of a line in columns: a Chinese character (three bytes in UTF-8) takes two.

    >>> columns("2025年")
    6
    """
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2


def typed(text: str) -> Line:
    """Return the line of a plain text, measured in columns."""
    body = text.strip(" \u3000\t")
    left = columns(text[: len(text) - len(text.lstrip(" \u3000\t"))].replace("\t", "    "))
    return Line(body, left, left + columns(body), 2.0)


def may_be_broken(lines: Sequence[str]) -> bool:
    """Tell quickly whether a page's width may have broken lines: enough long ones end in the middle of a sentence."""
    sizes = sorted(map(len, lines))
    edge = sizes[len(sizes) * 97 // 100] if sizes else 0
    unfinished = sum(1 for line in lines if len(line) * 4 >= edge * 3 and line[-1:] not in _ENDS)
    return edge <= 150 and unfinished * 10 >= len(lines)


def join(lines: Sequence[Line], measure: tuple[float, float] | None) -> list[str]:
    """Return paragraphs. A line of full width runs on into the next, unless that one is indented or numbered.

    ``measure`` is the left margin and right edge of the text; without it each line is a paragraph. Linear.
    """
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


def measure(lines: Sequence[Line], least: float | None = None) -> tuple[float, float] | None:
    """Return left margin and right edge of the text, or None when its lines do not look broken by width.

    With ``least`` (a laid-out page) lines are known to be broken when the right edge lies beyond it; without it (a
    plain text) enough lines must be full and end in the middle of a sentence.
    """
    filled = [line for line in lines if line.text]
    if len(filled) < (2 if least is not None else 3):
        return None
    rights = sorted(line.right for line in filled)
    edge = rights[min(len(rights) - 1, len(rights) * 97 // 100)]
    lefts = sorted(line.left for line in filled)
    margin = lefts[len(lefts) // 20]
    if least is not None:
        return (margin, edge) if edge >= least else None
    return (margin, edge) if _is_broken(filled, edge) else None


def _is_broken(filled: Sequence[Line], edge: float) -> bool:
    """Tell whether a plain text was broken by width: lines of 14 to 75 characters, many full ones unfinished."""
    size = sorted(line.size for line in filled)[len(filled) // 2]
    full = [line for line in filled if line.right >= edge - 1.6 * size]
    unfinished = [line for line in full if line.text[-1] not in _ENDS]
    return 14 * size <= edge <= 75 * size and len(full) >= max(2, len(filled) / 5) and len(unfinished) * 2 >= len(full)


def _runs_on(previous: Line, line: Line, margin: float, edge: float) -> bool:
    """Decide whether ``line`` continues ``previous``."""
    if previous.right < edge - 2.2 * max(previous.size, line.size):
        return False
    if line.gap > 0.6 * line.size:
        return False
    indented = line.left >= margin + 1.4 * line.size
    if indented and line.left > previous.left - 0.5 * line.size and previous.left < margin + 1.4 * line.size:
        return False
    if indented and previous.left >= margin + 1.4 * line.size and previous.text[-1] in _FULL_STOPS:
        return False
    if _NUMBER.match(line.text) and previous.text[-1] not in _POINTING:
        return False
    return not (_WEAK.match(line.text) and (indented or previous.text[-1] in _ENDS))
