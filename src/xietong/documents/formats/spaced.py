"""Takes lines of a text; gives them with tabs where only blanks part the cells of a table.

Such a table is told by its header: three names of columns or more, nearly all of them known, blanks of a character's
width between them, and rows of as many cells below.
"""

import re
from collections.abc import Sequence

from xietong.documents.formats.bare_header import are_names

_GAP = re.compile(r"(?: {2,}| *\u3000[ \u3000]*)(?=\S)")
_BLANK = " \u3000"


def tabbed(lines: Sequence[str]) -> list[str]:
    """Return the lines; in those of such tables a tab stands between two cells. Linear in their length.

    >>> tabbed(["任务　　牵头单位　　完成时限", "新建学校　　市教育局　　2026年底", "以上任务请落实。"])
    ['任务\\t牵头单位\\t完成时限', '新建学校\\t市教育局\\t2026年底', '以上任务请落实。']
    """
    result = list(lines)
    place = 0
    while place < len(lines):
        rows = _rows(lines, place)
        if len(rows) > 1:
            result[place : place + len(rows)] = map("\t".join, rows)
        place += len(rows)
    return result


def _rows(lines: Sequence[str], place: int) -> list[list[str]]:
    """Return the cells of a line, and where it is a header those of the rows below it."""
    rows = [_cells(lines[place])]
    if len(rows[0]) >= _COLUMNS and are_names(rows[0]):
        for at in range(place + 1, len(lines)):
            cells = _cells(lines[at])
            if len(cells) != len(rows[0]):
                break
            rows.append(cells)
    return rows


_COLUMNS = 3


def _cells(line: str) -> list[str]:
    bare = line.strip(_BLANK)
    return _GAP.split(bare) if ("\u3000" in bare or "  " in bare) and "\t" not in bare else [bare]
