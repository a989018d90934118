"""Word documents: what a reader sees on the page, and nothing of what Word keeps behind it."""

import pytest
from docx import Document
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.documents.files import paragraph, saved, word, zipped
from xietong.basics import Refusal
from xietong.documents import formats
from xietong.documents.block import BlockKind, Extract
from xietong.documents.formats import numbering


def read(data: bytes) -> Extract:
    return formats.extract(data, "plan.docx")


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def listed(*levels: str) -> str:
    """Return the numbering part of one list with these levels."""
    return f'<w:ROOT><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{NUM}</w:numbering>'


def level(depth: int, form: str, text: str, more: str = "") -> str:
    head = f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'{head}{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUM = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
OFFICIAL = listed(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
    level(4, "bullet", "\uf06c"),
    level(5, "decimal", "%1.%3", "<w:isLgl/>"),
)


def numbered(text: str, depth: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_a_document_of_word_gives_paragraphs_with_hints_and_tables_with_spans() -> None:
    document = Document()
    document.core_properties.title, document.core_properties.author = "某市教育行动计划", "某市教委"
    document.add_heading("某市教育行动计划", 0)
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("　　到２０２５年，新建学校３０所。")
    document.add_paragraph("条目", style="List Bullet")
    document.add_paragraph("图一", style="Caption")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "任务"
    table.cell(0, 2).text = "单位"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "建校"
    table.cell(1, 2).text = "市教委\n市财政局"
    found = read(saved(document))
    assert [(block.text, block.style) for block in found.blocks[:5]] == [
        ("某市教育行动计划", "title"),
        ("一、总体要求", "heading1"),
        ("到2025年，新建学校30所。", ""),
        ("条目", "list"),
        ("图一", "caption"),
    ]
    grid = found.blocks[5].table
    assert grid is not None
    assert [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, "任务", 1, 2),
        (0, 2, "单位", 1, 1),
        (1, 0, "建校", 2, 1),
        (1, 1, "", 1, 1),
        (1, 2, "市教委 市财政局", 1, 1),
        (2, 1, "", 1, 1),
        (2, 2, "", 1, 1),
    ]
    assert (found.title, found.author) == ("某市教育行动计划", "某市教委")


def test_headers_footers_footnotes_and_comments_are_no_text() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph("正文。")
    assert texts(saved(document)) == ["正文。"]


def test_a_large_centred_line_is_hinted_as_title() -> None:
    document = Document()
    line = document.add_paragraph()
    line.alignment = 1
    line.add_run("行动计划").font.size = Pt(22)
    document.add_paragraph("正文。")
    assert [block.style for block in read(saved(document)).blocks] == ["title", ""]


def test_automatic_numbers_are_written_out_as_word_shows_them() -> None:
    body = (
        numbered("目标")
        + numbered("甲", 1)
        + numbered("子", 2)
        + numbered("丑", 2)
        + numbered("圈", 3)
        + numbered("点", 4)
        + numbered("乙", 1)
        + numbered("寅", 2)
        + numbered("合", 5)
        + numbered("任务")
        + numbered("丙", 1)
        + numbered("无", 1, 0)
        + numbered("无", 1, 9)
    )
    assert texts(word(body, numbering=OFFICIAL)) == [
        "一、目标",
        "（一）甲",
        "1.子",
        "2.丑",
        "①圈",
        "点",
        "（二）乙",
        "1.寅",
        "1.1 合",
        "二、任务",
        "（一）丙",
        "无",
        "无",
    ]


def test_a_list_that_starts_anew_and_one_that_never_restarts_count_so() -> None:
    part = listed(level(0, "decimal", "%1."), level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>')).replace(
        "</w:numbering>",
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "upperLetter", "%1）")
        + "</w:lvlOverride></w:num></w:numbering>",
    )
    body = numbered("甲") + numbered("乙", 1) + numbered("丙") + numbered("丁", 1) + numbered("戊", 0, 2)
    body += numbered("己", 0, 2) + numbered("庚", 0, 3)
    assert texts(word(body, numbering=part)) == ["1.甲", "（1）乙", "2.丙", "（2）丁", "5.戊", "6.己", "A）庚"]


def test_a_style_brings_its_list_level_and_heading() -> None:
    styles = (
        '<w:ROOT><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="标题 2"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="一级"/><w:basedOn w:val="c"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    part = listed(level(0, "decimal", "%1."), level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="b"/>'))
    body = paragraph("目录一 ", '<w:pStyle w:val="t"/>') + paragraph("甲", '<w:pStyle w:val="c"/>')
    body += paragraph("乙", '<w:pStyle w:val="b"/>') + paragraph("丙", '<w:outlineLvl w:val="9"/>')
    found = read(word(body, styles=styles, numbering=part))
    assert [(block.text, block.style) for block in found.blocks] == [
        ("甲", "heading1"),
        ("（一）乙", "heading2"),
        ("丙", ""),
    ]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (0, "chineseCounting", "〇"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "taiwaneseCounting", "一百零五"),
        (1010, "japaneseCounting", "一千零一十"),
        (20000, "chineseCounting", "20000"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (11, "ideographTraditional", "甲"),
        (2, "ideographZodiac", "丑"),
        (105, "ideographDigital", "一〇五"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedParen", "（3）"),
        (3, "decimalEnclosedFullstop", "3."),
        (3, "decimalZero", "03"),
        (28, "lowerLetter", "bb"),
        (0, "lowerLetter", ""),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (7, "unheardOf", "7"),
        (10**9, "chineseCounting", "1000000000"),
    ],
)
def test_numbers_are_written_in_the_formats_of_word(number: int, form: str, shown: str) -> None:
    assert numbering.written(number, form) == shown


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>新建</w:t></w:r><w:del><w:r><w:delText>二十</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>三十</w:t></w:r></w:ins><w:r><w:t>所。</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处。</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p>"
        + paragraph("后半句。")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删去的行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>最后。</w:t></w:r></w:p>"
    )
    assert texts(word(body)) == ["新建三十所。新处。", "前半句，后半句。", "最后。"]


def test_a_numbered_paragraph_that_was_deleted_is_not_counted() -> None:
    gone = numbered("").replace(
        "<w:r><w:t xml:space='preserve'></w:t></w:r>", "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    )
    assert texts(word(numbered("甲") + gone + numbered("乙"), numbering=OFFICIAL)) == ["一、甲", "二、乙"]


def test_breaks_tabs_symbols_fields_hidden_and_mathematical_text_are_read_as_shown() -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    math = f"<m:oMath xmlns:m='{space}'><m:r><m:t>x</m:t></m:r></m:oMath>"
    body = (
        "<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t><w:br w:type='page'/><w:t>续</w:t><w:tab/>"
        "<w:t>末</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r></w:p>"
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple>" + math + "</w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>jiào</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>教</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert texts(word(body)) == ["第一行", "第二行续 末", "甲-乙", "丙", "可见", "链接域x", "教"]


def test_text_boxes_stand_behind_their_paragraph_once() -> None:
    box = "<w:txbxContent>" + paragraph("专栏1 重点工程") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文。</w:t><mc:AlternateContent><mc:Choice>"
        + box
        + "</mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<mc:AlternateContent><mc:Choice/></mc:AlternateContent>"
        "<mc:AlternateContent/></w:r></w:p>"
    )
    assert texts(word(body)) == ["正文。", "专栏1 重点工程"]


def test_a_frame_of_one_cell_is_read_as_paragraphs() -> None:
    body = f"<w:tbl><w:tr><w:tc>{paragraph('专栏')}{paragraph('一句。')}</w:tc></w:tr></w:tbl>"
    assert [block.kind for block in read(word(body)).blocks] == [BlockKind.PARAGRAPH] * 2


def test_rows_in_content_controls_and_cells_after_a_gap_find_their_place() -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in "甲乙")
    gap = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{paragraph('丙')}</w:tc></w:tr>"
    nested = f"<w:tbl><w:tr><w:tc>{paragraph('内部')}</w:tc><w:tc>{paragraph('里面')}</w:tc></w:tr></w:tbl>"
    held = f"<w:sdt><w:sdtContent><w:tr>{cells}</w:tr></w:sdtContent></w:sdt>"
    body = f"<w:tbl>{held}{gap}<w:tr><w:tc>{nested}<w:p/></w:tc></w:tr></w:tbl>"
    grid = read(word(body)).blocks[0].table
    assert grid is not None
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (1, 1, "丙"),
        (2, 0, "内部 里面"),
    ]


def test_a_table_of_contents_is_no_text() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>"
        + paragraph("一、目标 1")
        + "</w:sdtContent></w:sdt>"
        + paragraph("目　录")
    )
    body += (
        paragraph("二、任务…………12")
        + "<w:p><w:r><w:t>三、保障</w:t><w:tab/><w:t>15</w:t></w:r></w:p>"
        + paragraph("正文。")
    )
    assert texts(word(body)) == ["正文。"]


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    data = zipped(
        {
            "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
            "<w:body><w:p><w:r><w:t>正文。</w:t></w:r></w:p></w:body></w:document>"
        }
    )
    assert texts(data) == ["正文。"]


def test_a_file_name_in_the_properties_is_no_title() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>doc1</dc:title></cp:coreProperties>'
    )
    assert read(word(paragraph("正文。"), core=core)).title == ""


def test_only_the_editor_is_taken_out_of_a_document() -> None:
    found = read(word(paragraph("时间：2025年9月10日 来源：某处") + paragraph("正文。（责任编辑：张三）")))
    assert ([block.text for block in found.blocks], found.editor) == (
        ["时间：2025年9月10日 来源：某处", "正文。"],
        "张三",
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word("<w:p>").replace(b"PK\x01\x02", b"XX\x01\x02"), "corrupt-file"),
        (zipped({"word/document.xml": "<w:document"}), "corrupt-file"),
        (zipped({"word/document.xml": "<document/>"}), "corrupt-file"),
        (zipped({"word/other.xml": "<document/>"}), "corrupt-file"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "corrupt-file"),
        (word("<w:sdt>" * 300 + "</w:sdt>" * 300), "over-the-limit"),
        (word("<w:sdt>" * 3000 + "</w:sdt>" * 3000), "over-the-limit"),
        (word(""), "empty-file"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(data)
    assert caught.value.code == code


def test_a_table_of_endless_columns_is_refused() -> None:
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='99999'/></w:tcPr>{paragraph('甲')}</w:tc>"
    with pytest.raises(Refusal) as caught:
        read(word(f"<w:tbl><w:tr>{cell * 1100}</w:tr></w:tbl>"))
    assert caught.value.code == "over-the-limit"


BITS = st.sampled_from(
    [
        *(
            "<w:p>",
            "</w:p>",
            "<w:tbl>",
            "</w:tbl>",
            "<w:tr>",
            "</w:tr>",
            "<w:tc>",
            "</w:tc>",
            "<w:r>",
            "</w:r>",
            "<w:br/>",
        ),
        *("<w:t>教育</w:t>", "<w:tab/>", "<w:txbxContent>", "</w:txbxContent>", "<w:sdt>", "</w:sdt>"),
        *("<w:tcPr><w:vMerge/></w:tcPr>", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"),
    ]
)


@settings(max_examples=60)
@given(st.lists(BITS, max_size=30).map("".join))
def test_any_mixture_of_elements_is_read_or_refused(body: str) -> None:
    try:
        found = read(word(body, numbering=OFFICIAL))
    except Refusal as refusal:
        assert refusal.code in ("corrupt-file", "empty-file")  # noqa: PT017 — the property itself
        return
    assert all(block.text for block in found.blocks)
