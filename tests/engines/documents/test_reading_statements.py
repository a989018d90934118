"""What a sentence says: tasks, objectives, and what is neither."""

from datetime import date

import pytest

from xietong import documents


def tasks(draft: documents.Draft) -> list[str]:
    return [item.text for item in draft.items if item.kind in (documents.ItemKind.TASK, documents.ItemKind.MEASURE)]


def test_background_thought_and_aims_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪市基础教育提升行动计划
    一、发展基础
    全市教育取得了明显成效，新建学校36所。当前仍存在资源配置不均衡的问题。
    二、指导思想
    以习近平新时代中国特色社会主义思想为指导，落实立德树人根本任务。
    三、主要目标
    到2025年，优质均衡的基本公共教育服务体系更加完善。
    四、主要任务
    改造一批薄弱学校，配齐教学设备。
    """
    assert tasks(draft) == ["改造一批薄弱学校，配齐教学设备。"]
    assert [(aim.text, [time.end for time in aim.deadlines]) for aim in draft.objectives] == [
        ("到2025年，优质均衡的基本公共教育服务体系更加完善。", [date(2025, 12, 31)])
    ]


def test_so_many_to_be_built_is_a_task_among_the_aims(draft: documents.Draft) -> None:
    """
    青溪市高中教育行动计划
    一、主要目标
    到2025年，建成特色高中12所，培养学科带头人60名。
    """
    assert len(tasks(draft)) == 1


def test_a_past_result_among_tasks_is_none(draft: documents.Draft) -> None:
    """
    青溪市2024年教育工作要点
    一、重点任务
    （一）办好家门口的学校。2023年，全市新建学校18所，比上年增加3所。推进集团化办学，建立校际联盟。
    """
    assert tasks(draft) == ["推进集团化办学，建立校际联盟。"]


def test_sentences_that_issue_or_close_the_document_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪市学前教育行动方案
    为扩大普惠资源，结合我市实际，制定本方案。
    一、主要任务
    新建一批公办幼儿园，落实配套园移交政策。
    二、工作要求
    加强督导检查，健全问责机制。本方案自印发之日起施行。
    """
    assert tasks(draft) == ["新建一批公办幼儿园，落实配套园移交政策。", "加强督导检查，健全问责机制。"]


def test_the_bracket_with_units_stands_outside_the_task_and_gives_it_its_duty(draft: documents.Draft) -> None:
    """
    青溪市学前教育行动方案
    一、主要任务
    1.新建一批公办幼儿园。（牵头单位：市教育局；配合单位：市财政局；完成时限：2025年底）
    2.开展教研指导，组织送教下乡。（市教育局负责）
    """
    first = next(item for item in draft.items if item.text.startswith("新建"))
    assert first.text == "新建一批公办幼儿园。"
    assert [(unit.name, unit.role.value) for unit in first.units] == [("市教育局", "lead"), ("市财政局", "support")]
    assert [time.end for time in first.deadlines] == [date(2025, 12, 31)]


def test_lines_that_only_say_who_belong_to_the_task_before(draft: documents.Draft) -> None:
    """
    青溪市教育重点工作责任清单
    一、控辍保学
    1.建立失学辍学学生监测台账，逐户核实情况。
    牵头单位：市教育局　　　配合单位：市公安局
    2.组织劝返复学，制定帮扶方案。
    牵头单位：市教育局　　　配合单位：市民政局
    """
    owners = {unit.name: unit.item for unit in draft.units if unit.role is documents.UnitRole.SUPPORT}
    named = {item.id: item.text[:4] for item in draft.items}
    assert {name: named[item or ""] for name, item in owners.items()} == {
        "市公安局": "建立失学",
        "市民政局": "组织劝返",
    }
    assert len(tasks(draft)) == 2


def test_headings_become_directions_and_actions_above_their_tasks(draft: documents.Draft) -> None:
    """
    青溪市教育协同行动计划
    一、促进基础教育优质发展
    （一）结对共建行动
    1.组建教育联盟。推动毗邻学校结对，开展联合教研。
    """
    kinds = [(item.kind.value, item.title) for item in draft.items]
    assert kinds == [
        ("direction", "促进基础教育优质发展"),
        ("action", "结对共建行动"),
        ("action", "组建教育联盟"),
        ("task", "推动毗邻学校结对"),
    ]
    parents = {item.id: item.parent for item in draft.items}
    assert [parents[item.id] for item in draft.items][1:] == [item.id for item in draft.items][:-1]


def test_broken_lines_are_read_as_one_sentence() -> None:
    text = (
        "青溪市校园安全工作方案\n一、主要任务\n"
        "（一）压实责任。健全校园安全责任体系，定期开展隐患排查，\n及时消除风险，建立长效机制。\n"
    )
    draft = documents.read(text.encode(), "方案.txt")
    assert tasks(draft) == ["健全校园安全责任体系，定期开展隐患排查，及时消除风险，建立长效机制。"]


@pytest.mark.parametrize("written", ["学(xué)校", "学（xué）校", "学(xue)(xue)校"])
def test_sounds_behind_characters_are_not_text(written: str) -> None:
    draft = documents.read(f"青溪市方案\n一、任务\n建设寄宿制{written}，改善条件。\n".encode(), "a.txt")
    assert "学校" in draft.text


def test_an_explanation_names_the_evidence(reading: documents.Reading) -> None:
    """
    青溪市学前教育行动方案
    一、主要任务
    新建一批公办幼儿园，落实配套园移交政策。
    """
    (found,) = documents.explain(reading, "配套园")
    assert found.taken_for == "task"
    assert any("verb of action" in reason for reason in found.reasons)
    (whole,) = documents.explain(reading, "")
    assert whole.taken_for == "a plan"
    assert documents.explain(reading, "此处没有") == ()
    (heading,) = documents.explain(reading, "主要任务")
    assert heading.taken_for == "heading of level 1"


def test_a_task_is_called_by_what_is_to_be_done_not_by_who_or_when(draft: documents.Draft) -> None:
    """
    青溪市技能大赛行动方案
    一、主要任务
    由市教育局、市人社局牵头，市财政局配合，每年举办职业院校技能大赛。
    2025年底前，建成实训基地12个。
    加强校企合作，共建产业学院。
    """
    titles = [item.title for item in draft.items if item.kind is documents.ItemKind.TASK]
    assert titles == ["每年举办职业院校技能大赛", "建成实训基地12个", "加强校企合作"]


def test_what_a_thing_is_good_for_and_a_labelled_thought_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪省关于基础教育改革的实施意见
    一、提高认识，优先发展
    1、基础教育是教育事业的基石，对于提高国民素质具有全局性的重要作用。
    2、我省基础教育工作的指导思想是：全面贯彻教育方针，推进素质教育，培养建设者和接班人。
    二、加大投入
    1、落实财政投入责任，改善办学条件。
    采写：本报记者 张明
    """
    assert tasks(draft) == ["落实财政投入责任，改善办学条件。"]


def test_states_in_running_text_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪市将实施学前教育行动计划
    近日，青溪市印发学前教育行动计划，将新建公办幼儿园56所。
    民办幼儿园结构更加合理，教师队伍专业化水平不断提高。
    """
    assert [text for text in tasks(draft) if "更加合理" in text] == []


def test_a_labelled_thought_says_nothing_of_what_follows_in_its_paragraph(draft: documents.Draft) -> None:
    """
    青溪省教育厅2015年工作要点
    一、总体安排
    1.明确方向。2015年全省教育工作的指导思想是：全面贯彻会议精神，推进义务教育均衡发展。制定学习计划，召开专题学习会。
    """
    assert tasks(draft) == ["制定学习计划，召开专题学习会。"]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("建立家校联系册，每周一封信。", "建立家校联系册"),
        ("由湖滨市教委牵头，建立家校联系册。", "建立家校联系册"),
        ("到2026年，全市建成十个研学基地，开放预约。", "全市建成十个研学基地"),
        ("在师资方面，两地每年互派教师，任教一年。", "两地每年互派教师"),
        ("对有特殊需要的学生，学校应提供延时托管。", "对有特殊需要的学生，学校应提供延时托管"),
        ("在交界处新建小学的，应先征求对方意见。", "在交界处新建小学的，应先征求对方意见"),
        ("另外，自2026年起，安排专项资金支持乡村小学。", "安排专项资金支持乡村小学"),
        ("围绕林果、养蜂等特色产业，开发校本课程20门。", "开发校本课程20门"),
        ("以推进集团化办学为抓手，组建教育集团6个。", "组建教育集团6个"),
        ("在督导评估认定中，将融合教育列入指标。", "将融合教育列入指标"),
        ("按照统筹布局、分步实施的原则，撤并小规模校点。", "撤并小规模校点"),
        ("聚焦组织开展新教师培训，建设基地3个。", "聚焦组织开展新教师培训"),
        ("落实课后服务制度，增设托管班。", "落实课后服务制度"),
        ("为山区学校更换课桌椅900套，暑假完成。", "为山区学校更换课桌椅900套"),
        ("《方案》要求，各校要建立家委会。", "各校要建立家委会"),
    ],
)
def test_a_task_is_called_by_what_is_to_be_done(sentence: str, title: str) -> None:
    draft = documents.read(f"湖滨市课后服务行动方案\n一、主要任务\n（一）加强服务。\n{sentence}".encode(), "方案.txt")
    assert [item.title for item in draft.items][-1] == title


def test_a_numbered_task_is_no_part_of_what_the_number_before_it_heads() -> None:
    draft = documents.read(
        "湖滨县教育局2026年重点工作任务\n一、提升质量\n1.推进结对帮扶。组建帮扶小组6个，覆盖校点12所。\n责任股室：教研室\n"
        "2.落实学生每天锻炼时间不低于1小时，近视率下降1个百分点。\n责任股室：体卫股\n".encode(),
        "任务.txt",
    )
    second = next(item for item in draft.items if item.number == "2.")
    assert second.parent == next(item.id for item in draft.items if item.number == "一")
    assert [unit.name for unit in second.units] == ["体卫股"]


def test_the_word_before_an_answer_is_no_part_of_it() -> None:
    draft = documents.read(
        "就《湖滨省特教提升行动计划》答记者问\n近日，湖滨省教育厅印发《湖滨省特教提升行动计划》。\n1.问：目标是什么？\n"
        "答：到2027年，特殊教育体系基本健全，残疾儿童入学率达到97%。\n2.问：有哪些举措？\n答：新建特教学校8所。\n".encode(),
        "问答.txt",
    )
    assert [item.text for item in draft.items if item.kind is documents.ItemKind.TASK] == ["新建特教学校8所。"]
    assert [objective.text[:6] for objective in draft.objectives] == ["到2027年"]


def test_what_somebody_may_do_is_no_task(draft: documents.Draft) -> None:
    """
    青江省职业培训改革实施方案
    一、重点任务
    培训评价组织应对接职业标准，开发等级标准。校内培训可面向社会学员，校外培训也可面向在校学生。
    学校可从合作中取得报酬，分配办法由学校自定。对持证学员，可免试部分科目。完善助学办法，困难学生可申请补助。
    """
    assert tasks(draft) == ["培训评价组织应对接职业标准，开发等级标准。", "完善助学办法，困难学生可申请补助。"]


def test_of_whom_a_body_is_made_up_is_no_task(draft: documents.Draft) -> None:
    """
    青江省职业培训改革实施方案
    一、组织领导
    成立由副省长任组长、省直有关部门负责人参加的培训改革领导小组，统筹推进改革工作。领导小组由教育、财政、人社等部门组成，教育厅厅长任召集人。
    治理工作办公室设在省教育厅。领导小组办公室设在省教育厅，办公室主任由副厅长兼任。领导小组每季度研究一次工作。
    """
    assert tasks(draft)[1:] == ["领导小组每季度研究一次工作。"]
