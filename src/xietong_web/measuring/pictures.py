"""Takes figures; gives pictures: SVG that means the same on a page, in a file and on paper, with its numbers beside it.

Drawn on the server, so that a page, an export and a bulletin show one and the same picture, without a script. Colours
stand as attributes (no style element: the page's security policy allows none) and never alone: parties differ by the
shape of their points. Ways and rankings are as wide as a phone shows with letters that can be read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from django.utils.html import escape
from django.utils.safestring import SafeString

INK, FAINT, RULE, PAPER = "#22262b", "#5b636d", "#d9d5ca", "#ffffff"
PARTY = ("#1f4e8c", "#a33b20", "#2f6b3c", "#6a3d8a", "#7a5a00")
WIDTH = 420
LISTED = 100  # rows of the numbers below a picture; a page of their own and the files have all
FOOT = 13  # a line at the foot of a picture
FONT = 'font-family="Noto Sans SC,Source Han Sans SC,Microsoft YaHei,sans-serif"'
NAME = ' font-weight="600"'
HALO = f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its numbers. ``head`` and ``rows`` are the table behind it; ``notes`` stand below it.

    A ``wide`` one takes a page's whole width: in half of it nothing could be read. ``origin`` says what it is, whose
    word counts and as of when, since it may leave its page. ``order``: the rows stand in the order of their first cell.
    ``period``: all rows are of it.
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
    period: str = ""

    @property
    def first(self) -> SafeString:
        """The first rows as those of an HTML table."""
        return self.lines(self.rows[:LISTED])

    @property
    def is_long(self) -> bool:
        """Whether there are more."""
        return len(self.rows) > LISTED

    def lines(self, rows: Iterable[tuple[str, ...]]) -> SafeString:
        """Return some of the rows as those of an HTML table, made here: a template takes twenty times as long."""
        names_at = 1 if self.order else 0
        lines = []
        for row in rows:
            cells = [f"<td>{escape(text)}</td>" for text in row]
            cells[names_at] = f'<th scope="row">{escape(row[names_at])}</th>'
            lines.append(f"<tr>{''.join(cells)}</tr>")
        return SafeString("".join(lines))


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a ranking; without a party (-1) it only says something."""

    name: str
    value: Decimal | None
    text: str
    place: int = -1


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
    """Return a picture that says at its foot what it is, how it is read and where it is from: every file of it does."""
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture.svg)
    if size is None:
        return replace(picture, origin=f"{picture.title} · {origin}")
    width, height = (int(each) for each in size.groups())
    title = folded(picture.title, width - 16, 10)
    lines = [line for each in (*picture.notes, origin) for line in folded(each, width - 16, 10)]
    told = [*((line, INK, NAME) for line in title), *((line, FAINT, "") for line in lines)]
    whole = height + 8 + FOOT * len(told)
    grown = picture.svg.removesuffix("</svg>")
    for before in (f'viewBox="0 0 {width} {{}}" width="{width}" height="{{}}"', f'<rect width="{width}" height="{{}}"'):
        grown = grown.replace(before.format(height, height), before.format(whole, whole), 1)
    foot = "".join(
        text(8, height + FOOT * (n + 1), line, size=10, fill=fill, more=more)
        for n, (line, fill, more) in enumerate(told)
    )
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


def colour(place: int) -> str:
    """Return the colour of a party; ink for all together."""
    return PARTY[place % len(PARTY)] if place >= 0 else INK


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
        yield f'<rect x="{start}" y="{y + 3}" width="{max(1, length):g}" height="14" fill="{colour(each.place)}"/>'
    yield text(start + length + 6, y + 14, each.text, size=11)
