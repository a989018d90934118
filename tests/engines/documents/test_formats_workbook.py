"""Workbooks: every visible sheet a table, with merged cells and values as they are shown."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest

from bench import fuzz_reading
from tests.engines.documents.files import zipped
from xietong.basics import Refusal
from xietong.documents import formats
from xietong.documents.block import BlockKind, Extract
from xietong.documents.formats import number_formats


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes) -> Extract:
    return formats.extract(data, "ledger.xlsx")


def refused(data: bytes, limits: formats.Limits | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        formats.extract(data, "ledger.xlsx", limits=limits or formats.Limits())
    return caught.value.code


def altered(data: bytes, part: str, before: str, after: str) -> bytes:
    """Return a workbook with something replaced in one part."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before.encode() in parts[part]
    return zipped(parts | {part: parts[part].replace(before.encode(), after.encode())})


def ledger() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任务台账"
    sheet.append(["2025年重点任务分工表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "重点任务", "责任单位", "完成时限", "完成率"])
    sheet.append([1, "新建学校", "市教委\n市财政局", date(2025, 12, 31), 0.955])
    sheet["E3"].number_format = "0.0%"
    sheet.append([None, "改造", "各区县", date(2025, 12, 1), 3])
    sheet["D4"].number_format = 'yyyy"年"m"月"'
    sheet.merge_cells("A3:A4")
    return book


def test_a_ledger_is_its_title_and_one_table_by_the_name_of_its_sheet() -> None:
    title, block = read(saved(ledger())).blocks
    assert (title.text, title.style) == ("2025年重点任务分工表", "title")
    table = block.table
    assert table is not None
    assert (table.name, table.rows, table.columns) == ("任务台账", 3, 5)
    assert [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in table.cells] == [
        *(
            (0, column, text, 1, 1)
            for column, text in enumerate(["序号", "重点任务", "责任单位", "完成时限", "完成率"])
        ),
        (1, 0, "1", 2, 1),
        (1, 1, "新建学校", 1, 1),
        (1, 2, "市教委 市财政局", 1, 1),
        (1, 3, "2025年12月31日", 1, 1),
        (1, 4, "95.5%", 1, 1),
        (2, 1, "改造", 1, 1),
        (2, 2, "各区县", 1, 1),
        (2, 3, "2025年12月", 1, 1),
        (2, 4, "3", 1, 1),
    ]
    assert block.text == formats.text_of(table)


def test_text_between_the_tables_of_a_sheet_is_text_and_a_section_is_not() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[str | None]] = [
        [None],
        [None, "教育工作台账"],
        [None, "序号", "任务", "单位"],
        [None, "一、学前教育"],
        [None, "1", "新建幼儿园", "市教委"],
        [None, "二、工作要求"],
        [None, "各区县要按月报送进展。"],
        [None, "指标", "单位", "目标"],
        [None, "毛入园率", "%", "95"],
        [None, "注：含托班。"],
    ]
    for row in rows:
        sheet.append(row)
    assert [block.text for block in read(saved(book)).blocks] == [
        "教育工作台账",
        "序号\t任务\t单位\n一、学前教育\t\t\n1\t新建幼儿园\t市教委",
        "二、工作要求",
        "各区县要按月报送进展。",
        "指标\t单位\t目标\n毛入园率\t%\t95",
        "注：含托班。",
    ]


def test_several_sheets_are_several_tables_and_hidden_ones_are_left_out() -> None:
    book = ledger()
    book.create_sheet("第二张").append(["甲", "乙"])
    book.create_sheet("空的")
    hidden = book.create_sheet("隐藏")
    hidden.append(["秘密", "秘密"])
    hidden.sheet_state = "hidden"
    assert [block.table.name for block in read(saved(book)).blocks if block.table] == ["任务台账", "第二张"]


def test_a_table_begins_at_its_first_filled_cell() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C3"] = "甲"
    sheet["D3"] = "乙"
    table = read(saved(book)).blocks[0].table
    assert table is not None
    assert [(cell.row, cell.column) for cell in table.cells if cell.text] == [(0, 0), (0, 1)]


def test_a_sheet_of_one_column_is_read_as_paragraphs() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for text in ("一、任务", None, "牵头单位：市教委"):
        sheet.append([text])
    found = read(saved(book))
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.PARAGRAPH, "一、任务"),
        (BlockKind.PARAGRAPH, "牵头单位：市教委"),
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "", ""),
        (True, "", "是"),
        (False, "", "否"),
        (3.0, "", "3"),
        (0.1 + 0.2, "", "0.3"),
        (1, "%", "100%"),
        (datetime(2025, 3, 5, 8, 30), "", "2025年3月5日"),
        (time(8, 30), "", "08:30"),
        ("文", "", "文"),
    ],
)
def test_values_are_written_as_a_reader_sees_them(value: object, kind: str, text: str) -> None:
    assert number_formats.shown(value, kind) == text


def test_a_cell_far_away_does_not_make_a_giant_of_the_sheet() -> None:
    book = ledger()
    assert book.active is not None
    book.active["XFD1048576"] = "远"
    assert refused(saved(book)) == "over-the-limit"


def test_empty_cells_far_away_do_not_count() -> None:
    book = ledger()
    assert book.active is not None
    book.active["XFD1048576"].number_format = "0%"
    assert len(read(saved(book)).blocks) == 2


def test_many_sheets_and_merges_share_one_bound() -> None:
    book = ledger()
    for number in range(5):
        book.create_sheet(f"副本{number}").append(["甲"] * 10)
    assert refused(saved(book), formats.Limits(cells=45)) == "over-the-limit"
    wide = openpyxl.Workbook()
    sheet = wide.active
    assert sheet is not None
    sheet["A1"] = sheet["CV1000"] = "甲"
    for number in range(1, 60):
        sheet.merged_cells.ranges.add(openpyxl.worksheet.cell_range.CellRange(f"A{number}:CV1000"))
    assert refused(saved(wide)) == "over-the-limit"


def test_merged_areas_outside_the_used_area_or_upside_down_are_ignored() -> None:
    data = altered(saved(ledger()), "xl/worksheets/sheet1.xml", 'ref="A3:A4"', 'ref="A900:A999"')
    table = read(data).blocks[-1].table
    assert table is not None
    assert all(cell.row_span == 1 for cell in table.cells)


def test_damaged_and_dangerous_workbooks_are_refused() -> None:
    data = saved(ledger())
    bomb = '<!DOCTYPE a [<!ENTITY b "cccc">]><worksheet'
    assert refused(altered(data, "xl/worksheets/sheet1.xml", "<worksheet", bomb)) == "corrupt-file"
    assert refused(altered(data, "xl/workbook.xml", "<workbook", "<broken")) == "corrupt-file"
    assert refused(altered(data, "xl/worksheets/sheet1.xml", "</sheetData>", "</sheetDate>")) == "corrupt-file"
    assert refused(zipped({"xl/other.xml": "<a/>"})) == "corrupt-file"


def test_a_workbook_without_styles_is_read_all_the_same() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(saved(ledger()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/styles.xml"}
    assert len(read(zipped(parts)).blocks) == 2


def test_a_sheet_named_by_an_absolute_path_is_found() -> None:
    data = altered(
        saved(ledger()), "xl/_rels/workbook.xml.rels", '"/xl/worksheets/sheet1.xml"', '"worksheets/sheet1.xml"'
    )
    table = read(data).blocks[-1].table
    assert table is not None
    assert "95.5%" in {cell.text for cell in table.cells}


@pytest.mark.parametrize("place", ["B" * 40 + "1", "A" + "9" * 12])
def test_a_cell_beyond_the_bounds_of_a_sheet_is_refused_before_memory_is_asked_for(place: str) -> None:
    data = fuzz_reading.workbook(fuzz_reading.SHEET.replace('r="B1"', f'r="{place}"').encode())
    with pytest.raises(Refusal) as refusal:
        formats.extract(data, "a.xlsx")
    assert refusal.value.code == "over-the-limit"
