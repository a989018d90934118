"""Takes the lines of a page; gives the header of a table that begins there: its names, and the gaps between them.

The glyphs of a header are put together into names, each what stands close by in both directions. Names that stand
below others belong to these: one to a name in two lines, several to a wide name over their middle or beginning.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import attrgetter
from typing import NamedTuple

from xietong.documents.formats.bare_lines import Line
from xietong.documents.formats.glyphs import Glyph, Run, gaps, is_below
from xietong.documents.plain import simplified

_NAMES = re.compile(
    r".{0,4}[序编]号|号|序|备注|.{0,4}属性|案由|权重|学校|年[度份]|[地市区县]{2}|[县区市][（(][市区县、]{1,3}[）)]|(?:新[建增]|改造|增加|招聘|培训)[^，。；\d（）]{1,6}|.{2,8}[（(][万亿]?(?:[所个人名%间班元家门对场]|人次|平方米)[）)]|(?:20\d\d年?.{0,6})|"
    r".{0,8}(?:任务|内容|事项|措施|举措|目标|指标|项目|工作|工程|要求|类[别型]|领域|方向|方面|维度|单位|部门|[处科股]室|主体|领导|时限|时间|期限|年限|节点|情况|进展|责任人|联系人"
    r"|名称|规模|投资|资金|成果|形式|进度|安排|标准|阶段|问题|牵头|主办|协办|配合|责任|计划|时序|[头与任合办]方|性质|来源|累计|幅度|年均增[长速]|[标期状]值?)(?:[（(].{1,8}[）)])?(?:名称|内容|要求)?"
)
_TASKS = re.compile(r"任务|内容|事项|措施|举措|项目|工[作程]|目标|指标|新[建增]|改造|招聘|培训|计划")
_YEAR = re.compile(r"20\d\d年")
_SERIAL = re.compile(r"[序编]号|序")
_OWN = re.compile(r"[^\d，。；：、（）]{1,8}")  # a name that nobody had listed: 做到何种程度
_DEEPEST = 6  # lines of a header
_MOST, _FEWEST = 90, 6  # glyphs of a header
_LONGEST = 12  # glyphs of a name
_NEAR = 0.8  # of a line's height: two lines of one name
_APART = 2.5  # of a line's height: the two rows of a header
_OFF = 20.0  # points by which a wide name may miss the middle of its columns
PARTED = 3.5
"""Points between two names of a header."""
Gap = tuple[float, float]


class Header(NamedTuple):
    """The lines of a header, and where the names of its columns stand; ``serial`` is that of the rows' numbers.

    ``wide`` are names over several columns: the first of them, how many, and the height below the name. ``listed``
    says that nearly all names are known ones, ``words`` are the names.
    """

    lines: tuple[Line, ...]
    names: tuple[Gap, ...]
    serial: int | None
    wide: tuple[tuple[int, int, float], ...] = ()
    listed: bool = True
    words: tuple[str, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps between the names, from left to right."""
        return tuple((before[1], after[0]) for before, after in pairwise(self.names))


class _Name(NamedTuple):
    """What stands close by in both directions: its edges, and its words."""

    left: float
    right: float
    top: float
    bottom: float
    words: str


_Column = tuple[_Name, tuple[_Name, ...]]  # a name, and those that stand below it


def may_head(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line can be the first of a header: not long, and parted by a gap, or a name right over such."""
    glyphs = lines[place].glyphs
    if (
        len(glyphs) <= _LONGEST
        and not parted(glyphs, PARTED)
        and place + 1 < len(lines)
        and is_near(*lines[place : place + 2])
    ):
        glyphs = lines[place + 1].glyphs
    return len(glyphs) <= _MOST and parted(glyphs, PARTED)


def parted(glyphs: Run, width: float) -> bool:
    """Tell whether a gap of more than so many points parts the glyphs of a line."""
    return max(gaps(glyphs), default=0.0) > width


def header_at(lines: Sequence[Line], place: int) -> Header | None:
    """Return the header that begins at a line: of the depths that read as names, the one with the most of them."""
    best: tuple[int, Header] | None = None
    for depth in range(1, _DEEPEST + 1):
        zone = tuple(lines[place : place + depth])
        long = len(zone) < depth or sum(len(line.glyphs) for line in zone) > _MOST
        if long or (depth > 1 and not (is_near(*zone[-2:]) or _is_second_row(*zone[-2:]))):
            break
        columns = _columns(zone)
        named = sum(1 for words in map(_words, columns) if _NAMES.fullmatch(words))
        if not are_names([_words(column) for column in columns], named) or (best is not None and named < best[0]):
            continue
        header = _headed(zone, columns, named)
        if all(left < right for left, right in header.gaps):
            best = (named, header)
    return None if best is None else best[1]


def is_near(above: Line, line: Line) -> bool:
    """Tell two lines of one name."""
    return above.bottom - line.top < _NEAR * (line.top - line.bottom)


def _is_second_row(above: Line, line: Line) -> bool:
    """Tell the lower row of a header in two: short names without a number, right of the first of the upper row."""
    names = [_text(piece) for piece in pieces(line.glyphs)]
    high = line.top - line.bottom
    right = line.glyphs[0].left > pieces(above.glyphs)[0][-1].right
    return right and len(names) > 1 and above.bottom - line.top < _APART * high and all(map(_SECOND.fullmatch, names))


_SECOND = re.compile(rf"(?:20\d\d年?)?[^\d，。；：、]{{0,6}}|{_NAMES.pattern}")


def are_names(words: Sequence[str], named: int | None = None) -> bool:
    """Tell names of columns: nearly all known; where there are more than three, half of them, and the others brief.

    ``named`` is how many are known, where that is counted otherwise than word by word.

    >>> are_names(["序号", "重点任务", "牵头单位", "做到何种程度"]), are_names(["甲", "乙", "丙"])
    (True, False)
    """
    named = sum(1 for word in words if _NAMES.fullmatch(word)) if named is None else named
    counted = len(words) > 3 and _SERIAL.fullmatch(words[0]) and named * 2 > len(words)
    if len(words) < 3 or not (counted or any(map(_TASKS.search, words))):
        return False
    if named * 4 >= len(words) * 3:
        return True
    return named * 2 >= len(words) > 3 and all(_NAMES.fullmatch(word) or _OWN.fullmatch(word) for word in words)


def _words(column: _Column) -> str:
    name, below = column
    return name.words + (below[0].words if len(below) == 1 else "")


def _headed(zone: tuple[Line, ...], columns: Sequence[_Column], named: int) -> Header:
    wide: list[tuple[int, int, float]] = []
    edges: list[Gap] = []
    serial = None
    for name, below in columns:
        if serial is None and _SERIAL.fullmatch(_words((name, below))):
            serial = len(edges)
        if len(below) > 1:
            wide.append((len(edges), len(below), (name.bottom + max(one.top for one in below)) / 2))
            edges += [(one.left, one.right) for one in below]
        else:
            held = (name, *below)
            edges.append((min(one.left for one in held), max(one.right for one in held)))
    words = tuple(_words(column) for column in columns)
    return Header(zone, tuple(edges), serial, tuple(wide), named * 4 >= len(columns) * 3, words)


def is_other(header: Header, line: Line) -> bool:
    """Tell a line of names, all known, one for what is done, that are not those of a header: it heads another table."""
    if not may_head([line], 0):
        return False
    names = [simplified(_text(piece)) for piece in pieces(line.glyphs)]
    known = len(names) > 2 and all(map(_NAMES.fullmatch, names)) and any(map(_TASKS.search, names))
    return known and not set(names) <= set(header.words)


def topped(header: Header, above: Sequence[Line]) -> Header:
    """Take in the lines over one name of a header: 牵头, with 责任 below it beside the other names."""
    sides = ((0.0, 0.0), *header.gaps, (float("inf"), float("inf")))
    for line in reversed(above):
        left, right = line.glyphs[0].left, line.glyphs[-1].right
        inside = any(before[1] - 1 <= left and right <= after[0] + 1 for before, after in pairwise(sides))
        if not inside or not is_near(line, header.lines[0]):
            break
        header = header._replace(lines=(line, *header.lines))
    return header


def _columns(zone: Sequence[Line]) -> list[_Column]:
    """Return the names of a header with those below them, from left to right; nothing where they do not fit."""
    glyphs = [glyph for line in zone for glyph in line.glyphs]
    if len(glyphs) < _FEWEST:
        return []
    names = sorted(_names(glyphs), key=attrgetter("left"))
    middle = (max(name.top for name in names) + min(name.bottom for name in names)) / 2
    lower = [name for name in names if name.top < middle + 1]
    upper = [name for name in names if name.bottom > middle - 1]
    shared = _shared(upper, lower) if all(_SECOND.fullmatch(name.words) for name in lower) else None
    if shared is None:
        return []
    columns = [*zip(upper, shared, strict=True), *((name, ()) for name in names if name not in (*upper, *lower))]
    return sorted(columns, key=lambda column: min(name.left for name in (column[0], *column[1])))


def _names(glyphs: Sequence[Glyph]) -> Iterator[_Name]:
    """Yield the names that glyphs form: parted by gaps from left to right, then from top to bottom, and so on."""
    for piece in pieces(sorted(glyphs, key=attrgetter("left"))):
        levels = _levels(piece)
        if len(levels) > 1:
            for level in levels:
                yield from _names(level)
            continue
        rows = _rows(piece)
        below = pieces(rows[-1])
        # 责任单位 close above 牵头 and 配合: what spans the gap between names is a name of its own.
        wide = (
            len(rows) > 1
            and len(below) > 1
            and pieces(sorted((glyph for row in rows[:-1] for glyph in row), key=attrgetter("left")))
        )
        for name in [*wide, *below] if wide and len(wide) == 1 else [piece]:
            yield _named(name)


def _named(glyphs: Sequence[Glyph]) -> _Name:
    return _Name(
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.top for glyph in glyphs),
        min(glyph.bottom for glyph in glyphs),
        simplified("".join(_text(row) for row in _rows(glyphs))),
    )


def pieces(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Part glyphs, in order of their left edges, at wide gaps; the letters of 事　项 are one name."""
    pieces: list[list[Glyph]] = []
    right = -inf
    for glyph in glyphs:
        if glyph.left - right > PARTED:
            pieces.append([])
        pieces[-1].append(glyph)
        right = max(right, glyph.right)
    joined = pieces[:1]
    for piece in pieces[1:]:
        before = joined[-1]
        spaced = len(piece) == 1 == len(before) and abs(piece[0].top - before[0].top) < 1
        width = piece[0].right - piece[0].left
        room = 3 * width if spaced else 0.8 * width if _YEAR.fullmatch(_text(before)) else 0.0  # 2025年 目标值
        if piece[0].left - before[-1].right < room:
            before += piece
        else:
            joined.append(piece)
    return joined


def _levels(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Part glyphs where a gap is wider than between the lines of a name."""
    ordered = sorted(glyphs, key=lambda glyph: -glyph.top)
    levels = [ordered[:1]]
    low = ordered[0].bottom
    for glyph in ordered[1:]:
        if low - glyph.top > _NEAR * (glyph.top - glyph.bottom):
            levels.append([])
        levels[-1].append(glyph)
        low = min(low, glyph.bottom)
    return levels


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -(glyph.top + glyph.bottom)):
        if not rows or is_below(rows[-1][0], glyph):
            rows.append([])
        rows[-1].append(glyph)
    return [sorted(row, key=attrgetter("left")) for row in rows]


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join([glyph.text for glyph in glyphs])


def _shared(upper: Sequence[_Name], lower: Sequence[_Name]) -> list[tuple[_Name, ...]] | None:
    """Share the names of the lower row among those of the upper: each has those it stands over, from left to right."""
    costs: dict[tuple[int, int], tuple[float, list[tuple[_Name, ...]]] | None] = {}

    def best(first: int, start: int) -> tuple[float, list[tuple[_Name, ...]]] | None:
        if first == len(upper):
            return (0.0, []) if start == len(lower) else None
        if (first, start) not in costs:
            found = None
            for end in range(start, len(lower) + 1):
                off = _off(upper[first], lower[start:end]) if end > start else _BARE
                rest = best(first + 1, end)
                if rest is not None and off <= _OFF and (found is None or off + rest[0] < found[0]):
                    found = (off + rest[0], [tuple(lower[start:end]), *rest[1]])
            costs[first, start] = found
        return costs[first, start]

    whole = best(0, 0)
    return None if whole is None else whole[1]


_BARE = 3.0  # points: a name with none below it beside others that have some


def _off(name: _Name, below: Sequence[_Name]) -> float:
    """Return by how many points a name misses the middle, or the beginning, of those below it.

    In the middle of its columns, whose names begin at their left, it misses both, but stands over nothing else.
    """
    if not below:
        return 0.0
    middle = (below[0].left + below[-1].right - name.left - name.right) / 2
    off = min(abs(middle), abs(below[0].left - name.left))
    return min(off, _OFF) if below[0].left <= name.left and name.right <= below[-1].right else off
