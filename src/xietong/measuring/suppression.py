"""Takes a table of small counts with its totals; gives which cells to hide so that no small one can be worked out.

A total that stands beside its parts gives a single hidden part away, so others are hidden with it (secondary
suppression). Whether the hidden cells can be worked out from all totals together is checked by exact elimination, not
by looking at one row at a time. Source: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4. What stays
possible is to narrow a hidden count to a range.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
LEAST = 10


class Hidden(StrEnum):
    """Why a cell is hidden: it is small itself, or it would give a small one away."""

    SMALL = "small"
    REVEALING = "revealing"


@dataclass(frozen=True, slots=True)
class Total(Generic[Key]):
    """A cell of the table that is the sum of others in it."""

    whole: Key
    parts: tuple[Key, ...]


def suppress(
    counts: Mapping[Key, Decimal],
    totals: Sequence[Total[Key]] = (),
    *,
    secret: Collection[Key] = (),
    least: int = LEAST,
) -> dict[Key, Hidden]:
    """Return the cells to hide, each with its reason. A zero says nothing about anybody and stays.

    ``counts`` holds reported counts, ``totals`` the sums among them (parts missing from ``counts`` are hidden already,
    for other reasons), ``secret`` cells that give a small one away elsewhere and are guarded like one. Afterwards no
    small cell can be worked out exactly, and the hidden parts of a total are at least ``least`` together, wherever the
    table has enough cells for it; else the total goes too.

    >>> table = {"f": Decimal(3), "m": Decimal(40), "x": Decimal(90), "all": Decimal(133)}
    >>> suppress(table, [Total("all", ("f", "m", "x"))])
    {'f': <Hidden.SMALL: 'small'>, 'm': <Hidden.REVEALING: 'revealing'>}
    """
    hidden = {key: Hidden.REVEALING for key in secret if key in counts}
    hidden |= {key: Hidden.SMALL for key, count in counts.items() if 0 < count < least}
    guarded = list(hidden)
    absent = {key for total in totals for key in (total.whole, *total.parts) if key not in counts}
    while (more := _next(counts, totals, hidden, absent, guarded, least)) is not None:
        hidden[more] = Hidden.REVEALING
    return hidden


def suppress_parts(
    parts: Mapping[Key, Sequence[Decimal]],
    groups: Sequence[Collection[Key]],
    *,
    hidden: Collection[Key] = (),
    least: int = LEAST,
) -> tuple[set[Key], list[bool]]:
    """Return whose counts by category to hide, and of which groups the sums of them.

    ``parts`` holds of each body its counts in the same order of categories, whose sum may be known; ``hidden`` are the
    bodies whose sum is not. Where one category of a body is small all of them go, with those of a second body of its
    group, so that neither the body's own sum nor the group's sums by category give it away: two rows and two columns of
    unknown counts leave one free. The hidden counts of a group are at least ``least`` together in each category where
    the group has enough bodies for it; else its sums by category go too.

    >>> table = {"a": [Decimal(3), Decimal(500)], "b": [Decimal(40), Decimal(60)], "c": [Decimal(80), Decimal(90)]}
    >>> found, sums = suppress_parts(table, [["a", "b", "c"]])
    >>> sorted(found), sums
    (['a', 'b'], [False])
    """
    gone = {key for key, counts in parts.items() if key in hidden or any(0 < count < least for count in counts)}
    sums = []
    for group in groups:
        own = [key for key in group if key in parts]
        left = sorted((key for key in own if key not in gone and any(parts[key])), key=lambda key: sum(parts[key]))
        taken = [key for key in own if key in gone]
        while left and _too_few([parts[key] for key in taken], least):
            taken.append(left.pop(0))
        gone.update(taken)
        sums.append(_too_few([parts[key] for key in taken], least))
    return gone, sums


def _too_few(rows: Sequence[Sequence[Decimal]], least: int) -> bool:
    return len(rows) == 1 or any(0 < sum(column) < least for column in zip(*rows, strict=True))


def _next(
    counts: Mapping[Key, Decimal],
    totals: Sequence[Total[Key]],
    hidden: Mapping[Key, Hidden],
    absent: set[Key],
    guarded: Sequence[Key],
    least: int,
) -> Key | None:
    """Return the next cell to hide, None when the table is safe."""
    unknown = hidden.keys() | absent
    for total in totals:
        if _too_thin(total, counts, hidden, absent, least):
            found = _cheapest([total], counts, unknown)
            if found is not None:
                return found
    given_away = _alone(totals, unknown, guarded) or _solved(totals, unknown, guarded)
    for key in given_away:
        near = [total for total in totals if key == total.whole or key in total.parts]
        found = _cheapest(near, counts, unknown) or _cheapest(totals, counts, unknown, zeros=True)
        if found is not None:
            return found
    return None


def _too_thin(
    total: Total[Key], counts: Mapping[Key, Decimal], hidden: Mapping[Key, Hidden], absent: set[Key], least: int
) -> bool:
    """Tell whether a shown total leaves fewer than ``least`` for its hidden parts together."""
    parts = [key for key in total.parts if key in hidden]
    if not parts or total.whole in hidden or absent.intersection((total.whole, *total.parts)):
        return False
    return sum(counts[key] for key in parts) < least


def _cheapest(
    totals: Iterable[Total[Key]], counts: Mapping[Key, Decimal], unknown: set[Key], *, zeros: bool = False
) -> Key | None:
    """Return the shown cell that costs least: a part before a total, then the smaller count."""
    shown = [
        (key == total.whole, counts[key], str(key), key)
        for total in totals
        for key in (*total.parts, total.whole)
        if key not in unknown and (zeros or counts[key] > 0)
    ]
    return min(shown, key=lambda one: one[:3])[3] if shown else None


def _alone(totals: Sequence[Total[Key]], unknown: set[Key], small: Sequence[Key]) -> list[Key]:
    """Return small cells that are the only unknown of a total."""
    lonely = [
        next(iter(left)) for total in totals if len(left := unknown.intersection((total.whole, *total.parts))) == 1
    ]
    return [key for key in small if key in lonely]


def _solved(totals: Sequence[Total[Key]], unknown: set[Key], small: Sequence[Key]) -> list[Key]:
    """Return small cells that follow from all totals together (Gauss–Jordan over fractions)."""
    rows: list[dict[Key, Fraction]] = []
    for total in totals:
        row = {key: Fraction(-1) for key in total.parts if key in unknown}
        if total.whole in unknown:
            row[total.whole] = Fraction(1)
        for pivot, other in [(next(iter(one)), one) for one in rows]:
            _subtract(row, other, pivot)
        if row:
            pivot = next(iter(row))
            row = {key: value / row[pivot] for key, value in row.items()}
            for other in rows:
                _subtract(other, row, pivot)
            rows.append(row)
    found = {next(iter(row)) for row in rows if len(row) == 1}
    return [key for key in small if key in found]


def _subtract(row: dict[Key, Fraction], other: Mapping[Key, Fraction], pivot: Key) -> None:
    """Take as much of the other row away that the pivot goes."""
    factor = row.get(pivot, Fraction(0))
    if not factor:
        return
    for key, value in other.items():
        left = row.get(key, Fraction(0)) - factor * value
        if left:
            row[key] = left
        else:
            row.pop(key, None)
