"""Takes a Passage; gives its targets: the figures set for the future, with what they measure and by when."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from sys import intern, maxsize
from typing import NamedTuple

from xietong.basics import Span
from xietong.documents.cues import verb_at
from xietong.documents.draft import DraftTarget
from xietong.documents.ledger_columns import Column
from xietong.documents.numerals import five_years_end
from xietong.documents.passage import Passage
from xietong.documents.placing import Placing, Spans
from xietong.documents.targets_grammar import Amount, amounts
from xietong.documents.targets_indicators import indicator_of
from xietong.documents.targets_judging import is_target
from xietong.documents.targets_lines import flattened
from xietong.documents.targets_tables import read_table

_AT_LEAST = re.compile(
    r"(?:不(?:得|应|能)?(?:低于|少于|小于|短于)|至少|最少|超过|超$|逾$|突破(?=[^，。；、\d等]{0,6}$)|高于|大于|多于|不止|最低(?!工资|生活|首付|保障)|≥|》=)[^，。；、\d]{0,24}$"
)
_AT_MOST = re.compile(
    r"(?:不(?:得|应|能|予)?(?:超过|高于|多于|大于|突破)|(?<!不)低于|(?<!不)少于|(?<!不)小于|至多|最多|控制在"
    r"|压减到|≤|《=)(?:[^，。；、\d]|20\d\d(?=年)){0,16}$"
)
_NOT_MORE = re.compile(r"不(?:得|应|能|予)?(?:超过|高于|多于|大于|突破)(?:[^，。；、\d]|20\d\d(?=年)){0,16}$")
_NEAR = 32  # no match of these three is longer
_COMPARES = frozenset("不至超逾突于最≥》多制减≤《")  # each of their matches holds one of these
_MORE = re.compile(
    r"(?:新增|增加)(?!到|至|值|劳动力|和|的)(?:[^，。；\d到达至]{0,12}(?:前\d+[%‰名位强]?)?[^，。；\d到达至]{0,22}$|[^，。；到达至]{0,70}、(?!新[建设开改]|[改扩]建|建[成设])[^，。；\d到达至]{1,14}$"
    r"|[^，。；到达至]{0,40}，(?:学位|班级|床位|托位|宿位|教室|校舍)$"
    r"|[^，。；到达至]{0,30}，其中[^，。；到达至完建]{0,60}(?:，[^，。；\d到达至完建新改扩招培购聘]{1,5})?$)"
)
_YEAR_BY = re.compile(
    r"20(?P<year>\d\d) ?年(?P<end>底|末)?(?P<before>前)?|今年|十(?P<five>[一二三四五六])五”?(?:规划)?(?:期间|时期"
    r"|期?末|末期)"
)


def find_targets(passage: Passage, placing: Placing | None = None) -> tuple[DraftTarget, ...]:
    """Return the targets of a passage in document order, each quoting the text; linear in its length."""
    placing = placing or Placing(passage)
    limits = _Limits(passage, placing)
    flat = tuple(flattened(passage, Spans([table.span for table in passage.tables])))
    ledgers = {ledger.table.span for ledger in passage.ledgers}
    tables = [read_table(table, passage, ledger=table.span in ledgers) for table in passage.tables]
    taken = Spans(sorted([*(span for spans, _ in tables for span in spans), *(span for span, _ in flat)]))
    found = [target for _, targets in (*flat, *tables) for target in targets]
    found = [DraftTarget(*target[:-1], placing.item(target.span)) for target in found]
    rows = dict(_rows(passage))
    cells = Spans(sorted(rows))
    for amount in amounts(passage.plain):
        if taken.at(amount.at) is None and is_target(passage, placing, amount, limits.year(amount.at)):
            cell = cells.at(amount.at)
            row = "" if cell is None else rows[cells.span(cell)]
            found += _targets(passage, placing, amount, limits.by(amount.at), row)
    return tuple(sorted(found, key=lambda target: (target.span, target.op != ">=")))


def _rows(passage: Passage) -> Iterator[tuple[Span, str]]:
    """Yield the cells of ledgers that say what is to be reached, each with what its row is about."""
    for row in (row for ledger in passage.ledgers for row in ledger.rows):
        about = row.of(Column.TASK, Column.ACTION, Column.DIRECTION)
        name = next((cell.text for cell in reversed(about) if not any(map(str.isdecimal, cell.text))), "")
        yield from ((cell.span, name) for cell in row.of(Column.TARGET) if not cell.inherited)


def _targets(passage: Passage, placing: Placing, amount: Amount, by: date | None, row: str) -> tuple[DraftTarget, ...]:
    plain, at, to = passage.plain, amount.at, amount.to
    span, bounds = Span(at, to), placing.bounds(at)
    text, unit = intern(passage.text[at:to]), _as_written(passage, amount)
    item = placing.item(span)
    indicator = intern(indicator_of(plain, at, to, bounds, amount.unit, row))
    if amount.high is None:
        return (DraftTarget(text, indicator, _op(plain, bounds, amount), amount.value, unit, span, by, item),)
    return (
        DraftTarget(text, indicator, ">=", amount.value, unit, span, by, item),
        DraftTarget(text, indicator, "<=", amount.high, unit, span, by, item),
    )


def _as_written(passage: Passage, amount: Amount) -> str:
    """The unit in the text's own script: 對, where the plain text has 对."""
    unit = amount.unit
    at = passage.plain.rfind(unit, amount.at, amount.to)
    return intern(passage.text[at : at + len(unit)] if unit and at >= 0 else unit)


def _op(plain: str, bounds: tuple[int, int], amount: Amount) -> str:
    """Return the comparison that the words at a figure make, and nothing beyond the words (READING.md)."""
    after = amount.after
    if after:
        if "以上" in after or after in ("余", "多"):
            return ">="
        if "以内" in after or "以下" in after:
            return "<="
    before = plain[max(bounds[0], amount.at - 90) : amount.at]
    together = _together(plain, bounds, amount) if "分别" in before else ""
    return together or _op_before(before)


def _op_before(before: str) -> str:
    if not _COMPARES.isdisjoint(before[-_NEAR:]):
        near = max(0, len(before) - _NEAR)
        if _NOT_MORE.search(before, near):
            return "<="
        if _AT_LEAST.search(before, near):
            return ">="
        most = _AT_MOST.search(before, near)
        if most is not None:
            return "=" if most[0].startswith(("控制在", "压减到")) else "<="
    more = _MORE.search(before) if "增" in before and not before.endswith("的") else None  # 新增编制的20%
    if more is None:
        return "="
    last = before.rfind("、", more.start()) + 1  # 新增学位3万个、撤并幼儿园60个
    return "=" if last and verb_at(before, last) and not before.startswith(("新增", "增加"), last) else "+"


_SHARED = re.compile(
    r"分别(?P<words>[^，。；、\d]{0,14})(?P<list>\d[^，。；]{0,12}(?:[、和，及与][^，。；、和及与]{0,14}\d[^，。；、和及与]{0,10}){1,8})"
)


def _together(plain: str, bounds: tuple[int, int], amount: Amount) -> str:
    """The op that 分别 gives to each of a list of figures: 分别不低于60%和80%, 分别达到60%、80%以上."""
    start = plain.rfind("分别", max(bounds[0], amount.at - 80), amount.at)
    if start < 0:
        return ""
    match = _SHARED.match(plain, start, bounds[1])
    if match is None or match.end() < amount.to:
        return ""
    op = _op_before(plain[max(bounds[0], start - 12) : match.start("list")])
    first = match["list"].partition("，")[0]  # 分别控制在0.5%和1%以下，…达到8所
    within = match["words"].startswith(("控制在", "压减到")) and first.endswith(("以下", "以内"))
    if within and amount.to <= match.start("list") + len(first):
        return "<="
    return op if op != "=" else ""


_PAIRED = re.compile(r"(?P<years>20\d\d ?年[底末]?(?:[、和及与]20\d\d ?年[底末]?){1,4})，?[^，。；\d]{0,40}分别")
_VALUE = re.compile(r"\d[\d.]*")


class _Limit(NamedTuple):
    at: int
    day: date


class _Limits:
    """The 到X年 of a text; tells which one governs a place."""

    __slots__ = ("_governing", "_high", "_limits", "_low", "_places", "_placing", "_plain")

    def __init__(self, passage: Passage, placing: Placing) -> None:
        self._placing = placing
        self._plain = passage.plain
        own = passage.day.year if passage.day is not None else passage.year
        matches = (match for match in _YEAR_BY.finditer(passage.plain) if _governs(passage.plain, match))
        self._limits = [limit for limit in (_limit(match, own) for match in matches) if limit is not None]
        self._places = [limit.at for limit in self._limits]
        self._low = self._high = 0
        self._governing: _Limit | None = None

    def _last(self, place: int) -> _Limit | None:
        """The last of them up to a place: often that of the place asked for before."""
        if not self._low <= place < self._high:
            number = bisect_right(self._places, place)
            self._governing = self._limits[number - 1] if number else None
            self._low = self._places[number - 1] if number else 0
            self._high = self._places[number] if number < len(self._places) else maxsize
        return self._governing

    def by(self, place: int) -> date | None:
        """Return the day that the latest 到X年 in the sentence, or earlier in its section, gives to a place."""
        last = self._last(place)
        if last is None:
            return None
        low, _ = self._placing.bounds(place)
        if last.at >= low:
            return self._own(place, low) or last.day
        sentence = self._placing.sentence(place)
        earlier = self._placing.sentence(last.at)
        if sentence is None or not sentence.headings:
            return None
        if earlier is not None:
            return last.day if earlier.headings == sentence.headings else None
        return last.day if last.at >= sentence.headings[0].span.start else None

    def _own(self, place: int, low: int) -> date | None:
        """2025年和2030年…分别达到60%和70%: each figure by the year of its own."""
        paired = _PAIRED.search(self._plain, low, place) if self._plain.find("分别", low, place) >= 0 else None
        if paired is None:
            return None
        figures = len(_VALUE.findall(self._plain, paired.end(), place))
        number = bisect_right(self._places, paired.start() - 1) + figures
        limit = self._limits[number] if number < len(self._limits) else None
        return limit.day if limit is not None and limit.at < paired.end("years") else None

    def year(self, place: int) -> int | None:
        """Return the year that governs a place within its own sentence."""
        last = self._last(place)
        if last is None or last.at < self._placing.bounds(place)[0]:
            return None
        return last.day.year


def _governs(plain: str, match: "re.Match[str]") -> bool:
    before = plain[max(0, match.start() - 3) : match.start()].rstrip("“")
    return before[-1:] not in _AGAINST and _LOOKS_BACK.match(plain, match.end()) is None


_AGAINST, _LOOKS_BACK = frozenset("比较以与同由从自"), re.compile(r"的|以来|相比|基础|）|[^，。；]{1,30}基础上")


def _limit(match: "re.Match[str]", own: int | None) -> _Limit | None:
    """Return the day that a 到X年 gives; 今年 is the document's ``own``, where that is known."""
    number, end, before, five = match.groups()
    if number:
        year = 2000 + int(number) - bool(before and not end)
    elif five:
        year = five_years_end(five)
    elif own is not None:
        year = own
    else:
        return None
    return _Limit(match.start(), date(year, 12, 31))
