"""Takes the names of a header fallen into lines; gives the ways to read them as columns, in one row or in two."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

from xietong.documents.ledger_columns import YEARLY, Column, column_of, is_ledger
from xietong.documents.rolling_fits import MEASURED, is_figures

LEAST = 3
"""The fewest names of columns."""
AIMED = re.compile(
    r"20\d\d.*(?:目标|任务|计划)|.*[（(][万亿]?[\u4e00-\u9fff%]{1,3}[）)]$"
)  # what is below it holds figures
_YEAR, _TORN = re.compile(r"20\d\d年?"), 8.0
_OVER_PARTS = re.compile("分?(?:季度|阶段)|形象|进度|(?:建设)?(?:数量|规模)$")
COUNTED_YEARLY = re.compile("新[增建开设]|[改扩]建|改造|增加|招聘|培训|建设|配备|购置|投入")
_BELOW = 7


class Header(NamedTuple):
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
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The first column below each wide name, and the one behind the last."""
        before = accumulate((count - 1 for _, count in self.wide), initial=0)
        return tuple(
            (place + more, place + more + count) for (place, count), more in zip(self.wide, before, strict=False)
        )

    @property
    def odds(self) -> float:
        """What speaks against it: a lower row at all, the more the less of it is of the kind above it.

        So does a lower row that goes on with the upper one (2025年 behind 2023年), and one name below another twice.
        """
        last, lower = self.names[-self.below - 1], self.names[len(self.names) - self.below :]
        ends = (0, *accumulate(count for _, count in self.wide))
        groups = [lower[at:to] for at, to in pairwise(ends)]
        twice = any(len(set(group)) < len(group) for group in groups)
        torn = twice or (bool(lower) and (last in lower or all(map(_YEAR.fullmatch, (last, lower[0])))))
        torn = torn or any(_is_apart(name, above) for name, above in self.pairs if above)
        if len(groups) > 1 and len(set(groups)) == 1:
            return _TORN if torn else 1.0  # the same places below each year
        return sum(_odds(above, lower) for above, lower in self._groups()) + (_TORN if torn else 0.0)

    @property
    def is_apt(self) -> bool:
        """Tell whether what is below each wide name is of its kind, 开始时间 below 时间安排, or not known: 甲方."""
        return all(
            not lower or _kind(above) in lower or _may_be_yearly(above, lower) for above, lower in self._groups()
        )

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
    return column_of(name) or (Column.TARGET if AIMED.match(above) else over)


def _is_apart(name: str, above: str) -> bool:
    """Tell an amount that cannot stand below another: one with a unit of its own, and money below what is none."""
    money = _MONEY.search(name) is not None and _MONEY.search(above) is None
    return money or (MEASURED.fullmatch(name) is not None and MEASURED.fullmatch(above) is not None)


_MONEY = re.compile("资金|投资|经费")


def _may_be_yearly(above: str, lower: set[Column]) -> bool:
    """Tell what may be counted year by year: 新增学位, over 2024年, 2025年."""
    return lower == {Column.TARGET} and column_of(above) is None and COUNTED_YEARLY.match(above) is not None


def _odds(above: str, lower: set[Column]) -> float:
    if _YEAR.match(above) and Column.TARGET in lower:
        return _TORN  # a year below a year
    if above == "其中" or (_OVER_PARTS.match(above) and lower <= {_kind(above)}):
        return 0.5
    if lower == {_kind(above)} or _may_be_yearly(above, lower):
        return 1.0
    if not lower:
        return 1.5 if _kind(above) is Column.RESPONSIBLE else 3.0  # the sides
    return 5.0 if _kind(above) in lower else 8.0


def _kind(name: str) -> Column:
    return _like(column_of(name))


def _like(column: Column | None) -> Column:
    return Column.RESPONSIBLE if column in (Column.LEAD, Column.SUPPORT) else column or Column.OTHER


def headers(names: Sequence[str], *, patient: bool) -> Iterator[Header]:
    """Yield the ways to read a header: all names behind 序号, else some of them, in one row or in two.

    Where nobody is ``patient``, only all of them in one row.
    """
    numbered = column_of(names[0]) is Column.NUMBER
    for count in range(len(names) if numbered or not patient else LEAST, len(names) + 1):
        yield from filter(_is_header, _of(tuple(names[:count]), below=_BELOW if patient else 0))


def _of(names: tuple[str, ...], below: int) -> Iterator[Header]:
    yield Header(names)
    for lower in range(2, min(len(names) - 2, below)):
        yield from (Header(names, ((over, lower),)) for over in range(len(names) - lower))
        yield from (way for way in _twice(names, lower) if way.is_apt)
    yield from _repeated(names) if below else ()


def _repeated(names: tuple[str, ...]) -> Iterator[Header]:
    """Yield the ways in which the last names are the same ones below each of three or more names in a row."""
    for each in range(2, len(names) // 3):
        times = 1
        while names[-each:] == names[len(names) - each * (times + 1) : len(names) - each * times]:
            times += 1
        for first in range(len(names) - (each + 1) * times + 1 if times > _TWO else 0):
            yield Header(names, tuple((first + place, each) for place in range(times)))


_TWO = 2


def _twice(names: tuple[str, ...], below: int) -> Iterator[Header]:
    """Yield the ways in which the last names stand below two of the others."""
    for first, second in combinations(range(len(names) - below), 2):
        for count in range(2, below - 1):
            yield Header(names, ((first, count), (second, below - count)))


def _is_header(header: Header) -> bool:
    columns = header.columns
    figures = sum(map(is_figures, columns, header.labels))
    owned = Column.TARGET in columns and Column.DEADLINE in columns and not _WHO.isdisjoint(columns)
    return columns[0] is Column.NUMBER or figures > 1 or owned or is_ledger(columns)


_WHO = frozenset((Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE))
