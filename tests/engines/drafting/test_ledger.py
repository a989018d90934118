"""The ledger goes out, people work on it, and it comes back: every changed cell is found, nothing else is touched."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import count

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.drafting.plans import BODIES, PARTIES, STEADY, changed, plan_of, plans
from xietong import drafting
from xietong.basics import Refusal, Severity
from xietong.drafting import (
    Column,
    Cover,
    Duty,
    Kind,
    Milestone,
    Recurrence,
    Role,
    Target,
    error_workbook,
    export_ledger,
    import_ledger,
    ledger_facts,
    standard_columns,
)

DIRECTORY = drafting.Directory.of(BODIES, PARTIES)
NOTES = {"t1": {"progress": "已启动", "percent": "30%"}, "t3": {"problems": "经费不足"}}


def sample():
    """Return a plan of one direction with two actions and four tasks, filled as ledgers are."""
    plan = plan_of("d1\n  a1\n    t1\n    t2\n  a2\n    t3\nt4")
    plan = changed(plan, "d1", kind=Kind.DIRECTION, title="优化布局")
    plan = changed(plan, "a1", kind=Kind.ACTION, title="共建行动")
    plan = changed(plan, "a2", kind=Kind.ACTION, title="共享行动")
    duties = (
        Duty("cq-edu", "cq-jw", Role.LEAD, "市教委"),
        Duty("sc-edu", "sc-jt", Role.LEAD, "省教育厅"),
        Duty("cq-edu", "cq-kj", Role.SUPPORT, "市科技局"),
        Duty("", "", Role.SUPPORT, "各区县"),
    )
    target = Target("g1", "覆盖率", ">=", Decimal(80), "%", date(2025, 12, 31))
    plan = changed(plan, "t1", title="建设共享平台", number="1.", text="一\n二", duties=duties, targets=(target,))
    plan = changed(plan, "t1", start=date(2022, 1, 1), due=date(2025, 12, 31))
    plan = changed(plan, "t2", title="组织教师交流", number="2.", recurrence=Recurrence.YEARLY)
    plan = changed(plan, "t3", title="=共建 & <实训>基地 _x0041_", number="80", recurrence=Recurrence.ONGOING)
    return changed(plan, "t4", title="联合教研", milestones=(Milestone("m1", "中期", date(2023, 6, 30)),))


PLAN = sample()


def exported(plan=PLAN, **options):
    """Return the ledger of a plan as bytes."""
    return export_ledger(plan, DIRECTORY, notes=NOTES, **options)


def imported(data, plan=PLAN, **options):
    """Preview the import of a ledger."""
    options = {"notes": NOTES, "base_notes": NOTES, **options}
    return import_ledger(data, plan, DIRECTORY, (f"n{number}" for number in count()), **options)


def edited(data, *acts, sheet="台账"):
    """Open a workbook, let people work on it, save it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for act in acts:
        act(book[sheet])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def place(sheet, key, uid):
    """Return the cell of an item in the column with a key."""
    head = next(
        row
        for row in sheet.iter_rows()
        if str(row[0].value or "").startswith("xt:") or any(str(cell.value or "").startswith("xt:") for cell in row)
    )
    columns = {str(cell.value)[3:]: cell.column for cell in head if cell.value}
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, columns["uid"]).value == uid)
    return sheet.cell(row, columns[key])


def type_in(cell, value):
    """Put a value into a cell, a text that looks like a formula as text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def put(key, uid, value):
    """Return the act of typing a value into a cell."""

    def act(sheet):
        place(sheet, key, uid).value = value

    return act


def items(plan):
    """Return the items of a plan by uid."""
    return {item.uid: item for item in plan.items}


def test_a_ledger_that_nobody_touched_changes_nothing():
    preview = imported(exported(cover=Cover(base="d" * 64)), base=PLAN)
    assert preview.plan is PLAN
    assert (preview.changes, preview.edits, preview.notes, preview.conflicts) == ((), (), (), ())
    assert (preview.matches, preview.missing, preview.findings) == ((), (), ())


def test_saving_it_in_another_program_changes_nothing():
    assert imported(edited(exported()), base=PLAN).changes == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_saving_it_in_libreoffice_changes_nothing(libreoffice, kind):
    data = exported(cover=Cover(base="d" * 64))
    preview = imported(libreoffice.saved(data, "ledger.xlsx", kind), base=PLAN)
    assert (preview.changes, preview.notes, preview.conflicts, preview.missing) == ((), (), (), ())
    assert preview.facts["base"] == "d" * 64


def test_the_workbook_looks_as_offices_know_it():
    data = exported(cover=Cover("重点任务台账", "市教委", date(2022, 3, 1), "一季度", "d" * 64))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["一季度"]
    assert sheet["A1"].value == "重点任务台账"
    assert sheet["A2"].value.split() == ["填报单位：市教委", "填报时间：2022-03-01"]
    assert [cell.value for cell in sheet[4]][4:9] == ["工作任务", "具体内容", "重庆市", None, "四川省"]
    assert [cell.value for cell in sheet[5]][6:10] == ["牵头单位", "配合单位", "牵头单位", "配合单位"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:S1", "G4:H4", "E4:E5", "C6:C8", "D6:D7"} <= merged
    assert sheet.row_dimensions[3].hidden
    assert sheet.row_dimensions[6].height >= 10.5
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert sheet["C6"].protection.locked
    assert not sheet["E6"].protection.locked
    assert sheet["L6"].value.date() == date(2025, 12, 31)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        8,
        "$4:$5",
    )
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list"}
    assert {name: book[name].sheet_state for name in book.sheetnames[1:]} == dict.fromkeys(
        ("_names", "_rows", "_xietong"), "veryHidden"
    )
    assert ledger_facts(data)["base"] == "d" * 64
    assert ledger_facts(edited(b"".join([data]), sheet="一季度"))["plan"] == "p"


def test_only_the_selected_items_get_rows_and_leaves_of_any_kind_do():
    data = exported(uids={"t1", "a1", "t4"})
    preview = imported(data, base=PLAN)
    assert (preview.changes, preview.missing) == ((), ())
    lonely = changed(plan_of("d"), "d", kind=Kind.DIRECTION)
    assert openpyxl.load_workbook(io.BytesIO(exported(lonely)))["台账"].max_row == 6
    assert imported(exported(plan_of("")), plan_of("")).changes == ()


@pytest.mark.parametrize(
    ("key", "uid", "value", "field", "expected"),
    [
        ("title", "t1", " 建设新平台 ", "title", "建设新平台"),
        ("text", "t1", "一\r\n三", "text", "一\n三"),
        ("text", "t1", None, "text", ""),
        ("number", "t1", 7, "number", "7"),
        ("due", "t1", date(2024, 6, 30), "due", date(2024, 6, 30)),
        ("due", "t1", "2024年底前", "due", date(2024, 12, 31)),
        ("due", "t1", datetime(2024, 6, 30, 17, 30), "due", date(2024, 6, 30)),
        ("text", "t1", "一 二", "text", "一 二"),
        ("due", "t1", "2023.6", "due", date(2023, 6, 30)),
        ("start", "t1", "2023年9月1日", "start", date(2023, 9, 1)),
        ("due", "t1", "长期", "recurrence", Recurrence.ONGOING),
        ("recurrence", "t2", "每季度", "recurrence", Recurrence.QUARTERLY),
        ("recurrence", "t2", "持续推进", "recurrence", Recurrence.ONGOING),
        (
            "targets",
            "t1",
            "覆盖率≥90%[2025-12-31]\n基地新增3个",
            "targets",
            (
                Target("g1", "覆盖率", ">=", Decimal(90), "%", date(2025, 12, 31)),
                Target("n0", "基地", "+", Decimal(3), "个"),
            ),
        ),
    ],
)
def test_an_edited_cell_becomes_a_change_of_its_field(key, uid, value, field, expected):
    preview = imported(edited(exported(), put(key, uid, value)), base=PLAN)
    assert preview.findings == ()
    assert getattr(items(preview.plan)[uid], field) == expected
    assert {change.item for change in preview.changes} == {uid}
    (edit,) = preview.edits
    assert (edit.uid, edit.key) == (uid, key)
    assert edit.cell.startswith("台账!")
    assert drafting.apply(PLAN, preview.changes) == preview.plan


def test_units_are_resolved_and_others_of_the_item_stay():
    preview = imported(
        edited(exported(), put("lead:cq-edu", "t1", "重庆市教育委员会、 市 科 技 局；某协会")), base=PLAN
    )
    duties = items(preview.plan)["t1"].duties
    assert [(duty.organisation, duty.role, duty.name) for duty in duties if duty.party == "cq-edu"] == [
        ("cq-jw", Role.LEAD, "市教委"),
        ("cq-kj", Role.SUPPORT, "市科技局"),
        ("cq-kj", Role.LEAD, "市科技局"),
        ("", Role.LEAD, "某协会"),
    ]
    assert {duty.name for duty in duties} >= {"省教育厅", "各区县"}
    (finding,) = preview.findings
    assert (finding.code, finding.severity) == ("unresolved_duty", Severity.WARNING)


@pytest.mark.parametrize(
    ("key", "uid", "value"),
    [
        ("lead:cq-edu", "t1", "重庆市\n教育委员会"),
        ("due", "t1", "2025年底前"),
        ("due", "t1", "2025/12/31"),
        ("due", "t3", "持续推进"),
        ("note:percent", "t1", 0.3),
        ("note:percent", "t1", "30"),
        ("title", "t1", " 建设共享平台\n"),
    ],
)
def test_another_way_to_write_the_same_is_no_change(key, uid, value):
    if key.startswith("lead"):
        value = value.replace("\n", " ")
    preview = imported(edited(exported(), put(key, uid, value)), base=PLAN)
    assert (preview.edits, preview.notes, preview.changes) == ((), (), ())


def test_notes_are_told_apart_from_the_plan():
    preview = imported(
        edited(
            exported(),
            put("note:progress", "t1", "已完成"),
            put("note:percent", "t1", "约三成"),
            put("note:remarks", "t2", "附件"),
        ),
        base=PLAN,
    )
    assert preview.changes == ()
    assert [(edit.uid, edit.key, edit.old, edit.new) for edit in preview.notes] == [
        ("t1", "note:progress", "已启动", "已完成"),
        ("t1", "note:percent", "30%", "约三成"),
        ("t2", "note:remarks", "", "附件"),
    ]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("due", "下达后60日", "unreadable_time"),
        ("due", "2025-02-30", "unreadable_time"),
        ("start", "长期", "unreadable_time"),
        ("title", None, "empty_title"),
        ("recurrence", "偶尔", "unknown_recurrence"),
        ("targets", "大幅提高", "unreadable_target"),
        ("targets", "覆盖率≥80%[某日]", "unreadable_target"),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_cell_and_changes_nothing(key, value, code):
    data = edited(exported(), put(key, "t1", value))
    preview = imported(data, base=PLAN)
    (finding,) = preview.findings
    assert (finding.code, finding.severity, preview.changes) == (code, Severity.ERROR, ())
    assert finding.source.cell == finding.subject
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(data, preview.findings)))
    cell = place(book["台账"], key, "t1")
    assert cell.comment.text == finding.wording.zh
    assert cell.fill.fgColor.rgb == "FFF4CCCC"


def test_comments_go_only_where_there_is_a_cell():
    data = exported()
    preview = imported(edited(data, put("due", "t1", "下达后60日")), base=PLAN)
    finding = preview.findings[0]
    elsewhere = [replace(finding, subject=subject) for subject in ("", "别处!A1", "台账!B1", "台账!E6", "台账!E6")]
    sheet = openpyxl.load_workbook(io.BytesIO(error_workbook(data, elsewhere, "en")))["台账"]
    commented = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert commented == ["E6"]
    assert sheet["E6"].comment.text.count("can be read") == 2


def test_columns_of_milestones_and_weights_can_be_used_too():
    columns = (Column("uid", "标识"), Column("title", "任务"), Column("milestones", "节点"), Column("weight", "权重"))
    data = exported(columns=columns)
    assert imported(data).changes == ()
    preview = imported(
        edited(
            data, put("milestones", "t4", "中期[2023-07-01]\n验收（2022-01-01至2024-06-30）"), put("weight", "t4", 2.5)
        )
    )
    task = items(preview.plan)["t4"]
    assert [(stone.uid, stone.title, stone.due) for stone in task.milestones] == [
        ("m1", "中期", date(2023, 7, 1)),
        ("n0", "验收", date(2024, 6, 30)),
    ]
    assert task.weight == Decimal("2.5")
    for key, value, code in (
        ("milestones", "中期", "unreadable_milestone"),
        ("milestones", "中期[长期]", "unreadable_milestone"),
        ("weight", "重", "unreadable_number"),
        ("weight", -1, "unreadable_number"),
    ):
        assert [finding.code for finding in imported(edited(data, put(key, "t4", value))).findings] == [code]
    assert (
        items(
            imported(
                edited(data, put("weight", "t4", None)),
                changed(PLAN, "t4", weight=Decimal(3)),
                base=changed(PLAN, "t4", weight=Decimal(3)),
            ).plan
        )["t4"].weight
        == 1
    )


def test_a_text_too_long_for_a_cell_is_cut_and_cannot_be_edited_there():
    long = changed(PLAN, "t1", text="长" * 40_000)
    data = exported(long)
    assert imported(data, long).changes == ()
    value = place(openpyxl.load_workbook(io.BytesIO(data))["台账"], "text", "t1").value
    preview = imported(edited(data, put("text", "t1", "新" + value)), long)
    assert ([finding.code for finding in preview.findings], preview.changes) == (["text_cut"], ())


def test_what_changed_here_and_there_is_a_conflict_and_stays():
    current = changed(PLAN, "t1", title="平台二期", text="改")
    data = edited(exported(), put("title", "t1", "平台三期"), put("number", "t1", "9."))
    preview = imported(data, current, base=PLAN)
    (conflict,) = preview.conflicts
    assert (conflict.key, conflict.base, conflict.current, conflict.workbook) == (
        "title",
        "建设共享平台",
        "平台二期",
        "平台三期",
    )
    task = items(preview.plan)["t1"]
    assert (task.title, task.text, task.number) == ("平台二期", "改", "9.")


def test_the_same_change_on_both_sides_is_none():
    current = changed(PLAN, "t1", title="新名")
    assert imported(edited(exported(), put("title", "t1", "新名")), current, base=PLAN).edits == ()


def test_an_item_removed_meanwhile_conflicts_only_when_the_workbook_changed_it():
    current = drafting.remove(PLAN, "t1")
    assert imported(exported(), current, base=PLAN).conflicts == ()
    preview = imported(edited(exported(), put("title", "t1", "新")), current, base=PLAN)
    assert [(conflict.uid, conflict.current) for conflict in preview.conflicts] == [("t1", None)]
    assert preview.changes == ()


def test_rows_sorted_deleted_and_columns_renamed_moved_or_inserted_are_understood():
    def rearrange(sheet):
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
        for number, row in enumerate(reversed(rows), 6):
            for column, value in enumerate(row, 1):
                type_in(sheet.cell(number, column), value)
        sheet.cell(5, 5).value = "我们的说法"
        sheet.insert_cols(3)
        sheet.cell(5, 3).value = "内部备注"
        sheet.cell(7, 3).value = "只给自己看"

    data = edited(exported(), rearrange, put("title", "t2", "教师互派"), lambda sheet: sheet.delete_rows(6))
    preview = imported(data, base=PLAN)
    assert [(edit.uid, edit.key, edit.new) for edit in preview.edits] == [("t2", "title", "教师互派")]
    assert preview.missing == ("t4",)
    assert "t4" in items(preview.plan)


def insert(after, **values):
    """Return the act of inserting a row below an item's row and typing into it."""

    def act(sheet):
        row = place(sheet, "uid", after).row + 1
        for area in list(sheet.merged_cells.ranges):
            if area.min_row >= 6:
                sheet.unmerge_cells(str(area))
        sheet.insert_rows(row)
        for key, value in values.items():
            sheet.cell(row, place(sheet, key, after).column).value = value

    return act


def test_an_inserted_row_becomes_an_item_beside_the_row_above():
    data = edited(exported(), insert("t2", title="新任务", due="2024年底"))
    preview = imported(data, base=PLAN)
    (item,) = drafting.compare(PLAN, preview.plan).added
    assert (item.uid, item.parent, item.position, item.title, item.due) == ("n0", "a1", 2, "新任务", date(2024, 12, 31))
    assert item.source.cell == "台账!A8"
    assert [(match.uid, match.how) for match in preview.matches] == [(None, "new")]


def test_an_inserted_row_goes_below_the_action_it_names():
    preview = imported(edited(exported(), insert("t2", title="新任务", action="共享行动")), base=PLAN)
    assert items(preview.plan)["n0"].parent == "a2"
    preview = imported(
        edited(exported(), insert("t4", text="只有内容\n第二行", action="没有", direction="优化布局")), base=PLAN
    )
    assert (items(preview.plan)["n0"].parent, items(preview.plan)["n0"].title) == ("d1", "只有内容")


def test_a_row_that_names_no_task_is_reported():
    preview = imported(edited(exported(), insert("t2", due="2024年底")), base=PLAN)
    assert [finding.code for finding in preview.findings] == ["row_without_task"]
    assert preview.changes == ()


def copy(uid, **values):
    """Return the act of copying a row below itself, identity and all, and typing into the copy."""

    def act(sheet):
        origin = place(sheet, "uid", uid)
        held = {cell.column: cell.value for cell in sheet[origin.row]}
        insert(uid)(sheet)
        for column, value in held.items():
            type_in(sheet.cell(origin.row + 1, column), value)
        for key, value in values.items():
            sheet.cell(origin.row + 1, place(sheet, key, uid).column).value = value

    return act


def test_a_copied_row_is_a_new_item_unless_it_repeats_the_first():
    preview = imported(edited(exported(), copy("t1", title="平台运维")), base=PLAN)
    assert [item.title for item in drafting.compare(PLAN, preview.plan).added] == ["平台运维"]
    assert items(preview.plan)["t1"] == items(PLAN)["t1"]
    same = imported(edited(exported(), copy("t1")), base=PLAN)
    assert (same.changes, [finding.code for finding in same.findings]) == ((), ["copied_row"])


def test_of_two_rows_with_one_identity_the_unchanged_one_keeps_it():
    preview = imported(edited(exported(), copy("t1"), put("title", "t1", "平台运维")), base=PLAN)
    assert items(preview.plan)["t1"].title == "建设共享平台"
    assert [item.title for item in drafting.compare(PLAN, preview.plan).added] == ["平台运维"]
    both = imported(edited(exported(), copy("t1", title="甲"), put("title", "t1", "乙")), base=PLAN)
    assert items(both.plan)["t1"].title == "乙"
    assert [item.title for item in drafting.compare(PLAN, both.plan).added] == ["甲"]


def test_importing_the_same_workbook_again_changes_nothing():
    data = edited(
        exported(),
        put("title", "t1", "新平台"),
        put("targets", "t1", "覆盖率≥90%[2025-12-31]\n基地新增3个"),
        put("lead:sc-edu", "t2", "省教育厅、某协会"),
        insert("t2", title="新任务", due="2024年底", number="3."),
        copy("t3", title="另一基地"),
    )
    first = imported(data, base=PLAN)
    assert len(first.changes) >= 5
    again = imported(data, first.plan, base=PLAN)
    assert (again.changes, again.edits, again.conflicts) == ((), (), ())
    assert {match.how for match in again.matches} == {"title"}
    assert imported(data, first.plan).changes == ()


def test_an_item_removed_since_an_export_that_nobody_remembers_does_not_come_back():
    preview = imported(exported(), drafting.remove(PLAN, "t1"))
    assert (preview.changes, [finding.code for finding in preview.findings]) == ((), ["item_removed"])


def test_a_ledger_of_few_columns_and_no_known_bodies_can_be_made():
    columns = (Column("uid", "标识"), Column("title", "任务"), Column("lead:cq-edu", "牵头", "重庆市"))
    data = export_ledger(PLAN, drafting.Directory.of((), PARTIES), columns=columns)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["台账"]
    assert (sheet["C4"].value, sheet["C5"].value, sheet["C6"].value) == ("重庆市", "牵头", "市教委")
    assert not sheet.data_validations.dataValidation


def test_a_locked_workbook_is_refused(monkeypatch):
    import python_calamine

    class Locked:
        @staticmethod
        def from_filelike(_):
            raise python_calamine.PasswordError("locked")

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Locked)
    with pytest.raises(Refusal) as refusal:
        imported(b"")
    assert refusal.value.code == "locked-workbook"


def test_a_workbook_of_another_plan_or_an_unknown_state_is_said():
    with pytest.raises(Refusal) as refusal:
        imported(exported(), replace(PLAN, uid="q"))
    assert refusal.value.code == "other-plan"
    preview = imported(exported(cover=Cover(base="d" * 64)), changed(PLAN, "t1", title="今"))
    assert [finding.code for finding in preview.findings] == ["base_unknown"]
    assert [edit.new for edit in preview.edits] == ["建设共享平台"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "unreadable-workbook"), (b"PK\x03\x04", "unreadable-workbook"), (b"no table", "unreadable-workbook")],
)
def test_what_is_no_workbook_is_refused(data, code):
    with pytest.raises(Refusal) as refusal:
        imported(data)
    assert refusal.value.code == code


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    from xietong.drafting.ledger import sheet

    monkeypatch.setattr(sheet, "LARGEST", 1000)
    with pytest.raises(Refusal) as refusal:
        imported(exported())
    assert refusal.value.code == "oversized-workbook"


def test_a_workbook_with_cells_far_apart_is_refused_before_it_is_laid_out():
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    with pytest.raises(Refusal) as refusal:
        imported(held.getvalue())
    assert refusal.value.code == "oversized-workbook"


TITLES = st.sampled_from(["", "建设平台", "组织交流", "改了"])


@settings(STEADY, max_examples=25)
@given(st.data())
def test_any_edits_on_both_sides_merge_cell_by_cell_as_the_model_says(data):
    base = plan_of("a\nb\nc")
    for uid in "abc":
        base = changed(base, uid, text=data.draw(TITLES), number=data.draw(st.sampled_from(["1.", "2."])))
    current, typed, expected, conflicts = base, [], {}, set()
    for uid in "abc":
        for key, values in (("text", TITLES), ("number", st.sampled_from(["1.", "2.", "3."]))):
            was = getattr(items(base)[uid], key)
            mine, theirs = data.draw(st.just(was) | values), data.draw(st.just(was) | values)
            current = changed(current, uid, **{key: theirs})
            if mine != was:
                typed.append(put(key, uid, mine))
            if mine not in (was, theirs) and theirs != was:
                conflicts.add((uid, key))
            expected[uid, key] = mine if theirs == was else theirs
    preview = imported(edited(exported(base), *typed), current, base=base)
    assert {(uid, key): getattr(items(preview.plan)[uid], key) for uid, key in expected} == expected
    assert {(conflict.uid, conflict.key) for conflict in preview.conflicts} == conflicts


@settings(STEADY, max_examples=25)
@given(st.data())
def test_rows_deleted_inserted_and_items_removed_meanwhile_follow_the_model(data):
    base = plan_of("a\nb\nc\nd")
    uids = st.sets(st.sampled_from("abcd"))
    dropped, removed, touched, behind = (data.draw(uids) for _ in range(4))
    acts = [put("text", uid, "改过") for uid in sorted(touched)]
    acts += [insert(uid, title=f"新{uid * 6}") for uid in sorted(behind)]
    acts += [lambda sheet, uid=uid: sheet.delete_rows(place(sheet, "uid", uid).row) for uid in sorted(dropped)]
    current = base
    for uid in sorted(removed):
        current = drafting.remove(current, uid)
    preview = imported(edited(exported(base), *acts), current, base=base)
    there = items(preview.plan)
    assert there.keys() - {"n0", "n1", "n2", "n3"} == set("abcd") - removed
    assert sorted(there[uid].title for uid in there.keys() - set("abcd")) == [f"新{uid * 6}" for uid in sorted(behind)]
    assert {uid for uid in there if there[uid].text == "改过"} == touched - dropped - removed
    assert {conflict.uid for conflict in preview.conflicts} == (touched & removed) - dropped
    assert set(preview.missing) == dropped - removed


@settings(STEADY, max_examples=25)
@given(plans())
def test_any_plan_comes_back_from_its_ledger_unchanged(plan):
    columns = (*standard_columns(PARTIES), Column("milestones", "节点"), Column("weight", "权重"))
    preview = imported(export_ledger(plan, DIRECTORY, columns=columns), plan, base=plan, notes={}, base_notes={})
    assert (preview.changes, preview.edits, preview.conflicts, preview.missing) == ((), (), (), ())


def test_a_thousand_rows_come_back_unchanged():
    plan = plan_of("\n".join(f"u{number}" for number in range(1000)))
    preview = imported(exported(plan), plan, base=plan)
    assert preview.changes == ()
