"""Takes the tables of a passage; gives the bodies in their columns of responsible units."""

import re
from collections.abc import Collection, Iterator

from xietong.documents.block import Cell
from xietong.documents.draft import UnitRole
from xietong.documents.ledger import Ledger
from xietong.documents.ledger_columns import Column, column_of
from xietong.documents.passage import Passage, PlacedTable
from xietong.documents.units_duties import Bearer, DutyList
from xietong.documents.units_labels import is_label, role_of
from xietong.documents.units_names import certainty

_HEADER_ROWS = 5
_LABELLED = re.compile(r"(?:单位|部门|处室|科室|牵头|配合|责任)：")


def tabled(passage: Passage) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Yield start, end and bodies of every cell below or beside a label such as 责任单位."""
    ledgers = {ledger.table.span: ledger for ledger in passage.ledgers}
    for placed in passage.tables:
        yield from _cells(placed, passage.plain, ledgers.get(placed.span))


def _cells(placed: PlacedTable, plain: str, ledger: Ledger | None) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    columns = _unnamed(ledger) if ledger is not None and not ledger.first else _columns(placed, plain, ledger)
    if not columns:
        return
    names = frozenset() if ledger is None else frozenset(ledger.names)
    led = any(role is UnitRole.LEAD for _, role in columns.values())
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        head = columns.get(cell.column)
        if head is None or cell.row <= head[0] or span in names or _is_header(cell.text) or span.start == span.end:
            continue
        if _LABELLED.search(plain, span.start, span.end):
            continue  # 牵头单位：甲 配合单位：乙 in one cell says who is what by itself
        role = head[1] or (UnitRole.SUPPORT if led else UnitRole.LEAD)
        bearers = DutyList(plain, role, strict=False).read(span.start, span.end)
        if bearers:
            yield span.start, span.end, tuple(bearers)


def _is_header(words: str) -> bool:
    return is_label(words) and not words.startswith(("各", "有关", "相关"))


_ROLES = {Column.LEAD: UnitRole.LEAD, Column.SUPPORT: UnitRole.SUPPORT, Column.RESPONSIBLE: None}


def _unnamed(ledger: Ledger) -> dict[int, tuple[int, UnitRole | None]]:
    """The columns of a table without a header, by what they were found to hold."""
    return {place: (-1, _ROLES[column]) for place, column in enumerate(ledger.columns) if column in _ROLES}


def _columns(placed: PlacedTable, plain: str, ledger: Ledger | None) -> dict[int, tuple[int, UnitRole | None]]:
    """Return for each column of units the row of its header and its role."""
    found: dict[int, tuple[int, UnitRole | None]] = {}
    spans: dict[int, int] = {}
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        words = "".join(plain[span.start : span.end].split())
        if (cell.row >= _HEADER_ROWS and cell.column in found) or not (
            _is_of_list(words) if ledger is None else _heads(cell, words, ledger)
        ):
            continue
        if (ledger is None or cell.row >= ledger.first) and _beside(placed, cell.row, cell.column, plain):
            continue
        for column in range(cell.column, cell.column + cell.column_span):
            if column in spans and spans[column] < cell.column_span:
                continue
            told = _ROLES.get(column_of(words) or Column.OTHER) if ledger is not None else None
            found[column] = (cell.row + cell.row_span - 1, told or role_of(words))
            spans[column] = cell.column_span
    _drop_other(placed, found, spans)
    return {column: (row + _goes_on(placed, row, found), role) for column, (row, role) in found.items()}


def _is_of_list(words: str) -> bool:
    """Tell a label of a table that is no ledger; 成员学校 there only lists schools."""
    return is_label(words) and not words.endswith("学校")


def _heads(cell: Cell, words: str, ledger: Ledger) -> bool:
    """Tell whether a cell is the header of a column of bodies, perhaps in words of its own: 单位, 谁来做.

    A header is no column of bodies where the ledger knows it for something else: 监督单位.
    """
    if cell.row >= ledger.first:
        return is_label(words)
    return ledger.columns[cell.column] in _ROLES and (is_label(words) or column_of(words) in _ROLES)


def _goes_on(placed: PlacedTable, row: int, columns: Collection[int]) -> bool:
    """Tell whether the row below a header belongs to it: it names places below several columns, and nothing else."""
    named = [cell for cell in placed.table.cells if cell.row == row + 1 and cell.text.strip()]
    return len(named) > 1 and all(cell.column in columns and _PLACE.fullmatch(cell.text.strip()) for cell in named)


_PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}[省市区县州镇乡](?:（[^（）]{1,10}）)?|[\u4e00-\u9fff]{2,4}")


def _drop_other(placed: PlacedTable, found: dict[int, tuple[int, UnitRole | None]], spans: dict[int, int]) -> None:
    """Below a header over several columns only those count whose own header is a label: not 分管领导."""
    for cell in placed.table.cells:
        head = found.get(cell.column)
        if head is None or spans[cell.column] == 1 or cell.row != head[0] + 1 or is_label(cell.text):
            continue
        if _SIDE.fullmatch(cell.text.strip()):
            continue
        if any(is_label(other.text) for other in placed.table.cells if other.row == cell.row):
            del found[cell.column]


_SIDE = re.compile(r"[\u4e00-\u9fff]{1,6}[方侧]")


def _beside(placed: PlacedTable, row: int, column: int, plain: str) -> bool:
    """Tell whether the label speaks of the cell to its right, in a form with one task on a sheet."""
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        if cell.row == row and cell.column == column + 1:
            first = re.split(r"[、，；\s]", plain[span.start : span.end])[0]
            return certainty(first) == 2 and not is_label(first)
    return False
