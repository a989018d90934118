"""Takes a passage; says what its titles tell of whether the text is, or announces, a plan of work."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xietong.documents.passage import Passage
from xietong.documents.plain import unify


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (positive) or against a plan, in logits."""

    seen: str
    weight: float


_PLAN = (
    "行动计划|[年期]计划|提升计划|工作计划|推进计划|振兴计划|建设计划|发展计划|实施计划|[^招]生?计划(?=$|（|》|草案)|"
    "施政报告|规划(?!局|处|师|院|馆)|方案(?<!诊疗方案|治疗方案|停火方案|谈判方案|和平方案|解决方案|考试方案|高考方案|中考方案)|工作要点|要点|实施意见|指导意见|若干意见|的意见(?=$|（|》)|纲要|任务分工|分工方案|责任分工|"
    "分工表|任务表"
    "|重点任务|重点工作|工作安排|任务清单|责任清单|项目清单|台账|若干措施|[十百\\d]条措施|重点举措|专项行动|提升行动|"
    "攻坚行动|(?:框架|合作|战略|协作|共建|试点|帮扶|结对)协议|备忘录|任务书|路线图|时间表|工程的通知|民生实事|实事项目|(?:为民|惠民)办?实事|"
    "现代化20\\d\\d|(?<![力战])攻坚(?!成果|克难|精神|成就|故事)|工作思路|工作打算|工作部署|任务分解|推进表|责任表|计划表|行动$|倡议书?(?=$|（|》)|若干政策|政策措施"
)
_TITLE_PLAN = re.compile(_PLAN)
_TITLE_NOT = re.compile(
    r"公示|招聘|招募|招标|中标|采购|成交|竞价|询价|名单|拟[^，]{0,12}(?:人选|对象|名)|结果|获奖|表彰|放假|启事|答复|"
    r"复函|提案|统计公报|年鉴|总结|述职|述评|考试|报名|招生简章|录取|成绩|查询|准考证|简历|讣告|国考|省考|招录"
    r"|(?:举办|召开|参加|开展[^，]{0,10}(?:培训|会议|比赛|征文|评选|申报))[^，]{0,40}的(?:预?通知|邀请|函)|"
    r"会议(?:的)?通知|申报[^，]{0,20}的通知|组织申报|征集|征文|竞赛|大赛|比赛|培训班|公开招|遴选[^，]{0,12}公告"
    r"|(?:(?<![做方说看想语书写用办])法|条例|条令|章程|准则)(?:（[^）]*）)?》?$|(?<![做方说看想语书写用办])(?:法|条例)(?:》|[^，。；：\s]{0,14}(?:起施行|起实施|表决通过|提请审议|（?草案))|(?:管理|暂行|实施|试行)?(?:办法|规定|细则|规则|制度|规范|标准|"
    r"守则)(?:（[^）]*）)?(?:》(?:的通知)?)?$|情况(?:的)?(?:通报|报告|说明)|质量分析|发展报告|评估报告|自[查评]报告|进展情况|最新进展|进展顺利|完成情况|工作情况|"
    r"调研报告|(?<!政府)工作报告|年度报告|信息公开|预算(?!案)|决算|广告|优惠|促销|开班|开学典礼|通报|批复|问答|访谈|人事(?![务业])|"
    r"任免|任命|"
    r"预警|主持词|会上?的(?:讲话|发言|致辞)|寻物|停电|检查结果|游记|出版|会见|会谈|会晤|逝世|问题和建议|有关问题的|反馈(?:意见|情况|结果)"
    r"|成立[^，]{2,40}(?:小组|专班|委员会|指挥部|联席会议)的通知|成立[^，]{0,40}(?:调查|工作)组$|组成人员|公告$"
    r"|攻略|秘籍|须知|指南(?=$|[》（\s])|(?:职称|评审|评选|评优|评比|推荐|遴选|申报|选拔|报送|登记|注册|缴费|体检|选课)[^，]{0,12}(?:工作|事项|材料)?[^，]{0,6}的(?:通知|函)$"
)
# 督查振兴计划推进情况 looks into a plan, 规划编制 and 计划、预算审查 into one that is still to come.
_LOOKED_INTO = re.compile(
    r"》?[^，。；：\s]{0,8}(?:(?:推进|落实|实施|执行|完成|进展|开展)情况|落实(?:$|\s)|(?:落地|实施|出台)[一两三四五六七八九十几\d]+(?:周?年|个月)|(?:提前|基本|全面|全部|超额|均已?|已|圆满)[^，。；：\s]{0,6}(?:完成|下达|落地|达标)|单行本|收官)"
    r"|》?的?[^，。；：\s]{0,6}(?:合理性|争议|意义|作用|思考|启示|探讨|研究|分析|特点|经验|问题|历程|影响|比较)(?:$|[（：\s])"
    r"|(?:建设|管理|编制|实施|评估|监督|工作)*(?:条例|办法|规定|细则|规则|标准|规范|导则|法(?=$|[（》\s草修]))"
    r"|目标(?:任务)?(?:$|[（\s]|(?:全面|如期|基本|总体|圆满|提前)(?:实现|完成))"
    r"|》?该?(?:如何|怎样|怎么)(?:编|制|写|落)"
    r"|》?(?:的)?(?:制定|编制|修编|论证|评审|审查|研讨|座谈|调研)|(?:、[^，。；：]{0,8}?){1,3}(?:预算|审查)"
    r"|(?:（[^（）]{1,8}）)?》?(?:实施)?(?:中期|终期|年度|绩效)?(?:评估|督导|推进|协调|征求意见|部署|宣讲|解读)[^，。；：\s]{0,6}(?:会|动态)"
)
# 纳入了某县发展规划, 民众抗议排海计划, 如何制定学校计划, 公开招聘教师方案, 寒假计划表: another plan, somebody
# else's, how one is written, a call for people, what a family sets itself.
_OF_ANOTHER = re.compile(
    r"(?:(?:抗议|反对|谴责|批评|叫停|质疑)|(?:纳入|列入|写入|入选)了?|(?:如何|怎样|怎么|为何|为什么))[^，。；：\s]{0,24}$"
    r"|(?:招聘|招考|公招|选聘)[^，。；：\s]{0,12}$|(?:寒假|暑假|假期|复习|备考|减肥|健身|作息|理财|生涯|留学|升学|人生)的?新?$"
)
# What names work as well as a document.
_MERE = re.compile(
    "重点任务|重点工作|攻坚|民生实事|实事项目|(?:为民|惠民)办?实事|专项行动|提升行动|工作部署|工作安排|政策措施|若干政策"
)
_ENDS_TITLE = re.compile(
    r"(?:任务|项目|事项|工程|工作|措施|“[^”]{1,4}”|的|（[^）]*）|\d+|[一二三四五六七八九十]+[项件]|责任|目标|分解|分工|清单|台账|[^，。；：]{0,4}表|方案|计划|安排|通知|附篇|摘要|全文|》)*$"
)
# …行动计划》正式发布, …方案将出台: what a headline tells of a plan.
_HAPPENS = re.compile(
    r"[^，。]{0,8}(?:出台|出炉|发布|公布|印发|颁布|启动|实施|通过|提出|明确|确定|获批|签署|签订|签约|达成|解读|公开|咨询|草案|[\s，：—]|来了|将)"
)
# 2032年民生实事项目敲定, 十大民生实事出炉
_SETTLED = re.compile(r"(?:项目|清单)?(?:已|正式)?(?:出炉|公布|发布|敲定|确定|揭晓|选定|定了)")
# 【奋进新征程】…: the name of a series before the headline.
_SERIES = re.compile(r"\s*[【（][^】）]{2,40}[】）](?=[^（）]{6})")
# Affairs of other countries, articles, several pieces of news in one: nobody's plan here.
_ELSEWHERE = re.compile(
    r"(?:俄|乌|美|以|日|英|法|德|韩|朝|伊)(?:军|方|称|总统|防长|外长)|总统|外长|首相|总理会见|以色列|巴勒斯坦|加沙|乌克兰|"
    r"俄罗斯|白宫|北约|峰会|联合国(?!教科文|可持续)|停火|武装组织|联大|欧盟|多国"
    r"|(?:^|[\s：，])(?:俄|乌|美|以|伊朗|日|英|法|德|韩|朝|巴|叙|黎|印)(?:国|方|军|国防部|外交部)?(?:称|宣布|证实|拒绝|否认|回应|威胁|暂停)"
    r"|(?:^|[\s：，])(?:加拿大|澳大利亚|新西兰|美国|英国|法国|德国|日本|韩国|印度|泰国|马来西亚|西班牙|意大利|巴西)[^，：\s]{0,10}(?:宣布|将|拟|计划|推出|政府|首相)"
    r"|(?:^|[\s：，])(?:[俄美英法德韩意澳泰印欧](?=\d{4}|通过|将|拟|计划|宣布)|(?:挪威|瑞典|芬兰|荷兰|丹麦|瑞士|希腊|越南|缅甸|悉尼|墨尔本|纽约|伦敦|东京|首尔)(?!大学|学院|会议))"
    r"|(?:^|[\s：，])(?:外|英|美|日|俄|德|法|韩)媒"
    r"|(?:杂志|日报|报纸)[^，。；]{0,6}(?:发表|刊发)|(?:发表|刊发)[^，。；]{0,16}(?:文章|社论)"
    r"|联播快讯|(?:快讯|简讯|速览|早报|晚报|周报|要闻)(?:$|[（：\s])"
)
_NEWS_IN_BRIEF = re.compile(r"\s*[^，。：；\s|]{2,8}(?:快讯|简讯|速览|早报|晚报)\n")
# What a headline tells that announces nothing.
_TELLS = re.compile(
    # looks back
    r"[办做完干]了|(?:圆满|顺利|如期|提前|全部)(?:完成|结束|落幕|收官|闭幕)$|结业$|热议|答卷|(?:改革|发展|工作|成就)回顾|综述|纪实|[十\d]+[大件条](?:大事|新闻|要闻|热词|关键词)|(?<![书登标日])记$|巡礼|回眸|盘点|掠影|纪略|走笔"
    # reports: but a summary with the next year's plan is both
    r"|(?:年度|情况|自[查评]|整改情况|评价|评估|监测|调查|督导|审计|质量|研究|调研|(?<!政府)工作)(?:的)?报告》?(?:（[^）]*）)?(?:的通[知报]|公布|发布|出炉)?$"
    r"|总结(?![^。]*(?:计划|打算|思路|要点|安排|谋划|部署))|述职"
    # goes on in many places
    r"|(?:^|[\s：】])(?:全国)?[各多]地(?:各部门)?(?:(?=区[多纷积加])|(?![区市县州要应将]|教育))"
    # how a thing is going
    r"|(?:稳步|扎实|有序|加速|持续|顺利|有力|不断|大幅|迅速)(?:推进|进行|壮大|释放|发力|提升|增强|改善|向好|回升|升温|增长|展开|扩大|优化)$"
    r"|(?:迈上|再上|登上)[^，。；]{0,6}台阶$|(?:迈进|创新高|焕新颜|谱新篇)$"
    r"|主要做法(?:$|[（：\s])|(?:见|显|出|初见|取得)(?:新|实|好)?成效(?!的)"
    # leaders
    r"|[\u4e00-\u9fff]{4}强调[ ：]|会见|会谈|会晤|通电话|访问[^，。；：\s]{2,8}$|(?:热烈|致电)祝贺|致贺?[信电]"
    r"|(?:讲话|致辞|演讲|大会发言)(?!精神)|^从[^，。：]{2,24}看"
    r"|作出重要指示|代表团审议|(?:专题|带队|率队)(?:调研|督导|检查|视察|督查)|在[^，。]{2,12}(?:考察|调研)|出席[^，。]{0,20}(?:仪式|活动|论坛)"
    # what one who has no office says
    r"|(?:政协委员|人大代表|代表委员|专家|学者|院士|教授|原副?[部厅局校]长)[^，。；：]{0,6}(?:：|建议|呼吁)"
    # a column of a paper
    r"|^\s*(?:书评|书讯|荐书|影评|观点|评论|时评|社论|锐评|快评|人物|故事|视频|组图)\s*[｜|丨：]"
    # what others think
    r"|(?:积极|高度|广泛|各界|社会)(?:评价|赞誉|热议|关注|点赞)|反响"
    r"|[？?]$|是谁|缘何|的(?:函|复函|答复|批复|回复)$"
)
# 三措并举推进…, 我国多举措推动…: how a thing is gone about, by now as a rule, and at times from now on.
_WAYS = re.compile(
    r"(?<!将)[一二三四五六七八九十多](?:[措招]并举|(?:举措|招|步|抓实|抓好)(?=[^，。；\n]{0,20}(?:推|促|助|提|强|保|抓|打|筑|确)))"
    r"|(?<!出台)(?<!推出)(?<!公布)多举措"
)
# 福建：建立公用经费拨款制度: what is set up is work, what is called 制度 is rules.
_SETS_UP = re.compile(
    r"(?:^|[：:\s]|[省市县区州国])[^，。；：]{0,4}(?:全面|普遍)?(?:建立|健全|完善|推行|实行|实施|落实)[^，。；：]{4,24}(?:制度|机制)$"
)
_TITLE_NEWS = re.compile(
    r"(?:出台|印发|发布|公布|推出|启动|实施|签署|制定|明确)[^，\s]{0,30}(?:计划|方案(?<![高中]考方案)|规划|措施|意见|要点|协议|行动|"
    r"新政|举措|[十百\d一二三四五六七八九]+条)"
    r"|(?<!研究)部署(?:做好|加强|开展|推进|[^，\s]{0,8}[一二三四五六七八九十\d][大项个](?:任务|工程|行动|举措|重点))|(?:行动|计划|工程|规划|方案)(?:正式|全面|即将|今[起日天])?(?:启动|发布|出台|出炉|公布|印发|实施)$"
)
_TITLE_ORDER = re.compile(
    r"关于[^，]{0,12}?(?:做好|成立|组建|加强|进一步|推进|加快|深化|实施|全面|规范|落实|贯彻|建立|完善|促进|推动|支持|"
    r"扎实|深入|"
    r"切实|开展)[^，]{2,60}的(?:(?:紧急|补充)?通知|决定|指导意见|函)"
)


def headline(passage: Passage) -> str:
    """Return the title that heads the whole text; empty where the first one found heads only a part of it."""
    titles = [heading for heading in passage.outline if heading.level == 0]
    if not titles:
        return passage.title or _first_line(passage.plain)
    first = titles[0].span
    if "。" not in passage.plain[: first.start]:
        return passage.plain[first.start : first.end].replace("\n", "")
    told = unify(passage.title)
    return told if told != passage.plain[first.start : first.end].replace("\n", "") else _first_line(passage.plain)


def _first_line(plain: str) -> str:
    """Return the first line where a headline may be so long, and more follows it."""
    line, _, rest = plain.partition("\n")
    alone = len(line) <= _LINE and "\t" not in line and "|" not in line and not line.endswith(("。", "；", "：", "，"))
    return line if rest and alone else ""


_LINE = 90
"""The most characters that a headline has."""


def from_titles(passage: Passage, *, agreed: bool, undertaken: bool) -> Iterable[Reason]:
    """Give what the first title, and those of the documents below it, tell.

    ``agreed``: something is signed below, or asked of a plan and answered; ``undertaken``: the title promises.
    """
    head = headline(passage)
    titles = [heading for heading in passage.outline if heading.level == 0]
    written = [passage.plain[one.span.start : one.span.end].replace("\n", "") for one in titles[:6]]
    inner = " ".join(dict.fromkeys((head, *written)))
    bad = _other(head, agreed=agreed, undertaken=undertaken)
    good = named_plan(inner)
    if good:
        below = bool(written) and head != written[0] and named_plan(head) is None
        weight = 1.0 if below else _said_of(good, inner)
        yield Reason(f"a title names a plan: {good[0]}", weight)
    elif not bad and _TITLE_ORDER.search(head):
        yield Reason("the title orders work to be done", 1.5)
    if came_out(head):
        yield Reason("the title reports that a plan came out", 2.0)
    if bad:
        yield Reason(f"the title names something else: {bad[0]}", -2.0 if good else -4.0)
    if _ELSEWHERE.search(head) or _NEWS_IN_BRIEF.match(passage.plain):
        yield Reason("the title tells of other countries, an article or several pieces of news", -6.0)
    if not agreed:
        yield from _told_by(head)
    if not (good or agreed or undertaken) and _SERIES.match(head):
        yield Reason("one of a series of reports", -2.5)


def came_out(head: str) -> bool:
    """Tell whether a headline says that a plan or measures came out."""
    return _TITLE_NEWS.search(head) is not None and _TELLS.search(head) is None


def _other(head: str, *, agreed: bool, undertaken: bool) -> "re.Match[str] | None":
    """Find what a headline names that is no plan, unless it sets that up, answers on a plan or promises it."""
    found = None if _SETS_UP.search(head) else _TITLE_NOT.search(head)
    excused = found is not None and (
        (agreed and found[0] in _BESIDE_AGREEMENT) or (undertaken and found[0] in ("招募", "招聘"))
    )
    return None if excused else found


_BESIDE_AGREEMENT = ("问答", "会谈", "会见", "会晤")


def _told_by(head: str) -> Iterable[Reason]:
    if _TELLS.search(head) is not None:
        yield Reason("the title tells what was done or said", -3.0)
    elif _WAYS.search(head):
        yield Reason("the title tells how it is gone about", -2.0)


def _said_of(named: "re.Match[str]", titles: str) -> float:
    """Weigh the name of a plan by how the headline goes on: with an end, with what is told of plans, or otherwise."""
    if _ENDS_TITLE.match(titles, named.end()):
        return 3.0
    if _MERE.fullmatch(named[0]):  # it names work as well as a document
        return 2.0 if _SETTLED.match(titles, named.end()) else 0.5
    return 3.0 if _HAPPENS.match(titles, named.end()) else 0.8


def named_plan(titles: str) -> "re.Match[str] | None":
    """Find the plan that a title names; not one that it only speaks of."""
    series = _SERIES.match(titles)
    for match in _TITLE_PLAN.finditer(titles, series.end() if series else 0):
        if not _OF_ANOTHER.search(titles, 0, match.start()) and not _LOOKED_INTO.match(titles, match.end()):
            return match
    return None
