"""Takes a page without rulings; gives the grid of a table on it that only blanks part into columns, if there is one.

Such a table is told by its header: a line of three or more short names such as 序号, 重点任务, 牵头单位, 完成时限. Its
columns are parted where no line below the header has a glyph; it ends at the first line that leaves no such gap, as
running text does. A row begins where its first column has a number, or else below more than the usual gap.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from xietong.documents.formats.glyphs import Glyph, level
from xietong.documents.formats.ruling import Grid

_NAMES = re.compile(
    r"序\s*号|编\s*号|备\s*注|类\s*别|(?:重点|主要|具体|工作|目标|改革|年度)*(?:任务|内容|事项|措施|举措|目标|项目|工作|要求)(?:和?(?:要求|任务|措施|目标))?"
    r"|(?:牵头|责任|配合|主要责任|协同配合|主办|协办|参与|承办|负责|督办)(?:责任)?(?:单位|部门|处室|科室|领导|人)?"
    r"|(?:完成|办理|推进|整改|计划|要求)?(?:时限|时间|期限|时间节点)(?:要求)?|(?:进展|完成|推进)情况|联系人|责任人|分管.{0,3}领导"
)
_TASKS = re.compile(r"任务|内容|事项|措施|举措|项目|工作|目标")
_SERIAL = re.compile(r"[序编]\s*号")
_NUMBER = re.compile(r"\d{1,3}[.．、]?|[一二三四五六七八九十]{1,3}、?")
_PARTED = 0.8  # heights of a line between two names of a header
_LEAST = 2.0  # points between two columns
_Gap = tuple[float, float]


class _Line(NamedTuple):
    """The glyphs at one height, from left to right, with the upper and lower edge."""

    top: float
    bottom: float
    glyphs: tuple[Glyph, ...]


class Bare(NamedTuple):
    """A table that blanks part: its grid on this page, where its columns part, and whether its rows are numbered."""

    grid: Grid
    edges: tuple[float, ...]
    serial: bool


def bare_table(runs: Sequence[Sequence[Glyph]], before: Bare | None) -> Bare | None:
    """Return the first such table among the glyphs of a page, which may go on with that of the page before.

    Linear in the glyphs but for the sorting of lines.
    """
    lines = list(_lines(runs))
    for place, line in enumerate(lines):
        names = _names(line)
        if names:
            return _below(line, names, lines[place + 1 :])
    return _going_on(lines, before) if before is not None else None


def _going_on(lines: list[_Line], before: Bare) -> Bare | None:
    """Return the rows at the top of a page that go on with the columns of the page before."""
    edges = before.edges
    body: list[_Line] = []
    filled: list[int] = []
    for line in lines:
        if any(glyph.left < x - 1 and glyph.right > x + 1 for x in edges for glyph in line.glyphs):
            if filled:
                break
            body = []
            continue
        if len({_column(edges, glyph) for glyph in line.glyphs}) >= _FILLED:
            filled.append(len(body))
        body.append(line)
    body = body[_rest_from(body, filled[0]) :] if filled else []
    cuts = _cuts(edges[0], body, serial=before.serial, least=1) if body else None
    if cuts is None:
        return None
    return Bare(_grid_of(edges, body, (body[0].top + 1, *cuts, body[-1].bottom - 1)), edges, before.serial)


_FILLED = 3  # columns that a line fills at least where a row begins


def _rest_from(body: list[_Line], first: int) -> int:
    """Return the first of the lines right above the first row: the rest of a row that began on the page before."""
    start = first
    while start:
        height = body[start].top - body[start].bottom
        if body[start - 1].bottom - body[start].top > (2 * height if start == first else height):
            break
        start -= 1
    return start


def _column(edges: Sequence[float], glyph: Glyph) -> int:
    return bisect_right(edges, (glyph.left + glyph.right) / 2)


def _grid_of(edges: tuple[float, ...], lines: Sequence[_Line], ys: tuple[float, ...]) -> Grid:
    """Return a grid whose columns reach as far as their text: by that it is told where a cell's text runs on."""
    reach = [0.0] * (len(edges) + 1)
    for glyph in (glyph for line in lines for glyph in line.glyphs):
        column = _column(edges, glyph)
        reach[column] = max(reach[column], glyph.right)
    inner = [min(edge, end + 1) if end else edge for edge, end in zip(edges, reach, strict=False)]
    xs = (min(line.glyphs[0].left for line in lines) - 1, *inner, max(reach) + 1)
    return Grid(xs, ys, tuple((row, column, 1, 1) for row in range(len(ys) - 1) for column in range(len(xs) - 1)))


def _lines(runs: Sequence[Sequence[Glyph]]) -> Iterator[_Line]:
    pieces = [[glyph for glyph in piece if not glyph.text.isspace()] for run in runs for piece in level(run)]
    ordered = sorted((piece for piece in pieces if piece), key=lambda piece: -(piece[0].top + piece[0].bottom))
    held: list[Glyph] = []
    for piece in ordered:
        if held and held[0].top + held[0].bottom - piece[0].top - piece[0].bottom > held[0].top - held[0].bottom:
            yield _line(held)
            held = []
        held += piece
    if held:
        yield _line(held)


def _line(held: list[Glyph]) -> _Line:
    return _Line(
        max([glyph.top for glyph in held]),
        min([glyph.bottom for glyph in held]),
        tuple(sorted(held, key=attrgetter("left"))),
    )


def _names(line: _Line) -> list[list[Glyph]]:
    """Return the names of a header, or nothing for any other line."""
    if not 6 <= len(line.glyphs) <= 60:
        return []
    cuts = [
        place
        for place, (before, (_, left, bottom, _, top)) in enumerate(pairwise(line.glyphs), 1)
        if left - before.right > _PARTED * (top - bottom)
    ]
    if len(cuts) < 2:
        return []
    parts = [list(line.glyphs[start:end]) for start, end in pairwise((0, *cuts, len(line.glyphs)))]
    texts = ["".join(glyph.text for glyph in part) for part in parts]
    named = sum(1 for text in texts if _NAMES.fullmatch(text))
    told = any(_TASKS.search(text) for text in texts)
    return parts if told and named * 4 >= len(parts) * 3 else []


def _below(header: _Line, names: list[list[Glyph]], below: list[_Line]) -> Bare | None:
    gaps = [[(before[-1].right, after[0].left)] for before, after in pairwise(names)]
    body: list[_Line] = []
    for line in below:
        left = [_free(gap, line.glyphs) for gap in gaps]
        if any(max(_widths(gap), default=0.0) < _LEAST for gap in left):
            break
        gaps = left
        body.append(line)
    if len(body) < 2:
        return None
    edges = tuple([_middle(gap) for gap in gaps])
    serial = _SERIAL.fullmatch("".join(glyph.text for glyph in names[0])) is not None
    cuts = _cuts(edges[0], body, serial=serial, least=2)
    if cuts is None:
        return None
    ys = (header.top + 1, (header.bottom + body[0].top) / 2, *cuts, body[-1].bottom - 1)
    return Bare(_grid_of(edges, (header, *body), ys), edges, serial)


def _middle(gaps: Sequence[_Gap]) -> float:
    """Return the middle of the widest of some gaps."""
    left, right = max(gaps, key=lambda one: one[1] - one[0])
    return (left + right) / 2


def _widths(gaps: Sequence[_Gap]) -> Iterator[float]:
    return (right - left for left, right in gaps)


def _free(gaps: Sequence[_Gap], glyphs: Sequence[Glyph]) -> list[_Gap]:
    """Return what is left of some gaps where the glyphs of a line are not."""
    free = list(gaps)
    for glyph in glyphs:
        if any(glyph.left < right and left < glyph.right for left, right in free):
            free = [
                part
                for left, right in free
                for part in ((left, min(right, glyph.left)), (max(left, glyph.right), right))
                if part[1] - part[0] >= _LEAST
            ]
    return free


def _cuts(edge: float, body: list[_Line], *, serial: bool, least: int) -> list[float] | None:
    """Return the heights between rows: above each number but the first, or at wide gaps; None where neither tells."""
    spaces = [above.bottom - line.top for above, line in pairwise(body)]
    if serial:
        starts = [place for place, line in enumerate(body) if _numbered(line, edge)]
        if len(starts) < least:
            return None
        places = [_between(spaces, first, second) for first, second in pairwise(starts)]
        if least == 1 and starts[0] > 0:  # the rest of a row that began on the page before
            places.insert(0, starts[0] - 1)
    else:
        usual = sorted(spaces)[len(spaces) // 3] if spaces else 0.0
        places = [place for place, space in enumerate(spaces) if space > usual + 3]
        if not places and least > 1:
            return None
    return [(body[place].bottom + body[place + 1].top) / 2 for place in places]


def _between(spaces: list[float], first: int, second: int) -> int:
    """Return behind which line a row ends between the numbers of two: at the widest gap, the last of equal ones."""
    widest = max(spaces[first:second])
    return max(place for place in range(first, second) if spaces[place] > widest - 0.5)


def _numbered(line: _Line, edge: float) -> bool:
    text = "".join(glyph.text for glyph in line.glyphs if glyph.right <= edge)
    return _NUMBER.fullmatch(text) is not None
