"""Boxes of figures whose headers have several rows or say how a figure is counted."""

from tests.engines.documents.test_reading_ledgers import workbook
from xietong import documents

Figures = list[tuple[str, str, str, str]]


def figures(rows: list[list[str]], merges: list[tuple[int, int, int, int]]) -> Figures:
    """Return the targets of a workbook as (indicator, op, value, unit)."""
    found = documents.read(workbook(rows, merges), "指标表.xlsx").targets
    return [(one.indicator, one.op, f"{one.value.normalize():f}", one.unit) for one in found]


def test_a_figure_below_the_header_is_no_year() -> None:
    rows = [
        ["岩口新区教育行动方案指标表（2023—2025年）", "", "", "", ""],
        ["序号", "指标名称", "计量单位", "2023年目标", "2024年目标"],
        ["1", "新增公办学位", "个", "1800", "2000"],
        ["2", "教育人才", "名", "60", "85"],
    ]
    assert figures(rows, [(0, 0, 0, 4)]) == [
        ("新增公办学位", "+", "1800", "个"),
        ("新增公办学位", "+", "2000", "个"),
        ("教育人才", "=", "60", "名"),
        ("教育人才", "=", "85", "名"),
    ]


def test_a_goal_over_places_is_set_for_each_of_them() -> None:
    rows = [
        ["2025年岩口市教育指标任务分解表", "", "", "", ""],
        ["序号", "指标", "单位", "2025年目标任务", ""],
        ["", "", "", "东区", "西县"],
        ["1", "毛入园率", "%", "98", "≥93"],
        ["2", "新增学位", "万个", "0.4", "0.2"],
    ]
    merges = [(0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)]
    assert figures(rows, merges) == [
        ("东区毛入园率", "=", "98", "%"),
        ("西县毛入园率", ">=", "93", "%"),
        ("东区新增学位", "+", "4000", "个"),
        ("西县新增学位", "+", "2000", "个"),
    ]


def test_what_is_reached_over_the_years_or_on_average_is_aimed_at() -> None:
    rows = [
        ["岩口市“十四五”规划教育民生主要指标", "", "", "", ""],
        ["指标", "2020年", "2025年", "年均增长/累计", "属性"],
        ["平均受教育年限（年）", "10.6", "11.3", "—", "约束性"],
        ["城镇新增就业（万人）", "—", "—", "[40]", "预期性"],
        ["教育经费（亿元）", "30", "—", "＞6", "预期性"],
    ]
    assert figures(rows, [(0, 0, 0, 4)]) == [
        ("平均受教育年限", "=", "11.3", "年"),
        ("城镇新增就业", "+", "400000", "人"),
        ("教育经费年均增长", ">=", "6", "%"),
    ]
