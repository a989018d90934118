"""Takes rows of text and the name of a method; gives an evaluation: tables, sentences, and what they rest on."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from xietong.basics import Finding, Refusal, Wording
from xietong.measuring import report_effects, report_equity, report_joint
from xietong.measuring.composite import composite_with_interval
from xietong.measuring.convergence import BetaConvergence, beta_convergence, sigma_convergence
from xietong.measuring.coordination import coordination
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Table, counted, figures, wording
from xietong.measuring.normalising import Direction, normalise_range
from xietong.measuring.numerals import numeral, probability
from xietong.measuring.regression import half_width
from xietong.measuring.report_columns import Rows, Units, above_zero, one_column, panel, places, required, units
from xietong.measuring.spatial import MoranGlobal, moran, moran_local
from xietong.measuring.weighting import critic_weights, entropy_weights


def evaluate(rows: Rows, method: str, options: Options, *, rng: np.random.Generator) -> Evaluation:
    """Evaluate rows (a header's names to texts, as csv.DictReader gives them) by one of ``METHODS``.

    ``rng`` serves permutations and bootstraps. Errors: Refusal ``no-such-method``, those of reading (row and column
    named) and those of the method.

    >>> rows = [{"v": "1"}, {"v": "3"}]
    >>> evaluate(rows, "gini", Options(values=("v",)), rng=np.random.default_rng(0)).tables[0].rows[0][1]
    0.25
    """
    if method not in METHODS:
        raise Refusal(
            "no-such-method",
            zh=f"没有“{method}”这种方法；可用：{'、'.join(METHODS)}。",
            en=f"There is no method “{method}”; there are: {', '.join(METHODS)}.",
        )
    _asked_in_vain(method, options)
    return METHODS[method].work(rows, options, rng)


def _asked_in_vain(method: str, options: Options) -> None:
    """Refuse an option that the method does not look at: what was asked for must not be passed over."""
    for field in fields(Options):
        if field.name in _OF_ALL or field.name in METHODS[method].takes:
            continue
        if getattr(options, field.name) != field.default:
            option = field.name.replace("controls", "control")
            others = [name for name, other in METHODS.items() if field.name in other.takes]
            raise Refusal(
                "option-unused",
                zh=f"{method} 不看 --{option} ；请去掉，或换用看它的方法：{'、'.join(others)}。",
                en=f"{method} does not look at --{option}; leave it out, or take one that does: {', '.join(others)}.",
            )


_OF_ALL = ("values", "name", "permutations", "draws")  # names are shown, the rest is how finely one draws


def _weighted(rows: Rows, options: Options, rng: np.random.Generator, method: str) -> Evaluation:
    weigh = {"entropy": entropy_weights, "critic": critic_weights}[method]
    read = units(rows, options)
    normalised = _normalised(read, options)
    weights = weigh(normalised)
    found = composite_with_interval(normalised, weigh, rng=rng, draws=options.draws)
    order = np.argsort(-found.index, kind="stable").tolist()
    title = {"entropy": wording("熵权法综合指数", "Composite index, entropy weights"),
             "critic": wording("CRITIC 综合指数", "Composite index, CRITIC weights")}[method]  # fmt: skip
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
    said = wording(
        f"平均指数{found.mean:.4f}，95%区间{found.mean_low:.4f}至{found.mean_high:.4f}（重抽样{found.draws}次）。",
        f"Mean index {found.mean:.4f}, 95 % interval {found.mean_low:.4f} to {found.mean_high:.4f} "
        f"({found.draws} resamples).",
    )
    return Evaluation(method, title, len(read.names), tables, (said,), _LEVEL_ASSUMPTIONS, read.findings)


_LEVEL_ASSUMPTIONS = (
    wording("指标按本表的最小值和最大值归一化，只在表内可比。", "Scaled by the table's own ends: compare inside it."),
    wording("线性加总：一项的短处可由另一项弥补。", "Added up: what one indicator lacks another makes up for."),
)


def _normalised(read: Units, options: Options) -> np.typing.NDArray[np.float64]:
    directions = [Direction.LOWER if column in options.lower else Direction.HIGHER for column in options.values]
    return normalise_range(read.table, directions)


def _coupling(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    read = units(rows, options)
    for row, column in np.argwhere((read.table < 0) | (read.table > 1))[:1]:
        number, name, value = read.numbers[row], options.values[column], numeral(float(read.table[row, column]))
        raise Refusal(
            "level-outside",
            zh=f"第{number}行“{name}”列的{value}不在0到1之间；耦合的是水平，请先归一化（0最差，1最好）。",
            en=f"Row {number}, column “{name}”: {value} lies outside 0–1; scale the levels first (1: best).",
        )
    found = coordination(read.table)
    table = Table(
        wording("耦合协调度", "Coupling coordination"),
        (wording("单位", "unit"), wording("耦合度 C", "coupling C"), wording("综合水平 T", "level T"),
         wording("协调度 D", "coordination D"), wording("等级", "class")),
        tuple(zip(read.names, found.coupling.tolist(), found.level.tolist(), found.degree.tolist(),
                  found.wordings(), strict=True)),
    )  # fmt: skip
    assumption = wording(
        "采用修正公式，各子系统水平为0至1、同等重要；等级按0.1分段，是惯例而非检验。",
        "Corrected form; levels in 0–1, equally important; classes are tenths by convention, no test.",
    )
    title = wording("耦合协调度", "Coupling coordination degree")
    return Evaluation("coupling", title, len(read.names), (table,), (), (assumption,), read.findings)


def _sigma(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    read = above_zero(panel(rows, options))
    found = sigma_convergence(read.table, read.weights)
    table = Table(
        wording("各期离散程度", "Dispersion by period"),
        (wording("时期", "period"), wording("对数标准差 σ", "σ of logarithms"), wording("变异系数", "variation")),
        tuple(zip((p.code for p in read.periods), found.dispersion.tolist(), found.variation.tolist(), strict=True)),
    )
    if len(read.periods) < 3:
        sure = wording("只有两期，无从得知是否偶然", "two periods only: whether by chance cannot be told")
    else:
        error, chance = numeral(found.standard_error, 2), probability(found.p_value)
        sure = wording(f"标准误{error}，p{chance}", f"standard error {error}, p{chance}")
    said = wording(
        f"每期变化{numeral(found.slope)}（{sure.zh}）；负值表示差距缩小。",
        f"Change per period {numeral(found.slope)} ({sure.en}); below zero the units come closer.",
    )
    title = wording("σ 收敛", "Sigma convergence")
    return Evaluation(
        "sigma", title, len(read.names), (table,), (said,), (counted(options), _SPREAD_ONLY), read.findings
    )


_SPREAD_ONLY = wording(
    "只说明差距是否缩小，不说明是否因计划而缩小。", "It says whether gaps narrow, not whether the plan narrows them."
)


def _beta(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    read = above_zero(panel(rows, options))
    years = (read.periods[-1].start - read.periods[0].start).days / 365.2425
    extra = [[required(row, column, n) for column in options.controls] for n, row in enumerate(read.rows, 2)]
    controls = np.array(extra) if options.controls else None
    found = beta_convergence(read.table[:, 0], read.table[:, -1], years=years, controls=controls)
    lines: list[tuple[Wording, Cell]] = [
        (wording("β", "β"), found.beta),
        (wording("标准误", "standard error"), found.standard_error),
        (wording("p 值", "p-value"), found.p_value),
        (wording("收敛速度（每年）", "speed per year"), found.speed),
        (wording("半程所需年数", "half-life in years"), found.half_life),
        (wording("R²", "R²"), found.fit.r_squared),
    ]
    caution = wording(
        "β 为负也可能只是偶然波动（向均值回归），请与 σ 收敛一起看。",
        "Chance swings alone push β below zero (regression to the mean): read it beside sigma.",
    )
    doubts = () if found.half_life < np.inf else (_NO_SPEED,)
    kind = ("绝对 β 收敛", "Absolute beta convergence")
    if found.conditional:
        kind = ("条件 β 收敛", "Conditional beta convergence")
    said = _catching_up(found)
    return Evaluation(
        "beta", wording(*kind), len(read.names), (figures(SUMMARY, lines), *_of_controls(found, options)), (said,),
        (caution, _SHARED_COURSE),
        (*read.findings, *doubts),
    )  # fmt: skip


def _of_controls(found: BetaConvergence, options: Options) -> tuple[Table, ...]:
    """Return what the controls explain, as a table; none where there are none."""
    if not found.conditional:
        return ()
    fit = found.fit
    columns = (fit.coefficients[2:], fit.standard_errors[2:], fit.p_values[2:])
    heads = (wording("控制变量", "control"), wording("系数", "coefficient"), wording("标准误", "standard error"),
             wording("p 值", "p-value"))  # fmt: skip
    rows = tuple(zip(options.controls, *(one.tolist() for one in columns), strict=True))
    return (Table(wording("控制变量", "Controls"), heads, rows),)


def _catching_up(found: BetaConvergence) -> Wording:
    """Say whether who starts lower grows faster, and whether the data show it."""
    reach = half_width(found.fit.freedom, 0.95) * found.standard_error
    low, high = found.beta - reach, found.beta + reach
    if low <= 0 <= high:
        zh, en = "看不出起点低的增长更快", "it does not show that who starts lower grows faster"
    elif high < 0:
        zh, en = "起点低的增长更快（收敛）", "who starts lower grows faster (convergence)"
    else:
        zh, en = "起点低的增长更慢（发散）", "who starts lower grows more slowly (divergence)"
    figures_ = f"{numeral(found.beta)}（95%区间{numeral(low)}至{numeral(high)}，p{probability(found.p_value)}）"
    told = f"{numeral(found.beta)} (95 % interval {numeral(low)} to {numeral(high)}, p{probability(found.p_value)})"
    return wording(f"{zh}：β为{figures_}。", f"β is {told}: {en}.")


_SHARED_COURSE = wording(
    "假定各单位遵循同一增长规律，且只看首末两期。",
    "All units are taken to follow one law of growth, and only the first and last period count.",
)


_NO_SPEED = Finding(
    "no_speed",
    wording("没有收敛，或一期之内就越过了共同水平：收敛速度和半程年数没有意义。",
            "Nothing converges, or the common level is passed within one span: speed and half-life mean nothing."),
)  # fmt: skip


def _moran(rows: Rows, options: Options, rng: np.random.Generator) -> Evaluation:
    read = units(rows, one_column(options))
    near = places(read, options)
    column = read.table[:, 0]
    whole = moran(column, near, rng=rng, permutations=options.permutations)
    local = moran_local(column, near, rng=rng, permutations=options.permutations)
    lines: list[tuple[Wording, Cell]] = [
        (wording("莫兰指数 I", "Moran's I"), whole.value),
        (wording("随机时的期望", "expected by chance"), whole.expected),
        (
            wording(
                f"p 值（双侧，随机重排{whole.permutations}次）",
                f"p-value (two-sided, {whole.permutations} rearrangements)",
            ),
            whole.p_value,
        ),
    ]
    table = Table(
        wording("局部莫兰指数", "Local Moran's I"),
        (wording("地区", "place"), wording("I", "I"), wording("p 值", "p-value"), wording("象限", "quadrant")),
        tuple(zip(read.names, local.values.tolist(), local.p_values.tolist(), local.quadrants, strict=True)),
    )
    said = _pattern(whole)
    caution = wording(
        f"{len(read.names)}个地区同时检验，即使全无关联也约有5%的 p 值低于0.05。",
        f"{len(read.names)} places are tested at once: with no pattern at all 5 % of p-values lie below 0.05.",
    )
    title = wording("莫兰指数", "Moran's I")
    drawn = wording(
        "假定若无关联，各值落在任何地区的机会相同；相邻关系以表中所列为准。",
        "Without a pattern every value might stand at any place; who is whose neighbour is what the table says.",
    )
    return Evaluation(
        "moran", title, len(column), (figures(SUMMARY, lines), table), (said,), (drawn, caution), read.findings
    )


def _pattern(whole: MoranGlobal) -> Wording:
    chance = probability(whole.p_value)
    if whole.p_value > 0.05:
        return wording(
            f"看不出空间关联：这样的分布随机也常会出现（p{chance}）。",
            f"No spatial pattern shows: chance alone often gives such a map (p{chance}).",
        )
    if whole.value > whole.expected:
        return wording(f"相邻地区数值相近（p{chance}）。", f"Neighbouring places have like values (p{chance}).")
    return wording(f"相邻地区数值相反（p{chance}）。", f"Neighbouring places have unlike values (p{chance}).")


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is worked out, and which options it looks at besides figures and names."""

    work: Callable[[Rows, Options, np.random.Generator], Evaluation]
    takes: tuple[str, ...] = ()


_OF_EFFECT = ("period", "group", "inside", "start")
METHODS: dict[str, Method] = {
    "ahp": Method(report_joint.judged),
    "beta": Method(_beta, ("period", "controls")),
    "coupling": Method(_coupling),
    "critic": Method(lambda rows, options, rng: _weighted(rows, options, rng, "critic"), ("lower",)),
    "cv": Method(report_equity.variation, ("weight",)),
    "dagum": Method(report_equity.dagum, ("group", "weight")),
    "did": Method(report_effects.difference, _OF_EFFECT),
    "entropy": Method(lambda rows, options, rng: _weighted(rows, options, rng, "entropy"), ("lower",)),
    "forecast": Method(report_effects.forecast, ("period", "lower", "target", "steps")),
    "gini": Method(report_equity.gini_index, ("weight",)),
    "grey": Method(report_joint.grey, ("lower", "weight")),
    "interrupted": Method(report_effects.interrupted, ("period", "start", "weight")),
    "joint": Method(report_joint.joint, ("group", "baseline", "aim", "weight")),
    "moran": Method(_moran, ("neighbours",)),
    "range": Method(report_equity.ends, ("weight",)),
    "sigma": Method(_sigma, ("period", "weight")),
    "synthetic": Method(report_effects.synthetic, _OF_EFFECT),
    "theil": Method(report_equity.theil, ("group", "weight")),
}
