"""Takes an evaluation; gives it as a Word document on the page of GB/T 9704-2012."""

import io
from typing import Any

from xietong.measuring.evaluation import Evaluation, Table
from xietong.measuring.report_forms import rests_on, said, shown

# GB/T 9704-2012: A4, margins 37/28/35/26 mm; title 2号 小标宋, headings 3号 黑体, body 3号 仿宋. Points.
_MARGINS = {"top_margin": 37, "left_margin": 28, "bottom_margin": 35, "right_margin": 26}
_TITLE, _BODY, _SMALL, _WIDE = 22.0, 16.0, 12.0, 10.5  # a table of six columns or more is set smaller
_FONTS = {"title": "方正小标宋简体", "heading": "黑体", "body": "仿宋_GB2312"}


def to_word(evaluation: Evaluation, language: str = "zh") -> bytes:
    """Return the evaluation as .docx: title, what it rests on, sentences, tables with repeated heads, assumptions.

    >>> from xietong.measuring.evaluation import wording
    >>> to_word(Evaluation("gini", wording("基尼", "Gini"), 2, ()))[:2]
    b'PK'
    """
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    _page(document)
    title = _text(document.add_paragraph(), evaluation.title.in_language(language), "title", _TITLE)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.core_properties.title = evaluation.title.in_language(language)
    _text(document.add_paragraph(), rests_on(evaluation, language), "body", _BODY)
    sentences = said(evaluation)
    for heading, lines in sentences:
        if heading is None:
            for one in lines:
                _text(document.add_paragraph(), one.in_language(language), "body", _BODY, bold=True)
    for table in evaluation.tables:
        _table(document, table, language)
    for heading, lines in sentences:
        if heading is not None:
            _text(document.add_heading(level=1), heading.in_language(language), "heading", _BODY)
            for one in lines:
                _text(document.add_paragraph(style="List Bullet"), one.in_language(language), "body", _BODY)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in _MARGINS.items():
        setattr(section, side, Mm(size))
    properties = document.styles["Normal"].element.get_or_add_rPr()
    # Of Latin letters and figures, and of Chinese: figures in a Chinese sentence would be broken anywhere otherwise.
    properties.append(properties.makeelement(qn("w:lang"), {qn("w:val"): "en-GB", qn("w:eastAsia"): "zh-CN"}))


def _text(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), "Times New Roman"
    run.font.color.rgb = RGBColor(0, 0, 0)
    run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONTS[font])
    return paragraph


def _table(document: Any, table: Table, language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    _text(document.add_heading(level=1), table.title.in_language(language), "heading", _BODY)
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    rows = [list(row.cells) for row in grid.rows]
    size = _SMALL if len(table.columns) < 6 else _WIDE
    first = table.rows[0] if table.rows else [""] * len(table.columns)
    for cell, column, below in zip(rows[0], table.columns, first, strict=True):
        head = _text(cell.paragraphs[0], column.in_language(language), "heading", size)
        if isinstance(below, int | float):
            head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # The head stands again on every page.
    properties = next(grid._tbl.iter(qn("w:tr"))).get_or_add_trPr()  # noqa: SLF001 - python-docx has no setter
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for cells, row in zip(rows[1:], table.rows, strict=True):
        for cell, value in zip(cells, row, strict=True):
            placed = _text(cell.paragraphs[0], shown(value, language), "body", size)
            if isinstance(value, int | float):
                placed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
