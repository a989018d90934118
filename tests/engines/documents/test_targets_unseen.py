"""Sentences in the manner of reports and announcements nobody had shown the engine: what is a target in them."""

from datetime import date
from decimal import Decimal

import pytest

from tests.engines.documents.saying import passage
from xietong import documents
from xietong.documents.targets import find_targets


def _figures(text: str, **bearings: object) -> list[tuple[str, str, str]]:
    found = find_targets(passage(text, **{"year": 2021, **bearings}))  # type: ignore[arg-type]
    return [(t.op, f"{t.value.normalize():f}", t.unit) for t in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("引进产值10亿元以上企业20家。", [("=", "20", "家")]),
        ("引进50家产值10亿元以上企业。", [("=", "50", "家")]),
        ("新开工总投资超10亿元项目50个以上。", [(">=", "50", "个")]),
        ("抓好总投资2万亿元的300个项目。", [("=", "300", "个")]),
        ("推进12个百亿元、70个30亿元以上项目建设。", [("=", "12", "个"), ("=", "70", "个")]),
        ("普惠率达到85%及以上。", [(">=", "85", "%")]),
        ("淘汰10万千瓦及以下机组。", []),
        ("推进30万吨级航道建设。", []),
        ("建成250条健身路径或3人制篮球场。", [("=", "250", "条")]),
        ("购买90平方米以下（含90平方米）住房的给予支持。", []),
        ("这18个数字传递出信心，使此3所学校进入行列。", []),
        ("安排18个领域的任务，攻坚突破家政市场等11个难点问题。", []),
        ("预期性指标19项、约束性指标9项，抓实创新9条路径。", []),
        ("布局一批50万千瓦以上大型基地，推动11个能源重点领域投资突破20亿元。", [(">=", "2000000000", "元")]),
        ("推动60万吨赖氨酸项目投产，50米内换乘比例提升至93%。", [("=", "93", "%")]),
        ("“一室一策”支持东岭、西河、南湾3个省实验室。", []),
        ("用好民营经济“31条”，落实“三个80%”要求。", []),
        ("3支持职工购房。", []),
        ("第1、2条措施可同时适用。", []),
        ("路网达到9000公里以上、覆盖20万以上人口城市，1小时可达。", [(">=", "9000", "公里")]),
    ],
)
def test_what_says_which_things_are_meant_is_no_target(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企业按50%缴纳，市级承担30%。", []),
        ("利率下调0.25个百分点，下限为市场利率减20个基点。", []),
        ("缓缴最长不超过6个月。", []),
        ("按10%的比例计提教育资金。", [("=", "10", "%")]),
        ("赤字率按4%左右安排。", [("=", "4", "%")]),
        ("生均公用经费补助标准为6000元。", [("=", "6000", "元")]),
        ("标准从每人209元、280元提高到217元、290元。", [("=", "217", "元"), ("=", "290", "元")]),
        ("人均地区生产总值8万元以上。", [(">=", "80000", "元")]),
    ],
)
def test_how_a_payment_is_reckoned_is_no_target(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办好12类45件民生实事。", []),
        ("办好15件市级重点民生实事，改造600个小区。", [("=", "600", "个")]),
        ("提出28个主要指标，其中20个预期性指标、8个约束性指标。", []),
        ("军民融合方面6项。", []),
        ("新增公交线路共220条。", [("+", "220", "条")]),
        ("围绕产业需求建设5条铁路专用线、26条产业路。", [("=", "5", "条"), ("=", "26", "条")]),
        ("新增人口100万。", [("+", "1000000", "")]),
        ("围绕4个层级、8类人才完善体系。", []),
        ("聚焦20个重点产业链，建设基地30个。", [("=", "30", "个")]),
        ("依托高校建设基地12个。", [("=", "12", "个")]),
        ("下一步，教育厅、财政厅等部门将聚焦72个重点县开展工作。", []),
    ],
)
def test_what_a_document_consists_of_is_no_target(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增护理员超1500人。", [(">=", "1500", "人")]),
        ("组成百余对合作学校，提供万节优质课。", [(">=", "100", "对"), ("=", "10000", "节")]),
        ("新增雄鹰企业20家、专精特新企业300家。", [("+", "20", "家"), ("+", "300", "家")]),
        ("辍学率分别控制在0.5%和1%以下。", [("<=", "0.5", "%"), ("<=", "1", "%")]),
        ("增加学位500个，其中小学320个，初中180个。", [("+", "500", "个"), ("+", "320", "个"), ("+", "180", "个")]),
        ("每个街道有一所公办园。", [("=", "1", "所")]),
        ("步行10-15分钟就能到校，每天锻炼30分钟以上。", [(">=", "30", "分钟")]),
        ("人均预期寿命79岁。", [("=", "79", "岁")]),
        ("人均预期寿命提升到80岁以上。", [(">=", "80", "岁")]),
        ("新增算力2万P、200EFLOPS。", [("+", "20000", "P"), ("=", "200", "EFLOPS")]),
        ("细颗粒物浓度控制在28微克/立方米以内。", [("<=", "28", "微克/立方米")]),
        ("空气优良天数达到300天以上。", [(">=", "300", "天")]),
        ("公示7天，提前30天申请。", []),
        ("用好240小时过境免签政策，每天24小时服务。", []),
        ("做实项目前期工作，开工项目200个。", [("=", "200", "个")]),
        ("1995年共发生地震48次。", []),
        ("以2020年的1445名为基数扩大招生。", []),
        ("在达到12000元的基础上提高拨款水平。", []),
    ],
)
def test_measures_and_words_of_comparison(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


def test_this_year_ends_what_a_later_year_governed() -> None:
    text = "一、目标\n到2030年，占比达到60%。今年增长5%。"
    found = find_targets(passage(text, year=2026))
    assert [(t.value, t.by) for t in found] == [(Decimal(60), date(2030, 12, 31)), (Decimal(5), date(2026, 12, 31))]
    assert find_targets(passage("今年增长5%。"))[0].by is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县42所学校课后服务全覆盖，参与率达到98%。", [("=", "98", "%")]),
        ("推进东岭、西河2个城市的示范项目。", []),
        ("培育一批营收过百亿元企业。", []),
        ("出台9条支持政策。", []),
        ("最新数据显示，一季度完成投资600亿元。", []),
        ("预计税收将超过85万亿元。", []),
        ("资助学生1.2万人次，落实资金1300万元。", [("=", "12000", "人次"), ("=", "13000000", "元")]),
        ("落实每人每月300元生活补助。", []),
        ("新增天然气产量10亿方以上。", [(">=", "1000000000", "方")]),
    ],
)
def test_what_there_is_and_what_was_found_is_no_target(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


def test_rates_beside_amounts_of_work_are_shared_out_too() -> None:
    table = "序号\t县区\t新建幼儿园（所）\t公办占比（%）\n1\t东岭县\t5\t55\n2\t西河县\t3\t52.5"
    assert _figures(f"目标任务分解表\n{table}") == [
        ("=", "5", "所"),
        ("=", "55", "%"),
        ("=", "3", "所"),
        ("=", "52.5", "%"),
    ]
    assert _figures("序号\t县区\t教师数\t公办占比（%）\n1\t东岭县\t5\t55\n2\t西河县\t3\t52.5") == []


def test_a_year_in_a_header_of_work_tells_what_is_past() -> None:
    table = "序号\t县区\t2020年投资（万元）\t2022年计划投资（万元）\n1\t东岭县\t800\t1200\n2\t西河县\t700\t900"
    assert [value for _, value, _ in _figures(table)] == ["12000000", "9000000"]


def test_a_cell_leads_with_the_figure_of_its_row() -> None:
    table = "指标\t2020年\t2025年\n受教育年限（年）\t10.8\t11.3，其中受过高等教育的占25%\n毛入园率（%）\t88\t92"
    assert _figures(table) == [("=", "11.3", "年"), ("=", "92", "%")]


def test_a_paragraph_that_opens_with_a_period_that_is_over_tells_of_it() -> None:
    text = "“十四五”时期，发展极不平凡。总值达到5万亿元。\n“十五五”时期，力争总值达到8万亿元。"
    assert [value for _, value, _ in _figures(text, year=2026)] == ["8000000000000"]
    assert _figures("“十四五”时期，任务艰巨。毛入园率达到92%。", year=2021) == [("=", "92", "%")]
    assert _figures("这五年，城市面貌一新，总值达到5万亿元。") == []


def test_what_is_recognised_with_a_reward_and_what_is_allowed_within_a_limit_are_targets() -> None:
    text = (
        "教师队伍建设实施方案\n一、主要任务\n认定示范企业60家以上，给予组合式激励。对认定5家以上的园区，给予奖励。\n"
        "学校新增编制的20%可用于聘用兼职教师，兼职教师比例不超过30%。\n"
    )
    draft = documents.read(text.encode(), "方案.txt")
    assert [(one.op, str(one.value), one.unit) for one in draft.targets] == [
        (">=", "60", "家"),
        ("=", "20", "%"),
        ("<=", "30", "%"),
    ]
