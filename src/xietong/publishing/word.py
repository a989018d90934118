"""Takes an official document; gives its Word file as bytes, the same bytes for the same document."""

import re
from functools import singledispatch
from xml.sax.saxutils import escape

from xietong.publishing import form, word_parts
from xietong.publishing.archive import archive
from xietong.publishing.form import Bars, Face, Heading, OfficialDocument, Paragraph, Signature, Table

# What XML 1.0 cannot hold, half surrogate pairs among it.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEPS = 10


def to_docx(document: OfficialDocument) -> bytes:
    """Set a document in official form. Characters that XML cannot hold are left out."""
    head = [_paragraph("Title", _run(document.title))]
    if document.number:
        head.append(_paragraph("Centred", _run(document.number)))
    head.append(_paragraph("Normal", ""))
    body = "".join(head) + "".join(_written(block) for block in document.blocks)
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:document {word_parts.NAMESPACES}><w:body>{body}{word_parts.section(document.marking)}</w:body>"
        "</w:document>"
    )
    return archive(word_parts.package(document, xml.encode()))


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    shaped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    clean = escape(UNWRITABLE.sub("", text)).replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:r>{shaped}<w:t xml:space="preserve">{clean}</w:t></w:r>'


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _lead_shape(lead: str) -> str:
    return word_parts.fonts(Face.SUBHEADING) if lead.startswith("（") else "<w:b/>"


@singledispatch
def _written(block: object) -> str:
    raise TypeError(f"no block of a document: {type(block).__name__}")


@_written.register
def _(block: Heading) -> str:
    return _paragraph(f"Heading{min(max(block.level, 1), 4)}", _run(block.text))


@_written.register
def _(block: Paragraph) -> str:
    style = {"center": "Centred", "right": "Signature"}.get(block.place, "Normal")
    face = "" if block.face is Face.BODY else word_parts.fonts(block.face)
    return _paragraph(style, _run(block.lead, _lead_shape(block.lead)) + _run(block.text, face))


@_written.register
def _(block: Signature) -> str:
    lines = [*block.names, *([form.chinese_day(block.day)] if block.day else [])]
    return _paragraph("Normal", "") + "".join(_paragraph("Signature", _run(line)) for line in lines)


@_written.register
def _(block: Table) -> str:
    count = len(block.header)
    shares = block.widths or (1.0,) * count
    widths = [word_parts.twips(form.TEXT_WIDTH_MM * share / sum(shares)) for share in shares]
    title = _paragraph("Centred", _run(block.title), "<w:keepNext/>") if block.title else ""
    head = "".join(_cell(width, text, "TableHead") for width, text in zip(widths, block.header, strict=True))
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for index, row in enumerate(block.rows):
        following = block.rows[index + 1] if index + 1 < len(block.rows) else ("",) * count
        cells = "".join(
            _cell(width, text or "", "TableText", _merge(text, below))
            for width, text, below in zip(widths, row, following, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return f"{title}<w:tbl>{_table_shape(widths)}{''.join(rows)}</w:tbl>" + _paragraph("Normal", "")


def _merge(text: str | None, below: str | None) -> str:
    if text is None:
        return "<w:vMerge/>"
    return '<w:vMerge w:val="restart"/>' if below is None else ""


def _table_shape(widths: list[int], *, ruled: bool = True) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if ruled else ("insideV",)
    rule = "single" if ruled else "none"
    borders = "".join(f'<w:{side} w:val="{rule}" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _cell(width: int, text: str, style: str, more: str = "") -> str:
    lines = "".join(_paragraph(style, _run(line)) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'


@_written.register
def _(block: Bars) -> str:
    if not block.bars:
        return ""
    step = word_parts.twips(form.TEXT_WIDTH_MM * 0.55 / (2 * _STEPS))
    label = word_parts.twips(form.TEXT_WIDTH_MM * 0.25)
    figure = word_parts.twips(form.TEXT_WIDTH_MM * 0.20)
    widths = [label, *[step] * (2 * _STEPS), figure]
    rows = "".join(_bar_rows(bar, widths) for bar in block.bars)
    return f"<w:tbl>{_table_shape(widths, ruled=False)}{rows}</w:tbl>" + _paragraph("Normal", "")


def _bar_rows(bar: form.Bar, widths: list[int]) -> str:
    paired = len(bar.parts) == 2
    if paired:
        left, right = bar.parts
        lines = [(bar.label, [*reversed(_steps(left, _STEPS)), *_steps(right, _STEPS)], _figure(bar))]
    else:
        lines = [(f"{bar.label} {part.name}", _steps(part, 2 * _STEPS), _figure(bar)) for part in bar.parts]
    made = []
    for label, fills, figure in lines:
        cells = [_cell(widths[0], label, "TableText")]
        cells += [_cell(width, "", "TableText", fill) for width, fill in zip(widths[1:-1], fills, strict=True)]
        cells.append(_cell(widths[-1], figure, "TableText"))
        made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return "".join(made)


def _figure(bar: form.Bar) -> str:
    parts = "\n".join(f"{part.name} {part.confirmed:.0%}／{part.claimed:.0%}" for part in bar.parts)
    return f"{parts}\n共同 {bar.joint:.0%}"


def _steps(part: form.BarPart, count: int) -> list[str]:
    """Shade the steps of one part: confirmed solid, claimed hatched, the rest faint. Figures beside it say the same."""
    solid, hatched = round(part.confirmed * count), round(max(part.claimed, part.confirmed) * count)
    shades = [
        '<w:shd w:val="clear" w:color="auto" w:fill="44546A"/>',
        '<w:shd w:val="diagStripe" w:color="44546A" w:fill="FFFFFF"/>',
        '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>',
    ]
    return [shades[(at >= solid) + (at >= hatched)] for at in range(count)]
