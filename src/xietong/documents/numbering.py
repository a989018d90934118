"""Takes a place in a text; gives the number that stands there: 第一章, 一、, （一）, 1., 专栏1, （1）, 一是, ——."""

import re
from functools import lru_cache
from typing import NamedTuple

from xietong.documents.numerals import number_of

_CHINESE = "一二三四五六七八九十百零〇"

FIRST = frozenset(
    "第（专—-－·一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩABCDEFGHPabcdefgh"
)
"""The characters that a number can begin with: a cheap test before the expensive one."""

_NUMBER = re.compile(
    r"""
    第\s*(?P<chapter>[一二三四五六七八九十百零〇]{1,4}|\d{1,2})\s*(?:[章编篇](?!程)|部分)[\s、：.．]*
    |第\s*(?P<section>[一二三四五六七八九十百零〇]{1,4}|\d{1,2})\s*节[\s、：.．]*
    |第\s*(?P<article>[一二三四五六七八九十百零〇]{1,4}|\d{1,2})\s*条(?:[\s、：.．]+|(?=[^，。；]{2,16}$))
    |专栏\s*(?P<box>[一二三四五六七八九十]{1,3}|\d{1,2})?[\s：.．、—]*(?!为|内|目)
    |(?P<first>第[一二三四五六七八九十])[，：、]
    |(?P<five>[一二三四五六七八九十]{1,2})(?:是|要)(?!否|求|闻|素|点)
    |(?P<great>[壹贰叁参肆伍陆柒捌玖拾]{1,2})\s?[、.．]\s*
    |(?P<one>[一二三四五六七八九十]{1,3})\s?[、.．](?![二三四五六七八九][、年级类批期线]|、)\s*
    |（?\s*(?P<two>[一二三四五六七八九十]{1,3})\s*）[、.．：]?\s*
    |(?P<deep>\d{1,2}[.．]\d{1,2}(?:[.．]\d{1,2})?)(?:[.．、\s]\s*|(?![余多万亿千百倍元米公平英寸吨小天年个名所家项分度级折]))(?=[\u4e00-\u9fff“《])
    |(?P<three>\d{1,3})\s?(?:[.．](?!\d)|[.．](?=20\d\d[年—\-～至、]|(?:1[0-2]|[1-9])月|\d{3}(?![\d.万亿千百%元米平公亩]))
        |、(?!\d)|、(?=20\d\d年|\d{1,2}(?:、1?\d月|月(?:\d|[底末初上中下]))|100%))\s*
    |（\s*(?P<four>\d{1,2})\s*）[、.．]?\s*
    |（(?P<small>i{1,3}|i?[vx]|vi{1,3}|xi{1,3})）\s*
    |(?P<half>\d{1,2})）[、.．]?\s*
    |(?P<circle>[①-⑳])[、.．]?\s*
    |(?P<dash>—{1,3}|-{2,3}|－{1,2})\s*(?=[\u4e00-\u9fff“《\d])
    |(?P<roman>[Ⅰ-Ⅹ])\s?[、.．：\s]\s*
    |(?:PART|Part)[.\s]?0?(?P<part>\d{1,2})[\s.：—]*
    |(?P<letter>[A-Ha-h])\s?[、.）]\s*(?=[\u4e00-\u9fff“《])
    |(?P<bullet>·)\s*(?=[\u4e00-\u9fff“《])
    """,
    re.VERBOSE,
)
_LEVELS = {
    "chapter": 1,
    "great": 1,
    "one": 1,
    "article": 1,
    "roman": 1,
    "part": 1,
    "section": 2,
    "two": 2,
    "deep": 3,
    "three": 3,
    "box": 3,
    "four": 4,
    "small": 4,
    "half": 4,
    "circle": 4,
    "letter": 4,
    "five": 5,
    "first": 5,
    "dash": 5,
    "bullet": 5,
}


class Mark(NamedTuple):
    """A number in front of something: kind, level, normalised form, ordinal (0: none); its text begins at ``end``."""

    kind: str
    level: int
    number: str
    ordinal: int
    end: int


_DIGITS = re.compile(rf"[{_CHINESE}\d]+")


def follows_on(number: str, mark: Mark) -> bool:
    """Tell whether a mark is the next of its kind after a number in its normalised form.

    >>> follows_on("(四)", mark_at("（五）建设", 0, 5)), follows_on("4.", mark_at("6.建设", 0, 4))
    (True, False)
    """
    digits = _DIGITS.search(number)
    return (
        digits is not None
        and number_of(digits[0]) == mark.ordinal - 1
        and _DIGITS.sub("", number) == _DIGITS.sub("", mark.number)
    )


def rank(mark: Mark) -> float:
    """Tell how deep a number stands: that of its kind, and 1.1 and 1.1.1 below 1.

    >>> [rank(mark) for mark in (mark_at("1.建设", 0, 4), mark_at("1.1 建设", 0, 6)) if mark]
    [3, 3.1]
    """
    return mark.level + mark.number.count(".") / 10 if mark.kind == "deep" else mark.level


def mark_at(plain: str, start: int, end: int) -> Mark | None:
    """Return the number that begins at ``start`` and has something behind it before ``end``, else ``None``."""
    if start >= end or plain[start] not in FIRST:
        return None
    match = _NUMBER.match(plain, start, end)
    if match is None or (match.lastgroup is None and "专栏" not in match[0]):
        return None
    kind = match.lastgroup or "box"
    written = match[kind] or ""
    return Mark(kind, *_read(kind, written), match.end())


@lru_cache(maxsize=1024)
def _read(kind: str, written: str) -> tuple[int, str, int]:
    """Return level, normalised form and ordinal of a number; there are few, and they come again and again."""
    return _LEVELS[kind], _normal(kind, written), _ordinal(kind, written)


def _ordinal(kind: str, written: str) -> int:
    if kind in ("dash", "bullet", "deep") or not written:
        return 0
    if kind == "small":
        return _SMALL.index(written) + 1
    if kind in _FIRSTS:
        return ord(written.upper()) - ord(_FIRSTS[kind]) + 1
    return number_of(written.lstrip("第"))


_SMALL = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_FIRSTS = {"circle": "①", "roman": "Ⅰ", "letter": "A"}
_FORMS = {
    "article": "第{}条",
    "chapter": "第{}章",
    "section": "第{}节",
    "two": "({})",
    "small": "({})",
    "three": "{}.",
    "part": "PART {}",
    "letter": "{}.",
}
_DASHES = ("dash", "bullet")


def _normal(kind: str, written: str) -> str:
    if kind == "box":
        return f"专栏{number_of(written)}" if written else "专栏"
    if kind in ("five", "first"):
        return written.lstrip("第") + "是"
    if kind in _DASHES:
        return "——"
    if kind in ("four", "half", "circle"):
        return f"({_ordinal(kind, written)})"
    return _FORMS.get(kind, "{}").format(written)
