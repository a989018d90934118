"""Takes a list of bodies with words such as 牵头 and 配合; gives each body's place and role."""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from xietong.documents import regions
from xietong.documents.cues import verb_at
from xietong.documents.draft import UnitRole
from xietong.documents.units_names import certainty, is_role_group, is_side
from xietong.documents.units_pieces import pieces, split_joined, trimmed

_LEADS = (
    r"(?:作?为)?(?:(?:按照?|根据)(?:各自|单位|工作)*职责(?:分工)?)?(?:共同|联合|分别|负责)?(?:牵头|主办|主责|总牵头|负总责)"
    r"(?:负责|组织|实施|推进|落实|会同|协调|抓总|制定|单位|部门)*"
)
_SUPPORTS = (
    r"(?:作?为)?(?:协同|积极|共同|协助|密切|参与|分别|负责)*(?:配合|参与|协助|协办|参加|支持|协同)"
    r"(?:落实|推进|实施|单位|部门|做好)*"
)
_BEARS = (
    r"(?:按照?|根据|依)(?:照)?(?:各自)?(?:工作)?(?:职责|职能|责任)?(?:分工|职责)?(?:分别|协同|共同|抓好|做好"
    r"|具体)?(?:负责|落实|推进|实施|配合|参与|指导)?(?:落实|实施|推进)?"
    r"|作?为(?:责任|落实|实施)(?:单位|部门)|(?:分别|共同|具体|分工|主要)?(?:负责|承担)(?:具体|抓好)?(?:落实|实施|推进|组织|制定)?|(?:分别|共同|具体|结合实际"
    r"|组织|抓好)*(?:落实|实施)|(?:分别|负责|牵头|加强|共同)?指导(?:落实|推进|实施|督促)?"
)
_VERB = re.compile(rf"(?P<lead>{_LEADS})$|(?P<support>{_SUPPORTS})$|(?P<bear>{_BEARS})$")
_MARK = re.compile(
    r"（(?:(?P<lead>牵头(?:单位|部门)?|主办|主责|负责)|(?P<support>配合|参与|协办|协助)(?:单位|部门)?)）$"
)


class Bearer(NamedTuple):
    """A body at ``[at, to)`` with its role in a duty."""

    at: int
    to: int
    role: UnitRole


_PLACE = itemgetter(0)


class DutyList:
    """Reads one list of bodies, role words and all.

    ``default`` is the role of bodies that no word gives one to. With ``strict`` every piece has to be built like a body
    and at least one beyond doubt, else the list is none; with ``groups`` a list of groups such as 各有关单位 will do,
    with ``places`` a place stands for its government (江苏、浙江配合), and with ``tolerant`` a few short names of
    unknown build may stand among those beyond doubt.
    """

    __slots__ = (
        "_bearers",
        "_certain",
        "_default",
        "_groups",
        "_led",
        "_odd",
        "_pending",
        "_places",
        "_plain",
        "_shared",
        "_sharing",
        "_strict",
        "_tolerant",
        "_unknown",
        "spoken",
        "together",
    )

    def __init__(
        self,
        plain: str,
        default: UnitRole,
        *,
        strict: bool,
        groups: bool = False,
        tolerant: bool = False,
        places: bool = False,
    ) -> None:
        self._plain = plain
        self._default = default
        self._strict = strict
        self._groups = groups
        self._tolerant = tolerant
        self._places = places
        self._unknown = 0
        self._odd = False  # it begins with what is no name
        self._pending: list[tuple[int, int]] = []
        self._bearers: list[Bearer] = []
        self._led = False
        self._shared = False
        self._sharing: list[tuple[int, int]] = []
        self._certain = 0
        self.spoken = False
        self.together = False  # places by short names

    def read(self, low: int, high: int) -> list[Bearer]:
        """Return the bodies listed in ``plain[low:high]``; an empty list where it is no list of bodies."""
        places = _PLACES.fullmatch(self._plain, low, high)
        if places is not None and not verb_at(self._plain, low):
            self.together = True
            listed = pieces(self._plain, low, places.start("kind"))
            names = [name for piece in listed for name in split_joined(self._plain, *piece)]
            return [Bearer(start, end, self._default) for start, end in names]
        self._shared = self._plain.startswith("部门", high - 2) and (self._places or self._plain[high - 3] != "等")
        self._shared = self._shared or (self._tolerant and self._plain.find("等部门", low, high) >= 0)
        if self._strict:
            self._sharing = [shared.span("places") for shared in _OF_PLACES.finditer(self._plain, low, high)]
        for start, end in pieces(self._plain, low, high):
            if self._plain[end - 1] == "方" and self._plain.startswith("：", end):
                continue  # 渝方：… says whose bodies follow
            if not self._piece(start, end, low):
                return []
        self._settle(self._rest_role())
        if (self._odd or (self._strict and not self._groups)) and not self._certain:
            return []
        if self._unknown * (1 if self.spoken else 2) > self._certain:
            return []
        self._bearers.sort(key=_PLACE)
        return self._bearers

    def _rest_role(self) -> UnitRole:
        return UnitRole.SUPPORT if self._led and self._default is UnitRole.LEAD else self._default

    def _settle(self, role: UnitRole) -> None:
        if self._pending:
            self._bearers += [Bearer(start, end, role) for start, end in self._pending]
            self._pending = []

    def _settle_before(self, low: int, verb: int) -> None:
        """A；B、C配合: only what stands behind the last mark but 、 supports."""
        cut = max(self._plain.rfind(mark, low, verb) for mark in "，；")
        self._bearers += [Bearer(start, end, UnitRole.LEAD) for start, end in self._pending if end <= cut]
        self._pending = [(start, end) for start, end in self._pending if end > cut]

    def _piece(self, start: int, end: int, low: int) -> bool:
        words = self._plain[start:end]
        if "〈" in words or "《" in words:  # a bracket within the bracket around the list
            words = words.translate(_ROUND)
        said = _said(words) if len(words) <= _USUAL else _said.__wrapped__(words)
        for name in said.names:
            if not self._name(name, start, words):
                return False
        if said.verb is not None:
            self.spoken = True
            self._say(said.verb, low, start + said.stop)
        return True

    def _say(self, role: UnitRole, low: int, verb: int) -> None:
        if role is UnitRole.LEAD:
            self._settle(UnitRole.LEAD)
            self._led = True
        elif role is UnitRole.SUPPORT:
            if not self._led and self._default is UnitRole.LEAD:
                self._settle_before(low, verb)
                self._led = bool(self._bearers)
            self._settle(UnitRole.SUPPORT)
        else:
            self._settle(UnitRole.SUPPORT if self._led else UnitRole.LEAD)

    def _name(self, name: "_Name", start: int, words: str) -> bool:
        if name.joined:
            self._settle(UnitRole.LEAD)
            self._led = True
        low, high, sure = name.low, name.high, name.sure
        if low == high:
            return True
        of_place = any(first <= start + low and start + high <= last for first, last in self._sharing)
        if not sure and not of_place and not self._fits(words[low:high]):
            self._odd = self._odd or not (self._bearers or self._pending)
            return not self._strict or words[low:high] in ("由", "会同")
        self._certain += sure == 2 or is_side(words[low:high]) or (self._places and _of_place(words[low:high]))
        low, high = start + low, start + high
        if name.role is None:
            self._pending.append((low, high))
            return True
        self.spoken = True
        self._bearers.append(Bearer(low, high, name.role))
        if name.leads:
            self._led = True
            self._bearers += [Bearer(a, b, UnitRole.SUPPORT) for a, b in self._pending]
            self._pending = []
        return True

    def _fits(self, name: str) -> bool:
        if self._shared and _FIELD.fullmatch(name):
            self._certain += 1
            return True
        if (self._tolerant or self._places) and (name in regions.by_name() or is_place(name)):
            self._certain += self._places
            return True  # a place stands for its government: （上海牵头）
        if self._strict:
            self._unknown += 1
            odd = _NO_NAME.search(name) is not None or _NO_BODY.search(name) is not None
            return self._tolerant and _SHORT.fullmatch(name) is not None and not odd
        return (
            (2 <= len(_INNER.sub("", name)) <= 24 or name in regions.by_side())
            and _LOOSE.fullmatch(name) is not None
            and _NO_NAME.search(name) is None
        )


# 江津、永川等区县要…, 万州、开州、达州三地联合…: places by short names, told together.
_PLACES = re.compile(
    r"[\u4e00-\u9fff]{2,5}(?:[、和与][\u4e00-\u9fff]{2,5}?)+"
    r"(?P<kind>(?:[两二三四五六七八九]|等[两二三四五六七八九]?)[省市区县州地]{1,2}(?:（[省市区县州旗、]{1,5}）)?)"
)
# 青溪、白河、南山教育局: the last one says what body of each place is meant.
_OF_PLACES = re.compile(
    r"(?:^|(?<=[，；：（由]))(?P<places>(?:(?!教育|财政|人社|民政|公安|科技|各|[省市县区])[\u4e00-\u9fff]{2,3}、){1,6})[\u4e00-\u9fff]{2,3}"
    r"(?:教育(?:和?体育|科技)?局|教育(?:行政|主管)?部门|教[体科]局|教委|教师进修(?:学校|学院)|教师发展中心)"
)


# A time among the names of a bracket: （市教委，6月底前完成）.
_TIMES = re.compile(
    r"(?:到|于|自|从|至)?(?:20\d\d ?年|\d{1,2} ?(?:月|[—\-～至、]\d{1,2} ?月)|“?十.五”?|年[底内]"
    r"|上半年|下半年|第?[一二三四]季度"
    r"|每[年月季]|长期|持续|常态|全年|[春秋]季)[^、，；（）各]{0,14}$"
    r"|(?:完成|办理|整改|落实|实施|工作)?(?:时限|时间|期限)(?:要求)?$|[列排][^、，；（）]{0,8}?(?:第一|首)位[^、，；（）]{0,14}$|下同$|不再(?:一一|单独|另行|逐一|重复)?列出$|含[^、，；（）]{1,6}$"
    r"|[逗分]号(?:之|以)?前[^、，；（）]{0,14}$|其[余他][为是][^、，；（）]{0,8}(?:单位|部门)$"
    r"|(?:\d{1,2}(?:[.．]\d{1,2}){0,2}[.．]?|[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十]{1,4}条)$"
)
_SHORT = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:（[^（）]{1,4}）[\u4e00-\u9fff]{1,4})?|各[省市县区州地级][\u4e00-\u9fff]{2,14}"
)
_ROUND = str.maketrans("〈〉《》", "（）（）")
_INNER = re.compile("（[^（）]*）")
_NO_BODY = re.compile(
    r"(?:单位|部门|时限|时间|期限|[一二三四五六七八九十]|等)$|^(?:牵头|责任|配合|主办|协办|参与|含|如|即|见|注)"
)
# Below a label almost anything without a verb or a date is a name.
_LOOSE = re.compile(r"[\u4e00-\u9fff（）、，·“”A-Za-z0-9]+")
_NO_NAME = re.compile(
    r"20\d\d|\d月|底前|长期|持续|常态|推进|开展|建立|完成|^\d+$|[的了将把]|^(?:无|略|同上|其他|等|或|由|并|和)$"
)


# 教育、财政部门要…: what the last word of a list says of all of them; behind 等 fields name bodies only in a bracket:
# （市教育、卫健等部门负责）.
_FIELD = re.compile(
    r"(?:[省市区县州]级?|各级|地方|[两三四五][地省市县区州](?:[市县区州]|级)?)?(?:教育|财政|发展(?:和)?改革|发改|人力资源(?:和)?社会保障|人社|自然资源|国土资源|规划|住房(?:和)?城乡建设|住建|公安|消防|交通(?:运输)?"
    r"|卫生(?:健康)?|卫健|民政|(?:机构)?编制|农业(?:农村)?|科技|科学技术|市场监(?:管|督管理)|文化(?:和)?(?:旅游)?|文旅|税务|体育|宣传|组织|网信"
    r"|政法|司法|审计|统计|商务|工商|工(?:业和)?信(?:息化)?|应急(?:管理)?|生态环境|环保|水利|医保|广(?:播)?电(?:视)?|新闻出版|乡村振兴|城管"
    r"|综合执法|国资|民(?:族)?宗(?:教)?|共青团|工会|妇联|残联|物价|价格|督导|人事|金融)(?:行政|主管)?"
)


def _of_place(name: str) -> bool:
    """Tell a place by its full name, be it with the one it belongs to: 青溪市, 青溪市北山区."""
    return is_place(name) or _WITH_WHOLE.fullmatch(name) is not None


_WITH_WHOLE = re.compile(rf"(?:{regions.any_name()})(?:[\u4e00-\u9fff]{{2,5}}[市区县旗州]){{1,2}}")


# 龙湖区要…; 示范区 and 全市 name no place.
_FULL_PLACE = re.compile(
    r"(?![全本我该各])[\u4e00-\u9fff]{2,5}(?:省|(?<!城)(?<!超)市|县|州|(?<![范验试发能校园社城老灾牧山库景林地务港技术合])(?<![高城市设]新)区)"
)


def is_place(name: str) -> bool:
    """Tell the full name of a place, which may stand for its government: 龙湖区."""
    return _FULL_PLACE.fullmatch(name) is not None


def is_field(name: str) -> bool:
    """Tell a field of work that stands for its department where a list ends in 部门: 教育、财政部门."""
    return _FIELD.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class _Name:
    """A name within a piece: its place there, how sure it is one, the role in brackets behind it.

    ``joined`` says that 会同 stands before it; an empty name (等, 等部门) only carries that. ``leads``: those before it
    support.
    """

    low: int
    high: int
    sure: int
    role: UnitRole | None
    leads: bool
    joined: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What a piece of a list says: the names in it, and the role that a word such as 牵头 at its end gives to them.

    ``UnitRole.MENTIONED`` stands for words such as 负责, which give the role that is left. The word begins at ``stop``.
    """

    names: tuple[_Name, ...] = ()
    verb: UnitRole | None = None
    stop: int = 0


_USUAL = 80
"""Pieces up to this length are remembered: the same bodies are named again and again."""


@lru_cache(maxsize=16_384)
def _said(words: str) -> _Said:
    if _TIMES.match(words):
        return _Said()
    verb = None if is_role_group(words.removeprefix("请")) else _VERB.search(words)
    stop = verb.start() if verb is not None else len(words)
    names = tuple(
        [
            _name(words, low, high, joined=bool(index) and "会同" in words[low - 2 : low])
            for index, (low, high) in enumerate(split_joined(words, 0, stop))
        ]
    )
    return _Said(names, None if verb is None else _role_of(verb), stop)


def _role_of(verb: "re.Match[str]") -> UnitRole:
    if verb["lead"]:
        return UnitRole.LEAD
    guides = "指导" in verb[0] and "职责" in verb[0]  # 按职责分工指导 stands beside those in charge
    supports = verb["support"] or guides or "配合" in verb[0] or "参与" in verb[0]
    return UnitRole.SUPPORT if supports else UnitRole.MENTIONED


def _name(words: str, low: int, high: int, *, joined: bool) -> _Name:
    low, high = trimmed(words, low, high)
    mark = _MARK.search(words, low, high)
    if mark is not None:
        high = mark.start()
    name = words[low:high]
    if not name or name in ("等", "等部门", "等单位"):
        return _Name(low, low, 0, None, leads=False, joined=joined)
    role = None if mark is None else UnitRole.LEAD if mark["lead"] else UnitRole.SUPPORT
    leads = mark is not None and role is UnitRole.LEAD and mark["lead"] != "负责"
    sure = certainty(name) or ("（" in name and certainty(_INNER.sub("", name).replace(" ", "")))
    return _Name(low, high, int(sure), role, leads=leads, joined=joined)
