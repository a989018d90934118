"""Takes a passage and its statements; says whether the text is, or announces, a plan of work — with the reasons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from xietong.documents.ledger import Ledger
from xietong.documents.passage import Passage, Setting
from xietong.documents.statements import ACTS, AIMED, TOLD, WILL, Statement, StatementKind, acts_at


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (positive) or against a plan, in logits."""

    seen: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text is a plan, with the sum of the reasons in logits."""

    is_plan: bool
    score: float
    reasons: tuple[Reason, ...]


_PLAN = (
    "行动计划|[年期]计划|提升计划|工作计划|推进计划|振兴计划|建设计划|发展计划|实施计划|[^招]生?计划(?=$|（|》)|"
    "规划(?!局|处|师|院|馆)|方案|工作要点|要点|实施意见|指导意见|若干意见|的意见(?=$|（|》)|纲要|任务分工|分工方案|责任分工|"
    "分工表|任务表"
    "|重点任务|重点工作|工作安排|任务清单|责任清单|项目清单|台账|若干措施|[十百\\d]条措施|重点举措|专项行动|提升行动|"
    "攻坚行动|(?:框架|合作|战略|协作|共建|试点|帮扶|结对)协议|备忘录|任务书|路线图|时间表|工程的通知|民生实事|实事项目|"
    "现代化20\\d\\d|攻坚|工作思路|工作打算|工作部署|任务分解|推进表|责任表|计划表|行动$|倡议书?(?=$|（|》)|若干政策|政策措施"
)
_TITLE_PLAN = re.compile(f"(?:{_PLAN})")
_TITLE_NOT = re.compile(
    r"公示|招聘|招募|招标|中标|采购|成交|竞价|询价|名单|拟[^，]{0,12}(?:人选|对象|名)|结果|获奖|表彰|放假|启事|答复|"
    r"复函|提案|统计公报|年鉴|总结|述职|述评|考试|报名|招生简章|录取|成绩|查询|准考证|简历|讣告"
    r"|(?:举办|召开|参加|开展[^，]{0,10}(?:培训|会议|比赛|征文|评选|申报))[^，]{0,40}的(?:预?通知|邀请|函)|"
    r"会议(?:的)?通知|申报[^，]{0,20}的通知|组织申报|征集|征文|竞赛|大赛|比赛|培训班|公开招|遴选[^，]{0,12}公告"
    r"|(?:法|条例|章程|准则)(?:（[^）]*）)?》?$|(?:管理|暂行|实施|试行)?(?:办法|规定|细则|规则|制度|规范|标准|"
    r"守则)(?:（[^）]*）)?(?:》(?:的通知)?)?$|情况(?:的)?(?:通报|报告|说明)|发展报告|评估报告|进展情况|完成情况|工作情况|"
    r"调研报告|(?<!政府)工作报告|年度报告|信息公开|预算|决算|广告|优惠|促销|开班|开学典礼|通报|批复|问答|访谈|人事|"
    r"任免|任命|"
    r"预警|寻物|停电|检查结果|游记|出版|会见|会谈|会晤|逝世|问题和建议|有关问题的"
    r"|成立[^，]{2,40}(?:小组|专班|委员会|指挥部|联席会议)的通知|组成人员|公告$"
    r"|(?:职称|评审|评选|评优|评比|推荐|遴选|申报|选拔|报送)[^，]{0,12}(?:工作|事项|材料)?[^，]{0,6}的(?:通知|函)$"
)
# 按照《…》要求 rests on a document; it tells nothing of it.
_CITED = re.compile(r"(?:按照?|根据|依据|依照|遵照|对照|落实|贯彻|执行|学习|为|的)[^，。；《》“”\n]{0,20}$")
# A notice of a meeting is none, whatever the meeting is about.
_MEETING = re.compile(r"》?出版(?:发行)?$|(?:召开|举行|举办|参加)[^\n]{2,60}会(?:议)?的?(?:预?通知|邀请函|公告|函)")
# 聚焦重点工作 谱写新篇: what a headline has somebody attend to is not what the text is.
_ATTENDS = re.compile(
    r"(?:聚焦|确保|调研|督导|督查|检查|调度|推进|部署|研究|安排|落实|抓好|开展|围绕|听取|视察|专题)[^，。；：]{0,10}$"
)
_MERE = re.compile(r"重点任务|重点工作|攻坚|民生实事|实事项目|专项行动|工作部署|工作安排")
_ENDS_TITLE = re.compile(
    r"(?:任务|项目|事项|的|（[^）]*）|\d+|[一二三四五六七八九十]+[项件]|责任|目标|分解|分工|清单|台账|[^，。；：]{0,4}表|方案|计划|安排|通知|》)*$"
)
_LOOKS_BACK = re.compile(r"[办做完干]了|综述|纪实|侧记|巡礼|回眸|盘点|掠影|(?:改革|发展|工作|成就)回顾|答卷|纪略|走笔")
# 2025年我市将新建学校20所: a headline that promises.
_PROMISE = re.compile(
    r"(?:今年|明年|20\d\d年|未来[一二三四五\d]+年|将|拟|计划|力争)[^。；]{0,20}?(?:(?:基本|全面|彻底)(?:消除|实现|建成|普及|完成|解决)|(?:新建|新增|建设|建成|改扩建|改造|培训|培养|招聘|补充|投入|扩大|消除|组建|打造|创建)"
    r"[^。；]{0,16}?(?:\d|[一二三四五六七八九十百千万]+[所个项名批]))"
)
# A report of what was done is none, whatever its last section promises.
_REPORT = re.compile(
    r"(?:年度|工作|情况|自查|整改情况|评价|评估|监测|调查|督导|审计|质量|研究|调研)(?:的)?(?:总结|报告)》?(?:（[^）]*）)?(?:的通[知报]|公布|发布|出炉)?$|总结$|述职"
)
# Affairs of other countries: their plans are nobody's here.
_ABROAD = re.compile(
    r"(?:俄|乌|美|以|日|英|法|德|韩|朝|伊)(?:军|方|称|总统|防长|外长)|总统|外长|首相|总理会见|以色列|巴勒斯坦|加沙|乌克兰|"
    r"俄罗斯|白宫|北约|峰会|联合国(?!教科文|可持续)|停火|武装组织"
)
_REPLY = re.compile(r"的(?:函|复函|答复|批复)$|(?:提案|建议)(?:的)?(?:答复|复函|办理)")
_TITLE_NEWS = re.compile(
    r"(?:出台|印发|发布|公布|推出|启动|实施|签署|制定|明确)[^，]{0,30}(?:计划|方案|规划|措施|意见|要点|协议|行动|"
    r"新政|举措|[十百\d一二三四五六七八九]+条)"
)
_SETTLED = re.compile(r"会议(?:议定|决定|确定|明确|部署|强调|要求)[^。]{0,30}(?:[：，]|要)|议定事项")
_WILL_DO = re.compile(
    r"(?:将|计划|拟|力争|各[地省市县校级][^，。；]{0,12}要|[厅局委府]要|；要|，要|"
    r"会议要求[^。；]{0,30}要)(?:在[^，。；]{2,14}|于[^，。；]{2,14})?"
    r"(?:把|对|新建|新增|建设|建成|共建|推进|推动|加快|加强|实施|开展|建立|健全|完善|安排|投入|培训|招聘|选派|制定|"
    r"出台|扩大|提高|改造|设立|落实|组建|"
    r"互派|优先保障|引进|打造|支持|开放|确保|深化|组织|公布|启动)"
)
_WORK_TITLE = re.compile(
    r"(?:重点|主要|工作|目标|具体)(?:任务|工作|举措|措施|行动|项目|工程)|下一步|工作安排|任务分工|实施步骤|进度安排"
)
_TITLE_ORDER = re.compile(
    r"关于[^，]{0,12}?(?:做好|成立|组建|加强|进一步|推进|加快|深化|实施|全面|规范|落实|贯彻|建立|完善|促进|推动|支持|"
    r"扎实|深入|"
    r"切实|开展)[^，]{2,60}的(?:通知|决定|指导意见|函)"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条[\s　]")
_BODY = "(?:单位|部门|科室|处室)"
_RESPONSIBLE = re.compile(
    rf"牵头{_BODY}|责任{_BODY}|配合{_BODY}|主办{_BODY}|协办{_BODY}|按职责分工负责|完成时限|牵头[，、）。；]|负责[）。；，]"
)
_ISSUED = re.compile(
    r"(?:印发|发布|出台|签署|签订|公布|审议通过|制定|联合印发|推出|实施|编制|介绍|解读|宣布|启动)(?:了|"
    r"实施)?[^。；]{0,30}?《[^》]{2,50}(?:计划|规划|方案|要点|意见|纲要|措施|协议|清单|备忘录|行动|"
    r"倡议|关于[^》]{0,6}(?:做好|加强|加快|推进|进一步|深化|全面|促进|实施|支持|推动|完善|规范|补齐)[^》]{2,40}的通知)"
    r"[^》]{0,20}》(?!(?:出版|繁体版|一书|单行本))"
    r"|(?:印发|发布|出台|签署|公布|制定|推出)(?:了)?[^。；]{0,16}?“[^”]{2,50}(?:计划|规划|方案|要点|意见|措施|协议|行动)[^”]{0,12}”"
    r"|[《“][^》”]{2,50}(?:计划|规划|方案|要点|意见|纲要|措施|协议|清单|备忘录|"
    r"行动)[^》”]{0,20}[》”][^。；]{0,30}?(?:提出|明确|要求|指出|发布|印发|出台|公布|部署|确定|围绕|聚焦|从)"
)
_MEASURES = re.compile(
    r"(?:公布|推出|出台|宣布|发布|部署)(?:了)?[^。]{0,16}(?:多项|系列|若干|[一二三四五六七八九十\d]+(?:项|"
    r"条))[^。]{0,8}(?:措施|举措|政策|行动|计划|任务)"
)
_LEAD = 260
"""The characters in which news tells its news."""
_SAYS = re.compile(
    r"(?:《[^》]{2,50}》|规划|方案|计划|意见|要点|纲要|协议|文件|行动)(?:还|中|共)?(?:提出|明确|要求|指出|部署|确定|"
    r"强调|规定)"
)
# 三举措推进…, 其具体做法：… what offices tell each other of their ways.
_EXPERIENCE = re.compile(
    r"[一二三四五六七八九十多][措招]并举|[一二三四五六七八九十](?:举措|招|步|抓实|抓好)(?=[^，。；\n]{0,20}(?:推|促|助|提|强|保|抓|打|筑|确))"
    r"|(?:见|显|出|初见|取得)(?:新|实|好)?成效(?!的)|“[一二三四五六七八九十]\S{0,4}”(?=[^，。\n]{0,4}(?:确保|推动|促进|助推|打造|筑牢))"
)
_WAYS = re.compile(r"(?:主要|具体|其|经验)做法(?:：|如下|是)|[一二三四五六七八九十多][措招]并举")
# 特制定本规划; 现提出如下实施意见.
_MADE = re.compile(
    r"(?:制定|制订|编制|拟定)(?:了)?本(?:行动|实施|工作|专项|发展|三年|提升)*(?:规划|计划|方案|意见|要点|措施|纲要)[。，（]"
    r"|提出(?:如下|以下)(?:实施|指导|若干)*(?:意见|措施)[。：]"
)
_PRAISED = re.compile(
    r"交出[^。；]{0,14}答卷|取得[^。；]{0,8}(?:丰硕|骄人|优异)[^。；]{0,6}(?:成果|成绩)|硕果累累|答卷"
)
_FORWARD = re.compile(
    r"到20\d\d年|至20\d\d年|力争到?20\d\d年|“十[三四五六]五”期间|20\d\d年(?:底|末)?前|力争|将(?:进一步|继续|重点|全面|加快|共同|"
    r"建立|推进|推动|加强|实施|开展|通过|新增|围绕|在)|下一步|今后|未来[三五]年"
)
_EVENT = re.compile(
    r"(?:近日|日前|今天|昨日|昨天|本报讯|记者|举行|出席|主持|致辞|参观|慰问|走访|揭牌|开幕|闭幕|合影|颁奖|获奖|荣获|"
    r"参赛|比赛|获悉|说，|说：|告诉)"
)
_NOTICE_OF = re.compile(
    r"(?:报到|参会|会期|食宿|报名(?:时间|方式|条件)|联系人|联系电话|考试时间|投标|开标|应聘|岗位要求|监督电话|公示期|"
    r"评审费|报价|保证金|优惠价|热线|扫码|咨询电话)"
)
_STATUS = re.compile(
    r"(?:同比|截至|已(?:完成|建成|建立|开展|经|累计|有)|取得了|共(?:有|计)|累计|较上年|比上年|增长了|完成了|荣获|"
    r"实现了)"
)


def decide(passage: Passage, statements: Sequence[Statement], ledgers: Sequence[Ledger]) -> Verdict:
    """Weigh title, form and sentences; a plan when the sum is positive."""
    reasons = tuple(_reasons(passage, statements, ledgers))
    score = round(sum(reason.weight for reason in reasons), 3)
    return Verdict(score > 0, score, reasons)


def _reasons(passage: Passage, statements: Sequence[Statement], ledgers: Sequence[Ledger]) -> Iterable[Reason]:
    yield Reason("no text is a plan until something speaks for it", -0.9)
    yield from _from_titles(passage)
    yield from _from_form(passage, ledgers)
    yield from _from_body(passage, statements)


def _from_titles(passage: Passage) -> Iterable[Reason]:
    titles = [heading for heading in passage.outline if heading.level == 0]
    written = [passage.plain[one.span.start : one.span.end].replace("\n", "") for one in titles[:6]] or [passage.title]
    inner = " ".join(written)
    bad = _TITLE_NOT.search(written[0]) if written else None
    good = _named_plan(inner)
    if good:
        yield Reason(f"a title names a plan: {good[0]}", 3.0)
    if not good and not bad and written and _TITLE_ORDER.search(written[0]):
        yield Reason("the title orders work to be done", 1.5)
    if written and _TITLE_NEWS.search(written[0]):
        yield Reason("the title reports that a plan came out", 2.0)
    if bad:
        yield Reason(f"the title names something else: {bad[0]}", -2.0 if good else -4.0)
    yield from _from_headline(written[0] if written else "")


def _from_headline(title: str) -> Iterable[Reason]:
    """What the first title tells besides naming a plan or none."""
    if _MEETING.search(title):
        yield Reason("the title calls to a meeting, or tells of a book", -4.0)
    if _EXPERIENCE.search(title):
        yield Reason("the title tells how somebody went about it", -1.5)
    if _LOOKS_BACK.search(title):
        yield Reason("the title looks back", -2.0)
    if _PROMISE.search(title) and not _TITLE_PLAN.search(title):
        yield Reason("the title promises", 2.0)
    if _REPORT.search(title) and "政府工作报告" not in title:
        yield Reason("the title reports what was done", -2.5)
    if _REPLY.search(title):
        yield Reason("the title answers a letter", -3.0)
    if _ABROAD.search(title):
        yield Reason("the title tells of other countries", -4.0)


def _named_plan(titles: str) -> "re.Match[str] | None":
    """Find the plan that a title names; what a headline only has somebody attend to is none."""
    for match in _TITLE_PLAN.finditer(titles):
        mere = _MERE.fullmatch(match[0]) is not None and _ATTENDS.search(titles, 0, match.start()) is not None
        if not mere or _ENDS_TITLE.match(titles, match.end()):
            return match
    return None


def _told_of(pattern: re.Pattern[str], plain: str) -> int | None:
    """Return where the text first tells of a document that it does not merely cite."""
    places = (one.start() for one in pattern.finditer(plain))
    return next((at for at in places if _CITED.search(plain, max(0, at - 24), at) is None), None)


def _from_form(passage: Passage, ledgers: Sequence[Ledger]) -> Iterable[Reason]:
    plain = passage.plain[:200_000]
    if _articles(plain) >= 5:
        yield Reason("written in articles, as laws are", -4.5)
    if ledgers:
        yield Reason("a table of tasks with units or times", 4.0)
    named = len(_RESPONSIBLE.findall(plain))
    if named:
        yield Reason("says who is responsible", min(2.5, 0.8 + 0.3 * named))
    notices = len(set(_NOTICE_OF.findall(plain)))
    if notices:
        yield Reason("tells how to take part, apply or bid", -min(3.0, 0.8 * notices - 0.4))


def _articles(plain: str) -> int:
    """Count the articles that begin a line and have words on it."""
    found = last = 0
    for match in _ARTICLE.finditer(plain):
        start = match.start()
        if start == 0 or (start > last and plain[start - 1] == "\n"):
            found += 1
            last = match.end()
    return found


def _from_body(passage: Passage, statements: Sequence[Statement]) -> Iterable[Reason]:
    plain = passage.plain[:200_000]
    settings = {statement.sentence.setting for statement in statements}
    if Setting.AIMS in settings:
        yield Reason("has a section of aims", 1.5)
    if Setting.THOUGHT in settings:
        yield Reason("has a guiding thought or principles", 1.2)
    named = [one for one in passage.outline if one.level in (1, 2) and _WORK_TITLE.search(one.title)]
    if named:
        yield Reason("has a section of tasks", 1.2)
    if Setting.SUPPORT in settings:
        yield Reason("has a section on safeguards", 0.8)
    yield from _from_words(plain)
    yield from _from_sentences(passage, plain, statements)


def _from_words(plain: str) -> Iterable[Reason]:
    issued = _told_of(_ISSUED, plain)
    if issued is not None:
        yield Reason("tells of a plan that was issued", 2.0 if issued < 2 * _LEAD else 1.0)
    measures = _MEASURES.search(plain)
    if measures:
        yield Reason("tells of measures that came out", 2.4 if measures.start() < _LEAD else 0.8)
    if _told_of(_SAYS, plain) is not None:
        yield Reason("tells what a plan provides", 1.5)
    if _MADE.search(plain, 0, 20_000):
        yield Reason("says of itself that it is a plan", 1.5)
    if _WAYS.search(plain, 0, _LEAD):
        yield Reason("tells how somebody went about it", -1.5)
    if _SETTLED.search(plain):
        yield Reason("a meeting settled or demanded work", 0.8)
    forward = len(_FORWARD.findall(plain))
    if forward:
        yield Reason("speaks of what is to come", min(2.0, 0.1 + 0.25 * forward))


def _from_sentences(passage: Passage, plain: str, statements: Sequence[Statement]) -> Iterable[Reason]:
    ahead = [one.sentence.whole for one in statements[:500] if one.sentence.setting is not Setting.BACKGROUND]
    events = len(_EVENT.findall(plain))
    status = sum(len(_STATUS.findall(plain, span.start, span.end)) for span in ahead)
    per_thousand = 1000 / max(len(plain), 600)
    if events:
        planned = _TITLE_PLAN.search(passage.title) is not None
        yield Reason("reports events", -min(2.0, 0.5 * events * per_thousand) * (0.5 if planned else 1.0))
    if _TITLE_PLAN.search(passage.title) is None and _PRAISED.search(plain, 0, 2 * _LEAD):
        yield Reason("begins with what was achieved", -1.5)
    if status:
        yield Reason("reports what was done", -min(3.0, 0.35 * status * per_thousand))
    promises = (1 for one in statements if one.kind is not StatementKind.BACKGROUND and _promises(plain, one))
    promised = sum(islice(promises, 5))  # more would weigh no more
    if promised > 1:
        yield Reason("commitments and demands in the text", min(2.4, 0.6 * (promised - 1)))
    told = [one for one in statements if one.kind is StatementKind.TASK and one.confidence >= 0.6]
    first = min(
        (at for at in (_told_of(one, plain) for one in (_ISSUED, _SAYS, _MEASURES)) if at is not None), default=-1
    )
    if told and first >= 0:  # news begins with what it is about
        yield Reason("and what is to be done", min(1.6 if first < 2 * _LEAD else 0.8, 0.4 * len(told)))
    yield from _from_states(statements)
    yield from _from_duties(passage, statements)


def _from_states(statements: Sequence[Statement]) -> Iterable[Reason]:
    states = sum(1 for one in statements[:500] if one.kind is StatementKind.OBJECTIVE and one.confidence >= 0.6)
    if states >= 3:
        yield Reason("states that are aimed at", min(1.2, 0.25 * states))


def _promises(plain: str, statement: Statement) -> bool:
    """Tell whether running text says that somebody will do, or is to do, something that can be looked for later."""
    span = statement.sentence.span
    if statement.sentence.setting in (Setting.BACKGROUND, Setting.THOUGHT, Setting.CLOSING):
        return False
    if statement.kind in _AIMS and any(one.seen == AIMED for one in statement.evidence):
        return True
    return _WILL_DO.search(plain, span.start, span.end) is not None


_UNMOVED = (StatementKind.LABEL, StatementKind.OBJECTIVE, StatementKind.TARGET)
_AIMS = (StatementKind.OBJECTIVE, StatementKind.TARGET)


def _from_duties(passage: Passage, statements: Sequence[Statement]) -> Iterable[Reason]:
    """Sections of a plan, their titles and their sentences, begin with what is to be done."""
    working = [one for one in statements if one.sentence.setting in _WORKING and one.kind not in _UNMOVED]
    work = [one for one in working if _under_number(one)]
    least = -2.5 if work else 0.0
    work = work or working
    telling = _TELLING if least else frozenset((ACTS,))
    acting = sum(1 for one in work if any(each.seen in telling for each in one.evidence))
    if work and (least or acting >= 3):
        share = (acting + 0.5) / (len(work) + 1.5)
        yield Reason("sections whose sentences act", min(1.0, len(work) / 5) * max(least, min(3.0, 9 * (share - 0.33))))
    titles = [one for one in passage.outline if 1 <= one.level <= 3]
    ordering = sum(1 for one in titles if acts_at(passage.plain, one.span.start, one.span.end))
    if titles:
        share = ordering / len(titles)
        yield Reason("headings that act", min(1.0, len(titles) / 5) * max(-0.6, min(1.5, 4 * (share - 0.25))))


_TELLING = frozenset((ACTS, TOLD, WILL))
_WORKING = (Setting.WORK, Setting.SUPPORT, Setting.AIMS)


def _under_number(statement: Statement) -> bool:
    headings = statement.sentence.headings
    return bool(headings) and headings[-1].level > 0
