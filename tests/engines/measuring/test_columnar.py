"""Formulas in columns give exactly what they give unit by unit: values, places, and why there is none."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import Column, Indicator, Reading, Reference, State

ENTRIES = st.one_of(
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.integers(-5, 5),
    st.sampled_from([each for each in State if each != "reported"]),
)
FORMULAS = (
    "[A] / [B] * 100", "[A] + [B] - 2 * [A]", "-[A] * 1.5 / [B]", "per([A], [B], 1000)", "if([A] > [B], [A], [B] / 3)",
    "given([A], [B] * 2)", "if([A] = 0, 7, [B])", "[A] * [B] != 0", "units() + [A]", "reporting([A])", "[A] / 0", "0 / [A]",
    "given([A], 1) / [B]", "([A] <= [B]) + ([A] >= 2) + ([A] < [B])",
)  # fmt: skip


def reading(entry: int | State, decimals: int) -> Reading:
    if isinstance(entry, State):
        return Reading(None, entry)
    return Reading(measuring.from_ticks(entry, decimals))


def column(entries: list[int | State], decimals: int) -> Column:
    ticks = np.array([0 if isinstance(each, State) else each for each in entries], np.int64)
    state = np.array([each.number if isinstance(each, State) else 0 for each in entries], np.int8)
    return Column.of_ticks(ticks, state, decimals)


@given(
    st.lists(st.tuples(ENTRIES, ENTRIES), min_size=1, max_size=12), st.sampled_from(FORMULAS), st.integers(0, 4),
    st.integers(0, 3),
)  # fmt: skip
def test_a_formula_in_columns_is_what_it_is_unit_by_unit(
    pairs: list[tuple[int | State, int | State]], formula: str, decimals: int, places: int
) -> None:
    tree = measuring.parse(formula)
    assert measuring.in_columns(tree)
    columns = {name: column([pair[n] for pair in pairs], decimals) for n, name in enumerate("AB")}
    found = measuring.evaluate_columns(tree, lambda one: columns[one.code], len(pairs))
    for n, pair in enumerate(pairs):
        alone = measuring.at_one(
            Indicator("F", "公式", expression=formula), Period.from_code("2025"),
            lambda one, _, p=pair: reading(p["AB".index(one.code)], decimals),
        )  # fmt: skip
        assert found.state[n] == alone.state.number
        if alone.value is not None:
            expected = (
                measuring.to_ticks(measuring.rounded(alone.value, places), places)
                if abs(alone.value) < 10**12
                else None
            )
            assert expected is None or found.ticks(places)[n] == expected
        else:
            assert found.ticks(places)[n] == 0


@pytest.mark.parametrize(
    "formula", ["[A] / [B] / [C]", "[A] / 3 * 3 = [A]", "if([A] / [B], 1, 2)", "per([A], [B], 1) / 2"]
)
def test_a_formula_that_could_tell_how_a_division_was_rounded_is_not_worked_out_in_columns(formula: str) -> None:
    assert not measuring.in_columns(measuring.parse(formula))


@given(
    st.lists(st.tuples(st.integers(-(10**18), 10**18), st.one_of(st.integers(-9, 9), st.integers(-(10**18), 10**18))))
)
def test_jumps_in_columns_are_those_of_year_on_year(pairs: list[tuple[int, int]]) -> None:
    now, before = (np.array([pair[n] for pair in pairs], np.int64) for n in (0, 1))
    there = np.ones(len(pairs), bool)
    alone = [measuring.year_on_year(*(Reading(Decimal(each)) for each in pair)) is not None for pair in pairs]
    assert measuring.jumped(now, before, there).tolist() == alone


def test_what_refers_to_another_period_is_the_lookups_affair() -> None:
    tree = measuring.parse("[A] - [A @ -1y]")
    told = {0: column([5, 7], 0), 1: column([3, State.WITHHELD], 0)}
    found = measuring.evaluate_columns(tree, lambda one: told[one.years], 2)
    assert (found.ticks(1).tolist(), found.state.tolist()) == ([20, 0], [0, State.WITHHELD.number])
    assert measuring.period_of(Reference("A", years=1), Period.from_code("2024")).code == "2023"
