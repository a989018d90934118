"""Takes a Passage; gives the bodies it names with what it makes of them: lead, support, issuer or merely mentioned."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import pairwise
from sys import intern

from xietong.basics import Span
from xietong.documents.cues import VERBS, by_first, verb_at
from xietong.documents.draft import Unit, UnitRole
from xietong.documents.passage import Passage, Setting
from xietong.documents.placing import Placing
from xietong.documents.regions import by_name
from xietong.documents.units_duties import Bearer, DutyList, is_field, is_place
from xietong.documents.units_issuers import issuers, labelled_issuers, printing
from xietong.documents.units_issuers_told import learnt_from, single_place, told_together
from xietong.documents.units_labels import labelled
from xietong.documents.units_lines import aligned, flattened
from xietong.documents.units_names import certainty, is_kind, is_side
from xietong.documents.units_prose import Taken, bracketed, clause_start, spoken
from xietong.documents.units_resolving import Home, home_of, resolve
from xietong.documents.units_tables import tabled

_ENDS = "委厅局署办部院校会议府心门位省区县市州地份园业学关司团处科室组方队联构镇乡道行小点班级）"
# Between a name and what it is to do: how often or by when.
_IN_TIME = (
    r"(?:每[\u4e00-\u9fff\d]{0,3}[年月季期周度]|[于在从自到]?(?:(?:20\d\d|今|明|当)年)?(?:\d{1,2}月)?(?:\d{1,2}日|底|初|末|[上中下]旬|[上下]半年)?"
    r"(?:以?前|起|内)?，?)"
)
# By when something is to be done is a duty by itself: 各县教育局7月底前报送总结.
_BY_WHEN = (
    r"(?:分别|统一)?(?:[于在自从]|最迟)?(?:每(?:学?年|季度?|月|周|半年|学期|个)"
    r"|(?:20\d\d年|[今明本当]年)?(?:[上下]半年|第?[一二三四]季度?|\d{1,2}月(?!\d{1,2}日(?![以之]?前|起|至))|年?[底末]前))|按[月季年旬]"
)
# The last character of a name and a word of obligation behind it.
_DUTY = re.compile(
    rf"[{_ENDS}](?=[根至从严切认积均都也必一还要应须需不会将承联共比参每适负按各在是于对把完自到今明当最分上下第二三四年计拟\d])(?:均|都|也|必须|一律|还|严格|切实|认真|积极)?"
    rf"(?:{_BY_WHEN}|{_IN_TIME}(?:要|应|须|需|应当|不得|会同|将"
    r"|承担(?![^，。；]{0,10}的)|负[^，。；]{2,6}责任(?!人)|(?:联合|共同)(?!发布|印发|出台|签署|召开|举行|举办|制定|编制|起草|发起|公布|下发|研究|宣布)"
    r"|(?:计划|拟)(?=[投在于新建用到为向])|定期|适时|进一步|比照|参照"
    r"|负责(?!同志|人(?!员)|制(?![定订作])|任)|[按对]照|各司其职|各负其责|在各?自?职责|不予|按(?:程序|规定|要求|职责|分工)"
    r"|对[^，。；]{2,20}负有|是[^，。；]{2,20}(?:责任主体|部门，(?:要|应|须|负责))"
    r"|对(?=[^，。；]{2,20}(?:进行|开展))|完成(?![率后的]|情况)|至少|根据(?=[^，。；]{2,24}(?:制定|抓好|做好|落实|开展))|从[^，。；]{2,20}中(?=安排|提取|列支)|把(?=[^，。；]{2,36}(?:纳入|列入|作为|摆))))(?!求|用|素|点|领|道|对(?=[口象应比策])|件|是|来|近"
    r"|把手|的)"
)
# The last character of a name that opens its clause, and a verb of action at once behind it.
_ACTS = re.compile(
    rf"[{_ENDS}](?=[{''.join(sorted({verb[0] for verb in VERBS.split('|')}))}每于在从自到今明当根按依结面各\d])"
    rf"{_IN_TIME}各?(?:(?:根据|按照?|依据|结合|面向)[^，。；]{{2,24}}?，?)?"
    r"(?!下设|组织[要应须]"
    r"|(?:建设|招生|培养|培训|投入|配备|配置|保障|改革|合作|考核|评估|覆盖|使用|落实|实施|推进|完成|执行)"
    r"(?:标准|水平|质量|情况|规模|成效|规划|机制|体系|对象|比例|人?数|名额))"
    rf"(?!明确，|带头人)(?:{by_first(VERBS)}|确定)(?![^，。；]{{0,8}}率|[的了者性室处办局组科站员后])"
)
# 由…落实: behind 由 almost any verb gives a duty.
_BY = re.compile(
    r"(?<!年会)(?<!大会)(?<!论坛)由[^，。；由]{2,40}?(?=落实|统一|限期|给予|提供|实施|审核|安排|担任|审批|认定|核定|办理|拨付|解决|统筹|予以|具体|制定|出台|组织|依法|依规|派出|[选委]派|遴选|推荐|承担|筹集|办成|接收|汇总|(?:轮[值流])?(?:[承主]办|召集))"
)
# 甲局会同乙局完善…: whoever is joined by has a duty, whatever it is; behind …牵头， it supports.
_WITH = re.compile(
    rf"(?:会同|联合)(?<=[{_ENDS}要应须将，。；]..)[\u4e00-\u9fff、（）]{{2,60}}?[委厅局办部院校会府门心团联署](?<!社会)"
    rf"(?=，?(?:(?:{by_first(VERBS)})|[对在按于从用为向以][^，。；]{{2,20}}|(?:今|明|20\d\d)年|年[底内]|\d{{1,2}}月|每|要|定期|及时))"
)
# 通知要求各地开展一次排查: whom a document or a body requires to do something.
_REQUIRED = re.compile(
    rf"要求(?<![照据合按]要求)[\u4e00-\u9fff（）、]{{1,40}}?[{_ENDS}](?<!社会)(?=(?:{by_first(VERBS)})|[以把将对在按从于与]|立即|全面|认真|\d|不得|严格|尽快)"
)
_JOINING = ("会同", "联合")
_LED = re.compile(r"牵头|负责")
# Who is called on in running text is a body or a group of bodies or places (各地); 高校 alone is none.
_ADDRESSED = re.compile(r"各[^、]{0,8}(?:单位|部门)")
# 青溪区将新建学校 tells what a place will do, and calls on nobody.
_LEVELS = re.compile("[省市区县州乡镇]{2,3}")  # 市县要…
_CONCERNED = re.compile("(?:国务院|国家|[省市县区州]级?|当地)?[有相]关(?:部门|单位|高校|院校|学校|地区|市县|区县)")
_CALLED = re.compile(r"[要应须需负每\d]|(?:分别)?于[^，。；]{2,16}前")
_OF_PLACE = re.compile(r"[省市县区州局厅委校]直(?:属)?(?:各|有关|相关)?(?:单位|部门|机关|学校|幼儿园)")
_BOUND = (Setting.WORK, Setting.SUPPORT)
_ISSUER = UnitRole.ISSUER
# What binds wherever it stands, before the first heading and behind the last task as well.
_OUGHT = ("要", "应", "应当", "须", "必须要", "不得")
_TELLING = (Setting.BACKGROUND, Setting.CLOSING)


def find_units(passage: Passage, placing: Placing | None = None) -> tuple[Unit, ...]:
    """Return the bodies of a passage in document order, one entry per body, role and sentence; linear in its length."""
    placing = placing or Placing(passage)
    places = list(dict.fromkeys(issuers(passage, placing)))
    for source in (printing, told_together, learnt_from, labelled_issuers, single_place):
        places = places or list(source(passage.plain))
    home = home_of(passage, [passage.plain[start:end] for start, end in places])
    bearers = [bearer for group in _duties(passage, placing) for bearer in group]
    parties = [(bearer.at, bearer.to) for bearer in bearers if bearer.role is _ISSUER]  # 甲方：…, who sign as well
    bearers = [bearer for bearer in bearers if bearer.role is not _ISSUER]
    bearers += [Bearer(start, end, _ISSUER) for start, end in _first_of_each(passage, parties + places, home)]
    taken = Taken([(bearer.at, bearer.to) for bearer in bearers])
    bearers += [bearer for bearer in sorted(_mentioned(passage, placing)) if not taken(bearer.at)]
    bearers.sort(key=lambda bearer: (bearer.at, bearer.to))
    resolved = cache(lambda name: resolve(name, home))
    return tuple([_unit(passage, placing, bearer, resolved) for bearer in _once(passage, placing, bearers)])


def _duties(passage: Passage, placing: Placing) -> Iterator[tuple[Bearer, ...]]:
    """Yield the bodies of every list, the surest sources first; what one of them has read is left by the rest."""
    plain = passage.plain
    ranked = _ranking(plain)
    covered: list[tuple[int, int]] = []
    for found in (tabled(passage), aligned(plain), labelled(plain), flattened(plain)):
        taken = Taken(covered[:])
        for start, end, names in found:
            if not taken(start):
                covered.append((start, end))
                yield ranked(names)
    for start, end, names in bracketed(plain, Taken(covered[:])):
        covered.append((start, end))
        if not placing.in_title(start):
            yield ranked(names)
    for start, _, names in spoken(plain, Taken(covered)):
        if not placing.in_heading(start) and placing.setting(start) not in _TELLING:
            yield names


Ranking = Callable[[tuple[Bearer, ...]], tuple[Bearer, ...]]


def _ranking(plain: str) -> Ranking:
    """Return what a note anywhere says of who leads in every list; without one all stay as they are."""
    if _RANKED.search(plain):
        return _first_leads
    if _STARRED.search(plain):
        return partial(_leads_starred, plain)
    return partial(_leads_to_mark, plain) if _CUT.search(plain) else tuple


# A note anywhere that speaks of every list: 责任单位中排在首位的为牵头单位.
_RANKED = re.compile(
    "|".join(
        rf"{first}[^，。；\n]{{0,10}}(?:[为是系]|即为)(?:总?牵头|主办|主责)"
        for first in (
            "列[^，、。；\n]{0,8}?(?:第一|首|最前)位?",
            "排[^，、。；\n]{0,8}?(?:第一|首|最前)位?",
            "第一个?(?:责任)?(?:单位|部门)",
            "首个?(?:责任)?(?:单位|部门)",
            "位列第一",
        )
    )
)


def _first_leads(names: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    """Make the first of a list of equals lead and the others support it."""
    if any(bearer.role is not UnitRole.LEAD for bearer in names):
        return names
    return (*names[:1], *(Bearer(one.at, one.to, UnitRole.SUPPORT) for one in names[1:]))


# A note of the same kind: 带*的为牵头单位.
_STARRED = re.compile(
    r"(?:[带标注加有划][有注]?|[：，。；（\n])[“（]?[*·][”）]?(?:号|标[记识])?[的者]?[^，。；\n]{0,8}[为是系](?:总?牵头|主办|主责)"
)
_STARS = frozenset("*·")  # any other sign is one in plain text


def _leads_starred(plain: str, names: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    """Make those of a list of equals that bear a star lead and the others support them."""
    if any(bearer.role is not UnitRole.LEAD for bearer in names):
        return names
    starred = [not _STARS.isdisjoint((plain[one.at - 1], plain[one.to : one.to + 1])) for one in names]
    if not any(starred):
        return names
    return tuple(
        [one if star else one._replace(role=UnitRole.SUPPORT) for one, star in zip(names, starred, strict=True)]
    )


# A note of the same kind: 逗号前为牵头单位.
_CUT = re.compile(r"[逗分]号(?:之|以)?前[^，。；\n]{0,8}[为是系](?:总?牵头|主办|主责)")


def _leads_to_mark(plain: str, names: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    """Make those of a list of equals that stand before its first ， or ； lead and the others support them."""
    if any(bearer.role is not UnitRole.LEAD for bearer in names):
        return names
    cut = next((one.at for last, one in pairwise(names) if plain[last.to : one.at].strip()[:1] in _CUTS), None)
    if cut is None:
        return names
    return tuple([one if one.at < cut else Bearer(one.at, one.to, UnitRole.SUPPORT) for one in names])


_CUTS = ("，", "；")


def _mentioned(passage: Passage, placing: Placing) -> Iterator[Bearer]:
    """Other bodies that the running text gives a duty: 各区县教育行政部门要…."""
    yield from _obliged(passage.plain, placing)
    yield from _acting(passage.plain, placing)
    for pattern, lead in ((_BY, len("由")), (_WITH, len("会同")), (_REQUIRED, len("要求"))):
        yield from _joining(passage.plain, placing, pattern, lead)


def _obliged(plain: str, placing: Placing) -> Iterator[Bearer]:
    for match in _DUTY.finditer(plain):
        at = match.start()
        low = _clause(plain, placing, at)
        plainly = match[0][1:].lstrip("均都也") in _OUGHT or plain.startswith("请各", low)
        if (plainly or placing.setting(at) in _BOUND) and not placing.in_heading(at):
            yield from _called_on(plain, low, at + 1)


def _clause(plain: str, placing: Placing, at: int) -> int:
    """Return where the clause begins in which a name ends at a place; the sentence's number is no part of it."""
    low, sentence = clause_start(plain, at + 1), placing.sentence(at)
    return low if sentence is None else max(low, sentence.span.start)


def _acting(plain: str, placing: Placing) -> Iterator[Bearer]:
    """Whoever opens a clause of a task, and its verb at once behind."""
    for match in _ACTS.finditer(plain):
        at = match.start()
        if _binds(placing, at) and placing.item(Span(at, at + 1)) is not None:
            low = _clause(plain, placing, at)
            if not plain.startswith(_JOINING, low):
                yield from _called_on(plain, low, at + 1)


def _joining(plain: str, placing: Placing, pattern: re.Pattern[str], lead: int) -> Iterator[Bearer]:
    for match in pattern.finditer(plain):
        low = match.start() + lead
        if _binds(placing, low):
            led = plain[low - 3] == "，" and _LED.search(plain, placing.bounds(low)[0], low) is not None
            role = UnitRole.SUPPORT if led else UnitRole.MENTIONED
            yield from _called_on(plain, low, match.end(), role)


def _binds(placing: Placing, at: int) -> bool:
    """Tell a place among the work, where whoever acts has a duty."""
    return placing.setting(at) in _BOUND and not placing.in_heading(at)


def _called_on(plain: str, low: int, high: int, role: UnitRole = UnitRole.MENTIONED) -> Iterator[Bearer]:
    duty, last = DutyList(plain, role, strict=True, groups=True), -1
    for at, to, _ in duty.read(low, high):
        # 各村小、教学点: the 各 of a list is said of all its kinds
        listed = last == at - 1 and plain[last] in "、和" and is_kind(plain[at:to])
        if duty.together or listed or _is_addressed(plain, at, to, high):
            yield Bearer(at, to, role)
            last = to


def _is_addressed(plain: str, at: int, to: int, high: int) -> bool:
    """Tell a body that is called on in a list that ends at ``high``."""
    name = plain[at:to]
    if (plain.endswith("会同", 0, at) and name.startswith(("有关", "相关"))) or _is_deed(name) or name[0] == "每":
        return False
    return (
        name.startswith(("各", "其他有关", "其他相关"))
        or _OF_PLACE.fullmatch(name) is not None
        or certainty(name) == 2
        or is_side(name)
        or (_CALLED.match(plain, high) is not None and _may_be_called(name))
        or (
            (plain[to : to + 1] in ("、", "和") or plain[at - 1 : at] in ("、", "和"))
            and (is_field(name) or name in by_name())
        )  # 万州、开州教育部门要…
    )


def _may_be_called(name: str) -> bool:
    """Tell a place, levels of places or 有关部门: called on where 要 stands behind them."""
    return is_place(name) or any(kind.fullmatch(name) is not None for kind in (_LEVELS, _CONCERNED))


def _is_deed(name: str) -> bool:
    """Tell what is to be made from a body: 创建市级清廉学校, 建设高水平民办."""
    return len(name) > _SHORT and verb_at(name) and not name.endswith(("中心", "办公室"))


_SHORT = 5  # 组织部, 督导评估处


def _first_of_each(passage: Passage, places: Iterable[tuple[int, int]], home: Home) -> list[tuple[int, int]]:
    """One place for each issuing body, whether written in full or short; signatures come before other places."""
    seen: dict[str, tuple[int, int]] = {}
    for start, end in places:
        name = passage.plain[start:end]
        full, _ = resolve(name, home)
        key = (full or name).removeprefix("中共").replace("人民政府", "政府")
        if not any(other.endswith(key) or key.endswith(other) for other in seen):
            seen[key] = (start, end)
    return sorted(seen.values())


def _once(passage: Passage, placing: Placing, bearers: Iterable[Bearer]) -> Iterator[Bearer]:
    """One entry per body and role within a sentence; a body that leads there does not also support."""
    seen: set[tuple[str, UnitRole]] = set()
    sentence: tuple[int, int] = (-1, -1)
    last = -1
    for bearer in bearers:
        at, to, role = bearer
        bounds = placing.bounds(at)
        if bounds != sentence:
            seen, sentence = set(), bounds
        key = (passage.plain[at:to], role)
        if key in seen or at < last:
            continue
        seen.add(key)
        last = to
        yield bearer


def _unit(passage: Passage, placing: Placing, bearer: Bearer, resolved: Callable[[str], tuple[str, str]]) -> Unit:
    at, to, role = bearer
    span = Span(at, to)
    full, side = resolved(passage.plain[at:to])
    item = None if role is _ISSUER else placing.item(span)
    return Unit(intern(passage.text[at:to]), role, span, full, side, item)
