"""Takes headings and clauses; gives the sentences with the setting that each stands in."""

import re
from collections.abc import Iterable, Sequence

from xietong.basics import Span
from xietong.documents.cues import VERB
from xietong.documents.draft import Heading
from xietong.documents.outline import Clause
from xietong.documents.passage import Sentence, Setting
from xietong.documents.rows import Row
from xietong.documents.titles import ON_THE_FORM

_TITLES: tuple[tuple[Setting, re.Pattern[str]], ...] = (
    (
        Setting.AIMS,
        re.compile(
            r"(?:(?<!责任)(?<!施政)(?<!任务)目标|指标|愿景|(?:创建|达标|评估|认定|验收)标准)(?:要求|体系|与?思路)?$|^(?:目标|战略|功能|发展|总体|区域)?定位|^(?:总体|主要|发展|"
            r"工作|具体|预期|战略|总|年度|阶段)[^，]{0,6}(?<!施政)(?<!任务)目标(?!责任|管理)"
            r"|主要(?:发展)?指标|^目标任务|目标(?:和|与|及)(?:主要)?(?:任务|指标)|^到20\d\d年"
        ),
    ),
    (
        Setting.THOUGHT,
        re.compile(
            r"^(?:工作|活动|计划|实施|编制)?目的(?:[和与及]意义)?$|指导思想|(?:基本|工作|主要|实施|遵循|发展|总体|建设|规划|合作)原则|^(?:合作)?(?:原则|宗旨)$|(?:总体|基本|发展|"
            r"主要)(?:思路|理念|方针|策略)$|^(?!20\d\d年|下一?步|下阶段|今后|明年).*工作(?:思路|理念|方针|策略)$|战略(?:主题|方针)"
            r"|思路(?:和|与)|^总体要求|^总要求|工作主线|基本遵循"
        ),
    ),
    (
        Setting.BACKGROUND,
        re.compile(
            r"背景|^[^，]{0,6}(?:概况|简介)$|^[^，]{0,4}依据$|(?:形势|情势|环境|现状|情况|[园校学班]情)分析$|(?:发展|工作|现有|现实|规划|建设|办学|前期|基本)(?:基础|现状|环境|成就|成效|回顾|形势)(?:和|与|及|$)|^(?:现状|形势|"
            r"成就|成效|基础|回顾|前言|序言|引言|序)$|^(?:现状|形势|问题|成绩|成就)(?:与|和|及|、)"
            r"|(?:现状|情况)(?:与|和|及)(?:存在)?(?:的)?问题|^(?:基本|主要)?(?:情况|做法)$|"
            r"^20\d\d年(?:度)?(?:主要)?(?:工作)?(?:总结|回顾|完成)"
            r"|面临(?:的)?(?:形势|机遇|挑战|问题|困难)|机遇(?:和|与|、)?挑战|(?:主要|存在(?:的)?|突出)(?:问题|困难|"
            r"短板|不足)(?:和|与|及|$)|(?:取得|主要)(?:的)?(?:成绩|成效|成就)"
            r"|(?:重要|重大|深远|战略)意义|重要性|必要性|紧迫性|工作回顾|情况(?:回顾|总结)|基本情况|发展环境|"
            r"^总体情况|(?:主要|基本)(?:经验|做法)|名词解释|起草(?:说明|过程)|出台背景|十三五[^，]{0,8}(?:成就|回顾|"
            r"成效)|(?:持续|不断)取得|取得(?:了|历史性)|^过去|年来$"
        ),
    ),
    (Setting.CLOSING, re.compile(r"^(?:附则|附件|附录|其他事项?|其它|联系方式|结语|后记|施行日期)$|^附件")),
    (
        Setting.SUPPORT,
        re.compile(
            r"保障|组织(?:实施|领导)|督导|督查|监督|考核|宣传(?:引导|工作)|工作要求|有关要求|实施(?:要求|步骤|机制)|"
            r"进度安排|评估"
        ),
    ),
)
# A title that tells to do something heads work, whatever nouns stand in it.
_ACTING = re.compile(
    r"坚持(?=.*目标$)|(?:进一步|全面|深入|大力|着力|积极|切实|不断|持续)?(?:加强|推进|优化|完善|健全|强化|落实|深化|提升|实施|开展|"
    r"建立|构建|加快|促进|推动|抓好|抓实|做好|打造|巩固|拓展|改善|创新|严格|规范|支持|引导|统筹|突出|聚焦|围绕|建设|"
    r"组织|制定|夯实|压实|细化)"
)
_QUOTES = re.compile(r"[“”\s]")
# Paragraphs after the body: signatures, copies, contacts, remarks.
_CLOSING = re.compile(
    r"（?(?:此件|本文)|抄\s?送|主题词|（?(?:联系人|联系电话|联系方式)|附\s?件[：\d]|"
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:印发)?$"
    r"|(?:特别|免责|版权|郑重)声明[：\s]|来源：|(?:采写|撰文|撰稿|供稿|摄影|图文|统筹)：|解读(?:机关|单位|部门|人)：|责任编辑|（?(?:编辑|记者|作者|审核|校对)：|（(?:完|来源)|[^，。]{2,40}\s*(?:办公室|"
    r"秘书处)\s*(?:\d{4}年\d+月\d+日)\s*印发"
    r"|特此(?:通知|公告|函)|（?信息公开|备注：|注："
)
# What it begins with, be it in brackets, unless it is a day or 印发 stands in it.
_CLOSING_FIRST = frozenset("此本抄主联附来解责编记作审校特信备注采撰供摄图统免版郑完")
# A label within a paragraph: what follows it there is an aim, or work.
_ANSWERS = ("答：", "A：")
_LABELLED = re.compile(
    r"(?:(?P<aim>(?:目标任务|工作目标|主要目标|年度目标|预期目标|总体目标|整改目标|发展目标|目标要求|总?目标|(?:具体|主要)指标))"
    r"|(?P<thought>(?:[^，。；：、的]{2,12}的)?(?:指导思想|总体要求(?:[与和及](?:主要)?目标)?|总要求|基本原则|工作思路|总体思路)是?)"
    r"|(?:工作|主要|整改|具体|推进)?(?:措施|举措|内容|任务)(?:要求)?|进度安排|时间安排"
    r"|第[一二三四五六]阶段(?:（[^（）]{4,30}）)?)：\s*"
)
# 主要预期目标是：…；…；…。 What is listed up to the full stop are aims.
# …总体目标是：到2020年，…。在此基础上，到2035年，…。 A sentence about a later year goes on with them.
_AIMED_ON = re.compile(r"(?:[^。；，]{2,12}，){0,2}(?:力争)?到(?:20\d\d年|本世纪)")
_AIM_LIST = re.compile(r"(?:目标|指标)(?:任务)?[是为]：")
_BRACKET = re.compile(
    r"[（〔](?=[^）〕]{0,400}?(?:牵头|负责|责任|配合|完成|时限|单位|部门|科室|处室|参与|参加|主办|协办|承办|落实|指导|"
    r"长期|持续|20\d\d年|[部厅局委办科处校院][、，）]|\d月|底前))"
    r"[^（）〔〕]{0,500}(?:（[^（）]{0,200}）[^（）〔〕]{0,200}){0,20}[）〕]\s*[。；]?$"
)


def setting_of(title: str) -> Setting | None:
    """Return what a section with this title is for, or ``None`` where the title does not say.

    >>> setting_of("发展目标").value, setting_of("夯实学校安全基础")
    ('aims', None)
    """
    bare = _QUOTES.sub("", title)
    if len(bare) > 7 and _ACTING.match(bare):
        return Setting.SUPPORT if _TITLES[-1][1].search(bare) else None
    for setting, pattern in _TITLES:
        if pattern.search(bare):
            return setting
    return None


class Settings:
    """Finds the setting of a path of headings, remembering each heading's own."""

    __slots__ = ("_last", "_own", "_paths")

    def __init__(self, headings: Iterable[Heading], plain: str) -> None:
        self._own = {
            heading.id: setting_of(plain[heading.span.start : heading.span.end].replace("\n", ""))
            for heading in headings
            if heading.level > 0
        }
        self._last: tuple[tuple[Heading, ...] | None, Setting | None] = (None, None)
        self._paths: dict[tuple[str, ...], Setting | None] = {}

    def of(self, path: tuple[Heading, ...]) -> Setting | None:
        """Return the setting that the innermost speaking heading gives; ``None`` below no numbered heading."""
        if path is not self._last[0]:
            self._last = (path, self._remembered(path))
        return self._last[1]

    def _remembered(self, path: tuple[Heading, ...]) -> Setting | None:
        key = tuple([heading.id for heading in path])
        if key not in self._paths:
            self._paths[key] = self._find(path)
        return self._paths[key]

    def _find(self, path: tuple[Heading, ...]) -> Setting | None:
        below = [heading for heading in path if heading.level > 0]
        if not below:
            return None
        outer: Setting | None = None
        for heading in below:
            outer = _combined(outer, self._own.get(heading.id))
        return outer or Setting.WORK


_STRONG = (Setting.BACKGROUND, Setting.AIMS, Setting.THOUGHT)


def _combined(outer: Setting | None, own: Setting | None) -> Setting | None:
    """A section about the past or the guiding thought keeps its parts, unless a part is about aims or the like."""
    if own is None or (own is Setting.SUPPORT and outer in _STRONG):
        return outer
    return own


def sentences_of(
    plain: str,
    clauses: Iterable[Clause],
    headings: Iterable[Heading],
    rows: Sequence[Row],
    year: int | None,
    *,
    flows: bool,
) -> tuple[Sentence, ...]:
    """Turn clauses into sentences: the setting found, number and closing bracket left out of the span.

    ``year`` is the one that the text speaks in; ``flows`` says that no section parts what comes first from the work.
    """
    settings = Settings(headings, plain)
    speaks = not flows
    found: list[Sentence] = []
    within = _Within(plain)
    past = _Past(plain, year)
    closing, opening = _closing_from(plain, rows), _form_to(plain, headings, rows)
    piece = _cut_out(plain, headings, rows)
    seen, paragraph, closes = -1, -1, False
    for clause in clauses:
        setting = settings.of(clause.headings)
        if clause.row != seen:
            seen = clause.row
            start, end, paragraph = rows[seen][:3]
            closes = start >= closing or _closes(plain, start, end)
        if closes:
            setting = Setting.CLOSING
        elif clause.start < opening:
            setting = Setting.BACKGROUND
        elif setting is None or clause.front:  # below a number that heads nothing it is work all the same
            first = clause.row == 0 and not piece and (speaks or not (found or _opens_with_work(plain, clause)))
            early = first or (speaks and clause.front)
            setting = Setting.FRONT if early else Setting.WORK
        setting, span = within.read(clause, _bare(plain, clause), setting)
        setting = _aimed(plain, span, setting)
        if not speaks and setting in _TELLING:
            setting = past.read(clause, span, setting)
        alike = span.start == clause.start and span.end == clause.end
        whole = span if alike else Span(clause.start, clause.end)
        found.append(Sentence(span, whole, paragraph, setting, clause.headings))
    return tuple(found)


def _form_to(plain: str, headings: Iterable[Heading], rows: Sequence[Row]) -> int:
    """Return where the plan begins behind a first sheet or page on how its form is filled in; else 0."""
    if not rows or ON_THE_FORM.fullmatch(plain, rows[0].start, rows[0].end) is None:
        return 0
    return next((heading.span.start for heading in headings if heading.level == 0), 0)


# 总体要求 may hold the aims as well: 到2027年，…
_AIMED_BY = re.compile(r"(?:力争|争取)?到(?:20\d\d ?年|“?十[一二三四五六七]五”?期?末)")


def _aimed(plain: str, span: Span, setting: Setting) -> Setting:
    """Return aims for a sentence about a year to come among the guiding thought, else the setting it has."""
    ahead = setting is Setting.THOUGHT and _AIMED_BY.match(plain, span.start, span.end) is not None
    return Setting.AIMS if ahead else setting


# 近日，省教育厅印发…: what came out is told before what is to be done.
_CAME_OUT = re.compile(
    r"(?:近日|日前|近期|最近|[今昨][日天]|\d日)[^。；]{0,44}?(?:出台|印发|转发|发布|推出|公布|下发|签[署订]|部署)"
)


def _opens_with_work(plain: str, clause: Clause) -> bool:
    """Tell a sentence that opens running text with what will be done, and neither a headline nor what came out."""
    return plain[clause.end - 1] in "。；" and _CAME_OUT.search(plain, clause.start, clause.end) is None


def _cut_out(plain: str, headings: Iterable[Heading], rows: Sequence[Row]) -> bool:
    """Tell a piece of a longer text: one paragraph, or some of which the first begins with what is to be done."""
    if any(heading.level == 0 for heading in headings):
        return False
    return len(rows) == 1 or (bool(rows) and VERB.match(plain, rows[0].start, rows[0].end) is not None)


class _Within:
    """What was said in a paragraph that bears on what follows there: a label, the beginning of a list of aims."""

    __slots__ = ("_aiming", "_label", "_labelled", "_listing", "_plain")

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._aiming = self._labelled = self._listing = -1
        self._label = Setting.WORK

    def read(self, clause: Clause, span: Span, setting: Setting) -> tuple[Setting, Span]:
        """Return a sentence's setting and its span without a label."""
        plain = self._plain
        colon = plain.find("：", span.start, span.end)
        if colon < 0 and clause.row not in (self._labelled, self._aiming):
            return setting, span
        if plain.startswith(_ANSWERS, span.start) and span.end - span.start > len("答："):
            span = Span(span.start + len("答："), span.end)
        label = _LABELLED.match(plain, span.start, span.end) if colon >= 0 else None
        if label is not None and label.end() < span.end:
            span = Span(label.end(), span.end)
            setting = self._labelled_by(label, clause, setting)
        if self._labelled == clause.row and setting in _RELABELLED[self._label]:
            setting = self._label
        if self._listing == clause.row or (colon >= 0 and _AIM_LIST.search(plain, span.start, span.end) is not None):
            setting = Setting.AIMS if setting in (Setting.WORK, Setting.FRONT) else setting
            self._listing = clause.row if plain[clause.end - 1] == "；" else -1
            self._aiming = clause.row
        elif self._aiming == clause.row and _AIMED_ON.match(plain, span.start, span.end) is not None:
            setting = Setting.AIMS if setting in (Setting.WORK, Setting.FRONT) else setting
        return setting, span

    def _labelled_by(self, label: "re.Match[str]", clause: Clause, setting: Setting) -> Setting:
        """工作措施：… bears on the rest of its paragraph, 工作的指导思想是：… on its own sentence alone."""
        if not label[0].rstrip().endswith("是："):
            self._labelled, self._label = clause.row, _labelled_as(label)
            return setting
        return Setting.THOUGHT if setting in _RELABELLED[Setting.THOUGHT] else setting


_TELLING = (Setting.WORK, Setting.FRONT)


class _Past:
    """Remembers that running text told of the past in a paragraph: it goes on so until it looks ahead."""

    __slots__ = ("_plain", "_row", "_year")

    def __init__(self, plain: str, year: int | None) -> None:
        self._plain = plain
        self._year = year
        self._row = -1

    def read(self, clause: Clause, span: Span, setting: Setting) -> Setting:
        """Return background for a sentence that goes on about the past, else the setting it has."""
        if LOOKS_AHEAD.search(self._plain, span.start, min(span.end, span.start + 60)) is not None:
            self._row = -1
        elif self._opens(span):
            self._row = clause.row
        return Setting.BACKGROUND if self._row == clause.row else setting

    def _opens(self, span: Span) -> bool:
        match = _OPENS_PAST.match(self._plain, span.start, span.end)
        if match is None:
            return False
        return (
            match["told"] is not None
            or match["year"] is None
            or (self._year is not None and int(match["year"]) < self._year)
        )


_OPENS_PAST = re.compile(
    r"(?:[^，。；]{2,20}(?:介绍|表示|透露|指出|说|显示|公布)，)?(?:(?P<told>[^，。；]{2,20}(?:通报|回顾|总结)，20\d\d年)|近年来?|近[一二三四五六七八九十几两\d]{1,2}年来?|[一二三四五六七八九十几两多]{1,2}年来|过去[一二三四五几]?年|去年|此前|上[年月]"
    r"|[^，。；]{2,16}以来|截至[^，。；]{2,12}|(?P<year>20\d\d)年"
    r"(?:以来|年?[底末初]|上半年|全年|\d{1,2}月|(?<=(?:显示|公布)，20\d\d年)[^，。；]{2,24})?)[，,]"
)
LOOKS_AHEAD = re.compile(
    r"将(?![军领近])|要(?![求素点闻])|应当?(?![用对届急])|必须|力争|下一步|今后|接下来|未来|(?:计划|拟)(?=[新投建改培招到在于再分用])"
    r"|到20\d\d年|确保|明年|年底前|责任单位|负责(?!人|同志)|牵头"
)


_RELABELLED = {
    Setting.WORK: (Setting.WORK, Setting.AIMS),
    Setting.AIMS: (Setting.WORK, Setting.SUPPORT, Setting.AIMS, Setting.FRONT),
    Setting.THOUGHT: (Setting.WORK, Setting.FRONT),
}
"""What a label within a paragraph can make of the settings that the headings give."""


def _labelled_as(label: "re.Match[str]") -> Setting:
    if label["aim"]:
        return Setting.AIMS
    return Setting.THOUGHT if label["thought"] else Setting.WORK


def _closes(plain: str, start: int, end: int) -> bool:
    first = start + plain.startswith("（", start)
    likely = (
        plain[first : first + 1] in _CLOSING_FIRST
        or plain[start : start + 4].isdecimal()
        or plain.find("印发", start, end) >= 0
    )
    if likely and _CLOSING.match(plain, start, end) is not None:
        return True
    return (
        (plain[end - 1] in _SIGNATURE_LASTS or plain[end - 1].isdecimal())
        and plain.find("，", start, end) < 0
        and _SIGNATURE.fullmatch(plain, start, end) is not None
    )


# 《…实施方案》（2017年—2020年）: the years that a document is for.
_OF_TITLE = re.compile(r"》[（〔]20\d\d ?年?[—～至\-]{1,2}20\d\d ?年?[）〕]")


def _bare(plain: str, clause: Clause) -> Span:
    start, end = clause.body, clause.end
    while start < end and plain[start] in " ：":
        start += 1
    tail = plain[max(start, end - 3) : end]
    match = _BRACKET.search(plain, start, end) if "）" in tail or "〕" in tail else None
    if match is not None and not (
        plain.startswith("》", match.start() - 1) and _OF_TITLE.match(plain, match.start() - 1)
    ):
        end = match.start()
    while end > start and plain[end - 1] == " ":
        end -= 1
    return Span(start, max(start, end))


def _closing_from(plain: str, rows: Sequence[Row]) -> int:
    """Return where the text's own end begins: the signature and date below the last paragraph of the body."""
    end = len(plain) + 1
    for row in reversed(rows[-8:]):
        text = plain[row.start : row.end].strip()
        if len(text) > 60 or "。" in text or text.endswith("；") or not _SIGNS.search(text):
            break
        end = row.start
    return end


# A row of nothing but bodies, or nothing but a date: a signature, wherever it stands.
_SIGNATURE = re.compile(
    r"(?:[^\s，。；：、（）\d]{2,22}(?:厅|局|委员会|人民政府|办公室|教委|党委|工委|大学|"
    r"学院)\s+)*[^\s，。；：、（）\d]{2,22}(?:厅|局|委员会|人民政府|办公室|教委|党委|工委|大学|学院|中学|小学|联合会|"
    r"总工会|团委|联盟)"
    r"|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月?\s*\d{1,2}\s*日|(?:19|20)\d{4,6}"
)
_SIGNATURE_LASTS = frozenset("厅局会府室委学院盟日")  # or a figure
_SIGNS = re.compile(
    r"(?:厅|局|委员会|政府|办公室|委|办|部|处|科|校|学院|大学|中心|小组)$|"
    r"^\d{4}\s*年\s*\d{1,2}\s*月?\s*\d{1,2}\s*日$|^(?:19|20)\d{4,6}$|^[二〇○零一三四五六七八九]{4}年.{1,3}月.{1,3}日$"
    r"|^（(?![一二三四五六七八九十\d]{1,3}）)|^附|^抄|^联系|印发$|责任编辑|编辑"
)
