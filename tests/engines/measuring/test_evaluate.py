"""``xietong evaluate``: every method from a table to a report in text, JSON, HTML and Word, and what it refuses."""

import io
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from docx import Document
from openpyxl import Workbook

from xietong import measuring
from xietong.basics import Refusal
from xietong.cli import main

AREAS = """区县,省市,经费,学生,水平,另一水平,相邻
渝中,渝,1200,30,0.8,0.6,江北;南岸
江北,渝,900,40,0.7,0.5,渝中;南岸
南岸,渝,,20,0.4,0.9,渝中
锦江,川,1500,35,0.9,0.7,青羊
青羊,川,"1,100",50,0.6,0.8,锦江;渝中
成华,川,700,45,0.3,0.2,青羊
"""
GOALS = """方,指标,现值,基线,目标,权重
渝,入园率,92,85,95,2
渝,巩固率,96,95,97,1
川,入园率,88,84,95,2
川,巩固率,94,95,97,1
"""
JUDGED = """指标,投入,产出,质量
投入,1,3,5
产出,1/3,1,3
质量,1/5,1/3,1
"""
YEARS = ("2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025")


def panel() -> list[dict[str, str]]:
    """Six schools over eight years; those of the trial rise by 5 from 2022 on."""
    rng = np.random.default_rng(8)
    rows = []
    for unit in range(6):
        for n, year in enumerate(YEARS):
            value = 50 + unit * 3 + n * 1.5 + rng.normal(0, 0.3) + 5 * (unit in (2, 3) and n >= 4)
            rows.append(
                {"学校": f"校{unit}", "组": "试点" if unit in (2, 3) else "其他", "年份": year, "升学率": f"{value:.3f}",
                 "人口": str(unit * unit + 1)}
            )  # fmt: skip
    return rows


def areas() -> list[dict[str, str]]:
    return measuring.read_rows(AREAS.encode())


GOAL: dict[str, Any] = {"values": ("现值",), "group": "方", "name": "指标", "baseline": "基线", "aim": "目标"}


def told(rows: list[dict[str, str]], method: str, **options: Any) -> measuring.Evaluation:
    return measuring.evaluate(rows, method, measuring.Options(**options), rng=np.random.default_rng(1))


PANEL = {"values": ("升学率",), "name": "学校", "period": "年份"}
ASKED: dict[str, tuple[list[dict[str, str]], dict[str, Any]]] = {
    "ahp": (measuring.read_rows(JUDGED.encode()), {"values": ("投入", "产出", "质量"), "name": "指标"}),
    "beta": (panel(), {**PANEL, "controls": ("人口",)}),
    "coupling": (areas(), {"values": ("水平", "另一水平"), "name": "区县"}),
    "critic": (areas(), {"values": ("经费", "水平"), "lower": ("经费",), "name": "区县", "draws": 50}),
    "cv": (areas(), {"values": ("经费",)}),
    "dagum": (areas(), {"values": ("经费",), "group": "省市", "weight": "学生"}),
    "did": (panel(), {**PANEL, "group": "组", "inside": "试点", "start": "2022"}),
    "entropy": (areas(), {"values": ("水平", "另一水平"), "draws": 50}),
    "forecast": (panel(), {**PANEL, "target": 80.0, "steps": 2}),
    "gini": (areas(), {"values": ("经费",)}),
    "given": (areas(), {"values": ("水平", "另一水平"), "shares": (3.0, 1.0), "name": "区县", "draws": 50}),
    "grey": (areas(), {"values": ("水平", "另一水平", "学生"), "weight": "学生"}),
    "interrupted": (panel(), {**PANEL, "start": "2022"}),
    "joint": (measuring.read_rows(GOALS.encode()), {**GOAL, "weight": "权重"}),
    "moran": (areas(), {"values": ("水平",), "name": "区县", "neighbours": "相邻", "permutations": 99}),
    "normalise": (areas(), {"values": ("经费", "水平"), "lower": ("经费",), "name": "区县", "scale": "z"}),
    "range": (areas(), {"values": ("经费",)}),
    "sigma": (panel(), PANEL),
    "synthetic": (panel(), {**PANEL, "group": "组", "inside": "试点", "start": "2022"}),
    "theil": (areas(), {"values": ("经费",), "group": "省市"}),
}


@pytest.mark.parametrize("method", ASKED)
def test_every_method_is_told_in_every_form(method: str) -> None:
    rows, options = ASKED[method]
    found = told(rows, method, **options)
    assert found.method == method
    for language in ("zh", "en"):
        title = found.title.in_language(language)
        assert measuring.to_text(found, language).startswith(title)
        page = measuring.to_html(found, language)
        assert f"<h1>{escape(title)}</h1>" in page
        assert "<script" not in page
        document = Document(io.BytesIO(measuring.to_word(found, language)))
        assert document.paragraphs[0].text == title
        assert [len(one.rows) for one in document.tables] == [1 + len(one.rows) for one in found.tables]
        words = "\n".join(one.text for one in document.paragraphs)
        assert all(one.in_language(language) in words for one in (*found.statements, *found.assumptions))
    values = measuring.to_values(found)
    assert json.loads(json.dumps(values))["rests_on"] == found.rests_on


@pytest.mark.parametrize("method", ASKED)
def test_no_method_gives_a_bare_number(method: str) -> None:
    rows, options = ASKED[method]
    found = told(rows, method, **options)
    assert found.assumptions
    assert found.statements
    words = measuring.to_text(found) + measuring.to_text(found, "en")
    assert not re.search(r"\d[eE][-+]\d", words)
    assert "nan" not in words


def test_a_few_units_outside_the_plan_give_no_wide_certainty() -> None:
    rows, options = ASKED["synthetic"]
    found = told(rows, "synthetic", **options)
    assert "60%区间" in found.statements[0].zh  # four placebos: (4 − 1)/(4 + 1)
    assert "按 p 值仍不能排除没有效果" in found.statements[0].zh
    assert "至多60%" in found.findings[-1].wording.zh


def test_what_moves_together_is_told_from_what_does_not() -> None:
    rows, options = ASKED["moran"]
    assert "看不出空间关联" in told(rows, "moran", **options).statements[0].zh
    for values, said in (("111999", "相近"), ("191919", "相反")):
        line = [
            {"u": str(n), "v": values[n // 2 if said == "相近" else n % 6],
             "n": ";".join(str(m) for m in (n - 1, n + 1) if 0 <= m < 12)} for n in range(12)
        ]  # fmt: skip
        found = told(line, "moran", values=("v",), name="u", neighbours="n", permutations=99)
        assert said in found.statements[0].zh
    apart, nearer = (
        [{"u": f"u{n}", "t": t, "v": str(v)} for n in range(1, 9) for t, v in (("2020", n), ("2025", n**power + n % 2 / 9))]
        for power in (2, 0.5)
    )  # fmt: skip
    assert "发散" in told(apart, "beta", values=("v",), name="u", period="t").statements[0].zh
    assert "（收敛）" in told(nearer, "beta", values=("v",), name="u", period="t").statements[0].zh


def test_a_history_without_any_swing_is_no_certainty() -> None:
    rows = [{"t": f"20{n}", "v": "5"} for n in range(10, 18)]
    assert "请勿当作确定" in told(rows, "forecast", values=("v",), period="t", target=6.0).statements[0].zh


def test_a_workbook_is_read_like_a_csv_file() -> None:
    book = Workbook()
    assert book.active is not None
    for row in ([], ["区县", "年", "经费"], ["渝中", 2024, 1200.5], [None, None, None], ["江北", 2024, "１，９００"]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    rows = measuring.read_rows(held.getvalue())
    assert rows[0] == {"区县": "渝中", "年": "2024", "经费": "1200.5"}
    assert told(rows, "range", values=("经费",)).tables[0].rows[0][1] == pytest.approx(1900 / 1200.5)
    empty = io.BytesIO()
    Workbook().save(empty)
    assert measuring.read_rows(empty.getvalue()) == []


def test_a_known_effect_comes_out_of_the_table() -> None:
    for method in ("did", "synthetic"):
        rows, options = ASKED[method]
        value = told(rows, method, **options).tables[0].rows[0][1]
        assert value == pytest.approx(5, abs=1)


def test_the_word_document_stands_on_the_official_page() -> None:
    document = Document(io.BytesIO(measuring.to_word(told(areas(), "gini", values=("经费",)))))
    section = document.sections[0]
    assert [round(one.mm) for one in (section.top_margin, section.left_margin, section.bottom_margin)] == [37, 28, 35]
    assert "没有数值" in "\n".join(one.text for one in document.paragraphs)


def test_a_row_not_reported_is_left_out_and_said() -> None:
    found = told(areas(), "gini", values=("经费",))
    assert found.rests_on == 5
    assert found.findings[0].code == "left_out"
    many = [{"v": ""} for _ in range(12)] + [{"v": "1"}, {"v": "2"}]
    assert "and 2 more" in told(many, "gini", values=("v",)).findings[0].wording.en
    lacking = [row for row in panel() if (row["学校"], row["年份"]) != ("校1", "2019")]
    lacking[0] = {**lacking[0], "升学率": ""}
    assert told(lacking, "sigma", **PANEL).rests_on == 4


def test_theils_l_is_not_shown_where_somebody_has_nothing() -> None:
    found = told([{"v": "0"}, {"v": "2"}], "theil", values=("v",))
    assert [one.code for one in found.findings] == ["no_theil_l"]
    assert len(told([{"v": "1"}, {"v": "2"}], "theil", values=("v",)).tables[0].rows) == 2


def test_unconditional_convergence_has_its_own_title() -> None:
    assert told(panel(), "beta", **PANEL).title.en == "Absolute beta convergence"


def test_a_forecast_knows_which_way_is_better() -> None:
    up, down = (told(panel(), "forecast", **PANEL, target=60.0, lower=lower) for lower in ((), ("升学率",)))
    for one, other in zip(up.tables[0].rows, down.tables[0].rows, strict=True):
        assert one[1] + other[1] == pytest.approx(1)  # type: ignore[operator]


def test_one_series_needs_no_names_and_marks_of_forms_are_no_figures() -> None:
    rows = [{"年": str(2000 + n), "值": text} for n, text in enumerate(("1", "2", "3.5", "4", "9", "10", "11", "12.5"))]
    found = told(rows, "interrupted", values=("值",), period="年", start="2004")
    assert found.rests_on == 1
    assert measuring.to_text(told(rows, "forecast", values=("值",), period="年", target=14.0))
    marked = [{"v": text} for text in ("1", "/", "3", "*", "不适用", "")]
    equal = told(marked, "gini", values=("v",))
    assert (equal.rests_on, equal.findings[0].subject) == (2, "3, 5, 6, 7")


@pytest.mark.parametrize(
    ("rows", "method", "options", "code"),
    [
        (areas(), "magic", {}, "no-such-method"),
        ([], "gini", {"values": ("v",)}, "no-rows"),
        ([{"v": ""}], "gini", {"values": ("v",)}, "no-rows"),
        (areas(), "gini", {}, "no-value-column"),
        *(
            ([{"v": "5", "g": "川"}, {"v": ""}], one, {"values": ("v",), **groups}, "one-unit")
            for one, groups in (("gini", {}), ("theil", {}), ("dagum", {"group": "g"}), ("cv", {}), ("range", {}))
        ),
        (areas(), "gini", {"values": ("无",)}, "no-such-column"),
        (areas(), "gini", {"values": ("水平", "另一水平")}, "one-value-column"),
        (areas(), "coupling", {"values": ("水平", "水平")}, "column-twice"),
        (
            [{"u": u, "t": t, "v": "5"} for u in "abc" for t in ("2020", "2025")],
            "beta",
            {"values": ("v",), "name": "u", "period": "t"},
            "no-spread",
        ),
        ([{"v": "many"}], "gini", {"values": ("v",)}, "not-a-number"),
        ([{"v": "1", "w": ""}], "gini", {"values": ("v",), "weight": "w"}, "not-a-number"),
        (areas(), "dagum", {"values": ("水平",)}, "needs-column"),
        (areas(), "sigma", {"values": ("水平",)}, "needs-column"),
        (panel(), "forecast", PANEL, "needs-column"),
        (panel(), "did", {**PANEL, "group": "组", "inside": "无", "start": "2022"}, "no-such-group"),
        (panel(), "did", {**PANEL, "group": "组", "inside": "试点", "start": "1999"}, "no-such-period"),
        (panel() + panel()[:1], "sigma", PANEL, "value-twice"),
        (panel(), "sigma", {**PANEL, "name": None}, "needs-column"),
        (areas(), "entropy", {"values": ("水平",), "lower": ("另一列",)}, "lower-without-value"),
        ([{"u": "a", "t": "soon", "v": "1"}], "sigma", {"values": ("v",), "name": "u", "period": "t"}, "not-a-period"),
        ([{"u": "a", "t": "2025", "v": ""}], "sigma", {"values": ("v",), "name": "u", "period": "t"}, "no-rows"),
        (
            [{"u": "a", "v": "1", "n": "b"}, {"u": "c", "v": "2", "n": ""}, {"u": "d", "v": "3", "n": ""}],
            "moran",
            {"values": ("v",), "name": "u", "neighbours": "n"},
            "no-such-place",
        ),
        (areas(), "grey", {"values": ("水平",)}, "needs-column"),
        (areas(), "given", {"values": ("水平", "另一水平"), "shares": (1.0,)}, "shares-differ"),
        (areas(), "given", {"values": ("水平", "另一水平"), "shares": (1.0, -1.0)}, "negative-value"),
        (measuring.read_rows(GOALS.encode())[1:], "joint", GOAL, "shape-differs"),
        (measuring.read_rows(JUDGED.encode()), "ahp", {}, "no-value-column"),
        (
            measuring.read_rows(JUDGED.replace("1/3", "三").encode()),
            "ahp",
            {"values": ("投入", "产出", "质量")},
            "not-a-number",
        ),
    ],
)
def test_what_cannot_be_evaluated_is_refused_with_its_place(
    rows: list[dict[str, str]], method: str, options: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as found:
        told(rows, method, **options)
    assert found.value.code == code
    assert found.value.wording.zh


def test_numbers_that_are_none_are_written_so() -> None:
    shown = measuring.to_values(told([{"v": "0"}, {"v": "5"}], "range", values=("v",)))["tables"][0]["rows"]
    assert shown[0][1] == "∞"
    two = told([row for row in panel() if row["年份"] in ("2018", "2025")], "sigma", **PANEL)
    assert "two periods only" in two.statements[0].en
    assert "nan" not in measuring.to_text(two)
    lines = measuring.to_text(told([{"v": "0"}, {"v": "5"}], "range", values=("v",)))
    assert "∞" in lines


def test_what_does_not_converge_has_no_speed_and_says_so() -> None:
    rows = [{"u": f"u{n}", "t": t, "v": str(v)} for n in range(5) for t, v in (("2020", n + 1), ("2025", (n + 1) ** 2))]
    found = told(rows, "beta", values=("v",), name="u", period="t")
    assert [one.code for one in found.findings] == ["no_speed"]


def test_the_way_left_and_judged_weights_are_those_of_the_functions() -> None:
    found = told(*ASKED["joint"][:1], "joint", **GOAL)
    assert found.tables[0].rows[0][1] == pytest.approx(np.sqrt((np.square(7 / 11) + np.square(1.5)) / 2))
    weights = [row[1] for row in told(*ASKED["ahp"][:1], "ahp", **ASKED["ahp"][1]).tables[0].rows]
    assert weights == pytest.approx([0.637, 0.258, 0.105], abs=1e-3)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ("甲,乙\n1,2\n".encode("utf-8-sig"), [{"甲": "1", "乙": "2"}]),
        ("甲,乙\n1,2\n".encode("gb18030"), [{"甲": "1", "乙": "2"}]),
        ("甲\t乙\r\n1\t2\r\n".encode("utf-16"), [{"甲": "1", "乙": "2"}]),
        (b"a;b\n1;2\n", [{"a": "1", "b": "2"}]),
        (b"a,b,\n1\n\n , \n3,4,\n", [{"a": "1", "b": ""}, {"a": "3", "b": "4"}]),
        (b"", []),
        (b"a\n1\n", [{"a": "1"}]),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_has_written_it(data: bytes, rows: list[dict[str, str]]) -> None:
    assert measuring.read_rows(data) == rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes(range(256)) * 4, "no text"), (b"a,a\n1,2\n", "twice"), (b"a,b\n1,200,5\n", "line 2 has 3 cells"),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "no row of a table"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_line(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        measuring.read_rows(data)
    assert refused.value.code == "table-unreadable"
    assert said in refused.value.wording.en
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(tmp_path / "a.csv"), "--method", "gini", "--value", "a"])
    assert ended.value.code == 3


def test_the_command_writes_a_word_document(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "经费.csv"
    table.write_bytes(AREAS.encode("gb18030"))
    target = tmp_path / "out.docx"
    command = ["evaluate", str(table), "--method", "theil", "--value", "经费", "--group", "省市"]
    for more in (["--format", "docx", "--output", str(target)], ["--format", "html"], []):
        with pytest.raises(SystemExit) as ended:
            main([*command, *more])
        assert ended.value.code == 0
    assert Document(str(target)).paragraphs[0].text == "泰尔指数"
    assert "泰尔 T" in capfd.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main([*command[:2], "--method", "magic"])
    assert ended.value.code == 2
