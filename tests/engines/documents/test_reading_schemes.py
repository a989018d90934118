"""A scheme that carries out another plan, and lists of tasks with their labels below: title, basis, day, names."""

from datetime import date

from xietong import documents


def test_the_scheme_that_carries_out_a_plan_is_the_plan_and_rests_on_that_one(draft: documents.Draft) -> None:
    """
    青溪省教育厅 青溪省财政厅关于印发《推进两湖高等教育合作发展规划》实施方案的通知
    各市教育局：
    为落实《推进两湖高等教育合作发展规划》，现将实施方案印发给你们。
    青溪省教育厅 青溪省财政厅
    2032年3月18日
    推进两湖高等教育合作发展规划实施方案
    一、建设联合实验室
    建成联合实验室30家。（省教育厅牵头，省科技厅等按职责分工负责，云江、栖山市人民政府具体实施）
    对验收优秀的实验室，省财政连续3年给予支持。
    力争通过三年努力，建成示范校30所。
    """
    assert draft.plan is not None
    assert draft.plan.title == "推进两湖高等教育合作发展规划实施方案"
    assert [heading.title for heading in draft.outline if heading.level == 0][1:] == [draft.plan.title]
    assert [basis.title for basis in draft.basis] == ["推进两湖高等教育合作发展规划"]
    roles = {unit.name: str(unit.role) for unit in draft.units if str(unit.role) != "issuer"}
    assert roles == dict.fromkeys(("省科技厅", "云江", "栖山市人民政府"), "support") | {"省教育厅": "lead"}
    assert [item.title for item in draft.items][-2:] == [
        "对验收优秀的实验室，省财政连续3年给予支持",
        "建成示范校30所",
    ]


def test_a_time_to_be_done_by_is_not_the_day_of_the_document_and_a_task_is_named_by_what_it_says(
    draft: documents.Draft,
) -> None:
    """
    云江县2033年基础教育重点任务分解表
    一、控辍保学
    任务1：完善联控机制，实现动态清零。
    责任股室：基础教育股   完成时间：2033年9月30日
    任务2：建立“一人一案”台账。
    责任股室：学籍股   完成时间：2033年10月15日
    """
    assert draft.source.published is None and draft.source.announced is None
    assert [item.title for item in draft.items][1:] == ["完善联控机制", "建立“一人一案”台账"]
    ends = [one.end for item in draft.items for one in item.deadlines]
    assert ends == [date(2033, 9, 30), date(2033, 10, 15)]


def test_bureaus_answer_for_tasks_and_what_holds_from_a_term_on_is_work(draft: documents.Draft) -> None:
    """
    两湖区域教育协同发展三年行动计划（2032-2034年）
    云江省教育厅　栖山省教育厅（2032年5月）
    一、主要任务
    （一）组建教育集团30个。（牵头司局：基础教育司；配合司局：财务司）
    （二）完善学分互认办法，2032年底前出台，自2033年春季学期起施行。
    二、附则
    自2032年6月1日起施行。
    """
    roles = {unit.name: str(unit.role) for unit in draft.units}
    issuers = dict.fromkeys(("云江省教育厅", "栖山省教育厅"), "issuer")
    assert roles == issuers | {"基础教育司": "lead", "财务司": "support"}
    assert [target.indicator for target in draft.targets] == ["组建教育集团"]
    tasks = [item for item in draft.items if str(item.kind) == "task"]
    assert [item.title for item in tasks] == ["组建教育集团30个", "完善学分互认办法"]
    assert [(one.start, one.end) for one in tasks[1].deadlines] == [
        (None, date(2032, 12, 31)),
        (date(2033, 3, 1), None),
    ]


def test_a_year_by_which_something_will_be_done_is_not_the_year_a_text_speaks_in(draft: documents.Draft) -> None:
    """
    《关于加强教师队伍建设的若干措施》解读
    近日，省教育厅、省财政厅联合印发《关于加强教师队伍建设的若干措施》。
    一、主要内容
    （一）优化编制配置。2034年底前全面完成编制统筹调配。
    （二）提高待遇保障。2035年前将生活补助标准提高到人均500元以上。
    """
    assert [one.end for one in draft.deadlines] == [date(2034, 12, 31), date(2034, 12, 31)]


def test_what_a_school_is_like_is_no_task(draft: documents.Draft) -> None:
    """
    青溪市第三小学发展规划（2031-2035）
    一、学校概况
    学校创办于1956年，现有教学班36个。
    二、重点工作
    开齐开足国家课程。
    """
    assert [item.title for item in draft.items if str(item.kind) == "task"] == ["开齐开足国家课程"]
