"""Takes indicators of different units and directions; gives them on one scale where more is better."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal
from xietong.measuring.columns import Floats, no_spread, numbers


class Direction(StrEnum):
    """Which way an indicator should go."""

    HIGHER = "higher"
    LOWER = "lower"


def normalise_range(
    values: npt.ArrayLike, directions: Sequence[Direction | str], *, bounds: npt.ArrayLike | None = None
) -> Floats:
    """Bring indicators to 0–1 by their range: (x − min)/(max − min); (max − x)/(max − min) where lower is better.

    Source: UNDP Human Development Report 1990 (goalposts); OECD/JRC, Handbook on Constructing Composite Indicators,
    2008. Shapes: ``values`` (units, indicators), ``directions`` (indicators,), ``bounds`` (indicators, 2) as min, max
    agreed beforehand (values outside are cut off); result as ``values``, without unit.
    Errors: Refusal ``no-spread`` for an indicator with max ≤ min, ``shape-differs``, ``not-a-number``.

    >>> normalise_range([[10, 1], [20, 3], [40, 2]], ["higher", "lower"]).round(3).tolist()
    [[0.0, 1.0], [0.333, 0.0], [1.0, 0.5]]
    """
    table, up = _table(values, directions)
    if bounds is None:
        low, high = table.min(axis=0), table.max(axis=0)
    else:
        low, high = numbers(bounds, "bounds", dimensions=2).T
    flat = np.flatnonzero(high <= low)
    if len(flat):
        raise no_spread(f"indicator {flat[0] + 1}")
    scaled = np.clip((table - low) / (high - low), 0.0, 1.0)
    better: Floats = np.where(up, scaled, 1.0 - scaled)
    return better


def normalise_score(values: npt.ArrayLike, directions: Sequence[Direction | str]) -> Floats:
    """Bring indicators to z-scores (x − mean)/s with s over n − 1, sign turned where lower is better.

    Source: OECD/JRC Handbook, 2008. Shapes: (units, indicators), directions (indicators,); result in standard
    deviations.
    Errors: Refusal ``no-spread``, ``too-few-values`` (below 2), ``shape-differs``, ``not-a-number``.

    >>> normalise_score([[1], [2], [3]], ["lower"]).ravel().tolist()[::2]
    [1.0, -1.0]
    """
    table, up = _table(values, directions, least=2)
    spread = table.std(axis=0, ddof=1)
    flat = np.flatnonzero((np.ptp(table, axis=0) == 0) | (spread == 0))
    if len(flat):
        raise no_spread(f"indicator {flat[0] + 1}")
    scores: Floats = (table - table.mean(axis=0)) / np.where(up, spread, -spread)
    return scores


def _table(
    values: npt.ArrayLike, directions: Sequence[Direction | str], least: int = 1
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    table = numbers(values, "values", dimensions=2, least=least)
    if len(directions) != table.shape[1]:
        raise Refusal(
            "shape-differs",
            zh=f"有{table.shape[1]}个指标，却给出{len(directions)}个方向。",
            en=f"There are {table.shape[1]} indicators and {len(directions)} directions.",
        )
    return table, np.array([Direction(one) is Direction.HIGHER for one in directions])
