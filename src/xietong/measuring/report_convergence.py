"""Takes rows of text; gives whether units come closer over time, and whether like stands beside like on the map."""

import numpy as np

from xietong.basics import Finding, Wording
from xietong.measuring.convergence import BetaConvergence, beta_convergence, sigma_convergence
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Table, counted, figures, wording
from xietong.measuring.numerals import numeral, probability
from xietong.measuring.regression import half_width
from xietong.measuring.report_columns import one_column, places, units
from xietong.measuring.report_figures import Rows, numbered, required
from xietong.measuring.report_panels import above_zero, panel, unevenness
from xietong.measuring.spatial import MoranGlobal, moran_local
from xietong.measuring.spatial import moran as moran_global


def sigma(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say whether the units come closer to each other, period by period."""
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
    clear = len(read.periods) > 2 and found.p_value < _SURE
    zh, en = _ways(found.slope, clear=clear)
    first, last = (read.periods[n].code for n in (0, -1))
    was, now = (numeral(float(found.dispersion[n]), 3) for n in (0, -1))
    said = wording(
        f"{zh}：离散程度（对数标准差）{first}为{was}，{last}为{now}，每期变化{numeral(found.slope)}（{sure.zh}）。",
        f"{en}: dispersion (σ of logarithms) was {was} in {first} and {now} in {last}, "
        f"changing by {numeral(found.slope)} per period ({sure.en}).",
    )
    title = wording("σ 收敛", "Sigma convergence")
    assumptions = (counted(options), _SPREAD_ONLY, _STRAIGHT)
    findings = (*read.findings, *unevenness(read))
    return Evaluation("sigma", title, len(read.names), (table,), (said,), assumptions, findings)


_SURE = 0.05  # the usual bar of p-values


def _ways(slope: float, *, clear: bool) -> tuple[str, str]:
    """Say whether units come closer, and whether the data show it."""
    if not clear:
        zh, en = ("看似缩小", "may be closing in") if slope < 0 else ("看似扩大", "may be drifting apart")
        return f"各单位的差距{zh}，但数据还不能肯定", f"The units {en}, but the data do not show it clearly"
    zh, en = ("缩小", "come closer") if slope < 0 else ("扩大", "drift apart")
    return f"各单位的差距在{zh}", f"The units {en}"


_SPREAD_ONLY = wording(
    "只说明差距是否缩小，不说明是否因计划而缩小。", "It says whether gaps narrow, not whether the plan narrows them."
)


_STRAIGHT = wording(
    "趋势取直线，p 值把各期当作相互独立；相邻时期往往相关，实际把握比 p 值显示的小。",
    "The trend is a straight line, and its p-value takes periods for independent; neighbouring ones seldom are, so "
    "it is less sure than that.",
)


def beta(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say whether who starts lower grows faster, between the first period and the last."""
    read = above_zero(panel(rows, options))
    years = (read.periods[-1].start - read.periods[0].start).days / 365.2425
    extra = [required(numbered(read.rows), column) for column in options.controls]
    controls = np.array(extra).T if extra else None
    people = None if read.weights is None else read.weights[:, 0]
    found = beta_convergence(read.table[:, 0], read.table[:, -1], years=years, controls=controls, weights=people)
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
        (caution, _SHARED_COURSE, counted(options), *(() if people is None else (_ROBUST,))),
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
        zh, en = "看不出起点低的增长更快", "nothing shows that who starts lower grows faster"
    elif high < 0:
        zh, en = "起点低的增长更快（收敛）", "who starts lower grows faster (convergence)"
    else:
        zh, en = "起点低的增长更慢（发散）", "who starts lower grows more slowly (divergence)"
    figures_ = f"{numeral(found.beta)}（95%区间{numeral(low)}至{numeral(high)}，p{probability(found.p_value)}）"
    told = f"{numeral(found.beta)} (95 % interval {numeral(low)} to {numeral(high)}, p{probability(found.p_value)})"
    return wording(f"{zh}：β为{figures_}。", f"{en[0].upper()}{en[1:]}: β is {told}.")


_SHARED_COURSE = wording(
    "假定各单位遵循同一增长规律，且只看首末两期。",
    "All units are taken to follow one law of growth, and only the first and last period count.",
)


_ROBUST = wording(
    "权重取首期的；标准误为稳健（HC3）标准误，因为人口多少并不说明误差大小。",
    "Weights are those of the first period; errors are robust (HC3), since a population does not tell how exact "
    "a figure is.",
)
_NO_SPEED = Finding(
    "no_speed",
    wording("没有收敛，或一期之内就越过了共同水平：收敛速度和半程年数没有意义。",
            "Nothing converges, or the common level is passed within one span: speed and half-life mean nothing."),
)  # fmt: skip


def moran(rows: Rows, options: Options, rng: np.random.Generator) -> Evaluation:
    """Say whether like stands beside like, in all and at each place."""
    read = units(rows, one_column(options))
    near = places(read, options)
    column = read.table[:, 0]
    whole = moran_global(column, near, rng=rng, permutations=options.permutations)
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
