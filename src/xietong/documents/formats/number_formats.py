"""Takes the styles of a workbook and the marks of its cells; gives how a number or date is shown where that matters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from xietong.documents.formats.archive import Archive, parse
from xietong.documents.formats.limits import over

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^<>]{0,120}?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^<>]{0,120}?\bs=[\"'](\d{1,6})[\"'])?[^<>/]{0,120}>(?!</)"
)
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy", 27: "yyyy年m月", 36: "yyyy年m月", 50: "yyyy年m月", 57: "yyyy年m月"}


@dataclass(slots=True)
class Sheet:
    """What is known of a sheet before its values are read: the corner of its used area, and its special formats.

    ``formats`` maps (row, column) to ``%`` or ``month``. Rows and columns count from 0.
    """

    rows: int = 0
    columns: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)


# The reader behind counts such columns and rows modulo 2^32, and asks for memory for all between.
_BEYOND = re.compile(
    rb"""<(?:\w{1,8}:)?(?:c|row)\s(?:[^>]{0,200}?\s)?r\s*=\s*["'](?:[A-Za-z]{4}|[A-Za-z]{0,3}0*[1-9]\d{7})"""
)


def special(archive: Archive) -> dict[int, str]:
    """Return which cell styles show a percentage (``%``) or a month without a day (``month``)."""
    data = archive.part("xl/styles.xml")
    if data is None:
        return {}
    root = parse(data, "xl/styles.xml", archive.limits)
    codes = dict(_BUILT_IN)
    for node in root.iter(f"{_S}numFmt"):
        number = node.get("numFmtId") or ""
        if number.isdecimal():
            codes[int(number)] = node.get("formatCode") or ""
    frames = root.find(f"{_S}cellXfs")
    kinds: dict[int, str] = {}
    for index, frame in enumerate(frames if frames is not None else ()):
        number = frame.get("numFmtId") or ""
        kind = _kind(codes.get(int(number), "")) if number.isdecimal() else ""
        if kind:
            kinds[index] = kind
    return kinds


def _kind(code: str) -> str:
    bare = _QUOTED.sub("", code).lower()
    if "%" in bare:
        return "%"
    return "month" if "y" in bare and "m" in bare and "d" not in bare and "h" not in bare else ""


def survey(data: bytes, kinds: Mapping[int, str], most: int) -> Sheet:
    """Look over a sheet's XML without building it: how far it reaches, and where special formats stand.

    Raises Refusal ``over-the-limit`` when its used area has more than ``most`` cells; linear in the size of the XML.
    """
    if _BEYOND.search(data):
        raise over("工作表中有超出表格范围的单元格", "A sheet has cells beyond the bounds of a sheet")
    found: list[tuple[bytes, bytes, bytes]] = _CELL.findall(data)
    columns = {letters: _column(letters) for letters in {letters for letters, _, _ in found}}
    wanted = {str(index).encode(): kind for index, kind in kinds.items()}
    sheet = Sheet(max((int(row) for _, row, _ in found), default=0), max(columns.values(), default=-1) + 1)
    for letters, row, style in found:
        if style in wanted:
            sheet.formats[int(row) - 1, columns[letters]] = wanted[style]
    if sheet.rows * sheet.columns > most:
        raise over(
            f"工作表有 {sheet.rows} 行 {sheet.columns} 列", f"A sheet has {sheet.rows} rows by {sheet.columns} columns"
        )
    return sheet


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def shown(value: object, kind: str) -> str:
    """Return a cell's value as a reader sees it: dates in the Chinese form, percentages with their sign.

    >>> shown(0.955, "%"), shown(3.0, ""), shown(date(2025, 12, 1), "month")
    ('95.5%', '3', '2025年12月')
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else ("是" if value else "否")
    if isinstance(value, int | float):
        return f"{float(value) * 100:.10g}%" if kind == "%" else f"{value:.15g}"
    if isinstance(value, datetime | date):
        day = "" if kind == "month" else f"{value.day}日"
        return f"{value.year}年{value.month}月{day}"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
