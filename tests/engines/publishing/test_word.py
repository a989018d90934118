"""Takes documents in official form; shows that the Word files keep to GB/T 9704-2012 and lose no text."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import publishing
from xietong.publishing import Bar, BarPart, Bars, Face, Heading, OfficialDocument, Paragraph, Signature, Table


def opened(*blocks: publishing.form.Block, **more: str) -> docx.document.Document:
    return docx.Document(io.BytesIO(publishing.to_docx(OfficialDocument("标题", blocks, **more))))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    page = opened().sections[0]
    assert (page.page_width.mm, page.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    margins = (page.top_margin.mm, page.left_margin.mm, page.bottom_margin.mm, page.right_margin.mm)
    assert margins == pytest.approx((37, 28, 35, 26), abs=0.02)


def test_the_grid_holds_22_lines_of_28_characters() -> None:
    document = opened()
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    line = int(grid.get(qn("w:linePitch"))) / 20
    closer = document.styles["Normal"].element.rPr.find(qn("w:spacing"))
    character = 16 + int(closer.get(qn("w:val"))) / 20
    assert grid.get(qn("w:type")) == "lines"
    page = document.sections[0]
    text_height = page.page_height.pt - page.top_margin.pt - page.bottom_margin.pt
    text_width = page.page_width.pt - page.left_margin.pt - page.right_margin.pt
    assert text_height / line == pytest.approx(22, abs=0.02)
    assert 28 <= text_width / character < 28.1
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(line, abs=0.05)


@pytest.mark.parametrize(
    ("style", "face", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("footer", "宋体", 14),
    ],
)
def test_each_level_has_its_face_and_size(style: str, face: str, points: float) -> None:
    held = opened().styles[style]
    assert held.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
    assert held.font.size.pt == points


def test_every_face_names_free_fonts_that_may_stand_in() -> None:
    table = part(publishing.to_docx(OfficialDocument("题", ())), "word/fontTable.xml")
    assert table.count("Noto") >= len(Face)
    for face in Face:
        assert f'w:name="{face.value}"><w:altName' in table


def test_page_numbers_stand_between_dashes_on_the_outer_side() -> None:
    document = opened()
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert odd.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    assert even.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.LEFT
    assert " PAGE " in odd._p.xml


def test_a_marking_heads_odd_and_even_pages() -> None:
    page = opened(marking="征求意见稿").sections[0]
    assert page.header.paragraphs[0].text == "征求意见稿"
    assert page.even_page_header.paragraphs[0].text == "征求意见稿"
    assert opened().sections[0].header.is_linked_to_previous


def test_headings_and_run_in_headings_keep_their_text_in_one_paragraph() -> None:
    document = opened(Heading(1, "一、总体"), Heading(7, "深"), Paragraph("正文。", lead="1.标题。"))
    held = [(each.style.name, each.text) for each in document.paragraphs]
    assert held[2:] == [("Heading 1", "一、总体"), ("Heading 4", "深"), ("Normal", "1.标题。正文。")]
    assert [run.bold for run in document.paragraphs[-1].runs] == [True, None]


def test_a_run_in_heading_of_the_second_level_stands_in_its_face() -> None:
    run = opened(Paragraph("正文。", lead="（一）标题。")).paragraphs[-1].runs[0]
    assert run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "楷体_GB2312"


def test_a_table_repeats_its_header_and_merges_downwards() -> None:
    table = opened(Table(("行动", "任务"), (("甲", "一"), (None, "二"), ("乙", "三\n四")), (1, 3))).tables[0]
    assert [cell.text for cell in table.columns[0].cells] == ["行动", "甲", "甲", "乙"]
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(3, 1).text == "三\n四"
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert table.columns[1].width == pytest.approx(3 * table.columns[0].width, rel=0.01)


def strips(*blocks: Bars) -> list[list[tuple[str, float]]]:
    """Return each strip's cells as fill and share of the strip's width."""
    found = []
    for table in opened(*blocks).tables:
        assert 'w:hRule="exact"' in table.rows[0]._tr.xml
        whole = sum(cell.width for cell in table.rows[0].cells)
        fills = [cell._tc.tcPr.find(qn("w:shd")) for cell in table.rows[0].cells]
        found.append(
            [
                (shade.get(qn("w:val")) + shade.get(qn("w:fill")), round(cell.width / whole, 2))
                for shade, cell in zip(fills, table.rows[0].cells, strict=True)
            ]
        )
    return found


SOLID, OTHER = "clear1F4E8C", "clearA33B20"
HATCHED, FAINT, GAP = "diagStripeFFFFFF", "clearEDEDED", "clearFFFFFF"
NOTCH = [(GAP, 0.0), ("clear000000", 0.0), (GAP, 0.0)]


def test_two_parties_grow_from_the_centre_and_three_stand_below_each_other() -> None:
    two = Bar("任务", (BarPart("东", 0.3, 0.5), BarPart("西", 0.9, 0.9, 1)), 0.3)
    three = Bar("事项", (*two.parts, BarPart("南", 0.0, 1.0, 2)), 0.0)
    made = strips(Bars((two,)), Bars((three,)), Bars(()))
    left = [(FAINT, 0.25), (HATCHED, 0.1), *NOTCH, (SOLID, 0.15)]
    assert made[0] == [*left, (GAP, 0.0), (OTHER, 0.15), *NOTCH, (OTHER, 0.3), (FAINT, 0.05)]
    single = [NOTCH[0], (NOTCH[1][0], 0.01), NOTCH[2]]
    assert made[1:] == [
        [*single, (SOLID, 0.3), (HATCHED, 0.2), (FAINT, 0.49)],
        [*single, (OTHER, 0.89), (FAINT, 0.1)],
        [*single, (HATCHED, 0.99)],
    ]


def test_every_bar_has_its_name_above_and_its_figures_below() -> None:
    bar = Bar("任务", (BarPart("东", 0.3, 0.5), BarPart("西", 0.9, 0.9, 1)), 0.3)
    told = [each.text for each in opened(Bars((bar,))).paragraphs if each.text]
    assert told[-3:-1] == ["任务", "■ 东 30%／50%　■ 西 90%／90%　共同 30%"]
    assert "已互认／已填报" in told[-1]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_strip_is_always_whole_and_has_its_notch(confirmed: float, claimed: float, joint: float) -> None:
    part = BarPart("东", confirmed, claimed)
    (cells,) = strips(Bars((Bar("任务", (part,), joint),)))
    assert sum(share for _, share in cells) == pytest.approx(1, abs=0.04)
    at = [fill for fill, _ in cells].index("clear000000")
    assert sum(share for _, share in cells[:at]) == pytest.approx(joint, abs=0.04)


def test_signatures_close_the_document_with_the_day() -> None:
    document = opened(Signature(("东省教育厅", "西市教委"), date(2021, 11, 23)))
    assert [each.text for each in document.paragraphs[-3:]] == ["东省教育厅", "西市教委", "2021年11月23日"]
    right = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    assert all(each.style.paragraph_format.alignment == right for each in document.paragraphs[-3:])


def test_the_properties_carry_title_author_and_day() -> None:
    made = OfficialDocument("甲&乙", (), author="东<厅>", day=date(2021, 11, 23))
    held = docx.Document(io.BytesIO(publishing.to_docx(made))).core_properties
    assert (held.title, held.author, held.created.date()) == ("甲&乙", "东<厅>", date(2021, 11, 23))


def test_the_archive_carries_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(publishing.to_docx(OfficialDocument("题", ())))) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_block_of_an_unknown_kind_is_no_block() -> None:
    with pytest.raises(TypeError, match="no block of a document: str"):
        publishing.to_docx(OfficialDocument("题", ("文",)))  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_comes_back_from_word_but_for_what_xml_cannot_hold(text: str) -> None:
    made = publishing.to_docx(OfficialDocument("题", (Paragraph(text),)))
    assert made == publishing.to_docx(OfficialDocument("题", (Paragraph(text),)))
    held = docx.Document(io.BytesIO(made)).paragraphs[-1].text
    held_by_xml = {*"\t\n\r", *(each for each in text if ord(each) >= 0x20 and each not in "\ufffe\uffff")}
    expected = "".join(each for each in text if each in held_by_xml)
    assert held == expected.replace("\r", "\n")
