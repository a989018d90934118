"""Sentences in, bodies out: who leads, who supports, who issues; told by how names of institutions are built."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.documents.saying import passage
from xietong import documents
from xietong.documents.draft import Unit
from xietong.documents.passage import Setting
from xietong.documents.units import find_units


def _units(text: str, **bearings: object) -> tuple[Unit, ...]:
    return find_units(passage(text, **{"year": 2021, **bearings}))  # type: ignore[arg-type]


def _roles(text: str, **bearings: object) -> dict[str, str]:
    return {unit.name: str(unit.role) for unit in _units(text, **bearings)}


def _leads(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "lead")


def _supports(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "support")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位：市教委、市财政局）", _leads("市教委", "市财政局")),
        (
            "（牵头单位：省教育厅；责任单位：省财政厅，各市县人民政府）",
            _leads("省教育厅") | _supports("省财政厅", "各市县人民政府"),
        ),
        (
            "（责任单位：市教委；配合单位：各区县政府；完成时限：2022年底）",
            _leads("市教委") | _supports("各区县政府"),
        ),
        (
            "牵头单位：市教委    配合单位：市财政局、市人力社保局",
            _leads("市教委") | _supports("市财政局", "市人力社保局"),
        ),
        (
            "责任单位：市教委（牵头）、市交通委（市道运局）、有关高校等",
            _leads("市教委") | _supports("市交通委（市道运局）", "有关高校"),
        ),
        ("川方责任单位：四川省教育厅；渝方责任单位：重庆市教委。", _leads("四川省教育厅", "重庆市教委")),
        ("〔责任部门：人事处、教务处〕", _leads("人事处", "教务处")),
        ("责任单位：团市委、市妇联、市教育局 市公安局", _leads("团市委", "市妇联", "市教育局", "市公安局")),
    ],
)
def test_labels_give_roles(text: str, expected: dict[str, str]) -> None:
    assert _roles(f"推进项目建设。{text}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "（省教育厅牵头，省发展改革委、省财政厅、各县（市、区）政府配合）",
            _leads("省教育厅") | _supports("省发展改革委", "省财政厅", "各县（市、区）政府"),
        ),
        ("（市教委、市财政局按职责分工负责）", _leads("市教委", "市财政局")),
        (
            "（市教委牵头，市发展改革委、财政局等按职责分工负责）",
            _leads("市教委") | _supports("市发展改革委", "财政局"),
        ),
        ("（市教委负责，市财政局配合）", _leads("市教委") | _supports("市财政局")),
        ("（省教育厅会同省财政厅负责）", _leads("省教育厅") | _supports("省财政厅")),
        (
            "（省委组织部、团省委、省妇联，各市、县（市、区）人民政府负责）",
            _leads("省委组织部", "团省委", "省妇联", "各市、县（市、区）人民政府"),
        ),
        ("（市教委、市财政局）", _leads("市教委", "市财政局")),
        ("（县教育和体育局，6月底前完成）", _leads("县教育和体育局")),
        ("（高等教育处、研究生处）", _leads("高等教育处", "研究生处")),
        ("（市人力资源和社会保障局和市财政局负责）", _leads("市人力资源和社会保障局", "市财政局")),
        (
            "（教育部、国家发展改革委、工业和信息化部等按职责分工负责）",
            _leads("教育部", "国家发展改革委", "工业和信息化部"),
        ),
    ],
)
def test_brackets_that_close_a_sentence_give_roles(text: str, expected: dict[str, str]) -> None:
    assert _roles(f"推进项目建设。{text}") == expected


def test_prose_gives_roles() -> None:
    text = "由省教育厅牵头，省财政厅、省人力资源和社会保障厅配合，制定办法。"
    assert _roles(text) == _leads("省教育厅") | _supports("省财政厅", "省人力资源和社会保障厅")


def test_a_body_called_on_in_running_text_is_a_mention_and_one_in_charge_leads() -> None:
    assert _roles("各区县教育局要加强管理。") == {"各区县教育局": "mentioned"}
    assert _roles("教育部门负责指导，财政部门负责保障。") == _leads("教育部门", "财政部门")


@pytest.mark.parametrize(
    "text",
    [
        "健全政府负责、部门协同的机制。",
        "实行校长负责制。",
        "建设幼儿园（小学、中学）食堂。",
        "根据教育部印发的通知，做好工作。",
        "经市政府同意，现印发给你们。",
        "加强家校社配合。",
        "开展试点（示范区、实验区）建设。",
    ],
)
def test_generic_words_cited_and_approving_bodies_are_no_units(text: str) -> None:
    assert _roles(text) == {}


def test_columns_of_a_ledger_give_roles() -> None:
    text = "序号\t任务\t牵头单位\t责任单位\t完成时限\n1\t建校\t市教委\t市财政局、市住房城乡建委 各区县\t长期"
    assert _roles(text) == _leads("市教委") | _supports("市财政局", "市住房城乡建委", "各区县")


def test_a_column_of_responsible_units_leads_where_no_lead_stands_beside_it() -> None:
    assert _roles("任务\t责任单位\n建校\t市教委、市财政局") == _leads("市教委", "市财政局")


def test_a_header_over_several_columns_counts_only_where_its_parts_name_bodies() -> None:
    text = "任务\t责任分工\t\n\t分管领导\t责任科室\n建校\t王某\t基建科"
    assert _roles(text).get("基建科") == "lead"


def test_title_signature_and_drawing_up_name_the_issuers_once() -> None:
    text = (
        "关于印发行动计划的通知\n各区县教委：\n现将计划印发给你们。\n重庆市教育委员会  四川省教育厅\n2021年11月23日\n"
        "为贯彻落实纲要，重庆市教委、四川省教育厅根据协议，共同研究制定本计划。"
    )
    found = [(unit.name, str(unit.role)) for unit in _units(text, setting=Setting.FRONT)]
    assert found == [("重庆市教育委员会", "issuer"), ("四川省教育厅", "issuer")]


def test_the_body_before_a_title_is_the_issuer_and_the_addressee_is_none() -> None:
    text = "云江省教育厅等五部门关于印发实施方案的通知\n各市教育局：\n请认真执行。"
    assert _roles(text, setting=Setting.FRONT) == {"云江省教育厅": "issuer"}


def test_short_names_resolve_by_the_documents_own_region() -> None:
    text = "重庆市教育委员会关于印发方案的通知\n建设学校。（市教委、市财政局、团市委、市委组织部负责）"
    resolved = {unit.name: (unit.resolved, unit.party) for unit in _units(text)}
    assert resolved["市教委"] == ("重庆市教育委员会", "渝")
    assert resolved["市财政局"] == ("重庆市财政局", "渝")
    assert resolved["市委组织部"] == ("中共重庆市委组织部", "渝")
    assert resolved["团市委"][0] == "中国共产主义青年团重庆市委员会"


def test_two_sides_each_resolve_to_their_own_place() -> None:
    text = "川渝教育合作计划\n重庆市教委、四川省教育厅共同制定本计划。\n建设联盟。（市教委、省教育厅负责）"
    resolved = {unit.name: (unit.resolved, unit.party) for unit in _units(text, setting=Setting.FRONT)}
    assert resolved["市教委"] == ("重庆市教育委员会", "渝")
    assert resolved["省教育厅"] == ("四川省教育厅", "川")


_PIECES = st.sampled_from(
    [
        "市教委",
        "省教育厅",
        "各县（市、区）政府",
        "有关高校",
        "牵头",
        "配合",
        "负责",
        "责任单位：",
        "牵头单位：",
        "（",
        "）",
        "〔",
        "〕",
        "、",
        "，",
        "；",
        "。",
        "和",
        "等",
        "由",
        "\n",
        "\t",
        "2022年底",
        "关于",
        "印发",
        "2021年3月1日",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_is_read_without_trouble_and_quoted_exactly(text: str) -> None:
    told = passage(text, year=2021)
    found = find_units(told)
    assert found == find_units(told)
    for unit in found:
        assert unit.name == text[unit.span.start : unit.span.end]
        assert unit.name.strip()


def test_a_table_flattened_to_lines_keeps_the_roles_of_its_columns() -> None:
    text = (
        "序号\n重点任务\n牵头责任单位\n责任单位\n1\n建设学校。\n县教育局\n县财政局，各乡镇人民政府。\n"
        "2\n培训教师。\n县人社局\n县各有关单位"
    )
    assert _roles(text) == _leads("县教育局", "县人社局") | _supports("县财政局", "各乡镇人民政府", "县各有关单位")


def test_lead_and_responsible_units_on_lines_of_their_own_belong_together() -> None:
    text = "牵头单位：市教育局\n责任单位：市财政局\n\n另起一段。\n责任单位：市公安局"
    assert _roles(text) == _leads("市教育局", "市公安局") | _supports("市财政局")


def test_columns_of_two_sides_both_lead() -> None:
    text = "任务\t渝方责任单位\t川方责任单位\n共建联盟\t重庆市教委\t四川省教育厅"
    assert _roles(text) == _leads("重庆市教委", "四川省教育厅")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("某方案\n市教育局　市财政局\n为做好工作，制定本方案。", ["市教育局", "市财政局"]),
        (
            "云江省教育厅、云江省财政厅制定的《实施方案》已经省政府同意，现转发给你们。",
            ["云江省教育厅", "云江省财政厅"],
        ),
        ("甲方：甲江市教育局\n乙方：乙江市教育局\n双方约定如下。", ["甲江市教育局", "乙江市教育局"]),
        ("日前，教育部、财政部（以下简称两部）印发《若干意见》。", ["教育部", "财政部"]),
        ("记者近日从云江省教育厅获悉，行动方案正式发布。", ["云江省教育厅"]),
        ("经甲江省教育厅、乙江市教育委员会协商一致，决定开展合作。", ["甲江省教育厅", "乙江市教育委员会"]),
        ("云教发〔2023〕3号 云江市人民政府办公室关于印发方案的通知\n各单位：", ["云江市人民政府办公室"]),
    ],
)
def test_the_front_names_the_issuers_in_many_ways(text: str, names: list[str]) -> None:
    found = [unit.name for unit in _units(text.replace("　", "  "), setting=Setting.FRONT) if unit.role == "issuer"]
    assert found == names


def test_groups_of_authorities_are_no_issuers() -> None:
    assert _roles("三地教育部门签署了合作协议。", setting=Setting.FRONT) == {}


def test_a_mechanism_described_gives_no_duty() -> None:
    assert _roles("建立由教育部门牵头、有关部门配合的工作机制。") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What 等 sums up is left out, what 及 adds is a body of its own.
        (
            "（人民银行、银保监会牵头，财政部等国务院相关部门及各地区按职责分工负责）",
            _leads("人民银行", "银保监会") | _supports("财政部", "各地区"),
        ),
        ("（商务部、供销合作总社等和各有关省级人民政府负责）", _leads("商务部", "供销合作总社", "各有关省级人民政府")),
        ("（科技司、中国贸促会、国务院办公厅负责）", _leads("科技司", "中国贸促会", "国务院办公厅")),
        ("（各地区、各部门负责）", _leads("各地区", "各部门")),
        ("（市教育局牵头，各区、县级市配合）", _leads("市教育局") | _supports("各区、县级市")),
        ("（责任单位：各县（市、区）人民政府、管委会）", _leads("各县（市、区）人民政府、管委会")),
        ("【责任单位：市教育局、市财政局】", _leads("市教育局", "市财政局")),
        ("（责任单位：市教育局；市直有关部门配合）", _leads("市教育局") | _supports("市直有关部门")),
        ("（市教育局负责牵头，市财政局负责配合）", _leads("市教育局") | _supports("市财政局")),
        (
            "（省教育厅牵头，省财政厅、人力资源社会保障厅等配合，完成时限：2025年底）",
            _leads("省教育厅") | _supports("省财政厅", "人力资源社会保障厅"),
        ),
        ("（教育厅、财政厅，列首位者为牵头单位，下同）", _leads("教育厅") | _supports("财政厅")),
        ("（牵头单位：市教育局，责任单位：各责任单位）", _leads("市教育局") | _supports("各责任单位")),
        ("（生态环境部牵头，试点市政府负责。以下各项均同）", _leads("生态环境部") | _supports("试点市政府")),
        (
            "〔责任单位：市教育局，市财政局、各县（市、区）人民政府，逗号前为牵头单位，下同〕",
            _leads("市教育局") | _supports("市财政局", "各县（市、区）人民政府"),
        ),
        (
            "（省教育厅牵头负责，各市、州人民政府负责落实。以下任务均需各学校落实，不再列出）",
            _leads("省教育厅", "各学校") | _supports("各市、州人民政府"),
        ),
        ("（县教育局、县公安局根据单位职责分别牵头负责）", _leads("县教育局", "县公安局")),
        ("（责任单位：县、区政府，市教育局）", _leads("县、区政府", "市教育局")),
        ("由各级政府和用人单位给予补贴。", {"各级政府": "mentioned"}),
    ],
)
def test_lists_as_offices_write_them(text: str, expected: dict[str, str]) -> None:
    assert _roles(f"推进项目建设。{text}") == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上述任务，各牵头部门要细化举措。", ["各牵头部门"]),
        ("请各责任（配合）单位要加强协调。", ["各责任（配合）单位"]),
        ("会议要求，三省市教育厅（教委）要健全机制。", ["三省市教育厅（教委）"]),
        ("有关要求 （一）各县（市、区）教育局要对照清单落实。", ["各县（市、区）教育局"]),
        ("市教育局、市财政局等部门各司其职。", ["市教育局", "市财政局"]),
        ("各省（区、市）要落实生均经费标准。", ["各省（区、市）"]),
        ("各省（自治区、直辖市）和各部属高校应报送方案。", ["各省（自治区、直辖市）", "各部属高校"]),
        ("各省应当将教育经费列入预算。", ["各省"]),
        ("各省、自治区、直辖市和新疆生产建设兵团要加强指导。", ["各省、自治区、直辖市", "新疆生产建设兵团"]),
        ("全省要实现优质均衡。", []),
        (
            "省教育厅要会同省委编办、省人力资源社会保障厅、省财政厅建立协调机制。",
            ["省教育厅", "省委编办", "省人力资源社会保障厅", "省财政厅"],
        ),
        ("万州、达州、开州教育部门要于6月底前完成组建。", ["万州", "达州", "开州教育部门"]),
        ("充分发挥省委教育工作领导小组统筹协调作用。", []),
        ("强化市教育督导委员会统筹作用，建立督导机制。", []),
        ("各县教育局7月20日前报送总结。", ["各县教育局"]),
        ("第四条 省级教育部门应当加强检查。", ["省级教育部门"]),
        ("成员由市教育局等部门负责同志担任。", []),
        ("拓展部门联合监管的范围。", []),
        ("加大部门联合培训的力度。", []),
        ("市政府督查室会同有关部门开展督查。", ["市政府督查室"]),
        ("两地教育部门联合发布行动计划。", []),
    ],
)
def test_running_text_calls_on_bodies(text: str, names: list[str]) -> None:
    assert [unit.name for unit in _units(text) if str(unit.role) == "mentioned"] == names


def test_who_will_be_in_charge_leads() -> None:
    leads = {"省教科院": "lead", "市教科院": "lead"}
    assert _roles("省教科院、市教科院将共同负责遴选工作。") == leads


def test_a_duty_stands_before_the_first_heading_too() -> None:
    assert _roles("各责任单位要制定方案。", setting=Setting.FRONT) == {"各责任单位": "mentioned"}


def test_who_drew_the_plan_up_together_with_others_issues_it() -> None:
    text = "根据要求，县教育局会同县财政局、县发改局制定了《行动计划》，现印发给你们。"
    assert _roles(text, setting=Setting.FRONT) == dict.fromkeys(("县教育局", "县财政局", "县发改局"), "issuer")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（负责部门：发展改革委、粮食和储备局，适用范围：东海片区）", ["发展改革委", "粮食和储备局"]),
        ("（人力资源社会保障部等有关部门和单位负责）", ["人力资源社会保障部"]),
        ("责任单位：各省、自治区、直辖市教育厅（教委）", ["各省、自治区、直辖市教育厅（教委）"]),
        ("责任单位：各市、县（市、区）人民政府、市教育局", ["各市、县（市、区）人民政府", "市教育局"]),
        ("责任单位：各市、县（市、区）人民政府、管委会，市教育局", ["各市、县（市、区）人民政府、管委会", "市教育局"]),
        ("责任单位：各市、县（市、区）人力资源社会保障局", ["各市、县（市、区）人力资源社会保障局"]),
        ("责任单位及责任人：县教育局（张三）、县住建局（李四光）", ["县教育局", "县住建局"]),
        ("自由贸易试验区联席会议办公室要加强统筹。", ["自由贸易试验区联席会议办公室"]),
        ("各有关地区和部门要高度重视。", ["各有关地区和部门"]),
    ],
)
def test_names_that_hold_a_mark_stay_whole_and_others_do_not(text: str, names: list[str]) -> None:
    assert [unit.name for unit in _units(text)] == names


def test_cells_that_stand_some_blanks_apart_keep_their_columns() -> None:
    text = (
        "序号    重点任务    牵头单位    责任单位    完成时限\n"
        "1    新建幼儿园12所    市教育局    市财政局、市自然资源局    12月底前\n"
        "2    组建集团8个    市教育局    各县（市、区）政府    6月底前\n以上任务请抓紧。"
    )
    assert [(unit.name, str(unit.role)) for unit in _units(text)] == [
        ("市教育局", "lead"),
        ("市财政局", "support"),
        ("市自然资源局", "support"),
        ("市教育局", "lead"),
        ("各县（市、区）政府", "support"),
    ]


@pytest.mark.parametrize("brackets", ["（）", "()", "〔〕", "﹝﹞", "【】", "[]", "〈〉"])
def test_any_bracket_holds_a_labelled_list(brackets: str) -> None:
    text = f"推进项目建设。{brackets[0]}牵头单位：市教委；配合单位：市交通委（市道运局）、市财政局{brackets[1]}"
    assert _roles(text) == _leads("市教委") | _supports("市交通委（市道运局）", "市财政局")


def test_a_sentence_may_say_no_more_than_who_is_in_charge() -> None:
    assert _roles("两地每年互派教师。甲市教委、乙省教育厅共同负责。") == _leads("甲市教委", "乙省教育厅")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("省委办公厅、省政府办公厅近日印发《行动计划》，并发出通知。", ["省委办公厅", "省政府办公厅"]),
        ("市委、市政府印发《行动计划》。", ["市委", "市政府"]),
        ("由市教育局牵头起草的《行动计划》正式出台。", ["市教育局"]),
        ("《行动计划》由省教育厅、省财政厅联合印发，明确了目标。", ["省教育厅", "省财政厅"]),
        ("教育部举行新闻发布会，介绍教育部、财政部联合印发的《行动计划》。", ["教育部", "财政部"]),
        ("某社北京7月1日电 国务院办公厅日前印发《行动计划》。", ["国务院办公厅"]),
        ("近日，青溪市教育科学研究院印发《行动计划》。", ["青溪市教育科学研究院"]),
    ],
)
def test_news_tells_who_issued_a_plan(text: str, names: list[str]) -> None:
    found = _units(f"行动计划出台\n{text}", setting=Setting.FRONT)
    assert [unit.name for unit in found if str(unit.role) == "issuer"] == names


@pytest.mark.parametrize(
    "name",
    ["青溪县城关镇中心校", "青溪市教育局党组", "青溪市“双减”工作专班", "市深化教育改革领导小组办公室", "青溪村小学"],
)
def test_bodies_of_many_kinds_sign(name: str) -> None:
    text = f"教育提升行动方案\n加强师资建设。\n{name}\n2023年3月6日"
    assert _roles(text, setting=Setting.FRONT)[name] == "issuer"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("建设基地（市教育局、青少年宫、市财政局）。", ["市教育局", "青少年宫", "市财政局"]),
        ("支持两所高校（青溪大学、青溪学院）。", []),
        ("扩大学位（含公办、民办）。", []),
        ("建设三大体系（课程、教材、评价）。", []),
        ("责任单位：各县（市、区）、市财政局", ["各县（市、区）", "市财政局"]),
        ("责任单位：各市、县财政局", ["各市、县财政局"]),
    ],
)
def test_a_bracket_of_bodies_bears_an_odd_one_and_other_brackets_hold_none(text: str, names: list[str]) -> None:
    assert [unit.name for unit in _units(text)] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("牵头单位为市教育局，配合单位为市财政局。", _leads("市教育局") | _supports("市财政局")),
        ("工作由基教科负责落实，人事科、计财科协助。", _leads("基教科") | _supports("人事科", "计财科")),
        ("成立由市教育局牵头、市财政局参加的专班。", _leads("市教育局") | _supports("市财政局")),
        ("推进示范区建设，沪苏浙皖按职责分工负责。", _leads("沪苏浙皖")),
        ("推进示范区建设。（牵头：沪、苏；参与：浙、皖）", _leads("沪", "苏") | _supports("浙", "皖")),
        ("会议由川渝双方轮流牵头，轮值方江苏省教育厅负责组织。", _leads("川渝双方", "江苏省教育厅")),
    ],
)
def test_sentences_give_roles_too(text: str, expected: dict[str, str]) -> None:
    assert _roles(text) == expected


def test_who_issued_a_document_that_is_cited_issued_not_this_one() -> None:
    text = "根据《教育信息化规划》、省教育厅、省财政厅联合印发的《资源建设实施方案》等精神，结合全市实际，制定本计划。"
    assert _roles(text) == {}


def test_whoever_bears_a_responsibility_and_those_concerned_are_called_on() -> None:
    text = "县政府负统筹责任，各学校承担主体责任。有关高校要加强师资培养。相关部门密切配合，市直有关单位参与较多。"
    found = [(unit.name, unit.role.value) for unit in _units(text, setting=Setting.WORK)]
    assert found == [(name, "mentioned") for name in ("县政府", "各学校", "有关高校")]


@pytest.mark.parametrize(
    "text",
    [
        "2021年12月底前各市州制定布局调整方案。",
        "每年12月各市州要报送情况。",
        "到2025年各市州建成1所示范校。",
        "今年下半年各市州开展专项检查。",
    ],
)
def test_by_when_may_stand_before_whoever_acts(text: str) -> None:
    draft = documents.read(f"职业教育提升行动方案\n一、主要任务\n{text}\n".encode(), "方案.txt")
    assert [(unit.name, unit.role.value) for unit in draft.units] == [("各市州", "mentioned")]


def test_a_leading_body_that_only_acts_leads_nothing() -> None:
    assert "lead" not in _roles("组建职教集团，每个集团牵头单位每年召开理事会。").values()


def test_places_that_are_told_to_act_are_called_on() -> None:
    text = "各地要建立协调机制。各区县应加大投入。登记由编制部门和民政部门依法办理。"
    found = [(unit.name, unit.role.value) for unit in _units(text, setting=Setting.WORK)]
    assert found == [(name, "mentioned") for name in ("各地", "各区县", "编制部门", "民政部门")]
