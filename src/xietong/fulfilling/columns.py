"""Takes items and their links; gives them as columns: one entry per item in reading order, one per link.

The site may fill the columns straight from the database; items given as values are turned into the same columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong.basics import Finding, Severity, Wording
from xietong.drafting import Item
from xietong.fulfilling.calendar import DAY, Days, Ints

NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Link:
    """``after`` may start once ``before`` is finished and ``lag`` more working days have passed (uids of items)."""

    before: str
    after: str
    lag: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The items in time. ``parent`` holds the index of each item's parent, −1 at the top; missing days are ``NaT``.

    ``names`` are what findings call the items (number and title). A parent may stand anywhere, also after its children.
    """

    uids: Sequence[str]
    names: Sequence[str]
    parent: Ints
    start: Days
    due: Days


@dataclass(frozen=True, slots=True, eq=False)
class LinkColumns:
    """Links by the indices of the items: ``after[k]`` waits for ``before[k]`` and ``lag[k]`` working days more."""

    before: Ints
    after: Ints
    lag: Ints


def columns(items: Sequence[Item]) -> Columns:
    """Turn items into columns. An item whose parent is not among them stands at the top."""
    place = {item.uid: index for index, item in enumerate(items)}
    parents = [-1 if item.parent is None else place.get(item.parent, -1) for item in items]
    return Columns(
        uids=[item.uid for item in items],
        names=[f"{item.number}{item.title}" for item in items],
        parent=np.array(parents, dtype=np.int64),
        start=day_column(item.start for item in items),
        due=day_column(item.due for item in items),
    )


def day_column(days: Iterable[date | None]) -> Days:
    """Turn days into a ``datetime64[D]`` column; ``None`` becomes ``NaT``."""
    return np.array([NO_DAY if day is None else day for day in days], dtype=DAY)


def links_of(items: Iterable[Item]) -> tuple[Link, ...]:
    """Return the links that the items name themselves (``Item.after``), without lag."""
    return tuple(Link(before, item.uid) for item in items for before in item.after)


def link_columns(uids: Sequence[str], links: Iterable[Link]) -> tuple[LinkColumns, tuple[Finding, ...]]:
    """Turn links into columns; a link that names no known item is left out and found (``unknown_predecessor``)."""
    place = {uid: index for index, uid in enumerate(uids)}
    known: list[tuple[int, int, int]] = []
    findings = []
    for link in links:
        before, after = place.get(link.before), place.get(link.after)
        if before is None or after is None:
            findings.append(_unknown(link, link.before if before is None else link.after))
        else:
            known.append((before, after, link.lag))
    table = np.array(known, dtype=np.int64).reshape(-1, 3)
    return LinkColumns(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()), tuple(findings)


def _unknown(link: Link, missing: str) -> Finding:
    wording = Wording(
        zh=f"前后衔接关系指向不存在的事项（{missing}），已忽略。",
        en=f"A dependency names an item that does not exist ({missing}); it is left out.",
    )
    return Finding("unknown_predecessor", wording, Severity.ERROR, subject=link.after)
