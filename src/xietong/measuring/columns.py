"""Takes what a caller calls numbers or groups; gives checked numpy columns, or a Refusal that names the place."""

from typing import Any

import numpy as np
import numpy.typing as npt

from xietong.basics import Refusal

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

LARGEST = 1e100  # squares of larger numbers would leave the range of floating point
SMALLEST = float(np.finfo(np.float64).tiny)  # stands for zero where a division or a logarithm would not take it
ROUNDING = 1e-9  # of measures relative to the mean: what rounding leaves where there is no difference lies far below
_SPARSE = 4  # so many places a row are worth counting through
# What the functions call their arguments, as a Chinese sentence names them.
_NAMES = {
    "values": "数值", "weight": "权数", "weights": "权数", "group": "分组", "targets": "目标值", "baselines": "基线",
    "reference": "参照列", "series": "各列", "levels": "水平", "history": "历史数据", "histories": "历史数据",
    "treated": "计划内单位", "control": "对照", "controls": "控制变量", "donors": "对照单位", "outcome": "结果变量",
    "design": "解释变量", "judgements": "判断矩阵", "bounds": "上下界", "final": "期末值",
    "every indicator": "每个指标各自的值", "starting values": "期初值",
}  # fmt: skip


def _zh(name: str) -> str:
    """Return a name as a Chinese sentence has it.

    >>> _zh("values"), _zh("indicator 2"), _zh("经费")
    ('数值', '第2个指标的值', '经费')
    """
    kind, _, place = name.partition(" ")
    return f"第{place}个指标的值" if kind == "indicator" and place else _NAMES.get(name, name)


def numbers(values: npt.ArrayLike, name: str, *, dimensions: int = 1, least: int = 1) -> Floats:
    """Return finite numbers as a float array of the asked dimensions with at least ``least`` rows.

    Errors: Refusal ``not-a-number`` (text, NaN, infinity; says where), ``value-too-large``, ``shape-differs``,
    ``too-few-values``.

    >>> numbers([1, 2], "x").tolist()
    [1.0, 2.0]
    """
    try:
        column = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise Refusal(
            "not-a-number", zh=f"{_zh(name)}含有不是数字的值。", en=f"{name} holds what is no number."
        ) from problem
    if column.ndim != dimensions:
        raise _not_of_shape(name, dimensions, column.ndim)
    if len(column) < least:
        raise Refusal(
            "too-few-values",
            zh=f"{_zh(name)}至少需要{least}个值，只有{len(column)}个。",
            en=f"{name} needs at least {least} values and has {len(column)}.",
        )
    # One pass where all is well: no single number is beyond the root of the sum of squares, and nan is beyond anything.
    if np.vdot(column, column) <= LARGEST * LARGEST or np.abs(column).max(initial=0.0) <= LARGEST:
        return column
    if np.isfinite(column).all():
        raise Refusal(
            "value-too-large",
            zh=f"{_zh(name)}中有超过 1E+100 的数，无法可靠计算；请换用更大的计量单位。",
            en=f"{name} holds a number beyond 1E+100, with which nothing can be computed safely; choose a larger unit.",
        )
    where = np.argwhere(~np.isfinite(column))[0]
    place = ", ".join(str(n + 1) for n in where)
    raise Refusal(
        "not-a-number",
        zh=f"{_zh(name)}第{place}处缺失或不是有限数；请先决定如何处理缺失值。",
        en=f"{name} at {place} is missing or not finite; decide first what to do with missing values.",
    )


def _not_of_shape(name: str, asked: int, found: int) -> Refusal:
    return Refusal(
        "shape-differs",
        zh=f"{_zh(name)}应为{asked}维，实为{found}维。",
        en=f"{name} must have {asked} dimension(s), not {found}.",
    )


def not_negative(column: Floats, name: str) -> Floats:
    """Return the column if nothing in it is below zero; Refusal ``negative-value`` otherwise.

    >>> not_negative(np.array([0.0, 1.0]), "x").sum().item()
    1.0
    """
    if column.min(initial=0.0) < 0:
        row = int(np.argwhere(column < 0)[0][0]) + 1
        raise Refusal(
            "negative-value",
            zh=f"{_zh(name)}中第{row}个为负数，此方法只适用于非负数。",
            en=f"Number {row} of the {name} is negative; this measure means something for non-negative numbers only.",
        )
    return column


def weights_for(weights: npt.ArrayLike | None, size: int) -> Floats:
    """Return shares that sum to 1, equal ones when none are given; a weight is a population, not negative.

    Errors: Refusal ``shape-differs``, ``negative-value``, ``no-weight`` (all zero).

    >>> weights_for([1, 3], 2).tolist()
    [0.25, 0.75]
    """
    if weights is None:
        return np.full(size, 1.0 / size)
    column = not_negative(numbers(weights, "weight"), "weight")
    same_length(column, size, "weight")
    total = column.sum()
    if total <= 0:
        raise Refusal("no-weight", zh="权重合计为零。", en="The weights sum to zero.")
    shares: Floats = column / total
    return shares


def same_length(column: npt.NDArray[Any], size: int, name: str) -> None:
    """Refuse (``shape-differs``) a column that is not as long as the values it belongs to.

    >>> same_length(np.zeros(2), 2, "group")
    """
    if len(column) != size:
        raise Refusal(
            "shape-differs",
            zh=f"{_zh(name)}有{len(column)}个，数值有{size}个，应一一对应。",
            en=f"{name} has {len(column)} entries for {size} values; they must correspond one to one.",
        )


def groups_of(groups: npt.ArrayLike, size: int) -> tuple[tuple[str, ...], Indices]:
    """Return the names of the groups, sorted, and each row's group as an index into them.

    Errors: Refusal ``shape-differs``.

    >>> groups_of(["川", "渝", "川"], 3)[1].tolist()
    [0, 1, 0]
    """
    column = np.asarray(groups)
    if column.ndim != 1:
        raise _not_of_shape("group", 1, column.ndim)
    same_length(column, size, "group")
    # Sorting is the slow way to a few groups, of texts above all: whole numbers are counted, texts looked up.
    if column.dtype.kind == "i" and int(column.max()) - (low := int(column.min())) <= _SPARSE * size:
        return _counted(column, low)
    if column.dtype.kind == "U":
        return _looked_up(column.tolist())
    names, index = np.unique(column, return_inverse=True)
    return tuple(map(str, names.tolist())), index


def _counted(column: npt.NDArray[np.signedinteger[Any]], low: int) -> tuple[tuple[str, ...], Indices]:
    """Group whole numbers that lie close together: a number is its own place, less the places that nobody takes."""
    place = np.subtract(column, low, dtype=np.int64)
    there = np.bincount(place) > 0
    names = (there.nonzero()[0] + low).tolist()
    if len(names) < len(there):
        place = (np.cumsum(there) - 1)[place]
    return tuple(map(str, names)), place


def _looked_up(column: list[str]) -> tuple[tuple[str, ...], Indices]:
    names = sorted(set(column))
    place = {name: n for n, name in enumerate(names)}
    return tuple(names), np.fromiter(map(place.__getitem__, column), np.int64, len(column))


def no_spread(name: str) -> Refusal:
    """Return the Refusal for numbers that are all equal where a measure needs differences.

    >>> no_spread("x").code
    'no-spread'
    """
    return Refusal(
        "no-spread",
        zh=f"{_zh(name)}全部相同，没有差异可以衡量；请去掉这一列，或补充有差异的数据。",
        en=f"All of {name} are equal: there is no difference to measure; leave it out or give data that differ.",
    )


def zero_mean(name: str) -> Refusal:
    """Return the Refusal for a relative measure of numbers whose mean is zero.

    >>> zero_mean("x").code
    'zero-mean'
    """
    return Refusal(
        "zero-mean",
        zh=f"{_zh(name)}的均值为零，相对差异没有意义。",
        en=f"The mean of {name} is zero; a relative measure means nothing then.",
    )
