"""Takes who signs and who works; gives parties and their organisations in time."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Party:
    """An authority that signs: the unit of sovereignty.

    ``code`` is stable (``cq-edu``); ``short`` is the usual short name (市教委); ``side`` the one-character name of the
    region (渝). ``place`` is the region's full name (重庆市) and ``adjectives`` other names of it (重庆, 渝).
    """

    code: str
    name: str
    name_en: str = ""
    short: str = ""
    side: str = ""
    place: str = ""
    adjectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body in a party's tree, as it stands between two dates (both inclusive; ``None`` is open).

    ``code`` is the stable official code beside our own identity; ``parent`` is the code of the body above it.
    """

    code: str
    party: str
    name: str
    name_en: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def exists_on(self, day: date) -> bool:
        """Tell whether the body exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
