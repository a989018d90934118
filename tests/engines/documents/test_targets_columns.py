"""Figures by column: years below what is counted, years in brackets, units in titles, sums of years, remarks."""

from tests.engines.documents.test_formats_pdf_bare import line
from tests.engines.documents.test_reading_fallen_tables import read, tasks
from tests.engines.documents.test_reading_ledgers import workbook
from xietong import documents
from xietong.documents.formats.bare import bare_tables

Figures = list[tuple[str, str, str, str, int | None]]
YEARLY = [
    ["岩口县寄宿制学校建设任务表（2024—2025年）", "", "", "", "", ""],
    ["单位：所、张", "", "", "", "", ""],
    ["乡镇", "改造学校", "", "新增床位", "", "责任单位"],
    ["", "2024年", "2025年", "2024年", "2025年", ""],
    ["石桥镇", "2", "1", "300", "160", "石桥镇人民政府"],
    ["柳林镇", "1", "", "", "240", "柳林镇人民政府"],
    ["合计", "3", "1", "300", "400", ""],
]
MERGES = [(0, 0, 0, 5), (1, 0, 1, 5), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4), (2, 5, 3, 5)]


def figures(draft: documents.Draft) -> Figures:
    """Return targets as (indicator, op, value, unit, year by which)."""
    return [
        (one.indicator, one.op, f"{one.value.normalize():f}", one.unit, one.by.year if one.by else None)
        for one in draft.targets
    ]


def test_what_is_counted_year_by_year_is_due_in_each_year_and_has_its_own_unit() -> None:
    assert figures(documents.read(workbook(YEARLY, MERGES), "任务表.xlsx")) == [
        ("石桥镇改造学校", "=", "2", "所", 2024),
        ("石桥镇改造学校", "=", "1", "所", 2025),
        ("石桥镇新增床位", "+", "300", "张", 2024),
        ("石桥镇新增床位", "+", "160", "张", 2025),
        ("柳林镇改造学校", "=", "1", "所", 2024),
        ("柳林镇新增床位", "+", "240", "张", 2025),
    ]


def test_years_below_what_is_counted_are_put_together_from_lines() -> None:
    draft = read(
        "岩口县寄宿制学校建设任务表（2024—2025年）",
        "单位：所、张",
        "县（区） 改造学校 新增床位 责任单位 2024年 2025年 2024年 2025年",
        "石桥区 2 1 300 160 石桥区人民政府",
        "柳林县 1 2 180 240 柳林县人民政府",
        "北坡县 3 2 210 90 北坡县人民政府",
    )
    assert [(one.value, one.unit) for one in draft.targets[:4]] == [(2, "所"), (1, "所"), (300, "张"), (160, "张")]
    assert [unit.name for unit in draft.units] == ["石桥区人民政府", "柳林县人民政府", "北坡县人民政府"]


def test_a_year_in_brackets_says_by_when_and_sets_no_time() -> None:
    rows = [
        ["一级指标", "二级指标", "基期值（2021年）", "目标值（2024年）", "指标性质"],
        ["共享", "共享实验室（个）", "3", "12", "预期性"],
        ["互通", "互认课程（门）", "0", "40以上", "约束性"],
    ]
    title = "三州两市职业教育协同行动指标体系"
    draft = documents.read(workbook([[title, "", "", "", ""], *rows], [(0, 0, 0, 4)]), "指标体系.xlsx")
    assert figures(draft) == [("共享实验室", "=", "12", "个", 2024), ("互认课程", ">=", "40", "门", 2024)]
    assert draft.deadlines == ()


def test_a_unit_in_the_title_holds_for_figures_without_one() -> None:
    rows = [
        ["指标", "2022年现状", "2024年目标", "2026年目标"],
        ["专任教师学历达标率", "71", "80", "≥95"],
        ["校际差异系数", "0.58", "0.52以下", "0.45以下"],
        ["每百名学生图书（册）", "900", "1200", "1500"],
    ]
    title = "岩口县优质均衡发展行动方案主要指标年度目标表（单位：%）"
    draft = documents.read(workbook([[title, "", "", ""], *rows], [(0, 0, 0, 3)]), "目标表.xlsx")
    assert [(one[2], one[3]) for one in figures(draft)] == [
        *(("80", "%"), ("95", "%")),
        *(("0.52", ""), ("0.45", "")),
        *(("1200", "册"), ("1500", "册")),
    ]


def test_a_sum_of_years_has_the_unit_of_its_row_and_a_note_on_it_sets_no_time() -> None:
    text = (
        "岩口县“十四五”教育规划\n\n表1 主要指标\n\n"
        "指标\t单位\t2020年\t2025年\t五年累计\n入园率\t%\t90\t95\t\n新增学位\t个\t—\t—\t32000\n\n"
        "注：五年累计为2021—2025年新增数。\n"
    )
    draft = documents.read(text.encode(), "规划.txt")
    assert figures(draft) == [("入园率", "=", "95", "%", 2025), ("新增学位", "+", "32000", "个", 2025)]
    assert draft.deadlines == ()


def test_a_remark_sets_no_figure_unless_it_says_by_when() -> None:
    rows = [
        ["2024年教育重点任务清单", "", "", ""],
        ["序号", "工作任务", "牵头单位", "备注"],
        ["1", "新建公办幼儿园2所。", "县教育局", "需县级配套30%"],
        ["2", "改造农村学校食堂。", "县教育局", "到2026年改造20所"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3)]), "清单.xlsx")
    assert [(one.value, one.unit) for one in draft.targets] == [(2, "所"), (20, "所")]


def test_words_in_place_of_figures_and_kinds_of_indicators_keep_to_their_columns() -> None:
    draft = read(
        "石桥市“十四五”教育规划主要指标",
        "序号 指标名称 单位 2020年实际 2025年目标 五年累计 指标属性",
        "1 毛入园率 % 90 ≥94 预期性",
        "2 新增学位 个 — — 32000 约束性",
        "3 社会满意度 分 82 85—90 预期性",
        "4 财政投入 — 只增不减 只增不减 约束性",
        "5 培训规模 万人次 3.1 不少于5 预期性",
    )
    assert [one[1:4] for one in figures(draft)] == [
        (">=", "94", "%"),
        ("+", "32000", "个"),
        (">=", "85", "分"),
        ("<=", "90", "分"),
        (">=", "50000", "人次"),
    ]


def test_a_lower_row_of_names_does_not_go_on_with_the_upper_one() -> None:
    draft = read(
        "两县教育协作区2025年目标分解表",
        "序号 指标 单位 2024年完成 2025年目标 责任单位 石桥 柳林 石桥 柳林",
        "1 结对学校 对 4 4 8 7 两县教育局",
        "2 教师互派 人 12 10 30 26 两县教育局",
        "3 联合教研 场 5 5 10以上 10以上 两县教研室",
    )
    assert [one[:3] for one in figures(draft)] == [
        *(("石桥结对学校", "=", "8"), ("柳林结对学校", "=", "7")),
        *(("石桥教师互派", "=", "30"), ("柳林教师互派", "=", "26")),
        *(("石桥联合教研", ">=", "10"), ("柳林联合教研", ">=", "10")),
    ]


def test_the_last_name_of_a_header_may_be_unknown() -> None:
    draft = read(
        "三州两市职业教育协同行动指标体系",
        "一级指标 二级指标 基期值（2021年） 目标值（2024年） 指标性质 数据来源",
        "共享 共享实验室（个） 3 12 预期性 三州统计部门",
        "互认课程（门） 0 40 约束性 联盟秘书处",
        "互通 挂职教师（人） 12 30 约束性 三州教育部门",
    )
    assert [one[2:4] for one in figures(draft)] == [("12", "个"), ("40", "门"), ("30", "人")]


def test_what_is_counted_heads_columns_without_rulings() -> None:
    header = [
        line(100, (115, "改造学校"), (275, "新增床位")),
        line(86, (0, "县（区）"), (400, "责任单位")),
        line(72, (80, "2024年"), (140, "2025年"), (240, "2024年"), (300, "2025年")),
    ]
    rows = [
        line(60 - 20 * n, (0, "石桥区"), (85, "2"), (145, "1"), (245, "300"), (305, "160"), (400, "石桥区教委"))
        for n in (0, 1)
    ]
    (table,) = bare_tables([*header, *rows], None)
    assert len(table.edges) == 5


def test_any_amount_of_a_table_that_is_aimed_at_something_is_a_goal() -> None:
    rows = [
        ["2025年各县（市、区）教育目标任务表", "", "", ""],
        ["县（市、区）", "县中帮扶学校（所）", "学前毛入园率（%）", "现有学校（所）"],
        ["石桥区", "1", "≥95", "40"],
        ["柳林县", "2", "93", "36"],
        ["合计", "3", "—", "76"],
    ]
    assert figures(documents.read(workbook(rows, [(0, 0, 0, 3)]), "任务表.xlsx")) == [
        *(("石桥区县中帮扶学校", "=", "1", "所", None), ("石桥区学前毛入园率", ">=", "95", "%", None)),
        *(("柳林县县中帮扶学校", "=", "2", "所", None), ("柳林县学前毛入园率", "=", "93", "%", None)),
    ]
    told = [["2023年各县（市、区）教育情况统计表", "", "", ""], *rows[1:]]
    assert documents.read(workbook(told, [(0, 0, 0, 3)]), "统计表.xlsx").targets == ()


def test_amounts_of_places_are_put_together_from_lines() -> None:
    draft = read(
        "2025年各县（市、区）教育目标任务表",
        "县（市、区） 县中帮扶学校（所） 学前毛入园率（%） 招聘教师（人）",
        "石桥区 1 ≥95 60 柳林县 2 93 — 北坡县 1 92 45 合计 4 — 105",
    )
    assert [one[:3] for one in figures(draft)][:4] == [
        *(("石桥区县中帮扶学校", "=", "1"), ("石桥区学前毛入园率", ">=", "95"), ("石桥区招聘教师", "=", "60")),
        ("柳林县县中帮扶学校", "=", "2"),
    ]


def test_how_many_stands_in_a_column_beside_that_of_its_unit() -> None:
    rows = [
        ["帮扶协作2024年任务安排", "", "", "", "", ""],
        ["类别", "任务", "数量", "单位", "责任单位", "时间"],
        ["人才", "选派支教教师", "48", "名", "石桥区教育局", "8月底前"],
        ["结对", "新增结对学校", "16", "对", "柳林县教育局", "5月底前"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 5)]), "任务.xlsx")
    assert [one[1:4] for one in figures(draft)] == [("=", "48", "名"), ("+", "16", "对")]


def test_every_year_behind_a_basis_of_its_own_is_ahead() -> None:
    rows = [
        ["岩口中学“十四五”发展规划目标分解表", "", "", "", ""],
        ["目标类别", "目标内容", "基础值", "2021年", "2022年"],
        ["教师", "高级教师（人）", "38", "40", "42"],
        ["学生", "生师比", "14.2:1", "13.8:1", "13.5:1"],
    ]
    assert figures(documents.read(workbook(rows, [(0, 0, 0, 4)]), "分解表.xlsx")) == [
        *(("高级教师", "=", "40", "人", 2021), ("高级教师", "=", "42", "人", 2022)),
        *(("生师比", "=", "13.8", ":1", 2021), ("生师比", "=", "13.5", ":1", 2022)),
    ]


def test_an_aim_of_the_year_beside_those_of_its_quarters_is_work_as_well() -> None:
    rows = [
        ["序号", "项目名称", "年度目标", "阶段目标", "", "牵头单位"],
        ["", "", "", "上半年", "下半年", ""],
        ["1", "农村学校食堂", "改造食堂45个。", "完成摸底。", "投入使用。", "县教育局"],
        ["2", "公办幼儿园", "新建幼儿园12所。", "完成选址。", "竣工验收。", "县教育局"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 1, 5)]
    expected = ["改造食堂45个。", "完成摸底。", "投入使用。", "新建幼儿园12所。", "完成选址。", "竣工验收。"]
    assert tasks(documents.read(workbook(rows, merges), "分解表.xlsx")) == expected
    lines = " ".join(cell for row in rows for cell in row if cell)
    assert tasks(read("2024年岩口县教育实事项目责任分解表", lines)) == expected


def test_a_section_behind_a_table_fallen_into_lines_is_no_row_of_it() -> None:
    draft = read(
        "岩口县教育帮扶2024年工作计划",
        "一、任务安排",
        "类别 任务 责任单位 时间 人才 选派支教教师48名。 石桥区教育局 8月底前 结对 新增结对学校16对。 柳林县教育局 5月底前",
        "二、工作要求 各县明确专人，每季度末报送工作进展。 岩口县教育局 2024年3月15日",
    )
    assert [(one.number, one.title) for one in draft.outline][1:] == [("一", "任务安排"), ("二", "工作要求")]
    assert tasks(draft)[-1] == "各县明确专人，每季度末报送工作进展。"


def test_what_tasks_belong_to_reaches_down_where_merges_were_lost() -> None:
    text = (
        "# 岩口县教育任务清单\n\n| 类别 | 任务 | 牵头单位 | 时间 |\n| --- | --- | --- | --- |\n"
        "| 人才 | 选派支教教师 | 县教育局 | 8月底前 |\n| | 接收跟岗校长 | 县教育局 | 9月 |\n"
    )
    draft = documents.read(text.encode(), "清单.md")
    titles = {item.id: item.title for item in draft.items}
    assert [(item.title, titles[item.parent or ""]) for item in draft.items if item.kind == "task"] == [
        ("选派支教教师", "人才"),
        ("接收跟岗校长", "人才"),
    ]


def test_numbers_part_the_rows_of_a_bare_table_wherever_their_column_stands() -> None:
    header = line(100, (0, "任务类别"), (80, "序号"), (120, "任务内容"), (300, "牵头部门"))
    rows = [
        line(80, (0, "立德树人"), (85, "1"), (120, "实施一体化工程"), (300, "德育处")),
        line(66, (85, "2"), (120, "开展阳光体育"), (300, "体卫处")),
        line(54, (85, "3"), (120, "建设产教联合体"), (300, "职成处")),
    ]
    (table,) = bare_tables([header, *rows], None)
    assert table.serial == 1
    assert len(table.grid.ys) == 5
