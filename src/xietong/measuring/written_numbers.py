"""Takes a cell as offices and spreadsheets write it; gives the number that it says with its unit, or that none is."""

import math
import re
import unicodedata

from xietong.basics import Refusal
from xietong.measuring.entries import TYPED

_NUMBER = re.compile(
    r"(?P<money>[¥$]?)\s*(?P<sign>[-+]?)(?P<figure>(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?)"
    r"\s*(?P<times>万亿|千万|百万|亿|万|千|百(?!分))?\s*(?P<unit>[%‰]|[^\W\d_/]{1,6}(?:/[^\W\d_/]{1,3})?|)"
)  # of commas only those of thousands
_TIMES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
_ABOUT = re.compile("[余多几约]|左右|上下|以上|以下|以内")  # what says that the number is none exactly
# Beside what a form takes for no figure: the dashes of printed tables, and what spreadsheets write for an error.
_DASHES = frozenset("-–—―…")
_ERRORS = frozenset({"#n/a", "#div/0!", "#value!", "#ref!", "#null!", "#num!", "#name?", "暂缺", "暂无", "缺"})
_SHORT = 30  # so much of a cell is told


def is_blank(text: str) -> bool:
    """Tell whether a cell says that there is no figure: empty, ``/``, ``*``, 不适用, a dash, an error of a formula.

    >>> [is_blank(one) for one in ("", "——", "#DIV/0!", "不适用", "0", "-1")]
    [True, True, True, True, False, False]
    """
    plain = text.strip().casefold()
    return plain in TYPED or plain in _ERRORS or set(plain) <= _DASHES


def written(text: str) -> tuple[float, str] | None:
    """Return the number that a text says and its unit; None where it is no number.

    A comma parts thousands and nothing else; 万, 亿 and the like multiply; %, ‰ or a word behind is the unit, and a
    currency's sign stands for its own. What says "about" is no number.

    >>> written("95%"), written("3万元"), written("￥1,234.5"), written("１２．５")
    ((95.0, '%'), (30000.0, '元'), (1234.5, '¥'), (12.5, ''))
    >>> written("1,5"), written("3万余"), written("12月3日")
    (None, None, None)
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    found = _NUMBER.fullmatch(plain)
    if found is None or not any(map(str.isdecimal, found["figure"])) or _ABOUT.search(found["unit"]):
        return None
    money, unit = found["money"], found["unit"]
    number = float(found["sign"] + found["figure"].replace(",", "")) * _TIMES[found["times"] or ""]
    return (number, money or unit) if math.isfinite(number) else None


def no_number(text: str, number: int, column: str) -> Refusal:
    """Return the Refusal for a cell that is neither a number nor blank.

    >>> no_number("很多", 3, "经费").code
    'not-a-number'
    """
    cell = " ".join(text.split())
    cell = cell if len(cell) <= _SHORT else f"{cell[:_SHORT]}…"
    return Refusal(
        "not-a-number",
        zh=f"第{number}行“{column}”列的“{cell}”不是确切的数（小数点写作“.”）；没有数值请留空。",
        en=f"Row {number}, column “{column}”: “{cell}” is no exact number (a decimal point is a point); leave it empty "
        "if there is none.",
    )
