"""Sentences in the manner of reports and announcements nobody had shown the engine: what is a target in them."""

from datetime import date
from decimal import Decimal

import pytest

from tests.engines.documents.saying import passage
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
        ("这18个数字传递出信心。", []),
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
    ],
)
def test_what_a_document_consists_of_is_no_target(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增护理员超1500人。", [(">=", "1500", "人")]),
        ("新增雄鹰企业20家、专精特新企业300家。", [("+", "20", "家"), ("+", "300", "家")]),
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
