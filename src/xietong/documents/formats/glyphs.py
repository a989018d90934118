"""What stands on a page of a PDF: glyphs in runs, and rulings; and what is asked of a run of glyphs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import ge, le, sub
from typing import NamedTuple

_THIN = 3.0


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
    """A page: runs of glyphs as the PDF breaks them into lines, each at one height, and its rulings."""

    width: float
    height: float
    runs: tuple[tuple[Glyph, ...], ...]
    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()
    pictures: int = 0


def level(run: tuple[Glyph, ...]) -> list[tuple[Glyph, ...]]:
    """Return a run in pieces that stand at one height each."""
    if len(run) < 2:
        return [run] if run else []
    _, _, bottoms, _, tops = zip(*run, strict=True)
    if max(bottoms) < 0.7 * min(tops) + 0.3 * min(bottoms):  # all of it, as is usual
        return [run]
    floors = [top - 0.3 * (top - bottom) for _, _, bottom, _, top in run[1:]]
    cuts = [place for place, cut in enumerate(map(ge, bottoms, floors), 1) if cut]
    return [run[start:end] for start, end in pairwise((0, *cuts, len(run)))]


def gaps(run: Sequence[Glyph]) -> list[float]:
    """Return the room between each glyph of a run and the next, in points."""
    return list(map(sub, [glyph.left for glyph in run[1:]], [glyph.right for glyph in run]))


def is_below(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a glyph stands on a lower line than one before it; a flat one, such as 一, is as high as others."""
    high = max(before.top - before.bottom, glyph.top - glyph.bottom)
    return before.top + before.bottom - glyph.top - glyph.bottom > high


def in_order(run: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return a run from left to right, without the blanks where something stands that was written later."""
    lefts = [glyph.left for glyph in run]
    if all(map(le, lefts, [left + _THIN for left in lefts[1:]])):
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
