"""Takes the bytes of a CSV file or workbook; gives its rows by the names of its header, or a Refusal naming a line."""

import csv
import io
from collections import Counter

from xietong.basics import Refusal
from xietong.drafting import cell_text, open_workbook
from xietong.measuring.report_figures import Row
from xietong.measuring.table_text import table_text

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_rows(data: bytes) -> list[Row]:
    """Return the rows of a table: UTF-8, UTF-16, GB 18030; parted by commas, tabs, semicolons; short rows filled up.

    Of a workbook (xlsx, xls, ods) the first sheet counts. The header is the first row of which more than half is
    filled: titles, and who filled it in, stand above. Empty lines are left out. Errors: Refusal ``table-unreadable``
    (what is no text, names that stand twice or are empty, a row longer than the header), those of opening a workbook.

    >>> read_rows("甲,乙\\n1,2\\n".encode())
    [{'甲': '1', '乙': '2'}]
    """
    lines = _sheet_lines(data) if data.startswith(_WORKBOOKS) else _text_lines(data)
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    many = [sum(1 for cell in cells if cell.strip()) for _, cells in filled]
    first = next((place for place, one in enumerate(many) if 2 * one > max(many)), None)
    if first is None:
        return []
    header = [name.strip() for name in filled[first][1]]
    _check_header(header)
    return [_row(header, cells, number) for number, cells in filled[first + 1 :]]


def _sheet_lines(data: bytes) -> list[tuple[int, list[str]]]:
    sheets = open_workbook(data).sheets
    rows = sheets[0].rows() if sheets else ()
    return [(number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]


def _text_lines(data: bytes) -> list[tuple[int, list[str]]]:
    told = table_text(data)
    if told is None:
        raise _unreadable("这不是文本文件", "this is no text")
    text, sign = told
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign or _parted_by(text))
    try:
        return [(lines.line_num, cells) for cells in lines]
    except csv.Error as problem:
        raise _unreadable(f"第{lines.line_num}行不成表格", f"line {lines.line_num} is no row of a table") from problem


def _parted_by(text: str) -> str:
    """Return the sign of the first line that has one: a title above the header may have none."""
    signs = (next((sign for sign in ",\t;" if sign in line), "") for line in text.splitlines())
    return next(filter(None, signs), ",")


def _check_header(header: list[str]) -> None:
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    if twice:
        raise _unreadable(f"表头中“{twice[0]}”出现两次", f"the header has “{twice[0]}” twice")


def _row(header: list[str], cells: list[str], line: int) -> Row:
    more = [cell for cell in cells[len(header) :] if cell.strip()]
    if more:
        raise _unreadable(
            f"第{line}行有{len(cells)}格，表头只有{len(header)}格（数字中的千位逗号须加引号）",
            f"line {line} has {len(cells)} cells and the header {len(header)} (quote figures with thousands commas)",
        )
    filled = [*cells, *[""] * (len(header) - len(cells))]
    return Row({name: cell for name, cell in zip(header, filled, strict=False) if name}, line)


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal("table-unreadable", zh=f"{zh}；请改正后再试。", en=f"Cannot be read as a table: {en}; mend it.")
