"""Takes the tables of a passage; gives the places of times that only head their columns."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from xietong.basics import Span
from xietong.documents.draft import Deadline
from xietong.documents.ledger import Ledger
from xietong.documents.ledger_columns import OF_YEAR, Column
from xietong.documents.openings import QUARTER
from xietong.documents.passage import Passage
from xietong.documents.placing import Spans

COLUMN = re.compile(
    r"\s*(?:序\s*号|编号|.{0,4}指\s*标.{0,4}|项\s*目.{0,4}|.{0,6}单\s*位.{0,5}|.{0,4}科室|.{0,4}处室|.{0,6}部门.{0,5}"
    r"|.{0,4}工作|.{0,4}目标|责任.{0,4}|牵头.{0,4}|配合.{0,4}"
    r"|.{0,4}领导|.{0,4}时限|.{0,6}内容|备\s*注|.{0,4}类\s*别"
    r"|进展.{0,4}|.{0,2}[县地]区|县（?市.{0,4}|.{0,4}名称|.{0,4}措施|年\s*份|属\s*性|.{0,4}任务.{0,4}|.{0,4}事项)\s*"
)
HEADER = re.compile(
    r"\s*(?:“?十.五”?|第?[一二三四]季度|[上下]半年|\d{1,2}月份?|(?:20|19)\d\d\s*年?度?(?![^）]{0,3}月))\s*"
    r"(?:末|底|期间)?(?:目标|完成|现状|基数|基期|基准|实际|规划|预期|计划|进展|情况|任务|指标|值|数|[（(].*[）)])*\s*"
    rf"|\s*{OF_YEAR}\s*"
)


_YEAR, _BY_YEAR = re.compile(r"20\d\d"), re.compile(r"\s*年\s*[度份]\s*")
# 2025年毛入园率（%）
_MEASURED = re.compile(r"\s*20\d\d\s*年度?[^，。；]{1,12}[（(][^（）()]{1,6}[）)]\s*")


def times_set(passage: Passage) -> Spans:
    """Return where a bare time is one of what is to be done: in cells below 完成时限, and in headings such as 九月."""
    cells = {
        cell.span for ledger in passage.ledgers for row in ledger.rows for cell in row.of(Column.DEADLINE) if cell.span
    }
    cells |= {heading.span for heading in passage.outline if QUARTER.fullmatch(heading.title)}
    return Spans(sorted(cells))


def heads_lines(plain: str, start: int, end: int) -> bool:
    """Tell whether a year on a line of its own stands in the header of a table flattened into lines."""
    near = max(0, start - 60)
    low = plain.rfind("\n", near, start) + 1 or near
    high = plain.find("\n", end, end + 20)
    if high < 0 or HEADER.fullmatch(plain, low, high) is None:
        return False
    before = plain[near : max(low - 1, 0)].rpartition("\n")[2]
    after = plain[high + 1 : high + 40].partition("\n")[0]
    return any(HEADER.fullmatch(line) or COLUMN.fullmatch(line) for line in (before, after) if line.strip())


def _is_aimed(text: str) -> bool:
    """Tell a year with what its column holds: 2023年计划, 2022年底现状."""
    return HEADER.fullmatch(text) is not None and _HOLDS.search(text) is not None


_HOLDS = re.compile("目标|计划|现状|实际|基[数期准]|规划|预期")


def header_starts(passage: Passage) -> frozenset[int]:
    """Return where titles of tables and cells of header rows begin: years over columns are no deadlines."""
    ledgers = {ledger.table.span for ledger in passage.ledgers}
    starts = {span.start for ledger in passage.ledgers for span in ledger.names}
    for placed in passage.tables:
        named = Counter(cell.row for cell in placed.table.cells if cell.row <= 5 and COLUMN.fullmatch(cell.text))
        aimed = Counter(cell.row for cell in placed.table.cells if cell.row <= 5 and _is_aimed(cell.text))
        heads = {row for row, times in named.items() if times >= 2 or row == 0}
        heads.update(row for row, times in aimed.items() if times >= 2)
        others = {cell.row for cell in placed.table.cells if cell.text.strip() and not HEADER.fullmatch(cell.text)}
        heads.update(row for row in range(1, 4) if row not in others and row - 1 in heads)
        yearly = (
            set()
            if placed.span in ledgers
            else {one.column for one in placed.table.cells if _BY_YEAR.fullmatch(one.text)}
        )
        for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
            banner = cell.column_span == placed.table.columns > 1 and cell.row <= 1 and "。" not in cell.text
            of_year = cell.column in yearly and HEADER.fullmatch(cell.text)  # a row of figures by its year
            headed = cell.row in heads and (HEADER.fullmatch(cell.text) or _MEASURED.fullmatch(cell.text))
            if banner or of_year or headed:
                year = _YEAR.search(passage.plain, span.start, span.end)  # 基期值（2021年）
                starts.add(span.start if year is None else year.start())
    return frozenset(starts)


_BEGINS = re.compile(r"(?:开始|启动|开工|起始|起)(?:实施)?(?:时间|日期|年月)?")
_CLOSES = re.compile(r"(?:结束|完成|完工|竣工|截止|终止|止|终)(?:时间|日期|年月|时限)?")


def by_columns(passage: Passage, deadlines: Iterable[Deadline]) -> Iterator[Deadline]:
    """Yield deadlines as the columns they stand in say: below 开始 stand starts, below 结束 ends."""
    columns = [_side_by_side(ledger) for ledger in passage.ledgers]
    begins, closes = (Spans(sorted(span for sides in columns for span in sides[place])) for place in (0, 1))
    for deadline in deadlines:
        if begins.at(deadline.span.start) is not None:
            yield deadline._replace(start=deadline.start or deadline.end, end=None)
        elif closes.at(deadline.span.start) is not None:
            yield deadline._replace(start=None)
        else:
            yield deadline


def _side_by_side(ledger: Ledger) -> tuple[list[Span], list[Span]]:
    """Return the cells of a ledger below 开始 and those below 结束, where it has columns of both."""
    cells = list(zip(ledger.table.table.cells, ledger.table.cell_spans, strict=True))
    sides: tuple[list[Span], list[Span]] = ([], [])
    for names, found in zip((_BEGINS, _CLOSES), sides, strict=True):
        places = {one.column for one, _ in cells if one.row < ledger.first and names.fullmatch(one.text.strip())}
        found += [span for one, span in cells if one.row >= ledger.first and one.column in places and span]
    return sides if all(sides) else ([], [])
