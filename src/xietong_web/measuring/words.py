"""Takes nothing; gives the words of the room in both languages, by code."""

from collections.abc import Mapping

from xietong import measuring
from xietong.basics import Wording
from xietong.measuring import State
from xietong_web.theme.words import WORDS

FLAG_WORDS: Mapping[str, Wording] = {
    "not_reported": Wording("未填报", "not reported"),
    "withheld": Wording("不公开", "withheld"),
    "not_applicable": Wording("不适用", "not applicable"),
    "unconfirmed": Wording("尚未互认", "not confirmed yet"),
    "corrected": Wording("已更正", "corrected"),
    "unusual": Wording("较上年变动异常", "unusual change since the year before"),
    "unlike": Wording("所比较的两期填报单位不同，变化中含填报面的变化", "reported in only one of the periods compared"),
}
# What stands for an entry that is no number.
STATES: Mapping[str, Wording] = {
    measuring.entry_of(None, state): measuring.STATE_WORDS[state] for state in State if state is not State.REPORTED
}


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
