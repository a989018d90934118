"""Takes plain text; gives the bodies in brackets and clauses that say who leads, supports or is in charge."""

import re
from collections.abc import Iterator

from xietong.documents.clauses import begun
from xietong.documents.draft import UnitRole
from xietong.documents.regions import by_name
from xietong.documents.units_duties import Bearer, DutyList

_BRACKET = re.compile(
    r"[（〔【﹝\[]([^（）〔〕【】﹝﹞\[\]\n]{2,500}(?:（[^（）\n]{0,60}）[^（）〔〕【】﹝﹞\[\]\n]{0,300}){0,30})[）〕】〉﹞\]]"
)
_SPOKEN = re.compile(r"牵头|负责|配合|参与|协助|落实|分工")
# Words that say who is in charge. What may stand before them is looked at from there, which is far cheaper.
_ANCHOR = re.compile(
    r"牵头(?!人|性|抓总的|起草|(?:单位|部门)(?:每|要|应|须|会同|定期|及时))|负责(?!制(?![定订作])|人|同志|任|的|部门|单位)"
    r"|参[与加](?=的[^，。；]{0,8}(?:专班|小组|工作组|联席会议))|参与(?!的|度|式|面)|参加(?!的|者|人|了|过|会议|培训|活动|比赛|考试|评选|全国|全省)|配合(?!的|度|式|面)|协助(?!的|度|式|面)"
    r"|按照?(?:各自)?(?:工作)?职[责能](?:分工)?(?:分别|共同)?(?:抓好|做好)?(?:工作)?落实"
)
_TOGETHER = ("共同", "联合", "分别", "具体", "轮流", "轮值")
_BODY_ENDS = frozenset("，、厅局委部办府门位校学科室处院区县市地会联团心")
_CLAUSE = re.compile(r"[^，。；：\n\t“”！]*")
# … （二）各校要…; 三、组织保障 各校要…
_CLAUSE_NUMBER = re.compile(r" (?=（[一二三四五六七八九十]{1,3}）)|[一二三四五六七八九十]、[^，。；：、 ]{2,16} ")


def bracketed(plain: str, taken: "Taken") -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Yield start, end and bodies of every bracket that names who is to act; ``taken`` skips what labels have."""
    alone = 0
    for match in _BRACKET.finditer(plain):
        low, high = match.span(1)
        if taken(low) or taken(high - 1) or plain.startswith(_SENT_TO, low):
            continue
        spoken = _SPOKEN.search(plain, low, high) is not None
        if not spoken and not _stands_alone(plain, match):
            continue
        stop = plain.find("。", low, high)
        habit = plain[match.start() - 1] == "。" and (alone >= _HABIT or _ALL.fullmatch(plain, low, high) is not None)
        duty = DutyList(plain, UnitRole.LEAD, strict=True, groups=spoken or habit, tolerant=True)
        bearers = duty.read(low, stop if stop > 0 else high)
        alone += bool(bearers) and not spoken
        if bearers and plain.startswith("以下", stop + 1):  # …负责。以下任务均需各市落实，不再列出
            bearers += DutyList(plain, UnitRole.LEAD, strict=True, groups=True).read(stop + 1, high)
        if bearers and (spoken or not _spells_out(plain, match.start(), bearers)):
            yield match.start(), match.end(), tuple(bearers)


_HABIT = 2  # brackets with nothing but bodies, behind which another names such as 体育组 is one as well
_ALL = re.compile(r"各[^、，；。各]{2,16}(?:、各[^、，；。各]{2,16})*")  # （各高校、各中小学）
_SENT_TO = ("设在", "此件", "本件", "此文", "发至", "抄送")  # whom a document goes to
_SCHOOL = re.compile(r".*(?:大学|学院|学校|中学|小学|幼儿园|公司|集团|园区|新区)")


def _spells_out(plain: str, at: int, bearers: list[Bearer]) -> bool:
    """支持两所高校（青溪大学、青溪学院）: the bracket says which, not who is in charge."""
    if plain[at - 1 : at] in ("", "。", "；", "\n", "，", "、"):
        return False
    return all(_SCHOOL.fullmatch(plain, bearer.at, bearer.to) for bearer in bearers)


def _stands_alone(plain: str, match: "re.Match[str]") -> bool:
    """A bracket of names counts where it closes a sentence or paragraph."""
    if plain[match.end() : match.end() + 1] in _CLOSED_BY:
        return True
    return plain[match.start() - 1 : match.start()] in ("。", "；")


_CLOSED_BY = frozenset(("", "\n", "\t", "。", "；"))


class Taken:
    """Tells whether a place lies in one of some spans; asked in rising order only."""

    __slots__ = ("_at", "_spans")

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._at = 0

    def __call__(self, place: int) -> bool:
        while self._at < len(self._spans) and self._spans[self._at][1] <= place:
            self._at += 1
        return self._at < len(self._spans) and self._spans[self._at][0] <= place


def spoken(plain: str, taken: Taken) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Yield the bodies of clauses such as 由A牵头，B、C配合, in running text."""
    led = acting = -1
    for match, start in _anchors(plain):
        if taken(start):
            continue
        supports = match[0][0] not in "牵负"
        if supports and not _beside(plain, max(led, acting), start):
            continue
        low = clause_start(plain, start)
        role = UnitRole.SUPPORT if supports or _leads_before(plain, led, start) else UnitRole.LEAD
        # 各街道负责, 质量监测中心负责
        groups = match[0] == "负责" and (plain.startswith("各", low) or plain.endswith("中心", low, start))
        bearers = DutyList(plain, role, strict=True, groups=groups, places=match[0][0] in "牵配参").read(low, start)
        if bearers:
            by = plain[low - 1 : low] == "由"
            if by and _MECHANISM.search(plain, max(0, low - 8), low - 1):
                continue
            if match[0] == "负责" and not by and plain[match.end() : match.end() + 1] not in _RESTS:
                role = UnitRole.LEAD  # of what follows; what others are in charge of is theirs to lead as well
                acting = match.end()
            elif not supports:
                led = match.end()
            joined = len({b.role for b in bearers}) > 1  # 由A会同B负责
            yield low, start, tuple([b if joined else Bearer(b.at, b.to, role) for b in bearers])


def _anchors(plain: str) -> Iterator[tuple["re.Match[str]", int]]:
    """Yield words such as 牵头, and where they begin with 共同 before them; 参与 only behind a body or a mark."""
    for match in _ANCHOR.finditer(plain):
        start = match.start()
        if match[0][0] in "牵负":
            within = (
                _WITHIN.search(plain, max(0, start - 16), start)
                if "职责" in plain[max(0, start - 16) : start]
                else None
            )
            together = start - 2 if plain.startswith(_TOGETHER, max(0, start - 2), start) else start
            together -= plain[together - 1 : together] in ("各", "将")  # 甲校、乙校各牵头组建1个联盟, 甲院将负责遴选
            yield match, together if within is None else within.start()
            continue
        placed = any(plain[start - length : start] in by_name() for length in (2, 3))  # 江苏、浙江配合
        if plain[start - 1 : start] not in _BODY_ENDS and not placed:
            near = max(0, start - _LONGEST_MANNER)
            manner = _MANNER.search(plain[near:start])
            start = near + manner.start() if manner is not None else start
        if placed or plain[max(0, start - 1) : start] in _BODY_ENDS:
            yield match, start


# …等部门要按照职责分工积极配合: how they are to support.
_MANNER = re.compile(
    r"(?:要|应当?|须)?(?:按照?各?自?的?(?:工作)?(?:职责|职能|分工|责任)+，?)?(?:积极|密切|主动|全力|共同|协同|做好){0,2}$"
)
_LONGEST_MANNER = 18
# 甲、乙在职责范围内，分别负责…
_WITHIN = re.compile(r"在各?自?的?职责(?:权限)?范围内，?(?:分别|各自|共同)?$")


def _beside(plain: str, led: int, at: int) -> bool:
    """Tell whether somebody is in charge in the same sentence, not far before."""
    return led >= 0 and at - led <= 160 and _SENTENCE_END.search(plain, led, at) is None


# A负责，B负责 share the duty at hand; A负责制定…，B负责保障… each have one of their own.
_RESTS = ("", "牵", "，", "。", "；", "、", "\n", "）", "\t")
# 建立由教育部门牵头的机制 describes a mechanism.
_MECHANISM = re.compile(r"(?:建立|健全|完善|构建|形成)了?$")
_SENTENCE_END = re.compile(r"[。；\n]")


def _leads_before(plain: str, led: int, at: int) -> bool:
    near = led >= 0 and at - led < 120 and _SENTENCE_END.search(plain, led, at) is None
    return near and "负责" in plain[at : at + 4]


_SAYS = re.compile("》(?:还|也)?(?:提出|要求|明确|规定|强调|指出)")  # 《要点》提出各地要…


_HEADED = re.compile("（[^（）]{2,12}）(?=各)")  # 【工作要求】各股室要…


def clause_start(plain: str, at: int) -> int:
    """Return where the list of bodies that ends at ``at`` begins: behind the last mark but 、, or behind 由."""
    start = begun(_CLAUSE, plain, max(0, at - 200), at)
    opened = plain.rfind("（", start, at)
    if opened > plain.rfind("）", start, at):
        start = opened + 1
    if plain.find(" ", start, at) >= 0:
        start = max([start, *[match.end() for match in _CLAUSE_NUMBER.finditer(plain, start, at)]])
    headed = _HEADED.match(plain, start, at)
    start = headed.end() if headed is not None else start
    says = _SAYS.search(plain, start, at)
    start = says.end() if says is not None else start
    by = plain.rfind("由", start, at)
    start = by + 1 if by >= 0 and plain[by - 1 : by] not in ("自", "理", "经", "缘") else start
    timed = _TIME.match(plain, start, at) if plain[start] in _TIME_FIRST else None
    return start if timed is None else timed.end()


# 2022年6月底前各市州制定…, 每年12月各学校上报…: by when somebody is to act.
_TIME = re.compile(
    r"(?:到|至|自|从|在)?(?:(?:20\d\d|每|今|明|本|当)(?:学?年度?)(?!级))?(?:\d{1,2}月(?:份|底|初|末|[上中下]旬)?(?:\d{1,2}日)?|[上下]半年|年?[底末]"
    r"|第?[一二三四]季度|暑[假期]|[春秋]季学期)?(?:[之以]?前|起)?(?=[各市省县区州教有相])"
)
_TIME_FIRST = frozenset("到至自从在2每今明本当013456789上下第年暑春秋")
