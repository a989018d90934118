"""Takes a workbook's bytes; gives its visible sheets, each as rows of values with the merged ranges."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xietong.basics import Refusal
from xietong.basics.extent import cells_spanned

MOST_CELLS = 5_000_000  # places of one sheet: three times what 100,000 rows of 15 cells take
LARGEST = 1_500_000_000  # bytes unpacked: 100,000 rows of 15 cells are about 150 million
HEAD = 20
# What an export of ours carries: the prefix of keys in a hidden row, the hidden sheets of facts and of exported uids.
KEY_PREFIX = "xt:"
META_SHEET = "_xietong"
ROWS_SHEET = "_rows"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``head`` holds its first 20 rows as they are; ``rows()`` yields all from the first."""

    name: str
    head: tuple[tuple[Any, ...], ...]
    merged: tuple[Merged, ...]
    source: Any = field(repr=False)

    def rows(self) -> Iterator[list[Any]]:
        """Yield every row from row 0 of the sheet on, whatever empty rows and columns stand before its content."""
        return _rows(self.source)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that people see; of an export of ours also its facts and the uids it was made of."""

    sheets: tuple[Sheet, ...]
    facts: dict[str, str]
    exported: tuple[str, ...] = ()


def open_workbook(data: bytes) -> Workbook:
    """Open xlsx, xls or ods. Refuses ``unreadable-workbook``, ``locked-workbook`` and ``oversized-workbook``."""
    import python_calamine as calamine

    _measure(data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        facts, exported = _hidden(book, META_SHEET), _hidden(book, ROWS_SHEET)
        sheets = tuple(_sheet(book.get_sheet_by_name(name)) for name in visible)
        return Workbook(sheets, {row[0]: row[1] for row in facts if len(row) > 1}, tuple(row[0] for row in exported))
    except calamine.PasswordError as trouble:
        raise Refusal(
            "locked-workbook",
            zh="工作簿设有打开密码，请取消密码后重新上传。",
            en="The workbook is locked with a password; remove it and upload again.",
        ) from trouble
    except calamine.CalamineError as trouble:
        raise _unreadable() from trouble


def _measure(data: bytes) -> None:
    """Refuse an archive that would unpack to more than any ledger holds."""
    if data[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        spanned = cells_spanned(data) if size <= LARGEST else 0
    except zipfile.BadZipFile as trouble:
        raise _unreadable() from trouble
    if size > LARGEST or spanned > MOST_CELLS:
        raise Refusal(
            "oversized-workbook",
            zh="工作簿解压后过大，无法读取；请拆分后重新上传。",
            en="The workbook unpacks to more than can be read; split it and upload the parts.",
        )


def _unreadable() -> Refusal:
    return Refusal(
        "unreadable-workbook",
        zh="无法读取该工作簿，文件可能已损坏或不是表格；请用 WPS 或 Excel 另存为 xlsx 后重新上传。",
        en="The workbook cannot be read; it may be damaged or no workbook. Save it as xlsx and upload again.",
    )


def _hidden(book: Any, name: str) -> list[list[str]]:
    if name not in book.sheet_names:
        return []
    return [[str(cell) for cell in row] for row in _rows(book.get_sheet_by_name(name)) if row]


def _sheet(source: Any) -> Sheet:
    head: list[tuple[Any, ...]] = []
    for row in _rows(source):
        head.append(tuple(row))
        if len(head) == HEAD:
            break
    merged = tuple(Merged(*first, *last) for first, last in source.merged_cell_ranges or ())
    return Sheet(source.name, tuple(head), merged, source)


def _rows(source: Any) -> Iterator[list[Any]]:
    if source.start is None:
        return
    # The reader keeps empty rows above the content but leaves out empty columns beside it.
    margin = [""] * source.start[1]
    for row in source.iter_rows():
        yield margin + row if margin else row


def reference(sheet: str, row: int, column: int) -> str:
    """Return a cell's name from its place (from 0).

    >>> reference("台账", 6, 27)
    '台账!AB7'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row + 1}"
