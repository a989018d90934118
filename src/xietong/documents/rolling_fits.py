"""Takes lines and columns; gives how well a line fits a column, and what it costs to leave a column empty."""

import re
from collections.abc import Collection
from functools import lru_cache
from math import inf
from typing import NamedTuple

from xietong.documents.cues import verb_at
from xietong.documents.ledger_columns import MEASURE, Column, column_of, is_bodies, is_moment
from xietong.documents.plain import unify
from xietong.documents.targets_grammar import UNITS
from xietong.documents.units_names import certainty

NUMBER = re.compile(r"[A-Z]?\d{1,4}[.．、]?")
COUNT = re.compile(r"[一二三四五六七八九十]{1,3}")  # stands before the name of a section, which is on the next line
SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])[^。；]{2,60}")
_FIGURE = re.compile(
    r"(?:[≥≤<>＞＜（]|不[低少高多]于|不超过|达到|至少|超过)?\s*\d(?:[\d.,]*\d)?\s*(?:[%‰]|[:：]1)?[\u4e00-\u9fff]{0,5}）?|[—\-/]+"
)
_ATTRIBUTE = re.compile("(?:约束|预期|指导|引导|监测)性?(?:指标)?")
_GRADE = re.compile("(?:持续|稳步|逐步|逐年|明显|显著|基本|不断|全面|有所|保持|只增).{2,6}")  # in place of a figure
_AIMS, _DIGIT = re.compile("目标|任务"), re.compile(r"\d")  # 2024年目标: 建成3所
_KINDS = re.compile("类别|一级|二级|维度|领域")
_SUITS = re.compile("属性|性质")
_MEASURES, _MEASURE = ("单位", "计量单位"), re.compile("[\u4e00-\u9fff%‰/:：]{1,4}|—")
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,8}")  # may be a body that is not known
_PERSONS = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、 ]+[\u4e00-\u9fff]{2,4})*")
_FIGURES = re.compile(
    r"20\d\d|值$|属性|年均|累计|资金(?!渠道|来源)|投资|金额|[（(][万亿]?(?:[\u4e00-\u9fff%㎡]{1,3})[)）]$"
)
_PEOPLE = re.compile(r"领导|责任人|负责人|联[系络]人|督办人")
_TOTAL = re.compile(r"[合总小共] *计")
_DUTY = re.compile(
    r"^(?:牵头|责任|配合|主办|协办|承办)(?:单位|部门)：|（(?:牵头|主办|责任)）$|(?:按职责分工)?(?:牵头|负责|主办|承办|配合)$"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}[市县区州省]")
_LIST = re.compile(r"[、，,；;\s]")
_SAYS = re.compile(r"。$|，|\d[所家个间栋处名]")
_PERSON_ENDS = ("长", "员", "教师", "学生", "干部")  # 各校教研组长 are no bodies
_TAKE_PART = re.compile(r"人员$|对象$")
MEASURED = re.compile(rf"[^，。；（）()\d]{{2,12}}[（(][万亿]?(?:{UNITS})[）)]")
PLACES = re.compile(r"[市县区州地]{2}(?:（市?区?）)?|[县区市]（[市区县、]{1,3}）|(?:责任)?区域|属地|地区")
_GROUPS = ("各", "有关", "相关")
_WHO = (Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE)
_WHAT = (Column.MEASURE, Column.TASK)
_LONG, _BRIEF, _SURE, _NAME = 8, 20, 2, 6


class Line(NamedTuple):
    """What a line holds; ``counted`` says that it is a number with the one before or behind it on a line near by."""

    text: str
    number: bool
    counted: bool
    sure: bool
    bodies: bool
    moment: bool
    figure: bool
    heads: bool


def is_counted(text: str, near: Collection[str]) -> bool:
    """Tell a number with the one before or behind it among the lines around it."""
    value = text.rstrip(".．、")
    return value.isdecimal() and any(str(int(value) + step) in near for step in (-1, 1))


@lru_cache(maxsize=4096)  # of the ways to read a header, each looks at the same lines
def line_of(written: str, *, counted: bool) -> Line:
    """Look at a line."""
    text = unify(written)
    number = NUMBER.fullmatch(text) is not None
    first = _DUTY.sub("", _LIST.split(text.rstrip("。"), maxsplit=1)[0])
    place = _PLACE.fullmatch(text) is not None
    acts = _SAYS.search(text) is not None and verb_at(text)  # 迁建政务服务中心。
    group = text.startswith(_GROUPS) and len(first) <= _BRIEF and not text.endswith(_PERSON_ENDS)
    sure = not acts and not place and (group or certainty(first) == _SURE)
    bodies = sure or (not acts and not place and len(text) <= 60 and is_bodies(text))
    heads = not sure and len(text) <= _NAME and column_of(text) is not None
    return Line(
        text, number, number and counted, sure, bodies, is_moment(text), _FIGURE.fullmatch(text) is not None, heads
    )


@lru_cache(maxsize=16384)
def fit(line: Line, column: Column, name: str) -> float:
    """Return how well a line fits a column by this name: 2 where it holds what the column does, or below nothing."""
    if column is Column.NUMBER:
        return (2.5 if line.counted else 0.8) if line.number else 1.0 if _TOTAL.fullmatch(line.text) else -4.0
    if column in _WHO or name.endswith(("单位", "部门")):
        if name in _MEASURES:
            return 2.0 if MEASURE.fullmatch(line.text) else 1.0 if _MEASURE.fullmatch(line.text) else -2.0
        if column is Column.LEAD and line.text.startswith(_GROUPS):
            return 1.0  # 各学校 rather help
        return 2.0 if line.bodies else 0.0 if _SHORT.fullmatch(line.text) else -2.0
    if column is Column.DEADLINE:
        return 2.0 if line.moment and not line.sure else -2.0
    if _SUITS.search(name):
        return 2.0 if _ATTRIBUTE.fullmatch(line.text) else 0.5 if line.text == "—" else -2.0
    if is_figures(column, name):
        words = _GRADE.fullmatch(line.text) or (_AIMS.search(name) and _DIGIT.search(line.text))
        return 1.0 if line.figure else 0.5 if words else -2.0
    return _fit_words(line, column, name)


def _fit_words(line: Line, column: Column, name: str) -> float:
    """Columns of words take anything, but what is built like a body, a time or a figure has columns of its own."""
    told = _fit_whom(line, name)
    if told or line.sure or (line.heads and not (line.text.endswith(("指标", "目标", "任务")) and _KINDS.search(name))):
        return told or -1.0  # 质量指标 is a kind of indicators
    if column in _WHAT:
        return -1.0 if line.figure else 1.0 if len(line.text) >= _LONG else 0.3
    if column is Column.TARGET:
        return 0.7
    if column is Column.OTHER:
        return 1.0 if line.figure else 0.3
    if line.figure or line.moment:
        return -1.0
    if len(line.text) > _BRIEF or line.text[-1] in "。；":
        return 0.0
    return 0.3 if len(line.text) >= _LONG and verb_at(line.text) else 0.7


def _fit_whom(line: Line, name: str) -> float:
    """Return how well a line fits a column of persons, of those who take part, or of places; 0 for any other column."""
    if _PEOPLE.search(name):
        return 1.5 if _PERSONS.fullmatch(line.text) else -1.0
    if _TAKE_PART.search(name):
        return 2.0 if line.text.startswith(_GROUPS) else 1.0 if len(line.text) <= _BRIEF and not line.figure else -1.0
    return 2.0 if PLACES.fullmatch(name) and _PLACE.fullmatch(line.text) else 0.0


def missing(column: Column, name: str, *, main: bool) -> float:
    """Return what it costs a row to leave a column empty; ``main`` tells that of the tasks."""
    if main:
        return 2.5
    if column is Column.NUMBER:
        return 1.5
    return 1.0 if column in (*_WHO, Column.DEADLINE) or is_figures(column, name) else 0.5


def is_figures(column: Column, name: str) -> bool:
    """Tell a column of nothing but figures, such as that of a year or of amounts."""
    named = column in (Column.TARGET, Column.OTHER) and _FIGURES.search(name) is not None
    return named and PLACES.fullmatch(name) is None  # 县（区）


def again(column: Column, *, figure: bool) -> float:
    """Return what it costs to put one more line, be it a ``figure``, into a cell of the column: 序号 has but one."""
    if column is Column.NUMBER:
        return inf
    if figure and column is not Column.TARGET:
        return 1.5
    return 0.3 if column in (Column.SUPPORT, Column.RESPONSIBLE, Column.DEADLINE) else 0.6
