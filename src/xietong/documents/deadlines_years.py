"""Takes years as Taiwan counts them, from 1912; gives them as everybody else does. 民国103年 is 2014."""

import re
from collections.abc import Callable

from xietong.documents.numerals import number_of

REPUBLICAN = r"(?:(?:19|20)\d\d|1[0-4]\d|[89]\d)"
"""A year in a text that counts from 1912, where such a year may still be written in full."""
_FIRST, _HIGHEST = 1911, 200
_COUNTED = re.compile(r"(?<![\d.])(?:民国 ?)?(1[0-4]\d|[89]\d)(?= ?(?:年(?!级|以上|历史|来)|学年)| ?[至—-] ?1\d\d ?年)")
_SAYS_SO = re.compile(r"民国 ?(?:1[0-4]\d|[89]\d) ?(?:学?年)")
# 113年度, 113年6月: without a year of four digits such years are counted so.
_COMMON = re.compile(r"20\d\d ?[年.—\-/]|二[〇零]")
_THREE = re.compile(r"(?<!\d)1[0-4]\d ?(?:学?年度|年(?=\d{1,2}月|底))")


def is_republican(plain: str) -> bool:
    """Tell whether a text counts its years from 1912: 民国 stands before one of them, or there are no other years."""
    if "民国" in plain and _SAYS_SO.search(plain) is not None:
        return True
    return _COMMON.search(plain) is None and len(_THREE.findall(plain)) > 1


def year_of(written: str) -> int:
    """Return a year as written, in the common count.

    >>> year_of("2025"), year_of("二〇二五"), year_of("103")
    (2025, 2025, 2014)
    """
    year = number_of(written)
    return year if year > _HIGHEST else year + _FIRST


def common_years(plain: str) -> Callable[[str], str]:
    """Return what puts words of a text into the common count, as far as it counts from 1912; looks over all of it."""
    return in_common_years if is_republican(plain) else str


def in_common_years(words: str) -> str:
    """Return words with the years that are counted from 1912 in the common count.

    >>> in_common_years("98至101年度施政计划"), in_common_years("民国103年度")
    ('2009至2012年度施政计划', '2014年度')
    """
    return _COUNTED.sub(lambda match: str(year_of(match[1])), words)
