"""Regression, convergence, neighbours: NIST's and PySAL's figures, laws recovered exactly, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.measuring import published
from tests.engines.measuring.refusals import refused
from xietong import measuring

LINE = measuring.neighbours([(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2)], 4)


def longley() -> tuple[np.ndarray, np.ndarray]:
    table = np.array(published.LONGLEY, dtype=float)
    return np.array(published.LONGLEY_EMPLOYED, dtype=float), np.column_stack([np.ones(len(table)), table])


def test_nists_certified_figures_for_longley() -> None:
    fit = measuring.least_squares(*longley())
    assert fit.coefficients == pytest.approx(published.LONGLEY_COEFFICIENTS, rel=1e-8)
    assert fit.standard_errors == pytest.approx(published.LONGLEY_ERRORS, rel=1e-8)
    assert fit.r_squared == pytest.approx(published.LONGLEY_R_SQUARED, rel=1e-12)
    assert fit.freedom == 9


def test_statsmodels_robust_and_serial_errors() -> None:
    robust = measuring.least_squares(*longley(), errors=measuring.Errors.ROBUST)
    assert robust.standard_errors == pytest.approx(published.LONGLEY_ROBUST, rel=1e-6)
    serial = measuring.least_squares(*longley(), errors=measuring.Errors.SERIAL, lags=2)
    assert serial.standard_errors == pytest.approx(published.LONGLEY_SERIAL, rel=1e-6)


def test_columns_that_say_the_same_are_refused() -> None:
    with refused("collinear"):
        measuring.least_squares([1, 2, 3, 4], [[1, 2], [1, 2], [1, 2], [1, 2]])
    with refused("too-few-values"):
        measuring.least_squares([1, 2], [[1, 2], [1, 3]])
    flat = measuring.least_squares([2, 2, 2], [[1, 0], [1, 1], [1, 2]])
    assert flat.r_squared == 0


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.09, 0.09), st.floats(-0.5, 0.5))
def test_a_law_of_convergence_is_found_again(beta: float, constant: float) -> None:
    start = np.array([1.0, 2.0, 3.0, 5.0, 8.0])
    final = start * np.exp(10 * (constant + beta * np.log(start)))
    found = measuring.beta_convergence(start, final, years=10)
    assert found.beta == pytest.approx(beta, abs=1e-9)
    if beta < -1e-3:
        assert found.speed == pytest.approx(-math.log(1 + beta * 10) / 10, rel=1e-6)
        assert found.half_life == pytest.approx(math.log(2) / found.speed, rel=1e-6)
    assert not found.conditional


def test_mexicos_states_came_closer() -> None:
    panel = np.column_stack([published.MEXICO_1940, published.MEXICO_2000])
    sigma = measuring.sigma_convergence(panel)
    assert sigma.dispersion == pytest.approx(np.log(panel).std(axis=0, ddof=1))
    assert sigma.slope < 0
    assert math.isnan(sigma.standard_error)
    # statsmodels 0.14: OLS(ln(x2000/x1940)/60, add_constant(ln x1940)).fit().
    beta = measuring.beta_convergence(panel[:, 0], panel[:, 1], years=60)
    assert beta.beta == pytest.approx(-0.0072548, rel=1e-5)
    assert beta.standard_error == pytest.approx(0.00139639, rel=1e-5)
    assert beta.p_value == pytest.approx(1.34163798e-05, rel=1e-7)
    assert beta.fit.r_squared == pytest.approx(0.4736107983434904)


def test_controls_make_it_conditional_and_divergence_has_no_half_life() -> None:
    rng = np.random.default_rng(2)
    start, extra = rng.lognormal(size=30), rng.normal(size=(30, 1))
    final = start * np.exp(10 * (0.02 * np.log(start) + 0.1 * extra[:, 0]))
    found = measuring.beta_convergence(start, final, years=10, controls=extra)
    assert found.conditional
    assert found.fit.coefficients[1:] == pytest.approx([0.02, 0.1])
    assert found.half_life == math.inf
    falling = measuring.beta_convergence([1, 2, 4, 8], [8, 2, 0.5, 0.125], years=1)
    assert math.isnan(falling.speed)


def test_three_periods_give_the_trend_an_error() -> None:
    found = measuring.sigma_convergence([[1, 2, 3, 3.5], [4, 4, 4, 4], [2, 3, 3.5, 3.6]])
    # statsmodels 0.14: OLS of the dispersions on add_constant(0 … 3).
    assert (found.slope, found.standard_error) == pytest.approx((-0.20725571, 0.04290704), rel=1e-6)
    assert found.p_value == pytest.approx(0.04028695, rel=1e-6)


def test_what_does_not_converge_by_definition_is_refused() -> None:
    with refused("not-positive"):
        measuring.sigma_convergence([[1, 0], [1, 2]])
    with refused("too-few-values"):
        measuring.sigma_convergence([[1], [2]])
    with refused("no-duration"):
        measuring.beta_convergence([1, 2, 3], [1, 2, 3], years=0)
    with refused("shape-differs"):
        measuring.beta_convergence([1, 2, 3, 4], [1, 2, 3, 4], years=1, controls=[[1]])


def test_esdas_documented_local_figures() -> None:
    pairs = [(n, m) for n, near in enumerate(published.DESMITH_NEIGHBOURS) for m in near]
    places = measuring.neighbours(pairs, 10)
    found = measuring.moran_local(published.DESMITH, places, rng=np.random.default_rng(1), permutations=99)
    assert found.values == pytest.approx(published.DESMITH_LOCAL, abs=5e-9)
    assert found.quadrants == published.DESMITH_QUADRANTS
    whole = measuring.moran(published.DESMITH, places, rng=np.random.default_rng(1), permutations=99)
    # The mean of the local figures, but for (n − 1)/n (Anselin 1995).
    assert whole.value == pytest.approx(sum(published.DESMITH_LOCAL) / 9, abs=1e-8)
    assert whole.expected == pytest.approx(-1 / 9)


def test_like_beside_like_is_seen_on_a_map() -> None:
    side = 8
    pairs = [
        (r * side + c, rr * side + cc)
        for r in range(side) for c in range(side)
        for rr, cc in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1))
        if 0 <= rr < side and 0 <= cc < side
    ]  # fmt: skip
    places = measuring.neighbours(pairs, side * side)
    halves = np.array([float(n % side >= side // 2) for n in range(side * side)])
    rng = np.random.default_rng(4)
    assert measuring.moran(halves, places, rng=rng, permutations=199).p_value == pytest.approx(0.01)
    mixed = measuring.moran(rng.permutation(halves), places, rng=rng, permutations=199)
    assert mixed.p_value > 0.01
    local = measuring.moran_local(halves, places, rng=rng, permutations=199)
    assert {local.quadrants[0], local.quadrants[-1]} == {"LL", "HH"}
    assert (local.p_values <= 1).all()


def test_a_place_without_neighbours_says_nothing() -> None:
    alone = measuring.neighbours([(0, 1), (1, 0)], 3)
    found = measuring.moran_local([1, 2, 5], alone, rng=np.random.default_rng(1), permutations=9)
    assert (found.values[2], found.p_values[2]) == (0, 1)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: measuring.neighbours([(0, 5)], 3), "no-such-place"),
        (lambda: measuring.neighbours([(1, 1)], 3), "own-neighbour"),
        (lambda: measuring.neighbours([(0, 1)], 3, weights=[0]), "negative-value"),
        (lambda: measuring.neighbours([(0, 1)], 3, weights=[1, 2]), "shape-differs"),
        (lambda: measuring.moran([1, 2, 3], LINE, rng=np.random.default_rng(1)), "shape-differs"),
        (lambda: measuring.moran([1, 1, 1, 1], LINE, rng=np.random.default_rng(1)), "no-spread"),
        (
            lambda: measuring.moran([1, 2, 3], measuring.neighbours([], 3), rng=np.random.default_rng(1)),
            "no-neighbours",
        ),
    ],
)
def test_a_map_that_is_none_is_refused(ask: object, code: str) -> None:
    with refused(code):
        ask()  # type: ignore[operator]
