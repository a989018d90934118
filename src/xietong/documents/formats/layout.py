"""Takes cleaned texts and grids; gives blocks, with the text of a table laid out in the one agreed way."""

import re
from collections.abc import Iterable, Sequence

from xietong.basics import Span
from xietong.documents.block import Block, BlockKind, Cell, Table
from xietong.documents.formats import cleaning


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


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _placed(cell: Cell, text: str, rows: int, columns: int) -> Cell:
    down, across = min(cell.row_span, rows - cell.row), min(cell.column_span, columns - cell.column)
    return (
        cell
        if (text, down, across) == (cell.text, cell.row_span, cell.column_span)
        else Cell(cell.row, cell.column, text, down, across)
    )
