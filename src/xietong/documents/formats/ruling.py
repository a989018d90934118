"""Takes the rulings and glyphs of a page; gives its ruled tables with merged cells."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xietong.documents.block import Cell
from xietong.documents.formats.glyphs import Glyph, Stroke
from xietong.documents.formats.wrapping import glue

# The quarter-width gap that layout programs put between Chinese and Latin characters.
AUTOMATIC = re.compile(
    "(?<=[\u3001-\u301f\u4e00-\u9fff\uff01-\uff1f”’]) (?=[A-Za-z0-9+])"
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

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether the middle of a glyph lies inside the grid."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
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


def cells(grid: Grid, runs: Iterable[Sequence[Glyph]]) -> list[Cell]:
    """Return the cells of a grid with the text of the glyphs inside; lines broken by the cell's width are joined."""
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
            if index < 0 or not grid.holds(glyph):
                continue
            if index not in touched:
                lines[index].append([])
                touched.add(index)
            lines[index][-1].append(glyph)
    return [
        Cell(row, column, AUTOMATIC.sub("", _text(lines[index], grid.xs[column + wide])), tall, wide)
        for index, (row, column, tall, wide) in enumerate(grid.areas)
    ]


def _text(lines: list[list[Glyph]], edge: float) -> str:
    """Join the lines of a cell: one that reaches the edge runs on, a short one ends an entry."""
    text = ""
    reach = 0.0
    for line in sorted((line for line in lines if line), key=lambda line: (-round(line[0].top / 4), line[0].left)):
        piece = "".join(glyph.text for glyph in line).strip()
        if not piece:
            continue
        size = max(line[0].right - line[0].left, 4.0)
        text = piece if not text else glue(text, piece) if reach >= edge - 2.2 * size else f"{text}\n{piece}"
        reach = line[-1].right
    return text


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Join strokes that lie on one line and touch or overlap."""
    result: list[Stroke] = []
    for level in _levels(strokes):
        at = sum(stroke.at for stroke in level) / len(level)
        level.sort(key=lambda stroke: stroke.start)
        start, end = level[0].start, level[0].end
        for stroke in level[1:]:
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
    xs = [level[0].at for level in _levels([*columns, *ends])]
    ys = [level[0].at for level in reversed(_levels(rows))]
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    areas = _areas(xs, ys, rows, columns)
    return Grid(tuple(xs), tuple(ys), areas) if len(areas) > 1 else None


def _areas(
    xs: list[float], ys: list[float], rows: list[Stroke], columns: list[Stroke]
) -> tuple[tuple[int, int, int, int], ...]:
    """Grow each cell right, then down, as far as no ruling parts it from the next."""
    walls = [
        [_is_walled(columns, xs[c + 1], (ys[r] + ys[r + 1]) / 2) for c in range(len(xs) - 2)]
        for r in range(len(ys) - 1)
    ]
    floors = [
        [_is_walled(rows, ys[r + 1], (xs[c] + xs[c + 1]) / 2) for c in range(len(xs) - 1)] for r in range(len(ys) - 2)
    ]
    taken: set[tuple[int, int]] = set()
    areas = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            wide = 1
            while (
                column + wide < len(xs) - 1 and not walls[row][column + wide - 1] and (row, column + wide) not in taken
            ):
                wide += 1
            tall = 1
            while row + tall < len(ys) - 1 and not any(floors[row + tall - 1][column : column + wide]):
                tall += 1
            taken |= {(row + lower, column + right) for lower in range(tall) for right in range(wide)}
            areas.append((row, column, tall, wide))
    return tuple(areas)


def _is_walled(strokes: list[Stroke], at: float, middle: float) -> bool:
    return any(abs(stroke.at - at) <= _NEAR and stroke.start <= middle <= stroke.end for stroke in strokes)
