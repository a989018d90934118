"""Takes the measures of the form; gives the fixed parts of a Word document: styles, fonts, settings, page numbers.

Written as WordprocessingML (ECMA-376) directly, so that equal documents are equal bytes and long plans stay quick.
"""

import math
from xml.sax.saxutils import escape, quoteattr

from xietong.publishing import form
from xietong.publishing.form import Face

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PAGE_NUMBER_GAP_MM = 7
NAMESPACES = f"{_W} {_R}"
LINE = round(form.LINE_PITCH_PT * 20)
# A character of the body is a hair wider than a 28th of the line. A grid of characters would do in Word, but
# LibreOffice gives each one two cells of it; set closer by a fraction of a point, 28 stand on a line in both.
CLOSER = math.floor((form.CHARACTER_PITCH_PT - form.SIZE_BODY_PT) * 20)


def twips(mm: float) -> int:
    """Convert millimetres to twentieths of a point."""
    return round(mm * 1440 / 25.4)


def fonts(face: Face) -> str:
    """Return the run property that sets Chinese text in a face and Latin text in Times New Roman."""
    latin = form.LATIN
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face.value}" w:cs="{latin}"/>'


def section(marking: str) -> str:
    """Return the section properties: A4, the standard's margins, the grid of 22 lines × 28 characters."""
    # The page number stands 7 mm below the text area.
    below = form.MARGIN_BOTTOM_MM - _PAGE_NUMBER_GAP_MM - form.SIZE_PAGE_NUMBER_PT * 1.2 * 25.4 / 72
    head = "".join(f'<w:headerReference w:type="{kind}" r:id="rIdHeader"/>' for kind in ("default", "even") if marking)
    return (
        f"<w:sectPr>{head}"
        '<w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>'
        f'<w:pgSz w:w="{twips(form.PAGE_MM[0])}" w:h="{twips(form.PAGE_MM[1])}"/>'
        f'<w:pgMar w:top="{twips(form.MARGIN_TOP_MM)}" w:right="{twips(form.MARGIN_RIGHT_MM)}" '
        f'w:bottom="{twips(form.MARGIN_BOTTOM_MM)}" w:left="{twips(form.MARGIN_LEFT_MM)}" '
        f'w:header="{twips(15)}" w:footer="{twips(below)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def _style(
    key: str, name: str, *, face: Face, size: float, paragraph: str = "", run: str = "", based: str = "Normal"
) -> str:
    half_points = round(size * 2)
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    default = "" if based else ' w:default="1"'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr>"
        f'<w:rPr>{fonts(face)}{run}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _indent(characters: int) -> str:
    width = round(characters * form.SIZE_BODY_PT * 20)
    return f'<w:ind w:firstLineChars="{characters * 100}" w:firstLine="{width}"/>'


_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
# Off the grid of lines, which LibreOffice keeps even where a line's height is exact.
_SNUG = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>'


def _heading(level: int, face: Face, run: str) -> str:
    shape = f'<w:keepNext/>{_EXACT}{_indent(2)}<w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"Heading{level}", f"heading {level}", face=face, size=form.SIZE_BODY_PT, paragraph=shape, run=run)


def styles() -> bytes:
    """Return ``word/styles.xml``."""
    title_line = '<w:spacing w:before="0" w:after="0" w:line="700" w:lineRule="exact"/>'
    body, table = form.SIZE_BODY_PT, form.SIZE_TABLE_PT
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(Face.BODY)}<w:sz w:val="{round(body * 2)}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    made = [
        _style(
            "Normal", "Normal", face=Face.BODY, size=body, based="", run=f'<w:spacing w:val="{CLOSER}"/>',
            paragraph=f'<w:widowControl w:val="0"/>{_EXACT}{_indent(2)}<w:jc w:val="both"/>',
        ),
        _style(
            "Title", "Title", face=Face.TITLE, size=form.SIZE_TITLE_PT,
            paragraph=f'<w:keepNext/>{title_line}{_NO_INDENT}<w:jc w:val="center"/>',
        ),
        _heading(1, Face.HEADING, '<w:b w:val="0"/>'),
        _heading(2, Face.SUBHEADING, '<w:b w:val="0"/>'),
        _heading(3, Face.BODY, "<w:b/>"),
        _heading(4, Face.BODY, '<w:b w:val="0"/>'),
        _style("Centred", "Centred", face=Face.BODY, size=body, paragraph=f'{_NO_INDENT}<w:jc w:val="center"/>'),
        _style(
            "Signature", "Signature", face=Face.BODY, size=body,
            paragraph='<w:keepNext/><w:ind w:rightChars="400" w:right="1280" w:firstLineChars="0" w:firstLine="0"/>'
            '<w:jc w:val="right"/>',
        ),
        _style(
            "TableText", "Table Text", face=Face.BODY, size=table,
            paragraph=f'{_SNUG}{_NO_INDENT}<w:jc w:val="left"/>',
        ),
        _style(
            "TableHead", "Table Head", face=Face.HEADING, size=table,
            paragraph=f'<w:keepNext/>{_SNUG}{_NO_INDENT}<w:jc w:val="center"/>',
        ),
        _style(
            "Header", "header", face=Face.SUBHEADING, size=table,
            paragraph=f'{_SNUG}{_NO_INDENT}<w:jc w:val="center"/>',
        ),
        _style(
            "Footer", "footer", face=Face.NUMBER, size=form.SIZE_PAGE_NUMBER_PT,
            paragraph=f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>{_NO_INDENT}',
        ),
    ]  # fmt: skip
    return f"{_XML}<w:styles {_W}>{defaults}{''.join(made)}</w:styles>".encode()


def font_table() -> bytes:
    """Return ``word/fontTable.xml``: each face with the names of those that may stand in for it."""
    made = "".join(
        f'<w:font w:name="{face.value}"><w:altName w:val="{",".join(form.STAND_INS[face])}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{"swiss" if face is Face.HEADING else "roman"}"/>'
        '<w:pitch w:val="fixed"/></w:font>'
        for face in Face
    )
    return f"{_XML}<w:fonts {_W}>{made}</w:fonts>".encode()


def settings() -> bytes:
    """Return ``word/settings.xml``: page numbers differ on odd and even pages; current layout rules."""
    return (
        f"{_XML}<w:settings {_W}><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    ).encode()


def page_number(*, odd: bool) -> bytes:
    """Return the foot of odd or even pages: — 1 — one character in from the outer edge."""
    side = "right" if odd else "left"
    place = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
    return (
        f'{_XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    ).encode()


def page_head(marking: str) -> bytes:
    """Return the head of every page."""
    return (
        f'{_XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f"<w:r><w:t>{escape(marking)}</w:t></w:r></w:p></w:hdr>"
    ).encode()


def properties(document: form.OfficialDocument) -> bytes:
    """Return ``docProps/core.xml``; without a day there is no time in it."""
    stamp = f"{document.day.isoformat()}T00:00:00Z" if document.day else ""
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>'
        for name in ("created", "modified")
        if stamp
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.author)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{times}</cp:coreProperties>"
    ).encode()


def _relations(entries: list[tuple[str, str, str]]) -> bytes:
    made = "".join(
        f'<Relationship Id={quoteattr(key)} Type="{kind}" Target="{target}"/>' for key, kind, target in entries
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{space}">{made}</Relationships>'.encode()


def package(document: form.OfficialDocument, body: bytes) -> list[tuple[str, bytes]]:
    """Return all parts of the document around its body, in the order in which they are packed."""
    pages = [("rIdOdd", "footer", "footer1.xml"), ("rIdEven", "footer", "footer2.xml")]
    pages += [("rIdHeader", "header", "header1.xml")] if document.marking else []
    fixed = [
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdFonts", "fontTable", "fontTable.xml"),
        ("rIdSettings", "settings", "settings.xml"),
    ]
    types = "".join(
        f'<Override PartName="/word/{target}" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for _, kind, target in fixed + pages
    )
    content_types = (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{types}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ).encode()
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    parts = [
        ("[Content_Types].xml", content_types),
        (
            "_rels/.rels",
            _relations(
                [
                    ("rId1", f"{_RELATION}/officeDocument", "word/document.xml"),
                    ("rId2", core, "docProps/core.xml"),
                ]
            ),
        ),
        ("docProps/core.xml", properties(document)),
        ("word/document.xml", body),
        (
            "word/_rels/document.xml.rels",
            _relations([(key, f"{_RELATION}/{kind}", target) for key, kind, target in fixed + pages]),
        ),
        ("word/styles.xml", styles()),
        ("word/fontTable.xml", font_table()),
        ("word/settings.xml", settings()),
        ("word/footer1.xml", page_number(odd=True)),
        ("word/footer2.xml", page_number(odd=False)),
    ]
    return parts + ([("word/header1.xml", page_head(document.marking))] if document.marking else [])
