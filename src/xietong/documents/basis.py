"""Takes a Passage; gives its basis: the documents, older than it, that it says it rests on or carries out."""

import re
from collections.abc import Iterator

from xietong.basics import Span
from xietong.documents.draft import BasisKind, DraftBasis
from xietong.documents.passage import Passage, Setting
from xietong.documents.placing import Placing

# Bounded, so that unclosed marks cost no more than their bound.
_NAMED = re.compile(
    r"《(?P<title>[^《》\n]{2,60}(?:印发|转发|发布)《[^《》\n]{2,60}的通知(?=》[（，。、和与精])|[^《》\n]{2,120}(?:《[^《》\n]{0,80}》[^《》\n]{0,80}){0,4})》"
    r"|“(?P<quoted>[^“”\n]{3,40}(?:规划|纲要|计划|协议|意见|方案|决定|条例|办法|协定|备忘录))”"
    r"|(?P<bare>[\u4e00-\u9fff]{0,20}“?十[一二三四五六]五”?(?:(?:教育|事业|改革|和|发展|专项"
    r"|中长期){0,4})规划(?:纲要)?)(?=[，、。；和及与的要（]|部署|精神|确定|提出|目标|任务)"
)
_ANCHOR = re.compile(r"[《“十](?:(?<!十)|[一二三四五六]五)")
_LEAD = 21  # the most that can stand before the five-year plan in its bare name
_GOVERNS = re.compile(
    r"根据|依据|遵照|依照|按照|参照|贯彻|落实|实施|执行|结合|对照|遵循|衔接|以(?=《)|推动(?=《)|推进(?=《)"
    r"|深化(?=《)|依(?=《)|按(?=《)"
)
# Documents that are made, issued or altered here are no basis; 印发的《…》 is an attribute of one that is.
_MAKES = re.compile(
    r"(?:制定|制订|编制|印发|出台|发布|修订|起草|研制|签署|签订|形成|编写|公布|颁布|完善|修改|拟定|报送|提交"
    r"|汇编|下发|下达|通过|审议|申报|填写|填报|开展|(?<!贯彻)学习|宣传|解读|废止)"
    r"(?:了|并|和|、|好)?(?!的|并?实施的|施行的|[^，。；《]{0,12}的《)"
)
_MADE_AND_DONE = re.compile(
    r"(?:制定|制订|编制|出台|研制|修订|起草|印发|发布|研究)(?:并|和|、|与)?(?:组织|推动|认真|全面)?(?:贯彻"
    r"|落实|实施|执行|推进)+$"
)
_BETWEEN = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕")
# A part of a list of documents behind its comma: connectives, the names of those who issued the next, and titles.
_LISTED = re.compile(
    r"(?:以及|及其?|和|与|并|结合|(?:经"
    r"|由)?[\u4e00-\u9fff、 ]{0,40}[委府部厅局院办室会](?:关于)?(?:联合)?(?:印发|制定|发布|出台|下发)?的?"
    r"|(?:上级|有关|相关|国家|省)[^，。；《》]{0,20}(?:和|及|以及))?"
    r"(?:《》(?:等|的|精神|要求|和|与|及|以及|、| |文件|有关|部署|目标任务)*)*"
)
# Behind a title: 根据教育部印发《…》精神 rests on it, whoever issued it.
_SPIRIT = re.compile(r"(?:（[^（）\n]{0,40}）)?的?(?:有关|相关|文件|通知|会议|工作)*(?:精神|要求|规定|部署|安排)")
# 推进《…条例》立法进程: it is still to be made.
_TO_BE = re.compile(r"的?(?:立法|出台|制定|制订|修订|修改|编制|起草|审议|立项|颁布)(?!的)")
_NICKNAME = re.compile(r"(?:以下|下)(?:统一)?(?:简)?称(?:为)?[：“《]{0,3}([^》”）]{2,30})[》”）]")
_GENERIC = re.compile(
    r"(?:本|该)?(?:通知|意见|方案|规划|计划|纲要|办法|决定|要点|报告|条例|协议|行动计划|实施方案|实施意见"
    r"|若干意见|指导意见)"
)
_YARDSTICK = re.compile(
    r"(?:标准|规范|指南|目录|指标体系|大纲|规程|细则|守则|准则|手册|图谱|清单|评估指标|要求|评价表)(?:（[^）]*）|暂行|试行)?$"
)
# 依据《…规程》等法律法规，制定本方案: what the text itself is drawn up by is no yardstick, whatever it is called.
_FOUNDS = re.compile("(?:制定|制订|编制|起草|形成|提出)了?(?:本|如下|以下)|等(?:有关)?法律法规")
# 《…标准》（GB 18918）, alone or among others of its kind; 按照《…发票》上的金额 reads a figure off a paper.
_NORM = re.compile(r"(?:、?《[^《》\n]{1,60}》)*（[A-Z]{1,5}(?:/[A-Z])? ?\d|上")
_PAPER = re.compile(
    r"(?:发票|合同|合同[^同]*条款|确认[书单]|认定书|告知[书单]|[申登][请记]表|统计表|证书|许可证|产权证|通知书|承诺书)(?:（[^）]*）)?$"
)
_MEASURED_BY = re.compile(r"《[^《》]*(?:办法|标准|规程|评估|评价|验收|认定)[^《》]{0,8}》")
_KINDS: tuple[tuple[BasisKind, re.Pattern[str]], ...] = (
    (BasisKind.SPEECH, re.compile(r"讲话|报告$|论述|批示|回信|贺信|重要指示")),
    (BasisKind.OUTLINE, re.compile(r"纲要")),
    (BasisKind.AGREEMENT, re.compile(r"协议|协定|备忘录|合作框架|共识|公约|宣言")),
    (BasisKind.OPINION, re.compile(r"意见|决定|通知|通告|决议|批复|若干措施|若干政策|措施$|要点")),
    (BasisKind.PLAN, re.compile(r"规划|计划|方案|行动|蓝图|2035|路线图|任务书")),
    (BasisKind.LAW, re.compile(r"法(?:（|$)|条例|规定|办法|法律|细则|宪法")),
)


def find_basis(passage: Passage, placing: Placing | None = None) -> tuple[DraftBasis, ...]:
    """Return every mention of a document that the passage rests on, in order; linear in the length of the text."""
    placing = placing or Placing(passage)
    own = _own_names(passage)
    found: list[DraftBasis] = []
    for match in _names(passage.plain):
        if _rests_on(passage, placing, match, own):
            found.extend(_basis(passage, placing, match))
    others = [*_unmarked(passage, placing), *_within_title(passage, placing), *_listed(passage, placing)]
    return tuple(sorted([*found, *others], key=lambda basis: basis.span) if others else found)


# 《两省市贯彻落实《…规划纲要》联合实施方案》: a plan that says in its title what it carries out.
_WITHIN = re.compile(r"《[^《》\n]{0,60}(?:贯彻|落实|实施)《([^《》\n]{4,60})》")


def _within_title(passage: Passage, placing: Placing) -> Iterator[DraftBasis]:
    for match in _WITHIN.finditer(passage.plain):
        if not placing.in_heading(match.start()):
            span = Span(*match.span(1))
            yield DraftBasis(span.quote(passage.text), kind_of(match[1]), span, placing.item(span))


# 编制依据 heads a list of nothing but documents.
_SECTION = re.compile("[^，]{0,4}依据")


def _in_section(passage: Passage, placing: Placing, at: int) -> bool:
    sentence = placing.sentence(at)
    below = sentence.headings[-1].span if sentence is not None and sentence.headings else None
    return below is not None and _SECTION.fullmatch(passage.plain, below.start, below.end) is not None


_TITLE = re.compile(r"[\u4e00-\u9fff\d（）—\-]{6,60}?(?:法|条例|纲要|规划|计划|方案|意见|办法|决定|要点|通知)(?=。?$)")


def _listed(passage: Passage, placing: Placing) -> Iterator[DraftBasis]:
    """The documents without marks in a section that lists them."""
    for sentence in passage.sentences if "依据\n" in passage.plain else ():
        start, end = sentence.span.start, sentence.span.end
        title = _TITLE.match(passage.plain, start, end)
        if title is not None and _in_section(passage, placing, start):
            span = Span(start, title.end())
            yield DraftBasis(span.quote(passage.text), kind_of(title[0]), span, placing.item(span))


# 贯彻落实省教育厅关于…的意见（…〔2023〕4号）: a title without marks, told by its number.
_NUMBERED = re.compile(
    r"关于[^，。；：《》“”（）\n]{4,80}(?:意见|通知|决定|方案|计划|规划|措施|办法|要点)"
    r"(?=（[\u4e00-\u9fff]{1,12}〔20\d\d〕\d{1,4}号）)"
)
_ISSUED_BY = re.compile(r"(?:根据|依据|按照|遵照|贯彻|落实|执行)+(?P<names>[\u4e00-\u9fff、 ]{0,60}?)$")


def _unmarked(passage: Passage, placing: Placing) -> Iterator[DraftBasis]:
    plain = passage.plain
    for match in _NUMBERED.finditer(plain) if "〔" in plain else ():
        before = _ISSUED_BY.search(plain, max(0, match.start() - 64), match.start())
        if before is None or placing.in_heading(match.start()) or placing.in_title(match.start()):
            continue
        span = Span(before.start("names"), match.end())
        yield DraftBasis(span.quote(passage.text), kind_of(match[0]), span, placing.item(span))


def _names(plain: str) -> Iterator["re.Match[str]"]:
    """Yield what ``_NAMED.finditer`` would, trying it only where a name can begin."""
    places: set[int] = set()
    for anchor in _ANCHOR.finditer(plain):
        at = anchor.start()
        places.update(range(max(0, at - _LEAD), at + 1) if anchor.end() - at > 1 else (at,))
    done = 0
    for at in sorted(places):
        match = _NAMED.match(plain, at) if at >= done else None
        if match is not None:
            done = match.end()
            yield match


def kind_of(title: str) -> BasisKind:
    """Return the kind of a document by the words of its title.

    >>> kind_of("成渝地区双城经济圈建设规划纲要").value, kind_of("教育协同发展框架协议").value
    ('outline', 'agreement')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), BasisKind.OTHER)


def _basis(passage: Passage, placing: Placing, match: "re.Match[str]") -> Iterator[DraftBasis]:
    group = match.lastgroup or "title"
    start, end = match.span(group)
    if group == "bare":
        start += _own_words(match[group])
    span = Span(start, end)
    title = span.quote(passage.text)
    yield DraftBasis(title, kind_of(passage.plain[start:end]), span, placing.item(span))


_JOINT = re.compile(r".*(?:以及|根据|依据|按照|遵照|贯彻|落实|实施|结合|和(?!社会|国)|及|与|是|为)")


def _own_words(words: str) -> int:
    """Return how many of the first characters belong to the sentence rather than to the name."""
    joint = _JOINT.match(words)
    return 0 if joint is None else joint.end()


def _rests_on(passage: Passage, placing: Placing, match: "re.Match[str]", own: frozenset[str]) -> bool:
    plain, at = passage.plain, match.start()
    named = match[match.lastgroup or "title"]
    title = _bare(named[_own_words(named) :] if match["bare"] else named)
    if placing.in_heading(at) or title in own or _GENERIC.fullmatch(title):
        return False
    setting = placing.setting(at)
    if setting is Setting.CLOSING or re.fullmatch(r"十[一二三四五六]五规划", title):
        return False
    bounds = placing.bounds(at)
    yardstick = (
        setting in (Setting.WORK, Setting.SUPPORT, Setting.AIMS)
        and _YARDSTICK.search(title) is not None
        and _FOUNDS.search(plain, match.end(), min(bounds[1], match.end() + 200)) is None
    )
    if match["bare"] and placing.in_title(at):
        return False
    if _in_section(passage, placing, at):
        return match["title"] is not None or match["quoted"] is not None
    if _PAPER.search(title) or _NORM.match(plain, match.end()):
        return False
    low = max(bounds[0], at - 400)
    start = match.start("bare") + _own_words(match["bare"]) if match["bare"] else at
    spirit = _SPIRIT.match(plain, match.end()) is not None
    programme = match["quoted"] is not None and title.endswith("计划")
    to_be = _TO_BE.match(plain, match.end()) is not None
    return _governed(plain, low, start, yardstick=yardstick, spirit=spirit, programme=programme, to_be=to_be)


def _governed(plain: str, low: int, at: int, *, yardstick: bool, spirit: bool, programme: bool, to_be: bool) -> bool:
    """Tell whether the last verb before a name, over a list of names, is one that takes a basis."""
    before = _BETWEEN.sub("《》", plain[low:at])
    shown = before + plain[at : at + 1]
    verbs = list(_GOVERNS.finditer(shown))
    if not verbs:
        return False
    last = verbs[-1]
    if programme and last[0] == "实施":  # 实施“千名校长培养计划”: what is done here
        return False
    if to_be and last[0] not in ("根据", "依据", "按照", "遵照"):  # by which something else is drawn up
        return False
    if yardstick and last[0] not in ("贯彻", "落实", "实施", "推动"):
        return False
    if last[0] in ("对照", "参照") and _MEASURED_BY.search(plain, at, at + 80):
        return False
    between = before[last.end() :]
    issued = spirit and "，" not in between
    made = not issued and _MAKES.search(shown, last.end()) is not None
    if made or _MADE_AND_DONE.search(before[: last.end()]):
        return False
    return all(_LISTED.fullmatch(part) for part in between.split("，")[1:])


# “…计划”启动: the headline's own plan, unless it says that it carries another one out.
_CARRIES_OUT = re.compile(r"贯彻|落实|实施《|根据|依据|执行|学习")
_QUOTED = re.compile(r"“([^“”\n]{3,40}(?:计划|行动|工程))”")


# 在渝签署职业教育协同发展框架协议: told without marks.
_SIGNED = re.compile(r"签[署订]了?([^，。；《》“”]{4,40}(?:协议|备忘录))")


def _own_names(passage: Passage) -> frozenset[str]:
    """The plan's own names: its title, the titles in it, and every short name that the text introduces."""
    title = passage.title or ""
    names = {_bare(title)}
    names.update(
        _bare(name)
        for name in re.findall(
            r"(?:印发|转发|发布|公布|下发)[^《》]{0,12}《([^《》]+)》(?![^《》和及与、的]{2,12}的)", title
        )
    )
    names.update(_bare(match[1]) for match in _NICKNAME.finditer(passage.plain))
    for heading in passage.outline:
        if heading.level == 0:
            names.add(_bare(heading.title))
    if _CARRIES_OUT.search(title) is None:
        names.update(_bare(name) for name in _QUOTED.findall(passage.plain[:3000]) if name in title)
    own = re.compile(
        r"(?:现将|研究制定|共同制定|联合印发|联合发布|特制定|制定)了?《([^《》\n]{2,80})》(?!的?(?:有关|相关)?(?:精神|要求|规定|部署))"
    )
    names.update(_bare(name) for name in _SIGNED.findall(passage.plain, 0, min(len(passage.plain), 3000)))
    names.update(_bare(match[1]) for match in own.finditer(passage.plain, 0, min(len(passage.plain), 3000)))
    return frozenset(names)


def _bare(title: str) -> str:
    """A title without blanks, brackets and marks, for comparison."""
    return re.sub(r"[\s《》〈〉“”（）()—\-－～]", "", title)
