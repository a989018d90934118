"""Takes values of units at several times; gives whether they come closer to each other, and how fast."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import Floats, no_spread, not_negative, numbers, same_length, weights_for
from xietong.measuring.regression import Errors, Fit, least_squares


@dataclass(frozen=True, slots=True)
class SigmaConvergence:
    """Dispersion per period (periods,), and the straight line through it: converging where ``slope`` is below zero.

    ``standard_error`` and ``p_value`` of the slope are nan with fewer than three periods.
    """

    dispersion: Floats
    variation: Floats
    slope: float
    standard_error: float
    p_value: float


def sigma_convergence(panel: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> SigmaConvergence:
    """Follow the spread over time: σ_t² = n/(n − 1) Σ f (ln x − m)², m = Σ f ln x, f the units' shares of the
    population (1/n without weights), and the trend of σ per period.

    Beside it the coefficient of variation (population form). Source: Barro & Sala-i-Martin, Journal of Political
    Economy 100, 1992; by population Williamson, Economic Development and Cultural Change 13, 1965. Shapes: (units,
    periods) above zero, at least 2 × 2; weights as the panel. Errors: Refusal ``not-positive``, ``too-few-values``,
    ``negative-value``, ``no-weight``, ``shape-differs``.

    >>> sigma_convergence([[1, 2, 3], [4, 4, 4]]).dispersion.round(3).tolist()
    [0.98, 0.49, 0.203]
    """
    table = _positive(panel)
    periods = table.shape[1]
    if periods < 2:
        raise Refusal("too-few-values", zh="至少需要两个时期。", en="At least two periods are needed.")
    share = _shares(weights, table)
    dispersion = _spread(np.log(table), share) * np.sqrt(len(table) / (len(table) - 1))
    variation = _spread(table, share) / np.sum(share * table, axis=0)
    if periods == 2:
        slope, error, p_value = float(dispersion[1] - dispersion[0]), float("nan"), float("nan")
    else:
        fit = least_squares(dispersion, np.column_stack([np.ones(periods), np.arange(periods)]))
        slope, error, p_value = (float(x[1]) for x in (fit.coefficients, fit.standard_errors, fit.p_values))
    return SigmaConvergence(dispersion, variation, slope, error, p_value)


def _shares(weights: npt.ArrayLike | None, table: Floats) -> Floats:
    if weights is None:
        return np.full(table.shape, 1 / len(table))
    people = not_negative(numbers(weights, "weights", dimensions=2), "weights")
    same_length(people, len(table), "weights")
    same_length(people.T, table.shape[1], "weights")
    return np.column_stack([weights_for(one, len(table)) for one in people.T])


def _spread(table: Floats, share: Floats) -> Floats:
    """Return the standard deviation of each column by its shares."""
    apart = table - np.sum(share * table, axis=0)
    spread: Floats = np.sqrt(np.sum(share * apart**2, axis=0))
    return spread


@dataclass(frozen=True, slots=True)
class BetaConvergence:
    """The slope of growth on the start; below zero: who starts lower grows faster.

    ``speed`` is the share of the gap closed per year (continuous), ``half_life`` the years until half is closed; nan
    and inf where nothing converges. ``fit`` holds the constant, beta, then the controls.
    """

    beta: float
    standard_error: float
    p_value: float
    speed: float
    speed_error: float
    half_life: float
    conditional: bool
    fit: Fit


def beta_convergence(
    initial: npt.ArrayLike,
    final: npt.ArrayLike,
    *,
    years: float,
    controls: npt.ArrayLike | None = None,
    errors: Errors | None = None,
    weights: npt.ArrayLike | None = None,
) -> BetaConvergence:
    """Regress yearly growth on the start: ln(x_T/x_0)/T = a + β ln x_0 (+ controls); λ = −ln(1 + βT)/T.

    Absolute without controls, conditional with them. The error of λ is se(β)/(1 + βT) (delta method). Source: Baumol,
    American Economic Review 76, 1986; Barro & Sala-i-Martin 1992. A caution: chance swings alone push β below zero
    (Friedman 1992; Quah 1993), so read it beside sigma. With ``weights``, populations at the start, least squares are
    weighted by them: the law that people meet rather than units. ``errors`` are classical, or with weights HC3
    unless said otherwise, since a population is no inverse variance (Solon, Haider & Wooldridge, Journal of Human
    Resources 50, 2015). Shapes: (units,) above zero, controls (units, k), weights (units,), years > 0.
    Errors: Refusal ``not-positive``, ``no-duration``, ``no-spread`` (all start alike), ``too-few-values``,
    ``collinear``, ``shape-differs``, ``negative-value``, ``no-weight``.

    >>> found = beta_convergence([1, 2, 4, 8], [4, 5.6568, 8, 11.3137], years=10)
    >>> round(found.beta, 4), round(found.half_life, 2)
    (-0.05, 10.0)
    """
    if not years > 0:
        raise Refusal("no-duration", zh="起止之间的年数必须大于零。", en="The years between both must be above zero.")
    start, end = _positive(np.atleast_1d(initial)[:, None])[:, 0], _positive(np.atleast_1d(final)[:, None])[:, 0]
    same_length(end, len(start), "final")
    level = np.log(start)
    if np.ptp(level) == 0:
        raise no_spread("starting values")
    columns = [np.ones(len(start)), level]
    if controls is not None:
        extra = numbers(controls, "controls", dimensions=2)
        same_length(extra, len(start), "controls")
        columns += list(extra.T)
    errors = errors or (Errors.CLASSICAL if weights is None else Errors.OF_FEW)
    fit = least_squares(np.log(end / start) / years, np.column_stack(columns), errors=errors, weights=weights)
    beta, error, p_value = (float(x[1]) for x in (fit.coefficients, fit.standard_errors, fit.p_values))
    left = 1 + beta * years
    speed = -float(np.log(left)) / years if left > 0 else float("nan")
    half_life = float(np.log(2)) / speed if speed > 0 else float("inf") if left > 0 else float("nan")
    speed_error = error / left if left > 0 else float("nan")
    return BetaConvergence(beta, error, p_value, speed, speed_error, half_life, controls is not None, fit)


def _positive(values: npt.ArrayLike) -> Floats:
    table = numbers(values, "values", dimensions=2, least=2)
    if (table <= 0).any():
        row, column = np.argwhere(table <= 0)[0] + 1
        raise Refusal(
            "not-positive",
            zh=f"第{row}行第{column}期不大于零，不能取对数。",
            en=f"Row {row}, period {column} is not above zero and has no logarithm.",
        )
    return table
