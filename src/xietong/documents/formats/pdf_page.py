"""Takes a page of a PDF; gives its glyphs, lines and ruled strokes in the coordinates a reader sees.

A page has thousands of characters and pieces of text. What is asked of PDFium for each of them is asked for all at
once, by mapping its function over addresses: a step of Python for each would take longer than the answers.
"""

import ctypes
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import repeat
from operator import le
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from xietong.documents.formats.glyphs import Glyph, Page, Stroke, level

_THIN = 3.0
_STROKES = 20_000
_DEEPEST = 3  # forms within forms
# What a page's text as a whole has where its characters, asked for singly, have something else: broken words, gaps.
_UNTOLD = ("\0", "\ufffd", "\ufffe")
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(" |[^ \0\ufffe\uffff\ud800-\udfff]+")
_Point = tuple[float, float]
_Turn = Callable[[Sequence[float], Sequence[float]], tuple[Sequence[float], Sequence[float]]]  # of points, by x and y


def _mapped(function: Any, result: Any, *arguments: Any) -> Callable[..., int]:
    """Return a function of PDFium that takes and gives its pointers as plain addresses."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    called: Callable[..., int] = ctypes.CFUNCTYPE(result, *arguments)(address or 0)
    return called


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_letter = _mapped(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_box = _mapped(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_kind = _mapped(raw.FPDFPageObj_GetType, _INT, _POINTER)
_of_page = (
    _mapped(raw.FPDFPage_CountObjects, _INT, _POINTER),
    _mapped(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT),
)
_of_form = (
    _mapped(raw.FPDFFormObj_CountObjects, _INT, _POINTER),
    _mapped(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong),
)


# A named tuple of a plain one: half as long as by its own name.
_glyph: Callable[[tuple[str, float, float, float, float]], Glyph] = partial(tuple.__new__, Glyph)


def opened(data: bytes) -> Any:
    """Open a PDF; pypdfium2's PdfiumError passes through."""
    return pdfium.PdfDocument(data)


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
    for number, (kind, shape) in enumerate(_shapes(_address(page), *_of_page)):
        if number > _STROKES:  # a drawing, no table
            return Page(width, height, runs, pictures=pictures)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            continue
        path = pdfium.PdfObject(ctypes.cast(shape, raw.FPDF_PAGEOBJECT), page=page, pdf=page.pdf)
        for first, second in _edges(path, turn):
            _sort_in(first, second, across, down)
    return Page(width, height, runs, tuple(across), tuple(down), pictures)


def _address(held: Any) -> int:
    """Return where a page of pypdfium2 stands in memory."""
    return ctypes.cast(held.raw, ctypes.c_void_p).value or 0


def _turned(page: Any) -> _Turn:
    """Return the map from the page's own coordinates to those seen, for a page shown turned by quarter turns."""
    left, bottom, right, top = page.get_mediabox()
    turns: dict[int, _Turn] = {
        0: lambda xs, ys: (_less(xs, left), _less(ys, bottom)),
        90: lambda xs, ys: (_less(ys, bottom), [right - x for x in xs]),
        180: lambda xs, ys: ([right - x for x in xs], [top - y for y in ys]),
        270: lambda xs, ys: ([top - y for y in ys], _less(xs, left)),
    }
    return turns[page.get_rotation()]


def _less(numbers: Sequence[float], by: float) -> Sequence[float]:
    return numbers if by == 0 else [number - by for number in numbers]


def _runs(textpage: Any, turn: _Turn) -> Iterator[tuple[Glyph, ...]]:
    """Give the lines in the order of the content; blanks and breaks are PDFium's, made from the gaps it sees."""
    text = _text(textpage)
    glyphs = _glyphs(textpage, text, turn)
    for line in _LINE.finditer(text):
        run: list[Glyph] = []
        for word in _WORD.finditer(text, *line.span()):
            if word[0] != " ":
                _append(run, glyphs[word.start() : word.end()])
            elif run:
                _, _, bottom, right, top = run[-1]
                run.append(_glyph((" ", right, bottom, right, top)))
        yield from level(tuple(run))


def _text(textpage: Any) -> str:
    """Return the characters of a page by number: all at once where PDFium tells a text with one for each, else singly.

    Asking for each takes as long as asking where it stands.
    """
    count = textpage.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(textpage.raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and not any(mark in text for mark in _UNTOLD):
        return text
    codes = map(_letter, repeat(_address(textpage)), range(count))
    return "".join([chr(code) if code <= sys.maxunicode else "\0" for code in codes])


def _glyphs(textpage: Any, text: str, turn: _Turn) -> list[Glyph]:
    """Return the characters with the boxes that their fonts give them, in the coordinates seen."""
    count = len(text)
    numbers = (ctypes.c_float * (4 * count))()  # as many boxes as PDFium writes them: left, top, right, bottom
    step = ctypes.sizeof(raw.FS_RECTF)
    start = ctypes.addressof(numbers)
    places = range(start, start + step * count, step)
    list(map(_box, repeat(_address(textpage)), range(count), places))
    left, top, right, bottom = (numbers[place::4] for place in range(4))
    (first, one), (second, other) = turn(left, bottom), turn(right, top)
    (lefts, rights), (bottoms, tops) = _ordered(first, second), _ordered(one, other)
    return list(map(_glyph, zip(text, lefts, bottoms, rights, tops, strict=True)))


def _ordered(first: Sequence[float], second: Sequence[float]) -> tuple[Sequence[float], Sequence[float]]:
    """Return the lower and the higher of each pair."""
    if all(map(le, first, second)):
        return first, second
    return list(map(min, first, second)), list(map(max, first, second))


def _append(run: list[Glyph], word: Sequence[Glyph]) -> None:
    """Add a word to its run; a blank without room before it is only where the program began to write anew."""
    first = word[0]
    if run and run[-1].text == " " and abs(first.left - run[-1].left) < 0.1 * (first.top - first.bottom):
        run.pop()
    run += word


def _shapes(
    parent: int, count: Callable[..., int], child: Callable[..., int], depth: int = 1
) -> Iterator[tuple[int, int]]:
    """Give kind and address of the paths and pictures on a page, or in a form, and in the forms within."""
    found = list(map(child, repeat(parent), range(count(parent))))
    for kind, shape in zip(map(_kind, found), found, strict=True):
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            yield kind, shape
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _shapes(shape, *_of_form, depth + 1)


def _edges(shape: Any, turn: _Turn) -> Iterator[tuple[_Point, _Point]]:
    """Give the straight edges of a path; a thin filled box counts as one edge."""
    left, bottom, right, top = shape.get_bounds()
    first, second = _seen(turn, (left, bottom), (right, top))
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
        (there,) = _seen(turn, matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and here is not None:
            yield here, there
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = there
        here = there
        if raw.FPDFPathSegment_GetClose(segment) and begin is not None:
            yield here, begin


def _seen(turn: _Turn, *points: _Point) -> Iterator[_Point]:
    return zip(*turn(*zip(*points, strict=True)), strict=True)


def _sort_in(first: _Point, second: _Point, across: list[Stroke], down: list[Stroke]) -> None:
    """File an edge as horizontal or vertical; a slanted or very short one is neither."""
    wide, high = abs(first[0] - second[0]), abs(first[1] - second[1])
    if high < _THIN <= wide:
        across.append(Stroke((first[1] + second[1]) / 2, min(first[0], second[0]), max(first[0], second[0])))
    elif wide < _THIN <= high:
        down.append(Stroke((first[0] + second[0]) / 2, min(first[1], second[1]), max(first[1], second[1])))
