"""Takes a table of small counts with its totals; gives which cells to hide so that no small one can be worked out.

A total that stands beside its parts gives a single hidden part away, so others are hidden with it (secondary
suppression). Whether the hidden cells can be worked out from all totals together is checked by exact elimination, not
by looking at one row at a time. Source: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4. What stays
possible is to narrow a hidden count to a range.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
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
    counts: Mapping[Key, Decimal], totals: Sequence[Total[Key]] = (), *, least: int = LEAST
) -> dict[Key, Hidden]:
    """Return the cells to hide, each with its reason. A zero says nothing about anybody and stays.

    ``counts`` holds reported counts, ``totals`` the sums among them (parts missing from ``counts`` are hidden already,
    for other reasons). Afterwards no small cell can be worked out exactly, and the hidden parts of a total are at least
    ``least`` together, wherever the table has enough cells for it; else the total goes too.

    >>> table = {"f": Decimal(3), "m": Decimal(40), "x": Decimal(90), "all": Decimal(133)}
    >>> suppress(table, [Total("all", ("f", "m", "x"))])
    {'f': <Hidden.SMALL: 'small'>, 'm': <Hidden.REVEALING: 'revealing'>}
    """
    hidden = {key: Hidden.SMALL for key, count in counts.items() if 0 < count < least}
    absent = {key for total in totals for key in (total.whole, *total.parts) if key not in counts}
    while more := _next(counts, totals, hidden, absent, least):
        hidden[more] = Hidden.REVEALING
    return hidden


def _next(
    counts: Mapping[Key, Decimal],
    totals: Sequence[Total[Key]],
    hidden: Mapping[Key, Hidden],
    absent: set[Key],
    least: int,
) -> Key | None:
    """Return the next cell to hide, None when the table is safe."""
    unknown = hidden.keys() | absent
    for total in totals:
        if _too_thin(total, counts, hidden, absent, least):
            found = _cheapest([total], counts, unknown)
            if found is not None:
                return found
    small = [key for key, why in hidden.items() if why is Hidden.SMALL]
    given_away = _alone(totals, unknown, small) or _solved(totals, unknown, small)
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
