"""Takes plain text; gives what plain regular expressions find in it: the bar that the reading engine has to clear.

Written in good faith: an hour of a careful programmer's patterns, no state, no tables, no names of institutions by
heart. It is handed the clean gold text, which the engine has to win from the file first.
"""

import re
from calendar import monthrange
from decimal import Decimal
from time import perf_counter

from bench.reading_score import Found, Key, plain

_HEADING = re.compile(
    r"^[ \u3000]*(?:第[一二三四五六七八九十]+章|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|"
    r"\d{1,2}[.．、](?!\d)|（\d{1,2}）|专栏\d+)"
    r"\s*([^。；\n\t]{2,40})(?=[。\n]|$)",
    re.MULTILINE,
)
_VERB = re.compile(
    r"建立|建设|建成|完善|加强|推进|推动|开展|实施|落实|健全|加大|提高|提升|扩大|优化|深化|支持|鼓励|制定|组织|引导|严禁|不得|加快|统筹|强化|"
    r"探索|培养|培育|打造|规范|促进|构建|新建|改建|新增|配齐|保障|召开|举办|完成|成立|设立|选派|遴选|评选|招聘|引进|培训|发布|编制|出台|开发|"
    r"推广|整治|整合|把.*纳入|将.*纳入|应当|应|须|要"
)
_NOT_TASK = re.compile(
    r"^(?:坚持|以|为|近年来|截至|根据|经.{2,12}同意|现将|现印发|各[^要应]{2,40}：$|原标题|近三年)|^20\d\d年以来"
    r"|基本形成|显著提升|更加完善|明显|取得|十三五”期间|十二五”期间|现有|印发给你们"
)
_BRACKET = re.compile(r"[（(〔]((?:[^（(〔）)〕]|[（(][^（）()]*[）)])+)[）)〕]$", re.MULTILINE)
_BODY = re.compile(
    r"(?:局|厅|委|办|部|处|科|室|政府|学校|学院|大学|院|馆|联|中心|公司|集团|街道|单位|高校)(?:[（(][^（）()]*[）)])?$"
)
_LABEL = re.compile(
    r"(牵头|责任|主办|配合|参与|协办|协同)(?:责任)?(?:单位|部门|处室|科室)?[：:]\s*(.+?)(?=[；;。\n\t\u3000]|[，,]\s*(?:配合|协办|参与)|$)"
)
_LEADS = re.compile(
    r"^(.+?)(?:分别)?牵头(?:负责)?(?:，(.+?)(?:按职责分工负责|配合|参与))?$|^(.+?)(?:按职责分工)?负责(?:，(.+?)配合)?$"
)
_JOINED = re.compile(r"[、，,；;\s]")
_DATE = re.compile(
    r"(?P<five>“(?P<n>十[二三四五])五”(?P<tail>期间|末)?)|(?P<from>自)?(?P<year>20\d\d)\s*[-—–至]\s*(?P<till>20\d\d)\s*年"
    r"|(?P<by>[到至])?(?P<y>20\d\d)年(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})日)?(?P<end>底|末)?(?P<before>之?前)?"
    r"|(?P<each>每(?:学)?年|每季度|每月)|(?P<on>长期|持续推进|长期坚持)"
)
_PLANS = {"十二": (2011, 2015), "十三": (2016, 2020), "十四": (2021, 2025), "十五": (2026, 2030)}
_FIGURE = re.compile(
    r"(?P<before>不低于|不少于|至少|超过|突破|达到|新增|增加|控制在|不超过|保持在|提高到)?\s*(?P<value>\d+(?:\.\d+)?)(?P<scale>[万亿])?(?P<unit>%|％|个百分点|所|个|名|人|家|门|元|亩|平方米|项|年|间|册|套|台|对)"
    r"(?P<after>以上|以内|左右|余)?"
)
_TITLE = re.compile(r"(?:根据|按照|贯彻|落实|依据)[^。《]{0,12}((?:《[^》]+》[^《。]{0,18})+)")


def read(text: str) -> Found:
    """Find headings, tasks, units, deadlines, targets and basis in ``text`` by regular expressions alone."""
    begun = perf_counter()
    is_plan = bool(re.search(r"计划|规划|方案|意见|要点|分工|任务|清单|台账|行动|通知", text[:60]))
    title = text.split("\n", 1)[0].strip()
    outline = ((plain(title),), *((plain(m[1]),) for m in _HEADING.finditer(text)))
    if not is_plan:
        return Found(text, False, outline, seconds=perf_counter() - begun)
    tasks = _tasks(text)
    return Found(
        text=text,
        is_plan=True,
        outline=outline,
        tasks=tasks,
        units=_units(text),
        deadlines=_deadlines(text),
        targets=_targets(text),
        basis=tuple(sorted({(plain(t),) for m in _TITLE.finditer(text) for t in re.findall(r"《([^》]+)》", m[1])})),
        items=len(tasks),
        seconds=perf_counter() - begun,
    )


def _tasks(text: str) -> tuple[tuple[int, int, float], ...]:
    found = []
    headings = {m.span(1) for m in _HEADING.finditer(text)}
    for m in re.finditer(r"[^。；\n\t]+[。；]?", text):
        words = _BRACKET.sub("", m[0])
        number = re.match(
            r"[ \u3000]*(?:[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十\d]+）|\d{1,2}[.．、])?\s*", words
        )
        start = m.start() + (number.end() if number else 0)
        if any(s >= m.start() and e <= m.end() for s, e in headings):
            continue
        if len(words) >= 8 and _VERB.search(words) and not _NOT_TASK.search(words) and not _LABEL.match(words):
            found.append((start, m.start() + len(words) if words else m.end(), 0.8))
    return tuple(found)


def _units(text: str) -> tuple[Key, ...]:
    found: list[Key] = []
    for bracket in _BRACKET.finditer(text):
        labels = list(_LABEL.finditer(bracket[1]))
        found += _labelled(labels) if labels else _unlabelled(bracket[1])
    outside = _BRACKET.sub("", text)
    return tuple(found + _labelled(list(_LABEL.finditer(outside))))


def _unlabelled(words: str) -> list[Key]:
    """Read （A、B负责，C配合） and bare lists of bodies."""
    said = _LEADS.match(words)
    if said:
        parts = ((said[1] or said[3] or "", "lead"), (said[2] or said[4] or "", "support"))
        return [(plain(name), role) for listed, role in parts for name in _JOINED.split(listed) if len(name) > 1]
    return [(plain(name), "lead") for name in _JOINED.split(words) if _BODY.search(name)]


def _labelled(labels: list[re.Match[str]]) -> list[Key]:
    found: list[Key] = []
    led = any(label[1] == "牵头" for label in labels)
    for label in labels:
        support = label[1] in ("配合", "参与", "协办", "协同") or (led and label[1] == "责任")
        role = "support" if support else "lead"
        found += [(plain(name), role) for name in _JOINED.split(label[2]) if 1 < len(name) < 20]
    return found


def _deadlines(text: str) -> tuple[Key, ...]:
    return tuple(key for m in _DATE.finditer(text) if (key := _deadline(m)) is not None)


def _deadline(m: re.Match[str]) -> Key | None:
    if m["five"]:
        first, last = _PLANS[m["n"]]
        return ("" if m["tail"] == "末" else f"{first}-01-01", f"{last}-12-31", "") if m["tail"] else None
    if m["each"]:
        return ("", "", {"季": "quarterly", "月": "monthly"}.get(m["each"][1], "yearly"))
    if m["on"]:
        return ("", "", "ongoing")
    if m["year"]:
        return (f"{m['year']}-01-01", f"{m['till']}-12-31", "")
    return _single_day(m)


def _single_day(m: re.Match[str]) -> Key | None:
    if not (m["by"] or m["before"] or m["end"]):
        return None
    year, month = int(m["y"]), int(m["m"] or 12)
    if not 1 <= month <= 12:
        return None
    if m["before"] and not (m["m"] or m["end"]):
        return ("", f"{year - 1}-12-31", "")
    day = int(m["d"] or monthrange(year, month)[1])
    return ("", f"{year}-{month:02}-{day:02}", "")


def _targets(text: str) -> tuple[Key, ...]:
    found: list[Key] = []
    for m in _FIGURE.finditer(text):
        before, after = m["before"] or "", m["after"] or ""
        if m["unit"] in ("年", "个", "人") and not before:
            continue
        value = Decimal(m["value"]) * {"万": 10000, "亿": 100000000}.get(m["scale"] or "", 1)
        found.append((_operator(before, after), str(value.normalize()), m["unit"].replace("％", "%")))
    return tuple(found)


def _operator(before: str, after: str) -> str:
    if after in ("以上", "余") or before in ("不低于", "不少于", "至少", "超过", "突破"):
        return ">="
    if after == "以内" or before in ("控制在", "不超过"):
        return "<="
    return "+" if before in ("新增", "增加") else "="
