"""Takes a row of a large plan; gives the body that reports, as light as it can be."""

from datetime import date
from typing import NamedTuple


class Body(NamedTuple):
    """An organisation that reports, or has some below it that do; ``above`` is the next in the administrative tree.

    A tuple: a page of a large plan makes tens of thousands, in a tenth of the time.
    """

    pk: int
    code: str
    name: str
    name_en: str
    kind: str
    party: str
    ordinal: int
    place: str | None = None
    place_en: str | None = None
    column: int | None = None
    row: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    above: str | None = None

    def stands(self, day: date) -> bool:
        """Tell whether it exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
