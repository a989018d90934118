"""Tables with lower rows of names, sums of sections, several units of measure, and aims beside what is done."""

from datetime import date

from tests.engines.documents.test_reading_fallen_tables import read, tasks, units
from tests.engines.documents.test_reading_ledgers import workbook
from xietong import documents
from xietong.documents.block import Cell
from xietong.documents.formats import grid_parts


def told(text: str) -> documents.Draft:
    return documents.read(text.encode(), "表.txt")


def test_a_lower_row_of_known_names_begins_no_other_table() -> None:
    draft = told(
        "2029年青岭县教师轮岗推进清单\n阶段\t工作内容\t时间安排\t\t责任主体\t\n\t\t开始时间\t完成时间\t主责\t协助\n"
        "筹备\t制定轮岗办法。\t2029年2月\t2029年3月\t县教育局\t县委编办\n"
        "实施\t组织跨校竞聘。\t2029年5月\t2029年8月\t县教育局\t县人社局\n"
    )
    assert tasks(draft) == ["制定轮岗办法。", "组织跨校竞聘。"]
    assert units(draft) == [
        ("县教育局", "lead"),
        ("县委编办", "support"),
        ("县教育局", "lead"),
        ("县人社局", "support"),
    ]


def test_sections_with_sums_and_totals_are_headings_and_no_work() -> None:
    draft = told(
        "南湖片区学校建设项目表（2029—2031年）\n单位：万元、平方米、个\n"
        "序号\t项目名称\t建设内容\t总投资\t新增学位\t项目业主\n"
        "合计（2个）\t\t\t14200\t1440\t\n一\t幼儿园（1个）\t\t3200\t270\t\n"
        "1\t竹溪幼儿园\t新建教学用房\t3200\t270\t区教育局\n"
        "二\t小学（1个）\t\t11000\t1170\t\n2\t南湖小学\t扩建食堂和运动场\t11000\t1170\t区教育局\n"
    )
    assert [one.title for one in draft.outline][1:] == ["幼儿园", "小学"]
    assert [(one.op, one.value, one.unit) for one in draft.targets] == [
        ("=", 32_000_000, "元"),
        ("+", 270, "个"),
        ("=", 110_000_000, "元"),
        ("+", 1170, "个"),
    ]


def test_a_figure_to_be_reached_beside_a_task_is_no_task_of_its_own() -> None:
    draft = told(
        "惠学行动任务分工表\n序号\t重点任务\t责任单位\t完成时限\n"
        "1\t健全普惠园扶持机制。到2030年，普惠园覆盖率稳定在91%以上。\t市教育局\t2030年底前\n"
        "2\t学前三年毛入园率达到96%。\t市教育局\t2030年底前\n"
    )
    assert tasks(draft) == ["健全普惠园扶持机制。"]
    assert [(one.op, one.value) for one in draft.targets] == [(">=", 91), ("=", 96)]


def test_what_goes_on_behind_its_first_day_is_both() -> None:
    draft = told(
        "整改清单\n整改措施\t整改时限\t责任科室\n开展收费检查。\t2029年4月底前，并长期坚持\t监管科\n修订办法。\t5月底前\t计财科\n"
    )
    assert [(one.end, one.recurring) for one in draft.deadlines] == [
        (date(2029, 4, 30), None),
        (None, "ongoing"),
        (date(2029, 5, 31), None),
    ]


def test_rates_of_completion_beside_how_work_went_tell_of_the_past() -> None:
    draft = told(
        "2028年惠学实事完成情况统计表\n序号\t项目名称\t目标任务\t完成情况\t完成率\t责任单位\n"
        "1\t公办学位\t新增2000个\t新增2150个\t107.5%\t市教育局\n2\t饮水改造\t改造60所\t改造60所\t100%\t市教育局\n"
    )
    assert not draft.is_plan
    assert draft.items == ()


def test_the_name_of_a_box_above_a_table_in_text_heads_it() -> None:
    draft = told(
        "溪口市“十五五”教育规划\n专栏1　主要指标\t\t\t\n类别\t指标\t2025年\t2030年\n"
        "普及\t毛入园率（%）\t93\t96\n资源\t专任教师（人）\t3100\t3600\n"
    )
    assert [one.number for one in draft.outline] == ["", "专栏1"]
    assert [(one.value, one.unit) for one in draft.targets] == [(96, "%"), (3600, "人")]


def test_two_wide_names_of_a_fallen_header_have_the_lower_ones_of_their_kind() -> None:
    draft = read(
        "教师轮岗推进清单",
        "环节 工作内容 时间安排 责任主体 开始时间 完成时间 主责 协助",
        "筹备 制定轮岗办法。 2029年2月 2029年3月 县教育局 县委编办",
        "实施 组织跨校竞聘。 2029年5月 2029年8月 县教育局 县人社局",
    )
    assert units(draft) == [
        ("县教育局", "lead"),
        ("县委编办", "support"),
        ("县教育局", "lead"),
        ("县人社局", "support"),
    ]


def test_work_of_each_year_and_two_sides_below_two_wide_names() -> None:
    draft = read(
        "2030年两地协作清单",
        "序号 项目 年度推进计划 责任单位 2030年 2031年 甲方 乙方",
        "1 基地共享 修订基地开放办法。 建设实训基地3个。 市教委 教育厅",
        "2 师资培养 建立教师互派制度。 互派教师60名。 市教委 教育厅",
        "3 技能竞赛 举办首届技能竞赛。 扩大赛项至20个。 市人社局 人社厅",
    )
    assert len(tasks(draft)) == 6


def test_the_title_of_the_next_fallen_table_ends_the_one_above() -> None:
    head = "序号 任务内容 牵头单位 完成时间 备注"
    draft = read(
        "两县教育合作任务台账（东侧）",
        f"{head} 1 举办教研活动 教育股 6月底前 待定场地 2 承办足球友谊赛 体育股 8月底前",
        f"两县教育合作任务台账（西侧） {head} 1 遴选结对学校 教育股 5月底前 2 组织教师互访 人事股 9月底前",
    )
    assert [one.title for one in draft.outline] == ["两县教育合作任务台账（东侧）", "两县教育合作任务台账（西侧）"]
    assert len(draft.units) == 4


def test_a_sum_over_the_years_in_brackets_is_a_figure_of_a_fallen_table() -> None:
    draft = read(
        "教育发展主要指标",
        "类别 指标 2025年 2030年 属性 普及 毛入园率（%） 93 96 预期性",
        "供给 新增公办学位（万个） — [1.2] 约束性 专任教师（人） 3100 3600 预期性",
    )
    assert [(one.op, one.value) for one in draft.targets] == [("=", 96), ("+", 12_000), ("=", 3600)]


def test_the_day_behind_a_division_that_made_a_table_is_no_deadline() -> None:
    draft = told(
        "学年工作任务清单\n制表：党政办　　　2030年8月25日\n项目\t工作任务\t责任部门\t完成时间\n"
        "德育\t开展入学教育。\t政教处\t9月10日前\n教学\t举办汇报课。\t教务处\t10月底前\n"
    )
    assert [str(one.end) for one in draft.deadlines] == ["2030-09-10", "2030-10-31"]


def test_whom_to_ask_above_has_no_part_in_the_work() -> None:
    draft = told(
        "2030年向上争取事项清单\n序号\t事项名称\t争取内容\t对口部门\t责任科室\t完成时限\n"
        "1\t薄弱校改善\t争取补助资金改造寄宿制学校\t市教委财务处\t基建科\t6月底前\n"
        "2\t特色高中\t争取入选国家试点\t市教委基教处\t基教科\t年底前\n"
    )
    assert units(draft) == [("基建科", "lead"), ("基教科", "lead")]


def test_a_section_and_the_names_of_other_columns_end_a_fallen_table() -> None:
    draft = read(
        "溪口区均衡发展创建方案",
        "二、重点任务 任务类别 主要任务 牵头单位 责任单位 完成时间",
        "资源 改造运动场9处。 区教育局 区财政局 8月底前 质量 健全监测体系。 区教研中心 各学校 持续开展",
        "三、实施步骤 阶段 时间 工作内容 部署 4月 成立领导小组，印发方案。 实施 5月—10月 逐校逐项整改。",
    )
    assert tasks(draft) == ["改造运动场9处。", "健全监测体系。", "成立领导小组，印发方案。", "逐校逐项整改。"]
    assert len(draft.units) == 4


def test_who_takes_part_has_a_column_of_its_own() -> None:
    draft = read(
        "学期教研安排表",
        "时间 工作安排 承办部门 参加人员 9月 召开教研会议。 教研室 各校教研组长 10月 实施质量监测。 监测中心 相关学校",
        "11月 评选优秀论文。 师训科 全体教研员",
    )
    assert units(draft) == [("教研室", "lead"), ("监测中心", "lead"), ("师训科", "lead")]


def test_places_stand_below_the_column_of_places() -> None:
    draft = read(
        "2030年全市新增学位任务分解表",
        "区县 新增学位任务（个） 责任单位 完成时限 幼儿园 小学 初中",
        "河东区 900 2700 1500 河东区人民政府 8月底前 岭南区 600 1800 900 岭南区人民政府 8月底前",
        "云台县 300 900 450 云台县人民政府 8月底前 合计 1800 5400 2850",
    )
    assert [one.value for one in draft.targets] == [900, 2700, 1500, 600, 1800, 900, 300, 900, 450]


def test_work_of_each_quarter_is_told_beside_the_work_itself() -> None:
    draft = told(
        "2030年重点项目进度计划表\n序号\t项目名称\t建设内容\t形象进度目标\t\t责任单位\n\t\t\t一季度\t二季度\t\n"
        "1\t城南小学\t新建教学楼一栋。\t完成基础施工。\t完成主体封顶。\t县教育局\n"
        "2\t实训楼\t购置设备90台套。\t办理施工许可。\t完成内外装修。\t县职教中心\n"
    )
    assert len(tasks(draft)) == 6
    assert [(one.value, one.unit) for one in draft.targets] == [(90, "台套")]


def test_a_body_that_leads_in_brackets_is_no_task_of_a_fallen_table() -> None:
    draft = read(
        "评价改革任务清单",
        "改革领域 改革任务 责任单位 时间要求",
        "学校评价 完善党的领导机制。 区委教育工作领导小组办公室（牵头）、区委组织部、区教委 长期坚持",
        "教师评价 建立通报制度。 区教委（牵头）、区人社局 2030年6月底前",
    )
    assert tasks(draft) == ["完善党的领导机制。", "建立通报制度。"]
    assert [role for _, role in units(draft)] == ["lead", "support", "support", "lead", "support"]


def test_courses_with_their_place_are_no_work() -> None:
    draft = read(
        "暑期培训课程安排表",
        "日期 时间 课程内容 主讲人 地点 7月10日 8:30—11:30 新课标解读与实践 王明 报告厅",
        "7月11日 14:00—17:00 课堂教学 李华 报告厅 7月12日 8:30—11:30 班级管理与沟通 陈静 会议室",
    )
    assert not draft.is_plan


def test_the_lines_of_a_box_of_one_cell_are_paragraphs() -> None:
    box = "优质校建设工程。建设高水平\n学校3所。\n融合工程。培育融合型企业30家。"
    found = grid_parts.blocks([Cell(0, 0, "专栏1　重点工程"), Cell(1, 0, box)], "")
    assert [block.text for block in found][1:] == [
        "优质校建设工程。建设高水平 学校3所。",
        "融合工程。培育融合型企业30家。",
    ]


def test_a_header_may_reach_below_the_rows_where_one_may_begin() -> None:
    rows = [
        *(["说明", "甲", "乙", "丙", "丁"] for _ in range(5)),
        ["任务", "责任分工", "", "", ""],
        ["", "市级", "", "县级", ""],
        ["", "牵头单位", "配合单位", "责任单位", "完成时限"],
        ["新建学校3所。", "市教育局", "市财政局", "各县教育局", "2026年底前"],
    ]
    merged = [(5, 0, 7, 0), (5, 1, 5, 4), (6, 1, 6, 2), (6, 3, 6, 4)]
    assert tasks(documents.read(workbook(rows, merged), "台账.xlsx")) == ["新建学校3所。"]
