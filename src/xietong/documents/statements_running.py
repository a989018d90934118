"""Takes a sentence of running text; gives the evidence of what it tells: events, a plan's provisions, what is to be."""

import re
from collections.abc import Iterable

from xietong.documents import cues_told
from xietong.documents import evidence as seen
from xietong.documents.evidence import Evidence

# What running text says of a time to come, or of what goes on from year to year.
_TO_COME = re.compile(
    r"将|会(?=[在为就向继推提加])|拟|计划(?=[投在于新建])|预计|力争|争取|确保|每[年月季学]|明年|今后|未来|年[内底]|[日月年期]起"
    r"|(?:^|，)由[^，。；]{1,20}(?:局|厅|委|部门|政府|学校)"
    r"|(?:要求|规定)，|今年(?:先期|首批|先行|率先|继续)?(?:启动|实施|安排|推进|选择|遴选|先行)(?!了)"
    r"|月?底?前(?=[，完建])|到 ?20\d\d ?年|下一?步|(?:^|，)(?:双方|两地|三地)|正在[制编]"
)
# …若干举措近日出台，更好支持…: that it came out is the news.
_IS_OUT = re.compile(r"[^，。；《》]{2,60}(?:近日|日前|近期)(?:正式|联合)?(?:出台|发布|印发|公布)，(?![^。；]*\d)")
# 日前印发《…方案》，26项任务明确了单位: that it came out, and nothing that is counted but its parts.
_ISSUED = re.compile(r"(?:印发|发布|出台|公布|下发)了?《[^》]{1,120}》(?![^。；]{0,400}?\d+(?![\d项条章个]))")
# 一批新政9月1日起实施: from when rules are in force.
_IN_FORCE = re.compile(
    r"(?:[^，。；]{0,20}，)?[^，。；]{0,40}(?:新政|新规|办法|规定|条例|标准|政策|方案|通知|意见|措施)》?，?"
    r"(?:将|自|从|于)*[^，。；]{0,12}起(?:正式|开始|全面)*(?:施行|实施|执行)[。；]?$"
)
# 本报讯 记者22日从全省教育工作会上获悉，我省将…: how the news came to the paper.
_SOURCE = re.compile(r"(?:[^。；《]{0,80}?(?:获悉|获知|得悉|了解到)|[^，。；《]{0,14}(?:发布|通气|吹风)会上)，(?=.)")


_SOURCE_ENDS = ("悉，", "到，", "知，", "会上，")


def without_source(text: str) -> str:
    """Return what a sentence tells, without the words that say where it was learnt.

    >>> without_source("记者昨日从市教育局获悉，今年新建学校6所。")
    '今年新建学校6所。'
    """
    source = _SOURCE.match(text) if any(end in text for end in _SOURCE_ENDS) else None
    return text if source is None else text[source.end() :]


_FORWARD = frozenset((seen.BEGINS_WITH_VERB, seen.DUTY, seen.IS_TOLD, seen.WILL_DO, seen.ANNOUNCES, seen.BRACKET))


def only_tells(text: str, evidence: Iterable[Evidence]) -> bool:
    """Tell a sentence that says what somebody does, and nothing that is to be done or to come.

    >>> only_tells("两市教师在基地研讨新课程。", ()), only_tells("两市教师每年到基地研讨新课程。", ())
    (True, False)
    """
    return _FORWARD.isdisjoint(evidence) and _TO_COME.search(text) is None


# 到2030年，建成一批基地，形成协同格局: what is to be there by then.
_FIGURE = re.compile(r"\d")
_STANDS = re.compile(
    r"(?:基本|全面|初步|率先)?(?:建成|形成|打造|构建|建立|健全|培育)[^，。；]*?"
    r"(?:一批|体系|格局|机制|制度|高地|局面|环境|模式|水平|队伍|生态)"
)


def is_to_stand(text: str, at: int) -> bool:
    """Tell what running text says is to be there by a year, without saying how many of it."""
    return _STANDS.match(text, at) is not None and _FIGURE.search(text, at) is None


# 《…行动计划》提出，到2030年，…; 方案明确到2030年，…: the plan's own name and 明确 are no deed.
_SAYING = re.compile(
    r"[^，。；：“”]{1,8}：|[^，。；]{2,60}?(?:提出|明确|要求|指出|规定|部署|确定|强调|介绍|表示)(?:，|(?=到20\d\d年))"
)


def saying_end(text: str) -> int:
    """Return where running text goes on behind the words that say which document or person says so."""
    saying = _SAYING.match(text) if text[-1] in "。；" else None
    return saying.end() if saying is not None else 0


def running_text(text: str, evidence: list[Evidence], *, report: bool) -> None:
    """Add to the evidence what running text tells of events, and of what a plan provides."""
    ahead = cues_told.ANNOUNCES.search(text) is not None
    if ahead:
        evidence.append(seen.ANNOUNCES)
        if cues_told.PROVIDES.search(text):
            evidence.append(seen.PROVIDES)
    if report:
        _reported(text, evidence, ahead=ahead)


def _reported(text: str, evidence: list[Evidence], *, ahead: bool) -> None:
    if cues_told.CAME_OUT.search(text, 0, 90):
        evidence.append(seen.CAME_OUT)
        if not ahead and (_IS_OUT.match(text) or _ISSUED.search(text)):
            evidence.append(seen.ISSUES)
    if "起" in text and _IN_FORCE.match(text):
        evidence.append(seen.ISSUES)
    if cues_told.NARRATES.match(text) or cues_told.HOPES.match(text):
        evidence.append(seen.NARRATES)
    if cues_told.NEWS_EVENT.search(text):
        evidence.append(seen.EVENT_AHEAD if ahead else seen.EVENT)
    if cues_told.ON_ITSELF.match(text):
        evidence.append(seen.ON_ITSELF)
    if text.rstrip("。；")[-1:] in cues_told.ISSUED_LASTS and cues_told.ENDS_ISSUED.search(text):
        evidence.append(seen.ENDS_ISSUED)
