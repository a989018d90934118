"""Takes rows of text as a CSV file holds them; gives checked columns, or a Refusal naming row and column."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from xietong.basics import Finding, Refusal
from xietong.measuring.columns import Floats
from xietong.measuring.evaluation import Options, wording
from xietong.measuring.normalising import Direction
from xietong.measuring.report_figures import (
    Rows,
    below_zero,
    figures_in,
    in_units,
    numbered,
    populations,
)
from xietong.measuring.spatial import Neighbours, neighbours

_BETWEEN_NAMES = re.compile(r"[;；、|]")
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "total", "subtotal", "sum"})


def without_totals(rows: Rows) -> tuple[list[tuple[int, Mapping[str, str]]], tuple[Finding, ...]]:
    """Return the rows of units with their numbers: a row that says 合计 or total in a cell is none, as a finding says.

    >>> kept, findings = without_totals([{"u": "甲", "v": "1"}, {"u": "合 计", "v": "1"}])
    >>> len(kept), findings[0].wording.en
    (1, 'Left out as totals: rows 3.')
    """
    total = [number for number, row in numbered(rows) if any(_is_total(cell) for cell in row.values())]
    kept = [one for one in numbered(rows) if one[0] not in total]
    zh, en = "第{}行是合计，没有计入。", "Left out as totals: rows {}."
    return kept, listed("totals", zh, en, [str(one) for one in total])


def _is_total(cell: str | None) -> bool:
    return "".join((cell or "").split()).casefold() in _TOTALS


@dataclass(frozen=True, slots=True)
class Units:
    """Rows with a figure in every value column: figures (units, columns), and the rows' own ``numbers`` in the file.

    ``units`` are those that the columns are written in."""

    table: Floats
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...] | None
    weights: Floats | None
    rows: tuple[Mapping[str, str], ...]
    findings: tuple[Finding, ...]
    units: tuple[str, ...]


def several(rows: Rows, options: Options, *, negative: bool = False) -> Units:
    """Read the one value column of at least two units: how unequal one is to itself is no question.

    Errors: those of ``units``, and Refusal ``one-unit``, ``negative-value``.

    >>> len(several([{"a": "1"}, {"a": "2"}], Options(values=("a",))).table)
    2
    """
    read = units(rows, one_column(options))
    if len(read.table) < 2:
        raise Refusal(
            "one-unit",
            zh="只有一个单位有数值，谈不上差异；请至少提供两个单位的数值。",
            en="Only one unit has a value, and there is nothing to compare it with; give at least two.",
        )
    below = np.flatnonzero(read.table[:, 0] < 0)
    if len(below) and not negative:
        raise below_zero(read.numbers[below[0]], options.values[0])
    return read


def units(rows: Rows, options: Options) -> Units:
    """Read the value columns; a row with an empty one is not reported: it is left out, and a finding says so.

    Errors: Refusal ``no-such-column``, ``no-value-column``, ``no-rows``, ``not-a-number`` (row and column named).

    >>> units([{"a": "1"}, {"a": ""}], Options(values=("a",))).table.tolist()
    [[1.0]]
    """
    columns_exist(rows, options)
    own, totals = without_totals(rows)
    read = [figures_in(own, column) for column in options.values]
    whole = [None not in found for found in zip(*(one.values for one in read), strict=True)]
    kept = [one for one, there in zip(own, whole, strict=True) if there]
    missing = [number for (number, _), there in zip(own, whole, strict=True) if not there]
    if not kept:
        raise no_rows()
    table = [[value for value, there in zip(one.values, whole, strict=True) if there] for one in read]
    return Units(
        np.array(table, dtype=np.float64).T,
        tuple(number for number, _ in kept),
        tuple(row[options.name] if options.name else str(number) for number, row in kept),
        tuple(named(row, options.group, number) for number, row in kept) if options.group else None,
        np.array(populations(kept, options.weight)) if options.weight else None,
        tuple(row for _, row in kept),
        listed(
            "left_out",
            "第{}行没有数值，没有计入。",
            "Left out for lack of a figure: rows {}.",
            [str(n) for n in missing],
        )
        + totals
        + in_units(dict(zip(options.values, read, strict=True))),
        tuple(one.unit for one in read),
    )


def places(read: Units, options: Options) -> Neighbours:
    """Read who is whose neighbour from a column of names, parted by ; or 、 (a neighbour that was left out is no one).

    Errors: Refusal ``needs-column``, ``no-such-place`` (row and name).

    >>> rows = [{"u": "A", "v": "1", "n": "B"}, {"u": "B", "v": "2", "n": "A"}]
    >>> options = Options(values=("v",), name="u", neighbours="n")
    >>> places(units(rows, options), options).targets.tolist()
    [1, 0]
    """
    needed(options.name, "--name")
    column = needed(options.neighbours, "--neighbours")
    index = {name: n for n, name in enumerate(read.names)}
    if len(index) < len(read.names):
        twice = Counter(read.names).most_common(1)[0][0]
        raise Refusal(
            "name-twice",
            zh=f"“{twice}”在“{options.name}”列出现不止一次；每个地区只能有一行。",
            en=f"“{twice}” stands more than once in column “{options.name}”; a place has one row.",
        )
    pairs = []
    for n, row in enumerate(read.rows):
        for name in filter(None, (part.strip() for part in _BETWEEN_NAMES.split(row[column]))):
            if name in index:
                pairs.append((n, index[name]))
            elif not any(one.code == "left_out" for one in read.findings):
                raise Refusal(
                    "no-such-place",
                    zh=f"{read.names[n]}的相邻地区“{name}”不在表中。",
                    en=f"“{name}”, a neighbour of {read.names[n]}, is not in the table.",
                )
    return neighbours(np.array(pairs, dtype=np.int64).reshape(-1, 2), len(read.names))


def named(row: Mapping[str, str], column: str, number: int) -> str:
    """Return a cell's text, which must be there: a unit or group without a name would be one by itself.

    >>> named({"a": " 川 "}, "a", 2)
    '川'
    """
    text = (row[column] or "").strip()
    if not text:
        raise Refusal(
            "empty-cell",
            zh=f"第{number}行“{column}”列为空；请补上，或去掉这一行。",
            en=f"Row {number}, column “{column}” is empty; fill it in or leave the row out.",
        )
    return text


def needed(name: str | None, option: str) -> str:
    """Return what an option says; Refusal ``needs-column`` where it was not given.

    >>> needed("year", "--period")
    'year'
    """
    if name is None:
        raise Refusal("needs-column", zh=f"此方法需要 {option}。", en=f"This method needs {option}.")
    return name


def directions(options: Options) -> list[Direction]:
    """Return which way each column of figures should go.

    >>> [one.value for one in directions(Options(values=("a", "b"), lower=("b",)))]
    ['higher', 'lower']
    """
    return [Direction.LOWER if column in options.lower else Direction.HIGHER for column in options.values]


def one_column(options: Options) -> Options:
    """Return the options of a method that looks at one column of figures; Refusal ``one-value-column`` for more.

    >>> one_column(Options(values=("a",))).values
    ('a',)
    """
    if len(options.values) > 1:
        raise Refusal(
            "one-value-column",
            zh=f"此方法只看一列数值，却给出了{len(options.values)}列；请只用一个 --value。",
            en=f"This method looks at one column of figures and was given {len(options.values)}; give one --value.",
        )
    return options


def one_share_each(options: Options) -> tuple[float, ...]:
    """Return the shares of the columns of figures; Refusal ``shares-differ`` where there is not one for each.

    >>> one_share_each(Options(values=("a", "b"), shares=(3.0, 1.0)))
    (3.0, 1.0)
    """
    if len(options.shares) != len(options.values):
        raise Refusal(
            "shares-differ",
            zh=f"给出{len(options.shares)}个 --share，却有{len(options.values)}个 --value；请按顺序各给一个。",
            en=f"{len(options.shares)} --share for {len(options.values)} --value; give one for each in order.",
        )
    return options.shares


def columns_exist(rows: Rows, options: Options) -> None:
    """Refuse options that name no column, one twice, or one that the table does not have.

    >>> columns_exist([{"a": "1"}], Options(values=("a",)))
    """
    if not rows:
        raise no_rows()
    if not options.values:
        raise Refusal("no-value-column", zh="请用 --value 指定数值列。", en="Name the column of figures with --value.")
    twice = [column for column, many in Counter(options.values).items() if many > 1]
    if twice:
        raise Refusal(
            "column-twice",
            zh=f"“{twice[0]}”列用 --value 列出了两次，请去掉一个。",
            en=f"“{twice[0]}” was given twice by --value; drop one.",
        )
    alone = [column for column in options.lower if column not in options.values]
    if alone:
        raise Refusal(
            "lower-without-value",
            zh=f"--lower 的“{alone[0]}”列没有用 --value 列出，请补上。",
            en=f"“{alone[0]}” of --lower is none of the --value columns; add it there.",
        )
    known = list(rows[0])
    asked = (
        *options.values, *options.lower, *options.controls,
        options.group, options.weight, options.period, options.name, options.neighbours, options.baseline, options.aim,
    )  # fmt: skip
    for column in asked:
        if column is not None and column not in known:
            raise Refusal(
                "no-such-column",
                zh=f"表中没有“{column}”列；现有：{'、'.join(known)}。",
                en=f"There is no column “{column}”; there are: {', '.join(known)}.",
            )


def listed(code: str, zh: str, en: str, names: list[str]) -> tuple[Finding, ...]:
    """Return a finding that names the first ten and counts the rest; none where there is no name.

    >>> listed("left_out", "缺{}。", "Without {}.", ["A", "B"])[0].wording.en
    'Without A, B.'
    """
    if not names:
        return ()
    some = names[:10]
    more = len(names) - len(some)
    tail_zh, tail_en = (f"等共{len(names)}个", f" and {more} more") if more else ("", "")
    said = wording(zh.format("、".join(some) + tail_zh), en.format(", ".join(some) + tail_en))
    return (Finding(code, said, subject=", ".join(names)),)


def no_rows() -> Refusal:
    """Return the Refusal for a table of which nothing can be used.

    >>> no_rows().code
    'no-rows'
    """
    return Refusal("no-rows", zh="没有一行数据可用。", en="No row holds data that can be used.")
