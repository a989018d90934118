"""Takes the history of an indicator and its target; gives the probability of reaching it, and how good that was before.

Method: random walk with drift. The mean step d̄ of the history goes on; after h steps the value is y + h d̄ with
variance s² h (1 + h/m), s² the variance of the m steps, Student's t with m − 1 degrees of freedom (Hyndman &
Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. 2021, section 5.2 and 5.5; the h²/m part is the
uncertainty of d̄). Where the same forecast from earlier days would have held clearly too few of what came, the interval
is widened until it would have held its share (after conformal prediction: Shafer & Vovk, Journal of Machine Learning
Research 9, 2008), and the probability moves towards one half with it: steps that go together, or that slow down before
a ceiling, swing less from period to period than the way they make together.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal, Wording
from xietong.measuring.columns import ROUNDING, SMALLEST, Floats, numbers, same_length
from xietong.measuring.normalising import Direction
from xietong.measuring.numerals import numeral
from xietong.measuring.regression import half_width, least_squares

LEAST = 4


@dataclass(frozen=True, slots=True)
class BackTest:
    """The same forecast made from earlier days: so many ``trials``, ``steps`` ahead, errors in the indicator's unit.

    ``bias`` is forecast − actual; ``unchanged_error`` that of "it stays as it is"; ``coverage`` the share of trials
    inside their interval. With no trial all are nan. ``widening`` is how many times wider the interval is made for it.
    """

    trials: int
    steps: int
    mean_absolute_error: float
    unchanged_error: float
    bias: float
    coverage: float
    widening: float


@dataclass(frozen=True, slots=True)
class TargetForecast:
    """Probability (0–1) that the target is met, the value expected with its interval, and the back-test."""

    probability: float
    expected: float
    low: float
    high: float
    level: float
    back_test: BackTest
    statement: Wording
    assumptions: tuple[Wording, ...]


_SURE = 0.05  # the usual bar of p-values
PACES = {
    -1: Wording(
        zh="各期变化越来越小，照以往平均推算会说得过头。",
        en="Steps grew smaller: to go on by their mean says too much.",
    ),
    1: Wording(
        zh="各期变化越来越大，照以往平均推算会说得不足。",
        en="Steps grew larger: to go on by their mean says too little.",
    ),
}
_ASSUMPTIONS = (
    Wording(
        zh="以往每期的变化今后照旧，时期等距；新的措施没有计入。",
        en="Steps go on as they were, at even periods; new measures are not foreseen.",
    ),
    Wording(zh="各期变化相互独立，大致服从正态分布。", en="Steps are independent of each other and roughly normal."),
    Wording(
        zh="只看目标时点的值，不看途中是否曾达到。",
        en="What counts is the value at the due period, not on the way to it.",
    ),
)


def forecast_target(
    history: npt.ArrayLike,
    target: float,
    *,
    steps: int,
    direction: Direction | str = Direction.HIGHER,
    level: float = 0.8,
) -> TargetForecast:
    """Return the probability that the value ``steps`` periods after the history meets the target, with the back-test.

    Shapes: history (periods,), at least 4, evenly spaced; target in the same unit; for ``direction`` higher it is met
    at or above, for lower at or below; ``level`` is that of the interval and of the back-test. Errors: Refusal
    ``too-few-values``, ``not-a-number``, ``target-passed`` (steps < 1).

    >>> found = forecast_target([10, 12, 13, 15, 16], 19, steps=2)
    >>> found.expected, round(found.probability, 3)
    (19.0, 0.5)
    """
    series = numbers(history, "history", least=LEAST)
    middle, scale, freedom = _drift(series[None, :], steps)
    chances = target_probabilities(series[None, :], [target], steps=steps, directions=[direction], level=level)
    tested = back_test(series, steps=steps, level=level)
    reach = half_width(freedom, level) * float(scale[0]) * tested.widening
    probability, expected = float(chances[0]), float(middle[0])
    aim = asked(target, steps, direction)
    said = _statement(aim, probability, expected, reach, level, tested, pace(series))
    return TargetForecast(probability, expected, expected - reach, expected + reach, level, tested, said, _ASSUMPTIONS)


def target_probabilities(
    histories: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    steps: int,
    directions: list[Direction | str],
    level: float = 0.8,
) -> Floats:
    """Return the probability of each of many targets at once; figures as ``forecast_target``.

    Shapes: histories (indicators, periods), targets (indicators,), directions (indicators,) → (indicators,).
    Errors: as ``forecast_target``, and Refusal ``shape-differs``.

    >>> target_probabilities([[1, 2, 4, 5]] * 2, [7, 7], steps=1, directions=["higher", "lower"]).round(3).tolist()
    [0.211, 0.789]
    """
    from scipy.special import stdtr

    table = numbers(histories, "histories", dimensions=2)
    aims = numbers(targets, "targets")
    same_length(aims, len(table), "targets")
    middle, scale, freedom = _drift(table, steps)
    scale = scale * widening(table, steps=steps, level=level)
    ahead = np.where([Direction(one) is Direction.HIGHER for one in directions], middle - aims, aims - middle)
    sure = scale <= 0
    chance: Floats = np.where(sure, ahead >= 0, stdtr(freedom, ahead / np.where(sure, 1.0, scale)))
    return chance


def _drift(table: Floats, steps: int) -> tuple[Floats, Floats, int]:
    if table.shape[1] < LEAST:
        raise Refusal(
            "too-few-values",
            zh=f"预测至少需要{LEAST}期历史，现有{table.shape[1]}期。",
            en=f"A forecast needs {LEAST} periods of history; there are {table.shape[1]}.",
        )
    if steps < 1:
        raise Refusal(
            "target-passed", zh="目标时点已过，无需预测。", en="The due period is past; nothing is to forecast."
        )
    moves = np.diff(table, axis=1)
    count = moves.shape[1]
    middle = table[:, -1] + steps * moves.mean(axis=1)
    scale = moves.std(axis=1, ddof=1) * np.sqrt(steps * (1 + steps / count))
    return middle, scale, count - 1


def back_test(history: npt.ArrayLike, *, steps: int, level: float = 0.8) -> BackTest:
    """Repeat the forecast from every earlier period and compare with what came.

    Where the history is too short for ``steps`` ahead, the longest distance that allows two trials is taken, and
    ``BackTest.steps`` says so. Source: rolling origin (Tashman, International Journal of Forecasting 16, 2000). Shapes:
    (periods,). Errors: Refusal ``too-few-values`` below 4 periods.

    >>> found = back_test([1, 2, 3, 4, 5, 6, 8], steps=1)
    >>> found.trials, round(found.mean_absolute_error, 3), round(found.bias, 3)
    (3, 0.333, -0.333)
    """
    series = numbers(history, "history", least=LEAST)
    origins, ahead = _origins(len(series), steps)
    if not len(origins):
        nan = float("nan")
        return BackTest(0, ahead, nan, nan, nan, nan, 1.0)
    miss, reach = _from_origins(series[None, :], origins, ahead, level)
    stays = np.abs(series[origins - 1] - series[origins + ahead - 1])
    error, unchanged, bias, inside = (float(one.mean()) for one in (np.abs(miss), stays, miss, np.abs(miss) <= reach))
    wider = float(widening(series[None, :], steps=steps, level=level)[0])
    return BackTest(len(origins), ahead, error, unchanged, bias, inside, wider)


def widening(histories: npt.ArrayLike, *, steps: int, level: float = 0.8) -> Floats:
    """Return how many times wider the intervals of many forecasts are made after their back-tests: 1, or more.

    It is more than 1 where fewer trials lay inside their intervals than chance explains at that level (binomial, 5 %):
    then the interval of the whole history is made so wide that a share ``level`` of the trials, and one trial more,
    would have lain inside. Shapes: (indicators, periods) → (indicators,).
    Errors: Refusal ``too-few-values``.

    >>> widening([[1, 2, 3, 4, 6, 9, 13, 18, 24], [1, 3, 4, 6, 8, 9, 11, 13, 14]], steps=2).round(2).tolist()
    [1.6, 1.0]
    """
    table = numbers(histories, "histories", dimensions=2)
    origins, ahead = _origins(table.shape[1], steps)
    if not len(origins):
        return np.ones(len(table))
    miss, reach = _from_origins(table, origins, ahead, level)
    trials = len(origins)
    enough = np.sort(np.abs(miss), axis=1)[:, min(trials, math.ceil(level * (trials + 1))) - 1]
    _, scale, freedom = _drift(table, ahead)
    times = enough / np.maximum(half_width(freedom, level) * scale, SMALLEST)
    trusting = _too_few((np.abs(miss) <= reach).sum(axis=1), trials, level)
    return np.where(trusting, np.maximum(times, 1.0), 1.0)


def _origins(periods: int, steps: int) -> tuple[npt.NDArray[np.int64], int]:
    """Return after how many periods each trial forecasts, and how many steps ahead."""
    ahead = max(1, min(steps, periods - LEAST - 1))
    return np.arange(LEAST, periods - ahead + 1), ahead


def _from_origins(table: Floats, origins: npt.NDArray[np.int64], ahead: int, level: float) -> tuple[Floats, Floats]:
    """Forecast from the first ``origins`` values each, by running sums of the steps: forecast − actual, and reach.

    Shapes: (indicators, periods) → (indicators, trials) both.
    """
    from scipy.special import stdtrit

    moves = np.diff(table, axis=1)
    centre = moves.mean(axis=1, keepdims=True)
    count = origins - 1
    total, square = (np.cumsum(one, axis=1)[:, count - 1] for one in (moves - centre, np.square(moves - centre)))
    variance = np.maximum(square - total**2 / count, 0.0) / (count - 1)
    middle = table[:, origins - 1] + ahead * (centre + total / count)
    scale = np.sqrt(variance * ahead * (1 + ahead / count))
    slack = ROUNDING * np.abs(table).max(axis=1, keepdims=True)  # rounding puts no trial out of its interval
    return middle - table[:, origins + ahead - 1], stdtrit(count - 1, 0.5 + level / 2) * scale + slack


def _too_few(inside: npt.ArrayLike, trials: int, level: float) -> npt.NDArray[np.bool_]:
    """Tell whether so few trials inside are less than chance explains at that level (binomial, 5 %).

    >>> _too_few([2, 4], 6, 0.8).tolist()
    [True, False]
    """
    from scipy.special import bdtr

    return np.asarray(bdtr(inside, trials, level) < 0.05)


def pace(history: npt.ArrayLike) -> int:
    """Tell whether steps grew smaller (−1) or larger (1) in the direction they take; 0 where chance explains it (5 %).

    The straight line through the steps, p-value of its slope by Student's t; at least 5 steps, else 0. Shapes:
    (periods,). Errors: Refusal ``not-a-number``.

    >>> pace([0, 40, 65, 80, 90, 95, 98]), pace([1, 3, 4, 6, 8, 9, 11])
    (-1, 0)
    """
    moves = np.diff(numbers(history, "history"))
    drift = float(moves.mean()) if len(moves) else 0.0
    if len(moves) < LEAST + 1 or np.ptp(moves) == 0:
        return 0
    fit = least_squares(moves, np.column_stack([np.ones(len(moves)), np.arange(len(moves))]))
    return int(np.sign(fit.coefficients[1] * drift)) if fit.p_values[1] < _SURE else 0


def _percent(probability: float) -> Wording:
    """Return a probability in words; what has no certainty is never told as 0 % or 100 %.

    >>> _percent(4e-7).en, _percent(0.77).en, _percent(0.9999).zh
    ('less than 1 %', 'about 77 %', '超过99%')
    """
    if probability < 0.01:
        return Wording(zh="不到1%", en="less than 1 %")
    if probability > 0.99:
        return Wording(zh="超过99%", en="more than 99 %")
    return Wording(zh=f"约{probability:.0%}", en=f"about {probability * 100:.0f} %")


def asked(target: float, steps: int, direction: Direction | str) -> Wording:
    """Return what a probability is of, in words.

    >>> asked(95.5, 3, "higher").en, asked(0.4, 1, "lower").zh
    ('95.5 or more after 3 periods', '1期后不高于0.4')
    """
    value, higher = numeral(target, 6), Direction(direction) is Direction.HIGHER
    return Wording(
        zh=f"{steps}期后不{'低' if higher else '高'}于{value}",
        en=f"{value} or {'more' if higher else 'less'} after {steps} period{'s' if steps > 1 else ''}",
    )


def _statement(
    aim: Wording, probability: float, expected: float, reach: float, level: float, tested: BackTest, going: int
) -> Wording:
    low, middle, high = (numeral(one) for one in (expected - reach, expected, expected + reach))
    zh = f"按以往变化，{aim.zh}的概率{_percent(probability).zh}；预计值{middle}，{level:.0%}区间{low}至{high}。"
    en = (
        f"As things went so far, the probability of {aim.en} is {_percent(probability).en}; expected {middle}, "
        f"{level:.0%} interval {low} to {high}. "
    )
    if reach == 0:
        zh += "以往每期变化完全相同，看不出任何波动，请勿当作确定。"
        en += "Every change so far was the same: nothing shows how it may vary, so do not take this for certain. "
    if going:
        zh += PACES[going].zh
        en += PACES[going].en + " "
    if tested.widening > 1:
        times = numeral(tested.widening, 2)
        zh += f"回测时落在区间内的明显少于{level:.0%}，区间已据此放宽到{times}倍，概率也随之向50%靠拢；仍请留余地。"
        en += (
            f"In the back-test clearly fewer than {level:.0%} lay inside: the interval was made {times} times as wide "
            "for it, and the probability moved towards one half with it; leave a margin all the same. "
        )
    if tested.trials == 0:
        return Wording(zh=zh + "历史太短，无法回测。", en=en + "The history is too short for a back-test.")
    return Wording(
        zh=zh + f"回测{tested.trials}次（向前{tested.steps}期）：平均误差{numeral(tested.mean_absolute_error)}，"
        f"假定不变时为{numeral(tested.unchanged_error)}，{tested.coverage:.0%}落在区间内。",
        en=en
        + f"Back-test, {tested.trials} trials {tested.steps} ahead: mean error {numeral(tested.mean_absolute_error)}, "
        f"{numeral(tested.unchanged_error)} if nothing changed, {tested.coverage:.0%} inside the interval.",
    )
