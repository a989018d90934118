"""Habits of plans of schools and their authorities as they are copied, scanned and printed."""

from tests.engines.documents.test_reading_real_habits import tasks, titles
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def figures(draft: documents.Draft) -> list[tuple[str, float, str]]:
    return [(one.op, float(one.value), one.unit) for one in draft.targets]


def ends(draft: documents.Draft) -> list[str]:
    return [str(one.end) for one in draft.deadlines]


def test_letters_that_a_scanner_took_for_digits_are_digits(draft: documents.Draft) -> None:
    """
    石桥县教育局文件
    石桥县校舍改造工作方案
    一、主要任务
    （一）改造校舍。2O24年9月底前改造校舍l2栋、l.5万平方米。
    （二）配备设备。到二0二五年，投入资金3OO万元，开展O2O教学，配备率达到l00%。
    石桥县教育局
    二O二三年三月六日
    """
    assert figures(draft) == [("=", 12, "栋"), ("=", 15000, "平方米"), ("=", 3_000_000, "元"), ("=", 100, "%")]
    assert ends(draft) == ["2024-09-30", "2025-12-31"]
    assert draft.targets[0].text == "l2栋"
    assert draft.source.issuers == ("石桥县教育局",)


def test_a_number_before_a_date_is_a_number_and_two_months_in_a_row_are_none(draft: documents.Draft) -> None:
    """
    石桥镇中心小学2023年工作计划
    一、主要工作
    1、10月15日前完成隐患排查。
    2、11月底前举行运动会。
    3、9、10月份开展读书活动。
    4、2024年1月前做好总结。
    """
    assert [item.number for item in draft.items if item.kind == "task"] == ["1.", "2.", "3.", "4."]
    assert ends(draft) == ["2023-10-15", "2023-11-30", "2023-10-31", "2023-12-31"]


def test_several_months_head_what_is_done_in_them(draft: documents.Draft) -> None:
    """
    石桥镇中心小学2023年工作安排
    一、每月安排
    九月至十月：
    1.做好新生入学工作。
    十二月至元月：
    1.组织期末复习。
    """
    assert titles(draft)[2:] == ["九月至十月", "十二月至元月"]
    assert ends(draft) == ["2023-10-31", "2024-01-31"]


def test_village_schools_and_centres_are_bodies_and_rooms_are_none(draft: documents.Draft) -> None:
    """
    石桥县教育质量提升方案（2023—2025年）
    一、主要任务
    （一）规范管理。各村小、教学点要坚持每周升旗。
    （二）配齐设备。每间专用教室按5万元标准配备设备。
    （三）加强监测。教育质量监测中心负责数据采集。
    """
    assert roles(draft) == [
        *(("各村小", "mentioned"), ("教学点", "mentioned")),
        ("教育质量监测中心", "lead"),
    ]
    assert figures(draft) == [("=", 50_000, "元")]


def test_a_foreign_name_behind_a_title_belongs_to_it(draft: documents.Draft) -> None:
    """
    石桥县特殊教育行动计划（2023—2025年）
    一、主要任务
    （一）推进融合教育（Inclusive Education）。建立资源教室，配备巡回教师。
    （二）加强保障（10分）。落实特教津贴，提高公用经费。
    """
    assert titles(draft)[2:] == ["推进融合教育（Inclusive Education）", "加强保障"]
    assert len(tasks(draft)) == 2


def test_months_below_a_heading_part_what_is_done_in_them_without_numbers(draft: documents.Draft) -> None:
    """
    石桥幼儿园2024年春季学期工作计划
    一、情况分析
    现有6个班，幼儿180名。
    二、逐月安排
    三月份
    做好开学准备。
    举行家长会。
    四月份
    组织植树活动。
    """
    assert titles(draft)[1:] == ["情况分析", "逐月安排", "三月份", "四月份"]
    assert tasks(draft) == ["做好开学准备。", "举行家长会。", "组织植树活动。"]
    assert all(item.confidence > 0.9 for item in draft.items)
    assert not draft.targets


def test_a_theme_is_no_guiding_thought_and_a_place_in_a_ranking_no_figure(draft: documents.Draft) -> None:
    """
    石桥大学国际化行动计划（2023—2025年）
    一、主要任务
    1.以“自主游戏”为主题开展公开课展示12节。
    2.新增世界排名前200的合作高校10所。
    """
    assert len(tasks(draft)) == 2
    assert figures(draft) == [("=", 12, "节"), ("+", 10, "所")]


def test_central_schools_of_a_town_act_and_offices_put_right(draft: documents.Draft) -> None:
    """
    石桥镇幼小衔接工作方案（2023—2025年）
    一、主要任务
    1.镇中心小学、镇中心幼儿园每月开展一次联合教研。
    2.对问题突出的幼儿园，由镇教育办限期整改。
    3.中班组5月份开展参观活动。
    """
    assert roles(draft) == [
        *(("镇中心小学", "mentioned"), ("镇中心幼儿园", "mentioned")),
        *(("镇教育办", "mentioned"), ("中班组", "mentioned")),
    ]


def test_a_label_in_brackets_says_whose_the_tasks_above_it_are(draft: documents.Draft) -> None:
    """
    石桥区优质均衡创建方案（2022—2026年）
    [导读] 均衡教育，我们在行动。
    一、创建任务
    ◆优化学校布局
    【推进措施】①编制布局专项规划。②落实“净地”移交。
    【责任分工】区自然资源分局、区教育局
    ◆均衡师资配置
    【推进措施】①组建名师工作室50个。
    【责任分工】牵头：区教育局；配合：区委编办
    """
    assert roles(draft) == [
        *(("区自然资源分局", "lead"), ("区教育局", "lead")),
        *(("区教育局", "lead"), ("区委编办", "support")),
    ]
    assert [task.rpartition("①")[2] for task in tasks(draft)] == [
        *("编制布局专项规划。", "落实“净地”移交。"),
        "组建名师工作室50个。",
    ]


def test_the_tab_of_a_browser_and_the_index_card_are_no_title(draft: documents.Draft) -> None:
    """
    关于加强中小学科学教育的通知-石桥市教育局门户网站
    标 题：石桥市科学教育行动方案
    石桥市科学教育行动方案
    一、主要任务
    1．开放实验室。省级教育行政部门会同科协组织、科技部门编制资源清单。
    """
    assert titles(draft)[0] == "石桥市科学教育行动方案"
    assert [name for name, _ in roles(draft)] == ["省级教育行政部门", "科协组织", "科技部门"]


def test_who_is_addressed_and_told_to_carry_out_a_plan_has_no_task_yet(draft: documents.Draft) -> None:
    """
    石桥市学校美育行动计划（2023—2025年）
    各县区教体局、市直各学校：根据上级要求，现制定全市学校美育行动计划，请抓好落实。
    一、重点行动
    1.开展艺术展演。
    二、组织保障　各县区教体局要明确责任科室，市政府督查室要对重点项目跟踪督办。
    各校主要负责人是第一责任人。
    """
    assert tasks(draft) == [
        "开展艺术展演。",
        "各县区教体局要明确责任科室，市政府督查室要对重点项目跟踪督办。",
    ]
    assert roles(draft) == [("各县区教体局", "mentioned"), ("市政府督查室", "mentioned")]


def test_a_report_of_a_school_on_itself_is_no_plan(draft: documents.Draft) -> None:
    """
    石桥中学2023年度办学质量自评报告
    一、主要工作
    1.深化课堂改革。开设校本课程32门，承办教研活动6次。
    2.加强队伍建设。新增市级骨干教师9名。
    二、改进方向
    学校将进一步优化师资结构。
    """
    assert not draft.is_plan


def test_aims_by_a_year_among_the_general_demands_are_aims(draft: documents.Draft) -> None:
    """
    石桥省人工智能赋能高等教育实施方案
    一、总体要求
    全面贯彻党的教育方针，坚持应用为王。到2027年，增设相关专业20个左右，全面推进智慧校园建设。
    二、重点任务
    （一）建设智慧校园。加快校园网络升级。
    民办学校收费高出免除水平的部分，学校可以按规定继续收取。
    """
    assert tasks(draft) == ["到2027年，增设相关专业20个左右，全面推进智慧校园建设。", "加快校园网络升级。"]
