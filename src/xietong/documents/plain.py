"""Takes cleaned text; gives it again, character for character, in one script and one set of punctuation marks.

Everything is matched on the plain text and quoted from the cleaned text: both have the same length.
"""

import re
from functools import cache

_MARKS = {
    "(": "（",
    ")": "）",
    "﹙": "（",
    "﹚": "）",
    "［": "（",
    "］": "）",
    "[": "（",
    "]": "）",
    "【": "（",
    "】": "）",
    ",": "，",
    ";": "；",
    ":": "：",
    "∶": "：",
    "﹕": "：",
    "︰": "：",
    "﹐": "，",
    "‚": "，",
    "﹑": "、",
    "﹒": ".",
    "﹔": "；",
    "﹖": "？",
    "﹗": "！",
    "﹝": "〔",
    "﹞": "〕",
    "«": "《",
    "»": "》",
    "!": "！",
    "?": "？",
    "｡": "。",
    "､": "、",
    "．": ".",
    "％": "%",
    "﹪": "%",
    "<": "《",
    ">": "》",
    "〈": "《",
    "〉": "》",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "〝": "“",
    "〞": "”",
    "―": "—",
    "–": "—",
    "─": "—",
    "━": "—",
    "－": "—",
    "‐": "—",
    "‑": "—",
    "〜": "～",
    "~": "～",
    "∼": "～",
    "﹣": "-",
    "○": "〇",
    "\u3000": " ",
    "\u00a0": " ",
    **dict.fromkeys("•●▪◆▶►➢➤❖◇➣✦★☆▲△", "·"),
    "・": "·",
}
_FEW = 2  # points: fewer are slips of the pen
_ODD = re.compile(f"[{re.escape(''.join(_MARKS))}]")
# 各县〔市、区〕人民政府: a bracket within a name, whichever of its kinds is written.
_OF_REGIONS = re.compile(
    r"〔(?:(?<=[省市县区州盟旗]〔)([省市县区州盟旗乡镇街道地特自治新开发、]{1,16})〕"
    r"|(?<=[委局厅部办会府院校处科室]〔)([\u4e00-\u9fff]{2,14})〕(?=[、，；）)]))"
)
# 完善机制.推进改革: the full stop of a text that is written with points, and none behind a number.
_POINT = re.compile(
    r"\.(?<=[\u4e00-\u9fff）”》%].)(?<![一二三四五六七八九十]\.)(?<![一二三四五六七八九十\d]）\.)(?=[\u4e00-\u9fff“《（\n\d]|$)"
)
_BETWEEN_DIGITS = re.compile(r"[，：](?<=\d.)(?=\d)")
# Some of these stand in nearly every text in traditional characters, and none of them in a simplified one.
_PROBE = re.compile(r"[國實點規劃與為業體進發學習]")


@cache
def _simplified() -> dict[int, str]:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    codes = range(0x4E00, 0x9FA6)
    # One call for all: a line feed between two characters keeps them from being read as a word.
    pairs = zip(codes, convert("\n".join(map(chr, codes))).split("\n"), strict=True)
    return {code: simple for code, simple in pairs if len(simple) == 1 and simple != chr(code)}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _simplified()))}]+")


def unify(text: str) -> str:
    """Return text of the same length with punctuation variants unified and traditional characters simplified.

    >>> unify("(一)教育規劃,2025年")
    '（一）教育规划，2025年'
    >>> unify("各县〔市、区〕政府"), unify("国发〔2025〕7号")
    ('各县（市、区）政府', '国发〔2025〕7号')
    >>> unify("到2O25年达到l00%，O2O"), unify("二0二五年"), unify("二OO八年")
    ('到2025年达到100%，O2O', '二〇二五年', '二〇〇八年')
    """
    plain = _ODD.sub(_unified, text)
    if "，" in plain or "：" in plain:
        plain = _BETWEEN_DIGITS.sub(_half_width, plain)
    if '"' in plain:
        plain = _paired_quotes(plain)
    if "〔" in plain:
        plain = _OF_REGIONS.sub(r"（\1\2）", plain)
    if "." in plain:
        plain = _stopped(plain)
    if _LOOKS_LIKE_DIGIT.search(plain) is not None:
        plain = _MISTAKEN.sub(_figure, plain)
    plain = _NOUGHT.sub("〇", plain)
    return _OF_TAIWAN.sub("划", simplified(plain)) if is_traditional(plain) else plain


# What a scanner takes for digits, and how a figure with such letters goes on: 2O25年, l00%, l.8万; not O2O, H2O, 5G.
_LOOKS_LIKE_DIGIT = re.compile(r"[OolI](?:(?<=\d.)|(?=[\d.]))")
_MISTAKEN = re.compile(r"(?<![A-Za-z\d.])[1-9lI][\dOolI]*(?:\.[\dOolI]+)?(?![A-Za-z\d])")
_DIGITS_FOR = str.maketrans("OolI", "0011")
# 二0二五年, 二O二五年
_AFTER_NOUGHT = "〇零一二三四五六七八九0Oo年"
_NOUGHT = re.compile(rf"[0Oo](?:(?<=[一二].)|(?<=[一二][0Oo].))(?=[{_AFTER_NOUGHT}])")


def _figure(match: "re.Match[str]") -> str:
    written = match[0]
    return written.translate(_DIGITS_FOR) if any(map(str.isdecimal, written)) else written


# 計畫, 規畫: written with the sign for pictures in Taiwan.
_OF_TAIWAN = re.compile(r"画(?<=[计规企]画)(?!面)")


def _stopped(plain: str) -> str:
    """Give a text its full stops where it is written with points; elsewhere a point is what it is."""
    points = len(_POINT.findall(plain))
    return _POINT.sub("。", plain) if points > _FEW and points > plain.count("。") else plain


def is_traditional(text: str) -> bool:
    """Tell whether a text, longer than a line or two, is written in traditional characters.

    >>> is_traditional("教育規劃"), is_traditional("教育规划")
    (True, False)
    """
    return _PROBE.search(text) is not None


def simplified(text: str) -> str:
    """Return text of the same length with traditional characters simplified and its marks as they are.

    >>> simplified("首頁:新聞")
    '首页:新闻'
    """
    table = _simplified()
    return _traditional().sub(lambda written: written[0].translate(table), text)


def _unified(match: "re.Match[str]") -> str:
    return _MARKS[match[0]]


def _half_width(match: "re.Match[str]") -> str:
    return "," if match[0] == "，" else ":"


def _paired_quotes(text: str) -> str:
    return "\n".join(_paired(line) if '"' in line else line for line in text.split("\n"))


def _paired(line: str) -> str:
    first, *rest = line.split('"')
    return first + "".join(("“" if place % 2 == 0 else "”") + part for place, part in enumerate(rest))
