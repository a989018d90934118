"""Takes the runs of a page; gives its lines from top to bottom, without blanks and without the number of the page."""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter, le
from typing import NamedTuple

from xietong.documents.formats.glyphs import Run, is_below, joined, run_of, speaks

_FOLIO = re.compile(r"[-—－–·]+\d{1,4}[-—－–·]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")
_MOST_OF_FOLIO = 12
_BLANK = re.compile(r"\s")


class Line(NamedTuple):
    """The glyphs at one height, from left to right, with the upper and lower edge."""

    top: float
    bottom: float
    glyphs: Run


def lines_of(runs: Sequence[Run]) -> Iterator[Line]:
    """Yield the lines that runs form; linear in the glyphs but for sorting what is out of order."""
    pieces = [_inked(run) for run in runs if speaks(run)]
    pieces.sort(key=lambda piece: -(piece.tops[0] + piece.bottoms[0]))
    held: list[Run] = []
    for piece in [*pieces, None]:
        if held and (piece is None or is_below(held[0][0], piece[0])):
            line = _line(joined(held))
            if not _is_folio(line.glyphs):
                yield line
            held = []
        if piece is not None:
            held.append(piece)


def _inked(run: Run) -> Run:
    """Return a run without its blanks."""
    if _BLANK.search(run.text) is None:
        return run
    return run.kept([not letter.isspace() for letter in run.text])


def _is_folio(run: Run) -> bool:
    return len(run) < _MOST_OF_FOLIO and _FOLIO.fullmatch(run.text) is not None


def _line(run: Run) -> Line:
    if not all(map(le, run.lefts, run.lefts[1:])):
        run = run_of(sorted(run, key=attrgetter("left")))
    return Line(max(run.tops), min(run.bottoms), run)
