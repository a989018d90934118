"""Takes the board; gives its picture as SVG: left who waits, right for whom, ribbons as wide as the waits."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH, HEIGHT, GAP, BOX, LEAST = 640, 240, 14, 10, 3
LEFT, RIGHT = 170, WIDTH - 170
LINE, ROOM = 17, 22  # a line's height, and how many Latin characters stand beside the picture (half as many Chinese)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One field of the board: names and colours (places of parties) of both ends, how many waits, and the sentence."""

    waiting: str
    on: str
    colour: int
    on_colour: int
    count: int
    sentence: str
    href: str


@dataclass(slots=True)
class _End:
    top: float
    height: float
    used: float = 0.0


def flow(ribbons: Sequence[Ribbon]) -> SafeString:
    """Return the picture's marks; each ribbon is a link with its sentence. The table beside it says the same."""
    drawn = [ribbon for ribbon in ribbons if ribbon.count]
    if not drawn:
        return SafeString("")
    left, right = _ends([(r.waiting, r.count) for r in drawn]), _ends([(r.on, r.count) for r in drawn])
    total = sum(ribbon.count for ribbon in drawn)
    pieces = [_ribbon(ribbon, left[ribbon.waiting], right[ribbon.on], total) for ribbon in drawn]
    colours = {(True, r.waiting): r.colour for r in drawn} | {(False, r.on): r.on_colour for r in drawn}
    for ends, is_left in ((left, True), (right, False)):
        pieces += [piece for name, end in ends.items() for piece in _box(name, end, colours[is_left, name], is_left)]
    return SafeString("".join(pieces))


def _ends(counts: Sequence[tuple[str, int]]) -> dict[str, _End]:
    sums: dict[str, int] = {}
    for name, count in counts:
        sums[name] = sums.get(name, 0) + count
    room, total = HEIGHT - GAP * (len(sums) - 1), sum(sums.values())
    ends, top = {}, 0.0
    for name, count in sums.items():
        height = max(LEAST, room * count / total)
        ends[name] = _End(top, height)
        top += height + GAP
    return ends


def _ribbon(ribbon: Ribbon, left: _End, right: _End, total: int) -> str:
    width = max(LEAST, (HEIGHT - GAP) * ribbon.count / total)
    y0, y1 = left.top + left.used, right.top + right.used
    left.used += min(width, left.height - left.used)
    right.used += min(width, right.height - right.used)
    h0, h1 = left.top + left.used - y0, right.top + right.used - y1
    x0, x1, middle = LEFT + BOX, RIGHT - BOX, WIDTH / 2
    path = (
        f"M{x0},{y0:.1f}C{middle},{y0:.1f} {middle},{y1:.1f} {x1},{y1:.1f}v{h1:.1f}"
        f"C{middle},{y1 + h1:.1f} {middle},{y0 + h0:.1f} {x0},{y0 + h0:.1f}z"
    )
    said = escape(ribbon.sentence)
    return (
        f'<a href="{escape(ribbon.href)}" aria-label="{said}"><path class="ribbon party-fill" '
        f'data-party="{ribbon.colour}" d="{path}"><title>{said}</title></path></a>'
    )


def _box(name: str, end: _End, colour: int, is_left: bool) -> Iterator[str]:
    x = LEFT if is_left else RIGHT - BOX
    place = f'x="{x}" y="{end.top:.1f}" width="{BOX}" height="{end.height:.1f}"'
    yield f'<rect class="party-fill" data-party="{colour}" {place}/>'
    at, anchor = (LEFT - 8, "end") if is_left else (RIGHT + 8, "start")
    lines = label(name, max(1, int((end.height + GAP) / LINE)))
    top = end.top + end.height / 2 + 5 - LINE * (len(lines) - 1) / 2
    for row, line in enumerate(lines):
        yield f'<text x="{at}" y="{top + LINE * row:.1f}" text-anchor="{anchor}">{escape(line)}</text>'


def label(name: str, lines: int) -> list[str]:
    """Return a name on so many lines, broken between words; what does not fit ends in an ellipsis.

    >>> label("Department of Education of Sichuan Province", 3)
    ['Department of', 'Education of Sichuan', 'Province']
    >>> label("Department of Education of Sichuan Province", 1), label("省教育厅", 1)
    (['Department of Educati…'], ['省教育厅'])
    """
    rows: list[str] = []
    for word in name.split(" "):
        if rows and _width(f"{rows[-1]} {word}") <= ROOM:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return [_cut(row) for row in [*rows[: lines - 1], " ".join(rows[lines - 1 :])] if row]


def _cut(line: str) -> str:
    if _width(line) <= ROOM:
        return line
    while _width(line) > ROOM - 1:
        line = line[:-1]
    return f"{line}…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
