"""More habits of documents nobody had shown the engine: who is to act, ledgers, figures; written anew."""

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import ends, roles
from xietong import documents


def test_a_note_that_the_first_of_every_list_leads_is_heeded(draft: documents.Draft) -> None:
    """
    青溪市教育重点任务分工方案
    一、重点任务
    1.新建学校3所。（责任单位：市教育局、市财政局、市住建局）
    2.招聘教师200名。（市教育局、市人社局）
    3.改造食堂。（牵头单位：市市场监管局；配合单位：市教育局）
    注：责任单位中排在首位的为牵头单位。
    """
    assert [role for _, role in roles(draft)] == ["lead", "support", "support", "lead", "support", "lead", "support"]


def test_who_joins_another_in_a_list_of_duties_supports(draft: documents.Draft) -> None:
    """
    青溪市教育重点任务分工方案
    一、重点任务
    1.新建学校3所。（市教育局会同市财政局、市住建局负责）
    2.招聘教师200名，由市教育局会同市人社局负责落实。
    """
    assert roles(draft) == [
        ("市教育局", "lead"),
        ("市财政局", "support"),
        ("市住建局", "support"),
        ("市教育局", "lead"),
        ("市人社局", "support"),
    ]


def test_shares_that_say_for_whom_or_how_much_each_gets_are_no_targets(draft: documents.Draft) -> None:
    """
    云浦省稳定就业若干意见
    一、支持企业
    新招用人员达到在职职工人数25%（超过100人的企业达到15%）并签订合同的，可申请贷款。
    对困难企业，按应缴社会保险费50%的标准确定返还额度。新增见习岗位3000个。
    """
    assert [str(one.value) for one in draft.targets] == ["3000"]


def test_a_general_office_and_other_departments_may_be_called_on(draft: documents.Draft) -> None:
    """
    综合园区高质量发展意见
    一、组织实施
    海关总署要继续做好牵头工作，优化布局。机构编制部门按程序做好登记。其他有关部门和单位要出台措施。
    """
    assert roles(draft) == [
        ("海关总署", "mentioned"),
        ("机构编制部门", "mentioned"),
        ("其他有关部门和单位", "mentioned"),
    ]


def test_what_rows_belong_to_is_a_task_where_it_is_a_whole_sentence() -> None:
    table = (
        "<h1>青溪区民生实事任务清单</h1><table><tr><th>序号</th><th>实事项目</th><th>工作举措</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td>新建成幼儿园7所，新增学位6800个。</td><td>完成主体施工；通过竣工验收。</td><td>教育局</td></tr>"
        "<tr><td>2</td><td>城乡公交提质</td><td>新增公交线路3条。</td><td>交通局</td></tr></table>"
    )
    draft = documents.read(table.encode(), "清单.html")
    assert tasks(draft) == [
        "新建成幼儿园7所，新增学位6800个。",
        "完成主体施工；",
        "通过竣工验收。",
        "新增公交线路3条。",
    ]
    assert [item.kind.value for item in draft.items] == ["task", "measure", "measure", "direction", "task"]


def test_a_column_beside_one_named_for_departments_is_still_a_column() -> None:
    table = (
        "<h1>青溪区重点任务分解表</h1><table><tr><th>类别</th><th>具体任务</th><th>牵头部门</th><th>参与部门</th></tr>"
        "<tr><td>布局</td><td>新建公办园3所</td><td>教育局</td><td>财政局</td></tr></table>"
        "<table><tr><th>编号</th><th>目标任务</th><th>主抓单位</th><th>协作单位</th></tr>"
        "<tr><td>1</td><td>完善学区制管理</td><td>教育局</td><td>各街道</td></tr></table>"
    )
    draft = documents.read(table.encode(), "清单.html")
    assert [one for one in roles(draft) if one[1] != "issuer"] == [
        ("教育局", "lead"),
        ("财政局", "support"),
        ("教育局", "lead"),
        ("各街道", "support"),
    ]


def test_a_law_whose_making_is_to_go_on_is_no_basis(draft: documents.Draft) -> None:
    """
    青溪省数据工作要点
    一、重点工作
    加快推进《青溪省数据条例》立法进程，落实《青溪省数据发展规划》。
    """
    assert [basis.title for basis in draft.basis] == ["青溪省数据发展规划"]


def test_who_guides_is_named_without_the_word(draft: documents.Draft) -> None:
    """
    青溪市校园垃圾分类方案
    一、主要任务
    推广可循环物品，建设分类收集点。（市商务局、市城管局指导）
    """
    assert roles(draft) == [("市商务局", "lead"), ("市城管局", "lead")]


def test_sections_numbers_idioms_and_cases_are_no_targets(draft: documents.Draft) -> None:
    """
    青溪市药品采购试点方案
    一、主要任务
    入围企业在3家及以上的，采取招标方式。推动服务走进千家万户，新建服务点300个。
    7.3 本方案自印发之日起实施。
    2018年12月31日之前已完成改制的单位，继续免征房产税。
    """
    assert [one.text for one in draft.targets] == ["300个"]
    assert ends(draft) == []


def test_a_year_that_was_looked_into_is_not_the_year_of_what_is_put_right(draft: documents.Draft) -> None:
    """
    青溪市对2019年度教育督导评估反馈意见的整改方案
    一、整改任务
    1.完成剩余3所配套园移交。整改时限：2020年8月底前。
    2.补足生均经费差额，12月底前到位。
    """
    assert [str(one.end) for one in draft.deadlines] == ["2020-08-31", "2020-12-31"]


def test_first_of_a_list_leads_where_the_note_names_the_list(draft: documents.Draft) -> None:
    """
    青溪市湾区教育合作方案
    本方案列出分工（列在任务分工首位的为牵头单位，其他为参加单位）。
    一、主要任务
    支持中小学缔结姊妹学校。（市教育局、市港澳办，各区人民政府）
    """
    assert roles(draft) == [("市教育局", "lead"), ("市港澳办", "support"), ("各区人民政府", "support")]


def test_who_sees_to_it_by_their_duties_beside_a_leader_supports(draft: documents.Draft) -> None:
    """
    青溪省高校振兴行动计划
    一、保障措施
    省教育厅牵头负责计划的组织实施，省财政厅、省科技厅等部门按职责分工抓好落实。
    """
    assert roles(draft) == [("省教育厅", "lead"), ("省财政厅", "support"), ("省科技厅", "support")]


def test_parties_that_also_sign_issue_once(draft: documents.Draft) -> None:
    """
    青溪湖区教育协作协议
    甲方：青溪市教育局
    乙方：白河市教育局
    一、合作宗旨
    坚持优势互补、互利共赢，携手打造区域合作样板。
    二、合作内容
    双方互派校长跟岗学习。
    青溪市教育局 白河市教育局
    2020年12月18日
    """
    assert [name for name, role in roles(draft) if role == "issuer"] == ["青溪市教育局", "白河市教育局"]
    assert [item.text for item in draft.items if item.kind == "task"] == ["双方互派校长跟岗学习。"]


def test_what_a_plan_is_called_for_short_is_no_task(draft: documents.Draft) -> None:
    """
    青溪市教育协同行动计划
    一、重点任务
    行动计划简称“123”计划，“1”即围绕新区建设，“2”即抓好两翼发展。
    遴选支持青年人才200名，给予稳定经费支持。
    """
    assert [item.text for item in draft.items if item.kind == "task"] == ["遴选支持青年人才200名，给予稳定经费支持。"]
    assert [one.text for one in draft.targets] == ["200名"]


def test_a_year_behind_its_subject_and_the_whole_year_are_times(draft: documents.Draft) -> None:
    """
    青溪市2024年学位建设工作方案
    一、主要任务
    全市2024年计划新建中小学11所。完成青溪2023年计划投资额。
    开展教研活动。完成时限：全年推进
    """
    assert [one.text for one in draft.deadlines] == ["2024年", "全年"]


def test_places_lead_for_their_governments_in_a_joint_plan(draft: documents.Draft) -> None:
    """
    长三角教育协作行动计划
    一、重点项目
    共建联合实验室5个以上。（上海牵头）
    联合举办校长论坛。（浙江牵头，江苏、安徽配合）
    """
    assert roles(draft) == [("上海", "lead"), ("浙江", "lead"), ("江苏", "support"), ("安徽", "support")]


def test_a_title_without_marks_is_told_by_its_number(draft: documents.Draft) -> None:
    """
    青溪市基础教育提质行动工作方案
    为贯彻落实青溪省教育厅 青溪省财政厅关于实施基础教育提质行动的意见（青教〔2023〕4号），制定本方案。
    一、主要任务
    新建学校3所。
    """
    assert [basis.title for basis in draft.basis] == ["青溪省教育厅 青溪省财政厅关于实施基础教育提质行动的意见"]
