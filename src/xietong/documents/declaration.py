"""Takes passage, nodes and units; gives what the text says of the plan as a whole, and when it was announced."""

import re
from collections.abc import Sequence
from datetime import date

from xietong.basics import Span, Wording
from xietong.documents.deadlines_days import school_year
from xietong.documents.deadlines_years import common_years
from xietong.documents.draft import Deadline, DraftPlan, Heading, ItemKind, Notice
from xietong.documents.nodes import Node
from xietong.documents.numerals import number_of
from xietong.documents.passage import Passage
from xietong.documents.rows import letters

_KIND = r"(?:计划|规划|方案|要点|意见|纲要|措施|协议|清单|备忘录|行动|倡议|分工|安排|台账|工程|纪要)"
_NAMED = re.compile(rf"《([^《》\n]{{2,80}}{_KIND}(?:（[^（）]{{2,30}}）)?)》")
_ISSUED = re.compile(
    rf"(?:制定|编制|制订|印发|发布|出台|签署|公布|推出|通过)(?:了|"
    rf"实施)?[^。；《]{{0,12}}《([^《》\n]{{2,80}}{_KIND}(?:（[^（）]{{2,30}}）)?)》"
)
_CALLED = re.compile(rf"《([^《》\n]{{2,80}}{_KIND}(?:（[^（）]{{2,30}}）)?)》（以下")
_ABOUT = re.compile(
    r"关于(?:联合)?(?:印发|发布|下发|公布|做好|实施)\s*(?:《(?P<inner>[^《》]{4,80}(?:《[^》]*》[^《》]{0,30})?)》(?=的)|"
    r"(?P<bare>[^《》]{4,60}|《[^《》]{4,80}》[^《》]{2,20}))的(?:通知|公告|函)"
)
_SHORT = re.compile(r"下(?:简|统)?称(?:为)?：?\s*[“《]([^”》\n]{2,30})[”》]")
_CALLED_PLAN = re.compile(rf"{_KIND}(?:（[^（）]{{2,30}}）)?[》”]?$")
_PERIOD = re.compile(
    r"((?:19|20)\d\d)\s*年?(?:\d{1,2}月(?:\d{1,2}日)?)?起?\s*[—\-－–~～至]{1,2}\s*((?:19|20)\d\d)\s*年?"
)
_TOLD = re.compile(rf"(?:规划期限?|(?:实施|执行|合作|协议)期限?)(?:[为是从自：\n]{{0,3}}) ?(?=(?:{_PERIOD.pattern}))")
_FIVE = re.compile(r"“?十([一二三四五六])五")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_DECLARED = re.compile(
    r"(?P<count>[一二两三四五六七八九十\d](?:(?<=\d)\d?|(?<!\d)[一二两三四五六七八九十]{0,2}))(?:个(?:重点|主要|重大|专项|核心|"
    r"具体)?|[项大][\u4e00-\u9fff]{0,4}?)(?P<what>行动计划|行动|工程|计划|任务|举措|措施)"
)
_ANNOUNCED = re.compile(
    r"(?=\d)(?<!\d)(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?![之以]?前)[^。；]{0,60}?(?:发布|印发|公布|出台|签署|"
    r"联合发文|举行|召开|下发)"
)
_MANGLED = re.compile(
    r"(?<!\d)(?P<month>1[0-2]|[1-9])(?P<day>3[01]|[12]\d|0?[1-9])日[^。；]{0,60}?(?:发布|印发|公布|出台|签署|联合发文)"
)
FIRST_FIVE_YEAR = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
"""The first years of the five-year plans, by their short names."""


def plan_of(passage: Passage, issuers: tuple[str, ...], deadlines: Sequence[Deadline]) -> DraftPlan:
    """Gather the plan's title, short title, parties (its issuers), declared count and period."""
    title = _title(passage)
    short = next((one for one in _SHORT.finditer(passage.plain) if _near_own_title(passage, one, title)), None)
    named = _with_period(passage, title)
    start, end = _period(common_years(passage.plain)(named), deadlines)
    if start is None:
        start, end = next(((one.start, one.end) for one in deadlines if _lasts(passage.plain, one)), (start, end))
    declared = _declared(passage)
    return DraftPlan(
        title=title,
        short_title=passage.text[slice(*short.span(1))] if short is not None else "",
        parties=issuers,
        declared_count=declared[0] if declared else None,
        start=start,
        end=end,
    )


# 本协议有效期三年，自2023年6月1日起至2026年5月31日止
_TERM = re.compile(r"(?:有效期|合作期|协议期|实施期|期限|期程)[^。；]{0,30}$")


def _lasts(plain: str, one: Deadline) -> bool:
    at = one.span.start
    return one.start is not None and one.end is not None and _TERM.search(plain, max(0, at - 40), at) is not None


def _near_own_title(passage: Passage, short: "re.Match[str]", title: str) -> bool:
    low = max(0, short.start() - 12 - len(title))
    before = passage.plain[low : short.start()].removesuffix("以").rstrip("（")
    if _CALLED_PLAN.search(before) is None:
        return False  # 甲区、乙县（以下简称“两地”）
    cited = before.rfind("《")
    written = passage.text[low + cited : short.start()]
    return cited < 0 or title[-6:] in written or title[:6] in written


def _title(passage: Passage) -> str:
    """The plan's own title: what a notice hands on, what a report says was issued, or the document's title."""
    titles = [heading for heading in passage.outline if heading.level == 0]
    for heading in titles[:1]:
        about = _ABOUT.search(passage.plain, heading.span.start, heading.span.end)
        if about:
            if about["inner"]:
                return passage.text[about.start("inner") : about.end("inner")].replace("\n", "")
            return _in_full(passage, about.span("bare"), titles[1:])
    own = passage.plain[titles[0].span.start : titles[0].span.end] if titles else passage.title
    if re.search(rf"{_KIND}\s*(?:（[^（）]*）\s*)*$", own):
        return titles[0].title if titles else passage.title
    named = _CALLED.search(passage.plain) or _ISSUED.search(passage.plain) or _NAMED.search(passage.plain)
    if named:
        return passage.text[named.start(1) : named.end(1)].replace("\n", "")
    return titles[0].title if titles else passage.title


def _in_full(passage: Passage, short: tuple[int, int], titles: Sequence[Heading]) -> str:
    """The title that a notice cuts short, as it is set above the plan or cited: 关于印发加快…若干措施的通知."""
    bare = passage.text[slice(*short)].replace("\n", "")
    for title in titles:
        if letters(title.title).endswith(letters(bare)):
            return title.title
    cited = re.search(rf"《([^《》\n]{{0,20}}{re.escape(bare)})》", passage.text)
    return bare if cited is None else cited[1]


def _with_period(passage: Passage, title: str) -> str:
    """A title that is set without its years may be cited with them, or have them on the line below."""
    if not title or _YEAR.search(title) or _FIVE.search(title) or _TAUGHT.search(title):
        return title
    told = _TOLD.search(passage.plain)
    if told is not None:
        return passage.plain[told.end() : told.end() + 24]
    cited = (_BEHIND.match(passage.plain, one.end()) for one in re.finditer(re.escape(title), passage.text))
    return title + next((period[0] for period in cited if period is not None), "")


_BEHIND = re.compile(r"[\s》]*（[^（）\n]{4,24}）")


def _period(title: str, deadlines: Sequence[Deadline]) -> tuple[date | None, date | None]:
    taught = _TAUGHT.search(title)
    if taught:
        return school_year(int(taught["year"]), first=taught["first"], second=taught["second"])
    both = _PERIOD.search(title)
    if both and int(both[1]) <= int(both[2]):
        return date(int(both[1]), 1, 1), date(int(both[2]), 12, 31)
    five = _FIVE.search(title)
    if five:
        first = FIRST_FIVE_YEAR[f"十{five[1]}五"]
        return date(first, 1, 1), date(first + 4, 12, 31)
    years = [int(year) for year in _YEAR.findall(title)]
    if years:
        year = max(years) if "总结" in title else years[0]  # 2025年总结及2026年思路
        return date(year, 1, 1), date(year, 12, 31)
    ends = [one.end for one in deadlines if one.end is not None and (one.end.month, one.end.day) == (12, 31)]
    ends = [end for end in ends if end.year not in _OUTLOOKS] or ends
    return None, (max(set(ends), key=lambda day: (ends.count(day), day)) if ends else None)


_OUTLOOKS = (2035, 2050)  # 展望到2035年: what lies behind the end of a plan
# 2023学年, 2023—2024学年度第二学期
_TAUGHT = re.compile(
    r"(?P<year>20\d\d)(?:年?[—\-～至]{1,2}20\d\d)?学年度?(?:(?P<first>第一学期|上学期|秋季)|(?P<second>第二学期|下学期|春季))?"
)


def _declared(passage: Passage) -> tuple[int, Span, str] | None:
    found = list(_DECLARED.finditer(passage.plain, 0, min(len(passage.plain), 20_000)))
    for kinds in (("行动计划", "行动", "工程"), ("计划", "任务", "举措", "措施")):
        for match in found:
            if match["what"] in kinds:
                count = number_of(match["count"])
                if 3 <= count <= 60:
                    return count, Span(match.start(), match.end()), match["what"]
    return None


def count_notice(passage: Passage, nodes: Sequence[Node]) -> Notice | None:
    """Notice when the text declares a number of actions and lists another."""
    declared = _declared(passage)
    if declared is None:
        return None
    count, span, what = declared
    listed = _listed(nodes, what)
    if listed in (0, count):
        return None
    wording = Wording(f"文中称有{count}项{what}，列出的是{listed}项", f"the text declares {count} and lists {listed}")
    return Notice("declared_count_mismatch", wording, span)


def _listed(nodes: Sequence[Node], what: str) -> int:
    word = "行动" if what.startswith("行动") else what
    by_level: dict[int, int] = {}
    for node in nodes:
        if node.heading is not None and word in node.title:
            by_level[node.heading.level] = by_level.get(node.heading.level, 0) + 1
    if by_level:
        return max(by_level.values())
    loose = [node for node in nodes if node.kind is ItemKind.DIRECTION and node.heading is None]
    return len(loose)


_REPORTER = re.compile(
    r"（[^（）\n]{0,14}?(?:记者|通讯员)[ ：:]*"
    r"(?P<names>[\u4e00-\u9fff·]{1,4}(?:[ 、，]{1,2}[\u4e00-\u9fff·]{1,4}){0,5})[^（）\n]{0,24}）"
)
_NO_NAME = re.compile(r"[ 、，]*(?:记者|通讯员|报道|摄影|摄|文|图|实习).*")
_SPLIT_NAME = re.compile(r"(?<![\u4e00-\u9fff·])([\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?![\u4e00-\u9fff·]))")


def reporter_of(passage: Passage) -> str:
    """Return the reporters that a news item names in brackets, at its beginning or end; parted by 、."""
    for start, end in ((0, 600), (max(0, len(passage.plain) - 400), len(passage.plain))):
        match = _REPORTER.search(passage.plain, start, end)
        if match is not None:
            names = _SPLIT_NAME.sub(r"\1", _NO_NAME.sub("", passage.text[match.start("names") : match.end("names")]))
            return "、".join(part for part in re.split(r"[ 、，]+", names) if part)
    return ""


def announced_on(passage: Passage) -> date | None:
    """The day on which the plan was announced: told in the text, else the document's own date."""
    year = passage.day.year if passage.day else passage.year
    for pattern in (_ANNOUNCED, _MANGLED):
        match = pattern.search(passage.plain[:3000])
        if match is None:
            continue
        told = match.groupdict().get("year")
        if told or year:
            try:
                return date(int(told) if told else int(year or 0), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
    return passage.day
