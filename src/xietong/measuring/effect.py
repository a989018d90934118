"""Takes figures before and after the plan began, inside and outside of it; gives its effect with what that rests on.

Nothing here is a bare number: an ``Effect`` carries its interval, its sentence, its assumptions, and the doubts that
the data themselves raise, in Chinese and English.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Finding, Refusal, Wording
from xietong.measuring.autoregression import serial_least_squares
from xietong.measuring.columns import ROUNDING, Floats, numbers, weights_for
from xietong.measuring.numerals import numeral, probability
from xietong.measuring.regression import Errors, half_width, least_squares, p_values

_SURE = 0.05  # the usual bar of p-values
_TOGETHER = 12  # of fewer periods the correlation of neighbours cannot be told (Turner et al. 2021)


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
            zh=f"{self.method.zh}：{one.name.zh}为{value}，{clear.zh}（{share}区间{low}至{high}，p{chance}）。"
            "以所列假设成立为前提。",
            en=f"{self.method.en}: {one.name.en} {value}; {clear.en} ({share} interval {low} to {high}, p{chance}). "
            "This holds only if the assumptions listed hold.",
        )


def _clear(one: Estimate) -> Wording:
    """Say whether the data rule out that there is no effect; interval and p-value of placebos may differ about it."""
    if one.low <= 0 <= one.high:
        return Wording(
            zh="但数据不能排除没有效果，区间含零",
            en="but the data do not rule out that there is no effect, the interval holds zero",
        )
    if one.p_value > _SURE:
        return Wording(
            zh="区间不含零，但按 p 值仍不能排除没有效果",
            en="the interval leaves out zero, but by the p-value it is not ruled out that there is no effect",
        )
    return Wording(zh="不像是偶然，区间不含零", en="chance alone would hardly give it, the interval leaves out zero")


def interrupted_time_series(
    values: npt.ArrayLike, start: int, *, lags: int | None = None, level: float = 0.95
) -> Effect:
    """Fit one straight line before and one after: y = b0 + b1 t + b2 D + b3 (t − start) D; the effect is b2, then b3.

    Of 12 periods or more by restricted maximum likelihood with errors that go together from one period to the next
    (``serial_least_squares``), of fewer by least squares, as Turner et al. (BMC Medical Research Methodology 21, 2021)
    advise; with ``lags`` by least squares with errors of Newey & West over so many, which are those of long series:
    below 100 periods their intervals hold far less than they say. Source: Wagner, Soumerai, Zhang & Ross-Degnan,
    Journal of Clinical Pharmacy and Therapeutics 27, 2002. Shapes: (periods,), evenly spaced; ``start`` the index of
    the first period with the plan; at least 3 before and 3 after. Errors: Refusal ``too-few-periods``.

    >>> found = interrupted_time_series([1, 2, 3.1, 4, 8, 9, 10.1, 11], 4)
    >>> round(found.main.value, 3), round(found.main.p_value, 6)
    (2.96, 5e-06)
    """
    series = numbers(values, "values")
    enough_periods(start, len(series), least=3)
    time = np.arange(len(series), dtype=np.float64)
    after = (time >= start).astype(np.float64)
    design = np.column_stack([np.ones_like(time), time, after, (time - start) * after])
    coefficients, errors, chances, freedom, together = _lines(series, design, lags)
    jump, bend = (
        Estimate(
            name, value := float(coefficients[n]), error := float(errors[n]),
            value - (reach := half_width(float(freedom[n]), level) * error), value + reach, float(chances[n]),
        )
        for n, name in (
            (2, Wording(zh="起始时的水平变化", en="change of level at the start")),
            (3, Wording(zh="每期趋势变化", en="change of trend per period")),
        )
    )  # fmt: skip
    doubts = () if min(start, len(series) - start) >= 8 else (_short(min(start, len(series) - start)),)
    return Effect(
        jump, (bend,), Wording(zh="间断时间序列", en="Interrupted time series"), (*_SERIES_ASSUMPTIONS, together),
        doubts, design[:, :2] @ coefficients[:2], level,
    )  # fmt: skip


def _lines(series: Floats, design: Floats, lags: int | None) -> tuple[Floats, Floats, Floats, Floats, Wording]:
    """Return coefficients, their errors, p-values and degrees of freedom, and how swings are taken to go together."""
    if lags is None and len(series) >= _TOGETHER:
        found = serial_least_squares(series, design)
        rho = numeral(round(found.correlation, 2), 2)
        told = Wording(
            zh=f"相邻两期的偶然波动可以相关，其相关系数由数据估计（{rho}）；更远的时期只通过相邻时期相关。",
            en=f"Swings of neighbouring periods may go together, as the data say ({rho}); others only through those.",
        )
        return found.coefficients, found.standard_errors, found.p_values, found.freedom, told
    fit = least_squares(series, design, errors=Errors.CLASSICAL if lags is None else Errors.SERIAL, lags=lags or 0)
    told = Wording(
        zh=f"相距{lags}期以内的偶然波动可以相关；时期不多时区间偏窄。",
        en=f"Swings up to {lags} periods apart may go together; of few periods the interval is too narrow.",
    )
    if lags is None:
        told = Wording(
            zh=f"不足{_TOGETHER}期，看不出各期的偶然波动是否相关，按互不相关计算；若相关，区间偏窄。",
            en=f"Below {_TOGETHER} periods nothing tells whether swings go together: they are taken for independent, "
            "and if they are not, the interval is too narrow.",
        )
    freedom = np.full(design.shape[1], float(fit.freedom))
    return fit.coefficients, fit.standard_errors, fit.p_values, freedom, told


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
    same_periods(inside, outside)
    enough_periods(start, inside.shape[1], least=1)
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


def _trends_differ(trend: Estimate) -> Finding:
    zh = f"起始前两组趋势已有差别（每期{trend.value:.3g}，p={trend.p_value:.2g}），平行趋势存疑。"
    en = f"Trends already differed before ({trend.value:.3g} per period, p = {trend.p_value:.2g}); parallel?"
    return Finding("trends_differ", Wording(zh=zh, en=en))


def _short(periods: int) -> Finding:
    zh = f"较短的一段只有{periods}期（建议至少8期），趋势和区间不稳。"
    en = f"The shorter stretch has {periods} periods (8 are advised): trend and interval are shaky."
    return Finding("short_series", Wording(zh=zh, en=en))


def same_periods(first: Floats, second: Floats) -> None:
    """Refuse (``shape-differs``) two tables (units, periods) of unequal periods.

    >>> same_periods(np.zeros((2, 3)), np.zeros((5, 3)))
    """
    if first.shape[1] != second.shape[1]:
        raise Refusal(
            "shape-differs",
            zh=f"两组时期数不同：{first.shape[1]}与{second.shape[1]}。",
            en=f"The groups have {first.shape[1]} and {second.shape[1]} periods.",
        )


def enough_periods(start: int, periods: int, *, least: int, after: int | None = None) -> None:
    """Refuse (``too-few-periods``) a start with less than so many periods before it, or from it on.

    >>> enough_periods(3, 6, least=3)
    """
    after = least if after is None else after
    if start < least or periods - start < after:
        raise Refusal(
            "too-few-periods",
            zh=f"起始前至少需要{least}期、起始后至少{after}期，现有{start}期和{periods - start}期。",
            en=f"At least {least} periods before and {after} after are needed, not {start} and {periods - start}.",
        )
