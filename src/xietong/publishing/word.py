"""Takes an official document; gives its Word file as bytes, the same bytes for the same document."""

import re
from functools import singledispatch
from xml.sax.saxutils import escape

from xietong.publishing import form, word_parts
from xietong.publishing.archive import archive
from xietong.publishing.form import Bars, Face, Heading, OfficialDocument, Paragraph, Signature, Table

# What XML 1.0 cannot hold, half surrogate pairs among it.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A strip's shades, the gap between two parties' strips (a share of one), its height and the lines about it in twips.
_FAINT, _WHITE, _BLACK = (
    f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' for fill in ("EDEDED", "FFFFFF", "000000")
)
_GAP = 0.01
_NOTCH = ((0.003, _WHITE), (0.006, _BLACK), (0.003, _WHITE))  # on whatever ground the joint figure falls
_SLIVER = 0.0005
_STRIP = 180
_HAIR = '<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/>'
_AFTER = '<w:spacing w:before="20" w:after="120" w:line="320" w:lineRule="exact"/>'


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
    room = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("top", "bottom") if ruled)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _cell(width: int, text: str, style: str, more: str = "") -> str:
    lines = "".join(_paragraph(style, _run(line)) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'


@_written.register
def _(block: Bars) -> str:
    """Write each bar as a line that names it, a thin table of shaded cells for every strip, and a line of figures."""
    if not block.bars:
        return ""
    return "".join(_bar(bar) for bar in block.bars) + _paragraph("TableText", _run(form.LEGEND))


def _bar(bar: form.Bar) -> str:
    width = word_parts.twips(form.TEXT_WIDTH_MM)
    if len(bar.parts) == 2:
        left, right = bar.parts
        strips = [[*reversed(_notched(_shares(left), bar.joint)), (_GAP, _WHITE), *_notched(_shares(right), bar.joint)]]
    else:
        strips = [_notched(_shares(part), bar.joint) for part in bar.parts]
    # Two tables that touch are one: a line too small to see stands between them.
    drawn = _paragraph("TableText", "", _HAIR).join(_strip(strip, width) for strip in strips)
    named = _paragraph("TableText", _run(bar.label), "<w:keepNext/>")
    return named + drawn + _paragraph("TableText", _figures(bar), _AFTER)


def _figures(bar: form.Bar) -> str:
    """Write the line of figures, each party's with a mark of its colour before it."""
    told = [
        (_run("■ ", f'<w:color w:val="{colour}"/>') if colour else "") + _run(words)
        for colour, words in form.figures(bar)
    ]
    return _run("　").join(told)


def _shares(part: form.BarPart) -> list[tuple[float, str]]:
    """Return the cells of one part, as shares of it: confirmed solid, claimed hatched, the rest faint."""
    confirmed = min(max(part.confirmed, 0.0), 1.0)
    claimed = min(max(part.claimed, confirmed), 1.0)
    solid = f'<w:shd w:val="clear" w:color="auto" w:fill="{part.colour}"/>'
    hatched = f'<w:shd w:val="diagStripe" w:color="{part.colour}" w:fill="FFFFFF"/>'
    shares = [(confirmed, solid), (claimed - confirmed, hatched), (1 - claimed, _FAINT)]
    return [(share, shade) for share, shade in shares if share > 0]


def _notched(shares: list[tuple[float, str]], joint: float) -> list[tuple[float, str]]:
    """Cut a part's cells where the joint figure stands, and put the notch there."""
    before: list[tuple[float, str]] = []
    after: list[tuple[float, str]] = []
    left = joint
    for share, shade in shares:
        first = min(share, max(left, 0.0))
        left -= first
        before += [(first, shade)] if first > _SLIVER else []
        after += [(share - first, shade)] if share - first > _SLIVER else []
    return [*before, *_NOTCH, *after]


def _strip(cells: list[tuple[float, str]], width: int) -> str:
    whole = sum(share for share, _ in cells)
    widths = [max(1, round(width * share / whole)) for share, _ in cells]
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/>{shade}</w:tcPr>{_paragraph("TableText", "", _HAIR)}</w:tc>'
        for each, (_, shade) in zip(widths, cells, strict=True)
    )
    row = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_STRIP}" w:hRule="exact"/></w:trPr>{filled}</w:tr>'
    return f"<w:tbl>{_table_shape(widths, ruled=False)}{row}</w:tbl>"
