"""Takes rows of text; gives how well subsystems go together, how alike series run, how far a joint target is."""

import numpy as np

from xietong.basics import Refusal, Wording
from xietong.measuring.columns import Floats
from xietong.measuring.coordination import coordination, distance_to_joint_target, grey_relational_degrees
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Table, counted, figures, wording
from xietong.measuring.normalising import normalise_range
from xietong.measuring.numerals import numeral
from xietong.measuring.report_columns import directions, needed, one_column, one_share_each, units
from xietong.measuring.report_figures import Rows, in_one_unit, numbered, required
from xietong.measuring.report_scales import on_one_scale, scaled_by

_PARTS = {"%": 0.01, "‰": 0.001}  # of levels that are written in these


def coupling(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how well the columns, levels in 0–1 (as they are, or by --scale range), go together in each row, and in which
    class; --share weighs columns."""
    read = units(rows, options)
    asked = options.scale is not None or options.goalposts or options.lower
    levels = on_one_scale(read, options) if asked else read.table * [_PARTS.get(unit, 1.0) for unit in read.units]
    for row, column in np.argwhere((levels < 0) | (levels > 1))[:1]:
        number, name, value = read.numbers[row], options.values[column], numeral(float(levels[row, column]))
        raise Refusal(
            "level-outside",
            zh=f"第{number}行“{name}”列的{value}不在0到1之间；耦合的是水平（0最差，1最好），可加 --scale range。",
            en=f"Row {number}, column “{name}”: {value} lies outside 0–1; bring the levels there by --scale range.",
        )
    scaled = (scaled_by(options),) if asked else ()
    found = coordination(levels, one_share_each(options) if options.shares else None)
    table = Table(
        wording("耦合协调度", "Coupling coordination"),
        (wording("单位", "unit"), wording("耦合度 C", "coupling C"), wording("综合水平 T", "level T"),
         wording("协调度 D", "coordination D"), wording("等级", "class")),
        tuple(zip(read.names, found.coupling.tolist(), found.level.tolist(), found.degree.tolist(),
                  found.wordings(), strict=True)),
    )  # fmt: skip
    zh, en = ("同等重要", "equally important")
    if options.shares:
        zh, en = ("按给定的权重计入综合水平", "weighed as given in the joint level")
    assumption = wording(
        f"采用修正公式，各子系统水平为0至1、{zh}；等级按0.1分段，是惯例而非检验。",
        f"Corrected form; levels in 0–1, {en}; classes are tenths by convention, no test.",
    )
    title = wording("耦合协调度", "Coupling coordination degree")
    least, most = (
        (read.names[n], numeral(float(found.degree[n]), 3), found.wordings()[n])
        for n in (int(found.degree.argmin()), int(found.degree.argmax()))
    )
    said = wording(
        f"协调度（0至1，越大越协调）最低的是{least[0]}：{least[1]}，{least[2].zh}；"
        f"最高的是{most[0]}：{most[1]}，{most[2].zh}。",
        f"Coordination (0–1, more is better) is least in {least[0]}: {least[1]}, {least[2].en}; most in {most[0]}: "
        f"{most[1]}, {most[2].en}.",
    )
    return Evaluation(
        "coupling",
        title,
        len(read.names),
        (table,),
        (said,),
        (assumption, *scaled),
        read.findings,
    )


def grey(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how closely columns follow the first one; rows are the points, ``--weight`` weighs them."""
    if len(options.values) < 2:
        raise Refusal(
            "needs-column",
            zh="灰色关联需要至少两个 --value：第一个是参照列。",
            en="Grey relation needs at least two --value columns; the first is the reference.",
        )
    read = units(rows, options)
    table = normalise_range(read.table, directions(options)).T
    degrees = grey_relational_degrees(table[0], table[1:], weights=read.weights)
    order = np.argsort(-degrees, kind="stable").tolist()
    found = Table(
        wording(f"与“{options.values[0]}”的灰色关联度", f"Grey relational degree with {options.values[0]}"),
        (wording("列", "column"), wording("关联度", "degree")),
        tuple((options.values[1:][n], float(degrees[n])) for n in order),
    )
    caution = wording(
        "各列先按本表的最小值和最大值归一化；关联度只能在同一次计算内比较，不是检验。",
        "Each column is scaled by its own ends first; degrees compare within one run only and are no test.",
    )
    title = wording("灰色关联分析", "Grey relational analysis")
    nearest, degree = options.values[1:][order[0]], numeral(float(degrees[order[0]]), 3)
    said = wording(
        f"走势最接近“{options.values[0]}”的是“{nearest}”（关联度{degree}，1 为完全一致）。",
        f"“{nearest}” runs most like “{options.values[0]}” (degree {degree}; 1: just alike).",
    )
    return Evaluation("grey", title, len(read.names), (found,), (said,), (caution, counted(options)), read.findings)


def joint(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say what share of the way to a joint target is left: a row per party and indicator."""
    party, name = needed(options.group, "--group"), needed(options.name, "--name")
    baseline, aim = needed(options.baseline, "--baseline"), needed(options.aim, "--aim")
    read = units(rows, one_column(options))
    cells = {(row[party], row[name]): n for n, row in enumerate(read.rows)}
    parties, names = (list(dict.fromkeys(row[column] for row in read.rows)) for column in (party, name))
    if len(cells) != len(read.rows) or len(cells) != len(parties) * len(names):
        raise Refusal(
            "shape-differs",
            zh="每一方的每个指标须恰好有一行。",
            en="Every party must have exactly one row for every indicator.",
        )
    at = [[cells[one, other] for other in names] for one in parties]
    numbers = {column: required(numbered(read.rows), column) for column in (baseline, aim)}
    in_one_unit(read.rows, (options.values[0], baseline, aim))
    weights = None if read.weights is None else _of_indicators(read.weights[at], names)
    targets, baselines = (np.array(numbers[column])[at] for column in (aim, baseline))
    for one, other in np.argwhere(targets == baselines)[:1]:
        raise Refusal(
            "target-is-baseline",
            zh=f"{parties[one]}的“{names[other]}”的目标值等于基线，无从计算进度。",
            en=f"The target of “{names[other]}” of {parties[one]} equals its baseline: there is no way to measure.",
        )
    found = distance_to_joint_target(read.table[:, 0][at], targets, baselines, weights)
    lines: list[tuple[Wording, Cell]] = [
        (wording("共同目标尚余（最慢一方）", "left for all (the slowest party)"), found.joint),
        (wording("各方差距", "gap between parties"), found.gap),
    ]
    parts = Table(
        wording("各方尚余的路程", "Way left of each party"),
        (wording("方", "party"), wording("合计", "together"), *(wording(one, one) for one in names)),
        tuple(
            (one, float(found.per_party[n]), *(float(each) for each in found.remaining[n]))
            for n, one in enumerate(parties)
        ),
    )
    slowest = parties[int(found.per_party.argmax())]
    left = f"{numeral(100 * found.joint, 3)}%"
    said = wording(
        f"共同目标尚余{left}的路程，最慢的是{slowest}。0 为已达到，1 为仍在基线，大于 1 为比基线更远。",
        f"{left} of the way to the joint target is left; the slowest is {slowest}. 0: there; 1: still at the baseline; "
        "above 1: fell back.",
    )
    rule = wording(
        "共同目标只算到最慢的一方；各指标的余程按平方平均合计，落后多的影响大。",
        "The joint target is as near as the slowest party; what is left is joined by squares: what lags weighs most.",
    )
    title = wording("距共同目标", "Distance to the joint target")
    return Evaluation(
        "joint", title, len(read.names), (figures(SUMMARY, lines), parts), (said,), (rule,), read.findings
    )


def _of_indicators(weights: Floats, names: list[str]) -> Floats:
    """Return the weight of each indicator (a column), which all parties must give alike."""
    for column in np.flatnonzero(np.ptp(weights, axis=0) > 0)[:1]:
        raise Refusal(
            "weights-differ",
            zh=f"“{names[column]}”的权重各方不同；共同目标的一个指标只能有一个权重。",
            en=f"The parties weigh “{names[column]}” differently; an indicator of a joint target has one weight.",
        )
    one: Floats = weights[0]
    return one
