"""Files as programs save them: numbers of rows set by Word, placeholders, old merges, pages saved as one file."""

import quopri
from base64 import b64encode

import pytest

from tests.engines.documents.files import paragraph, word
from tests.engines.documents.test_formats_word import OFFICIAL, listed, numbered
from tests.engines.documents.test_formats_word import level as level_of
from xietong.basics import Refusal
from xietong.documents import formats
from xietong.documents.block import Table


def cell(body: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{body}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def read_table(body: str, numbering: str = OFFICIAL) -> Table:
    found = formats.extract(word(body, numbering=numbering), "表.docx").blocks[0].table
    assert found is not None
    return found


def test_the_automatic_number_of_a_row_is_the_text_of_its_cell() -> None:
    numbers = listed(level_of(0, "decimal", "%1."))
    rows = [
        (cell(numbered("")), cell(paragraph(words)), cell(paragraph("市教委"))) for words in ("新建学校", "招聘教师")
    ]
    head = (cell(paragraph("序号")), cell(paragraph("任务")), cell(paragraph("单位")))
    found = read_table(table(head, *rows), numbers)
    assert [one.text for one in found.cells if one.column == 0] == ["序号", "1.", "2."]


def test_an_empty_numbered_paragraph_of_running_text_is_none() -> None:
    found = formats.extract(word(numbered("") + numbered("目标"), numbering=OFFICIAL), "a.docx")
    assert [block.text for block in found.blocks] == ["二、目标"]


def test_the_words_that_ask_for_an_entry_are_no_text() -> None:
    asked = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    run = "<w:r><w:t>单击此处输入文字。</w:t></w:r>"
    body = paragraph("推进建设。") + asked.format(paragraph("单击此处输入文字。")) + f"<w:p>{asked.format(run)}</w:p>"
    found = formats.extract(word(body), "a.docx")
    assert [block.text for block in found.blocks] == ["推进建设。"]


def test_cells_merged_in_the_old_way_are_one() -> None:
    first, on = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    found = read_table(
        table(
            (cell(paragraph("责任单位"), first), cell(paragraph(""), on), cell(paragraph("时限"))),
            (cell(paragraph("市教委")), cell(paragraph("市财政局")), cell(paragraph("年底"))),
        )
    )
    assert [(one.text, one.column, one.column_span) for one in found.cells if one.row == 0] == [
        ("责任单位", 0, 2),
        ("时限", 2, 1),
    ]


PAGE = "<html><head><title>云岭市行动计划</title></head><body><p>推进学校建设，扩大优质资源，到2025年新建12所。</p></body></html>"
HEAD = 'From: <Saved by Blink>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----B"\r\n\r\n'


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "quoted-printable"), ("gb2312", "base64"), ("utf-8", "8bit")]
)
def test_a_page_saved_as_one_file_is_the_page(charset: str, encoding: str) -> None:
    data = PAGE.encode(charset)
    data = {"quoted-printable": quopri.encodestring, "base64": b64encode, "8bit": bytes}[encoding](data)
    picture = "------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    part = f'------B\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    saved = (HEAD + picture + part).encode() + data + b"\r\n------B--\r\n"
    found = formats.extract(saved, "page.mhtml")
    assert found.media_type == "text/html"
    assert [block.text for block in found.blocks] == ["推进学校建设，扩大优质资源，到2025年新建12所。"]
    assert found.title == "云岭市行动计划"


def test_a_page_saved_as_one_file_without_a_page_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        formats.extract(f"{HEAD}------B\r\nContent-Type: image/png\r\n\r\nAAAA\r\n------B--\r\n".encode(), "a.mht")
    assert refusal.value.code == "empty-file"
