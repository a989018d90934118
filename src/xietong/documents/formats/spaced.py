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
        names = _cells(lines[place])
        end = place + 1
        if len(names) >= _COLUMNS and are_names(names):
            while end < len(lines) and len(_cells(lines[end])) == len(names):
                end += 1
            if end > place + 1:
                result[place:end] = ["\t".join(_cells(line)) for line in lines[place:end]]
        place = end
    return result


_COLUMNS = 3


def _cells(line: str) -> list[str]:
    bare = line.strip(_BLANK)
    return _GAP.split(bare) if ("\u3000" in bare or "  " in bare) and "\t" not in bare else [bare]
