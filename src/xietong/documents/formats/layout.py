"""Takes cleaned texts and grids; gives blocks, with the text of a table laid out in the one agreed way."""

import re
from collections.abc import Iterable, Sequence

from xietong.basics import Span
from xietong.documents.block import Block, BlockKind, Cell, Table
from xietong.documents.formats import cleaning

CONTENTS = re.compile(r".{1,80}?(?:[.．·…]\s?){4,}\s*\d{1,4}")
"""A line of a table of contents: a title, dots and a page."""


def paragraph(text: str, style: str = "") -> Block | None:
    """Return a paragraph block of raw text, or None when nothing is left of it after cleaning."""
    cleaned = cleaning.paragraph(text)
    return Block(BlockKind.PARAGRAPH, cleaned, style) if cleaned else None


def paragraphs(text: str, style: str = "") -> list[Block]:
    """Return one block per line of raw text, without the empty ones."""
    return [block for line in cleaning.characters(text).split("\n") if (block := paragraph(line, style))]


_BLANKS = re.compile(r"\s+")
_STOPS = re.compile(r"[。；！？]")


def leads(strong: str, whole: str) -> bool:
    """Tell whether what a paragraph sets in bold at its beginning is its first sentence, with more behind it."""
    lead, text = _BLANKS.sub("", strong), _BLANKS.sub("", whole)
    if not 4 <= len(lead) <= 44 or len(lead) + 8 > len(text) or not text.startswith(lead):
        return False
    stops = _STOPS.findall(lead)
    return stops == ["。"] and lead[-1] == "。" if stops else text[len(lead)] == "。"


def table(cells: Iterable[Cell], name: str = "") -> Block | None:
    """Return a table block of cells with raw text, trimmed of empty rows and columns at its end, or None when empty.

    Cells are put in the order of rows and columns. Positions are those given.
    """
    cleaned = [(cell, cleaning.paragraph(cell.text)) for cell in cells]
    full = [cell for cell, text in cleaned if text]
    if not full:
        return None
    rows = max(cell.row + cell.row_span for cell in full)
    columns = max(cell.column + cell.column_span for cell in full)
    kept = [_placed(cell, text, rows, columns) for cell, text in cleaned if cell.row < rows and cell.column < columns]
    kept.sort(key=_place)
    grid = Table(rows, columns, tuple(kept), cleaning.paragraph(name))
    return Block(BlockKind.TABLE, text_of(grid), "", grid)


def text_of(grid: Table) -> str:
    """Return a table's text: rows joined by line feeds, the cells that begin in a row by tabs, empty ones included."""
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return "\n".join("\t".join(row) for row in rows)


def cell_spans(grid: Table) -> tuple[Span, ...]:
    """Return where each cell of ``grid.cells`` stands in ``text_of(grid)``; linear in the number of cells."""
    spans: list[Span] = []
    offset = row = 0
    for index, cell in enumerate(grid.cells):
        if index:
            offset += max(1, cell.row - row)
        else:
            offset = cell.row
        row = cell.row
        spans.append(Span(offset, offset + len(cell.text)))
        offset += len(cell.text)
    return tuple(spans)


def grid_cells(rows: Sequence[Sequence[str]]) -> list[Cell]:
    """Return the cells of a plain grid; missing cells are empty, unless the rows differ so much that it is no grid."""
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > 1000 + 4 * sum(map(len, rows)):
        width = 0
    return [
        Cell(number, column, row[column] if column < len(row) else "")
        for number, row in enumerate(rows)
        for column in range(width or len(row))
    ]


_HEADER, _NAME = 3, 14  # cells that a header has at least, and the length of a name in its second row


def spread(cells: list[Cell]) -> list[Cell]:
    """Merge the cells of a header in two rows again, of which text keeps only those that are filled.

    >>> header = grid_cells([["序号", "任务", "单位", ""], ["", "", "牵头", "配合"]])
    >>> [(cell.text, cell.row_span, cell.column_span) for cell in spread(header)]
    [('序号', 2, 1), ('任务', 2, 1), ('单位', 1, 2), ('牵头', 1, 1), ('配合', 1, 1)]
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    top = next((row for row in range(6) if sum(map(_is_filled, rows.get(row, ()))) >= _HEADER), None)
    if top is None or len(rows.get(top + 1, ())) != len(rows[top]):
        return cells
    merged = _merged(rows[top], rows[top + 1])
    return cells if merged is None else [cell for cell in cells if cell.row not in (top, top + 1)] + merged


def _merged(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell] | None:
    """Return both rows merged, or None where the lower one names nothing below one name of the upper."""
    starts = [place for place, cell in enumerate(upper) if _is_filled(cell)]
    if starts[0] or any(len(cell.text) > _NAME for cell in lower):
        return None
    merged: list[Cell] = []
    for start, end in zip(starts, [*starts[1:], len(upper)], strict=True):
        below = [_is_filled(cell) for cell in lower[start:end]]
        if (end - start > 1) != any(below) or not (all(below) or end - start == 1):
            return None
        cell = upper[start]
        merged.append(Cell(cell.row, cell.column, cell.text, 1 if any(below) else 2, end - start))
        merged += lower[start:end] if any(below) else []
    return merged if any(cell.column_span > 1 for cell in merged) else None


def _is_filled(cell: Cell) -> bool:
    return bool(cell.text.strip())


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _placed(cell: Cell, text: str, rows: int, columns: int) -> Cell:
    down, across = min(cell.row_span, rows - cell.row), min(cell.column_span, columns - cell.column)
    return (
        cell
        if (text, down, across) == (cell.text, cell.row_span, cell.column_span)
        else Cell(cell.row, cell.column, text, down, across)
    )
