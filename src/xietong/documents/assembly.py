"""Takes blocks; gives one cleaned text with the place of every line and table cell in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from xietong.basics import Span
from xietong.documents.block import Block, BlockKind, Table
from xietong.documents.formats import cell_spans, text_of
from xietong.documents.passage import PlacedTable

# Pages that do not want to be copied put the sound behind a character: 學(xué). 
_SOUND = re.compile(r"(?<=[\u3400-\u9fff])(?:[(（][a-züāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]{1,6}[)）])+")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph in the text: where it stands, the number of its block and what the layout hints at."""

    start: int
    end: int
    paragraph: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The cleaned text, its paragraphs and its tables, in order."""

    text: str
    lines: tuple[Line, ...]
    tables: tuple[PlacedTable, ...]


def clean(text: str) -> str:
    """Return a paragraph without the sounds in brackets that hostile pages put behind characters."""
    return _SOUND.sub("", text) if "(" in text or "（" in text else text


def assemble(blocks: Iterable[Block]) -> Assembly:
    """Join blocks by line feeds; spans count code points of the joined text."""
    parts: list[str] = []
    lines: list[Line] = []
    tables: list[PlacedTable] = []
    at = 0
    for paragraph, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE and block.table is not None:
            text, placed = _place(block.table, at)
            tables.append(placed)
        else:
            text = clean(block.text)
            if not text:
                continue
            lines.append(Line(at, at + len(text), paragraph, block.style))
        parts.append(text)
        at += len(text) + 1
    return Assembly("\n".join(parts), tuple(lines), tuple(tables))


def _place(table: Table, at: int) -> tuple[str, PlacedTable]:
    """Write a table out, and note where each of its cells came to stand."""
    written = replace(table, cells=tuple(replace(cell, text=clean(cell.text)) for cell in table.cells))
    text = text_of(written)
    spans = tuple(Span(at + span.start, at + span.end) for span in cell_spans(written))
    return text, PlacedTable(written, Span(at, at + len(text)), spans)
