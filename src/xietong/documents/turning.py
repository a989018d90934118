"""Takes a placed table whose labels stand beside what they name; gives it with the labels above, as ledgers have them.

Only the rows and columns are told anew: the cells keep their order and their places in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xietong.documents.block import Cell, Table
from xietong.documents.ledger import read_ledger
from xietong.documents.ledger_columns import Column, column_of
from xietong.documents.parting import parted
from xietong.documents.passage import PlacedTable

_BRIEF = 12
_WHO_OR_WHEN = (Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE, Column.DEADLINE)
_WHAT = (Column.MEASURE, Column.TASK)


def upright(tables: Iterable[PlacedTable], plain: str) -> tuple[PlacedTable, ...]:
    """Return the tables, each by its own header, those with labels at the side turned: one task a column, or a form."""
    return tuple(_upright(part, plain) for placed in tables for part in parted(placed, plain))


def _upright(placed: PlacedTable, plain: str) -> PlacedTable:
    labels = _labels(placed, plain)
    if not _names_tasks(labels.values()) or read_ledger(placed, plain) is not None:
        return placed
    form = any(placed.table.cells[number].column > 0 for number in labels)
    turned = _unfolded(placed, labels) if form or placed.table.columns == 2 else _transposed(placed)
    return placed if turned is None or read_ledger(turned, plain) is None else turned


def _labels(placed: PlacedTable, plain: str) -> dict[int, Column]:
    """Return the cells that name what stands beside them, by their numbers, with what they name.

    None where two of them stand side by side: they name what stands below them.
    """
    found: dict[int, Column] = {}
    beside = (-1, -1)
    for number, (cell, span) in enumerate(zip(placed.table.cells, placed.cell_spans, strict=True)):
        words = plain[span.start : span.end].strip().rstrip("：:")
        named = column_of(words) if 0 < len(words) <= _BRIEF else None
        alone = cell.column_span == placed.table.columns
        if named is not None and not alone and not any(map(str.isdecimal, words)):
            if (cell.row, cell.column) == beside:
                return {}
            found[number] = named
            beside = (cell.row, cell.column + cell.column_span)
    return found


def _names_tasks(named: Iterable[Column]) -> bool:
    columns = list(named)
    return any(one in columns for one in _WHO_OR_WHEN) and any(one in columns for one in _WHAT)


def _transposed(placed: PlacedTable) -> PlacedTable | None:
    """Turn a table with one task a column; rows over its whole width stay above."""
    table = placed.table
    banners = [cell for cell in table.cells if cell.column_span == table.columns]
    above = max((cell.row + cell.row_span for cell in banners), default=0)
    if above >= table.rows:
        return None
    width, height = table.rows - above, table.columns
    cells = tuple(
        Cell(cell.row, 0, cell.text, cell.row_span, width)
        if cell.row < above
        else Cell(above + cell.column, cell.row - above, cell.text, cell.column_span, cell.row_span)
        for cell in table.cells
    )
    return replace(placed, table=Table(above + height, width, cells, table.name))


def _unfolded(placed: PlacedTable, labels: dict[int, Column]) -> PlacedTable | None:
    """Lay the labels of a form side by side and what they name below them; a label that comes again begins a form."""
    names: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    filled: set[tuple[int, int]] = set()
    form = 1
    for label, values in _pairs(placed, labels):
        words = placed.table.cells[label].text.strip()
        if words not in names:
            names.append(words)
        column = names.index(words)
        again = (form, column) in filled
        form += again
        filled.add((form, column))
        places[label] = (0 if form == 1 else -1, column)
        places |= dict.fromkeys(values, (form, column))
    rest = [number for number in range(len(placed.table.cells)) if number not in places]
    width = len(names)
    if width < 2:
        return None
    # What belongs to no label (a title, a remark) stands above, over the whole width.
    order = {number: row for row, number in enumerate(rest)}
    height = len(rest) + 1 + form
    cells = []
    for number, cell in enumerate(placed.table.cells):
        if number in order:
            cells.append(Cell(order[number], 0, cell.text, 1, width))
            continue
        row, column = places[number]
        cells.append(Cell(len(rest) + max(row, 0), column, cell.text))
    return replace(placed, table=Table(height, width, tuple(cells), placed.table.name))


def _pairs(placed: PlacedTable, labels: dict[int, Column]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield each label with the cells behind it in its row, up to the next label."""
    rows: dict[int, list[int]] = {}
    for number, cell in enumerate(placed.table.cells):
        rows.setdefault(cell.row, []).append(number)
    for row in sorted(rows):
        held: list[int] | None = None
        label = -1
        for number in sorted(rows[row], key=lambda one: placed.table.cells[one].column):
            if number in labels:
                if held is not None:
                    yield label, held
                label, held = number, []
            elif held is not None and (placed.table.cells[number].text.strip() or not held):
                held.append(number)
        if held is not None:
            yield label, held
