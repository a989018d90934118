"""Takes rows by unit and period; gives evaluations of the plan's effect and of targets, with their assumptions."""

from dataclasses import replace

import numpy as np

from xietong.basics import Refusal, Wording
from xietong.measuring.effect import (
    Effect,
    difference_in_differences,
    interrupted_time_series,
    synthetic_control,
)
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Table, counted, wording
from xietong.measuring.normalising import Direction
from xietong.measuring.report_columns import Panel, Rows, needed, panel
from xietong.measuring.target_forecast import forecast_target


def interrupted(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Evaluate the mean of all units (by --weight) as an interrupted time series; needs --name, --period, --start.

    Errors: Refusal of reading, ``no-such-period``, ``too-few-periods``.

    >>> rows = [{"u": "A", "t": f"20{n}", "v": str(n + (n > 13))} for n in range(10, 18)]
    >>> options = Options(values=("v",), period="t", name="u", start="2014")
    >>> interrupted(rows, options, np.random.default_rng(0)).rests_on
    1
    """
    read = panel(rows, options)
    mean = np.average(read.table, axis=0, weights=read.weights)
    found = _told("interrupted", interrupted_time_series(mean, _start(read, options)), read)
    return replace(found, assumptions=(*found.assumptions, counted(options)))


def difference(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Evaluate the group --inside against all other units; needs --name, --period, --group, --inside, --start.

    Errors: Refusal of reading, ``no-such-group``, ``no-such-period``, ``too-few-values``.

    >>> rows = [{"u": u, "g": u[0], "t": t, "v": u[1]} for u in ("A1", "A2", "B1", "B3") for t in ("2020", "2021")]
    >>> options = Options(values=("v",), period="t", name="u", group="g", inside="A", start="2021")
    >>> difference(rows, options, np.random.default_rng(0)).tables[0].rows[0][1]
    0.0
    """
    read = panel(rows, options)
    inside = _inside(read, options)
    return _told("did", difference_in_differences(read.table[inside], read.table[~inside], _start(read, options)), read)


def synthetic(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Evaluate the mean of the group --inside against a mix of the other units; options as ``difference``.

    Errors: as ``difference``.

    >>> rows = [{"u": u, "t": t, "v": u[1] + t[3]} for u in ("A1", "B1", "B3") for t in ("2020", "2021", "2022")]
    >>> options = Options(values=("v",), period="t", name="u", group="u", inside="A1", start="2022")
    >>> round(abs(synthetic(rows, options, np.random.default_rng(0)).tables[0].rows[0][1]), 9)
    0.0
    """
    read = panel(rows, options)
    inside = _inside(read, options)
    effect = synthetic_control(read.table[inside].mean(axis=0), read.table[~inside], _start(read, options))
    outside = [name for name, within in zip(read.names, inside, strict=True) if not within]
    share = [] if effect.weights is None else effect.weights.tolist()
    mixture = Table(
        wording("合成对照的构成", "What the mix is made of"),
        (wording("单位", "unit"), wording("权重", "weight")),
        tuple((name, weight) for name, weight in zip(outside, share, strict=True) if weight > 1e-6),
    )
    return _told("synthetic", effect, read, mixture)


def forecast(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Forecast whether each unit meets --target after --steps periods; --lower names the column if less is better.

    Errors: Refusal of reading, ``needs-column`` (no target), ``too-few-values``.

    >>> rows = [{"u": "A", "t": f"202{n}", "v": str(n * n)} for n in range(5)]
    >>> options = Options(values=("v",), period="t", name="u", target=20, steps=1)
    >>> forecast(rows, options, np.random.default_rng(0)).tables[0].rows[0][2]
    20.0
    """
    read = panel(rows, options)
    if options.target is None:
        raise Refusal("needs-column", zh="此方法需要 --target。", en="This method needs --target.")
    direction = Direction.LOWER if options.values[0] in options.lower else Direction.HIGHER
    found = [forecast_target(one, options.target, steps=options.steps, direction=direction) for one in read.table]
    lines = tuple(
        (
            name,
            one.probability,
            one.expected,
            one.low,
            one.high,
            one.back_test.trials,
            one.back_test.mean_absolute_error,
        )
        for name, one in zip(read.names, found, strict=True)
    )
    columns = (
        wording("单位", "unit"), wording("达标概率", "probability"), wording("预计值", "expected"),
        wording("下限（80%）", "low (80 %)"), wording("上限", "high"),
        wording("回测次数", "back-tests"), wording("回测平均误差", "their mean error"),
    )  # fmt: skip
    said = tuple(
        Wording(zh=f"{name}：{one.statement.zh}", en=f"{name}: {one.statement.en}")
        for name, one in zip(read.names[:20], found, strict=False)
    )
    title = wording("目标值预测", "Forecast of the target")
    tables = (Table(SUMMARY, columns, lines),)
    return Evaluation("forecast", title, len(read.names), tables, said, found[0].assumptions, read.findings)


def _told(method: str, effect: Effect, read: Panel, *more: Table) -> Evaluation:
    columns = (
        wording("项目", "figure"), wording("数值", "value"), wording("标准误", "standard error"),
        wording("下限", "low"), wording("上限", "high"), wording("p 值", "p-value"),
    )  # fmt: skip
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (one.name, one.value, one.standard_error, one.low, one.high, one.p_value)
        for one in (effect.main, *effect.beside)
    )
    path = Table(
        wording("假设没有计划时的路径", "The path supposed without the plan"),
        (wording("时期", "period"), wording("数值", "value")),
        tuple((p.code, float(v)) for p, v in zip(read.periods, effect.without, strict=True)),
    )
    return Evaluation(
        method, effect.method, len(read.names), (Table(SUMMARY, columns, lines), *more, path),
        (effect.statement,), effect.assumptions, (*read.findings, *effect.doubts),
    )  # fmt: skip


def _start(read: Panel, options: Options) -> int:
    wanted = needed(options.start, "--start")
    codes = [one.code for one in read.periods]
    if wanted not in codes:
        raise Refusal(
            "no-such-period",
            zh=f"表中没有“{wanted}”这一时期；有：{'、'.join(codes)}。",
            en=f"The table has no period “{wanted}”; it has: {', '.join(codes)}.",
        )
    return codes.index(wanted)


def _inside(read: Panel, options: Options) -> np.typing.NDArray[np.bool_]:
    needed(options.group, "--group")
    wanted = needed(options.inside, "--inside")
    inside = np.array([one == wanted for one in read.groups or ()])
    if not inside.any() or inside.all():
        raise Refusal(
            "no-such-group",
            zh=f"“{wanted}”组之内和之外都要有单位。",
            en=f"There must be units inside and outside of the group “{wanted}”.",
        )
    return inside
