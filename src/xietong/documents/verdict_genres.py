"""Takes a text and its statements; says which writing that is no plan it looks like: a paper, a visit, praise."""

import re
from collections.abc import Iterable, Sequence

from xietong.documents.evidence import IS_ONLY, WHY, Evidence
from xietong.documents.regions import any_name
from xietong.documents.statements import Statement
from xietong.documents.verdict_titles import Reason

LEAD = 260
"""The characters in which news tells its news."""
# 摘要 on a line before anything else, or with its keywords: what papers carry, and plans never.
_PAPER = re.compile(
    r"\A\s*[【\[（]?(?:摘\s?要|内容提要|内容摘要|论文部分内容阅读)[】\]）]?\s*[：\n]"
    r"|[【（]摘\s?要[】）][^\n]{20,}|摘\s?要[：:\s][^\n]{20,}\s*[【（]?关\s?键\s?词|中图分类号|文献标[识志]码|文章编号"
    r"|本文(?:将|拟|旨在|试图)?(?:从|通过|以|对|针对|就|基于)[^。\n]{0,60}(?:分析|探讨|阐述|研究|剖析|解析)|作者简介[：（\n]|收稿日期"
    r"|(?:^|\n)关\s?键\s?词[：:]|研究方向[：:]"
)
# 以下将详细介绍如何制定这样的计划: teaches how plans are written.
_TEACHES = re.compile(
    r"介绍[^，。；\n]{0,8}(?:如何|怎样|怎么)(?:制定|制订|编制|撰写|写)|以下是[^。；\n]{0,24}(?:要点|步骤|方法|阐述|模板)|的核心是[^。；\n]{0,60}原则"
)
# 副市长到市教育局调研, 本期杂志发表重要文章《…》, 国家副主席应邀访问某国: what was said there is no plan.
_ELSEWHERE = re.compile(
    r"(?:^|[。；\n])(?:(?!要|将)[^。；\n])*?(?:到|赴|深入(?!开展|推进|贯彻|学习|实施|排查|落实|自查)|来到|走进)[^。；\n]{2,40}(?:调研|视察|检查|考察|督查|督导|走访|慰问)"
    r"|在[^，。；\n]{2,10}(?:考察|调研|视察)时|率队[^。；\n]{0,40}(?:调研|检查|督导|考察)"
    r"|(?:杂志|日报)[^，。；\n]{0,6}(?:发表|刊发)了?[^。；\n]{0,40}(?:文章|社论|署名)|的重要文章《|发表[^，。；\n]{0,20}(?:演讲|致辞|主旨讲话)"
    r"|(?:应邀|正式|国事)[^，。；\n]{0,8}访问|(?:主席|总统|总理|外长|首相|委员长)[^，。；\n]{0,12}(?:会见|会谈|会晤|通电话|祝贺)|(?:首相|总统)[^，。；\n]{0,12}言[行论]"
    r"|(?:地震|灾害|灾情|事故|塌方|火灾|爆炸|山洪|滑坡)[^。；\n]{0,60}作出(?:重要)?[指批]示"
)
# 9月21日上午，市教育局召开工作会议: what is asked of those present is told of a meeting.
_MET = re.compile(
    r"(?:\d日(?!前)|(?<!\d)日前|近日|[今昨]天|上午|下午)[^。；\n《]{0,50}?(?:(?:召开|举行)了?[^。；，\n《]{0,40}?(?<!发布)(?<!吹风)(?<!通气)会(?=议?[，。；])"
    r"|(?:会议|大会|例会|[推促]进会|动员会|部署会|调度会|座谈会)(?:在[^，。；\n]{1,30})?(?:召开|举行))"
)
_HEARD = re.compile(r"强调|指出|要求|传达|讲话|听取|作了|总结|表示")
# 会议审议通过了《…清单》, 会议议定: a meeting that settles work.
_SETTLES = re.compile(
    r"(?:审议|讨论)(?:并)?(?:原则)?通过|议定|会议(?:决定|确定|明确)|下一步，[^，。；]{0,10}将|签署|签订|会[上议][^，。；]{0,12}(?:印发|公布|发布)|会上，[^，。；]{0,20}(?:印发|公布|发布)|到20\d\d年|20\d\d年底|\d月底?前"
)
# 同志们：…下面，我讲三点意见: words spoken to those present, whatever they ask of them.
_SPOKEN = re.compile(
    r"(?:^|[\n：。；）])同志们[：！，]|下面，我(?:讲|谈|就|再?强调|代表)|的讲话(?:稿)?(?:提纲)?$", re.MULTILINE
)
# “双一流”是指…; 大湾区有多强？…: says what something is, or asks its readers; an explanation asks of its document.
_MATTER = "(?:(?!意见|方案|计划|规划|措施|出台|制定|文件|纲要|《)[^。！？\n：])"
_EXPLAINS = re.compile(
    r"\A\s*(?:一、|1[、.])?[^，。；：\n]{2,24}(?:是指|，简称|（简称|，又称|是[^，。；\n]{0,20}的简称)"
    rf"|(?:^|[。！？\n]){_MATTER}{{0,30}}(?:有多|怎么|为何|为什么|什么|哪里|何以){_MATTER}{{0,16}}？"
)
# 硕果累累, 取得新突破: begins with what was achieved, if it does not say that it is striven for.
_PRAISED = re.compile(
    r"取得[^。；]{0,8}(?:丰硕|骄人|优异)[^。；]{0,6}(?:成果|成绩)|硕果累累|(?<!好)答卷(?=[》”！]|$)"
    r"|(?:^|[，。；\n])(?![^，。；\n]{0,24}(?:推动|推进|促进|力争|争取|努力|奋力|确保|希望|力求|将|要))[^，。；\n]{0,24}"
    r"(?:(?:取得|实现)[^。；]{0,8}(?:新|重大|历史性)(?:突破|跨越|进展|成效|成就)|交出[^。；]{0,14}答卷)"
)
# 近年来，我市不断加大投入…: begins with what has been done, and says nowhere that something is to be done.
_LATELY = re.compile(
    r"(?:^|[\n。])(?:近年来|近[几两三五]年来?|(?:自)?20\d\d年(?:\d{1,2}月)?以来|多年来|一年来|今年以来)"
)
_AHEAD = re.compile(
    r"制[定订]|提出如下|到20\d\d年|将[^，。；的]{0,6}(?:建|加|推|实施|开展|投入)|下一步|力争|各[地校县市区][^，。；]{0,12}要|印发|现就"
)
# 笔者以为，首先要摸清家底: what an essay asks for.
_THINKS = re.compile("笔者(?:[以认]为|建议|看来)|(?:有|某些)?(?:专家|学者|人士)认为，|窃以为")
# 股价应声上涨, 预计营收增长: a firm's plans are its own.
_TRADES = re.compile("股价|涨停|个股|券商|港交所|深交所|上交所|营收|市值|财报|净利润")
_WRITINGS = (
    (_TRADES, 3_000, Reason("tells of a firm", -3.0)),
    (_THINKS, 3_000, Reason("says what somebody thinks", -1.8)),
    (_ELSEWHERE, LEAD, Reason("tells of a visit, an article or affairs of state", -2.5)),
    (_EXPLAINS, LEAD, Reason("says what something is, or asks", -1.5)),
)
"""What speaks against a plan wherever it stands up to a place, unless the title names one."""
# 王某某强调，要…。他指出，…: what somebody demands on an occasion; what a meeting or a paper demands has another name.
_SAID = re.compile(r"强调，|指出，|要求(?<![照据合]要求)，|表示，要")
_SOMEBODY = re.compile(
    rf"(?:^|[。！\n])(?!(?:其中|同时|此外|{any_name()})$)"
    r"(?:他|她|[\u4e00-\u9fff]{1,3}[^会议知见案章告委部局厅省市县区府院办组校者家划人件点等导方要策新法])$"
)
# 参保人可凭社保卡报销: tells its readers what they get and how; a plan tells bodies what to do.
_SERVES = re.compile(
    r"参保人|报销|缴费|领取|享受[^，。；\n]{0,8}待遇|支付限额|申领|起付|医保卡|社保卡|身份证|办理流程|线上办理|您|携带|怎么办|划扣|到账"
)
_SERVED = 3
# 家长王女士说, 受访者认为, 网友表示: a feature asks around.
_VOICES = re.compile(
    r"（化名）|[\u4e00-\u9fff](?:先生|女士)(?=[^，。；]{0,6}(?:说|告诉|表示|认为|坦言|介绍))|受访|网友|调查显示|爆料"
    r"|(?:家长|学生|老师|教师|专家|业内人士|园长|学者)[^，。；：]{0,8}(?:说|告诉|坦言|抱怨|认为|担心|反映)(?!服)"
)
_VOICED = 2


def from_genre(plain: str, statements: Sequence[Statement], *, planned: bool) -> Iterable[Reason]:
    """Give what speaks against a plan in how the text is written; ``planned``: a title names one, or one is signed."""
    if _PAPER.search(plain, 0, 3_000) is not None:
        yield Reason("a paper of scholars", -4.0)
    elif _foreign(plain) > _MUCH:
        yield Reason("half in Latin letters, as manuals and papers are", -2.5)
    if planned:
        return
    if _TEACHES.search(plain, 0, LEAD):
        yield Reason("teaches how something is done", -4.0)
    yield from (reason for pattern, within, reason in _WRITINGS if pattern.search(plain, 0, within))
    if _MET.search(plain, 0, LEAD) and _HEARD.search(plain) and _SETTLES.search(plain, 0, 20 * LEAD) is None:
        yield Reason("tells of a meeting that settled nothing", -2.5)
    if _PRAISED.search(plain, 0, LEAD):
        yield Reason("begins with what was achieved", -2.0)
    if _LATELY.search(plain, 0, LEAD) and _AHEAD.search(plain, 0, 3_000) is None:
        yield Reason("begins with what has been done of late", -2.5)
    yield from _from_course(plain, statements)


def _from_course(plain: str, statements: Sequence[Statement]) -> Iterable[Reason]:
    """Say how the text goes on."""
    said = sum(
        1 for one in _SAID.finditer(plain, 0, 5_000) if _SOMEBODY.search(plain, max(0, one.start() - 5), one.start())
    )
    if said:
        yield Reason("tells what somebody said", -min(2.4, 0.8 * said))
    if sum(1 for one in statements[:8] if any(_argues(each) for each in one.evidence)) > 2:
        yield Reason("argues why", -2.0)
    voices = sum(1 for _ in _VOICES.finditer(plain, 0, 5_000))
    if voices > _VOICED:
        yield Reason("asks people what they think of it", -min(3.0, 0.5 * (voices - _VOICED)))
    served = len(set(_SERVES.findall(plain, 0, 4_000)))
    if served > _SERVED:
        yield Reason("tells its readers what they get and how", -min(3.0, 0.6 * (served - 1)))


def _argues(evidence: Evidence) -> bool:
    return evidence is IS_ONLY or evidence.seen == WHY


_ASKED = re.compile(
    r"^ ?(?:\d{1,2}[.、])?(?:问|记者|网友)：[^\n]{0,40}(?:《|方案|意见|计划|规划|措施|文件|出台|任务|目标)",
    re.MULTILINE,
)


def answers(plain: str) -> bool:
    """Tell questions on a plan with their answers: 问：《方案》出台的背景是什么？ 答：….

    >>> answers("问：《方案》有哪些目标？\\n答：到2025年…\\n问：主要任务是什么？\\n答：…")
    True
    """
    return "答：" in plain[:4_000] and sum(1 for _ in _ASKED.finditer(plain, 0, 4_000)) > 1


def spoken(plain: str) -> bool:
    """Tell words spoken to those present."""
    return _SPOKEN.search(plain, 0, 1_200) is not None


def _foreign(plain: str) -> float:
    """Return the share of Latin letters among the letters of the first pages."""
    latin, words = (sum(map(len, each.findall(plain, 0, 20_000))) for each in (_LATIN, _CHINESE))
    return latin / max(1, latin + words)


_LATIN, _CHINESE = re.compile(r"[A-Za-z][A-Za-z]*+"), re.compile(r"[\u4e00-\u9fff]+")
_MUCH = 0.15
