"""Takes a Passage; gives its deadlines: the moments by which, in which or from which something is to be done."""

import re
from datetime import date
from sys import intern

from xietong.basics import Span
from xietong.documents.cues import VERB, verb_at
from xietong.documents.deadlines_figures import times_in_figures
from xietong.documents.deadlines_grammar import Reader
from xietong.documents.deadlines_headers import by_columns, header_starts, heads_lines, times_set
from xietong.documents.deadlines_impossible import impossible_days
from xietong.documents.deadlines_moment import Moment, Shape, measures_against, names_work
from xietong.documents.draft import Deadline
from xietong.documents.passage import Passage, Setting
from xietong.documents.placing import Placing, Spans

_TO = re.compile(r"(?<![达得受做收看])(?:到|至|直到|力争到|争取到|截至|截止|不[迟晚]于|最迟|不超过|展望|面向)$")
_SINCE = re.compile(r"(?:从|自|始自|始于)$")
_WITHIN_MARKS = re.compile("《[^《》\n]*$")  # 《关于做好2031年春季学期工作的通知》
# A look at one character before each of these.
_TO_ENDS, _SINCE_ENDS = frozenset("到至止于迟望向过"), frozenset("从自于")
_RATES = re.compile(r"(?:每生|(?<![学校新考招培毕师女男])生|[每/]人|人均|师均|生均|班均|每校|每班|每所|按|／|/)$")
# 每月2000元 is a rate.
_SUM = re.compile(
    r"(?:最高|最多|至多|不超过){0,2} ?\d[\d.,]* ?[万亿]?元"
    r"|(?!安排|新增|下达|统筹|投入)[^，。；]{0,6}(?:额度|限额)(?!分配|管理)"
)
_ITSELF = re.compile(
    r"[^。；]{0,16}(?:[本该]|以上|上述|本次)(?:[^，。；]{0,8})(?:通知|意见|方案|措施|办法|政策|细则|规定|决定|计划|规划|要点|文件)"
    r"(?:[^，。；]{0,24}外，)?[^，。；]{0,6}(?:自|从)?"
)
_WEIGHED = ("考虑", "根据", "参照", "依据")
_WHOM = re.compile(r"(?:^|[，：、）] ?|\d[.．、] ?)对(?!口|接|标|照)[^，。；]{0,30}$")
# 在2023年四季度采购设备的，给予奖励: on what condition.
_GRANTED = re.compile(
    r"[^，。；]{2,60}的，(?:[^，。；]{0,20}，)?(?:由[^，。；]{2,20})?(?:分别)?(?:给予|予以|奖励|补助|享受)"
)
_CONDITIONS = (Shape.RANGE, Shape.LIMIT, Shape.PART)
_MEANT = re.compile(r"(?:期间|之?间|内)?[^，。；]{2,60}的")
# 2024年 as a part of a name or of the object of a verb, not as the time of the act.
_ATTRIBUTE = re.compile(
    r"(?:做好|开展|组织|完成|举办|编制|制定|启动|推进|落实|公布|发布|承办|参加|申报|评选|认定|遴选|印发|实施|现[将就]"
    r"|抓好|按照|根据|结合|列入|纳入|安排|总结|部署|谋划|确定|迎接|召开|下达|关于|的|对)$"
)
_DOERS_END = frozenset("部局厅委办会校园省市区县州镇乡地方政位心团门级府")
_EACH = frozenset("各再还均都")
_HOURS = ("上午", "下午", "晚", "凌晨", "中午")
_NAMED = re.compile(
    r"度?\d+[件项]|[^，。；、]{0,8}(?:民生实事|实事项目|办实事)|度?各项[^，。；]{0,6}(?:目标|任务)|[^，。；、]{0,8}政府工作报告|(?:度)?(?:是|为|的|工作|目标任务|重点工作|全[省市县区国州](?:各级|教育)?[^，。；]{0,8}工作(?:的|要|总)"
    r"|[^，。；、]{0,6}(?:大会|年会|论坛|峰会|博览会)|[^，。；、]{2,24}会议?(?:在|于)[^，。；、]{2,10}(?:召开|举行)|普通|高考|中考|招生(?:工作|考试|计划|简章|政策|章程|方案)|教育工作|政府工作"
    r"|[^，。；]{0,10}(?:总体要求|总体思路|工作要点|工作思路|指导思想))"
)
# 在2023年资金申报上: names a matter by its year.
_PLACE = re.compile(r"度?[^，。；、]{1,12}(?:上|中)(?=，|[予给]|优先|重点|[^，。；]{0,4}支持)")
# 全市2024年计划新建…: behind its subject as well the time of what somebody will do.
_PROMISE = re.compile(
    r"(?:[\u4e00-\u9fff]{1,8}[省市县区州校])?(?:首批|还|共|又|再|继续)?(?:计划|将|拟|力争|要(?!求|点)|达到?(?=\d))"
    r"|(?:动工|开工|竣工|投用|建成)(?![的后以]|投产的)|(?:提高|增加|提升)[到至]"
)
# The day a law takes effect, and the period in the name of a plan to be made.
_LAW = re.compile(r"》(?!提出|明确|要求|部署|确定|规定)[^，。；]{0,3}$")
_PLANNED = re.compile(r"[^，。；、]{0,16}(?:规划|计划|方案|纲要|行动)")
_MADE = re.compile(r"(?:[编研]制|制[定订]|印发|出台|修订|(?:启动|实施)(?!阶段)|谋划|起草)[^，。；、]{0,8}$")
_DUE = re.compile(r"(?:计划|将|拟|预计|力争|争取|确保)[于在]?$")  # 计划于今年9月投入使用, whatever is told of the past
_CLAUSE = "，。；：、！？\n\t （）()“”—|·."
_EVENT = re.compile(
    r"[^。；\n]{0,60}?(?:召开|举行|签署|签订|发布了?|印发了?|公布了?|出台了?|发出|揭牌|获悉|介绍|通过了?|强调"
    r"|指出|视察|考察|成立了|来源|讯|电|报道|颁布)"
)
# 2022年3月，区政府印发《…》: in a report the time of an event.
_CAME_OUT = re.compile(
    r"，?[^。；\n《]{0,40}?(?:印发|发布|出台|公布|签署|下发)(?:了|消息|通知|公告)?(?:《|，)|，[^。；\n]{0,16}(?:获悉|消息)，"
)
_PAST = re.compile(
    r"以来|过去|已(?!有条件|纳入|[^，。；]{1,12}的)|取得了|(?:实现|完成|达到|建成|形成|印发|下发|出台|发布|公布|签署|签订|启动|召开|开展)了|上年|去年|同比|截至"
    r"|截止|回顾|目前|先后|居全[国省市]|位居"
    r"|共(?:有|建成|培养|投入|完成|招收|培训|争取|获)"
)
_UP_TO = ("截至", "截止")
_SO_FAR = re.compile("已|累计|共有|余额")
_GROUND = re.compile(r"奠定|打下|打好|夯实|提供[^，。；]{0,12}(?:支撑|保障|保证)|作出|做出")
_FORECAST = re.compile(r"预测|预计|测算|估算")
_FORESEEN = re.compile(rf"[^，。；、每开进组]{{2,12}}(?:{_FORECAST.pattern})")  # 完成2031—2035年学位需求测算
_FILLED = re.compile(
    r"(?:填报|填表|制表|公示|报名|征集|更新|统计|发布|印发|成文|生成|发文|公开|报送|签发|拟稿)(?:时间|日期|日)：?$"
    r"|(?:^|[\n\t ])日期：$|(?:去年|上一?年度?|前年|当时|持续到|延续到?|有效期限?[至到为]?)$"
)
# 制表单位：…教育局　2025年2月10日: the day on which somebody filled in a table.
_FILLED_BY = re.compile(r"(?:填报|填表|制表|编制|报送|上报)(?:单位|部门|人)?：[^\n。；]{1,40}$")
_FILLED_ENDS = frozenset("度间期日：年时到续至为限\n")
# “十四五”时期教育改革的发展目标: names a thing by its time.
_AIMS_OF = re.compile(
    r"[^，。；：、]{0,14}的(?:总体|发展|工作|主要|指导)*(?:目标|任务|思路|思想|蓝图|部署|规划|要求)(?:任务|要求)?(?=[，。；、和]|$)"
)
# 细化“十四五”时期教育发展目标任务
_AIMS = re.compile(r"[^，。；：、]{2,14}(?:目标|任务|规划|部署|蓝图)(?:任务)?(?=[，。；、和]|$)")
# 把握“十四五”时期…的历史方位; “十四五”时期具有…地位: what is spoken of.
_OBJECT = re.compile(r"(?:的|把握|围绕|贯穿|细化|实化|量化|谋划|展望|总结|明确|确定)了?$")
_STANDS = re.compile(r"[^，。；]{0,24}(?:具有|处于|居于)[^，。；]{2,24}(?:地位|意义|时期|阶段|作用)")
# A name of a module is looked up far faster than a member of an enumeration (Python 3.11).
_YEAR, _RANGE, _RECURRING, _ONGOING = Shape.YEAR, Shape.RANGE, Shape.RECURRING, Shape.ONGOING
_PLAINLY, _BACKGROUND = (Shape.LIMIT, Shape.SINCE), Setting.BACKGROUND
# 规划（2025年): the period of what is named; 今天（8月20日), 印发之日（8月20日): what another word says already.
_AFTER_NAME = re.compile(
    r"(?:(?:》|规划|计划|方案|纲要|行动|意见|要点|协议|工程|项目|第[一二三四五]期)[”》]?|[今昨前当][天日晚]|之日)（$"
)
_OWN_PERIOD = ("规划期", "规划期为", "实施期为", "期限为", "期限是", "规划期是", "期限从", "规划期从")
_SLOGAN = re.compile("“[^“”]{0,12}年初[^“”]*年底")  # “年初建账、逐月查账、年底交账”
# 2023年 月 日: a form that was not filled in.
_BLANK = re.compile(r" ?(?:月 *)?日(?=[起前印\n]|$)")
_FEAST = re.compile("“[^”]{1,5}”前|寒假|春节|清明|端午|中秋|开学前")  # 2024年“六一”前, 2024年春节前: no whole year
_NEAR = 14


def _is_of(before: str, after: str) -> bool:
    """Tell a year between who acts and the act: 市级财政2026年安排…, 各校2026年均建成…."""
    if before[-1] not in _DOERS_END or not verb_at(after, after[:1] in _EACH):
        return False
    return VERB.search(before, max(before.rfind(mark) for mark in _CLAUSE) + 1) is None


def find_deadlines(
    passage: Passage, placing: Placing | None = None, impossible: tuple[Span, ...] | None = None
) -> tuple[Deadline, ...]:
    """Return the deadlines of a passage in document order, each quoting the text; linear in its length.

    ``impossible`` are the days in it that cannot be, where they are known.
    """
    placing = placing or Placing(passage)
    judge = _Judge(passage, placing)
    default = passage.year or (passage.day.year if passage.day is not None else None)
    impossible = impossible_days(passage.plain) if impossible is None else impossible
    wrong = {place for span in impossible for place in range(span.start, span.end)}
    found = list(times_in_figures(passage, placing, default))
    figured = Spans([deadline.span for deadline in found])
    for moment in Reader(passage.plain, default).moments():
        if figured.at(moment.at) is not None or (wrong and not wrong.isdisjoint(range(moment.at, moment.to))):
            continue
        deadline = judge.deadline(moment)
        if deadline is not None:
            found.append(deadline)
    return tuple(sorted(by_columns(passage, found), key=lambda deadline: deadline.span))


class _Judge:
    """Tells deadlines from the other moments of a document by what stands around them."""

    __slots__ = ("_acted", "_day", "_headers", "_limit", "_passage", "_placing", "_plain", "_times", "_year")

    def __init__(self, passage: Passage, placing: Placing) -> None:
        self._passage = passage
        self._plain = passage.plain
        self._placing = placing
        self._day = passage.day
        self._limit: Moment | None = None
        self._acted = -1  # the end of the last year that is the time of an act
        self._year = passage.day.year if passage.day is not None else passage.year
        self._headers, self._times = header_starts(passage), times_set(passage)

    def deadline(self, moment: Moment) -> Deadline | None:
        before = self._plain[max(0, moment.at - _NEAR) : moment.at].rstrip(" ")
        after = self._plain[moment.to : moment.to + 30].lstrip(" ")
        placing = self._placing
        if self._is_elsewhere(moment, before):
            return None
        if moment.shape is _RECURRING:
            return self._recurring(moment, before)
        if moment.shape is _ONGOING:
            return self._quoted(moment, moment.at, moment.start, moment.end)
        if ("》" in before and _LAW.search(before)) or (
            moment.shape is _RANGE and _PLANNED.match(after) and _MADE.search(before)
        ):
            return None
        if placing.in_progress(moment.at) or names_work(self._plain, moment, after) or self._says_whom(moment, after):
            return None
        if measures_against(moment, before, after):
            return None
        return self._dated(moment, before, after)

    def _says_whom(self, moment: Moment, after: str) -> bool:
        """Tell a time that only says what is meant: 对2022年第四季度到期的贷款, 对1月至2月期间连续生产的企业."""
        if after.startswith(("到期", "已")) or (moment.shape is Shape.SINCE and self._takes_effect(moment, after)):
            return True
        low, high = self._placing.bounds(moment.at)
        high = min(high, moment.to + 120)
        if self._plain.find("的", moment.to, high) < 0:  # 的 is behind what grants and behind whom
            return False
        if _GRANTED.match(self._plain, moment.to, high) is not None:
            return True
        if moment.shape not in _CONDITIONS or _MEANT.match(self._plain, moment.to, high) is None:
            return False
        return _WHOM.search(self._plain[max(low, moment.at - 40) : moment.at]) is not None

    def _takes_effect(self, moment: Moment, after: str) -> bool:
        """Tell from when the document itself holds: 本通知自2025年5月1日起施行."""
        if not after.startswith(("施行", "执行", "实施", "生效")):
            return False
        low, _ = self._placing.bounds(moment.at)
        return _ITSELF.fullmatch(self._plain, max(low, moment.at - 40), moment.at) is not None

    def _is_elsewhere(self, moment: Moment, before: str) -> bool:
        """Tell the times in titles, headings and headers, days of filling in, and the plan's own period."""
        headed = self._placing.in_heading(moment.at) and self._times.at(moment.at) is None
        if headed or self._placing.in_title(moment.at) or moment.at in self._headers:
            return True
        by = self._plain[moment.to - 1] == "前"  # 制定方案（2023年底前）: no part of a name
        if (before[-1:] == "（" and not by and _AFTER_NAME.search(before)) or (
            before[-1:] in _FILLED_ENDS and _FILLED.search(before)
        ):
            return True
        if _WITHIN_MARKS.search(self._plain, max(0, moment.at - 60), moment.at):
            return True
        if moment.shape is Shape.DAY and _FILLED_BY.search(self._plain, max(0, moment.at - 60), moment.at):
            return True
        if moment.assumed and "“" in before and _SLOGAN.search(self._plain[max(0, moment.at - 14) : moment.to + 20]):
            return True
        follows = self._plain[moment.to : moment.to + 1]
        if follows in " 月日" and self._plain[moment.to - 1] in "年月 " and _BLANK.match(self._plain, moment.to):
            return True
        if moment.shape is _RANGE:
            bare = self._plain[moment.to - 4 : moment.to].isdecimal() and self._times.at(moment.at) is None
            return bare or before.endswith(_OWN_PERIOD) or self._alone(moment)
        return self._alone(moment) or (moment.shape is _YEAR and heads_lines(self._plain, moment.at, moment.to))

    def _alone(self, moment: Moment) -> bool:
        """Tell whether the moment is a line of its own in brackets: the plan's period below its title."""
        if self._plain[moment.at - 2 : moment.at] == "\n（" and self._placing.in_heading(moment.at - 3):
            return True
        low, high = moment.at - 2, moment.to + 2
        around = self._plain[max(0, low) : high]
        return (
            "（" in around
            and re.fullmatch(r"\n?（[^（）]+）\n?", around) is not None
            and "\n" in around[:1] + ("\n" if low < 0 else "")
        )

    def _dated(self, moment: Moment, before: str, after: str) -> Deadline | None:
        to = _TO.search(before) if before[-1:] in _TO_ENDS else None
        parallel = to is None and moment.shape is _YEAR and self._goes_on(moment, before)
        told = moment.shape is Shape.DAY and self._took_place(moment, after)  # 从6月1日召开的会议上获悉
        since = _SINCE.search(before) if before[-1:] in _SINCE_ENDS and not told else None
        start, end, at = moment.start, moment.end, moment.at
        edge = max(0, at - _NEAR) + len(before)  # over the blanks of 到 2025 年
        if to is not None:
            at, start = edge - len(to[0]), None
        elif since is not None and moment.shape is not _RANGE:
            at, start, end = edge - len(since[0]), moment.start or moment.end, None
        elif parallel:
            start = None
        plainly = parallel or to is not None or since is not None or moment.shape in _PLAINLY
        if self._times.at(moment.at) is None and not (
            self._ahead(moment, start, end, plainly=plainly) and (plainly or self._acts(moment, before, after))
        ):
            return None
        if self._serves(moment, before.removesuffix(to[0] if to is not None else "")) or self._so_far(moment, to):
            return None
        if to is not None or parallel:
            self._limit = moment
        if moment.shape is _YEAR:
            self._acted = moment.to
        return self._quoted(moment, at, start, end)

    def _so_far(self, moment: Moment, to: "re.Match[str] | None") -> bool:
        """Tell how things stand on a day from when they are to be done: 截至7月4日，累计…."""
        end = moment.end
        if to is None or to[0] not in _UP_TO or end is None:
            return False
        if self._day is not None:
            return end <= self._day
        _, high = self._near(moment.at)
        return end.year == self._year and _SO_FAR.search(self._plain, moment.to, high) is not None

    def _serves(self, moment: Moment, before: str) -> bool:
        """为到2020年…奠定基础, 为“十三五”…打下基础 say what a thing is good for."""
        if not before.endswith("为"):
            return False
        _, high = self._placing.bounds(moment.at)
        return _GROUND.search(self._plain, moment.to, min(high, moment.to + 80)) is not None

    def _goes_on(self, moment: Moment, before: str) -> bool:
        """Tell whether a bare year follows a 到X年 of the same sentence: 到2022年…，2025年…; 到2022年、2025年."""
        last = self._limit
        if last is None or last.year is None or moment.year is None or not before.endswith(("，", "；", "、", "和")):
            return False
        return self._placing.bounds(moment.at)[0] <= last.at and last.year < moment.year

    def _ahead(self, moment: Moment, start: date | None, end: date | None, *, plainly: bool) -> bool:
        """Tell whether the moment lies ahead of the document, as far as it says when it was written."""
        latest = end or start
        if latest is None:
            return False
        setting = self._placing.setting(moment.at)
        low, high = self._near(moment.at)
        if setting is _BACKGROUND and (
            self._year is None or latest.year <= self._year or _FORECAST.search(self._plain, low, high)
        ):
            return False
        if self._year is None:  # 公布了《…》，明确到2025年将…: what stands behind an aim's own year counts
            return _PAST.search(self._plain, moment.at if plainly else low, high) is None
        if latest.year < self._year:
            return end is None and moment.shape is not Shape.YEAR and setting in (Setting.WORK, Setting.SUPPORT)
        if self._day is not None and latest < self._day and end is not None:
            working = setting in (Setting.WORK, Setting.SUPPORT) or self._placing.in_table(moment.at)
            return working and self._still_set(moment, latest, low, high)
        if latest.year == self._year and not plainly:
            promised = _PROMISE.match(self._plain, moment.to) or _DUE.search(self._plain, low, moment.at)
            return promised is not None or _PAST.search(self._plain, low, high) is None
        return True

    def _still_set(self, moment: Moment, latest: date, low: int, high: int) -> bool:
        """A plan of the year that is issued late still sets the times before its own date."""
        if moment.shape is Shape.RANGE:
            return True
        kept = moment.shape is Shape.LIMIT or (moment.shape is Shape.PART and moment.assumed)
        return kept and latest.year == self._year and _PAST.search(self._plain, low, high) is None

    def _acts(self, moment: Moment, before: str, after: str) -> bool:
        """Tell whether a moment without 到, 前 or 起 is the time of an act."""
        setting = self._placing.setting(moment.at)
        if moment.shape is Shape.DAY and self._passage.flows and after.startswith(_HOURS):
            return False  # 1月9日下午，…: when something took place
        if moment.shape is Shape.DAY and (
            setting in (Setting.FRONT, Setting.CLOSING, None) or self._took_place(moment, after)
        ):
            return False
        if moment.shape is Shape.PLAN:
            named = after.startswith(("的", "规划", "末的", "，是", "是")) or _AIMS_OF.match(after) is not None
            named = named or (before[-1:] not in _CLAUSE and _AIMS.match(after) is not None)
            named = named or _OBJECT.search(before) is not None or _STANDS.match(after) is not None
            return setting not in (Setting.CLOSING, Setting.THOUGHT, _BACKGROUND) and not named
        if moment.shape is Shape.RANGE:
            return not after.startswith(("的", "级", "岁")) and _FORESEEN.match(after) is None
        if self._passage.flows and (_CAME_OUT.match(after) or before.endswith("年（")):
            return False
        if moment.shape is Shape.YEAR:
            return self._year_acts(before, after, setting) or self._joined(moment, before, after)
        if before.endswith(_WEIGHED) or (self._plain[moment.at] in "春秋" and _ATTRIBUTE.search(before)):
            return False
        return setting is not Setting.FRONT

    def _took_place(self, moment: Moment, after: str) -> bool:
        """In a report who did something on a day may have a long name."""
        if self._passage.flows:
            return _EVENT.match(self._plain, moment.to) is not None
        return _EVENT.match(after) is not None

    def _year_acts(self, before: str, after: str, setting: Setting | None) -> bool:
        if setting is Setting.CLOSING or (setting is Setting.FRONT and not before.endswith("力争")):
            return False
        if _FEAST.match(after):
            return False
        if _NAMED.match(after) or _ATTRIBUTE.search(before) or (before.endswith("在") and _PLACE.match(after)):
            return False
        promise = _PROMISE.match(after)
        if promise is not None and (promise[0] != "计划" or verb_at(after, promise.end())):
            return True
        return (
            not before
            or before[-1] in _CLAUSE
            or _is_of(before, after)
            or before.endswith(("在", "于", "力争", "计划", "拟", "将", "争取", "确保", "其中", "预计"))
        )

    def _joined(self, moment: Moment, before: str, after: str) -> bool:
        """Tell a year told beside another one of the same sentence: 开展2023年中期评估和2025年终期评估."""
        low, _ = self._placing.bounds(moment.at)
        return before.endswith(("和", "与", "及", "、")) and low <= self._acted and _NAMED.match(after) is None

    def _near(self, place: int) -> tuple[int, int]:
        """The sentence at a place, cut to what can bear on it: a text without a stop is still read in linear time."""
        low, high = self._placing.bounds(place)
        return max(low, place - 300), min(high, place + 300)

    def _recurring(self, moment: Moment, before: str) -> Deadline | None:
        if (
            before.endswith(("“", "摊至"))
            or _RATES.search(before)
            or _SUM.match(self._plain, moment.to)
            or self._placing.setting(moment.at) is _BACKGROUND
        ):
            return None
        low, high = self._near(moment.at)
        if self._placing.setting(moment.at) is Setting.FRONT and _PAST.search(self._plain, low, high):
            return None
        return self._quoted(moment, moment.at, moment.start, moment.end)

    def _quoted(self, moment: Moment, at: int, start: date | None, end: date | None) -> Deadline:
        span = Span(at, moment.to)
        return Deadline(
            intern(span.quote(self._passage.text)), span, start, end, moment.recurring, self._placing.item(span)
        )
