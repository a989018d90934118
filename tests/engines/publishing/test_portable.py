"""Takes documents in official form; shows the pages of their PDF, and what is refused when fonts are missing."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from xietong import basics, publishing
from xietong.publishing import Bar, BarPart, Bars, Heading, OfficialDocument, Paragraph, Signature, Table

DAY = date(2022, 10, 12)


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as held:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in held]


def test_a_page_holds_22_lines_of_28_characters(fonts: list[Path]) -> None:
    made = publishing.to_pdf(OfficialDocument("题", (Paragraph("教" * 28 * 60),)), fonts)
    second = pages(made)[1].splitlines()
    assert [len(line) for line in second[:-1]] == [28] * 22
    assert second[-1] == "— 2 —"


def test_the_page_is_a4_and_text_keeps_inside_the_margins(fonts: list[Path]) -> None:
    made = publishing.to_pdf(OfficialDocument("题", (Paragraph("教" * 28 * 60),)), fonts)
    with pypdfium2.PdfDocument(made) as held:
        page = held[1]
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(28 * 22)]
    millimetre = 72 / 25.4
    assert min(box[0] for box in boxes) >= 28 * millimetre - 0.5
    assert max(box[2] for box in boxes) <= (210 - 26) * millimetre + 0.5
    assert max(box[3] for box in boxes) <= (297 - 37) * millimetre + 0.5
    assert min(box[1] for box in boxes) >= 35 * millimetre - 0.5


def test_every_kind_of_block_reaches_the_page(fonts: list[Path]) -> None:
    two = Bar("双方", (BarPart("东", 0.3, 0.5), BarPart("西", 0.9, 0.9)), 0.3)
    three = Bar("三方", (*two.parts, BarPart("南", 0.0, 1.0)), 0.0)
    blocks = (
        Heading(1, "一、首级"),
        Heading(2, "（一）次级"),
        Heading(3, "1.三级"),
        Heading(4, "（1）四级"),
        Paragraph("正文。", lead="1.条目。"),
        Paragraph("正文。", lead="（二）条目。"),
        Paragraph("居中", place="center"),
        Paragraph("居右", place="right"),
        Table(("列一", "列二"), (("甲", "乙"), (None, "丙\n丁")), title="表题"),
        Bars((two, three)),
        Signature(("东省教育厅",), DAY),
    )
    made = publishing.to_pdf(OfficialDocument("大题", blocks, "第1期", "样张", "厅", DAY), fonts)
    said = "".join(pages(made)).replace("\n", "")
    expected = "大题 第1期 样张 （一）次级 （1）四级 1.条目。正文。 居中 居右 表题 丙 南0%／100%"
    for words in expected.split():
        assert words in said.replace(" ", "")
    assert "东省教育厅2022年10月12日" in said.replace(" ", "")


def test_all_fonts_are_embedded_and_the_file_is_tagged(fonts: list[Path]) -> None:
    made = publishing.to_pdf(OfficialDocument("题", (Paragraph("教育"),), day=DAY), fonts)
    assert b"/StructTreeRoot" in made or b"/ObjStm" in made
    assert b"pdfuaid:part" in made
    assert b"pdfaid:part" in made
    assert made == publishing.to_pdf(OfficialDocument("题", (Paragraph("教育"),), day=DAY), fonts)


def test_a_document_without_a_day_promises_no_archive(fonts: list[Path]) -> None:
    made = publishing.to_pdf(OfficialDocument("题", ()), fonts)
    assert b"pdfuaid:part" in made
    assert b"pdfaid:part" not in made


def test_a_missing_character_is_refused_and_named(fonts: list[Path]) -> None:
    with pytest.raises(basics.Refusal) as refused:
        publishing.to_pdf(OfficialDocument("题", (Paragraph("表情😀"),)), fonts)
    assert refused.value.code == "glyphs-missing"
    assert "😀" in refused.value.wording.zh


def test_without_chinese_fonts_nothing_is_printed(tmp_path: Path) -> None:
    with pytest.raises(basics.Refusal) as refused:
        publishing.to_pdf(OfficialDocument("题", ()), [tmp_path])
    assert refused.value.code == "fonts-missing"
    assert "Noto" in refused.value.wording.en


def test_trouble_with_the_layout_is_refused_in_the_compilers_words(fonts: list[Path]) -> None:
    with pytest.raises(basics.Refusal) as refused:
        publishing.to_pdf(OfficialDocument("", (Paragraph("文"),)), fonts)
    assert refused.value.code == "layout-trouble"


def test_a_warning_of_the_compiler_is_trouble_too(fonts: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    careless = '#set document(title: "x")\n#set text(font: "Nowhere")\nwords'
    monkeypatch.setattr("xietong.publishing.portable.LAYOUT", careless)
    with pytest.raises(basics.Refusal, match="unknown font family") as refused:
        publishing.to_pdf(OfficialDocument("题", ()), fonts)
    assert refused.value.code == "layout-trouble"
