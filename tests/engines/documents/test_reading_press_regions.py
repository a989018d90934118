"""News of several authorities that act together, and of one that speaks to the press: what is work in it, and whose."""

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def test_how_many_fields_are_worked_in_is_no_work(draft: documents.Draft) -> None:
    """
    青溪与云浦签署教育合作协议
    近日，青溪省教育厅与云浦省教育厅签署《教育合作协议》。根据协议，两省将在七个方面开展合作。两省还将围绕五大领域协同发力。
    建立教师互派机制，每年互派骨干教师80名。教育厅厅长表示，教育共同体将成为区域协调发展的新样板。
    双方同意，2031年至2033年，青溪选派60名校长到云浦支教。
    """
    assert [task[:9] for task in tasks(draft)] == ["建立教师互派机制，", "双方同意，2031"]


def test_a_document_that_came_out_on_a_day_is_the_news_and_no_work(draft: documents.Draft) -> None:
    """
    云湾三地发布高等教育合作措施
    本报云州5月9日电 由云湾省教育厅会同青溪特别行政区教育局共同制定的《推进高等教育高质量合作十条措施》9日在云州发布。
    支持两地高校新设合作办学机构3所。云州、北山、白河等市6月底前出台配套政策。市、区财政部门加大投入力度，保障项目资金。
    """
    assert [task[:9] for task in tasks(draft)] == ["支持两地高校新设合", "云州、北山、白河等", "市、区财政部门加大"]


def test_places_that_are_to_act_by_a_time_are_called_on(draft: documents.Draft) -> None:
    """
    广东省教育厅印发合作方案
    一、加强保障
    1.广州、深圳、珠海等市6月底前出台配套政策。
    2.市、区财政部门加大投入力度，保障项目资金。
    """
    assert roles(draft)[1:] == [(name, "mentioned") for name in ("广州", "深圳", "珠海", "市、区财政部门")]


def test_what_is_handed_in_to_be_decided_is_told_of_no_meeting(draft: documents.Draft) -> None:
    """
    两省教育厅签署备忘录
    近日，青溪省教育厅、云浦省教育厅签署《高校协作备忘录》。建立互派机制，每年互派干部50名。
    两省教育厅办公室负责日常联络，重大事项提交厅长会议审议。
    """
    assert tasks(draft)[-1][:8] == "两省教育厅办公室"
    assert roles(draft)[-1] == ("两省教育厅办公室", "lead")


def test_a_list_of_places_that_ends_in_deng_is_called_on_as_a_whole(draft: documents.Draft) -> None:
    """
    福建省教育厅出台融合行动计划
    中新网福州6月6日电 近日，福建省教育厅印发《教育融合行动计划》。每年引进教师80名，福州、厦门、平潭等地要为其提供公寓。
    厦门大学牵头建设资源平台，青溪大学、云浦师范学院参与，明年6月底前上线。三省区教研机构要组织教研员送教。
    四市教育局明确，由福州市教育局承担办公室职能，每季度召集一次调度会。
    """
    assert roles(draft)[1:] == [
        *((name, "mentioned") for name in ("福州", "厦门", "平潭")),
        ("厦门大学", "lead"),
        *((name, "support") for name in ("青溪大学", "云浦师范学院")),
        ("三省区教研机构", "mentioned"),
        ("福州市教育局", "mentioned"),
    ]


def test_so_many_actions_are_no_work_and_what_is_made_by_a_year_beside_a_rate_is(draft: documents.Draft) -> None:
    """
    四市印发教育同城化行动计划
    近日，青溪市教育局印发《教育同城化行动计划》。根据计划，四市将实施六大行动。协议为期三年。根据协议，双方将共建资源库。
    其中，就学便利工程提出，到2035年，面向北山招生计划增至2000人，设立奖学金3000万元。市教育局负责人见证签约。
    """
    assert [task[:8] for task in tasks(draft)] == ["根据协议，双方将", "其中，就学便利工"]
    assert all(one.level == 0 for one in draft.outline)


def test_an_answer_is_read_without_its_letter(draft: documents.Draft) -> None:
    """
    关于暑期托管，你关心的都在这里
    市教育局日前印发《关于做好暑期托管工作的通知》。
    Q：谁来开展？
    A：由各区教育局统筹，每个街道至少开设1个托管点。
    Q：怎么保障？
    A：各区要设立专项经费。
    """
    assert tasks(draft) == ["由各区教育局统筹，每个街道至少开设1个托管点。", "各区要设立专项经费。"]
    assert ("各区教育局", "mentioned") in roles(draft)


ANNOUNCED = {
    "talks that came to points agreed on": "青云两省教育厅会谈 共商海峡教育合作\n2月25日，青溪省教育厅厅长一行赴云州，与云浦省教育厅举行工作会谈，"
    "双方达成六点共识，并签署会谈纪要。\n支持两省大学共建联合研究院，年底前完成挂牌。建立会商制度，每年至少会商一次。",
    "an interview on what came out": "对话教育局长｜周某：让“双减”落地有声\n记者：“双减”半年来，取得了哪些进展？\n周某：全区92家机构已压减至9家。\n"
    "记者：区教育局刚刚发布了《“双减”提质二十条》，下一步有哪些硬招？\n周某：一是年底前建成作业资源库，上线作业3000份；二是建立弹性上下班制度，各学校要制定办法。",
    "a meeting that sets the year's work": "省教育厅召开全省教育工作会议 部署八大工程\n1月17日，全省教育工作会议召开。会议总结去年工作，部署今年重点任务。\n"
    "会议明确，今年全省要实施扩优提质工程，新建幼儿园120所。会议要求，各市教育局要制定任务清单，2月底前报备；厅机关各处室要每季度调度进展。",
}


@pytest.mark.parametrize("kind", sorted(ANNOUNCED))
def test_what_authorities_tell_the_press_of_their_plans_is_a_plan(kind: str) -> None:
    assert documents.read(ANNOUNCED[kind].encode(), "text.txt").is_plan


def test_talks_that_settle_nothing_are_no_plan() -> None:
    text = "青云两省教育厅会谈\n2月25日，青溪省教育厅厅长一行赴云州，与云浦省教育厅举行工作会谈。双方介绍了各自经验，表示要加强交流。"
    assert not documents.read(text.encode(), "text.txt").is_plan


def test_ten_events_of_a_year_are_no_plan() -> None:
    text = "全省教育十件大事\n一、省政府出台《关于推进均衡发展的若干措施》，明确2035年目标。\n二、全省新建幼儿园300所，超额完成任务。"
    assert not documents.read(text.encode(), "text.txt").is_plan
