"""Tables whose cells stand on lines of their own, as pages are copied: without numbers, with headers in two rows."""

from xietong import documents


def read(title: str, *lines: str) -> documents.Draft:
    """Return the draft of a title and of cells, each on a line of its own, a blank parting them."""
    return documents.read("\n\n".join([title, *" ".join(lines).split()]).encode(), "表.txt")


def units(draft: documents.Draft) -> list[tuple[str, str]]:
    return [(unit.name, str(unit.role)) for unit in draft.units]


def tasks(draft: documents.Draft) -> list[str]:
    return [item.text for item in draft.items if item.kind in ("task", "measure")]


def test_rows_without_numbers_begin_where_the_order_of_the_columns_does() -> None:
    draft = read(
        "青岭县校园安全整治分工表",
        "整治环节 工作任务 责任部门 配合部门 完成时限",
        "排查 逐校排查燃气管线。 县住建局 县教育局 2025年4月底前",
        "更换老旧阀门120个。 县城管局 县教育局 2025年6月底前",
        "巩固 建立月检制度。 县教育局 各学校 长期坚持",
    )
    assert tasks(draft) == ["逐校排查燃气管线。", "更换老旧阀门120个。", "建立月检制度。"]
    assert units(draft)[2:] == [
        ("县城管局", "lead"),
        ("县教育局", "support"),
        ("县教育局", "lead"),
        ("各学校", "support"),
    ]
    assert [(str(one.end), one.recurring) for one in draft.deadlines] == [
        ("2025-04-30", None),
        ("2025-06-30", None),
        ("None", "ongoing"),
    ]


def test_the_lower_names_of_a_header_go_below_the_one_that_makes_the_rows_fit() -> None:
    draft = read(
        "2026年惠学实事清单",
        "实事名称 建设任务 分工安排 办结时间 分管领导 主办单位 协办单位",
        "暖冬工程 改造教室取暖设备40套。 李岚 区教育局 区财政局 10月底",
        "书香工程 新建图书角90个。 王宁 区教育局 区文旅局、各街道办事处 11月底",
    )
    assert units(draft) == [
        ("区教育局", "lead"),
        ("区财政局", "support"),
        ("区教育局", "lead"),
        ("区文旅局", "support"),
        ("各街道办事处", "support"),
    ]
    assert [(one.value, one.unit) for one in draft.targets] == [(40, "套"), (90, "个")]


def test_several_bodies_of_one_cell_may_stand_on_lines_of_their_own() -> None:
    draft = read(
        "2024年重点实事任务分解表",
        "序号 民生实事 责任单位 完成时限",
        "1 启动城南初中建设。 县教体局 县代建中心 12月底前",
        "2 迁建县少年宫。 团县委 县住建局 10月投入使用",
        "3 开工建设青少年活动中心。 县教体局 5月底前动工",
    )
    assert tasks(draft) == ["启动城南初中建设。", "迁建县少年宫。", "开工建设青少年活动中心。"]
    assert [name for name, _ in units(draft)] == ["县教体局", "县代建中心", "团县委", "县住建局", "县教体局"]


def test_a_table_of_indicators_with_bodies_has_targets_in_its_columns_of_the_future() -> None:
    draft = read(
        "“十四五”教育监测指标",
        "一级指标 二级指标 计量单位 2020年基期值 2025年目标值 指标属性 责任处室",
        "普及 学前毛入园率 % 87.2 92 预期性 学前处",
        "巩固率 % 95.1 ≥97 约束性 基教处",
        "质量 培训教师 万人次 2 3 预期性 教师处",
    )
    assert [(one.op, one.value, one.unit) for one in draft.targets] == [
        ("=", 92, "%"),
        (">=", 97, "%"),
        ("=", 30000, "人次"),
    ]
    assert draft.deadlines == ()


def test_figures_of_one_cell_for_several_names_are_rows_of_their_own() -> None:
    draft = read(
        "“十四五”教育规划主要指标",
        "指标 2020年 2025年 属性",
        "1.毛入园率（%） 90 95 预期性",
        "2.本科及以上教师比例（%） 其中：小学 初中 60 85 75以上 92 预期性",
    )
    assert [(one.op, one.value) for one in draft.targets] == [("=", 95), (">=", 75), ("=", 92)]


def test_a_note_and_a_second_table_end_a_table() -> None:
    draft = read(
        "2025年校地合作任务表",
        "序号 任务内容 责任高校 完成时间 1 选派农技人员60名驻村。 省农业大学 6月底前 2 举办村医研修班。 省医学院 9月底前",
        "注：进展情况每季更新。 2025年校地合作项目表 序号 项目名称 建设内容 实施高校 投入资金（万元） 完成时间",
        "1 茶园提质 改造茶园800亩。 省农业大学 60 11月底前 2 村落保护 编制保护规划3个。 省建筑大学 45 12月底前",
    )
    assert len(tasks(draft)) == 4
    assert [one.value for one in draft.targets if one.unit == "元"] == [600_000, 450_000]


def test_short_lines_that_are_no_table_stay_lines() -> None:
    draft = read("关于做好春季开学工作的通知", "工作任务 责任单位 完成时限 各学校要开展安全检查。 区教育局要加强督导。")
    assert "\t" not in draft.text


def test_counts_below_the_unit_of_a_wide_name_are_targets() -> None:
    draft = read(
        "2026年新增学位任务分解表",
        "区县 新增学位任务（个） 责任单位 完成时限 幼儿园 小学 初中",
        "北塔区 300 900 450 北塔区人民政府 8月底前",
        "南浦县 180 540 270 南浦县人民政府 8月底前",
    )
    assert [one.value for one in draft.targets] == [300, 900, 450, 180, 540, 270]


def test_sections_and_their_numbers_may_stand_on_two_lines() -> None:
    draft = read(
        "特教提升项目清单",
        "序号 项目名称 建设内容 实施年限 责任单位",
        "一 校舍建设 1 启智学校 迁建校舍9000平方米。 2026—2027年 县人民政府",
        "二 资源教室 2 随班就读 建设资源教室20间。 2026年 县教育局",
    )
    assert [heading.title for heading in draft.outline[1:]] == ["校舍建设", "资源教室"]
    assert tasks(draft) == ["迁建校舍9000平方米。", "建设资源教室20间。"]
