"""Times the measures of equity, convergence, coordination and effect against their peers in one run.

    python -m bench.measuring [--sizes 100 1000 10000 100000] [--json var/measuring.json]

Every line: name, size, p50_ms, peer, peer_p50_ms, ratio, peer_loops (whether the peer goes through units, groups, places or
rearrangements one by one in Python: ten times as fast is asked there, never slower elsewhere), note. The figures are checked against the peer's before they are
timed. Sizes are units; the permutation tests stop at 10,000 units, since the peer's loops take minutes beyond. Linear
algebra runs on one thread on both sides: on two threads of one core it mostly waits for the other half.
"""

import argparse
import json
import math
import os
import statistics
import time
import timeit
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is loaded

import numpy as np

from xietong import measuring

PERMUTATIONS = 999


def timed(*works: Callable[[], Any], budget: float = 1.0) -> list[float]:
    """Return the median processor time of each in milliseconds, in turns, so that other work meets all alike.

    A turn is as many calls as last a millisecond; as many turns as fit the budget (3 to 200), after one to warm up.
    """
    turns = [timeit.Timer(work, timer=time.process_time) for work in works]
    once = [turn.timeit(2) / 2 for turn in turns]
    calls = [max(1, int(1e-3 / one)) for one in once]
    rounds = int(min(200, max(3 if sum(once) < 5 else 1, 2 * budget / sum(map(max, once, [1e-3] * len(once))))))
    spent = [[turn.timeit(many) / many for turn, many in zip(turns, calls, strict=True)] for _ in range(rounds)]
    return [statistics.median(one) * 1000 for one in zip(*spent, strict=True)]


def line(
    name: str, size: int, ours: Callable[[], Any], peer: str, theirs: Callable[[], Any], note: str = "",
    loop: Callable[[], Any] | None = None, bare: Callable[[], Any] | None = None,
) -> dict:  # fmt: skip
    """Time both and put them into one line.

    Where the loop is only a part of the peer, say how large a part; where numpy's calls for the formula alone, without
    a check of the figures or a result to hold them, set the bound, say how many times as fast as the peer they are.
    """
    more = [work for work in (loop, bare) if work]
    p50, other, *parts = timed(ours, theirs, *more)
    if loop:
        note = f"{note}; its loop is {parts[0] / other:.0%} of its time"
    if bare:
        note = f"{note}; numpy's bare calls for the formula: {other / parts[-1]:.1f}"
    return {
        "name": name, "size": size, "p50_ms": round(p50, 4), "peer": peer, "peer_p50_ms": round(other, 4),
        "ratio": round(other / p50, 2), "peer_loops": "peer loops" in note, "note": note,
    }  # fmt: skip


def equity(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare with inequality and scipy."""
    from inequality.gini import Gini
    from inequality.theil import Theil, TheilD
    from scipy.stats import variation

    values = rng.lognormal(size=size)
    groups = rng.integers(0, 12, size)
    np.testing.assert_allclose(measuring.gini(values), Gini(values).g, rtol=1e-9)
    np.testing.assert_allclose(measuring.theil_by_group(values, groups).between, TheilD(values, groups).bg, rtol=1e-6)
    yield line("gini", size, lambda: measuring.gini(values), "inequality.Gini", lambda: Gini(values))
    yield line(
        "theil",
        size,
        lambda: measuring.theil_t(values),
        "inequality.Theil",
        lambda: Theil(values),
        "peer loops over the values once, in its last sum; the rest is numpy",
        lambda: sum(values),
        lambda: (part := values / values.sum()).dot(np.log(part)),
    )

    def apart() -> Any:
        many, amount = np.bincount(groups), np.bincount(groups, values)
        inside = np.bincount(groups, values * np.log(values)) / amount - np.log(amount / many)
        share = amount / amount.sum()
        return share.dot(inside), share.dot(np.log(share * size / many))

    yield line(
        "theil by group", size, lambda: measuring.theil_by_group(values, groups), "inequality.TheilD",
        lambda: TheilD(values, groups), "12 groups; peer loops", bare=apart,
    )  # fmt: skip
    yield line(
        "coefficient of variation", size, lambda: measuring.coefficient_of_variation(values), "scipy.variation",
        lambda: variation(values),
    )  # fmt: skip
    weights = rng.random(size)
    ends = (0.1, 0.9)
    low, high = np.quantile(values, ends, method="inverted_cdf", weights=weights)
    assert measuring.range_ratios(values, weights).quantile_ratio == high / low
    yield line(
        "range ratios", size, lambda: measuring.range_ratios(values, weights), "numpy.quantile of weighted values",
        lambda: np.quantile(values, ends, method="inverted_cdf", weights=weights),
    )  # fmt: skip
    if size <= 1000:
        yield line(
            "dagum", size, lambda: measuring.gini_by_group(values, groups), "all pairs in numpy",
            lambda: all_pairs(values, groups), "12 groups; no packaged peer known; peer loops over pairs of groups",
        )  # fmt: skip


def all_pairs(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Give the mean differences between groups the way of the definition: every pair of units."""
    apart = np.abs(values[:, None] - values[None, :])
    return np.array([[apart[np.ix_(groups == a, groups == b)].mean() for b in range(12)] for a in range(12)])


def space(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare Moran's I with esda on a square lattice."""
    from esda import Moran, Moran_Local
    from libpysal.weights import lat2W

    side = int(size**0.5)
    w = lat2W(side, side)
    w.transform = "r"
    pairs = [(i, j) for i, near in w.neighbors.items() for j in near]
    places = measuring.neighbours(pairs, side * side)
    values = rng.normal(size=side * side)
    ours = measuring.moran(values, places, rng=rng, permutations=PERMUTATIONS)
    np.testing.assert_allclose(ours.value, Moran(values, w, permutations=0).I, rtol=1e-9)
    yield line(
        "moran", side * side, lambda: measuring.moran(values, places, rng=rng, permutations=PERMUTATIONS), "esda.Moran",
        lambda: Moran(values, w, permutations=PERMUTATIONS), f"{PERMUTATIONS} permutations; peer loops over them, each step compiled",
    )  # fmt: skip
    yield line(
        "moran local", side * side, lambda: measuring.moran_local(values, places, rng=rng, permutations=PERMUTATIONS),
        "esda.Moran_Local", lambda: Moran_Local(values, w, permutations=PERMUTATIONS, n_jobs=1, seed=1),
        f"{PERMUTATIONS} permutations; peer loops over places (numba is not installed)",
    )  # fmt: skip


def regressions(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare beta convergence, difference in differences and the series with statsmodels and scipy."""
    import statsmodels.api as sm
    from scipy.stats import ttest_ind

    start = rng.lognormal(size=size)
    final = start**0.8 * np.exp(rng.normal(0.3, 0.1, size))
    design = np.column_stack([np.ones(size), np.log(start)])
    growth = np.log(final / start) / 10

    def beta() -> float:
        return float(sm.OLS(np.log(final / start) / 10, sm.add_constant(np.log(start))).fit().bse[1])

    np.testing.assert_allclose(measuring.beta_convergence(start, final, years=10).standard_error, beta(), rtol=1e-9)
    yield line(
        "beta convergence", size, lambda: measuring.beta_convergence(start, final, years=10), "statsmodels.OLS", beta
    )
    yield line(
        "newey-west", size, lambda: measuring.least_squares(growth, design, errors=measuring.Errors.SERIAL, lags=4),
        "statsmodels.OLS HAC",
        lambda: sm.OLS(growth, design).fit(cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True}).bse,
    )  # fmt: skip
    panel = rng.normal(size=(2 * size, 8))

    def welch() -> Any:
        change = panel[:, 4:].mean(axis=1) - panel[:, :4].mean(axis=1)
        return ttest_ind(change[:size], change[size:], equal_var=False).confidence_interval(0.95)

    yield line(
        "difference in differences", size, lambda: measuring.difference_in_differences(panel[:size], panel[size:], 4),
        "scipy.ttest_ind", welch, "ours with the check of trends and the path without the plan",
    )  # fmt: skip


def series(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare the interrupted series, the difference of differences and forecasts of many targets with statsmodels."""
    import statsmodels.api as sm

    values = rng.normal(size=size).cumsum()
    start = size // 2
    time = np.arange(size, dtype=float)
    after = (time >= start).astype(float)
    design = np.column_stack([np.ones(size), time, after, (time - start) * after])

    def regression() -> Any:
        fit = sm.OLS(values, design).fit(cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True}, use_t=True)
        return fit.bse[2], fit.conf_int()

    def together() -> Any:
        fit = sm.GLSAR(values, design, rho=1).iterative_fit(maxiter=50)
        return fit.bse[2], fit.conf_int()

    ours = measuring.interrupted_time_series(values, start, lags=4)
    np.testing.assert_allclose(ours.main.standard_error, regression()[0], rtol=1e-8)
    note = "ours with the path without the plan, doubts and assumptions"
    yield line(
        "interrupted series, Newey-West", size, lambda: measuring.interrupted_time_series(values, start, lags=4),
        "statsmodels.OLS HAC", regression, note,
    )  # fmt: skip
    if size <= 1000:
        rho = measuring.serial_least_squares(values, design).correlation
        whole = sm.GLS(values, design, sigma=rho ** np.abs(time[:, None] - time[None, :])).fit()
        found = measuring.interrupted_time_series(values, start)
        np.testing.assert_allclose(found.main.standard_error, whole.bse[2], rtol=1e-6)
    yield line(
        "interrupted time series", size, lambda: measuring.interrupted_time_series(values, start),
        "statsmodels.GLSAR, iterated", together, note,
    )  # fmt: skip
    histories, aims = rng.normal(1, 2, (size, 12)).cumsum(axis=1), rng.normal(14, 5, size)
    directions: list[Any] = ["higher"] * size

    def one_by_one() -> list[float]:
        from scipy.stats import t

        found = []
        for history, aim in zip(histories[:200], aims[:200], strict=True):
            steps = np.diff(history)
            fit = sm.OLS(steps, np.ones(len(steps))).fit()
            spread = np.sqrt(3 * fit.mse_resid + 9 * fit.bse[0] ** 2)
            found.append(float(t.cdf((history[-1] + 3 * fit.params[0] - aim) / spread, fit.df_resid)))
        return found

    chances = measuring.target_probabilities(histories, aims, steps=3, directions=directions, carries=(0,))[:200]
    np.testing.assert_allclose(chances, one_by_one(), rtol=1e-8)
    yield line(
        "probability of targets", min(size, 200),
        lambda: measuring.target_probabilities(histories[:200], aims[:200], steps=3, directions=directions[:200]),
        "statsmodels.OLS of the steps, series by series", one_by_one, "ours with nineteen carries; peer loops",
    )  # fmt: skip


def bare_entropy(table: np.ndarray) -> Any:
    """Give the entropy weights in as few calls as numpy needs."""
    share = table / table.sum(axis=0)
    spread = 1 + (share * np.log(share)).sum(axis=0) / math.log(len(table))
    return spread / spread.sum()


def bare_coupling(table: np.ndarray) -> Any:
    """Give the corrected coordination of six in as few calls as numpy needs."""
    ordered = np.sort(table, axis=1)
    near = 1 - ordered @ np.arange(-5.0, 6, 2) / 15
    ratios = np.prod((ordered / ordered[:, -1:]) ** 0.2, axis=1)
    return np.sqrt(np.sqrt(near * ratios) * (table @ np.full(6, 1 / 6)))


def levels(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare weights, coordination and grey relation with their definitions, unit by unit: no installed peer has them."""
    table = rng.random((size, 6)) * 0.98 + 0.01

    def entropy() -> list[float]:
        spread = []
        for column in table.T.tolist():
            total = sum(column)
            spread.append(1 + sum(x / total * math.log(x / total) for x in column) / math.log(len(column)))
        return [one / sum(spread) for one in spread]

    def critic() -> list[float]:
        columns = table.T.tolist()
        content = [
            statistics.stdev(one) * sum(1 - statistics.correlation(one, other) for other in columns) for one in columns
        ]
        return [one / sum(content) for one in content]

    def coupled() -> list[float]:
        found = []
        for row in table.tolist():
            pairs = [abs(a - b) for n, a in enumerate(row) for b in row[n + 1 :]]
            product = math.prod(one / max(row) for one in row) ** (1 / (len(row) - 1))
            found.append(math.sqrt(math.sqrt((1 - statistics.fmean(pairs)) * product) * statistics.fmean(row)))
        return found

    def grey() -> list[float]:
        apart = [[abs(1 - one) for one in row] for row in table.tolist()]
        low, high = min(map(min, apart)), max(map(max, apart))
        return [statistics.fmean((low + high / 2) / (one + high / 2) for one in row) for row in apart]

    ideal = [1.0] * 6
    for name, ours, theirs, bare in (
        ("entropy weights", lambda: measuring.entropy_weights(table), entropy, lambda: bare_entropy(table)),
        ("critic weights", lambda: measuring.critic_weights(table), critic, lambda: np.corrcoef(table, rowvar=False)),
        ("coupling coordination", lambda: measuring.coordination(table).degree, coupled, lambda: bare_coupling(table)),
        ("grey relation", lambda: measuring.grey_relational_degrees(ideal, table), grey, None),
    ):
        np.testing.assert_allclose(ours(), theirs(), rtol=1e-9)
        yield line(name, size, ours, "the definition, unit by unit", theirs, "6 indicators; peer loops", bare=bare)


def resampling(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare the interval of an index with scipy's bootstrap of its mean."""
    table = rng.random((size, 6)) * 0.98 + 0.01

    def resampled() -> Any:
        from scipy.stats import bootstrap

        def mean(*columns: np.ndarray) -> float:
            sample = np.column_stack(columns)
            return float(sample.mean(axis=0) @ measuring.entropy_weights(sample))

        return bootstrap(
            tuple(table.T), mean, paired=True, vectorized=False, n_resamples=200, method="percentile", rng=1
        )

    yield line(
        "composite with interval", size,
        lambda: measuring.composite_with_interval(table, measuring.entropy_weights, rng=rng, draws=200),
        "scipy.stats.bootstrap of the mean", resampled,
        "200 draws with weights derived anew on both sides, by our function; ours with the intervals of all units",
    )  # fmt: skip


def mixtures(size: int, rng: np.random.Generator) -> Iterator[dict]:
    """Compare the weights of a synthetic control, with all its placebos, with scipy's general optimiser."""
    from scipy.optimize import minimize

    donors = rng.normal(size=(size, 24)).cumsum(axis=1) + 10
    series = donors[:3].mean(axis=0)

    def general(target: np.ndarray, table: np.ndarray) -> Any:
        count = len(table)
        return minimize(
            lambda w: np.square(target - w @ table).sum(), np.full(count, 1 / count), method="SLSQP",
            jac=lambda w: -2 * table @ (target - w @ table), bounds=[(0, 1)] * count,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda _: np.ones(count)},
        )  # fmt: skip

    def placebos() -> None:
        general(series[:16], donors[:, :16])
        for unit in range(size):
            general(donors[unit, :16], np.delete(donors, unit, axis=0)[:, :16])

    yield line(
        "synthetic control", size, lambda: measuring.synthetic_control(series, donors, 16), "scipy.minimize SLSQP",
        placebos, "weights of the unit and of one placebo per donor; peer loops",
    )  # fmt: skip


def lines(sizes: list[int]) -> Iterator[dict]:
    """Give the lines of all sizes."""
    rng = np.random.default_rng(20211123)
    for size in sizes:
        yield from equity(size, rng)
        yield from regressions(size, rng)
        if size <= 10_000:
            yield from space(size, rng)
        if size <= 10_000:
            yield from series(size, rng)
            yield from levels(size, rng)
            yield from resampling(size, rng)
        if size <= 100:
            yield from mixtures(size // 2, rng)


def main() -> None:
    """Run all and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000, 100_000])
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    found = []
    for entry in lines(args.sizes):
        print(json.dumps(entry, ensure_ascii=False), flush=True)
        found.append(entry)
    if args.json:
        args.json.write_text(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
