"""Takes a plan of two parties; shows it as a Word document, workbook, CSV and JSON that lose nothing."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from xietong import endorsing, publishing
from xietong.basics import Organisation
from xietong.drafting import Duty, Item, Kind, Plan, Recurrence, Role

Organisations = tuple[Organisation, ...]
TASK = (
    "1.共建课程。开放课程100门。（牵头单位：东省教育厅、西市教育委员会；配合单位：东山学院、有关学校；"
    "目标值：选课率不低于62.5%（2023年6月底前）；完成时限：2023年底前）"
)


def texts(data: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs if each.text]


def table(data: bytes) -> list[list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def test_a_plan_reads_from_its_basis_to_the_parties_names(plan: Plan, organisations: Organisations) -> None:
    made = publishing.plan_docx(plan, organisations, version="第1版", digest="ab12", day=date(2022, 1, 5))
    assert texts(made) == [
        "东西教育协同计划",
        "第1版",
        "本行动计划依据《规划纲要》《框架协议》制定。",
        "总体目标",
        "到2025年，协同机制更加健全。",
        "一、优化布局",
        "（一）布局衔接行动",
        TASK,
        "2.互派教师。（完成时限：每年）",
        "二、健全机制",
        "东省教育厅",
        "西市教育委员会",
        "2022年1月5日",
        "附件：实施进程表",
        "本版本内容摘要（SHA-256）：ab12",
    ]


def test_organisations_are_named_as_on_the_day_of_adoption(plan: Plan, organisations: Organisations) -> None:
    earlier = "".join(texts(publishing.plan_docx(plan, organisations, day=date(2022, 1, 5))))
    later = "".join(texts(publishing.plan_docx(plan, organisations, day=date(2024, 1, 5))))
    assert "东山学院" in earlier
    assert "东山大学" not in earlier
    assert "东山大学" in later


def test_the_timetable_lists_what_has_duties_or_a_due_date(plan: Plan, organisations: Organisations) -> None:
    made = docx.Document(io.BytesIO(publishing.plan_docx(plan, organisations)))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows == [
        ["行动", "任务", "牵头单位", "完成时限"],
        ["布局衔接行动", "共建课程", "东省教育厅、西市教育委员会", "2023年底前"],
    ]


def test_a_plan_without_items_is_still_a_document(plan: Plan) -> None:
    bare = replace(plan, items=(), basis=(), objectives=())
    assert texts(publishing.plan_docx(bare, ())) == ["东西教育协同计划", "东省教育厅", "西市教育委员会"]


def test_an_action_with_its_own_text_and_duty_has_a_paragraph_below_its_heading(
    plan: Plan, organisations: Organisations
) -> None:
    duty = plan.items[2].duties[:1]
    action = replace(
        plan.items[1], text="两地一并推进。", duties=duty, due=date(2024, 6, 15), recurrence=Recurrence.YEARLY
    )
    said = texts(publishing.plan_docx(replace(plan, items=(plan.items[0], action)), organisations))
    assert "两地一并推进。（牵头单位：东省教育厅；完成时限：每年，2024年6月15日前）" in said


def test_items_whose_parents_run_in_a_circle_are_not_lost(plan: Plan) -> None:
    circle = (Item("x", "y", 0, Kind.TASK, "甲事"), Item("y", "x", 0, Kind.TASK, "乙事"))
    said = "".join(texts(publishing.plan_docx(replace(plan, items=circle), ())))
    assert "甲事" in said
    assert "乙事" in said


def test_a_duty_of_no_party_of_the_plan_stays_out_of_the_columns(plan: Plan) -> None:
    stranger = replace(plan.items[2], parent=None, duties=(Duty("south", "", Role.LEAD, "南厅"),))
    row = table(publishing.plan_xlsx(replace(plan, items=(stranger,)), ()))[2]
    assert "南厅" not in row


def test_the_canonical_json_is_what_is_signed(plan: Plan) -> None:
    made = publishing.plan_json(plan)
    assert endorsing.plan_from_canonical(made) == plan
    assert made == endorsing.canonical(plan)


def test_the_readable_json_holds_the_same_and_the_names(plan: Plan, organisations: Organisations) -> None:
    held = json.loads(publishing.plan_json(plan, organisations, readable=True))
    assert held.pop("organisations") == {"e1": "东省教育厅", "e2": "东山大学", "w1": "西市教育委员会"}
    assert held == json.loads(publishing.plan_json(plan))


def test_the_workbook_has_a_row_per_item_and_columns_per_party(plan: Plan, organisations: Organisations) -> None:
    rows = table(publishing.plan_xlsx(plan, organisations, version="第1版", day=date(2022, 1, 5)))
    assert rows[0][0] == "东西教育协同计划　第1版"
    assert len(rows) == 2 + len(plan.items)
    task = dict(zip(rows[1], rows[4], strict=True))
    assert task["序号"] == "1."
    assert (task["方向"], task["行动"], task["事项"]) == ("优化布局", "布局衔接行动", "共建课程")
    assert (task["牵头单位（东）"], task["牵头单位（西）"]) == ("东省教育厅", "西市教育委员会")
    assert (task["配合单位（东）"], task["配合单位（西）"]) == ("东山学院", "有关学校")
    assert (task["完成时限"], task["节点"], task["依据"]) == ("2023-12-31", "2022-09-15 上线首批", "规划纲要")
    assert task["目标值"] == "课程数100门；选课率不低于62.5%（2023年6月底前）"


def test_the_workbook_speaks_english_when_asked(plan: Plan) -> None:
    rows = table(publishing.plan_xlsx(plan, (), language="en"))
    assert rows[1][:3] == ["No.", "Kind", "Direction"]
    assert "Lead (east)" in rows[1]
    assert rows[4][1] == "task"


def test_the_workbook_prints_across_with_its_header_on_every_page(plan: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(publishing.plan_xlsx(plan, ())))
    sheet = book["事项"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B3", "$2:$2")
    assert sheet.auto_filter.ref == f"A2:{sheet.cell(2, sheet.max_column).coordinate[:-1]}{2 + len(plan.items)}"
    assert sheet["E5"].alignment.wrap_text
    hidden = [column for column, dimension in sheet.column_dimensions.items() if dimension.hidden]
    assert hidden and sheet[f"{hidden[0]}2"].value == "标识"


def test_every_row_of_the_workbook_says_how_high_it_is(plan: Plan) -> None:
    long = replace(plan, items=(Item("x", None, 0, Kind.TASK, "任务", text="甲乙丙丁" * 60),))
    sheet = openpyxl.load_workbook(io.BytesIO(publishing.plan_xlsx(long, ()))).active
    assert sheet.row_dimensions[3].height > 8 * 11


def test_no_text_becomes_a_formula(plan: Plan) -> None:
    trap = '=HYPERLINK("http://example.org")'
    evil = replace(plan, items=(Item("x", None, 0, Kind.TASK, trap, text="-1+1"),))
    sheet = openpyxl.load_workbook(io.BytesIO(publishing.plan_xlsx(evil, ()))).active
    assert (sheet["E3"].value, sheet["E3"].data_type) == (trap, "s")
    held = next(csv.DictReader(io.StringIO(b"".join(publishing.plan_csv(evil, ())).decode("utf-8-sig"))))
    assert (held["事项"], held["内容"]) == ("'" + trap, "'-1+1")


def test_csv_comes_in_pieces_that_join_to_all_rows(plan: Plan) -> None:
    many = replace(plan, items=tuple(Item(f"i{n}", None, n, Kind.TASK, f"任务{n}") for n in range(1200)))
    pieces = list(publishing.plan_csv(many, ()))
    assert len(pieces) == 3
    rows = list(csv.DictReader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))
    uids = [item.uid for item in many.items]
    assert [row["标识"] for row in rows] == uids
    sheet = table(publishing.plan_xlsx(many, ()))
    assert [row[sheet[1].index("标识")] for row in sheet[2:]] == uids


def test_equal_plans_give_equal_bytes(plan: Plan, organisations: Organisations) -> None:
    for make in (publishing.plan_docx, publishing.plan_xlsx):
        assert make(plan, organisations, day=date(2022, 1, 5)) == make(plan, organisations, day=date(2022, 1, 5))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(list(Kind)), st.text(max_size=12)), max_size=25))
def test_every_item_of_any_tree_stands_in_word_and_workbook_once(shape: list[tuple[int, Kind, str]]) -> None:
    items = tuple(
        Item(f"u{n}", f"u{above}" if above < n else None, n, kind, f"〔{n}〕{title}")
        for n, (above, kind, title) in enumerate(shape)
    )
    plan = Plan("p", "题", items=items)
    said = "".join(texts(publishing.plan_docx(plan, ())))
    assert sorted(map(int, re.findall(r"〔(\d+)〕", said))) == list(range(len(items)))
    rows = table(publishing.plan_xlsx(plan, ()))[2:]
    assert sorted(row[4].partition("〕")[0] for row in rows) == sorted(f"〔{n}" for n in range(len(items)))


@pytest.mark.parametrize("number", [Decimal("62.50"), Decimal("1E+3"), Decimal(0)])
def test_figures_are_written_plainly(plan: Plan, number: Decimal) -> None:
    target = replace(plan.items[2].targets[0], value=number)
    changed = replace(plan, items=(replace(plan.items[2], parent=None, targets=(target,)),))
    row = table(publishing.plan_xlsx(changed, ()))[2]
    assert any(f"课程数{format(number.normalize(), 'f')}门" in cell for cell in row)
