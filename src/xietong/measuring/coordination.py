"""Takes the levels of several subsystems, or of both sides' ways to a target; gives how well they go together.

Known mistakes in the literature on coupling coordination, and what is done here (after Wang, Kong, Ren, Zhi & Dai,
Journal of Natural Resources 36(3), 2021, who surveyed them):

- C = {Π U / Π (U_i + U_j)}^{1/n} leaves out a constant: for two equal subsystems it gives 1/2, for more even less, so
  that classes meant for 0–1 are unreachable. The classical form here has the factor: C = n (Π U)^{1/n} / Σ U.
- C without the n-th root, or with an arbitrary exponent k, is no longer comparable between studies.
- Raw or z-scored values (negative, above 1) leave C and D undefined or unbounded: levels must lie in 0–1.
- The classical C crowds near 1, since two levels of 0.4 and 0.8 already give 0.94; D then repeats T. The corrected C
  spreads over 0–1.

Why the corrected D lies in [0, 1]: every |U_i − U_j| is in [0, 1] and there are n(n − 1)/2 pairs, so the first factor
is 1 − (a mean of numbers in [0, 1]); every U_i / max U is in [0, 1], and so is the product's root; C is the root of a
product of both; T is a weighted mean of numbers in [0, 1]; D = √(C T).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal, Wording
from xietong.measuring.columns import Floats, numbers, same_length, weights_for

CLASSES = tuple(
    Wording(zh=zh, en=en)
    for zh, en in (
        ("极度失调", "extreme imbalance"),
        ("严重失调", "severe imbalance"),
        ("中度失调", "moderate imbalance"),
        ("轻度失调", "slight imbalance"),
        ("濒临失调", "near imbalance"),
        ("勉强协调", "bare coordination"),
        ("初级协调", "primary coordination"),
        ("中级协调", "intermediate coordination"),
        ("良好协调", "good coordination"),
        ("优质协调", "superior coordination"),
    )
)


@dataclass(frozen=True, slots=True)
class Coordination:
    """Per unit (units,): coupling C, joint level T, coordination D, and the class of D (index into ``CLASSES``)."""

    coupling: Floats
    level: Floats
    degree: Floats
    classes: npt.NDArray[np.int64]

    def wordings(self) -> tuple[Wording, ...]:
        """Return each unit's class in words."""
        return tuple(CLASSES[n] for n in self.classes)


def coordination(
    levels: npt.ArrayLike, weights: npt.ArrayLike | None = None, *, form: str = "corrected"
) -> Coordination:
    """Return the coupling coordination degree D = √(C T), T = Σ α_i U_i, of n ≥ 2 subsystems, with its class.

    Corrected C = √{[1 − Σ_{i<j} |U_i − U_j| / (n(n − 1)/2)] · (Π U_i / max U)^{1/(n−1)}} where the product runs over
    the ratios to the maximum (Wang et al. 2021); ``form="classical"``: C = n (Π U)^{1/n} / Σ U. Class table: tenths
    of D (Liao 1999). Where all levels are 0, C is 1 and D is 0. Shapes: (units, n) in 0–1, weights (n,) → (units,).
    Errors: Refusal ``level-outside``, ``too-few-subsystems``, ``shape-differs``; ValueError for another ``form``.

    >>> found = coordination([[0.4, 0.8]])
    >>> round(found.coupling.item(), 4), round(found.degree.item(), 4), found.wordings()[0].zh
    (0.5477, 0.5733, '勉强协调')
    """
    table = numbers(levels, "levels", dimensions=2)
    count = table.shape[1]
    if count < 2:
        raise Refusal("too-few-subsystems", zh="耦合至少需要两个子系统。", en="Coupling needs at least two subsystems.")
    if table.min() < 0 or table.max() > 1:
        row, column = np.argwhere((table < 0) | (table > 1))[0] + 1
        raise Refusal(
            "level-outside",
            zh=f"第{row}行第{column}个子系统的水平不在0到1之间；请先归一化。",
            en=f"Row {row}, subsystem {column} lies outside 0–1; normalise first.",
        )
    if form not in {"corrected", "classical"}:
        raise ValueError(f"form is corrected or classical, not {form!r}")
    share = weights_for(weights, count)
    coupling = _corrected(table) if form == "corrected" else _classical(table)
    level = np.minimum(table @ share, 1.0)
    degree = np.sqrt(coupling * level)
    return Coordination(coupling, level, degree, np.minimum((degree * 10 + 1e-9).astype(np.int64), 9))


def _corrected(table: Floats) -> Floats:
    count = table.shape[1]
    ordered = np.sort(table, axis=1)
    # Σ_{i<j} |U_i − U_j| of sorted levels is a weighted sum of them.
    apart = ordered @ np.arange(1 - count, count, 2) / (count * (count - 1) / 2)
    largest = ordered[:, -1:]
    ratio = np.divide(ordered, largest, out=np.ones_like(ordered), where=largest > 0)
    product = np.prod(ratio ** (1 / (count - 1)), axis=1)
    coupling: Floats = np.sqrt(np.maximum(1 - apart, 0.0) * product)
    return coupling


def _classical(table: Floats) -> Floats:
    count = table.shape[1]
    total = table.sum(axis=1)
    mean = np.prod(table ** (1 / count), axis=1)
    coupling: Floats = np.divide(count * mean, total, out=np.ones_like(total), where=total > 0)
    return np.minimum(coupling, 1.0)


def grey_relational_degrees(
    reference: npt.ArrayLike,
    series: npt.ArrayLike,
    *,
    distinguishing: float = 0.5,
    weights: npt.ArrayLike | None = None,
) -> Floats:
    """Return how closely each series follows the reference: mean of (Δmin + ρ Δmax)/(Δ_k + ρ Δmax), Δ = |x_0 − x_i|.

    Source: Deng, Systems & Control Letters 1, 1982. The degree depends on which series stand side by side (Δmin, Δmax
    run over all of them): compare within one call only. Shapes: reference (points,), series (k, points), normalised;
    weights (points,) → (k,) in (0, 1]. Errors: Refusal ``shape-differs``, ``not-a-number``; ValueError unless 0 < ρ ≤
    1.

    >>> grey_relational_degrees([1, 1, 1], [[1, 1, 1], [1, 0.5, 0]]).round(3).tolist()
    [1.0, 0.611]
    """
    if not 0 < distinguishing <= 1:
        raise ValueError("distinguishing lies above 0 and at most at 1")
    target = numbers(reference, "reference")
    table = numbers(series, "series", dimensions=2)
    same_length(target, table.shape[1], "reference")
    apart = np.abs(table - target)
    low, high = apart.min(), apart.max()
    if high == 0:
        return np.ones(len(table))
    degrees: Floats = ((low + distinguishing * high) / (apart + distinguishing * high)) @ weights_for(
        weights, len(target)
    )
    return degrees


@dataclass(frozen=True, slots=True)
class JointDistance:
    """Way still to go: per party and indicator 0 (there) to 1 (at the baseline; above 1: fell back), and joined."""

    remaining: Floats
    per_party: Floats
    joint: float
    gap: float


def distance_to_joint_target(
    values: npt.ArrayLike, targets: npt.ArrayLike, baselines: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> JointDistance:
    """Return the share of the way to a joint target that is still ahead; the joint figure is the slowest party's.

    r = max(0, (target − value)/(target − baseline)), either direction; per party √(Σ w r²) (Euclidean, as in
    distance-to-target of OECD/JRC 2008); joint = max over parties, gap = max − min (house rule: joint means all).
    Shapes: values, baselines (parties, indicators), targets (indicators,) or as values, weights (indicators,).
    Errors: Refusal ``target-is-baseline``, ``shape-differs``, ``not-a-number``.

    >>> distance_to_joint_target([[80], [60]], [100], [[50], [50]]).per_party.tolist()
    [0.4, 0.8]
    """
    now = numbers(values, "values", dimensions=2)
    numbers(now.T, "values", dimensions=2)  # at least one indicator
    base = numbers(baselines, "baselines", dimensions=2)
    if base.shape != now.shape or np.shape(targets) not in {now.shape, now.shape[1:]}:
        raise Refusal(
            "shape-differs",
            zh="现值、基线与目标值的形状不一致。",
            en="Values, baselines and targets do not have matching shapes.",
        )
    aim = np.broadcast_to(np.asarray(targets, dtype=np.float64), now.shape)
    way = numbers(aim, "targets", dimensions=2) - base
    if (way == 0).any():
        party, indicator = np.argwhere(way == 0)[0] + 1
        raise Refusal(
            "target-is-baseline",
            zh=f"第{party}方第{indicator}个指标的目标值等于基线，无从计算进度。",
            en=f"For party {party}, indicator {indicator}, the target equals the baseline; there is no way to measure.",
        )
    remaining = np.maximum(0.0, (aim - now) / way)
    per_party = np.sqrt(np.square(remaining) @ weights_for(weights, now.shape[1]))
    return JointDistance(remaining, per_party, float(per_party.max()), float(np.ptp(per_party)))
