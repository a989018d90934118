"""Takes blocks; gives them with those tables put together whose cells stand on lines of their own, as pages are copied.

Such a table is known by its header, names of columns on three lines or more. Lines go to columns by what each of them
holds, in the columns' order; where that order begins again, there begins a row. Of all ways the one that fits best is
taken, and the table ends where nothing is won by going on. Of a header in two rows, the lower names stand behind the
upper ones: below which of these they belong is told by how well the rows then fit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, dropwhile, takewhile
from math import inf
from typing import NamedTuple

from xietong.documents.block import Block, BlockKind, Cell
from xietong.documents.formats import layout
from xietong.documents.ledger_columns import Column, column_of
from xietong.documents.plain import unify
from xietong.documents.rolling_fits import (
    COUNT,
    MEASURED,
    NUMBER,
    PLACES,
    SECTION,
    Line,
    again,
    fit,
    is_counted,
    is_figures,
    line_of,
    missing,
)
from xietong.documents.rolling_headers import AIMED, COUNTED_YEARLY, LEAST, Header, headers

_MOST = 14  # names of columns
_NAMED = 1.5  # what a name in the header is worth
_OVER = 3  # what it is worth to leave a name out that is the next one's title
_FIRST = 4
_PART = re.compile(
    r"[\u4e00-\u9fff]{2,5}|[^，。；]{2,10}[（(][^，。；（）()]{1,5}[）)]"
)  # 小学, 初中 below 新增学位（个）
_ENDS = re.compile(r"附[表件]|专栏|表\d|(?:备注|说明|注)\s*\d?\s*[:：]")
_CALLED = re.compile(r".{6}(?:台账|清单|方案|表)(?:[（(][^（）()]{1,16}[）)])?$")  # before 序号 the title of a table
_TITLE = re.compile(r"附[表件]|专栏|表\d")
_SIDE = re.compile(r"[\u4e00-\u9fff]{1,7}[市县区州省方侧]")  # below 责任单位
_NAME = 14
_NEAR = 40  # lines among which the number of the next row stands
_TRIED = 60  # lines by which ways to read a header are compared
_SHARED = 0.5  # what an empty cell costs below a name over several columns
_LOST = 9.0  # what is lost before a table is taken to be at its end
_VAIN = 20  # runs of names that were no header, before such a run is read in one way instead of hundreds
_ROWS, _USUAL = 2, 0.6  # rows that a table has at least, and what its lines are worth on average


_SECTION, _COUNTED = -1, -2  # in place of a column: the name of a section, and the number on the line before it


class _Place(NamedTuple):
    """The best way to read the lines so far that puts the last one into a column, or has it name a section.

    ``ended`` is what it is worth where its row ends there.
    """

    worth: float
    ended: float
    column: int
    begins: bool
    before: "_Place | None"


def rolled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks in order, each run of lines that is a table as one. Linear in the number of blocks."""
    place = vain = 0
    while place < len(blocks):
        names = _names(blocks, place)
        if len(names) < LEAST:
            yield blocks[place]
            place += 1
        else:
            found, place = _table(blocks, place, names, patient=vain < _VAIN)
            vain += all(one.kind is BlockKind.PARAGRAPH for one in found)
            yield from found


def _names(blocks: Sequence[Block], place: int) -> list[str]:
    """Return the names of columns that begin at a place; behind 序号 all up to the first number, known or not.

    Elsewhere an unknown one is a name where a known one follows it.
    """
    names: list[str] = []
    numbered = False
    for at in range(place, min(len(blocks), place + _MOST + 1)):
        name = _bare(blocks[at])
        kind = _known(name) if name else None
        numbered = numbered or kind is Column.NUMBER
        if (
            not name
            or name[0] in "（("
            or _TITLE.match(name)
            or any(one.fullmatch(name) for one in (NUMBER, SECTION, COUNT, _SUMMED))
        ):
            break
        side = _SIDE if not any(map(AIMED.match, names)) else _PART
        if not (kind or numbered or side.fullmatch(name) or _may_name(blocks, at, first=not names)):
            return [*names, name] if LEAST <= len(names) < _MOST else names  # the last one may be unknown: 数据来源
        names.append(name)
    return names if len(names) <= _MOST else []


def _may_name(blocks: Sequence[Block], at: int, *, first: bool) -> bool:
    """Tell an unknown name right before a known one, or what is counted by it: 区县, 年均/累计, 新建幼儿园."""
    if len(blocks[at].text) > (_FIRST if first else _NAME // 2) and PLACES.fullmatch(_bare(blocks[at])) is None:
        return False
    following = takewhile(bool, map(_bare, blocks[at + 1 : at + 4]))
    return _known(next(dropwhile(COUNTED_YEARLY.match, following), "")) is not None


def _known(name: str) -> Column | None:
    """Return what a column of this name holds; one with a unit behind its name, 毛入园率（%）, holds figures."""
    return column_of(name) or (Column.TARGET if MEASURED.fullmatch(name) else None)


def _bare(block: Block) -> str:
    """Return a line that may be the name of a column, without blanks; nothing for any other block."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.text) > _NAME:
        return ""
    return "".join(unify(block.text).split())


def _table(blocks: Sequence[Block], place: int, names: Sequence[str], *, patient: bool) -> tuple[list[Block], int]:
    """Return the table below the names of its columns and the place behind it, or what stands there if there is none.

    The first of the names may be the title over the others: 主要指标, over 指标.
    """
    found: list[tuple[float, int, Header]] = []
    lines = _Lines(blocks, place)
    over = names[0].endswith(names[1])
    for start in range(2 if len(names) > LEAST and column_of(names[0]) is not Column.NUMBER else 1):
        for header in headers(names[start:], patient=patient):
            first = place + start + len(header.names)
            way = _way(lines, first, min(len(blocks), first + _TRIED), header)
            if way is not None:
                worth = way.ended + _NAMED * len(header.names) + start * (_OVER if over else 1) - header.odds
                found.append((worth + _sums(blocks, first, way, header), start, header))
    if not found:
        return [*blocks[place : place + len(names)]], place + len(names)
    _, start, header = max(found, key=lambda one: one[0])
    head = blocks[place + start : place + start + len(header.names)]
    first = place + start + len(head)
    way = _way(lines, first, len(blocks), header)
    rows = _rows(blocks, first, way, header)
    count = sum(len(texts) for row in rows for texts in row.values())
    told = sum(1 for row in rows if _SECTION not in row) >= _ROWS and way is not None and way.ended >= count * _USUAL
    table = layout.table([*_head_cells(head, header), *_cells(rows, header, 2 if header.below else 1)])
    if not told or table is None:
        return [*blocks[place : place + len(names)]], place + len(names)
    return [*blocks[place : place + start], table], first + count


def _sums(blocks: Sequence[Block], first: int, way: _Place, header: Header) -> float:
    """Return what speaks for a header of two rows that has 合计 below a name: do the figures beside it add up to it?"""
    told = 0.0
    for at, to in header.spans:
        if _SUM.fullmatch(header.leaves[at]):
            rows = _rows(blocks, first, way, header)
            figures = [[_figure(row.get(place, [])) for place in range(at, to)] for row in rows]
            right = sum(1 for whole, *parts in figures if whole and abs(whole - sum(parts)) < whole / _NEARLY)
            told += 1.0 if right * 2 > len(rows) else -1.0
    return told


_SUMMED = re.compile(r"[合总小共]计[（(].*|[\d.,]+")  # 合计（5个）, 98600: the first row
_SUM, _NEARLY = re.compile("[合总小]计|总[数量额]"), 1000


def _figure(lines: Sequence[str]) -> float:
    digits = "".join(lines).replace(",", "")
    return float(digits) if digits.replace(".", "", 1).isdecimal() else 0.0


class _Lines:
    """The lines below the names of columns, each looked at once for all ways to read the header."""

    __slots__ = ("_known", "_start", "blocks")

    def __init__(self, blocks: Sequence[Block], start: int) -> None:
        self.blocks, self._start = blocks, start
        self._known: dict[int, Line | None] = {}

    def at(self, place: int) -> Line | None:
        """Return a line, or nothing where a table is at its end."""
        if place not in self._known:
            block = self.blocks[place]
            within = block.kind is BlockKind.PARAGRAPH and not _ends(self.blocks, place)
            self._known[place] = self._looked_at(place, block.text) if within else None
        return self._known[place]

    def _looked_at(self, place: int, text: str) -> Line:
        near = self.blocks[max(self._start, place - _NEAR) : place + _NEAR] if text[:1].isdecimal() else ()
        return line_of(text, counted=is_counted(text, {block.text for block in near}))

    def following(self, start: int, end: int) -> str | tuple[()]:
        """Return the number of the section behind that of a table, unless the table counts its own so."""
        for block in reversed(self.blocks[max(0, start - _ABOVE) : start]):
            number = _ORDINAL.match(block.text)
            if number is not None:
                after = number[1] + _COUNTS[_COUNTS.index(number[2]) + 1] + number[3]
                first = number[1] + _COUNTS[0] + number[3]
                inside = any(block.text.startswith(first) for block in self.blocks[start : min(end, start + _TRIED)])
                return () if inside else after
        return ()


def _way(lines: _Lines, start: int, end: int, header: Header) -> _Place | None:
    """Return the best way to read the lines from ``start`` on as rows, as far as anything is won by going on."""
    columns, labels = header.columns, header.labels
    main = _main(header)
    costs = (
        missing(column, label, main=place == main) if name == label else _SHARED
        for place, (column, label, name) in enumerate(zip(columns, labels, header.leaves, strict=True))
    )
    skips = (0.0, *accumulate(costs))
    more = [[again(column, figure=figure) for column in columns] for figure in (False, True)]
    following = lines.following(start, end)
    places: list[_Place] = []
    best: _Place | None = None
    for at in range(start, end):
        line = lines.at(at)
        if line is None or lines.blocks[at].text.startswith(following):
            break
        fits = [fit(line, column, name) for column, name in zip(columns, labels, strict=True)]
        places = _next(places, line, fits, more[line.figure], skips)
        ended = max((place for place in places if place.column >= 0), key=_by_end)
        if best is None or ended.ended > best.ended:
            best = ended
        if max(place.worth for place in places) < best.ended - _LOST:
            break
    return best


def _by_end(place: _Place) -> float:
    return place.ended


def _ends(blocks: Sequence[Block], at: int) -> bool:
    """Tell a line behind a table: a note, the title of another, or the beginning of its header."""
    text = blocks[at].text
    if _ENDS.match(text) or column_of(_bare(blocks[at])) is Column.NUMBER:
        return True
    if SECTION.fullmatch(text):
        return len(_names(blocks, at + 1)) >= LEAST
    return _CALLED.search(text) is not None and any(
        column_of(_bare(block)) is Column.NUMBER for block in blocks[at + 1 : at + 4]
    )


_ABOVE = 24  # lines above the first row among which the section's heading stands
_COUNTS = "一二三四五六七八九十"
_ORDINAL = re.compile("([（(]?)([一二三四五六七八九])([）)、])")


def _main(header: Header) -> int:
    """Return the column that tells the tasks: the last one of measures, or of tasks, or of the names at the left."""
    columns = header.columns
    for kind in (Column.MEASURE, Column.TASK):
        if kind in columns:
            return len(columns) - 1 - columns[::-1].index(kind)
    first = int(columns[0] is Column.NUMBER)
    pairs = list(zip(columns, header.labels, strict=True))[first:]
    names = takewhile(lambda one: one[0] in (Column.TARGET, Column.DIRECTION) and not is_figures(*one), pairs)
    return first + max(0, sum(1 for _ in names) - 1)


def _next(
    places: Sequence[_Place], line: Line, fits: Sequence[float], more: Sequence[float], skips: Sequence[float]
) -> list[_Place]:
    """Put one more line into each of the columns, from wherever that is best; ``more`` is what a further line costs."""
    last = max((place for place in places if place.column != _COUNTED), key=_by_end, default=None)
    worth = 0.0 if last is None else last.ended
    by_column = {place.column: place for place in places}
    found = list(_section(line, by_column, worth, last))
    left, reach = None, -inf
    for column, gain in enumerate(fits):
        best, begins, before = worth - skips[column], True, last
        if reach - skips[column] > best:
            best, begins, before = reach - skips[column], False, left
        here = by_column.get(column)
        if here is not None:
            if here.worth - more[column] > best:
                best, begins, before = here.worth - more[column], False, here
            if here.worth + skips[column + 1] > reach:
                left, reach = here, here.worth + skips[column + 1]
        best += gain
        found.append(_Place(best, best - (skips[-1] - skips[column + 1]), column, begins, before))
    return found


def _section(line: Line, places: Mapping[int, _Place], worth: float, last: _Place | None) -> Iterator[_Place]:
    """Take one more line for a section: its number, its name, or the sums of what follows."""
    counted, section = places.get(_COUNTED), places.get(_SECTION)
    if counted is not None and len(line.text) <= _NAME:
        yield _Place(counted.worth + 0.5, counted.worth + 0.5, _SECTION, begins=False, before=counted)
    elif SECTION.fullmatch(line.text) or COUNT.fullmatch(line.text):
        kind = _SECTION if SECTION.fullmatch(line.text) else _COUNTED
        yield _Place(worth + 0.5, worth + 0.5, kind, begins=True, before=last)
    elif line.figure and section is not None:
        yield _Place(section.worth + 0.3, section.worth + 0.3, _SECTION, begins=False, before=section)


def _rows(blocks: Sequence[Block], start: int, way: _Place | None, header: Header) -> list[dict[int, list[str]]]:
    """Return the rows of a way, each with the lines of its columns."""
    path: list[_Place] = []
    while way is not None:
        path.append(way)
        way = way.before
    rows: list[dict[int, list[str]]] = []
    for block, place in zip(blocks[start:], reversed(path), strict=False):
        if place.begins:
            rows.append({})
        rows[-1].setdefault(place.column, []).append(block.text)
    return [one for row in rows for one in _unstacked(row, header)]


def _unstacked(row: dict[int, list[str]], header: Header) -> Sequence[dict[int, list[str]]]:
    """Part a row whose columns of figures share more lines than they are, evenly: 其中：小学, 初中 are rows."""
    held = [place for place in row if place >= 0 and is_figures(header.columns[place], header.labels[place])]
    held = [place for place in held if any(map(str.isdecimal, "".join(row[place])))]
    lines = [line for place in held for line in row[place]]
    main = _main(header)
    names = row.get(main, [])
    deep = len(lines) // max(len(held), 1)
    if not 1 < deep <= len(names) or len(lines) % len(held):
        return [row]
    parts = {place: lines[at * deep : (at + 1) * deep] for at, place in enumerate(held)}
    parts[main] = names[-deep:]
    rows = [{place: stack[at : at + 1] for place, stack in parts.items()} for at in range(deep)]
    return [{**row, **rows[0], main: names[: len(names) - deep + 1]}, *rows[1:]]


def _head_cells(blocks: Sequence[Block], header: Header) -> Iterator[Cell]:
    texts = [block.text for block in blocks]
    upper, lower = texts[: len(texts) - header.below], texts[len(texts) - header.below :]
    counts, column, at = dict(header.wide), 0, 0
    for place, text in enumerate(upper):
        count = counts.get(place, 0)
        yield Cell(0, column, text, 1 if count or not lower else 2, max(count, 1))
        yield from (Cell(1, column + number, name) for number, name in enumerate(lower[at : at + count]))
        column, at = column + max(count, 1), at + count


def _cells(rows: Sequence[dict[int, list[str]]], header: Header, first: int) -> Iterator[Cell]:
    width = len(header.leaves)
    for number, row in enumerate(rows, first):
        if _SECTION in row:
            count, (name, *sums) = row.get(_COUNTED, []), row[_SECTION]
            sums = sums if len(count) + len(sums) < width else [" ".join(sums)]
            yield from (Cell(number, 0, one) for one in count)
            yield Cell(number, len(count), name, 1, width - len(count) - len(sums))
            yield from (Cell(number, width - place, one) for place, one in enumerate(reversed(sums), 1))
        else:
            yield from (Cell(number, column, " ".join(row.get(column, ()))) for column in range(width))
