"""Takes a scene and a period; gives what the public does not see: small counts, and what would give them away.

One table per indicator and period: every body, every party, all together; one of its categories, where a formula or a
page tells them apart. A rate or mean hides wherever a count that it rests on does: from the rate and its other part the
count would follow.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import Adding, Aggregate, Hidden, Indicator, Reference, Scale, Total
from xietong_web.measuring.own import own_figures, parts_told, uneven

if TYPE_CHECKING:
    from xietong_web.measuring.queries import Scene

SUMS = (Adding.SUM, Adding.MEAN, Adding.WEIGHTED_MEAN)  # from a mean and the number of bodies their sum follows
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
    """Return the keys of bodies and parties whose figure of an indicator the public does not see.

    A formula hides where anything that it rests on does, of its own period or of an earlier one: from its figure and
    its other parts that would follow. A rate of sums leaves a body out that reported only one part: where that part is
    hidden, the rate beside both sums would give it away, and hides for its party and for all. A count that only adds
    and subtracts others hides where it is small itself.
    """
    indicator, found = scene.values.indicators[code], dict[str, Hidden]()
    if not indicator.computed:
        return _of_counts(scene, code, period, _told_by(scene, code, period)) if indicator.scale is Scale.COUNT else {}
    for part, when in _rests_on(scene, code, period):
        if part.filters:
            found = {**scene.hidden_parts(part.code, when), **found}
        found = {**scene.hidden(part.code, when), **found}
    for body in uneven(scene.values, code, period) if found else ():
        if body.code in found:
            found |= dict.fromkeys((f"{ALL}{body.party}", ALL), Hidden.REVEALING)
    if _adds(indicator):
        found |= _of_counts(scene, code, period)
    return found


def hidden_parts_in(scene: "Scene", code: str, period: str) -> dict[str, Hidden]:
    """Return the keys of bodies and parties whose counts by category the public does not see."""
    indicator, hidden = scene.values.indicators[code], scene.hidden(code, period)
    if indicator.computed or indicator.scale is not Scale.COUNT or not indicator.dimensions:
        return hidden
    groups = [scene.values.member_codes(code, party.code) for party in scene.parties]
    told = parts_told(scene.values, code, period)
    gone, sums = measuring.suppress_parts(told, groups, hidden=hidden, least=settings.SMALL_CELLS)
    wholes = [f"{ALL}{party.code}" for party, thin in zip(scene.parties, sums, strict=True) if thin]
    wholes += [f"{ALL}{party.code}" for party in scene.parties if f"{ALL}{party.code}" in hidden]
    keys = {*gone, *wholes, *([ALL] if wholes or ALL in hidden else [])}
    return {key: hidden.get(key, Hidden.REVEALING) for key in keys} | hidden


def _rests_on(scene: "Scene", code: str, period: str) -> list[tuple[Reference, str]]:
    """Return what a formula refers to, each with the period that it means."""
    parts = measuring.references(measuring.parse(scene.values.indicators[code].expression))
    when = Period.from_code(period)
    known = [part for part in parts if part.code in scene.values.indicators and part.code != code]
    return [(part, measuring.period_of(part, when).code) for part in known]


def _adds(indicator: Indicator) -> bool:
    tree = measuring.parse(indicator.expression) if indicator.expression else None
    return indicator.scale is Scale.COUNT and tree is not None and measuring.only_adds(tree)


def _told_by(scene: "Scene", code: str, period: str) -> set[str]:
    """Return the bodies of which a small computed count would follow from this one and the others beside it."""
    found = set[str]()
    for other in scene.values.indicators.values():
        if _adds(other) and any(part == Reference(code) for part, _ in _rests_on(scene, other.code, period)):
            found |= {
                body for body, count in _counts(scene, other.code, period).items() if 0 < count < settings.SMALL_CELLS
            }
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


def _counts(scene: "Scene", code: str, period: str) -> dict[str, Decimal]:
    own = own_figures(scene.values, code, period)
    known = np.flatnonzero(own.reported & own.there).tolist()
    return {own.bodies[at].code: value for at in known if (value := own.reading(at).value) is not None}


def _of_counts(scene: "Scene", code: str, period: str, secret: Collection[str] = ()) -> dict[str, Hidden]:
    counts, totals = _counts(scene, code, period), list[Total[str]]()

    def put(key: str, parts: Iterable[str]) -> None:
        there = tuple(part for part in parts if part in counts)
        if there:
            counts[key] = sum((counts[part] for part in there), Decimal(0))
            totals.append(Total(key, there))

    if scene.values.indicators[code].over_organisations in SUMS:
        for party in scene.parties:
            put(f"{ALL}{party.code}", [each.code for each in scene.bodies_of(code, party.code)])
        put(ALL, [f"{ALL}{party.code}" for party in scene.parties])
    return measuring.suppress(counts, totals, secret=secret, least=settings.SMALL_CELLS)
