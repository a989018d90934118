"""Takes a table of indicators; gives the figures of its future columns as targets."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xietong.basics import Span
from xietong.documents.block import Cell
from xietong.documents.draft import DraftTarget
from xietong.documents.ledger_columns import OF_YEAR
from xietong.documents.passage import Passage, PlacedTable
from xietong.documents.targets_cells import bare_name, holds_figure, is_figure, read_figure
from xietong.documents.targets_grammar import UNITS

_YEAR = re.compile(r"20\d\d\s*年?")
_YEAR_HEAD = re.compile(
    r"(20\d\d)\s*年?\s*(?![^（]*(?:投资|资金|经费|预算))[（(]?[\u4e00-\u9fff]{0,8}[）)]?(?<!月)"
    rf"|{OF_YEAR}"
)
_MONEY = re.compile(r"[^（(]*(?:投资|资金|经费|预算|资本|自筹|设备总?值|产值)[^（(]{0,4}")
_COUNTED = re.compile(r"(?:新增|增加|新建|改造|培训|招聘)[^（(]{1,8}")
_COUNTED_IN = re.compile(r"(?<![\u4e00-\u9fff])(?:计量)?单位：([^\n\t；。（）]{1,20})")
_GOAL = re.compile(r"目标|规划|预期|期末")
_QUANTITY = re.compile(r"\s*(?:任务|计划|目标)?数\s*[量额值]?\s*|\s*(?:任务|工作)量\s*|\s*指标(?:值|数)\s*")
_OWNER = re.compile(
    r"\s*(?:[县区市州地（(、）)]{2,9}|(?:[省县区市镇]|乡镇|街道)[名称别]*|(?:乡镇|地区|片区|区域|学校)(?:名称)?)\s*"
)
_ROW_YEAR = re.compile(r"\s*年\s*[度份]\s*")
_CALLED = re.compile(r"(?:内容|类别|名称|指标|项目)\s*$")
_BASE = re.compile(r"现状|基数|基准|基础|实际|完成|基期|现值|年均|增长")
_STANDS = re.compile(r"现状|基数|基准|基础|基期|现值")
_NAME = re.compile(r"指标|项目|名称|内容|类别|任务")
_OWNED = re.compile(r"(?:牵头|责任|负责)(?:单位|部门|处室|科室)")
_UNIT = re.compile(r"^\s*(?:计量)?单\s*位\s*$")


@dataclass(frozen=True, slots=True)
class _Goal:
    """What a column of goals says of its figures: by when, how measured, and what, or whose, they are.

    ``name`` is what is counted where no column names it; a ``mean`` is the growth of a year, or a sum of several.
    """

    by: date | None = None
    unit: str = ""
    name: str = ""
    place: str = ""
    mean: bool = False


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of goals, those of their names, units, owners and years, and the first row below the header.

    ``measure`` is the unit of figures that have no other. Columns of ``amounts`` are read here alone, ahead or not, and
    the rows of ``sums`` add others up.
    """

    goals: Mapping[int, _Goal]
    first_row: int
    name: int | None = None
    unit: int | None = None
    owner: int | None = None
    year: int | None = None
    measure: str = ""
    amounts: frozenset[int] = frozenset()
    sums: frozenset[int] = frozenset()


_WORK = re.compile(
    r"\s*(?:(?P<year>20\d\d)年度?)?(?P<name>(?:新建|改扩建|改建|扩建|增加|新增|建设|培训|完成|投入|计划|目标|任务|招聘|招生|配备|购置"
    r"|改造|认定|创建|建筑|占地|用地|(?!补助|奖补|补贴|奖励)[^（(\n]{0,4}(?:资金|投资|经费|预算|资本|自筹))[^（(\n]{0,12}|[^（(\n]{2,20}(?:率|占比|比例|覆盖面)(?=[（(]%))"
    r"[（(](?:单位：)?(?P<scale>[万亿]?)(?P<unit>[^（）()\d]{1,4})[）)]\s*"
)
_AIM = re.compile(
    r"\s*(?:(?P<year>20\d\d)年度?)?(?P<name>(?!现|已|原|实际|完成|上年|[^（(\n]{0,6}(?:补助|奖补|补贴|奖励))[^（(\n\d]{2,20})"
    r"[（(](?P<scale>[万亿]?)(?P<unit>[^（）()\d]{1,4})[）)]\s*"
)
_TASK = re.compile(r"目标|任务|分解|计划|分配")


def read_table(placed: PlacedTable, passage: Passage, *, ledger: bool) -> tuple[list[Span], list[DraftTarget]]:
    """Return the parts of a table whose figures are read here, so that nobody reads them as prose, and its targets.

    ``ledger`` says that it is one, whose tasks are read as prose.
    """
    head, own = _head(placed), passage.day.year if passage.day is not None else passage.year
    measures = _measures(placed, passage.plain)
    columns = _columns(placed, head, own, measures, ledger=ledger) or _shares(placed, head, passage)
    if columns is not None and not ledger:
        return list(_figured(placed, columns)), list(_indicated(placed, passage, columns))
    amounts = _amounts(placed, head, measures, own, aimed=not ledger and _is_aimed(placed, passage))
    if columns is not None and amounts is not None:
        amounts = replace(columns, goals={**amounts.goals, **columns.goals}, amounts=amounts.amounts, sums=amounts.sums)
    both = amounts or columns
    if both is None:
        return [], []
    spans = [
        span
        for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True)
        if span.start < span.end
        and (cell.column in both.amounts or cell.row in both.sums or (columns is not None and is_figure(cell.text)))
    ]
    return spans, list(_indicated(placed, passage, both))


def _figured(placed: PlacedTable, columns: _Columns) -> Iterator[Span]:
    """Yield the cells of a table of indicators but those that say an aim in words: 比上年增加50人."""
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        words = cell.row >= columns.first_row and cell.column in columns.goals and not holds_figure(cell.text)
        if span.start < span.end and not (words and len(cell.text) > _BRIEF):
            yield span


_BRIEF = 5  # characters


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


def _measures(placed: PlacedTable, plain: str) -> list[str]:
    """Return the units that stand above a table, or in a line over its header: 单位：万元、个."""
    near = max(0, placed.span.start - _NEAR)
    above = _COUNTED_IN.search(plain, near, min(placed.span.end, placed.span.start + _NEAR))
    return re.split("[、，/ ]", above[1].strip()) if above is not None else []


def _amounts(
    placed: PlacedTable, head: Sequence[Cell], measures: Sequence[str], own: int | None, *, aimed: bool
) -> _Columns | None:
    """Return the columns whose header is an amount of work with its unit, 新建（所）, or in that above the table.

    In a table that is ``aimed`` at something, any amount that does not say how things stand. Below such a header may
    stand years, and places or kinds.
    """
    found: dict[int, re.Match[str]] = {}
    goals: dict[int, _Goal] = {}
    units = _counted_in(head, measures)
    counted = {column for cell in head if _QUANTITY.fullmatch(cell.text) for column in _across(cell)}
    over = {column: _year(cell.text) for cell in head if cell.column_span > 1 for column in _across(cell)}
    for cell in head:
        unit = units.get((cell.row, cell.column), "")
        text = f"{cell.text}（{unit}）" if unit else cell.text
        match = _WORK.fullmatch(text) or (_AIM.fullmatch(text) if aimed or cell.column in counted else None)
        if match is not None and cell.column not in found:
            found |= dict.fromkeys(_across(cell), match)
            goal = _Goal(
                _end_of(match["year"] or over.get(cell.column)), match["scale"] + match["unit"], match["name"].strip()
            )
            goals |= dict.fromkeys(_across(cell), goal)
        elif cell.column in found:
            year = _year(cell.text)
            lower = {"by": _end_of(year)} if year else {"place": cell.text.strip()}
            goals[cell.column] = replace(goals[cell.column], **lower)
    # Rates alone tell how things stand; beside amounts of work they are aimed at.
    if all(match["unit"] == "%" for match in found.values()) or not _numeric(placed, found):
        return None
    ahead = {at: goal for at, goal in goals.items() if goal.by is None or own is None or goal.by.year >= own}
    first_row = max(cell.row + cell.row_span for cell in head if cell.column in found)
    owner = next((cell.column for cell in head if _OWNER.fullmatch(cell.text)), None)
    year = next((cell.column for cell in head if _ROW_YEAR.fullmatch(cell.text)), None)
    return _Columns(ahead, first_row, owner=owner, year=year, amounts=frozenset(found), sums=_sums(placed))


def _counted_in(head: Sequence[Cell], measures: Sequence[str]) -> dict[tuple[int, int], str]:
    """Return the units above a table for the columns that they are meant for; so many of each, in their order."""
    money = next((unit for unit in measures if _SUM_IN.fullmatch(unit)), "")
    counts = [unit for unit in measures if _COUNT_IN.fullmatch(unit)]
    counted = [cell for cell in head if _COUNTED.fullmatch(cell.text) and not _MONEY.fullmatch(cell.text)]
    found = {(cell.row, cell.column): money for cell in head if _MONEY.fullmatch(cell.text)}
    for area in (True, False):
        cells = [cell for cell in counted if ("面积" in cell.text) is area]
        fit = [unit for unit in counts if (_AREA.fullmatch(unit) is not None) is area]
        each = fit if len(fit) == len(cells) else fit[:1] * len(cells)
        found |= {(cell.row, cell.column): unit for cell, unit in zip(cells, each, strict=False)}
    return found


def _end_of(year: str | int | None) -> date | None:
    return date(int(year), 12, 31) if year else None


_SUM_IN, _COUNT_IN = re.compile("[万亿]?元"), re.compile(f"万?(?:{UNITS})(?<!元)")
_NEAR = 80  # characters around the head of a table
_TOTAL = re.compile(r"\s*(?:合|总|小)\s*计\s*(?:[（(][^（）()]{1,8}[）)]\s*)?")
_SECTION = re.compile("[（(]?[一二三四五六七八九十]{1,3}[）)、]?")
_AREA = re.compile("万?(?:平方米|平米|㎡|公顷|亩)")


def _is_aimed(placed: PlacedTable, passage: Passage) -> bool:
    """Tell by its title, or that of the document, a table that says what is to be reached."""
    before = passage.plain[max(0, placed.span.start - 60) : placed.span.start]
    return _TASK.search(passage.title + before + placed.table.name) is not None


def _shares(placed: PlacedTable, head: Sequence[Cell], passage: Passage) -> _Columns | None:
    """Return the columns of a table of indicators whose goals are shared out among places or bodies."""
    first = min((cell.row for cell in head), default=0)
    top = [cell for cell in head if cell.row == first]
    named = next((cell for cell in top if _NAME.search(cell.text)), None)
    unit = next((cell for cell in top if _UNIT.match(cell.text)), None)
    if named is None or unit is None or not _is_aimed(placed, passage):
        return None
    right = max(named.column, unit.column)
    goals = {cell.column: _Goal(place=cell.text.strip()) for cell in top if cell.column > right}
    if len(goals) < 2 or not all(_numeric(placed, (column,)) for column in goals):
        return None
    return _Columns(goals, first + 1, named.column, unit.column)


def _columns(
    placed: PlacedTable, whole: Sequence[Cell], own: int | None, measures: Sequence[str] = (), *, ledger: bool = False
) -> _Columns | None:
    head = [cell for cell in whole if len(cell.text) <= 24]
    years, goals, places = _ahead_of(head)
    unit = next((cell.column for cell in head if _UNIT.match(cell.text)), None)
    if ledger and unit is not None:
        goals.update(cell.column for cell in head if _QUANTITY.fullmatch(cell.text))
    named = next((cell for cell in head if _NAME.search(cell.text) and not _YEAR.search(cell.text)), None)
    if named is None or not (_numeric(placed, years) or _numeric(placed, goals)):
        return None
    sums = [cell for cell in head if _MEAN.match(cell.text) and cell.column_span == 1]
    first_row = max(cell.row + cell.row_span for cell in head if cell.column_span < placed.table.columns)
    # Of work counted year by year, and of goals, the first year has its share, too.
    aimed = {column for cell in head if cell.column_span > 1 and _GOAL.search(cell.text) for column in _across(cell)}
    stood = any(_STANDS.match(cell.text) for cell in head)  # 基础值, beside the years
    base = not (aimed.issuperset(years) or stood) and (bool(goals) or not _is_work(placed, named.column))
    ahead = dict(_ahead(years, goals, own, base=base))
    last = max((by for by in ahead.values() if by is not None), default=None)
    name = _name_column(head, named.column, years.keys() | goals, unit)
    found = {column: _Goal(by, place=places.get(column, "")) for column, by in ahead.items()}
    found |= {cell.column: _Goal(last, mean=_GROWS.search(cell.text) is not None) for cell in sums} if ahead else {}
    return _Columns(found, first_row, name, unit, measure=measures[0] if len(measures) == 1 else "")


_MEAN = re.compile(
    r"(?:[五三]年)?(?:年均|累计|提升|提高|增加|增长)(?:增[长速幅]|提高|幅度|数|值)?率?(?:[/／、]?[（(\[［【]?累计(?:数|值)?[）)\]］】]?)?\s*$"
)


_GROWS = re.compile("年均|增[长速幅]")


def _ahead_of(head: Collection[Cell]) -> tuple[dict[int, tuple[int, Cell]], set[int], dict[int, str]]:
    """Return the columns below years and those below goals, and the names of places that share in them."""
    years: dict[int, tuple[int, Cell]] = {}
    goals: set[int] = set()
    places: dict[int, str] = {}
    top = min((cell.row for cell in head), default=0)
    for cell in head:
        year = _year(cell.text)
        if year is not None:
            years |= dict.fromkeys(_across(cell), (year, cell))
            goals.difference_update(_across(cell))
        elif len(cell.text) <= 10 and _GOAL.search(cell.text) and _CALLED.search(cell.text) is None:
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


def _year(text: str) -> int | None:
    match = _YEAR_HEAD.fullmatch(text.strip())
    return int(match[1] or match[2]) if match is not None else None


def _numeric(placed: PlacedTable, columns: Collection[int]) -> bool:
    """Tell whether most cells below the headers of these columns are figures."""
    cells = [cell for cell in placed.table.cells if cell.row >= 1 and cell.column in columns and cell.text.strip()]
    figures = sum(1 for cell in cells if is_figure(cell.text) and not _YEAR.search(cell.text))
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
    """Yield the targets of a table, row by row."""
    texts = {(cell.row, cell.column): cell.text for cell in placed.table.cells}
    for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
        goal = columns.goals.get(cell.column)
        if goal is None or cell.row < columns.first_row or cell.row in columns.sums:
            continue
        name = goal.name or _name(texts, cell.row, columns.name)
        unit = goal.unit or (texts.get((cell.row, columns.unit), "") if columns.unit is not None else "")
        if goal.mean and not cell.text.startswith(_SUM):
            name, unit = bare_name(name), "%"
            name += "" if "增" in name else "年均增长"
        unit = unit or ("" if _MEASURED.search(name) else columns.measure)
        owner = texts.get((cell.row, columns.owner), "").strip() if columns.owner is not None else ""
        year = _year(texts.get((cell.row, columns.year), "")) if columns.year is not None else None
        found = read_figure(passage, span, name, unit, goal.by or _end_of(year), owner + goal.place)
        yield from (target for target in found if target.value or not goal.name)  # no money is set aside


_MEASURED = re.compile(r"[）)]\s*$|系数|倍数|[：:]")  # has a unit of its own, or none
_SUM = ("[", "［", "【", "（", "(")  # what is added up over the years stands in brackets


def _sums(placed: PlacedTable) -> frozenset[int]:
    """Return the rows that add others up: 合计, and sections (一) above rows with numbers of their own (1)."""
    first = [(cell.row, cell.text.strip()) for cell in placed.table.cells if cell.column == 0]
    counted = any(text.isdecimal() for _, text in first)
    totals = {cell.row for cell in placed.table.cells if _TOTAL.fullmatch(cell.text)}
    return frozenset(totals | {row for row, text in first if counted and _SECTION.fullmatch(text)})


def _name(texts: dict[tuple[int, int], str], row: int, column: int | None) -> str:
    for place in range(column or 0, -1, -1):
        words = texts.get((row, place), "").strip()
        if words and not re.fullmatch(r"[\d.、（）]+", words):
            return words
    return ""
