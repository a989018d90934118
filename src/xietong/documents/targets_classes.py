"""Takes a quantity with what stands around it; tells whether it only says which things are meant, or of what size.

引进50家产值10亿元以上企业 sets a number of firms; the money says which firms they are. 这18个 points back.
"""

import re

from xietong.documents.cues import VERB
from xietong.documents.targets_grammar import Amount

# Measures of a thing, not counts of things: 1000人以上的学校 is a condition, 35个以上的县 is none.
MEASURES = frozenset(
    ["人", "名", "元", "平方米", "公里", "亩", "小时", "分钟", "学时", "课时", "户", "岗", "公顷", "米", "吨", "千瓦"]
)
_OUTPUT = frozenset(["吨", "千瓦", "兆瓦", "千瓦时"])
_PLANT = re.compile(r"[^，。；、\d]{1,16}(?:项目|电站|装置|生产线)")
_EDGE = ("", "，", "。", "；", "、", "\n", "\t", "）")
# 产值10亿元以上企业20家: behind the size stand the things, and how many of them.
_SIZED = re.compile(r"(?:的|规模|级)?(?P<things>[^，。；、\d]{1,16})\d")
_COUNTED = re.compile(r"\d[万千百]?(?:余|多)?(?:个|所|家|项|名|户|座|处|条|位)$|一批$")
_INVESTED = re.compile(r"(?:总投资|投资额|投资规模|产值|营收|收入)(?:达|超|约|为|过|超过)?$")
_THINGS = re.compile(r"的|(?:以上)?[^，。；、\d]{0,8}(?:项目|企业|工程|园区|产业|集群|基地)")
_BACK = re.compile(r"(?:[这那该此]|上述|前述)$")
_INCLUDING = re.compile(r"（(?:不含|含|包括|包含|不包括)[^（）\d]{0,4}$")
_ORDINALS = re.compile(r"第 ?[\d、和至—\-]{1,12}[、和至—\-]$")
_MARKS, _BOUNDS = frozenset("级制内范”"), ("以上", "以下", "以内")
_CLASS_ENDS = frozenset("资额模值营收入达超约为过这那该此述含括、和至—-")


def is_class(plain: str, amount: Amount, before: str, after: str, raw: str) -> bool:
    """Tell a figure that says which things are meant; ``raw`` is what stands behind it, brackets and all.

    >>> from decimal import Decimal
    >>> size = Amount(0, 7, Decimal(10**9), "元", after="以上")
    >>> is_class("10亿元以上企业20家", size, "", "企业20家", "企业20家")
    True
    """
    unit, bound = amount.unit, amount.after
    if (after[:1] in _MARKS and _marked(unit, before, after)) or (unit in _OUTPUT and _PLANT.match(after)):
        return True  # 60万吨乙烯项目
    if bound[:1] == "及" and after[:1] not in _EDGE:
        return True  # 10万千瓦及以下机组
    if not before:
        return _numbered(plain, amount)
    if before[-1] in _CLASS_ENDS and _told_before(unit, before, after):
        return True
    return (unit == "元" or bound.endswith(_BOUNDS)) and _sized(unit, bound, before, after, raw)


def _marked(unit: str, before: str, after: str) -> bool:
    if after[0] == "”":  # 民营经济“31条”, “三个80%”: names
        return unit in ("条", "项", "个", "件") or "“" in before[-6:]
    if after[0] in "级制":
        return unit != "个"
    return unit in ("米", "公里") and after.startswith(("内", "范围"))  # 50米内换乘


def _numbered(plain: str, amount: Amount) -> bool:
    """3支持…: the number of a paragraph that has lost its point."""
    at = amount.to - len(amount.unit)
    return bool(amount.unit) and not amount.after and amount.value <= 40 and VERB.match(plain, at) is not None


def _told_before(unit: str, before: str, after: str) -> bool:
    if _BACK.search(before) or _INCLUDING.search(before) or _ORDINALS.search(before):
        return True
    return unit == "元" and _THINGS.match(after) is not None and _INVESTED.search(before) is not None


def _sized(unit: str, bound: str, before: str, after: str, raw: str) -> bool:
    if unit == "元" and _COUNTED.search(before):
        return True  # 12个百亿元项目
    if unit not in MEASURES or not bound.endswith(_BOUNDS):
        return False
    if raw.startswith(("（含", "（不含")) and any(map(str.isdecimal, raw[:8])):
        return True
    if _COUNTED.search(before):
        return True
    sized = _SIZED.match(after)
    return sized is not None and VERB.match(sized["things"]) is None
