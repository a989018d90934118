"""Takes the cells of a sheet or table; gives its parts: running text, and tables without empty columns before them.

What a row holds decides: rows with nothing but one cell in them are text at the ends and where several follow each
other, begin at the left and say something; elsewhere they are the sections of the table around them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from xietong.documents.block import Block, Cell
from xietong.documents.formats import layout

_SAID = re.compile(r"[。；：]|[^\d、（）]{40}")
_BOX = re.compile(r"\s*(?:专栏|附表|附件|表)\s*[\d一二三四五六七八九十]{1,2}(?!\d)")  # names the table that follows
_ENDED = re.compile(r"(?<=[。；：])\s*\n")
_FEW = 2


def blocks(cells: Sequence[Cell], name: str) -> list[Block]:
    """Return the blocks of a grid by this name, from top to bottom; linear in the number of its cells."""
    rows = _rows(cells)
    result: list[Block] = []
    for is_text, part in groupby(zip(rows, _text_rows(rows), strict=True), key=lambda one: one[1]):
        own = [cell for row, _ in part for cell in row]
        if is_text:
            result += [block for cell in own for block in _paragraphs(cell.text)]
        else:
            result += _table(own, name)
    return result


def _rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells row by row; rows that a filled cell ties together, and empty ones below them, are one."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[list[Cell]] = []
    tied = -1
    for row in sorted(by_row):
        filled = [cell for cell in by_row[row] if cell.text.strip()]
        if rows and (row <= tied or not filled):
            rows[-1] += by_row[row]
        elif filled:
            rows.append(list(by_row[row]))
        tied = max([tied, *(cell.row + cell.row_span - 1 for cell in filled)])
    return rows


def _text_rows(rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """Tell for every row whether it is running text."""
    alone = [_alone(row) for row in rows]
    left = min((cell.column for row in rows for cell in row if cell.text.strip()), default=0)
    kept = [cell is not None for cell in alone]
    place = 0
    for single, run in groupby(alone, key=lambda cell: cell is not None):
        cells = list(run)
        end = place + len(cells)
        if single and place > 0 and not _is_text([cell for cell in cells if cell is not None], left, end == len(rows)):
            kept[place:end] = [False] * len(cells)
        place = end
    return kept


def _is_text(cells: Sequence[Cell], left: int, last: bool) -> bool:
    """Tell whether lone cells below others are text; further right they go on with the row above."""
    if any(_BOX.match(cell.text) for cell in cells):
        return True
    if any(cell.column > left for cell in cells):
        return False
    return last or (len(cells) >= _FEW and any(_SAID.search(cell.text) for cell in cells))


def _alone(row: Sequence[Cell]) -> Cell | None:
    """Return a row's only filled cell, or None when there are others, or none."""
    filled = [cell for cell in row if cell.text.strip()]
    return filled[0] if len(filled) == 1 else None


def _table(cells: Sequence[Cell], name: str) -> Iterator[Block]:
    """Give a part of the sheet as a table that begins at its first filled cell; one of a single column as text."""
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled:
        return
    top, left = min(cell.row for cell in filled), min(cell.column for cell in filled)
    moved = [
        cell._replace(row=cell.row - top, column=cell.column - left)
        for cell in cells
        if cell.row >= top and cell.column >= left
    ]
    if all(cell.column == left and cell.column_span == 1 for cell in filled):
        yield from (block for cell in filled for block in _paragraphs(cell.text))
    elif (block := layout.table(moved, name)) is not None:
        yield block


def _paragraphs(text: str) -> Iterator[Block]:
    """Give the text of a cell as paragraphs: a line that ends in a stop ends one."""
    yield from (block for part in _ENDED.split(text) if (block := layout.paragraph(part)) is not None)
