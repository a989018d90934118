"""Figures shared among places, years and kinds below several names, and aims in words; as files, lines and bare pages."""

from tests.engines.documents.test_formats_pdf_bare import line
from tests.engines.documents.test_reading_fallen_tables import read, tasks
from tests.engines.documents.test_reading_ledgers import workbook
from tests.engines.documents.test_targets_columns import figures
from xietong import documents
from xietong.documents.formats.bare import bare_tables
from xietong.documents.formats.wrapping import Line, join, measure


def test_the_same_places_stand_below_each_of_three_years() -> None:
    draft = read(
        "两湾教育规划主要指标",
        "序号 指标 2023年 2026年 2028年 属性 东湾 西湾 东湾 西湾 东湾 西湾",
        "1 覆盖率（%） 88 85 90 89 ≥92 ≥91 约束性 2 产教企业（家） 40 22 60 35 80 50 预期性",
    )
    assert figures(draft) == [
        *(("东湾覆盖率", "=", "90", "%", 2026), ("西湾覆盖率", "=", "89", "%", 2026)),
        *(("东湾覆盖率", ">=", "92", "%", 2028), ("西湾覆盖率", ">=", "91", "%", 2028)),
        *(("东湾产教企业", "=", "60", "家", 2026), ("西湾产教企业", "=", "35", "家", 2026)),
        *(("东湾产教企业", "=", "80", "家", 2028), ("西湾产教企业", "=", "50", "家", 2028)),
    ]


def test_a_sum_is_that_of_the_figures_beside_it_and_a_row_is_of_its_year() -> None:
    head = "年度 新建（所） 改建（所） 新增学位（个） 计划投资（亿元） 合计 义务教育 普通高中"
    draft = read(
        "岩口市学位建设三年计划汇总表",
        head,
        "2024年 8 5 13200 11200 2000 12.6 2025年 10 6 16800 12800 4000 15.8 2026年 6 4 9800 7800 2000 9.4 总计 24 15 39800 31800 8000 37.8",
    )
    assert figures(draft)[:6] == [
        *(("新建", "=", "8", "所", 2024), ("改建", "=", "5", "所", 2024)),
        *(("合计新增学位", "+", "13200", "个", 2024), ("义务教育新增学位", "+", "11200", "个", 2024)),
        *(("普通高中新增学位", "+", "2000", "个", 2024), ("计划投资", "=", "1260000000", "元", 2024)),
    ]
    assert len(draft.targets) == 18
    assert draft.deadlines == ()


def test_indicators_with_bodies_and_times_are_put_together_from_lines() -> None:
    draft = read(
        "岩口县教育目标责任书任务分解表",
        "指标类别 具体指标 目标要求 责任股室 责任人 完成时限",
        "质量指标 义务教育巩固率 ≥99% 基教股 张某 12月底 消防整改率 100% 安全股 王某 9月底",
        "师资指标 招聘教师 86名 人事股 赵某 8月底 教师培训人次 达到1500人次 师训股 陈某 11月底",
    )
    assert [unit.name for unit in draft.units] == ["基教股", "安全股", "人事股", "师训股"]
    assert [(one.op, one.value, one.unit) for one in draft.targets] == [
        *((">=", 99, "%"), ("=", 100, "%"), ("=", 86, "名"), ("=", 1500, "人次")),
    ]


def test_an_aim_in_words_among_figures_is_read_as_words() -> None:
    rows = [
        ["岩口县2024年教育目标分解表", "", ""],
        ["指标", "目标值", "责任股室"],
        ["义务教育巩固率", "≥99%", "基教股"],
        ["本科上线人数", "比上年增加50人以上", "高中股"],
        ["消防整改率", "100%", "安全股"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 2)]), "分解表.xlsx")
    assert [one[1:4] for one in figures(draft)] == [(">=", "99", "%"), (">=", "50", "人"), ("=", "100", "%")]


def test_work_without_bodies_beside_how_many_and_how_much_is_done() -> None:
    rows = [
        ["2024年岩口市职业教育建设任务表", "", "", "", "", ""],
        ["序号", "县（市、区）", "建设任务", "数量", "", "安排资金（万元）"],
        ["", "", "", "实训基地（个）", "专业群（个）", ""],
        ["1", "石桥区", "建设智能制造实训基地", "2", "1", "600"],
        ["2", "柳林县", "建设现代农业专业群", "", "2", "240"],
    ]
    merges = [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5)]
    draft = documents.read(workbook(rows, merges), "任务表.xlsx")
    assert tasks(draft) == ["建设智能制造实训基地", "建设现代农业专业群"]
    assert [one[2:4] for one in figures(draft)] == [
        *(("2", "个"), ("1", "个"), ("6000000", "元")),
        *(("2", "个"), ("2400000", "元")),
    ]
    lines = " ".join(cell for row in rows[1:] for cell in row if cell)
    assert tasks(read(rows[0][0], lines)) == tasks(draft)


def test_each_of_several_names_in_a_row_stands_over_its_own_places() -> None:
    places = ("东湾", "西湾")
    header = [
        line(100, (135, "2023年"), (335, "2026年"), (535, "2028年")),
        line(88, (0, "序号"), (50, "指标"), (700, "属性")),
        line(76, *((100 + 100 * n, places[n % 2]) for n in range(6))),
    ]
    rows = [
        line(40 - 30 * n, (0, str(n + 1)), (50, "指标"), *((105 + 100 * m, "9") for m in range(6)), (700, "预期"))
        for n in (0, 1)
    ]
    (table,) = bare_tables([*header, *rows], None)
    assert [area for area in table.grid.areas if area[0] == 0] == [
        *((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 1, 2), (0, 6, 1, 2), (0, 8, 2, 1)),
    ]


def test_a_chapter_ends_a_bare_table_and_lines_far_apart_are_rows() -> None:
    header = line(100, (0, "指标类别"), (80, "具体指标"), (200, "目标要求"), (300, "责任股室"))
    rows = [
        line(76, (80, "巩固率"), (200, "≥99%"), (300, "基教股")),
        line(58, (0, "质量指标")),
        line(52, (80, "上线率"), (200, "较上年"), (300, "高中股")),
        line(42, (200, "提高")),
        line(20, (0, "安全指标"), (80, "整改率"), (200, "100%"), (300, "安全股")),
        line(-4, (0, "师资指标"), (80, "招聘数"), (200, "86名"), (300, "人事股")),
    ]
    chapter = line(-28, (0, "第四章"), (50, "重点任务"))
    (table,) = bare_tables([header, *rows, chapter], None)
    assert len(table.grid.ys) == 6
    assert table.grid.ys[-1] > -20


def test_a_header_with_numbers_heads_a_table_that_tells_no_work() -> None:
    header = line(100, (0, "序号"), (50, "学校名称"), (150, "享受人数（人）"), (260, "发放金额（元）"), (360, "备注"))
    rows = [line(80 - 20 * n, (0, str(n + 1)), (50, "中心小学"), (150, "42"), (260, "2016")) for n in (0, 1, 2)]
    assert len(bare_tables([header, *rows], None)) == 1


def test_a_unit_above_a_table_has_a_line_of_its_own() -> None:
    lines = [Line("专栏4合作发展主要指标与重点任务安排情况", 0, 20), Line("单位：个、人次", 0, 7)]
    assert [text for text, _ in join(lines, measure(lines * 4))] == [one.text for one in lines]


def test_amounts_below_the_plan_of_a_year_have_the_unit_of_their_kind() -> None:
    rows = [
        ["岩口市职业学校达标工程推进计划", "", "", "", "", "", ""],
        ["单位：平方米、万元、人", "", "", "", "", "", ""],
        ["学校", "2022年底现状", "", "2023年计划", "", "2024年计划", ""],
        ["", "校舍面积", "设备值", "新增校舍面积", "新增设备值", "新增校舍面积", "新增设备值"],
        ["工业学校", "46000", "3200", "8000", "600", "4000", "300"],
        ["商贸学校", "28000", "1800", "12000", "450", "—", "500"],
    ]
    merges = [(0, 0, 0, 6), (1, 0, 1, 6), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4), (2, 5, 2, 6)]
    draft = documents.read(workbook(rows, merges), "计划.xlsx")
    assert figures(draft) == [
        ("工业学校新增校舍面积", "+", "8000", "平方米", 2023),
        ("工业学校新增设备值", "+", "6000000", "元", 2023),
        ("工业学校新增校舍面积", "+", "4000", "平方米", 2024),
        ("工业学校新增设备值", "+", "3000000", "元", 2024),
        ("商贸学校新增校舍面积", "+", "12000", "平方米", 2023),
        ("商贸学校新增设备值", "+", "4500000", "元", 2023),
        ("商贸学校新增设备值", "+", "5000000", "元", 2024),
    ]
    assert draft.deadlines == ()


def test_the_value_of_an_indicator_stands_beside_its_unit_and_what_is_gained_is_a_goal() -> None:
    rows = [
        ["岩口区2024年度教育目标任务表", "", "", "", "", ""],
        ["目标类别", "目标任务", "指标值", "计量单位", "责任科室", "完成时限"],
        ["保障目标", "争取上级专项资金", "≥3000", "万元", "计财科", "11月底前"],
        ["职能目标", "创建文明校园", "6", "所", "党群科", "10月底前"],
    ]
    expected = [(">=", "30000000", "元"), ("=", "6", "所")]
    draft = documents.read(workbook(rows, [(0, 0, 0, 5)]), "任务表.xlsx")
    assert [one[1:4] for one in figures(draft)] == expected
    lines = " ".join(cell for row in rows[1:] for cell in row)
    assert [one[1:4] for one in figures(read(rows[0][0], lines))] == expected
    gained = [
        ["指标", "2020年", "2025年", "五年提升幅度", "属性"],
        ["毛入学率（%）", "54.4", "62以上", "7.6个百分点", "预期性"],
        ["研究生（万人）", "5.2", "7.5", "2.3万人", "预期性"],
    ]
    draft = documents.read(
        workbook([["岩口市“十四五”教育规划主要指标", "", "", "", ""], *gained], [(0, 0, 0, 4)]), "指标.xlsx"
    )
    assert [one[2:4] for one in figures(draft)] == [
        *(("62", "%"), ("7.6", "个百分点")),
        *(("75000", "人"), ("23000", "人")),
    ]


def test_sides_stand_below_who_is_responsible_and_an_act_is_no_field() -> None:
    draft = read(
        "三省毗邻地区教育协作任务台账",
        "序号 协作领域 协作事项 年度目标 责任主体 完成节点 进度 湖南 湖北 江西",
        "1 课程教学 联合开发研学课程 开发课程12门 甲县教育局 乙县教育局 丙县教体局 10月底前 启动",
        "2 开展同课异构活动 参与教师200名以上 甲县教研室 乙县教研室 丙县教研室 全年 推进中",
        "3 职业教育 共建油茶产业学院 招生150人 甲县职校 乙县职教中心 丙县职校 9月底前 筹备",
    )
    assert tasks(draft) == ["联合开发研学课程", "开展同课异构活动", "共建油茶产业学院"]
    assert [unit.name for unit in draft.units][3:6] == ["甲县教研室", "乙县教研室", "丙县教研室"]


def test_the_ends_of_years_head_columns_fallen_into_lines_and_set_no_times() -> None:
    draft = read(
        "岩口县乡村教育振兴实施方案",
        "一、工作目标 指标名称 2021年底 2023年底 2025年底",
        "学校标准化率 62.4% 80% 100% 教师周转房 320套 420套 500套 食堂达标率 55.0% 85%以上 100%",
    )
    assert [one[1:4] for one in figures(draft)] == [
        *(("=", "80", "%"), ("=", "100", "%"), ("=", "420", "套"), ("=", "500", "套")),
        *((">=", "85", "%"), ("=", "100", "%")),
    ]
    assert draft.deadlines == ()


def test_a_row_of_sums_ends_the_names_of_a_header() -> None:
    draft = read(
        "岩口区教育补短板项目表（2024—2025年）",
        "单位：万元、个 序号 项目名称 建设性质 建设规模及主要内容 起止年限 总投资 新增学位 项目业主 备注",
        "合计（5个） 98600 9450 一 幼儿园（2个） 9200 720",
        "1 芦溪幼儿园 新建 新建12班幼儿园，建筑面积5600平方米 2023—2024 4200 360 区教育局",
        "2 石桥幼儿园 新建 新建12班幼儿园，配套户外活动场地 2024—2025 5000 360 石桥街道办事处 代建",
        "二 中小学（3个） 89400 8730",
        "3 柳林小学 新建 新建36班小学，建筑面积28000平方米 2023—2025 89400 8730 区教育局",
    )
    assert [one.value for one in draft.targets if one.unit == "元"] == [42000000, 50000000, 894000000]


def test_a_year_a_little_apart_from_its_goal_is_one_name() -> None:
    header = line(100, (0, "类型"), (50, "序号"), (90, "指标"), (200, "2025年"), (256, "目标值"), (340, "指标属性"))
    rows = [line(80 - 20 * n, (55, str(n + 1)), (90, "毛入学率"), (225, "62以上"), (340, "预期性")) for n in (0, 1, 2)]
    (table,) = bare_tables([header, *rows], None)
    assert len(table.edges) == 4
