"""Takes blocks; gives one cleaned text with the place of every line and table cell in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from xietong.basics import Span
from xietong.documents.block import Block, BlockKind, Cell, Table
from xietong.documents.passage import PlacedTable

# Pages that do not want to be copied put the sound behind a character: 學(xué). Tone marks tell it from an abbreviation.
_SOUND = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zü]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]*[)）]")
# What OCR leaves: blanks between single characters. Only a run of at least four is taken for that.
_LOOSE = re.compile(r"(?:[\u4e00-\u9fff，。；：、] ){3,}[\u4e00-\u9fff，。；：、]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028\u2029\u2060\ufeff\u00ad]")


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
    """Return a paragraph without what no reader sees: sounds behind characters, invisible characters, loose blanks."""
    if "(" in text or "（" in text:
        text = _SOUND.sub("", text)
    text = _INVISIBLE.sub("", text).replace("\n", " ").replace("\r", " ").strip()
    return _LOOSE.sub(_closed_up, text) if " " in text else text


def _closed_up(match: "re.Match[str]") -> str:
    return match[0].replace(" ", "")


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
    """Write a table out, rows by line feeds and cells by tabs, and note where each cell came to stand."""
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    cells = sorted((replace(cell, text=_one_line(cell.text)) for cell in table.cells), key=lambda c: (c.row, c.column))
    for cell in cells:
        rows[cell.row].append(cell)
    spans: list[Span] = []
    start = at
    for row in rows:
        for cell in row:
            spans.append(Span(at, at + len(cell.text)))
            at += len(cell.text) + 1
        at += 0 if row else 1
    text = "\n".join("\t".join(cell.text for cell in row) for row in rows)
    return text, PlacedTable(replace(table, cells=tuple(cells)), Span(start, start + len(text)), tuple(spans))


def _one_line(text: str) -> str:
    return clean(text.replace("\t", " "))
