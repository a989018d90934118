"""Ledgers and task tables: columns by their headers, rows as items with parents, units and times."""

from datetime import date
from io import BytesIO

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import documents


def workbook(rows: list[list[str]], merges: list[tuple[int, int, int, int]] = ()) -> bytes:  # type: ignore[assignment]
    """A workbook of one sheet; ``merges`` gives first row, first column, last row, last column."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    covered = {(row, column) for a, b, c, d in merges for row in range(a, c + 1) for column in range(b, d + 1)}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if (number, column) not in covered:
                sheet.write(number, column, value)
    for first, left, last, right in merges:
        sheet.merge_range(first, left, last, right, rows[first][left])
    book.close()
    return stream.getvalue()


HEADER = ["序号", "协同领域", "重点任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["2024年教育协同重点任务台账", "", "", "", "", ""],
    ["填报单位：联合办公室", "", "", "", "", ""],
    HEADER,
    ["1", "基础教育", "组建跨区域教育联盟8个。", "市教委", "省教育厅", "2024年底"],
    ["2", "", "选派骨干教师跟岗。", "省教育厅", "市教委、市人社局", "6月底前"],
    ["3", "职业教育", "共建实训基地。", "市教委", "", "持续推进"],
]
MERGES = [(0, 0, 0, 5), (1, 0, 1, 5), (3, 1, 4, 1)]


def test_rows_become_items_below_merged_cells() -> None:
    draft = documents.read(workbook(ROWS, MERGES), "台账.xlsx")
    tasks = [item for item in draft.items if item.kind is documents.ItemKind.TASK]
    assert [item.text for item in tasks] == ["组建跨区域教育联盟8个。", "选派骨干教师跟岗。", "共建实训基地。"]
    titles = {item.id: item.title for item in draft.items}
    assert [titles[item.parent or ""] for item in tasks] == ["基础教育", "基础教育", "职业教育"]
    assert [item.number for item in tasks] == ["1", "2", "3"]


def test_columns_give_each_row_its_units_and_times() -> None:
    draft = documents.read(workbook(ROWS, MERGES), "台账.xlsx")
    second = next(item for item in draft.items if item.text.startswith("选派"))
    assert [(unit.name, unit.role.value) for unit in second.units] == [
        ("省教育厅", "lead"),
        ("市教委", "support"),
        ("市人社局", "support"),
    ]
    assert [time.end for time in second.deadlines] == [date(2024, 6, 30)]
    third = next(item for item in draft.items if item.text.startswith("共建"))
    assert [time.recurring for time in third.deadlines] == [documents.Recurrence.ONGOING]


def test_columns_may_stand_in_any_order() -> None:
    turned = [HEADER[::-1], *(row[::-1] for row in ROWS[3:])]
    draft = documents.read(workbook(turned), "台账.xlsx")
    first = next(item for item in draft.items if item.text.startswith("组建"))
    assert {(unit.name, unit.role.value) for unit in first.units} == {("市教委", "lead"), ("省教育厅", "support")}


def test_the_banner_is_the_title_and_section_rows_are_headings() -> None:
    rows = [*ROWS[:3], ["一、扩大资源", "", "", "", "", ""], ROWS[3], ["二、提高质量", "", "", "", "", ""], ROWS[5]]
    draft = documents.read(workbook(rows, [*MERGES[:2], (3, 0, 3, 5), (5, 0, 5, 5)]), "台账.xlsx")
    assert [(heading.level, heading.title) for heading in draft.outline] == [
        (0, "2024年教育协同重点任务台账"),
        (1, "扩大资源"),
        (1, "提高质量"),
    ]
    sections = [item.title for item in draft.items if item.kind is documents.ItemKind.DIRECTION]
    assert sections == ["扩大资源", "提高质量"]


def test_responsible_beside_lead_means_support() -> None:
    rows = [["序号", "任务", "牵头单位", "责任单位"], ["1", "建设一批示范学校。", "市教育局", "市财政局"]]
    draft = documents.read(workbook(rows), "分工表.xlsx")
    assert {(unit.name, unit.role.value) for unit in draft.units} == {("市教育局", "lead"), ("市财政局", "support")}


def test_a_two_row_header_is_one_header() -> None:
    rows = [
        ["序号", "重点工作", "责任分工", "", "时限"],
        ["", "", "牵头单位", "配合单位", ""],
        ["1", "推进校舍维修改造。", "市教育局", "市住建局", "8月底前"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    draft = documents.read(workbook(rows, merges), "2024年台账.xlsx")
    assert {(unit.name, unit.role.value) for unit in draft.units} == {("市教育局", "lead"), ("市住建局", "support")}


def test_a_table_of_schools_is_no_ledger() -> None:
    rows = [["序号", "学校名称", "地址", "联系电话"], ["1", "第一小学", "解放路1号", "1234567"]]
    assert not documents.read(workbook(rows), "学校.xlsx").is_plan


def test_a_plain_text_table_of_tasks_is_read_as_well() -> None:
    header = "青溪市2024年重点任务分工表\n| 任务 | 责任单位 | 时限 |\n| --- | --- | --- |\n"
    text = header + "| 建设智慧平台。 | 市电教馆 | 9月底前 |\n"
    draft = documents.read(text.encode(), "分工.md")
    assert [item.text for item in draft.items if item.kind is documents.ItemKind.TASK] == ["建设智慧平台。"]
    assert [(unit.name, unit.role.value) for unit in draft.units] == [("市电教馆", "lead")]


def test_a_table_that_names_the_actions_again_puts_its_rows_below_them() -> None:
    text = """# 两地教育协同行动计划

一、推进基础教育提质

（一）联盟学校行动

组织两地中小学结成联盟，联合开展教研。（牵头单位：市教委）

二、推进职业教育融合

（一）实训共享行动

开放两地实训基地，统一预约规则。（牵头单位：省教育厅）

附件：实施进程表

| 序号 | 行动 | 阶段任务 | 牵头单位 | 完成时限 |
| --- | --- | --- | --- | --- |
| 1 | 联盟学校行动 | 公布首批联盟名单。 | 市教委 | 2024年6月底 |
| 2 | 实训共享行动 | 开通网上预约。 | 省教育厅 | 2024年12月底 |
| 3 | 督导评估行动 | 开展首次联合督导。 | 省教育厅 | 2025年6月底 |
"""
    draft = documents.read(text.encode(), "计划.md")
    titles = {item.id: item.title for item in draft.items}
    rows = {
        item.text: titles[item.parent or ""] for item in draft.items if item.text.startswith(("公布", "开通", "开展首"))
    }
    assert rows == {
        "公布首批联盟名单。": "联盟学校行动",
        "开通网上预约。": "实训共享行动",
        "开展首次联合督导。": "督导评估行动",
    }
    assert [title for title in titles.values() if title.endswith("行动")].count("联盟学校行动") == 1


def test_a_table_with_one_task_a_column_is_a_ledger_on_its_side() -> None:
    rows = [
        ["2024年教育重点工作台账", "", "", ""],
        ["序号", "1", "2", "3"],
        ["重点任务", "新建公办幼儿园12所。", "组织教师轮训。", "完成校舍加固。"],
        ["牵头单位", "市教育局", "市教师发展中心", "市住建局"],
        ["配合单位", "市财政局、市资规局", "市教育局", "市教育局"],
        ["完成时限", "2024年12月底前", "8月底前", "9月底前"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "台账.xlsx")
    assert [(item.number, item.text) for item in draft.items] == [
        ("1", "新建公办幼儿园12所。"),
        ("2", "组织教师轮训。"),
        ("3", "完成校舍加固。"),
    ]
    assert [[unit.name for unit in item.units] for item in draft.items] == [
        ["市教育局", "市财政局", "市资规局"],
        ["市教师发展中心", "市教育局"],
        ["市住建局", "市教育局"],
    ]
    assert [item.deadlines[0].end for item in draft.items] == [date(2024, 12, 31), date(2024, 8, 31), date(2024, 9, 30)]


FORM = [
    ["重点任务推进表", "", "", ""],
    ["任务名称", "扩大公办学位供给", "序号", "1"],
    ["牵头单位", "市教育局", "配合单位", "市财政局、市资规局"],
    ["工作内容", "完成选址、设计和施工，新增学位3000个。", "", ""],
    ["完成时限", "2024年8月底前", "联系人", "张老师"],
]


def test_a_form_for_one_task_is_a_ledger_of_one_row() -> None:
    draft = documents.read(workbook(FORM, [(0, 0, 0, 3), (3, 1, 3, 3)]), "推进表.xlsx")
    action, task = draft.items
    assert (action.title, task.parent) == ("扩大公办学位供给", action.id)
    assert [(unit.name, unit.role.value) for unit in task.units] == [
        ("市教育局", "lead"),
        ("市财政局", "support"),
        ("市资规局", "support"),
    ]
    assert [time.end for time in task.deadlines] == [date(2024, 8, 31)]
    assert [(target.op, target.value, target.unit) for target in task.targets] == [("+", 3000, "个")]


def test_forms_one_below_the_other_are_rows() -> None:
    second = [["任务名称", "提升教师素质", "序号", "2"], ["牵头单位", "市教师发展中心", "配合单位", "市人社局"]]
    second.append(["工作内容", "组织全员轮训。", "完成时限", "2024年10月底前"])
    draft = documents.read(workbook([*FORM[1:], *second], [(2, 1, 2, 3)]), "重点任务推进表.xlsx")
    tasks = [item for item in draft.items if item.units]
    assert [item.text for item in tasks] == ["完成选址、设计和施工，新增学位3000个。", "组织全员轮训。"]
    assert [item.units[0].name for item in tasks] == ["市教育局", "市教师发展中心"]
    assert [item.deadlines[0].end for item in tasks] == [date(2024, 8, 31), date(2024, 10, 31)]


def test_a_form_of_application_is_no_ledger() -> None:
    rows = [["项目名称", "", "编号", ""], ["申报单位", "", "联系人", ""], ["完成时间", "", "联系电话", ""]]
    assert not documents.read(workbook(rows), "申报表.xlsx").is_plan


def test_places_in_a_second_header_row_are_no_units() -> None:
    rows = [
        ["序号", "重点任务", "责任单位", "", "完成时限"],
        ["", "", "江东区", "江北区", ""],
        ["1", "新建公办幼儿园12所。", "区教育局", "区社会事业局", "8月底前"],
    ]
    draft = documents.read(workbook(rows, [(0, 2, 0, 3)]), "2024年台账.xlsx")
    assert [unit.name for unit in draft.units] == ["区教育局", "区社会事业局"]


WORDS = [
    "序号",
    "任务名称",
    "工作内容",
    "牵头单位",
    "配合单位：",
    "完成时限",
    "1",
    "市教育局",
    "新建学校12所。",
    "2024年8月底前",
    "",
]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_labels_may_stand_anywhere_and_every_find_quotes_the_text(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = "\n".join("| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows)
    draft = documents.read(f"青溪市2024年重点任务推进表\n\n{table}\n".encode(), "推进表.md")
    for item in draft.items:
        assert draft.text[item.span.start : item.span.end] == item.text


def test_a_table_whose_cells_stand_on_lines_of_their_own_is_put_together() -> None:
    lines = (
        "青溪区教育任务分解表|序号|重点任务|主要责任单位|协同配合单位|完成时限|一、扩大资源|3|新建小学2所。|区教育局|"
        "区发改局|区财政局|2025年8月底前|4|改造食堂5个。|区市场监管局|年底前|二、提升质量|5|开展教师轮训。|区教育局|"
        "各学校|长期|（此件公开发布）"
    )
    draft = documents.read(lines.replace("|", "\n\n").encode(), "page.txt")
    tasks = [item for item in draft.items if item.kind is documents.ItemKind.TASK]
    assert [(item.number, item.text, [(unit.name, unit.role.value) for unit in item.units]) for item in tasks] == [
        ("3", "新建小学2所。", [("区教育局", "lead"), ("区发改局", "support"), ("区财政局", "support")]),
        ("4", "改造食堂5个。", [("区市场监管局", "lead")]),
        ("5", "开展教师轮训。", [("区教育局", "lead"), ("各学校", "support")]),
    ]
    assert [len(item.deadlines) for item in tasks] == [1, 1, 1]
    assert [heading.title for heading in draft.outline][1:] == ["扩大资源", "提升质量"]


def test_indicators_on_lines_of_their_own_give_the_future_column() -> None:
    lines = (
        "青溪区教育事业发展规划|主要指标表|指  标|2020年|2025年|属性|一、水平|1.毛入园率(%)|91%|95%以上|约束性|"
        "2.受教育年限(年)|11年|12年|预期性|二、主要任务|推进普惠发展。"
    )
    draft = documents.read(lines.replace("|", "\n").encode(), "page.txt")
    assert [(one.indicator, one.op, str(one.value), one.unit) for one in draft.targets] == [
        ("毛入园率", ">=", "95", "%"),
        ("受教育年限", "=", "12", "年"),
    ]


def test_a_lone_row_below_names_of_columns_stays_text() -> None:
    lines = "青溪区通知\n序号\n任务\n单位\n1\n新建小学2所。\n区教育局"
    assert documents.read(lines.encode(), "page.txt").text == lines


def test_a_cell_that_names_who_is_what_is_read_by_its_own_words() -> None:
    rows = [
        ["序号", "主要任务", "责任分工", "时间节点"],
        ["1", "制定布局规划。", "牵头单位：县教育局\n配合单位：县住建局", "2025年3月底前"],
        ["2", "安排维修资金。", "牵头单位：县财政局\n配合单位：县教育局", "每年"],
    ]
    draft = documents.read(workbook(rows), "分工.xlsx")
    assert [(unit.name, unit.role.value) for unit in draft.units] == [
        ("县教育局", "lead"),
        ("县住建局", "support"),
        ("县财政局", "lead"),
        ("县教育局", "support"),
    ]


def test_rows_that_hold_a_task_alone_belong_to_the_table_and_a_mere_name_of_bodies_is_enough() -> None:
    rows = [
        ["青溪县教育重点任务台账", "", "", ""],
        ["序号", "任务", "单位", "时限"],
        ["1", "新建小学2所。", "县教育局", "6月底前"],
        ["", "改造食堂3个。", "", ""],
        ["", "培训教师200名。", "", ""],
        ["注：每月报送进展。", "", "", ""],
    ]
    draft = documents.read(workbook(rows), "台账.xlsx")
    tasks = [item for item in draft.items if item.kind is documents.ItemKind.TASK]
    assert [item.text for item in tasks][:3] == ["新建小学2所。", "改造食堂3个。", "培训教师200名。"]
    assert [(unit.name, unit.role.value) for unit in tasks[0].units] == [("县教育局", "lead")]
    assert [heading.title for heading in draft.outline] == ["青溪县教育重点任务台账"]


def test_what_has_an_owner_and_a_time_is_a_task_in_any_words() -> None:
    rows = [
        ["序号", "督办事项", "主办单位", "协办单位", "办结时限"],
        ["1", "解决城东片区上学难问题", "区教育局", "区住建局", "2025年8月31日前"],
        ["2", "学前教育", "区教育局", "", "2025年底前"],
    ]
    draft = documents.read(workbook(rows), "督办.xlsx")
    assert [(item.kind.value, item.text) for item in draft.items] == [
        ("task", "解决城东片区上学难问题"),
        ("action", "学前教育"),
    ]


def test_work_counted_year_by_year_is_figures_and_no_task() -> None:
    rows = [
        ["序号", "项目", "2023年", "2024年", "牵头部门"],
        ["1", "新建中小学（所）", "6", "8", "市教育局"],
        ["2", "新增学位（个）", "5000", "6000", "市发改委"],
    ]
    draft = documents.read(workbook(rows), "教育行动计划项目表.xlsx")
    assert [(one.op, str(one.value), one.unit) for one in draft.targets] == [
        ("=", "6", "所"),
        ("=", "8", "所"),
        ("+", "5000", "个"),
        ("+", "6000", "个"),
    ]
    assert not draft.items
    assert [unit.name for unit in draft.units] == ["市教育局", "市发改委"]


def test_a_table_of_figures_aimed_at_is_a_plan_and_one_of_how_things_stood_is_none() -> None:
    rows = [
        ["指标", "2020年实际值", "2025年目标值", "性质"],
        ["毛入园率（%）", "88", "92以上", "预期性"],
        ["巩固率（%）", "98", "99", "约束性"],
    ]
    assert documents.read(workbook(rows), "指标.xlsx").is_plan
    stood = [["指标", "2020年", "2021年", "备注"], ["毛入园率（%）", "88", "92", ""], ["巩固率（%）", "98", "99", ""]]
    assert not documents.read(workbook(stood), "指标.xlsx").is_plan


def test_the_only_line_above_a_table_is_its_title() -> None:
    table = "| 编号 | 主要任务 | 责任处室 |\n| --- | --- | --- |\n| 1-1 | 开展校长轮训 | 人事处 |\n| 1-2 | 建设名师工作室 | 师资处 |"
    draft = documents.read(f"2026年教育工作要点任务分解\n\n{table}".encode(), "plan.md")
    assert [(heading.level, heading.title) for heading in draft.outline] == [(0, "2026年教育工作要点任务分解")]
    assert [item.text for item in draft.items if item.kind.value == "task"] == ["开展校长轮训", "建设名师工作室"]


def test_a_column_of_tasks_and_aims_holds_tasks() -> None:
    rows = [["序号", "主要工作任务及目标", "责任单位", "完成时间"], ["1", "召开党建工作会议", "组织科", "3月"]]
    draft = documents.read(workbook(rows), "2026年台账.xlsx")
    assert [item.text for item in draft.items if item.kind.value == "task"] == ["召开党建工作会议"]


def test_a_task_merged_over_rows_has_the_bodies_of_all_of_them() -> None:
    rows = [
        ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "新建幼儿园12所。改造校舍。", "市教育局", "市财政局", "2024年12月"],
        ["", "", "市住建局", "市规资局", ""],
        ["2", "招聘教师300名。", "市人社局", "市委编办", "2024年8月"],
        ["", "", "", "市财政局", "2024年9月"],
    ]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 4, 2, 4), (3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 4, 2)]
    draft = documents.read(workbook(rows, merges), "台账.xlsx")
    kept = {item.title: [(unit.name, unit.role.value) for unit in item.units] for item in draft.items}
    both = [("市教育局", "lead"), ("市财政局", "support"), ("市住建局", "lead"), ("市规资局", "support")]
    assert kept == {
        "新建幼儿园12所": both,
        "改造校舍": both,
        "招聘教师300名": [("市人社局", "lead"), ("市委编办", "support"), ("市财政局", "support")],
    }
    assert all(unit.item for unit in draft.units)
    assert [len(item.deadlines) for item in draft.items] == [1, 1, 2]


def test_a_first_sheet_on_how_to_fill_in_is_no_plan_and_columns_of_start_and_end_give_one_side_each() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    told = book.add_worksheet("填报说明")
    for number, line in enumerate(["填报说明", "1.请各单位于每月25日前填报。", "2.进展情况不超过200字。"]):
        told.write(number, 0, line)
    sheet = book.add_worksheet("任务")
    rows = [
        ["两市教育协同2023年重点任务台账", "", "", "", "", ""],
        ["序号", "重点任务", "责任单位", "开始时间", "结束时间", "年度目标"],
        ["1", "组建联盟。", "市教育局", "2023年3月1日", "2023年11月30日", "成员学校达到120所"],
        ["2", "教师招聘", "市人社局", "2023年4月", "2023年8月", "增加500名"],
        ["3", "建设智慧校园", "市教育局", "2023-05-01", "2023-10-31", "建成30所"],
    ]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value and number:
                sheet.write(number, column, value)
    sheet.merge_range(0, 0, 0, 5, rows[0][0])
    book.close()
    draft = documents.read(stream.getvalue(), "台账.xlsx")
    assert draft.plan is not None
    assert draft.plan.title == "两市教育协同2023年重点任务台账"
    sides = [
        (date(2023, 3, 1), date(2023, 11, 30)),
        (date(2023, 4, 1), date(2023, 8, 31)),
        (date(2023, 5, 1), date(2023, 10, 31)),
    ]
    assert [(one.start, one.end) for one in draft.deadlines] == [
        side for start, end in sides for side in ((start, None), (None, end))
    ]
    assert [(one.indicator, one.op) for one in draft.targets] == [
        ("成员学校", "="),
        ("教师招聘", "+"),
        ("建成智慧校园", "="),
    ]
