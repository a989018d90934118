"""Takes plain text; gives the moments written in it, from days to plan periods, not yet judged."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from xietong.documents.deadlines_days import (
    day_of,
    end_of,
    first_year,
    last_of,
    limit_before,
    school_year,
    scope_of,
    start_of,
)
from xietong.documents.deadlines_moment import Moment, Shape, is_yardstick
from xietong.documents.deadlines_ongoing import ongoing
from xietong.documents.deadlines_starts import starts
from xietong.documents.deadlines_years import REPUBLICAN, is_republican, year_of
from xietong.documents.draft import Recurrence
from xietong.documents.numerals import han_to_int, number_of

_YEAR = r"(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_PAIR = "|".join(f"{month}、{month + 1}" for month in range(1, 12))  # 9、10月, and not 1、10月15日
_TO = r"\ ?(?:—{1,2}|-{1,2}|～|至|到)\ ?"
_CELL = r"(?<=[\t\n]20\d\d[—\-～]20\d\d)(?![^\t\n])"  # years without 年 that fill a cell
_TENTH = r"(?:上中旬|中下旬|[上中下]旬)"
_BEFORE = r"(?:之前|以前|前(?![后沿列述端置]|提(?![出交供报升高])))"
# What may stand between a day and its 前: 4月15日（星期五）17:00前.
_HOUR = (
    r"(?:\ ?(?:（(?:周|星期|含)[^（）]{0,4}）|上午|下午|中午|下班|教师节|国庆节|元旦|\d{1,2}(?::\d\d"
    r"|[时点](?:\d{1,2}分)?))){1,3}"
    r"(?=之?前)"
)
_FEAST = r"[五六七八十]一”(?:国际)?(?:劳动节|儿童节|国庆节|节)?|国庆节?|教师节|儿童节|劳动节"  # “六一”前
# What a range is told by stands behind the numbers: the grammar of ranges is tried nowhere else.
_HAN = "〇零一二三四五六七八九十元"
_SPANNED = rf"(?=[\d{_HAN}\ 年月日号份上中下旬初底末学度]{{1,24}}+[—\-～至到])"
_TERM = r"季(?:学期)?(?:开学|入学|招生)?|季?学期"

_GRAMMAR = rf"""
    “?(?P<five>十[一二三四五六七]|九)五”?(?:规划)?(?:(?P<five_end>(?:时?期)?末|末期)|(?P<five_in>期间|时期|期内|期))(?:年(?!均|度))?
  | (?<!\d)(?P<sy>{_YEAR})(?:/(?:20)?\d\d)?\ ?学年度?
        (?:(?P<sfirst>第一学期|上学期|秋季)|(?P<ssecond>第二学期|下学期|春季))?(?P<sfrom>起|开始)?(?P<sbefore>或(?:之前|以前))?
  | {_SPANNED}(?<!\d)(?P<ry1>{_YEAR})\ ?(?:年度?|学年)?{_TO}(?P<ry2>{_YEAR})(?:\ ?(?P<ryk>学年度?|年度?)|{_CELL})
        (?!\ ?(?:{_MONTH}\ ?月|[上下]半年|第?[一二三四]季度))(?:期间|之?间|内)?
  | {_SPANNED}(?<!\d)(?<!\d\d\d\d\.)(?:(?P<fy1>{_YEAR})\ ?年\ ?)?(?P<fm1>{_MONTH})\ ?月?
        (?:份|\ ?(?P<fd1>{_DAY})\ ?[日号]|(?P<fx1>{_TENTH}|初|底|末))?{_TO}
        (?:(?P<fy2>{_YEAR})\ ?年\ ?)?(?P<fm2>{_MONTH})\ ?月
        (?:份|\ ?(?P<fd2>{_DAY})\ ?[日号]|(?P<fx2>底|末|{_TENTH}|初))?(?P<fbefore>{_BEFORE})?
  | {_SPANNED}(?<!\d)(?<!\d\d\d\d\.)(?:(?P<gy>{_YEAR})\ ?年\ ?)?(?P<gm>{_MONTH})\ ?月\ ?(?P<gd1>{_DAY})\ ?[日号]?
        {_TO}(?P<gd2>{_DAY})\ ?[日号]
  | (?=[\d{_HAN}\ 年今明]{{1,12}}+、)(?<!\d)(?<!\d\d\d\d\.)(?:(?:(?P<py>{_YEAR})\ ?年|(?P<prel>[今明]年))\ ?)?
        (?P<pair>{_PAIR})月(?:份)?(?![底末前初\d])
  | 每(?:个)?(?P<every>学年度?|年度?|季度?|月)(?:\ ?{_MONTH}\ ?月?(?:份)?)?
        (?:\ ?{_DAY}\ ?[日号]|年?(?:底|末|{_TENTH}|初))?(?:{_TO}(?:{_MONTH}\ ?月(?:份|底|末)?)?(?:{_DAY}\ ?[日号])?)?
        {_BEFORE}?(?:[、和]{_MONTH}\ ?月(?:份|底|末)?{_BEFORE}?)*
        (?:[春秋]季?(?:学期)?(?:[、和][春秋]季?(?:学期)?)?|[暑寒]假|暑期)?
  | (?<![十一二三“、])一(?P<once>学年|年|季度|月)一(?=[次报调汇通总复评研督检考更公会主排测查结训清讲课])
  | (?<!\d)(?P<ty1>20\d\d)\.(?P<tm1>1[0-2]|0?[1-9])(?:\.(?P<td1>3[01]|[12]\d|0?[1-9]))?
        (?:{_TO}(?P<ty2>20\d\d)\.(?P<tm2>1[0-2]|0?[1-9])(?:\.(?P<td2>3[01]|[12]\d|0?[1-9]))?)?
        (?![\d.%％]|\ ?[万亿千百元吨公平亩人个倍户所名家件辆])(?P<tbefore>{_BEFORE})?
  | (?P<century>本世纪中叶)
  | 按(?P<by>季度?|月度?|年度)(?=调度|通报|报送|督查|督办|考核|汇总|分析|研究|推进|上报|总结|开展|公布|报告|检查|评估)
  | (?<!\d)(?P<listed>20\d\d)(?=(?:、20\d\d){{1,6}}\ ?年(?P<listed_end>年?[底末])?)
  | (?<=[：\t\n])(?P<whole>全年)(?=(?:推进|开展|实施|落实)?(?:[）\t\n；。]|$))
  | (?=[\d{_HAN}]{{2,8}}+日)(?<!\d)(?!\d\d日)(?P<ly>{_YEAR})?(?P<lm>1[0-2]|[1-9])(?P<ld>3[01]|[12]\d|0?[1-9])日(?!内|以)
        (?P<lbefore>{_BEFORE})?(?P<lfrom>起)?
  | (?:(?<!\d)(?P<y>{_YEAR})\ ?(?:年度?|(?=(?:1[0-2]|[1-9])月)|(?=底前))
        |(?P<rel>[今明后次翌]年|本年度?|当年))?\ ?
    (?:
        (?<!\d)(?<!\d\d\d\d\.)(?P<m>{_MONTH})\ ?月(?!一[^日号十])
            (?:份|\ ?(?P<d>{_DAY})\ ?[日号](?:{_HOUR})?|\ ?(?P<xun>{_TENTH})|(?P<mend>底|末)|(?P<mstart>初))?
      | (?P<yend>(?(y)年?|(?(rel)年?|年))(?:底|末|终)(?!端|尾|梢|期))
      | (?P<ystart>年初)
      | “?(?P<feast>{_FEAST})(?={_BEFORE})
      | (?P<half>[上下]半年)
      | 第?(?:(?P<q0>[一二三])、)?(?P<q>[一二三四1-4])季(?:度(?:底|末)?|(?<=第.季)(?!节))
      | (?P<term>[春秋])(?:{_TERM})(?P<tend>末|结束)?
      | (?P<summer>暑[假期])(?:期间)?(?P<sumend>结束|末)?(?(y)|(?(rel)|(?={_BEFORE})))
      | (?P<within>(?(y)年?|(?(rel)年?|(?<![一二三四五六七八九十几两数半学\d])年))内)(?![容涵部外在控生地陆设蒙])
      | (?(y)(?:全年)?|(?(rel)(?:全年)?|(?!)))
    )
    (?P<before>{_BEFORE})?(?P<from>起(?!始)|开始(?!之)|(?<=[年月日号])[之以]后|(?<=日)后(?![勤续期备方果]))?
"""
_TIME = re.compile(_GRAMMAR, re.VERBOSE)
_time_of_the_republic = cache(lambda: re.compile(_GRAMMAR.replace(_YEAR, REPUBLICAN), re.VERBOSE))
# By far the commonest time, and what can stand behind it without being a part of it: told without the grammar.
_BARE_YEAR = re.compile("20[0-9][0-9]年")
_NOTHING_MORE = frozenset("，。；：、的，各我新建\n\t")
_STOP = re.compile(r"[。；（）\t]")
_STOP_OR_BREAK = re.compile(r"[。；（）\t\n]")
_YEARLESS = (Shape.PLAN, Shape.RECURRING, Shape.RANGE)
_EVERY_YEAR = re.compile(r"每年|每学年|逐年|上一?年度?|各年度|年度预算")
_UNTIL = re.compile(rf"(?:\d{{1,2}}[:：]\d\d)?(?:（含[^（）]{{0,4}}）)?(?:持续|延续)?{_TO}")
_GAP = 9
_OPENING = (Shape.PART, Shape.YEAR, Shape.DAY, Shape.SINCE)
_FINAL = (Shape.PART, Shape.YEAR, Shape.DAY, Shape.LIMIT)


def _joined(first: Moment, second: Moment) -> Moment:
    """The time from the beginning of one moment to the end of another."""
    return second._replace(at=first.at, shape=Shape.RANGE, start=first.start, recurring=None)


_SHARED = {Shape.PART: "月底", Shape.DAY: "日", Shape.YEAR: "月底"}  # what a list of times shares with its last
_YEARS_ON = {"明年": 1, "后年": 2}
# The groups of the grammar that tell the kinds of time apart, in the order of the reader's methods for them.
_KINDS = ("five", "sy", "ry1", "fm1", "gm", "pair", "ty1", "every", "once", "century", "by", "listed", "whole", "lm")


class Reader:
    """Reads moments in order, so that a missing year comes from what was written before."""

    __slots__ = ("_default", "_last_every", "_last_line", "_last_place", "_last_year", "_plain", "_readers", "_time")

    def __init__(self, plain: str, default: int | None) -> None:
        self._plain = plain
        self._time = _time_of_the_republic() if is_republican(plain) else _TIME
        self._readers: tuple[Callable[[re.Match[str]], Moment | None], ...] = (
            self._plan,
            self._taught,
            self._years,
            self._months,
            self._days,
            self._pair,
            self._dotted,
            self._every,
            self._every,
            self._century,
            self._by,
            self._listed,
            self._whole,
            self._lost,
        )
        self._default = default if default is not None else first_year(plain)
        self._last_year: int | None = None
        self._last_place = -1
        self._last_every = -1  # the end of the last 每年4月
        self._last_line = False

    def moments(self) -> Iterator[Moment]:
        """Yield every moment of the text, in order, those of things that go on behind the others."""
        held: Moment | None = None
        for moment in self._single_moments():
            if held is not None and moment.shape is Shape.RECURRING and moment.at == held.to:
                yield held._replace(to=moment.to, recurring=moment.recurring)
                held = None
                continue
            if held is not None and self._spans(held, moment):
                held = _joined(held, moment)
                continue
            if held is not None:
                yield self._limited(self._shared(held, moment))
            held = moment
        if held is not None:
            yield self._limited(held)
        yield from ongoing(self._plain)

    def _spans(self, first: Moment, second: Moment) -> bool:
        """2010年—2011年上半年, 今年11月至明年3月前: from the one to the other."""
        if second.at - first.to > _GAP or first.shape not in _OPENING or second.shape not in _FINAL:
            return False
        return (
            first.start is not None
            and second.end is not None
            and first.start < second.end
            and (_UNTIL.fullmatch(self._plain, first.to, second.at) is not None)
        )

    def _limited(self, moment: Moment) -> Moment:
        """下半年 sets its last day, unless a range begins with it."""
        if moment.shape is Shape.PART and self._plain.startswith("下半年", moment.to - 3):
            return moment._replace(shape=Shape.LIMIT, start=None)
        return moment

    def _shared(self, first: Moment, second: Moment) -> Moment:
        """6月、12月底前 is also the end of June, 6月20日和12月20日前 the 20th; 2023年、2024年6月底前 two Junes."""
        joined = second.at == first.to + 1 and self._plain[first.to] in "、和"
        kind = _SHARED.get(first.shape) if joined and second.shape is Shape.LIMIT else None
        if kind is None or second.end is None or kind not in self._plain[second.at : second.to]:
            return first
        end = first.end if first.shape is not Shape.YEAR else last_of(first.year or 0, second.end.month)
        return first._replace(shape=Shape.LIMIT, start=None, end=end)

    def _single_moments(self) -> Iterator[Moment]:
        plain, done = self._plain, 0
        for at in starts(plain):
            if at < done:
                continue
            if plain[at + 5 : at + 6] in _NOTHING_MORE and _BARE_YEAR.match(plain, at):
                done, year = at + 5, int(plain[at : at + 4])
                if self._governs(at, done):
                    self._last_year, self._last_place, self._last_line = year, done, False
                yield Moment(at, done, Shape.YEAR, date(year, 1, 1), date(year, 12, 31), year=year)
                continue
            match = self._time.match(plain, at)
            if match is None or match.end() == at:
                continue
            done = match.end()
            moment = self._read(match)
            if moment is None:
                continue
            monthly = "月" in match[0]
            if moment.year is not None and (monthly or (moment.shape not in _YEARLESS and self._governs(at, done))):
                self._last_year, self._last_place, self._last_line = moment.year, moment.to, monthly
            yield moment

    def _governs(self, at: int, to: int) -> bool:
        return self._default is None or not is_yardstick(self._plain, at, to)

    def _read(self, match: "re.Match[str]") -> Moment | None:
        for found, read in zip(match.group(*_KINDS), self._readers, strict=True):
            if found is not None:
                return read(match)
        return self._single(match)

    def _missing(self, at: int) -> int | None:
        """The year of a bare month: that of a month before it in the same line, else the document's, else any before.

        A year without a month governs only the months of its own sentence.
        """
        between = self._plain[self._last_place : at] if at - self._last_place < 600 else "\n"
        if self._last_year is not None and "\n" not in between and (self._last_line or not _STOP.search(between)):
            return self._last_year
        return self._default if self._default is not None else self._last_year

    def _plan(self, match: "re.Match[str]") -> Moment | None:
        number = 9 if match["five"] == "九" else han_to_int(match["five"])
        first = 1996 + (number - 9) * 5
        end = date(first + 4, 12, 31)
        start = None if match["five_end"] else date(first, 1, 1)
        return Moment(match.start(), match.end(), Shape.PLAN, start, end, year=first + 4)

    def _taught(self, match: "re.Match[str]") -> Moment | None:
        first, last = school_year(year_of(match["sy"]), first=match["sfirst"], second=match["ssecond"])
        at, to = match.span()
        if match["sfrom"]:
            return Moment(at, to, Shape.SINCE, first, None, year=last.year)
        shape, start = (Shape.LIMIT, None) if match["sbefore"] else (Shape.RANGE, first)
        return Moment(at, to, shape, start, last, year=last.year)

    def _years(self, match: "re.Match[str]") -> Moment | None:
        first, last = year_of(match["ry1"]), year_of(match["ry2"])
        if last < first:
            return None
        if (match["ryk"] or "").startswith("学"):
            start, end = date(first, 9, 1), date(last, 8, 31)
        else:
            start, end = date(first, 1, 1), date(last, 12, 31)
        return Moment(match.start(), match.end(), Shape.RANGE, start, end, year=last)

    def _months(self, match: "re.Match[str]") -> Moment | None:
        first = year_of(match["fy1"]) if match["fy1"] else None
        assumed = first is None
        if first is None:
            first = self._missing(match.start())
        if first is None:
            return None
        low, high = number_of(match["fm1"]), number_of(match["fm2"])
        last = year_of(match["fy2"]) if match["fy2"] else first + (high < low)
        start = start_of(first, low, match["fd1"], match["fx1"])
        end = end_of(last, high, match["fd2"], match["fx2"])
        if start is None or end is None or end < start:
            return None
        return Moment(match.start(), match.end(), Shape.RANGE, start, end, year=last, assumed=assumed)

    def _pair(self, match: "re.Match[str]") -> Moment | None:
        """Two months in a row: 9、10月."""
        year = year_of(match["py"]) if match["py"] else self._missing(match.start())
        if year is None:
            return None
        low, high = map(int, match["pair"].split("、"))
        return Moment(match.start(), match.end(), Shape.RANGE, date(year, low, 1), last_of(year, high), year=year)

    def _dotted(self, match: "re.Match[str]") -> Moment | None:
        """Dates as tables write them: 2022.3, 2022.3—2022.6, 2022.12.31前."""
        year, month = int(match["ty1"]), int(match["tm1"])
        start = start_of(year, month, match["td1"], None)
        if match["ty2"]:
            end = end_of(int(match["ty2"]), int(match["tm2"]), match["td2"], None)
        else:
            end = end_of(year, month, match["td1"], None)
        if start is None or end is None or end < start:
            return None
        if match["tbefore"]:
            return Moment(match.start(), match.end(), Shape.LIMIT, None, end, year=end.year)
        shape = Shape.RANGE if match["ty2"] else Shape.DAY if match["td1"] else Shape.PART
        return Moment(match.start(), match.end(), shape, start, end, year=end.year)

    def _days(self, match: "re.Match[str]") -> Moment | None:
        year = year_of(match["gy"]) if match["gy"] else self._missing(match.start())
        if year is None:
            return None
        month = number_of(match["gm"])
        start, end = day_of(year, month, number_of(match["gd1"])), day_of(year, month, number_of(match["gd2"]))
        if start is None or end is None or end < start:
            return None
        return Moment(match.start(), match.end(), Shape.RANGE, start, end, year=year, assumed=not match["gy"])

    def _every(self, match: "re.Match[str]") -> Moment | None:
        word = match["every"] or match["once"]
        recurring = Recurrence.MONTHLY
        if "年" in word:
            recurring = Recurrence.YEARLY
            self._last_every = match.end() if "月" in match[0] else -1
        elif "季" in word:
            recurring = Recurrence.QUARTERLY
        return Moment(match.start(), match.end(), Shape.RECURRING, recurring=recurring)

    def _by(self, match: "re.Match[str]") -> Moment | None:
        kinds = {"季": Recurrence.QUARTERLY, "月": Recurrence.MONTHLY, "年": Recurrence.YEARLY}
        return Moment(match.start(), match.end(), Shape.RECURRING, recurring=kinds[match["by"][0]])

    def _century(self, match: "re.Match[str]") -> Moment | None:
        return Moment(match.start(), match.end(), Shape.LIMIT, None, date(2050, 12, 31), year=2050)

    def _listed(self, match: "re.Match[str]") -> Moment | None:
        """One of several years that share their 年: 2023、2024、2025年."""
        year = int(match["listed"])
        shape, start = (Shape.LIMIT, None) if match["listed_end"] else (Shape.YEAR, date(year, 1, 1))
        return Moment(match.start(), match.end(), shape, start, date(year, 12, 31), year=year)

    def _whole(self, match: "re.Match[str]") -> Moment | None:
        year = self._missing(match.start())
        if year is None:
            return None
        return Moment(match.start(), match.end(), Shape.RANGE, date(year, 1, 1), date(year, 12, 31), year=year)

    def _lost(self, match: "re.Match[str]") -> Moment | None:
        """A date that lost 年 or 月 on its way: 1123日."""
        year = year_of(match["ly"]) if match["ly"] else self._missing(match.start())
        day = None if year is None else day_of(year, int(match["lm"]), number_of(match["ld"]))
        if day is None:
            return None
        if match["lfrom"]:
            return Moment(match.start(), match.end(), Shape.SINCE, day, None, year=year)
        shape = Shape.LIMIT if match["lbefore"] else Shape.DAY
        return Moment(match.start(), match.end(), shape, None if match["lbefore"] else day, day, year=year)

    def _single(self, match: "re.Match[str]") -> Moment | None:
        if self._every_year(match):
            return Moment(*match.span(), Shape.RECURRING, recurring=Recurrence.YEARLY)
        year = year_of(match["y"]) if match["y"] else self._relative(match)
        if year is None:
            return None
        scope = scope_of(match, year)
        if scope is None:
            return None
        start, end, limit = scope
        at, to = match.span()
        assumed = not match["y"]
        if match["from"]:
            return Moment(at, to, Shape.SINCE, start or end, None, year=year, assumed=assumed)
        if match["before"]:
            end = limit_before(match, start, end)
        if match["before"] or limit:
            return Moment(at, to, Shape.LIMIT, None, end, year=year, assumed=assumed)
        return Moment(at, to, _shape(match), start, end, year=year, assumed=assumed)

    def _every_year(self, match: "re.Match[str]") -> bool:
        """Tell a month that goes on with those of every year: 每年4月开展监测，11月发布报告."""
        last, at = self._last_every, match.start()
        if last < 0 or at - last >= 60 or match["y"] or match["rel"] or not match["m"]:
            return False
        return _STOP_OR_BREAK.search(self._plain, last, at) is None

    def _relative(self, match: "re.Match[str]") -> int | None:
        if match["rel"] is None:
            return self._missing(match.start())
        if match["rel"] in ("当年", "次年", "翌年"):
            return self._counted(match)
        if self._default is None or match[0].strip() in ("本年", "本年度"):
            return None
        return self._default + _YEARS_ON.get(match["rel"], 0)

    def _counted(self, match: "re.Match[str]") -> int | None:
        """The year counted from the one the sentence names: 2025年启动，次年6月底前完成. In every year it is none."""
        at, later = match.start(), match["rel"] != "当年"
        between = self._plain[self._last_place : at] if at - self._last_place < 200 else "\n"
        if self._last_year is not None and _STOP_OR_BREAK.search(between) is None:
            return self._last_year + later
        every = _EVERY_YEAR.search(self._plain, max(0, at - 40), match.end() + 40) is not None
        if every or self._default is None or not (match["m"] or match["yend"]):
            return None
        return self._default + later


def _shape(match: "re.Match[str]") -> Shape:
    """How a time without 前, 底 or 起 is written."""
    if match["d"]:
        return Shape.DAY
    return Shape.PART if any(match[group] for group in ("m", "q", "term", "half", "summer")) else Shape.YEAR
