"""Takes plain text; gives the bodies that stand behind labels such as 牵头单位： with their roles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xietong.documents.draft import UnitRole
from xietong.documents.regions import by_name, by_side
from xietong.documents.units_duties import Bearer, DutyList

_KIND = (
    "(?:共同|第一|市级|省级|区级|主要|总)?(?:牵头|责任|主责|主抓|主办|承办|协办|配合|协同|参与|参加|成员|落实|实施"
    "|执行|负责|督办|承担|协作|支持|协助|指导|主管|组织|工作)"
)
_BODY = "(?:局[/／])?(?:单位|部门|处室|科室|机构|股室|司局|主体|院校|学校)"
# A label ends in a colon, or in 单位 and a blank; it is read backwards from there.
_MARK = re.compile(
    r"：|单位(?: |\||[为是](?![主了]))|部门(?: |[为是](?![主了]))|科室(?: |[为是](?![主了]))|处室(?: |[为是](?![主了]))"
    r"|(?:分工|单位|部门|科室|处室)）"  # 【责任分工】
)
_LONGEST = 26
_LABEL = re.compile(
    rf"{_KIND}{{1,3}}(?:、|和|及|与)?{_KIND}?{_BODY}(?:及[^：\n，。；]{{1,8}}|（[^（）：\n]{{1,10}}）)? ?$"
)
_SHORT = re.compile(
    rf"(?:[甲乙丙丁{''.join(by_side())}]方|(?:属地|主体|牵头|配合|监管)责任|牵头|配合|参与|协助|责任|责任分工|任务分工|职责分工|主办|协办|责任人|负责|督办|督查)$"
)
_WATCHES = ("督办", "督查", "监督", "督导")  # whoever is named there has no part in the task
_OTHER = re.compile(
    r"(?:(?:完成|办理|整改|落实|实施|工作|时间|推进|进度)?(?:时限|期限|时间|进度|节点|标准)(?:要求|安排|节点)?"
    r"|适用范围|试点范围|主要内容|工作措施|预期成果|标志性成果|考核指标|责任领导|(?:分管|包保|挂联|牵头|责任)(?:[省市县区州镇校委]{1,2})?(?:领导|负责人)|分管领导|责任人|联系人|牵头领导|分管负责人|目标任务|工作目标|工作要求|工作内容|备注|成果形式|联系电话)$"
)
# In a bracket a label may have a wrong sign or one too many: （贵任单位：…）, （责任任部门：…）.
_MISSPELT = re.compile(r"(?<=[（〔【；，])[\u4e00-\u9fff]?[责任牵配协][\u4e00-\u9fff]{0,3}(?:单位|部门)$")
_STOP = re.compile(r"[（）〔〕【】《》〈〉﹝﹞\[\]。\n\t]")
_SUPPORT = re.compile(r"配合|协办|协同|参与|参加|成员|协作|支持|协助|指导")
_LEAD = re.compile(r"牵头|主责|主抓|主办|承办")


def role_of(label: str) -> UnitRole | None:
    """Return the role that a label gives: lead for 牵头 and the like, support for 配合, ``None`` for plain 责任单位.

    >>> role_of("牵头单位"), role_of("责任单位") is None
    (<UnitRole.LEAD: 'lead'>, True)
    """
    if label.endswith("方"):  # 川方：…, which bodies of that side
        return UnitRole.ISSUER if label[0] in "甲乙丙丁" else None
    if _LEAD.search(label):
        return UnitRole.LEAD
    return UnitRole.SUPPORT if _SUPPORT.search(label) else None


def is_label(words: str) -> bool:
    """Tell whether a cell of a table is a label such as 责任单位."""
    return not _CELL_HOLDS.isdisjoint(words) and _CELL.fullmatch("".join(words.split())) is not None


_CELL_HOLDS = frozenset("位门室构局体校头合工办")
_CELL = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,3}}[方省市侧]?|[省市区县]级)??{_KIND}{{1,3}}(?:、|和|及|与|/"
    rf"|（)?{_KIND}?(?:{_BODY}）?)(?:及[^：\n，。；]{{1,8}}"
    rf"|（[^（）]{{1,10}}）)?：?|牵头|配合|责任分工|任务分工|责任主体|主办|协办"
)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label's place; ``words`` is empty for labels of other things, which end the list before them."""

    at: int
    to: int
    words: str


def _labels(plain: str) -> Iterator[_Label]:
    for mark in _MARK.finditer(plain):
        colon = mark[0] == "："
        stop = mark.start() if colon else mark.end() - 1
        low = max(0, stop - _LONGEST)
        if mark[0][-1] == "）":
            yield from _in_brackets(plain, low, mark.end())
            continue
        label = _LABEL.search(plain, low, stop)
        if label is not None:
            before = plain[label.start() - 1 : label.start()]
            if colon or before in _BEFORE_BLANK or (before == "，" and mark[0][-1] in "为是"):
                yield _Label(label.start(), mark.end(), label[0])
        elif colon and stop:
            yield from _shortened(plain, low, stop)


def _shortened(plain: str, low: int, stop: int) -> Iterator[_Label]:
    """The label before the colon at ``stop`` that is a place's, short, misspelt or that of other things."""
    last, to = plain[stop - 1], stop + 1
    place = _place_before(plain, stop)
    if place:
        yield _Label(stop - len(place), to, place)
        return
    short = _SHORT.search(plain, low, stop) if last in _SHORT_ENDS else None
    if short is not None and plain[short.start() - 1 : short.start()] in _BEFORE_SHORT:
        yield _Label(short.start(), to, "" if short[0] == "责任人" else short[0])
        return
    misspelt = _MISSPELT.search(plain, low, stop) if last in _MISSPELT_ENDS else None
    if misspelt is not None:
        yield _Label(misspelt.start(), to, misspelt[0])
        return
    other = _OTHER.search(plain, low, stop) if last in _OTHER_ENDS else None
    if other is not None:
        yield _Label(other.start(), to, "")


def _place_before(plain: str, stop: int) -> str:
    """Return the place by whose name alone a line begins: 江苏：省教育厅."""
    low = plain.rfind("\n", max(0, stop - _LONGEST_PLACE), stop) + 1
    return plain[low:stop] if low and plain[low:stop] in by_name() else ""


_LONGEST_PLACE = 6


def names_party(words: str) -> bool:
    """Tell a label that names a party, whose bodies may follow: 川方, 江苏省."""
    return (words.endswith("方") and role_of(words) is None) or words in by_name()


# What these end with, before the colon.
_SHORT_ENDS, _MISSPELT_ENDS = frozenset("方任头合与助工办人责查\n"), frozenset("位门\n")
_OTHER_ENDS = frozenset("限间度点准求排围容施果标导人务注式话\n")
_HEADS = re.compile(rf"(?:责任|任务|职责)分工|{_KIND}{{1,3}}{_BODY}")
_BEFORE_HEAD = ("", "\n", "。", "；", " ")
_BEFORE_BLANK = ("", "（", "；", "\n", "。", " ", "\t", "〔", "【", "《", "〈", "﹝", "[")
_BEFORE_SHORT = ("", "（", "）", "；", "，", "\n", "。", " ", "、", "\t", "〔", "【", "《", "〈", "﹝", "[")


def _in_brackets(plain: str, low: int, to: int) -> Iterator[_Label]:
    """The label in brackets that ends at ``to`` and opens a line or stands behind a sentence: 【责任分工】."""
    opened = plain.rfind("（", low, to)
    if plain[opened - 1 : opened] in _BEFORE_HEAD and _HEADS.fullmatch(plain, opened + 1, to - 1):
        yield _Label(opened, to, plain[opened + 1 : to - 1])


def labelled(plain: str) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Yield start, end and bodies of every labelled list of a text, in order; linear in its length."""
    labels = list(_labels(plain))
    led_to, led = 0, False
    for number, label in enumerate(labels):
        if not label.words:
            continue
        after = labels[number + 1].at if number + 1 < len(labels) else len(plain)
        end = _end(plain, label.to, min(after, label.to + 1500))
        whose = _WHOSE.search(plain, max(label.to, end - 8), end) if end == after else None
        end = whose.start() if whose is not None else end
        # 牵头单位 and 责任单位 on lines of their own still belong together.
        led = led and ("\n" not in plain[led_to : label.at] or not plain[led_to : label.at].strip())
        own = role_of(label.words) or (UnitRole.SUPPORT if led else UnitRole.LEAD)
        if own is UnitRole.LEAD and role_of(label.words) is None and _led_behind(plain, end, labels, number + 1):
            own = UnitRole.SUPPORT
        if label.words.startswith(_WATCHES):
            yield label.at, end, ()
            continue
        led = led or _LEAD.search(label.words) is not None
        led_to = end
        side = names_party(label.words)  # 川方：承办初赛 says what it does
        said = side or plain[label.to - 1] in "为是"
        if side and _leads_beside(plain, label.at):
            own = UnitRole.SUPPORT
        bearers = DutyList(plain, own, strict=said).read(label.to, end)
        if plain.startswith("。以下", end):  # …。以下均需各区政府落实，不再列出
            stop = _end(plain, end + 1, min(after, end + 200))
            bearers += DutyList(plain, UnitRole.LEAD, strict=True, groups=True).read(end + 1, stop)
            end = stop
        if bearers or not said:
            yield label.at, end, tuple(bearers)


def _led_behind(plain: str, end: int, labels: list[_Label], number: int) -> bool:
    """责任部门：…；牵头单位：…: who leads may be named behind those responsible, in the same bracket or line."""
    follows = labels[number] if number < len(labels) else None
    return (
        follows is not None and _LEAD.search(follows.words) is not None and follows.at - end <= 1 and plain[end] != "\n"
    )


def _leads_beside(plain: str, at: int) -> bool:
    """渝方：甲局 川方：乙局（牵头）: a side's bodies support where one of the same lines is marked as leading."""
    low, high = plain.rfind("\n", 0, at) + 1, at
    for _ in range(_SIDES):
        above = plain.rfind("\n", 0, max(0, low - 1)) + 1
        if above >= low or not _side_at(plain, above):
            break
        low = above
    for _ in range(_SIDES):
        end = plain.find("\n", high)
        high = end + 1 if end >= 0 else len(plain)
        if end < 0 or not _side_at(plain, high):
            break
    return plain.find("（牵头", low, high) >= 0


def _side_at(plain: str, start: int) -> bool:
    colon = plain.find("：", start, start + _LONGEST_PLACE)
    return colon > start and names_party(plain[start:colon])


_SIDES = 6  # lines of parties above or below


_NUMBER = re.compile("（[一二三四五六七八九十]{1,3}）")
# 川方责任单位：…；渝方责任单位：…
_WHOSE = re.compile(r"(?<=[；，。 、])(?:[\u4e00-\u9fff]{1,2}方|[\u4e00-\u9fff]{2,3}[省市]|[省市区县校]级)$")


def _end(plain: str, start: int, limit: int) -> int:
    """Return where the list that begins at ``start`` ends: at 。, a line's or cell's end, or the bracket around it."""
    depth = 0
    for match in _STOP.finditer(plain, start, limit):
        mark = match[0]
        if mark == "（" and _NUMBER.match(plain, match.start()):
            return match.start()  # the bracket was never closed, the next heading begins
        if mark in "（〔【《〈﹝[":
            depth += 1
        elif mark in "）〕】》〉﹞]":
            depth -= 1
            if depth < 0:
                return match.start()
        elif depth <= 0:
            return match.start()
    return limit
