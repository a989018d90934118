"""Takes figures; gives pictures: SVG that means the same on a page, in a file and on paper, with its numbers beside it.

Drawn on the server, so that a page, an export and a bulletin show one and the same picture, without a script. Colours
stand as attributes (no style element: the page's security policy allows none) and never alone: parties differ by the
shape of their points. Ways and rankings are as wide as a phone shows with letters that can be read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

INK, FAINT, RULE, PAPER = "#22262b", "#5b636d", "#d9d5ca", "#ffffff"
PARTY = ("#1f4e8c", "#a33b20", "#2f6b3c", "#6a3d8a", "#7a5a00")
WIDTH = 420
BESIDE = 100  # what a line's name may take at its end; longer ones stand below the picture
LISTED = 400  # rows of the numbers that a page shows; the files have all
FOOT = 13  # a line at the foot of a picture
ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
SHORT = {"zh": ((8, "亿"), (4, "万")), "en": ((6, "M"), (3, "k"))}  # places that a word stands for on an axis
FONT = 'font-family="Noto Sans SC,Source Han Sans SC,Microsoft YaHei,sans-serif"'
HALO = f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its numbers. ``head`` and ``rows`` are the table behind it; ``notes`` stand below it.

    A ``wide`` one takes a page's whole width: in half of it nothing could be read. ``origin`` says what it is, whose
    word counts and as of when, since it may leave its page. ``order``: the rows stand in the order of their first cell.
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
    order: bool = False

    @property
    def table(self) -> SafeString:
        """The first rows as those of an HTML table, put together here: a template takes twenty times as long."""
        names_at = 1 if self.order else 0
        lines = []
        for row in self.rows[:LISTED]:
            cells = [f"<td>{escape(text)}</td>" for text in row]
            cells[names_at] = f'<th scope="row">{escape(row[names_at])}</th>'
            lines.append(f"<tr>{''.join(cells)}</tr>")
        return SafeString("".join(lines))


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
class BarRow:
    """A row of a ranking; without a party (-1) it only says something."""

    name: str
    value: Decimal | None
    text: str
    place: int = -1


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


def text(
    x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", fill: str = INK, more: str = ""
) -> str:
    """Return a text at a place."""
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
    lines = [*folded(picture.title, width - 16, 10), *folded(origin, width - 16, 10)]
    whole = height + 8 + FOOT * len(lines)
    grown = picture.svg.removesuffix("</svg>")
    for before in (f'viewBox="0 0 {width} {{}}" width="{width}" height="{{}}"', f'<rect width="{width}" height="{{}}"'):
        grown = grown.replace(before.format(height, height), before.format(whole, whole), 1)
    foot = "".join(text(8, height + FOOT * (n + 1), line, size=10, fill=FAINT) for n, line in enumerate(lines))
    return replace(picture, svg=SafeString(f"{grown}{foot}</svg>"), origin=f"{picture.title} · {origin}")


def point(place: int, x: float, y: float, size: float = 4, rim: str = "") -> str:
    """Return a point whose shape tells the party: disc, square, diamond, triangle, cross."""
    fill = f'fill="{PARTY[place % len(PARTY)] if place >= 0 else INK}"' + (f' stroke="{rim}"' if rim else "")
    tall = size * 1.25
    match place % 5 if place >= 0 else -1:
        case 0:
            return f'<circle cx="{x:g}" cy="{y:g}" r="{size:g}" {fill}/>'
        case 1:
            return f'<rect x="{x - size:g}" y="{y - size:g}" width="{2 * size:g}" height="{2 * size:g}" {fill}/>'
        case 2:
            return f'<path d="M{x:g},{y - tall:g}l{tall:g},{tall:g}l-{tall:g},{tall:g}l-{tall:g},-{tall:g}z" {fill}/>'
        case 3:
            return f'<path d="M{x:g},{y - tall:g}l{tall:g},{2 * size:g}h-{2 * tall:g}z" {fill}/>'
        case -1:
            return f'<circle cx="{x:g}" cy="{y:g}" r="{size - 1:g}" {fill}/>'
        case _:
            drawn = f"M{x - size:g},{y - size:g}l{2 * size:g},{2 * size:g}m0,-{2 * size:g}l-{2 * size:g},{2 * size:g}"
            return f'<path d="{drawn}" stroke="{PARTY[place % len(PARTY)]}" stroke-width="2"/>'


def paths(
    title: str, description: str, periods: Sequence[str], lines: Sequence[Line], marks: Sequence[Mark], unit: str = ""
) -> SafeString:
    """Draw lines through periods with the values set for them; a period without a value leaves a gap.

    A line bears its name at its end; where a name is long, all stand below, in full.
    """
    values = [value for line in lines for value in line.values if value is not None] + [each.value for each in marks]
    scale = _Scale.over(values, 36, 246)
    named = max((length_of(line.name) * 13 for line in lines), default=0)
    beside = named <= BESIDE
    left = 14 + ceil(max(map(length_of, _ticks(scale.ticks))) * 12)
    end = WIDTH - (16 + ceil(named) if beside else 18)
    step = (end - left) / max(1, len(periods) - 1)
    xs = [round(left + n * step, 1) for n in range(len(periods))]
    body = [text(left - 8, 18, unit, fill=FAINT), *_axes(scale, periods, xs, (left, end))]
    for line in lines:
        body += _line(line, xs, scale)
    ways = [_way(line, xs, scale) for line in lines]
    names = _ends(lines, xs, scale) if beside else []
    ways += [[(x, y - up), (WIDTH, y - up)] for x, y, _ in names for up in (0, 9)]
    for mark in marks:
        if 0 <= mark.at < len(xs):
            body.append(_mark(mark, xs, scale, ways))
    body += [text(x, y, line.name, fill=_colour(line.place), more=' font-weight="600"') for x, y, line in names]
    body += [] if beside else _names_below(lines)
    return framed(WIDTH, 276 if beside else 284 + 20 * len(lines), title, description, body)


def _ticks(values: Sequence[Decimal]) -> list[str]:
    """Return the values of an axis in the reader's short words: 12,000,000 is 1,200万, or 12M."""
    most = max(abs(each) for each in values)
    words = SHORT["en" if (get_language() or "").startswith("en") else "zh"]
    digits, word = next(((n, word) for n, word in words if most >= 10 ** max(n, 4)), (0, ""))
    return [f"{plain(each.scaleb(-digits))}{word}" if each else "0" for each in values]


def _axes(scale: _Scale, periods: Sequence[str], xs: Sequence[float], span: tuple[float, float]) -> Iterable[str]:
    left, end = span
    for tick, label in zip(scale.ticks, _ticks(scale.ticks), strict=True):
        y = scale.at(tick)
        yield f'<path d="M{left:g},{y:g}H{end:g}" stroke="{RULE}"/>'
        yield text(left - 8, y + 4, label, anchor="end", fill=FAINT)
    room = max((length_of(period) * 12 + 14 for period in periods), default=1)
    every = max(1, ceil(room * len(periods) / max(1, end - left)))
    for n, period in enumerate(periods):
        if (len(periods) - 1 - n) % every == 0:  # the last one is always told
            yield text(xs[n], scale.bottom + 20, period, anchor="middle", fill=FAINT)


def _colour(place: int) -> str:
    return PARTY[place % len(PARTY)] if place >= 0 else INK


def _line(line: Line, xs: Sequence[float], scale: _Scale) -> Iterable[str]:
    drawn, begun = "", False
    for x, value in zip(xs, line.values, strict=True):
        if value is None:
            begun = False
            continue
        drawn += f"{'L' if begun else 'M'}{x:g},{scale.at(value):g}"
        begun = True
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    yield f'<path d="{drawn}" fill="none" stroke="{_colour(line.place)}" stroke-width="2"{dash}/>'
    for n, (x, value) in enumerate(zip(xs, line.values, strict=True)):
        if value is not None:
            told = line.texts[n] if n < len(line.texts) else f"{line.name} {plain(value)}"
            yield f"<g>{point(line.place, x, scale.at(value))}<title>{escape(told)}</title></g>"


def _mark(mark: Mark, xs: Sequence[float], scale: _Scale, ways: list[list[tuple[float, float]]]) -> str:
    """Draw a set value with its words clear of the lines and of the words before, which are ``ways`` from then on."""
    x, y, long = xs[mark.at], scale.at(mark.value), length_of(mark.short) * 12
    anchor, beside, down = _room_for(long, x, y, xs, ways)
    left = beside - long if anchor == "end" else beside
    ways += [[(left, y + down - up), (left + long, y + down - up)] for up in (0, 9)]
    return (
        f'<g><path d="M{x - 11:g},{y:g}h22M{x:g},{y - 7:g}v14" stroke="{_colour(mark.place)}" stroke-width="2"/>'
        f"{text(beside, y + down, mark.short, anchor=anchor, fill=_colour(mark.place), more=HALO)}"
        f"<title>{escape(mark.label)}</title></g>"
    )


def _room_for(
    long: float, x: float, y: float, xs: Sequence[float], ways: Sequence[Sequence[tuple[float, float]]]
) -> tuple[str, float, int]:
    """Return where words beside a mark are clear of the lines: their anchor, where they begin, and how far below it."""
    sides = [("end", x - 14, x - 14 - long), ("start", x + 14, x + 14)]
    sides = sides if x > (xs[0] + xs[-1]) / 2 else sides[::-1]
    for anchor, beside, left in sides:
        crossed = [at for way in ways for at in _heights(way, left, left + long)]
        for down in (4, 18, -8, 32, -22, 46, 60, 74) if left > 0 and left + long <= WIDTH - 4 else ():
            if not any(-4 < y + down - at < 14 for at in crossed):
                return anchor, beside, down
    return *sides[0][:2], 4


def _way(line: Line, xs: Sequence[float], scale: _Scale) -> list[tuple[float, float]]:
    return [(x, scale.at(value)) for x, value in zip(xs, line.values, strict=True) if value is not None]


def _heights(way: Sequence[tuple[float, float]], left: float, right: float) -> Iterable[float]:
    """Yield the heights at which a line passes between two places, close enough together to know what it crosses."""
    for (x, y), (to_x, to_y) in pairwise(way):
        for n in range(21):
            at = x + (to_x - x) * n / 20
            if left <= at <= right:
                yield y + (to_y - y) * n / 20


def _ends(lines: Sequence[Line], xs: Sequence[float], scale: _Scale) -> list[tuple[float, float, Line]]:
    """Return where each line's name begins, at its end; names that would lie upon each other move apart."""
    ends = []
    for line in lines:
        last = max((n for n, value in enumerate(line.values) if value is not None), default=None)
        if last is not None:
            ends.append((scale.at(line.values[last] or Decimal(0)), xs[last], line))
    taken, found = -99.0, []
    for y, x, line in sorted(ends, key=lambda each: each[0]):
        taken = max(y + 4, taken + 15)
        found.append((x + 10, taken, line))
    return found


def _names_below(lines: Sequence[Line]) -> Iterable[str]:
    """Write each line's name below the picture, by its point and its stroke."""
    for n, line in enumerate(lines):
        y = 288 + 20 * n
        dash = ' stroke-dasharray="5 4"' if line.dashed else ""
        yield f'<path d="M8,{y}h28" stroke="{_colour(line.place)}" stroke-width="2"{dash}/>'
        yield point(line.place, 22, y)
        name, size = fitted(line.name, WIDTH - 56, 12, 9)
        yield text(44, y + 4, name, size=size, fill=_colour(line.place), more=' font-weight="600"')


def fitted(text: str, room: float, size: int, least: int) -> tuple[str, int]:
    """Return a text and its size so that it fits in some pixels: smaller, and where that is not enough, cut off.

    >>> fitted("沙坪坝", 41, 13, 9), fitted("Qingbaijiang", 41, 11, 9)
    (('沙坪坝', 13), ('Qingba…', 9))
    """
    while size > least and length_of(text) * size > room:
        size -= 1
    if length_of(text) * size <= room:
        return text, size
    while text and length_of(f"{text}…") * size > room:
        text = text[:-1]
    return f"{text}…", size


def folded(text: str, room: float, size: int) -> list[str]:
    """Return a text in lines that fit in some pixels, broken at a space where there is one.

    >>> folded("one or two", 30, 10), folded("一二三四", 30, 10)
    (['one', 'or', 'two'], ['一二三', '四'])
    """
    lines = []
    while length_of(text) * size > room:
        fits = next(n for n in range(len(text), 0, -1) if n == 1 or length_of(text[:n]) * size <= room)
        cut = text.rfind(" ", 1, fits + 1)
        cut = cut if cut > 0 else fits
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text] if text else lines


def length_of(text: str) -> float:
    """Return the length of a text in heights of its letters."""
    return sum(1.0 if ord(sign) > 255 else 0.56 for sign in text)


def ranking(title: str, description: str, rows: Sequence[BarRow], parties: Sequence[tuple[int, str]]) -> SafeString:
    """Draw bars from the left, in the order given, below the parties' points."""
    height, x, body = 22, 8, []
    for place, name in parties:
        body += [point(place, x + 5, 12), text(x + 15, 16, name)]
        x += 32 + ceil(length_of(name) * 12.5)
    most = max((abs(each.value) for each in rows if each.value is not None), default=Decimal(1)) or Decimal(1)
    for n, each in enumerate(rows):
        body += _bar(each, 28 + n * height, most)
    return framed(WIDTH, 36 + max(1, len(rows)) * height, title, description, body)


def _bar(each: BarRow, y: int, most: Decimal) -> Iterable[str]:
    start = 152
    name, size = fitted(each.name, start - 32, 12, 10)
    yield text(start - 22, y + 14, name, size=size, anchor="end")
    if each.place >= 0:
        yield point(each.place, start - 11, y + 10)
    if each.value is None:
        yield text(start + 4, y + 14, each.text, size=11, fill=FAINT)
        return
    length = round(float(abs(each.value) / most) * (WIDTH - start - 84), 1)
    if each.value:
        yield f'<rect x="{start}" y="{y + 3}" width="{max(1, length):g}" height="14" fill="{_colour(each.place)}"/>'
    yield text(start + length + 6, y + 14, each.text, size=11)
