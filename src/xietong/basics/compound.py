"""Takes the bytes of a compound file (MS-CFB: Office 97 to 2003); gives the records of the workbook in it."""

import io
from typing import cast

COMPOUND = b"\xd0\xcf\x11\xe0"  # how such a file begins
_NAMES = "Workbook", "Book"


def workbook_records(data: bytes) -> bytes:
    """Return the stream of records (BIFF) of an xls; empty where the file holds none, or is damaged."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            name = next((each for each in _NAMES if file.exists(each)), None)
            return cast("bytes", file.openstream(name).read()) if name else b""
    except (OSError, TypeError, ValueError, IndexError):  # how olefile says that sectors or entries are in disorder
        return b""
