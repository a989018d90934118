"""Takes the bytes of a workbook of Excel 97 to 2003 (xls); gives its sheets with their values and merged ranges.

Read in Python: of a damaged or made-up file the reader of the newer formats asks for more memory than there is, which
ends the process.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xietong.basics.compound import workbook_records

_HEAD, _FILEPASS = 20, b"\x2f\x00"  # how long the first record is, and the kind of the one behind it


@dataclass(frozen=True, slots=True)
class OldSheet:
    """A sheet: ``merged`` as (top, left, bottom, right) from 0, the ends included; a failed formula's cell is empty."""

    name: str
    visible: bool
    merged: tuple[tuple[int, int, int, int], ...]
    width: int
    cells: tuple[tuple[Any, ...], ...]

    def rows(self) -> Iterator[list[Any]]:
        """Yield every row from the first, each as wide as the widest."""
        return ([*row, *[""] * (self.width - len(row))] for row in self.cells)


def old_sheets(data: bytes) -> tuple[OldSheet, ...] | None:
    """Return the sheets; ``None`` for what cannot be read."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=workbook_records(data), formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return tuple(_sheet(each, book.datemode) for each in book.sheets())
    except Exception:  # noqa: BLE001 - of records in disorder xlrd raises whatever they lead to, a dozen kinds
        return None


def is_locked(data: bytes) -> bool:
    """Tell whether a file that cannot be read has a password: it is packed into another, or says so at its head."""
    return "EncryptedPackage".encode("utf-16-le") in data or workbook_records(data)[_HEAD : _HEAD + 2] == _FILEPASS


def _sheet(sheet: Any, datemode: int) -> OldSheet:
    merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    rows = ((sheet.row_types(at), sheet.row_values(at)) for at in range(sheet.nrows))
    cells = tuple(tuple(_value(kind, value, datemode) for kind, value in zip(*row, strict=True)) for row in rows)
    return OldSheet(sheet.name, not sheet.visibility, merged, max(map(len, cells), default=0), cells)


def _value(kind: int, value: Any, datemode: int) -> Any:
    import xlrd

    match kind:
        case xlrd.XL_CELL_DATE:
            return _moment(value, datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_ERROR:
            return ""
        case _:
            return value


def _moment(value: float, datemode: int) -> Any:
    """Return a day, with its time where it has one; a time of day alone; the number itself where no calendar has it."""
    from xlrd.xldate import xldate_as_datetime

    try:
        moment = xldate_as_datetime(value, datemode)
    except OverflowError:
        return value
    if value < 1:
        return moment.time()
    return moment if value % 1 else moment.date()
