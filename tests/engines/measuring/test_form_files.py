"""A form goes out as a workbook and comes back as workbook, CSV or JSON; each cell knows where it stood."""

import json

import pytest

from xietong import measuring
from xietong.basics import Refusal
from xietong.measuring import FormColumn

COLUMNS = [
    FormColumn("P|area=town", "城镇", "在校生"), FormColumn("P|area=rural", "乡村", "在校生"), FormColumn("Q", "学位"),
]  # fmt: skip
BODIES = [("500101", "万州区教育委员会"), ("500102", "涪陵区教育委员会")]


def test_a_workbook_comes_back_as_it_went() -> None:
    cells = {("500101", "P|area=town"): "1200", ("500101", "Q"): "*", ("500102", "P|area=rural"): "0.50"}
    data = measuring.form_workbook(
        title="年报", data_set="d1", period="2023", columns=COLUMNS, bodies=BODIES, cells=cells
    )
    read, findings = measuring.read_form_file(data)
    assert findings == ()
    assert {(each.organisation, each.key): each.text for each in read if each.text} == cells
    assert {each.period for each in read} == {"2023"}
    assert (read[0].where, len(read)) == ("填报表!C6", 6)
    assert measuring.form_workbook(
        title="年报", data_set="d1", period="2023", columns=COLUMNS, bodies=BODIES, cells={}, locked=True
    )


@pytest.mark.parametrize(
    "text",
    [
        "organisation,period,P|area=town,Q\n500101,2023,1200,/\n\n",
        "organisation,period,cell,value\n500101,2023,P|area=town,1200\n500101,2023,Q,/\n",
        "单位,填报期,P|area=town,Q\n500101,2023,1200,/\n",
        "填报单位,时期,指标,数值\n500101,2023,P|area=town,1200\n500101,2023,Q,/\n",
        json.dumps([{"organisation": "500101", "period": "2023", "cells": {"P|area=town": 1200, "Q": "/"}}]),
        json.dumps({"organisation": "500101", "period": "2023", "cells": {"P|area=town": "1200", "Q": "/"}}),
    ],
)
def test_tables_and_json_say_the_same(text: str) -> None:
    read, findings = measuring.read_form_file(text.encode("gb18030"))
    assert findings == ()
    assert [(each.organisation, each.period, each.key, each.text) for each in read] == [
        ("500101", "2023", "P|area=town", "1200"), ("500101", "2023", "Q", "/"),
    ]  # fmt: skip


TABLE = "单位,填报期,P|area=town,Q\n500101,2023,1200,/\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.replace(",", ";").encode("gb18030"), TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", "\t").encode("utf-16"), b"sep=;\r\n" + TABLE.replace(",", ";").encode(),
        ("\n,,\n" + TABLE).encode("utf-8-sig"), TABLE.replace("\n", ",,\n").encode(),
        TABLE.replace("单位", '"单位"').replace("/", '"/"').encode(),
    ],
)  # fmt: skip
def test_a_table_is_read_however_a_spreadsheet_parts_it(data: bytes) -> None:
    read, findings = measuring.read_form_file(data)
    assert findings == ()
    assert [(each.organisation, each.period, each.key, each.text) for each in read] == [
        ("500101", "2023", "P|area=town", "1200"), ("500101", "2023", "Q", "/"),
    ]  # fmt: skip


def test_where_semicolons_part_a_comma_may_be_a_decimal_one_and_is_not_guessed() -> None:
    read, findings = measuring.read_form_file(b"organisation;period;A;B\nx;2023;1,234;5.5\n")
    assert [(each.where, each.text) for each in read] == [("D2", "5.5")]
    (finding,) = findings
    assert finding.subject == "C2"
    assert "comma" in finding.wording.en


def test_a_value_beyond_the_header_is_told_and_the_numbers_of_lines_are_those_of_the_file() -> None:
    read, findings = measuring.read_form_file(b"\norganisation,period,A\nx,2023,1,,\ny,2023,1,7\n")
    assert [(each.where, each.organisation) for each in read] == [("C3", "x")]
    assert [each.subject for each in findings] == ["4"]


def _book(rows: list[list[object]], name: str = "数据") -> bytes:
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def test_a_table_of_ones_own_is_read_from_a_workbook_too() -> None:
    rows: list[list[object]] = [["单位", "填报期", "A", "B"], ["x", 2023, 1200, 5.25], ["y", 2023, "/", 7]]
    read, findings = measuring.read_form_file(_book(rows))
    assert [(each.where, each.organisation, each.period, each.key, each.text) for each in read] == [
        ("数据!C2", "x", "2023", "A", "1200"), ("数据!D2", "x", "2023", "B", "5.25"), ("数据!C3", "y", "2023", "A", "/"),
        ("数据!D3", "y", "2023", "B", "7"),
    ]  # fmt: skip
    assert findings == ()


def test_a_form_may_lose_its_title_and_gain_a_note_and_a_row_without_a_code() -> None:
    import io

    import openpyxl

    data = measuring.form_workbook(title="年报", data_set="d1", period="2023", columns=COLUMNS, bodies=BODIES, cells={})
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1)
    sheet["C5"] = "7"
    sheet["B7"], sheet["E7"] = "长寿区教育委员会", "8"
    sheet["A9"] = "填报人：张三"
    changed = io.BytesIO()
    book.save(changed)
    read, findings = measuring.read_form_file(changed.getvalue())
    assert findings == ()
    assert [(each.organisation, each.key, each.text) for each in read if each.text] == [
        ("500101", "P|area=town", "7"), ("长寿区教育委员会", "Q", "8"),
    ]  # fmt: skip
    assert len(read) == 9


def test_json_that_says_one_value_twice_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        measuring.read_form_file(b'{"organisation": "x", "period": "2023", "cells": {"A": 1, "A": 2}}')
    assert (refused.value.code, "A" in refused.value.wording.en) == ("form-unreadable", True)


def test_places_are_named_as_a_spreadsheet_names_them() -> None:
    read, findings = measuring.read_form_file(b"organisation,period,A,B\nx,2023,1,2\nx,2023,1\n")
    assert [each.where for each in read] == ["C2", "D2"]
    assert [(each.subject, each.wording.en) for each in findings] == [("3", "has not as many columns as the header")]
    read, findings = measuring.read_form_file(b'[{"organisation": "x", "cells": {"A": null}}, 7, {"cells": 3}]')
    assert [(each.where, each.text) for each in read] == [("[0].A", "")]
    assert [each.subject for each in findings] == ["[1]", "[2]"]


def test_a_float_of_json_is_read_as_written() -> None:
    (cell,), _ = measuring.read_form_file(b'{"organisation": "x", "period": "2023", "cells": {"A": 0.10}}')
    assert cell.text == "0.10"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"  ", "empty-file"), (b"a,b,c\n", "form-unreadable"), (b"[nothing", "form-unreadable"),
        (b"[" * 100_000, "form-unreadable"), (b'organisation,period,A\nx,2025,"' + b"1" * 200_000, "form-unreadable"),
        (b"\xff\xff\xff\x00organisation", "form-unreadable"), (b"organisation,period,A\nx,2023,\x001\n", "form-unreadable"),
        ("organisation,period,A\nx,2023,1\n".encode("utf-16")[:-1], "form-unreadable"), (b"PK\x03\x04", "unreadable-workbook"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        measuring.read_form_file(data)
    assert refused.value.code == code


def test_json_of_another_make_is_told_how_to_be_written() -> None:
    (finding,) = measuring.read_form_file(b'[{"organisation": "x", "period": "2023", "values": {"A": 1}}]')[1]
    assert (finding.subject, finding.wording.en) == (
        "[0]",
        'write {"organisation": …, "period": …, "cells": {code of the value: value}}',
    )


def test_a_workbook_of_another_make_is_refused() -> None:
    import io

    import xlsxwriter

    for sheets in ([], ["_xietong"]):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            book.add_worksheet("填报表").write(0, 0, "x")
            for name in sheets:
                facts = book.add_worksheet(name)
                facts.write_row(0, 0, ["schema", "xietong-form/1"])
                facts.very_hidden()
        with pytest.raises(Refusal) as refused:
            measuring.read_form_file(buffer.getvalue())
        assert refused.value.code == "form-unreadable"
