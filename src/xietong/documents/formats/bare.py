"""Takes a page without rulings; gives the grid of a table on it that only blanks part into columns, if there is one.

Such a table is told by its header: three or more short names such as 序号, 重点任务, 牵头单位, 完成时限, on one line or
broken over a few. Its columns are parted where no line below the header has a glyph; it ends at the first line that
leaves no such gap, as running text does, unless that is the heading of a section within it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from xietong.documents.formats.bare_rows import Rows, rows_of
from xietong.documents.formats.glyphs import Glyph, level
from xietong.documents.formats.ruling import Grid
from xietong.documents.plain import simplified

_NAMES = re.compile(
    r"[序编]?号|序|备注|属性|.{2,8}[（(][万亿]?(?:[所个人名%间班]|人次|平方米)[）)]|(?:20\d\d年?.{0,6})|"
    r".{0,8}(?:任务|内容|事项|措施|举措|目标|指标|项目|工作|工程|要求|类别|领域|方向|方面|单位|部门|处室|科室|主体|领导|时限|时间|期限|年限|节点|情况|进展|责任人|联系人"
    r"|名称|规模|投资|资金|成果|形式|进度|安排|标准|阶段|问题|牵头|主办|协办|配合|责任)(?:[（(].{1,8}[）)])?(?:名称|内容|要求)?"
)
_TASKS = re.compile(r"任务|内容|事项|措施|举措|项目|工[作程]|目标|指标|新建")
_SERIAL = re.compile(r"[序编]号|序")
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章部]"
)
_BOX = re.compile(r"专栏\d|附表|附件|表\d")  # what follows is named
_PARTED = 3.5  # points between two names of a header
_LEAST = 2.0  # points between two columns
_LEAST_ROWS = 2
_DEEPEST = 6  # lines of a header
_MOST, _FEWEST = 90, 6  # glyphs of a header
_FAR = 1e9
_Gap = tuple[float, float]


class _Line(NamedTuple):
    """The glyphs at one height, from left to right, with the upper and lower edge."""

    top: float
    bottom: float
    glyphs: tuple[Glyph, ...]


class _Header(NamedTuple):
    """The lines of a header, and the gaps between its names; ``serial`` where the first is that of numbers.

    ``wide`` are names over several columns: the first of them, how many, and the height below the name.
    """

    lines: tuple[_Line, ...]
    gaps: tuple[_Gap, ...]
    serial: bool
    wide: tuple[tuple[int, int, float], ...] = ()


class Bare(NamedTuple):
    """A table that blanks part: its grid on this page, where its columns part, and whether its rows are numbered."""

    grid: Grid
    edges: tuple[float, ...]
    serial: bool


def bare_tables(runs: Sequence[Sequence[Glyph]], before: Bare | None) -> list[Bare]:
    """Return such tables among the glyphs of a page, the first of which may go on with that of the page before.

    Linear in the glyphs but for the sorting of lines.
    """
    lines = [line for line in _lines(runs) if not _is_page_number(line)]
    found: list[Bare] = []
    floor = lines[0].top if lines else 0.0
    for place, line in enumerate(lines):
        header = _header(lines, place) if line.top <= floor and _may_head(line.glyphs) else None
        if header is None:
            continue
        below = _below(_topped(header, lines[:place]), lines[place + len(header.lines) :])
        if below is not None:
            if not found and before is not None:
                found += _going_on(lines[:place], before)
            found.append(below)
            floor = below.grid.ys[-1]
    return found or (_going_on(lines, before) if before is not None else [])


_FOLIO = re.compile(r"[-—－–·]+\d{1,4}[-—－–·]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")


def _is_page_number(line: _Line) -> bool:
    return (
        len(line.glyphs) < _MOST_OF_FOLIO
        and _FOLIO.fullmatch("".join([glyph.text for glyph in line.glyphs])) is not None
    )


_MOST_OF_FOLIO = 12


def _may_head(glyphs: Sequence[Glyph]) -> bool:
    return len(glyphs) <= _MOST and _is_parted(glyphs)


def _is_parted(glyphs: Sequence[Glyph], width: float = _PARTED) -> bool:
    return any(after.left - before.right > width for before, after in pairwise(glyphs))


def _header(lines: Sequence[_Line], place: int) -> _Header | None:
    """Return the header that begins at a line: of the depths that read as names, the one with the most of them."""
    best: tuple[int, _Header] | None = None
    for depth in range(1, _DEEPEST + 1):
        zone = tuple(lines[place : place + depth])
        if len(zone) < depth or (depth > 1 and not _is_near(*zone[-2:])):
            break
        parts = [_part(zone, part) for part in _parts(zone)]
        named = sum(1 for part in parts if _NAMES.fullmatch(part.words))
        told = len(parts) > 2 and named * 4 >= len(parts) * 3 and any(_TASKS.search(part.words) for part in parts)
        if told and (best is None or named >= best[0]):
            best = (named, _headed(zone, parts))
    return None if best is None else best[1]


class _Part(NamedTuple):
    """One name of a header, or a wide one (``words``) with the columns below it and the height between the two."""

    words: str
    columns: list[_Gap]
    floor: float


def _part(zone: Sequence[_Line], part: _Gap) -> _Part:
    own = [[glyph for glyph in line.glyphs if part[0] <= glyph.left < part[1]] for line in zone]
    own = [glyphs for glyphs in own if glyphs]
    upper = [glyph for glyphs in own[:-1] for glyph in glyphs]
    names = _cut_at_gaps(own[-1])
    over = [
        glyph for glyph in upper if len(names) > 1 and glyph.right > names[0][1] - 1 and glyph.left < names[1][0] + 1
    ]
    words = simplified("".join([glyph.text for glyph in (upper if over else [g for glyphs in own for g in glyphs])]))
    if not over:
        return _Part(words, [part], 0.0)
    return _Part(words, names, (min(glyph.bottom for glyph in upper) + max(glyph.top for glyph in own[-1])) / 2)


def _headed(zone: tuple[_Line, ...], parts: Sequence[_Part]) -> _Header:
    columns: list[_Gap] = []
    wide: list[tuple[int, int, float]] = []
    for part in parts:
        if len(part.columns) > 1:
            wide.append((len(columns), len(part.columns), part.floor))
        columns += part.columns
    gaps = tuple((before[1], after[0]) for before, after in pairwise(columns))
    return _Header(zone, gaps, _SERIAL.fullmatch(parts[0].words) is not None, tuple(wide))


def _topped(header: _Header, above: Sequence[_Line]) -> _Header:
    """Take in the lines over one name of a header: 牵头, with 责任 below it beside the other names."""
    sides = ((0.0, 0.0), *header.gaps, (_FAR, _FAR))
    for line in reversed(above):
        left, right = line.glyphs[0].left, line.glyphs[-1].right
        inside = any(before[1] - 1 <= left and right <= after[0] + 1 for before, after in pairwise(sides))
        if not inside or not _is_near(line, header.lines[0]):
            break
        header = header._replace(lines=(line, *header.lines))
    return header


def _is_near(above: _Line, line: _Line) -> bool:
    return above.bottom - line.top < 0.8 * (line.top - line.bottom)


def _parts(zone: Sequence[_Line]) -> list[_Gap]:
    """Return left and right end of the names of a header, or nothing where there are too many letters for one."""
    glyphs = sorted((glyph for line in zone for glyph in line.glyphs), key=attrgetter("left"))
    return _cut_at_gaps(glyphs) if _FEWEST <= len(glyphs) <= _MOST else []


def _cut_at_gaps(glyphs: Sequence[Glyph]) -> list[_Gap]:
    """Return left and right end of what wide gaps part among glyphs in order of their left edges."""
    parts = [(glyphs[0].left, glyphs[0].right)]
    for glyph in glyphs[1:]:
        left, right = parts[-1]
        if glyph.left - right > _PARTED:
            parts.append((glyph.left, glyph.right))
        else:
            parts[-1] = (left, max(right, glyph.right))
    return parts


def _below(header: _Header, below: Sequence[_Line]) -> Bare | None:
    gaps: list[list[_Gap]] = [[gap] for gap in header.gaps]
    left = header.lines[0].glyphs[0].left
    body: list[tuple[bool, _Line]] = []
    for line in below:
        if _BOX.match("".join([glyph.text for glyph in line.glyphs[:4]])):
            break
        free = [_free(gap, line.glyphs) for gap in gaps]
        section = any(max(_widths(gap), default=0.0) < _LEAST for gap in free)
        if section and not _is_section(line, left):
            break
        gaps = gaps if section else free
        body.append((section, line))
    while body and body[-1][0]:
        body.pop()
    edges = tuple([_middle(gap) for gap in gaps])
    return _table(header, body, edges, header.serial)


def _is_section(line: _Line, left: float) -> bool:
    """Tell the heading of a section within a table: a number, and all its words in one piece from the left."""
    text = "".join([glyph.text for glyph in line.glyphs])
    return (
        line.glyphs[0].left < left + 40
        and not _is_parted(line.glyphs, 2 * _PARTED)
        and _SECTION.match(text) is not None
    )


def _going_on(lines: Sequence[_Line], before: Bare) -> list[Bare]:
    """Return the rows at the top of a page that go on with the columns of the page before."""
    edges = before.edges
    body: list[tuple[bool, _Line]] = []
    filled: list[int] = []
    for line in lines:
        section = line.glyphs[-1].right > edges[0] and _is_section(line, before.grid.xs[0])
        if section or any(glyph.left < x - 1 and glyph.right > x + 1 for x in edges for glyph in line.glyphs):
            if filled and not section:
                break
            body = [*body, (True, line)] if filled else []
            continue
        if len({_column(edges, glyph) for glyph in line.glyphs}) >= _FILLED:
            filled.append(len(body))
        body.append((False, line))
    while body and body[-1][0]:
        body.pop()
    body = body[_rest_from([line for _, line in body], filled[0]) :] if filled else []
    found = _table(None, body, edges, before.serial) if body else None
    return [] if found is None else [found]


_FILLED = 3  # columns that a line fills at least where a row begins


def _rest_from(body: Sequence[_Line], first: int) -> int:
    """Return the first of the lines right above the first row: the rest of a row that began on the page before."""
    start = first
    while start:
        height = body[start].top - body[start].bottom
        if body[start - 1].bottom - body[start].top > (2 * height if start == first else height):
            break
        start -= 1
    return start


def _table(
    header: _Header | None, body: Sequence[tuple[bool, _Line]], edges: tuple[float, ...], serial: bool
) -> Bare | None:
    """Put header, sections and rows together into one grid."""
    width = len(edges) + 1
    above = () if header is None else header.lines
    ys: list[float] = [above[0].top + 1] if above else [body[0][1].top + 1]
    areas = [] if header is None else _head_areas(header, width)
    if header is not None and header.wide:
        ys.append(min(floor for _, _, floor in header.wide))
    bottom = min([line.bottom for line in above], default=0.0)
    total = 0
    for section, group in groupby(body, key=lambda one: one[0]):
        for lines in [[line] for _, line in group] if section else [[line for _, line in group]]:
            rows = (
                Rows((), ((0, 0, 1, width),)) if section else _rows(lines, edges, serial, header is None and total == 0)
            )
            if rows is None:
                return None
            if areas:
                ys.append((bottom + lines[0].top) / 2)
            areas += [(row + len(ys) - 1, column, tall, wide) for row, column, tall, wide in rows.areas]
            total += 0 if section else len(rows.cuts) + 1
            ys += rows.cuts
            bottom = min([line.bottom for line in lines])
    if total < (1 if header is None else _LEAST_ROWS):
        return None
    lines = [*above, *(line for _, line in body)]
    return Bare(_grid_of(edges, lines, (*ys, bottom - 1), tuple(areas)), edges, serial)


def _head_areas(header: _Header, width: int) -> list[tuple[int, int, int, int]]:
    """Return the cells of a header: in two rows where names stand below wide ones."""
    below = {column for first, count, _ in header.wide for column in range(first, first + count)}
    tall = 2 if below else 1
    areas = [(0, column, tall, 1) for column in range(width) if column not in below]
    areas += [(0, first, 1, count) for first, count, _ in header.wide]
    return sorted([*areas, *((1, column, 1, 1) for column in below)])


def _rows(lines: Sequence[_Line], edges: Sequence[float], serial: bool, continued: bool) -> Rows | None:
    columns: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for glyph in line.glyphs:
            columns[_column(edges, glyph)].append(glyph)
    return rows_of(columns, serial=serial, continued=continued)


def _column(edges: Sequence[float], glyph: Glyph) -> int:
    return bisect_right(edges, (glyph.left + glyph.right) / 2)


def _grid_of(
    edges: tuple[float, ...],
    lines: Sequence[_Line],
    ys: tuple[float, ...],
    areas: tuple[tuple[int, int, int, int], ...],
) -> Grid:
    """Return a grid whose columns reach as far as their text: by that it is told where a cell's text runs on."""
    reach = [0.0] * (len(edges) + 1)
    for glyph in (glyph for line in lines for glyph in line.glyphs):
        column = _column(edges, glyph)
        reach[column] = max(reach[column], glyph.right)
    inner = [min(edge, end + 1) if end else edge for edge, end in zip(edges, reach, strict=False)]
    return Grid((min(line.glyphs[0].left for line in lines) - 1, *inner, max(reach) + 1), ys, areas)


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
