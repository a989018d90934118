"""Whose a bracket or line is that only says who and when: what a reader would point at."""

from xietong import documents


def _who(draft: documents.Draft) -> dict[str, list[str]]:
    return {item.title: [unit.name for unit in item.units] for item in draft.items}


def test_a_line_below_each_task_is_that_of_the_task_and_of_its_whole_paragraph(draft: documents.Draft) -> None:
    """
    全市教育事业发展行动计划
    一、主要任务
    （一）加强队伍建设
    1.补充教师150名。
    责任单位：市人社局
    完成时限：2026年8月底前
    2.选派50名教师支教；培训校长80人次。
    责任单位：市财政局
    """
    assert _who(draft) == {
        "主要任务": [],
        "加强队伍建设": [],
        "补充教师150名": ["市人社局"],
        "选派50名教师支教": ["市财政局"],
        "培训校长80人次": ["市财政局"],
    }
    times = {item.title: [one.text for one in item.deadlines] for item in draft.items if item.deadlines}
    assert times == {"补充教师150名": ["2026年8月底前"]}


def test_a_bracket_is_that_of_its_paragraph_from_the_last_bracket_on(draft: documents.Draft) -> None:
    """
    全市教育事业发展行动计划
    一、主要任务
    （一）推进学校建设
    改建学校5所。（责任单位：市发展改革委）推进信息化建设。完善网络条件。（责任单位：市经信局）
    （二）促进健康成长
    开展体育活动，举办运动会。（责任单位：市体育局）
    开展心理健康教育。建立心理辅导室。（责任单位：市卫生健康委）
    """
    assert _who(draft) == {
        "主要任务": [],
        "推进学校建设": [],
        "改建学校5所": ["市发展改革委"],
        "推进信息化建设": ["市经信局"],
        "完善网络条件": ["市经信局"],
        "促进健康成长": [],
        "开展体育活动": ["市体育局"],
        "开展心理健康教育": ["市卫生健康委"],
        "建立心理辅导室": ["市卫生健康委"],
    }


def test_the_only_one_below_a_heading_behind_all_its_tasks_is_that_of_the_heading(draft: documents.Draft) -> None:
    """
    全市教育事业发展行动计划
    一、主要任务
    （一）推进学校建设。新建学校3所。改建学校5所。（责任单位：市教育局）
    （二）加强队伍建设
    1.补充教师150名。
    2.培训校长80人次。
    责任单位：市人社局
    （三）促进健康成长
    责任单位：市体育局
    开展体育活动。举办运动会。
    """
    assert {title: names for title, names in _who(draft).items() if names} == {
        "推进学校建设": ["市教育局"],
        "加强队伍建设": ["市人社局"],
        "促进健康成长": ["市体育局"],
    }


def test_figures_among_the_work_are_those_of_their_heading(draft: documents.Draft) -> None:
    """
    全市教育事业发展行动计划
    一、主要任务
    （一）加强队伍建设。招聘教师120名。轮岗交流比例达到10%，其中骨干教师不低于20%。
    （二）发展高中教育。与邻市签订帮扶协议。
    """
    held = {item.title: [(one.indicator, one.value) for one in item.targets] for item in draft.items if item.targets}
    assert held == {"加强队伍建设": [("轮岗交流比例", 10), ("骨干教师", 20)], "招聘教师120名": [("招聘教师", 120)]}


def test_who_answers_for_figures_answers_for_their_heading() -> None:
    draft = documents.read(
        (
            "青溪区优质均衡创建方案\n一、指标任务\n（一）资源配置\n◆生均教学用房面积：小学、初中分别达到4.5平方米、5.8平方米。\n"
            "牵头单位：区教委\n（二）师资配备\n1.补充教师200名。\n责任单位：区人社局\n"
        ).encode(),
        "方案.txt",
    )
    titles = {item.id: item.title for item in draft.items}
    assert [(unit.name, titles[unit.item or ""]) for unit in draft.units] == [
        ("区教委", "资源配置"),
        ("区人社局", "补充教师200名"),
    ]
    assert {titles[target.item or ""] for target in draft.targets} == {"资源配置", "补充教师200名"}
