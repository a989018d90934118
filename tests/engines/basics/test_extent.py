"""How much a workbook spans is known before a reader lays it out."""

import io
import zipfile

import pytest

from xietong.basics.extent import cells_spanned


def packed(name: str, text: str) -> bytes:
    """Return a zipped workbook of one part."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return held.getvalue()


@pytest.mark.parametrize(
    ("cells", "spanned"),
    [
        ("", 0),
        ('<c r="A1"><v>1</v></c>', 1),
        ('<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>', 16384 * 1048576),
        ("<x:c s='1' r = ' ab12' ><v>1</v></x:c>", 28 * 12),
        ("<row><c><v>1</v></c><c t='n'><v>2</v></c></row>" * 3, 6),
        ('<c r="XFD1048576" s="3"/><c r="B2" t="s"><v>0</v></c>', 4),  # formatted, but empty
        ("<sheetData>" + '<c r="C3"><v>1</v></c>' * 60_000, 60_000),  # longer than a piece
    ],
)
def test_a_sheet_spans_the_rectangle_about_its_filled_cells(cells: str, spanned: int) -> None:
    assert cells_spanned(packed("xl/worksheets/anything.xml", cells)) == spanned


def test_an_open_document_sheet_spans_what_it_repeats() -> None:
    head = '<table:table table:name="一"><table:table-row table:number-rows-repeated="1000">'
    filled = '<table:table-cell office:value-type="string" table:number-columns-repeated="500"/></table:table-row>'
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    other = "<table:table><table:table-row><table:table-cell><text:p>一</text:p></table:table-cell></table:table-row>"
    assert cells_spanned(packed("content.xml", head + filled + rest + "</table:table>" + other)) == 500_000


def test_what_is_no_archive_spans_nothing_and_a_damaged_one_is_called_so() -> None:
    assert cells_spanned(b"\xd0\xcf\x11\xe0") == 0
    with pytest.raises(zipfile.BadZipFile):
        cells_spanned(b"PK\x03\x04 and no more")
    whole = packed("xl/sheet.xml", "<c r='A1'>" * 1000)
    with pytest.raises(zipfile.BadZipFile):
        cells_spanned(whole[:40] + bytes(10) + whole[50:])
