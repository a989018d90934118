"""Takes an Extract; gives the Passage: the text with its outline, sentences, tables and own date."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xietong.documents.assembly import Assembly, Line, assemble
from xietong.documents.bearings import sentences_of
from xietong.documents.block import Extract
from xietong.documents.deadlines_years import common_years
from xietong.documents.ledger import Ledger, find_ledgers
from xietong.documents.numerals import number_of
from xietong.documents.outline import Clause, outline_of
from xietong.documents.passage import Passage
from xietong.documents.plain import unify
from xietong.documents.rolling import rolled
from xietong.documents.rows import Row, attached, catalogue, rows_of
from xietong.documents.titles import TitleRow, find_titles
from xietong.documents.turning import upright

_FEW = 2  # 一、…二、… of a report are no list of work
_LAID_OUT = frozenset(("text/plain", "application/pdf"))
# A year far ahead names what a plan looks to: 教育现代化2035.
_YEAR = re.compile(r"(?<!现代化)(?<!愿景)(?<!面向)(?:19|20)\d\d(?!年?远景)")
_DOCUMENT_NUMBER = re.compile(r"[〔（\[]\s*\d{4}\s*[〕）\]]\s*\d*\s*号?")
_DATE = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ISO = re.compile(r"(?<!\d)(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_CHINESE_DATE = re.compile(
    r"(二[〇○零][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def understand(extract: Extract) -> Passage:
    """Assemble the text of an extract and find its bearings. Pure; linear in the length of the text."""
    assembly = assemble(list(rolled(extract.blocks)), laid_out=extract.media_type in _LAID_OUT)
    plain = unify(assembly.text)
    assembly = replace(assembly, tables=upright(assembly.tables, plain))
    ledgers = find_ledgers(assembly.tables, plain)
    assembly = replace(assembly, lines=_with_ledgers(assembly, ledgers))
    rows = rows_of(assembly, plain)
    skipped = catalogue(rows, plain) | attached(rows, plain)
    titles = find_titles(rows, plain, unify(extract.title), skipped)
    headings, clauses = outline_of(assembly.text, plain, rows, titles, skipped)
    title = _title(assembly, plain, titles, extract.title)
    numbered = _numbered(plain, rows)
    commonly = common_years(plain)
    written = [commonly(plain[one.start : one.end]) for one in titles]
    own = numbered or max(_named(written), default=None) or _aimed_at(plain)
    day = _day(plain, rows, extract.published, own)
    year = _year(commonly(unify(title)), written, plain, day) or numbered
    # Short lines between the paragraphs of a report do not part what comes first from the work.
    sections = any(1 <= one.level <= 3 for one in headings) or _listed(clauses)
    flows = not sections or all(clause.front for clause in clauses)
    return Passage(
        text=assembly.text,
        plain=plain,
        title=title,
        sentences=sentences_of(plain, clauses, headings, rows, year, flows=flows),
        outline=headings,
        tables=assembly.tables,
        ledgers=ledgers,
        day=day,
        year=year,
        flows=flows,
    )


def _listed(clauses: Sequence[Clause]) -> bool:
    """Tell pieces of work that stand as 一、…二、…三、…, each on lines of its own, with no heading among them."""
    return len({clause.row for clause in clauses if clause.mark is not None and clause.mark.level == 1}) > _FEW


def _with_ledgers(assembly: Assembly, ledgers: tuple[Ledger, ...]) -> tuple[Line, ...]:
    """Take in the rows of ledgers that run over the whole width: titles and section headings."""
    extra: list[Line] = []
    for ledger in ledgers:
        first_line = assembly.lines[0].start if assembly.lines else len(assembly.text) + 1
        for number, span in enumerate(ledger.banner):
            title = number == 0 and first_line > span.start and ledger is ledgers[0]
            extra.append(Line(span.start, span.end, -1, "title" if title else "note"))
        for row in ledger.rows:
            if row.section:
                span = row.name.span
                extra.append(Line(span.start, span.end, -1, "heading2"))
    if not extra:
        return assembly.lines
    return tuple(sorted((*assembly.lines, *extra), key=lambda line: line.start))


def _title(assembly: Assembly, plain: str, titles: list[TitleRow], told: str) -> str:
    """The first title, unless the file tells one and text stands above: 另据报道…, with a headline of its own below."""
    if titles and not (told and "。" in plain[: titles[0].start]):
        return assembly.text[titles[0].start : titles[0].end].replace("\n", "")
    return told


# A line with nothing but the document's own number: 教规〔2011〕85号.
_NUMBER_LINE = re.compile(r"（?[\u4e00-\u9fff]{1,12}[〔（\[]\s*((?:19|20)\d\d)\s*[〕）\]]\s*\d+\s*号）?")


def _numbered(plain: str, rows: list[Row]) -> int | None:
    """Return the year in the document's own number, where a line near the beginning holds nothing else."""
    for row in rows[:15]:
        number = _NUMBER_LINE.fullmatch(plain, row.start, row.end)
        if number is not None:
            return int(number[1])
    return None


# 到2020年，力争…: the last year that a text looks ahead to.
_AIMED_AT = re.compile(r"(?:到|至)(20\d\d)年(?:底|末)?，")


def _aimed_at(plain: str) -> int | None:
    return max(map(int, _AIMED_AT.findall(plain, 0, 60_000)), default=None)


def _stated(published: date | None, own: int | None) -> date | None:
    """The day that a file states; the day on which a page took over a document of a year of its own is none of it."""
    taken_over = published is not None and own is not None and published.year > own + 1
    return None if taken_over else published


# A line with nothing but a date signs; one with the time of a task in it does not: （三）总结阶段（11月1日—12月31日）.
_SIGNED = re.compile(rf"[（(\s]*(?:{_DATE.pattern}|{_CHINESE_DATE.pattern})\s*(?:印发|发布)?[）)\s]*")
_TASKED = re.compile(
    r"日\s*(?:之?前|以前|起|止|—|-|～|至|到)|阶段|[—～至]|完成|时限|期限|办结|截止|责任(?!编辑)|牵头|^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\D"
)


def _day(plain: str, rows: list[Row], published: date | None, own: int | None) -> date | None:
    """The date in the signature, else one near an end of the text, else the one the file states."""
    short = [row for row in rows if row.end - row.start < 60]
    edges = [*reversed(short[-12:]), *short[:15]]
    for pattern, places in ((_SIGNED, edges), (_SIGNED, short), (None, edges)):
        for row in places:
            text = plain[row.start : row.end]
            if _TASKED.search(text) if pattern is None else "日" not in text or pattern.fullmatch(text) is None:
                continue
            day = _read_day(text, own)
            if day is not None:
                return day
    return _stated(published, own)


# 2019-05-09 来源：…: a day in figures that a page states.
_STATED = re.compile("日期|时间|来源|浏览|阅读|点击")


def _read_day(text: str, own: int | None) -> date | None:
    match = _DATE.search(text)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    match = _CHINESE_DATE.search(text)
    if match is None:
        match = _ISO.search(text) if _STATED.search(text) else None
        return _stated(_date(int(match[1]), int(match[3]), int(match[4])), own) if match is not None else None
    return _date(number_of(match[1]), number_of(match[2]), number_of(match[3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# 2026年消除大班额, 到2030年建成教育强市: a headline looks ahead; it is written in another year.
_AHEAD = re.compile(r"(20\d\d)年(?:底|末)?前?，?(?:(?<=到20\d\d年)|要|将|全面|基本|实现|建成|消除|普及|完成|达到)")


# 2033年工作要点: what names its work by a year, and not 自2033年春季学期起.
_OF_A_YEAR = re.compile(
    r"20\d\d年?度?(?![底末前起])(?![^，；：\s]{0,10}起)[^，；：\s]{0,40}?"
    r"(?:要点|计划|方案|任务|安排|清单|实事|工作|部署|打算|思路|项目|通知|意见|预算|台账|报告|表)"
)


# 2019年度督导评价反馈意见的整改方案: what was looked into lies behind what is put right.
_LOOKED_INTO = re.compile(
    r"20\d\d ?年度?(?=[^《》，]{0,24}(?:评[价估]|考核|督[导察]|巡[视察]|审计|检查)[^《》，]{0,16}(?:整改|反馈|问题))"
)


# 2023年我市计划投资…: a text without a date of its own speaks in the one year that it has plans for.
_SPOKEN_IN = re.compile(r"(?<![至到—\-])(20\d\d)年(?:度)?(?![底末前])，?[^，。；]{0,8}(?:规划投|规划建|计划|将|拟)")


# 2023学年第二学期 is taught in spring.
_SPRING = re.compile(r"(20\d\d)(?:年?[—\-～至]{1,2}20\d\d)?学年度?(?:第二学期|下学期|春季学期)")


def _named(titles: list[str]) -> list[int]:
    """The years that titles name, but for those that were looked into."""
    return [int(year) for title in titles for year in _YEAR.findall(_LOOKED_INTO.sub("", title))]


def _looks_ahead(title: str, year: int) -> bool:
    """Tell a title that names a later year than the one it is written in, and not as that of its work."""
    ahead = _AHEAD.search(title)
    if ahead is not None and int(ahead[1]) > year:
        return True
    return any(int(one) > year for one in _YEAR.findall(title)) and _OF_A_YEAR.search(title) is None


def _year(title: str, titles: list[str], plain: str, day: date | None) -> int | None:
    """The year of bare months: from the titles where they name one, else from the document's date."""
    for written in (title, *titles):
        spring = _SPRING.search(written)
        if spring is not None:
            return int(spring[1]) + 1
        if day is not None and _looks_ahead(written, day.year):
            continue
        years = _YEAR.findall(_LOOKED_INTO.sub("", _DOCUMENT_NUMBER.sub("", written)))
        if len(set(years)) == 1 or (years and "总结" in written):
            return int(max(years))
    if day is not None:
        return day.year
    told = _named(titles)
    if told:
        return min(told)
    spoken = set(_SPOKEN_IN.findall(plain, 0, 4_000))
    return int(spoken.pop()) if len(spoken) == 1 else None
