"""Headers of tables: in several rows, a second one further down, columns of requirements, times in figures."""

from datetime import date

import pytest

from tests.engines.documents.test_reading_ledgers import workbook
from tests.engines.documents.test_reading_tables_unseen import tasks
from xietong import documents


def test_a_second_header_within_a_table_names_other_columns() -> None:
    rows = [
        ["岩口县教育提质任务分解表", "", "", "", ""],
        ["一、重点任务", "", "", "", ""],
        ["序号", "任务内容", "牵头单位", "配合单位", "完成时限"],
        ["1", "优化高中布局。", "县教育局", "县委编办", "2024年8月底前"],
        ["2", "选派教师支教。", "县教育局", "县人社局", "2024年9月底前"],
        ["二、保障措施", "", "", "", ""],
        ["序号", "责任单位", "保障事项", "", "时间要求"],
        ["1", "县财政局", "落实公用经费标准。", "", "每年"],
        ["2", "县委编办、县人社局", "调配教师编制。", "", "年底前"],
    ]
    merges = [(0, 0, 0, 4), (1, 0, 1, 4), (5, 0, 5, 4), (6, 2, 6, 3), (7, 2, 7, 3), (8, 2, 8, 3)]
    draft = documents.read(workbook(rows, merges), "表.xlsx")
    assert tasks(draft) == ["优化高中布局。", "选派教师支教。", "落实公用经费标准。", "调配教师编制。"]
    assert [one.title for one in draft.outline] == ["岩口县教育提质任务分解表", "重点任务", "保障措施"]
    last = draft.items[-1]
    assert [(unit.name, unit.role.value) for unit in last.units] == [("县委编办", "lead"), ("县人社局", "lead")]
    titles = {item.id: item.title for item in draft.items}
    assert titles[last.parent or ""] == "保障措施"


def test_a_second_row_of_a_header_holds_no_tasks_bodies_or_times() -> None:
    rows = [
        ["序号", "项目", "年度推进计划", "", "责任单位", ""],
        ["", "", "2023年", "2024年", "渝方", "川方"],
        ["1", "产教联盟", "组建汽车产业联盟。", "建设实训基地3个。", "市教委", "教育厅"],
        ["2", "师资培养", "建立教师互派制度。", "互派教师60名。", "市教委", "教育厅"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    draft = documents.read(workbook(rows, merges), "清单.xlsx")
    assert tasks(draft) == ["组建汽车产业联盟。", "建设实训基地3个。", "建立教师互派制度。", "互派教师60名。"]
    assert {unit.name for unit in draft.units} == {"市教委", "教育厅"}
    assert draft.deadlines == ()


def test_what_is_required_of_work_beside_it_is_no_task() -> None:
    rows = [
        ["校园文化年推进计划表", "", "", ""],
        ["时间", "主要工作", "责任部门", "工作要求"],
        ["4月", "开展读书节活动。", "教务处", "人人参与"],
        ["5月", "举办校园艺术节。", "政教处", "展演汇报"],
        ["6月", "建设走廊文化墙。", "总务处", "主题鲜明"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "计划表.xlsx")
    assert tasks(draft) == ["开展读书节活动。", "举办校园艺术节。", "建设走廊文化墙。"]


FIRST, LAST = date(2024, 6, 1), date(2024, 6, 30)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-06", FIRST, LAST),
        ("2024/6/30", LAST, LAST),
        ("20240630", LAST, LAST),
        ("2024.6.30前", None, LAST),
        ("6.30前", None, LAST),
        ("2024.6底", None, LAST),
        ("2024.7前", None, LAST),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2023—2025", date(2023, 1, 1), date(2025, 12, 31)),
        ("2024/6—2025/3", FIRST, date(2025, 3, 31)),
        ("2024.6起", FIRST, None),
    ],
)
def test_times_in_figures_below_a_header_of_time(written: str, start: date | None, end: date | None) -> None:
    rows = [
        ["2024年岩口区学校建设项目表", "", "", ""],
        ["序号", "建设内容", "责任单位", "建设年限"],
        ["1", "新建教学楼。", "区教育局", written],
        ["2", "改造食堂。", "区教育局", "长期"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "项目表.xlsx")
    assert [(one.text, one.start, one.end) for one in draft.deadlines[:-1]] == [(written, start, end)]


def test_figures_that_are_no_days_and_the_day_of_the_table_are_no_times() -> None:
    rows = [
        ["岩口区学校建设项目表", "", "", ""],
        ["日期：2024年5月20日", "", "", ""],
        ["序号", "建设内容", "责任单位", "完成时限"],
        ["1", "新建教学楼。", "区教育局", "2024.13"],
        ["2", "改造食堂。", "区教育局", "3.6"],
        ["3", "建设操场。", "区教育局", "/"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3), (1, 0, 1, 3)]), "项目表.xlsx")
    assert draft.deadlines == ()


@pytest.mark.parametrize("head", ["推进路径", "怎样落地"])
def test_tasks_stand_where_sentences_say_what_is_done_whatever_their_column_is_called(head: str) -> None:
    rows = [
        ["岩口市教师队伍改革推进表", "", "", "", ""],
        ["改革方向", "改革事项", head, "首责处室", "完成时间"],
        ["编制管理", "市级统筹", "建立教职工编制统筹机制。", "人事处", "6月底"],
        ["培养培训", "名师培养", "遴选乡村名师工作室100个。", "教师处", "8月底"],
        ["评价激励", "职称改革", "推行正高级教师定向评价。", "人事处", "12月底"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 4)]), "推进表.xlsx")
    assert tasks(draft) == ["建立教职工编制统筹机制。", "遴选乡村名师工作室100个。", "推行正高级教师定向评价。"]


def test_columns_of_bodies_are_told_by_what_the_ledger_knows_of_them() -> None:
    rows = [
        ["三地教育合作项目任务表", "", "", "", "", ""],
        ["编号", "合作项目", "工作内容", "牵头方", "参与方", "监督单位"],
        ["1", "监测评估", "发布首轮监测报告。", "东海市教委", "江东省教育厅", "市政府督查室"],
        ["2", "师资研修", "组织校长联合培训。", "江东省教育厅", "东海市教委", "市政府督查室"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 5)]), "任务表.xlsx")
    assert [(unit.name, unit.role.value) for unit in draft.units] == [
        ("东海市教委", "lead"),
        ("江东省教育厅", "support"),
        ("江东省教育厅", "lead"),
        ("东海市教委", "support"),
    ]
