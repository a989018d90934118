"""Takes figures; gives pictures: SVG that means the same on a page, in a file and on paper, with its numbers beside it.

Drawn on the server, so that a page, an export and a bulletin show one and the same picture, without a script. Colours
stand as attributes (no style element: the page's security policy allows none) and never alone: parties differ by the
shape of their points, classes of a map by the figure written on each square.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString

INK, FAINT, RULE, PAPER = "#22262b", "#5b636d", "#d9d5ca", "#ffffff"
PARTY = ("#1f4e8c", "#a33b20", "#2f6b3c", "#6a3d8a", "#7a5a00")
STEPS = ("#e6edf6", "#c9d9ec", "#a5c0e0", "#7aa3cf", "#2f639f")
ON_STEPS = (INK, INK, INK, INK, "#ffffff")
FOOT = 30  # what the two lines at the foot of a picture take
MANY_COLUMNS = 18  # of a schematic map: beyond, its squares are smaller and it takes a page's whole width
ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
FONT = 'font-family="Noto Sans SC,Source Han Sans SC,Microsoft YaHei,sans-serif"'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its numbers. ``head`` and ``rows`` are the table behind it; ``notes`` stand below it.

    A ``wide`` one takes a page's whole width: in half of it nothing could be read. ``origin`` says what it is, whose
    word counts and as of when, since it may leave its page.
    """

    kind: str
    title: str
    description: str
    svg: SafeString
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    notes: tuple[str, ...] = ()
    wide: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A way through periods: a value or none for each; ``open`` marks those that rest on unconfirmed figures."""

    name: str
    values: tuple[Decimal | None, ...]
    place: int = 0
    dashed: bool = False
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A value set for a period: baseline, milestone or target, of the line with the same place (-1: of all)."""

    at: int
    value: Decimal
    place: int
    short: str
    label: str


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the map: its step (-1: no figure), what is written on it, and its whole sentence."""

    column: int
    row: int
    name: str
    figure: str
    step: int
    sentence: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a ranking."""

    name: str
    value: Decimal | None
    text: str
    place: int = 0
    href: str = ""


@dataclass(slots=True)
class _Scale:
    """Maps values to heights between round limits."""

    low: Decimal
    high: Decimal
    top: float
    bottom: float
    ticks: list[Decimal] = field(default_factory=list)

    @classmethod
    def over(cls, values: Iterable[Decimal], top: float, bottom: float) -> "_Scale":
        found = list(values) or [Decimal(0), Decimal(1)]
        low, high = min(found), max(found)
        if low == high:
            low, high = (low - 1, high + 1) if low else (Decimal(0), Decimal(1))
        step = _round_step((high - low) / 4)
        first = Decimal(floor(low / step)) * step
        ticks = [first]
        while ticks[-1] < high:
            ticks.append(ticks[-1] + step)
        return cls(ticks[0], ticks[-1], top, bottom, ticks)

    def at(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(self.bottom - share * (self.bottom - self.top), 1)


def _round_step(size: Decimal) -> Decimal:
    power = Decimal(10) ** floor(log10(float(size)))
    return next(factor * power for factor in ROUND if factor * power >= size)


def plain(value: Decimal) -> str:
    """Return a number without needless zeros, its thousands apart."""
    return f"{value.normalize():,f}"


def _text(
    x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", fill: str = INK, more: str = ""
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{more}>{escape(text)}</text>'
    )


def framed(
    width: int, height: int, title: str, description: str, body: Iterable[str], *, links: bool = False
) -> SafeString:
    """Return a whole SVG document with its title and description; one with links is a group, no single image."""
    role = "group" if links else "img"
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="{role}" {FONT}><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{"".join(body)}</svg>'
    )


def with_origin(picture: Picture, origin: str) -> Picture:
    """Return a picture that says at its foot what it is and where it is from: so every file of it does."""
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture.svg)
    if size is None:
        return replace(picture, origin=f"{picture.title} · {origin}")
    width, height = (int(each) for each in size.groups())
    grown = picture.svg.removesuffix("</svg>")
    for before in (f'viewBox="0 0 {width} {{}}" width="{width}" height="{{}}"', f'<rect width="{width}" height="{{}}"'):
        grown = grown.replace(before.format(height, height), before.format(height + FOOT, height + FOOT), 1)
    lines = ((picture.title, height + FOOT - 19), (origin, height + FOOT - 6))
    foot = "".join(_text(8, y, text, size=10, fill=FAINT) for text, y in lines)
    return replace(picture, svg=SafeString(f"{grown}{foot}</svg>"), origin=f"{picture.title} · {origin}")


def _point(place: int, x: float, y: float) -> str:
    """Return a point whose shape tells the party: disc, square, diamond, triangle, cross."""
    fill = PARTY[place % len(PARTY)] if place >= 0 else INK
    match place % 5 if place >= 0 else -1:
        case 0:
            return f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{fill}"/>'
        case 1:
            return f'<rect x="{x - 4:g}" y="{y - 4:g}" width="8" height="8" fill="{fill}"/>'
        case 2:
            return f'<path d="M{x:g},{y - 5:g}l5,5l-5,5l-5,-5z" fill="{fill}"/>'
        case 3:
            return f'<path d="M{x:g},{y - 5:g}l5,9h-10z" fill="{fill}"/>'
        case -1:
            return f'<circle cx="{x:g}" cy="{y:g}" r="3" fill="{INK}"/>'
        case _:
            return f'<path d="M{x - 4:g},{y - 4:g}l8,8m0,-8l-8,8" stroke="{fill}" stroke-width="2"/>'


def paths(
    title: str, description: str, periods: Sequence[str], lines: Sequence[Line], marks: Sequence[Mark]
) -> SafeString:
    """Draw lines through periods with the values set for them; a period without a value leaves a gap."""
    width, height, left, right, top, bottom = 760, 330, 64, 150, 24, 290
    values = [value for line in lines for value in line.values if value is not None] + [each.value for each in marks]
    scale = _Scale.over(values, top, bottom)
    step = (width - left - right) / max(1, len(periods) - 1)
    xs = [round(left + n * step, 1) for n in range(len(periods))]
    body = [*_axes(scale, periods, xs, width - right)]
    for line in lines:
        body += _line(line, xs, scale)
    body += [_mark(mark, xs, scale) for mark in marks]
    body += _ends(lines, xs, scale)
    return framed(width, height, title, description, body)


def _axes(scale: _Scale, periods: Sequence[str], xs: Sequence[float], end: float) -> Iterable[str]:
    for tick in scale.ticks:
        y = scale.at(tick)
        yield f'<path d="M{xs[0] if xs else 64:g},{y:g}H{end:g}" stroke="{RULE}"/>'
        yield _text((xs[0] if xs else 64) - 8, y + 4, plain(tick), size=11, anchor="end", fill=FAINT)
    every = max(1, -(-len(periods) // 12))
    for n, period in enumerate(periods):
        if n % every == 0:
            yield _text(xs[n], scale.bottom + 20, period, size=11, anchor="middle", fill=FAINT)


def _line(line: Line, xs: Sequence[float], scale: _Scale) -> Iterable[str]:
    colour = PARTY[line.place % len(PARTY)] if line.place >= 0 else INK
    drawn, begun = "", False
    for x, value in zip(xs, line.values, strict=True):
        if value is None:
            begun = False
            continue
        drawn += f"{'L' if begun else 'M'}{x:g},{scale.at(value):g}"
        begun = True
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    yield f'<path d="{drawn}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
    for n, (x, value) in enumerate(zip(xs, line.values, strict=True)):
        if value is not None:
            told = line.texts[n] if n < len(line.texts) else f"{line.name} {plain(value)}"
            yield f"<g>{_point(line.place, x, scale.at(value))}<title>{escape(told)}</title></g>"


def _mark(mark: Mark, xs: Sequence[float], scale: _Scale) -> str:
    if not 0 <= mark.at < len(xs):
        return ""
    x, y = xs[mark.at], scale.at(mark.value)
    colour = PARTY[mark.place % len(PARTY)] if mark.place >= 0 else INK
    anchor, beside = ("end", x - 16) if mark.at > len(xs) / 2 else ("start", x + 16)
    return (
        f'<g><path d="M{x - 12:g},{y:g}h24M{x:g},{y - 7:g}v14" stroke="{colour}" stroke-width="2"/>'
        f"{_text(beside, y + 4, mark.short, size=11, anchor=anchor, fill=colour)}"
        f"<title>{escape(mark.label)}</title></g>"
    )


def _ends(lines: Sequence[Line], xs: Sequence[float], scale: _Scale) -> Iterable[str]:
    """Write each line's name at its end; names that would lie upon each other move apart."""
    ends = []
    for line in lines:
        last = max((n for n, value in enumerate(line.values) if value is not None), default=None)
        if last is not None:
            ends.append((scale.at(line.values[last] or Decimal(0)), xs[last], line))
    taken = -99.0
    for y, x, line in sorted(ends, key=lambda each: each[0]):
        taken = max(y + 4, taken + 15)
        colour = PARTY[line.place % len(PARTY)] if line.place >= 0 else INK
        name, size = fitted(line.name, 138, 12, 10)
        yield _text(x + 10, taken, name, size=size, fill=colour, more=' font-weight="600"')


def is_wide(squares: Sequence[Square]) -> bool:
    """Tell whether a schematic map takes a page's whole width."""
    return _columns(squares) > MANY_COLUMNS


def _columns(squares: Sequence[Square]) -> int:
    return max((each.column for each in squares), default=0) + 1


def tile_map(title: str, description: str, squares: Sequence[Square], legend: Sequence[tuple[int, str]]) -> SafeString:
    """Draw the schematic map: a square per area with its name and figure; hatched where there is none."""
    gap, columns = 3, _columns(squares)
    size = 47 if is_wide(squares) else 58
    rows = max((each.row for each in squares), default=0) + 1
    width, top = columns * size + gap, rows * size + gap
    marks, end = _legend(legend, gap, top + 10)
    body = [_HATCH, *(_square(each, size, gap) for each in squares), *marks]
    linked = any(each.href for each in squares)
    return framed(max(width, end), top + 34, title, description, body, links=linked)


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a supplied map: its outline as path data, its step (-1: no figure), its whole sentence."""

    path: str
    step: int
    sentence: str
    href: str = ""


def area_map(
    title: str, description: str, size: tuple[int, int], areas: Sequence[Area], legend: Sequence[tuple[int, str]],
    approval: str,
) -> SafeString:  # fmt: skip
    """Draw a supplied map: every area by its outline, and below it the number of its approval."""
    width, height = max(size[0], 240), size[1]
    body = [_HATCH]
    for each in areas:
        drawn = (
            f'<path d="{each.path}" {_fill(each.step)} fill-rule="evenodd" stroke="{FAINT}" stroke-width="0.6"/>'
            f"<title>{escape(each.sentence)}</title>"
        )
        body.append(f'<a href="{escape(each.href)}">{drawn}</a>' if each.href else f"<g>{drawn}</g>")
    marks, end = _legend(legend, 3, height + 10)
    body += [*marks, _text(3, height + 50, approval, size=12)]
    return framed(max(width, end), height + 60, title, description, body, links=any(each.href for each in areas))


def _legend(legend: Sequence[tuple[int, str]], x: int, top: int) -> tuple[list[str], int]:
    """Draw what the steps mean in a line; return the marks and where the line ends."""
    marks = []
    for step, label in legend:
        marks.append(f'<rect x="{x}" y="{top}" width="16" height="16" {_fill(step)} stroke="{FAINT}"/>')
        marks.append(_text(x + 22, top + 13, label, size=12))
        x += 40 + 8 * sum(2 if ord(sign) > 255 else 1 for sign in label)
    return marks, x


_HATCH = (
    '<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="{PAPER}"/><path d="M0,6l6,-6" stroke="{RULE}" stroke-width="1.5"/></pattern>'
    "</defs>"
)


def _fill(step: int) -> str:
    return f'fill="{STEPS[step]}"' if step >= 0 else 'fill="url(#none)"'


def _square(each: Square, size: int, gap: int) -> str:
    x, y = each.column * size + gap, each.row * size + gap
    ink = ON_STEPS[each.step] if each.step >= 0 else INK
    inner = size - gap
    middle = x + inner / 2
    name, tall = fitted(each.name, inner - 3, 13 if size > 50 else 11, 9)
    figure, low = fitted(each.figure, inner - 3, 11, 8)
    told = f"<title>{escape(each.sentence)}</title>"
    inside = (
        f'<rect x="{x}" y="{y}" width="{size - gap}" height="{size - gap}" {_fill(each.step)} stroke="{FAINT}" '
        f'stroke-width="0.5"/>{_text(middle, y + inner * 0.44, name, size=tall, anchor="middle", fill=ink)}'
        f"{_text(middle, y + inner * 0.77, figure, size=low, anchor='middle', fill=ink)}{told}"
    )
    return f'<a href="{escape(each.href)}">{inside}</a>' if each.href else f"<g>{inside}</g>"


def fitted(text: str, room: float, size: int, least: int) -> tuple[str, int]:
    """Return a text and its size so that it fits in some pixels: smaller, and where that is not enough, cut off.

    >>> fitted("沙坪坝", 41, 13, 9), fitted("Qingbaijiang", 41, 11, 9)
    (('沙坪坝', 13), ('Qingba…', 9))
    """
    while size > least and _long(text) * size > room:
        size -= 1
    if _long(text) * size <= room:
        return text, size
    while text and _long(f"{text}…") * size > room:
        text = text[:-1]
    return f"{text}…", size


def _long(text: str) -> float:
    """Return the length of a text in heights of its letters."""
    return sum(1.0 if ord(sign) > 255 else 0.56 for sign in text)


def ranking(title: str, description: str, rows: Sequence[BarRow]) -> SafeString:
    """Draw bars from the left, in the order given; many of them in two columns."""
    height, width = 22, 760
    deep = len(rows) if len(rows) <= 20 else -(-len(rows) // 2)
    wide = width if deep == len(rows) else width // 2
    known = [abs(each.value) for each in rows if each.value is not None]
    most = max(known, default=Decimal(1)) or Decimal(1)
    body = [
        part
        for n, each in enumerate(rows)
        for part in _bar(each, n // max(1, deep) * wide, 8 + n % max(1, deep) * height, wide, most)
    ]
    return framed(width, 16 + max(1, deep) * height, title, description, body)


def _bar(each: BarRow, left: int, y: int, width: int, most: Decimal) -> Iterable[str]:
    start = left + 118
    name = each.name if len(each.name) <= 9 else f"{each.name[:8]}…"
    yield _text(start - 8, y + 14, name, anchor="end")
    if each.value is None:
        yield _text(start + 4, y + 14, each.text, size=11, fill=FAINT)
        return
    length = round(float(abs(each.value) / most) * (width - 118 - 90), 1)
    colour = PARTY[each.place % len(PARTY)]
    yield f'<rect x="{start}" y="{y + 3}" width="{max(1, length):g}" height="14" fill="{colour}"/>'
    yield _text(start + length + 8, y + 14, each.text, size=11)
