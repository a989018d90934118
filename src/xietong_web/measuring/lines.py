"""Takes lines through periods and the values set for some of them; gives their picture: the ways to the targets.

A period without a value leaves a gap; one of which not all is reported has a hollow point; what is left of a way is
dotted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from xietong_web.measuring.pictures import (
    FAINT,
    HALO,
    NAME,
    PAPER,
    RULE,
    WIDTH,
    colour,
    fitted,
    framed,
    length_of,
    plain,
    point,
    text,
)

ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
SHORT = {"zh": ((8, "亿"), (4, "万")), "en": ((6, "M"), (3, "k"))}  # places that a word stands for on an axis
TOP, BOTTOM = 36, 246  # between which ways run
ASIDE = 15  # how far beside a line's end its name stands
DOWNS = sorted(range(-210, 216, 6), key=lambda down: abs(down - 4))  # how far below a mark its words may stand
BESIDE = 100  # what a line's name may take at its end; longer ones stand below the picture


@dataclass(frozen=True, slots=True)
class Line:
    """A way through periods: a value or none for each; ``open`` marks those of which not all is reported."""

    name: str
    values: tuple[Decimal | None, ...]
    place: int = 0
    dashed: bool = False
    texts: tuple[str, ...] = ()
    open: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A value set for a period: baseline, milestone or target, of the line with the same place (-1: of all).

    ``of``: the lines whose way leads to it; what is left of a way is dotted.
    """

    at: int
    value: Decimal
    place: int
    short: str
    label: str
    of: tuple[int, ...] = ()


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


def paths(
    title: str, description: str, periods: Sequence[str], lines: Sequence[Line], marks: Sequence[Mark], unit: str = ""
) -> SafeString:
    """Draw lines through periods with the values set for them; a period without a value leaves a gap.

    A line bears its name at its end; where a name is long, all stand below, in full.
    """
    values = [value for line in lines for value in line.values if value is not None] + [each.value for each in marks]
    scale = _Scale.over(values, TOP, BOTTOM)
    named = max((length_of(line.name) * 13 for line in lines), default=0)
    beside = named <= BESIDE
    left = 14 + ceil(max(map(length_of, _ticks(scale.ticks))) * 12)
    end = WIDTH - (ASIDE + 6 + ceil(named) if beside else 18)
    step = (end - left) / max(1, len(periods) - 1)
    xs = [round(left + n * step, 1) for n in range(len(periods))] if len(periods) != 1 else [(left + end) / 2]
    body = [text(left - 8, 18, unit, fill=FAINT), *_axes(scale, periods, xs, (left, end))]
    body += [_left(line, marks, xs, scale) for line in lines]
    for line in lines:
        body += _line(line, xs, scale)
    ways = [_way(line, xs, scale) for line in lines]
    names = _ends(lines, xs, scale) if beside else []
    ways += [[(each.left, each.y - up), (each.left + each.long, each.y - up)] for each in names for up in (0, 9)]
    for mark in marks:
        if 0 <= mark.at < len(xs):
            body.append(_mark(mark, xs, scale, ways))
    body += [
        text(each.left, each.y, each.line.name, fill=colour(each.line.place), more=f"{NAME}{HALO}") for each in names
    ]
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


def _line(line: Line, xs: Sequence[float], scale: _Scale) -> Iterable[str]:
    drawn, begun = "", False
    for x, value in zip(xs, line.values, strict=True):
        if value is None:
            begun = False
            continue
        drawn += f"{'L' if begun else 'M'}{x:g},{scale.at(value):g}"
        begun = True
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    yield f'<path d="{drawn}" fill="none" stroke="{colour(line.place)}" stroke-width="2"{dash}/>'
    for n, (x, value) in enumerate(zip(xs, line.values, strict=True)):
        if value is not None:
            told = line.texts[n] if n < len(line.texts) else f"{line.name} {plain(value)}"
            hole = any(line.open[n : n + 1])
            hollow = f'<circle cx="{x:g}" cy="{scale.at(value):g}" r="1.8" fill="{PAPER}"/>' if hole else ""
            yield f"<g>{point(line.place, x, scale.at(value))}{hollow}<title>{escape(told)}</title></g>"


def _left(line: Line, marks: Sequence[Mark], xs: Sequence[float], scale: _Scale) -> str:
    """Draw what is left of a line's way: from its last value to the values set for periods after it."""
    last = max((n for n, value in enumerate(line.values) if value is not None), default=len(xs))
    ahead = sorted((mark.at, mark.value) for mark in marks if mark.at > last and line.place in mark.of)
    if not ahead:
        return ""
    drawn = "".join(f"L{xs[at]:g},{scale.at(value):g}" for at, value in ahead)
    start = f"M{xs[last]:g},{scale.at(line.values[last] or Decimal(0)):g}"
    look = f'stroke="{colour(line.place)}" stroke-dasharray="1 4" stroke-linecap="round"'
    return f'<path d="{start}{drawn}" fill="none" {look}/>'


def _mark(mark: Mark, xs: Sequence[float], scale: _Scale, ways: list[list[tuple[float, float]]]) -> str:
    """Draw a set value with its words clear of the lines and of the words before, which are ``ways`` from then on."""
    x, y, long = xs[mark.at], scale.at(mark.value), length_of(mark.short) * 12
    anchor, beside, down = _room_for(long, x, y, xs, ways)
    left = beside - long if anchor == "end" else beside
    ways += [[(left, y + down - up), (left + long, y + down - up)] for up in (0, 9)]
    led = ""
    if abs(down - 5) > 15:  # far from its mark: a thin line leads to the words
        to = y + down - (12 if down > 0 else -4)
        led = f'<path d="M{x:g},{y:g}L{left + long / 2:g},{to:g}" stroke="{FAINT}" stroke-width="0.7"/>'
    return (
        f'<g>{led}<path d="M{x - 11:g},{y:g}h22M{x:g},{y - 7:g}v14" stroke="{colour(mark.place)}" stroke-width="2"/>'
        f"{text(beside, y + down, mark.short, anchor=anchor, fill=colour(mark.place), more=HALO)}"
        f"<title>{escape(mark.label)}</title></g>"
    )


def _room_for(
    long: float, x: float, y: float, xs: Sequence[float], ways: Sequence[Sequence[tuple[float, float]]]
) -> tuple[str, float, int]:
    """Return where words beside a mark are clear of the lines: their anchor, where they begin, and how far below it."""
    sides = [("end", x - 14, x - 14 - long), ("start", x + 14, x + 14)]
    tried: list[tuple[int, str, float, int]] = []
    sides = sides if x > (xs[0] + xs[-1]) / 2 else sides[::-1]
    for anchor, beside, left in sides:
        crossed = [at for way in ways for at in _heights(way, left, left + long)]
        there = left > 0 and left + long <= WIDTH - 4
        for down in (each for each in DOWNS if there and TOP - 6 < y + each < BOTTOM - 2):
            if not any(-4 < y + down - at < 14 for at in crossed):
                tried.append((abs(down - 4), anchor, beside, down))
                break
    return min(tried)[1:] if tried else (*sides[0][:2], 4)


def _way(line: Line, xs: Sequence[float], scale: _Scale) -> list[tuple[float, float]]:
    return [(x, scale.at(value)) for x, value in zip(xs, line.values, strict=True) if value is not None]


def _heights(way: Sequence[tuple[float, float]], left: float, right: float) -> Iterable[float]:
    """Yield the heights at which a line passes between two places, close enough together to know what it crosses."""
    for (x, y), (to_x, to_y) in pairwise(way):
        for n in range(21):
            at = x + (to_x - x) * n / 20
            if left <= at <= right:
                yield y + (to_y - y) * n / 20


@dataclass(frozen=True, slots=True)
class _Name:
    """A line's name on the picture: where it begins, and how long it is."""

    line: Line
    left: float
    y: float
    long: float


def _ends(lines: Sequence[Line], xs: Sequence[float], scale: _Scale) -> list[_Name]:
    """Return the lines' names: beside their ends; of lines that end earlier above these, where they came from if they
    rise, since what is left of their way begins there."""
    beside: list[tuple[float, Line]] = []
    within: dict[tuple[int, bool], list[tuple[float, Line]]] = {}
    for line in lines:
        known = [n for n, value in enumerate(line.values) if value is not None]
        if not known:
            continue
        before, y = (scale.at(line.values[n] or Decimal(0)) for n in [known[0], *known][-2:])
        whole = known[-1] == len(xs) - 1
        (beside if whole else within.setdefault((known[-1], y <= before), [])).append((y, line))
    found = [_Name(line, xs[-1] + ASIDE, y, WIDTH - xs[-1] - ASIDE) for y, line in _beside(beside, scale.bottom)]
    for (last, rises), several in within.items():
        for y, line in _above(several):
            long = length_of(line.name) * 13
            left = max(4.0, xs[last] - 6 - long) if rises else min(xs[last] - 4, WIDTH - 4 - long)
            found.append(_Name(line, left, y, long))
    return found


def _beside(ends: Sequence[tuple[float, Line]], bottom: float) -> list[tuple[float, Line]]:
    """Return at what heights names stand beside the ends of their lines, apart from each other."""
    found: list[tuple[float, Line]] = []
    for y, line in sorted(ends, key=lambda each: each[0]):
        found.append((max(y + 4, found[-1][0] + 15) if found else y + 4, line))
    over = max(0.0, found[-1][0] - bottom - 4) if found else 0.0
    return [(y - over, line) for y, line in found]


def _above(ends: Sequence[tuple[float, Line]]) -> Iterable[tuple[float, Line]]:
    """Yield at what heights names stand above the ends of their lines; those of near ones are stacked in order."""
    stacks: list[list[tuple[float, Line]]] = []
    for y, line in sorted(ends, key=lambda each: each[0]):
        if stacks and y - stacks[-1][-1][0] < 26:
            stacks[-1].append((y, line))
        else:
            stacks.append([(y, line)])
    for stack in stacks:
        first = max(14.0, stack[0][0] - 9 - 15 * (len(stack) - 1))
        yield from ((first + 15 * n, line) for n, (_, line) in enumerate(stack))


def _names_below(lines: Sequence[Line]) -> Iterable[str]:
    """Write each line's name below the picture, by its point and its stroke."""
    for n, line in enumerate(lines):
        y = 288 + 20 * n
        dash = ' stroke-dasharray="5 4"' if line.dashed else ""
        yield f'<path d="M8,{y}h28" stroke="{colour(line.place)}" stroke-width="2"{dash}/>'
        yield point(line.place, 22, y)
        name, size = fitted(line.name, WIDTH - 56, 12, 9)
        yield text(44, y + 4, name, size=size, fill=colour(line.place), more=NAME)
