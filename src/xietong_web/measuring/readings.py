"""Takes the values of a body, or of many; gives its reading of an indicator: that of its categories, or a formula's."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from xietong import measuring
from xietong.measuring import Column, Indicator, Reading, State

NONE = Reading(None, State.NOT_REPORTED)
WEIGHTIEST = (0, 1, 3, 2)  # of a body's states: reported, not reported, withheld, not applicable


def one_of(readings: Sequence[Reading]) -> Reading:
    """Return one reading of a body's categories: the sum of what is reported, else why there is nothing."""
    if len(readings) == 1:
        return readings[0]
    values = [each.value for each in readings if each.value is not None]
    if values:
        return Reading(sum(values, Decimal(0)))
    count = defaultdict(int, {state: sum(each.state is state for each in readings) for state in State})
    state = measuring.state_of(0, count[State.NOT_REPORTED], count[State.NOT_APPLICABLE], count[State.WITHHELD])
    return Reading(None, state)


def column_of(size: int, keys: int, cells: tuple[Any, Any, Any], decimals: int) -> Column:
    """Return the readings of many bodies: ``one_of`` each one's ``keys`` categories.

    ``cells`` are columns: the place of the body among ``size``, ticks, number of the state.
    """
    body, ticks, state = cells
    ranks = np.full(size, len(WEIGHTIEST), np.int64)
    np.minimum.at(ranks, body, np.argsort(WEIGHTIEST)[state])
    if keys > 1:  # a cell that nobody filled in is one not reported
        said = np.bincount(body, minlength=size)
        ranks = np.where((said < keys) & (ranks > 1), 1, ranks)
    sums = np.zeros(size, object)  # whole numbers of any length: a sum of many may pass 64 bits
    np.add.at(sums, body, np.where(state == 0, ticks, 0).astype(object))
    states = np.array([*WEIGHTIEST, State.NOT_REPORTED.number], np.int8)[ranks]
    return Column.of_ticks(sums, states, decimals)


def middle_of(ticks: Sequence[int]) -> tuple[int, int]:
    """Return the sum and number (one or two; none of nothing) of the middle values.

    >>> middle_of([5, 1, 2]), middle_of([5, 1, 2, 4]), middle_of([])
    ((2, 1), (6, 2), (0, 0))
    """
    ordered, half = sorted(ticks), len(ticks) // 2
    middle = ordered[half - 1 + len(ordered) % 2 : half + 1] if ordered else []
    return sum(middle), len(middle)


def placed(reading: Reading, indicator: Indicator) -> Reading:
    """Return what a formula gave in the places of its definition."""
    if reading.value is None:
        return reading
    return Reading(measuring.rounded(reading.value, indicator.decimals), reading.state)
