"""Takes a number and what it counts; gives an exact quantity."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact decimal value with its unit as written (``%``, ``所``, ``人``)."""

    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value.normalize():f}{self.unit}"


def sign_of(op: str) -> str:
    """Return how a relation is written for a reader: ``≥`` for ``>=``, ``≤`` for ``<=``, others as they are.

    >>> sign_of(">="), sign_of("+")
    ('≥', '+')
    """
    return {">=": "≥", "<=": "≤"}.get(op, op)
