"""Takes an outcome in time and what may explain it; gives coefficients where neighbouring periods go together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.measuring.columns import Floats
from xietong.measuring.regression import least_squares, p_values

_LIMIT = 0.98  # beyond, a series can hardly be told from one that wanders off, and its level from nothing
_GRID, _TIMES = 41, 6  # so many correlations are tried, and so often ever closer to the best: to about 1e-8
_NEAR = 1e-3  # how far to both sides slopes are taken
_EXACT = 1e-10  # residuals this small beside the outcome are what rounding left


@dataclass(frozen=True, slots=True)
class SerialFit:
    """Coefficients (k,) with standard errors, two-sided p-values, and each one's degrees of freedom.

    ``correlation`` is that of the errors of neighbouring periods.
    """

    coefficients: Floats
    standard_errors: Floats
    p_values: Floats
    freedom: Floats
    correlation: float


def serial_least_squares(outcome: npt.ArrayLike, design: npt.ArrayLike) -> SerialFit:
    """Fit y = Xb + e, e_t = ρ e_{t−1} + u_t, by restricted maximum likelihood; ``design`` holds its own column of ones.

    ρ, within ±0.98, maximises −½[(n − k) ln RSS + ln|X*'X*| − ln(1 − ρ²)], where the rows with * are those less ρ times
    the row before, and the first times √(1 − ρ²) (Prais & Winsten 1954; Patterson & Thompson, Biometrika 58, 1971).
    Errors s²(X*'X*)⁻¹, s² = RSS/(n − k); degrees of freedom after Satterthwaite 1946: 2/(g'Ag), g the slope of the
    logarithm of a variance by ln s² and ρ, A the inverse of the observed information; from 1 to n − k. Of short series
    these intervals hold nearly what they say, those of Newey & West far less (Turner, Forbes, Karahalios, Taljaard &
    McKenzie, BMC Medical Research Methodology 21, 2021). Shapes: (n,), (n, k), n > k, evenly spaced in time.
    Errors: as ``least_squares``.

    >>> found = serial_least_squares([1, 3, 2, 5, 4, 6, 8, 7], [[1, t] for t in range(8)])
    >>> found.coefficients.round(3).tolist(), round(found.correlation, 3)
    ([1.214, 0.954], -0.624)
    """
    plain = least_squares(outcome, design)
    target, columns = np.asarray(outcome, dtype=np.float64), np.asarray(design, dtype=np.float64)
    size, count = columns.shape
    left = float(np.linalg.norm(plain.residuals))
    if left <= _EXACT * float(np.linalg.norm(target)):
        return SerialFit(
            plain.coefficients, np.zeros(count), p_values(plain.coefficients, np.zeros(count), plain.freedom),
            np.full(count, float(plain.freedom)), 0.0,
        )  # fmt: skip
    basis, triangle = np.linalg.qr(columns)
    moments = _Moments.of(np.column_stack([basis, plain.residuals / left]))
    best = _likeliest(moments, size)
    around = best + _NEAR * np.array([-1.0, 0.0, 1.0])
    inner, rest = moments.at(around)
    back = np.linalg.inv(triangle)
    covariances = back @ np.linalg.inv(inner) @ back.T
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    square = rest[1] / (size - count)
    shift = back @ np.linalg.solve(inner[1], moments.with_outcome(best))
    errors = left * np.sqrt(square * variances[1])
    coefficients = plain.coefficients + left * shift
    freedom = _freedom(around, inner, rest / square, variances, size - count)
    return SerialFit(coefficients, errors, p_values(coefficients, errors, freedom), freedom, best)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Sums of squares and products of columns: of all rows, of each with the one before, of all but both ends."""

    whole: Floats
    lagged: Floats
    within: Floats

    @classmethod
    def of(cls, table: Floats) -> "_Moments":
        """Take them once, whatever the correlations that are tried."""
        lagged = table[1:].T @ table[:-1]
        return cls(table.T @ table, lagged + lagged.T, table[1:-1].T @ table[1:-1])

    def at(self, correlations: Floats) -> tuple[Floats, Floats]:
        """Return X*'X* and RSS at each correlation; the last column is y."""
        full = self._all(correlations[:, None, None])
        inner = full[:, :-1, :-1]
        return inner, np.exp(_volume(full) - _volume(inner))

    def with_outcome(self, correlation: float) -> Floats:
        """Return X*'y* at one correlation."""
        across: Floats = self._all(correlation)[:-1, -1]
        return across

    def _all(self, rho: Floats | float) -> Floats:
        full: Floats = self.whole - rho * self.lagged + rho * rho * self.within
        return full


def _likeliest(moments: _Moments, size: int) -> float:
    low, high, best = -_LIMIT, _LIMIT, 0.0
    for _ in range(_TIMES):
        tried, step = np.linspace(low, high, _GRID, retstep=True)
        inner, rest = moments.at(tried)
        free = size - inner.shape[1]
        likelihood = -0.5 * (free * np.log(rest) + _volume(inner) - np.log1p(-tried * tried))
        best = float(tried[int(np.argmax(likelihood))])
        low, high = max(-_LIMIT, best - float(step)), min(_LIMIT, best + float(step))
    return best


def _volume(inner: Floats) -> Floats:
    """Return ln|M| of each matrix."""
    volume: Floats = np.linalg.slogdet(inner)[1]
    return volume


def _freedom(around: Floats, inner: Floats, rest: Floats, variances: Floats, most: int) -> Floats:
    """Return the degrees of freedom of each variance from three correlations side by side, ``rest`` as RSS/s²."""
    slope = (np.log(variances[2]) - np.log(variances[0])) / (2 * _NEAR)
    part = -0.5 * (rest + _volume(inner) - np.log1p(-around * around))
    own, by_rho = most / 2, -float(part[0] - 2 * part[1] + part[2]) / _NEAR**2
    shared = -float(rest[2] - rest[0]) / (4 * _NEAR)
    size = own * by_rho - shared * shared
    if size <= 0:  # at the limit, or on a ridge: nothing tells how far the correlation may be off
        return np.ones(len(slope))
    doubt = (by_rho - 2 * shared * slope + own * slope * slope) / size
    freedom: Floats = np.clip(2 / doubt, 1.0, float(most))
    return freedom
