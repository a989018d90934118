"""Takes a plan's parties; gives who is meant by an organisation, its manager and a joint office: always people of the
body's own party, so that no notice carries a party's affairs to another."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from xietong.fulfilling import Body, Recipient, WaitKind
from xietong_web.accounts.lines import successors
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.models import Robot

# Who moves what waits for the party itself.
_OF_PARTY: dict[WaitKind | None, tuple[Role, ...]] = {
    WaitKind.REVIEW: (Role.REVIEWER,),
    WaitKind.CONFIRMATION: (Role.REVIEWER, Role.JOINT_OFFICE),
    WaitKind.SIGNATURE: (Role.SIGNATORY, Role.JOINT_OFFICE),
}


@dataclass
class Directory:
    """The people and robots of a plan's parties; loaded once, in a constant number of statements."""

    day: date
    members: list[Member]
    robots: list[Robot]
    bodies: dict[str, Organisation]
    _heirs: dict[str, frozenset[int]] = field(default_factory=dict)
    _held: dict[tuple[str, Role], list[Member]] = field(default_factory=dict)
    _of_body: dict[tuple[str, Role, int | None], list[Member]] = field(default_factory=dict)
    _above: dict[int, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out who holds what: a round may ask a hundred thousand times."""
        for member in self.members:
            for role in member.roles:
                self._held.setdefault((member.party_code, role), []).append(member)
                self._of_body.setdefault((member.party_code, role, member.organisation_id), []).append(member)
        self._above.update({body.pk: body for body in self.bodies.values()})

    @classmethod
    def of(cls, plan: Plan, day: date) -> "Directory":
        """Return everybody who may be told something about a plan."""
        people = Member.objects.current().filter(party__plans=plan).exclude(person__is_active=False)
        related = people.select_related("person", "party", "organisation", "preference")
        robots = Robot.objects.filter(party__plans=plan, ended_at=None).select_related("party")
        bodies = Organisation.objects.filter(party__plans=plan).select_related("party")
        return cls(
            day,
            list(related.prefetch_related("grants").order_by("pk")),
            list(robots),
            {body.code: body for body in bodies},
        )

    def people(self, recipient: Recipient, body: Body, kind: WaitKind | None = None) -> list[Member]:
        """Return the members that are meant by a recipient about a body's matter.

        Where a body has no liaison, or nobody leads it, its party's joint office is told in their stead: a notice that
        reaches nobody helps nobody, and the office is who can name somebody.
        """
        return self._meant(recipient, body, kind) or self.office(body.party)

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The parties of the people and bodies, by code."""
        found = {member.party_code: member.party for member in self.members if member.party}
        return found | {body.party.code: body.party for body in self.bodies.values()}

    def office(self, party: str) -> list[Member]:
        """Return a party's joint office."""
        return self._held.get((party, Role.JOINT_OFFICE), [])

    def lacks(self, recipient: Recipient, body: Body) -> bool:
        """Tell whether a body has nobody who is meant by a recipient, so that the office is told in their stead."""
        return bool(body.organisation) and not self._meant(recipient, body, None)

    def _meant(self, recipient: Recipient, body: Body, kind: WaitKind | None) -> list[Member]:
        match recipient:
            case Recipient.JOINT_OFFICE:
                return self.office(body.party)
            case Recipient.MANAGER:
                return self._managers(body)
            case Recipient.ORGANISATION if body.organisation:
                pks = sorted(self._standing_for(body.organisation))
                return [one for pk in pks for one in self._of_body.get((body.party, Role.LIAISON, pk), ())]
        roles = _OF_PARTY.get(kind, (Role.JOINT_OFFICE,))
        held = {one.pk: one for role in roles for one in self._held.get((body.party, role), ())}
        return [held[pk] for pk in sorted(held)]

    def robots_of(self, recipient: Recipient, body: Body) -> list[Robot]:
        """Return the robots of a body, or of its party's joint office."""
        own = [robot for robot in self.robots if robot.party.code == body.party]
        if recipient is Recipient.JOINT_OFFICE or not body.organisation:
            return [robot for robot in own if robot.organisation_id is None]
        if recipient is Recipient.MANAGER:
            return []
        found = self.bodies.get(body.organisation)
        return [robot for robot in own if found is not None and robot.organisation_id == found.pk]

    def _managers(self, body: Body) -> list[Member]:
        """Return the leaders of the body or of the nearest one above it that has any; else its party's leaders."""
        at, seen = self.bodies.get(body.organisation), set[int]()
        while at is not None and at.pk not in seen:
            seen.add(at.pk)
            if found := self._of_body.get((body.party, Role.LEADER, at.pk)):
                return found
            at = self._above.get(at.parent_id or 0)
        return self._held.get((body.party, Role.LEADER), [])

    def _standing_for(self, code: str) -> frozenset[int]:
        """Return the ids of the bodies that stand for one today: itself, or what became of it."""
        if code not in self._heirs:
            found = self.bodies.get(code)
            heirs = [] if found is None else successors(found, self.day)
            self._heirs[code] = frozenset(body.pk for body in heirs)
        return self._heirs[code]
