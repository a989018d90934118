"""Takes rows of text, one per unit and period; gives a complete panel, or a Refusal naming row and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from xietong.basics import Finding, Period, Refusal, Wording
from xietong.measuring.columns import Floats, weights_for
from xietong.measuring.evaluation import Options, wording
from xietong.measuring.report_columns import columns_exist, listed, named, needed, no_rows, one_column, without_totals
from xietong.measuring.report_figures import Rows, figures_in, in_units, populations


@dataclass(frozen=True, slots=True)
class Panel:
    """One value column by unit and period (units, periods), complete; weights alike.

    ``rows`` (and groups) are those of each unit's first period, whatever the order of the file."""

    table: Floats
    names: tuple[str, ...]
    periods: tuple[Period, ...]
    groups: tuple[str, ...] | None
    weights: Floats | None
    rows: tuple[Mapping[str, str], ...]
    findings: tuple[Finding, ...]
    unit: str


def panel(rows: Rows, options: Options) -> Panel:
    """Arrange the one value column by unit and period; a unit without a figure for every period is left out.

    Without a column of names all rows are of one unit, called by the value column.

    Errors: Refusal ``needs-column`` (period, name), ``value-twice``, ``not-a-period``, and as ``units``.

    >>> panel([{"u": "A", "t": "2024", "v": "1"}, {"u": "A", "t": "2025", "v": "2"}],
    ...       Options(values=("v",), period="t", name="u")).table.tolist()
    [[1.0, 2.0]]
    """
    columns_exist(rows, one_column(options))
    name, period = options.name, needed(options.period, "--period")
    found: dict[tuple[str, Period], tuple[int, Mapping[str, str], float]] = {}
    units_: dict[str, None] = {}
    seen: set[Period] = set()
    own, totals = without_totals(rows)
    read = figures_in(own, options.values[0])
    for (number, row), value in zip(own, read.values, strict=True):
        time = _period(row, period, number)
        if name is None and time in seen:
            needed(name, "--name")
        seen.add(time)
        unit = named(row, name, number) if name else options.values[0]
        units_[unit] = None
        if value is None:
            continue
        if (unit, time) in found:
            raise Refusal(
                "value-twice",
                zh=f"第{number}行：{unit}的{time.code}已经有值。",
                en=f"Row {number}: {unit} has a value for {time.code} already.",
            )
        found[unit, time] = number, row, value
    periods = sorted(seen, key=lambda one: one.start)
    if len({one.kind for one in periods}) > 1:
        other = next(one for one in periods if one.kind is not periods[0].kind)
        raise Refusal(
            "periods-mixed",
            zh=f"时期的种类不一：{periods[0].code}与{other.code}；请只用年、季、月、学年中的一种。",
            en=f"Periods of different kinds: {periods[0].code} and {other.code}; give years, quarters, months or "
            "school years alone.",
        )
    complete = [one for one in units_ if all((one, time) in found for time in periods)]
    lacking = [one for one in units_ if one not in complete]
    if not complete:
        raise no_rows()
    table = [[found[one, time] for time in periods] for one in complete]
    first = [line[0] for line in table]
    return Panel(
        np.array([[value for _, _, value in line] for line in table]),
        tuple(complete),
        tuple(periods),
        tuple(named(row, options.group, number) for number, row, _ in first) if options.group else None,
        np.array(populations([(number, row) for line in table for number, row, _ in line], options.weight)).reshape(
            len(table), len(periods)
        )
        if options.weight
        else None,
        tuple(row for _, row, _ in first),
        listed("left_out", "{}缺少某些时期，没有计入。", "{} lack a period and are left out.", lacking)
        + totals
        + in_units({options.values[0]: read}),
        read.unit,
    )


def even(read: Panel) -> Panel:
    """Return a panel whose periods are evenly spaced; Refusal ``periods-uneven`` names the first gap.

    >>> even(panel([{"t": "2024", "v": "1"}], Options(values=("v",), period="t"))).table.tolist()
    [[1.0]]
    """
    for gap in _gaps(read):
        raise Refusal("periods-uneven", zh=f"{gap.zh}；请补上缺少的时期，或只用间隔相同的一段。",
                      en=f"{gap.en}: fill in what is missing, or take a stretch without a gap.")  # fmt: skip
    return read


def unevenness(read: Panel) -> tuple[Finding, ...]:
    """Return a finding where periods are not evenly spaced: what is told per period is not told per year then.

    >>> unevenness(panel([{"t": "2024", "v": "1"}], Options(values=("v",), period="t")))
    ()
    """
    return tuple(
        Finding("periods_uneven", wording(f"{gap.zh}：“每期”按期数计，不按年数计。",
                                          f"{gap.en}: what is told per period counts periods, not years."))
        for gap in _gaps(read)
    )  # fmt: skip


def _gaps(read: Panel) -> list[Wording]:
    """Return in words the first two periods that are not as close as the closest; none if all steps are alike."""
    steps = [(one, other, _months(one, other)) for one, other in pairwise(read.periods)]
    least = min((months for *_, months in steps), default=0)
    return [
        wording(
            f"{one.code}与{other.code}之间的间隔与其他各期不同",
            f"{one.code} and {other.code} are not as close as others are",
        )
        for one, other, months in steps
        if months > least
    ][:1]


def _months(one: Period, other: Period) -> int:
    return (other.start.year - one.start.year) * 12 + other.start.month - one.start.month


def means(table: Floats, weights: Floats | None) -> Floats:
    """Return the mean of the units in each period, by their weights there; Refusal ``no-weight`` where all are zero.

    Shapes: both (units, periods) → (periods,).

    >>> means(np.array([[1.0, 2], [3, 6]]), np.array([[1.0, 1], [1, 3]])).tolist()
    [2.0, 5.0]
    """
    if weights is None:
        mean: Floats = table.mean(axis=0)
        return mean
    columns = zip(table.T, weights.T, strict=True)
    return np.array([weights_for(people, len(values)) @ values for values, people in columns])


def above_zero(read: Panel) -> Panel:
    """Return a panel that has a logarithm throughout; Refusal ``not-positive`` naming unit and period.

    >>> above_zero(panel([{"t": "2024", "v": "1"}], Options(values=("v",), period="t"))).table.tolist()
    [[1.0]]
    """
    for unit, period in np.argwhere(read.table <= 0)[:1]:
        one, time = read.names[unit], read.periods[period].code
        raise Refusal(
            "not-positive",
            zh=f"{one}的{time}不大于零，不能取对数；请改正，或去掉这个单位。",
            en=f"{one} is not above zero in {time} and has no logarithm there; correct it or leave the unit out.",
        )
    return read


def _period(row: Mapping[str, str], column: str, number: int) -> Period:
    try:
        return Period.from_code(row[column].strip().removesuffix("年"))
    except ValueError as problem:
        raise Refusal(
            "not-a-period",
            zh=f"第{number}行“{column}”列的“{row[column]}”不是时期；请写成 2025、2025-Q1、2025-03 或 2025-S。",
            en=f"Row {number}, column “{column}”: “{row[column]}” is no period (2025, 2025-Q1, 2025-03, 2025-S).",
        ) from problem
