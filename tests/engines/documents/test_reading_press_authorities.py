"""What education authorities announce in the press: who is to do what, by when, and what is only said of the plan."""

import pytest

from tests.engines.documents.test_reading_press_local import announce
from tests.engines.documents.test_reading_real_habits import tasks
from xietong import documents

ISSUED = "近日，青溪省教育厅印发《青溪省学前教育发展提升行动计划》。"


def called(draft: documents.Draft, role: str) -> list[str]:
    """The names of the bodies with a role."""
    return [unit.name for unit in draft.units if unit.role.value == role]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("计划要求各地以县为单位编好园舍布局规划。", ["各地"]),
        ("意见要求各级教育行政部门把托管服务纳入年度考核。", ["各级教育行政部门"]),
        ("各省（区、市）要制定生均拨款标准。", ["各省（区、市）"]),
        ("各省也要组织高校开展托管帮扶。", ["各省"]),
        ("省体育局会同省委编办、省财政厅，年底前完成教练员核编。", ["省体育局", "省委编办", "省财政厅"]),
        ("下一届会议由北山市教育局轮值承办，将开设四个分论坛。", ["北山市教育局"]),
        ("联席会议由北山市教育局、南河市教育局轮流召集，每年举办一次。", ["北山市教育局", "南河市教育局"]),
        ("年底前，各县（市、区）建成特殊教育资源中心。", ["各县（市、区）"]),
        ("市教育局将联合市规划局编制学校布局规划。", ["市教育局", "市规划局"]),
        ("市教育局将会同市体育局，用两年时间配齐器材。", ["市教育局", "市体育局"]),
        ("区教育局计划投入3800万元，为小学配齐课桌。", ["区教育局"]),
        ("市教育局将对任务实行三色管理。", ["市教育局"]),
        ("各地于2033年2月28日前将排查结果报送教育部。", ["各地"]),
        ("县级人民政府落实主体责任，学校与住宅同步建设。", ["县级人民政府"]),
        ("按照要求各校已完成整改。", []),
    ],
)
def test_who_is_required_to_do_something_is_mentioned(said: str, names: list[str]) -> None:
    draft = announce("青溪省发布学前教育行动计划", ISSUED, said)
    assert called(draft, "mentioned") == names


def test_a_paper_s_source_issues_nothing_where_others_did() -> None:
    draft = announce(
        "减负清单出台",
        "昨日，记者从省教育厅获悉，青溪省委办公厅、青溪省政府办公厅印发《关于减轻教师负担的若干措施》。",
        "措施提出，要建立进校园活动审批制度。",
    )
    assert called(draft, "issuer") == ["青溪省委办公厅", "青溪省政府办公厅"]


@pytest.mark.parametrize(
    "said",
    [
        "学前教育发展提升行动计划提出，到2035年，全省毛入园率达到97%以上，普惠性幼儿园覆盖率稳定在92%以上。",
        "方案明确到2035年，全省毛入园率稳定在97%以上。",
        "行动计划围绕“一轴”带动、“三圈”联动展开，简称“13”行动计划。",
        "《计划》以五年为周期，由总则、任务、保障三部分构成。",
        "《计划》提出，到2035年，建成一批示范园，形成部门协同的工作格局。",
        "一批新政4月1日起实施。",
        "日前，北山市教育局会同市财政局印发《北山市教育共富方案》及清单，26项任务明确了牵头单位。",
        "问：我省为什么要制定这个计划？",
        "校外培训监管司司长说。",
        "工作专班办公室负责人表示，前期摸排显示，全省有相关机构46家。",
    ],
)
def test_figures_a_plan_states_and_how_it_is_built_are_no_tasks(said: str) -> None:
    draft = announce("青溪省发布学前教育行动计划", ISSUED, said, "各地要新建公办园，扩大学位供给。")
    assert tasks(draft) == ["各地要新建公办园，扩大学位供给。"]


def test_lines_that_name_a_field_and_its_deed_part_an_announcement() -> None:
    draft = announce(
        "省教育厅发布2032年工作要点",
        "日前，青溪省教育厅印发《青溪省教育厅2032年工作要点》，记者梳理了有关内容。",
        "学前教育：增加托育点",
        "今年，全省新增托班托额3000个。",
        "高等教育：布局急需学科",
        "支持高校布局集成电路等学科。",
        "校园安全：配齐辅导老师",
        "每所学校配备一名专职辅导老师。",
    )
    assert [one.title for one in draft.outline] == [
        "学前教育：增加托育点",
        "高等教育：布局急需学科",
        "校园安全：配齐辅导老师",
    ]


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("自2033年春季学期起 全省实行大课间", "2032-12-31"),
        ("教育部门启动“智能+教育”专项行动 2035年覆盖中小学", "2032-12-31"),
        ("青溪2033年教育工作要点公布", "2033-12-31"),
    ],
)
def test_a_later_year_in_a_headline_is_the_text_s_own_only_where_work_bears_its_name(title: str, ends: str) -> None:
    draft = announce(title, ISSUED, "各校要在12月底前公布作息时间表。")
    assert [one.end.isoformat() for one in draft.deadlines if one.end] == [ends]


def test_a_place_may_lead_and_what_a_headline_calls_measures_is_to_be_done() -> None:
    said = "对寄宿制学校，按寄宿生人数增加公用经费。"
    draft = announce("青溪出台措施加强乡村学校建设", ISSUED, said, "在职教方面，北山市牵头建设教育集团5个。")
    assert tasks(draft)[0] == said
    assert called(draft, "lead") == ["北山市"]


def test_who_issued_it_with_the_paper_s_source_is_told_as_well() -> None:
    told = "青溪报讯（记者 李某）从省教育厅获悉，该厅近日会同省财政厅印发《关于加强乡村学校建设的措施》。"
    draft = announce("青溪出台措施加强乡村学校建设", told, "各县要编制布局规划。")
    assert called(draft, "issuer") == ["省教育厅", "省财政厅"]


def test_lines_of_two_parts_with_a_comma_part_an_announcement() -> None:
    lines = ["妥善布局，调整须听取村民意见", "改善条件，按100人核定经费", "配齐教师，向小校倾斜编制"]
    said = ["县里要编制学校布局规划。", "要改善食宿条件。", "要配齐音体美教师。"]
    draft = announce(
        "青溪出台措施加强乡村学校建设", ISSUED, *[one for pair in zip(lines, said, strict=True) for one in pair]
    )
    assert ([one.title for one in draft.outline], tasks(draft)) == (lines, said)


def test_a_group_in_charge_of_something_leads() -> None:
    draft = announce(
        "北山为教育立下三年计划", "青溪报讯 北山区日前发布《北山区教育三年行动计划》。", "各街道负责校园用地清拆。"
    )
    assert (called(draft, "issuer"), called(draft, "lead")) == (["北山区"], ["各街道"])


PLANS = {
    "a system that is ordered": (
        "青溪：全面实施教职工入职查询制度",
        "省教育厅、省公安厅日前联合下发通知，全面实施教职工入职查询制度。",
        "通知指出，学校招录教师前应当查询有关信息。",
        "各级教育行政部门要加强监督，每学年检查一次。",
    ),
    "a plan that came out, named by no title": (
        "青溪今年起分三批建设百所高中强基校",
        "青溪省教育厅近日公布高中强基校建设实施方案。",
        "从今年起，分三批建设100所强基校，首批30所9月前启动。",
    ),
    "a campaign that is ordered": (
        "青溪五部门联手整治校园餐",
        "近日，青溪省教育厅、省公安厅等五部门联合部署开展校园餐专项整治。",
        "整治重点查处食材采购方面问题。",
        "各地要在5月底前完成自查，建立问题台账。",
        "省里将组织两轮交叉检查。",
    ),
    "retired teachers to be hired": (
        "青溪将为乡村学校招聘5000名银龄教师",
        "省教育厅日前印发银龄讲学实施细则。从今年秋季学期起，面向社会公开招募退休教师5000名。",
        "县级教育部门要为银龄教师提供宿舍。",
    ),
    "a list with who is responsible": (
        "教育系统“书记项目”清单出炉",
        "市委教育工委近日公布2032年“书记项目”清单，每项均明确责任人。",
        "各区教育局要每月调度、每季度报送进展。",
    ),
    "a notice that starts something": (
        "教室照明2033年底前全部达标",
        "青溪省教育厅近日下发通知，启动教室照明改造行动。",
        "2033年底前全部达标，县级教育部门负责组织实施。",
    ),
    "a notice on one thing": (
        "青溪省教育厅最新通知来了",
        "青溪省教育厅办公室日前发出通知，就规范作业管理提出要求。",
        "各校要建立作业审核制度，各区教育局每月抽查一次。",
    ),
    "money for every year": (
        "青溪每年安排1.2亿元支持学前教育",
        "记者24日从青溪省财政厅获悉，省财政每年安排专项资金1.2亿元，到2035年累计支持新建幼儿园300所。",
        "各市财政部门要及时分解下达，不得截留挪用。",
    ),
    "what some are required to do": (
        "托管帮扶再扩围",
        "记者近日从教育部获悉，教育部将进一步扩大托管帮扶范围，2033年新增帮扶县中60所。",
        "教育部要求，受援县要给予编制保障，不得抽调教师。",
    ),
}
OTHERS = {
    "what a deputy proposes": (
        "政协委员：建议将学前教育纳入义务教育",
        "政协委员提交提案，建议到2035年将学前一年纳入义务教育，中央财政每年安排500亿元。",
    ),
    "what a former minister thinks": (
        "教育部原副部长：规划学校布局要算大账",
        "他回忆，过去学校减少了一半。在他看来，未来的布局应当尊重家长的选择。",
    ),
    "a column on a book": ("书评｜《教育规划的逻辑》", "全书分六章。作者指出，规划不应只是数字。推荐一读。"),
    "a guide for those who go abroad": (
        "留学新规划：秋季入学申请攻略",
        "第一步，6月前确定院校；第二步，8月前准备好成绩。热门专业应尽早申请。",
    ),
    "a notice of a register": (
        "关于教师学时登记的通知",
        "各学校：",
        "学时登记工作即将开始，现将有关事项通知如下。登记时间为11月1日至11月20日，逾期不予补登。",
    ),
    "a call for teachers": (
        "市教育局发布2032年公开招聘教师方案",
        "直属学校面向社会公开招聘教师120名。",
        "报名时间为4月8日至12日，应聘人员须具有教师资格。",
    ),
    "what a firm will do": (
        "某集团发布“万校计划” 股价大涨",
        "某集团昨日在港交所发布公告，宣布启动“万校计划”，三年内合作学校达到1万所，预计营收增长30%。",
    ),
    "what a family sets itself": (
        "一份寒假计划表 家长请收好",
        "班主任支招：每天7点半起床，上午完成作业2小时，下午运动不少于1小时。",
    ),
    "a law that comes into force": (
        "新修订的校园安全法明年起施行",
        "会议表决通过《校园安全法》，自2033年1月1日起施行。",
        "法律规定学校应当完成培养方案规定的安全课程。",
    ),
    "an agreement of years ago": (
        "订单班学员今日走上岗位",
        "青溪学院与某企业的订单班今日结业，46名学员被录用。2029年，双方签署校企合作协议，共建实训中心3个。",
    ),
    "talk of a report": (
        "代表热议教育强国目标",
        "政府工作报告提出建设教育强国，引发热议。有代表说，要让每个孩子享有公平的教育，今年要加快立法。",
    ),
    "a plan looked into at its end": (
        "教育规划纲要目标全面实现",
        "教育部发布《教育规划纲要（2020—2030年）》终期评估报告。评估显示，规划纲要确定的目标全面实现。",
        "专家表示，十年间重大改革项目落地见效。",
    ),
    "a plan that is done": (
        "教师培训计划圆满完成",
        "今年培训共开设28个班次，参训教师6300人，满意率98.6%。",
    ),
}


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_what_an_authority_orders_is_a_plan(kind: str) -> None:
    assert announce(*PLANS[kind]).is_plan


@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_words_of_plans_make_none(kind: str) -> None:
    draft = announce(*OTHERS[kind])
    assert (draft.is_plan, draft.items) == (False, ())


@pytest.mark.parametrize(
    "said",
    [
        "今年先期启动100所，由市财政给予奖补。",
        "学校可聘请退休教师参与，但须严格审核资质。",
        "该局要求，各校制定午休方案，安排教师值守。",
        "各地要对近年来进校园的活动进行排查，发现问题立即叫停。",
        "学前教育：新建公办园100所，托位数增加1万个。",
    ],
)
def test_what_is_told_of_in_passing_is_a_task(said: str) -> None:
    assert tasks(announce("北山为学校扩容", ISSUED, said)) == [said]
