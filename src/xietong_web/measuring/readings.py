"""Takes the values of one body; gives its reading of an indicator: the one value of its categories, or a formula's."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from xietong import measuring
from xietong.measuring import Indicator, Reading, State

NONE = Reading(None, State.NOT_REPORTED)


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


def placed(reading: Reading, indicator: Indicator) -> Reading:
    """Return what a formula gave in the places of its definition."""
    if reading.value is None:
        return reading
    return Reading(measuring.rounded(reading.value, indicator.decimals), reading.state)
