"""Takes a unit in the plan and units outside; gives the plan's effect against the mix of those that matches it."""

import numpy as np
import numpy.typing as npt

from xietong.basics import Finding, Wording
from xietong.measuring.columns import Floats, numbers
from xietong.measuring.effect import Effect, Estimate, enough_periods, same_periods


def synthetic_control(treated: npt.ArrayLike, donors: npt.ArrayLike, start: int, *, level: float = 0.95) -> Effect:
    """Compare one unit (or a party's mean) with the mix of units outside the plan that matches it best before the
    start.

    Weights w ≥ 0, Σ w = 1 minimise Σ_{t<start} (y_t − Σ w_j x_jt)², by non-negative least squares (Lawson & Hanson
    1974) with the sum as a heavy extra row. The effect is the mean gap afterwards. p: rank of the ratio of the gaps'
    root mean square after/before among the same exercise for every donor; interval: the effect less the placebos'
    quantiles, at a level of at most (n − 1)/(n + 1), which their least and greatest give with n donors.
    Source: Abadie, Diamond & Hainmueller, Journal of the American Statistical Association 105, 2010. Shapes:
    (periods,); donors (units, periods), at least 2; 2 periods before. Errors: Refusal ``too-few-values``,
    ``too-few-periods``.

    >>> found = synthetic_control([2, 3, 4, 9], [[1, 2, 3, 4], [3, 4, 5, 6], [9, 1, 0, 2]], 3)
    >>> round(found.main.value, 3)
    4.0
    """
    series = numbers(treated, "treated")
    table = numbers(donors, "donors", dimensions=2, least=2)
    same_periods(series[None, :], table)
    enough_periods(start, len(series), least=2, after=1)
    weights = _mixture(series[:start], table[:, :start])
    without = weights @ table
    gap = series - without
    placebo_gaps = _placebos(table, start)
    value, ours = float(gap[start:].mean()), float(_ratio(gap[None, :], start)[0])
    p_value = (1 + int((_ratio(placebo_gaps, start) >= ours - 1e-12).sum())) / (len(table) + 1)
    placebo = placebo_gaps[:, start:].mean(axis=1)
    doubts = _doubts_of_match(gap[:start], series[:start], len(table), level)
    level = min(level, (len(table) - 1) / (len(table) + 1))
    below, above = _between(placebo, level)
    main = Estimate(
        Wording(zh="与合成对照的平均差距", en="mean gap to the synthetic control"),
        value, float("nan"), value - float(above), value - float(below), p_value,
    )  # fmt: skip
    method = Wording(zh="合成控制", en="Synthetic control")
    return Effect(main, (), method, _MIXTURE_ASSUMPTIONS, doubts, without, level, weights)


_MIXTURE_ASSUMPTIONS = (
    Wording(
        zh="此前贴合该单位的加权组合，此后若无计划仍会贴合。",
        en="The mix that matched the unit before would have gone on matching it without the plan.",
    ),
    Wording(
        zh="对照单位在计划之外，不受其影响，也没有自己的特殊变故。",
        en="The units of the mix are outside the plan, untouched by it and by shocks of their own.",
    ),
    Wording(
        zh="p 值是与对照单位“安慰剂”结果的排名，不是抽样误差。",
        en="The p-value is a rank among placebos in units outside the plan, no sampling error.",
    ),
)


def _mixture(series: Floats, donors: Floats) -> Floats:
    from scipy.optimize import nnls

    centre = donors.mean(axis=0)
    # Nothing may weigh like the sum, or a unit far outside would bend it.
    scale = float(max(np.abs(donors - centre).max(), np.abs(series - centre).max())) or 1.0
    heavy = 1e4
    rows = np.vstack([(donors - centre).T / scale, np.full(len(donors), heavy)])
    weights, _ = nnls(rows, np.append((series - centre) / scale, heavy))
    mixture: Floats = weights / weights.sum()
    return mixture


def _placebos(table: Floats, start: int) -> Floats:
    gaps = np.empty_like(table)
    for unit in range(len(table)):
        others = np.delete(table, unit, axis=0)
        gaps[unit] = table[unit] - _mixture(table[unit, :start], others[:, :start]) @ others
    return gaps


def _ratio(gaps: Floats, start: int) -> Floats:
    before, after = (np.sqrt(np.square(part).mean(axis=1)) for part in (gaps[:, :start], gaps[:, start:]))
    ratio: Floats = after / np.maximum(before, 1e-12 * (1 + np.abs(gaps).max()))
    return ratio


def _between(placebo: Floats, level: float) -> Floats:
    """Return the two ends that hold a share of what comes next, by ranks: rank k of n holds k/(n + 1) below it."""
    many = len(placebo)
    ranks = (many + 1) * (1 + np.array((-level, level))) / 2
    ends: Floats = np.interp(ranks, np.arange(1, many + 1), np.sort(placebo))
    return ends


def _doubts_of_match(gap: Floats, series: Floats, donors: int, level: float) -> tuple[Finding, ...]:
    doubts = []
    spread = float(series.std())
    if float(np.sqrt(np.square(gap).mean())) > 0.5 * spread and spread > 0:
        zh, en = "起始前贴合不好，合成对照不可靠。", "The mix matches badly before the start: do not rely on it."
        doubts.append(Finding("poor_match", Wording(zh=zh, en=en)))
    if (least := round(1 / (1 - level))) > donors + 1:
        zh = (
            f"只有{donors}个对照单位：p 值最小为{1 / (donors + 1):.2g}（{level:.0%}水平需要至少{least - 1}个），"
            f"区间至多{(donors - 1) / (donors + 1):.0%}。"
        )
        en = (
            f"With {donors} units outside p is never below {1 / (donors + 1):.2g} ({level:.0%} needs {least - 1}), "
            f"and no interval reaches beyond {(donors - 1) / (donors + 1):.0%}."
        )
        doubts.append(Finding("few_donors", Wording(zh=zh, en=en)))
    return tuple(doubts)
