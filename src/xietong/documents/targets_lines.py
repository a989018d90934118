"""Takes text in which a table of indicators was flattened, a cell to a line or some blanks apart; gives its targets.

A row is told by its figures: as many in a row as the header names years, behind the indicator's name and its unit. So
merged cells, which leave no trace in flattened text, do no harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xietong.basics import Span
from xietong.documents.draft import DraftTarget
from xietong.documents.passage import Passage
from xietong.documents.placing import Spans
from xietong.documents.targets_cells import is_figure, read_figure

# Behind a blank or a bar; one is put before the text, so that its first word is told like any other.
_HEAD = re.compile(
    r"[\s|](?:序号\s+)?(?:主要|核心|具体|量化|发展)?(?:指\s?标|指标名称|指标内容)(?:名称|内容)?(?![^\s|])"
)
_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")
_WORD = re.compile(r"[^\s|]+")  # a cell where nothing but single blanks is left between them
_YEAR = re.compile(r"(20\d\d) ?年?(?:度)?(?:（?[\u4e00-\u9fff]{0,6}）?)")
_GOAL = re.compile(r"(?:规划|预期)?目标值?|规划值|预期值|期末值")
_NOTHING = re.compile(r"[—\-－–/…*]{1,3}|〔\d+〕")
_UNIT = re.compile(r"(?:[万亿千百]{0,2})(?:%|人|所|个|年|元|平方米|册|台|名|‰|门|项|家|公顷|人次|学时|小时|:|：1)")
_WIDEST, _LONGEST = 12, 4000
_ATTRIBUTES = ("预期性", "约束性", "预期", "约束", "指导性")  # what closes a row, and names none


@dataclass(frozen=True, slots=True)
class _Header:
    """A flattened header: where its rows begin, and for each column of figures its day or whether it is no goal."""

    start: int
    end: int
    columns: tuple[tuple[bool, date | None], ...]
    cell: re.Pattern[str]


def flattened(passage: Passage, cells: Spans) -> Iterator[tuple[Span, tuple[DraftTarget, ...]]]:
    """Yield each flattened table's span with its targets; ``cells`` covers the tables that are still whole."""
    done = 0
    for match in _HEAD.finditer(f"\n{passage.plain}"):
        at = match.start()
        if at < done or cells.at(at) is not None:
            continue
        header = _header(passage, at, _CELL) or _header(passage, at, _WORD)
        if header is None or cells.at(header.end) is not None:
            continue
        end, found = _rows(passage, header)
        if len(found) >= 2:
            done = end
            yield Span(header.start, end), tuple(found)


def _header(passage: Passage, at: int, shape: re.Pattern[str]) -> _Header | None:
    plain = passage.plain
    own = passage.day.year if passage.day is not None else passage.year
    years: list[tuple[int | None, int]] = []
    for number, cell in enumerate(shape.finditer(plain, at, min(len(plain), at + 200))):
        year, goal = _YEAR.fullmatch(cell[0]), _GOAL.fullmatch(cell[0])
        if year is not None or goal is not None:
            years.append((int(year[1]) if year else None, cell.end()))
        elif years and not _heads(cell[0]):
            break
        if number > _WIDEST or len(cell[0]) > _WIDEST:
            break
    known = [year for year, _ in years if year is not None]
    if len(years) < 2 or not known:
        return None
    least = min(known)
    columns = tuple(
        (year is None or (year > least and (own is None or year >= own)), date(year, 12, 31) if year else None)
        for year, _ in years
    )
    return _Header(at, years[-1][1], columns, shape)


def _heads(word: str) -> bool:
    return word in ("属性", "单位", "备注", "类型", "指标属性", "性质", "年均增长", "[累计]")


def _rows(passage: Passage, header: _Header) -> tuple[int, list[DraftTarget]]:
    plain, found = passage.plain, []
    name = unit = ""
    values: list[Span] = []
    end, idle = header.end, 0
    for cell in header.cell.finditer(plain, header.end, min(len(plain), header.end + _LONGEST)):
        span = Span(cell.start(), cell.end())
        if name and (is_figure(cell[0]) or _NOTHING.fullmatch(cell[0])):
            values.append(span)
            idle = 0
            if len(values) == len(header.columns):
                for (goal, by), value in zip(header.columns, values, strict=True):
                    found += list(read_figure(passage, value, name, unit, by)) if goal else []
                name, unit, values, end = "", "", [], cell.end()
            continue
        idle += 1
        if idle > 7 or len(cell[0]) > 40 or "。" in cell[0]:
            break
        if _UNIT.fullmatch(cell[0]):
            unit = cell[0]
        elif not values and not cell[0].isdigit():
            name, unit = "" if cell[0] in _ATTRIBUTES else cell[0], ""
        values = []
    return end, found
