"""Takes a quantity in its passage; tells whether it is a figure set for the future."""

import re

from xietong.documents.clauses import begun
from xietong.documents.cues import VERB
from xietong.documents.numerals import five_years_end
from xietong.documents.passage import Passage, Setting
from xietong.documents.placing import Placing
from xietong.documents.targets_classes import MEASURES, is_class
from xietong.documents.targets_grammar import Amount
from xietong.documents.targets_granting import is_granted

_BOUNDARIES = "，。；：\n\t（）"
_BOUNDARY = re.compile(f"[{_BOUNDARIES}]")
_UNBROKEN = re.compile(f"[^{_BOUNDARIES}]*")
# Every alternative begins with a letter of its own: such are sought at a glance.
_PAST = re.compile(
    r"以来|过去|历年|曾经|年来(?<=[一二三四五六七八九十几近]年来)"
    r"|累计(?:(?<=目前累计)|(?<=全[省市县区国]累计)|(?<=我[省市区县]累计)|[^，。；]{0,6}了)|已(?!有条件|纳入|[^，。；]{1,6}的)"
    r"|交出了|取得了|形成了|建立了|完成了|实现了|达到了|建成了|新增了|新建了|扩建了|改建了|新办了|印发了|召开了|举办了|开展了|组织了|推动了|培养了|投入了|去年|截至"
    r"|截止|这[一两三四五]年(?=，)|据(?:初步)?统计|数据显示|统计显示|19\d\d ?年(?!代)"
    r"|目前(?<![从由项科题]目前)(?!的)|现有(?!基础)(?=[^，。；]{0,10}$)(?![^，。；]{0,10}的$)|先后(?=[^，。；]{0,10}$)|共有(?=[^，。；]{0,10}$)|原有(?=[^，。；]{0,10}$)"
    r"|共(?<![计划将拟]共)(?:培养|投入|招收)"
)
_STATUS = re.compile(r"[^。；]{0,14}?(?:居全[国省市]|位居|名列|位列|排名)|[^。；]{0,24}(?:取得|积累|形成|得到|受到)了")
_STATUS_SIGNS = frozenset("居列排了")
# What these end with: a look at one character before a search for its end through all of them.
_ONLY_ENDS, _ORDINAL_ENDS = frozenset("仅占为足有"), frozenset("第前名列居“o号话编栏表图件")
_CONDITION_ENDS = frozenset("按足满凡若如教有备合每")
_ONLY = re.compile(r"(?:仅占?|仅为|不足|只有|只占|尚有|仍有|还有)$")
_WEIGHT = re.compile(r"(?:总分|总成绩|权重|分值|考核(?:结果|成绩|得分)?|抵免|减免|抵扣|返还|补贴|奖励)[^，。；]{0,16}$")
_SUBSIDY = re.compile(
    r"(?:补助|补贴|资助|奖励|奖补|助学金|奖学金|给予|罚款|学费|收费|减免|津贴|贷款|免除|发放|奖金|慰问|报销"
    r"|限额|薪|工资|每生每|每人每|/生|/人|缴)"
)
_BUDGET = re.compile(
    r"(?:投入|安排|统筹|设立|资金|经费|投资|预算|筹措|拨款|购置|更新设备|采购|产值|总额|收入|合同|交易|到账"
    r"|债券|基金|规模|标准(?=[配核拨])|生产总值|GDP|生产率|营收|利润|税|出口|零售)"
)
_MEETING = re.compile(
    r"(?:会议|例会|家长会|班会|座谈|调度|研判|会商|联席|专题会|办公会|碰头会|推进会|协商会|汇报|专题研究|听取)"
)
_LISTED = re.compile(
    r"(?:大(?:工程|行动|计划|任务|体系|领域|举措)|个?(?:方面|环节|阶段|维度|层次|层面|要素|部分|步骤|(?:总体"
    r"|主要|具体|一级|二级|三级|预期性|约束性)?(?:目标|指标)|[^，。；、（\d]{0,6}领域|路径|数字|信号|[^，。；、\d]{0,4}问题|情形|字符"
    r"|重点(?![\u4e00-\u9fff])|类别|确立|维护|自信|意识|坚持|结合|转变|原则|统一|关键|关系|必须|着力|专题|字"
    r"|步|[大小分子]项)"
    r"|项?(?:主要|重点|具体|重大|核心|关键|基本|专项|改革)?(?:任务|措施|举措|行动(?!计划项目)|机制|内容|原则"
    r"|[^，。；、\d]{0,8}实事|要求|制度|指标|能力|政策|工作(?!室|站|坊)))"
)
_PERIOD = re.compile(r"工作日|月|学期|学年|年度?(?=[，。；、内）]|$)|周|星期|小时|季度|自然日|日")
_CONDITION_AFTER = re.compile(
    r"(?:的|规模)?(?:[^，。；、]{0,9})?(?:学校|幼儿园|班级|教师|人员|单位|企业|机构|家庭|乡镇|镇|村|街道|项目|学生"
    r"|县|中小学|高校|社区|小区|专业|以?上?工作经历)"
    r"|的[^，。；、\d]{2,20}?(?:要|应|须)"
)
_CONDITION = re.compile(r"(?:按|不足|满|年满|不满|未满|凡|若|如|任教|从教|具有|具备|符合|原则上每|每)$")
_ORDINAL = re.compile(
    r"(?:第|(?<![底末月年日之以])前|排名|位列|列|居|名列|位居|“|No|编号|电话|邮编|字号|专栏|附表|附图|附件)$"
)
_FROM = re.compile(r"(?:由|从)(?:20\d\d ?年(?:底|末)?)?的?[^，。；、由从]{0,10}$")
_GROWN = re.compile(
    r"[^，。；]{0,8}?(?:提高|增加|提升|上升|扩大|增长|下降|降低|减少|增至|升至|降至|缩减|压减|上涨|调[整减增]|整合|压缩|精简)(?:到|至|为)?"
)
_BASE = re.compile(r"20\d\d ?年(?:底|末)?的$")
_YEARS = re.compile(
    r"(?:年限|学制|任期|周期|受教育)[^，。；]{0,10}$|分别(?:达到?|提高到|不低于)[^，。；]{0,40}%[^，。；\d]{0,6}[和、]$"
)


def is_target(passage: Passage, placing: Placing, amount: Amount, year: int | None) -> bool:
    """Tell whether an amount is a target; ``year`` is the year that governs it within its sentence, if any."""
    plain, at, unit = passage.plain, amount.at, amount.unit
    if placing.in_title(at) or placing.in_heading(at):
        return False
    low, high = placing.bounds(at)
    told = plain[max(low, at - 300) : at]
    before = told[-40:]
    raw = plain[amount.to : min(high, amount.to + 20)]
    after = _INCLUDED.sub("", raw) if raw[:2] == "（含" else raw
    if not _ahead(passage, placing, at, year, told) or is_forecast(told):
        return False
    if unit in _COUNTING and _sums_up(amount, told, before, after):
        return False
    status = not _STATUS_SIGNS.isdisjoint(after) and _STATUS.match(after)
    only = before[-1:] in _ONLY_ENDS and _ONLY.search(before)
    if status or only or placing.in_progress(at) or (year is None and placing.in_remarks(at)) or _is_lacked(after):
        return False  # 备注: 需县级配套30%
    if not amount.after and (before.endswith(_OTHERS) or after.startswith(_STANDING)):
        return False
    if unit in _SHARES and (_WEIGHT.search(before) or after.startswith("学科")):
        return False  # 占总成绩的30%; 前1‰学科: which ones are meant
    return not (
        _is_ordinal(amount, before, plain)
        or is_class(plain, amount, before, after, raw)
        or _is_counted(amount, before, after)
        or _is_condition(amount, before, after)
        or _is_starting_point(before, after)
        or (after[:1] == "的" and _SINGLED_OUT.search(before))
        or (unit in _MONEY and _is_money_to_people(amount, before, after))
        or is_granted(plain, amount, told, after, high)
    )


# 与50万护理员的供需缺口: what is lacking.
_LACKED = re.compile(r"[^，。；、]{0,16}的[^，。；、]{0,4}(?:缺口|短缺)")
_OTHERS = ("其他", "其余", "另外", "揭牌的", "获批的", "入选的", "成立的", "签约的")
_SHARES = ("%", "‰")
_MONEY = frozenset(("元", "美元", "港元", "澳门元"))
_STANDING = ("在建", "已建", "现有", "既有", "存量")


def _is_lacked(after: str) -> bool:
    """Tell what is lacking, and how long something took: 历时3个多月."""
    return after.startswith("多月") or ("缺" in after and _LACKED.match(after) is not None)


def _ahead(passage: Passage, placing: Placing, at: int, year: int | None, told: str) -> bool:
    own = passage.day.year if passage.day is not None else passage.year
    setting = placing.setting(at)
    if setting in _TELLING:
        return year is not None and own is not None and year > own and _FORECAST.search(told) is None
    if year is not None and own is not None and year != own:
        return year > own
    start = passage.plain.rfind("\n", 0, at) + 1
    period = _PERIOD_OPENS.match(passage.plain, start) if passage.plain[start] in _PERIOD_FIRST else None
    if period is not None and own is not None and five_years_end(period["five"]) < own:
        return False
    if setting is _FRONT and (year is None or (own is not None and year <= own)):
        line = passage.plain[max(start, at - 300) : at]
        if _STRIVES.search(line) is None:
            return False
    return _PAST.search(_GROUNDED.sub("", told) if "基础上" in told else told) is None


# 在已建12所的基础上，再建8所
_GROUNDED = re.compile(r"在[^，。；]{2,40}基础上，")
# “十四五”时期，…: the paragraph looks back on a period that is over.
_PERIOD_OPENS = re.compile(
    r"(?:刚刚过去的)?“?十(?P<five>[一二三四五])五”?(?:时期|期间|以来)，[^。]{0,40}"
    r"(?:极不|取得|经受|圆满|成就|历史性)"
)
_PERIOD_FIRST = frozenset("刚“十")
_FRONT, _TELLING = Setting.FRONT, (Setting.BACKGROUND, Setting.CLOSING)
_STRIVES = re.compile(r"力争|争取(?!了)")
# What will come of itself is no aim.
_FORECAST = re.compile(r"预测|预计|测算|估算|预期将")
_COMES = re.compile(
    r"(?:预测|预计|测算|估算)[^，。；]{0,30}?(?:将)?(?:达到?|增至|增加到|突破|超过?|为|约|有)[^，。；\d]{0,4}$"
)
_OURS = re.compile(r"新增|新建|建成|提供|投入|培训|培养|投资|改造|扩建|完成|招聘|补充")


def is_forecast(told: str) -> bool:
    """Tell a figure that is expected to come about, and is nobody's aim: 预计在园幼儿达到12万人.

    >>> is_forecast("预计在园幼儿达到"), is_forecast("预计新增学位")
    (True, False)
    """
    if "预" not in told and "算" not in told:
        return False
    match = _COMES.search(told)
    return match is not None and _OURS.search(match[0]) is None


_COUNTING = frozenset(("个", "项", "类", "种", "条", "所", "家", "门", "名", "位", "大", "件"))


_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"“[^”]*”")
_BRACKET = re.compile(r"（[^（）]*）")
_ALL_THERE_IS = ("", "：", "。", "；", "\n")
_PLACES = ("区", "县", "市", "州", "省", "乡", "镇", "村", "街道", "地区", "城市", "国家", "部门", "单位")
_HELD_BY = ("为", "面向", "省", "市", "自治区", "省内", "市内", "区内", "县内")
_PLACES_OF = re.compile(r"[^，。；、\d]{0,8}?(?:区|县|市|州|乡镇|街道)")
_AROUND = re.compile(r"(?:围绕|聚焦|针对|依托|瞄准|对标|对照)(?P<between>[^，。；]{0,36})$")
_TAKEN_INTO = re.compile(r"(?:纳入|列入|写入)[^，。；\d]{0,10}$")


def _sums_up(amount: Amount, told: str, before: str, after: str) -> bool:
    """Tell whether the figure only counts what was listed before it or is listed behind it: 甲、乙、丙等3个工程."""
    opened = ("（", "（共") if amount.unit in ("项", "件", "类") else "（共"  # 一、基础设施类（2项）
    if (told.endswith(opened) and after.startswith("）")) or (told.endswith("方面") and after[:1] in _ALL_THERE_IS):
        return True
    if (told.endswith("等") and after.startswith(_PLACES)) or (told.endswith(_HELD_BY) and _PLACES_OF.match(after)):
        return True  # 甲区、乙区等9个区, 为80个边境县培养教师, 省内14个市: those that there are
    around = _AROUND.search(before)
    if around is not None and VERB.search(around["between"]) is None:
        return True  # 围绕13个重点产业链: those that there are
    if "入" in before and amount.unit in ("项", "件", "个") and _TAKEN_INTO.search(before):
        return True  # 纳入20项民心工程
    if after.startswith(("，即", "，分别是", "，分别为", "，包括：")):
        return True
    return ("、" in told or "和" in told or told.endswith("等")) and _counts_list(amount, told, after)


def _counts_list(amount: Amount, told: str, after: str) -> bool:
    if "）" in told:
        told = _BRACKET.sub("", told)  # 甲大学、乙大学、丙大学（北京）3所高校
    told = told[begun(_UNBROKEN, told, 0, len(told)) :]
    if _MAKES_AT_ONCE.search(told) is not None:
        return False  # 在甲镇、乙镇新建2所学校
    if _DIGIT.search(told) is not None:
        return False  # each thing listed has its own figure
    if "“" in told:
        told = _QUOTED.sub("", told)
    items = 1 + told.count("、") + told.count("和")
    return items == amount.value and (told.endswith("等") or items > 2 or (items == 2 and after.startswith(_PLACES)))


def _is_ordinal(amount: Amount, before: str, plain: str) -> bool:
    if not before and " " in plain[amount.at : amount.to]:
        return True  # 7.3 本预案自印发之日起实施
    if plain.startswith("万户", amount.to):
        return True  # 走进千家万户
    return before[-1:] in _ORDINAL_ENDS and _ORDINAL.search(before) is not None


def _is_counted(amount: Amount, before: str, after: str) -> bool:
    """Counts of a list's items, of meetings and of periods of time, and numbers that count nothing."""
    if amount.unit in ("个", "项", "类", "种", "条", "件", ""):
        return _is_listed(amount, before, after)
    if amount.unit == "岁":
        return _AGED.search(before) is None
    rhythm = _RHYTHM.search(before) if amount.unit in ("次", "轮") else None
    if rhythm is not None and (rhythm["any"] or rhythm["bare"] or amount.value == 1):
        return True
    if amount.unit in ("次", "场", "场次", "期"):
        return _MEETING.search(before) is not None or _MEETING.search(after[:10]) is not None
    if amount.spelt and amount.value >= 100 and (_NAMES if amount.value >= 1000 else _OF_EACH).match(after):
        return True
    if amount.spelt and amount.value < 10 and not amount.after:
        return _ONE[amount.unit].search(before) is None
    if amount.unit in _TIMES or amount.unit in ("M", "G"):
        round_the_clock = amount.unit == "小时" and amount.value == 24
        return round_the_clock or _is_time(amount.unit, before, after)
    return amount.spelt and (before.endswith(("“", "·")) or after.startswith("”"))


# 百名学生拥有计算机15台: what something is reckoned by.
_OF_EACH = re.compile(r"(?:学生|师生|幼儿|儿童)(?:拥有|占有|配备)")
# 万名教师支教计划: a name.
_NAMES = re.compile(r"[^，。；、]{1,10}(?:计划|工程|行动)(?!到)")


def _is_listed(amount: Amount, before: str, after: str) -> bool:
    if amount.unit == "":
        people = (before.endswith("人口") and "增" not in before[-12:]) or _PEOPLE.match(after) is not None
        return people or _LISTED.match(after) is not None
    if _LISTED.match(after) and amount.value <= (_MANY if amount.unit in ("项", "件") and _TASKS.match(after) else 30):
        return True
    if _PARTS.match(after) and _NAMES_PARTS.search(before):
        return True
    if amount.unit in ("项", "条", "个") and before.endswith("指标"):
        return True
    if amount.unit in ("项", "条") and before.endswith(_IN_ALL) and after[:1] in _ALONE:
        return _MADE_NEW.search(before) is None  # what the document consists of
    if (amount.unit == "类" and _KINDS.match(after)) or (amount.unit == "条" and _CLAUSES.match(after)):
        return True
    if amount.unit == "个":
        return _PERIOD.match(after) is not None or _RATE.match(after) is not None  # 3个100%
    return amount.unit == "项" and after.startswith(("牵头", "责任", "由"))


_RATE = re.compile(r"\d+%")
_PEOPLE = re.compile(r"(?:及?以[上下])?(?:常住|户籍)?人口|的县")
_ALONE = ("", "，", "。", "；", "、")
_IN_ALL = ("共", "合计", "总计", "共计")
_MAKES_AT_ONCE = re.compile(r"(?:新建|新增|[改扩]建|改造|[共建]建|建设|建成|建好|组建|培育|开办)$")
_MADE_NEW = re.compile(r"新[增建开设辟]|扩建|改造|建成|开通")
_CLAUSES = re.compile(r"“|[^，。；、\d]{0,6}(?:政策|措施|举措|规定|意见)")  # 9条支持政策
_KINDS = re.compile(r"\d{1,4}[项件条个]")  # 12类45件民生实事


# 《行动计划》提出10个专项计划: what the document consists of.
_NAMES_PARTS = re.compile(r"(?:提出|明确|包括|包含|涵盖|部署|列出|确定|分为)了?[^，。；\d]{0,12}$")
_PARTS = re.compile(r"(?:重点|重大|专项|具体|子|分)*(?:行动)?(?:计划|工程|项目|行动|条款|要点)(?=[，。；、]|$)")


# 47项具体任务 counts what a plan lists, however many they are.
_TASKS = re.compile(r"(?:主要|重点|具体|重大|改革|年度){0,2}(?:任务|举措|措施|(?:为民|惠民|民生)?(?:办)?实事)")
_MANY = 400


def _is_time(unit: str, before: str, after: str) -> bool:
    """Times are figures only as standards: 不少于1年, 每天1小时; so are speeds behind 带宽 and the like."""
    if unit in ("个工作日", "工作日"):
        return _SHORTENED.search(before) is None
    if unit in _LASTING:
        return all(words.search(before) is None for words in (_YEARS, _STATED, _SHORTENED))
    if unit in ("M", "G"):
        return _SPEED.search(before) is None
    if unit == "天":
        return _DAYS.search(before) is None
    if unit == "学时":
        return before.endswith("年")
    if unit in ("小时", "分钟") and _ALLOTTED.search(before) is None:
        return True
    return after.startswith(_WITHIN) or _CIRCLE.match(after) is not None


_WITHIN = ("内", "前", "值班", "制", "以内", "可达", "通达", "直达", "到达", "通勤", "交通")
# 240小时过境免签: how long something is, set by nobody here.
_ALLOTTED = re.compile(
    r"每[天日周月年人学生]|时间|时长|不(?:得)?[少低高超]|至少|达|平均|人均|累计|课|训|锻炼|活动|学习|[缩压]|控制|以[上内]|降"
)
_DAYS = re.compile(r"(?:天数|时间|时长|周期|不少于|至少|不超过|[缩压]\S?[到至在为]?)[^，。；]{0,8}$")
_CIRCLE = re.compile(r"[^，。；]{0,10}圈")  # 15分钟健身圈
# 每5年修订1次, 每学年2次 and 每月不少于1次 tell how often, and set no figure.
_RHYTHM = re.compile(
    r"每(?:[\d一两二三四五六七八九十]{1,2}个?)?(?:年|月|周|季度|学期|学年)[^，。；]{0,4}"
    r"(?:(?P<any>修订|调整|核定|更新|轮换|评估|通报|公布|发布|报告)|不(?:得|应)?(?:少于|低于)|至少(?:组织|开展|召开|举办|举行|进行)?)$"
    r"|(?P<bare>每(?:年|月|周|季度|学期|学年))$|每(?:年|月|周|季度|学期|学年)[^，。；、\d]{1,16}$"
)


_INCLUDED = re.compile(r"（含[^（）]{0,6}）")
_AGED = re.compile(r"寿命[^，。；]{0,24}$|年龄[^，。；]{0,12}(?:提高|增加|达到?|控制在|保持在)[到至]?$")
_LASTING = frozenset(["年", "个月", "周", "学期", "学年"])
_TIMES = _LASTING | frozenset(["天", "学时", "小时", "分钟", "个工作日", "工作日"])
_SHORTENED = re.compile(r"(?:压缩|压减|缩短|减少|控制|减|降)(?:[到至在]|为)?$")
_STATED = re.compile(r"(?:不(?:得)?(?:少于|低于|超过)|至少|累计达到?)$")
_SPEED = re.compile(r"(?:带宽|速率|网速)[^。；]{0,30}$|(?:网络|宽带|接入)[^，。；]{0,12}$")
_ONE = {
    "所": re.compile(
        r"(?:[道镇县区村]有|办好|创办|兴办|开办|新办|建好|建有|都有|均有|建设|建成|[新扩改]建|至少|建立|设置|设立)[^，。；]{0,4}$"
    ),
    "名": re.compile(r"(?:配备|至少|配齐|设立|聘请|不少于)[^，。；]{0,6}$"),
    "小时": re.compile(r"(?:每[天日]|至少|不少于)[^，。；]{0,10}$"),
}


_ALL = tuple(f"{whole}{place}" for whole in "全我" for place in "省市县区州国")


def _is_condition(amount: Amount, before: str, after: str) -> bool:
    if before[-1:] in _CONDITION_ENDS and _CONDITION.search(before):
        return amount.unit != "%" and not after.startswith("标准")  # 按10万元标准配备
    if amount.unit not in MEASURES:
        if amount.after:
            return after.startswith("规模")  # 9个班以上规模幼儿园
        return before.endswith(_ALL) and amount.unit != "%"  # 全市34所学校: so many there are
    if (amount.after and before.endswith(("对", "对于"))) or _CLASS.match(after):
        return True
    if not amount.after.endswith(("以上", "以下", "以内")):
        return False
    if _OR.match(after):
        return True
    if after.startswith("的") or _FIRMS.match(after):
        return _CONDITION_AFTER.match(after) is not None
    return _HAVING.search(f"{before}|{after}") is not None


# 对就业率低于60%的专业: which of them are meant.
_SINGLED_OUT = re.compile(r"对于?[^，。；]{2,34}(?:[低高]于|超过|不足|不到|达不到|未达到?)$")
_CLASS = re.compile(r"(?:的)?(?:超?大班|大规模|规模学校|的?超大)")
_OR = re.compile(r"或[^，。；]{2,16}以[上下内]的")
_FIRMS = re.compile(r"(?:规模|的)?[^，。；、\d]{0,6}(?:企业|学校|单位|幼儿园|班级)")
_HAVING = re.compile(r"(?:招收|有|具有|拥有|设有|对|在)\|[^，。；]{1,10}的")


def _is_starting_point(before: str, after: str) -> bool:
    if after.startswith(_STARTS):
        return True
    if ("由" in before or "从" in before) and _FROM.search(before) is not None and _GROWN.match(after) is not None:
        return True
    return before.endswith("的") and _BASE.search(before) is not None


_STARTS = ("为基数", "为基准", "为起点", "的基础上")
# A standard raised or kept is a target even where it is one of money to people.
_RAISED = re.compile(
    r"(?:提高|提升|上调)[^，。；]{2,30}[到至](?:人均|生均|每[生人年月天学]+)*$|(?:不低于|不少于|达到|突破|(?<!不)超过|(?:提高|提升|增加|上调|调整)[到至])(?:人均|生均|每[生人年月天学]+)*(?:\d[\d.]*万?元[、和])?$"
)
# 给予每人不低于50万元的经费支持
_GIVEN = re.compile(r"(?:给予|予以|奖励|补助|资助|发放)每[^，。；\d]{1,12}$")
_WHOLE_SUM = 10**8  # 发放贷款60亿元 is what all get together
_FUND = re.compile(
    r"(?:落实|争取|下达|拨付)[^，。；每]{0,8}资金[^，。；每]{0,4}$"
    r"|(?:设立|建立|投入|安排|统筹|筹集|筹措|总投资)[^，。；]{0,16}$"
)


def _is_money_to_people(amount: Amount, before: str, after: str) -> bool:
    if amount.value < _WHOLE_SUM and _GIVEN.search(before):
        return True
    if amount.value >= _WHOLE_SUM or _RAISED.search(before) or _FUND.search(before):
        return False
    clause = _BOUNDARY.split(before)[-1] + _BOUNDARY.split(after)[0]
    if _SUBSIDY.search(before[-24:]) or _SUBSIDY.search(_BOUNDARY.split(after)[0]):
        if "公用经费" in before and "标准" in before:
            return False
        return re.search(r"生均|拨款|公用经费", before) is None or re.search(r"补助|资助|奖励|给予", clause) is not None
    # A cell with nothing but an amount of money, and money for things, are commitments.
    alone = not before.strip() and not after.strip()
    return not alone and _BUDGET.search(before) is None and _BUDGET.search(after) is None
