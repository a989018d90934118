"""Takes indicators, or judgements about them; gives the weight of each, summing to 1."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import ROUNDING, SMALLEST, Floats, no_spread, not_negative, numbers, weights_for

# Mean consistency index of random reciprocal matrices of order 1, 2, … (Saaty 1980).
_RANDOM_INDEX = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)


def entropy_weights(values: npt.ArrayLike) -> Floats:
    """Weigh indicators by how unevenly they are spread: p = x/Σx, e = −Σ p ln p / ln n, w = (1 − e)/Σ(1 − e).

    Source: Shannon 1948; Hwang & Yoon, Multiple Attribute Decision Making, 1981. 0·ln 0 counts as 0: no constant is
    added. Shapes: (units, indicators) of non-negative numbers without unit → (indicators,), summing to 1.
    Errors: Refusal ``negative-value``, ``too-few-values`` (below 2 units), ``no-spread`` (no indicator differs, or
    one is all zero).

    >>> entropy_weights([[1, 1], [1, 2], [1, 3]]).tolist()
    [0.0, 1.0]
    """
    table = not_negative(numbers(values, "values", dimensions=2, least=2), "values")
    columns = np.ascontiguousarray(table.T)  # an indicator's numbers side by side: twice as fast to add up
    total = columns.sum(axis=1)
    if total.min() == 0:
        raise no_spread(f"indicator {int(np.argmin(total)) + 1}")
    share = columns / total[:, None]
    # The logarithm of the least number stands for that of zero, which it is multiplied by.
    spread = 1.0 + np.vecdot(share, np.log(np.maximum(share, SMALLEST))) / math.log(len(table))
    if spread.min() < ROUNDING:
        spread[(spread < 0) | (columns.min(axis=1) == columns.max(axis=1))] = 0.0
    whole = spread.sum()
    if whole <= 0:
        raise no_spread("every indicator")
    weight: Floats = spread / whole
    return weight


def critic_weights(normalised: npt.ArrayLike) -> Floats:
    """Weigh indicators by contrast and conflict: C_j = s_j Σ_k (1 − r_jk), w = C/ΣC (r Pearson, s over n − 1).

    Source: Diakoulaki, Mavrotas & Papayannakis, Computers & Operations Research 22, 1995. Shapes: normalised
    (units, indicators), more is better → (indicators,), summing to 1.
    Errors: Refusal ``no-spread`` (a constant indicator, or all indicators move as one), ``too-few-values`` (below 2).

    >>> critic_weights([[0, 0, 1], [0.5, 1, 0], [1, 0.5, 0.5]]).round(3).tolist()
    [0.25, 0.312, 0.438]
    """
    table = numbers(normalised, "values", dimensions=2, least=2)
    spread = table.std(axis=0, ddof=1)
    flat = np.flatnonzero((np.ptp(table, axis=0) == 0) | (spread == 0))
    if len(flat):
        raise no_spread(f"indicator {flat[0] + 1}")
    conflict = (1.0 - np.atleast_2d(np.corrcoef(table, rowvar=False))).sum(axis=0)
    content = spread * np.maximum(conflict, 0.0)
    if content.sum() <= 1e-12:
        raise Refusal(
            "no-spread",
            zh="各指标同升同降，彼此没有差别，无从分配权重；请换用其他赋权方法。",
            en="All indicators move as one, so nothing tells their weights apart; weigh them another way.",
        )
    weight: Floats = content / content.sum()
    return weight


def given_weights(weights: npt.ArrayLike) -> Floats:
    """Return given weights made to sum to 1: w/Σw.

    Shapes: (indicators,) non-negative. Errors: Refusal ``negative-value``, ``no-weight``, ``not-a-number``.

    >>> given_weights([2, 1, 1]).tolist()
    [0.5, 0.25, 0.25]
    """
    column = numbers(weights, "weight")
    return weights_for(column, len(column))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Weights from pairwise judgements, and how well the judgements agree with each other."""

    weights: Floats
    eigenvalue: float
    consistency_index: float
    consistency_ratio: float


def ahp_weights(judgements: npt.ArrayLike, *, limit: float = 0.1) -> Comparison:
    """Weigh indicators by pairwise judgements: the principal eigenvector of A, CI = (λ − n)/(n − 1), CR = CI/RI(n).

    Source: Saaty, Journal of Mathematical Psychology 15, 1977, and The Analytic Hierarchy Process, 1980 (random index;
    CR above 0.1 calls for new judgements). Shapes: (n, n) positive reciprocal, a_ij = how many times i outweighs j, n
    ≤ 15.
    Errors: Refusal ``judgements-not-reciprocal``, ``judgements-inconsistent`` (CR > ``limit``; names the pair that
    departs most), ``too-many-indicators``.

    >>> found = ahp_weights([[1, 3, 5], [1/3, 1, 3], [1/5, 1/3, 1]])
    >>> found.weights.round(3).tolist(), round(found.consistency_ratio, 3)
    ([0.637, 0.258, 0.105], 0.033)
    """
    table = _judgements(judgements)
    order = len(table)
    values, vectors = np.linalg.eig(table)
    first = int(np.argmax(values.real))
    weight = np.abs(vectors[:, first].real)
    weight = weight / weight.sum()
    largest = float(values[first].real)
    index = max((largest - order) / (order - 1), 0.0) if order > 1 else 0.0
    ratio = index / _RANDOM_INDEX[order - 1] if order > 2 else 0.0
    if ratio > limit:
        raise _inconsistent(table, weight, ratio, limit)
    return Comparison(weight, largest, index, ratio)


def _judgements(judgements: npt.ArrayLike) -> Floats:
    table = numbers(judgements, "judgements", dimensions=2)
    if table.shape[0] != table.shape[1] or (table <= 0).any() or not np.allclose(table * table.T, 1.0, rtol=1e-3):
        raise Refusal(
            "judgements-not-reciprocal",
            zh="判断矩阵应为正的方阵，且 a_ij × a_ji = 1。",
            en="The judgements must form a positive square matrix in which a_ij × a_ji = 1.",
        )
    if len(table) > len(_RANDOM_INDEX):
        raise Refusal(
            "too-many-indicators",
            zh=f"两两比较最多{len(_RANDOM_INDEX)}个指标；请分组比较。",
            en=f"At most {len(_RANDOM_INDEX)} indicators can be compared in pairs; compare groups of them.",
        )
    return table


def _inconsistent(table: Floats, weight: Floats, ratio: float, limit: float) -> Refusal:
    departure = np.abs(np.log(table * weight[None, :] / weight[:, None]))
    first, second = np.unravel_index(int(np.argmax(departure)), departure.shape)
    fitting = weight[first] / weight[second]
    return Refusal(
        "judgements-inconsistent",
        zh=f"判断不一致：CR={ratio:.3f}，超过{limit}。"
        f"偏离最大的是第{first + 1}与第{second + 1}项，其余判断意味着约{fitting:.2g}。",
        en=(
            f"The judgements contradict each other: CR {ratio:.3f} is above {limit}. "
            f"Items {first + 1} and {second + 1} depart most; the other judgements imply about {fitting:.2g}."
        ),
    )
