"""Forecasts of targets: probabilities that come true as often as they say, by simulation with seeds; and their limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import measuring

MANY = 4000


def walks(rng: np.random.Generator, periods: int, along: float = 0.0) -> np.ndarray:
    """Histories whose steps swing about a mean of their own; each step holds on to a share of the one before."""
    steps = rng.normal(0, 1, (MANY, periods + 30))
    for period in range(1, periods + 30):
        steps[:, period] += along * steps[:, period - 1]
    return (rng.normal(0, 2, (MANY, 1)) + steps[:, 30:]).cumsum(axis=1)


def trended(rng: np.random.Generator, periods: int) -> np.ndarray:
    """Histories along straight lines, with noise."""
    return rng.normal(0, 1, (MANY, periods)) + np.arange(periods) * rng.normal(1, 1, (MANY, 1))


def rising(rng: np.random.Generator, periods: int) -> np.ndarray:
    """Histories that slow down before a ceiling."""
    time = np.arange(periods) + rng.uniform(-3, 3, (MANY, 1))
    return np.asarray(100 / (1 + np.exp((4 - time) / 2)) + rng.normal(0, 1, (MANY, periods)))


def held(paths: np.ndarray, steps: int, carries: tuple[float, ...] = measuring.CARRIES) -> float:
    """Share of what came that lay inside its 80 % interval: of which the chance to lie below is from 10 to 90 %."""
    history, actual = paths[:, :-steps], paths[:, -1]
    chance = measuring.target_probabilities(history, actual, steps=steps, directions=["lower"] * MANY, carries=carries)
    return float((np.abs(chance - 0.5) <= 0.4).mean())


def by_matrices(history: list[float], aim: float, steps: int) -> tuple[float, float]:
    """The expected value and the chance to be at or above an aim, from whole covariance matrices."""
    from scipy.stats import t

    moves = np.diff(np.array(history, dtype=float))
    many = len(moves)
    near, one = np.abs(np.subtract.outer(np.arange(many + steps), np.arange(many + steps))), np.ones(many)
    weights, means, chances = [], [], []
    for carry in measuring.CARRIES:
        whole = np.where(near == 0, 1.0, float(carry) ** near)
        known, across, later = whole[:many, :many], whole[many:, :many].sum(axis=0), whole[many:, many:].sum()
        inverse = np.linalg.inv(known)
        info = one @ inverse @ one
        drift = one @ inverse @ moves / info
        left = (moves - drift) @ inverse @ (moves - drift)
        middle = history[-1] + steps * drift + across @ inverse @ (moves - drift)
        variance = later - across @ inverse @ across + (steps - across @ inverse @ one) ** 2 / info
        weights.append(np.linalg.det(known) ** -0.5 * info**-0.5 * left ** (-(many - 1) / 2))
        means.append(middle)
        chances.append(t.sf((aim - middle) / np.sqrt(left / (many - 1) * variance), many - 1))
    share = np.array(weights) / np.sum(weights)
    return float(share @ means), float(share @ chances)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=4, max_size=14), st.integers(1, 6), st.integers(-100, 100))
def test_a_forecast_is_the_mixture_of_generalised_least_squares(history: list[float], steps: int, aim: int) -> None:
    if np.ptp(np.diff(history)) == 0:
        return
    found = measuring.forecast_target(history, aim, steps=steps)
    expected, chance = by_matrices(history, aim, steps)
    assert found.expected == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert found.probability == pytest.approx(chance, rel=1e-6, abs=1e-9)
    for end, share in ((found.low, 0.9), (found.high, 0.1)):
        assert by_matrices(history, end, steps)[1] == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(("periods", "steps"), [(4, 1), (5, 3), (8, 2), (12, 5), (20, 3)])
def test_of_steps_that_are_independent_a_probability_comes_true_as_often_as_it_says(periods: int, steps: int) -> None:
    paths = walks(np.random.default_rng(periods), periods + steps)
    history, actual = paths[:, :periods], paths[:, -1]
    chance = measuring.target_probabilities(history, actual, steps=steps, directions=["higher"] * MANY)
    for asked in (0.1, 0.3, 0.5, 0.7, 0.9):  # where a target is set at which its chance is so large, it is met as often
        assert abs(float((chance <= asked).mean()) - asked) < 0.04, f"said {asked}"
    assert 0.775 < held(paths, steps) < 0.86
    assert held(paths, steps, (0.0,)) == pytest.approx(0.8, abs=0.025)


@pytest.mark.parametrize(
    ("kind", "periods", "steps", "least", "textbook"),
    [
        ("half", 5, 1, 0.77, 0.79), ("half", 6, 2, 0.71, 0.70), ("half", 10, 1, 0.78, 0.79), ("half", 10, 4, 0.72, 0.65),
        ("half", 20, 3, 0.76, 0.68), ("half", 20, 8, 0.75, 0.62), ("rising", 6, 2, 0.54, 0.45), ("rising", 10, 1, 0.75, 0.60),
        ("rising", 10, 4, 0.45, 0.12), ("rising", 20, 3, 0.9, 0.35), ("against", 10, 4, 0.78, 0.95), ("trend", 10, 4, 0.9, 1),
    ],
)  # fmt: skip
def test_steps_that_go_together_are_known_to_reach_further(
    kind: str, periods: int, steps: int, least: float, textbook: float
) -> None:
    rng = np.random.default_rng(3)
    paths = {
        "half": lambda: walks(rng, periods + steps, along=0.5), "against": lambda: walks(rng, periods + steps, along=-0.5),
        "rising": lambda: rising(rng, periods + steps), "trend": lambda: trended(rng, periods + steps),
    }[kind]()  # fmt: skip
    assert held(paths, steps) > least
    assert held(paths, steps, (0.0,)) < textbook


def test_slowing_down_is_told() -> None:
    rng = np.random.default_rng(3)
    assert np.mean([measuring.pace(one) for one in rising(rng, 20)[:200]]) < -0.9
    assert abs(np.mean([measuring.pace(one) for one in walks(rng, 20)[:400]])) < 0.06


def test_the_back_test_is_the_same_forecast_made_on_earlier_days() -> None:
    rng = np.random.default_rng(9)
    series = rng.normal(1, 2, 15).cumsum()
    found = measuring.back_test(series, steps=3)
    made = [measuring.forecast_target(series[:n], 0, steps=3) for n in range(4, 13)]
    miss = [one.expected - series[n + 2] for n, one in enumerate(made, 4)]
    assert (found.trials, found.steps) == (9, 3)
    assert found.bias == pytest.approx(np.mean(miss))
    assert found.mean_absolute_error == pytest.approx(np.abs(miss).mean())
    inside = [one.low <= series[n + 2] <= one.high for n, one in enumerate(made, 4)]
    assert found.coverage == pytest.approx(np.mean(inside))
    assert found.unchanged_error == pytest.approx(np.mean([abs(series[n - 1] - series[n + 2]) for n in range(4, 13)]))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-50, 50), min_size=4, max_size=14), st.integers(1, 6), st.integers(-100, 100),
    st.floats(0.01, 1e6), st.integers(-10**6, 10**6),
)  # fmt: skip
def test_a_forecast_knows_neither_unit_nor_zero(
    history: list[int], steps: int, target: int, times: float, more: int
) -> None:
    found = measuring.forecast_target(history, target, steps=steps)
    assert 0 <= found.probability <= 1
    assert found.low <= found.expected <= found.high
    moved = measuring.forecast_target([one + more for one in history], target + more, steps=steps)
    turned = measuring.forecast_target([-one for one in history], -target, steps=steps, direction="lower")
    for other, back in (
        (measuring.forecast_target([one * times for one in history], target * times, steps=steps), times),
        (moved, 1.0),
        (turned, -1.0),
    ):
        if found.high - found.low > 1e-6:  # at the very target rounding decides where nothing swings
            assert other.probability == pytest.approx(found.probability, abs=1e-5)
        assert (other.expected - (more if other is moved else 0)) / back == pytest.approx(
            found.expected, abs=1e-5 * (1 + abs(found.expected))
        )


def test_a_forecast_that_was_too_sure_says_so() -> None:
    found = measuring.forecast_target([5, 5, 5, 5, 5, 6, 8, 11, 15, 20], 30, steps=2)
    assert found.back_test.trusting
    assert found.high - found.low < 60
    assert "明显少于80%" in found.statement.zh
    assert not measuring.forecast_target([5, 6, 8, 8, 10, 11, 11, 13], 15, steps=1).back_test.trusting


def test_steps_that_grow_smaller_are_told() -> None:
    found = measuring.forecast_target([0, 40, 65, 80, 90, 95, 98], 110, steps=2)
    assert "越来越小" in found.statement.zh
    assert "says too much" in found.statement.en
    assert "越来越大" in measuring.forecast_target([98, 95, 90, 80, 65, 40, 0], -60, steps=1).statement.zh
    assert measuring.pace([1, 2]) == measuring.pace([1]) == measuring.pace([3, 3, 3, 3, 3, 3, 3]) == 0
