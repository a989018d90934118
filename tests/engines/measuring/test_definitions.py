"""Indicators, targets, values in four states, periods in the store."""

from decimal import Decimal

import pytest

from tests.engines.measuring.refusals import refused
from xietong.basics import Period
from xietong.measuring import (
    Adding,
    Aggregate,
    Cell,
    Dimension,
    Direction,
    Indicator,
    Numbers,
    Observation,
    Partition,
    Recipe,
    State,
    Target,
    TargetKind,
    check_indicator,
    finish,
    from_ticks,
    in_force,
    numbered_period,
    over_figures,
    over_time,
    period_number,
    state_of,
    to_table,
    to_ticks,
)

YEAR = Period.from_code("2025")
WHOLE = 10**12


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"decimals": 10}, "indicator-decimals"),
        ({"over_organisations": Adding.LAST}, "adding-not-possible"),
        ({"over_organisations": Adding.WEIGHTED_MEAN}, "weight-missing"),
        ({"over_time": Adding.WEIGHTED_MEAN, "weight": "A"}, "weight-missing"),
        ({"weight": "B"}, "weight-not-used"),
        ({"dimensions": (Dimension("sex", "性别"), Dimension("sex", "性别"))}, "dimension-twice"),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(wrong: dict[str, object], code: str) -> None:
    with refused(code):
        check_indicator(Indicator("A", "甲", **wrong))


def test_a_definition_says_whether_it_is_computed() -> None:
    assert not Indicator("A", "甲").computed
    assert Indicator("A", "甲", expression="[B] / 2").computed
    check_indicator(Indicator("A", "甲", over_organisations=Adding.WEIGHTED_MEAN, weight="B"))


@pytest.mark.parametrize(
    ("value", "code"),
    [("1.234", "too-many-decimals"), ("1e18", "value-too-large"), ("NaN", "not-a-number"), ("inf", "not-a-number")],
)
def test_what_the_store_cannot_hold_exactly_is_refused(value: str, code: str) -> None:
    with refused(code):
        to_ticks(Decimal(value), 2)


def test_ticks_are_exact_both_ways() -> None:
    assert from_ticks(to_ticks(Decimal("-0.07"), 2), 2) == Decimal("-0.07")
    assert from_ticks(10**40 + 1, 2) == Decimal(10**40 + 1) / 100 or str(from_ticks(10**40 + 1, 2)).endswith(".01")


def test_a_target_is_met_with_its_tolerance_in_its_direction() -> None:
    aim = Target("A", TargetKind.TARGET, YEAR, Decimal(10), tolerance=Decimal(1))
    assert aim.met_by(Decimal(9), Direction.HIGHER)
    assert not aim.met_by(Decimal("8.9"), Direction.HIGHER)
    assert aim.met_by(Decimal(11), Direction.LOWER)
    assert not aim.met_by(Decimal("11.1"), Direction.LOWER)


def test_only_what_is_reported_has_a_value() -> None:
    assert Observation("A", "s", YEAR, (), Decimal(0)).state is State.REPORTED
    for value, state in ((Decimal(0), State.WITHHELD), (None, State.REPORTED)):
        with refused("value-and-state"):
            Observation("A", "s", YEAR, (), value, state)


def test_a_figure_of_nothing_says_why() -> None:
    assert state_of(1, 9, 9, 9) is State.REPORTED
    assert state_of(0, 1, 9, 9) is State.NOT_REPORTED
    assert state_of(0, 0, 9, 1) is State.WITHHELD
    assert state_of(0, 0, 1, 0) is State.NOT_APPLICABLE
    assert finish(None, Recipe(1, Adding.SUM)) == Aggregate(None, State.NOT_REPORTED)
    assert finish(None, Recipe(1, Adding.NONE)) == Aggregate(None, State.NOT_APPLICABLE)
    assert finish(Cell(withheld=2), Recipe(1, Adding.SUM)) == Aggregate(None, State.WITHHELD, withheld=2)
    without_weight = finish(Cell(0, 0, 1, 1), Recipe(1, Adding.WEIGHTED_MEAN, weight=2))
    assert (without_weight.value, without_weight.state, without_weight.reported) == (None, State.NOT_APPLICABLE, 1)


def test_a_reported_zero_stays_a_zero() -> None:
    assert finish(Cell(0, WHOLE, 1, 1), Recipe(1, Adding.SUM, 2)) == Aggregate(Decimal(0), State.REPORTED, 1, 1)


@pytest.mark.parametrize(
    ("adding", "expected"),
    [
        (Adding.SUM, Decimal(9)),
        (Adding.MEAN, Decimal(3)),
        (Adding.LAST, Decimal(6)),
        (Adding.MEDIAN, Decimal(3)),
        (Adding.SHARE, Decimal("0.6666666666666666666666666667")),
        (Adding.NONE, None),
    ],
)
def test_periods_add_up_as_the_indicator_says(adding: Adding, expected: Decimal | None) -> None:
    cells = [Cell(n * WHOLE, WHOLE, 2, 2) for n in (3, 0, 6)]
    told = over_time([cells[0], None, Cell(not_reported=4), *cells[1:]], Recipe(1, Adding.SUM), adding)
    assert told.value == expected
    assert (told.units, told.reported, told.not_reported) == (2, 6, 4)
    assert told.state is (State.NOT_APPLICABLE if expected is None else State.REPORTED)


def test_the_middle_of_two_periods_is_between_them() -> None:
    cells = [Cell(n * WHOLE, WHOLE, 1, 1) for n in (4, 1)]
    assert over_time(cells, Recipe(1, Adding.SUM), Adding.MEDIAN).value == Decimal("2.5")


def test_weighted_means_over_time_weigh_every_period() -> None:
    recipe = Recipe(1, Adding.WEIGHTED_MEAN, decimals=1, weight=2)
    cells = [Cell(10 * 30 * WHOLE, 30 * WHOLE, 1, 1), Cell(40 * 10 * WHOLE, 10 * WHOLE, 1, 1)]
    assert over_time(cells, recipe, Adding.WEIGHTED_MEAN).value == Decimal("1.75")
    assert over_time([], recipe, Adding.WEIGHTED_MEAN) == Aggregate(None, State.NOT_REPORTED)
    assert over_time([Cell(withheld=1)] * 2, recipe, Adding.SUM).state is State.WITHHELD


def test_figures_are_weighed_by_what_each_period_gives() -> None:
    told = [Aggregate(None if n is None else Decimal(n), State.REPORTED, 1, 1) for n in (1, 4, None, 7)]
    weights = [Decimal(2), Decimal(1), Decimal(9), None]
    assert over_figures(told, Adding.WEIGHTED_MEAN, weights).value == 2
    for others in (None, [Decimal(0)] * 4):
        assert over_figures(told, Adding.WEIGHTED_MEAN, others).state is State.NOT_APPLICABLE
    assert over_figures(told[:1], Adding.NONE).value == 1
    assert over_figures([], Adding.LAST) == Aggregate(None, State.NOT_REPORTED)


@pytest.mark.parametrize("code", ["2025", "2025-Q4", "2025-12", "2024-S"])
def test_a_period_has_a_number_in_the_store(code: str) -> None:
    assert numbered_period(period_number(Period.from_code(code))).code == code


def test_numbers_of_periods_follow_time() -> None:
    codes = [Period.from_code(f"{year}-Q{n}") for year in (2024, 2025) for n in (1, 2, 3, 4)]
    assert [period_number(one) for one in codes] == sorted(period_number(one) for one in codes)


def test_a_value_of_something_unregistered_is_refused() -> None:
    numbers = Numbers({"s": 1}, {"A": 1}, {"A": 0}, {})
    assert to_table([Observation("A", "s", YEAR, (), Decimal(3))], numbers).to_pylist() == [
        {"organisation": 1, "indicator": 1, "period": 2025201, "cell": 0, "ticks": Decimal(3), "state": 0}
    ]
    for one in (
        Observation("A", "elsewhere", YEAR, (), Decimal(3)),
        Observation("B", "s", YEAR, (), Decimal(3)),
        Observation("A", "s", YEAR, (("sex", "f"),), Decimal(3)),
    ):
        with refused("unknown-in-store"):
            to_table([one], numbers)


def test_the_manifest_reads_the_last_packed_partition_and_what_came_later() -> None:
    lines = [
        Partition(1, 1, False), Partition(1, 2, False), Partition(1, 2, True), Partition(1, 3, False),
        Partition(2, 3, False), Partition(1, 4, True),
    ]  # fmt: skip
    assert [one.path for one in in_force(lines)] == [
        "period=1/packed-000000000004.parquet",
        "period=2/fresh-000000000003.parquet",
    ]
    assert [(one.submission, one.packed) for one in in_force(lines, until=3) if one.period == 1] == [
        (2, True),
        (3, False),
    ]
