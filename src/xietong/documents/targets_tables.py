"""Takes a table of indicators; gives the figures of its future columns as targets."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xietong.basics import Span
from xietong.documents.block import Cell
from xietong.documents.draft import DraftTarget
from xietong.documents.numerals import to_decimal
from xietong.documents.passage import Passage, PlacedTable
from xietong.documents.targets_grammar import UNITS

_YEAR = re.compile(r"(20\d\d)\s*年?")
_YEAR_HEAD = re.compile(r"(20\d\d)\s*年?\s*(?![^（]*(?:投资|资金|经费|预算))[（(]?[\u4e00-\u9fff]{0,8}[）)]?(?<!月)")
_MONEY = re.compile(r"[^（(]*(?:投资|资金|经费|预算|资本|自筹)[^（(]{0,4}")
_COUNTED = re.compile(r"(?:新增|增加|新建|改造|培训|招聘)[^（(]{1,8}")
_COUNTED_IN = re.compile(r"(?<![\u4e00-\u9fff])(?:计量)?单位：([^\n\t；。（）]{1,20})")
_GOAL = re.compile(r"目标|规划|预期|期末")
_BASE = re.compile(r"现状|基数|基准|实际|完成|基期|现值|年均|增长")
_NAME = re.compile(r"指标|项目|名称|内容|类别|任务")
_OWNED = re.compile(r"(?:牵头|责任|负责)(?:单位|部门|处室|科室)")
_UNIT = re.compile(r"^\s*(?:计量)?单\s*位\s*$")
_FIGURE = re.compile(
    rf"\s*(?P<op>≥|》=?|>=?|＞|≤|《=?|<=?|＜|不低于|不少于|超过|不超过|达到"
    rf"|至少)?\s*[\[（【]?\s*(?P<low>\d[\d,]*(?:\.\d+)?)\s*(?P<ls>[万亿])?\s*%?\s*"
    rf"(?:[—\-～~至]+\s*(?P<high>\d[\d,]*(?:\.\d+)?))?\s*(?P<scale>[万亿])?\s*(?P<unit>{UNITS}"
    rf"|年)?\s*[\]）】]?\s*(?P<after>以上|以内|左右|以下|及以上)?\s*"
)
# 11.3，其中受过高等教育的占25%: the figure of the row, and more.
_LEADS = re.compile(rf"{_FIGURE.pattern}(?=，其中)")
_BRACKET = re.compile(r"[（(]\s*(?P<scale>[万亿千百]*)(?P<unit>[^（）()\d]{1,6})[）)]\s*$")
_OPS = {
    "≥": ">=",
    ">": ">=",
    "＞": ">=",
    "》": ">=",
    "不低于": ">=",
    "不少于": ">=",
    "超过": ">=",
    "至少": ">=",
    "≤": "<=",
    "<": "<=",
    "＜": "<=",
    "《": "<=",
    "不超过": "<=",
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold goals and by when, the names, and the units; below which row.

    ``places`` are the names of places or bodies over columns of goals, ``means`` the columns of growth or of sums.
    """

    goals: tuple[tuple[int, date | None], ...]
    name: int
    unit: int | None
    first_row: int
    places: Mapping[int, str] = field(default_factory=dict)
    means: frozenset[int] = frozenset()


_WORK = re.compile(
    r"\s*(?:(?P<year>20\d\d)年度?)?(?P<name>(?:新建|改扩建|改建|扩建|增加|新增|建设|培训|完成|投入|计划|目标|任务|招聘|招生|配备|购置"
    r"|改造|认定|创建|建筑|占地|用地|(?!补助|奖补|补贴|奖励)[^（(\n]{0,4}(?:资金|投资|经费|预算|资本|自筹))[^（(\n]{0,12}|[^（(\n]{2,20}(?:率|占比|比例|覆盖面)(?=[（(]%))"
    r"[（(](?:单位：)?(?P<scale>[万亿]?)(?P<unit>[^（）()\d]{1,4})[）)]\s*"
)
_TASK = re.compile(r"目标|任务|分解|计划|分配")


def read_table(placed: PlacedTable, passage: Passage, *, ledger: bool) -> tuple[list[Span], list[DraftTarget]]:
    """Return the parts of a table whose figures are read here, so that nobody reads them as prose, and its targets.

    ``ledger`` says that it is one, whose tasks are read as prose.
    """
    head, own = _head(placed), passage.day.year if passage.day is not None else passage.year
    columns = _columns(placed, head, own) or _shares(placed, head, passage)
    if columns is not None and not ledger:
        return [placed.span], list(_indicated(placed, passage, columns))
    amounts = _amounts(placed, head, passage.plain)
    totals = _totals(placed) if amounts else set()
    spans = [
        span
        for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True)
        if span.start < span.end
        and (cell.column in amounts or cell.row in totals or (columns is not None and is_figure(cell.text)))
    ]
    if columns is not None:
        return spans, list(_indicated(placed, passage, columns))
    return spans, list(_amounts_in(placed, passage, amounts, own)) if amounts else []


def _head(placed: PlacedTable) -> list[Cell]:
    """The cells of the header: the first row with as many cells as a header has, and one with cells below wide ones."""
    least = min(3, placed.table.columns)
    filled = Counter(cell.row for cell in placed.table.cells if cell.text.strip() and cell.row <= 5)
    first = min((row for row, count in filled.items() if count >= least), default=0)
    top = [cell for cell in placed.table.cells if cell.row == first]
    wide = {column for cell in top if 1 < cell.column_span < placed.table.columns for column in _across(cell)}
    below = [cell for cell in placed.table.cells if cell.row == first + 1 and cell.text.strip()]
    return top + (below if all(cell.column in wide for cell in below) else [])


def _across(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _amounts(placed: PlacedTable, head: Sequence[Cell], plain: str) -> dict[int, tuple[int, "re.Match[str]"]]:
    """Return the columns whose header is an amount of work with its unit, 新建（所）, with the header's row.

    Their units may stand above the table, or in a line over its header: 单位：万元、个.
    """
    found: dict[int, tuple[int, re.Match[str]]] = {}
    near = max(0, placed.span.start - _NEAR)
    above = _COUNTED_IN.search(plain, near, min(placed.span.end, placed.span.start + _NEAR))
    units = re.split("[、，/ ]", above[1]) if above is not None else []
    money = next((unit for unit in units if _SUM_IN.fullmatch(unit)), "")
    counts = [unit for unit in units if _COUNT_IN.fullmatch(unit)]
    for cell in head:
        counted = (unit for unit in counts if ("面积" in cell.text) is (_AREA.fullmatch(unit) is not None))
        unit = money if _MONEY.fullmatch(cell.text) else next(counted, "") if _COUNTED.fullmatch(cell.text) else ""
        match = _WORK.fullmatch(f"{cell.text}（{unit}）" if unit else cell.text)
        if match is not None:
            found |= dict.fromkeys(_across(cell), (cell.row, match))
    # Rates alone tell how things stand; beside amounts of work they are aimed at.
    works = any(match["unit"] != "%" for _, match in found.values())
    return found if works and _numeric(placed, found) else {}


_SUM_IN, _COUNT_IN = re.compile("[万亿]?元"), re.compile(f"万?(?:{UNITS})(?<!元)")
_NEAR = 80  # characters around the head of a table
_TOTAL = re.compile(r"\s*(?:合|总|小)\s*计\s*(?:[（(][^（）()]{1,8}[）)]\s*)?")
_SECTION = re.compile("[（(]?[一二三四五六七八九十]{1,3}[）)、]?")
_AREA = re.compile("万?(?:平方米|平米|㎡|公顷|亩)")


def _shares(placed: PlacedTable, head: Sequence[Cell], passage: Passage) -> _Columns | None:
    """Return the columns of a table of indicators whose goals are shared out among places or bodies."""
    first = min((cell.row for cell in head), default=0)
    top = [cell for cell in head if cell.row == first]
    named = next((cell for cell in top if _NAME.search(cell.text)), None)
    unit = next((cell for cell in top if _UNIT.match(cell.text)), None)
    before = passage.plain[max(0, placed.span.start - 60) : placed.span.start]
    if named is None or unit is None or not _TASK.search(passage.title + before + placed.table.name):
        return None
    places = {cell.column: cell.text.strip() for cell in top if cell.column > max(named.column, unit.column)}
    if len(places) < 2 or not all(_numeric(placed, (column,)) for column in places):
        return None
    return _Columns(tuple((column, None) for column in sorted(places)), named.column, unit.column, first + 1, places)


def _columns(placed: PlacedTable, whole: Sequence[Cell], own: int | None) -> _Columns | None:
    head = [cell for cell in whole if len(cell.text) <= 24]
    years, goals, places = _ahead_of(head)
    named = next((cell for cell in head if _NAME.search(cell.text) and not _YEAR.search(cell.text)), None)
    if named is None or not (_numeric(placed, years) or _numeric(placed, goals)):
        return None
    means = frozenset(cell.column for cell in head if _MEAN.match(cell.text) and cell.column_span == 1)
    unit = next((cell.column for cell in head if _UNIT.match(cell.text)), None)
    first_row = max(cell.row + cell.row_span for cell in head if cell.column_span < placed.table.columns)
    # Of work counted year by year, and of goals, the first year has its share, too.
    aimed = {column for cell in head if cell.column_span > 1 and _GOAL.search(cell.text) for column in _across(cell)}
    base = not aimed.issuperset(years) and (bool(goals) or not _is_work(placed, named.column))
    ahead = tuple(_ahead(years, goals, own, base=base))
    last = max((by for _, by in ahead if by is not None), default=None)
    name = _name_column(head, named.column, years.keys() | goals, unit)
    ahead += tuple((column, last) for column in sorted(means) if ahead)
    return _Columns(ahead, name, unit, first_row, places, means)


_MEAN = re.compile(
    r"(?:[五三]年)?(?:年均|累计)(?:增[长速幅]|提高)?率?(?:[/／、]?[（(\[［【]?累计(?:数|值)?[）)\]］】]?)?\s*$"
)


def _ahead_of(head: Collection[Cell]) -> tuple[dict[int, tuple[int, Cell]], set[int], dict[int, str]]:
    """Return the columns below years and those below goals, and the names of places that share in them."""
    years: dict[int, tuple[int, Cell]] = {}
    goals: set[int] = set()
    places: dict[int, str] = {}
    top = min((cell.row for cell in head), default=0)
    for cell in head:
        year = _year(cell.text)
        if year is not None:
            years |= dict.fromkeys(_across(cell), (int(year[1]), cell))
            goals.difference_update(_across(cell))
        elif len(cell.text) <= 10 and _GOAL.search(cell.text):
            goals.update(column for column in _across(cell) if column not in years)
        elif cell.row > top and _BASE.search(cell.text):
            years.pop(cell.column, None)
            goals.discard(cell.column)
        elif cell.row > top:
            places[cell.column] = cell.text.strip()
    return years, goals, places


_DONE_YEARLY = re.compile(r"(?:新建|改扩建|改建|扩建|新增|增加|建设|培训|培养|引进|招聘|选派|创建|认定|改造)")


def _is_work(placed: PlacedTable, column: int) -> bool:
    """Tell whether the names in a column are of work, 新建学校（所）, and not of how things stand."""
    names = [cell.text for cell in placed.table.cells if cell.column == column and cell.row >= 1 and cell.text.strip()]
    return sum(1 for name in names if _DONE_YEARLY.match(name)) * 2 > len(names)


def aims(placed: PlacedTable) -> bool:
    """Tell a table of indicators that are aimed at: a column says so, who answers, or what kind each is."""
    head = _head(placed)
    columns = _columns(placed, head, None)
    if columns is None or not columns.goals:
        return False
    aimed = any(_GOAL.search(cell.text) or _OWNED.match(cell.text) for cell in head if len(cell.text) <= 24)
    return aimed or any(cell.text.strip() in ("约束性", "预期性") for cell in placed.table.cells)


def _year(text: str) -> "re.Match[str] | None":
    return _YEAR_HEAD.fullmatch(text.strip())


def _numeric(placed: PlacedTable, columns: Collection[int]) -> bool:
    """Tell whether most cells below the headers of these columns are figures."""
    cells = [cell for cell in placed.table.cells if cell.row >= 1 and cell.column in columns and cell.text.strip()]
    figures = sum(1 for cell in cells if _FIGURE.fullmatch(cell.text) and not _YEAR.search(cell.text))
    return figures >= 2 and figures * 2 >= len(cells) - len(columns)


def _ahead(
    years: dict[int, tuple[int, Cell]], goals: Collection[int], own: int | None, *, base: bool
) -> Iterator[tuple[int, date | None]]:
    """Yield the columns of the future: those of years not before the document, or later than the first (``base``)."""
    least = min((year for year, _ in years.values()), default=0) - (not base)
    several = len({year for year, _ in years.values()}) > 1
    for column, (year, cell) in sorted(years.items()):
        if _BASE.search(cell.text) and not _GOAL.search(cell.text):
            continue
        later = year > least if own is None or several else year >= own
        if (later or _GOAL.search(cell.text)) and (own is None or year >= own):
            yield column, date(year, 12, 31)
    if not years:
        for column in sorted(goals):
            yield column, None


def _name_column(head: Collection[Cell], named: int, figures: Collection[int], unit: int | None) -> int:
    """The innermost column of names: the last one with words before the figures."""
    right = [column for column in figures if column > named]
    if not right:
        return named
    heads = {cell.column: cell for cell in head}
    inner = [
        column
        for column in range(named, min(right))
        if column != unit and (column == named or column not in heads or _NAME.search(heads[column].text))
    ]
    return inner[-1]


def _indicated(placed: PlacedTable, passage: Passage, columns: _Columns) -> Iterator[DraftTarget]:
    """Yield the targets of an indicator table, row by row."""
    texts = {(cell.row, cell.column): cell.text for cell in placed.table.cells}
    goals = dict(columns.goals)
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        if cell.row < columns.first_row or cell.column not in goals:
            continue
        name = _name(texts, cell.row, columns.name)
        unit = texts.get((cell.row, columns.unit), "") if columns.unit is not None else ""
        if cell.column in columns.means and not cell.text.startswith(_SUM):
            name, unit = _bare(name), "%"
            name += "" if "增" in name else "年均增长"
        yield from read_figure(passage, span, name, unit, goals[cell.column], columns.places.get(cell.column, ""))


_SUM = ("[", "［", "【", "（", "(")  # what is added up over the years stands in brackets


def _totals(placed: PlacedTable) -> set[int]:
    """Return the rows that add others up: 合计, and sections (一) above rows with numbers of their own (1)."""
    first = [(cell.row, cell.text.strip()) for cell in placed.table.cells if cell.column == 0]
    counted = any(text.isdecimal() for _, text in first)
    totals = {cell.row for cell in placed.table.cells if _TOTAL.fullmatch(cell.text)}
    return totals | {row for row, text in first if counted and _SECTION.fullmatch(text)}


def _amounts_in(
    placed: PlacedTable, passage: Passage, columns: dict[int, tuple[int, "re.Match[str]"]], own: int | None
) -> Iterator[DraftTarget]:
    totals = _totals(placed)
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        head = columns.get(cell.column)
        if head is None or cell.row <= head[0] or cell.row in totals:
            continue
        match = _FIGURE.fullmatch(passage.plain, span.start, span.end)
        if match is None:
            continue
        header = head[1]
        if header["year"] and own is not None and int(header["year"]) < own:
            continue
        value = to_decimal(match["low"], match["ls"] or header["scale"])
        op = "+" if header["name"].startswith(("增加", "新增")) and not match["after"] else _op(match)
        if not value:
            continue  # no money is set aside
        yield DraftTarget(span.quote(passage.text), header["name"].strip(), op, value, header["unit"], span, None)


def _name(texts: dict[tuple[int, int], str], row: int, column: int) -> str:
    for place in range(column, -1, -1):
        words = texts.get((row, place), "").strip()
        if words and not re.fullmatch(r"[\d.、（）]+", words):
            return words
    return ""


def is_figure(words: str) -> bool:
    """Tell whether a cell holds nothing but a figure, and no year."""
    return _FIGURE.fullmatch(words) is not None and _YEAR.fullmatch(words) is None


def _bare(name: str) -> str:
    """Return the name of an indicator without its number and its unit in brackets."""
    return _NUMBERED.sub("", re.sub(r"[（(][^（）()]*[）)]\s*$", "", name).strip())


def read_figure(
    passage: Passage, span: Span, name: str, unit: str, by: date | None, place: str = ""
) -> Iterator[DraftTarget]:
    """Yield the targets of a cell of figures with the indicator's name and the unit of its row; a range gives two.

    ``place`` is whose figure it is, where several share in the indicator.
    """
    match = _FIGURE.fullmatch(passage.plain, span.start, span.end) or _LEADS.match(passage.plain, span.start, span.end)
    if match is None:
        return
    span = Span(span.start, match.end())
    scale, unit = _unit(match, name, unit, passage.plain[span.start : span.end])
    bare = place + _bare(name)
    low = to_decimal(match["low"], match["ls"] or scale)
    text = span.quote(passage.text)
    if match["high"]:
        yield DraftTarget(text, bare, ">=", low, unit, span, by)
        yield DraftTarget(text, bare, "<=", to_decimal(match["high"], scale), unit, span, by)
        return
    op = _op(match)
    if op == "=" and _ADDED.search(name) and not _RATED.search(name):
        op = "+"
    yield DraftTarget(text, bare, op, low, unit, span, by)


_NUMBERED = re.compile(r"^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*(?=[\u4e00-\u9fff])")
# 新增劳动力平均受教育年限 is no addition.
_RATED = re.compile(r"年限|率|比[例重]|占比|水平")
_ADDED = re.compile(r"新增|^增加(?!值)")


def _op(match: "re.Match[str]") -> str:
    after = match["after"] or ""
    if "以上" in after:
        return ">="
    if after in ("以内", "以下"):
        return "<="
    mark = (match["op"] or "").rstrip("=")
    return _OPS.get(mark, "=")


def _unit(match: "re.Match[str]", name: str, column: str, cell: str) -> tuple[str, str]:
    """Return scale and unit of a figure: its own, else those of the column of units, else the bracket at the name."""
    if match["unit"]:
        return match["scale"] or "", match["unit"]
    if "%" in cell:
        return "", "%"
    if column.strip():
        found = re.match(r"\s*([万亿千百]*)(.*?)\s*$", column)
    else:
        bracket = _BRACKET.search(name)
        found = re.match(r"([万亿千百]*)(.*)$", bracket["scale"] + bracket["unit"]) if bracket else None
    if found is None:
        return match["scale"] or "", ""
    return found[1] or match["scale"] or "", found[2].replace("％", "%")
