"""Takes a scene and a period; gives what the public does not see: small counts, and what would give them away.

One table per indicator and period: every body, every party, all together. A rate or mean hides wherever a count that it
rests on does: from the rate and its other part the count would follow.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from xietong import measuring
from xietong.measuring import Adding, Aggregate, Hidden, Scale, Total
from xietong_web.measuring.own import own_figures

if TYPE_CHECKING:
    from xietong_web.measuring.queries import Scene

ALL = "="  # all parties together; a party's key is this and its code, a body's its code


@dataclass(frozen=True, slots=True)
class Figure(Aggregate):
    """An aggregate that may be hidden from the public; ``hidden`` says why (then there is no value)."""

    hidden: Hidden | None = None

    @classmethod
    def of(cls, found: Aggregate, hidden: Hidden | None) -> "Figure":
        """Return an aggregate, without its value where it is hidden."""
        value = found.value if hidden is None else None
        counts = (found.units, found.reported, found.not_reported, found.not_applicable, found.withheld)
        return cls(value, found.state, *counts, hidden=hidden)


def hidden_in(scene: "Scene", code: str, period: str) -> dict[str, Hidden]:
    """Return the keys of bodies and parties whose figure of an indicator the public does not see."""
    found: dict[str, Hidden] = {}
    for base in sorted(scene.values.base_of(code)):
        if scene.values.indicators[base].scale is Scale.COUNT:
            found = {**_of_counts(scene, base, period), **found}
    return found


def hidden_group(scene: "Scene", code: str, period: str, bodies: Collection[str]) -> Hidden | None:
    """Return why the public does not see the figure of any bodies together.

    A party is judged with all others; any other group goes as soon as one of its bodies is hidden, since what groups
    can be taken from each other is not known beforehand.
    """
    hidden = scene.hidden(code, period)
    if not hidden:
        return None
    for party in ("", *(each.code for each in scene.parties)):
        if {each.code for each in scene.bodies_of(code, party)} == set(bodies):
            return hidden.get(f"{ALL}{party}")
    if len(bodies) == 1:
        return hidden.get(next(iter(bodies)))
    return Hidden.REVEALING if any(body in hidden for body in bodies) else None


def _of_counts(scene: "Scene", code: str, period: str) -> dict[str, Hidden]:
    values = scene.values
    own = own_figures(values, code, period)
    known = np.flatnonzero(own.reported & own.there).tolist()
    counts = {own.bodies[at].code: value for at in known if (value := own.reading(at).value) is not None}
    totals: list[Total[str]] = []

    def put(key: str, parts: Iterable[str]) -> None:
        there = tuple(part for part in parts if part in counts)
        if there:
            counts[key] = sum((counts[part] for part in there), Decimal(0))
            totals.append(Total(key, there))

    if values.indicators[code].over_organisations is Adding.SUM:
        for party in scene.parties:
            put(f"{ALL}{party.code}", [each.code for each in scene.bodies_of(code, party.code)])
        put(ALL, [f"{ALL}{party.code}" for party in scene.parties])
    return measuring.suppress(counts, totals)
