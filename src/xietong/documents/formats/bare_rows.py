"""Takes the lines of a table that only blanks part, with its columns; gives where its rows part and which cells merge.

What stands in the middle of its cell tells its row all the same: two rows part where most columns leave a gap between
their texts, and a text that lies across such a gap, or beside empty places, reaches over several rows.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from xietong.documents.formats.glyphs import Glyph, is_below

_NUMBER = re.compile(r"[A-Z]{0,4}-?\d{1,4}[.．、]?|[一二三四五六七八九十]{1,3}、?")
_WIDER = 3.0  # points by which the gap between rows is wider than that between the lines of a cell
_FREE = 0.5  # points that a gap has at least
_Gap = tuple[float, float]  # upper and lower end


class Level(NamedTuple):
    """The text of a column at one height."""

    top: float
    bottom: float
    text: str


class Rows(NamedTuple):
    """Where rows part, from top to bottom, and the cells as (row, column, rows down, columns across)."""

    cuts: tuple[float, ...]
    areas: tuple[tuple[int, int, int, int], ...]


def rows_of(columns: Sequence[Sequence[Glyph]], *, serial: int | None, continued: bool) -> Rows | None:
    """Return the rows of a table, or None where it goes on from the page before (``continued``) without a number.

    ``columns`` are the glyphs of each column from left to right; ``serial`` is the one that holds the rows' numbers.
    Linear in the glyphs, but for sorting them.
    """
    levels = [list(_levels(column)) for column in columns]
    main = max(range(len(columns)), key=lambda column: len(columns[column]))
    order = [levels[main], *(levels[column] for column in _by_length(columns) if column != main)]
    usual = _usual(levels[main])
    cuts = _spaced(order, usual) if serial is None else _numbered(order, levels[serial], usual, continued=continued)
    if cuts is None:
        return None
    if len(levels[main]) == len(cuts) + 1:  # a line each: the gap between them is that between rows
        usual = min(usual, (levels[main][0].top - levels[main][0].bottom) / 2)
    top = max(level.top for column in levels for level in column[:1]) + 1
    bottom = min(level.bottom for column in levels for level in column[-1:]) - 1
    edges = (top, *cuts, bottom)
    areas = [
        area for number, column in enumerate(levels) for area in _areas(number, column, edges, usual, number < main)
    ]
    return Rows(tuple(cuts), tuple(sorted(areas)))


def _by_length(columns: Sequence[Sequence[Glyph]]) -> list[int]:
    return sorted(range(len(columns)), key=lambda column: -len(columns[column]))


def _levels(glyphs: Sequence[Glyph]) -> Iterator[Level]:
    held: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -(glyph.top + glyph.bottom)):
        if held and is_below(held[0], glyph):
            yield _level(held)
            held = []
        held.append(glyph)
    if held:
        yield _level(held)


def _level(held: Sequence[Glyph]) -> Level:
    text = "".join(glyph.text for glyph in sorted(held, key=lambda glyph: glyph.left))
    return Level(max(glyph.top for glyph in held), min(glyph.bottom for glyph in held), text)


def _usual(levels: Sequence[Level]) -> float:
    """Return the gap between two lines of one cell: one of the least, for most cells may hold one line only."""
    gaps = sorted(above.bottom - below.top for above, below in pairwise(levels))
    return max(gaps[len(gaps) // 12], 0.0) if gaps else 0.0


def _numbered(
    order: Sequence[Sequence[Level]], numbers: Sequence[Level], usual: float, *, continued: bool
) -> list[float] | None:
    """Part rows between each number and the next."""
    starts = [level for level in numbers if _NUMBER.fullmatch(level.text)]
    if not starts:
        return None if continued else []
    cuts = [_cut(order, (above.bottom, below.top), usual + _WIDER) for above, below in pairwise(starts)]
    if continued:
        end = cuts[0] if cuts else min(level.bottom for column in order for level in column) - 1
        cuts[:0] = _rest(order, starts[0], usual, end)
    return cuts


def _rest(order: Sequence[Sequence[Level]], first: Level, usual: float, end: float) -> list[float]:
    """Part what goes on from the page before from the first number below it, which may stand in the middle of its row.

    ``end`` is where that row ends.
    """
    levels = [level for column in order for level in column if level.bottom > end]
    above = [level for level in levels if level.bottom > first.top - 1]
    if not above:
        return []
    top, bottom = max(level.top for level in levels), min(level.bottom for level in levels)
    gaps = _without([(top, first.top)], above)
    wide = [gap for gap in gaps if gap[0] - gap[1] > usual + _WIDER]
    middle = abs(top + bottom - first.top - first.bottom) < first.top - first.bottom
    return [sum((wide or gaps)[-1]) / 2] if wide or (gaps and not middle) else []


def _spaced(order: Sequence[Sequence[Level]], usual: float) -> list[float]:
    """Part rows at wide gaps; where there are none, lines far apart, or as many in most columns, are rows."""
    gaps = [(above.bottom, below.top) for above, below in pairwise(order[0])]
    wide = [gap for gap in gaps if gap[0] - gap[1] > usual + _WIDER]
    alike = sum(1 for column in order if len(column) == len(order[0])) * 3 >= len(order) * 2
    if usual > order[0][0].top - order[0][0].bottom or (alike and not wide):
        wide = gaps
    return [_cut(order, gap, usual + _WIDER) for gap in wide]


def _cut(order: Sequence[Sequence[Level]], between: _Gap, wide: float) -> float:
    """Return where two rows part: in the widest gap that the columns leave, the lowest of equal ones.

    It is one that is ``wide`` in the first column, if that has any. A column that would leave none has one text for
    both rows.
    """
    free = [between]
    for place, column in enumerate(order):
        left = _without(free, column)
        if not place:
            left = [gap for gap in left if gap[0] - gap[1] > wide] or left
        free = left or free
    widest = max(upper - lower for upper, lower in free)
    return sum(next(gap for gap in reversed(free) if gap[0] - gap[1] > widest - _FREE)) / 2


def _without(gaps: Sequence[_Gap], levels: Sequence[Level]) -> list[_Gap]:
    """Return what is left of some gaps where these texts do not stand."""
    free = list(gaps)
    low, high = free[-1][1], free[0][0]
    for level in levels:
        if level.bottom < high and level.top > low:
            parts = [
                part
                for upper, lower in free
                for part in ((upper, max(lower, level.top)), (min(upper, level.bottom), lower))
                if part[0] - part[1] >= _FREE
            ]
            free = list(dict.fromkeys(parts))
    return free


def _areas(
    number: int, levels: Sequence[Level], edges: tuple[float, ...], usual: float, heads: bool
) -> Iterator[tuple[int, int, int, int]]:
    """Give the cells of a column: one a row, unless its texts reach over several."""
    height = len(edges) - 1
    across = any(level.bottom < cut - 1 and level.top > cut + 1 for level in levels for cut in edges[1:-1])
    filled = {_row(edges, level) for level in levels}
    spans = _spans(levels, edges, usual) if levels and (across or (heads and len(filled) < height)) else None
    for first, tall in spans or [(row, 1) for row in range(height)]:
        yield first, number, tall, 1


def _row(edges: Sequence[float], level: Level) -> int:
    depths = [-edge for edge in edges[1:-1]]
    return bisect_right(depths, -(level.top + level.bottom) / 2)


def _spans(levels: Sequence[Level], edges: tuple[float, ...], usual: float) -> list[tuple[int, int]] | None:
    """Return which rows each text of a column reaches over, with each in the middle of its rows or at their top.

    None where that cannot be. Of several ways the one that fits best is taken, over the texts from top to bottom.
    """
    texts = _texts(levels, usual)
    rows = [_row(edges, Level(top, bottom, "")) for top, bottom in texts]
    ways: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for (top, bottom), row, following in zip(texts, rows, [*rows[1:], len(edges) - 1], strict=True):
        found: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for first, (cost, spans) in ways.items():
            for last in range(max(row, first) + 1, following + 1):
                off = _off((top, bottom), edges, first, last)
                if off is not None and (last not in found or cost + off < found[last][0]):
                    found[last] = (cost + off, [*spans, (first, last - first)])
        ways = found
    return ways[len(edges) - 1][1] if len(edges) - 1 in ways else None


def _off(text: _Gap, edges: Sequence[float], first: int, last: int) -> float | None:
    """Return by how much of a row a text misses the middle of some rows, or their top; None where it is at neither."""
    top, bottom = text
    if top > edges[first] + 1 or bottom < edges[last] - 1:
        return None
    middle = abs(edges[first] + edges[last] - top - bottom) / 2 / (edges[last - 1] - edges[last])
    if middle <= _OFF:
        return middle
    return _OFF if edges[first] - top < 0.8 * (top - bottom) else None


def _texts(levels: Sequence[Level], usual: float) -> list[_Gap]:
    """Return upper and lower end of each text of a column: lines no farther apart than those of a cell."""
    texts: list[_Gap] = []
    for level in levels:
        if texts and texts[-1][1] - level.top <= usual + _WIDER:
            texts[-1] = (texts[-1][0], level.bottom)
        else:
            texts.append((level.top, level.bottom))
    return texts


_OFF = 0.2  # of a row's height
