"""Habits of long plans of regions, provinces and districts that nobody had shown the engine; written anew."""

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def test_who_is_to_act_at_a_time_is_called_on(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    各校自9月起开设劳动课。江北新区、来溪县分别于3月底前提交方案。
    两地公安、市场监管、城管部门每季度联合检查一次。
    工作组按月调度。完善各校每年预算。
    """
    assert [name for name, role in roles(draft) if role == "mentioned"] == [
        "各校",
        "江北新区",
        "来溪县",
        "两地公安",
        "市场监管",
        "城管部门",
        "工作组",
    ]


def test_a_year_that_a_plan_is_drawn_up_by_rules_no_months(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    按照2040年人口预测，编制布局规划，6月形成初稿。
    在2030年试点基础上，8月底前全面推开。根据2031年预算，5月底前完成采购。
    """
    assert [str(one.end) for one in draft.deadlines] == ["2031-06-30", "2031-08-31", "2031-05-31"]


def test_a_year_between_who_acts_and_what_is_done_is_a_time(draft: documents.Draft) -> None:
    """
    青溪市教育强市建设实施方案
    一、重点工作
    市级财政2032年安排专项经费300万元。落实2031年安排意见。各校2033年均建成智慧教室。
    """
    assert [one.text for one in draft.deadlines] == ["2032年", "2033年"]


def test_what_stands_already_is_no_past_of_what_is_to_come(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    在2030年已共建16所的基础上，新增共建学校9所，其中山区不少于4所。
    互派教师60名，跟岗时间不少于一学年，每人授课不少于三节，每学期联合开展教研1次。
    三年新增学位9万个、撤并教学点70个。
    """
    assert [(one.op, one.text) for one in draft.targets] == [
        ("+", "9所"),
        (">=", "4所"),
        ("=", "60名"),
        (">=", "一学年"),
        (">=", "三节"),
        ("+", "9万个"),
        ("=", "70个"),
    ]


def test_what_is_paid_to_those_trained_makes_their_number_no_condition(draft: documents.Draft) -> None:
    """
    青溪市技能人才行动计划
    一、重点任务
    支持200名骨干赴外研修，500名技师参加本地培训，对参加培训的人员给予一定补贴。
    三年内市县两级引进700名具有博士学位的青年人才。
    """
    assert [one.text for one in draft.targets] == ["200名", "500名", "700名"]
    assert len(tasks(draft)) == 2


def test_a_name_with_a_number_heads_its_section(draft: documents.Draft) -> None:
    """
    青溪市技能人才行动计划
    一、重点任务
    1.121人才梯队项目。培养后备人才。
    2.培养名师30名。健全选拔办法。
    """
    assert [heading.title for heading in draft.outline[2:]] == ["121人才梯队项目"]
    assert tasks(draft) == ["培养后备人才。", "培养名师30名。", "健全选拔办法。"]


def test_a_sentence_of_deeds_that_leads_in_to_more_is_a_task(draft: documents.Draft) -> None:
    """
    青溪市技能人才行动计划
    一、重点任务
    （一）产业人才行动。围绕主导产业，重点培养一批企业家，大力引进一批急需人才，实施如下项目：
    1.名匠项目。遴选名匠。
    （二）文化人才行动。坚持分类施策，重点实施以下项目：
    2.名家项目。遴选名家。
    """
    assert [task[:6] for task in tasks(draft)] == ["围绕主导产业", "遴选名匠。", "遴选名家。"]


def test_marks_that_a_font_has_among_other_letters_are_marks(draft: documents.Draft) -> None:
    """
    甲省青溪市、乙省白河市教育协作方案
    一、总体要求
    ( 一) 依据ꎮ 落实«甲乙毗邻地区发展规划»ꎬ共建示范区ꎮ
    二、重点任务
    ( 二) 教育协作ꎮ 共建名校联盟3 个ꎻ互派教师60 名ꎮ （牵头单位﹕青溪市教育局﹔配合单位︰白河市教育局）
    """
    assert [heading.title for heading in draft.outline[1:]] == ["总体要求", "依据", "重点任务", "教育协作"]
    assert tasks(draft)[-2:] == ["共建名校联盟3 个；", "互派教师60 名。"]
    assert [basis.title for basis in draft.basis] == ["甲乙毗邻地区发展规划"]
    assert roles(draft)[-2:] == [("青溪市教育局", "lead"), ("白河市教育局", "support")]


def test_letters_of_yi_stay_what_they_are() -> None:
    text = documents.read("凉山教育工作要点 ꆈꌠꉙꎬꎮꃀ\n一、重点工作\n新建学校3所。".encode(), "工作要点.txt").text
    assert "ꆈꌠꉙꎬꎮꃀ" in text


def test_sides_support_where_one_of_their_line_is_marked_as_leading(draft: documents.Draft) -> None:
    """
    万溪白河统筹发展示范区建设领导小组办公室
    关于印发《示范区教育协同2031年度重点任务》的通知
    请各责任单位于每季度末月20日前报送进展。
    2031年3月8日
    示范区教育协同2031年度重点任务
    根据《示范区建设总体方案》，制定2031年度重点任务。
    一、重点任务
    1.编制专项规划。开展调研。
    责任单位　渝方：青州区教委　川方：白河市教育局（牵头）
    2.共建联盟。青州二中、白河中学各牵头组建联盟1个。
    """
    assert roles(draft) == [
        ("万溪白河统筹发展示范区建设领导小组办公室", "issuer"),
        ("各责任单位", "mentioned"),
        ("青州区教委", "support"),
        ("白河市教育局", "lead"),
        ("青州二中", "lead"),
        ("白河中学", "lead"),
    ]
    assert tasks(draft)[0] == "请各责任单位于每季度末月20日前报送进展。"
    assert "根据" not in "".join(tasks(draft))


def test_how_everything_is_to_stand_is_no_task(draft: documents.Draft) -> None:
    """
    青溪市2031年重点工作安排
    一、民生实事
    1.医疗卫生方面。七十周岁以上老人意外伤害保险全覆盖。各校门诊报销待遇无差别。
    2.教育方面。推进课后服务全覆盖。今年对直属学校督导实现全覆盖。
    """
    assert tasks(draft) == ["推进课后服务全覆盖。", "今年对直属学校督导实现全覆盖。"]
