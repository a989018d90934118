"""Takes an outcome and the columns that may explain it; gives coefficients with standard errors of a named kind."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import ROUNDING, Floats, numbers, same_length, weights_for


class Errors(StrEnum):
    """What the standard errors allow for: nothing, unequal variances (HC1; of few rows HC3), neighbours in time too
    (Newey–West)."""

    CLASSICAL = "classical"
    ROBUST = "robust"
    OF_FEW = "of few"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class Fit:
    """Least-squares coefficients (k,) with standard errors and two-sided p-values from Student's t."""

    coefficients: Floats
    standard_errors: Floats
    p_values: Floats
    covariance: Floats
    residuals: Floats
    freedom: int
    r_squared: float


def least_squares(
    outcome: npt.ArrayLike,
    design: npt.ArrayLike,
    *,
    errors: Errors = Errors.CLASSICAL,
    lags: int = 0,
    weights: npt.ArrayLike | None = None,
) -> Fit:
    """Fit y = Xb + e by least squares (QR), min Σ w e² where weights are given; ``design`` holds its own ones.

    Covariances: classical s²(X'WX)⁻¹, right only where weights are inverse variances; HC1 (White, Econometrica 48,
    1980) and HC3, each residual over 1 − h (MacKinnon & White, Journal of Econometrics 29, 1985), which populations
    call for; Newey & West, Econometrica 55, 1987, Bartlett weights
    over ``lags``, with n/(n − k). A row of weight 0 is as none. Shapes: (n,), (n, k), weights (n,), n > k.
    Errors: Refusal ``too-few-values``, ``collinear`` (columns say the same), ``shape-differs``, ``not-a-number``,
    ``negative-value``, ``no-weight``.

    >>> least_squares([1, 3, 5, 8], [[1, 0], [1, 1], [1, 2], [1, 3]]).coefficients.round(3).tolist()
    [0.8, 2.3]
    """
    columns = numbers(design, "design", dimensions=2)
    count = columns.shape[1]
    target = numbers(outcome, "outcome", least=count + 1)
    same_length(columns, len(target), "design")
    if weights is not None:
        return _weighted(target, columns, weights, errors, lags)
    return _fitted(target, columns, np.ones(len(target)), errors, lags)


def _weighted(target: Floats, columns: Floats, weights: npt.ArrayLike, errors: Errors, lags: int) -> Fit:
    """Fit the rows that count, each times the root of its weight."""
    share = weights_for(weights, len(target))
    there = share > 0
    numbers(target[there], "outcome", least=columns.shape[1] + 1)
    root = np.sqrt(share[there] * there.sum())
    return _fitted(target[there] * root, columns[there] * root[:, None], root, errors, lags)


def _fitted(target: Floats, columns: Floats, root: Floats, errors: Errors, lags: int) -> Fit:
    """Fit rows that were multiplied by the roots of their weights."""
    size, count = columns.shape
    basis, triangle = np.linalg.qr(columns)
    corner = np.abs(np.diag(triangle))
    if (corner <= 1e-10 * np.linalg.norm(columns, axis=0)).any():
        raise Refusal(
            "collinear",
            zh="解释变量之间存在完全共线（某列可由其他列得出），请去掉重复的列。",
            en="The explaining columns say the same thing (one follows from the others); drop one.",
        )
    inverse = np.linalg.inv(triangle)
    coefficients = inverse @ (basis.T @ target)
    residuals = target - columns @ coefficients  # of weighted rows: times the root
    freedom = size - count
    covariance = inverse @ _middle(basis, residuals, errors, lags, freedom) @ inverse.T
    standard = np.sqrt(np.maximum(np.diag(covariance), 0.0))  # of a perfect fit rounding may leave less than nothing
    spread = float(np.square(target - root * (root @ target / (root @ root))).sum())
    explained = 1 - float(residuals @ residuals) / spread if spread > 0 else 0.0
    chances = p_values(coefficients, standard, freedom)
    return Fit(coefficients, standard, chances, covariance, residuals / root, freedom, explained)


def _middle(basis: Floats, residuals: Floats, errors: Errors, lags: int, freedom: int) -> Floats:
    size, count = basis.shape
    if errors is Errors.CLASSICAL:
        return np.eye(count) * (residuals @ residuals / freedom)
    if errors is Errors.OF_FEW:
        residuals = residuals / np.maximum(1 - np.vecdot(basis, basis), ROUNDING)
    scores = basis * residuals[:, None]
    middle = scores.T @ scores
    for lag in range(1, (lags if errors is Errors.SERIAL else 0) + 1):
        shifted = scores[lag:].T @ scores[:-lag]
        middle = middle + (1 - lag / (lags + 1)) * (shifted + shifted.T)
    scaled: Floats = middle if errors is Errors.OF_FEW else middle * (size / freedom)
    return scaled


def p_values(values: Floats, standard_errors: Floats, freedom: float | Floats) -> Floats:
    """Return two-sided p-values of Student's t; an error of zero gives 0 for a value and 1 for zero.

    >>> p_values(np.array([0.0, 2.228]), np.ones(2), 10).round(3).tolist()
    [1.0, 0.05]
    """
    from scipy.special import stdtr

    exact = standard_errors <= 0
    ratio = np.abs(values) / np.where(exact, 1.0, standard_errors)
    return np.where(exact, np.where(values == 0, 1.0, 0.0), 2 * stdtr(freedom, -ratio))


def half_width(freedom: float, level: float) -> float:
    """Return how many standard errors a two-sided interval of a level reaches to each side.

    >>> round(half_width(10, 0.95), 3)
    2.228
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))
