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
        if not width or (2 * len(text) <= width and "\n" not in text):
            continue
        # Bytes of this encoding: one for a Latin letter or a digit, two for a Chinese character.
        lines = sum(1 + max(0, len(line.encode("gb18030", "replace")) - 1) // int(width) for line in text.split("\n"))
        most = max(most, lines)
    return min(_MOST, round(most * _LINE * points + _MARGIN, 2))
