"""Tables as offices really hand them in: no header, two on a sheet, breaks in Markdown, columns of measures."""

from datetime import date

import pytest

from tests.engines.documents.test_reading_ledgers import workbook
from xietong import documents

TASK, MEASURE = documents.ItemKind.TASK, documents.ItemKind.MEASURE


def tasks(draft: documents.Draft) -> list[str]:
    """Return the texts of the tasks and measures of a draft."""
    return [item.text for item in draft.items if item.kind in (TASK, MEASURE)]


def test_breaks_in_cells_do_not_make_markdown_a_page() -> None:
    text = """# 2025年溪口区教育惠民项目分解表

| 项目 | 工作内容 | 责任单位 | 完成时间 |
| --- | --- | --- | --- |
| 学位供给 | 新建公办园2所。 | 区教育局<br>区住建局 | 8月底前 |
| 健康守护 | 改造教室照明300间。 | 区教育局<br>区卫健局<br>区财政局 | 7月底前 |
"""
    draft = documents.read(text.encode(), "分解表.md")
    assert [one.title for one in draft.outline] == ["2025年溪口区教育惠民项目分解表"]
    assert [one.name for one in draft.units] == ["区教育局", "区住建局", "区教育局", "区卫健局", "区财政局"]


def test_the_day_behind_who_made_a_table_is_no_deadline() -> None:
    rows = [
        ["2025年溪口区教育实事责任分解表", "", "", ""],
        ["制表单位：溪口区教育局　　2025年2月10日", "", "", ""],
        ["序号", "重点任务", "责任单位", "完成时间"],
        ["1", "新建公办幼儿园2所。", "区教育局", "8月底前"],
        ["2", "改造教室照明300间。", "区卫健局", "7月底前"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3), (1, 0, 1, 3)]), "表.xlsx")
    assert [one.end for one in draft.deadlines] == [date(2025, 8, 31), date(2025, 7, 31)]


def test_how_many_items_a_section_has_is_no_target() -> None:
    rows = [
        ["2025年两地教育合作项目清单", "", "", ""],
        ["序号", "建设内容", "责任单位", "完成时间"],
        ["一、园区建设类（2项）", "", "", ""],
        ["1", "建设职教园区实训楼。", "甲市教育局", "2025年12月"],
        ["2", "改造学生公寓。", "乙县教委", "2025年9月"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3), (2, 0, 2, 3)]), "清单.xlsx")
    assert draft.targets == ()
    assert [one.title for one in draft.outline] == ["2025年两地教育合作项目清单", "园区建设类"]


def test_a_column_of_measures_holds_no_bodies() -> None:
    text = "溪口市“十四五”教育发展规划\n专栏1　主要指标\n类别\t指标名称\t单位\t2020年\t2025年\n"
    text += "学前教育\t毛入园率\t%\t91\t95\n义务教育\t在校生\t万人\t48\t52\n高等教育\t在校生\t万人\t6\t8\n"
    draft = documents.read(text.encode(), "规划.txt")
    assert draft.units == ()
    assert [(one.value, one.unit) for one in draft.targets] == [(95, "%"), (520000, "人"), (80000, "人")]


def test_a_named_box_between_two_tables_of_a_sheet_parts_them() -> None:
    rows = [
        ["溪口市“十四五”教育发展规划", "", "", "", ""],
        ["专栏1　主要指标", "", "", "", ""],
        ["类别", "指标名称", "单位", "2020年", "2025年"],
        ["学前教育", "毛入园率", "%", "91", "95"],
        ["义务教育", "巩固率", "%", "96", "98"],
        ["专栏2　重点项目", "", "", "", ""],
        ["项目", "内容", "", "", ""],
        ["普惠园项目", "新建公办幼儿园60所。", "", "", ""],
        ["智慧教育项目", "建设市级教育数据中心。", "", "", ""],
    ]
    draft = documents.read(workbook(rows, [(row, 0, row, 4) for row in (0, 1, 5)]), "规划.xlsx")
    assert tasks(draft) == ["新建公办幼儿园60所。", "建设市级教育数据中心。"]
    assert [one.title for one in draft.outline] == ["溪口市“十四五”教育发展规划", "主要指标", "重点项目"]


LINES = """溪口区教育局2024年上半年重点工作安排
1\t组织寒假安全大检查，排查校舍隐患。\t安稳科\t1月
2\t启动教师职称评审。\t人事科、教师发展中心\t4月
3\t举办中小学生艺术节。\t体卫艺科\t5月
4\t做好中考组考工作。\t招考中心\t6月中旬
"""


def test_a_table_without_any_header_is_known_by_what_its_columns_hold() -> None:
    draft = documents.read(LINES.encode(), "安排.txt")
    assert tasks(draft) == [
        "组织寒假安全大检查，排查校舍隐患。",
        "启动教师职称评审。",
        "举办中小学生艺术节。",
        "做好中考组考工作。",
    ]
    assert [one.name for one in draft.units if one.role is documents.UnitRole.LEAD] == [
        "安稳科",
        "人事科",
        "教师发展中心",
        "体卫艺科",
        "招考中心",
    ]
    assert draft.deadlines[-1].end == date(2024, 6, 20)
    second = next(item for item in draft.items if item.number == "2")
    assert [one.name for one in second.units] == ["人事科", "教师发展中心"]


@pytest.mark.parametrize(
    "rows",
    [
        "1\t溪口一小\t城东街道\t3月\n2\t溪口二小\t城西街道\t3月\n3\t溪口三小\t城南街道\t4月\n",
        "1\t已完成校舍检查。\t安稳科\t1月\n2\t召开了工作会议。\t办公室\t2月\n3\t艺术节顺利举办。\t体卫艺科\t5月\n",
        "1\t组织检查。\t好\t良\n2\t启动评审。\t中\t优\n3\t举办比赛。\t优\t优\n",
    ],
    ids=["schools", "what was done", "marks"],
)
def test_a_table_of_other_things_without_a_header_is_no_ledger(rows: str) -> None:
    draft = documents.read(f"溪口区教育局2024年工作台账\n{rows}".encode(), "表.txt")
    assert tasks(draft) == []


def test_a_second_table_that_goes_on_without_a_header_has_its_bodies() -> None:
    text = """# 溪口区2024年重点任务清单

| 序号 | 重点任务 | 牵头单位 | 配合单位 | 完成时限 |
| --- | --- | --- | --- | --- |
| 1 | 新建公办幼儿园2所。 | 区教育局 | 区住建局 | 8月底前 |

（续表）

| 2 | 改造教室照明300间。 | 区卫健局 | 区财政局 | 7月底前 |
| 3 | 开展校园安全检查。 | 区公安分局 | 区教育局、区应急局 | 每季度 |
"""
    draft = documents.read(text.encode(), "清单.md")
    third = next(item for item in draft.items if item.number == "3")
    assert [(one.name, one.role.value) for one in third.units] == [
        ("区公安分局", "lead"),
        ("区教育局", "support"),
        ("区应急局", "support"),
    ]


def test_a_season_of_school_that_names_an_inspection_is_no_time() -> None:
    rows = [
        ["序号", "重点任务", "责任单位", "完成时间"],
        ["1", "开展春季开学专项督导。", "督导室", "2—3月"],
        ["2", "做好秋季开学准备工作。", "办公室", "8月"],
    ]
    draft = documents.read(workbook([["溪口区教育局2024年工作安排", "", "", ""], *rows], [(0, 0, 0, 3)]), "表.xlsx")
    assert [(one.start, one.end) for one in draft.deadlines] == [
        (date(2024, 2, 1), date(2024, 3, 31)),
        (date(2024, 8, 1), date(2024, 8, 31)),
    ]


def test_bodies_whose_break_is_lost_are_told_apart_where_a_place_begins_the_second() -> None:
    rows = [
        ["2024年溪口市重点任务清单", "", "", ""],
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "新建学校2所。", "市教育局市住建局", "市自然资源和规划局市重点工程建设中心"],
        ["2", "共享教研资源。", "溪口县教科体局江口县教科体局", "天津市教科院河北省教科院"],
        ["3", "开展联合检查。", "市委市政府督查室", "市教育局、市属高校"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "清单.xlsx")
    assert [one.name for one in draft.units] == [
        "市教育局",
        "市住建局",
        "市自然资源和规划局",
        "市重点工程建设中心",
        "溪口县教科体局",
        "江口县教科体局",
        "天津市教科院",
        "河北省教科院",
        "市委市政府督查室",
        "市教育局",
        "市属高校",
    ]
