"""How unequal: published figures, the exact decompositions, and what must not change a measure."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.measuring import published
from xietong import measuring
from xietong.basics import Refusal

values = st.lists(st.floats(0.01, 1e4), min_size=2, max_size=30)


def test_pysals_documented_figures_for_mexico() -> None:
    assert measuring.gini(published.MEXICO_1940) == pytest.approx(0.3537237117345285, rel=1e-9)
    assert measuring.theil_t(published.MEXICO_1940) == pytest.approx(0.20894344, abs=5e-9)
    assert measuring.theil_t(published.MEXICO_2000) == pytest.approx(0.10660832, abs=5e-9)
    parts = measuring.theil_by_group(published.MEXICO_1940, published.MEXICO_REGIONS)
    assert parts.between == pytest.approx(0.0345889, abs=5e-8)
    assert parts.within == pytest.approx(0.17435454, abs=5e-9)


@settings(max_examples=50, deadline=None)
@given(values, st.data())
def test_the_parts_add_up_to_the_whole(column: list[float], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("川渝陕"), min_size=len(column), max_size=len(column)))
    weights = data.draw(st.lists(st.floats(0.1, 50), min_size=len(column), max_size=len(column)))
    for form, whole in (("T", measuring.theil_t), ("L", measuring.theil_l)):
        parts = measuring.theil_by_group(column, groups, weights, form=form)
        assert parts.within + parts.between == pytest.approx(whole(column, weights), abs=1e-9)
        assert parts.group_contribution.sum() == pytest.approx(parts.within, abs=1e-12)
    dagum = measuring.gini_by_group(column, groups, weights)
    assert dagum.within + dagum.between + dagum.transvariation == pytest.approx(
        measuring.gini(column, weights), abs=1e-9
    )
    assert ((dagum.affluence >= 0) & (dagum.affluence <= 1 + 1e-12)).all()


@settings(max_examples=30, deadline=None)
@given(values, st.integers(2, 5), st.floats(0.5, 100))
def test_a_measure_knows_neither_units_nor_copies(column: list[float], copies: int, times: float) -> None:
    many = [one * times for one in column for _ in range(copies)]
    for measure in (measuring.gini, measuring.theil_t, measuring.theil_l, measuring.coefficient_of_variation):
        assert measure(many) == pytest.approx(measure(column), abs=1e-7)
        assert measure(column, [copies] * len(column)) == pytest.approx(measure(column), abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=8), st.data())
def test_a_weight_is_so_many_units(column: list[int], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 4), min_size=len(column), max_size=len(column)))
    spread = [one for one, times in zip(column, weights, strict=True) for _ in range(times)]
    for measure in (measuring.gini, measuring.theil_t, measuring.theil_l, measuring.coefficient_of_variation):
        assert measure(column, weights) == pytest.approx(measure(spread), abs=1e-9)
    assert measuring.range_ratios(column, weights) == measuring.range_ratios(spread)


def test_dagums_parts_are_those_of_all_pairs() -> None:
    rng = np.random.default_rng(3)
    column, groups = rng.lognormal(size=40), rng.integers(0, 3, 40)
    parts = measuring.gini_by_group(column, groups)
    apart = np.abs(column[:, None] - column[None, :])
    for a in range(3):
        for b in range(3):
            block = apart[np.ix_(groups == a, groups == b)].mean()
            mean = column[groups == a].mean() + column[groups == b].mean()
            assert parts.between_pairs[a, b] == pytest.approx(block / mean)


@pytest.mark.parametrize(
    "groups",
    [
        ["渝", "川", "渝", "陕"], [3, 1, 3, 7], [-2, 5, -2, 0], [10**18, 4, 10**18, -(10**18)], [0.5, 0.25, 0.5, 2.0],
        np.array([100, -100, 100, 3], np.int8), np.array([2, 1, 2, 3], np.uint8), [True, False, True, True],
    ],
)  # fmt: skip
def test_groups_may_be_named_by_anything(groups: object) -> None:
    names, index = np.unique(np.asarray(groups), return_inverse=True)
    parts = measuring.theil_by_group([1, 2, 4, 8], groups)  # type: ignore[arg-type]
    assert parts.groups == tuple(str(one) for one in names)
    alone = [measuring.theil_t(np.array([1, 2, 4, 8])[index == n]) for n in range(len(names))]
    assert parts.group_theil == pytest.approx(np.array(alone))
    assert measuring.gini_by_group([1, 2, 4, 8], groups).groups == parts.groups  # type: ignore[arg-type]


def test_what_nobody_has_and_who_has_nothing_add_nothing() -> None:
    # A group of no people and a group of no means beside two that stand for themselves.
    column, groups, weights = [5, 7, 0, 0, 1, 3], ["a", "a", "b", "b", "c", "c"], [0, 0, 1, 1, 1, 1]
    parts = measuring.theil_by_group(column, groups, weights)
    assert parts.group_theil[:2].tolist() == parts.group_contribution[:2].tolist() == [0, 0]
    assert parts.total == pytest.approx(measuring.theil_t([0, 0, 1, 3]), abs=1e-12)
    assert parts.between == pytest.approx(math.log(2))
    dagum = measuring.gini_by_group(column, groups, weights)
    assert dagum.total == pytest.approx(measuring.gini([0, 0, 1, 3]), abs=1e-12)
    assert dagum.between_pairs[0].tolist() == [0, 0, 0]


def test_scipys_documented_variation() -> None:
    # scipy.stats.variation([1, 2, 3, 4, 5], ddof=1); ours divides by n.
    assert measuring.coefficient_of_variation([1, 2, 3, 4, 5]) == pytest.approx(0.5270462766947299 * 0.8**0.5)


def test_the_ends_are_compared() -> None:
    found = measuring.range_ratios(list(range(1, 101)))
    assert (found.highest_to_lowest, found.high, found.low) == (100.0, 90.0, 10.0)
    assert measuring.range_ratios([0, 5]).highest_to_lowest == math.inf
    assert measuring.range_ratios([0, 0]).highest_to_lowest == 1.0
    with pytest.raises(ValueError, match="tail"):
        measuring.range_ratios([1, 2], tail=0.5)


def test_equal_is_zero_and_one_having_all_is_nearly_one() -> None:
    assert measuring.gini([4] * 10) == measuring.theil_t([4] * 10) == measuring.theil_l([4] * 10) == 0
    assert measuring.gini([0] * 99 + [1]) == pytest.approx(0.99)
    assert measuring.gini([5]) == measuring.gini([5], [2]) == measuring.theil_t([5]) == 0, "a group of one"
    assert measuring.theil_t([0] * 99 + [1]) == pytest.approx(math.log(100))


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: measuring.gini([-1, 2]), "negative-value"),
        (lambda: measuring.gini([0, 0]), "zero-mean"),
        (lambda: measuring.gini([0, 0], [1, 2]), "zero-mean"),
        (lambda: measuring.gini_by_group([0, 0], ["a", "b"]), "zero-mean"),
        (lambda: measuring.theil_t([0, 0]), "zero-mean"),
        (lambda: measuring.theil_by_group([0, 0], ["a", "b"]), "zero-mean"),
        (lambda: measuring.theil_l([0, 1]), "zero-value"),
        (lambda: measuring.coefficient_of_variation([-1, 1]), "zero-mean"),
        (lambda: measuring.gini([1, float("nan")]), "not-a-number"),
        (lambda: measuring.gini(["x"]), "not-a-number"),
        (lambda: measuring.gini([[1]]), "shape-differs"),
        (lambda: measuring.gini([]), "too-few-values"),
        (lambda: measuring.gini([1, 2], [1]), "shape-differs"),
        (lambda: measuring.gini([1, 2], [0, 0]), "no-weight"),
        (lambda: measuring.gini_by_group([1, 2], ["a"]), "shape-differs"),
        (lambda: measuring.theil_by_group([1, 2], [["a"], ["b"]]), "shape-differs"),
        (lambda: measuring.gini([1, 1e300]), "value-too-large"),
    ],
)
def test_what_has_no_meaning_is_refused(ask: object, code: str) -> None:
    with pytest.raises(Refusal) as found:
        ask()  # type: ignore[operator]
    assert found.value.code == code
    assert found.value.wording.zh


def test_another_form_is_no_form() -> None:
    with pytest.raises(ValueError, match="T or L"):
        measuring.theil_by_group([1, 2], ["a", "b"], form="X")


@pytest.mark.parametrize("values", [[0.1] * 3, [5] * 7, [7], [1e-300] * 4])
def test_where_all_have_the_same_nothing_is_unequal_to_the_last_digit(values: list[float]) -> None:
    groups, weights = ["a"] * (len(values) // 2) + ["b"] * (len(values) - len(values) // 2), [0.1] * len(values)
    for weigh in (None, weights):
        alone = [f(values, weigh) for f in (measuring.gini, measuring.theil_t, measuring.theil_l)]
        alone += [measuring.coefficient_of_variation(values, weigh)]
        for form in "TL":
            parts = measuring.theil_by_group(values, groups, weigh, form=form)
            alone += [parts.total, parts.within, parts.between, *parts.group_theil.tolist()]
        assert [str(one) for one in alone] == ["0.0"] * len(alone), "nor a negative zero"
