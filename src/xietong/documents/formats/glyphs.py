"""What stands on a page of a PDF: glyphs in runs, and rulings; and what is asked of a run of glyphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from operator import ge, le, sub
from typing import NamedTuple

_THIN = 3.0


class Glyph(NamedTuple):
    """One character with its box in points; y grows upward, as in PDF."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True, eq=False)
class Run:
    """Glyphs in the order of the content, held as columns: a page has thousands, and hardly one is asked for alone.

    ``text`` has one character for each, the lists the edges of their boxes in points.
    """

    text: str
    lefts: list[float]
    bottoms: list[float]
    rights: list[float]
    tops: list[float]

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, at: int) -> Glyph:
        return Glyph(self.text[at], self.lefts[at], self.bottoms[at], self.rights[at], self.tops[at])

    def __iter__(self) -> Iterator[Glyph]:
        return map(Glyph, self.text, self.lefts, self.bottoms, self.rights, self.tops)

    def part(self, start: int, end: int) -> "Run":
        """Return the glyphs from one place up to another."""
        lefts, bottoms, rights, tops = self.lefts, self.bottoms, self.rights, self.tops
        return Run(self.text[start:end], lefts[start:end], bottoms[start:end], rights[start:end], tops[start:end])

    def parted(self, cuts: Sequence[int]) -> list["Run"]:
        """Return the run in pieces that begin at these places; as it is where there are none."""
        return [self.part(start, end) for start, end in pairwise((0, *cuts, len(self)))] if cuts else [self]

    def kept(self, wanted: Sequence[bool]) -> "Run":
        """Return those of the glyphs that are wanted; ``wanted`` tells it for each."""
        edges = (self.lefts, self.bottoms, self.rights, self.tops)
        return Run("".join(compress(self.text, wanted)), *(list(compress(edge, wanted)) for edge in edges))


def run_of(glyphs: Sequence[Glyph]) -> Run:
    """Return glyphs as a run."""
    text, *edges = zip(*glyphs, strict=True) if glyphs else ((), (), (), (), ())
    return Run("".join(text), *map(list, edges))


def joined(runs: Sequence[Run]) -> Run:
    """Return runs as one."""
    if len(runs) == 1:
        return runs[0]
    return Run(
        "".join([run.text for run in runs]),
        list(chain.from_iterable([run.lefts for run in runs])),
        list(chain.from_iterable([run.bottoms for run in runs])),
        list(chain.from_iterable([run.rights for run in runs])),
        list(chain.from_iterable([run.tops for run in runs])),
    )


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
    runs: tuple[Run, ...]
    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()
    pictures: int = 0


def level(run: Run) -> list[Run]:
    """Return a run in pieces that stand at one height each."""
    bottoms, tops = run.bottoms, run.tops
    if not run:
        return []
    if max(bottoms) < 0.7 * min(tops) + 0.3 * min(bottoms):  # all of it, as is usual
        return [run]
    floors = [top - 0.3 * (top - bottom) for top, bottom in zip(tops[1:], bottoms[1:], strict=True)]
    return run.parted([place for place, cut in enumerate(map(ge, bottoms, floors), 1) if cut])


def gaps(run: Run) -> list[float]:
    """Return the room between each glyph of a run and the next, in points."""
    return list(map(sub, run.lefts[1:], run.rights))


def is_below(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether a glyph stands on a lower line than one before it; a flat one, such as 一, is as high as others."""
    high = max(before.top - before.bottom, glyph.top - glyph.bottom)
    return before.top + before.bottom - glyph.top - glyph.bottom > high


def in_order(run: Run) -> Run:
    """Return a run from left to right, without the blanks where something stands that was written later."""
    if all(map(le, run.lefts, [left + _THIN for left in run.lefts[1:]])):
        return run
    placed = sorted((glyph for glyph in run if glyph.text != " "), key=lambda glyph: glyph.left)
    result = placed[:1]
    for before, after in pairwise(placed):
        if after.left - before.right > 0.2 * (after.top - after.bottom):
            result.append(Glyph(" ", before.right, before.bottom, before.right, before.top))
        result.append(after)
    return run_of(result)


def speaks(run: Run) -> bool:
    """Tell a run that is not all blank."""
    return not run.text.isspace()
