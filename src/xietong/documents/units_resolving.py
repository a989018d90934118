"""Takes bodies as written in a document; gives their full names and the side each belongs to."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xietong.documents import bodies, regions
from xietong.documents.passage import Passage
from xietong.documents.regions import Region

_COUNTY = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,6}?(?:区|县|旗|自治县|新区|(?<!城)市))(?=(?:人民政府|教育|教体|教委|委|“?十"
    r"|20\d\d|教科|关于))"
)
# Places the gazetteer does not know, told by the body behind them.
_OWN = re.compile(
    r"(?<![\u4e00-\u9fff])(?:中共|关于印发)?[《“]?(?P<place>[\u4e00-\u9fff]{2,6}?(?:省|市|州|县|区|旗))"
    r"(?=人民政府|教育|委|公安|财政|发展|人力|民政|卫生|残疾|科|“?十|20\d\d)"
)
_LEVELS = {"省": "省", "市": "市", "区": "区", "县": "县", "州": "州"}
_KINDS_OF_PLACE = tuple("省市县区州盟旗新")
_MUNICIPAL = ("北京市", "天津市", "上海市", "重庆市")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a document comes from: its places by level (省, 市, 区, 县, 州) and the side where there is only one."""

    places: dict[str, str]
    sides: dict[str, str]
    side: str


def home_of(passage: Passage, issuers: Iterable[str]) -> Home:
    """Find the document's own places: in its issuers' names, in its title, else by what its text names most."""
    names = " ".join(issuers) + " " + passage.title
    places: dict[str, str] = {}
    sides: dict[str, str] = {}
    for region in _named(names) or _frequent(passage.plain[:20_000]):
        _settle(region, places, sides)
    for match in _OWN.finditer(names):
        places.setdefault(match["place"][-1], match["place"])
    county = _COUNTY.search(re.sub(r"[\u4e00-\u9fff]{2,9}?(?:省|自治区)|(?<=市)(?=.*区)", "", names))
    if county is not None and county["name"][-1] in "区县旗" and county["name"] not in places.values():
        places.setdefault(county["name"][-1], county["name"])
        if "市" in places:
            sides.setdefault(county["name"][-1], sides.get("市", ""))
    unique = set(sides.values()) - {""}
    return Home(places, sides, unique.pop() if len(unique) == 1 else "")


def _named(text: str) -> list[Region]:
    found: list[Region] = []
    for match in _PLACE.finditer(text):
        region = _region_at(match)
        if region is not None and region not in found:
            found.append(region)
    for sides in re.findall(r"([京津冀沪苏浙皖川渝粤港澳]{2,4})(?=两地|两省|三地|四地|地区|教育|毗邻|一体)", text):
        found += [regions.by_side()[side] for side in sides if regions.by_side()[side] not in found]
    return found


def _frequent(text: str) -> list[Region]:
    counted = Counter(region.full for region in map(_region_at, _PLACE.finditer(text)) if region is not None)
    if not counted:
        return []
    top, times = counted.most_common(1)[0]
    return [regions.by_name()[top]] if times >= 2 else []


def _region_at(match: "re.Match[str]") -> Region | None:
    known = regions.by_name()
    region = known.get(match[0])
    if region is not None:
        return region
    region = known.get(match["short"])
    if region is None or _is_another(region, match[0][len(match["short"]) :]):
        return None
    return region


def _is_another(region: Region, behind: str) -> bool:
    """Tell what only begins like a district: 江北新区 and 河东省 are not 江北区 and 河东区."""
    return behind[:1] in _KINDS_OF_PLACE and region.province in _MUNICIPAL and region.full != region.province


def _settle(region: Region, places: dict[str, str], sides: dict[str, str]) -> None:
    province = regions.by_name()[region.province]
    top = "市" if province.full in _MUNICIPAL else "省"
    if top == "省" or region.full == province.full:
        places.setdefault(top, province.full)
        sides.setdefault(top, province.side)
    if top == "市" and region.full != province.full:
        places.setdefault("市", province.full)
        sides.setdefault("市", province.side)
    if region.full != province.full:
        level = region.full[-1] if region.full[-1] in _LEVELS else "市"
        places.setdefault(level, region.full)
        sides.setdefault(level, region.side)


_PLACE = re.compile(rf"(?P<short>{regions.any_name(4)})(?:省|市|区|县|州|自治区|自治州|地区|盟|新区)?")
_PREFIX = re.compile(r"^(?:中共)?(?P<level>[省市区县州])(?P<rest>.+)$")
_YOUTH = re.compile(r"^(?:共青)?团(?P<level>[省市区县州])委$")


def resolve(name: str, home: Home) -> tuple[str, str]:
    """Return full name and side of a body as written; empty strings where they are not known.

    >>> resolve("市教委", Home({"市": "重庆市"}, {"市": "渝"}, "渝"))
    ('重庆市教育委员会', '渝')
    """
    national = bodies.national().get(name)
    if national is not None and not (name in bodies.local() and home.places):
        return national, ""
    youth = _YOUTH.match(name)
    if youth is not None:
        place = home.places.get(youth["level"], "")
        return (f"中国共产主义青年团{place}委员会" if place else ""), home.sides.get(youth["level"], "")
    match = _PREFIX.match(name)
    if match is not None:
        return _of_level(match["level"], match["rest"], home)
    return _of_place(name, home)


def _of_level(level: str, rest: str, home: Home) -> tuple[str, str]:
    place = home.places.get(level)
    side = home.sides.get(level, "")
    if place is None:
        return "", home.side
    if rest in bodies.party():
        return f"中共{place}{bodies.party()[rest]}", side
    return place + bodies.local().get(rest, rest), side


def _of_place(name: str, home: Home) -> tuple[str, str]:
    bare = name.removeprefix("中共")
    region = regions.by_name()
    if bare in region:  # a place that stands for its government
        return region[bare].full, region[bare].side
    for length in range(min(len(bare) - 1, 12), 1, -1):
        place = region.get(bare[:length])
        if place is not None and not (
            length == len(place.short) and bare[length : length + 1] in "大师理工医农交财科邮"
        ):
            rest = bare[length:].removeprefix("自治区")
            if length == len(place.short) and rest[:1] in _KINDS_OF_PLACE:  # 恩施市教育局, 抚顺县教育局
                return "", home.side if _is_another(place, rest) else place.side
            if rest in bodies.party():
                return f"中共{place.full}{bodies.party()[rest]}", place.side
            return place.full + bodies.local().get(rest, rest), place.side
    if name in bodies.local() and home.places:
        level = "省" if name.endswith("厅") and "省" in home.places else next(iter(reversed(home.places)))
        return home.places[level] + bodies.local()[name], home.sides.get(level, "")
    return "", home.side
