"""What reading wants looked at: one notice for one cause, quoted where it first stands."""

from xietong import documents


def _unresolved(draft: documents.Draft) -> list[documents.Notice]:
    return [one for one in draft.notices if one.code == "unit_unresolved"]


def test_short_names_of_one_level_whose_place_is_not_told_are_one_notice(draft: documents.Draft) -> None:
    """
    义务教育优质均衡发展行动计划
    一、完善学校布局。新建小学10所。（责任单位：区教育局、区发改局、区财政局、市资规局）
    二、加强师资配备。组织教师交流。（责任单位：区教育局、区人社局）
    """
    of_district, of_city = _unresolved(draft)
    assert of_district.wording.zh == "“区教育局”“区发改局”“区财政局”等4个单位是简称，文中没有写明是哪个区"
    assert of_district.wording.en == (
        "“区教育局”, “区发改局”, “区财政局” and 1 more are short names; the text does not tell which district"
    )
    assert of_district.span is not None and draft.text[of_district.span.start : of_district.span.end] == "区教育局"
    assert of_city.wording.zh == "“市资规局”是简称，文中没有写明是哪个市"
    assert of_city.wording.en == "“市资规局” is a short name; the text does not tell which city"


def test_names_that_the_text_makes_whole_are_no_notice(draft: documents.Draft) -> None:
    """
    重庆市永川区义务教育优质均衡发展行动计划
    一、完善学校布局。新建小学10所。（责任单位：区教育局、市教委）
    """
    assert _unresolved(draft) == []
