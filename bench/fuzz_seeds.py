"""Takes the corpus; gives the beginnings of its documents as parts that the fuzzer mutates, in every format.

The plain seeds of ``bench.fuzz_reading`` are complete but small; these hold the words and tables of whole documents.
"""

import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bench import corpus
from bench.corpus_render import prepared, rendered

_LINES = 24  # a longer part is mutated too seldom in any one place
_SHARED = re.compile(r't="s"><v>(\d+)</v>')
_STRING = re.compile("<si>(.*?)</si>", re.DOTALL)


def parts(suffix: str, count: int = 12) -> Iterator[bytes]:
    """Yield about so many parts: a text, page or saved page, the main part of an archive, or a page's content."""
    for document in islice(corpus.documents("train"), 0, None, max(1, 96 // count)):
        short = replace(document, lines=document.lines[:_LINES])
        if suffix == "mhtml":
            yield _single(rendered(replace(short, name="a.html")))
        elif suffix == "pdf":
            yield _stream(short)
        else:
            file = rendered(replace(short, name=f"a.{suffix}"))
            yield _main_part(file) if suffix in ("docx", "xlsx") else file


def _single(page: bytes) -> bytes:
    head = b"Content-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(page) + b"\r\n--B--\r\n"


def _main_part(file: bytes) -> bytes:
    """Return the document, or the first sheet with its shared strings put in."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        if "word/document.xml" in archive.namelist():
            return archive.read("word/document.xml")
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        strings = _STRING.findall(archive.read("xl/sharedStrings.xml").decode())
    return _SHARED.sub(lambda found: f't="inlineStr"><is>{strings[int(found[1])]}</is>', sheet).encode()


def _stream(document: corpus.Document) -> bytes:
    """Return a content stream: lines of thirty characters, and tables with rulings, from top to bottom of a page."""
    drawn: list[str] = []
    height = 800
    for part in prepared(document):
        if isinstance(part, tuple):
            for start in range(0, len(part[1]), 30):
                drawn.append(_set(60, height, part[1][start : start + 30]))
                height -= 18
            continue
        for row, column, words, tall, wide in part:
            top = height - 24 * row
            drawn.append(f"{60 + 80 * column} {top - 24 * tall} {80 * wide} {24 * tall} re S")
            drawn.append(_set(62 + 80 * column, top - 16, words[:6]))
        height -= 24 * max(row + tall for row, _, _, tall, _ in part)
    return "\n".join(drawn).encode()


def _set(x: int, y: int, words: str) -> str:
    return f"BT /F2 12 Tf 1 0 0 1 {x} {y} Tm <{words.encode('utf-16-be', 'replace').hex()}> Tj ET"
