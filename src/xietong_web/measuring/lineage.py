"""Takes what became of organisations until a day; gives by what share a body's values count in a group of bodies.

Roll-ups go by the bodies as they stand on the day asked for: what a body said before it was split or merged counts in
its successors, by weight.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from xietong import measuring
from xietong.measuring import WHOLE
from xietong_web.accounts.models import Succession
from xietong_web.drafting.models import Plan

Shares = dict[str, int]  # body → its share, in 10⁻¹²


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the values of bodies that are gone count now: body → heirs with their shares.

    ``above`` says the same of organisations that report nothing themselves: of whoever has a square on the map.
    """

    became: Mapping[str, Shares] = field(default_factory=dict)
    above: Mapping[str, Shares] = field(default_factory=dict)

    def shares(self, bodies: Collection[str], *, alone: bool = True) -> Shares:
        """Return whose values count in a group of bodies.

        A body that is looked at ``alone`` keeps what it said itself, though it be gone.
        """
        members = frozenset(bodies)
        found = {code: WHOLE for code in bodies if code not in self.became or (alone and len(members) == 1)}
        for gone, heirs in self.became.items():
            share = sum(part for heir, part in heirs.items() if heir in members)
            if share and gone not in found:
                found[gone] = share
        return found

    def is_heir(self, body: str) -> bool:
        """Tell whether what others said before counts in a body."""
        return any(body in heirs for heirs in self.became.values())


def lineage_of(plan: Plan, day: date, bodies: Collection[str], uppers: Collection[str] = ()) -> Lineage:
    """Return what became of the bodies of a plan's parties until a day; one statement.

    ``bodies`` are those that report, ``uppers`` others: one whose heirs are none of its kind stays itself.
    """
    rows = Succession.objects.filter(predecessor__party__plans=plan, day__lte=day).distinct()
    steps = [
        measuring.Succession(*row) for row in rows.values_list("predecessor__code", "successor__code", "day", "weight")
    ]
    gone = {one.predecessor for one in steps}
    links = measuring.closure((), "bodies", day, successions=steps).links if steps else ()
    found: tuple[dict[str, Shares], ...] = {}, {}
    for known, became in zip((frozenset(bodies), frozenset(uppers)), found, strict=True):
        for link in links:
            if link.organisation in gone and link.ancestor not in gone and {link.organisation, link.ancestor} <= known:
                became.setdefault(link.organisation, {})[link.ancestor] = int(link.weight * WHOLE)
    return Lineage(*found)
