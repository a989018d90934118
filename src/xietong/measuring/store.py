"""Takes submissions as tables; gives how values lie in Parquet partitions, and which of them are in force.

A submission is written once, as a *fresh* partition ``period=…/fresh-<submission>.parquet``. Now and then all of a
period are packed into one ``period=…/packed-<submission>.parquet``, sorted by indicator and organisation, holding only
what is in force. Nothing is changed in place: the manifest (kept by the caller) lists the partitions, and of a key
(organisation, indicator, period, cell) the later submission is the one in force.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xietong.basics import Period, PeriodKind, Refusal
from xietong.measuring.indicator import to_ticks
from xietong.measuring.observation import Categories, Observation

# Column → Arrow type. ``ticks``: the value in units of its last decimal, null unless reported; ``state``: State.number.
VALUES: Mapping[str, str] = {
    "organisation": "int32",
    "indicator": "int32",
    "period": "int32",
    "cell": "int32",
    "ticks": "decimal128(18, 0)",
    "state": "int8",
}
KEY = ("organisation", "indicator", "period", "cell")
# How DuckDB writes a packed partition: differences between neighbours (encodings of Parquet's second version) take a
# third less room than whole numbers and are read in two thirds of the time. Spark reads them too.
PACKED: Mapping[str, Any] = {"compression": "zstd", "row_group_size": 120_000, "parquet_version": "V2"}
_KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR)


def period_number(period: Period) -> int:
    """Return the whole number that stands for a period; within a kind they are in order of time.

    >>> period_number(Period.from_code("2025-Q3")), numbered_period(2025103).code
    (2025103, '2025-Q3')
    """
    return period.year * 1000 + _KINDS.index(period.kind) * 100 + period.ordinal


def numbered_period(number: int) -> Period:
    """Return the period that a number stands for."""
    year, rest = divmod(number, 1000)
    return Period(year, rest % 100, _KINDS[rest // 100])


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers for the words of observations: the caller's own row numbers will do.

    ``cells`` numbers combinations of categories; 0 is the undivided value. ``decimals`` are places by indicator code.
    """

    organisations: Mapping[str, int]
    indicators: Mapping[str, int]
    decimals: Mapping[str, int]
    cells: Mapping[Categories, int]


def to_table(observations: Iterable[Observation], numbers: Numbers) -> Any:
    """Return observations as an Arrow table with the columns ``VALUES``.

    Errors: Refusal ``unknown-in-store`` (a code without a number), and those of ``to_ticks``.
    """
    import pyarrow as pa

    rows = [_row(one, numbers) for one in observations]
    return pa.table({name: pa.array([row[n] for row in rows], column_type(name)) for n, name in enumerate(VALUES)})


def column_type(name: str) -> Any:
    """Return the Arrow type of a column of values."""
    import pyarrow as pa

    return {"ticks": pa.decimal128(18, 0), "state": pa.int8()}.get(name, pa.int32())


def _row(one: Observation, numbers: Numbers) -> tuple[Any, ...]:
    cell = 0 if not one.dimensions else _number(numbers.cells, tuple(sorted(one.dimensions)))
    ticks = None if one.value is None else to_ticks(one.value, numbers.decimals.get(one.indicator, 0))
    return (
        _number(numbers.organisations, one.organisation),
        _number(numbers.indicators, one.indicator),
        period_number(one.period),
        cell,
        ticks,
        one.state.number,
    )


def _number(known: Mapping[Any, int], code: Any) -> int:
    if code not in known:
        raise Refusal(
            "unknown-in-store",
            zh=f"“{code}”尚未登记，不能存入数据；请先登记单位、指标或分类。",
            en=f"{code} is not registered, so no value can be kept for it; register it first.",
        )
    return known[code]


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """A line of the manifest: a file, the submission up to which it speaks, its rows; packed or fresh."""

    period: int
    submission: int
    packed: bool
    rows: int = 0

    @property
    def path(self) -> str:
        """The file's name below the store's folder.

        >>> Partition(2025201, 17, False).path
        'period=2025201/fresh-000000000017.parquet'
        """
        kind = "packed" if self.packed else "fresh"
        return f"period={self.period}/{kind}-{self.submission:012d}.parquet"


def in_force(partitions: Iterable[Partition], *, until: int | None = None) -> tuple[Partition, ...]:
    """Return the partitions to read: per period the last packed one and the fresh ones after it, in order.

    ``until`` answers as of an earlier submission; packed partitions that go beyond it are then passed over.

    >>> lines = [Partition(1, 1, False), Partition(1, 2, False), Partition(1, 2, True), Partition(1, 3, False)]
    >>> [one.submission for one in in_force(lines)], [one.packed for one in in_force(lines, until=1)]
    ([2, 3], [False])
    """
    lines = [one for one in partitions if until is None or one.submission <= until]
    base: dict[int, int] = {}
    for one in lines:
        if one.packed:
            base[one.period] = max(base.get(one.period, -1), one.submission)
    last = [one.submission - base.get(one.period, -1) for one in lines]
    return tuple(
        sorted(one for one, beyond in zip(lines, last, strict=True) if beyond > 0 or (one.packed and not beyond))
    )


def current(packed: Any, fresh: Sequence[tuple[int, Any]]) -> Any:
    """Return the values in force: the packed ones that nothing later replaces, and of the fresh ones the latest.

    ``packed`` is an Ibis table or None, ``fresh`` pairs (submission, Ibis table).
    """
    import ibis

    if not fresh:
        return packed
    late = latest(ibis.union(*_marked(fresh)) if len(fresh) > 1 else _marked(fresh)[0])
    if packed is None:
        return late
    return ibis.union(packed.anti_join(late, list(KEY)), late)


def _marked(fresh: Sequence[tuple[int, Any]]) -> list[Any]:
    return [table.mutate(submission=number) for number, table in fresh]


def latest(rows: Any) -> Any:
    """Return of rows with a column ``submission`` the latest per key, without that column."""
    import ibis

    place = ibis.row_number().over(group_by=[rows[name] for name in KEY], order_by=rows.submission.desc())
    ranked = rows.mutate(place=place)
    return ranked.filter(ranked.place == 0).select(*VALUES)


def packed_order(values: Any) -> Any:
    """Return values in the order in which a packed partition lies: one indicator is read without the others."""
    return values.order_by("indicator", "organisation", "cell")
