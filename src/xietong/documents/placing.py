"""Takes a Passage; gives for any place in its text the sentence, setting, heading and quoted title it stands in."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from sys import maxsize

from xietong.basics import Span
from xietong.documents.passage import Passage, PlacedTable, Sentence, Setting

# Bounded, so that a text full of opening marks is still read in linear time.
_TITLES = re.compile(r"《[^《》\n]{0,120}(?:《[^《》\n]{0,80}》[^《》\n]{0,80}){0,4}》")


class Spans:
    """Disjoint spans in order; tells which one covers a place. Most are asked for near the place asked for before."""

    __slots__ = ("_ends", "_high", "_low", "_number", "_spans", "_starts")

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [*[span.start for span in spans], maxsize]
        self._ends = [span.end for span in spans]
        self._low = self._high = 0
        self._number: int | None = None

    def at(self, place: int) -> int | None:
        """Return the number of the span that covers ``place``, or ``None``."""
        if self._low <= place < self._high:
            return self._number
        number = bisect_right(self._starts, place) - 1
        self._high = self._starts[number + 1]
        end = self._ends[number] if number >= 0 else 0
        if place >= end:
            self._low, self._number = end, None
            return None
        self._low, self._number = self._starts[number], number
        if end < self._high:
            self._high = end
        return number

    def span(self, number: int) -> Span:
        """Return the span with a number that :meth:`at` gave."""
        return self._spans[number]


_PROGRESS = re.compile(
    r"\s*\S{0,10}(?:进展|完成情况|落实情况|推进情况|进度情况|工作动态|(?<!预期)成效(?!目标)|(?:完成|目前|当前|工作)进度(?!安排|要求)"
    r"|完成数|现状|问题|表现|隐患|短板|差距)\S{0,6}\s*"
)


_REMARKS = re.compile(r"\s*(?:备\s*注|说\s*明)\s*")


def _below(tables: Iterable[PlacedTable], header: re.Pattern[str]) -> Iterator[Span]:
    """Yield the spans of the cells below headers of a kind, such as 进展情况, and of the headers themselves."""
    for placed in tables:
        rows = {cell.column: cell.row for cell in placed.table.cells if cell.row <= 4 and header.fullmatch(cell.text)}
        if not rows:
            continue
        for cell, span in zip(placed.table.cells, placed.cell_spans, strict=True):
            if cell.row >= rows.get(cell.column, cell.row + 1) and span.start < span.end:
                yield span


class Placing:
    """Answers where in the document a place is; built once for all finders, linear in the length of the text.

    ``item`` gives the id of the item that a span belongs to, where the items are known.
    """

    __slots__ = (
        "_bounds",
        "_boxes",
        "_cells",
        "_headings",
        "_last",
        "_progress",
        "_remarks",
        "_sentences",
        "_titles",
        "_where",
        "item",
        "passage",
    )

    def __init__(self, passage: Passage, item: Callable[[Span], str | None] = lambda _: None) -> None:
        self.passage = passage
        self.item = item
        # Finders ask in rising order, mostly about the sentence they asked about before.
        self._last: Sentence | None = None
        self._bounds = (0, 0)
        self._sentences = passage.sentences
        self._where = Spans([sentence.whole for sentence in passage.sentences])
        self._headings = Spans(sorted(heading.span for heading in passage.outline))
        self._titles = Spans([Span(match.start(), match.end()) for match in _TITLES.finditer(passage.plain)])
        self._progress = Spans(sorted(_below(passage.tables, _PROGRESS)))
        self._remarks = Spans(sorted(_below(passage.tables, _REMARKS)))
        self._boxes = Spans(sorted(span for table in passage.tables for span in table.cell_spans))
        self._cells = Spans([table.span for table in passage.tables])

    def sentence(self, place: int) -> Sentence | None:
        """Return the sentence that covers a place."""
        last = self._last
        if last is not None and last.whole.start <= place < last.whole.end:
            return last
        number = self._where.at(place)
        self._last = None if number is None else self._sentences[number]
        return self._last

    def setting(self, place: int) -> Setting | None:
        """Return what the part of the document is for that a place stands in."""
        sentence = self.sentence(place)
        return None if sentence is None else sentence.setting

    def in_heading(self, place: int) -> bool:
        """Tell whether a place stands in a heading."""
        return self._headings.at(place) is not None

    def in_title(self, place: int) -> bool:
        """Tell whether a place stands between 《 and 》."""
        return self._titles.at(place) is not None

    def in_progress(self, place: int) -> bool:
        """Tell whether a place stands in a column of a table that tells what has been done."""
        return self._progress.at(place) is not None

    def in_remarks(self, place: int) -> bool:
        """Tell whether a place stands in a column of a table that holds remarks."""
        return self._remarks.at(place) is not None

    def in_table(self, place: int) -> bool:
        """Tell whether a place stands in a table."""
        return self._cells.at(place) is not None

    def bounds(self, place: int) -> tuple[int, int]:
        """Return start and end of the sentence at a place, else of its line."""
        if self._bounds[0] <= place < self._bounds[1]:
            return self._bounds
        cell = self._boxes.at(place)
        if cell is not None:
            self._bounds = self._boxes.span(cell)
            return self._bounds
        sentence = self.sentence(place)
        if sentence is not None:
            self._bounds = sentence.whole
            return self._bounds
        return self._line(place)  # not for the next place in it, which may stand in a sentence

    def _line(self, place: int) -> tuple[int, int]:
        plain = self.passage.plain
        start = plain.rfind("\n", 0, place) + 1
        end = plain.find("\n", place)
        return start, len(plain) if end < 0 else end
