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


def test_bare_days_below_a_header_of_time_are_deadlines_and_the_day_of_the_ledger_is_no_task() -> None:
    rows = [
        ["溪口市2023年重点督办事项台账", "", "", "", ""],
        ["更新时间：2023年7月5日", "", "", "", ""],
        ["编号", "督办事项", "主办单位", "办结时限", "办理进展"],
        ["JY-001", "编制高中布局专项规划。", "市教育局", "6月30日", "初稿已完成"],
        ["JY-002", "建立教职工编制周转池。", "市委编办", "9月30日", "已调剂120名"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 4), (1, 0, 1, 4)]), "台账.xlsx")
    assert tasks(draft) == ["编制高中布局专项规划。", "建立教职工编制周转池。"]
    assert [one.end for one in draft.deadlines] == [date(2023, 6, 30), date(2023, 9, 30)]


def test_what_is_to_be_done_year_by_year_are_tasks_below_their_name() -> None:
    rows = [
        ["溪口区教育三年攻坚任务表", "", "", ""],
        ["攻坚任务", "2023年", "2024年", "责任部门"],
        ["学位扩容", "新建学校3所，新增学位4500个。", "新建学校4所。", "区教育局、区住建局"],
        ["智慧校园", "完成校园网络升级改造。", "建成区级智慧教育平台。", "区电教中心"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "任务表.xlsx")
    assert tasks(draft) == [
        "新建学校3所，新增学位4500个。",
        "新建学校4所。",
        "完成校园网络升级改造。",
        "建成区级智慧教育平台。",
    ]
    assert [item.title for item in draft.items if item.kind not in (TASK, MEASURE)] == ["学位扩容", "智慧校园"]


def test_a_yearly_aim_that_says_what_is_done_is_the_task_of_a_project_that_is_only_named() -> None:
    rows = [
        ["溪口区2024年教育重点项目清单", "", "", ""],
        ["序号", "项目名称", "2024年目标", "责任单位"],
        ["1", "第一中学迁建项目", "完成主体工程建设", "区教育局"],
        ["2", "智慧教育平台项目", "建成并投入使用", "区电教中心"],
        ["3", "特殊教育学校项目", "启动前期工作", "区教育局"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "清单.xlsx")
    assert tasks(draft) == ["完成主体工程建设", "建成并投入使用", "启动前期工作"]


def test_plain_words_head_columns_too() -> None:
    rows = [
        ["溪口镇中心校2024年秋季学期重点工作推进表", "", "", "", ""],
        ["类型", "要做的事", "怎么做", "谁来做", "什么时候完成"],
        ["教学", "提高课堂效率", "组织教研组集体备课。", "教导处", "贯穿全学期"],
        ["安全", "排查隐患", "对校舍开展全面排查。", "总务处、各班主任", "9月10日前"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 4)]), "推进表.xlsx")
    assert tasks(draft) == ["组织教研组集体备课。", "对校舍开展全面排查。"]
    assert [one.name for one in draft.units if one.role is documents.UnitRole.LEAD] == ["教导处", "总务处", "各班主任"]
    assert [one.end for one in draft.deadlines if one.end] == [date(2024, 9, 10)]


def test_years_in_names_of_columns_and_schools_of_a_list_are_no_times_and_no_bodies() -> None:
    text = """# 溪口市学前教育行动计划

| 县（市、区） | 新建公办园（所） | 2025年毛入园率（%） | 责任单位 |
| --- | --- | --- | --- |
| 东山县 | 6 | 95 | 东山县人民政府 |
| 西河县 | 4 | 94 | 西河县人民政府 |

附件：教育集团名单

| 集团名称 | 龙头学校 | 成员学校 |
| --- | --- | --- |
| 湖滨教育集团 | 湖滨小学 | 港口小学、沙洲小学 |
| 云阳教育集团 | 云阳中学 | 北山中学、柳林中学 |
"""
    draft = documents.read(text.encode(), "计划.md")
    assert draft.deadlines == ()
    assert [one.name for one in draft.units] == ["东山县人民政府", "西河县人民政府"]


def test_a_table_that_only_tells_how_named_projects_went_is_no_ledger() -> None:
    rows = [
        ["2023年教育民生实事完成情况公示表", "", "", ""],
        ["序号", "项目名称", "完成情况", "责任单位"],
        ["1", "增加公办学位", "已建成公办幼儿园5所，新增学位1350个。", "区教育局"],
        ["2", "教室照明改造", "已完成760间教室照明改造。", "区教育局"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "公示.xlsx")
    assert not draft.is_plan


def test_a_list_below_a_ledger_of_as_many_columns_does_not_go_on_with_it() -> None:
    text = """# 溪口区集团化办学实施方案

| 时间 | 工作事项 | 责任主体 |
| --- | --- | --- |
| 2024年5—6月 | 完成集团组建和挂牌。 | 区教育局 |
| 2024年9月起 | 启动师资统筹。 | 各教育集团 |

附件：教育集团名单

| 集团名称 | 龙头学校 | 成员学校 |
| --- | --- | --- |
| 湖滨教育集团 | 湖滨小学 | 港口小学、沙洲小学 |
| 云阳教育集团 | 云阳中学 | 北山中学、柳林中学 |
"""
    draft = documents.read(text.encode(), "方案.md")
    assert [one.name for one in draft.units] == ["区教育局", "各教育集团"]


def test_money_columns_take_their_unit_from_the_line_above_the_table_and_a_total_is_no_row() -> None:
    rows = [
        ["溪口县2024年教育重点建设项目计划表", "", "", "", "", ""],
        ["单位：万元", "", "", "", "", ""],
        ["序号", "项目名称", "主要建设内容", "计划总投资", "2024年计划投资", "责任单位"],
        ["合计", "", "", "14600", "8000", ""],
        ["1", "县第三中学迁建", "建设教学楼，总建筑面积2.8万平方米。", "12000", "6000", "县教育局"],
        ["2", "城北幼儿园", "建设12个班的幼儿园。", "2600", "2000", "县教育局"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 5), (1, 0, 1, 5)]), "计划表.xlsx")
    assert [(int(one.value), one.unit) for one in draft.targets] == [
        (28000, "平方米"),
        (120000000, "元"),
        (60000000, "元"),
        (12, "个"),
        (26000000, "元"),
        (20000000, "元"),
    ]


def test_when_and_where_things_take_place_is_no_ledger() -> None:
    rows = [
        ["2024年高中招生工作日程安排表", "", ""],
        ["时间", "事项", "地点"],
        ["6月13日—15日", "文化课考试", "各考点"],
        ["6月28日", "公布成绩", "市教育局网站"],
        ["7月2日—4日", "填报志愿", "网上"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 2)]), "日程.xlsx")
    assert not draft.is_plan


def test_figures_beside_the_aims_of_a_ledger_are_targets_as_well() -> None:
    rows = [
        ["溪口区2024年度绩效目标任务分解表", "", "", "", ""],
        ["指标名称", "目标值", "推进举措", "责任科室", "完成节点"],
        ["在园幼儿", "9000人", "加快推进学校建设，确保4个项目投用。", "基建办", "8月底"],
        ["学生体质", "优良率达到62%", "举办区级联赛。", "体卫艺科", "年底"],
        ["教师培训", "5000人次以上", "组织全员研修。", "教师发展中心", "11月底"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 4)]), "分解表.xlsx")
    assert [(one.op, int(one.value), one.unit) for one in draft.targets] == [
        ("=", 9000, "人"),
        ("=", 4, "个"),
        ("=", 62, "%"),
        (">=", 5000, "人次"),
    ]


def test_services_by_what_law_they_are_done_are_no_ledger() -> None:
    rows = [
        ["溪口区教育局政务服务事项清单", "", "", "", ""],
        ["序号", "事项名称", "办理依据", "承办科室", "法定办结时限"],
        ["1", "民办学校设立审批", "《民办教育促进法》", "民办教育科", "3个月"],
        ["2", "教师资格认定", "《教师资格条例》", "人事科", "30个工作日"],
        ["3", "校车使用许可", "《校车安全管理条例》", "安稳科", "20个工作日"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 4)]), "清单.xlsx")
    assert not draft.is_plan
