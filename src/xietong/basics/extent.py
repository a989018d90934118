"""Takes the bytes of a workbook; gives how many cells its sheets span, before any reader lays them out.

A reader lays a sheet out as the rectangle about its filled cells: two cells at opposite corners, 1 kB of file, are 17
billion places, and the process ends with its memory. Only zipped workbooks span so much: xls has 65,536 rows of 256.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

_CHUNK = 1 << 20
_LONGEST = 4096  # bytes of a tag
# Where a cell of a sheet in SpreadsheetML says it stands, to the end of its tag; one that closes itself is empty.
_CELL = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,4})(\d{1,9})["'][^<>]*?(/?)>""")
# A table, row or cell of an OpenDocument sheet; what is repeated has a count.
_PLACE = re.compile(rb"<(?:\w+:)?(table|table-row|(?:covered-)?table-cell)(\s[^<>]*)?>")
_REPEATED = re.compile(rb"""\bnumber-(?:rows|columns)-repeated\s*=\s*["']\s*(\d{1,9})""")


def cells_spanned(data: bytes) -> int:
    """Return how many cells the widest of a workbook's sheets spans; 0 for what is no archive.

    Raises zipfile.BadZipFile for an archive that is damaged.
    """
    if data[:2] != b"PK":
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return max((_spanned(archive, name) for name in archive.namelist()), default=0)
    except (zlib.error, EOFError, RuntimeError) as trouble:  # cut off, or packed in a way that is not known
        raise zipfile.BadZipFile(str(trouble)) from trouble


def _spanned(archive: zipfile.ZipFile, name: str) -> int:
    with archive.open(name) as part:
        return (_open_document if name == "content.xml" else _spreadsheet)(_pieces(part))


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces, each cut where a tag begins."""
    left = b""
    while piece := part.read(_CHUNK):
        whole = left + piece
        cut = whole.rfind(b"<", max(0, len(whole) - _LONGEST))
        cut = len(whole) if cut < 0 else cut
        yield whole[:cut]
        left = whole[cut:]
    yield left


def _spreadsheet(pieces: Iterator[bytes]) -> int:
    """Cells need not say where they are: then each stands beside the one before it, and there are as many places."""
    columns, rows, tags = set[bytes](), {0}, 0
    for piece in pieces:
        tags += sum(piece.count(tag) for tag in (b"<c ", b"<c>", b":c ", b":c>"))
        filled = [(letters, digits) for letters, digits, empty in _CELL.findall(piece) if not empty]
        columns.update(letters for letters, _ in filled)
        rows.add(max((int(digits) for _, digits in filled), default=0))
    return max(max(map(_column, columns), default=0) * max(rows), tags)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _open_document(pieces: Iterator[bytes]) -> int:
    most = width = height = rows = column = 0
    for piece in pieces:
        for kind, attributes in _PLACE.findall(piece):
            count = int(again[1]) if (again := _REPEATED.search(attributes)) else 1
            if kind == b"table":
                width = height = rows = column = 0
            elif kind == b"table-row":
                rows, column = rows + count, 0
            else:
                column += count
                if not attributes.endswith(b"/") or b"value-type" in attributes:
                    width, height = max(width, column), rows
                    most = max(most, width * height)
    return most
