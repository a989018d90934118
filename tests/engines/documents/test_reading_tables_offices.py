"""Tables of offices: what was looked into or handed out is no work; two sides, schools and sheets with titles are."""

from tests.engines.documents.test_reading_ledgers import workbook
from tests.engines.documents.test_reading_tables_unseen import tasks
from xietong import documents


def told(text: str) -> documents.Draft:
    """Return the draft of a text with tabs between its cells."""
    return documents.read(text.encode(), "表.txt")


def test_what_was_looked_into_is_no_ledger() -> None:
    text = "2025年春季食堂安全检查情况汇总表\n序号\t学校\t检查时间\t好的做法\t存在问题\t检查单位\n"
    text += "1\t西岭小学\t3月4日\t制度上墙，专人负责。\t冷藏柜温度未记录。\t区教育局\n"
    text += "2\t望湖中学\t3月5日\t明厨亮灶全覆盖。\t留样时间不足。\t区市场监管局\n"
    draft = told(text)
    assert not draft.is_plan
    assert draft.items == ()


def test_sums_handed_out_are_no_work() -> None:
    text = "2026年校舍维修补助资金分配明细表\n单位：万元\n序号\t地区\t项目名称\t主管部门\t补助资金\t备注\n"
    text += "1\t南屏区\t南屏二小运动场\t南屏区教育局\t310\t\n2\t上沙县\t上沙中学宿舍楼\t上沙县教育局\t460\t续建\n"
    assert not told(text).is_plan


def test_schools_that_carry_a_project_out_are_responsible() -> None:
    text = "2026年高校帮扶项目表\n序号\t项目名称\t建设内容\t实施高校\t完成时间\n"
    text += (
        "1\t果园提质\t改造低产果园300亩。\t省农业大学\t2026年底\n2\t村医培训\t培训村医80名。\t省医科大学\t2026年6月底\n"
    )
    assert [(unit.name, unit.role) for unit in told(text).units] == [("省农业大学", "lead"), ("省医科大学", "lead")]


def test_the_bodies_of_two_sides_stand_beside_those_that_help() -> None:
    rows = [
        ["序号", "工作事项", "责任单位", "", "", "完成时限"],
        ["", "", "东山方", "西山方", "协办", ""],
        ["1", "共建教师研修中心。", "东山市教育局", "西山市教育局", "东山学院", "6月底前"],
        ["2", "举办联合招聘会。", "东山市人社局", "西山市人社局", "团市委", "9月底前"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 1, 5)]
    units = documents.read(workbook(rows, merges), "台账.xlsx").units
    assert [(unit.name, unit.role) for unit in units[:3]] == [
        ("东山市教育局", "lead"),
        ("西山市教育局", "lead"),
        ("东山学院", "support"),
    ]
    assert len(units) == 6


def test_the_floor_space_of_a_building_is_a_figure_of_its_plan() -> None:
    text = "2026年教育建设项目计划表\n序号\t项目名称\t建设内容\t建筑面积（㎡）\t总投资（万元）\t责任单位\n"
    text += "1\t城西小学\t新建教学楼。\t5200\t1800\t县教育局\n2\t河东中学\t改造食堂。\t900\t260\t县教育局\n"
    figures = [(one.value, one.unit) for one in told(text).targets]
    assert figures == [(5200, "㎡"), (18_000_000, "元"), (900, "㎡"), (2_600_000, "元")]


def test_counts_have_the_unit_that_stands_beside_that_of_money() -> None:
    text = "2026年幼儿园建设项目表\n单位：万元、个\n序号\t项目名称\t建设内容\t总投资\t新增学位\t责任单位\n"
    text += "1\t东湖幼儿园\t新建园舍一栋。\t1200\t270\t区教育局\n2\t北苑幼儿园\t改造活动室。\t90\t60\t区教育局\n"
    figures = [(one.op, one.value, one.unit) for one in told(text).targets]
    assert figures == [("=", 12_000_000, "元"), ("+", 270, "个"), ("=", 900_000, "元"), ("+", 60, "个")]


def test_no_money_is_no_target() -> None:
    text = "2026年教育协作台账\n填报单位：联合办公室 单位：万元\n序号\t工作事项\t责任单位\t完成时限\t资金安排\n"
    text += "1\t互认教师学分。\t市教育局\t6月底前\t0\n2\t共建研修中心。\t市教育局\t9月底前\t80\n3\t开展联合教研。\t市教育局\t年底前\t25\n"
    assert [one.value for one in told(text).targets] == [800_000, 250_000]


def test_a_coefficient_is_a_figure_without_a_unit() -> None:
    text = "# 南屏区义务教育优质均衡实施方案\n\n一、主要任务\n\n1.实施集团化办学，小学、初中差异系数分别控制在0.50、0.45以内。\n"
    draft = documents.read(text.encode(), "方案.md")
    assert [(one.op, float(one.value), one.unit) for one in draft.targets] == [("<=", 0.5, ""), ("<=", 0.45, "")]


def test_the_second_sheet_and_the_second_annex_have_titles() -> None:
    text = "2026年教育帮扶任务清单\n序号\t任务内容\t责任单位\t完成时间\n1\t选派教师20名。\t市教育局\t6月底前\n"
    text += "2\t捐赠图书3000册。\t市教育局\t9月底前\n\n2026年教育帮扶重点项目表\n序号\t项目名称\t建设内容\t责任单位\n"
    text += "1\t云课堂\t建设同步课堂10间。\t市电教馆\n2\t书香\t配备图书角12个。\t市教育局\n附件2\n主要指标\n"
    text += "指标\t单位\t2025年\t2026年\n同步课堂覆盖率\t%\t60\t80\n骨干教师\t人\t12\t30\n"
    assert [one.title for one in told(text).outline] == [
        "2026年教育帮扶任务清单",
        "2026年教育帮扶重点项目表",
        "主要指标",
    ]


def test_how_many_schools_there_are_is_no_plan() -> None:
    text = "2025年各类学校统计表\n学校类别\t学校数（所）\t在校生数（人）\t教师（人）\t责任科室\n"
    text += "幼儿园\t120\t20800\t1630\t学前科\n小学\t86\t52000\t2810\t基教科\n初中\t24\t26800\t1240\t基教科\n"
    assert not told(text).is_plan


def test_what_a_cell_of_times_says_is_done_then() -> None:
    rows = [
        ["2026年教研改革推进表", "", "", ""],
        ["项目名称", "教研体系改革", "", ""],
        ["牵头单位", "县教师发展中心", "配合单位", "人事股"],
        ["主要举措", "组建学科教研基地9个。", "", ""],
        ["时间安排", "3月：制定改革方案。\n4—10月：组织实施试点。", "", ""],
    ]
    merges = [(0, 0, 0, 3), (1, 1, 1, 3), (3, 1, 3, 3), (4, 1, 4, 3)]
    draft = documents.read(workbook(rows, merges), "表.xlsx")
    assert tasks(draft) == ["组建学科教研基地9个。", "制定改革方案。", "组织实施试点。"]
    times = {item.text: [f"{one.start:%m}-{one.end:%m}" for one in item.deadlines] for item in draft.items}
    assert times["制定改革方案。"] == ["03-03"]
    assert times["组织实施试点。"] == ["04-10"]


def test_a_year_alone_heads_a_column_of_times_and_figures_are_no_tasks() -> None:
    text = "2026年学校建设任务表\n学校\t建设任务\t年度\t责任人\n石坝小学\t硬化操场。\t2026年\t周永\n高坪小学\t维修教学楼。\t2027年\t何平\n"
    assert tasks(told(text)) == ["硬化操场。", "维修教学楼。"]
    rows = [
        ["2026年学前教育任务分解表", "", "", ""],
        ["区县", "2026年任务", "", "责任单位"],
        ["", "新建园（所）", "新增学位（个）", ""],
        ["东城区", "5", "1350", "东城区人民政府"],
        ["南山县", "3", "1080", "南山县人民政府"],
    ]
    draft = documents.read(workbook(rows, [(0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 2, 3)]), "表.xlsx")
    assert tasks(draft) == []
    assert [int(one.value) for one in draft.targets] == [5, 1350, 3, 1080]


def test_two_bodies_part_where_the_second_begins_with_each() -> None:
    text = "2026年惠民清单\n序号\t重点任务\t配合单位\t完成时限\n1\t新建幼儿园2所。\t市财政局各县（市、区）人民政府\t8月底前\n"
    assert [unit.name for unit in told(text).units] == ["市财政局", "各县（市、区）人民政府"]


def test_who_filled_a_table_in_is_no_task_and_bodies_may_head_its_rows() -> None:
    text = "2026年协同育人清单\n主体\t职责任务\t时间要求\n区教育局\t建立联席会议制度。\t6月底前\n区妇联\t组织家庭教育进社区。\t长期坚持\n"
    draft = told(text + "填表人：王某　　审核人：刘某\n")
    assert tasks(draft) == ["建立联席会议制度。", "组织家庭教育进社区。"]
    assert [(unit.name, unit.role) for unit in draft.units] == [("区教育局", "lead"), ("区妇联", "lead")]


def test_money_from_several_sources_below_one_header() -> None:
    rows = [
        ["2026年园区建设资金计划表", "", "", "", "", ""],
        ["单位：万元", "", "", "", "", ""],
        ["序号", "项目", "建设内容", "资金来源", "", "实施单位"],
        ["", "", "", "财政资金", "社会资本", ""],
        ["1", "实训中心", "建设新能源实训区。", "600", "260", "园区管委会"],
        ["2", "人才公寓", "新建公寓一栋。", "140", "400", "园区管委会"],
    ]
    merges = [(0, 0, 0, 5), (1, 0, 1, 5), *((2, place, 3, place) for place in (0, 1, 2, 5)), (2, 3, 2, 4)]
    figures = [int(one.value) for one in documents.read(workbook(rows, merges), "表.xlsx").targets]
    assert figures == [6_000_000, 2_600_000, 1_400_000, 4_000_000]


def test_goals_year_by_year_begin_with_the_first_year_and_are_named_by_the_task() -> None:
    rows = [
        ["2026年特殊教育提升任务台账（2026—2027年）", "", "", "", ""],
        ["任务类别", "主要任务", "年度目标", "", "牵头部门"],
        ["", "", "2026年", "2027年", ""],
        ["普及", "残疾儿童入学率（%）", "96", "97以上", "省教育厅"],
        ["保障", "新建特教学校（所）", "2", "3", "省教育厅"],
    ]
    merges = [(0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)]
    found = documents.read(workbook(rows, merges), "台账.xlsx").targets
    assert [(one.op, int(one.value), one.unit) for one in found] == [
        ("=", 96, "%"),
        (">=", 97, "%"),
        ("=", 2, "所"),
        ("=", 3, "所"),
    ]


def test_who_urges_has_no_part_and_money_to_put_right_is_a_figure() -> None:
    text = "2026年隐患整改清单\n序号\t隐患\t整改措施\t整改资金（万元）\t整改责任单位\t督办单位\t整改期限\n"
    text += "1\t线路老化\t更换线路。\t28\t县二中\t县教育局\t7月底前\n2\t瓷砖脱落\t拆除瓷砖。\t45\t城关小学\t县教育局\t8月底前\n"
    draft = told(text)
    assert [unit.name for unit in draft.units] == ["县二中", "城关小学"]
    assert [int(one.value) for one in draft.targets] == [280_000, 450_000]


def test_every_sentence_of_a_cell_has_the_bodies_and_the_time_of_its_row() -> None:
    text = "2025年校舍安全任务台账\n序号\t重点任务\t责任单位\t完成时限\n"
    text += "1\t排查老旧校舍。建立安全档案。\t县教育局、县住建局\t6月底前\n2\t更换老化线路。\t县供电公司\t8月底前\n"
    items = [item for item in told(text).items if item.kind == "task"]
    assert [[unit.name for unit in item.units] for item in items] == [
        ["县教育局", "县住建局"],
        ["县教育局", "县住建局"],
        ["县供电公司"],
    ]
    assert [[str(one.end) for one in item.deadlines] for item in items] == [
        ["2025-06-30"],
        ["2025-06-30"],
        ["2025-08-31"],
    ]
    assert len(told(text).units) == 3, "each is found once, wherever it is said of several items"


def test_rows_that_share_a_cell_have_its_body_and_time() -> None:
    rows = [
        ["序号", "重点任务", "责任单位", "完成时限"],
        ["1", "修订评价办法。", "县教研室", "2025年6月底前"],
        ["2", "开展质量监测。", "", ""],
    ]
    draft = documents.read(workbook(rows, [(1, 2, 2, 2), (1, 3, 2, 3)]), "台账.xlsx")
    items = [item for item in draft.items if item.kind == "task"]
    assert [[unit.name for unit in item.units] for item in items] == [["县教研室"]] * 2
    assert [[str(one.end) for one in item.deadlines] for item in items] == [["2025-06-30"]] * 2


def test_what_is_found_wrong_sets_no_figures() -> None:
    text = "督查反馈问题整改台账\n问题序号\t反馈问题\t具体表现\t整改举措\t整改责任单位\t整改时限\n"
    text += "1\t教师缺编\t2023年缺教师96名。\t招聘教师70名。\t县人社局\t2024年8月底前\n"
    text += "2\t经费沉淀\t结余资金300万元。\t按月通报支出进度。\t县教育局\t2024年6月底前\n"
    draft = told(text)
    assert [(one.value, one.unit) for one in draft.targets] == [(70, "名")]
    assert [str(one.end) for one in draft.deadlines if one.end] == ["2024-08-31", "2024-06-30"]


def test_owners_of_building_projects_are_responsible() -> None:
    text = "2026年教育项目计划表\n序号\t项目名称\t建设内容\t起止年限\t项目业主\n"
    text += "1\t南苑小学\t新建教学楼。\t2025—2026\t市城投集团\n2\t北关中学\t改造食堂。\t2026\t北关中学\n"
    assert [(unit.name, unit.role) for unit in told(text).units] == [("市城投集团", "lead"), ("北关中学", "lead")]


def test_indicators_with_those_who_assess_hold_no_tasks() -> None:
    text = "2026年区县教育考核目标表\n考核维度\t考核指标\t单位\t权重\t2025年实际\t2026年目标\t考核部门\n"
    text += "优质均衡\t集团化办学覆盖率\t%\t6\t61\t72\t基础教育处\n普惠发展\t普惠园覆盖率\t%\t8\t88\t90\t学前教育处\n"
    draft = told(text)
    assert [one.value for one in draft.targets] == [72, 90]
    assert [item.text for item in draft.items if item.kind == "task"] == []


def test_the_title_of_a_second_table_below_a_note_is_a_heading() -> None:
    text = "2026年校地合作任务表\n序号\t任务内容\t责任高校\t完成时间\n1\t选派农技员40名。\t省农学院\t6月底前\n2\t举办研修班。\t省医学院\t9月底前\n"
    text += "注：进展每季更新。\n2026年校地合作项目表\n序号\t项目名称\t建设内容\t实施高校\t完成时间\n"
    text += "1\t茶园提质\t改造茶园500亩。\t省农学院\t11月底前\n2\t古村保护\t编制规划3个。\t省建筑学院\t12月底前\n"
    assert [heading.title for heading in told(text).outline] == ["2026年校地合作任务表", "2026年校地合作项目表"]


def test_a_calendar_says_what_is_arranged_for_whom() -> None:
    text = "2025学年第一学期教研安排表\n时间\t工作安排\t承办部门\t参加人员\n"
    text += "9月\t部署学期教研。\t教研室\t教研组长\n10月\t组织优质课展示9场。\t师训科\t骨干教师\n"
    draft = told(text)
    assert [item.text for item in draft.items] == ["部署学期教研。", "组织优质课展示9场。"]
    assert [(unit.name, unit.role) for unit in draft.units] == [("教研室", "lead"), ("师训科", "lead")]


def test_the_unit_in_the_brackets_of_a_title_is_that_of_the_money_below() -> None:
    text = "2026年教育投资项目计划（单位：万元）\n项目名称\t建设内容\t总投资\t2026年计划投资\t责任单位\n"
    text += "南湖高中\t新建教学楼。\t26800\t8000\t市教育局\n职教园\t建设实训楼。\t9300\t4100\t市职教集团\n"
    assert [one.value for one in told(text).targets] == [268_000_000, 80_000_000, 93_000_000, 41_000_000]


def test_indicators_that_somebody_answers_for_are_aimed_at() -> None:
    text = "青峰省教育发展主要指标分解表\n序号\t主要指标\t2024年\t2027年\t2030年\t牵头处室\n"
    text += "1\t学前毛入园率（%）\t92.8\t94\t96\t学前教育处\n2\t一流专业点（个）\t150\t170\t190\t高等教育处\n"
    draft = told(text)
    assert draft.is_plan
    assert [one.value for one in draft.targets] == [94, 96, 170, 190]


def test_work_told_year_by_year_stands_below_its_name() -> None:
    text = "教师队伍三年计划任务表（2026—2028年）\n任务\t2026年\t2027年\t2028年\t责任单位\n"
    text += "补充配备\t招聘教师90名。\t招聘教师80名。\t招聘教师70名。\t县人社局\n"
    text += "待遇保障\t建设宿舍60套。\t提高补贴标准。\t落实津贴。\t县财政局\n"
    assert sum(1 for item in told(text).items if item.kind in ("task", "measure")) == 6


def test_how_often_something_is_done_is_no_target() -> None:
    text = "校园安全责任清单\n工作任务\t责任部门\t工作频次\n检查消防器材。\t总务处\t每月1次\n开展心理筛查。\t德育处\t每学年2次\n"
    draft = told(text)
    assert draft.targets == ()
    assert [one.recurring for one in draft.deadlines] == ["monthly", "yearly"]
