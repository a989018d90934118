"""Tables with lower rows of names, sums of sections, several units of measure, and aims beside what is done."""

from datetime import date

from tests.engines.documents.test_reading_fallen_tables import read, tasks, units
from xietong import documents


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
