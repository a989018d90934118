"""News of agreements, plans and works to come, which nobody had shown the engine; written anew."""

from datetime import date

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from xietong import documents

PROMISES = {
    "works told of in the middle of a sentence": "从青溪日报获悉，青溪市在去年新建幼儿园的基础上，作为今年十五件民生工程之一，将新建、改扩建幼儿园20所。"
    "据介绍，全市将新建幼儿园10所，其中北山区6所；改扩建10所。",
    "a question to those who live there": "今天上午，记者从市教育局了解到，今年，青溪市计划新建、改扩建幼儿园8所，赶紧来看看你家附近有吗？",
    "works by a year": "青溪市五年扩容\n近日，记者获悉，到2032年，全市新建、改扩建学校150所。",
}


@pytest.mark.parametrize("kind", sorted(PROMISES))
def test_news_whose_first_sentences_promise_what_can_be_counted_is_a_plan(kind: str) -> None:
    assert documents.read(PROMISES[kind].encode(), "text.txt").is_plan


def test_news_of_so_much_that_was_done_is_none() -> None:
    text = "青溪学位扩容跑出加速度\n1月17日，记者获悉，青溪市教育局2030年推动资源扩容，全市一年内新增学位3.2万个，已投入资金2亿元。"
    assert not documents.read(text.encode(), "text.txt").is_plan


def test_an_agreement_in_the_press_gives_what_it_provides_and_nothing_said_of_it(draft: documents.Draft) -> None:
    """
    江南社8月24日电 青溪省教育厅24日与云浦市教育局签署《关于加强两地教育合作框架协议》，加强两地的教育协作，内容包括继续鼓励两地高校开展办学合作；加强职业教育合作，深化资历框架合作；推进两地姊妹学校建设。
    签署仪式在两地负责人的见证下进行。两地签署协议旨在落实区域发展规划，共同推进教育交流。该协议配合区域发展战略，促进两地深化教育合作。
    云浦市教育局展望两地能优势互补，合作共赢。未来，双方将继续深化在职业教育方面的合作。
    《框架协议》就学前教育、职业教育等方面作出二十四项安排。推进教育合作，是服务区域发展的重要标志。
    """
    assert draft.is_plan
    assert tasks(draft) == [
        "加强职业教育合作，深化资历框架合作；",
        "推进两地姊妹学校建设。",
        "未来，双方将继续深化在职业教育方面的合作。",
    ]


def test_what_was_put_on_a_list_is_no_task_and_what_will_be_is(draft: documents.Draft) -> None:
    """
    2030青溪教育计划出炉 将建77所公办幼儿园
    今年，青溪市计划建设的77所公办幼儿园中，30所被列入市政府民生实事项目；农村将新增标准化学校110所。
    新的一年，全市教育将继续奏响公平教育、安全教育等乐章。
    """
    assert tasks(draft) == ["农村将新增标准化学校110所。"]


NOT_AHEAD = {
    "a promise that was kept": "青溪市完成新建幼儿园40所 新增学位9390个\n2030年，市里将幼儿园建设列入民生实事，计划新建幼儿园40所，新增学位9000个。"
    "截至目前，已圆满完成建设任务，实际新增学位9390个。",
    "a meeting on a plan of months ago": "对接青溪湾区 合作有新章\n9月6日，2030年三省合作联席会议在青溪召开。\n会议强调，今年2月，中央正式发布《青溪湾区发展规划纲要》，"
    "明确提出要带动周边发展。各方要共同把握机遇，推进基础设施互联互通，实现更大作为。",
}


@pytest.mark.parametrize("kind", sorted(NOT_AHEAD))
def test_what_is_done_by_now_and_what_a_meeting_recalls_are_no_plans(kind: str) -> None:
    assert not documents.read(NOT_AHEAD[kind].encode(), "text.txt").is_plan


def test_an_agreement_without_marks_around_its_name_and_what_was_put_on_a_list(draft: documents.Draft) -> None:
    """
    两地签约携手共谋职教协同发展
    9月16日，青溪省教育厅与云浦市教委在青溪签署职业教育协同发展合作框架协议，推进职业教育协同发展。
    按照合作协议，双方将以提质培优为主线，构建职业教育共同体。双方提出共建一批专业群、组建“协同发展联盟”、推进国际合作三项重点任务。
    联盟由青溪省教育厅和云浦市教委共同发起成立。把“补齐短板”确定为2030年全市惠民工程之一。
    """
    assert draft.is_plan
    assert tasks(draft) == ["按照合作协议，双方将以提质培优为主线，构建职业教育共同体。"]


def test_a_text_without_a_date_speaks_in_the_one_year_that_it_has_plans_for(draft: documents.Draft) -> None:
    """
    今年青溪市将新增学位11万个
    3月7日上午，市政府新闻办召开发布会。2029年，我市新建、改扩建中小学校100所。2030年我市计划投资58亿元，新建、改扩建学校156所。
    """
    assert tasks(draft) == ["2030年我市计划投资58亿元，新建、改扩建学校156所。"]


def test_the_first_line_heads_a_text_however_it_is_too_long_for_a_title() -> None:
    series = (
        "【凝心聚力 真抓实干 奋力实现“十五五”良好开局】青溪科技赋能产业建设 云浦加快推进“绿电+先进制造”深度融合发展\n"
        "眼下，青溪正推进产业加速发展。到2030年，云浦将基本建成示范区，占比不低于46%。项目预计9月建成投用。"
    )
    assert not documents.read(series.encode(), "text.txt").is_plan


def test_a_manual_half_in_latin_letters_is_no_plan() -> None:
    rule = "各单位要落实职责，{}；各部门要加强协作，{}。"
    told = "run the build before every commit, keep settings.yaml private, restart worker services afterwards"
    manual = "协作规范\n一、重点任务\n" + rule.format(told, told) + "\n二、保障措施\n" + rule.format(told, told)
    plain = (
        "协作规范\n一、重点任务\n"
        + rule.format("建好台账", "定期会商")
        + "\n二、保障措施\n"
        + rule.format("建好台账", "定期会商")
    )
    assert documents.read(plain.encode(), "text.txt").is_plan
    assert not documents.read(manual.encode(), "text.txt").is_plan


def test_minutes_that_settle_work_are_a_plan_of_their_own_title(draft: documents.Draft) -> None:
    """
    两省教育协同联席会议第三次会议纪要
    时间：2022年4月15日
    地点：青溪市
    会议听取了2021年度任务完成情况，审议了《两省教育协同2022年工作要点》。会议认为，一年来，双方累计签订协议68份，成效明显。
    会议议定以下事项：
    一、关于教师交流。由两省教育厅人事处牵头，2022年9月前制定交流办法，全年互派教师不少于200名。
    二、关于园区。请荣河区政府、内水市政府于5月30日前签署共建协议。
    """
    assert draft.plan is not None
    assert draft.plan.title == "两省教育协同联席会议第三次会议纪要"
    assert draft.source.announced == date(2022, 4, 15)
    assert [str(one.end) for one in draft.deadlines] == ["2022-08-31", "2022-05-30"]
