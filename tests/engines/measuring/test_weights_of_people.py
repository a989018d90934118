"""Populations in convergence, effects and indices: peers' figures, equal weights as none, and weights of zero."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.measuring import published
from tests.engines.measuring.refusals import refused
from tests.engines.measuring.test_evaluate import ASKED, told
from xietong import measuring

PEOPLE = np.arange(1, 33)


def test_weighted_least_squares_are_those_of_a_peer() -> None:
    # statsmodels 0.15: WLS(y, X, weights=1 … 16).fit(), then fit(cov_type="HC1"), on Longley's data.
    design = np.column_stack([np.ones(16), np.array(published.LONGLEY, float)])
    plain = measuring.least_squares(published.LONGLEY_EMPLOYED, design, weights=PEOPLE[:16])
    assert plain.coefficients[[1, 6]] == pytest.approx([18.1479354, 2016.05224], rel=1e-8)
    assert plain.standard_errors[[1, 6]] == pytest.approx([88.3908059, 465.683716], rel=1e-8)
    assert plain.r_squared == pytest.approx(0.9940217727239825, rel=1e-12)
    robust = measuring.least_squares(
        published.LONGLEY_EMPLOYED, design, weights=PEOPLE[:16], errors=measuring.Errors.ROBUST
    )
    assert robust.standard_errors[[1, 6]] == pytest.approx([52.5570315, 614.886036], rel=1e-8)
    # fit(cov_type="HC3") of the same without weights.
    few = measuring.least_squares(published.LONGLEY_EMPLOYED, design, errors=measuring.Errors.OF_FEW)
    assert few.standard_errors[[1, 6]] == pytest.approx([91.1193864, 922.807837], rel=1e-7)
    fitted = design @ plain.coefficients + plain.residuals
    assert fitted == pytest.approx(np.array(published.LONGLEY_EMPLOYED), rel=1e-9)


def test_convergence_of_people_is_that_of_a_peer() -> None:
    # statsmodels 0.15: WLS(growth, add_constant(ln x1940), weights=1 … 32).fit(cov_type="HC3", use_t=True).
    found = measuring.beta_convergence(published.MEXICO_1940, published.MEXICO_2000, years=60, weights=PEOPLE)
    assert found.beta == pytest.approx(-0.006981783106180153, rel=1e-10)
    assert found.standard_error == pytest.approx(0.001314571552457255, rel=1e-10)
    assert found.p_value == pytest.approx(9.677234504577799e-06, rel=1e-8)
    assert found.fit.r_squared == pytest.approx(0.5033405928268944, rel=1e-10)


def firms() -> tuple[np.ndarray, np.ndarray]:
    inside = ("American Steel", "Atlantic Refining", "Chrysler", "Diamond Match", "General Motors")
    table = {name: np.array(row) for name, row in published.GRUNFELD.items()}
    return np.array([table[one] for one in inside]), np.array([row for one, row in table.items() if one not in inside])


def test_a_difference_of_people_is_that_of_a_peer() -> None:
    # statsmodels 0.15: WLS(change, add_constant(inside), weights=(1 … 5, 2 … 7)).fit(cov_type="HC2") of the firms'
    # changes; the degrees of freedom by the matrices of Bell & McCaffrey written out.
    inside, outside = firms()
    weights = (np.arange(1, 6), np.arange(2, 8))
    found = measuring.difference_in_differences(inside, outside, 11, weights=weights)
    assert found.main.value == pytest.approx(88.74716798, rel=1e-9)
    assert found.main.standard_error == pytest.approx(117.13138987, rel=1e-9)
    parts = []
    for table, people in zip((inside, outside), weights, strict=True):
        share = people / people.sum()
        change = table[:, 11:].mean(axis=1) - table[:, :11].mean(axis=1)
        scale = np.diag(share**2 / (1 - share))
        left = np.eye(len(share)) - np.outer(np.ones(len(share)), share)
        form = scale @ left @ left.T
        parts.append((left @ change @ scale @ left @ change, np.trace(form) ** 2 / np.trace(form @ form)))
    (one, its), (two, of_other) = parts
    freedom = (one + two) ** 2 / (one**2 / its + two**2 / of_other)
    reach = (found.main.high - found.main.low) / 2 / found.main.standard_error
    assert 2 * (1 - _student(reach, freedom)) == pytest.approx(0.05, abs=1e-9)
    path = weights[0] / weights[0].sum() @ inside
    assert (path - found.without)[11:].mean() == pytest.approx(found.main.value)
    assert (path - found.without)[:11].mean() == pytest.approx(0, abs=1e-9)


def _student(value: float, freedom: float) -> float:
    from scipy.stats import t

    return float(t.cdf(value, freedom))


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 8), st.floats(0.01, 1e6), st.integers(0, 1000))
def test_equal_weights_are_as_none_and_a_weight_of_zero_is_as_no_unit(size: int, each: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    inside, outside = rng.normal(5, 1, (size, 6)), rng.normal(5, 1, (size + 1, 6))
    plain = measuring.difference_in_differences(inside, outside, 3)
    alike = measuring.difference_in_differences(
        inside, outside, 3, weights=(np.full(size, each), np.full(size + 1, each))
    )
    for one, other in zip((plain.main, *plain.beside), (alike.main, *alike.beside), strict=True):
        assert (one.value, one.standard_error, one.low) == pytest.approx((other.value, other.standard_error, other.low))
    more = np.vstack([outside, rng.normal(50, 9, 6)])
    people = rng.random(size + 1) + 0.1
    without = measuring.difference_in_differences(inside, outside, 3, weights=(np.ones(size), people))
    nobody = measuring.difference_in_differences(inside, more, 3, weights=(np.ones(size), np.append(people, 0.0)))
    assert (without.main.value, without.main.low, without.main.p_value) == pytest.approx(
        (nobody.main.value, nobody.main.low, nobody.main.p_value)
    )
    design = np.column_stack([np.ones(size + 2), rng.normal(size=size + 2)])
    outcome, many = rng.normal(size=size + 2), rng.random(size + 2) + 0.1
    for errors in measuring.Errors:
        asked: dict[str, Any] = {"errors": errors, "lags": 1}
        fit = measuring.least_squares(outcome, design, **asked)
        same = measuring.least_squares(outcome, design, weights=np.full(size + 2, each), **asked)
        assert fit.standard_errors == pytest.approx(same.standard_errors)
        assert fit.r_squared == pytest.approx(same.r_squared, abs=1e-12)
    some = measuring.least_squares(outcome, design, weights=many)
    extra = measuring.least_squares(np.append(outcome, 99.0), np.vstack([design, [1, 7]]), weights=np.append(many, 0.0))
    assert some.standard_errors == pytest.approx(extra.standard_errors)
    assert (some.freedom, some.r_squared) == (extra.freedom, pytest.approx(extra.r_squared))


@pytest.mark.parametrize("size", [8, 20, 60])
def test_intervals_of_convergence_of_people_hold_what_they_say(size: int) -> None:
    rng = np.random.default_rng(size)
    held = []
    for _ in range(700):
        start = rng.lognormal(size=size)
        final = start * np.exp(rng.normal(0.3, 0.1, size))
        found = measuring.beta_convergence(start, final, years=10, weights=rng.lognormal(size=size))
        held.append(found.p_value > 0.05)
    assert 0.91 < np.mean(held) < 0.98


def test_the_mean_index_of_people() -> None:
    table, people = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.5, 0.5]]), [1, 5, 0, 2]

    def asked(**more: Any) -> measuring.CompositeIndex:
        return measuring.composite_with_interval(
            table, lambda _: np.array([0.5, 0.5]), rng=np.random.default_rng(1), draws=400, **more
        )

    plain, weighted = asked(), asked(population=people)
    assert weighted.index.tolist() == plain.index.tolist() == [0.5, 1.0, 0.5, 0.5]
    assert weighted.mean == pytest.approx((0.5 + 5 + 1) / 8)
    assert weighted.mean_low < weighted.mean <= weighted.mean_high
    assert weighted.draws < 400, "a resample of nobody but the empty unit tells nothing"
    assert asked(population=[7, 7, 7, 7]).mean_low == pytest.approx(plain.mean_low)


def test_weights_that_say_nothing_are_refused() -> None:
    inside, outside = firms()
    for weights, code in (
        ((np.ones(5), np.zeros(6)), "no-weight"), ((np.ones(5), np.eye(6)[0]), "too-few-values"),
        ((np.ones(4), np.ones(6)), "shape-differs"), ((np.ones(5), -np.ones(6)), "negative-value"),
        ((np.array([1e20, 1, 1, 1, 1]), np.ones(6)), "too-few-values"),
    ):  # fmt: skip
        with refused(code):
            measuring.difference_in_differences(inside, outside, 11, weights=weights)
    with refused("too-few-values"):
        measuring.least_squares([1, 2, 3], [[1, 0], [1, 1], [1, 2]], weights=[1, 1, 0])
    with refused("no-weight"):
        measuring.composite_with_interval(
            [[0], [1]], lambda _: np.ones(1), rng=np.random.default_rng(1), population=[0, 0]
        )


@pytest.mark.parametrize("method", ["beta", "did", "synthetic", "given"])
def test_on_the_command_line_a_weight_counts_and_is_told(method: str) -> None:
    rows, options = ASKED[method]
    column = "学生" if method == "given" else "人口"
    plain, found = told(rows, method, **options), told(rows, method, **options, weight=column)
    assert any(f"按“{column}”加权" in one.zh for one in found.assumptions)
    assert any("同等重要" in one.zh for one in plain.assumptions)
    assert found.statements != plain.statements


def test_a_difference_takes_the_weights_of_the_first_period() -> None:
    rows, options = ASKED["did"]
    later = [{**row, "人口": row["人口"] if row["年份"] == "2018" else "1"} for row in rows]
    first, found = (told(one, "did", **options, weight="人口") for one in (rows, later))
    assert found.tables[0].rows == first.tables[0].rows
    path = found.tables[-1].rows
    assert np.mean([row[3] for row in path[4:]]) - np.mean([row[3] for row in path[:4]]) == pytest.approx(
        found.tables[0].rows[0][1]
    )


def test_subsystems_may_count_differently() -> None:
    rows, options = ASKED["coupling"]
    found = told(rows, "coupling", **options, shares=(3.0, 1.0))
    assert found.tables[0].rows[0][2] == pytest.approx(0.75 * 0.8 + 0.25 * 0.6)
    assert "按给定的权重" in found.assumptions[0].zh
    with refused("shares-differ"):
        told(rows, "coupling", **options, shares=(3.0,))
