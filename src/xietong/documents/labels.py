"""Takes a sentence's words; says whether they only name, address or lead in to something."""

import re

from xietong.documents import cues
from xietong.documents.draft import UnitRole
from xietong.documents.units_duties import DutyList
from xietong.documents.units_labels import names_party
from xietong.documents.units_names import certainty


def is_label(text: str, told: int) -> bool:
    """Tell a label, a lead-in, an address or a name from what says something; ``told``: what it can hold (``cues``)."""
    if len(text) < 5 or (text[0] in "自从2" and _TIME_ALONE.fullmatch(text)):
        return True
    says = len(text) >= _SAYING and text[-1] in "。；" and text[-2] not in _NAMING_LASTS and text[0] not in "（〔"
    if not says and not text.startswith(cues.OPENERS) and (_only_names(text) or _is_bare(text) or _names_only(text)):
        return True
    if text[0] in cues.VOCATIVE_FIRST and cues.VOCATIVE.match(text):
        return True
    if text[0] == "（" and _IN_BRACKETS.match(text):
        return True
    if "：" in text:
        if cues.UNIT_LABEL.search(text) or _is_of_side(text):
            return True
        if text[-1] == "：" and (cues.LEAD_IN.search(text) is not None or cues.ADDRESS.search(text) is not None):
            return not _does_more(text)
    return bool(
        told & cues.FAMILIES["LED"] and text.find("由", 1) < 0 and cues.LED.match(text) and not cues.verb_at(text)
    )


def _is_of_side(text: str) -> bool:
    """Tell a party and its bodies, with what part they have: 江苏：省教育厅（牵头），省教科院参与."""
    side, _, listed = text.rstrip("。；").partition("：")
    return names_party(side) and bool(DutyList(listed, UnitRole.LEAD, strict=True).read(0, len(listed)))


# 【责任分工】甲局、乙局; [导读] …
_IN_BRACKETS = re.compile(
    r"（(?:(?:责任|任务|职责)分工|(?:牵头|责任|配合|参与)(?:单位|部门|科室|处室)|导读|编者按|摘要|内容提要|核心提示)）"
)


def _does_more(text: str) -> bool:
    """Tell a sentence that says what is done before it leads in: 培育名师，打造团队，实施如下项目：."""
    *clauses, last = text.split("，")
    if not cues.verb_at(last) or last.startswith(_SAYS):
        return False
    return sum(cues.verb_at(clause.removeprefix("重点")) for clause in clauses) >= _SEVERAL


_SAYS = ("提出", "制定", "公布", "发布", "签订")
_SEVERAL = 2


_PARTS = ("措施", "路径", "步骤", "机制", "任务", "要求", "思路", "原则", "目标", "保障")  # 四、实施路径；


def _is_bare(text: str) -> bool:
    """Tell a bracket, a few characters that are no deed, a line of people's names, the subtitle of an interview."""
    if text[-1] in "。；":
        names = len(text) < _SAYING and (not cues.verb_at(text) or text.endswith(_PARTS, 0, -1))
        return names or (text[0] in "（〔" and text[-2] in "）〕")
    if "人：" in text and _SIGNED.fullmatch(text):
        return True
    if text[-1] in "）〕":
        return text[0] in "（〔"
    if "记者" in text:
        return text.endswith("答记者问") or _BYLINE.fullmatch(text) is not None
    return " " in text and (_ROSTER.fullmatch(text) or _ROW.fullmatch(text)) is not None


# 自2024年1月1日起至2026年12月31日止。
_TIME_ALONE = re.compile(r"[自从]?20[\d年月日起至到止—\-～ ]{4,40}[。；]?")
# 副组长：王晓明 李 华: names of people between blanks.
_ROSTER = re.compile(r"(?:[\u4e00-\u9fff ]{2,5}：)?[\u4e00-\u9fff]{1,3}(?:[ 、]+[\u4e00-\u9fff]{1,3}){2,}")
# 新增学位 个 — 9000 21000 约束性: a row of a table fallen into lines.
_ROW = re.compile(r"(?:[^ ，。；]{1,24} ){2,4}(?:[\d.—%]+(?:以[上下])? ){1,6}[^ ，。；]{1,6}")
# 填表人：王某 审核人：刘某 below a table.
_SIGNED = re.compile(r"(?:\s*[\u4e00-\u9fff]{1,5}人(?:（[^（）]{1,4}）)?：\s*[\u4e00-\u9fff]{0,4}(?=\s|$))+\s*")
# 青溪报 记者李某某/北山即时报导
_BYLINE = re.compile(r"(?:[\u4e00-\u9fff]{2,6} ?)?记者[^，。；：]{2,24}报[导道]")
_BARE = 16
_STOPS = frozenset("。；！？：")


def _only_names(text: str) -> bool:
    """Tell a short line without a stop that says of nothing that it is done: a name, a caption."""
    return len(text) <= _BARE and text[-1] not in _STOPS and cues.VERB.search(text) is None


_BODY_ENDS = frozenset("局厅委办部处科室院会社站所心门位府道镇乡司团校学联组队")
_NAMING_LASTS = _BODY_ENDS | frozenset("。；")
_SAYING = 7
"""The characters of the least sentence that says what is done; a longer one that ends otherwise is no name."""
_MARKS = re.compile("[、，；]| +")
_OPENS_NAME = re.compile(
    r"(?:各|有关|相关|[省市区县州乡镇校]|全[省市区县国]|国家|中央|[\u4e00-\u9fff]{2,5}[省市县区州镇乡])(?!.*\d)"
)


def _names_only(text: str) -> bool:
    """Tell a sentence of nothing but bodies: a cell of a table that a copied page has turned into lines."""
    bare = text.rstrip("。；")
    if bare[-1:] not in _BODY_ENDS or len(bare) > 200 or cues.verb_at(bare):
        return False
    if _OPENS_NAME.match(bare) is None and " " not in bare:
        return False
    sure = [certainty(name) for name in _MARKS.split(bare)]
    return 2 in sure and 0 not in sure


_ROOM_ENDS, _ROOM = ("科", "股", "室", "处", "部", "组", "中心"), 6  # 装备科 over 审计科


def are_two(above: str, below: str) -> bool:
    """Tell two bodies on two full lines of a narrow cell from one whose name is broken: 区教师进修学校 over 各学校.

    >>> are_two("县教师进修学校", "各乡镇学校"), are_two("市规划和自然", "资源局"), are_two("县教育局", "基教股")
    (True, False, False)
    """
    if above.endswith(_ROOM_ENDS) and below.endswith(_ROOM_ENDS) and 3 <= len(below) <= _ROOM:
        return len(above) <= _ROOM
    whole = len(above) <= _BARE and above[-1:] in _BODY_ENDS and certainty(above) > 0
    return whole and below[-1:] in _BODY_ENDS and len(below) <= _BARE and _OPENS_NAME.match(below) is not None
