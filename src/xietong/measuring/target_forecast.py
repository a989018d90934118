"""Takes the history of an indicator and its target; gives the probability of reaching it, and how good that was before.

Method: random walk with drift whose steps may go together. The steps d of the history swing about a mean μ, each
carrying a share ρ of its swing into the next (first-order autoregression). For a given ρ, generalised least squares
give μ, and after h steps the value is y + h μ + a (d_m − μ), a = ρ + … + ρ^h, with the variance of what the h steps add
and of μ itself, Student's t with m − 1 degrees of freedom; with ρ = 0 it is the textbook's walk of independent steps,
variance s² h (1 + h/m) (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. 2021, section 5.2 and
5.5). A short history does not tell ρ: so all of ``CARRIES`` count, each by how likely it makes the steps, μ and their
scale integrated out (Zellner, An Introduction to Bayesian Inference in Econometrics, 1971, chapters 4 and 7, with the
usual priors 1/σ and, between −0.9 and 0.9, equal ones). Steps that go together, or that slow down before a ceiling,
swing less from period to period than the way they make together; the mixture is as wide as that makes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal, Wording
from xietong.measuring.columns import ROUNDING, SMALLEST, Floats, numbers, same_length
from xietong.measuring.normalising import Direction
from xietong.measuring.numerals import numeral
from xietong.measuring.regression import least_squares

LEAST_HISTORY = 4  # periods
CARRIES = tuple(round(-0.9 + 0.1 * n, 1) for n in range(19))  # shares of a swing that go on into the next step


@dataclass(frozen=True, slots=True)
class BackTest:
    """The same forecast made from earlier days: so many ``trials``, ``steps`` ahead, errors in the indicator's unit.

    ``bias`` is forecast − actual; ``unchanged_error`` that of "it stays as it is"; ``coverage`` the share of trials
    inside their interval. With no trial all are nan. ``trusting``: so few lay inside that chance does not explain it at
    that level (binomial, 5 %): the forecast was too sure.
    """

    trials: int
    steps: int
    mean_absolute_error: float
    unchanged_error: float
    bias: float
    coverage: float
    trusting: bool


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
    Wording(
        zh="各期变化围绕一个均值波动，大致服从正态分布；前后两期的波动可以相关，相关多少未知，已计入区间。",
        en="Steps swing about one mean and are roughly normal; neighbours may go together: by how much is not known, "
        "and counts in the interval.",
    ),
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
    carries: Sequence[float] = CARRIES,
) -> TargetForecast:
    """Return the probability that the value ``steps`` periods after the history meets the target, with the back-test.

    Shapes: history (periods,), at least 4, evenly spaced; target in the same unit; for ``direction`` higher it is met
    at or above, for lower at or below; ``level`` is that of the interval and of the back-test; ``carries`` as in the
    module's method, (0,) for independent steps. Errors: Refusal ``too-few-values``, ``not-a-number``,
    ``target-passed`` (steps < 1).

    >>> found = forecast_target([10, 12, 13, 15, 16], 19, steps=2, carries=(0,))
    >>> found.expected, round(found.probability, 3)
    (19.0, 0.5)
    """
    series = numbers(history, "history", least=LEAST_HISTORY)
    chances = target_probabilities(series[None, :], [target], steps=steps, directions=[direction], carries=carries)
    ahead = _ahead(series[None, :], np.array([len(series)]), steps, carries)
    low, high = ahead.end((1 - level) / 2), ahead.end((1 + level) / 2)
    tested = back_test(series, steps=steps, level=level, carries=carries)
    probability, expected = float(chances[0]), float(ahead.expected[0, 0])
    aim = asked(target, steps, direction)
    said = _statement(aim, probability, (low, expected, high), level, tested, pace(series))
    return TargetForecast(probability, expected, low, high, level, tested, said, _ASSUMPTIONS)


def target_probabilities(
    histories: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    steps: int,
    directions: list[Direction | str],
    carries: Sequence[float] = CARRIES,
) -> Floats:
    """Return the probability of each of many targets at once; figures as ``forecast_target``.

    Shapes: histories (indicators, periods), targets (indicators,), directions (indicators,) → (indicators,).
    Errors: as ``forecast_target``, and Refusal ``shape-differs``.

    >>> target_probabilities([[1, 2, 4, 5]] * 2, [7, 7], steps=1, directions=["higher", "lower"]).round(3).tolist()
    [0.263, 0.737]
    """
    table = numbers(histories, "histories", dimensions=2)
    aims = numbers(targets, "targets")
    same_length(aims, len(table), "targets")
    ahead = _ahead(table, np.array([table.shape[1]]), steps, carries)
    higher = np.array([Direction(one) is Direction.HIGHER for one in directions])
    # What is met at a value is met at that value too, where nothing swings.
    return np.where(higher, 1 - ahead.below(aims[:, None], at=False)[:, 0], ahead.below(aims[:, None], at=True)[:, 0])


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is expected ahead of several origins, for each carry: shapes (indicators, carries, origins)."""

    middle: Floats
    scale: Floats
    weight: Floats
    freedom: npt.NDArray[np.int64]

    @property
    def expected(self) -> Floats:
        """The mean over the carries (indicators, origins)."""
        found: Floats = (self.weight * self.middle).sum(axis=1)
        return found

    def below(self, value: Floats, *, at: bool) -> Floats:
        """Return the chance to lie below a value (indicators, origins), or ``at`` it too."""
        from scipy.special import stdtr

        apart = value[:, None, :] - self.middle
        sure = self.scale <= 0
        certain = np.where(apart >= 0 if at else apart > 0, 1.0, 0.0)
        chance = np.where(sure, certain, stdtr(self.freedom, apart / np.where(sure, 1.0, self.scale)))
        found: Floats = (self.weight * chance).sum(axis=1)
        return found

    def end(self, chance: float) -> float:
        """Return the value of one indicator ahead of one origin below which it lies by such a chance."""
        from scipy.optimize import brentq
        from scipy.special import stdtrit

        ends = self.middle[0, :, 0] + stdtrit(self.freedom[0], chance) * self.scale[0, :, 0]
        low, high = float(ends.min()), float(ends.max())  # of each carry; that of all lies between
        if high - low <= ROUNDING * max(abs(low), abs(high), SMALLEST):
            return low
        return float(brentq(lambda value: self.below(np.array([[value]]), at=True)[0, 0] - chance, low, high))


def _ahead(table: Floats, origins: npt.NDArray[np.int64], steps: int, carries: Sequence[float]) -> _Ahead:
    """Forecast ``steps`` ahead from the first ``origins`` values each, by running sums of the steps freed of ρ."""
    if table.shape[1] < LEAST_HISTORY:
        raise Refusal(
            "too-few-values",
            zh=f"预测至少需要{LEAST_HISTORY}期历史，现有{table.shape[1]}期。",
            en=f"A forecast needs {LEAST_HISTORY} periods of history; there are {table.shape[1]}.",
        )
    if steps < 1:
        raise Refusal(
            "target-passed", zh="目标时点已过，无需预测。", en="The due period is past; nothing is to forecast."
        )
    rho, count = np.array(carries, dtype=np.float64)[:, None], origins - 1
    moves = np.diff(table, axis=1)
    centre = moves.mean(axis=1)[:, None, None]
    swing = moves[:, None, :] - centre
    free = np.sqrt(1 - rho**2)
    # Freed of what they carry on, swings are independent and of one variance; so is the constant that μ belongs to.
    first, later = np.repeat(swing[..., :1], len(rho), axis=1), (swing[..., 1:] - rho * swing[..., :-1]) / free
    clean = np.concatenate([first, later], axis=2)
    unit = np.concatenate([np.ones_like(rho), np.repeat((1 - rho) / free, moves.shape[1] - 1, axis=1)], axis=1)
    of_unit = np.cumsum(unit * unit, axis=1)[:, count - 1]
    mean = np.cumsum(clean * unit, axis=2)[..., count - 1] / of_unit
    left = np.maximum(np.cumsum(clean * clean, axis=2)[..., count - 1] - mean * mean * of_unit, 0.0)
    powers = rho ** np.arange(1, steps + 1)
    carried = powers.sum(axis=1, keepdims=True)
    added = np.square((1 - powers) / (1 - rho)).sum(axis=1, keepdims=True) * free**2
    variance = added + (steps - carried) ** 2 / of_unit
    freedom = count - 1
    likely = -0.5 * (freedom * np.log(np.maximum(left, SMALLEST)) + freedom * np.log(1 - rho**2) + np.log(of_unit))
    weight = np.exp(likely - likely.max(axis=1, keepdims=True))
    middle = table[:, None, :][..., origins - 1] + steps * (centre + mean) + carried * (swing[..., count - 1] - mean)
    return _Ahead(middle, np.sqrt(left / freedom * variance), weight / weight.sum(axis=1, keepdims=True), freedom)


def back_test(
    history: npt.ArrayLike, *, steps: int, level: float = 0.8, carries: Sequence[float] = CARRIES
) -> BackTest:
    """Repeat the forecast from every earlier period and compare with what came.

    Where the history is too short for ``steps`` ahead, the longest distance that allows two trials is taken, and
    ``BackTest.steps`` says so. Source: rolling origin (Tashman, International Journal of Forecasting 16, 2000). Shapes:
    (periods,). Errors: Refusal ``too-few-values`` below 4 periods.

    >>> found = back_test([1, 2, 3, 4, 5, 6, 8], steps=1, carries=(0,))
    >>> found.trials, round(found.mean_absolute_error, 3), round(found.bias, 3)
    (3, 0.333, -0.333)
    """
    series = numbers(history, "history", least=LEAST_HISTORY)
    distance = max(1, min(steps, len(series) - LEAST_HISTORY - 1))
    origins = np.arange(LEAST_HISTORY, len(series) - distance + 1)
    if not len(origins):
        nan = float("nan")
        return BackTest(0, distance, nan, nan, nan, nan, trusting=False)
    ahead, came = _ahead(series[None, :], origins, distance, carries), series[origins + distance - 1]
    miss, stays = ahead.expected[0] - came, np.abs(series[origins - 1] - came)
    slack = ROUNDING * np.abs(series).max()  # rounding puts no trial out of its interval
    chances = [ahead.below((came + more)[None, :], at=True)[0] for more in (slack, -slack)]
    inside = (chances[0] >= (1 - level) / 2) & (chances[1] <= (1 + level) / 2)
    error, unchanged, bias, share = (float(one.mean()) for one in (np.abs(miss), stays, miss, inside))
    trusting = _too_few(int(inside.sum()), len(origins), level)
    return BackTest(len(origins), distance, error, unchanged, bias, share, trusting)


def _too_few(inside: int, trials: int, level: float) -> bool:
    """Tell whether so few trials inside are less than chance explains at that level (binomial, 5 %).

    >>> _too_few(2, 6, 0.8), _too_few(4, 6, 0.8)
    (True, False)
    """
    from scipy.special import bdtr

    return bool(bdtr(inside, trials, level) < _SURE)


def pace(history: npt.ArrayLike) -> int:
    """Tell whether steps grew smaller (−1) or larger (1) in the direction they take; 0 where chance explains it (5 %).

    The straight line through the steps, p-value of its slope by Student's t; at least 5 steps, else 0. Shapes:
    (periods,). Errors: Refusal ``not-a-number``.

    >>> pace([0, 40, 65, 80, 90, 95, 98]), pace([1, 3, 4, 6, 8, 9, 11])
    (-1, 0)
    """
    moves = np.diff(numbers(history, "history"))
    drift = float(moves.mean()) if len(moves) else 0.0
    if len(moves) < LEAST_HISTORY + 1 or np.ptp(moves) == 0:
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
    aim: Wording, probability: float, ends: tuple[float, float, float], level: float, tested: BackTest, going: int
) -> Wording:
    low, middle, high = map(numeral, ends)
    zh = f"按以往变化，{aim.zh}的概率{_percent(probability).zh}；预计值{middle}，{level:.0%}区间{low}至{high}。"
    en = (
        f"As things went so far, the probability of {aim.en} is {_percent(probability).en}; expected {middle}, "
        f"{level:.0%} interval {low} to {high}. "
    )
    if ends[0] == ends[2]:
        zh += "以往每期变化完全相同，看不出任何波动，请勿当作确定。"
        en += "Every change so far was the same: nothing shows how it may vary, so do not take this for certain. "
    if going:
        zh += PACES[going].zh
        en += PACES[going].en + " "
    if tested.trusting:
        zh += f"回测时落在区间内的明显少于{level:.0%}，实际把握比这小，请多留余地。"
        en += f"In the back-test clearly fewer than {level:.0%} lay inside: it is less sure than that; leave a margin. "
    if tested.trials == 0:
        return Wording(zh=zh + "历史太短，无法回测。", en=en + "The history is too short for a back-test.")
    return Wording(
        zh=zh + f"回测{tested.trials}次（向前{tested.steps}期）：平均误差{numeral(tested.mean_absolute_error)}，"
        f"假定不变时为{numeral(tested.unchanged_error)}，{tested.coverage:.0%}落在区间内。",
        en=en
        + f"Back-test, {tested.trials} trials {tested.steps} ahead: mean error {numeral(tested.mean_absolute_error)}, "
        f"{numeral(tested.unchanged_error)} if nothing changed, {tested.coverage:.0%} inside the interval.",
    )
