"""Takes who stood under whom, from when to when, and what became of whom; gives the closure by which values roll up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from xietong.basics import Refusal
from xietong.measuring.indicator import EXACT

WEIGHT_DECIMALS = 12
_STEP = Decimal(1).scaleb(-WEIGHT_DECIMALS)


@dataclass(frozen=True, slots=True)
class Membership:
    """A place in a named tree between two days (both inclusive; None is open).

    ``organisation`` is the code of an organisation or of a named group, ``parent`` that of the node above it (None: a
    root). ``weight`` is the share that goes to this parent: one body may stand under two parents at once.
    """

    hierarchy: str
    organisation: str
    parent: str | None
    start: date | None = None
    end: date | None = None
    weight: Decimal = Decimal(1)

    def in_force(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of an organisation on ``day``: this share of it went to a successor (split, merger, new name)."""

    predecessor: str
    successor: str
    day: date
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A line of a closure: ``weight`` of the organisation's value counts in ``ancestor``, ``distance`` steps above."""

    ancestor: str
    organisation: str
    weight: Decimal
    distance: int


@dataclass(frozen=True, slots=True)
class Closure:
    """All pairs of node and what counts in it, in one hierarchy, every node counting in itself (distance 0)."""

    hierarchy: str
    links: tuple[Link, ...]

    def below(self, ancestor: str) -> tuple[Link, ...]:
        """Return what counts in a node."""
        return tuple(link for link in self.links if link.ancestor == ancestor)

    def above(self, organisation: str) -> tuple[Link, ...]:
        """Return where an organisation counts."""
        return tuple(link for link in self.links if link.organisation == organisation)


def closure(
    memberships: Iterable[Membership], hierarchy: str, day: date, *, successions: Iterable[Succession] = ()
) -> Closure:
    """Return the closure of one hierarchy as it stood on a day.

    Several roots are fine. Bodies that were succeeded on or before the day count in what became of them, by weight, and
    no longer where they stood. Weights along a way multiply, ways to the same node add up; the result is kept to 12
    decimals, half to even. Errors: Refusal ``hierarchy-cycle`` (names the way), ``weight-out-of-range``.

    >>> rows = [Membership("a", "省", None), Membership("a", "县", "省")]
    >>> [(x.ancestor, x.organisation) for x in closure(rows, "a", date(2025, 1, 1)).links]
    [('县', '县'), ('省', '县'), ('省', '省')]
    """
    steps = _steps(memberships, hierarchy, day, successions)
    found: dict[str, dict[str, tuple[Decimal, int]]] = {}
    for node in steps:
        _climb(node, steps, found, ())
    links = sorted(
        Link(ancestor, node, weight.quantize(_STEP, ROUND_HALF_EVEN, EXACT).normalize(EXACT), distance)
        for node, ways in found.items()
        for ancestor, (weight, distance) in ways.items()
    )
    return Closure(hierarchy, tuple(links))


def epochs(
    memberships: Iterable[Membership],
    hierarchy: str,
    days: Mapping[int, date],
    *,
    successions: Iterable[Succession] = (),
) -> dict[tuple[int, ...], Closure]:
    """Return the closures in force at the ends of periods: each with the numbers of the periods it serves.

    ``days`` are the last days of periods by period number. Periods with the same closure share one.

    >>> rows = [Membership("a", "县", "省")]
    >>> list(epochs(rows, "a", {1: date(2024, 12, 31), 2: date(2025, 12, 31)}))
    [(1, 2)]
    """
    rows, became = tuple(memberships), tuple(successions)
    cuts = sorted(
        {day for row in rows if row.hierarchy == hierarchy for day in (row.start, row.end) if day is not None}
        | {one.day for one in became}
    )
    known: dict[tuple[int, bool], Closure] = {}
    served: dict[Closure, list[int]] = {}
    for number, day in sorted(days.items()):
        # Between two cuts nothing changes; a day that is itself a cut stands apart.
        place = (sum(cut < day for cut in cuts), day in cuts)
        if place not in known:
            known[place] = closure(rows, hierarchy, day, successions=became)
        served.setdefault(known[place], []).append(number)
    return {tuple(numbers): made for made, numbers in served.items()}


def _steps(
    memberships: Iterable[Membership], hierarchy: str, day: date, successions: Iterable[Succession]
) -> dict[str, list[tuple[str, Decimal]]]:
    """Give every node its ways up: to its successors where it has any, else to its parents."""
    steps: dict[str, list[tuple[str, Decimal]]] = {}
    for one in successions:
        if one.day <= day:
            steps.setdefault(one.predecessor, []).append((one.successor, _share(one.weight)))
    gone = frozenset(steps)
    for row in memberships:
        if row.hierarchy == hierarchy and row.organisation not in gone and row.in_force(day):
            ways = steps.setdefault(row.organisation, [])
            ways += [] if row.parent is None else [(row.parent, _share(row.weight))]
    for above in [node for ways in steps.values() for node, _ in ways]:
        steps.setdefault(above, [])
    return steps


def _share(weight: Decimal) -> Decimal:
    if not 0 < weight <= 1:
        raise Refusal(
            "weight-out-of-range",
            zh=f"份额“{weight}”应大于0且不超过1，请改正。",
            en=f"A share of {weight} must be above 0 and at most 1; mend it.",
        )
    return weight


def _climb(
    node: str,
    steps: Mapping[str, list[tuple[str, Decimal]]],
    found: dict[str, dict[str, tuple[Decimal, int]]],
    path: tuple[str, ...],
) -> dict[str, tuple[Decimal, int]]:
    if node in path:
        way = " → ".join([*path[path.index(node) :], node])
        raise Refusal(
            "hierarchy-cycle",
            zh=f"上下级关系成环：{way}。请先解开。",
            en=f"A body stands below itself: {way}. Untie it first.",
        )
    if node not in found:
        ways: dict[str, tuple[Decimal, int]] = {node: (Decimal(1), 0)}
        for above, share in steps[node]:
            for ancestor, (weight, distance) in _climb(above, steps, found, (*path, node)).items():
                before, near = ways.get(ancestor, (Decimal(0), distance + 1))
                ways[ancestor] = (EXACT.add(before, EXACT.multiply(weight, share)), min(near, distance + 1))
        found[node] = ways
    return found[node]
