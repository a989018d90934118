"""Takes a page of a PDF; gives its glyphs, lines and ruled strokes in the coordinates a reader sees.

A page has thousands of characters and pieces of text. What is asked of PDFium for each of them is asked for all at
once, by mapping its function over addresses: a step of Python for each would take longer than the answers.
"""

import ctypes
import re
import sys
from collections.abc import Callable, Iterator
from itertools import repeat
from operator import le
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from xietong.documents.formats.glyphs import Page, Run, Stroke, level

_THIN = 3.0
_STROKES = 20_000
_DEEPEST = 3  # forms within forms
# What a page's text as a whole has where its characters, asked for singly, have something else: broken words, gaps.
_UNTOLD = ("\0", "\ufffd", "\ufffe")
_LINE = re.compile(r"[^\r\n]+")
_ODD = re.compile("[ \0\ufffe\uffff\ud800-\udfff]+")  # blanks, and what is no character
_Point = tuple[float, float]
_Turn = Callable[[list[float], list[float]], tuple[list[float], list[float]]]  # of points, by x and y


def _mapped(function: Any, result: Any, *arguments: Any) -> Callable[..., int]:
    """Return a function of PDFium that takes and gives its pointers as plain addresses.

    Without ``arguments`` their kinds are not looked at, which takes half the time of a call.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value
    called: Callable[..., int] = ctypes.PYFUNCTYPE(result, *arguments)(address or 0)
    return called


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_letter = _mapped(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_box = _mapped(raw.FPDFText_GetLooseCharBox, _INT)
_kind = _mapped(raw.FPDFPageObj_GetType, _INT, _POINTER)
_of_page = (
    _mapped(raw.FPDFPage_CountObjects, _INT, _POINTER),
    _mapped(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT),
)
_of_form = (
    _mapped(raw.FPDFFormObj_CountObjects, _INT, _POINTER),
    _mapped(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong),
)


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


def _less(numbers: list[float], by: float) -> list[float]:
    return numbers if by == 0 else [number - by for number in numbers]


def _runs(textpage: Any, turn: _Turn) -> Iterator[Run]:
    """Give the lines in the order of the content; blanks and breaks are PDFium's, made from the gaps it sees."""
    glyphs = _glyphs(textpage, _text(textpage), turn)
    for line in _LINE.finditer(glyphs.text):
        start, end = line.span()
        left_out = {place for odd in _ODD.finditer(glyphs.text, start, end) for place in _settled(glyphs, line, odd)}
        run = glyphs.part(start, end)
        if left_out:
            run = run.kept([at not in left_out for at in range(start, end)])
        yield from level(run)


def _settled(glyphs: Run, line: re.Match[str], odd: re.Match[str]) -> Iterator[int]:
    """Put blanks right behind what stands before them; give the places of those that are left out.

    A blank without room behind it is only where the program began to write anew.
    """
    last = odd.start() - 1 if odd.start() > line.start() else -1
    for at in range(*odd.span()):
        if last < 0 or glyphs.text[at] != " ":
            yield at
        else:
            glyphs.lefts[at] = glyphs.rights[at] = glyphs.rights[last]
            glyphs.bottoms[at], glyphs.tops[at] = glyphs.bottoms[last], glyphs.tops[last]
            last = at
    if last >= odd.start() and odd.end() < line.end() and not _has_room(glyphs, last, odd.end()):
        yield last


def _has_room(glyphs: Run, blank: int, after: int) -> bool:
    high = glyphs.tops[after] - glyphs.bottoms[after]
    return abs(glyphs.lefts[after] - glyphs.lefts[blank]) >= 0.1 * high


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


def _glyphs(textpage: Any, text: str, turn: _Turn) -> Run:
    """Return the characters with the boxes that their fonts give them, in the coordinates seen."""
    count = len(text)
    numbers = (ctypes.c_float * (4 * count))()  # as many boxes as PDFium writes them: left, top, right, bottom
    step = ctypes.sizeof(raw.FS_RECTF)
    places = map(ctypes.byref, repeat(numbers), range(0, step * count, step))
    list(map(_box, repeat(_POINTER.from_param(_address(textpage))), range(count), places))
    left, top, right, bottom = (numbers[place::4] for place in range(4))
    (first, one), (second, other) = turn(left, bottom), turn(right, top)
    (lefts, rights), (bottoms, tops) = _ordered(first, second), _ordered(one, other)
    return Run(text, lefts, bottoms, rights, tops)


def _ordered(first: list[float], second: list[float]) -> tuple[list[float], list[float]]:
    """Return the lower and the higher of each pair."""
    if all(map(le, first, second)):
        return first, second
    return list(map(min, first, second)), list(map(max, first, second))


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
    return zip(*turn(*map(list, zip(*points, strict=True))), strict=True)


def _sort_in(first: _Point, second: _Point, across: list[Stroke], down: list[Stroke]) -> None:
    """File an edge as horizontal or vertical; a slanted or very short one is neither."""
    wide, high = abs(first[0] - second[0]), abs(first[1] - second[1])
    if high < _THIN <= wide:
        across.append(Stroke((first[1] + second[1]) / 2, min(first[0], second[0]), max(first[0], second[0])))
    elif wide < _THIN <= high:
        down.append(Stroke((first[0] + second[0]) / 2, min(first[1], second[1]), max(first[1], second[1])))
