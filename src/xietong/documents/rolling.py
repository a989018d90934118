"""Takes blocks; gives them with those tables put together whose cells stand on lines of their own, as pages are copied.

Such a table is known by its header, names of columns on three lines or more. Lines go to columns by what each of them
holds, in the columns' order; where that order begins again, there begins a row. Of all ways the one that fits best is
taken, and the table ends where nothing is won by going on. Of a header in two rows, the lower names stand behind the
upper ones: below which of these they belong is told by how well the rows then fit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, combinations, takewhile
from typing import NamedTuple

from xietong.documents.block import Block, BlockKind, Cell
from xietong.documents.formats import layout
from xietong.documents.ledger_columns import YEARLY, Column, column_of, is_ledger
from xietong.documents.plain import unify
from xietong.documents.rolling_fits import (
    COUNT,
    NUMBER,
    SECTION,
    Line,
    again,
    fit,
    is_counted,
    is_figures,
    line_of,
    missing,
)

_LEAST, _MOST = 3, 14  # names of columns
_NAMED = 1.5  # what a name in the header is worth
_BELOW = 7
_FIRST = 4
_AIMED = re.compile(
    r"20\d\d.*(?:目标|任务|计划)|.*[（(][万亿]?[\u4e00-\u9fff%]{1,3}[）)]$"
)  # what is below it holds figures
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


class _Header(NamedTuple):
    """One way to read the names of a header; in two rows the last ones stand below some of the others.

    ``wide`` are the places of those names, each with how many stand below it.
    """

    names: tuple[str, ...]
    wide: tuple[tuple[int, int], ...] = ()

    @property
    def below(self) -> int:
        """How many names the lower row has."""
        return sum(count for _, count in self.wide)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The names of the columns, each with the one above it, if there is one."""
        upper, lower = self.names[: len(self.names) - self.below], self.names[len(self.names) - self.below :]
        counts, found, at = dict(self.wide), list[tuple[str, str]](), 0
        for place, name in enumerate(upper):
            count = counts.get(place, 0)
            found += [(one, name) for one in lower[at : at + count]] if count else [(name, "")]
            at += count
        return tuple(found)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.pairs)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the columns, those of a lower row without a known name with the one above them."""
        return tuple(name + above if above and column_of(name) is None else name for name, above in self.pairs)

    @property
    def odds(self) -> float:
        """What speaks against it: a lower row at all, the more the less of it is of the kind above it."""
        return sum(_odds(above, lower) for above, lower in self._groups())

    @property
    def is_apt(self) -> bool:
        """Tell whether what is below each wide name is of its kind, 开始时间 below 时间安排, or not known: 甲方."""
        return all(not lower or _kind(above) in lower for above, lower in self._groups())

    def _groups(self) -> Iterator[tuple[str, set[Column]]]:
        """Yield each wide name with the kinds of the known names below it."""
        at = len(self.names) - self.below
        for place, count in self.wide:
            above = self.names[place]
            yield above, {_like(_held(name, above)) for name in self.names[at : at + count] if column_of(name)}
            at += count

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the columns hold, those of a lower row without a known name what the one above them says."""
        return tuple(_held(name, above) or Column.OTHER for name, above in self.pairs)


def _held(name: str, above: str) -> Column | None:
    over = column_of(above) if above else None
    if over is Column.MEASURE and YEARLY.fullmatch(name):
        return over  # what is done in each year
    return column_of(name) or (Column.TARGET if _AIMED.match(above) else over)


def _odds(above: str, lower: set[Column]) -> float:
    if above == "其中" or lower == {_kind(above)}:
        return 0.5 if above == "其中" else 1.0
    return 3.0 if not lower else 5.0 if _kind(above) in lower else 8.0


def _kind(name: str) -> Column:
    return _like(column_of(name))


def _like(column: Column | None) -> Column:
    return Column.RESPONSIBLE if column in (Column.LEAD, Column.SUPPORT) else column or Column.OTHER


_SECTION, _COUNTED = -1, -2  # in place of a column: the name of a section, and the number on the line before it


class _Place(NamedTuple):
    """The best way to read the lines so far that puts the last one into a column, or has it name a section."""

    worth: float
    column: int
    begins: bool
    before: "_Place | None"


def rolled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks in order, each run of lines that is a table as one. Linear in the number of blocks."""
    place = vain = 0
    while place < len(blocks):
        names = _names(blocks, place)
        if len(names) < _LEAST:
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
        kind = column_of(name) if name else None
        numbered = numbered or kind is Column.NUMBER
        if not name or _TITLE.match(name) or any(one.fullmatch(name) for one in (NUMBER, SECTION, COUNT)):
            break
        side = _SIDE if not any(map(_AIMED.match, names)) else _PART
        if not (kind or numbered or side.fullmatch(name) or _may_name(blocks, at, first=not names)):
            break
        names.append(name)
    return names if len(names) <= _MOST else []


def _may_name(blocks: Sequence[Block], at: int, *, first: bool) -> bool:
    """Tell an unknown name right before a known one: 区县, 年均/累计."""
    following = _bare(blocks[at + 1]) if at + 1 < len(blocks) else ""
    return len(blocks[at].text) <= (_FIRST if first else _NAME // 2) and bool(following and column_of(following))


def _bare(block: Block) -> str:
    """Return a line that may be the name of a column, without blanks; nothing for any other block."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.text) > _NAME:
        return ""
    return "".join(unify(block.text).split())


def _headers(names: Sequence[str], *, patient: bool) -> Iterator[_Header]:
    """Yield the ways to read a header: all names behind 序号, else some of them, in one row or in two."""
    numbered = column_of(names[0]) is Column.NUMBER
    for count in range(len(names) if numbered or not patient else _LEAST, len(names) + 1):
        some = tuple(names[:count])
        yield _Header(some)
        for below in range(2, min(count - 2, _BELOW) if patient else 0):
            yield from (_Header(some, ((over, below),)) for over in range(count - below))
            yield from (way for way in _twice(some, below) if way.is_apt)


def _twice(names: tuple[str, ...], below: int) -> Iterator[_Header]:
    """Yield the ways in which the last names stand below two of the others."""
    for first, second in combinations(range(len(names) - below), 2):
        for count in range(2, below - 1):
            yield _Header(names, ((first, count), (second, below - count)))


def _is_header(header: _Header) -> bool:
    columns = header.columns
    figures = sum(map(is_figures, columns, header.labels))
    return columns[0] is Column.NUMBER or figures > 1 or is_ledger(columns)


def _table(blocks: Sequence[Block], place: int, names: Sequence[str], *, patient: bool) -> tuple[list[Block], int]:
    """Return the table below the names of its columns and the place behind it, or what stands there if there is none.

    The first of the names may be the title over the others: 主要指标, over 指标.
    """
    found: list[tuple[float, int, _Header]] = []
    for start in range(2 if len(names) > _LEAST and column_of(names[0]) is not Column.NUMBER else 1):
        for header in filter(_is_header, _headers(names[start:], patient=patient)):
            first = place + start + len(header.names)
            way = _way(blocks, first, min(len(blocks), first + _TRIED), header)
            if way is not None:
                found.append((way.worth + _NAMED * len(header.names) + start - header.odds, start, header))
    if not found:
        return [*blocks[place : place + len(names)]], place + len(names)
    _, start, header = max(found, key=lambda one: one[0])
    head = blocks[place + start : place + start + len(header.names)]
    first = place + start + len(head)
    way = _way(blocks, first, len(blocks), header)
    rows = _rows(blocks, first, way, header)
    lines = sum(len(texts) for row in rows for texts in row.values())
    told = sum(1 for row in rows if _SECTION not in row) >= _ROWS and way is not None and way.worth >= lines * _USUAL
    table = layout.table([*_head_cells(head, header), *_cells(rows, header, 2 if header.below else 1)])
    if not told or table is None:
        return [*blocks[place : place + len(names)]], place + len(names)
    return [*blocks[place : place + start], table], first + lines


def _way(blocks: Sequence[Block], start: int, end: int, header: _Header) -> _Place | None:
    """Return the best way to read the lines from ``start`` on as rows, as far as anything is won by going on."""
    columns, labels = header.columns, header.labels
    main = _main(header)
    costs = (
        missing(column, label, main=place == main) if name == label else _SHARED
        for place, (column, label, name) in enumerate(zip(columns, labels, header.leaves, strict=True))
    )
    skips = (0.0, *accumulate(costs))
    places: list[_Place] = []
    best: _Place | None = None
    ended = 0.0
    for at in range(start, end):
        if blocks[at].kind is not BlockKind.PARAGRAPH or _ends(blocks, at):
            break
        text = blocks[at].text
        near = blocks[max(start, at - _NEAR) : at + _NEAR] if text[:1].isdecimal() else ()
        line = line_of(text, counted=is_counted(text, {block.text for block in near}))
        fits = [fit(line, column, name) for column, name in zip(columns, labels, strict=True)]
        places = _next(places, line, fits, columns, skips)
        for place in places:
            worth = _ended(place, skips)
            if place.column >= 0 and (best is None or worth > ended):
                best, ended = place, worth
        if max(place.worth for place in places) < ended - _LOST:
            break
    return None if best is None else best._replace(worth=ended)


def _ends(blocks: Sequence[Block], at: int) -> bool:
    """Tell a line behind a table: a note, the title of another, or the beginning of its header."""
    text = blocks[at].text
    if _ENDS.match(text) or column_of(_bare(blocks[at])) is Column.NUMBER:
        return True
    if SECTION.fullmatch(text):
        return len(_names(blocks, at + 1)) >= _LEAST
    return _CALLED.search(text) is not None and any(
        column_of(_bare(block)) is Column.NUMBER for block in blocks[at + 1 : at + 4]
    )


def _main(header: _Header) -> int:
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
    places: Sequence[_Place], line: Line, fits: Sequence[float], columns: Sequence[Column], skips: Sequence[float]
) -> list[_Place]:
    """Put one more line into each of the columns, from wherever that is best."""
    ends = [(_ended(place, skips), place) for place in places if place.column != _COUNTED]
    worth, last = max(ends, key=lambda one: one[0], default=(0.0, None))
    by_column = {place.column: place for place in places}
    found = list(_section(line, by_column, worth, last))
    left: tuple[float, _Place] | None = None
    for column, gain in enumerate(fits):
        ways = [(worth - skips[column], True, last)]
        if left is not None:
            ways.append((left[0] - skips[column], False, left[1]))
        here = by_column.get(column)
        if here is not None:
            if columns[column] is not Column.NUMBER:
                ways.append((here.worth - again(line, columns[column]), False, here))
            reached = here.worth + skips[column + 1]
            if left is None or reached > left[0]:
                left = (reached, here)
        best = max(ways, key=lambda one: one[0])
        found.append(_Place(best[0] + gain, column, begins=best[1], before=best[2]))
    return found


def _section(line: Line, places: Mapping[int, _Place], worth: float, last: _Place | None) -> Iterator[_Place]:
    """Take one more line for a section: its number, its name, or the sums of what follows."""
    counted, section = places.get(_COUNTED), places.get(_SECTION)
    if counted is not None and len(line.text) <= _NAME:
        yield _Place(counted.worth + 0.5, _SECTION, begins=False, before=counted)
    elif SECTION.fullmatch(line.text) or COUNT.fullmatch(line.text):
        kind = _SECTION if SECTION.fullmatch(line.text) else _COUNTED
        yield _Place(worth + 0.5, kind, begins=True, before=last)
    elif line.figure and section is not None:
        yield _Place(section.worth + 0.3, _SECTION, begins=False, before=section)


def _ended(place: _Place, skips: Sequence[float]) -> float:
    """Return what a way is worth where its row ends there."""
    return place.worth if place.column < 0 else place.worth - (skips[-1] - skips[place.column + 1])


def _rows(blocks: Sequence[Block], start: int, way: _Place | None, header: _Header) -> list[dict[int, list[str]]]:
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


def _unstacked(row: dict[int, list[str]], header: _Header) -> Sequence[dict[int, list[str]]]:
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


def _head_cells(blocks: Sequence[Block], header: _Header) -> Iterator[Cell]:
    texts = [block.text for block in blocks]
    upper, lower = texts[: len(texts) - header.below], texts[len(texts) - header.below :]
    counts, column, at = dict(header.wide), 0, 0
    for place, text in enumerate(upper):
        count = counts.get(place, 0)
        yield Cell(0, column, text, 1 if count or not lower else 2, max(count, 1))
        yield from (Cell(1, column + number, name) for number, name in enumerate(lower[at : at + count]))
        column, at = column + max(count, 1), at + count


def _cells(rows: Sequence[dict[int, list[str]]], header: _Header, first: int) -> Iterator[Cell]:
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
