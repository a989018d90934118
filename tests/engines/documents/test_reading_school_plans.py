"""Habits of action plans of schools and their authorities, met in texts that nobody had shown the engine."""

from tests.engines.documents.test_reading_real_habits import tasks, titles
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def test_whoever_a_clause_opens_with_is_given_what_it_says(draft: documents.Draft) -> None:
    """
    松江县学前教育提升行动计划（2023—2025年）
    一、重点任务
    （一）优化布局。2024年6月底前，各乡镇（街道）确定布点名单；县教研室每周开展一次教研活动。
    （二）均衡师资。市、县两级教育行政部门建立编制周转池，县区2024年9月底前配齐教师。
    （三）规范管理。各园收费标准由集体商定，各幼儿园建设标准不得降低。支持省级示范园培育对象30个。
    （四）保障投入。县财政局每三年调整一次补助，经费报县审计局备案。
    """
    assert roles(draft) == [
        ("各乡镇（街道）", "mentioned"),
        ("县教研室", "mentioned"),
        ("市、县两级教育行政部门", "mentioned"),
        ("县区", "mentioned"),
        ("县财政局", "mentioned"),
    ]


def test_those_who_are_joined_have_a_duty_and_support_a_leader(draft: documents.Draft) -> None:
    """
    松江县校园安全行动计划（2023—2025年）
    一、重点任务
    （一）联合整治。县教育局要联合县公安局、县市场监管局开展专项整治。
    （二）成本调查。县发展改革局会同县教育局、县财政局每三年开展一次成本调查。
    （三）食品安全。由县教育局牵头，会同县卫健局、县市场监管局排查食堂隐患。
    """
    assert roles(draft) == [
        ("县教育局", "mentioned"),
        ("县公安局", "mentioned"),
        ("县市场监管局", "mentioned"),
        ("县发展改革局", "mentioned"),
        ("县教育局", "mentioned"),
        ("县财政局", "mentioned"),
        ("县教育局", "lead"),
        ("县卫健局", "support"),
        ("县市场监管局", "support"),
    ]


def test_a_bracket_of_all_the_schools_of_a_kind_says_who_acts(draft: documents.Draft) -> None:
    """
    松江市职业教育提质行动计划（2023—2025年）
    一、重点任务
    （一）深化教学改革。开发活页式教材60部。（各高等职业院校、各中等职业学校）
    """
    assert roles(draft) == [("各高等职业院校", "lead"), ("各中等职业学校", "lead")]


def test_months_head_what_is_numbered_below_them_and_say_when(draft: documents.Draft) -> None:
    """
    青石镇中心小学2023年下半年工作计划
    一、月度安排
    九月：
    1.举行开学典礼。
    2.制定教研组计划。
    十二月份
    1.开展期末复习。
    2.评选文明班级。
    """
    assert titles(draft)[1:] == ["月度安排", "九月", "十二月份"]
    assert [str(one.end) for one in draft.deadlines] == ["2023-09-30", "2023-12-31"]
    assert len(tasks(draft)) == 4


def test_months_of_every_year_are_one_recurrence(draft: documents.Draft) -> None:
    """
    松江区特殊教育实施方案（2023—2025年）
    一、主要措施
    1.每年4月—5月开展入学评估。
    2.每年6月1日至10日公布安置结果。
    """
    assert [(one.text, one.start, one.end) for one in draft.deadlines] == [
        ("每年4月—5月", None, None),
        ("每年6月1日至10日", None, None),
    ]


def test_blanks_a_line_apart_were_breaks(draft: documents.Draft) -> None:
    """
    青溪县教育优质均衡发展创建实施方案
    一、指导思想
    以立德树人为根本任务，按照统一规划、分类指导、分步推进的要求，缩 小城乡之间、学校之间的差距，办好每一所家门口的学校，不断增强全县 人民群众对教育的获得感，推动教育现代化。
    二、创建任务
    （一）统筹全县中小学布局，新建城区学校，改造农村薄弱学校和寄宿制学 校，严格控制班额，切实消除城镇学校大班额。（责任单位：县教体 局、县财政局）
    （二）健全教师补充机制，足额配备音乐、体育、美术和信息技术等学科的 教师，推行集团内部教师走教制度，加强校长交流轮岗，由县教育体育 局每年公布名单。（责任单位：县教体局、县委编办、县人力资源社会保障 局）
    """
    assert roles(draft) == [
        ("县教体局", "lead"),
        ("县财政局", "lead"),
        ("县教育体育局", "mentioned"),
        ("县教体局", "lead"),
        ("县委编办", "lead"),
        ("县人力资源社会保障局", "lead"),
    ]
    assert "缩小城乡" in draft.text


def test_the_day_and_the_name_of_a_site_are_no_title(draft: documents.Draft) -> None:
    """
    松江县人民政府门户网站
    今天是2024年5月20日 星期一 无障碍浏览 长者模式
    松江县教育体育局等四部门关于印发《松江县普通高中提升计划》的通知
    各普通高中：
    现将计划印发给你们，请遵照执行。
    松江县教育体育局
    2023年3月1日
    松江县普通高中提升计划
    一、重点任务
    补充专任教师45名。县政府教育督导委员会办公室把教师补充纳入年度评价。
    """
    assert titles(draft)[:2] == [
        "松江县教育体育局等四部门关于印发《松江县普通高中提升计划》的通知",
        "松江县普通高中提升计划",
    ]
    assert draft.source.issuers == ("松江县教育体育局",)
    assert roles(draft)[-1] == ("县政府教育督导委员会办公室", "mentioned")


def test_a_university_counts_disciplines_and_names_its_offices(draft: documents.Draft) -> None:
    """
    青溪大学一流学科建设2024年工作要点
    一、主要任务
    1.建强学科。新增ESI前1%学科2个，1‰学科实现突破。〔牵头单位：实验室与设备管理处、国际合作与交流处；参与单位：各学院（部）〕
    """
    assert [(one.op, int(one.value)) for one in draft.targets] == [("+", 2)]
    assert roles(draft) == [
        ("实验室与设备管理处", "lead"),
        ("国际合作与交流处", "lead"),
        ("各学院（部）", "support"),
    ]


def test_what_is_to_be_built_in_so_many_years_is_a_task_among_aims(draft: documents.Draft) -> None:
    """
    青溪市学前教育行动计划（2017—2020年）
    一、主要目标
    1.入园率达到92%以上。
    2.2017至2020年，全市新建幼儿园120所。
    3.三年内改造农村小学附设园45所。
    二、重点任务
    制定布局规划。
    """
    assert tasks(draft) == ["2017至2020年，全市新建幼儿园120所。", "三年内改造农村小学附设园45所。", "制定布局规划。"]
    assert [item.number for item in draft.items if item.text.startswith("2017")] == ["2."]


def test_a_section_of_bases_lists_them_and_one_of_purposes_no_tasks(draft: documents.Draft) -> None:
    """
    松江县教育发展实施方案（2023—2025年）
    一、编制依据
    1.《松江省学前教育条例》
    2.县委、县政府《关于深化教育改革的意见》。
    3.松江县教育事业发展规划。
    二、工作目的
    1.充实学校教学设备。
    三、重点任务
    1.新建学校3所。
    """
    assert [one.title for one in draft.basis] == [
        "松江省学前教育条例",
        "关于深化教育改革的意见",
        "松江县教育事业发展规划",
    ]
    assert tasks(draft) == ["新建学校3所。"]


def test_parties_to_an_agreement_have_the_duties_it_gives_them(draft: documents.Draft) -> None:
    """
    青溪市教育局 江陵师范学院教育合作协议
    甲方：青溪市教育局
    乙方：江陵师范学院
    经双方友好协商，达成如下协议。
    一、合作内容
    （一）共建附属学校。甲方负责提供校舍，乙方选派管理团队。
    （二）实习支教。由乙方选派师范生100名，双方成立合作小组。
    二、合作期限
    本协议有效期三年，自2023年6月1日起至2026年5月31日止。
    """
    assert roles(draft)[2:] == [
        ("甲方", "lead"),
        ("乙方", "mentioned"),
        ("乙方", "mentioned"),
        ("双方", "mentioned"),
    ]
    assert draft.plan is not None
    assert (str(draft.plan.start), str(draft.plan.end)) == ("2023-06-01", "2026-05-31")


def test_years_of_three_digits_alone_are_counted_from_1912(draft: documents.Draft) -> None:
    """
    南湖縣113年度推動數位學習實施計畫
    壹、依據
    一、南湖縣教育中程發展計畫。
    貳、目的
    一、充實學校設備。
    參、辦理單位
    一、指導單位：教育部
    二、主辦單位：南湖縣政府教育處
    肆、實施內容
    一、113年6月30日前完成62所學校設備更新。
    伍、本計畫奉核定後實施，修正時亦同。
    """
    assert titles(draft)[1:5] == ["依據", "目的", "辦理單位", "實施內容"]
    assert [str(one.end) for one in draft.deadlines] == ["2024-06-30"]
    assert tasks(draft) == ["113年6月30日前完成62所學校設備更新。"]
    assert roles(draft) == [("教育部", "support"), ("南湖縣政府教育處", "lead")]


def test_offices_of_a_school_stand_in_brackets_and_a_place_of_work_does_not(draft: documents.Draft) -> None:
    """
    青石中学落实减负工作方案
    【工作目标】
    家长满意度达到95%以上。
    【具体措施】
    1.公布作业总量。（教导处、德育处）
    2.开放运动场馆。（总务处、体育组）
    3.开展食堂检查。（安全科、后勤中心，9月底前）
    4.各年级按课程标准制定作业计划，报创建办（设在教导处）。
    5.学校督查组每月检查一次。
    """
    assert [name for name, role in roles(draft) if role == "lead"] == [
        *("教导处", "德育处", "总务处", "体育组", "安全科", "后勤中心"),
    ]
    assert ("学校督查组", "mentioned") in roles(draft)
    assert [int(one.value) for one in draft.targets] == [95]
