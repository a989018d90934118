"""Sentences in, basis out: the older documents that a plan rests on, told from its own name and from yardsticks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.documents.saying import passage
from xietong import documents
from xietong.documents.basis import find_basis, kind_of
from xietong.documents.draft import BasisKind


def _titles(text: str, title: str = "") -> list[str]:
    return [basis.title for basis in find_basis(passage(text, title=title, year=2021))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《区域建设规划纲要》，制定本方案。", ["区域建设规划纲要"]),
        ("依据《教育法》《职业教育法》，结合实际，制定本办法。", ["教育法", "职业教育法"]),
        ("按照《甲意见》（某发〔2020〕3号）和《乙方案》要求，制定本计划。", ["甲意见", "乙方案"]),
        ("为贯彻落实《深化改革的意见》精神，制定《某市行动方案》。", ["深化改革的意见"]),
        ("深入实施《教育现代化2035》，推进改革。", ["教育现代化2035"]),
        (
            "为落实国务院《甲方案》（某发〔2015〕1号），教育部《乙办法》，省政府《丙纲要》精神，制定本方案。",
            ["甲方案", "乙办法", "丙纲要"],
        ),
        ("落实《儿童学习与发展指南》，坚持游戏为主。", ["儿童学习与发展指南"]),
        ("根据国家印发的《建设规划》和双方签署的“教育合作框架协议”，制定本计划。", ["建设规划", "教育合作框架协议"]),
        ("根据协议以及两省市教育事业发展“十四五”规划，共同研究制定行动计划。", ["两省市教育事业发展“十四五”规划"]),
        ("推动《区域协同发展规划》落地。", ["区域协同发展规划"]),
        ("依据《教育法》《幼儿园工作规程》等法律法规，开展检查。", ["教育法", "幼儿园工作规程"]),
        ("按照《学校建设标准》和有关要求，制定本方案。", ["学校建设标准"]),
    ],
)
def test_a_document_behind_a_word_of_following_is_a_basis(text: str, expected: list[str]) -> None:
    assert _titles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "按照《学校建设标准》新建校舍。",
        "结合“十四五”规划和2035年远景目标，统筹谋划布局。",
        "以《成交确认书》签订日期为准，分期缴清。",
        "根据《供地合同（补充条款）》核实面积。",
        "制定实施《教师培训方案》。",
        "出台《招生办法》，规范秩序。",
        "编制《年度报告》。",
        "按照《学校建设标准》改造校舍。",
        "现将《实施方案》印发给你们。",
        "根据工作需要，研究制定《管理办法》。",
        "根据《方案》要求，抓好落实。",
        "阅读《红楼梦》。",
    ],
)
def test_documents_to_be_made_yardsticks_and_bare_short_names_are_none(text: str) -> None:
    assert _titles(text) == []


def test_the_plans_own_name_and_short_names_are_no_basis() -> None:
    text = (
        "根据《区域纲要》，制定《合作行动计划》（以下简称《行动计划》）。\n落实《行动计划》各项任务。\n"
        "实施《合作行动计划》。"
    )
    assert _titles(text, title="合作行动计划") == ["区域纲要"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("区域建设规划纲要", BasisKind.OUTLINE),
        ("教育发展“十四五”规划", BasisKind.PLAN),
        ("教育合作框架协议", BasisKind.AGREEMENT),
        ("中华人民共和国职业教育法", BasisKind.LAW),
        ("关于深化改革的意见", BasisKind.OPINION),
        ("在座谈会上的讲话", BasisKind.SPEECH),
        ("某某名单", BasisKind.OTHER),
    ],
)
def test_the_kind_follows_the_words_of_the_title(title: str, kind: BasisKind) -> None:
    assert kind_of(title) is kind


_PIECES = st.sampled_from(
    [
        "根据",
        "贯彻",
        "落实",
        "制定",
        "《",
        "》",
        "“",
        "”",
        "规划",
        "意见",
        "十四五",
        "、",
        "和",
        "，",
        "。",
        "（",
        "）",
        "〔",
        "〕",
        "以下简称",
        "\n",
        "甲",
        "的",
        "〈",
        "〉",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_text_is_read_without_trouble_and_quoted_exactly(text: str) -> None:
    told = passage(text, year=2021)
    found = find_basis(told)
    assert found == find_basis(told)
    for basis in found:
        assert basis.title == text[basis.span.start : basis.span.end]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("根据教育部印发《区域改革方案》精神，推进改革。", ["区域改革方案"]),
        ("按照省政府制定《学校建设规划》的要求，加快建设。", ["学校建设规划"]),
        ("根据省委全会审议通过的《关于制定发展规划的建议》，编制规划。", ["关于制定发展规划的建议"]),
        ("贯彻学习《家庭教育促进法》，办好家长学校。", ["家庭教育促进法"]),
        ("按照省“十四五”教育事业发展规划部署，推进改革。", ["省“十四五”教育事业发展规划"]),
        ("根据工作需要，制定《校车管理细则》，明确职责。", []),
    ],
)
def test_who_issued_a_basis_does_not_make_it_a_document_of_this_text(sentence: str, found: list[str]) -> None:
    text = f"云浦省教育发展方案\n一、主要任务\n{sentence}\n新建一批学校，落实经费。\n二、保障措施\n加强督导检查，建立台账。"
    assert [basis.title for basis in documents.read(text.encode(), "a.txt").basis] == found
