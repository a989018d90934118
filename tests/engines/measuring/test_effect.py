"""What a plan did: published means, known effects found again, and never a bare number."""

import math

import numpy as np
import pytest

from tests.engines.measuring.refusals import refused
from xietong import measuring


def test_card_and_kruegers_means_give_their_difference() -> None:
    # Table 3: full-time employment per store, New Jersey 20.44 → 21.03, Pennsylvania 23.33 → 21.17.
    found = measuring.difference_in_differences([[20.43, 21.02], [20.45, 21.04]], [[23.30, 21.14], [23.36, 21.20]], 1)
    assert found.main.value == pytest.approx(2.75)
    assert [one.code for one in found.doubts] == ["trend_unchecked"]
    assert found.without.tolist() == pytest.approx([20.44, 18.28])


def test_a_known_jump_and_bend_are_found_with_their_uncertainty() -> None:
    rng = np.random.default_rng(1)
    time = np.arange(40)
    series = 5 + 0.5 * time + (time >= 20) * (3 + 0.2 * (time - 20)) + rng.normal(0, 0.1, 40)
    found = measuring.interrupted_time_series(series, 20)
    assert found.main.low < 3 < found.main.high
    assert found.beside[0].low < 0.2 < found.beside[0].high
    assert found.doubts == ()
    assert found.without == pytest.approx(5 + 0.5 * time, abs=0.3)
    assert "leaves out zero" in found.statement.en
    assert "以所列假设成立为前提" in found.statement.zh
    assert "相关系数由数据估计" in found.assumptions[3].zh


def test_a_short_series_raises_a_doubt() -> None:
    found = measuring.interrupted_time_series([1, 2, 3.1, 4, 5.2, 5.9], 3, lags=1)
    assert [one.code for one in found.doubts] == ["short_series"]
    assert "holds zero" in found.statement.en


def test_trends_that_differed_before_raise_a_doubt() -> None:
    time = np.arange(6)
    inside = np.array([[2.0 * t + n for t in time] for n in (0, 0.1, 0.3)])
    outside = np.array([[0.5 * t + n * t * 0.01 for t in time] for n in (0, 1, 2)])
    found = measuring.difference_in_differences(inside, outside, 4)
    assert [one.code for one in found.doubts] == ["trends_differ"]
    assert found.beside[0].value == pytest.approx(1.49)


def test_identical_changes_leave_no_error() -> None:
    found = measuring.difference_in_differences([[1, 2], [1, 2]], [[0, 1], [0, 1]], 1)
    assert (found.main.value, found.main.p_value) == (0, 1)
    sure = measuring.difference_in_differences([[1, 3], [1, 3]], [[0, 1], [0, 1]], 1)
    assert (sure.main.value, sure.main.p_value) == (1, 0)


@pytest.mark.parametrize("start", [4, 7])
def test_a_straight_line_has_an_error_of_nothing(start: int) -> None:
    found = measuring.interrupted_time_series(list(range(10)), start)
    assert (found.main.value, found.main.standard_error) == pytest.approx((0, 0), abs=1e-9)
    assert "nan" not in found.statement.zh


def test_figures_of_any_size_have_the_same_p_value() -> None:
    inside, outside = np.array([[1, 4], [2, 6], [1, 3]]), np.array([[1, 2], [3, 4.5]])
    large = measuring.difference_in_differences(inside * 1e99, outside * 1e99, 1).main
    assert large.p_value == pytest.approx(measuring.difference_in_differences(inside, outside, 1).main.p_value)


def test_a_unit_mixed_of_others_is_taken_apart_again() -> None:
    rng = np.random.default_rng(7)
    donors = rng.normal(size=(6, 24)).cumsum(axis=1) + 10
    series = 0.7 * donors[1] + 0.3 * donors[4]
    series[18:] += 2
    found = measuring.synthetic_control(series, donors, 18)
    assert found.main.value == pytest.approx(2, abs=1e-3)
    assert found.weights is not None
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights[[1, 4]] == pytest.approx([0.7, 0.3], abs=1e-3)
    assert found.main.p_value == pytest.approx(1 / 7)
    assert math.isnan(found.main.standard_error)
    assert [one.code for one in found.doubts] == ["few_donors"]


def test_a_mix_that_does_not_match_raises_a_doubt() -> None:
    found = measuring.synthetic_control([9, 1, 9, 1, 9], [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6]], 4)
    assert "poor_match" in [one.code for one in found.doubts]


def test_too_little_is_refused() -> None:
    with refused("too-few-periods"):
        measuring.interrupted_time_series([1, 2, 3, 4], 2)
    with refused("too-few-periods"):
        measuring.difference_in_differences([[1, 2], [1, 2]], [[1, 2], [1, 2]], 0)
    with refused("too-few-values"):
        measuring.difference_in_differences([[1, 2]], [[1, 2], [1, 2]], 1)
    with refused("shape-differs"):
        measuring.synthetic_control([1, 2, 3], [[1, 2], [2, 3]], 2)


def test_a_forecast_is_the_drift_by_hand() -> None:
    # Steps 1, 3, 2, 2: mean 2, s² = 2/3; two steps ahead: 8 + 4, scale √(2/3 · 2 · (1 + 2/4)).
    found = measuring.forecast_target([0, 1, 4, 6, 8], 12, steps=2, carries=(0,))
    assert (found.expected, found.probability) == (12, pytest.approx(0.5))
    reach = 1.6377443536962093 * math.sqrt(2 / 3 * 2 * 1.5)
    assert (found.low, found.high) == (pytest.approx(12 - reach), pytest.approx(12 + reach))
    lower = measuring.forecast_target([0, 1, 4, 6, 8], 11, steps=2, direction="lower")
    higher = measuring.forecast_target([0, 1, 4, 6, 8], 11, steps=2)
    assert lower.probability + higher.probability == pytest.approx(1)


def test_a_straight_line_is_certain() -> None:
    found = measuring.forecast_target([1, 2, 3, 4, 5, 6, 7], 9, steps=2)
    assert (found.probability, found.low, found.high) == (1, 9, 9)
    assert found.back_test.mean_absolute_error == pytest.approx(0)
    assert found.back_test.unchanged_error == pytest.approx(2)
    assert found.back_test.coverage == 1
    assert measuring.forecast_target([1, 2, 3, 4], 9, steps=1).probability == 0


def test_a_history_too_short_for_a_back_test_says_so() -> None:
    found = measuring.forecast_target([1, 2, 4, 5], 7, steps=1)
    assert found.back_test.trials == 0
    assert "too short for a back-test" in found.statement.en
    assert measuring.back_test([1, 2, 3, 4, 6, 7], steps=5).steps == 1


def test_a_forecast_of_the_past_is_refused() -> None:
    with refused("target-passed"):
        measuring.forecast_target([1, 2, 3, 4], 5, steps=0)
    with refused("too-few-values"):
        measuring.target_probabilities([[1, 2, 3]], [5], steps=1, directions=["higher"])
