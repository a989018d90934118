"""Takes values of places and who is whose neighbour; gives whether like sits beside like, with permutation p-values."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import SMALLEST, Floats, Indices, no_spread, numbers, same_length

_BLOCK = 4_000_000
_NEAR = 32_000  # so many numbers at a time stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Who is whose neighbour: row i weighs ``targets[starts[i]:starts[i+1]]`` by ``weights`` (sparse rows).

    ``pairs`` (starts, targets, weights) holds each pair once, in the row of its lower number, with both weights added.
    """

    starts: Indices
    targets: Indices
    weights: Floats
    pairs: tuple[Indices, Indices, Floats]

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.starts) - 1


def neighbours(pairs: npt.ArrayLike, size: int, *, weights: npt.ArrayLike | None = None) -> Neighbours:
    """Return row-standardised neighbours from directed pairs: w_ij / Σ_j w_ij; a place without any has an empty row.

    Shapes: pairs (links, 2) of places from 0, weights (links,) above zero. For a border give both directions.
    Errors: Refusal ``no-such-place``, ``own-neighbour``, ``negative-value``, ``shape-differs``; a pair given twice
    counts twice.

    >>> neighbours([(0, 1), (1, 0), (1, 2), (2, 1)], 3).weights.tolist()
    [1.0, 0.5, 0.5, 1.0]
    """
    links = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    weight = np.ones(len(links)) if weights is None else numbers(weights, "weights")
    same_length(weight, len(links), "weights")
    if len(links) and (links.min() < 0 or links.max() >= size):
        raise Refusal("no-such-place", zh="邻接关系指向不存在的地区。", en="A pair of neighbours names no known place.")
    if (links[:, 0] == links[:, 1]).any():
        raise Refusal("own-neighbour", zh="地区不能与自己相邻。", en="No place is its own neighbour.")
    if (weight <= 0).any():
        raise Refusal("negative-value", zh="邻接权重必须大于零。", en="Weights of neighbours are above zero.")
    order = np.lexsort((links[:, 1], links[:, 0]))
    source, target, weight = links[order, 0], links[order, 1], weight[order]
    weight = weight / np.bincount(source, weight, minlength=size)[source]
    both, index = np.unique(np.minimum(source, target) * size + np.maximum(source, target), return_inverse=True)
    undirected = _starts(both // size, size), both % size, np.bincount(index, weight).astype(np.float64)
    return Neighbours(_starts(source, size), target, weight, undirected)


def _starts(rows: Indices, size: int) -> Indices:
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))])


@dataclass(frozen=True, slots=True)
class MoranGlobal:
    """Moran's I, what chance gives (−1/(n − 1)), and the two-sided p-value of ``permutations`` random maps."""

    value: float
    expected: float
    p_value: float
    permutations: int


def moran(
    values: npt.ArrayLike, places: Neighbours, *, rng: np.random.Generator, permutations: int = 999
) -> MoranGlobal:
    """Return Moran's I = (n/S0) Σ_i Σ_j w_ij z_i z_j / Σ_i z_i², z = x − mean, S0 = Σ w.

    p = min(1, 2 (r + 1)/(P + 1)), r = how many of P random rearrangements lie as far out on the same side. Source:
    Moran, Biometrika 37, 1950; Cliff & Ord 1981. Each rearrangement is one of √P random
    orders after one of √P others (and these are few after few others): each is a random order and any two are
    independent, so r/P has the mean and the spread that P separate ones give.
    Shapes: (places,); no unit. Errors: Refusal ``no-spread``, ``no-neighbours``, ``shape-differs``,
    ``too-few-values`` (below 3).

    >>> line = neighbours([(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2)], 4)
    >>> round(moran([1, 2, 3, 4], line, rng=np.random.default_rng(1)).value, 3)
    0.4
    """
    centred = _centred(values, places)
    pairs = _matrix(*places.pairs)
    scale = len(centred) / places.weights.sum() / (centred @ centred)
    value = float(scale * (centred @ (pairs @ centred)))
    simulated = np.concatenate(
        [scale * np.einsum("ij,ij->j", one, pairs @ one) for one in _rearranged(centred, permutations, rng)]
    )[:permutations]
    above = int((simulated >= value - 1e-12).sum())
    below = int((simulated <= value + 1e-12).sum())
    p_value = min(1.0, 2 * (min(above, below) + 1) / (permutations + 1))
    return MoranGlobal(value, -1 / (len(centred) - 1), p_value, permutations)


def _rearranged(centred: Floats, permutations: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Give at least so many rearrangements as columns, some at a time: every first order seen through every second."""
    many = _root(permutations)
    first = np.ascontiguousarray(centred.take(_orders(len(centred), many, rng)).T)
    second = _orders(len(centred), many, rng).T
    deep = max(1, _NEAR // first.size)
    for begin in range(0, many, deep):
        yield first.take(second[:, begin : begin + deep], axis=0).reshape(len(centred), -1)


def _orders(size: int, many: int, rng: np.random.Generator) -> Indices:
    """Draw so many random orders (many, size), any two independent: few after few others, since drawing costs most."""
    few = _root(many)
    first, second = (rng.permuted(np.tile(np.arange(size), (few, 1)), axis=1) for _ in range(2))
    return first.take(second, axis=1).reshape(-1, size)[:many]


def _root(number: int) -> int:
    """Return the least whole number whose square reaches a number.

    >>> _root(999), _root(1024), _root(1)
    (32, 32, 1)
    """
    return math.isqrt(number - 1) + 1


@dataclass(frozen=True, slots=True)
class MoranLocal:
    """Local Moran's I (places,), two-sided p-values, and the quadrant: HH, LL (like beside like), HL, LH (outliers)."""

    values: Floats
    p_values: Floats
    quadrants: tuple[str, ...]
    permutations: int


def moran_local(
    values: npt.ArrayLike, places: Neighbours, *, rng: np.random.Generator, permutations: int = 999
) -> MoranLocal:
    """Return I_i = (n − 1) z_i Σ_j w_ij z_j / Σ z², with conditional permutations: a place stays, the others are drawn.

    Draws are shared by all places, as one matrix product; p as in ``moran``. With many places expect 5 % below 0.05 by
    chance alone. A place without neighbours has I = 0, p = 1. Source: Anselin, Geographical Analysis 27, 1995.
    Shapes: (places,). Errors: as ``moran``.

    >>> line = neighbours([(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2)], 4)
    >>> moran_local([1, 2, 3, 4], line, rng=np.random.default_rng(1)).values.round(2).tolist()
    [0.45, 0.15, 0.15, 0.45]
    """
    centred = _centred(values, places)
    lag = _matrix(places.starts, places.targets, places.weights) @ centred
    scale = (len(centred) - 1) / (centred @ centred)
    counts = np.diff(places.starts)
    extreme = np.empty(len(centred), dtype=np.int64)
    drawn = _drawn(len(centred) - 1, int(counts.max()), permutations, rng)
    block = max(1, _BLOCK // permutations)
    for begin in range(0, len(centred), block):
        rows = np.arange(begin, min(begin + block, len(centred)))
        extreme[rows] = _extreme(centred, lag, places, drawn, rows)
    p_value = np.where(counts > 0, np.minimum(1.0, 2 * (extreme + 1) / (permutations + 1)), 1.0)
    high, near = centred > 0, lag > 0
    letters = np.where(high, np.where(near, "HH", "HL"), np.where(near, "LH", "LL"))
    return MoranLocal(scale * centred * lag, p_value, tuple(letters.tolist()), permutations)


def _drawn(others: int, count: int, permutations: int, rng: np.random.Generator) -> Indices:
    """Draw ``count`` different places out of the ``others``, per permutation (rows): the first steps of a shuffle."""
    if others <= 4 * count + 16:
        return rng.permuted(np.tile(np.arange(others), (permutations, 1)), axis=1)[:, :count]
    drawn = rng.integers(0, others, (permutations, count))
    while True:
        ordered = np.sort(drawn, axis=1)
        again = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not len(again):
            return drawn
        drawn[again] = rng.integers(0, others, (len(again), count))


def _extreme(centred: Floats, lag: Floats, places: Neighbours, drawn: Indices, rows: Indices) -> Indices:
    """Count, per place of ``rows``, draws whose lag lies at least as far out on the rarer side.

    Place i draws from all others: its own number stands for the last place, so one table serves all but a few draws,
    which are mended afterwards.
    """
    width = drawn.shape[1]
    slots = np.zeros((width, len(rows)))
    counts = places.starts[rows + 1] - places.starts[rows]
    slot = np.arange(width)[:, None] < counts[None, :]
    slots.T[slot.T] = places.weights[places.starts[rows[0]] : places.starts[rows[-1] + 1]]
    simulated = centred[drawn] @ slots
    own_draw, own_slot = np.nonzero((drawn >= rows[0]) & (drawn <= rows[-1]))
    place = drawn[own_draw, own_slot]
    column = place - rows[0]
    # A draw names a place at most once, so no cell is mended twice.
    simulated[own_draw, column] += slots[own_slot, column] * (centred[-1] - centred[place])
    seen = lag[rows]
    above = (simulated >= seen - 1e-12).sum(axis=0)
    below = (simulated <= seen + 1e-12).sum(axis=0)
    extreme: Indices = np.minimum(above, below)
    return extreme


def _centred(values: npt.ArrayLike, places: Neighbours) -> Floats:
    column = numbers(values, "values", least=3)
    same_length(column, places.size, "values")
    if len(places.targets) == 0:
        raise Refusal("no-neighbours", zh="没有任何相邻地区。", en="No place has a neighbour.")
    centred: Floats = column - column.mean()
    farthest = np.abs(centred).max()
    if np.ptp(column) == 0 or farthest < SMALLEST:  # so close that nothing is left to divide by
        raise no_spread("values")
    scaled: Floats = centred / farthest
    return scaled  # I does not change with the unit, and the squares of tiny numbers would be none


def _matrix(starts: Indices, targets: Indices, weights: Floats) -> Any:
    from scipy.sparse import csr_array

    return csr_array((weights, targets, starts), shape=(len(starts) - 1, len(starts) - 1))
