"""Takes a list of bodies with words such as 牵头 and 配合; gives each body's place and role."""

import re
from dataclasses import dataclass

from xietong.documents.draft import UnitRole
from xietong.documents.units_names import certainty, is_role_group, pieces, split_joined, trimmed

_LEADS = (
    r"(?:共同|联合|分别|负责)?(?:牵头|主办|主责|总牵头|负总责)"
    r"(?:负责|组织|实施|推进|落实|会同|协调|抓总|制定|单位|部门)*"
)
_SUPPORTS = (
    r"(?:协同|积极|共同|协助|密切|参与|分别|负责)*(?:配合|参与|协助|协办|参加|支持|协同)"
    r"(?:落实|推进|实施|单位|部门|做好)*"
)
_BEARS = (
    r"(?:按照?|根据|依)(?:照)?(?:各自)?(?:工作)?(?:职责|职能|责任)?(?:分工|职责)?(?:分别|协同|共同|抓好|做好"
    r"|具体)?(?:负责|落实|推进|实施|配合|参与)?(?:落实|实施|推进)?"
    r"|(?:分别|共同|具体|分工|主要)?(?:负责|承担)(?:落实|实施|推进|组织|制定)?|(?:分别|共同|具体|结合实际"
    r"|组织|抓好)?落实"
)
_VERB = re.compile(rf"(?P<lead>{_LEADS})$|(?P<support>{_SUPPORTS})$|(?P<bear>{_BEARS})$")
_MARK = re.compile(
    r"（(?:(?P<lead>牵头(?:单位|部门)?|主办|主责|负责)|(?P<support>配合|参与|协办|协助)(?:单位|部门)?)）$"
)
_DOUBTFUL = re.compile(r"^(?:其他|其它|有关|相关)$")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A body at ``[at, to)`` with its role in a duty."""

    at: int
    to: int
    role: UnitRole


class DutyList:
    """Reads one list of bodies, role words and all.

    ``default`` is the role of bodies that no word gives one to. With ``strict`` every piece has to be built like a body
    and at least one beyond doubt, else the list is none; with ``groups`` a list of groups such as 各有关单位 will do.
    """

    __slots__ = ("_bearers", "_certain", "_default", "_groups", "_led", "_pending", "_plain", "_strict", "spoken")

    def __init__(self, plain: str, default: UnitRole, *, strict: bool, groups: bool = False) -> None:
        self._plain = plain
        self._default = default
        self._strict = strict
        self._groups = groups
        self._pending: list[tuple[int, int]] = []
        self._bearers: list[Bearer] = []
        self._led = False
        self._certain = 0
        self.spoken = False

    def read(self, low: int, high: int) -> list[Bearer]:
        """Return the bodies listed in ``plain[low:high]``; an empty list where it is no list of bodies."""
        for start, end in pieces(self._plain, low, high):
            if not self._piece(start, end):
                return []
        self._settle(self._rest_role())
        if self._strict and not self._certain and not self._groups:
            return []
        return sorted(self._bearers, key=lambda bearer: bearer.at)

    def _rest_role(self) -> UnitRole:
        return UnitRole.SUPPORT if self._led and self._default is UnitRole.LEAD else self._default

    def _settle(self, role: UnitRole) -> None:
        self._bearers += [Bearer(start, end, role) for start, end in self._pending]
        self._pending = []

    def _settle_before(self, verb: int) -> None:
        """A；B、C配合: only what stands behind the last mark but 、 supports."""
        cut = max(self._plain.rfind(mark, 0, verb) for mark in "，；")
        self._bearers += [Bearer(start, end, UnitRole.LEAD) for start, end in self._pending if end <= cut]
        self._pending = [(start, end) for start, end in self._pending if end > cut]

    def _piece(self, start: int, end: int) -> bool:
        if _TIMES.match(self._plain, start, end):
            return True
        group = is_role_group(self._plain[start:end].removeprefix("请"))
        verb = None if group else _VERB.search(self._plain, start, end)
        stop = verb.start() if verb is not None else end
        if not self._names(start, stop):
            return False
        if verb is not None:
            self.spoken = True
            self._say(verb)
        return True

    def _say(self, verb: "re.Match[str]") -> None:
        if verb["lead"]:
            self._settle(UnitRole.LEAD)
            self._led = True
        elif verb["support"] or "配合" in verb[0] or "参与" in verb[0]:
            if not self._led and self._default is UnitRole.LEAD:
                self._settle_before(verb.start())
                self._led = bool(self._bearers)
            self._settle(UnitRole.SUPPORT)
        else:
            self._settle(UnitRole.SUPPORT if self._led else UnitRole.LEAD)

    def _names(self, start: int, stop: int) -> bool:
        for index, (low, high) in enumerate(split_joined(self._plain, start, stop)):
            if index and "会同" in self._plain[low - 2 : low]:
                self._settle(UnitRole.LEAD)
                self._led = True
            if not self._name(low, high):
                return False
        return True

    def _name(self, low: int, high: int) -> bool:
        low, high = trimmed(self._plain, low, high)
        mark = _MARK.search(self._plain, low, high)
        if mark is not None:
            high = mark.start()
        name = self._plain[low:high]
        if not name or name in ("等", "等部门", "等单位"):
            return True
        sure = certainty(name)
        if not self._fits(name, sure):
            return (not self._strict and bool(self._bearers or self._pending)) or name in ("由", "会同")
        self._certain += sure == 2
        if mark is None:
            self._pending.append((low, high))
            return True
        self.spoken = True
        role = UnitRole.LEAD if mark["lead"] else UnitRole.SUPPORT
        self._bearers.append(Bearer(low, high, role))
        if role is UnitRole.LEAD and mark["lead"] != "负责":
            self._led = True
            self._bearers += [Bearer(a, b, UnitRole.SUPPORT) for a, b in self._pending]
            self._pending = []
        return True

    def _fits(self, name: str, sure: int) -> bool:
        if self._strict:
            return sure > 0
        if sure:
            return True
        return 2 <= len(name) <= 24 and _LOOSE.fullmatch(name) is not None and _NO_NAME.search(name) is None


# A time among the names of a bracket: （市教委，6月底前完成）.
_TIMES = re.compile(
    r"(?:到|于|自|从|至)?(?:20\d\d ?年|\d{1,2} ?月|“?十.五”?|年[底内]|上半年|下半年|第?[一二三四]季度"
    r"|每[年月季]|长期|持续|常态|全年|[春秋]季)[^、，；（）]{0,14}$"
    r"|(?:完成|办理|整改|落实|实施|工作)?(?:时限|时间|期限)(?:要求)?$|[列排]在?(?:第一|首)位[^、，；（）]{0,14}$|下同$"
    r"|(?:\d{1,2}[.．]?|[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十]{1,4}条)$"
)
# Below a label almost anything without a verb or a date is a name.
_LOOSE = re.compile(r"[\u4e00-\u9fff（）、，·“”A-Za-z0-9]+")
_NO_NAME = re.compile(
    r"20\d\d|\d月|底前|长期|持续|常态|推进|开展|建立|完成|^\d+$|[的了将把]|^(?:无|略|同上|其他|等|或|由|并|和)$"
)
