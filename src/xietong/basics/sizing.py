"""Takes the texts of a spreadsheet's row; gives the height at which all of them show.

Excel and WPS fit a row without a height to its wrapped texts when they open a file; LibreOffice does not: there the
lines of neighbouring rows would lie over each other.
"""

from collections.abc import Sequence

_LINE = 1.5  # a line's height in font sizes
_MARGIN = 2.0  # points above and below
_MOST = 409.0  # points: no row is higher (Excel's limit)


def row_height(texts: Sequence[str], widths: Sequence[float], points: float) -> float:
    """Return the height in points of a row of wrapped texts, in columns of these widths, at a font size in points.

    Widths are in characters as spreadsheets count them (a digit 1, a Chinese character 2); 0 is a hidden column.

    >>> row_height(["", "一二三四五六"], [10, 10], 10)
    32.0
    """
    most = 1
    for text, width in zip(texts, widths, strict=False):
        # As many lines as it would take if every character were wide, and no more than those there are: as mostly.
        if not width or ("\n" not in text and (2 * len(text) - 1) // int(width) < most):
            continue
        most = max(most, sum(_lines(line, int(width)) for line in text.split("\n")))
    return min(_MOST, round(most * _LINE * points + _MARGIN, 2))


def _lines(text: str, width: int) -> int:
    # Bytes of this encoding: one for a Latin letter or a digit, two for a Chinese character, four for a rare one.
    wide = min(2 * len(text), len(text.encode("gb18030", "replace")))
    return 1 + max(0, wide - 1) // width
