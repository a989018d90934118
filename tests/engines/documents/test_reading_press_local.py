"""News of what a county or a city will do: lists of deeds for the year, answers on a plan, festivals as times."""

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents

POST = "---\ntitle: '%s'\nauthor: 青溪网\ndate: Wed, 24 Mar 2032 08:04:11 GMT\n---\n\n<div>\n%s\n</div>\n"


def announce(title: str, *paragraphs: str) -> documents.Draft:
    """Read a post of the press: a headline and its paragraphs."""
    body = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    return documents.read((POST % (title, body)).encode(), "post.md")


PLANS = {
    "rules that order work": (
        "青溪：校长轮岗有新规",
        "日前，青溪市教育局、青溪市财政局印发《关于进一步推进校长教师轮岗的若干规定》。",
        "其中要求，每年轮岗人数不低于符合条件教师的10%。",
    ),
    "what a province asks for": (
        "江西与各市签订均衡发展责任书",
        "在3月24日召开的推进会上，副省长代表省政府与各市签订了均衡发展责任书。",
        "江西要求，要加快缩小城乡差距，到2035年，全省95%以上的小学达到标准。",
    ),
    "questions on a plan": (
        "问答：县域学前教育怎么推进？",
        "问：《方案》出台的背景是什么？",
        "答：近年来，全县学前教育快速发展。县教育局会同县财政局研究起草了《北山县学前教育工作方案》。",
        "问：重点任务有哪些？",
        "答：一是新建公办园18所。二是治理配套园，6月底前移交到位。",
    ),
    "a list of deeds that came out": (
        "青溪市2032年度民生实事项目出炉",
        "昨天下午，市人大会议确定以下项目为青溪市政府民生实事项目——",
        "1.普惠托育项目",
        "●全市新增托育机构100家。",
        "2.优学项目",
        "●全市竣工小学8所。",
    ),
    "lines that a report sets": (
        "今年两会将这样影响你的生活",
        "3月14日，市人代会开幕，市长作政府工作报告，回顾2031年工作、安排2032年工作。",
        "2032年，青溪人的生活将有哪些新变化？一起来看！",
        "新建幼儿园50所，新增托位1万个",
        "新组建25个教育集团",
        "打通断头路20条",
    ),
    "so many schools that will": (
        "北山三年连建 63所中小学将换新颜",
        "为优化资源配置，县财政筹资3亿元，支持开展第二期连建工程，计划完成63所中小学的新建任务。",
    ),
    "so much for schools this year": (
        "青溪今年投入1.5亿元建设特教学校",
        "青溪网3月24日讯 记者日前获悉，今年投入建设的22所学校规模达6.4万平方米。",
        "该市今年将投入1.5亿元用于特教学校建设。",
    ),
    "whom a programme will hire": (
        "银发讲学计划今年将招募500名退休教师",
        "省里启动了银发讲学计划，今年将招募500名退休教师。",
    ),
    "a policy of the coming year": (
        "2033年更加积极的教育财政政策将着力惠民生",
        "记者从省财政厅了解到，2033年，全省将继续扩大教育支出，优化支出结构。",
        "将实施学位补助，支持各地新建学校。",
    ),
}


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_news_of_what_a_place_will_do_is_a_plan(kind: str) -> None:
    assert announce(*PLANS[kind]).is_plan


def test_an_essay_on_how_plans_are_written_is_none() -> None:
    told = "笔者以为，首先要摸清家底，其次要找准定位。"
    draft = announce("职业教育规划该如何编制", "到2035年，我国将建成教育强国。规划要面向未来。", told)
    assert not draft.is_plan


def test_a_headline_further_down_does_not_replace_that_of_the_page() -> None:
    draft = announce(
        "美称将打击目标 伊朗称已回击", "美军26日出动战机打击了设施。", "黎以达成三方框架协议", "三方将推进安全合作。"
    )
    assert draft.source.title == "美称将打击目标 伊朗称已回击"
    assert not draft.is_plan


TIMES = {
    "“六一”前，城区幼儿园食堂全部实现明厨亮灶，各园要按时完成。": [(None, "2032-06-01")],
    "教师节前完成2000套周转房的分配，各县要张榜公布。": [(None, "2032-09-10")],
    "第一批周转房安排在明年建设，第二批安排在后年建设。": [("2033-01-01", "2033-12-31"), ("2034-01-01", "2034-12-31")],
    "今年该市将筹集资金600万元，新校舍目前已完成土建，计划于今年9月投入使用。": [
        ("2032-01-01", "2032-12-31"),
        ("2032-09-01", "2032-09-30"),
    ],
    "今年首批计划投资3000万元，新建6所幼儿园。": [("2032-01-01", "2032-12-31")],
    "省教育厅部署开展春季学期近视防控宣传，各校要加强管理。": [],
    "各地要落实《关于做好2033年秋季学期教材工作的通知》要求，加强管理。": [],
    "各地要推动校长轮岗的制度化、常态化，加强管理。": [],
    "这是记者从3月20日省教育厅召开的会议上获悉的，全省将加强管理。": [],
}


@pytest.mark.parametrize("sentence", sorted(TIMES))
def test_times_as_the_press_tells_them(sentence: str) -> None:
    draft = announce("青溪市印发教育行动计划", "近日，青溪市教育局印发《青溪市教育行动计划》。", sentence)
    found = [(one.start and str(one.start), one.end and str(one.end)) for one in draft.deadlines]
    assert found == TIMES[sentence]


FIGURES = {
    "在甲镇、乙镇、丙镇新建3所乡镇幼儿园。": [3],
    "首批揭牌的4家教育集团将推进错位培养。": [],
    "吸纳毕业生人数要达到企业现有职工人数的1%以上。": [1],
    "围绕待遇等推出20条“干货”，提高教师待遇。": [],
}


@pytest.mark.parametrize("sentence", sorted(FIGURES))
def test_figures_as_the_press_tells_them(sentence: str) -> None:
    draft = announce("青溪市印发教育行动计划", "近日，青溪市教育局印发《青溪市教育行动计划》。", sentence)
    assert [int(target.value) for target in draft.targets] == FIGURES[sentence]


UNITS = {
    "由上海市青浦区牵头，江苏省苏州市吴江区、浙江配合，共建名师工作室。": [
        ("上海市青浦区", "lead"),
        ("江苏省苏州市吴江区", "support"),
        ("浙江", "support"),
    ],
    "教育部门牵头负责摸排，民政、人社、工商等部门按各自职责参与。": [
        ("教育部门", "lead"),
        ("民政", "support"),
        ("人社", "support"),
        ("工商", "support"),
    ],
    "《计划》提出各地要统筹经费渠道。": [("各地", "mentioned")],
    "记者获悉，东湖区将新建学校10所，近年来我市将改造20所。": [],
    "市教委会同市民政局对现有机构重新登记。": [("市教委", "mentioned"), ("市民政局", "mentioned")],
}


@pytest.mark.parametrize("sentence", sorted(UNITS))
def test_bodies_as_the_press_names_them(sentence: str) -> None:
    draft = announce("某地印发教育行动计划", "《某地教育行动计划》3月印发。", sentence)
    assert roles(draft) == UNITS[sentence]


ISSUERS = {
    "本报综合消息 省教育厅、省体育局日前联合下发通知，印发《足球场地规划》。": ["省教育厅", "省体育局"],
    "宁夏教育厅、编办、财政厅、人社厅最近联合下发《关于推进校长轮岗的意见》。": [
        "宁夏教育厅",
        "编办",
        "财政厅",
        "人社厅",
    ],
    "副省长代表省政府与各市州签订了推进均衡发展责任书。": ["省政府"],
    "记者8日从重庆市教委、四川省教育厅联合召开的通气会上获悉，川渝将共建联盟。": ["重庆市教委", "四川省教育厅"],
    "省教育厅、省财政厅近日启动新一轮“名师培养工程”。": ["省教育厅", "省财政厅"],
    "县教育局会同县发改局、县财政局研究起草了《北山县学前教育方案》。": ["县教育局", "县发改局", "县财政局"],
}


@pytest.mark.parametrize("sentence", sorted(ISSUERS))
def test_who_issued_as_the_press_tells_it(sentence: str) -> None:
    draft = announce("三年行动计划发布", sentence, "《行动计划》提出，到2035年，新建学校20所。")
    assert [name for name, role in roles(draft) if role == "issuer"] == ISSUERS[sentence]


TASKS = {
    "对整改不到位的学校，一律停业整顿。": True,
    "对从教满20年的教师，由市政府颁发荣誉证书。": True,
    "从2032年秋季学期起，两县互派骨干教师跟岗。": True,
    "天北片区等优质资源相对不足的地区将相继新建中学。": True,
    "该校计划投资3588万元，招生200名。": True,
    "其中，甲区、乙区各新增20个班。": True,
    "与2031年相比，新增14项。": False,
    "报告显示，2031年北山县待遇水平达207元，全省第二。": False,
}


@pytest.mark.parametrize("sentence", sorted(TASKS))
def test_tasks_as_the_press_tells_them(sentence: str) -> None:
    draft = announce("青溪今年新建学校20所", "记者从市教育局获悉，今年青溪市将新建学校20所。", sentence)
    assert (sentence in tasks(draft)) is TASKS[sentence]


def test_what_a_source_says_at_once_is_told_in_the_first_sentence() -> None:
    told = "按照该市计划，2033年，全市将新建学校20所。"
    assert tasks(announce("青溪新建学校20所", told, "近日天气晴好。")) == [told]


def test_sub_headlines_with_a_blank_part_the_news() -> None:
    draft = announce(
        "北山五年新建幼儿园86所",
        "原标题：北山五年新建幼儿园86所",
        "近日，北山县制定了学前教育布局规划。",
        "城区增园 农村补点",
        "根据规划，北山县将新建幼儿园48所。",
        "配足教师 提高待遇",
        "通过公开招考，每年补充教师150名。",
        "部门联动 压实责任",
        "县教育局牵头，县财政局配合。",
    )
    assert [one.title for one in draft.outline if one.level] == [
        "城区增园 农村补点",
        "配足教师 提高待遇",
        "部门联动 压实责任",
    ]


def test_a_feature_that_asks_around_is_no_plan() -> None:
    draft = announce(
        "课间怎样才能动起来",
        "前不久，青溪市教育局等八部门印发《学生体质提升行动计划》，《计划》提出，各校要增加课间活动，每天组织大课间。",
        "“孩子下课也坐着。”家长王女士说。李平（化名）认为，各校要多安排活动。",
        "受访教师表示欢迎。调查显示，八成受访家长担心场地不够。有网友说，学校门口车太多。",
        "体育老师告诉记者，学校要修好操场。",
    )
    assert not draft.is_plan
