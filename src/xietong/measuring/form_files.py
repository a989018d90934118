"""Takes a form's cells of many organisations as CSV, JSON or workbook; gives each with its place, or what is wrong.

A table (CSV parted by commas, semicolons or tabs, or the first sheet of a workbook) is wide (``organisation, period``,
then a column per cell's key) or long (``organisation, period, cell, value``). JSON is a list of ``{"organisation": …,
"period": …, "cells": {key: entry}}``. A workbook that ``form_workbook`` made is for one period: a hidden row of keys
carries the columns' identity, so that headings may be rewritten.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xietong.basics import Finding, Refusal, Severity, Wording
from xietong.drafting import KEY_PREFIX, META_SHEET, cell_text, open_workbook, reference
from xietong.measuring.entries import NOT_REPORTED
from xietong.measuring.formula_cells import formula_cells
from xietong.measuring.table_text import table_text

SCHEMA = "xietong-form/1"
SHEET = "填报表"
_KEYS, _GROUPS, _HEADINGS, _FIRST = 2, 3, 4, 5
# Headings of a CSV as people write them.
HEADINGS = {
    "单位": "organisation", "填报单位": "organisation", "单位编码": "organisation", "填报期": "period",
    "时期": "period", "数据": "cell", "指标": "cell", "数值": "value", "值": "value",
}  # fmt: skip
NO_CELLS = (
    '应写作 {"organisation": …, "period": …, "cells": {数据编码: 数值}}',
    'write {"organisation": …, "period": …, "cells": {code of the value: value}}',
)
SIGNS = (",", ";", "\t")
COMMA = (
    "分号分隔的文件中，逗号可能是小数点，也可能是千位分隔；请只用“.”作小数点，不用逗号",
    "where semicolons part the columns a comma may stand before decimals or part thousands: write . and no commas",
)
NO_RESULT = (
    "公式出错或没有算出结果；请填写数值，未填报则清空此格",
    "its formula gave an error or nothing; write the number, or empty the cell for not reported",
)


@dataclass(frozen=True, slots=True)
class GivenCell:
    """What a file says for one cell: ``where`` it stands in the file (``填报表!C7``, ``C7``, ``[2].PLACES``)."""

    where: str
    organisation: str
    period: str
    key: str
    text: str


Read = tuple[tuple[GivenCell, ...], tuple[Finding, ...]]


def read_form_file(data: bytes) -> Read:
    """Read a file of any of the three kinds, told apart by its content.

    Raises Refusal ``empty-file``, ``form-unreadable``, those of opening a workbook.
    """
    if not data.strip():
        raise Refusal("empty-file", zh="文件是空的。", en="The file is empty.", field="file")
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        return _read_workbook(data)
    told = table_text(data)
    if told is None:
        raise _unreadable("编码不是 UTF-8、UTF-16 或 GB 18030", "it is none of UTF-8, UTF-16, GB 18030")
    return _read_json(told[0]) if told[0].lstrip()[:1] in "[{" else _read_csv(*told)


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal("form-unreadable", zh=f"文件无法读取：{zh}。", en=f"The file cannot be read: {en}.", field="file")


def _problem(where: str, zh: str, en: str) -> Finding:
    return Finding("form_row", Wording(zh, en), Severity.ERROR, where)


def _read_csv(text: str, told: str) -> Read:
    rows, sign = _parted(text, told)
    cells, findings = _of_table(rows)
    guessed = {each.where for each in cells if sign == ";" and ("," in each.text or "，" in each.text)}
    findings += [_problem(where, *COMMA) for where in sorted(guessed)]
    return tuple(each for each in cells if each.where not in guessed), tuple(findings)


def _of_table(rows: Sequence[Sequence[str]], sheet: str = "") -> tuple[list[GivenCell], list[Finding]]:
    """Read a wide or a long table; blank rows above its header and blank columns behind it are none of it."""
    start = next((number for number, row in enumerate(rows) if any(map(str.strip, row))), 0)
    head = _head(rows[start] if rows else [])
    if head[:2] != ["organisation", "period"] or len(head) < 3:
        raise _unreadable(
            "表头应为“单位,填报期”，其后每列一个数据（列名写数据编码，如 PUPILS|area=town），或“单位,填报期,数据,数值”",
            "its header is organisation,period and then a column for each value (PUPILS|area=town), or cell,value",
        )
    cells: list[GivenCell] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows[start + 1 :], start + 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < len(head) or any(cell.strip() for cell in row[len(head) :]):
            findings.append(_problem(f"{number + 1}", "列数与表头不符", "has not as many columns as the header"))
            continue
        cells += _of_row(head, row, number, sheet)
    return cells, findings


def _parted(text: str, sign: str) -> tuple[list[list[str]], str]:
    """Return a table's rows and the sign between its columns: the one told, or the one by which its header is read."""
    line = next((each for each in text.splitlines() if each.strip(",;\t ")), "")
    try:
        fitting = (
            each for each in SIGNS if _head(next(csv.reader([line], delimiter=each), []))[:1] == ["organisation"]
        )
        sign = sign or next(fitting, ",")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign)), sign
    except csv.Error as trouble:
        raise _unreadable(
            "有一格过长，引号可能没有成对", "one of its cells is too long; a quote may not be closed"
        ) from trouble


def _head(row: Sequence[str]) -> list[str]:
    """Return a table's header as it is meant, without the empty columns behind it."""
    names = [HEADINGS.get(cell.strip(), cell.strip()) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def _of_row(head: Sequence[str], row: Sequence[str], number: int, sheet: str) -> Iterator[GivenCell]:
    body, period = row[0].strip(), row[1].strip()
    if head[2:4] == ["cell", "value"]:
        yield GivenCell(_place(sheet, number, 3), body, period, row[2].strip(), row[3])
        return
    for column, key in enumerate(head[2:], 2):
        yield GivenCell(_place(sheet, number, column), body, period, key, row[column])


def _place(sheet: str, row: int, column: int) -> str:
    return reference(sheet, row, column).removeprefix("!")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
        raise _unreadable(f"“{twice}”在同一处写了两次", f"it says “{twice}” twice in one place")
    return found


def _read_json(text: str) -> Read:
    try:
        listed = json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as trouble:
        raise _unreadable("不是有效的 JSON", "it is no JSON") from trouble
    rows = listed if isinstance(listed, list) else [listed]
    cells: list[GivenCell] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or not isinstance(row.get("cells"), dict):
            findings.append(_problem(f"[{number}]", *NO_CELLS))
            continue
        body, period = str(row.get("organisation", "")), str(row.get("period", ""))
        cells += [
            GivenCell(f"[{number}].{key}", body, period, str(key), NOT_REPORTED if value is None else str(value))
            for key, value in row["cells"].items()
        ]
    return tuple(cells), tuple(findings)


def _read_workbook(data: bytes) -> Read:
    book = open_workbook(data)
    if not book.sheets:
        raise _unreadable("没有可见的工作表", "it has no sheet to be seen")
    name, rows = book.sheets[0].name, [[cell_text(cell) for cell in row] for row in book.sheets[0].rows()]
    ours = book.facts.get("schema") == SCHEMA
    given, findings = (_of_form(rows, name, book.facts.get("period", "")), []) if ours else _of_table(rows, name)
    made = {reference(name, *place) for place in formula_cells(data, len(rows), max(map(len, rows), default=0))}
    none = {each.where for each in given if not each.text and each.where in made}
    findings += [_problem(each.where, *NO_RESULT) for each in given if each.where in none]
    return tuple(each for each in given if each.where not in none), tuple(findings)


def _of_form(rows: Sequence[Sequence[str]], sheet: str, period: str) -> list[GivenCell]:
    """Read the sheet of a form that went out: its rows begin below the headings, which stand below the row of keys."""
    at = next((number for number, row in enumerate(rows) if any(text.startswith(KEY_PREFIX) for text in row)), None)
    if at is None:
        raise _unreadable("隐藏的标识行已被删除", "its hidden row of keys is gone")
    keys = [text.removeprefix(KEY_PREFIX) if text.startswith(KEY_PREFIX) else "" for text in rows[at]]
    places = [(column, key) for column, key in enumerate(keys) if key]
    given: list[GivenCell] = []
    for number, row in enumerate(rows[at + _FIRST - _KEYS :], at + _FIRST - _KEYS):
        texts = [*row, *[""] * (len(keys) - len(row))]
        code, name = texts[:2]
        if (code and name) or any(texts[column] for column, _ in places):  # else a note below the table
            given += [
                GivenCell(reference(sheet, number, column), code or name, period, key, texts[column])
                for column, key in places
            ]
    return given


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: the cell's key, its heading and the heading above it that several share."""

    key: str
    title: str
    group: str = ""


def form_workbook(
    *,
    title: str,
    data_set: str,
    period: str,
    columns: Sequence[FormColumn],
    bodies: Iterable[tuple[str, str]],
    cells: Mapping[tuple[str, str], str],
    locked: bool = False,
) -> bytes:
    """Return the workbook (xlsx) of a form: a row per body (code, name), a column per cell; entries stand as text.

    ``cells`` maps (body's code, key) to an entry. Text, not numbers: a spreadsheet would keep 15 digits of an exact
    decimal and turn an empty cell into a zero.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(SHEET)
        styles = _styles(book)
        _heading(sheet, title, columns, styles)
        for number, (code, name) in enumerate(bodies, _FIRST):
            sheet.write_string(number, 0, code, styles["head"])
            sheet.write_string(number, 1, name, styles["head"])
            for column, each in enumerate(columns, 2):
                style = styles["fixed" if locked else "free"]
                sheet.write_string(number, column, cells.get((code, each.key), NOT_REPORTED), style)
        sheet.freeze_panes(_FIRST, 2)
        sheet.protect("", {"format_columns": True, "format_cells": True})
        facts = book.add_worksheet(META_SHEET)
        facts.very_hidden()
        listed = {"schema": SCHEMA, "data_set": data_set, "period": period}
        for row, (fact, value) in enumerate(listed.items()):
            facts.write_string(row, 0, fact)
            facts.write_string(row, 1, value)
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    cell = {"font_name": "仿宋", "font_size": 10.5, "border": 1, "valign": "vcenter"}
    head = cell | {"font_name": "黑体", "align": "center", "bg_color": "#F2F2F2", "text_wrap": True}
    return {
        "title": book.add_format({"font_name": "方正小标宋简体", "font_size": 18, "align": "center"}),
        "note": book.add_format({"font_name": "仿宋", "font_size": 10.5, "align": "left"}),
        "head": book.add_format(head),
        "free": book.add_format(cell | {"locked": False, "num_format": "@", "align": "right"}),
        "fixed": book.add_format(cell | {"num_format": "@", "align": "right"}),
    }


def _heading(sheet: Any, title: str, columns: Sequence[FormColumn], styles: Mapping[str, Any]) -> None:
    last = len(columns) + 1
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    note = "数值直接填写；未填报留空；不适用填 /；不公开填 *。0 表示确为零。"
    sheet.merge_range(1, 0, 1, last, note, styles["note"])
    sheet.set_row(_KEYS, None, None, {"hidden": True})
    for column, text in enumerate(("编码", "单位")):
        sheet.merge_range(_GROUPS, column, _HEADINGS, column, text, styles["head"])
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, max(2, last), 14)
    at = 2
    for group, several in groupby(columns, key=lambda each: each.group):
        shared = list(several)
        for place, each in enumerate(shared, at):
            sheet.write_string(_KEYS, place, KEY_PREFIX + each.key)
            sheet.write_string(_HEADINGS, place, each.title, styles["head"])
        if len(shared) > 1:
            sheet.merge_range(_GROUPS, at, _GROUPS, at + len(shared) - 1, group, styles["head"])
        else:
            sheet.write_string(_GROUPS, at, group, styles["head"])
        at += len(shared)
