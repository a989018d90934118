"""Takes a placed table; gives its ledger: which column holds what, and the rows with their parents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xietong.basics import Span
from xietong.documents.ledger_columns import (
    ACTS,
    Column,
    by_content,
    column_named,
    fits,
    is_ledger,
    is_told,
    only_measures,
    settled,
    with_aims,
    without_measures,
)
from xietong.documents.passage import PlacedTable
from xietong.documents.targets_cells import is_figure


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """A cell of a ledger's row: what its column holds, its place in the text, whether merged down from a row above."""

    column: Column
    span: Span
    text: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of a ledger, by its cells; a ``section`` row spans the table and names what follows."""

    cells: tuple[LedgerCell, ...]
    section: bool = False

    def of(self, *columns: Column) -> tuple[LedgerCell, ...]:
        """Return the cells that hold one of the given things, from left to right, without the empty ones."""
        return tuple(cell for cell in self.cells if cell.column in columns and cell.text.strip())

    @property
    def name(self) -> LedgerCell:
        """Return the cell that names a section: the last one that holds no sum of what follows."""
        filled = self.of(*Column)
        return next((cell for cell in reversed(filled) if not is_figure(cell.text)), filled[-1])


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table of tasks: its rows below the header, which begin at row ``first`` of the table.

    ``banner`` are the rows above the header that hold one cell and head no section, ``names`` the cells of the header.
    """

    table: PlacedTable
    rows: tuple[LedgerRow, ...]
    columns: tuple[Column, ...]
    first: int
    banner: tuple[Span, ...] = ()
    names: tuple[Span, ...] = ()


def find_ledgers(tables: Iterable[PlacedTable], plain: str) -> tuple[Ledger, ...]:
    """Return the tables that are ledgers: one column at least says what, and one who or when."""
    ledgers: list[Ledger] = []
    before: tuple[Column, ...] = ()
    for placed in tables:
        ledger = read_ledger(placed, plain, before)
        if ledger is not None:
            ledgers.append(ledger)
            before = ledger.columns
    return tuple(ledgers)


def read_ledger(placed: PlacedTable, plain: str, before: tuple[Column, ...] = ()) -> Ledger | None:
    """Read one table; ``before`` are the columns of the table above, which a table without header goes on with."""
    grid = _grid(placed)
    texts = [[_text(placed, number, plain) for number in line] for line in grid]
    found = _header(placed, grid, plain) or _plain_header(placed, grid, plain)
    if found is None:
        going_on = before if len(before) == placed.table.columns and fits(before, texts) else ()
        found = (0, going_on or by_content(texts))
    first, columns = found
    bodies = without_measures(columns, texts, first)
    if not bodies or (bodies != columns and not is_ledger(bodies)) or only_measures(bodies, texts, first):
        return None
    columns = settled(bodies, texts, first)
    columns = with_aims(columns, texts, first)
    if not is_told(columns, texts, first):
        return None
    rows = tuple(_rows(placed, grid, plain, first, columns))
    if not any(cell.row >= first and cell.row_span > 1 for cell in placed.table.cells):
        rows = tuple(_merged_again(rows))
    if not any(row.of(Column.TASK) for row in rows):
        return None
    sections, banner, names = _above(placed, plain, first)
    return Ledger(placed, (*sections, *rows), columns, first, banner, names)


def _above(
    placed: PlacedTable, plain: str, first: int
) -> tuple[tuple[LedgerRow, ...], tuple[Span, ...], tuple[Span, ...]]:
    """Return what stands above the first row of tasks: headings of sections, other lines, and the header's cells."""
    above: dict[int, list[Span]] = {}
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        if cell.row < first and span.end > span.start:
            above.setdefault(cell.row, []).append(span)
    alone = [spans[0] for spans in above.values() if len(spans) == 1]
    headings = [span for span in alone if _SECTION.match(plain, span.start, span.end)]
    cells = [LedgerCell(Column.DIRECTION, span, plain[span.start : span.end], inherited=False) for span in headings]
    return (
        tuple(LedgerRow((cell,), section=True) for cell in cells),
        tuple(span for span in alone if span not in headings),
        tuple(span for spans in above.values() if len(spans) > 1 for span in spans),
    )


def _grid(placed: PlacedTable) -> list[list[int | None]]:
    """Lay the cells out: for every row and column the number of the cell that covers it."""
    table = placed.table
    grid: list[list[int | None]] = [[None] * table.columns for _ in range(table.rows)]
    for number, cell in enumerate(table.cells):
        for row in range(cell.row, min(table.rows, cell.row + cell.row_span)):
            for column in range(cell.column, min(table.columns, cell.column + cell.column_span)):
                grid[row][column] = number
    return grid


def _header(placed: PlacedTable, grid: list[list[int | None]], plain: str) -> tuple[int, tuple[Column, ...]] | None:
    """Find the header among the first rows: one or two rows whose cells are short and name columns."""
    best: tuple[int, int, tuple[Column, ...]] | None = None
    named = [[column_named(_text(placed, number, plain)) for number in line] for line in grid[: _DEEPEST + 1]]
    for row in range(min(len(grid), 6)):
        for depth, sure in _depths(placed, grid, row, plain):
            below = named[row + depth - 1]
            columns = tuple([own or above or Column.OTHER for own, above in zip(below, named[row], strict=True)])
            if not is_ledger(columns):
                continue
            score = 3 + len(columns) - columns.count(Column.OTHER) - (0 if sure else (depth - 1) * 2)
            if best is None or score > best[0]:
                best = (score, row + depth, columns)
    return None if best is None else (best[1], best[2])


def _depths(placed: PlacedTable, grid: list[list[int | None]], row: int, plain: str) -> list[tuple[int, bool]]:
    """Return how many rows a header that begins in a row may have, and whether that is sure.

    It is where the next row holds names below cells over several columns, and nothing else.
    """
    depth = 1
    while _goes_on(placed, grid, row + depth, plain):
        depth += 1
    if depth > 1:
        return [(depth, True)]
    if row + 1 < len(grid) and _second_row_names(placed, grid, row + 1, plain):
        return [(1, True), (2, False)]
    return [(1, True)]


def _goes_on(placed: PlacedTable, grid: list[list[int | None]], row: int, plain: str) -> bool:
    if row >= len(grid) or row > _DEEPEST:
        return False
    cells = placed.table.cells
    told = False
    for number, above in zip(grid[row], grid[row - 1], strict=True):
        text = _text(placed, number, plain)
        if number is None or above is None or number == above or not text:
            continue
        told = True
        if not 1 < cells[above].column_span < placed.table.columns or len(text) > _BRIEF or text.isdecimal():
            return False
    return told


_DEEPEST, _BRIEF = 7, 12


def _plain_header(
    placed: PlacedTable, grid: list[list[int | None]], plain: str
) -> tuple[int, tuple[Column, ...]] | None:
    """A table that says what is to be done, but not who or when: its cells must be seen to act."""
    if len(grid) < 2 or placed.table.columns > _WIDEST:
        return None
    columns = tuple(column_named(_text(placed, number, plain)) or Column.OTHER for number in grid[0])
    places = [place for place, column in enumerate(columns) if column in (Column.MEASURE, Column.TASK)]
    if len(set(grid[0])) < 2 or not places or Column.TARGET in columns:
        return None
    texts = [_text(placed, grid[row][places[-1]], plain) for row in range(1, len(grid))]
    acting = sum(1 for text in texts if ACTS.search(text[:20]))
    return (1, columns) if texts and acting * 2 >= len(texts) else None


_WIDEST = 7


def _second_row_names(placed: PlacedTable, grid: list[list[int | None]], row: int, plain: str) -> bool:
    texts = {number: _text(placed, number, plain) for number in grid[row] if number is not None}
    own = [text for number, text in texts.items() if placed.table.cells[number].row == row and text]
    spread = any(
        (cell.row == row - 1 and cell.column_span > 1) or cell.row_span > 1
        for cell in placed.table.cells
        if cell.row == row - 1
    )
    return spread and bool(own) and all(len(text) <= 12 for text in own)


def _text(placed: PlacedTable, number: int | None, plain: str) -> str:
    if number is None:
        return ""
    span = placed.cell_spans[number]
    return plain[span.start : span.end].strip()


def _rows(
    placed: PlacedTable, grid: list[list[int | None]], plain: str, first: int, columns: tuple[Column, ...]
) -> Iterator[LedgerRow]:
    for row in range(first, len(grid)):
        cells = []
        seen: set[int] = set()
        for place, number in enumerate(grid[row]):
            if number is None or number in seen:
                continue
            seen.add(number)
            cell = placed.table.cells[number]
            across = columns[place : place + cell.column_span] if cell.column_span < placed.table.columns else ()
            column = Column.TASK if Column.TASK in across else columns[place]
            cells.append(LedgerCell(column, placed.cell_spans[number], _text(placed, number, plain), cell.row < row))
        filled = [cell for cell in cells if cell.text]
        if not filled or _named_again(filled):
            continue
        yield LedgerRow(tuple(cells), section=_is_section(filled, cells, placed.table.columns))


def _merged_again(rows: Iterable[LedgerRow]) -> Iterator[LedgerRow]:
    """Give empty cells of what tasks belong to the cell above, where merges were lost: in Markdown, text and lines."""
    above: dict[Column, LedgerCell] = {}
    for row in rows:
        cells = []
        for cell in row.cells:
            if cell.column in (Column.DIRECTION, Column.ACTION):
                if cell.text:
                    above = (
                        {Column.DIRECTION: above.get(Column.DIRECTION, cell)} if cell.column is Column.ACTION else {}
                    )
                    above[cell.column] = cell
                elif cell.column in above:
                    cell = replace(above[cell.column], inherited=True)
            cells.append(cell)
        above = {} if row.section else above
        yield row if row.section else replace(row, cells=tuple(cells))


def _named_again(filled: list[LedgerCell]) -> bool:
    """A header repeated on the next page."""
    return len(filled) >= 3 and all(
        len(cell.text) <= 10 and column_named(cell.text) not in (None, Column.OTHER) for cell in filled
    )


_COUNT = re.compile(r"[（]?[一二三四五六七八九十]+[）、]?")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]+\s*[、.．]|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章部])"
)


def _is_section(filled: list[LedgerCell], cells: list[LedgerCell], width: int) -> bool:
    if len(filled) == 1 and width >= 3:
        return (
            len(cells) <= 2
            or _SECTION.match(filled[0].text) is not None
            or filled[0].column in (Column.NUMBER, Column.DIRECTION)
        )
    if width < 4 or len(filled) < 2:
        return False
    apart = filled[0].column is Column.NUMBER and _COUNT.fullmatch(filled[0].text) is not None
    named = apart or _SECTION.match(filled[0].text) is not None
    return named and all(is_figure(cell.text) for cell in filled[1 + apart :])  # the sums of what follows
