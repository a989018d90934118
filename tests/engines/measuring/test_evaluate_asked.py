"""``xietong evaluate``: what was asked for counts or is refused, never passed over; places are told as the file has them."""

from typing import Any

import numpy as np
import pytest

from tests.engines.measuring.test_evaluate import ASKED, GOALS, PANEL, panel, told
from xietong import measuring
from xietong.basics import Refusal

OF_FEW = {
    "group": "省市", "weight": "学生", "period": "年份", "lower": ("经费",), "neighbours": "相邻", "baseline": "基线", "aim": "目标",
    "controls": ("人口",), "start": "2022", "inside": "川", "target": 5.0, "steps": 3, "shares": (1.0,), "scale": "z",
    "goalposts": ("0:1",),
}  # fmt: skip


@pytest.mark.parametrize("method", ASKED)
def test_what_a_method_does_not_look_at_is_refused(method: str) -> None:
    rows, options = ASKED[method]
    for option, given in OF_FEW.items():
        if option in measuring.METHODS[method].takes:
            continue
        with pytest.raises(Refusal) as found:
            told(rows, method, **{**options, option: given})
        assert found.value.code == "option-unused"
        assert (
            f"--{ {'controls': 'control', 'shares': 'share', 'goalposts': 'goalpost'}.get(option, option) } "
            in found.value.wording.zh
        )
    assert set(options) - {"values", "name", "permutations", "draws"} <= set(measuring.METHODS[method].takes)


def test_given_weights_make_the_index() -> None:
    rows, options = ASKED["given"]
    found = told(rows, "given", **options)
    assert [row[1] for row in found.tables[0].rows] == [0.75, 0.25]
    levels = measuring.normalise_range(
        [[0.8, 0.6], [0.7, 0.5], [0.4, 0.9], [0.9, 0.7], [0.6, 0.8], [0.3, 0.2]], ["higher"] * 2
    )
    first, second = found.tables[1].rows[0], found.tables[1].rows[1]
    assert (first[0], second[0]) == ("锦江", "渝中")
    assert first[1:] == pytest.approx((levels[3] @ [0.75, 0.25],) * 3)


def test_a_weight_counts_over_time_too() -> None:
    rows, options = ASKED["interrupted"]
    alone = [row for row in rows if row["学校"] == "校5"]
    heavy = [{**row, "人口": "1000000" if row["学校"] == "校5" else "1"} for row in rows]
    found = told(heavy, "interrupted", **options, weight="人口")
    assert found.tables[0].rows[0][1] == pytest.approx(
        told(alone, "interrupted", **options).tables[0].rows[0][1], abs=0.01
    )
    assert "按“人口”加权" in found.assumptions[-1].zh
    spread = told(rows, "sigma", **PANEL, weight="人口")
    assert "按“人口”加权" in spread.assumptions[0].zh
    assert spread.tables[0].rows[0][1] != told(rows, "sigma", **PANEL).tables[0].rows[0][1]


@pytest.mark.parametrize("method", ["interrupted", "sigma"])
def test_a_period_in_which_nobody_counts_has_no_mean(method: str) -> None:
    rows, options = ASKED[method]
    empty = [{**row, "人口": "0"} if row["年份"] == "2020" else row for row in rows]
    with pytest.raises(Refusal) as found:
        told(empty, method, **options, weight="人口")
    assert found.value.code == "no-weight"


def test_dispersion_by_people_is_that_of_so_many_units() -> None:
    table = np.array([[1.0, 2, 4], [3, 3, 3], [8, 7, 5]])
    plain, alike = measuring.sigma_convergence(table), measuring.sigma_convergence(table, np.full((3, 3), 7.0))
    assert alike.dispersion == pytest.approx(plain.dispersion)
    assert (alike.slope, alike.p_value) == pytest.approx((plain.slope, plain.p_value))
    people = np.array([[1, 2, 1], [3, 1, 1], [1, 1, 4]])
    found = measuring.sigma_convergence(table, people)
    for period in range(3):
        many = np.repeat(table[:, period], people[:, period])
        assert found.variation[period] == pytest.approx(many.std() / many.mean())
        assert found.dispersion[period] == pytest.approx(np.log(many).std() * np.sqrt(3 / 2))
    for wrong, code in (
        ([[1, 1, 1]] * 2, "shape-differs"),
        ([[0, 1, 1]] * 3, "no-weight"),
        ([[-1, 1, 1]] * 3, "negative-value"),
    ):
        with pytest.raises(Refusal) as refused:
            measuring.sigma_convergence(table, wrong)
        assert refused.value.code == code


def test_controls_and_groups_are_those_of_the_first_period_in_any_order_of_rows() -> None:
    rows = [{**row, "人口": row["人口"] if row["年份"] == "2018" else "1"} for row in panel()]
    first, turned = (told(one, "beta", **PANEL, controls=("人口",)).tables[0].rows for one in (rows, rows[::-1]))
    assert [value for _, value in turned] == pytest.approx([value for _, value in first])


@pytest.mark.parametrize(
    ("rows", "method", "options", "said"),
    [
        ([{"v": "/"}, {"v": "2"}, {"v": "-3"}], "gini", {"values": ("v",)}, "第4行“v”列为负数"),
        ([{"v": "1", "w": "1"}, {"v": "2", "w": "-1"}], "cv", {"values": ("v",), "weight": "w"}, "第3行“w”列为负数"),
        ([{"v": "1", "g": "川"}, {"v": "2", "g": " "}], "theil", {"values": ("v",), "group": "g"}, "第3行“g”列为空"),
        ([{"a": "", "b": "1"}, {"a": "0.5", "b": "12"}], "coupling", {"values": ("a", "b")}, "第3行“b”列的12不在0到1之间"),
        ([{**row, "升学率": "0"} if row["年份"] == "2020" else row for row in panel()], "sigma", PANEL, "校0的2020不大于零"),
        ([{**row, "学校": ""} if row["年份"] == "2020" else row for row in panel()], "sigma", PANEL, "第4行“学校”列为空"),
        (
            measuring.read_rows(GOALS.replace("96,95,97", "96,97,97").encode()), "joint",
            {k: v for k, v in ASKED["joint"][1].items() if k != "weight"}, "渝的“巩固率”的目标值等于基线",
        ),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_told_by_its_row_and_column(
    rows: list[dict[str, str]], method: str, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refusal) as found:
        told(rows, method, **options)
    assert said in found.value.wording.zh


def test_conditional_convergence_shows_what_the_controls_explain() -> None:
    found = told(*ASKED["beta"][:1], "beta", **ASKED["beta"][1])
    ((name, coefficient, error, _),) = found.tables[1].rows
    table = np.array([float(row["升学率"]) for row in panel()]).reshape(6, 8)
    people = np.array([[unit * unit + 1.0] for unit in range(6)])
    fit = measuring.beta_convergence(table[:, 0], table[:, -1], years=7, controls=people).fit
    assert name == "人口"
    assert (coefficient, error) == pytest.approx((fit.coefficients[2], fit.standard_errors[2]), rel=1e-2)
    assert len(told(panel(), "beta", **PANEL).tables) == 1


def test_a_forecast_that_was_too_sure_before_says_so() -> None:
    jump = [{"t": str(2000 + n), "v": str(n % 2 / 100 + 50 * (n > 9) * (n - 9) ** 2)} for n in range(16)]
    found = told(jump, "forecast", values=("v",), period="t", target=9000.0)
    assert "明显少于80%" in found.statements[0].zh
    assert "clearly fewer than 80%" in found.statements[0].en
    steady = [{"t": str(2000 + n), "v": str(n + n % 3 / 2)} for n in range(16)]
    assert "明显少于" not in told(steady, "forecast", values=("v",), period="t", target=20.0).statements[0].zh


def test_of_many_forecasts_one_sentence_sums_up_and_the_doubtful_are_named() -> None:
    rows = [
        {"u": unit, "t": str(2000 + n), "v": str(value)}
        for n in range(16)
        for unit, value in (("稳", n + n % 3 / 2), ("跳", n % 2 / 100 + 50 * (n > 9) * (n - 9) ** 2))
    ]
    found = told(rows, "forecast", values=("v",), name="u", period="t", target=17.0, steps=2)
    assert len(found.statements) == 1
    assert "2个单位2期后不低于17的概率" in found.statements[0].zh
    assert [(one.code, one.subject) for one in found.findings] == [("too_sure", "跳"), ("quickening", "跳")]
    assert [row[0] for table in found.tables for row in table.rows] == ["稳", "跳"] * 2
    sure = told(rows, "forecast", values=("v",), name="u", period="t", target=1.0)
    assert "稳\t>99%" in measuring.to_text(sure), "no certainty is shown"
    assert 0.99 < measuring.to_values(sure)["tables"][0]["rows"][0][1] <= 1


def test_the_slowest_party_is_named_and_the_rearrangements_are_counted() -> None:
    rows, options = ASKED["joint"]
    assert told(rows, "joint", **options).statements[0].zh.startswith("共同目标尚余")
    assert "最慢的是川" in told(rows, "joint", **options).statements[0].zh
    rows, options = ASKED["moran"]
    assert "99次" in told(rows, "moran", **options).tables[0].rows[2][0].zh  # type: ignore[union-attr]


def test_the_least_coordinated_and_the_nearest_series_are_named() -> None:
    rows, options = ASKED["coupling"]
    found = told(rows, "coupling", **options)
    assert "最低的是成华" in found.statements[0].zh
    assert "最高的是锦江" in found.statements[0].zh
    rows, options = ASKED["grey"]
    found = told(rows, "grey", **options)
    assert f"是“{found.tables[0].rows[0][0]}”" in found.statements[0].zh


def test_an_indicator_of_a_joint_target_has_one_weight() -> None:
    rows, options = ASKED["joint"]
    differing = [{**row, "权重": "3"} if (row["方"], row["指标"]) == ("川", "巩固率") else row for row in rows]
    with pytest.raises(Refusal) as found:
        told(differing, "joint", **options)
    assert found.value.code == "weights-differ"
    assert "“巩固率”" in found.value.wording.zh


@pytest.mark.parametrize("method", ["did", "interrupted", "synthetic"])
def test_an_effect_shows_the_path_as_it_was_beside_the_one_supposed(method: str) -> None:
    rows, options = ASKED[method]
    found = told(rows, method, **options)
    path = found.tables[-1].rows
    assert all(was - supposed == pytest.approx(gap) for _, was, supposed, gap in path)  # type: ignore[operator]
    if method == "synthetic":
        assert np.mean([row[3] for row in path[4:]]) == pytest.approx(found.tables[0].rows[0][1])
    if method != "interrupted":
        assert "计划内2个单位，计划外4个" in found.statements[1].zh


LEVELS = [{"u": "甲", "a": "60%", "b": "3"}, {"u": "乙", "a": "80%", "b": "1"}, {"u": "丙", "a": "100%", "b": "9"}]
TWO: dict[str, Any] = {"values": ("a", "b"), "lower": ("b",), "name": "u"}


def test_figures_are_brought_to_one_scale_as_asked() -> None:
    plain = np.array([[60.0, 3], [80, 1], [100, 9]])
    found = told(LEVELS, "normalise", **TWO, scale="z")
    table = np.array([row[1:3] for row in found.tables[0].rows], dtype=float)
    assert table == pytest.approx(measuring.normalise_score(plain, ["higher", "lower"]))
    assert "标准分" in found.assumptions[0].zh
    assert found.statements[0].zh.startswith("各项平均，水平最高的是乙")
    ends = told(LEVELS, "normalise", **TWO, goalposts=("50%:100%", "0:10"))
    assert [row[1:3] for row in ends.tables[0].rows] == [
        pytest.approx(one) for one in ([0.2, 0.7], [0.6, 0.9], [1, 0.1])
    ]
    given = told(LEVELS, "given", **TWO, shares=(1.0, 1.0), scale="z", draws=10)
    assert given.tables[1].rows[0][1] == pytest.approx(table.mean(axis=1).max())
    coupled = told(LEVELS, "coupling", **TWO, scale="range")
    assert coupled.tables[0].rows[1][2] == pytest.approx(0.75), "(80 - 60)/(100 - 60) and (9 - 1)/(9 - 1)"
    shares = told([{**row, "b": "0.5"} for row in LEVELS], "coupling", values=("a", "b"))
    assert shares.tables[0].rows[0][2] == pytest.approx(0.55), "60% is a level of 0.6"
    alike = told(LEVELS, "given", **TWO, shares=(2.0, 2.0), draws=10)
    assert "各项权重相同" in alike.statements[0].zh
    weighed = told(LEVELS, "entropy", **TWO, goalposts=("0%:100%", "0:10"), draws=10)
    assert weighed.tables[0].rows[0][1] == pytest.approx(
        measuring.entropy_weights([[0.6, 0.7], [0.8, 0.9], [1, 0.1]])[0]
    )


@pytest.mark.parametrize(
    ("method", "more", "code"),
    [
        ("normalise", {"scale": "rank"}, "no-such-scale"), ("normalise", {"goalposts": ("0:1",)}, "goalposts-differ"),
        ("normalise", {"goalposts": ("0:1", "5")}, "goalposts-differ"),
        ("normalise", {"goalposts": ("0%:1%", "0:1"), "scale": "z"}, "goalposts-differ"),
        ("normalise", {"goalposts": ("50:100", "0:10")}, "units-differ"), ("coupling", {"scale": "z"}, "level-outside"),
        ("normalise", {"goalposts": ("9%:1%", "0:1")}, "no-spread"), ("entropy", {"scale": "z"}, "option-unused"),
    ],
)  # fmt: skip
def test_a_scale_that_cannot_be_is_refused(method: str, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(LEVELS, method, **TWO, **more)
    assert refused.value.code == code


def test_the_first_sentence_is_the_answer() -> None:
    def first(method: str, **more: Any) -> tuple[str, str]:
        rows, options = ASKED[method]
        one = told(rows, method, **{**options, **more}).statements[0]
        return one.zh, one.en

    assert first("given")[0] == "综合水平最高的是锦江（0.929），最低的是成华（0）；权重最大的是“水平”（75%）。"
    assert first("given")[1].startswith("Highest in all is 锦江 (0.929), lowest 成华 (0);")
    assert first("ahp")[0].startswith(
        "最重要的依次是“投入”（64%）、“产出”（26%）、“质量”（10%）；判断前后一致（CR=0.033"
    )
    assert first("sigma")[0].startswith("各单位的差距看似缩小，但数据还不能肯定：")
    closing = [{"u": u, "t": f"202{n}", "v": str(50 + (9 - n) * k)} for n in range(6) for u, k in (("a", 1), ("b", -1))]
    clear = told(closing, "sigma", values=("v",), name="u", period="t").statements[0]
    assert clear.zh.startswith("各单位的差距在缩小：")
    assert clear.en.startswith("The units come closer:")
    apart = [
        {"u": u, "t": t, "v": v}
        for u, t, v in (("a", "2020", "1"), ("b", "2020", "2"), ("a", "2021", "1"), ("b", "2021", "4"))
    ]
    drifting = told(apart, "sigma", values=("v",), name="u", period="t").statements[0]
    assert drifting.zh.startswith("各单位的差距看似扩大，但数据还不能肯定")
    assert first("did")[0].startswith("双重差分：计划内比计划外多出的变化为")
    assert "不像是偶然" in first("did")[0]
