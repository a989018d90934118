"""Sentences in, targets out: figures set for the future with what they measure, and the figures that are no targets."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.documents.saying import passage
from xietong.documents.draft import DraftTarget
from xietong.documents.passage import Setting
from xietong.documents.targets import find_targets


def _found(text: str, **bearings: object) -> tuple[DraftTarget, ...]:
    return find_targets(passage(text, **{"year": 2021, **bearings}))  # type: ignore[arg-type]


def _figures(text: str, **bearings: object) -> list[tuple[str, str, str]]:
    return [(t.op, f"{t.value.normalize():f}", t.unit) for t in _found(text, **bearings)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("普惠性幼儿园覆盖率达到90%以上。", [(">=", "90", "%")]),
        ("九年义务教育巩固率达到96%。", [("=", "96", "%")]),
        ("近视率控制在38%以内。", [("<=", "38", "%")]),
        ("近视率控制在38%左右。", [("=", "38", "%")]),
        ("每班不超过45人。", [("<=", "45", "人")]),
        ("生均图书不少于30册。", [(">=", "30", "册")]),
        ("经费占比不低于4%。", [(">=", "4", "%")]),
        ("累计超过2500对。", [(">=", "2500", "对")]),
        ("新增学位2万个。", [("+", "20000", "个")]),
        ("新增学位2万个以上。", [(">=", "20000", "个")]),
        ("新增校舍面积6万平方米、学位5400个。", [("+", "60000", "平方米"), ("+", "5400", "个")]),
        ("新增学位4.5万个，其中主城区1.2万个。", [("+", "45000", "个"), ("+", "12000", "个")]),
        ("学位增加到20万个。", [("=", "200000", "个")]),
        ("建成智慧校园500余所。", [(">=", "500", "所")]),
        ("培育企业2万家。", [("=", "20000", "家")]),
        ("建设10—15个示范区。", [(">=", "10", "个"), ("<=", "15", "个")]),
        ("占比保持在60%至70%。", [(">=", "60", "%"), ("<=", "70", "%")]),
        ("巩固率分别不低于60%和80%。", [(">=", "60", "%"), (">=", "80", "%")]),
        ("入学率分别达到95%和98%。", [("=", "95", "%"), ("=", "98", "%")]),
        ("开通率分别达到100%、85%以上。", [("=", "100", "%"), (">=", "85", "%")]),
        ("毛入园率由85%提高到92%。", [("=", "92", "%")]),
        ("比2020年提高5个百分点。", [("=", "5", "个百分点")]),
        ("百分之九十五的学校达标。", [("=", "95", "%")]),
        ("统筹安排资金5亿元。", [("=", "500000000", "元")]),
        ("设立500万元的教学奖励基金。", [("=", "5000000", "元")]),
        ("补助标准每人每月不低于300元。", [(">=", "300", "元")]),
        ("平均受教育年限达到11.3年。", [("=", "11.3", "年")]),
        ("实践时间不少于1年。", [(">=", "1", "年")]),
        ("教师每五年培训不少于360学时。", [(">=", "360", "学时")]),
        ("出口带宽不低于20G。", [(">=", "20", "G")]),
        ("每所学校至少配备1名专职教师。", [(">=", "1", "名")]),
        ("建好一所特殊教育学校。", [("=", "1", "所")]),
        ("35个以上的县通过认定。", [(">=", "35", "个")]),
        ("培养百名教学名师。", [("=", "100", "名")]),
        ("发放图书1,200册。", [("=", "1200", "册")]),
    ],
)
def test_a_figure_for_the_future_is_a_target(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全市累计建成300所。",
        "目前已培训教师1万名。",
        "2020年，毛入园率达到90%。",
        "实施10项行动，抓好5个方面工作。",
        "落实五大行动12项任务。",
        "每生每年补助1000元。",
        "给予一次性奖励50万元。",
        "对在校生1000人以上的学校给予支持。",
        "不足100人的教学点按100人核定公用经费。",
        "30万人口以上的县要办好学校。",
        "56人以上大班额基本消除。",
        "每年召开2次联席会议。",
        "15个工作日内办结。",
        "进入全国前100名。",
        "年龄在35岁以下。",
        "深化“1+X”证书制度试点。",
        "落实《关于办好100所学校的意见》。",
        "按投资额的30%抵免应缴费用。",
        "在同一所学校任教。",
        "5万人以上的搬迁安置点要配建学校。",
        "支持青溪大学、栖山学院、云江地质大学（北区）3所高校联合办学。",
        "第3次全体会议。",
        "小微企业适用3%征收率的收入，减按1%征收率征收。",
        "对吸纳毕业生50人以上的企业，给予10万元奖励。",
        "多子女家庭公积金贷款额度可提高20%。",
        "一次性组织不少于300人的研学团队，给予1万元奖补。",
    ],
)
def test_results_counts_conditions_and_subsidies_are_no_targets(text: str) -> None:
    assert _figures(text) == []


def test_background_has_no_targets() -> None:
    assert _figures("毛入学率达到60%，比五年前提高8个百分点。", setting=Setting.BACKGROUND) == []


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("到2025年，全市普惠性幼儿园覆盖率达到90%以上。", "普惠性幼儿园覆盖率"),
        ("新建80所公办幼儿园。", "公办幼儿园"),
        ("辍学率下降2个百分点。", "辍学率下降幅度"),
        ("力争毛入学率提高到60%。", "毛入学率"),
        ("3.共建在线实训课程40门。", "共建在线实训课程"),
        ("三年内组建区域教研联盟不少于6个。", "组建区域教研联盟"),
        ("到2026年将中职生均公用经费标准提高至每生每年5000元以上。", "中职生均公用经费标准"),
        ("每年选派60名左右乡村校长到外地跟岗。", "乡村校长到外地跟岗"),
        ("年内认定首批6个县。", "县"),
        ("建成农科、林科等8个“田间课堂”实训基地。", "“田间课堂”实训基地"),
        ("投资8000万元新建特教学校。", "投资"),
        ("认定省级“小种子”幼儿园30所。", "认定省级“小种子”幼儿园"),
        ("改造绿色（低碳）校园50个。", "改造绿色（低碳）校园"),
        ("财政性教育经费年均增长6%。", "财政性教育经费增长幅度"),
        ("面向邻省的招生计划增加500名。", "面向邻省的招生计划"),
        ("专任教师本科以上比例提高5个百分点。", "专任教师本科以上比例提高幅度"),
        ("每名教师参加研修不少于30学时（含线上）。", "每名教师参加研修"),
    ],
)
def test_the_indicator_stands_before_or_behind_its_figure(text: str, indicator: str) -> None:
    assert [target.indicator for target in _found(text)] == [indicator]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("毛入园率和巩固率分别达到92%和97%。", ["毛入园率", "巩固率"]),
        (
            "小学、初中、高中阶段毛入学率分别达到99%、98%、95%。",
            ["小学阶段毛入学率", "初中阶段毛入学率", "高中阶段毛入学率"],
        ),
        ("2025年和2030年毛入学率分别达到60%和70%。", ["毛入学率", "毛入学率"]),
        ("培养教学名师10名、骨干教师50名和班主任100名。", ["培养教学名师", "骨干教师", "班主任"]),
        ("新建12所幼儿园、30个社区书屋和5家研学基地。", ["幼儿园", "社区书屋", "研学基地"]),
        ("全年教育支出达到32亿元，同比增长5%。", ["教育支出", "教育支出增长幅度"]),
        ("招生计划不少于500名，2032年起逐年递增10%。", ["招生计划", "招生计划增长幅度"]),
        ("2032—2035年安排专项资金10亿元。", ["安排专项资金"]),
        ("投入3200万元改造运动场12个、厕所28座。", ["投入", "改造运动场", "厕所"]),
        ("投资1.6亿元的城北学校3月开工。", ["投资"]),
        ("双方将共建在线课程100门。", ["共建在线课程"]),
        ("各市遴选精品课100节。", ["各市遴选精品课"]),
        ("甲校、乙校上线率分别提高3个、2个百分点。", ["甲校上线率提高幅度", "乙校上线率提高幅度"]),
        ("新建、改建公办园20所，其中，新建8所。", ["新建、改建公办园", "新建公办园"]),
        ("组建教研联盟，2026年组建5个，2027年新增3个。", ["组建教研联盟", "新增教研联盟"]),
        ("新建高中3所（甲校2024年竣工），改扩建6所。", ["新建高中", "改扩建高中"]),
        ("优化布局，重点建设15个与产业匹配的专业群。", ["与产业匹配的专业群"]),
        ("支持8所县域高中改善办学条件。", ["县域高中"]),
        ("生均用房面积：小学、初中分别达到4.5平方米、5.8平方米。", ["小学生均用房面积", "初中生均用房面积"]),
        ("轮岗比例不低于符合条件教师总数的10%。", ["轮岗比例"]),
        ("无线网络覆盖率2026年底达到80%。", ["无线网络覆盖率"]),
        ("三年新建公办园68所，每年遴选20所幼儿园开展试点。", ["新建公办园", "幼儿园"]),
    ],
)
def test_each_figure_of_a_list_measures_its_own(text: str, indicators: list[str]) -> None:
    assert [target.indicator for target in _found(text)] == indicators


def test_each_of_two_years_governs_its_own_figure() -> None:
    found = _found("2026年和2030年，毛入学率分别达到60%和70%。到2026年底、2030年底普惠园占比分别为80%、90%。")
    assert [target.by and target.by.year for target in found] == [2026, 2030, 2026, 2030]


def test_the_latest_year_in_the_sentence_or_its_section_says_by_when() -> None:
    text = (
        "一、主要目标\n到2025年，覆盖率达到90%。巩固率达到96%；到2030年，普及率达到99%。\n二、主要任务\n建设学校20所。"
    )
    assert [target.by for target in _found(text)] == [date(2025, 12, 31), date(2025, 12, 31), date(2030, 12, 31), None]


def test_the_future_columns_of_an_indicator_table_are_targets() -> None:
    text = (
        "指标\t单位\t2020年\t2025年\n毛入园率\t%\t90.1\t93\n在校生规模（万人）\t\t100\t120以上\n教师数\t万人\t10\t12-13"
    )
    found = _found(text)
    assert [(t.indicator, t.op, f"{t.value.normalize():f}", t.unit) for t in found] == [
        ("毛入园率", "=", "93", "%"),
        ("在校生规模", ">=", "1200000", "人"),
        ("教师数", ">=", "120000", "人"),
        ("教师数", "<=", "130000", "人"),
    ]
    assert {target.by for target in found} == {date(2025, 12, 31)}


def test_columns_of_amounts_with_units_in_their_headers_are_targets() -> None:
    text = "县区\t新建（所）\t增加学位（个）\n东县\t10\t2800\n西县\t8\t2600"
    assert _figures(text) == [("=", "10", "所"), ("+", "2800", "个"), ("=", "8", "所"), ("+", "2600", "个")]


_PIECES = st.sampled_from(
    [
        "1",
        "25",
        "3.5",
        "90",
        "100",
        "%",
        "万",
        "亿",
        "个",
        "所",
        "人",
        "元",
        "名",
        "年",
        "到2025年",
        "以上",
        "以内",
        "不低于",
        "新增",
        "分别",
        "和",
        "、",
        "，",
        "。",
        "—",
        "至",
        "百分之",
        "九十",
        "十",
        "一",
        "达到",
        "由",
        "提高到",
        "个百分点",
        "（",
        "）",
        "《",
        "》",
        "\t",
        "\n",
        "累计",
        "补助",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_is_read_without_trouble_and_quoted_exactly(text: str) -> None:
    told = passage(text, year=2021)
    found = find_targets(told)
    assert found == find_targets(told)
    for target in found:
        assert target.text == text[target.span.start : target.span.end]
        assert target.op in ("=", ">=", "<=", "+")
        assert target.value >= Decimal(0)


def test_goals_shared_out_among_places_are_targets() -> None:
    text = "目标任务分解表\n指标\t单位\t东区\t西区\n毛入园率\t%\t97\t99\n新增公办学位\t万个\t5.2\t1.8"
    assert _figures(text) == [("=", "97", "%"), ("=", "99", "%"), ("+", "52000", "个"), ("+", "18000", "个")]


def test_what_a_column_of_progress_says_is_no_target() -> None:
    assert _figures("任务\t进展情况\n新增课程200门\t新增86门") == [("+", "200", "门")]


@pytest.mark.parametrize(
    "text",
    [
        "1000人以上规模企业要履行责任。",
        "考核结果占总分的5%。",
        "公办园仅占22%，覆盖率不足45%。",
        "一年来成绩突出：共建联盟26个，推动了互派教师512人次。",
        "1个总体目标引领全局。",
    ],
)
def test_shares_of_marks_and_states_of_affairs_are_no_targets(text: str) -> None:
    assert _figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("粮食产量保持在1.3万亿斤以上。", [(">=", "1300000000000", "斤")]),
        ("办理时间压缩至5个工作日以内。", [("<=", "5", "个工作日")]),
        ("市教育局在10个工作日内完成审核。", []),
        ("人均预期寿命提高1岁左右。", [("=", "1", "岁")]),
        ("35岁以下教师参加培训。", []),
        ("千人计算机台数达到15台。", [("=", "15", "台")]),
        ("11.121人才梯队建设。", []),
        ("召开专家50人会。", []),
        ("推进图书馆、体育馆、报告厅等3个项目。", []),
        ("推进图书馆、报告厅等3个项目。", [("=", "3", "个")]),
        ("启动第一小学、第二小学、第三小学3个项目。", []),
        ("（三）师资保障方面5项：补充教师。", []),
        ("人口5万人以上或学生2000人以上的县，应建设1所普通高中。", [("=", "1", "所")]),
        ("每5年修订1次专业目录。", []),
    ],
)
def test_figures_as_offices_write_them(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


def test_a_forecast_is_no_aim() -> None:
    assert _figures("据测算，2025年在园幼儿将达到50万人。", setting=Setting.BACKGROUND) == []


_FLAT = """专栏1 主要指标
指标
单位
2020年
2025年
属性
学前三年毛入园率
%
88.5
＞92
预期性
普通高中大班额比例
%
3.5
—
预期性
高等教育在学总规模
万人
210
245
预期性
教育投入持续增长。"""


def test_a_table_of_indicators_is_read_where_it_was_flattened_a_cell_to_a_line() -> None:
    assert _figures(_FLAT) == [(">=", "92", "%"), ("=", "2450000", "人")]
    assert [str(target.by) for target in _found(_FLAT)] == ["2025-12-31"] * 2


def test_a_table_of_indicators_is_read_where_blanks_stand_between_its_cells() -> None:
    text = (
        "指标    2020年    2025年    属性\n毛入园率（%）    88.5    92    预期性\n巩固率（%）    95.8    97    约束性"
    )
    assert _figures(text) == [("=", "92", "%"), ("=", "97", "%")]


@given(st.text("指标年202５5%.—\n 率\t", max_size=80))
@settings(max_examples=50, deadline=None)
def test_flattened_tables_of_anything_are_read_without_trouble(text: str) -> None:
    assert all(target.span.quote(text) == target.text for target in _found(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学校数由目前近800所调整到700所左右。", [("=", "700", "所")]),
        ("重点建设100所在校生规模3500人以上的示范性中等职业学校。", [("=", "100", "所")]),
        ("培训农村新增和剩余劳动力300万人次。", [("=", "3000000", "人次")]),
        ("新增劳动力平均受教育年限14.5年。", [("=", "14.5", "年")]),
    ],
)
def test_starting_points_and_qualities_are_no_targets(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


def test_what_a_ledger_says_was_achieved_is_no_target() -> None:
    text = "任务\t2022年度任务目标\t1-9月份取得成效\n改建学校\t建成2座教学楼\t参与率100%\n课后服务\t新增30人\t已有32人"
    assert _figures(text) == [("=", "2", "座"), ("+", "30", "人")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("盘活闲置校舍2万宗。", [("=", "20000", "宗")]),
        ("提供家庭教育指导服务1万户次。", [("=", "10000", "户次")]),
        ("新增心理健康、特殊教育“双证”教师1万人。", [("+", "10000", "人")]),
    ],
)
def test_rare_measures_and_long_additions(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


def test_the_second_of_two_figures_measures_what_the_first_does() -> None:
    found = _found("初中大班额比例分别控制在3%和2%以内。")
    assert {target.indicator for target in found} == {"初中大班额比例"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完善布局规划，预计2025年在园幼儿将达到12万人。", []),
        ("到2025年，学位缺口预计达到2万个。", []),
        ("项目建成后，预计新增学位2000个。", [("+", "2000", "个")]),
        ("推进10个方面47项具体任务落实。", []),
        ("完成120项校舍改造。", [("=", "120", "项")]),
        ("办好66件民生实事。", []),
        ("毛入园率、受教育年限分别达到90%和13.5年。", [("=", "90", "%"), ("=", "13.5", "年")]),
        ("新增班级138个，学位4950个。", [("+", "138", "个"), ("+", "4950", "个")]),
        ("新增学位2000个，建设学校12所。", [("+", "2000", "个"), ("=", "12", "所")]),
        ("实施万名教师支教计划。", []),
        ("改扩建一所县城公办幼儿园。", [("=", "1", "所")]),
        ("力争获一等奖1所、二等奖1所、三等奖3所。", [("=", "1", "所"), ("=", "1", "所"), ("=", "3", "所")]),
    ],
)
def test_forecasts_and_counts_of_tasks_are_no_targets(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


def test_points_are_points_where_only_the_last_of_a_list_says_so() -> None:
    found = _found("两校上线率分别提高3个、2个百分点。")
    assert [(target.value, target.unit) for target in found] == [(3, "个百分点"), (2, "个百分点")]


def test_a_measure_word_before_a_unit_is_left_out() -> None:
    found = _found("公共艺术课不低于2个学分，劳动教育不少于16个学时。")
    assert [(target.value, target.unit, target.op) for target in found] == [(2, "学分", ">="), (16, "学时", ">=")]
