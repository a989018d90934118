"""Takes a page of a PDF; gives its glyphs, lines and ruled strokes in the coordinates a reader sees."""

import ctypes
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_THIN = 3.0
_STROKES = 20_000
_BLANK, _BREAKS = 32, frozenset((10, 13))
# What a page's text as a whole has where its characters, asked for singly, have something else: broken words, gaps.
_UNTOLD = ("\0", "\ufffd", "\ufffe")
_NO_LETTERS = frozenset((_BLANK, *_BREAKS, 0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))
_Point = tuple[float, float]
_Turn = Callable[[float, float], _Point]


class Glyph(NamedTuple):
    """One character with its box in points; y grows upward, as in PDF. A tuple: three times as fast to make."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal or vertical ruling: ``at`` on one axis, from ``start`` to ``end`` on the other, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: runs of glyphs as the PDF breaks them into lines, and its rulings."""

    width: float
    height: float
    runs: tuple[tuple[Glyph, ...], ...]
    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()
    pictures: int = 0


def read(page: Any) -> Page:
    """Read one page of a pypdfium2 document."""
    turn = _turned(page)
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        runs = tuple(_runs(textpage, turn))
    finally:
        textpage.close()
    across: list[Stroke] = []
    down: list[Stroke] = []
    pictures = 0
    for number, shape in enumerate(
        page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=3)
    ):
        if number > _STROKES:  # a drawing, no table
            return Page(width, height, runs, pictures=pictures)
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            continue
        for first, second in _edges(shape, turn):
            _sort_in(first, second, across, down)
    return Page(width, height, runs, tuple(across), tuple(down), pictures)


def _turned(page: Any) -> _Turn:
    """Return the map from the page's own coordinates to those seen, for a page shown turned by quarter turns."""
    left, bottom, right, top = page.get_mediabox()
    turns: dict[int, _Turn] = {
        90: lambda x, y: (y - bottom, right - x),
        180: lambda x, y: (right - x, top - y),
        270: lambda x, y: (top - y, x - left),
    }
    return turns.get(page.get_rotation(), lambda x, y: (x - left, y - bottom))


def _codes(textpage: Any) -> Sequence[int]:
    """Return the characters of a page by number: all at once where PDFium tells a text with one for each, else singly.

    Asking for each takes as long as asking where it stands.
    """
    count = textpage.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(textpage.raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and not any(mark in text for mark in _UNTOLD):
        return [ord(character) for character in text]
    codes = [raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count)]
    return [code if code <= sys.maxunicode else 0 for code in codes]


def _runs(textpage: Any, turn: _Turn) -> Iterator[tuple[Glyph, ...]]:
    """Give the lines in the order of the content; blanks and breaks are PDFium's, made from the gaps it sees."""
    handle = textpage.raw
    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    loose = raw.FPDFText_GetLooseCharBox
    run: list[Glyph] = []
    for index, code in enumerate(_codes(textpage)):
        if code not in _NO_LETTERS:
            loose(handle, index, pointer)
            _append(run, chr(code), turn(box.left, box.bottom), turn(box.right, box.top))
        elif run and code == _BLANK:
            last = run[-1]
            run.append(Glyph(" ", last.right, last.bottom, last.right, last.top))
        elif run and code in _BREAKS:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _append(run: list[Glyph], text: str, first: _Point, second: _Point) -> None:
    """Add a glyph to its run; a blank without room before it is only where the program began to write anew."""
    left, bottom = first
    right, top = second
    if left > right:
        left, right = right, left
    if bottom > top:
        bottom, top = top, bottom
    if run and run[-1].text == " " and abs(left - run[-1].left) < 0.1 * (top - bottom):
        run.pop()
    run.append(Glyph(text, left, bottom, right, top))


def _edges(shape: Any, turn: _Turn) -> Iterator[tuple[_Point, _Point]]:
    """Give the straight edges of a path; a thin filled box counts as one edge."""
    left, bottom, right, top = shape.get_bounds()
    first, second = turn(left, bottom), turn(right, top)
    if abs(first[0] - second[0]) < _THIN or abs(first[1] - second[1]) < _THIN:
        yield first, second
        return
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    here: _Point | None = None
    begin: _Point | None = None
    for index in range(min(raw.FPDFPath_CountSegments(shape.raw), 2000)):
        segment = raw.FPDFPath_GetPathSegment(shape.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        there = turn(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and here is not None:
            yield here, there
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = there
        here = there
        if raw.FPDFPathSegment_GetClose(segment) and begin is not None:
            yield here, begin


def _sort_in(first: _Point, second: _Point, across: list[Stroke], down: list[Stroke]) -> None:
    """File an edge as horizontal or vertical; a slanted or very short one is neither."""
    wide, high = abs(first[0] - second[0]), abs(first[1] - second[1])
    if high < _THIN <= wide:
        across.append(Stroke((first[1] + second[1]) / 2, min(first[0], second[0]), max(first[0], second[0])))
    elif wide < _THIN <= high:
        down.append(Stroke((first[0] + second[0]) / 2, min(first[1], second[1]), max(first[1], second[1])))


def opened(data: bytes) -> Any:
    """Open a PDF; pypdfium2's PdfiumError passes through."""
    return pdfium.PdfDocument(data)


def level(run: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    """Give a run in pieces that stand at one height each."""
    begun = 0
    for place, (before, (_, _, bottom, _, top)) in enumerate(pairwise(run), 1):
        if before.bottom >= top - 0.3 * (top - bottom):
            yield run[begun:place]
            begun = place
    if run:
        yield run[begun:]


def is_below(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a glyph stands on a lower line than one before it; a flat one, such as 一, is as high as others."""
    high = max(before.top - before.bottom, glyph.top - glyph.bottom)
    return before.top + before.bottom - glyph.top - glyph.bottom > high


def in_order(run: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return a run from left to right, without the blanks where something stands that was written later."""
    if all(before.left <= after.left + _THIN for before, after in pairwise(run)):
        return run
    placed = sorted((glyph for glyph in run if glyph.text != " "), key=lambda glyph: glyph.left)
    result = placed[:1]
    for before, after in pairwise(placed):
        if after.left - before.right > 0.2 * (after.top - after.bottom):
            result.append(Glyph(" ", before.right, before.bottom, before.right, before.top))
        result.append(after)
    return result


def line_text(run: Sequence[Glyph]) -> str:
    """Return the characters of a run."""
    return "".join([glyph.text for glyph in run]).strip()


def speaks(run: Sequence[Glyph]) -> bool:
    """Tell a run that is not all blank."""
    return not run[0].text.isspace() or bool(line_text(run))
