"""A formula that gave an error or nothing is a problem at its cell in every kind of workbook, never a cell left empty."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xietong import measuring
from xietong.measuring import FormColumn
from xietong.measuring.formula_cells import formula_cells

COLUMNS = [
    FormColumn("P|area=town", "城镇", "在校生"), FormColumn("P|area=rural", "乡村", "在校生"), FormColumn("Q", "学位"),
]  # fmt: skip
BODIES = [("500101", "万州区教育委员会"), ("500102", "涪陵区教育委员会")]
# The form below, its formulas typed in openpyxl and calculated by LibreOffice 7.4, saved as xls.
XLS = (Path(__file__).parent / "failed_formulas.xls").read_bytes()
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""
FAILED = ["填报表!C6", "填报表!D6", "填报表!C7", "填报表!D7"]


def _read(data: bytes) -> tuple[dict[str, str], list[str]]:
    read, findings = measuring.read_form_file(data)
    assert all("gave an error or nothing" in each.wording.en for each in findings)
    return {each.where: each.text for each in read}, [each.subject for each in findings]


def _xlsx() -> bytes:
    data = measuring.form_workbook(
        title="年报", data_set="d1", period="2023", columns=COLUMNS, bodies=BODIES, cells={("500101", "Q"): "7"}
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    sheet["C6"].value, sheet["E6"].value = "#DIV/0!", "=1/0"
    sheet["C6"].data_type = "e"
    back = io.BytesIO()
    book.save(back)
    return back.getvalue()


def test_in_xlsx() -> None:
    texts, failed = _read(_xlsx())
    assert failed == ["填报表!C6", "填报表!E6"]
    assert set(texts) == {"填报表!D6", "填报表!C7", "填报表!D7", "填报表!E7"}


def _cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def _ods() -> bytes:
    error = _cell("#DIV/0!", ' table:formula="of:=1/0" office:string-value="" calcext:value-type="error"')
    nothing = '<table:table-cell table:formula="of:=IF(1>2;1;&quot;&quot;)" table:number-columns-repeated="2"/>'
    three = '<table:table-cell table:formula="of:=1+2" office:value-type="float" office:value="3"/>'
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    keys = "".join(_cell(f"xt:{each.key}") for each in COLUMNS)
    rows = [
        f'<table:table-row table:number-rows-repeated="2">{_cell("年报")}</table:table-row>',
        f"<table:table-row>{empty}{keys}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="2">{_cell("编码")}</table:table-row>',
        f"<table:table-row>{_cell('500101')}{_cell('万州')}{error}{error}{three}</table:table-row>",
        f"<table:table-row>{_cell('500102')}{_cell('涪陵')}{nothing}{_cell('5')}</table:table-row>",
    ]
    facts = "".join(
        f"<table:table-row>{_cell(key)}{_cell(text)}</table:table-row>"
        for key, text in (("schema", "xietong-form/1"), ("data_set", "d1"), ("period", "2023"))
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} xmlns:calcext="urn:calcext">'
        f'<office:body><office:spreadsheet><table:table table:name="填报表">{"".join(rows)}</table:table>'
        f'<table:table table:name="_xietong">{facts}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def test_in_open_document() -> None:
    texts, failed = _read(_ods())
    assert failed == FAILED
    assert texts == {"填报表!E6": "3", "填报表!E7": "5"}


def test_in_xls() -> None:
    texts, failed = _read(XLS)
    assert failed == FAILED
    assert texts == {"填报表!E6": "3", "填报表!E7": "500101x"}


@pytest.mark.parametrize("cut", [4, 80, 600, 3000, 6700])
def test_what_is_cut_off_ends(cut: int) -> None:
    assert formula_cells(XLS[:cut], 100, 100) <= formula_cells(XLS, 100, 100)


def test_no_more_is_laid_out_than_the_form_holds() -> None:
    row = b'<table:table-row table:number-rows-repeated="1048576">'
    cell = b'<table:table-cell table:formula="of:=1/0" table:number-columns-repeated="16384"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", b"<table:table>" + row + cell + b"</table:table-row></table:table>")
    assert len(formula_cells(buffer.getvalue(), 7, 5)) == 35
    assert formula_cells(b"organisation,period,P", 7, 5) == frozenset()
