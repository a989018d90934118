"""Takes lines as laid out, with their left and right edges; gives paragraphs: lines that only the page width broke."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_ENDS = "。；！？：…”）】》.;!?:"
_FULL_STOPS = "。；！？：;!?:"
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,4}[章节条编部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、](?!\d{1,2}(?!\d)|\d{4}|\d{3}[.万亿千百%元米平公亩])|[①-⑳]|专栏\s*\d)"
)
_WEAK = re.compile(r"——|附件|附录|[一二三四五六七八九十]是")
_LABEL = re.compile(
    r"(?:牵头|主责|责任|配合|参与|协办|承办|实施|完成|办理)(?:责任)?(?:单位|部门|处室|科室|股室|领导|时限|时间)[：:]"
    r"|(?:任务|措施|举措|事项|项目)[一二三四五六七八九十\d]{1,3}[：:]|(?:计量)?单位[：:]"
)
# A day, and those whom a letter goes to, have a line of their own.
_APART = re.compile(
    r"20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日$"
    r"|二[〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日$"
    r"|各[^。；，]{2,60}[：:]$"
)
# Those who sign, below the last sentence.
_SIGNS = re.compile(r"(?:[^\s，。；：、（）]{4,24}(?:委员会|厅|局|政府|办公室|党委|工委)(?:\s+|$))+")
# So have the lines of the index card over a document.
_CARD = re.compile(
    r"(?:索\s*引\s*号|信息名称|名\s*称|主题分类|(?:发文|发布|制发)(?:机关|机构|单位)|(?:成文|发文|发布|生成)日期|发文字号|文\s*号)\s*[：:]"
)
_NARROW = 22
_BLANK, _INDENT = " \u3000\t", 1.4
_NARROWED = ",;:()"
_POINTING = "第条款项章节见和及至、，"  # before a number: it is part of the sentence


class Line(NamedTuple):
    """One line; ``left``, ``right``, ``size`` (of a character) in any one unit; ``gap``: unusual space above it."""

    text: str
    left: float
    right: float
    size: float = 1.0
    gap: float = 0.0


def columns(text: str) -> int:
    """Return the width of a line in columns: a Chinese character (three bytes in UTF-8) takes two.

    So does a half-width mark between them: the page had a whole one there, and a program has narrowed it.

    >>> columns("2025年"), columns("教育,文化")
    (6, 10)
    """
    narrowed = sum(map(text.count, _NARROWED)) if not text.isascii() else 0
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2 + narrowed


@dataclass(frozen=True, slots=True)
class Measure:
    """The shape of a text: its left margin, its right edge, how far a full line may stay from it, and the habit of
    indenting first lines.
    """

    margin: float
    edge: float
    slack: float
    indents: bool


def typed(lines: Sequence[str]) -> list[Line]:
    """Return the lines of a plain text, measured in columns, or in characters where a program counted those."""
    sizes = Counter(map(len, lines))
    longest = max(sizes, default=0)
    if longest > 1 and sizes[longest] * 5 >= len(lines):
        return [Line(line.strip(_BLANK), _indent(line), len(line), 1.0) for line in lines]
    return [Line(line.strip(_BLANK), _indent(line), columns(line.rstrip(_BLANK)), 2.0) for line in lines]


def _indent(line: str) -> int:
    return columns(line[: len(line) - len(line.lstrip(_BLANK))].replace("\t", "    "))


def may_be_broken(lines: Sequence[str]) -> bool:
    """Tell quickly whether a page's width may have broken lines: enough long ones end in the middle of a sentence."""
    sizes = sorted(map(len, lines))
    edge = sizes[len(sizes) * 97 // 100] if sizes else 0
    unfinished = sum(1 for line in lines if len(line) * 4 >= edge * 3 and line[-1:] not in _ENDS)
    return edge <= 150 and unfinished * 10 >= len(lines)


def join(lines: Sequence[Line], measure: Measure | None) -> list[tuple[str, Line]]:
    """Return paragraphs, each with its first line. A line of full width runs on into the next, where that one may.

    Without a measure each line is a paragraph. Linear in the number of lines.
    """
    if measure is None:
        return [(line.text, line) for line in lines if line.text]
    result: list[tuple[list[str], Line]] = []
    previous: Line | None = None
    for line in lines:
        if not line.text:
            previous = None
            continue
        if previous is not None and _runs_on(previous, line, measure):
            result[-1][0].append(line.text)
        else:
            result.append(([line.text], line))
        previous = line
    return [(_glued(parts), first) for parts, first in result]


_BLANKED = re.compile(r"(?<=[\u3400-\u9fff，。；：、”）》〇]) (?=[\u3400-\u9fff“（《])")
_SURE, _SHORTER, _SHORTEST = 6, 6, 36  # breaks that make a habit; columns beside the edge, and of a line at least


def closed(lines: Sequence[str]) -> Sequence[str]:
    """Return lines without the blanks that stand where a page's width broke them; linear in their length.

    What was copied from a page may be one line a paragraph, with a blank for each break. These stand a line's width
    apart, as no other blanks do.
    """
    parted = {place: _BLANKED.split(line) for place, line in enumerate(lines) if " " in line and len(line) >= _SHORTEST}
    widths = sorted(columns(piece.strip(_BLANK)) for pieces in parted.values() for piece in pieces[:-1])
    edge = widths[len(widths) // 2] if widths else 0
    full = sum(1 for width in widths if abs(width - edge) <= _SHORTER)
    if edge < _SHORTEST or full < _SURE or full * 3 < len(widths) * 2:
        return lines
    return [_closed(parted[place], edge) if place in parted else line for place, line in enumerate(lines)]


def _closed(pieces: Sequence[str], edge: float) -> str:
    result = pieces[0]
    for before, after in pairwise(pieces):
        result += after if columns(before.strip(_BLANK)) >= edge - _SHORTER else f" {after}"
    return result


def _glued(parts: Sequence[str]) -> str:
    pieces = [parts[0]]
    for before, after in pairwise(parts):
        pieces.append(glue(before[-1:], after)[1:])
    return "".join(pieces)


def glue(before: str, after: str) -> str:
    """Join two pieces of a line: a blank stands only between two Latin letters or digits."""
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalnum():
        return f"{before} {after}"
    return before + after


def measure(lines: Sequence[Line], least: float | None = None) -> Measure | None:
    """Return the shape of a text, or None when its lines do not look broken by width.

    With ``least`` (a laid-out page) lines are known to be broken when the right edge lies beyond it; without it (a
    plain text) enough lines must be full and end in the middle of a sentence.
    """
    filled = [line for line in lines if line.text]
    if len(filled) < (2 if least is not None else 3):
        return None
    size = sorted(line.size for line in filled)[len(filled) // 2]
    body = [line for line in filled if line.size <= 1.15 * size]
    edge = sorted(line.right for line in body)[len(body) * 97 // 100]
    margin = sorted(line.left for line in body)[len(body) // 20]
    if not ((least is not None and edge >= least) or _is_broken(filled, edge, size)):
        return None
    slack = 0.0 if size == 1.0 else 2.2 * size
    begun = [line for before, line in pairwise(filled) if before.right < edge - slack]
    indents = sum(1 for line in begun if line.left >= margin + _INDENT * line.size) * 5 >= len(begun) * 3
    return Measure(margin, edge, slack, indents and bool(begun))


def _is_broken(filled: Sequence[Line], edge: float, size: float) -> bool:
    """Tell whether a plain text was broken by width: lines of 14 to 75 characters, many full ones unfinished."""
    full = [line for line in filled if line.right >= edge - 1.6 * size]
    unfinished = [line for line in full if line.text[-1] not in _ENDS]
    # A few short lines of equal length are chance; a narrow column fills most of its lines.
    share = 2 if edge < _NARROW * size else 5
    many = len(full) >= max(2, len(filled) / share) and len(unfinished) * 2 >= len(full)
    return 14 * size <= edge <= 75 * size and many


def _is_centred(line: Line, measure: Measure) -> bool:
    """Tell a line as far from the left as from the right, and from both."""
    left, right = line.left - measure.margin, measure.edge - line.right
    return min(left, right) > 2 * line.size and abs(left - right) < 1.5 * line.size


def unparted(text: str) -> float:
    """Return how many characters wide is what cannot be parted at the beginning of a text: with its marks, a figure.

    >>> unparted("局、区"), unparted("（市、区）"), unparted("2025年")
    (2.0, 3.0, 2.0)
    """
    first = _UNPARTED.match(text)
    return 1.0 if first is None else len(first[1]) + (len(first[2] or "__") / 2) + len(first[3])


_UNPARTED = re.compile(r"([（《“‘〔【]*)(?:([A-Za-z\d.,%]+)|[^A-Za-z\d])?([，。、；：）》”！？〕】…]*)")


def _stand_apart(before: str, text: str) -> bool:
    """Tell lines that are told apart by their words, whatever the shape of the text."""
    if _CARD.match(text) or _CARD.match(before):
        return True
    if _LABEL.match(text) and before.rfind("（") <= before.rfind("）"):
        return True
    if before[-1] in _FULL_STOPS and _SIGNS.fullmatch(text):
        return True
    return _APART.match(text) is not None and before[-1] not in "，、（于在"


def _runs_on(previous: Line, line: Line, measure: Measure) -> bool:
    """Decide whether ``line`` continues ``previous``: never over a short line, an odd gap or a change of size."""
    room = (
        measure.edge - measure.slack
        if not measure.slack
        else measure.edge - max(measure.slack, (unparted(line.text) + 1) * line.size)
    )
    if previous.right < room or line.gap > 0.6 * line.size:
        return False
    if max(previous.size, line.size) > 1.15 * min(previous.size, line.size):
        return False
    if _stand_apart(previous.text, line.text):
        return False
    if _is_centred(line, measure) and not (_NUMBER.match(line.text) or previous.text[-1] in _ENDS):
        return True  # the rest of a title
    inner = measure.margin + _INDENT * line.size
    finished = previous.text[-1] in _FULL_STOPS
    if line.left >= inner:  # set in: a first line, unless the whole paragraph is
        ended = previous.text[-1] in _ENDS or _NUMBER.match(line.text) is not None
        return abs(line.left - previous.left) < 0.5 * line.size and not ended
    if _NUMBER.match(line.text):
        return previous.text[-1] in _POINTING or (measure.indents and not finished)
    return measure.indents or not (finished and _WEAK.match(line.text))
