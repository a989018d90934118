"""Ledgers as offices really make them: the traps that were met, each on a small sheet written for this test."""

import io
from datetime import date
from itertools import count

import openpyxl
import pytest

from tests.engines.drafting.plans import BODIES, PARTIES, changed, plan_of
from xietong import drafting
from xietong.basics import Refusal
from xietong.drafting import Duty, Kind, Recurrence, Role, import_ledger
from xietong.drafting.ledger.columns import heading_key
from xietong.drafting.ledger.layout import column_key, settled
from xietong.drafting.ledger.times import Times, read_times

DIRECTORY = drafting.Directory.of(BODIES, PARTIES)


def plan():
    """Return a plan of two actions with three tasks."""
    base = plan_of("d\n  a\n    t1\n    t2\n  b\n    t3")
    base = changed(base, "d", kind=Kind.DIRECTION, title="基础教育")
    base = changed(base, "a", kind=Kind.ACTION, title="优质资源共享行动")
    base = changed(base, "b", kind=Kind.ACTION, title="教师队伍建设行动")
    base = changed(base, "t1", title="建设川渝数字教育资源平台", number="1.")
    base = changed(base, "t2", title="组织毗邻地区学校结对", number="2.")
    return changed(base, "t3", title="开展名师工作室联合教研", number="3.", text="每学期组织两次跨省联合教研活动。")


def sheet_of(*rows, merged=(), before=0, **more):
    """Return a workbook whose sheets hold these rows; ``more`` are further sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = "表"
    for name, content in {"表": rows, **more}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for number, row in enumerate(content, 1 + before):
            for column, value in enumerate(row, 1):
                if value != "":
                    sheet.cell(number, column).value = value
        for area in merged if name == "表" else ():
            sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data, current=None, year=2023, **pointed):
    """Preview the import of a foreign ledger."""
    return import_ledger(data, current or plan(), DIRECTORY, (f"n{number}" for number in count()), year=year, **pointed)


def items(preview):
    """Return the items of the merged plan by uid."""
    return {item.uid: item for item in preview.plan.items}


def test_trap_1_a_number_is_no_key():
    preview = read(
        sheet_of(
            ["序号", "工作任务", "完成时限"],
            [1, "开展名师工作室联合教研", "2024年底"],
            [81, "建设川渝数字教育资源平台", "2025年6月底前"],
            [2, "毫不相干的另一件事", "长期"],
        )
    )
    assert [(match.uid, match.how) for match in preview.matches] == [("t3", "title"), ("t1", "title"), (None, "new")]
    assert (items(preview)["t3"].due, items(preview)["t1"].due) == (date(2024, 12, 31), date(2025, 6, 30))
    assert (items(preview)["n0"].title, items(preview)["n0"].recurrence) == ("毫不相干的另一件事", Recurrence.ONGOING)


def test_trap_1_the_numbers_of_another_list_are_not_the_plans():
    ledger = sheet_of(
        ["序号", "工作任务", "完成时限"], [80, "建设川渝数字教育资源平台", "2025年"], [81, "全新的事", "长期"]
    )
    assert [
        item.number for item in items(read(ledger)).values() if item.title in ("建设川渝数字教育资源平台", "全新的事")
    ] == ["1.", ""]


def test_one_sides_ledger_leaves_the_bodies_of_the_other_side():
    """Its one column of leads names only its own units; what it is silent about it does not take away."""
    ours, theirs = Duty("cq-edu", "cq-jw", Role.LEAD, "市教委"), Duty("sc-edu", "sc-jt", Role.LEAD, "省教育厅")
    helps = Duty("sc-edu", "sc-kj", Role.SUPPORT, "省科技厅")
    current = changed(plan(), "t1", duties=(ours, theirs, helps))
    ledger = sheet_of(["工作任务", "牵头单位", "配合单位"], ["建设川渝数字教育资源平台", "市科技局", "市教委"])
    preview = read(ledger, current)
    assert {(duty.organisation, duty.role) for duty in items(preview)["t1"].duties} == {
        ("cq-kj", Role.LEAD), ("sc-jt", Role.LEAD), ("cq-jw", Role.SUPPORT), ("sc-kj", Role.SUPPORT)
    }  # fmt: skip
    again = read(ledger, preview.plan)
    assert (again.edits, again.changes) == ((), ())
    assert (
        read(sheet_of(["工作任务", "牵头单位"], ["建设川渝数字教育资源平台", "省教育厅、市教委"]), current).edits == ()
    )


def test_trap_2_headings_of_several_merged_rows_with_line_breaks():
    preview = read(
        sheet_of(
            ["2023年重点任务清单"],
            ["填报单位：市教委", "", "", "", "填报时间：2023年3月"],
            ["序\n号", "重点\n任务", "责任分工", "", "时间安排"],
            ["", "", "牵头单位\n（渝）", "四川牵头", ""],
            ["", "", "", "", "完成时限"],
            [1, "建设川渝数字教育资源平台", "市教委", "省科技厅", "三季度"],
            merged=("A1:E1", "A2:D2", "A3:A5", "B3:B5", "C3:D3", "C4:C5", "D4:D5", "E3:E4"),
        )
    )
    task = items(preview)["t1"]
    assert task.duties == (Duty("cq-edu", "cq-jw", Role.LEAD, "市教委"), Duty("sc-edu", "sc-kj", Role.LEAD, "省科技厅"))
    assert task.due == date(2023, 9, 30)


def test_trap_2_groups_above_headings_that_are_merged_only_across():
    preview = read(
        sheet_of(
            ["年度任务分工表"],
            ["", "", "重庆市", "", "四川省", ""],
            ["任务", "完成时限", "牵头单位", "配合单位", "牵头单位", "配合单位"],
            ["建设川渝数字教育资源平台", "2025年", "市教委", "市科技局", "省教育厅", "省科技厅"],
            merged=("A1:F1", "C2:D2", "E2:F2"),
        )
    )
    assert [duty.organisation for duty in items(preview)["t1"].duties] == ["cq-jw", "cq-kj", "sc-jt", "sc-kj"]


def test_trap_2_a_transposed_ledger_has_its_headings_down_the_side():
    preview = read(
        sheet_of(
            ["任务名称", "建设川渝数字教育资源平台", "", "组织毗邻地区学校结对"],
            ["责任单位", "市教委", "", "省教育厅"],
            ["协办单位", "市科技局", "", ""],
            ["完成时限", "2024年", "", "每年"],
        )
    )
    assert items(preview)["t1"].due == date(2024, 12, 31)
    assert items(preview)["t2"].recurrence is Recurrence.YEARLY
    assert [duty.organisation for duty in items(preview)["t1"].duties] == ["cq-jw", "cq-kj"]


@pytest.mark.parametrize(
    ("headings", "keys"),
    [
        (["主办单位", "协办单位"], ("lead", "support")),
        (["牵头责任单位", "责任单位"], ("lead", "support")),
        (["责任单位", "配合单位"], ("lead", "support")),
        (["责任单位", "完成时间"], ("lead", "due")),
        (["任务", "工作内容"], ("title", "text")),
        (["具体措施", "备注"], ("title", "note:remarks")),
        (
            ["一季度", "二季度进展", "1月", "12月份"],
            ("note:progress:Q1", "note:progress:Q2", "note:progress:01", "note:progress:12"),
        ),
        (["天气", "完成时间（年月）*"], ("", "due")),
    ],
)
def test_trap_3_synonyms_and_what_stands_beside_them(headings, keys):
    assert settled([heading_key(heading) for heading in headings]) == keys


@pytest.mark.parametrize(
    ("stack", "key"),
    [
        ((), ""),
        (("责任单位", "牵头"), "lead"),
        (("责任单位（重庆）", "配合"), "support:cq-edu"),
        (("川", "责任单位"), "duty:sc-edu"),
        (("渝方牵头单位",), "lead:cq-edu"),
        (("进展情况", "三季度"), "note:progress:Q3"),
        (("四川省教育厅", "协办单位"), "support:sc-edu"),
    ],
)
def test_trap_3_headings_above_each_other_are_read_together(stack, key):
    assert column_key(stack, PARTIES) == key


def test_trap_4_section_rows_and_merged_cells_carry_the_tree():
    preview = read(
        sheet_of(
            ["序号", "任务", "牵头单位", "完成时限"],
            ["一、基础教育"],
            ["（一）优质资源共享行动"],
            [1, "联合编写地方课程读本", "市教委", "2024年底"],
            ["（二）教师队伍建设行动"],
            [2, "互派校长跟岗锻炼", "省教育厅", "2025年底"],
            [3, "共建骨干教师研修营", "", ""],
            ["二、职业教育"],
            ["备注：以上任务按月调度。"],
            merged=("A2:D2", "A3:D3", "A5:D5", "C6:C7", "D6:D7", "A8:D8", "A9:D9"),
        )
    )
    made = [items(preview)[f"n{number}"] for number in range(3)]
    assert [item.parent for item in made] == ["a", "b", "b"]
    assert made[2].due == date(2025, 12, 31)
    assert made[2].duties[0].organisation == "sc-jt"
    assert [(finding.code, finding.subject) for finding in preview.findings] == [("ledger_footnote", "表!A9")]


def test_trap_4_a_first_content_column_merged_downwards_is_the_action():
    preview = read(
        sheet_of(
            ["重点任务", "具体举措", "责任单位"],
            ["优质资源共享行动", "遴选一百节精品课", "市教委"],
            ["", "开放网络研修课程", "省教育厅"],
            ["教师队伍建设行动", "评选川渝名师", "市教委"],
            merged=("A2:A3",),
        )
    )
    assert [(items(preview)[uid].title, items(preview)[uid].parent) for uid in ("n0", "n1", "n2")] == [
        ("遴选一百节精品课", "a"),
        ("开放网络研修课程", "a"),
        ("评选川渝名师", "b"),
    ]


def test_trap_5_cells_hold_lists_padded_names_and_groups():
    preview = read(
        sheet_of(
            ["任务", "牵头单位（重庆）", "配合单位"],
            ["组织毗邻地区学校结对", "市 教 委，市科技局", "省教育厅；各区县\n有关高校"],
        )
    )
    assert [(duty.organisation, duty.name) for duty in items(preview)["t2"].duties] == [
        ("cq-jw", "市教委"),
        ("cq-kj", "市科技局"),
        ("sc-jt", "省教育厅"),
        ("", "各区县"),
        ("", "有关高校"),
    ]
    assert {finding.code for finding in preview.findings} == {"unresolved_duty"}


@pytest.mark.parametrize(
    ("text", "year", "times"),
    [
        ("", None, Times()),
        ("2025年底", None, Times(due=date(2025, 12, 31))),
        ("2023年底前", None, Times(due=date(2023, 12, 31))),
        ("2018年前", None, Times(due=date(2017, 12, 31))),
        ("2024年6月底前", None, Times(due=date(2024, 6, 30))),
        ("９月前", 2024, Times(due=date(2024, 8, 31))),
        ("三季度", 2024, Times(due=date(2024, 9, 30))),
        ("三季度", None, None),
        ("2024年第4季度", None, Times(due=date(2024, 12, 31))),
        ("上半年", 2024, Times(due=date(2024, 6, 30))),
        ("2025年下半年", None, Times(due=date(2025, 12, 31))),
        ("年底前", 2024, Times(due=date(2024, 12, 31))),
        ("2025/6/3", None, Times(due=date(2025, 6, 3))),
        ("2025.6", None, Times(due=date(2025, 6, 30))),
        ("10月30日前", 2023, Times(due=date(2023, 10, 30))),
        ("力争到2025年", None, Times(due=date(2025, 12, 31))),
        ("2022—2025年", None, Times(date(2022, 1, 1), date(2025, 12, 31))),
        ("2021年1月至6月", None, Times(date(2021, 1, 1), date(2021, 6, 30))),
        ("2025-01-01-2025-06-30", None, Times(date(2025, 1, 1), date(2025, 6, 30))),
        ("“十四五”末", None, Times(due=date(2025, 12, 31))),
        ("十五五期间", None, Times(due=date(2030, 12, 31))),
        ("每月28日前", None, Times(recurrence=Recurrence.MONTHLY)),
        ("每季度末", None, Times(recurrence=Recurrence.QUARTERLY)),
        ("每学年", None, Times(recurrence=Recurrence.YEARLY)),
        ("长期坚持", None, Times(recurrence=Recurrence.ONGOING)),
        ("下达后60日", 2024, None),
        ("2025年2月30日", None, None),
        ("2022年至某时", None, None),
        ("某时至2022年", None, None),
    ],
)
def test_trap_6_times_as_ledgers_write_them(text, year, times):
    assert read_times(text, year) == times


def test_trap_7_phases_in_one_cell_and_quarters_across():
    preview = read(
        sheet_of(
            ["任务", "阶段目标", "进展情况", "", "完成时限"],
            ["", "", "一季度", "二季度", ""],
            [
                "建设川渝数字教育资源平台",
                "启动[2022-01-01-2022-06-30]\n验收[2023年底]",
                "完成招标",
                "上线测试",
                "2023年底",
            ],
            merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
        )
    )
    task = items(preview)["t1"]
    assert [(stone.title, stone.due) for stone in task.milestones] == [
        ("启动", date(2022, 6, 30)),
        ("验收", date(2023, 12, 31)),
    ]
    assert [(edit.key, edit.new) for edit in preview.notes] == [
        ("note:progress:Q1", "完成招标"),
        ("note:progress:Q2", "上线测试"),
    ]


def test_trap_8_one_form_for_each_task_on_its_own_sheet():
    form = [
        ["事项名称", "建设川渝数字教育资源平台"],
        ["牵头单位", "市教委", "配合单位", "省教育厅"],
        ["完成时限", "2025年底", "联系人", "张三"],
        ["进展情况", "正常推进"],
    ]
    other = [
        ["事项名称", "组织毗邻地区学校结对"],
        ["牵头单位", "省教育厅", "配合单位", "市教委"],
        ["完成时限", "2024年底"],
    ]
    preview = read(sheet_of(*form, 二=other))
    assert items(preview)["t1"].due == date(2025, 12, 31)
    assert {duty.organisation for duty in items(preview)["t1"].duties} == {"cq-jw", "sc-jt"}
    assert items(preview)["t2"].due == date(2024, 12, 31)
    assert ("note:progress", "正常推进", "表!B4") in [(edit.key, edit.new, edit.cell) for edit in preview.notes]


def test_trap_8_numbered_text_with_labelled_lines():
    preview = read(
        sheet_of(
            ["一、基础教育"],
            ["1.建设川渝数字教育资源平台"],
            ["牵头单位：市教委"],
            ["完成时限：2025年底"],
            ["2.一件新的工作\n\n牵头单位：省教育厅"],
            ["随便一句话"],
        )
    )
    assert items(preview)["t1"].due == date(2025, 12, 31)
    new = items(preview)["n0"]
    assert (new.title, new.parent, new.duties[0].organisation) == ("一件新的工作", "d", "sc-jt")


def test_similar_titles_are_matched_with_their_score_shown():
    preview = read(
        sheet_of(
            ["任务", "责任单位"],
            ["3.开展名师工作室的联合教研。", "市教委"],
            ["一件新的事情", "市教委"],
            ["建设川渝数字化教育资源平台", ""],
        )
    )
    assert [(match.uid, match.how) for match in preview.matches] == [
        ("t3", "similarity"),
        (None, "new"),
        ("t1", "similarity"),
    ]
    assert all(78 <= match.score <= 100 for match in preview.matches if match.uid)


def test_somebody_may_say_what_a_row_is_taken_for():
    data = sheet_of(["任务", "责任单位"], ["3.开展名师工作室的联合教研。", "市教委"], ["一件新的事情", "市教委"])
    first, second = (match.cell for match in read(data).matches)
    hand = read(data, pointed={first: "", second: "t3"})
    assert [(match.uid, match.how) for match in hand.matches] == [(None, "hand"), ("t3", "hand")]
    assert items(hand)["t3"].title == "一件新的事情"
    assert items(hand)["n0"].title == "开展名师工作室的联合教研。"
    freed = read(data, pointed={second: "t3"})  # what another row was pointed at is free for no other
    assert [(match.uid, match.how) for match in freed.matches] == [(None, "new"), ("t3", "hand")]
    for pointed, code in (
        ({"表!A99": "t3"}, "no-such-row"),
        ({first: "nobody"}, "item-not-free"),
        ({first: "t3", second: "t3"}, "item-pointed-at-twice"),
    ):
        with pytest.raises(Refusal) as refusal:
            read(data, pointed=pointed)
        assert refusal.value.code == code


def test_a_row_may_quote_the_text_of_an_item_instead_of_its_title():
    preview = read(sheet_of(["任务", "责任单位"], ["每学期组织两次跨省联合教研活动", "市教委"]))
    assert [(match.uid, match.how) for match in preview.matches] == [("t3", "similarity")]


def test_units_and_numbers_decide_between_items_of_one_title():
    current = plan_of("x\ny")
    for uid, body in (("x", "cq-jw"), ("y", "sc-jt")):
        current = changed(current, uid, title="召开工作会议", number=f"{uid}.", duties=(Duty("", body, Role.LEAD),))
    preview = read(sheet_of(["任务", "责任单位"], ["召开工作会议", "四川省教育厅"], ["召开工作会议", "x"]), current)
    assert [match.uid for match in preview.matches] == ["y", "x"]


def test_a_new_row_of_a_foreign_ledger_stands_beside_its_neighbours_or_is_told_to_stand_at_the_top():
    heads = ["工作任务", "完成时限"]
    known, new = ["建设川渝数字教育资源平台", "2025年"], ["毫不相干的另一件事", "长期"]
    parent = items(read(sheet_of(heads, known)))["t1"].parent
    assert parent is not None
    for rows in ((known, new), (new, known)):
        preview = read(sheet_of(heads, *rows))
        assert items(preview)["n0"].parent == parent
        assert [match.parent for match in preview.matches if match.uid is None] == [parent]
        assert preview.findings == ()
    alone = read(sheet_of(heads, new, ["又一件全新的任务安排", "长期"]))
    assert [match.parent for match in alone.matches] == [None, None]
    assert [(found.code, found.subject) for found in alone.findings] == [
        ("new_at_top", "表!A2"),
        ("new_at_top", "表!A3"),
    ]
    apart = read(sheet_of(heads, known, 另表=[heads, new]))  # another sheet's rows are no neighbours
    assert items(apart)["n0"].parent is None


def test_what_a_foreign_ledger_leaves_blank_is_not_taken_away():
    current = changed(plan(), "t1", due=date(2024, 1, 1), text="原文")
    preview = read(sheet_of(["任务", "内容", "完成时限"], ["建设川渝数字教育资源平台", "", ""]), current)
    assert preview.changes == ()


def test_rows_that_say_something_only_beside_the_table_are_passed_over():
    preview = read(
        sheet_of(["任务", "完成时限", "心情"], ["", "", "好"], ["建设川渝数字教育资源平台", "2025年", "很好"])
    )
    assert (preview.findings, len(preview.matches)) == ((), 1)


def test_the_most_similar_of_several_items_is_taken_and_too_distant_ones_are_not():
    current = plan_of("x\ny\nz")
    for uid, title in (("x", "建设数字教育平台一期"), ("y", "建设数字教育平台二期"), ("z", "筹建数学教研的平台")):
        current = changed(current, uid, title=title)
    preview = read(sheet_of(["任务", "备注"], ["建设数字教育平台二期工程", ""], ["建设数字教育平台", ""]), current)
    assert [match.uid for match in preview.matches] == ["y", "x"]
    distant = read(sheet_of(["任务", "备注"], ["筹建数学室平台", ""]), current)
    assert [match.how for match in distant.matches] == ["new"]


def test_margins_above_and_beside_a_table_do_not_matter():
    preview = read(
        sheet_of(["", "", "任务", "完成时限"], ["", "", "建设川渝数字教育资源平台", "某天"], before=3),
    )
    assert [finding.subject for finding in preview.findings] == ["表!D5"]


@pytest.mark.parametrize(
    "rows", [[["姓名", "电话"], ["张三", "1"]], [[]], [["完成时限", "备注"], ["2025年", "x"]], [["任务"], ["x"]]]
)
def test_a_sheet_without_a_ledger_is_refused(rows):
    with pytest.raises(Refusal) as refusal:
        read(sheet_of(*rows))
    assert refusal.value.code == "no-ledger"


def test_many_items_are_matched_among_those_that_begin_alike(monkeypatch):
    from xietong.drafting.ledger import matching

    monkeypatch.setattr(matching, "MANY", 1)
    preview = read(sheet_of(["任务", "责任单位"], ["建设川渝数字化教育资源平台", ""], ["另建川渝数字教育资源平台", ""]))
    assert [match.uid for match in preview.matches] == ["t1", None]
