"""Takes a page without rulings; gives the grid of a table on it that only blanks part into columns, if there is one.

Such a table is told by its header: three or more short names such as 序号, 重点任务, 牵头单位, 完成时限, on one line or
broken over a few. Its columns are parted where no line below the header has a glyph; it ends at the first line that
leaves no such gap, as running text does, unless that is the heading of a section within it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from xietong.documents.formats.bare_header import (
    PARTED,
    Gap,
    Header,
    header_at,
    is_near,
    is_other,
    may_head,
    parted,
    pieces,
    topped,
)
from xietong.documents.formats.bare_lines import Line, lines_of
from xietong.documents.formats.bare_rows import Rows, rows_of
from xietong.documents.formats.glyphs import Glyph, Run
from xietong.documents.formats.ruling import Grid

_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章部]"
)
_TOTAL = re.compile(r"(?:合|总|小|共)计")
_CHAPTER = re.compile("第[一二三四五六七八九十]{1,3}[章部]")
_BOX = re.compile(r"专栏\d|附表|附件|表\d")  # what follows is named
_SUM = re.compile(r"[\d.,%]+")
_LEAST, _LEAST_ROWS = 2.0, 2  # points between two columns; rows


class Bare(NamedTuple):
    """A table that blanks part: its grid on this page, where its columns part, and which column numbers its rows.

    ``heads`` are the names in the upper row of its header, each with the number of columns below it.
    """

    grid: Grid
    edges: tuple[float, ...]
    serial: int | None
    heads: tuple[tuple[str, int], ...] = ()


def bare_tables(runs: Sequence[Run], before: Bare | None) -> list[Bare]:
    """Return such tables among the glyphs of a page, the first of which may go on with that of the page before.

    Linear in the glyphs but for the sorting of lines.
    """
    lines = list(lines_of(runs))
    found: list[Bare] = []
    floor = lines[0].top if lines else 0.0
    for place, line in enumerate(lines):
        header = header_at(lines, place) if line.top <= floor and may_head(lines, place) else None
        if header is None:
            continue
        known = before if not found and before is not None and _is_repeated(header, before) else None
        below = _below(topped(header, lines[:place]), lines[place + len(header.lines) :], known)
        if below is not None:
            if not found and before is not None:
                found += _going_on(lines[:place], before)
            found.append(below)
            floor = below.grid.ys[-1]
    return found or (_going_on(lines, before) if before is not None else [])


class _Kind(Enum):
    """What a line of a table belongs to: a row, the heading of a section, or a row that is this line alone."""

    ROW = auto()
    SECTION = auto()
    LONE = auto()


_Body = list[tuple[_Kind, Line]]


def _is_repeated(header: Header, before: Bare) -> bool:
    """Tell the upper row, without the lower one, of the header of the page before."""
    return not header.wide and header.words == tuple(name for name, _ in before.heads) != ()


def _below(header: Header, below: Sequence[Line], known: Bare | None) -> Bare | None:
    """Return the table below a header; ``known`` is that of the page before, where its header is repeated in part."""
    gaps: list[list[Gap]] = [[gap] for gap in header.gaps]
    sides = min(line.glyphs[0].left for line in header.lines), max(line.glyphs[-1].right for line in header.lines)
    body: _Body = []
    usual = _usual([*header.lines[-1:], *below])
    for place, line in enumerate(below):
        chapter = _CHAPTER.match(_text(line)[:5]) and parted(line.glyphs, 2 * PARTED)
        if chapter or _BOX.match(_text(line)[:4]) or is_other(header, line):
            break
        free = [_free(gap, line.glyphs) for gap in gaps]
        crosses = any(max(_widths(gap), default=0.0) < _LEAST for gap in free)
        above = below[place - 1] if place else header.lines[-1]
        sure = crosses or header.serial == 0 or _is_apart([above, *below[place : place + 2]], usual)
        kind = _kind(line, sides, sure=sure)
        if crosses and kind is _Kind.ROW:
            break
        gaps = free if kind is _Kind.ROW else gaps
        body.append((kind, line))
    body = _closed(body)
    rows = [line for kind, line in body if kind is _Kind.ROW]
    if known is not None and not any(_crosses(known.edges, line) for line in rows):
        return _table(header, body, known.edges, known.serial, [count for _, count in known.heads], least=0)
    edges = tuple([_middle(gap) for gap in gaps])
    edges = tuple(sorted((*edges, *_inner(edges, rows))))
    cut = header.listed and len(body) == len(below)  # the page ends in the table
    counts = _counts(header, edges)
    serial = None if header.serial is None else sum(counts[: header.serial])
    return _table(header, body, edges, serial, counts, least=0 if cut else _LEAST_ROWS)


def _crosses(edges: Sequence[float], line: Line) -> bool:
    """Tell whether a glyph of a line lies across the place where columns part."""
    return any(glyph.left < x - 1 and glyph.right > x + 1 for x in edges for glyph in line.glyphs)


def _usual(lines: Sequence[Line]) -> float:
    """Return the gap between lines that half of them have at most."""
    gaps = sorted(above.bottom - line.top for above, line in pairwise(lines))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _is_apart(lines: Sequence[Line], usual: float) -> bool:
    """Tell whether a line stands as far from the ones above and below as rows do."""
    return all(above.bottom - line.top > max(0.7 * usual, 4.0) for above, line in pairwise(lines))


def _closed(body: _Body) -> _Body:
    """Leave out what follows the last row: headings, and lines alone that do not go on with a text above them."""
    rows = [
        place for place, (kind, line) in enumerate(body) if kind is not _Kind.SECTION and parted(line.glyphs, PARTED)
    ]
    if not rows:
        return []
    end = rows[-1] + 1
    while end < len(body) and body[end][0] is _Kind.ROW and _goes_on(body[max(0, end - _LOOK) : end], body[end][1]):
        end += 1
    return body[:end]


def _goes_on(above: _Body, line: Line) -> bool:
    """Tell a line that stands right below one of the last, and begins or has its middle where a text above has."""
    if not is_near(above[-1][1], line):
        return False
    left, middle = line.glyphs[0].left, line.glyphs[0].left + line.glyphs[-1].right
    texts = [piece for _, one in above for piece in pieces(one.glyphs)]
    return any(abs(text[0].left - left) < _OFF or abs(text[0].left + text[-1].right - middle) < _OFF for text in texts)


_LOOK, _OFF = 12, 3.0  # lines looked back at, and points


def _kind(line: Line, sides: Gap, *, sure: bool) -> _Kind:
    """Tell the heading of a section within a table, and a row that is one line: totals, 一 with a heading.

    A heading is a number with all its words in one piece, in the middle of the table, or from the left where it can be
    no cell of the first column (``sure``).
    """
    text = _text(line)
    if _TOTAL.match(text) or (sure and _NUMBERED.fullmatch(" ".join(map(_glyphs_text, pieces(line.glyphs))))):
        return _Kind.LONE
    if _SECTION.match(text) is None or parted(line.glyphs, 2 * PARTED):
        return _Kind.ROW
    first, last = line.glyphs[0].left, line.glyphs[-1].right
    centred = abs(first + last - sides[0] - sides[1]) < 2 * _ASIDE
    return _Kind.SECTION if centred or (sure and first < sides[0] + _INDENT) else _Kind.ROW


_ASIDE, _INDENT = 30.0, 40.0  # points from the middle, and from the left
# 一 校舍建设, perhaps with the sums of what follows: 一 校舍建设 9200 720
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]? [^ ]+(?: [\d.,%]+)*")


def _text(line: Line) -> str:
    return line.glyphs.text


def _glyphs_text(glyphs: Sequence[Glyph]) -> str:
    return "".join([glyph.text for glyph in glyphs])


def _inner(edges: Sequence[float], lines: Sequence[Line]) -> list[float]:
    """Return where a column that one name spans is parted into two: by a gap that all its lines leave."""
    columns: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for glyph in line.glyphs:
            columns[_column(edges, glyph)].append(glyph)
    return [middle for column in columns for middle in _parting(sorted(column, key=attrgetter("left")))]


def _parting(glyphs: Sequence[Glyph]) -> Iterator[float]:
    """Yield the middle of each gap between texts that stand at several heights on both of its sides, in turn."""
    right = glyphs[0].right if glyphs else 0.0
    for place, glyph in enumerate(glyphs):
        if glyph.left - right > _WIDE:
            before, after = ({round(one.top) for one in side} for side in (glyphs[:place], glyphs[place:]))
            inside = sum(1 for top in after if min(before) - 1 < top < max(before) + 1)
            if min(len(before), len(after)) > 1 and inside > 0:
                yield (right + glyph.left) / 2
        right = max(right, glyph.right)


_WIDE = 8.0  # points between two columns below one name


def _counts(header: Header, edges: Sequence[float]) -> list[int]:
    """Return how many columns stand below each name of the header: its own, and those without a name behind it."""
    own = [bisect_right(edges, (left + right) / 2) for left, right in header.names]
    return [end - start for start, end in pairwise((0, *own[1:], len(edges) + 1))]


def _going_on(lines: Sequence[Line], before: Bare) -> list[Bare]:
    """Return the rows at the top of a page that go on with the columns of the page before."""
    edges = before.edges
    body: _Body = []
    filled: list[int] = []
    for line in lines:
        crosses = _crosses(edges, line)
        kind = _kind(line, (before.grid.xs[0], before.grid.xs[-1]), sure=line.glyphs[-1].right > edges[0])
        if (crosses and kind is _Kind.ROW) or (kind is _Kind.SECTION and not filled):
            if filled:
                break
            body = []
            continue
        if len({_column(edges, glyph) for glyph in line.glyphs}) >= min(_FILLED, len(edges)):
            filled.append(len(body))
        body.append((kind, line))
    body = _closed(body)
    body = body[_rest_from([line for _, line in body], filled[0], edges) :] if filled else []
    found = _table(None, body, edges, before.serial) if body else None
    return [] if found is None else [found._replace(heads=before.heads)]


_FILLED = 3  # columns that a line fills at least where a row begins; of three columns, two


def _rest_from(body: Sequence[Line], first: int, edges: Sequence[float]) -> int:
    """Return the first of the lines above the first row: the rest of a row that began on the page before.

    They stand right above it, or farther up, where the texts of their columns begin or have their middle.
    """
    lefts, middles = dict[int, float](), dict[int, float]()
    for text in (text for line in body[first:] for text in pieces(line.glyphs)):
        column = _column(edges, text[0])
        lefts[column] = min(lefts.get(column, text[0].left), text[0].left)
        middles.setdefault(column, text[0].left + text[-1].right)

    def stands(text: Sequence[Glyph]) -> bool:
        column = _column(edges, text[0])
        left, middle = lefts.get(column, 0.0), middles.get(column, 0.0)
        return abs(left - text[0].left) < _OFF or abs(middle - text[0].left - text[-1].right) < _OFF

    start = first
    while start:
        height = body[start].top - body[start].bottom
        gap = body[start - 1].bottom - body[start].top
        aligned = all(map(stands, pieces(body[start - 1].glyphs)))
        if gap > (2 * height if start == first else height) and not (aligned and gap < _APART * height):
            break
        start -= 1
    return start


_APART = 4  # heights of a line


def _table(
    header: Header | None,
    body: _Body,
    edges: tuple[float, ...],
    serial: int | None,
    counts: Sequence[int] = (),
    least: int = 1,
) -> Bare | None:
    """Put header, sections and rows into one grid; ``counts`` are the columns below each name of the header."""
    above = () if header is None else header.lines
    ys: list[float] = [above[0].top + 1] if above else [body[0][1].top + 1]
    areas = [] if header is None else _head_areas(header, counts)
    if header is not None and header.wide:
        ys.append(min(floor for _, _, floor in header.wide))
    bottom = min([line.bottom for line in above], default=0.0)
    total = 0
    for kind, group in groupby(body, key=lambda one: one[0]):
        alone = kind is not _Kind.ROW
        for lines in [[line] for _, line in group] if alone else [[line for _, line in group]]:
            rows = (
                Rows((), _alone(kind, lines[0], edges))
                if alone
                else _rows(lines, edges, serial, header is None and total == 0)
            )
            if rows is None:
                return None
            if areas:
                ys.append((bottom + lines[0].top) / 2)
            areas += [(row + len(ys) - 1, column, tall, wide) for row, column, tall, wide in rows.areas]
            total += 0 if alone else len(rows.cuts) + 1
            ys += rows.cuts
            bottom = min([line.bottom for line in lines])
    if total < least + (header is not None and not header.listed):
        return None
    lines = [*above, *(line for _, line in body)]
    heads = () if header is None else tuple(_heads(header, counts))
    return Bare(_grid_of(edges, lines, (*ys, bottom - 1), tuple(areas)), edges, serial, heads)


def _heads(header: Header, counts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Give the names of a header's upper row with the number of columns below each."""
    spans = {first: count for first, count, _ in header.wide}
    column = 0
    for name in header.words:
        end = column + spans.get(column, 1)
        yield name, sum(counts[column:end])
        column = end


def _alone(kind: _Kind, line: Line, edges: Sequence[float]) -> tuple[tuple[int, int, int, int], ...]:
    """Return the cells of a row that is one line: its words reach up to the column of its first figure."""
    width = len(edges) + 1
    first = width
    if kind is _Kind.LONE:
        told = pieces(line.glyphs)
        figures = [_column(edges, one[0]) for one in told if _SUM.fullmatch(_glyphs_text(one))]
        first = max(1, min(figures, default=width))
        if not _TOTAL.match(_text(line)) and first > 1:
            return ((0, 0, 1, 1), (0, 1, 1, first - 1), *((0, column, 1, 1) for column in range(first, width)))
    return ((0, 0, 1, first), *((0, column, 1, 1) for column in range(first, width)))


def _head_areas(header: Header, counts: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Return the cells of a header: in two rows where names stand below wide ones."""
    below = {column for first, count, _ in header.wide for column in range(first, first + count)}
    tall = 2 if below else 1
    starts = [sum(counts[:column]) for column in range(len(counts) + 1)]
    areas = [(0, starts[column], tall, count) for column, count in enumerate(counts) if column not in below]
    areas += [(0, starts[first], 1, starts[first + count] - starts[first]) for first, count, _ in header.wide]
    return sorted([*areas, *((1, starts[column], 1, counts[column]) for column in below)])


def _rows(lines: Sequence[Line], edges: Sequence[float], serial: int | None, continued: bool) -> Rows | None:
    columns: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for glyph in line.glyphs:
            columns[_column(edges, glyph)].append(glyph)
    return rows_of(columns, serial=serial, continued=continued)


def _column(edges: Sequence[float], glyph: Glyph) -> int:
    return bisect_right(edges, (glyph.left + glyph.right) / 2)


def _grid_of(
    edges: tuple[float, ...],
    lines: Sequence[Line],
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


def _middle(gaps: Sequence[Gap]) -> float:
    """Return the middle of the widest of some gaps."""
    left, right = max(gaps, key=lambda one: one[1] - one[0])
    return (left + right) / 2


def _widths(gaps: Sequence[Gap]) -> Iterator[float]:
    return (right - left for left, right in gaps)


def _free(gaps: Sequence[Gap], glyphs: Run) -> list[Gap]:
    """Return what is left of some gaps where the glyphs of a line are not."""
    free = list(gaps)
    for begin, end in zip(glyphs.lefts, glyphs.rights, strict=True):
        if any(begin < right and left < end for left, right in free):
            free = [
                part
                for left, right in free
                for part in ((left, min(right, begin)), (max(left, end), right))
                if part[1] - part[0] >= _LEAST
            ]
    return free
