"""Habits of plans of several places that blind rounds showed, written anew: Taiwan, Hong Kong and Macao, and headers."""

from datetime import date

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def _times(draft: documents.Draft) -> list[tuple[str, date | None, date | None]]:
    return [(one.text, one.start, one.end) for one in draft.deadlines]


def test_years_counted_from_1912_are_those_of_everybody_else(draft: documents.Draft) -> None:
    """
    湖濱縣112至113年度教育施政計畫
    民國112年編製
    壹、施政目標
    一、推動閱讀教育
    (一)自111年起至113年止興建圖書室20間,經費1億2,500萬元。
    (二)113年8月底前完成教師研習3萬1,200人次。
    (三)自112學年度起實施課後照顧,113學年度第二學期擴大辦理。
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2023, 1, 1), date(2024, 12, 31))
    assert [(one.start, one.end) for one in draft.deadlines] == [
        (date(2022, 1, 1), date(2024, 12, 31)),
        (None, date(2024, 8, 31)),
        (date(2023, 9, 1), None),
        (date(2025, 2, 1), date(2025, 8, 31)),
    ]
    assert [(int(one.value), one.unit) for one in draft.targets] == [(20, "間"), (125_000_000, "元"), (31_200, "人次")]
    assert [(one.level, one.number, one.title) for one in draft.outline[1:]] == [
        (1, "壹", "施政目標"),
        (1, "一", "推動閱讀教育"),
    ]
    assert len(tasks(draft)) == 3


def test_without_such_a_year_a_hundred_years_are_a_hundred_years(draft: documents.Draft) -> None:
    """
    栖山市百年老校保护方案
    一、保护对象
    对建校103年以上的学校建立档案，105年的老校舍优先修缮，2024年底前完成。
    """
    assert _times(draft) == [("2024年底前", None, date(2024, 12, 31))]


def test_a_policy_address_is_a_plan_and_counts_its_measures_with_small_roman_numbers(draft: documents.Draft) -> None:
    """
    2023年施政報告：教育
    我們會採取以下措施：
    (i)增加自資學位課程的資助學額1 200個；
    (ii)擴大應用學習課程的範圍，涵蓋最少12個行業；
    (iii)優化內地與香港姊妹學校計劃，額外津貼不多於15萬港元。
    """
    assert draft.is_plan
    assert tasks(draft)[1:] == [
        "擴大應用學習課程的範圍，涵蓋最少12個行業；",
        "優化內地與香港姊妹學校計劃，額外津貼不多於15萬港元。",
    ]
    assert ((">=", 12) in [(one.op, int(one.value)) for one in draft.targets]) and len(draft.targets) == 2


def test_what_heads_a_plan_stands_as_it_is_written(draft: documents.Draft) -> None:
    """
    湖濱市人民政府辦公室關於印發湖濱市學前教育行動計劃(2022—2024年)的通知
    湖政辦〔2022〕8號
    各區縣人民政府:
    《湖濱市學前教育行動計劃(2022—2024年)》(下稱《行動計劃》)已經市政府同意,現印發給你們。
    湖濱市人民政府辦公室
    2022年3月5日
    """
    assert draft.plan is not None
    assert draft.plan.title == "湖濱市學前教育行動計劃(2022—2024年)"
    assert draft.plan.short_title == "行動計劃"
    assert draft.plan.parties == draft.source.issuers == ("湖濱市人民政府辦公室",)


def test_the_short_name_of_another_plan_is_not_this_ones(draft: documents.Draft) -> None:
    """
    湖滨市教育中长期规划（2021—2030年）
    《湖滨市教育发展十年规划》（下称《十年规划》）已实施完毕，市教育局制定了湖滨市教育中长期规划（2021—2030年）（下称《教育规划》）。
    一、加大投入
    完善生均拨款制度，健全动态调整机制。
    """
    assert draft.plan is not None
    assert draft.plan.short_title == "教育规划"


def test_a_period_in_half_width_brackets_below_the_title_is_the_plans(draft: documents.Draft) -> None:
    """
    栖山市教育施政计划草案
    (2023至2026年)
    一、推动阅读
    新建图书室20间。
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2023, 1, 1), date(2026, 12, 31))


def test_a_notice_below_the_card_of_a_lexicon_heads_what_it_hands_on(draft: documents.Draft) -> None:
    """
    湖滨市教育强市实施意见
    2016年7月6日，湖滨市委办公室印发《湖滨市教育强市实施意见》。
    · 印发机关：湖滨市委办公室
    · 印发时间：2016年7月6日
    通知
    湖滨市委办公室关于印发《湖滨市教育强市实施意见》的通知
    湖委办〔2016〕47号
    各县（市、区）委、人民政府：
    现印发给你们，望认真组织实施。
    一、主要任务
    新建学校12所，扩建幼儿园8所。
    """
    assert [one.title for one in draft.outline] == [
        "湖滨市教育强市实施意见",
        "湖滨市委办公室关于印发《湖滨市教育强市实施意见》的通知",
        "主要任务",
    ]


def test_a_list_of_contents_that_lost_its_pages_is_no_outline(draft: documents.Draft) -> None:
    """
    栖山市教育中程计划
    目  录
    一、形势分析……………………………………
    二、推动双语教育………………………………
    一、形势分析
    当前人口结构发生变化，学校布局与需求不相适应。
    二、推动双语教育
    引进外籍教师30人，每校至少配备1人。
    """
    assert [one.title for one in draft.outline[1:]] == ["形势分析", "推动双语教育"]
    assert tasks(draft) == ["引进外籍教师30人，每校至少配备1人。"]


def test_the_school_year_and_the_year_after_next_are_times(draft: documents.Draft) -> None:
    """
    湖滨市结对办学工作方案
    湖滨市教育局
    2023年3月17日
    一、主要任务
    1.自2023/2024学年起新设跨省共育班20个。
    2.轮流举办校长论坛，明年由市一中承办，后年6月底前轮换到湖东区。
    """
    assert _times(draft) == [
        ("自2023/2024学年起", date(2023, 9, 1), None),
        ("明年", date(2024, 1, 1), date(2024, 12, 31)),
        ("后年6月底前", None, date(2025, 6, 30)),
    ]


def test_places_are_called_on_and_party_committee_and_government_are_one_name(draft: documents.Draft) -> None:
    """
    栖山省教育评价改革任务分工方案
    一、重点任务
    1.完善领导体制，定期研究教育工作（省教育厅牵头，各市〔州〕党委、政府负责；持续实施）。
    2.落实用地保障，东湖区、西湖区要优先供应教育用地，示范区要先行先试。
    3.开展师德整治，形成报告。（人事科、区教科院；2—8月）
    4.做好体质监测，公布结果。（责任科室：体卫艺科；完成时限：12月）
    """
    assert roles(draft) == [
        ("省教育厅", "lead"),
        ("各市〔州〕党委、政府", "support"),
        ("东湖区", "mentioned"),
        ("西湖区", "mentioned"),
        ("人事科", "lead"),
        ("区教科院", "lead"),
        ("体卫艺科", "lead"),
    ]


def test_a_number_with_nothing_but_an_omission_behind_it_heads_nothing(draft: documents.Draft) -> None:
    """
    栖山县教育局2025年工作要点
    一、加强党建
    召开党建工作会，完成20所学校党支部换届。
    二、（略）
    三、工作重点：完善考核办法，健全督导机制。
    """
    assert [one.title for one in draft.outline[1:]] == ["加强党建", "工作重点"]


def test_a_title_in_two_lines_that_names_another_document_is_known_by_its_citation(draft: documents.Draft) -> None:
    """
    栖山省人民政府办公厅关于印发《栖山省贯彻落实〈深化教育评价改革方案〉任务分工方案》的通知
    各市人民政府：
    《栖山省贯彻落实〈深化教育评价改革方案〉任务分工方案》已经省政府同意，现印发给你们。
    栖山省人民政府办公厅
    2021年4月28日
    栖山省贯彻落实《深化教育评价改革方案》
    任 务 分 工 方 案
    一、重点任务
    完善评价标准，健全督导机制。
    """
    assert draft.outline[1].title.replace(" ", "") == "栖山省贯彻落实《深化教育评价改革方案》任务分工方案"
