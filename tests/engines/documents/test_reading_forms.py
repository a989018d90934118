"""The command `xietong read`, and the forms a draft is given in: JSON, tree, workbook."""

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from xietong import documents
from xietong.cli import group

PLAN = """青溪市教育协同行动计划
一、重点任务
（一）扩大资源
1.到2025年，新建学校20所。（牵头单位：市教育局；配合单位：市财政局）
"""
KEYS = [
    "format", "source", "is_plan", "plan", "text", "outline", "items", "objectives", "basis", "notices", "units",
    "deadlines", "targets",
]  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_json_has_the_keys_of_the_contract(plan: Path) -> None:
    result = CliRunner().invoke(group, ["read", str(plan)])
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert list(record) == KEYS
    assert record["format"] == documents.FORMAT
    start, end = record["items"][-1]["span"]
    assert record["text"][start:end] == record["items"][-1]["text"]


def test_the_tree_shows_units_and_times(plan: Path) -> None:
    result = CliRunner().invoke(group, ["read", str(plan), "--format", "tree"])
    assert "牵头 市教育局" in result.stdout
    assert "2025-12-31" in result.stdout


def test_the_tree_begins_with_what_the_text_says_of_the_plan_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_text(
        "青溪市学前教育行动计划（2024—2026年）\n为落实《学前教育发展规划》，制定本计划。\n一、工作目标\n"
        "专栏1 主要指标\n指标\t2026年\n毛入园率（%）\t95\n在园幼儿（万人）\t1.2\n二、重点任务\n"
        "每年培训教师2万名，自2025年1月起实行。（市教育局、市财政局负责）\n青溪市教育局\n青溪市财政局\n2024年3月6日\n",
        encoding="utf-8",
    )
    lines = CliRunner().invoke(group, ["read", str(path), "--format", "tree"]).stdout.splitlines()
    assert lines == [
        "青溪市学前教育行动计划（2024—2026年）",
        "  印发：青溪市教育局、青溪市财政局",
        "  日期：2024-03-06",
        "  期限：2024-01-01—2026-12-31",
        "  依据：学前教育发展规划",
        "  指标：毛入园率 = 95%（2026-12-31）",
        "  指标：在园幼儿 = 1.2万人（2026-12-31）",
        "  二 重点任务",
        "    每年培训教师2万名",
        "      [牵头 市教育局、市财政局；时限 每年；时限 2025-01-01起；指标 培训教师 = 2万名]",
    ]


def test_a_text_that_is_no_plan_shows_its_outline(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("运动会落幕\n本报讯 昨天，运动会举行，来自各校的运动员参赛。\n", encoding="utf-8")
    result = CliRunner().invoke(group, ["read", str(path), "--format", "tree"])
    assert result.stdout.startswith("非计划：运动会落幕")


def test_the_workbook_has_a_sheet_for_each_kind(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.xlsx"
    result = CliRunner().invoke(group, ["read", str(plan), "--format", "xlsx", "--output", str(out)])
    assert result.exit_code == 0
    book = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    assert book.sheetnames == ["事项", "目标", "单位", "时限", "指标", "依据", "注意"]
    assert book["单位"]["A2"].value == "市教育局"


def test_standard_input_is_read_for_a_dash() -> None:
    result = CliRunner().invoke(group, ["read", "-", "--format", "tree"], input=PLAN.encode())
    assert result.exit_code == 0
    assert result.stdout.startswith("青溪市教育协同行动计划")


def test_explain_shows_the_evidence(plan: Path) -> None:
    result = CliRunner().invoke(group, ["read", str(plan), "--explain", "新建学校"])
    assert "task" in result.stdout
    assert "setting work" in result.stdout
    assert "body: 市财政局 (support)" in result.stdout
    assert "time: 到2025年 (…2025-12-31)" in result.stdout
    assert "figure: 20所 (新建学校 = 20 所)" in result.stdout
    nothing = CliRunner().invoke(group, ["read", str(plan), "--explain", "没有的话"])
    assert "没有的话" in nothing.stdout


def test_unreadable_input_ends_with_3_and_one_line(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    result = CliRunner().invoke(group, ["read", str(path)])
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize("arguments", [["read"], ["read", "x", "--format", "yaml"], ["read", "no-such-file.txt"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(group, arguments).exit_code == 2


def test_an_output_that_cannot_be_written_ends_with_2(plan: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["read", str(plan), "--output", str(tmp_path / "none" / "draft.json")])
    assert result.exit_code == 2


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="xietong-draft/1"):
        documents.from_json({"format": "something-else/1"})


def test_the_signature_dates_a_plan_and_the_time_of_its_last_stage_does_not() -> None:
    cover = (
        "青溪市教育局关于印发《校园安全专项行动方案》的通知\n各县教育局：\n现印发给你们。\n青溪市教育局\n2023年3月6日\n"
    )
    stages = (
        "校园安全专项行动方案\n一、实施步骤\n（一）动员阶段（2023年3月10日—31日）。\n各校4月5日前报送方案。\n"
        "（二）总结阶段（2023年11月1日—12月31日）。\n11月20日前报送总结。\n"
    )
    ends = [str(deadline.end) for deadline in documents.read((cover + stages).encode(), "方案.txt").deadlines]
    assert ends == ["2023-03-31", "2023-04-05", "2023-12-31", "2023-11-20"]
