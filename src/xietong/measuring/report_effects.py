"""Takes rows by unit and period; gives evaluations of the plan's effect and of targets, with their assumptions."""

from dataclasses import replace

import numpy as np

from xietong.basics import Finding, Refusal, Wording
from xietong.measuring.columns import Floats
from xietong.measuring.effect import (
    Effect,
    difference_in_differences,
    interrupted_time_series,
)
from xietong.measuring.evaluation import SUMMARY, Cell, Evaluation, Options, Probability, Table, counted, wording
from xietong.measuring.report_columns import directions, listed, needed
from xietong.measuring.report_figures import Rows, aim_in
from xietong.measuring.report_panels import Panel, even, means, panel, unevenness
from xietong.measuring.synthetic import synthetic_control
from xietong.measuring.target_forecast import PACES, TargetForecast, asked, forecast_target, pace


def interrupted(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Evaluate the mean of all units (by --weight) as an interrupted time series; needs --name, --period, --start.

    Errors: Refusal of reading, ``no-such-period``, ``too-few-periods``.

    >>> rows = [{"u": "A", "t": f"20{n}", "v": str(n + (n > 13))} for n in range(10, 18)]
    >>> options = Options(values=("v",), period="t", name="u", start="2014")
    >>> interrupted(rows, options, np.random.default_rng(0)).rests_on
    1
    """
    read = even(panel(rows, options))
    mean = means(read.table, read.weights)
    found = _told("interrupted", interrupted_time_series(mean, _start(read, options)), read, mean)
    return replace(found, assumptions=(*found.assumptions, counted(options)))


def difference(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Evaluate the group --inside against all other units; needs --name, --period, --group, --inside, --start.

    A --weight is that of each unit's first period: who comes or goes later is no effect. Errors: Refusal of reading,
    ``no-such-group``, ``no-such-period``, ``too-few-values``, ``no-weight``.

    >>> rows = [{"u": u, "g": u[0], "t": t, "v": u[1]} for u in ("A1", "A2", "B1", "B3") for t in ("2020", "2021")]
    >>> options = Options(values=("v",), period="t", name="u", group="g", inside="A", start="2021")
    >>> difference(rows, options, np.random.default_rng(0)).tables[0].rows[0][1]
    0.0
    """
    read = panel(rows, options)
    inside = _inside(read, options)
    treated, control = read.table[inside], read.table[~inside]
    people = None if read.weights is None else np.tile(read.weights[:, :1], len(read.periods))
    both = None if people is None else (people[inside, 0], people[~inside, 0])
    effect = difference_in_differences(treated, control, _start(read, options), weights=both)
    found = _told("did", effect, read, means(treated, None if people is None else people[inside]))
    fixed = () if people is None else (_FIXED,)
    return replace(
        found,
        statements=(*found.statements, _both_sides(inside)),
        assumptions=(*found.assumptions, counted(options), *fixed),
    )


_FIXED = wording(
    "各单位的权重取首期的，不随时间而变。", "A unit weighs throughout what it weighed in the first period."
)


def synthetic(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Evaluate the mean of the group --inside against a mix of the other units; options as ``difference``.

    A --weight counts in the mean of the group, period by period. Errors: as ``difference``.

    >>> rows = [{"u": u, "t": t, "v": u[1] + t[3]} for u in ("A1", "B1", "B3") for t in ("2020", "2021", "2022")]
    >>> options = Options(values=("v",), period="t", name="u", group="u", inside="A1", start="2022")
    >>> round(abs(synthetic(rows, options, np.random.default_rng(0)).tables[0].rows[0][1]), 9)
    0.0
    """
    read = panel(rows, options)
    inside = _inside(read, options)
    treated = means(read.table[inside], None if read.weights is None else read.weights[inside])
    effect = synthetic_control(treated, read.table[~inside], _start(read, options))
    outside = [name for name, within in zip(read.names, inside, strict=True) if not within]
    share = [] if effect.weights is None else effect.weights.tolist()
    mixture = Table(
        wording("合成对照的构成", "What the mix is made of"),
        (wording("单位", "unit"), wording("权重", "weight")),
        tuple((name, weight) for name, weight in zip(outside, share, strict=True) if weight > 1e-6),
    )
    found = _told("synthetic", effect, read, treated, mixture)
    return replace(
        found,
        statements=(*found.statements, _both_sides(inside)),
        assumptions=(*found.assumptions, counted(options), _DONORS_ALONE),
    )


_DONORS_ALONE = wording(
    "计划外的单位各自单独参与组合与“安慰剂”检验。", "Units outside enter the mix, and the placebos, each by itself."
)


def _both_sides(inside: np.typing.NDArray[np.bool_]) -> Wording:
    many, others = int(inside.sum()), int((~inside).sum())
    return wording(f"计划内{many}个单位，计划外{others}个。", f"{many} units inside the plan, {others} outside.")


def forecast(rows: Rows, options: Options, _: np.random.Generator) -> Evaluation:
    """Forecast whether each unit meets --target after --steps periods; --lower names the column if less is better.

    Errors: Refusal of reading, ``needs-column`` (no target), ``too-few-values``.

    >>> rows = [{"u": "A", "t": f"202{n}", "v": str(n * n)} for n in range(5)]
    >>> options = Options(values=("v",), period="t", name="u", target=20, steps=1)
    >>> round(forecast(rows, options, np.random.default_rng(0)).tables[0].rows[0][2], 2)
    21.23
    """
    read = even(panel(rows, options))
    target = aim_in(options.target, read.unit)
    (direction,) = directions(options)
    found = [forecast_target(one, target, steps=options.steps, direction=direction) for one in read.table]
    each = list(zip(read.names, found, strict=True))
    expected = Table(
        SUMMARY,
        (wording("单位", "unit"), wording("达标概率", "probability"), wording("预计值", "expected"),
         wording("下限（80%）", "low (80 %)"), wording("上限", "high")),
        tuple((name, Probability(one.probability), one.expected, one.low, one.high) for name, one in each),
    )  # fmt: skip
    tested = Table(
        wording("回测", "Back-test"),
        (wording("单位", "unit"), wording("次数", "trials"), wording("向前期数", "periods ahead"),
         wording("平均误差", "mean error"), wording("假定不变的误差", "error if unchanged"),
         wording("落在区间内的比例", "share inside")),
        tuple(
            (name, one.trials, one.steps, one.mean_absolute_error, one.unchanged_error, one.coverage)
            for name, one in ((name, forecasted.back_test) for name, forecasted in each)
        ),
    )  # fmt: skip
    aim = asked(target, options.steps, direction)
    said = found[0].statement if len(found) == 1 else _of_many(aim, [one.probability for one in found])
    doubts = () if len(found) == 1 else _of_some(dict(zip(read.names, read.table, strict=True)), found)
    title = wording("目标值预测", "Forecast of the target")
    findings = (*read.findings, *doubts)
    return Evaluation("forecast", title, len(each), (expected, tested), (said,), found[0].assumptions, findings)


def _of_many(aim: Wording, probabilities: list[float]) -> Wording:
    """Say of many units how many will probably be there: each one's figures stand in the table."""
    size, likely = len(probabilities), sum(one >= 0.9 for one in probabilities)
    open_, unlikely = sum(0.5 <= one < 0.9 for one in probabilities), sum(one < 0.5 for one in probabilities)
    return wording(
        f"按以往变化，{size}个单位{aim.zh}的概率：90%以上的{likely}个，50%至90%的{open_}个，不到50%的{unlikely}个。",
        f"As things went so far, of {size} units {likely} have a probability of 90 % or more of {aim.en}, {open_} "
        f"one of 50 to 90 %, {unlikely} one of less than 50 %.",
    )


def _of_some(histories: dict[str, Floats], found: list[TargetForecast]) -> tuple[Finding, ...]:
    """Name the units whose forecasts need a caution; of a single one its sentence says so."""
    trusting = [name for name, one in zip(histories, found, strict=True) if one.back_test.trusting]
    going = {name: pace(history) for name, history in histories.items()}
    slower, faster = ([name for name, one in going.items() if one == sign] for sign in (-1, 1))
    zh = "回测时{}落在区间内的明显少于80%，实际把握比所列的小，请多留余地。"
    en = "In the back-test of {} clearly fewer than 80 % lay inside: it is less sure than that; leave a margin."
    return (
        *listed("too_sure", zh, en, trusting),
        *listed("slowing", "{}：" + PACES[-1].zh, "{}: " + PACES[-1].en, slower),
        *listed("quickening", "{}：" + PACES[1].zh, "{}: " + PACES[1].en, faster),
    )


def _told(method: str, effect: Effect, read: Panel, actual: Floats, *more: Table) -> Evaluation:
    columns = (
        wording("项目", "figure"), wording("数值", "value"), wording("标准误", "standard error"),
        wording("下限", "low"), wording("上限", "high"), wording("p 值", "p-value"),
    )  # fmt: skip
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (one.name, one.value, one.standard_error, one.low, one.high, one.p_value)
        for one in (effect.main, *effect.beside)
    )
    paths = np.column_stack([actual, effect.without, actual - effect.without])
    path = Table(
        wording("实际与假设没有计划时的路径", "The path as it was, and as supposed without the plan"),
        (
            wording("时期", "period"),
            wording("实际", "as it was"),
            wording("没有计划时", "without the plan"),
            wording("差距", "gap"),
        ),
        tuple((time.code, *path) for time, path in zip(read.periods, paths.tolist(), strict=True)),
    )
    return Evaluation(
        method, effect.method, len(read.names), (Table(SUMMARY, columns, lines), *more, path),
        (effect.statement,), effect.assumptions, (*read.findings, *unevenness(read), *effect.doubts),
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
