"""Series whose swings go together: a peer's errors, the likelihood written out, and intervals that hold what they say."""

import math

import numpy as np
import pytest
from scipy.linalg import toeplitz
from scipy.optimize import minimize_scalar

from tests.engines.measuring import published
from xietong import measuring


def lines(size: int, start: int) -> np.ndarray:
    time = np.arange(size, dtype=float)
    after = (time >= start).astype(float)
    return np.column_stack([np.ones(size), time, after, (time - start) * after])


def covariance(correlation: float, size: int) -> np.ndarray:
    """Of errors whose own steps have variance one."""
    return np.asarray(toeplitz(correlation ** np.arange(size)) / (1 - correlation**2))


def restricted(log_square: float, correlation: float, outcome: np.ndarray, design: np.ndarray) -> float:
    """The restricted log-likelihood as it is written, with whole matrices."""
    size, count = design.shape
    whole = covariance(correlation, size)
    inverse = np.linalg.inv(whole)
    inner = design.T @ inverse @ design
    left = outcome - design @ np.linalg.solve(inner, design.T @ inverse @ outcome)
    volumes = np.linalg.slogdet(whole)[1] + np.linalg.slogdet(inner)[1]
    return -0.5 * float((size - count) * log_square + volumes + left @ inverse @ left / math.exp(log_square))


def test_the_nile_by_restricted_maximum_likelihood() -> None:
    outcome, design = np.array(published.NILE, float), lines(len(published.NILE), 28)
    size, count = design.shape
    found = measuring.serial_least_squares(outcome, design)

    def square(correlation: float) -> float:
        inverse = np.linalg.inv(covariance(correlation, size))
        left = outcome - design @ np.linalg.solve(design.T @ inverse @ design, design.T @ inverse @ outcome)
        return float(left @ inverse @ left / (size - count))

    best = minimize_scalar(
        lambda rho: -restricted(math.log(square(rho)), rho, outcome, design),
        bounds=(-0.98, 0.98), method="bounded", options={"xatol": 1e-10},
    ).x  # fmt: skip
    assert found.correlation == pytest.approx(best, abs=1e-6)
    # statsmodels 0.15: GLS(nile, lines, sigma=toeplitz(0.19747546656 ** lag)).fit().
    assert found.coefficients == pytest.approx([1082.71962, 1.16803169, -289.688972, -0.502606135], rel=1e-8)
    assert found.standard_errors == pytest.approx([56.94818353, 3.59637436, 69.35854618, 3.72022451], rel=1e-8)
    # Satterthwaite's degrees of freedom from the curvature of that likelihood by finite differences.
    at, near = (math.log(square(best)), float(best)), 1e-3
    steps = ((near, 0.0), (0.0, near))

    def moved(*by: tuple[float, float]) -> float:
        return restricted(at[0] + sum(x for x, _ in by), at[1] + sum(y for _, y in by), outcome, design)

    def back(step: tuple[float, float]) -> tuple[float, float]:
        return -step[0], -step[1]

    information = np.array(
        [[-(moved(a, b) - moved(a, back(b)) - moved(back(a), b) + moved(back(a), back(b))) / (4 * near**2)
          for b in steps] for a in steps]
    )  # fmt: skip

    def spread(correlation: float) -> float:
        inverse = np.linalg.inv(covariance(correlation, size))
        return math.log(np.linalg.inv(design.T @ inverse @ design)[2, 2])

    slope = np.array([1.0, (spread(best + near) - spread(best - near)) / (2 * near)])
    assert found.freedom[2] == pytest.approx(2 / (slope @ np.linalg.inv(information) @ slope), rel=1e-3)


def swings(rng: np.random.Generator, size: int, along: float) -> np.ndarray:
    steps = rng.normal(size=size + 40)
    for period in range(1, size + 40):
        steps[period] += along * steps[period - 1]
    return steps[40:]


@pytest.mark.parametrize(
    ("size", "along", "least"), [(8, 0.0, 0.92), (16, 0.0, 0.91), (16, 0.4, 0.88), (30, 0.4, 0.9), (60, 0.4, 0.92)]
)
def test_intervals_of_interrupted_series_hold_what_they_say(size: int, along: float, least: float) -> None:
    rng = np.random.default_rng(size)
    held, before = [], []
    for _ in range(400):
        series = 2 + 0.3 * np.arange(size) + swings(rng, size, along)
        found, other = (measuring.interrupted_time_series(series, size // 2, lags=lags).main for lags in (None, 2))
        held.append(found.low <= 0 <= found.high)
        before.append(other.low <= 0 <= other.high)
    assert least < np.mean(held) < 0.985
    assert np.mean(before) < np.mean(held), "which is why Newey and West's errors are not the default"


def test_a_series_says_how_its_swings_are_taken_to_go_together() -> None:
    rng = np.random.default_rng(5)
    for size, lags, said in ((40, None, "由数据估计"), (10, None, "不足12期"), (40, 3, "相距3期以内")):
        found = measuring.interrupted_time_series(swings(rng, size, 0.5), size // 2, lags=lags)
        assert said in found.assumptions[-1].zh


def test_what_is_exact_has_no_error_and_the_limit_no_certainty() -> None:
    exact = measuring.serial_least_squares(np.arange(20.0), lines(20, 9))
    assert exact.standard_errors.tolist() == [0, 0, 0, 0]
    assert exact.correlation == 0
    wandering = measuring.serial_least_squares(np.r_[np.zeros(7), np.ones(6) * 9], np.ones((13, 1)))
    assert wandering.correlation > 0.9
    assert 1 <= wandering.freedom[0] < 5
    # At the limit the likelihood still rises: nothing bounds the correlation, so there is next to no certainty.
    for series in ([1.0, -1, 1, -1, 1, -1, 1.2], [float(time * time) for time in range(12)]):
        assert measuring.serial_least_squares(series, np.ones((len(series), 1))).freedom.tolist() == [1.0]


@pytest.mark.parametrize("sizes", [(2, 2), (3, 12), (20, 20)])
def test_intervals_of_differences_hold_what_they_say(sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(sizes[1])
    for people in (None, tuple(rng.lognormal(size=size) for size in sizes)):
        held = []
        for _ in range(800):
            inside, outside = rng.normal(0, 2, (sizes[0], 4)), rng.normal(0, 1, (sizes[1], 4))
            found = measuring.difference_in_differences(inside, outside, 2, weights=people).main  # type: ignore[arg-type]
            held.append(found.low <= 0 <= found.high)
        assert 0.925 < np.mean(held) <= 1


def test_chance_alone_gives_small_p_values_as_often_as_they_say() -> None:
    rng = np.random.default_rng(6)
    side = 6
    cells = [(row, column) for row in range(side) for column in range(side)]
    pairs = [(a * side + b, c * side + d) for a, b in cells for c, d in cells if abs(a - c) + abs(b - d) == 1]
    places = measuring.neighbours(pairs, side * side)
    found = np.array(
        [measuring.moran(rng.normal(size=36), places, rng=rng, permutations=99).p_value for _ in range(1500)]
    )
    for level in (0.04, 0.1, 0.2, 0.5):  # of 99 rearrangements p is a multiple of 0.02
        assert np.mean(found <= level + 1e-9) == pytest.approx(level, abs=4 * (level * (1 - level) / 1500) ** 0.5)
