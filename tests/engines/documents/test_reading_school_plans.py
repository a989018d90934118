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
