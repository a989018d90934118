"""Takes the rulings and glyphs of a page; gives its ruled tables with merged cells."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xietong.documents.block import Cell
from xietong.documents.formats.glyphs import Glyph, Run, Stroke, in_order, joined, run_of
from xietong.documents.formats.wrapping import glue, unparted
from xietong.documents.labels import are_two

# The quarter-width gap that layout programs put between Chinese and Latin characters.
AUTOMATIC = re.compile(
    "(?<=[\u3001-\u301f\u4e00-\u9fff\uff01-\uff1f”’]) (?!\\d{1,2}[.．、](?!\\d))(?=[A-Za-z0-9+])"
    "|(?<=[A-Za-z0-9%]) (?=[\u3001-\u301f\u4e00-\u9fff\uff01-\uff1f“‘])"
)
_NEAR = 3.5
_MOST = 400


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled grid on a page: its column edges left to right, its row edges top to bottom, and its (merged) cells.

    ``areas`` are (row, column, rows down, columns across).
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[tuple[int, int, int, int], ...]

    def holds(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Tell whether the middle of a box lies inside the grid."""
        x, y = (left + right) / 2, (bottom + top) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]


def grids(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[Grid]:
    """Return the grids that the rulings of a page form, from top to bottom; frames of a single cell are none.

    Quadratic in the number of distinct rulings, of which more than a few hundred are taken for a drawing.
    """
    rows, columns = _merged(across), _merged(down)
    if not (2 <= len(rows) <= _MOST and 2 <= len(columns) <= _MOST):
        return []
    found = [grid for group in _groups(rows, columns) if (grid := _grid(*group))]
    return sorted(found, key=lambda grid: -grid.ys[0])


def cells(grid: Grid, runs: Iterable[Run]) -> list[Cell]:
    """Return the cells of a grid with the text of its glyphs; lines broken by the cell's width are joined."""
    owner: dict[tuple[int, int], int] = {}
    for index, (row, column, tall, wide) in enumerate(grid.areas):
        owner |= {(row + lower, column + right): index for lower in range(tall) for right in range(wide)}
    lines: list[list[list[Glyph]]] = [[] for _ in grid.areas]
    depths = [-y for y in grid.ys]
    for run in runs:
        touched: set[int] = set()
        for glyph in run:
            row = bisect_right(depths, -(glyph.bottom + glyph.top) / 2) - 1
            column = bisect_right(grid.xs, (glyph.left + glyph.right) / 2) - 1
            index = owner.get((row, column), -1)
            if index < 0:
                continue
            if index not in touched:
                lines[index].append([])
                touched.add(index)
            lines[index][-1].append(glyph)
    return [
        Cell(
            row,
            column,
            AUTOMATIC.sub("", _text(list(map(run_of, lines[index])), grid.xs[column], grid.xs[column + wide])),
            tall,
            wide,
        )
        for index, (row, column, tall, wide) in enumerate(grid.areas)
    ]


def _text(lines: list[Run], start: float, edge: float) -> str:
    """Join the lines of a cell: one that the next character did not fit on runs on, a shorter one ends an entry."""
    text = ""
    reach = 0.0
    inset = min((line.lefts[0] for line in lines), default=start) - start
    rows = list(_rows(lines))
    for number, line in enumerate(rows, 1):
        piece = _close(line.text.strip(), alone=number == len(rows))
        if not piece:
            continue
        size = max(line.rights[0] - line.lefts[0], 4.0)
        room = (unparted(piece) + 0.15) * size + min(max(inset, 0.0), 0.8 * size)
        runs_on = reach >= edge - room and not are_two(text.rpartition("\n")[2], piece)
        text = piece if not text else glue(text, piece) if runs_on else f"{text}\n{piece}"
        reach = line.rights[-1]
    return text


_HAN = "[\u3001-\u301f\u4e00-\u9fff\uff01-\uff1f]"
_BLANK = re.compile(f"(?<={_HAN}) (?={_HAN})")
_TOUCHING = re.compile(f"{_HAN}{_HAN}")


def _close(line: str, *, alone: bool) -> str:
    """Take the blanks out of a line that was set to the full width of its cell: 北 京 市, or 区 教 above 育局."""
    spaced = line.count(" ") > alone and _TOUCHING.search(line) is None
    return _BLANK.sub("", line) if spaced else line


def _rows(runs: Iterable[Run]) -> Iterator[Run]:
    """Give the lines of a cell from top to bottom, whatever pieces its program has written them in."""
    pieces = sorted(runs, key=lambda piece: (-round(piece.tops[0] / 4), piece.lefts[0]))
    held: list[Run] = []
    for piece in pieces:
        if held and abs(held[0].tops[0] - piece.tops[0]) > 0.4 * (piece.tops[0] - piece.bottoms[0]):
            yield in_order(joined(held))
            held = []
        held.append(piece)
    if held:
        yield in_order(joined(held))


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Join strokes that lie on one line and touch or overlap."""
    result: list[Stroke] = []
    for near in _levels(strokes):
        at = sum(stroke.at for stroke in near) / len(near)
        near.sort(key=lambda stroke: stroke.start)
        start, end = near[0].start, near[0].end
        for stroke in near[1:]:
            if stroke.start > end + _NEAR:
                result.append(Stroke(at, start, end))
                start, end = stroke.start, stroke.end
            end = max(end, stroke.end)
        result.append(Stroke(at, start, end))
    return [stroke for stroke in result if stroke.end - stroke.start > 2 * _NEAR]


def _levels(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    levels: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if levels and stroke.at - levels[-1][0].at <= _NEAR:
            levels[-1].append(stroke)
        else:
            levels.append([stroke])
    return levels


def _groups(rows: list[Stroke], columns: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Part the rulings into sets that cross or touch each other."""
    home = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while home[index] != index:
            home[index] = home[home[index]]
            index = home[index]
        return index

    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if _covers(row, column.at) and _covers(column, row.at):
                home[root(i)] = root(len(rows) + j)
    parts: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, row in enumerate(rows):
        parts.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns):
        parts.setdefault(root(len(rows) + j), ([], []))[1].append(column)
    return list(parts.values())


def _covers(stroke: Stroke, at: float) -> bool:
    return stroke.start - _NEAR <= at <= stroke.end + _NEAR


def _grid(rows: list[Stroke], columns: list[Stroke]) -> Grid | None:
    if len(rows) < 2 or not columns:
        return None
    ends = [Stroke(side, 0, 0) for side in (min(row.start for row in rows), max(row.end for row in rows))]
    walls, floors = _levels([*columns, *ends]), _levels(rows)[::-1]
    if len(walls) < 2 or len(floors) < 2 or (len(walls) - 1) * (len(floors) - 1) < 2:
        return None
    areas = _areas(walls, floors)
    xs, ys = (tuple(level[0].at for level in levels) for levels in (walls, floors))
    return Grid(xs, ys, areas) if len(areas) > 1 else None


def _areas(walls: list[list[Stroke]], floors: list[list[Stroke]]) -> tuple[tuple[int, int, int, int], ...]:
    """Grow each cell right, then down, as far as no ruling parts it from the next."""
    wide, tall = len(walls) - 1, len(floors) - 1
    middles = [(walls[c][0].at + walls[c + 1][0].at) / 2 for c in range(wide)]
    heights = [(floors[r][0].at + floors[r + 1][0].at) / 2 for r in range(tall)]
    taken: set[tuple[int, int]] = set()
    areas = []
    for row in range(tall):
        for column in range(wide):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < wide and (row, right) not in taken and not _parts(walls[right], heights[row]):
                right += 1
            below = row + 1
            while below < tall and not any(_parts(floors[below], middle) for middle in middles[column:right]):
                below += 1
            taken |= {(r, c) for r in range(row, below) for c in range(column, right)}
            areas.append((row, column, below - row, right - column))
    return tuple(areas)


def _parts(level: list[Stroke], at: float) -> bool:
    return any(stroke.start <= at <= stroke.end for stroke in level)
