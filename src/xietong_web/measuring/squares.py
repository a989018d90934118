"""Takes areas with their figures; gives the map: squares about where the areas lie, or the outlines of an operator.

An area that has no place on it stands in a marked row below: none is left out. The areas are drawn in the order of
reading, north-west first, so that whoever goes through them by keys or hears them does so in an order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from xietong_web.measuring.pictures import FAINT, INK, PAPER, RULE, fitted, framed, length_of, point, text

STEPS = ("#e6edf6", "#c9d9ec", "#a5c0e0", "#7aa3cf", "#2f639f")
ON_STEPS = (INK, INK, INK, INK, "#ffffff")
MANY_COLUMNS = 18  # beyond, squares are smaller and the map takes a page's whole width
FEWEST, BROAD = 6, 3  # columns that a row of areas without a place has at least, and that each of them takes
GAP, LARGE, SMALL = 3, 58, 47
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the map: what is written on it, its step (-1: no figure), its whole sentence, its party (-1: none).

    ``places`` are the columns and rows of its squares, ``path`` is its outline on a supplied map; without the one that
    is asked for it stands in the row below.
    """

    name: str
    figure: str
    step: int
    sentence: str
    href: str = ""
    party: int = -1
    places: tuple[Place, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What the map's marks mean: steps and parties by number; ``without`` heads the row of areas without a place."""

    steps: Sequence[tuple[int, str]]
    parties: Sequence[tuple[int, str]] = ()
    without: str = ""


def is_wide(areas: Sequence[Area]) -> bool:
    """Tell whether a schematic map takes a page's whole width."""
    return _columns(areas) > MANY_COLUMNS


def _columns(areas: Iterable[Area]) -> int:
    return 1 + max((column for each in areas for column, _row in each.places), default=-1)


def tile_map(title: str, description: str, areas: Sequence[Area], key: Key) -> SafeString:
    """Draw the schematic map: a square per area with its name and figure; hatched where there is none."""
    placed = sorted((each for each in areas if each.places), key=lambda each: min(row[::-1] for row in each.places))
    size = SMALL if is_wide(areas) else LARGE
    rows = 1 + max((row for each in placed for _column, row in each.places), default=-1)
    body = [_area(each, [(x * size + GAP, y * size + GAP) for x, y in each.places], size) for each in placed]
    left_over = [each for each in areas if not each.places]
    columns = max(_columns(areas), FEWEST if left_over else 0)
    below, top = _row_below(left_over, rows * size + GAP, columns, size, key.without)
    marks, end = _legend(key, top + 10)
    parts = [_HATCH, *body, *below, *marks]
    linked = any(each.href for each in areas)
    return framed(max(columns * size + GAP, end), top + 34, title, description, parts, links=linked)


def area_map(
    title: str, description: str, size: tuple[int, int], areas: Sequence[Area], key: Key, approval: str
) -> SafeString:
    """Draw a supplied map: every area by its outline, and below it the number of its approval."""
    width, height = max(size[0], FEWEST * SMALL), size[1]
    body = [_HATCH]
    for each in areas:
        if each.path:
            outline = (
                f'<path d="{each.path}" {_fill(each.step)} fill-rule="evenodd" stroke="{FAINT}" stroke-width="0.6"/>'
            )
            body.append(_linked(each, outline))
    left_over = [each for each in areas if not each.path]
    below, top = _row_below(left_over, height, width // SMALL, SMALL, key.without)
    marks, end = _legend(Key(key.steps), top + 10)
    body += [*below, *marks, text(3, top + 50, approval)]
    linked = any(each.href for each in areas)
    return framed(max(width, end), top + 60, title, description, body, links=linked)


def _row_below(areas: Sequence[Area], top: int, columns: int, size: int, heading: str) -> tuple[list[str], int]:
    """Draw the areas that have no place, under a heading; return also where they end."""
    if not areas:
        return [], top
    start, fit = top + 30, max(1, columns // BROAD)
    places = [(n % fit * size * BROAD + GAP, start + n // fit * size) for n in range(len(areas))]
    drawn = [_area(each, [at], size, BROAD) for each, at in zip(areas, places, strict=True)]
    return [text(GAP, top + 22, heading), *drawn], places[-1][1] + size


def _area(each: Area, places: Sequence[Place], size: int, broad: int = 1) -> str:
    """Draw an area on its squares; those that lie side by side are joined."""
    width, inner = size * broad - GAP, size - GAP
    look = f'width="{width}" height="{inner}" {_fill(each.step)} stroke="{FAINT}" stroke-width="0.5"'
    squares = [f'<rect x="{x}" y="{y}" {look}/>' for x, y in places]
    seams = [_seam(one, other, each.step, size) for one in places for other in places if one < other]
    return _linked(each, "".join([*squares, *seams, *(_written(each, x, y, (width, inner)) for x, y in places)]))


def _seam(one: Place, other: Place, step: int, size: int) -> str:
    (x, y), inner = one, size - GAP
    if other == (x + size, y):
        return f'<rect x="{x + inner - 1}" y="{y + 1}" width="{GAP + 2}" height="{inner - 2}" {_fill(step)}/>'
    if other == (x, y + size):
        return f'<rect x="{x + 1}" y="{y + inner - 1}" width="{inner - 2}" height="{GAP + 2}" {_fill(step)}/>'
    return ""


def _written(each: Area, x: int, y: int, size: tuple[int, int]) -> str:
    ink = ON_STEPS[each.step] if each.step >= 0 else INK
    width, inner = size
    middle = x + width / 2
    name, tall = fitted(each.name, width - 3, 13 if inner > SMALL else 11, 9)
    figure, low = fitted(each.figure, width - 3, 11, 8)
    return (
        f"{text(middle, y + inner * 0.5, name, size=tall, anchor='middle', fill=ink)}"
        f"{text(middle, y + inner * 0.83, figure, size=low, anchor='middle', fill=ink)}"
        f"{point(each.party, x + 6, y + 6, 3, PAPER) if each.party >= 0 else ''}"
    )


def _linked(each: Area, drawn: str) -> str:
    inside = f"{drawn}<title>{escape(each.sentence)}</title>"
    return f'<a href="{escape(each.href)}">{inside}</a>' if each.href else f"<g>{inside}</g>"


def _legend(key: Key, top: int) -> tuple[list[str], int]:
    """Draw what steps and parties mean, in a line; return the marks and where the line ends."""
    marks, x = [], GAP
    for step, label in key.steps:
        marks.append(f'<rect x="{x}" y="{top}" width="16" height="16" {_fill(step)} stroke="{FAINT}"/>')
        marks.append(text(x + 22, top + 13, label))
        x += 40 + round(length_of(label) * 12.5)
    for place, label in key.parties:
        marks.append(point(place, x + 5, top + 8))
        marks.append(text(x + 15, top + 13, label))
        x += 32 + round(length_of(label) * 12.5)
    return marks, x


_HATCH = (
    '<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/><path d="M0,6l6,-6" stroke="{RULE}" stroke-width="1.5"/></pattern>'
    "</defs>"
)


def _fill(step: int) -> str:
    return f'fill="{STEPS[step]}"' if step >= 0 else 'fill="url(#none)"'
