"""``xietong evaluate`` on tables as offices have them: titles, totals, gaps in time, decimal commas; what is no table."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.engines.measuring.test_evaluate import told
from xietong import measuring
from xietong.basics import Refusal
from xietong.cli import main


def workbook(*lines: list[Any]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_titles_above_a_workbooks_header_and_totals_below_are_no_units() -> None:
    data = workbook(
        ["2024年生均经费情况表", None, None], ["填报单位：市教委", None, None], [None, None, None],
        ["区县", "年份", "经费"], ["渝中", 2024, 1200], ["江北", 2024, "1,900"], ["合 计", 2024, 3100], ["锦江", 2024, "/"],
    )  # fmt: skip
    rows = measuring.read_rows(data)
    found = told(rows, "range", values=("经费",), name="区县")
    assert found.rests_on == 2
    assert found.tables[0].rows[0][1] == pytest.approx(1900 / 1200)
    assert [(one.code, one.subject) for one in found.findings] == [("left_out", "8"), ("totals", "7")]
    rows[1]["经费"] = "很多"
    with pytest.raises(Refusal) as refused:
        told(rows, "range", values=("经费",), name="区县")
    assert "第6行“经费”列" in refused.value.wording.zh, "rows are told as the file numbers them"


def test_a_total_is_no_unit_of_a_panel() -> None:
    text = "校,年,率\n" + "".join(f"{unit},{year}年,{value}\n" for unit, value in (("甲", 50), ("乙", 70), ("总计", 120))
                               for year in (2020, 2021, 2022))  # fmt: skip
    found = told(measuring.read_rows(text.encode()), "sigma", values=("率",), name="校", period="年")
    assert found.rests_on == 2
    assert found.findings[-1].subject == "8, 9, 10"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,200", 1200.0), ("1,200,300.5", 1200300.5), ("−3.5", -3.5), ("１２．５", 12.5), ("1e3", 1000.0), (".5", 0.5),
     ("95%", None), ("3万", 30000.0), ("3 万元", None), ("1.2亿", 1.2e8), ("1,5", None), ("12,00", None), ("1.200,5", None), ("1,2345", None), ("0x1f", None),
     ("1_000", None), ("nan", None), ("infinity", None), (".", None), ("+", None), ("1 2", None), ("x" * 99, None), ("3万余", None), ("约3", None), ("12月3日", None)],
)  # fmt: skip
def test_only_what_is_surely_a_number_is_one(cell: str, value: float | None) -> None:
    rows = [{"v": cell}, {"v": "7"}]
    if value is None:
        with pytest.raises(Refusal) as refused:
            told(rows, "cv", values=("v",))
        assert refused.value.code == ("units-differ" if cell in {"95%", "3 万元"} else "not-a-number")
        assert len(refused.value.wording.zh) < 100
    else:
        mean = (value + 7) / 2
        assert told(rows, "cv", values=("v",)).tables[0].rows[0][1] == pytest.approx(abs((value - 7) / 2 / mean))


EXCEL = """表1 各区县生均经费情况,,,
单位：元,,,
区县,省市,生均经费,巩固率
渝中,渝,"1.2万","98.5%"
江北,渝,"9,800",97%
南岸,渝,——,96%
锦江,川,#DIV/0!,99%
青羊,川,"11,000",0
合计,,"3.3万",
"""


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t"])
def test_a_table_out_of_a_spreadsheet_is_read_as_it_was_shown(charset: str, sign: str) -> None:
    text = EXCEL if sign == "," else EXCEL.replace('"1.2万"', "1.2万").replace(",,,", sign * 3).replace(",", sign)
    text = text if sign == "," else text.replace(f'"9{sign}800"', '"9,800"').replace(f'"11{sign}000"', '"11,000"')
    rows = measuring.read_rows(text.encode(charset))
    found = told(rows, "range", values=("生均经费",), name="区县")
    assert found.tables[0].rows[0][1] == pytest.approx(12000 / 9800)
    assert [(one.code, one.subject) for one in found.findings] == [("left_out", "6, 7"), ("totals", "9")]
    shares = told(rows, "cv", values=("巩固率",), name="区县")
    assert shares.rests_on == 5
    assert shares.findings[-1].wording.zh == "“巩固率”列的数值以“%”计。"
    with pytest.raises(Refusal) as refused:
        told([*rows, {"区县": "成华", "生均经费": "1", "巩固率": "95"}], "cv", values=("巩固率",))
    assert refused.value.code == "units-differ"


def test_a_target_is_written_as_its_column_is() -> None:
    rows = [{"t": f"201{n}", "v": f"{80 + 2 * n + n % 2}%"} for n in range(8)]
    options: dict[str, Any] = {"values": ("v",), "period": "t", "steps": 2}
    found = told(rows, "forecast", **options, target="99%")
    plain = [{**row, "v": row["v"].rstrip("%")} for row in rows]
    assert found.tables[0].rows[0][1] == pytest.approx(
        told(plain, "forecast", **options, target="99").tables[0].rows[0][1]
    )
    for target in ("99", "99元", "很多", None):
        with pytest.raises(Refusal):
            told(rows, "forecast", **options, target=target)
    goals = [{"方": "川", "指标": "率", "现值": "90%", "基线": "80%", "目标": "95"}]
    with pytest.raises(Refusal) as refused:
        told(goals, "joint", values=("现值",), group="方", name="指标", baseline="基线", aim="目标")
    assert refused.value.code == "units-differ"


def series(*years: int) -> list[dict[str, str]]:
    return [{"u": unit, "t": str(year), "v": str((year * step) % 11 + year - 1999), "g": unit}
            for unit, step in (("a", 7), ("b", 3), ("c", 5), ("d", 2)) for year in years]  # fmt: skip


PLACED: dict[str, Any] = {"values": ("v",), "name": "u", "period": "t"}


def test_what_needs_even_periods_is_refused_a_gap_and_others_say_so() -> None:
    torn = series(2010, 2011, 2012, 2015, 2016, 2017, 2018)
    for method, more in (("forecast", {"target": 30.0}), ("interrupted", {"start": "2015"})):
        with pytest.raises(Refusal) as refused:
            told(torn, method, **PLACED, **more)
        assert refused.value.code == "periods-uneven"
        assert "2012与2015" in refused.value.wording.zh
    inside = [{**row, "g": "x" if row["u"] in "ab" else "y"} for row in torn]
    for method, more in (("sigma", {}), ("did", {"group": "g", "inside": "x", "start": "2015"})):
        found = told(inside, method, **PLACED, **more)
        assert "periods_uneven" in [one.code for one in found.findings]
    five_years = told(series(2000, 2005, 2010, 2015, 2020), "forecast", **PLACED, target=60.0)
    assert "periods_uneven" not in [one.code for one in five_years.findings]
    quarters = [{"t": f"{2020 + n // 4}-Q{n % 4 + 1}", "v": str(n * n)} for n in range(9)]
    assert told(quarters, "forecast", values=("v",), period="t", target=90.0).rests_on == 1


def test_periods_of_two_kinds_and_a_place_in_two_rows_are_refused() -> None:
    mixed = [{**row, "t": "2011-Q1"} if row["t"] == "2011" else row for row in series(2010, 2011)]
    with pytest.raises(Refusal) as refused:
        told(mixed, "sigma", **PLACED)
    assert refused.value.code == "periods-mixed"
    twice = [{"u": one, "v": str(n), "n": "b"} for n, one in enumerate("aacd")] + [{"u": "b", "v": "9", "n": "a;c"}]
    with pytest.raises(Refusal) as refused:
        told(twice, "moran", values=("v",), name="u", neighbours="n")
    assert refused.value.code == "name-twice"


def test_a_neighbour_that_was_left_out_is_no_one_and_an_unknown_one_is_refused() -> None:
    line = [
        {"u": one, "v": str(n * n), "n": near}
        for n, (one, near) in enumerate(zip("abcd", ("b", "a;c", "b;d", "c"), strict=True))
    ]
    options: dict[str, Any] = {"values": ("v",), "name": "u", "neighbours": "n", "permutations": 19}
    assert told([{**line[0], "v": "/"}, *line[1:]], "moran", **options).rests_on == 3
    unknown = [{**line[0], "n": "z"}, *line[1:], {"u": "合计", "v": "14", "n": ""}]
    with pytest.raises(Refusal) as refused:
        told(unknown, "moran", **options)
    assert refused.value.code == "no-such-place"


BAD = {
    "nothing": b"", "a header": b"v\n", "words": "v\n多\n少\n".encode(), "not finite": b"v\ninf\n1\n", "below zero": b"v\n-1\n2\n",
    "zeros": b"v\n0\n0\n", "one unit": b"v\n5\n", "too large": b"v\n1e200\n1\n", "a decimal comma": b"v;w\n1,5;2\n2,5;3\n",
    "bytes": bytes(range(256)), "a torn workbook": b"PK\x03\x04garbage", "an old torn one": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a PDF": b"%PDF-1.4\n%\xe2\xe3\n1 0 obj", "ragged": b"a,v\n1,2,3\n",
    "a name twice": b"v,v\n1,2\n", "an open quote": b'v\n"1\n2\n', "another column": b"a\n1\n2\n",
    "percent in some rows": b"v\n95%\n96\n", "Big5": "單位,v\n甲,壹\n".encode("big5"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_ends_in_a_sentence_and_never_in_figures(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(BAD[name])
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(path), "--method", "gini", "--value", "v"])
    assert ended.value.code in (2, 3)
    said = capfd.readouterr()
    assert not said.out
    assert "。" in said.err
    assert "Traceback" not in said.err
