"""Takes the bytes of a workbook (xlsx, xls, ods); gives the cells whose figure a formula makes, or an error stands for.

A reader gives such a cell as empty where the formula gave an error, nothing, or was never calculated; in a form, empty
says that nothing is reported. Formats: ECMA-376 (xlsx), OpenDocument 1.3 part 3 (ods), MS-XLS and MS-CFB (xls).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

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
# xls: the records of a formula (by version) and of a boolean or error; a stream below this size lies in the small one.
_FORMULAS, _ERROR, _SMALL, _LAST = frozenset({0x0006, 0x0206, 0x0406}), 0x0205, 4096, 0xFFFFFFF0


def formula_cells(data: bytes, rows: int, columns: int) -> frozenset[Place]:
    """Return where (row and column from 0) on any sheet a formula or an error stands, within so many rows and columns.

    Empty for what is no workbook.
    """
    if data[:4] == b"\xd0\xcf\x11\xe0":
        found = _of_records(_stream(data, ("Workbook", "Book")))
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
        kind, length = _number(stream, at, 2), _number(stream, at + 2, 2)
        body = stream[at + 4 : at + 4 + length]
        if kind in _FORMULAS or (kind == _ERROR and body[7:8] == b"\x01"):
            yield _number(body, 0, 2), _number(body, 2, 2)
        at += 4 + length


def _number(data: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _numbers(data: bytes) -> list[int]:
    return [_number(data, at) for at in range(0, len(data) - 3, 4)]


def _stream(data: bytes, names: Sequence[str]) -> bytes:
    """Return a stream of a compound file; empty where there is none of these names."""
    sector, small = 1 << min(_number(data, 30, 2), 12), 1 << min(_number(data, 32, 2), 12)
    body = data[max(512, sector) :]
    tables, following = _numbers(data[76:512]), _number(data, 68)
    for _ in range(len(data) // sector):
        if following >= _LAST:
            break
        more = _numbers(body[following * sector : (following + 1) * sector])
        tables, following = [*tables, *more[:-1]], more[-1] if more else _LAST
    chain = _numbers(b"".join(body[at * sector : (at + 1) * sector] for at in tables if at < _LAST))
    directory = _chained(body, chain, _number(data, 48), sector)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    found = next((each for each in entries if _called(each) in names), b"")
    start, size = _number(found, 116), _number(found, 120)
    if not found or size >= _SMALL:
        return _chained(body, chain, start, sector)[:size]
    little = _numbers(_chained(body, chain, _number(data, 60), sector))
    return _chained(_chained(body, chain, _number(entries[0], 116), sector), little, start, small)[:size]


def _called(entry: bytes) -> str:
    return entry[: max(_number(entry, 64, 2) - 2, 0)].decode("utf-16-le", "replace")


def _chained(body: bytes, chain: Sequence[int], at: int, size: int) -> bytes:
    """Return the sectors that follow each other; a chain that runs in a circle ends after as many as there are."""
    found: list[bytes] = []
    while at < len(chain) and len(found) < len(chain):
        found.append(body[at * size : (at + 1) * size])
        at = chain[at]
    return b"".join(found)
