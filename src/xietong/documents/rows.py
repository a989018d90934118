"""Takes the assembled text; gives its rows: each paragraph with its pieces and the numbers in front of them."""

import re
from typing import NamedTuple

from xietong.documents.assembly import Assembly
from xietong.documents.clauses import Counter, pieces
from xietong.documents.numbering import FIRST, Mark, mark_at

_LEADER = re.compile(r"(?:[.…·．—\-_]{3,}|\s{2,}|…+)\s*\d{1,3}\s*$|\t\d{1,3}\s*$|[.…]{6,}\s*$")
_LED_TO = frozenset("0123456789.…")  # the number of a page, or the dots before one that is lost
_CONTENTS = re.compile(r"目\s*录|CONTENTS|contents")
_HEADS_CONTENTS = frozenset(("目录", "CONTENTS", "contents"))
_FRONT = 600  # rows among which a list of contents is looked for
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")


class Piece(NamedTuple):
    """A piece of a paragraph up to 。 or ；, with the number in front of it. ``body`` is where its own text begins."""

    start: int
    end: int
    mark: Mark | None
    body: int


class Row(NamedTuple):
    """One paragraph: its place, block number, layout hint and pieces, and the number in front of the first."""

    start: int
    end: int
    paragraph: int
    style: str
    pieces: tuple[Piece, ...]
    mark: Mark | None


def letters(text: str) -> str:
    """Return only the letters and digits of a text, to compare titles by.

    >>> letters("“十四五” 规划（2021—2025年）")
    '十四五规划20212025年'
    """
    return "".join(_LETTERS.findall(text))


def rows_of(assembly: Assembly, plain: str) -> list[Row]:
    """Cut every paragraph into pieces and read the numbers in front of them."""
    rows = []
    dotless = _dotless(assembly, plain)
    counter = Counter()
    for line_start, line_end, paragraph, style in assembly.lines:
        counter.begin()
        found: list[Piece] = []
        for start, end in pieces(plain, line_start, line_end):
            mark = counter.accept(plain, start, end, line_end, first=not found) if plain[start] in FIRST else None
            if start in dotless and not found:
                mark = dotless[start]
            if mark is not None and mark.kind == "one":
                mark = _innermost(plain, mark, end)
            if mark is None or _is_empty(mark, end):
                found.append(Piece(start, end, None, start))
            else:
                found.append(Piece(start, end, mark, mark.end))
        rows.append(Row(line_start, line_end, paragraph, style, tuple(found), found[0].mark if found else None))
    return rows


# 12引导学校特色发展。 A number whose dot is lost; 12月, 300名 and 3所 are none.
_DOTLESS = re.compile(
    r"(\d{1,2})(?: +(?=[\u4e00-\u9fff“])|"
    r"(?=[\u4e00-\u9fff]{2})(?![年月日个名所家人项条万亿千百级岁位周届版号分小学次种类台套门册班对场期件亩公平米倍点元天大本支]))"
)
_FEWEST = 3
# 1.1学校概况, and 1.2… beside it.
_DEEP = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.\d{1,2})?(?=[\u4e00-\u9fff“《])(?![年月日万亿千百元米平公倍个])")


def _dotless(assembly: Assembly, plain: str) -> dict[int, Mark]:
    """Return the numbers without a dot that open three or more paragraphs and count on, by their places."""
    numbered = [line for line in assembly.lines if plain[line.start].isdecimal()]
    found = [_DOTLESS.match(plain, line.start, line.end) for line in numbered]
    runs: list[list[re.Match[str]]] = [[]]
    for match in filter(None, found):
        if runs[-1] and int(match[1]) != int(runs[-1][-1][1]) + 1:
            runs.append([])
        runs[-1].append(match)
    deep = [one for one in (_DEEP.match(plain, line.start, line.end) for line in numbered) if one is not None]
    parts = {(int(match[1]), int(match[2])) for match in deep}
    return {
        match.start(): Mark("three", 3, f"{int(match[1])}.", int(match[1]), match.end())
        for run in runs
        if len(run) >= _FEWEST
        for match in run
    } | {
        one.start(): Mark("deep", 3, one[0], 0, one.end())
        for one in deep
        if {(int(one[1]), int(one[2]) - 1), (int(one[1]), int(one[2]) + 1)} & parts
    }


def _innermost(plain: str, mark: Mark, end: int) -> Mark:
    """一、（一）发展目标: two numbers in a row are the inner one's."""
    inner = mark_at(plain, mark.end, end)
    return inner if inner is not None and inner.kind == "two" else mark


def _is_empty(mark: Mark, end: int) -> bool:
    """A number with nothing behind it is nothing, but a chapter's number alone waits for its title on the next line."""
    return mark.end >= end and mark.level > 2


def catalogue(rows: list[Row], plain: str) -> frozenset[int]:
    """Return the places of the rows that list the contents: they would double the outline."""
    listed: set[int] = set()
    entries: list[str] = []
    for place, row in enumerate(rows):
        text = plain[row.start : row.end] if _short(row) else ""
        leader = _LEADER.search(text) if text.rstrip()[-1:] in _LED_TO else None
        if leader is not None:  # the number of a page
            listed.add(place)
            text = text[: leader.start()]
        entries.append(letters(text))
    final = {entry: place for place, entry in enumerate(entries)}
    again: dict[str, int] = {}
    for place in range(len(rows) - 1, -1, -1):
        row, entry = rows[place], entries[place]
        if place in listed or not _short(row):
            continue
        if place < _FRONT and row.mark is not None and again.get(entry, 0) > place + 2:
            listed.update(_entries(rows, entries, final, place, again[entry]))
        again[entry] = place
        if entry in _HEADS_CONTENTS and _CONTENTS.fullmatch(plain[row.start : row.end].strip("：: ")):
            listed.add(place)
    return frozenset(listed)


def attached(rows: list[Row], plain: str) -> frozenset[int]:
    """Return the places of the rows that list what is attached, below the first of them: 附件：1.…, 2.…."""
    found: list[int] = []
    expected = 0
    for place, row in enumerate(rows):
        first = _ATTACHED.match(plain, row.start, row.end) if plain[row.start] == "附" else None
        if first is not None:
            expected = 1 if first[1] is None else 2
        elif expected and row.mark is not None and row.mark.ordinal == expected and _is_name(row, plain):
            found.append(place)
            expected += 1
        else:
            expected = 0
    return frozenset(found)


_ATTACHED = re.compile(r"附件?\s*[：:]\s*(?:(1)\s*[.、．]|$)")


def _is_name(row: Row, plain: str) -> bool:
    return _short(row) and len(row.pieces) == 1 and plain[row.end - 1] not in "。；：" and row.mark is not None


def _short(row: Row) -> bool:
    return row.end - row.start < 80


def _entries(rows: list[Row], entries: list[str], final: dict[str, int], first: int, last: int) -> range:
    """The entries are short, end where running text or their first one comes again, and most come again behind it."""
    end = first
    while end < min(last, first + 400) and _short(rows[end]):
        end += 1
    if end == first + 400:
        return range(0)
    while end > first and final[entries[end - 1]] < end:
        end -= 1
    # ``last`` is the first place where the entry comes again: what the list repeats stands in the list itself.
    repeated = sum(1 for entry in entries[first:end] if final[entry] >= end)
    if end - first < 3 or repeated * 5 < (end - first) * 4:
        return range(0)
    while first > 0 and _short(rows[first - 1]) and rows[first - 1].mark is None and final[entries[first - 1]] >= end:
        first -= 1
    return range(first, end)
