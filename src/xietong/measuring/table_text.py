"""Takes the bytes of a table that a spreadsheet or person saved; gives its text, and the sign that it says parts it."""

import re

_SEP = re.compile(r"\ufeff?sep=([,;\t])\s*", re.IGNORECASE)
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16, which spreadsheets call Unicode text


def table_text(data: bytes) -> tuple[str, str] | None:
    """Return a table's text and the sign between its columns where its first line says one (``sep=;``), else "".

    UTF-8, GB 18030, or UTF-16 with its mark. None where it is no text throughout: half a character or a NUL would
    stand for a figure that nobody wrote.

    >>> table_text("甲,乙\\n".encode("gb18030")), table_text("sep=;\\n甲;乙\\n".encode()), table_text(b"\\xff\\xfea")
    (('甲,乙\\n', ''), ('甲;乙\\n', ';'), None)
    """
    for charset in ("utf-16",) if data.startswith(_MARKS) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return None
        first, _, rest = text.partition("\n")
        told = _SEP.fullmatch(first)
        return (rest, told[1]) if told else (text, "")
    return None
