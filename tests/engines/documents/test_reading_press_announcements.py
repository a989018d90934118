"""Announcements of plans as the press posts them, in habits that nobody had shown the engine; written anew."""

from collections.abc import Callable

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents

POST = "---\ntitle: '%s'\ncategories:\n - 新闻\n - 教育\nauthor: 青溪网\ndate: Wed, 24 Mar 2032 08:04:11 GMT\n---\n\n<div>\n%s\n</div>\n"
Announce = Callable[..., documents.Draft]


@pytest.fixture
def announce() -> Announce:
    """Read a post of the press: a headline and its paragraphs."""

    def read(title: str, *paragraphs: str) -> documents.Draft:
        body = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
        return documents.read((POST % (title, body)).encode(), "post.md")

    return read


def test_how_the_news_came_to_the_paper_is_passed_over(announce: Announce) -> None:
    draft = announce(
        "青溪将新建改扩建幼儿园40所",
        "青溪晚报讯 记者16日从全省基础教育工作会议上获悉，我省将加快补齐短板，今年新建、改扩建幼儿园40所。",
        "截至去年底，全省毛入园率达到91%。",
    )
    assert [task[-7:] for task in tasks(draft)] == ["幼儿园40所。"]
    assert [(target.value, target.unit) for target in draft.targets] == [(40, "所")]


def test_what_is_lacking_is_no_state_where_something_is_done_about_it(announce: Announce) -> None:
    draft = announce("青溪将建设三所学校", "记者从市教育局获悉，针对城区学位存在的短板问题，该市将在北城建设三所小学。")
    assert len(tasks(draft)) == 1


def test_news_of_a_plan_tells_what_the_plan_provides_in_the_present(announce: Announce) -> None:
    told = "方案公布后，全市以县为单位完善资源布局规划，原则上每三年调整一次。"
    opening = "近日，南陵省青溪市出台《青溪市学前教育提升行动计划》，推动普及普惠发展。"
    assert told in tasks(announce("青溪市出台学前教育提升行动计划", opening, told))
    assert told not in tasks(announce("青溪市学前教育见闻", "孩子们在幼儿园里做操。", told))


def test_how_many_there_are_is_no_aim_of_running_text(announce: Announce) -> None:
    draft = announce(
        "两地签署职业教育协同发展合作协议",
        "9月16日，南陵省教育厅与青溪市教委签署职业教育协同发展合作框架协议。",
        "首届理事会成员68个，其中院校26所，企业42家。",
        "根据协议，双方将共建实训基地5个。",
    )
    assert [(target.value, target.unit) for target in draft.targets] == [(5, "个")]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("四川省近日发布第二期学前教育三年行动计划，提出每年将新建公办幼儿园200所。", "四川省"),
        ("近日，江苏省青溪市出台《学前教育提升行动计划实施方案》，推动普惠发展。", "江苏省青溪市"),
    ],
)
def test_a_place_that_issues_a_plan_stands_for_its_government(announce: Announce, sentence: str, place: str) -> None:
    assert (place, "issuer") in roles(announce("三年行动计划发布", sentence, "到2035年，入园率达到95%。"))


def test_a_plan_may_say_in_its_title_what_it_carries_out(announce: Announce) -> None:
    draft = announce(
        "两省市联合印发实施方案",
        "日前，甲省人民政府、乙市人民政府联合印发了《甲乙两省市贯彻落实〈双城教育圈建设规划纲要〉联合实施方案》。",
        "两省市将共建教师发展基地。",
    )
    assert [basis.title for basis in draft.basis] == ["双城教育圈建设规划纲要"]


def test_an_action_in_quotation_marks_provides(announce: Announce) -> None:
    draft = announce(
        "五部门联合开展医校结合行动",
        "省教育厅、省卫生健康委等五部门近日联合部署为期三年的医校结合行动。",
        "“行动”要求，完善校医室布局，推动每所中学配备一名校医。",
    )
    assert len(tasks(draft)) == 1
    assert {("省教育厅", "issuer"), ("省卫生健康委", "issuer")} <= set(roles(draft))


def test_a_plan_that_is_being_made_is_work_and_an_answer_is_none(announce: Announce) -> None:
    draft = announce(
        "北城区今年将新建6所幼儿园",
        "局长就学位建设、教师招聘等问题逐一进行回应。",
        "为提升西部教育水平，市教育局正在制定《西部教育振兴行动计划》，着力激发教师队伍活力。",
        "预计今年将新建幼儿园6所。",
    )
    assert [task[:3] for task in tasks(draft)] == ["为提升", "预计今"]


def test_what_grew_from_an_agreement_is_no_news_of_one(announce: Announce) -> None:
    draft = announce(
        "两地携手走过一年",
        "自2031年4月甲省教育厅与乙市教委签订了《教育协同发展框架协议》以来，两地教育系统破除壁垒，锐意创新。",
        "一年来，两省市签署各类合作协议、协同倡议81份，呈现出大批亮点。",
    )
    assert not draft.is_plan


def test_so_many_tasks_are_named_and_not_told(announce: Announce) -> None:
    draft = announce(
        "省政府印发《美丽校园建设规划》",
        "省政府日前印发《美丽校园建设规划》（以下简称《规划》）。",
        "《规划》部署了实施绿化行动、推进节能改造等7方面重点任务，提出了绿化提升、雨水利用等工程。",
        "《规划》要求，各校要制定年度方案。",
    )
    assert [task[:7] for task in tasks(draft)] == ["《规划》要求，"]


def test_a_plan_provides_by_a_year_without_a_comma(announce: Announce) -> None:
    draft = announce(
        "青溪出台社区教育规划",
        "近日，青溪市教育局印发《社区教育规划》。",
        "《规划》提出到2035年，全市要基本建成社区教育体系，将新改扩建社区学校20所。",
    )
    assert [str(deadline.end) for deadline in draft.deadlines] == ["2035-12-31"]


def test_states_that_go_on_with_aims_are_no_tasks(announce: Announce) -> None:
    draft = announce(
        "青溪市印发社区教育规划",
        "近日，青溪市教育局印发《社区教育规划》。",
        "《规划》提出，到2035年，校舍布局更加完备；学校、社区资源有效衔接；辅导人员队伍更加充实。",
        "各校要开放场地。",
    )
    assert tasks(draft) == ["各校要开放场地。"]


def test_what_is_said_at_a_briefing_may_be_a_duty(announce: Announce) -> None:
    told = "发布会上，市教育局民办教育处负责人介绍，现有民办学校的举办者应当在2032年9月1日前提交材料。"
    leave = "领导班子成员的选配与任免，要报上级党组织批准。"
    draft = announce("青溪市印发民办教育实施意见", "近日，青溪市教育局印发《民办教育实施意见》。", told, leave)
    assert tasks(draft) == [told, leave]


def test_a_meeting_that_lays_out_tasks_is_told_of_as_an_event(announce: Announce) -> None:
    draft = announce(
        "2032年全市教育工作会议召开 部署八项重点任务",
        "2月28日，2032年全市教育工作会议在青溪召开。会议总结2031年工作，分析当前形势，部署2032年重点任务。",
        "会议强调，今年要新改扩建公办幼儿园40所。",
    )
    assert [task[:4] for task in tasks(draft)] == ["会议强调"]


VERDICTS = {
    "a government settles": (
        "国务院常务会议：部署职业院校设备更新",
        "9月7日召开的国务院常务会议决定，对职业院校设备购置新增贷款，中央财政贴息2.5个百分点。",
        True,
    ),
    "recruitment": (
        "2032国考计划招录1.4万余人",
        "国家公务员局公布，2032年国考计划招录1.4万余人，比上年减少一半，其中海关计划招录500人。",
        False,
    ),
    "an examination": (
        "青溪公布2032普通高考方案",
        "省招生考试院公布普通高考方案，统考科目仍为三门，考试时间为6月7日至9日，成绩6月25日公布。",
        False,
    ),
    "another country": (
        "挪威将立法强化移民融入机制",
        "挪威政府近日表示，将推动立法，要求各城市完善移民融入机制，将新建社区中心20所。",
        False,
    ),
    "a weekly digest": (
        "周报：平台将触角伸向国际教育 经费公布",
        "一周要闻。某公司将新建校区20个。教育部要求各地要加强监管。统计公告显示，经费总投入增长9%。",
        False,
    ),
}


@pytest.mark.parametrize("kind", sorted(VERDICTS))
def test_what_is_settled_is_a_plan_and_what_only_looks_so_is_none(announce: Announce, kind: str) -> None:
    title, text, is_plan = VERDICTS[kind]
    assert announce(title, text).is_plan is is_plan
