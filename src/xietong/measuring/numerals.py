"""Takes a number; gives it as people write it: a few significant figures, never a power of ten."""

from decimal import Decimal

_LEAST = 1e-4


def numeral(value: float, digits: int = 4) -> str:
    """Return a finite number to so many significant figures; what is nearer to zero than 0.0001 is told as that.

    >>> numeral(12345678.9), numeral(-0.25), numeral(3e-15), numeral(-3e-15), numeral(0.0)
    ('12350000', '-0.25', '<0.0001', '>-0.0001', '0')
    """
    if 0 < abs(value) < _LEAST:
        return "<0.0001" if value > 0 else ">-0.0001"
    return format(Decimal(f"{value:.{digits}g}"), "f") if value else "0"


def probability(value: float) -> str:
    """Return a p-value with its sign: equal, or less than the least that is told.

    >>> probability(0.0432), probability(1e-9)
    ('=0.0432', '<0.0001')
    """
    text = numeral(value, 3)
    return text if text.startswith("<") else f"={text}"
