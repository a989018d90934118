"""Effects, weights, coordination, forecasts and Dagum's parts: the figures that others publish or document."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.engines.measuring import published
from xietong import measuring


def test_an_interrupted_series_is_statsmodels_with_newey_wests_errors() -> None:
    # The Nile at Aswan from 1899: OLS(...).fit(cov_type="HAC", maxlags=3, use_correction=True, use_t=True) of 0.15.
    found = measuring.interrupted_time_series(published.NILE, 28, lags=3)
    (bend,) = found.beside
    assert found.main.value == pytest.approx(-289.10268536638415, rel=1e-10)
    assert found.main.standard_error == pytest.approx(63.70376261867765, rel=1e-10)
    assert (found.main.low, found.main.high) == pytest.approx((-415.55365474941004, -162.65171598335826), rel=1e-9)
    assert found.main.p_value == pytest.approx(1.643360982488956e-05, rel=1e-8)
    assert (bend.value, bend.standard_error) == pytest.approx((-0.46908876763440643, 2.702467457813326), rel=1e-8)


def test_a_difference_of_differences_is_statsmodels_regression_of_the_panel() -> None:
    # invest ~ treated + post + treated × post over 220 rows gives 34.389; of the firms' changes, fit(cov_type="HC2")
    # gives 78.879: Bell & McCaffrey's errors clustered by firm. statsmodels' own cluster errors (CR1), 74.632, are
    # those of large samples.
    inside = ("American Steel", "Atlantic Refining", "Chrysler", "Diamond Match", "General Motors")
    table = {name: np.array(row) for name, row in published.GRUNFELD.items()}
    found = measuring.difference_in_differences(
        [table[name] for name in inside], [row for name, row in table.items() if name not in inside], 11
    )
    assert found.main.value == pytest.approx(34.389221548821574, abs=0.01)
    assert found.main.standard_error == pytest.approx(78.87867661824201, abs=0.01)


def test_californias_tobacco_programme_has_the_published_effect() -> None:
    # Arkhangelsky, Athey, Hirshberg, Imbens & Wager, American Economic Review 111, 2021, table 1: synthetic control
    # −19.6, difference in differences −27.3 packets a head (theirs with a slight ridge).
    with (Path(__file__).parent / "prop99.csv").open(encoding="utf-8") as lines:
        rows = {row[0]: np.array(row[1:], float) for row in list(csv.reader(lines))[1:]}
    others = {name: row for name, row in rows.items() if name != "California"}
    found = measuring.synthetic_control(rows["California"], list(others.values()), 19)
    assert found.main.value == pytest.approx(-19.6, abs=0.1)
    assert found.weights is not None
    heaviest = sorted(zip(found.weights, others, strict=True), reverse=True)[:4]
    assert [name for _, name in heaviest] == ["Utah", "Montana", "Nevada", "Connecticut"]
    assert found.doubts == ()
    changes = {name: row[19:].mean() - row[:19].mean() for name, row in rows.items()}
    plain = changes["California"] - np.mean([changes[name] for name in others])
    assert plain == pytest.approx(-27.3, abs=0.05)


MCDM = [[2.9, 2.31, 0.56, 1.89], [1.2, 1.34, 0.21, 2.48], [0.3, 2.48, 1.75, 1.69]]


def test_entropy_and_critic_weights_are_those_of_a_peer() -> None:
    # The Rust crate mcdm 0.4 documents these in its tests.
    assert measuring.entropy_weights(MCDM) == pytest.approx([0.45009235, 0.05084365, 0.4778931, 0.0211709], abs=1e-7)
    found = measuring.critic_weights(measuring.normalise_range(MCDM, ["higher"] * 4))
    assert found == pytest.approx([0.22514451, 0.21769531, 0.24375671, 0.31340347], abs=1e-7)


def test_grey_relational_degrees_are_those_of_a_peer() -> None:
    # JMcDM (Julia): five offers by six criteria, the best of each as the reference.
    offers = np.array(
        [
            [105000, 120000, 150000, 115000, 135000],
            [105, 110, 120, 105, 115],
            [10, 15, 12, 20, 15],
            [4, 4, 3, 4, 5],
            [300, 500, 550, 600, 400],
            [10, 8, 12, 9, 9],
        ]
    ).T
    table = measuring.normalise_range(offers, ["lower", "higher", "lower", "higher", "higher", "lower"])
    found = measuring.grey_relational_degrees([1] * 6, table, weights=[0.05, 0.2, 0.1, 0.15, 0.1, 0.4])
    assert found == pytest.approx([0.525, 0.70071429, 0.54642857, 0.57628205, 0.65095238], abs=1e-8)


def test_dagums_parts_for_mexico_are_pysals_differences_within_and_between_regions() -> None:
    # PySAL documents for Gini_Spatial of 1940 by regions 4,353,856 as the sum of differences between regions, both ways.
    column = np.array(published.MEXICO_1940, float)
    parts = measuring.gini_by_group(column, published.MEXICO_REGIONS)
    apart = (parts.between + parts.transvariation) * 2 * len(column) ** 2 * column.mean()
    assert apart == pytest.approx(4353856.0, rel=1e-12)


def test_the_classical_coordination_is_that_of_a_peers_example() -> None:
    # R package mathmodels, its example: the classical C = 2 √(U1 U2)/(U1 + U2), D = √(C T).
    levels = [
        [0.0162, 0.2720],
        [0.1782, 0.6824],
        [0.5490, 0.0593],
        [0.6730, 0.4812],
        [0.0207, 0.8891],
        [0.9875, 0.5573],
    ]
    found = measuring.coordination(levels, form="classical")
    for (one, other), coupling, degree in zip(levels, found.coupling, found.degree, strict=True):
        assert coupling == pytest.approx(2 * (one * other) ** 0.5 / (one + other))
        assert degree == pytest.approx((one * other) ** 0.25)


def test_the_corrected_coordination_is_that_of_a_peers_documented_table() -> None:
    # R package coupling 0.1, its vignette: ccd(method = "wang") of four subsystems in six quarters of Guangzhou 2010.
    found = measuring.coordination(published.GUANGZHOU)
    assert found.coupling == pytest.approx([one for one, _ in published.GUANGZHOU_CORRECTED], abs=2e-7)
    assert found.degree == pytest.approx([one for _, one in published.GUANGZHOU_CORRECTED], abs=2e-7)
    classical = measuring.coordination(published.GUANGZHOU, form="classical")
    assert classical.coupling == pytest.approx([one for one, _ in published.GUANGZHOU_CLASSICAL], abs=2e-7)
    assert classical.degree == pytest.approx([one for _, one in published.GUANGZHOU_CLASSICAL], abs=2e-7)


def test_the_corrected_coupling_of_cities_is_that_of_the_paper_that_corrected_it() -> None:
    # Wang et al. 2021, table 8, both forms of two subsystems: the levels follow from the two figures of 2008, in closed
    # form (ratio q: C = 2 √q/(1 + q); gap 1 − C'²/q); they lie in 0–1 for all cities and give both figures back.
    for classical, corrected in zip(*published.CAPITAL_REGION_2008, strict=True):
        root = (1 - (1 - classical**2) ** 0.5) / classical
        gap = 1 - corrected**2 / root**2
        levels = [[gap / (1 - root**2), gap * root**2 / (1 - root**2)]]
        assert measuring.coordination(levels).coupling.item() == pytest.approx(corrected)
        assert measuring.coordination(levels, form="classical").coupling.item() == pytest.approx(classical)


def test_a_forecast_is_the_random_walk_with_drift_of_regression() -> None:
    # statsmodels' OLS of the steps on a constant: 681.87 ± 320.10 (s = 320.10 √15); two steps more: 2 s² + 4 · 320.10².
    found = measuring.forecast_target(published.LONGLEY_EMPLOYED, 72000, steps=2, carries=(0,))
    steps = np.diff(published.LONGLEY_EMPLOYED)
    spread = steps.std(ddof=1)
    assert found.expected == pytest.approx(70551 + 2 * 681.8666666666667)
    assert (found.high - found.low) / 2 == pytest.approx(1.3450303744546506 * spread * (2 * (1 + 2 / 15)) ** 0.5)


def test_the_ends_are_those_of_the_nearest_rank() -> None:
    # Wikipedia, "Percentile", the nearest-rank method on a population of ten: the 25th percentile is 7, the 75th 15.
    column = [3, 6, 7, 8, 8, 10, 13, 15, 16, 20]
    found = measuring.range_ratios(column, tail=0.25)
    assert (found.low, found.high, found.quantile_ratio) == (7, 15, 15 / 7)
    assert found.highest_to_lowest == 20 / 3
    # With populations: numpy.quantile(method="inverted_cdf", weights=...), on 1940's Mexico.
    rng = np.random.default_rng(4)
    for weights in (None, rng.random(32)):
        for tail in (0.05, 0.1, 0.2, 0.25):
            ends = (tail, 1 - tail)
            low, high = np.quantile(published.MEXICO_1940, ends, method="inverted_cdf", weights=weights)
            found = measuring.range_ratios(published.MEXICO_1940, weights, tail=tail)
            assert (found.low, found.high) == (low, high)


def test_the_way_left_is_that_of_the_joint_research_centre_and_of_topsis() -> None:
    # COINr, the commission's package of composite indicators, tests n_dist2targ, the share of the way that is done:
    # 0, 5, 11 to the target 10 give 0, 0.5, 1 (capped); -1, 1, 10 down to 0 give 1, 0.9, 0.
    for column, target, start, done in (((0, 5, 11), 10, 0, (0, 0.5, 1)), ((-1, 1, 10), 0, 10, (1, 0.9, 0))):
        found = measuring.distance_to_joint_target([[one] for one in column], [target], [[start]] * 3)
        assert 1 - found.remaining.ravel() == pytest.approx(done)
        assert (found.joint, found.gap) == (1, 1)
    # Hwang & Yoon measure by the norm of the column and do not divide by the sum of the squared weights.
    table, weights = np.array(published.FIGHTERS), np.square(published.FIGHTERS_WEIGHTS)
    down = np.array([1, 1, 1, -1, 1, 1])
    start = published.FIGHTERS_IDEAL - down * np.sqrt(np.square(table).sum(axis=0))
    found = measuring.distance_to_joint_target(table, published.FIGHTERS_IDEAL, np.tile(start, (4, 1)), weights)
    assert found.per_party * np.sqrt(weights.sum()) == pytest.approx(published.FIGHTERS_DISTANCES, abs=1e-4)


@pytest.mark.parametrize(("level", "low", "high"), [(0.8, 0.401879, 1.052798), (0.6, 0.517506, 0.945416)])
def test_an_interval_by_resampling_is_that_of_a_peer(level: float, low: float, high: float) -> None:
    # scikits.bootstrap: ci(data, method="pi", alpha=(0.1, 0.2, 0.8, 0.9)), 10,000 draws of the mean; ours 3,000.
    found = measuring.composite_with_interval(
        np.array(published.RESAMPLED)[:, None],
        lambda _: np.ones(1),
        rng=np.random.default_rng(2),
        draws=3000,
        level=level,
    )
    assert found.mean == pytest.approx(np.mean(published.RESAMPLED))
    assert (found.mean_low, found.mean_high) == pytest.approx((low, high), abs=0.02)
    assert (found.low == found.high).all(), "given weights do not hang on who was drawn"
