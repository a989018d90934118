"""Takes the runs of glyphs of a page; gives its lines from top to bottom, without the page's number."""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from xietong.documents.formats.glyphs import Glyph, is_below


class Line(NamedTuple):
    """The glyphs at one height, from left to right, with the upper and lower edge."""

    top: float
    bottom: float
    glyphs: tuple[Glyph, ...]


def lines_of(runs: Sequence[Sequence[Glyph]]) -> list[Line]:
    """Return the lines that glyphs stand on; linear in them but for sorting."""
    return [line for line in _all(runs) if not _is_page_number(line)]


def _all(runs: Sequence[Sequence[Glyph]]) -> Iterator[Line]:
    pieces = [[glyph for glyph in piece if not glyph.text.isspace()] for piece in runs]
    ordered = sorted((piece for piece in pieces if piece), key=lambda piece: -(piece[0].top + piece[0].bottom))
    held: list[Glyph] = []
    for piece in ordered:
        if held and is_below(held[0], piece[0]):
            yield _line(held)
            held = []
        held += piece
    if held:
        yield _line(held)


def _line(held: list[Glyph]) -> Line:
    held.sort(key=attrgetter("left"))
    _, _, bottoms, _, tops = zip(*held, strict=True)
    return Line(max(tops), min(bottoms), tuple(held))


_FOLIO = re.compile(r"[-—－–·]+\d{1,4}[-—－–·]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")


def _is_page_number(line: Line) -> bool:
    return (
        len(line.glyphs) < _MOST_OF_FOLIO
        and _FOLIO.fullmatch("".join([glyph.text for glyph in line.glyphs])) is not None
    )


_MOST_OF_FOLIO = 12
