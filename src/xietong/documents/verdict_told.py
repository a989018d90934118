"""Takes a text; says what it tells of that speaks for a plan: one that came out, orders, promises, money set aside."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from xietong.documents.cues import each
from xietong.documents.regions import by_name
from xietong.documents.verdict_genres import LEAD
from xietong.documents.verdict_titles import Reason

# 按照《…》要求 rests on a document; it tells nothing of it.
_CITED = re.compile(
    r"(?:按照?|根据|依据|依照|遵照|对照|符合|落实|贯彻|推进|执行|学习|(?<!题)为|(?P<of>的))[^，。；《》“”\n]{0,20}"
    r"(?:《[^》\n]{2,60}》(?:（[^）\n]{0,20}）)?[^，。；《》“”\n]{0,14}){0,4}$"
)
# 2019年，我们先后出台了《…》, 2011年印发《…》至今: a document that came out long ago is none that the text tells of.
_GONE_BY = re.compile(
    r"(?:先后|曾经?|此前|以来|[\d一二三四五六七八九十两几]年前)[^。；\n]{0,30}$|(?:^|[。；，\n])(?:19|20)\d\d年，?[^。；\n\d]{0,60}$|我们$"
)
# 现将有关情况汇报如下，不妥之处，敬请指正: the words of who reports.
_REPORTING = re.compile(each("情况|工作", "[^，。；]{0,6}(?:汇报|报告|总结)如下") + "|汇报如下|敬请[^，。；]{0,4}指正")
_PLAN = "计划|规划|方案|要点|[一二三四五六七八九十\\d]条|(?<!征求)意见|纲要|措施|协议|清单|备忘录|行动|倡议"
_WORK = "做好|加强|加快|推进|进一步|深化|全面|促进|实施|支持|推动|完善|规范|补齐"
_ORDER = f"关于[^》]{{0,6}}(?:{_WORK})[^》]{{2,40}}的(?:(?:紧急|补充)?通知|(?:若干|实施|具体)?(?:规定|办法|决定))"
# 《青溪教育振兴行动计划》, “十五五”教育规划 in marks of either kind; not what reports on one, nor a book.
_NAMED = (
    rf"(?:《(?!(?:行动|实施|工作)?(?:{_PLAN})》)(?:[^》\n]{{2,50}}(?:{_PLAN})|[^》\n]{{0,30}}{_ORDER})"
    r"(?:(?!情况|结果|名单|办法|公报|报告|细则|编制)[^》\n]){0,20}》"
    rf"|“[^”\n]{{2,50}}(?:{_PLAN})[^”\n]{{0,12}}”)(?!系列|专栏|栏目|专题|出版|繁体版|一书|单行本|[^，。；《\n]{{0,12}}(?:评估|督导|检查|时间过半|以来)"
    r"|[^》\n]{0,20}(?:情况|结果|名单)[^》\n]{0,8}》)"
)
_ISSUED = re.compile(
    each(
        "印发|下发|颁布|发布|出台|签署|签订|公布|审议通过|制定|联合印发|推出|实施|编制|宣布|启动|介绍|解读",
        rf"(?:了|实施)?(?!的)(?:(?!落实)[^。；]){{0,30}}?{_NAMED}",
    )
    + rf"|{_NAMED}(?:（以下简称[^（）]{{2,20}}）)?"
    r"(?:[^。；》\n]{0,30}?(?:提出|明确|要求|指出|发布|印发|出台|公布|部署|确定)|[^，。；》\n]{0,6}(?:围绕|聚焦|从))"
)
# 教育厅与邻省教委签署教育协同发展合作框架协议: an agreement without marks around its name.
_JOINT = "框架|合作|共建|协作|协同|帮扶|结对|交流|办学|项目"
_AGREED = re.compile(
    rf"(?:{_JOINT})(?:协议)?[^，。；《]{{0,8}}(?:签字|签约|签署|签订)仪式"
    r"|达成[^，。；]{0,16}(?:共识：|合作[^，。；]{0,6}意向|合作协议)|达成[^，。；]{0,4}[一二三四五六七八九十\d][点项条][^，。；]{0,4}共识"
    r"|(?:[厅局委府省市县区州校]|双方|，(?:并|同时|共同))[^，。；《]{0,40}(?<!陆续)(?<!先后)签[署订]了?(?!的)[^，。；《]{0,60}"
    rf"(?:(?:{_JOINT})[^，。；《]{{0,24}}协议|备忘录)(?!》?以来|[^，。；]{{0,8}}\d份)"
)
_MEASURES = re.compile(
    each(
        "公布|推出|出台|宣布|发布|部署",
        r"(?:了)?[^。]{0,16}(?:(多项|系列|若干)|[一二三四五六七八九十\d]+(?:项|条))[^。]{0,8}(?:措施|举措|政策|行动|计划|任务)",
    )
    + "|"
    + each(
        "公布|发布|敲定|推出|安排",
        r"了?[^，。；\n]{0,20}?(?:民生实事|实事项目|办实事|(?:任务|项目|责任)”?清单)(?!完成|进展|回顾)",
    )
    + "|"
    + each("实事|任务清单|项目清单|责任清单", r"(?:项目)?(?:已|正式|现已|均已)?(?:确定|出炉|公布|敲定|揭晓)")
    + "|"
    + each(
        "确定了|票决产生|票决确定|票决出|表决的方式选出|表决的方式确定|票决的方式选出|票决的方式确定",
        r"[^，。；]{0,24}(?:实事|民生工程|惠民工程)",
    )
)
# 日前印发意见，决定组织实施…; 17日联合发布“十四五”期间协同发展工作计划，三地将…: a plan without its title.
_CAME_OUT = re.compile(
    r"(?:近日|日前|近期|今日|昨日|\d日)[^。；《\n]{0,40}?(?:印发|发布|出台|公布|下发|推出)了?[^，。；《\n]{0,44}?(?:意见|计划|方案|规划|要点)，"
    r"(?:决定|要|明确|提出|要求|计划|部署|从|将|[^，。；\n]{2,8}将)"
    r"|(?:近日|日前|近期)[^。；《\n]{0,40}?(?:印发|发布|出台|公布|下发)了?[^，。；《\n]{0,44}?(?:行动计划|(?:实施|行动|工作|建设)(?:方案|规划|意见)|工作要点|若干措施)。"
)
_JUST_NOW = re.compile(r"[今昨][日天]|近[日期]|最近|日前|刚刚?|\d[月日]|会上|正式")
_PROVIDED = "(?:还|中|共)?(?:提出|提到|明确|要求|指出|部署|确定|强调|规定)"
_RULES = "办法|条例|规定|细则|标准|规范|指南|指引|导则|报告|目录|公报|手册|章程|公约|名单"
_SAYS = re.compile(
    each(
        "根据|按照",
        r"(?:该|双方|这一|此次|上述)?(?:[^，。；《]{0,12}协议书?|备忘录|规划|方案|《(?:行动|实施|合作|框架|工作)*(?:计划|规划|方案|意见|协议)》)，",
    )
    + "|"
    + each("意见|协议|方案|计划|规划", "(?:主要)?包括：")
    + rf"|《[^》]{{2,50}}(?<!{_RULES})(?<!法)》{_PROVIDED}|"
    + each(
        "规划(?<!五”规划)|方案(?<!培养方案)|计划|意见|要点|纲要(?<!五”规划纲要)|协议|文件|行动", _PROVIDED + "(?!的)"
    )
    + r"|《(?:行动|实施|工作)?(?:方案|计划|规划|意见)》(?:还|中)?(?:提到|提出|明确|指出|要求)"
    + r"|的(?:紧急|补充)?通知》(?:，?|[^。；\n]{0,60}。(?:其中|通知))(?:要求|明确|指出|提出|强调)|"
    + each("通知要求|通知强调|通知明确|通知指出|通知提出", "，")
)
_WAYS = re.compile(r"(?:主要|具体|其|经验)做法(?:：|如下|是)|(?<!将)[一二三四五六七八九十多][措招]并举(?=[^\n]*[。；])")


def _of_places(words: str) -> Iterator[str]:
    """Yield looks behind words of one length for a place or body: the few hundred names are tried nowhere else."""
    yield f"(?<=[省市县区州旗厅局委府](?:{words}))"
    for _, names in groupby(sorted(by_name(), key=len), key=len):
        yield f"(?<=(?:{'|'.join(names)})(?:{words}))"


# 青溪市提出，到2030年…; 市教育局下发通知，要求…; 现将有关事宜通知如下：…: what an authority says is to be done.
_ORDERED = re.compile(
    r"(?:近日|日前|近期)，?[^，。；\n]{0,24}要求[全各]|"
    rf"(?:规定|提出|明确|要求)(?:{'|'.join(_of_places('规定|提出|明确|要求'))})"
    r"，[^，。；]{0,10}?(?:要|到20\d\d|将|从20\d\d|20\d\d年)"
    r"|(?:近日|日前|近期|\d日)，?[^。；\n《]{0,60}?(?:[厅局委部府]|部门)[^。；，\n]{0,12}(?:部署|决定|启动)(?:(?:在[^，。；\n]{2,10})?(?:实施|开展|推进))?"
    r"[^。；，\n《]{0,30}(?:整治|行动|治理|计划|工程|排查)"
    r"|常务会议?(?:[^，。；\n]{0,6})?(?:决定|确定)，"
    r"|报告(?:提出|指出|明确)，(?:今年|明年|20\d\d年|未来|下一步|今后)[^。；]{0,16}(?:将|要|计划)"
    r"|(?:厅|局|委|部|府)[^。；\n]{0,50}?(?:下发|发出|印发|发布)了?(?:[^，。；《\n]{0,24}?|《关于[^》\n]{0,60})(?<!考试)(?<!招生)(?<!报名)(?<!评选)(?<!申报)(?<!会议)"
    r"的?(?:紧急)?通知》?(?:（[^）\n]{0,20}）)?[，。](?:明确)?(?:要求|规定|决定|启动|部署|全面(?:推行|实施|开展)|就[^。]{2,40}(?:提出要求|作出(?:部署|安排|规定))|[^。]{0,60}。[^。]{0,60}(?:要求|规定))"
    r"|现就[^。\n]{0,60}(?:通知|安排|要求|部署)如下|现将[^。\n]{0,20}(?:工作|事项|事宜|要求)[^。\n]{0,8}(?:通知|安排|明确|部署)如下"
    r"|请各[^。\n]{0,12}做好[以如]下"
)
# 特制定本规划; 现提出如下实施意见.
_MADE = re.compile(
    r"(?:制定|制订|编制|拟定)(?:了)?本(?:行动|实施|工作|专项|发展|三年|提升)*(?:规划|计划|方案|意见|要点|措施|纲要)[。，（]"
    r"|提出(?:如下|以下)(?:实施|指导|若干)*(?:意见|措施)[。：]"
    r"|"
    + each(
        "计划|方案|规划|意见|要点|纲要|措施",
        r"(?:（[^）]{1,6}）)?（[^（）]{1,8}〔(?:19|20)\d\d〕\d+号）各[^。]{0,40}：",
    )
    + r"|特制[定订][^，。；]{0,24}(?:规划|计划|方案|意见|要点|措施)(?=[。，！：\n])"
)
_CALLS = re.compile(r"申报|评选|推荐(?<!相关推荐)|评审|选拔|竞赛|大赛|征集|征文|考试|报名|招聘|招生|培训班|研讨会")
_FORWARD = re.compile(
    r"到20\d\d年|至20\d\d年|力争到?20\d\d年|“十[三四五六]五”期间|20\d\d年(?:底|末)?前|力争|将(?:进一步|继续|重点|全面|加快|共同|"
    r"建立|推进|推动|加强|实施|开展|通过|新增|围绕|在)|下一步|今后|未来[三五]年"
)


def _told_of(pattern: re.Pattern[str], plain: str, day: date | None) -> tuple[int, ...]:
    """Return where the text tells of documents that it does not merely cite; ``day`` is the text's own."""
    places = (one.start() for one in pattern.finditer(plain, 0, _LONG))
    return tuple(at for at in places if not _cited(plain, at) and not _gone_by(plain, at, day))


def _cited(plain: str, at: int) -> bool:
    """Tell whether a text only rests on what stands at a place; 日前印发的一份文件明确 tells of it."""
    match = _CITED.search(plain, max(0, at - 160), at)
    if match is None:
        return False
    return match["of"] is None or _JUST_NOW.search(plain, _clause(plain, at), at + _NAME) is None


def _clause(plain: str, at: int) -> int:
    return max(at - 90, 1 + max(plain.rfind(stop, 0, at) for stop in "。；\n"), 0)


def _gone_by(plain: str, at: int, day: date | None) -> bool:
    """Tell whether what came out at a place came out long ago."""
    start = max(at - 70, 1 + max(plain.rfind(stop, 0, at) for stop in "。；\n"), 0)
    years = _IN.findall(plain, start, at)
    if years and at > _OPENING and (day is None or any(int(year) < day.year - 1 for year in years)):
        return True
    if _JUST_NOW.search(plain, start, at):
        return False
    return _GONE_BY.search(plain, max(0, start - 1), at) is not None


_OPENING = 90
_NAME = 60
_IN = re.compile(r"(?<![\d《“（])((?:19|20)\d\d)年\d{1,2}月")


class Told(NamedTuple):
    """Where a text first tells of a plan, of what one provides, of measures, an agreement, a report on a year."""

    issued: int | None
    said: int | None
    measured: int | None
    agreed: int | None
    reported: int | None
    beside: int
    """The characters of a long beginning in which nothing is told of any of these."""

    @property
    def first(self) -> int | None:
        """The first of these places."""
        return min((at for at in self[:5] if at is not None), default=None)


def told_in(plain: str, day: date | None) -> Told:
    """Return where a text tells of documents that came out; ``day`` is its own."""
    issued, said, measured = (_told_of(one, plain, day) for one in (_ISSUED, _SAYS, _MEASURES))
    agreed, reported = _agreement(plain, day), _report(plain)
    once = {at for at in (agreed, reported) if at is not None}
    places = [*sorted({*issued, *said, *measured, *once}), min(len(plain), _LONG)]
    beside = places[0] + sum(max(0, after - at - _SPEAKS) for at, after in pairwise(places))
    first = [each[0] if each else None for each in (issued, said, measured)]
    return Told(first[0], first[1], first[2], agreed, reported, beside)


_LONG = 6_000
_SPEAKS = 300
"""The characters for which a text speaks of a document that it has named."""


def _agreement(plain: str, day: date | None) -> int | None:
    """Return where the first lines tell that an agreement is signed, and not years ago."""
    agreed = _AGREED.search(plain, 0, LEAD)
    return agreed.start() if agreed and not _gone_by(plain, agreed.start(), day) else None


def from_words(plain: str, day: date | None, told: Told) -> Iterable[Reason]:
    """Give what the words of a text tell; ``day`` is its own."""
    yield from _from_what_came_out(plain, day, told)
    yield from (reason for pattern, within, reason in _WORDS if pattern.search(plain, 0, within))
    ordered = _ORDERED.search(plain, 0, 8 * LEAD)
    matter = LEAD if ordered is None or not ordered[0].endswith("如下") else ordered.end()  # of a letter, told before
    if ordered is not None and not _CALLS.search(plain, 0, matter):
        yield Reason("an authority says what is to be done", 1.8)
    ahead = len(_FORWARD.findall(plain, 0, 200_000))
    if ahead:
        yield Reason("speaks of what is to come", min(2.0, 0.1 + 0.25 * ahead))


# 政府工作报告提出，今年将新建…: what a government sets for the year; what it counts up of the last is none.
_REPORT = re.compile(r"(?:政府工作|施政)报告|预算案")
_SETS = re.compile(
    r"解读[^，。；]{0,8}报告|报告，[^。；\n]{0,16}安排20\d\d年|报告释放|(?:报告|预算案)》?[^，。；\n《]{0,12}(?:宣布|提出|提到|明确|显示|指出|强调|推出|安排|确定)|工作报告时|部分提出"
)
_YEAR_AHEAD = re.compile(
    r"(?:今年|年内|明年|20\d\d年)[^。；\n]{0,30}(?:将|拟|计划|力争|要|新建|新增|新改扩建)|(?:^|[，。；\n])[^，。；\n]{0,6}(?:要(?!求)|将)|部分提出",
)


def _report(plain: str) -> int | None:
    """Return where news tells of a government's report, and of what it sets to be done."""
    report = _REPORT.search(plain, 0, LEAD)
    said = _SETS.search(plain, report.start(), report.end() + LEAD) if report else None
    ahead = said is not None and _YEAR_AHEAD.search(plain, said.end(), said.end() + LEAD) is not None
    return report.start() if report is not None and ahead else None


def _from_what_came_out(plain: str, day: date | None, told: Told) -> Iterable[Reason]:
    issued = told.issued
    if issued is not None:
        weight = 2.0 if issued < LEAD else 1.4 if issued < 2 * LEAD else 0.8
        news = issued < _OPENING or _JUST_NOW.search(plain, _clause(plain, issued), issued) is not None
        yield Reason("tells of a plan that was issued", weight if news else weight / 2)
    measures = next((one for one in _MEASURES.finditer(plain) if not _gone_by(plain, one.start(), day)), None)
    if measures:
        vague = measures.lastindex and not _JUST_NOW.search(plain, max(0, measures.start() - 12), measures.start())
        strong, weak = (1.0, 0.4) if vague else (2.4, 0.8)
        yield Reason("tells of measures that came out", strong if measures.start() < LEAD else weak)
    if told.said is not None:
        yield Reason("tells what a plan provides", 1.5)
    if told.reported is not None:
        yield Reason("tells what a government's report sets for the year", 1.8)
    if told.agreed is not None:
        yield Reason("tells of an agreement", 2.0)


_WORDS = (
    (_CAME_OUT, LEAD, Reason("tells of a plan that came out", 2.0)),
    (_MADE, 20_000, Reason("says of itself that it is a plan", 1.5)),
    (_REPORTING, 3_000, Reason("says of itself that it reports", -3.0)),
    (_WAYS, LEAD, Reason("tells how somebody went about it", -1.5)),
)
"""What speaks for or against wherever it stands up to a place."""
