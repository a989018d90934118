"""Takes nothing; gives the words of the room in both languages, by code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from xietong import measuring
from xietong.basics import Wording
from xietong.measuring import State
from xietong_web.theme.templatetags.theme import named
from xietong_web.theme.words import WORDS

FLAG_WORDS: Mapping[str, Wording] = {
    "not_reported": Wording("未填报", "not reported"),
    "withheld": Wording("不公开", "withheld"),
    "not_applicable": Wording("不适用", "not applicable"),
    "unconfirmed": Wording("尚未互认", "not confirmed yet"),
    "corrected": Wording("已更正", "corrected"),
    "unusual": Wording("较上年变动异常", "unusual change since the year before"),
    "unlike": Wording("所比较的两期填报单位不同，变化中含填报面的变化", "reported in only one of the periods compared"),
    "uneven": Wording("只填报了公式的一部分，因此没有计入", "reported one part of the formula only and are left out"),
}
# What stands for an entry that is no number.
STATES: Mapping[str, Wording] = {
    measuring.entry_of(None, state): measuring.STATE_WORDS[state] for state in State if state is not State.REPORTED
}

# Units as forms write them, in English for one and for more; another is shown as it is written.
UNITS: Mapping[str, tuple[str, str]] = {
    "人": ("person", "people"),
    "名": ("person", "people"),
    "所": ("school", "schools"),
    "个": ("", ""),
    "项": ("item", "items"),
    "次": ("time", "times"),
    "年": ("year", "years"),
    "天": ("day", "days"),
    "小时": ("hour", "hours"),
    "册": ("volume", "volumes"),
    "台": ("set", "sets"),
    "元": ("yuan", "yuan"),
    "万元": ("× 10,000 yuan", "× 10,000 yuan"),
    "亿元": ("× 100 million yuan", "× 100 million yuan"),
    "万人": ("× 10,000 people", "× 10,000 people"),
    "平方米": ("m²", "m²"),
    "公里": ("km", "km"),
}


def with_unit(number: str, unit: str) -> str:
    """Return a number with its unit in the reader's language.

    >>> with_unit("1,300", "人")
    '1,300人'
    """
    if unit not in UNITS or not (get_language() or "").startswith("en"):
        return f"{number}{unit}"
    return f"{number} {UNITS[unit][number != '1']}".rstrip()


def unit_said(unit: str) -> str:
    """Return a unit by itself in the reader's language: of many.

    >>> unit_said("人")
    '人'
    """
    return with_unit("", unit).strip() or unit


def side_said(party: Any) -> Wording:
    """Return a party by its side, in English with its code, which reads without Chinese."""
    return Wording(party.side, f"{party.side} ({party.code.upper()})")


def area_name(body: Any) -> str:
    """Return a body by the area it is of, which is shorter, where it is of one; in the reader's language."""
    place = body.place_en if (get_language() or "").startswith("en") else body.place
    return str(place or named(body))


def _of(codes: str) -> Mapping[str, Wording]:
    return {code: WORDS[code] for code in codes.split()}


SCALES = _of("count amount ratio index yes_no")
DIRECTIONS = _of("higher lower")
ADDING = _of("sum mean weighted_mean last median share none")
PERIODS = _of("month quarter year school_year")
ORDERS = _of("unit-first total-first")
PICTURES: Mapping[str, Wording] = {
    "paths": Wording("到目标的路径", "The ways to the target"),
    "map": Wording("分区县示意图", "Map by area"),
    "ranking": Wording("排序", "Ranking"),
    "region": Wording("一地与各方对比", "One area against every party"),
    "groups": Wording("两组对比", "Two groups compared"),
}
