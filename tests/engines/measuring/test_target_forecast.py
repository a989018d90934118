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


def held(history: np.ndarray, actual: np.ndarray, steps: int, level: float = 0.8, *, widened: bool = True) -> float:
    """Share of what came that lay inside its interval, of so many histories at once: the probabilities at both ends."""
    times = measuring.widening(history, steps=steps) if widened else np.ones(len(history))
    wider = (actual - expected(history, steps)) / times + expected(history, steps)
    chance = plain(history, wider, steps)
    return float((np.abs(chance - 0.5) <= level / 2).mean())


def expected(history: np.ndarray, steps: int) -> np.ndarray:
    return np.asarray(history[:, -1] + steps * np.diff(history, axis=1).mean(axis=1))


def plain(history: np.ndarray, aim: np.ndarray, steps: int) -> np.ndarray:
    """The chance to be at or above an aim by the textbook's formula alone."""
    from scipy.stats import t

    moves = np.diff(history, axis=1)
    count = moves.shape[1]
    scale = moves.std(axis=1, ddof=1) * np.sqrt(steps * (1 + steps / count))
    return np.asarray(t.cdf((expected(history, steps) - aim) / scale, count - 1))


@pytest.mark.parametrize(("periods", "steps"), [(4, 1), (5, 3), (8, 2), (12, 5), (20, 3)])
def test_of_steps_that_are_independent_a_probability_comes_true_as_often_as_it_says(periods: int, steps: int) -> None:
    rng = np.random.default_rng(periods)
    paths = walks(rng, periods + steps)
    history, actual = paths[:, :periods], paths[:, -1]
    # Where a target is set by what is known of the history, a chance of 10, 30 … 90 % is met so often.
    for asked in (0.1, 0.3, 0.5, 0.7, 0.9):
        aim = at_chance(history, asked, steps)
        chance = measuring.target_probabilities(history, aim, steps=steps, directions=["higher"] * MANY)
        trusted = measuring.widening(history, steps=steps) == 1
        assert chance[trusted] == pytest.approx(np.full(int(trusted.sum()), asked), abs=1e-9)
        assert abs(float((actual >= aim).mean()) - asked) < 0.025, f"said {asked}"
        # Those that were widened are nearer to one half, never beyond it.
        assert (np.abs(chance - 0.5) <= abs(asked - 0.5) + 1e-9).all()
    assert held(history, actual, steps, widened=False) == pytest.approx(0.8, abs=0.025)
    assert 0.775 < held(history, actual, steps) < 0.86


def at_chance(history: np.ndarray, chance: float, steps: int) -> np.ndarray:
    from scipy.stats import t

    moves = np.diff(history, axis=1)
    count = moves.shape[1]
    scale = moves.std(axis=1, ddof=1) * np.sqrt(steps * (1 + steps / count))
    return np.asarray(expected(history, steps) - t.ppf(chance, count - 1) * scale)


def test_steps_that_go_together_are_told_by_the_back_test_and_the_interval_widened() -> None:
    rng = np.random.default_rng(3)
    paths = walks(rng, 23, along=0.6)
    history, actual = paths[:, :20], paths[:, -1]
    before, after = (held(history, actual, 3, widened=one) for one in (False, True))
    assert before < 0.7 < after
    # A rise that slows down before a ceiling: the plain interval holds next to nothing of what comes.
    time = np.arange(23) + rng.uniform(-3, 3, (MANY, 1))
    rising = 100 / (1 + np.exp((4 - time) / 2)) + rng.normal(0, 1, (MANY, 23))
    history, actual = rising[:, :20], rising[:, -1]
    assert held(history, actual, 3, widened=False) < 0.4
    assert held(history, actual, 3) > 0.9
    slowing = np.mean([measuring.pace(one) for one in history[:200]])
    assert slowing < -0.9
    assert abs(np.mean([measuring.pace(one) for one in walks(rng, 20)[:400]])) < 0.06


def test_the_back_test_is_the_same_forecast_made_on_earlier_days() -> None:
    rng = np.random.default_rng(9)
    series = rng.normal(1, 2, 15).cumsum()
    found = measuring.back_test(series, steps=3)
    made = [measuring.forecast_target(series[:n], 0, steps=3) for n in range(4, 13)]
    miss = [one.expected - series[n + 2] for n, one in enumerate(made, 4)]
    reach = [(one.high - one.low) / 2 / one.back_test.widening for one in made]
    assert (found.trials, found.steps) == (9, 3)
    assert found.bias == pytest.approx(np.mean(miss))
    assert found.mean_absolute_error == pytest.approx(np.abs(miss).mean())
    assert found.coverage == pytest.approx(np.mean(np.abs(miss) <= reach))
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
    assert 1 <= found.back_test.widening < 100
    moved = measuring.forecast_target([one + more for one in history], target + more, steps=steps)
    turned = measuring.forecast_target([-one for one in history], -target, steps=steps, direction="lower")
    for other, back in (
        (measuring.forecast_target([one * times for one in history], target * times, steps=steps), times),
        (moved, 1.0),
        (turned, -1.0),
    ):
        if found.high - found.low > 1e-6:  # at the very target rounding decides where nothing swings
            assert other.probability == pytest.approx(found.probability, abs=1e-5)
        assert other.back_test.widening == pytest.approx(found.back_test.widening, rel=1e-5)
        assert (other.expected - (more if other is moved else 0)) / back == pytest.approx(
            found.expected, abs=1e-5 * (1 + abs(found.expected))
        )


def test_a_history_that_stood_still_at_first_has_no_absurd_interval() -> None:
    found = measuring.forecast_target([5, 5, 5, 5, 5, 6, 8, 11, 15, 20], 30, steps=2)
    assert found.back_test.widening > 1
    assert found.high - found.low < 60
    assert "放宽到" in found.statement.zh


def test_steps_that_grow_smaller_are_told() -> None:
    found = measuring.forecast_target([0, 40, 65, 80, 90, 95, 98], 110, steps=2)
    assert "越来越小" in found.statement.zh
    assert "says too much" in found.statement.en
    assert "越来越大" in measuring.forecast_target([98, 95, 90, 80, 65, 40, 0], -60, steps=1).statement.zh
    assert measuring.pace([1, 2]) == measuring.pace([1]) == measuring.pace([3, 3, 3, 3, 3, 3, 3]) == 0
