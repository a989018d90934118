"""Takes a passage; says what its titles tell of whether the text is, or announces, a plan of work."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from xietong.documents.passage import Passage


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (positive) or against a plan, in logits."""

    seen: str
    weight: float


_PLAN = (
    "行动计划|[年期]计划|提升计划|工作计划|推进计划|振兴计划|建设计划|发展计划|实施计划|[^招]生?计划(?=$|（|》)|"
    "规划(?!局|处|师|院|馆)|方案(?<!诊疗方案|治疗方案|停火方案|谈判方案|和平方案|解决方案)|工作要点|要点|实施意见|指导意见|若干意见|的意见(?=$|（|》)|纲要|任务分工|分工方案|责任分工|"
    "分工表|任务表"
    "|重点任务|重点工作|工作安排|任务清单|责任清单|项目清单|台账|若干措施|[十百\\d]条措施|重点举措|专项行动|提升行动|"
    "攻坚行动|(?:框架|合作|战略|协作|共建|试点|帮扶|结对)协议|备忘录|任务书|路线图|时间表|工程的通知|民生实事|实事项目|(?:为民|惠民)办?实事|"
    "现代化20\\d\\d|(?<![力战])攻坚(?!成果|克难|精神|成就|故事)|工作思路|工作打算|工作部署|任务分解|推进表|责任表|计划表|行动$|倡议书?(?=$|（|》)|若干政策|政策措施"
)
_TITLE_PLAN = re.compile(f"(?:{_PLAN})")
_TITLE_NOT = re.compile(
    r"公示|招聘|招募|招标|中标|采购|成交|竞价|询价|名单|拟[^，]{0,12}(?:人选|对象|名)|结果|获奖|表彰|放假|启事|答复|"
    r"复函|提案|统计公报|年鉴|总结|述职|述评|考试|报名|招生简章|录取|成绩|查询|准考证|简历|讣告"
    r"|(?:举办|召开|参加|开展[^，]{0,10}(?:培训|会议|比赛|征文|评选|申报))[^，]{0,40}的(?:预?通知|邀请|函)|"
    r"会议(?:的)?通知|申报[^，]{0,20}的通知|组织申报|征集|征文|竞赛|大赛|比赛|培训班|公开招|遴选[^，]{0,12}公告"
    r"|(?:(?<![做方说看想语书写用办])法|条例|章程|准则)(?:（[^）]*）)?》?$|(?:管理|暂行|实施|试行)?(?:办法|规定|细则|规则|制度|规范|标准|"
    r"守则)(?:（[^）]*）)?(?:》(?:的通知)?)?$|情况(?:的)?(?:通报|报告|说明)|发展报告|评估报告|进展情况|最新进展|进展顺利|完成情况|工作情况|"
    r"调研报告|(?<!政府)工作报告|年度报告|信息公开|预算(?!案)|决算|广告|优惠|促销|开班|开学典礼|通报|批复|问答|访谈|人事(?!务)|"
    r"任免|任命|"
    r"预警|主持词|会上?的(?:讲话|发言|致辞)|寻物|停电|检查结果|游记|出版|会见|会谈|会晤|逝世|问题和建议|有关问题的|反馈(?:意见|情况|结果)"
    r"|成立[^，]{2,40}(?:小组|专班|委员会|指挥部|联席会议)的通知|成立[^，]{0,40}(?:调查|工作)组$|组成人员|公告$"
    r"|(?:职称|评审|评选|评优|评比|推荐|遴选|申报|选拔|报送)[^，]{0,12}(?:工作|事项|材料)?[^，]{0,6}的(?:通知|函)$"
)
# 聚焦重点工作 谱写新篇: what a headline has somebody attend to is not what the text is.
_ATTENDS = re.compile(
    r"(?:聚焦|确保|调研|督导|督查|检查|调度|推进|部署|研究|安排|落实|抓好|开展|围绕|听取|视察|专题)[^，。；：]{0,10}$"
)
# 督查振兴计划推进情况 looks into a plan, 规划编制 and 计划、预算审查 into one that is still to come.
_LOOKED_INTO = re.compile(
    r"》?[^，。；：\s]{0,8}(?:推进|落实|实施|执行|完成|进展|开展)情况"
    r"|》?的?[^，。；：\s]{0,6}(?:意义|作用|思考|启示|探讨|研究|分析|特点|经验|问题|历程|影响|比较)(?:$|[（：\s])"
    r"|(?:建设|管理|编制|实施|评估|监督|工作)*(?:条例|办法|规定|细则|规则|标准|规范|导则|法(?=$|[（》\s草修]))"
    r"|》?(?:的)?(?:制定|编制|修编|论证|评审|审查|研讨|座谈|调研)|、预算"
    r"|(?:（[^（）]{1,8}）)?》?(?:实施)?(?:中期|终期|年度|绩效)?(?:评估|督导|推进|协调|征求意见|部署|宣讲|解读)[^，。；：\s]{0,6}(?:会|动态)"
)
# “教育均衡”纳入了某县发展规划: the plan is another one, and it is there already.
_TAKEN_INTO = re.compile(r"(?:纳入|列入|写入|入选)了?[^，。；：\s]{0,20}$")
# 某县实现均衡发展规划目标: what a plan set is there.
_REACHED = re.compile(r"(?:实现|完成|达到)[^，。；：]{0,24}$")
# 民众抗议排海计划: somebody else's, and nobody's here.
_AGAINST = re.compile(r"(?:抗议|反对|谴责|批评|叫停|质疑)[^，。；]{0,16}$")
# 如何制定学校计划 teaches how one is written.
_TAUGHT = re.compile(r"(?:如何|怎样|怎么|为何|为什么)[^，。；：\s]{0,24}$")
# 重点工作推进会 is a meeting.
_MEETS = re.compile(r"(?:推进|调度|部署|动员|座谈|汇报|总结|培训|现场|工作|专题|视频)*会")
# What names work as well as a document.
_MERE = re.compile(
    "重点任务|重点工作|攻坚|民生实事|实事项目|(?:为民|惠民)办?实事|专项行动|提升行动|工作部署|工作安排|政策措施|若干政策"
)
_ENDS_TITLE = re.compile(
    r"(?:任务|项目|事项|工程|工作|措施|“[^”]{1,4}”|的|（[^）]*）|\d+|[一二三四五六七八九十]+[项件]|责任|目标|分解|分工|清单|台账|[^，。；：]{0,4}表|方案|计划|安排|通知|》)*$"
)
_LOOKS_BACK = re.compile(
    r"[办做完干]了|答卷|(?:改革|发展|工作|成就)回顾|(?P<genre>综述|纪实|侧记|巡礼|回眸|盘点|掠影|纪略|走笔)"
)
# 三年内全市将改扩建幼儿园: the same without a number.
_UNDERTAKES = re.compile(
    r"(?:[省市县区州国地]|今年|明年|年内|20\d\d年)[^，。；]{0,8}(?:将|拟)(?:全面|陆续|进一步|联动|共同|协同|携手)?(?:提升|共建|打造|健全|构建|筑牢|完善|加快|加强|推行|新建|改扩建|新增|扩建|建设|实施|启动|推进|投入|增加|培训|招聘)"
    r"|(?:计划|拟|投资)[^。；]{0,24}建(?:设)?\d+[所个座处]|(?:新建|[新改]扩建|扩建)\d+[所个座处]"
)
# 打造十大民生工程: works that are counted.
_WORKS = re.compile(
    r"(?:打造|实施|推进|启动|确定|明确|办好|抓好|将)[^，。；\s]{0,6}?(?:[一二三四五六七八九十]+|\d+)(?:大|项|件)[^，。；\s]{0,8}(?:工程|行动|举措|任务|实事|项目|措施)"
)
# 【奋进新征程】…: the name of a series before the headline.
_SERIES = re.compile(r"\s*[【（][^】）]{2,40}[】）](?=[^（）]{6})")
# A report of what was done is none, whatever its last section promises.
_REPORT = re.compile(
    r"(?:年度|工作|情况|自查|整改情况|评价|评估|监测|调查|督导|审计|质量|研究|调研)(?:的)?(?:总结|报告)》?(?:（[^）]*）)?(?:的通[知报]|公布|发布|出炉)?$|总结$|述职"
)
# Affairs of other countries: their plans are nobody's here.
_ABROAD = re.compile(
    r"(?:俄|乌|美|以|日|英|法|德|韩|朝|伊)(?:军|方|称|总统|防长|外长)|总统|外长|首相|总理会见|以色列|巴勒斯坦|加沙|乌克兰|"
    r"俄罗斯|白宫|北约|峰会|联合国(?!教科文|可持续)|停火|武装组织|联大|欧盟|多国|"
    r"(?:^|[\s：，])(?:俄|乌|美|以|伊朗|日|英|法|德|韩|朝|巴|叙|黎|印)(?:国|方|媒|军|国防部|外交部)?(?:称|宣布|拒绝|否认|回应|威胁|暂停)"
)
# 各地打出组合拳: a plan has one author; what many places do is told of.
_MANY_PLACES = re.compile(r"(?:^|[\s：】])(?:全国)?[各多]地(?:各部门)?(?:(?=区[多纷积加])|(?![区市县州要应将]|教育))")
# 秋粮生产稳步推进: a headline that ends in how a thing is going.
_GOING = re.compile(
    r"(?:稳步|扎实|有序|加速|持续|顺利|有力|不断|大幅|迅速)(?:推进|进行|壮大|释放|发力|提升|增强|改善|向好|回升|升温|增长|展开|扩大|优化)$"
    r"|(?:迈上|再上|登上)[^，。；]{0,6}台阶$|(?:迈进|创新高|焕新颜|谱新篇)$"
)
# 福建：建立公用经费拨款制度: what is set up is work, what is called 制度 is rules.
_SETS_UP = re.compile(
    r"(?:^|[：:\s]|[省市县区州国])[^，。；：]{0,4}(?:建立|健全|完善|推行|实行)[^，。；：]{4,24}(?:制度|机制)$"
)
_REPLY = re.compile(r"的(?:函|复函|答复|批复|回复)$|(?:提案|建议)(?:的)?(?:答复|复函|办理)")
_TITLE_NEWS = re.compile(
    r"(?:出台|印发|发布|公布|推出|启动|实施|签署|制定|明确)[^，]{0,30}(?:计划|方案|规划|措施|意见|要点|协议|行动|"
    r"新政|举措|[十百\d一二三四五六七八九]+条)"
    r"|(?:行动|计划|工程|规划|方案)(?:正式|全面|即将|今[起日天])?(?:启动|发布|出台|出炉|公布|印发|实施)$"
)
_TITLE_ORDER = re.compile(
    r"关于[^，]{0,12}?(?:做好|成立|组建|加强|进一步|推进|加快|深化|实施|全面|规范|落实|贯彻|建立|完善|促进|推动|支持|"
    r"扎实|深入|"
    r"切实|开展)[^，]{2,60}的(?:(?:紧急|补充)?通知|决定|指导意见|函)"
)
# 三举措推进…, 其具体做法：… what offices tell each other of their ways.
_EXPERIENCE = re.compile(
    r"[一二三四五六七八九十多][措招]并举|[一二三四五六七八九十](?:举措|招|步|抓实|抓好)(?=[^，。；\n]{0,20}(?:推|促|助|提|强|保|抓|打|筑|确))"
    r"|(?<!出台)(?<!推出)(?<!公布)多举措|主要做法(?:$|[（：\s])|(?:见|显|出|初见|取得)(?:新|实|好)?成效(?!的)|“[一二三四五六七八九十]\S{0,4}”(?=[^，。\n]{0,4}(?:确保|推动|促进|助推|打造|筑牢))"
)


def headline(passage: Passage) -> str:
    """Return the title that heads the whole text; empty where the first one found heads only a part of it."""
    titles = [heading for heading in passage.outline if heading.level == 0]
    if not titles:
        return passage.title or _first_line(passage.plain)
    first = titles[0].span
    before = passage.plain[: first.start]
    if "。" not in before or _HANDS_ON.search(before):
        return passage.plain[first.start : first.end].replace("\n", "")
    return _first_line(passage.plain)


def _first_line(plain: str) -> str:
    """Return the first line where a headline may be so long, and more follows it."""
    line, _, rest = plain.partition("\n")
    alone = len(line) <= _LINE and "\t" not in line and "|" not in line and not line.endswith(("。", "；", "：", "，"))
    return line if rest and alone else ""


# 《…》已经市政府同意，现印发给你们: the letter before the document.
_HANDS_ON = re.compile(r"给你们|遵照执行|贯彻执行")
_LINE = 90
"""The most characters that a headline has."""


def from_titles(passage: Passage) -> Iterable[Reason]:
    head = headline(passage)
    titles = [heading for heading in passage.outline if heading.level == 0]
    written = [passage.plain[one.span.start : one.span.end].replace("\n", "") for one in titles[:6]]
    inner = " ".join(dict.fromkeys((head, *written)))
    if _DIGEST.search(head) or _NEWS_IN_BRIEF.match(passage.plain):
        yield Reason("the title heads several pieces of news", -6.0)
        return
    bad = None if _SETS_UP.search(head) else _TITLE_NOT.search(head)
    good = named_plan(inner)
    back = _LOOKS_BACK.search(head) is not None
    if good:
        below = bool(written) and head != written[0] and named_plan(head) is None
        weight = 1.0 if back or below else 0.5 if _is_said_in_passing(good, inner) else 3.0
        yield Reason(f"a title names a plan: {good[0]}", weight)
    if not good and not bad and _TITLE_ORDER.search(head):
        yield Reason("the title orders work to be done", 1.5)
    if not back and not _MANY_PLACES.search(head) and _TITLE_NEWS.search(head):
        yield Reason("the title reports that a plan came out", 2.0)
    if bad:
        yield Reason(f"the title names something else: {bad[0]}", -2.0 if good else -4.0)
    yield from _from_headline(head, named=good is not None)


def _from_headline(title: str, *, named: bool) -> Iterable[Reason]:
    """What the first title tells besides naming a plan or none."""
    for pattern, reason in _HEADLINES:
        if pattern.search(title):
            yield reason
    back = _LOOKS_BACK.search(title)
    if back:
        yield Reason("the title looks back", -4.0 if back["genre"] else -2.0)
    if _REPORT.search(title) and "政府工作报告" not in title:
        yield Reason("the title reports what was done", -2.5)
    if named:
        return
    yield from islice((reason for pattern, reason in _PROMISES if pattern.search(title)), 1)
    if _SERIES.match(title):
        yield Reason("one of a series of reports", -2.5)


_PROMISES = (
    (_UNDERTAKES, Reason("the title says what will be undertaken", 1.5)),
    (_WORKS, Reason("the title counts works to be done", 1.5)),
)
"""What a headline promises that names no plan: the first of these."""
# 甲在会上强调 高质量完成任务; 论坛将在京举办.
_WORDS_OF = re.compile(r"[\u4e00-\u9fff]{4}强调[ ：]")
# 教育局2022年工作总结范例: but a summary with the plan for the next year is both.
_SUMS_UP = re.compile(r"工作总结(?![^。]*(?:计划|打算|思路|要点|安排|谋划|部署))")
# 甲会见乙, 甲在某地考察, 甲的文章引发热烈反响: what leaders do and say.
_DOINGS = re.compile(
    r"会见|会谈|会晤|通电话|访问[^，。；：\s]{2,8}$|(?:热烈|致电)祝贺|致贺?[信电]|(?:发表|作)[^，。]{0,16}(?:讲话|致辞|演讲)|作出重要指示"
    r"|代表团审议|(?:专题|带队|率队)(?:调研|督导|检查|视察|督查)|在[^，。]{2,12}(?:考察|调研)|出席[^，。]{0,20}(?:峰会|仪式|活动|论坛)"
)
_ARTICLE = re.compile(r"(?:杂志|日报|报纸)[^，。；]{0,6}(?:发表|刊发)|(?:发表|刊发)[^，。；]{0,16}(?:文章|社论)")
# 国际社会积极评价某规划, 某方案引发热议.
_JUDGED = re.compile(r"(?:积极|高度|广泛|各界|社会)(?:评价|赞誉|热议|关注|点赞)|反响")
# 国内联播快讯: several pieces of news, one behind the other.
_DIGEST = re.compile(r"联播快讯|(?:快讯|简讯|速览|早报|晚报|要闻)(?:$|[（：\s])")
_NEWS_IN_BRIEF = re.compile(r"\s*[^，。：；\s|]{2,8}(?:快讯|简讯|速览|早报|晚报)\n")
_ASKS = re.compile(r"(?:如何|怎样|怎么|为何|为什么|什么|哪些|几何)[^。]{0,24}[？?]$")
_HEADLINES = (
    (_WORDS_OF, Reason("the title tells what somebody said", -2.0)),
    (_EXPERIENCE, Reason("the title tells how somebody went about it", -1.5)),
    (_REPLY, Reason("the title answers a letter", -3.0)),
    (_ABROAD, Reason("the title tells of other countries", -5.0)),
    (_MANY_PLACES, Reason("the title tells what goes on in many places", -2.5)),
    (_GOING, Reason("the title tells how a thing is going", -1.5)),
    (_DOINGS, Reason("the title tells what leaders do", -2.5)),
    (_ARTICLE, Reason("the title tells of an article", -4.0)),
    (_JUDGED, Reason("the title tells what others think", -3.0)),
    (_ASKS, Reason("the title asks", -1.5)),
    (_SUMS_UP, Reason("the title sums up", -2.0)),
)


def _is_said_in_passing(named: "re.Match[str]", titles: str) -> bool:
    """Tell whether a headline goes on after a word that names work as well as a document."""
    return _MERE.fullmatch(named[0]) is not None and _ENDS_TITLE.match(titles, named.end()) is None


def named_plan(titles: str) -> "re.Match[str] | None":
    """Find the plan that a title names; what a headline only has somebody attend to is none."""
    series = _SERIES.match(titles)
    for match in _TITLE_PLAN.finditer(titles, series.end() if series else 0):
        behind = any(words.search(titles, 0, match.start()) for words in (_AGAINST, _TAKEN_INTO, _TAUGHT))
        if behind or _LOOKED_INTO.match(titles, match.end()):
            continue
        if titles.startswith("目标", match.end()) and _REACHED.search(titles, 0, match.start()):
            continue
        mere = _MERE.fullmatch(match[0]) is not None and _ATTENDS.search(titles, 0, match.start()) is not None
        if mere and _MEETS.match(titles, match.end()):
            continue
        if not mere or _ENDS_TITLE.match(titles, match.end()):
            return match
    return None
