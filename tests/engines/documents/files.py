"""Takes what a file should hold; gives its bytes: real Word, PDF and compound files for the tests of the formats."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
PAGE = """#let foot = context align(center)[— #counter(page).display() —]
#set page(paper: "a4", margin: (x: 28mm, y: 35mm), footer: foot)
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 1em)
"""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def swelling_zip() -> bytes:
    """Return a Word file that unpacks to a thousand times its size."""
    return zipped({"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def word(body: str, **parts: str) -> bytes:
    """Return a .docx with this XML in its body; ``styles``, ``numbering`` and ``core`` are further parts."""
    places = {"styles": "word/styles.xml", "numbering": "word/numbering.xml", "core": "docProps/core.xml"}
    namespaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    document = f"<w:document {namespaces}><w:body>{body}</w:body></w:document>"
    return zipped(
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document}
        | {places[key]: content.replace("<w:ROOT", f"<w:{key} {namespaces}") for key, content in parts.items()}
    )


def paragraph(text: str, properties: str = "") -> str:
    """Return the XML of a Word paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def saved(document: "docx.document.Document") -> bytes:
    """Return the bytes of a python-docx document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(markup: str, page: str = PAGE) -> bytes:
    """Return the PDF of a typst text, set like an official document."""
    fonts = Path(str(pylopdf_fonts_zh_cn.__file__)).parent
    return bytes(typst.compile((page + markup).encode(), font_paths=[fonts], ignore_system_fonts=True))


def drawn_pdf(content: bytes, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a hand-made PDF of one page with this content stream, for what typst does not write."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        + extra
        + b">>>>",
        b"<</Length " + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += str(number).encode() + b" 0 obj" + body + b"endobj\n"
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R" + trailer + b">>\n"
    return data + b"startxref\n" + str(start).encode() + b"\n%%EOF"


def compound(*streams: str) -> bytes:
    """Return the beginning of a compound (OLE) file whose directory names these streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(470)
    directory = b"".join(
        stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2) + bytes(62)
        for stream in ("Root Entry", *streams)
    )
    return header + directory.ljust(1024, b"\0")
