"""Takes values of units, with populations and groups; gives how unequal they are, and where the inequality sits.

Weights are populations: a unit of weight 2 counts like two units of its value. All measures are of the population
form (divided by n, not n − 1) and do not change when all values are multiplied by one positive number.

Of a single unit they are 0: the form divided by n is (Σ |x − x| = 0), and a group of one adds nothing to a
decomposition; the form with n/(n − 1) for small samples (Deaton, The Analysis of Household Surveys, 1997, section 3.1)
is not defined there. As an answer about a whole it says nothing: ``evaluate`` refuses it (``one-unit``).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import (
    ROUNDING,
    SMALLEST,
    Floats,
    Indices,
    groups_of,
    not_negative,
    numbers,
    weights_for,
    zero_mean,
)

_AT_ONCE = 1024  # so many units a step keep all groups' running sums in the processor's cache


def coefficient_of_variation(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Return the standard deviation over the mean: √(Σ f (x − μ)²) / μ, f = weight shares.

    Source: Pearson 1896. Shapes: (units,), weights (units,); no unit.
    Errors: Refusal ``zero-mean``, ``not-a-number``, ``too-few-values``.

    >>> round(coefficient_of_variation([2, 4, 4, 4, 5, 5, 7, 9]), 3)
    0.4
    """
    column = numbers(values, "values")
    share = _shares(weights, len(column))
    mean = _mean(column, share)
    apart = column - mean
    return _index(math.sqrt(_weighed(apart * apart, share)) / abs(mean), column)


def _shares(weights: npt.ArrayLike | None, size: int) -> Floats | None:
    """Return each unit's share of the population; None where all count alike, which sums then need not multiply by."""
    return None if weights is None else weights_for(weights, size)


def _weighed(column: Floats, share: Floats | None) -> float:
    """Return Σ f x."""
    return float(np.add.reduce(column)) / len(column) if share is None else float(share.dot(column))


def _mean(column: Floats, share: Floats | None) -> float:
    """Return μ = Σ f x; Refusal ``zero-mean``, since all measures here are relative to it."""
    mean = _weighed(column, share)
    if mean == 0:
        raise zero_mean("values")
    return mean


def _index(value: float, column: Floats) -> float:
    """Return an index of a column: never below zero, and zero where all values are the same, whatever rounding left.

    >>> _index(-1e-17, np.array([1.0, 2.0])), _index(3e-17, np.array([1.0, 1.0])), _index(0.5, np.array([1.0, 2.0]))
    (0.0, 0.0, 0.5)
    """
    if value > ROUNDING:
        return value
    return value if value > 0 and column.min() < column.max() else 0.0


def gini(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Return the Gini coefficient Σ_i Σ_j f_i f_j |x_i − x_j| / (2μ): 0 all equal, towards 1 one has all.

    Source: Gini 1912; computed from the sorted values (Sen 1973, Lerman & Yitzhaki 1989 for weights). Shapes: (units,)
    non-negative, weights (units,); no unit. Errors: Refusal ``negative-value``, ``zero-mean``, ``not-a-number``.

    >>> round(gini([1, 2, 3, 4, 5]), 4)
    0.2667
    """
    column = numbers(values, "values")
    size = len(column)
    share = _shares(weights, size)
    if share is None:
        ordered = np.sort(column)
        spread = np.arange(1 - size, size, 2, dtype=np.float64).dot(ordered) / size**2
    else:
        order = column.argsort()
        ordered, share = column[order], share[order]
        # Twice the mid-rank, centred: Σ f_i x_i (2F_i − f_i − 1).
        spread = (share * ordered).dot(2 * np.cumsum(share) - share - 1.0)
    if ordered[0] < 0:
        not_negative(column, "values")
    return _index(float(spread) / _mean(ordered, share), ordered)


@dataclass(frozen=True, slots=True)
class GiniDecomposition:
    """Dagum's parts; ``total`` is their sum. ``between_pairs`` and ``affluence`` (groups, groups) are G_jh and D_jh."""

    total: float
    within: float
    between: float
    transvariation: float
    groups: tuple[str, ...]
    group_gini: Floats
    between_pairs: Floats
    affluence: Floats


def gini_by_group(
    values: npt.ArrayLike, groups: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> GiniDecomposition:
    """Split the Gini coefficient into within groups, net between groups, and transvariation (overlap).

    With A_jh = Σ_{i∈j, r∈h} f_i f_r max(x_i − x_r, 0): G_w = Σ A_jj/μ, G_nb = Σ_{j<h} |A_jh − A_hj|/μ, G_t = Σ_{j<h}
    2 min(A_jh, A_hj)/μ, D_jh = |A_jh − A_hj|/(A_jh + A_hj). Source: Dagum, Empirical Economics 22, 1997; one pass per
    group over the sorted values instead of all pairs. Shapes: (units,) non-negative; groups (units,); weights (units,).
    Errors: Refusal ``negative-value``, ``zero-mean``, ``shape-differs``, ``no-weight``.

    >>> parts = gini_by_group([1, 3, 2, 6], ["A", "A", "B", "B"])
    >>> [round(x, 4) for x in (parts.total, parts.within, parts.between, parts.transvariation)]
    [0.3333, 0.125, 0.1667, 0.0417]
    """
    column = not_negative(numbers(values, "values"), "values")
    share = weights_for(weights, len(column))
    names, index = groups_of(groups, len(column))
    ratio = column / _mean(column, share)
    gain = _gains(ratio, share, index, len(names))
    weight = np.bincount(index, share)
    means = np.bincount(index, share * ratio) / np.maximum(weight, SMALLEST)
    both, net, overlapping = gain + gain.T, np.abs(gain - gain.T), np.minimum(gain, gain.T)
    within = float(gain.trace())
    between = float(net.sum()) / 2  # a pair of groups stands in the table twice
    np.fill_diagonal(overlapping, 0.0)
    overlap = float(overlapping.sum())
    pairs = both / np.maximum(np.outer(weight, weight) * (means[:, None] + means), SMALLEST)
    affluence = net / np.maximum(both, SMALLEST)
    return GiniDecomposition(
        within + between + overlap, within, between, overlap, names, pairs.diagonal().copy(), pairs, affluence
    )


def _gains(column: Floats, share: Floats, index: Indices, count: int) -> Floats:
    """Return A (groups, groups): each of the sorted values meets the running sums of every group below it."""
    order = np.argsort(column)
    amount, share, index = share[order] * (column[order] - column.min()), share[order], index[order]
    names = np.arange(count)[:, None]
    gain, lower, less = np.zeros((count, count)), np.zeros((count, 1)), np.zeros((count, 1))
    for begin in range(0, len(column), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        member = index[part] == names
        shares, amounts = member * share[part], member * amount[part]
        below, below_amount = lower + np.cumsum(shares, axis=1), less + np.cumsum(amounts, axis=1)
        gain += amounts @ below.T - shares @ below_amount.T
        lower, less = below[:, -1:], below_amount[:, -1:]
    return np.maximum(gain, 0.0)


def theil_t(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Return Theil's T: Σ f (x/μ) ln(x/μ), with 0·ln 0 = 0; from 0 (equal) to ln n; stresses the top.

    Source: Theil, Economics and Information Theory, 1967. Shapes: (units,) non-negative; weights (units,); in nats.
    Errors: Refusal ``negative-value``, ``zero-mean``, ``not-a-number``.

    >>> round(theil_t([1, 2, 3, 4]), 4)
    0.1064
    """
    column = numbers(values, "values")
    least = _least(column)
    share = _shares(weights, len(column))
    ratio = column / _mean(column, share)
    log = _logarithms(ratio, least)
    found = ratio.dot(log) / len(column) if share is None else (share * ratio).dot(log)
    return _index(float(found), column)


def _least(column: Floats) -> float:
    """Return the least number of a column; Refusal ``negative-value`` where it is below zero."""
    least = float(column.min())
    if least < 0:
        not_negative(column, "values")
    return least


def _logarithms(ratio: Floats, least: float) -> Floats:
    """Return ln(x/μ); of a zero, by which it is multiplied, that of the least number there is."""
    found: Floats = np.log(ratio if least > 0 else np.maximum(ratio, SMALLEST))
    return found


def theil_l(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Return Theil's L, the mean logarithmic deviation: Σ f ln(μ/x); stresses the bottom.

    Source: Theil 1967. Shapes: (units,) above zero; weights (units,); in nats.
    Errors: Refusal ``zero-value`` (L is infinite where somebody has nothing), ``negative-value``, ``zero-mean``.

    >>> round(theil_l([1, 2, 3, 4]), 4)
    0.1218
    """
    column = _positive(values)
    share = _shares(weights, len(column))
    return _index(-_weighed(np.log(column / _mean(column, share)), share), column)


def _positive(values: npt.ArrayLike) -> Floats:
    column = not_negative(numbers(values, "values"), "values")
    if column.min() == 0:
        row = int(np.argmin(column)) + 1
        raise Refusal(
            "zero-value",
            zh=f"第{row}行为零，Theil L 无穷大；请改用 Theil T 或基尼系数。",
            en=f"Row {row} is zero, where Theil's L is infinite; use Theil's T or the Gini coefficient.",
        )
    return column


@dataclass(frozen=True, slots=True)
class TheilDecomposition:
    """Theil's T or L in two parts; ``total`` is their sum. ``group_contribution`` (groups,) adds up to ``within``."""

    total: float
    within: float
    between: float
    groups: tuple[str, ...]
    group_theil: Floats
    group_contribution: Floats


def theil_by_group(
    values: npt.ArrayLike, groups: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, form: str = "T"
) -> TheilDecomposition:
    """Split Theil's T or L exactly into within and between groups (parties).

    T: T_w = Σ_g s_g T_g, T_b = Σ_g s_g ln(μ_g/μ), s_g = p_g μ_g/μ. L: L_w = Σ_g p_g L_g, L_b = Σ_g p_g ln(μ/μ_g); p_g
    population shares. Source: Theil 1967; Shorrocks, Econometrica 48, 1980. Shapes: (units,); groups, weights (units,).
    Errors: as ``theil_t`` and ``theil_l``; ValueError for another ``form``.

    >>> parts = theil_by_group([1, 3, 2, 6], ["A", "A", "B", "B"])
    >>> round(parts.within, 4), round(parts.between, 4)
    (0.1308, 0.0566)
    """
    if form not in {"T", "L"}:
        raise ValueError(f"form is T or L, not {form!r}")
    column = _positive(values) if form == "L" else numbers(values, "values")
    least = _least(column)
    share = _shares(weights, len(column))
    names, index = groups_of(groups, len(column))
    ratio = column / _mean(column, share)
    people, amount = _by_group(index, None, share), _by_group(index, ratio, share)
    relative = amount / np.maximum(people, SMALLEST)
    relative[relative == 0] = 1.0  # a group that has nothing, or nobody, adds nothing
    above, log = np.log(relative), _logarithms(ratio, least)
    # A group's own index is that of its values beside the mean of all, less what its mean is above that.
    if form == "T":
        portion, sign, inside = amount, 1.0, _by_group(index, ratio * log, share) / np.maximum(amount, SMALLEST) - above
    else:
        portion, sign, inside = people, -1.0, above - _by_group(index, log, share) / np.maximum(people, SMALLEST)
    if inside.min() < ROUNDING:
        inside[(inside < 0) | _alike(column, index, len(names))] = 0.0
    contribution = portion * inside
    between = _index(sign * float(portion.dot(above)), column)
    within = float(contribution.sum())
    return TheilDecomposition(within + between, within, between, names, inside, contribution)


def _by_group(index: Indices, column: Floats | None, share: Floats | None) -> Floats:
    """Return Σ f x over the units of each group (groups,); their share Σ f where there is no column."""
    found: Floats
    if share is None:
        found = np.bincount(index, column) / len(index)
    else:
        weight: Floats = share if column is None else share * column
        found = np.asarray(np.bincount(index, weight), dtype=np.float64)
    return found


def _alike(column: Floats, index: Indices, count: int) -> npt.NDArray[np.bool_]:
    """Return which groups have one and the same value throughout."""
    one = np.zeros(count)
    one[index] = column
    alike: npt.NDArray[np.bool_] = np.bincount(index, column != one[index], minlength=count) == 0
    return alike


@dataclass(frozen=True, slots=True)
class RangeRatios:
    """How far ends are apart: highest over lowest, and the upper over the lower tenth's (or given) quantile."""

    highest_to_lowest: float
    quantile_ratio: float
    high: float
    low: float


def range_ratios(values: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, tail: float = 0.1) -> RangeRatios:
    """Return max/min and Q(1 − tail)/Q(tail), Q the inverse of the weighted distribution function.

    Source: Berne & Stiefel, The Measurement of Equity in School Finance, 1984 (with a tail of 0.05 the restricted range
    ratio, which is the federal range ratio plus 1); Q by nearest rank (type 1 of Hyndman & Fan 1996). Shapes: (units,)
    non-negative, weights (units,). A ratio over zero is infinite.
    Errors: Refusal ``negative-value``, ``not-a-number``; ValueError unless 0 < tail < 0.5.

    >>> range_ratios([2, 4, 6, 8, 10]).highest_to_lowest
    5.0
    """
    if not 0 < tail < 0.5:
        raise ValueError("tail lies between 0 and 0.5")
    column = not_negative(numbers(values, "values"), "values")
    share = weights_for(weights, len(column))
    order = np.argsort(column)
    column, below = column[order], np.cumsum(share[order])
    ends = np.searchsorted(below, (tail - 1e-12, 1 - tail - 1e-12))
    low, high = column[np.minimum(ends, len(column) - 1)]
    counted = column[share[order] > 0]
    return RangeRatios(_over(counted[-1], counted[0]), _over(high, low), float(high), float(low))


def _over(high: float, low: float) -> float:
    if low > 0:
        return float(high) / float(low)
    return float("inf") if high > 0 else 1.0
