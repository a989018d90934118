"""Takes a few lines of text; gives a Passage, built without the reading engine's knowledge of outlines."""

import re
from datetime import date

from xietong.basics import Span
from xietong.documents.block import Cell, Table
from xietong.documents.draft import Heading
from xietong.documents.passage import Passage, PlacedTable, Sentence, Setting

_MARKS = str.maketrans({"(": "（", ")": "）", ";": "；", ":": "：", '"': "“", "％": "%", "\u3000": " "})
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]+章|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)([^。；，：]{2,30})$"
)
_SETTINGS = (
    ("背景", Setting.BACKGROUND),
    ("基础", Setting.BACKGROUND),
    ("指导思想", Setting.THOUGHT),
    ("目标", Setting.AIMS),
    ("保障", Setting.SUPPORT),
)


def passage(
    text: str, *, title: str = "", day: date | None = None, year: int | None = None, setting: Setting = Setting.WORK
) -> Passage:
    """Build a passage: a heading for each numbered line without a stop, a sentence up to 。 or ； for the rest.

    Lines of cells between tabs are tables, one row each for adjoining lines.
    """
    plain = text.translate(_MARKS)
    sentences: list[Sentence] = []
    outline: list[Heading] = []
    tables: list[PlacedTable] = []
    at = 0
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")):
        bare = plain[at : at + len(line)]
        if "\t" in line:
            rows.append((at, line))
        elif rows:
            tables.append(_table(rows))
            rows = []
        heading = _HEADING.match(bare)
        if heading:
            span = Span(at + heading.start(1), at + heading.end(1))
            outline.append(Heading(f"h{len(outline)}", 1, "", heading[1], span))
            setting = next((kind for word, kind in _SETTINGS if word in heading[1]), Setting.WORK)
        else:
            for match in re.finditer(r"(?:（[^（）]*(?:（[^（）]*）[^（）]*)*）|[^。；])+[。；]?", bare):
                span = Span(at + match.start(), at + match.end())
                sentences.append(Sentence(span, span, number, setting, tuple(outline[-1:])))
        at += len(line) + 1
    if rows:
        tables.append(_table(rows))
    year = year or (day.year if day else None)
    return Passage(text, plain, title, tuple(sentences), tuple(outline), tuple(tables), day=day, year=year)


def _table(rows: list[tuple[int, str]]) -> PlacedTable:
    cells, spans = [], []
    for row, (start, line) in enumerate(rows):
        at = start
        for column, words in enumerate(line.split("\t")):
            cells.append(Cell(row, column, words))
            spans.append(Span(at, at + len(words)))
            at += len(words) + 1
    width = max(cell.column for cell in cells) + 1
    whole = Span(spans[0].start, spans[-1].end)
    return PlacedTable(Table(len(rows), width, tuple(cells)), whole, tuple(spans))
