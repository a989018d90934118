"""Takes what units say; gives values in one of four states, and aggregates that say how many units they rest on."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xietong.basics import Period, Refusal

Categories = tuple[tuple[str, str], ...]


class State(StrEnum):
    """Zero, not reported, not applicable and withheld are four different things; a zero is ``reported``."""

    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"

    @property
    def number(self) -> int:
        """The number that stands for the state in the store.

        >>> State.WITHHELD.number, State.numbered(3)
        (3, <State.WITHHELD: 'withheld'>)
        """
        return _NUMBERED.index(self)

    @classmethod
    def numbered(cls, number: int) -> "State":
        """Return the state that a number in the store stands for."""
        return _NUMBERED[number]


_NUMBERED = (State.REPORTED, State.NOT_REPORTED, State.NOT_APPLICABLE, State.WITHHELD)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one organisation says about one indicator for one period and one combination of categories.

    ``dimensions`` are pairs (dimension, category), sorted, empty for a value that is not told apart. ``value`` is there
    exactly when the state is ``reported``.
    """

    indicator: str
    organisation: str
    period: Period
    dimensions: Categories = ()
    value: Decimal | None = None
    state: State = State.REPORTED

    def __post_init__(self) -> None:
        if (self.value is not None) != (self.state is State.REPORTED):
            raise Refusal(
                "value-and-state",
                zh="有数值才是“已填报”；未填报、不适用、不公开都不带数值。",
                en="Exactly a reported value has a number; the other three states have none.",
            )


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure over many values, and what it rests on.

    ``value`` is exact (divisions to 28 significant digits); None when nothing was reported, and then ``state`` says
    why. ``units``: how many organisations have at least one reported value in it. The four counts are counts of values
    (a unit that tells boys and girls apart gives two).
    """

    value: Decimal | None
    state: State
    units: int = 0
    reported: int = 0
    not_reported: int = 0
    not_applicable: int = 0
    withheld: int = 0


def state_of(reported: int, not_reported: int, not_applicable: int, withheld: int) -> State:
    """Return the state of an aggregate: reported if anything was, else the weightiest reason why not.

    Weightiest first: not reported (something is owed), withheld, not applicable. Nothing at all is not reported.

    >>> state_of(0, 0, 3, 1), state_of(0, 0, 0, 0)
    (<State.WITHHELD: 'withheld'>, <State.NOT_REPORTED: 'not_reported'>)
    """
    counts = (
        (State.REPORTED, reported),
        (State.NOT_REPORTED, not_reported),
        (State.WITHHELD, withheld),
        (State.NOT_APPLICABLE, not_applicable),
    )
    return next((state for state, count in counts if count > 0), State.NOT_REPORTED)
