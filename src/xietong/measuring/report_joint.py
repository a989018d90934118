"""Takes rows of text; gives how far parties are from a joint target, how alike series run, and judged weights."""

from fractions import Fraction

import numpy as np

from xietong.basics import Refusal, Wording
from xietong.measuring.coordination import distance_to_joint_target, grey_relational_degrees
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Table, figures, wording
from xietong.measuring.normalising import Direction, normalise_range
from xietong.measuring.numerals import numeral
from xietong.measuring.report_columns import Rows, needed, one_column, required, units
from xietong.measuring.weighting import ahp_weights


def grey(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how closely columns follow the first one; rows are the points, ``--weight`` weighs them."""
    if len(options.values) < 2:
        raise Refusal(
            "needs-column",
            zh="灰色关联需要至少两个 --value：第一个是参照列。",
            en="Grey relation needs at least two --value columns; the first is the reference.",
        )
    read = units(rows, options)
    turned = [Direction.LOWER if column in options.lower else Direction.HIGHER for column in options.values]
    table = normalise_range(read.table, turned).T
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
    return Evaluation("grey", title, len(read.names), (found,), (), (caution,), read.findings)


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
    numbers = {
        column: [required(row, column, n) for n, row in zip(read.numbers, read.rows, strict=True)]
        for column in (baseline, aim)
    }
    weights = None if read.weights is None else read.weights[at[0]]
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


def judged(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Weigh indicators by pairwise judgements: the ``--value`` columns are the matrix; 1/3 is understood."""
    if not rows or not options.values or any(column not in rows[0] for column in options.values):
        units(rows, options)  # says what is missing
    table = [[_judgement(row.get(column, ""), column, n) for column in options.values] for n, row in enumerate(rows, 2)]
    found = ahp_weights(table)
    names = [row.get(options.name or "", "") or options.values[n] for n, row in enumerate(rows)]
    weights = Table(
        wording("权重", "Weights"),
        (wording("指标", "indicator"), wording("权重", "weight")),
        tuple(zip(names, found.weights.tolist(), strict=True)),
    )
    check = figures(
        wording("一致性", "Consistency"),
        [
            (wording("最大特征值", "largest eigenvalue"), found.eigenvalue),
            (wording("一致性指标 CI", "consistency index CI"), found.consistency_index),
            (wording("一致性比率 CR", "consistency ratio CR"), found.consistency_ratio),
        ],
    )
    said = wording("CR 不超过 0.1，判断可以接受。", "CR is at most 0.1: the judgements may stand.")
    caution = wording("权重是判断，不是数据给出的。", "The weights are judgements; no data gave them.")
    return Evaluation("ahp", wording("层次分析法权重", "AHP weights"), len(rows), (weights, check), (said,), (caution,))


def _judgement(text: str, column: str, number: int) -> float:
    try:
        return float(Fraction(text.strip()))
    except (ValueError, ZeroDivisionError) as problem:
        raise Refusal(
            "not-a-number",
            zh=f"第{number}行“{column}”列的“{text}”不是判断值；请写 3、0.5 或 1/3。",
            en=f"Row {number}, column “{column}”: “{text}” is no judgement; write 3, 0.5 or 1/3.",
        ) from problem
