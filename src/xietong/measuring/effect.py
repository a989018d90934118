"""Takes figures before and after the plan began, inside and outside of it; gives its effect with what that rests on.

Nothing here is a bare number: an ``Effect`` carries its interval, its sentence, its assumptions, and the doubts that
the data themselves raise, in Chinese and English.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Finding, Refusal, Wording
from xietong.measuring.columns import ROUNDING, Floats, numbers, weights_for
from xietong.measuring.numerals import numeral, probability
from xietong.measuring.regression import Errors, half_width, least_squares, p_values

_SURE = 0.05  # the usual bar of p-values


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure of an effect with its uncertainty; the error is nan where the interval comes from placebos."""

    name: Wording
    value: float
    standard_error: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What the plan did, by one method: the estimate asked for, what stands beside it, and what all of it rests on.

    ``without`` is the path that is supposed without the plan, over all periods given; in the unit of the outcome.
    """

    main: Estimate
    beside: tuple[Estimate, ...]
    method: Wording
    assumptions: tuple[Wording, ...]
    doubts: tuple[Finding, ...]
    without: Floats
    level: float
    weights: Floats | None = None

    @property
    def statement(self) -> Wording:
        """The main figure as a sentence that can stand alone."""
        one, share = self.main, f"{self.level:.0%}"
        value, low, high = (numeral(each) for each in (one.value, one.low, one.high))
        clear, chance = _clear(one), probability(one.p_value)
        return Wording(
            zh=f"{self.method.zh}：{one.name.zh}为{value}，{share}区间{low}至{high}，p{chance}；{clear.zh}。"
            "以所列假设成立为前提。",
            en=f"{self.method.en}: {one.name.en} {value}, {share} interval {low} to {high}, p{chance}; {clear.en}. "
            "This holds only if the assumptions listed hold.",
        )


def _clear(one: Estimate) -> Wording:
    """Say whether the data rule out that there is no effect; interval and p-value of placebos may differ about it."""
    if one.low <= 0 <= one.high:
        return Wording(
            zh="区间含零，数据不能排除没有效果",
            en="the interval holds zero: the data do not rule out that there is no effect",
        )
    if one.p_value > _SURE:
        return Wording(
            zh="区间不含零，但按 p 值仍不能排除没有效果",
            en="the interval leaves out zero, but by the p-value it is not ruled out that there is no effect",
        )
    return Wording(zh="区间不含零", en="the interval leaves out zero")


def interrupted_time_series(
    values: npt.ArrayLike, start: int, *, lags: int | None = None, level: float = 0.95
) -> Effect:
    """Fit one straight line before and one after: y = b0 + b1 t + b2 D + b3 (t − start) D; the effect is b2, then b3.

    Errors by Newey & West with ``lags`` (default ⌊4 (n/100)^(2/9)⌋, at least 1). Source: Wagner, Soumerai, Zhang &
    Ross-Degnan, Journal of Clinical Pharmacy and Therapeutics 27, 2002. Shapes: (periods,), evenly spaced; ``start``
    the index of the first period with the plan; at least 3 before and 3 after. Errors: Refusal ``too-few-periods``.

    >>> found = interrupted_time_series([1, 2, 3.1, 4, 8, 9, 10.1, 11], 4)
    >>> round(found.main.value, 3)
    2.96
    """
    series = numbers(values, "values")
    _enough(start, len(series), least=3)
    time = np.arange(len(series), dtype=np.float64)
    after = (time >= start).astype(np.float64)
    design = np.column_stack([np.ones_like(time), time, after, (time - start) * after])
    lags = max(1, int(4 * (len(series) / 100) ** (2 / 9))) if lags is None else lags
    fit = least_squares(series, design, errors=Errors.SERIAL, lags=lags)
    reach = half_width(fit.freedom, level)
    jump, bend = (
        Estimate(
            name, value := float(fit.coefficients[n]), error := float(fit.standard_errors[n]),
            value - reach * error, value + reach * error, float(fit.p_values[n]),
        )
        for n, name in (
            (2, Wording(zh="起始时的水平变化", en="change of level at the start")),
            (3, Wording(zh="每期趋势变化", en="change of trend per period")),
        )
    )  # fmt: skip
    doubts = () if min(start, len(series) - start) >= 8 else (_short(min(start, len(series) - start)),)
    return Effect(
        jump, (bend,), Wording(zh="间断时间序列", en="Interrupted time series"), _SERIES_ASSUMPTIONS, doubts,
        design[:, :2] @ fit.coefficients[:2], level,
    )  # fmt: skip


_SERIES_ASSUMPTIONS = (
    Wording(zh="若无该计划，此前的直线趋势会照旧延续。", en="Without the plan the straight trend would have gone on."),
    Wording(
        zh="同一时间没有其他变化（政策、统计口径、疫情等）影响该指标。",
        en="Nothing else that moves the figure (policy, definition, epidemic) changed at the same time.",
    ),
    Wording(
        zh="计划开始前没有因预期而提前变化，且起始时点事先确定。",
        en="Nobody acted in expectation of the plan, and its start was fixed beforehand.",
    ),
)


def difference_in_differences(
    treated: npt.ArrayLike,
    control: npt.ArrayLike,
    start: int,
    *,
    level: float = 0.95,
    weights: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
) -> Effect:
    """Return how much more the units in the plan changed than those outside: mean Δ(treated) − mean Δ(control).

    Δ_i = mean of unit i after − mean before; each unit counts once, so that neighbouring periods are not taken for
    independent evidence (Bertrand, Duflo & Mullainathan, Quarterly Journal of Economics 119, 2004); errors after
    Welch 1947 (unequal variances). Beside it the difference of the trends before the start, which should be about
    zero. Source: Card & Krueger, American Economic Review 84, 1994. With ``weights``, populations of the units inside
    and outside (fixed, best those before the start), all means are by them: the change that people meet; errors HC2 and
    degrees of freedom after Bell & McCaffrey, Survey Methodology 28, 2002 (of equal weights: Welch's). Shapes: (units,
    periods), equal periods, at least 2 units each; weights (units,) each, above zero for 2.
    Errors: Refusal ``too-few-values``, ``too-few-periods``, ``shape-differs``, ``negative-value``, ``no-weight``.

    >>> found = difference_in_differences([[1, 4], [2, 6]], [[1, 2], [3, 4.5]], 1)
    >>> found.main.value, round(found.main.standard_error, 4)
    (2.25, 0.559)
    """
    inside = numbers(treated, "treated", dimensions=2, least=2)
    outside = numbers(control, "control", dimensions=2, least=2)
    _same_periods(inside, outside)
    _enough(start, inside.shape[1], least=1)
    shares = [_counting(one, table) for one, table in zip(weights or (None, None), (inside, outside), strict=True)]
    changes = [one[:, start:].mean(axis=1) - one[:, :start].mean(axis=1) for one in (inside, outside)]
    name = Wording(zh="计划内比计划外多出的变化", en="extra change inside the plan")
    main = _apart(changes, shares, name, level)
    beside: tuple[Estimate, ...] = ()
    doubts: tuple[Finding, ...] = (_NO_TREND,)
    if start >= 2:
        time = np.arange(start) - (start - 1) / 2
        slopes = [one[:, :start] @ time / (time @ time) for one in (inside, outside)]
        name = Wording(zh="此前每期趋势之差", en="difference of trends before, per period")
        trend = _apart(slopes, shares, name, level)
        beside, doubts = (trend,), (_trends_differ(trend),) if trend.p_value < 0.1 else ()
    within, without = (share @ table for share, table in zip(shares, (inside, outside), strict=True))
    return Effect(
        main, beside, Wording(zh="双重差分", en="Difference in differences"), _DIFFERENCE_ASSUMPTIONS, doubts,
        within[:start].mean() + without - without[:start].mean(), level,
    )  # fmt: skip


def _counting(weights: npt.ArrayLike | None, table: Floats) -> Floats:
    """Return the units' shares of the population; none may be everybody, or nothing tells how changes vary."""
    share = weights_for(weights, len(table))
    if share.max() > 1 - ROUNDING:
        raise Refusal(
            "too-few-values",
            zh="计划内、计划外都至少要有两个权重不可忽略的单位。",
            en="At least two units must have a weight that counts, inside the plan and outside.",
        )
    return share


_DIFFERENCE_ASSUMPTIONS = (
    Wording(
        zh="若无该计划，两组会平行变化（平行趋势）；此前趋势之差可供检查，但不能证明。",
        en="Without the plan both groups would have moved in parallel; trends before may disprove, never prove it.",
    ),
    Wording(zh="计划外的单位不受该计划影响（无溢出）。", en="Units outside the plan are untouched by it."),
    Wording(
        zh="两组的构成在观察期内不变，单位之间相互独立。",
        en="Neither group changes its members in that time, and units are independent of each other.",
    ),
)
_NO_TREND = Finding(
    "trend_unchecked",
    Wording(
        zh="起始前只有一个时期，无法检查平行趋势。",
        en="One period before the start: parallel trends are unchecked.",
    ),
)


def _apart(values: list[Floats], shares: list[Floats], name: Wording, level: float) -> Estimate:
    """Return by how much the mean of the first values is above that of the second."""
    (first, variance, its), (second, other, of_other) = map(_of_mean, values, shares)
    value, error = first - second, math.sqrt(variance + other)
    if error == 0:
        return Estimate(name, value, 0.0, value, value, 1.0 if value == 0 else 0.0)
    one, two = variance / (variance + other), other / (variance + other)
    freedom = 1 / (one * one / its + two * two / of_other)
    reach = half_width(freedom, level) * error
    p_value = float(p_values(np.array([value]), np.array([error]), freedom)[0])
    return Estimate(name, value, error, value - reach, value + reach, p_value)


def _of_mean(values: Floats, share: Floats) -> tuple[float, float, float]:
    """Return the mean Σ f x, its variance Σ a (x − m)² with a = f²/(1 − f) (HC2; of equal shares s²/n), and its degrees
    of freedom (tr AM)²/tr (AM)², M what is left of independent values of one variance when their mean is taken out.
    """
    mean = float(share @ values)
    part = share * share / (1 - share)
    square = float(share @ share)
    whole, once, twice = float(part.sum()), float(part @ share), float(part @ (share * share))
    diagonal = square - 2 * share
    trace = float(part @ (1 + diagonal))
    pairs = (square * whole) ** 2 - 4 * square * whole * once + 2 * whole * twice + 2 * once * once
    freedom = trace * trace / (pairs + float((part * part) @ (1 + 2 * diagonal)))
    return mean, float(part @ np.square(values - mean)), freedom


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
    _same_periods(series[None, :], table)
    _enough(start, len(series), least=2, after=1)
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
    scale = float(np.abs(donors - centre).max()) or 1.0
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


def _trends_differ(trend: Estimate) -> Finding:
    zh = f"起始前两组趋势已有差别（每期{trend.value:.3g}，p={trend.p_value:.2g}），平行趋势存疑。"
    en = f"Trends already differed before ({trend.value:.3g} per period, p = {trend.p_value:.2g}); parallel?"
    return Finding("trends_differ", Wording(zh=zh, en=en))


def _short(periods: int) -> Finding:
    zh = f"较短的一段只有{periods}期（建议至少8期），趋势和区间不稳。"
    en = f"The shorter stretch has {periods} periods (8 are advised): trend and interval are shaky."
    return Finding("short_series", Wording(zh=zh, en=en))


def _same_periods(first: Floats, second: Floats) -> None:
    if first.shape[1] != second.shape[1]:
        raise Refusal(
            "shape-differs",
            zh=f"两组时期数不同：{first.shape[1]}与{second.shape[1]}。",
            en=f"The groups have {first.shape[1]} and {second.shape[1]} periods.",
        )


def _enough(start: int, periods: int, *, least: int, after: int | None = None) -> None:
    after = least if after is None else after
    if start < least or periods - start < after:
        raise Refusal(
            "too-few-periods",
            zh=f"起始前至少需要{least}期、起始后至少{after}期，现有{start}期和{periods - start}期。",
            en=f"At least {least} periods before and {after} after are needed, not {start} and {periods - start}.",
        )
