"""Takes paragraphs and tables; gives docx, pdf and xlsx files with the furniture that offices put around them."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import docx
import typst
import xlsxwriter
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bench.corpus import Line

Cells = list[tuple[int, int, str, int, int]]
Prepared = list[tuple[Line, str] | Cells]
_CHINESE = "一二三四五六七八九十"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx_bytes(prepared: Prepared, *, styled: bool, numbered: bool) -> bytes:
    """Write a Word file; ``styled`` uses heading styles, ``numbered`` turns 一、 and （一） into automatic ones."""
    paper = docx.Document()
    automatic = numbered and _regular([part[0] for part in prepared if isinstance(part, tuple)])
    if automatic:
        _define_numbering(paper)
    for part in prepared:
        if isinstance(part, tuple):
            _docx_paragraph(paper, *part, styled=styled, automatic=automatic)
        else:
            _docx_table(paper, part)
    buffer = io.BytesIO()
    paper.save(buffer)
    return _timeless(buffer.getvalue())


def _big(count: int) -> str:
    return _CHINESE[count - 1] if count <= 10 else "十" + _CHINESE[count - 11]


def _regular(lines: list[Line]) -> bool:
    """Tell whether the numbers 一、 and （一） of pure heading lines count the way a word processor would."""
    big = middle = 0
    for line in lines:
        if line.heading is None or line.heading[0] not in (1, 2):
            if re.match(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）", line.text):
                return False
            continue
        if line.heading[0] == 1:
            big, middle = big + 1, 0
            expected = f"{_big(big)}、" if big < 20 else ""
        else:
            middle += 1
            expected = f"（{_big(middle)}）" if middle < 20 else ""
        if line.heading[1] != expected:
            return False
    return big > 1


def _define_numbering(paper: DocxDocument) -> None:
    """Add one abstract numbering with 一、 and （一）, and number 77 that uses it."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{shape}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, shape in enumerate(("%1、", "（%2）"))
    )
    numbering = paper.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _docx_paragraph(paper: DocxDocument, line: Line, words: str, *, styled: bool, automatic: bool) -> None:
    level = line.heading[0] if line.heading is not None else None
    style = None
    if styled and level is not None and level <= 3:
        style = "Title" if level == 0 else f"Heading {level}"
    if automatic and level in (1, 2):
        words = words.removeprefix(line.heading[1] if line.heading else "")
    paragraph = paper.add_paragraph(words, style=style)
    if level == 0:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if automatic and level in (1, 2):
        properties = paragraph.paragraph_format.element.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level - 1), ("w:numId", 77)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            number.append(child)
        properties.append(number)


def _docx_table(paper: DocxDocument, cells: Cells) -> None:
    rows = max(r + high for r, _, _, high, _ in cells)
    columns = max(c + wide for _, c, _, _, wide in cells)
    table = paper.add_table(rows=rows, cols=columns, style="Table Grid")
    for r, c, words, high, wide in cells:
        cell = table.cell(r, c)
        if high > 1 or wide > 1:
            cell = cell.merge(table.cell(r + high - 1, c + wide - 1))
        cell.text = words.replace("⏎", "\n")


def _timeless(archive: bytes) -> bytes:
    """Write a zip file again with one fixed time in it, so that equal documents give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _string(words: str) -> str:
    return '#"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("⏎", "\\n") + '"'


def pdf_bytes(prepared: Prepared, title: str) -> bytes:
    """Typeset a PDF with running heads, page numbers and wrapped lines; raises RuntimeError without a Chinese font."""
    head = _string(title).removeprefix("#")
    parts = [
        "#set document(date: none)",
        f'#set page(paper: "a5", margin: 18mm, header: align(right, text(size: 8pt)[#{head}]))',
        "#set page(footer: context align(center, text(size: 8pt)[— #counter(page).display() —]))",
        '#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh", region: "cn")',
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))",
    ]
    for part in prepared:
        if not isinstance(part, tuple):
            parts.append(_typst_table(part))
            continue
        line, words = part
        level = line.heading[0] if line.heading is not None else None
        content = f"#strong[{_string(words)}]" if level in (0, 1) else _string(words)
        parts.append(f"#align(center, text(size: 15pt)[{content}])" if level == 0 else f"{content}\n")
    document, warnings = typst.compile_with_warnings("\n\n".join(parts).encode(), format="pdf", timestamp=0)
    if warnings:
        raise RuntimeError(f"typst warns: {warnings[0]}")
    return bytes(document)


def _typst_table(cells: Cells) -> str:
    columns = max(c + wide for _, c, _, _, wide in cells)
    inner = ", ".join(
        f"table.cell(x: {c}, y: {r}, colspan: {wide}, rowspan: {high})[{_string(words)}]"
        for r, c, words, high, wide in cells
    )
    return f"#text(size: 8pt)[#table(columns: {columns}, {inner})]"


def xlsx_bytes(prepared: Prepared, title: str) -> bytes:
    """Write a workbook with one sheet: paragraphs as rows over the whole width, tables with merged cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(2024, 1, 1)})
    sheet = book.add_worksheet("台账")
    wrap = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    width = max((c + wide for part in prepared if isinstance(part, list) for _, c, _, _, wide in part), default=2)
    row = 0
    for part in prepared:
        if isinstance(part, tuple):
            sheet.merge_range(row, 0, row, max(width, 2) - 1, part[1], wrap)
            row += 1
            continue
        for r, c, words, high, wide in part:
            _xlsx_cell(sheet, (row + r, c, row + r + high - 1, c + wide - 1), words.replace("⏎", "\n"), wrap)
        row += max(r + high for r, _, _, high, _ in part)
    book.close()
    return buffer.getvalue()


def _xlsx_cell(sheet: Any, where: tuple[int, int, int, int], words: str, wrap: Any) -> None:
    value: str | int = int(words) if re.fullmatch(r"[1-9]\d{0,3}", words) else words
    if where[:2] == where[2:]:
        sheet.write(where[0], where[1], value, wrap)
    else:
        sheet.merge_range(*where, value, wrap)
