"""Takes a placed table; gives its parts, where another header further down names other columns.

Only the rows are counted anew: the cells keep their order and their places in the text.
"""

from collections.abc import Iterator
from itertools import pairwise

from xietong.basics import Span
from xietong.documents.block import Table
from xietong.documents.ledger_columns import Column, column_named
from xietong.documents.passage import PlacedTable

_NAMES = 3  # that a header has at least
_BRIEF = 12


def parted(placed: PlacedTable, plain: str) -> Iterator[PlacedTable]:
    """Yield the parts of a table, each from its header, or the row with one cell right above it, to the next."""
    names = _headers(placed, plain)
    starts = [0, *(row for (last, above), (row, here) in pairwise(names) if here != above and row > last + 1)]
    alone = _alone(placed)
    starts = [row - (row - 1 in alone and row > 1) for row in starts]
    if len(starts) == 1:
        yield placed
        return
    for first, end in zip(starts, [*starts[1:], placed.table.rows], strict=True):
        yield _part(placed, first, end)


def _headers(placed: PlacedTable, plain: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows that hold nothing but short names of columns, with those names."""
    rows: dict[int, list[str]] = {}
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        words = "".join(plain[span.start : span.end].split())
        if words:
            rows.setdefault(cell.row, []).append(words)
    return [(row, tuple(words)) for row, words in sorted(rows.items()) if _heads(words)]


def _heads(words: list[str]) -> bool:
    if len(words) < _NAMES or max(map(len, words)) > _BRIEF:
        return False
    named = [column for word in words if (column := column_named(word)) is not None]
    return len(named) == len(words) and len(set(named) - {Column.OTHER}) >= _NAMES


def _alone(placed: PlacedTable) -> set[int]:
    """Return the rows that hold one cell only, over several columns."""
    begun: dict[int, int] = {}
    for cell in placed.table.cells:
        begun[cell.row] = begun.get(cell.row, 0) + 1
    return {cell.row for cell in placed.table.cells if begun[cell.row] == 1 and cell.column_span > 1}


def _part(placed: PlacedTable, first: int, end: int) -> PlacedTable:
    pairs = zip(placed.table.cells, placed.cell_spans, strict=True)
    held = [(cell._replace(row=cell.row - first), span) for cell, span in pairs if first <= cell.row < end]
    cells, spans = tuple([cell for cell, _ in held]), tuple([span for _, span in held])
    table = Table(end - first, placed.table.columns, cells, placed.table.name)
    return PlacedTable(table, Span(spans[0].start, spans[-1].end), spans)
