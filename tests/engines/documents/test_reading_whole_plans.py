"""Habits of whole plans of education that blind rounds showed, written anew: what a user sees first, times, figures."""

from datetime import date

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def _figures(draft: documents.Draft) -> list[tuple[str, str]]:
    return [(target.op, target.text) for target in draft.targets]


def _times(draft: documents.Draft) -> list[tuple[str, date | None, date | None]]:
    return [(one.text, one.start, one.end) for one in draft.deadlines]


def test_the_plan_bears_its_whole_title_where_the_notice_cuts_it_short(draft: documents.Draft) -> None:
    """
    栖山省人民政府关于印发加快建设职业教育强省若干措施的通知
    各市、县（市、区）人民政府：
    现将《栖山省加快建设职业教育强省若干措施》印发给你们，请认真贯彻执行。
    栖山省人民政府
    2022年5月20日
    栖山省加快建设职业教育强省若干措施
    为加快建设职业教育强省，到2026年，力争高职院校在校生达到60万人，特制定如下措施。
    一、支持高职院校扩建校区，新增学位3万个。
    """
    assert draft.plan is not None
    assert draft.plan.title == "栖山省加快建设职业教育强省若干措施"
    assert draft.plan.end == date(2026, 12, 31)  # set above the work, and by nothing that is called an aim


def test_a_province_or_city_is_no_district_whose_name_it_begins_with(draft: documents.Draft) -> None:
    """
    关于印发2024年教育工作要点的通知
    各县教育局：
    现将要点印发给你们。
    江北市教育局
    抚顺县教育局
    广西自治区教育厅
    2024年2月20日
    """
    assert draft.source.issuers == ("江北市教育局", "抚顺县教育局", "广西壮族自治区教育厅")


def test_a_year_beside_another_is_a_time_of_the_same_act(draft: documents.Draft) -> None:
    """
    栖山省“十四五”教育发展规划
    一、强化监测
    组织开展年度监测、2023年中期评估和2025年终期评估，结果向社会公布。
    """
    assert _times(draft) == [
        ("2023年", date(2023, 1, 1), date(2023, 12, 31)),
        ("2025年", date(2025, 1, 1), date(2025, 12, 31)),
    ]


def test_what_is_given_to_each_is_no_aim_however_it_is_worded(draft: documents.Draft) -> None:
    """
    栖山市引进教育人才实施方案
    一、支持政策
    引进名校长10名，给予每人不低于50万元的经费支持。对新建的名师工作室，予以每个工作室5万元建设经费。
    """
    assert _figures(draft) == [("=", "10名")]


def test_what_a_number_is_brought_down_from_is_no_aim(draft: documents.Draft) -> None:
    """
    栖山省现代职业教育体系建设规划
    一、优化布局
    推动中等职业学校由208所调减至150所左右，将校均规模从1200人调增到2000人。
    """
    assert _figures(draft) == [("=", "150所左右"), ("=", "2000人")]


def test_how_often_something_takes_place_is_no_figure(draft: documents.Draft) -> None:
    """
    栖山市2024年教育工作要点
    一、守牢底线
    各校每月至少开展1次应急疏散演练，每学期至少组织一次家访。
    """
    assert _figures(draft) == []


def test_groups_that_hold_something_against_a_norm_are_called_on(draft: documents.Draft) -> None:
    """
    栖山县义务教育优质均衡发展创建方案
    一、实施步骤
    各有关部门、各学校对照标准逐项整改。
    """
    assert tasks(draft) == ["各有关部门、各学校对照标准逐项整改。"]
    assert roles(draft) == [("各有关部门", "mentioned"), ("各学校", "mentioned")]


def test_a_section_of_standards_sets_figures_and_no_work(draft: documents.Draft) -> None:
    """
    栖山县义务教育优质均衡发展创建方案
    一、创建标准
    每百名学生拥有网络教室数，小学、初中分别达到2.3间以上、2.4间以上；所有班级学生数分别不超过45人和50人。
    二、工作任务
    每年安排建设债券额度不少于3亿元，改扩建学校9所。
    """
    assert tasks(draft) == ["每年安排建设债券额度不少于3亿元，改扩建学校9所。"]
    assert [target.op for target in draft.targets] == [">=", ">=", "<=", "<=", ">=", "="]
    assert [one.text for one in draft.deadlines] == ["每年"]
