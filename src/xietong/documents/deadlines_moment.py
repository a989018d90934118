"""Gives the values that the grammar of times hands on: a moment as written, how, and whether it only names work."""

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xietong.documents.draft import Recurrence


class Shape(StrEnum):
    """How a moment is written, which decides how its surroundings are judged."""

    YEAR = "year"  # a bare year: 2025年
    PART = "part"  # a month, quarter or the like as the time of something
    DAY = "day"  # a bare day
    LIMIT = "limit"  # 底, 前, 末: plainly a limit
    SINCE = "since"  # 起
    RANGE = "range"
    PLAN = "plan"  # “十四五”期间
    RECURRING = "recurring"
    ONGOING = "ongoing"


class Moment(NamedTuple):
    """A time as written at ``[at, to)``: inclusive days where known; ``year`` is the one written, if any.

    ``month`` is a bare month's number where the year is missing; ``resolve`` turns it into days.
    """

    at: int
    to: int
    shape: Shape
    start: date | None = None
    end: date | None = None
    recurring: Recurrence | None = None
    year: int | None = None
    assumed: bool = False


def names_work(plain: str, moment: Moment, after: str) -> bool:
    """Tell a part of the year that only names work or lies behind: 上半年工作总结, 上一季度, 前三季度."""
    if plain.endswith("季度", moment.at, moment.to) and plain.endswith(_LAST_QUARTER, 0, moment.at):
        return True
    if plain.endswith("三月", moment.at, moment.to) and after.startswith(("三”", "三节", "三，", "三、")):
        return True
    if plain.endswith(("春季", "秋季", "季开学"), moment.at, moment.to) and _SEASONAL.match(after) is not None:
        return True
    return plain.endswith(("半年", "季度"), moment.at, moment.to) and _WORK_OF.match(after) is not None


# 秋季运动会, 春季开学专项督导, 秋季开学准备工作
_SEASONAL = re.compile(
    "[^，。；、]{0,8}(?:活动|会|展|节|赛|营|行动)|(?:开学)?[^，。；、]{0,6}(?:督[导查]|检查|准备工作|典礼|第一课)"
)
_LAST_QUARTER = ("上", "前", "上一", "前一")
_WORK_OF = re.compile(r"(?:的)?(?:重点|教育)?工作(?:总结|计划|思路|任务|情况|要点)|总结会")


# What a plan is measured against, or what lies behind it, is no deadline.
_BASELINE = re.compile(r"(?:比|较|相比于?|较之|相对于?|相较于?|与|同|以)$")
_UPON = re.compile(
    r"(?:年)?(?:的)?[^，。；]{0,8}(?:相比|基础上|为基[期数准础年]|同期|水平的基础)|已[^，。；]{1,14}的|以来|来(?=，|，?全|[^自])"
)
_COUNTED = re.compile(
    r"(?:版|级|届|第[\d一二三四五六七八九十]|级学生|元|号|[〕）]\d+号|出生|(?:修订|修正|制定|印发|发布|颁布"
    r"|出台|公布|通过|启动|实施|建成|开始)的)"
)
# 2018年印发《…》 tells which one is meant, 上半年印发《…》 what is to be done.
_DATED = re.compile("(?:修订|修正|制定|印发|发布|颁布|出台|公布|通过|启动|实施)《")
# A look at one character before each of these.
_BASELINE_ENDS = frozenset("比较于之对与同以")
_UPON_FIRST, _COUNTED_FIRST = frozenset("以来"), frozenset("版级届第元号〕）出修制印发颁公通启实建开")


# 累计数为2021—2025年新增数: what a figure counts.
_IS, _SO_MANY = frozenset("为指是系"), re.compile(r"[^，。；]{0,8}(?:[数值]|口径|均值|合计)(?=[，。；\n]|$)")
# 按照2030年人口预测，6月形成初稿; 在2030年试点基础上，8月推开
_YARDSTICK = re.compile(r"(?:按照?|[根依]据|[依参对]照|对标|结合|基于|[比较与同以])$")
_GROUND = re.compile(r"[^，。；]{0,30}基础上")


def is_yardstick(plain: str, at: int, to: int) -> bool:
    """Tell a year at ``[at, to)`` that something is drawn up by from one in which it is done."""
    return _YARDSTICK.search(plain, max(0, at - 2), at) is not None or _GROUND.match(plain, to) is not None


def measures_against(moment: Moment, before: str, after: str) -> bool:
    """Tell a time that a plan is measured against, and one that only counts or names a thing."""
    if before[-1:] in _BASELINE_ENDS and _BASELINE.search(before):
        return True
    if ("比" in after or "基" in after or "期" in after or after[:1] in _UPON_FIRST) and _UPON.match(after):
        return True
    if moment.shape in (Shape.YEAR, Shape.DAY) and "《" in after and _DATED.match(after):
        return True
    if before[-1:] in _IS and _SO_MANY.match(after):
        return True
    return after[:1] in _COUNTED_FIRST and _COUNTED.match(after) is not None
