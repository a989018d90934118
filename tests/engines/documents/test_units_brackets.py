"""Brackets of bodies as unseen documents wrote them: notes in them, brackets in brackets, labels with a wrong sign."""

import pytest

from tests.engines.documents.saying import passage
from xietong import documents
from xietong.documents.passage import Setting
from xietong.documents.units import find_units


def _found(text: str, **bearings: object) -> list[str]:
    units = find_units(passage(text, **{"title": "某市行动计划", **bearings}))  # type: ignore[arg-type]
    return [f"{unit.name} {unit.role}" for unit in units]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "扩大学位供给。（责任单位：市教育局、市财政局。以下均需各区政府和青溪新区管委会落实，不再列出）",
            ["市教育局 lead", "市财政局 lead", "各区政府 lead", "青溪新区管委会 lead"],
        ),
        (
            "扩大学位供给。（责任单位：市教育局，以下措施均需各区政府落实，不再单独列出）",
            ["市教育局 lead", "各区政府 lead"],
        ),
        ("扩大学位供给。（贵任单位：市教育局、市财政局）", ["市教育局 lead", "市财政局 lead"]),
        ("扩大学位供给。（责任任部门：市教育局，配合部门：市财政局）", ["市教育局 lead", "市财政局 support"]),
        ("新建实训基地。（建设单位：青溪学院）", []),
        (
            "扩大学位供给。（责任单位：市教育局〈市语委办〉、各区县人民政府〈管委会〉）",
            ["市教育局〈市语委办〉 lead", "各区县人民政府〈管委会〉 lead"],
        ),
        (
            "扩大学位供给。（责任单位：市教育局，各区人民政府〈含高新区、青溪新区、风景区管委会，下同〉）",
            ["市教育局 lead", "各区人民政府〈含高新区、青溪新区、风景区管委会，下同〉 lead"],
        ),
        (
            "扩大学位供给。（责任单位：市教育局，各县（市、区，含青溪高新区、东部经开区，下同）人民政府（管委会））",
            ["市教育局 lead", "各县（市、区，含青溪高新区、东部经开区，下同）人民政府（管委会） lead"],
        ),
        (
            "扩大学位供给。（市教育局、市财政局，各区学位供给协调工作机制）",
            ["市教育局 lead", "市财政局 lead", "各区学位供给协调工作机制 lead"],
        ),
        ("开展督导。（市营商环境建设推进中心牵头，市教育局配合）", ["市营商环境建设推进中心 lead", "市教育局 support"]),
        (
            "开展督导。（责任单位：县持续规范办学秩序三年行动协调小组成员单位）",
            ["县持续规范办学秩序三年行动协调小组成员单位 lead"],
        ),
        (
            "建设食堂。（责任单位：市教育局、 各县 （市、 区）人民政府）",
            ["市教育局 lead", "各县 （市、 区）人民政府 lead"],
        ),
        ("建设食堂。（责任单位：市教育局（十三）延长开放时间", ["市教育局 lead"]),
        ("建设食堂。（责任单位：县教育局等县直相关部门）", ["县教育局 lead"]),
        ("（此件发至各分局及辖内法人机构）", []),
    ],
)
def test_a_bracket_says_who_is_to_act(text: str, expected: list[str]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（青溪）青溪市人民政府办公室\n2023年3月6日", ["青溪市人民政府办公室 issuer"]),
        ("请认真落实。\n青溪市教育局\n青溪市财政局", ["青溪市教育局 issuer", "青溪市财政局 issuer"]),
        ("请认真落实。\n各区教育局", []),
        ("请认真落实。\n青溪市教育局2023年3月6日印发", ["青溪市教育局 issuer"]),
        ("请认真落实。\n青溪市教育局2023年月日", ["青溪市教育局 issuer"]),
        ("具体政策由青溪市教育局制定。", []),
    ],
)
def test_who_signs_is_found_behind_a_mark_and_without_a_day(text: str, expected: list[str]) -> None:
    assert _found(f"教育提升行动方案\n{text}", setting=Setting.CLOSING) == expected


def test_brackets_in_brackets_stay_with_the_name_in_a_whole_document() -> None:
    text = "青溪市行动方案\n一、重点任务\n1.扩大学位供给。（责任单位：市教育局〈市语委办〉、各区县政府〈管委会〉）\n"
    draft = documents.read(text.encode(), "plan.txt")
    assert [unit.name for unit in draft.units] == ["市教育局〈市语委办〉", "各区县政府〈管委会〉"]
