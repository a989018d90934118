"""Takes a page; gives it as it is, or parted into its columns, each a narrow page of its own, in the order of reading.

Two columns of running text are told by what nothing else has: lines on the right that begin at one place near the
middle, lines on the left that end right before it, and hardly any line over both.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress, count, groupby
from operator import sub

from xietong.documents.formats.glyphs import Page, Run, Stroke, gaps, speaks

_LEFT, _RIGHT = 6, 2  # lines that the columns have at least
_MIDDLE = (0.38, 0.62)
_NEAR, _INDENT = 3.0, 40.0  # points
_WIDE = 1.4  # a gap of so many characters may be the one between columns


def parted(page: Page, before: float | None) -> tuple[list[Page], float | None]:
    """Return the pages to read for this one, and where its right column begins, if it has one.

    ``before`` says where that of the page before began. Linear in the glyphs but for the sorting of the lines.
    """
    pieces = [piece for run in page.runs for piece in _pieces(run) if speaks(piece)]
    gutter = _gutter(pieces, page.width)
    if before is not None and (_holds(pieces, before) if gutter is None else abs(gutter - before) < _INDENT):
        gutter = before
    if gutter is None or any(stroke.start < gutter - 9 and stroke.end > gutter + 9 for stroke in _lattice(page)):
        return [page], None
    return list(_pages(page, pieces, gutter)), gutter


def _holds(pieces: Sequence[Run], gutter: float) -> bool:
    """Tell whether a page, perhaps with text on the left only, goes on in the columns of the one before."""
    over = sum(1 for piece in pieces if piece.lefts[0] < gutter < piece.rights[-1])
    return over * 5 <= len(pieces) and any(piece.rights[-1] <= gutter for piece in pieces)


def _pieces(run: Run) -> list[Run]:
    """Give a run in pieces where a gap as wide as one between columns parts it."""
    room = gaps(run)
    if max(room, default=0.0) <= _WIDE * max(min(run.tops) - max(run.bottoms), 1.0):  # narrow beside any of its glyphs
        return [run]
    highs = map(sub, run.tops[1:], run.bottoms[1:])
    wide = [gap > _WIDE * max(high, 1.0) for gap, high in zip(room, highs, strict=True)]
    return run.parted(list(compress(count(1), wide)))


def _gutter(pieces: Sequence[Run], width: float) -> float | None:
    """Return where the right column begins, or None for a page without columns."""
    starts = Counter(round(piece.lefts[0]) for piece in pieces if _MIDDLE[0] < piece.lefts[0] / width < _MIDDLE[1])
    if not starts:
        return None
    begins, often = min(starts.most_common(3), key=lambda one: (one[1] < max(_RIGHT, starts.total() // 4), one[0]))
    gutter = begins - _NEAR
    left = [piece for piece in pieces if piece.rights[-1] <= gutter]
    right = [piece for piece in pieces if piece.lefts[0] >= gutter]
    few = len(pieces) - len(left) - len(right)
    if often < _RIGHT or len(left) < _LEFT or len(right) < _RIGHT or few * 4 > len(pieces):
        return None
    full = _is_full(left, gutter, width, 0.4) and _is_full(right, width, width, 0.2)
    return gutter if full or (_is_set_in(left) and _is_set_in(right)) else None


def _is_set_in(pieces: Sequence[Run]) -> bool:
    """Tell paragraphs with first lines set in by two characters, and hardly a line that begins elsewhere."""
    _, at_edge, set_in = _edge(pieces)
    strays = len(pieces) - at_edge - set_in  # the head and the foot of the page
    return min(at_edge, set_in) >= _RIGHT and strays <= max(2, len(pieces) // 8)


def _edge(pieces: Sequence[Run]) -> tuple[int, int, int]:
    """Return where the lines begin, and how many do; and how many are set in from there by two characters."""
    size = sorted(piece.tops[0] - piece.bottoms[0] for piece in pieces)[len(pieces) // 2]
    starts = Counter(round(piece.lefts[0]) for piece in pieces)

    def near(place: float) -> int:
        return sum(count for start, count in starts.items() if abs(start - place) <= _NEAR)

    found = [(start, near(start), near(start + 2 * size)) for start, _ in starts.most_common(3)]
    return max(found, key=lambda one: (one[1] + one[2], -one[0]))


def _is_full(pieces: Sequence[Run], limit: float, width: float, share: float) -> bool:
    """Tell whether the lines of a column are text that fills it: many reach its edge, which is near its limit."""
    ends = sorted(piece.rights[-1] for piece in pieces)
    edge = ends[len(ends) * 9 // 10]
    size = max(pieces[0].tops[0] - pieces[0].bottoms[0], 1.0)
    full = sum(1 for end in ends if end >= edge - 1.5 * size)
    wide = sorted(piece.rights[-1] - piece.lefts[0] for piece in pieces)[len(pieces) // 2]
    return full >= max(_RIGHT, len(ends) * share) and edge >= limit - 0.15 * width and wide >= 0.15 * width


def _lattice(page: Page) -> Sequence[Stroke]:
    """The rulings across a page that may be those of a table: there are some downward, too."""
    return page.across if len(page.down) > 1 else ()


def _pages(page: Page, pieces: Sequence[Run], gutter: float) -> Iterator[Page]:
    """Give the columns from the top: what runs over both of them stands above the left one that follows."""
    shift = gutter - _edge([piece for piece in pieces if piece.rights[-1] <= gutter])[0]
    narrow = page.width - shift
    over: list[Run] = []
    ordered = sorted(pieces, key=lambda piece: -piece.tops[0])
    for both, part in groupby(ordered, key=lambda piece: piece.lefts[0] < gutter < piece.rights[-1]):
        if both:
            over += [_moved(piece, shift / 2) for piece in part]
            continue
        band = list(part)
        left = [piece for piece in band if piece.lefts[0] < gutter]
        right = [_moved(piece, shift) for piece in band if piece.lefts[0] >= gutter]
        yield _narrow(page, [*over, *left], narrow, 0.0)
        over = []
        if right:
            yield _narrow(page, right, narrow, shift)
    if over:
        yield replace(page, width=narrow, runs=tuple(over), across=(), down=(), pictures=0)


def _moved(piece: Run, by: float) -> Run:
    lefts, rights = ([edge - by for edge in edges] for edges in (piece.lefts, piece.rights))
    return replace(piece, lefts=lefts, rights=rights)


def _narrow(page: Page, runs: Sequence[Run], width: float, shift: float) -> Page:
    """Return a column as a page, with those rulings that lie in it."""
    across = [Stroke(stroke.at, stroke.start - shift, stroke.end - shift) for stroke in page.across]
    down = [Stroke(stroke.at - shift, stroke.start, stroke.end) for stroke in page.down]
    return replace(
        page,
        width=width,
        runs=tuple(runs),
        across=tuple(stroke for stroke in across if stroke.start >= 0 and stroke.end <= width),
        down=tuple(stroke for stroke in down if 0 <= stroke.at <= width),
        pictures=0 if shift else page.pictures,
    )
