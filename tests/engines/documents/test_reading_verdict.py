"""Plan or no plan: nothing but the outline is read from what is none."""

import pytest

from xietong import documents

NO_PLANS = {
    "law": "滨海省教育条例\n"
    + "\n".join(f"第{number}条 县级以上人民政府应当保障教育经费。" for number in "一二三四五六"),
    "recruitment": "青溪市教育局公开招聘教师公告\n一、报名条件\n（一）具有教师资格证；\n"
    "二、报名时间\n报名时间为5月6日至5月10日，联系电话：1234567。",
    "meeting": "关于召开教育工作会议的通知\n一、会议时间\n5月6日上午9时。\n"
    "二、参会人员\n各区县教育局主要负责人。\n请于5月5日前报送参会回执。",
    "sports": "我市中小学生运动会落幕\n"
    "本报讯 5月6日，全市中小学生运动会在体育中心举行，"
    "来自36所学校的800名运动员参赛，共打破3项纪录。",
    "statistics": "2022年教育事业统计公报\n一、学前教育\n全市共有幼儿园312所，比上年增加12所，在园幼儿6.2万人。",
    "winners": "关于公布优质课评选结果的通知\n经评审，共评出一等奖12节、二等奖20节，现将名单予以公布。",
}


@pytest.mark.parametrize("kind", sorted(NO_PLANS))
def test_what_is_no_plan_gives_nothing_but_an_outline(kind: str) -> None:
    draft = documents.read(NO_PLANS[kind].encode(), f"{kind}.txt")
    assert not draft.is_plan
    assert draft.plan is None
    assert (draft.items, draft.units, draft.deadlines, draft.targets, draft.basis) == ((), (), (), (), ())


def test_news_of_a_plan_is_a_plan(draft: documents.Draft) -> None:
    """
    湖滨市推出职业教育新举措
    近日，湖滨市印发《湖滨市职业教育提质行动计划》，提出到2026年，建成产教融合基地20个。
    《行动计划》明确，湖滨市将新建技师学院2所，每年培训技能人才1万人次。
    """
    assert draft.is_plan


def test_a_notice_that_hands_on_a_plan_is_a_plan(draft: documents.Draft) -> None:
    """
    湖滨市教育局关于印发《湖滨市美育浸润行动计划》的通知
    各区教育局：
    现将《湖滨市美育浸润行动计划》印发给你们，请认真贯彻执行。
    湖滨市教育局
    2024年3月5日
    """
    assert draft.is_plan
    assert draft.plan is not None and draft.plan.title == "湖滨市美育浸润行动计划"


def test_the_period_is_told_from_the_title(draft: documents.Draft) -> None:
    """
    湖滨市基础教育提质行动计划（2023—2025年）
    一、主要任务
    新建一批学校，完善教研体系。
    """
    assert draft.plan is not None
    assert draft.plan.start is not None and draft.plan.end is not None
    assert (draft.plan.start.year, draft.plan.end.year) == (2023, 2025)


def test_the_reasons_add_up_to_the_verdict(reading: documents.Reading) -> None:
    """
    湖滨市基础教育提质行动计划
    一、主要任务
    新建一批学校，完善教研体系。
    """
    verdict = reading.verdict
    assert verdict.score == pytest.approx(sum(reason.weight for reason in verdict.reasons), abs=0.01)
    assert verdict.is_plan is (verdict.score > 0)
