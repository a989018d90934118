"""Takes the figures of units; gives them on one scale where more is better, as asked: by their ends, or as z-scores."""

import numpy as np

from xietong.basics import Refusal, Wording
from xietong.measuring.columns import Floats
from xietong.measuring.evaluation import Evaluation, Options, Table, wording
from xietong.measuring.normalising import normalise_range, normalise_score
from xietong.measuring.numerals import numeral
from xietong.measuring.report_columns import Units, directions, units
from xietong.measuring.report_figures import Rows, aim_in

SCALES = ("range", "z")


def on_one_scale(read: Units, options: Options) -> Floats:
    """Return the figures on one scale (units, columns); by their own ends where nothing was asked.

    Errors: Refusal ``no-such-scale``, ``goalposts-differ`` (not one for each column, or with z-scores), ``no-spread``,
    those of ``aim_in``.
    """
    if options.scale not in (None, *SCALES):
        raise Refusal(
            "no-such-scale",
            zh=f"--scale 可选：{'、'.join(SCALES)}。",
            en=f"--scale is one of {', '.join(SCALES)}.",
        )
    if options.scale == "z" and not options.goalposts:
        return normalise_score(read.table, directions(options))
    bounds = _bounds(read, options) if options.goalposts else None
    return normalise_range(read.table, directions(options), bounds=bounds)


def _bounds(read: Units, options: Options) -> Floats:
    pairs = [one.replace("：", ":").split(":") for one in options.goalposts]
    if options.scale == "z" or len(pairs) != len(options.values) or any(len(one) != 2 for one in pairs):
        raise Refusal(
            "goalposts-differ",
            zh="--goalpost 写作 下限:上限，按顺序给每个 --value 各一个，不与 --scale z 同用。",
            en="--goalpost is written LOW:HIGH, one for each --value in order, and not with --scale z.",
        )
    return np.array([[aim_in(end, unit) for end in one] for one, unit in zip(pairs, read.units, strict=True)])


def scaled_by(options: Options) -> Wording:
    """Say how figures were brought to one scale.

    >>> scaled_by(Options(scale="z")).en
    'As z-scores: standard deviations above the mean of this table; compare inside it.'
    """
    if options.goalposts:
        return wording(
            "指标按给定的上下限归一化为0至1，超出的按上下限计；上下限相同的各期可以相比。",
            "Scaled to 0-1 by the ends given, beyond which nothing counts; tables with the same ends compare.",
        )
    if options.scale == "z":
        return wording(
            "指标化为标准分（z）：比本表均值高几个标准差，只在表内可比。",
            "As z-scores: standard deviations above the mean of this table; compare inside it.",
        )
    zh = "指标按本表的最小值和最大值归一化，只在表内可比。"
    return wording(zh, "Scaled by the table's own ends: compare inside it.")


def normalised(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Bring columns of different units and directions to one scale, where more is better."""
    read = units(rows, options)
    table = on_one_scale(read, options)
    found = Table(
        wording("归一化后的水平（越大越好）", "Levels on one scale (more is better)"),
        (wording("单位", "unit"), *(wording(one, one) for one in options.values), wording("平均", "mean")),
        tuple((name, *row, sum(row) / len(row)) for name, row in zip(read.names, table.tolist(), strict=True)),
    )
    means = table.mean(axis=1)
    best, worst = (read.names[n] for n in (int(means.argmax()), int(means.argmin())))
    high, low = (numeral(float(one), 3) for one in (means.max(), means.min()))
    said = wording(
        f"各项平均，水平最高的是{best}（{high}），最低的是{worst}（{low}）。",
        f"By the mean of all columns {best} stands highest ({high}) and {worst} lowest ({low}).",
    )
    caution = wording("各项同等计入平均；需要轻重之分请用 given、entropy 或 critic。",
                      "All columns count alike in the mean; to weigh them take given, entropy or critic.")  # fmt: skip
    title = wording("归一化水平", "Normalised levels")
    return Evaluation(
        "normalise", title, len(read.names), (found,), (said,), (scaled_by(options), caution), read.findings
    )
