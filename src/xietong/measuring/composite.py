"""Takes normalised indicators and weights; gives one index per unit with an interval that says how sure it is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import Floats, numbers, same_length, weights_for
from xietong.measuring.weighting import given_weights

_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class CompositeIndex:
    """An index per unit (units,) with its interval, and the same for the mean over all units."""

    index: Floats
    low: Floats
    high: Floats
    mean: float
    mean_low: float
    mean_high: float
    level: float
    draws: int


def composite_index(normalised: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """Add normalised indicators up by their weights: I_i = Σ_j w_j x_ij.

    Source: OECD/JRC Handbook, 2008 (linear aggregation: a weak indicator can be made up for by a strong one). Shapes:
    (units, indicators) and (indicators,) → (units,), in the unit of the normalised values.
    Errors: Refusal ``shape-differs``, ``negative-value``, ``not-a-number``.

    >>> composite_index([[0, 1], [1, 1]], [3, 1]).tolist()
    [0.25, 1.0]
    """
    table = numbers(normalised, "values", dimensions=2)
    weight = given_weights(weights)
    same_length(weight, table.shape[1], "weight")
    return table @ weight


def composite_with_interval(
    normalised: npt.ArrayLike,
    weigh: Callable[[Floats], Floats],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    level: float = 0.95,
    population: npt.ArrayLike | None = None,
) -> CompositeIndex:
    """Give the index with percentile intervals of a bootstrap over units; ``weigh`` derives the weights in every draw.

    A unit's interval shows what its index owes to which units happened to be there when the weights were derived; the
    interval of the mean shows sampling of units too. The mean is over units, or over people by the ``population`` of
    each (OECD/JRC Handbook, 2008); the weights of indicators hang on units alone. Draws in which no weights can be
    derived (``no-spread``), or nobody lives, are left out, and ``draws`` says how many remain. Source: Efron, Annals of
    Statistics 7, 1979; Efron & Tibshirani 1993. Shapes: (units, indicators), population (units,) → (units,). Errors:
    Refusal of ``weigh`` for the whole sample, ``too-few-values``, ``negative-value``, ``no-weight``.

    >>> found = composite_with_interval(
    ...     [[0, 1], [1, 1], [1, 0], [0.5, 0.5]], lambda x: np.array([0.5, 0.5]),
    ...     rng=np.random.default_rng(1), draws=200)
    >>> found.index.tolist(), found.mean, found.mean_low < 0.625 < found.mean_high
    ([0.5, 1.0, 0.5, 0.5], 0.625, True)
    """
    table = numbers(normalised, "values", dimensions=2, least=2)
    index = composite_index(table, weigh(table))
    people = weights_for(population, len(table))
    weights, means = [], []
    for _ in range(draws):
        drawn = rng.integers(0, len(table), len(table))
        sample = table[drawn]
        try:
            weight, share = weigh(sample), weights_for(people[drawn], len(table))
        except Refusal:
            continue
        weights.append(weight)
        means.append(share @ sample @ weight)
    if not weights:
        raise Refusal(
            "too-few-values",
            zh="单位太少，重抽样中无法求出权重，给不出区间。",
            en="There are too few units: no resample yields weights, so no interval can be given.",
        )
    tail = (1 - level) / 2
    many = np.array(weights)
    parts = np.array_split(table, 1 + table.shape[0] * len(many) // _AT_ONCE)  # half a million units times all draws
    low, high = np.hstack([np.quantile(many @ part.T, (tail, 1 - tail), axis=0) for part in parts])
    mean_low, mean_high = np.quantile(means, (tail, 1 - tail))
    mean = float(people @ index)
    return CompositeIndex(index, low, high, mean, float(mean_low), float(mean_high), level, len(weights))
