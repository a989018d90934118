"""Takes a workbook's bytes; gives its visible sheets, each as rows of values with the merged ranges."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xietong.basics import Refusal

LARGEST = 1_500_000_000  # bytes unpacked: 100,000 rows of 15 cells are about 150 million
HEAD = 20


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``head`` holds the first 20 rows, each filled up to one width; ``rows()`` yields all from the first."""

    name: str
    head: tuple[tuple[Any, ...], ...]
    merged: tuple[Merged, ...]
    source: Any = field(repr=False)

    def rows(self) -> Iterator[list[Any]]:
        """Yield every row from row 0 of the sheet on, whatever empty rows and columns stand before its content."""
        return _rows(self.source)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that people see, and the facts of the hidden sheet that an export of ours carries."""

    sheets: tuple[Sheet, ...]
    facts: dict[str, str]


def open_workbook(data: bytes, facts_sheet: str) -> Workbook:
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
        facts = dict(_facts(book.get_sheet_by_name(facts_sheet))) if facts_sheet in book.sheet_names else {}
        return Workbook(tuple(_sheet(book.get_sheet_by_name(name)) for name in visible), facts)
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
    except zipfile.BadZipFile as trouble:
        raise _unreadable() from trouble
    if size > LARGEST:
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


def _facts(sheet: Any) -> Iterator[tuple[str, str]]:
    for row in _rows(sheet):
        if len(row) > 1:
            yield str(row[0]), str(row[1])


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
    top, left = source.start
    margin = [""] * left
    for _ in range(top):
        yield []
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
