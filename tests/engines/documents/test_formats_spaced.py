"""Tables in plain text whose cells only blanks part."""

from xietong import documents


def test_rows_below_a_header_of_known_names_are_a_table() -> None:
    text = """青溪省职业教育行动计划（2030—2033年）任务清单

序号　重点任务　　　牵头部门　　　参与部门　　　实施范围
1　遴选省级典型学校50所，培育名班主任工作室100个　　教育厅　　省委宣传部、团省委　　职业学校
2　建设高水平中等职业学校100所，力争15所进入国家行列　　教育厅　　发展改革委、财政厅　　中等职业学校
"""
    draft = documents.read(text.encode(), "清单.txt")
    assert [(unit.name, str(unit.role)) for unit in draft.units] == [
        ("教育厅", "lead"),
        ("省委宣传部", "support"),
        ("团省委", "support"),
        ("教育厅", "lead"),
        ("发展改革委", "support"),
        ("财政厅", "support"),
    ]
    assert [item.title for item in draft.items] == ["遴选省级典型学校50所", "建设高水平中等职业学校100所"]


def test_names_that_sign_side_by_side_stay_a_line() -> None:
    text = "教育行动计划\n一、新建学校3所。\n青溪省教育厅　　青溪省财政厅　　青溪省人社厅\n2030年5月1日\n"
    draft = documents.read(text.encode(), "计划.txt")
    assert {str(unit.role) for unit in draft.units} == {"issuer"}
    assert len(draft.units) == 3
