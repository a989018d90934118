"""Takes the bytes of a workbook (xlsx, xls, ods); gives the cells whose figure a formula makes, or an error stands for.

A reader gives such a cell as empty where the formula gave an error, nothing, or was never calculated; in a form, empty
says that nothing is reported. Formats: ECMA-376 (xlsx), OpenDocument 1.3 part 3 (ods), MS-XLS (xls).
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from xietong.basics.compound import COMPOUND, workbook_records

Place = tuple[int, int]

_ATTRIBUTES = rb"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
# The tag of a cell of xlsx that a formula follows, or that holds an error.
_CELL = re.compile(
    rb"<(?:\w+:)?c(?=\s)" + _ATTRIBUTES + rb">(?=<(?:\w+:)?f\b)"
    rb"""|<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']e["']""" + _ATTRIBUTES + rb">"
)
_STANDS = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
# A table, row or cell of ods; what is repeated has a count.
_TAG = re.compile(rb"<(?:\w+:)?(table|table-row|(?:covered-)?table-cell)(\s" + _ATTRIBUTES + rb")?>")
_AGAIN = re.compile(rb"""\bnumber-(?:rows|columns)-repeated\s*=\s*["']\s*(\d{1,9})""")
_FORMULA = re.compile(rb"""\sformula|:formula\s*=""")
# xls: the records of a formula (by version) and of a boolean or error.
_FORMULAS, _ERROR = frozenset({0x0006, 0x0206, 0x0406}), 0x0205


def formula_cells(data: bytes, rows: int, columns: int) -> frozenset[Place]:
    """Return where (row and column from 0) on any sheet a formula or an error stands, within so many rows and columns.

    Empty for what is no workbook.
    """
    if data[:4] == COMPOUND:
        found = _of_records(workbook_records(data))
    else:
        found = _of_archive(data, rows, columns) if data[:2] == b"PK" else iter(())
    return frozenset((row, column) for row, column in found if row < rows and column < columns)


def _of_archive(data: bytes, rows: int, columns: int) -> Iterator[Place]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                yield from _spreadsheet(archive.read(name))
            elif name == "content.xml":
                yield from _open_document(archive.read(name), rows, columns)


def _spreadsheet(part: bytes) -> Iterator[Place]:
    for tag in _CELL.findall(part):
        for letters, digits in _STANDS.findall(tag):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            yield int(digits) - 1, column - 1


def _open_document(part: bytes, rows: int, columns: int) -> Iterator[Place]:
    """What is repeated is laid out as far as the form reaches only: a row may be repeated a million times."""
    top = bottom = column = 0
    for kind, attributes in _TAG.findall(part):
        count = int(again[1]) if (again := _AGAIN.search(attributes)) else 1
        if kind == b"table":
            top = bottom = column = 0
        elif kind == b"table-row":
            top, bottom, column = bottom, bottom + count, 0
        else:
            if _FORMULA.search(attributes):
                last = min(column + count, columns)
                yield from ((row, at) for row in range(top, min(bottom, rows)) for at in range(column, last))
            column += count


def _of_records(stream: bytes) -> Iterator[Place]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if len(body) > 7 and (kind in _FORMULAS or (kind == _ERROR and body[7] == 1)):
            row, column = struct.unpack_from("<HH", body)
            yield row, column
        at += 4 + length
