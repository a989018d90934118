"""Takes a placed table; gives its ledger: which column holds what, and the rows with their parents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from xietong.basics import Span
from xietong.documents.cues import verb_at
from xietong.documents.passage import PlacedTable
from xietong.documents.targets_grammar import UNITS
from xietong.documents.units_names import certainty


class Column(StrEnum):
    """What a column of a ledger holds."""

    NUMBER = "number"
    DIRECTION = "direction"
    ACTION = "action"
    TASK = "task"
    MEASURE = "measure"
    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    TARGET = "target"
    OTHER = "other"


_HEADERS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.NUMBER, re.compile(r"^(?:序号|编号|序|号|项目序号|任务序号|No\.?)$")),
    (
        Column.OTHER,
        re.compile(
            r"进展|进度情况|推进情况|完成情况|落实情况|存在问题|下一步|备注|联系|电话|领导|分管|包联|动态|灯|评分|"
            r"得分|自评|签字|督办人|责任人|处室负责人|预算|经费|资金|投资"
        ),
    ),
    (Column.LEAD, re.compile(r"牵头|主办|承办|主责|主抓|主要责任|第一责任|主要负责单位")),
    (Column.SUPPORT, re.compile(r"配合|协办|参与|协助|协同(?:配合|单位|部门|处室|$)|参加|成员单位|支持单位")),
    (
        Column.RESPONSIBLE,
        re.compile(
            r"责任(?:单位|部门|科室|处室|主体|股室|学校|分工)?$|^责任|负责(?:单位|部门|科室|处室)|实施(?:单位|主体)|"
            r"落实单位|工作单位|分工单位|单位$|部门$|处室$|科室$"
        ),
    ),
    (Column.DEADLINE, re.compile(r"时限|时间|期限|进度(?:安排|要求|计划)?$|节点|完成日期|周期")),
    (Column.MEASURE, re.compile(r"(?:建设|工作|主要|具体|任务|实施)内容")),
    (
        Column.TARGET,
        re.compile(
            r"(?<![及和与])目标(?:值|要求)?$|指标|预期(?:成果|目标|效果)|成果(?:形式|要求)?$|20\d\d年?$|属性|现状|完成标准|"
            r"工作成效|考核标准"
        ),
    ),
    (
        Column.MEASURE,
        re.compile(
            r"措施|举措|工作内容|具体(?:内容|任务|工作|要求|做法)|主要内容|内容(?:及|和|与)?|细化|任务分解|任务内容|"
            r"要求$|做法|(?:年度|工作|实施|推进)计划$"
        ),
    ),
    (Column.TASK, re.compile(r"任务|工作(?:事项|项目)?$|事项|工作要点|工程|项目(?:名称)?$|要点|行动$|举措名称")),
    (Column.DIRECTION, re.compile(r"方面|领域|类别|分类|板块|大类|类型|方向|维度|一级")),
)
_WHERE = (Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE, Column.DEADLINE)
_WHAT = (Column.MEASURE, Column.TASK, Column.ACTION, Column.DIRECTION)
_ACTS = re.compile(
    r"(?:实施|建设|建成|新建|新增|改造|推进|推动|支持|开展|完善|建立|打造|培育|培养|遴选|组织|加强|提升|扩大|制定|"
    r"落实|引进|选派|升级|优化|健全|深化|强化|构建|举办|开发|配备|加快|依托|面向|重点)"
)
_BLANK = re.compile(r"[\s：:（）]+")


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """A cell of a ledger's row: what its column holds, its place in the text, whether merged down from a row above."""

    column: Column
    span: Span
    text: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of a ledger, by its cells; a ``section`` row spans the table and names what follows."""

    cells: tuple[LedgerCell, ...]
    section: bool = False

    def of(self, *columns: Column) -> tuple[LedgerCell, ...]:
        """Return the cells that hold one of the given things, from left to right, without the empty ones."""
        return tuple(cell for cell in self.cells if cell.column in columns and cell.text.strip())


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table of tasks: its rows below the header; ``headed`` tells whether it has a header of its own."""

    table: PlacedTable
    rows: tuple[LedgerRow, ...]
    columns: tuple[Column, ...]
    headed: bool = True
    banner: tuple[Span, ...] = ()


def find_ledgers(tables: Iterable[PlacedTable], plain: str) -> tuple[Ledger, ...]:
    """Return the tables that are ledgers: one column at least says what, and one who or when."""
    ledgers: list[Ledger] = []
    before: tuple[Column, ...] = ()
    for placed in tables:
        ledger = read_ledger(placed, plain, before)
        if ledger is not None:
            ledgers.append(ledger)
            before = ledger.columns
    return tuple(ledgers)


def read_ledger(placed: PlacedTable, plain: str, before: tuple[Column, ...] = ()) -> Ledger | None:
    """Read one table; ``before`` are the columns of the table above, which a table without header goes on with."""
    grid = _grid(placed)
    texts = [[_text(placed, number, plain) for number in line] for line in grid]
    found = _header(placed, grid, plain) or _plain_header(placed, grid, plain)
    if found is None:
        going_on = before if len(before) == placed.table.columns else ()
        found = (0, going_on or _by_content(texts))
    first, columns = found
    bodies = _without_measures(columns, texts, first)
    if not bodies or (bodies != columns and not _is_ledger(bodies)):
        return None
    columns = _settled(bodies)
    rows = tuple(_rows(placed, grid, plain, first, columns))
    if not any(row.of(Column.TASK) for row in rows):
        return None
    return Ledger(placed, rows, columns, first > 0, _banner(placed, first))


def _banner(placed: PlacedTable, first: int) -> tuple[Span, ...]:
    """The rows above the header with nothing but one cell in them: title, who filled it in and when."""
    above: dict[int, list[Span]] = {}
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        if cell.row < first - 1 and span.end > span.start:
            above.setdefault(cell.row, []).append(span)
    return tuple(spans[0] for spans in above.values() if len(spans) == 1)


def _grid(placed: PlacedTable) -> list[list[int | None]]:
    """Lay the cells out: for every row and column the number of the cell that covers it."""
    table = placed.table
    grid: list[list[int | None]] = [[None] * table.columns for _ in range(table.rows)]
    for number, cell in enumerate(table.cells):
        for row in range(cell.row, min(table.rows, cell.row + cell.row_span)):
            for column in range(cell.column, min(table.columns, cell.column + cell.column_span)):
                grid[row][column] = number
    return grid


def _header(placed: PlacedTable, grid: list[list[int | None]], plain: str) -> tuple[int, tuple[Column, ...]] | None:
    """Find the header among the first rows: one or two rows whose cells are short and name columns."""
    best: tuple[int, int, tuple[Column, ...]] | None = None
    named = [[_named(_text(placed, number, plain)) for number in line] for line in grid[:7]]
    for row in range(min(len(grid), 6)):
        for depth in (1, 2):
            if row + depth > len(grid) or (depth == 2 and not _second_row_names(placed, grid, row + 1, plain)):
                continue
            below = named[row + depth - 1]
            columns = tuple([own or above or Column.OTHER for own, above in zip(below, named[row], strict=True)])
            if not _is_ledger(columns):
                continue
            score = 3 + len(columns) - columns.count(Column.OTHER) - (depth - 1) * 2
            if best is None or score > best[0]:
                best = (score, row + depth, columns)
    return None if best is None else (best[1], best[2])


def _plain_header(
    placed: PlacedTable, grid: list[list[int | None]], plain: str
) -> tuple[int, tuple[Column, ...]] | None:
    """A table that says what is to be done, but not who or when: its cells must be seen to act."""
    if len(grid) < 2 or placed.table.columns > 4:
        return None
    columns = tuple(_named(_text(placed, number, plain)) or Column.OTHER for number in grid[0])
    places = [place for place, column in enumerate(columns) if column in (Column.MEASURE, Column.TASK)]
    if len(set(grid[0])) < 2 or not places or Column.TARGET in columns:
        return None
    texts = [_text(placed, grid[row][places[-1]], plain) for row in range(1, len(grid))]
    acting = sum(1 for text in texts if _ACTS.search(text[:20]))
    return (1, columns) if texts and acting * 2 >= len(texts) else None


def _second_row_names(placed: PlacedTable, grid: list[list[int | None]], row: int, plain: str) -> bool:
    texts = {number: _text(placed, number, plain) for number in grid[row] if number is not None}
    own = [text for number, text in texts.items() if placed.table.cells[number].row == row and text]
    spread = any(
        (cell.row == row - 1 and cell.column_span > 1) or cell.row_span > 1
        for cell in placed.table.cells
        if cell.row == row - 1
    )
    return spread and bool(own) and all(len(text) <= 12 for text in own)


def _text(placed: PlacedTable, number: int | None, plain: str) -> str:
    if number is None:
        return ""
    span = placed.cell_spans[number]
    return plain[span.start : span.end].strip()


def _named(text: str) -> Column | None:
    return column_of(text) if len(text) < _USUAL else column_of.__wrapped__(text)


_USUAL = 64  # headers are shorter, and come again and again


@lru_cache(maxsize=8192)
def column_of(text: str) -> Column | None:
    """Return what a column with this header holds; ``None`` for no header at all."""
    bare = _BLANK.sub("", text)
    if len(bare) > 16:
        return None
    return next((column for column, pattern in _HEADERS if pattern.search(bare)), None)


def _is_ledger(columns: tuple[Column, ...]) -> bool:
    return any(column in _WHERE for column in columns) and any(column in _WHAT for column in columns)


def _settled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Of several columns that say what, the last holds the task itself and those before it name what it belongs to."""
    places = [place for place, column in enumerate(columns) if column in _WHAT]
    if not places:
        return columns
    settled = list(columns)
    kind = next(each for each in _WHAT if each in columns)
    last = max(place for place in places if columns[place] is kind)
    for place in places:
        settled[place] = Column.TASK if place == last else Column.ACTION
    heads = [place for place in places if place != last]
    if len(heads) >= 2:
        settled[heads[0]] = Column.DIRECTION
    return tuple(settled)


def _rows(
    placed: PlacedTable, grid: list[list[int | None]], plain: str, first: int, columns: tuple[Column, ...]
) -> Iterator[LedgerRow]:
    for row in range(first, len(grid)):
        cells = []
        seen: set[int] = set()
        for place, number in enumerate(grid[row]):
            if number is None or number in seen:
                continue
            seen.add(number)
            inherited = placed.table.cells[number].row < row
            cells.append(LedgerCell(columns[place], placed.cell_spans[number], _text(placed, number, plain), inherited))
        filled = [cell for cell in cells if cell.text]
        if not filled or _named_again(filled):
            continue
        yield LedgerRow(tuple(cells), section=_is_section(filled, cells, placed.table.columns))


_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3
_COUNT = re.compile(r"\d{1,3}[.．、]?|[一二三四五六七八九十]{1,3}、?")
_MOMENT = re.compile(
    r"(?=.{1,16}$)(?:.*(?:\d\s*[月年日]|季度|[年月]底|年内|全年|半年|[上中下]旬|长期|持续|每[年月周季]|适时|即时).*|\d{4}[-/.]\d{1,2}.*)"
)
_TELLS = re.compile(r".[^，。；]{0,6}?[了过]|.*(?:已经?|顺利|成功)")
_NAMES_OF_BODIES = re.compile(r"[、，；\s]+")
_ROOM = re.compile(
    r"[\u4e00-\u9fff]{1,9}(?:[科室处办局委厅部院馆队站团会组]|中心|学校|小学|中学|幼儿园|街道|镇|乡)(?:（[^（）]{1,12}）)?"
)


def _by_content(texts: list[list[str]]) -> tuple[Column, ...]:
    """Return what the columns of a table without any header hold; nothing where they hold no tasks with who or when."""
    texts = [line for line in texts if len(set(line)) > 1]
    if len(texts) < _FEWEST_ROWS or len(texts[0]) < _FEWEST_COLUMNS:
        return ()
    held = [_held([text for text in column if text]) for column in zip(*texts, strict=True)]
    alone = held.count(Column.TASK) == 1
    return tuple(held) if alone and (Column.RESPONSIBLE in held or Column.DEADLINE in held) else ()


def _held(texts: list[str]) -> Column:
    for column, told in _TOLD:
        if sum(map(told, texts)) * 4 >= max(len(texts), 1) * 3:
            return column
    return Column.OTHER


def _is_bodies(text: str) -> bool:
    names = [name for name in _NAMES_OF_BODIES.split(text) if name]
    return len(text) > 1 and all(certainty(name) or _ROOM.fullmatch(name) for name in names)


def _is_task(text: str) -> bool:
    return len(text) >= 6 and verb_at(text) and _TELLS.match(text) is None


_TOLD = (
    (Column.NUMBER, lambda text: _COUNT.fullmatch(text) is not None),
    (Column.DEADLINE, lambda text: _MOMENT.match(text) is not None),
    (Column.RESPONSIBLE, _is_bodies),
    (Column.TASK, _is_task),
)
_MEASURE = re.compile(rf"[万亿千百]*(?:{UNITS}|年)(?:/.{{1,4}})?")


def _without_measures(columns: tuple[Column, ...], texts: list[list[str]], first: int) -> tuple[Column, ...]:
    """A column 单位 that holds 万人, % and 所 says how things are measured, and not who is to act."""
    return tuple(
        Column.OTHER if column is Column.RESPONSIBLE and _held_below(texts, first, place) else column
        for place, column in enumerate(columns)
    )


def _held_below(texts: list[list[str]], first: int, place: int) -> bool:
    below = [line[place] for line in texts[first:] if line[place]]
    return sum(1 for text in below if _MEASURE.fullmatch(text)) * 2 > len(below)


def _named_again(filled: list[LedgerCell]) -> bool:
    """A header repeated on the next page."""
    return len(filled) >= 3 and all(
        len(cell.text) <= 10 and _named(cell.text) not in (None, Column.OTHER) for cell in filled
    )


_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*[、.．]|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章部])"
)


def _is_section(filled: list[LedgerCell], cells: list[LedgerCell], width: int) -> bool:
    if len(filled) == 1 and width >= 3:
        return (
            len(cells) <= 2
            or _SECTION.match(filled[0].text) is not None
            or filled[0].column in (Column.NUMBER, Column.DIRECTION)
        )
    if len(filled) == 2 and filled[0].column is Column.NUMBER and width >= 4:
        return re.fullmatch(r"[（]?[一二三四五六七八九十]+[）、]?", filled[0].text) is not None
    return False
