"""Takes rows of text; gives indices of many indicators, weighed by their data or by judgements."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from xietong.basics import Refusal, Wording
from xietong.measuring.columns import ROUNDING, Floats
from xietong.measuring.composite import composite_with_interval
from xietong.measuring.evaluation import Evaluation, Options, Table, counted, figures, wording
from xietong.measuring.numerals import numeral
from xietong.measuring.report_columns import one_share_each, units
from xietong.measuring.report_figures import Rows, numbered
from xietong.measuring.report_scales import on_one_scale, scaled_by
from xietong.measuring.weighting import ahp_weights, critic_weights, entropy_weights, given_weights


def entropy(rows: Rows, options: Options, rng: np.random.Generator) -> Evaluation:
    """Weigh indicators by how unevenly they are spread; ``--lower`` names those of which less is better."""
    title = wording("熵权法综合指数", "Composite index, entropy weights")
    return _weighted("entropy", title, entropy_weights, rows, options, rng)


def critic(rows: Rows, options: Options, rng: np.random.Generator) -> Evaluation:
    """Weigh indicators by contrast and conflict; options as ``entropy``."""
    title = wording("CRITIC 综合指数", "Composite index, CRITIC weights")
    return _weighted("critic", title, critic_weights, rows, options, rng)


def given(rows: Rows, options: Options, rng: np.random.Generator) -> Evaluation:
    """Weigh indicators as told by ``--share``, one for each ``--value`` in their order.

    Errors: Refusal ``shares-differ`` (not one for each), those of ``given_weights``.
    """
    weights = given_weights(one_share_each(options))
    title = wording("给定权重的综合指数", "Composite index, given weights")
    found = _weighted("given", title, lambda _: weights, rows, options, rng)
    return replace(found, assumptions=(*found.assumptions, _GIVEN))


_GIVEN = wording(
    "权重是人给定的判断，不随单位而变，故各单位的区间没有宽度；平均指数的区间来自对单位的重抽样。",
    "The weights are judgements and hang on no unit, so a unit's interval has no width; that of the mean comes from "
    "resampling the units.",
)


def _weighted(
    method: str,
    title: Wording,
    weigh: Callable[[Floats], Floats],
    rows: Rows,
    options: Options,
    rng: np.random.Generator,
) -> Evaluation:
    read = units(rows, options)
    normalised = on_one_scale(read, options)
    weights = weigh(normalised)
    found = composite_with_interval(normalised, weigh, rng=rng, draws=options.draws, population=read.weights)
    order = np.argsort(-found.index, kind="stable").tolist()
    tables = (
        Table(
            wording("权重", "Weights"),
            (wording("指标", "indicator"), wording("权重", "weight")),
            tuple(zip(options.values, weights.tolist(), strict=True)),
        ),
        Table(
            wording("综合指数（95%区间）", "Index (95 % interval)"),
            (wording("单位", "unit"), wording("指数", "index"), wording("下限", "low"), wording("上限", "high")),
            tuple((read.names[n], float(found.index[n]), float(found.low[n]), float(found.high[n])) for n in order),
        ),
    )
    most = f"“{options.values[int(weights.argmax())]}”"
    zh, en = f"权重最大的是{most}（{weights.max():.0%}）", f"{most} weighs most ({weights.max():.0%})"
    if np.ptp(weights) < ROUNDING:
        zh, en = "各项权重相同", "all columns weigh alike"
    best, worst = (f"{read.names[n]}（{numeral(float(found.index[n]), 3)}）" for n in (order[0], order[-1]))
    first = wording(
        f"综合水平最高的是{best}，最低的是{worst}；{zh}。",
        f"Highest in all is {_plainly(best)}, lowest {_plainly(worst)}; {en}.",
    )
    said = wording(
        f"平均指数{found.mean:.4f}，95%区间{found.mean_low:.4f}至{found.mean_high:.4f}（重抽样{found.draws}次）。",
        f"Mean index {found.mean:.4f}, 95 % interval {found.mean_low:.4f} to {found.mean_high:.4f} "
        f"({found.draws} resamples).",
    )
    only = () if options.weight is None else (_ONLY_THE_MEAN,)
    assumptions = (scaled_by(options), _ADDED_UP, counted(options), *only)
    return Evaluation(method, title, len(read.names), tables, (first, said), assumptions, read.findings)


def _plainly(text: str) -> str:
    return text.replace("（", " (").replace("）", ")").replace("、", ", ")


_ADDED_UP = wording("线性加总：一项的短处可由另一项弥补。", "Added up: what one indicator lacks another makes up for.")
_ONLY_THE_MEAN = wording(
    "人口权重只计入平均指数；各指标的权重由各单位同等得出。",
    "The population counts in the mean index only; indicators are weighed by the units, each alike.",
)


def judged(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Weigh indicators by pairwise judgements: the ``--value`` columns are the matrix; 1/3 is understood."""
    if not rows or not options.values or any(column not in rows[0] for column in options.values):
        units(rows, options)  # says what is missing
    table = [[_judgement(row.get(column, ""), column, n) for column in options.values] for n, row in numbered(rows)]
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
    ranked = sorted(zip(found.weights.tolist(), names, strict=True), reverse=True)
    listed = [f"“{name}”（{weight:.0%}）" for weight, name in ranked[:3]]
    ratio = numeral(found.consistency_ratio, 2)
    said = wording(
        f"最重要的依次是{'、'.join(listed)}；判断前后一致（CR={ratio}，不超过0.1），可以接受。",
        f"What counts most: {_plainly('、'.join(listed))}; the judgements agree (CR {ratio}, at most 0.1).",
    )
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
