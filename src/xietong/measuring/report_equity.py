"""Takes rows of text; gives evaluations of how unequal units are, in figures and in words."""

import numpy as np

from xietong.basics import Finding, Wording
from xietong.measuring.equity import (
    coefficient_of_variation,
    gini,
    gini_by_group,
    range_ratios,
    theil_by_group,
    theil_l,
    theil_t,
)
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Table, counted, figures, wording
from xietong.measuring.numerals import numeral
from xietong.measuring.report_columns import Units, needed, several
from xietong.measuring.report_figures import Rows


def variation(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how far the units lie from their mean, as a share of it."""
    read = several(rows, options, negative=True)
    found = coefficient_of_variation(read.table[:, 0], read.weights)
    said = wording(
        f"各单位与均值的差距（标准差）相当于均值的{_share(found)}；0 为完全相等。",
        f"The units' distance from the mean (standard deviation) is {_share(found)} of it; 0: all equal.",
    )
    return _told("cv", wording("变异系数", "Coefficient of variation"), found, said, read, options)


def gini_index(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how unequal the units are by the Gini coefficient."""
    read = several(rows, options)
    found = gini(read.table[:, 0], read.weights)
    said = wording(
        f"任取两个单位，数值平均相差均值的{_share(2 * found)}；0 为完全相等，越近 1 越集中于少数单位。",
        f"Two units drawn at random differ by {_share(2 * found)} of the mean on average; 0: all equal, towards 1: few "
        "have all.",
    )
    return _told("gini", wording("基尼系数", "Gini coefficient"), found, said, read, options)


def _told(method: str, title: Wording, found: float, said: Wording, read: Units, options: Options) -> Evaluation:
    lines: list[tuple[Wording, Cell]] = [(title, found)]
    return Evaluation(
        method, title, len(read.table), (figures(SUMMARY, lines),), (said,), _assumptions(options), read.findings
    )


def _assumptions(options: Options) -> tuple[Wording, ...]:
    """Say who counts for how much, and that a measure of differences says nothing of their causes."""
    return counted(options), wording(
        "只描述这些单位之间的差异，不说明原因，也不推及其他单位。",
        "It describes differences between these units: neither why they are, nor what holds for others.",
    )


def _share(part: float, whole: float = 1.0) -> str:
    return f"{numeral(100 * part / whole, 3)}%"


def theil(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how unequal the units are by Theil's T and L, inside groups and between them where groups are given."""
    read = several(rows, options)
    column, title = read.table[:, 0], wording("泰尔指数", "Theil index")
    forms = ("T", "L") if column.min() > 0 else ("T",)
    doubts = () if len(forms) == 2 else (_no_theil_l(),)
    lines: list[tuple[Wording, Cell]] = []
    tables: list[Table] = []
    for form in forms:
        if read.groups is None:
            whole = (theil_t if form == "T" else theil_l)(column, read.weights)
            lines.append((wording(f"泰尔 {form}", f"Theil {form}"), whole))
            continue
        parts = theil_by_group(column, read.groups, read.weights, form=form)
        lines += [
            (wording(f"泰尔 {form}", f"Theil {form}"), parts.total),
            (wording(f"{form}：组内", f"{form}: within groups"), parts.within),
            (wording(f"{form}：组间", f"{form}: between groups"), parts.between),
        ]
        tables.append(
            Table(
                wording(f"泰尔 {form}：各组", f"Theil {form} by group"),
                (wording("组", "group"), wording("组内指数", "index inside"), wording("贡献", "adds to the whole")),
                tuple(zip(parts.groups, parts.group_theil.tolist(), parts.group_contribution.tolist(), strict=True)),
            )
        )
    return Evaluation(
        "theil", title, len(column), (figures(SUMMARY, lines), *tables), (_of_theil(lines, len(column)),),
        _assumptions(options), (*read.findings, *doubts),
    )  # fmt: skip


def _of_theil(lines: list[tuple[Wording, Cell]], size: int) -> Wording:
    """Say what Theil's T means: its parts where there are groups, else its share of the greatest that is possible."""
    whole, *parts = (float(one) for _, one in lines[:3] if isinstance(one, float))
    if len(lines) < 3 or whole == 0:
        share = _share(whole, float(np.log(size)))
        return wording(
            f"泰尔 T 为可能最大值（全归一个单位）的{share}；0 为完全相等。",
            f"Theil's T is {share} of the greatest possible (one unit has all); 0: all equal.",
        )
    inside, between = (_share(one, whole) for one in parts)
    return wording(
        f"按泰尔 T，差异的{inside}在各组之内，{between}在各组之间。",
        f"By Theil's T {inside} of the inequality lies within groups and {between} between them.",
    )


def _no_theil_l() -> Finding:
    return Finding("no_theil_l", wording("有零值，泰尔 L 无穷大，未列出。", "With zeros L is infinite; not shown."))


def dagum(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how much of the Gini coefficient lies within groups, between them, and in their overlap."""
    needed(options.group, "--group")
    read = several(rows, options)
    parts = gini_by_group(read.table[:, 0], read.groups or (), read.weights)
    lines: list[tuple[Wording, Cell]] = [
        (wording("基尼系数", "Gini coefficient"), parts.total),
        (wording("组内", "within groups"), parts.within),
        (wording("组间净值", "between groups, net"), parts.between),
        (wording("超变密度（重叠）", "transvariation (overlap)"), parts.transvariation),
    ]
    inside = Table(
        wording("各组基尼系数", "Gini coefficient by group"),
        (wording("组", "group"), wording("基尼系数", "Gini")),
        tuple(zip(parts.groups, parts.group_gini.tolist(), strict=True)),
    )
    pairs = Table(
        wording("组间", "Between pairs of groups"),
        (wording("组", "group"), wording("另一组", "other"), wording("基尼", "G_jh"), wording("富裕度", "D_jh")),
        tuple(
            (parts.groups[j], parts.groups[h], float(parts.between_pairs[j, h]), float(parts.affluence[j, h]))
            for j, h in zip(*np.triu_indices(len(parts.groups), 1), strict=True)
        ),
    )
    title = wording("达格姆基尼系数分解", "Dagum decomposition of the Gini coefficient")
    shares = [_share(one, parts.total or 1.0) for one in (parts.within, parts.between, parts.transvariation)]
    said = wording(
        f"差异的{shares[0]}在各组之内，{shares[1]}是组间的净差距，{shares[2]}来自各组重叠（较差的组也有较好的单位）。",
        f"{shares[0]} of the inequality lies within groups, {shares[1]} is the net gap between them, {shares[2]} "
        "overlap (the poorer group has richer units too).",
    )
    return Evaluation(
        "dagum", title, len(read.table), (figures(SUMMARY, lines), inside, pairs), (said,), _assumptions(options),
        read.findings,
    )  # fmt: skip


def ends(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Say how far the ends are apart."""
    read = several(rows, options)
    found = range_ratios(read.table[:, 0], read.weights)
    title = wording("极差比", "Range ratios")
    lines: list[tuple[Wording, Cell]] = [
        (wording("最高比最低", "highest to lowest"), found.highest_to_lowest),
        (wording("第九十与第十百分位之比", "90th to 10th percentile"), found.quantile_ratio),
    ]
    times = numeral(found.highest_to_lowest, 3) if np.isfinite(found.highest_to_lowest) else ""
    said = wording(
        f"最高的单位是最低的{times}倍。" if times else "最低的单位为零，倍数没有意义。",
        f"The highest unit has {times} times the lowest." if times else "The lowest is zero: a ratio means nothing.",
    )
    return Evaluation(
        "range", title, len(read.table), (figures(SUMMARY, lines),), (said,), _assumptions(options), read.findings
    )
