"""Takes a workbook's bytes; gives its visible sheets, each as rows of values with the merged ranges."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from xietong.basics import Refusal
from xietong.basics.compound import COMPOUND
from xietong.basics.extent import cells_spanned
from xietong.drafting.ledger.old_workbook import is_locked, old_sheets

MOST_CELLS = 5_000_000  # places of one sheet: three times what 100,000 rows of 15 cells take
LARGEST = 1_500_000_000  # bytes unpacked: 100,000 rows of 15 cells are about 150 million
HEAD = 20
# What an export of ours carries: the prefix of keys in a hidden row, the hidden sheets of facts and of exported uids.
KEY_PREFIX = "xt:"
META_SHEET = "_xietong"
ROWS_SHEET = "_rows"
_OURS = META_SHEET, ROWS_SHEET


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
    source: "_Readable" = field(repr=False)

    def rows(self) -> Iterator[list[Any]]:
        """Yield every row from row 0 of the sheet on, whatever empty rows and columns stand before its content."""
        return self.source.rows()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that people see; of an export of ours also its facts and the uids it was made of."""

    sheets: tuple[Sheet, ...]
    facts: dict[str, str]
    exported: tuple[str, ...] = ()


def open_workbook(data: bytes) -> Workbook:
    """Open xlsx, xls or ods. Refuses ``unreadable-workbook``, ``locked-workbook`` and ``oversized-workbook``."""
    if data[:4] == COMPOUND:
        return _old(data)
    import python_calamine as calamine

    _measure(data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        hidden = {name: _Source(book.get_sheet_by_name(name)) for name in _OURS if name in book.sheet_names}
        return _workbook([_Source(book.get_sheet_by_name(name)) for name in visible], hidden)
    except calamine.PasswordError as trouble:
        raise _locked() from trouble
    except calamine.CalamineError as trouble:
        raise _unreadable() from trouble


def _old(data: bytes) -> Workbook:
    sheets = old_sheets(data)
    if sheets is None:
        raise _locked() if is_locked(data) else _unreadable()
    if any(each.width * len(each.cells) > MOST_CELLS for each in sheets):
        raise _oversized()
    return _workbook([each for each in sheets if each.visible], {each.name: each for each in sheets})


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
        raise _oversized()


def _oversized() -> Refusal:
    return Refusal(
        "oversized-workbook",
        zh="工作簿解压后过大，无法读取；请拆分后重新上传。",
        en="The workbook unpacks to more than can be read; split it and upload the parts.",
    )


def _locked() -> Refusal:
    return Refusal(
        "locked-workbook",
        zh="工作簿设有打开密码，请取消密码后重新上传。",
        en="The workbook is locked with a password; remove it and upload again.",
    )


def _unreadable() -> Refusal:
    return Refusal(
        "unreadable-workbook",
        zh="无法读取该工作簿，文件可能已损坏或不是表格；请用 WPS 或 Excel 另存为 xlsx 后重新上传。",
        en="The workbook cannot be read; it may be damaged or no workbook. Save it as xlsx and upload again.",
    )


class _Readable(Protocol):
    """A sheet as a reader of some format gives it."""

    @property
    def name(self) -> str: ...
    @property
    def merged(self) -> Iterable[tuple[int, int, int, int]]: ...
    def rows(self) -> Iterator[list[Any]]: ...


@dataclass(frozen=True, slots=True)
class _Source:
    """A sheet of calamine's."""

    sheet: Any

    @property
    def name(self) -> str:
        return str(self.sheet.name)

    @property
    def merged(self) -> Iterator[tuple[int, int, int, int]]:
        return ((*first, *last) for first, last in self.sheet.merged_cell_ranges or ())

    def rows(self) -> Iterator[list[Any]]:
        if self.sheet.start is None:
            return
        # The reader keeps empty rows above the content but leaves out empty columns beside it.
        margin = [""] * self.sheet.start[1]
        for row in self.sheet.iter_rows():
            yield margin + row if margin else row


def _workbook(visible: Iterable[_Readable], named: Mapping[str, _Readable]) -> Workbook:
    facts, exported = (
        [[str(cell) for cell in row] for row in named[name].rows() if row] if name in named else [] for name in _OURS
    )
    sheets = tuple(_sheet(each) for each in visible)
    return Workbook(sheets, {row[0]: row[1] for row in facts if len(row) > 1}, tuple(row[0] for row in exported))


def _sheet(source: _Readable) -> Sheet:
    head = tuple(tuple(row) for row in islice(source.rows(), HEAD))
    return Sheet(source.name, head, tuple(Merged(*each) for each in source.merged), source)


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
