"""Takes a plan's parties; gives who is meant by an organisation, its manager and a joint office: always people of the
body's own party, so that no notice carries a party's affairs to another."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from xietong.fulfilling import Body, Recipient, WaitKind
from xietong_web.accounts.lines import successors
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.roles import Role
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.models import Robot

# Who moves what waits for the party itself.
_OF_PARTY: dict[WaitKind | None, tuple[Role, ...]] = {
    WaitKind.REVIEW: (Role.REVIEWER,),
    WaitKind.CONFIRMATION: (Role.REVIEWER, Role.JOINT_OFFICE),
    WaitKind.SIGNATURE: (Role.SIGNATORY, Role.JOINT_OFFICE),
}


@dataclass(slots=True)
class Directory:
    """The people and robots of a plan's parties; loaded once, in a constant number of statements."""

    day: date
    members: list[Member]
    robots: list[Robot]
    bodies: dict[str, Organisation]
    _heirs: dict[str, frozenset[int]] = field(default_factory=dict)

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
        own = [member for member in self.members if member.party_code == body.party]
        office = [member for member in own if member.has(Role.JOINT_OFFICE)]
        match recipient:
            case Recipient.JOINT_OFFICE:
                return office
            case Recipient.MANAGER:
                return self._managers(own, body) or office
            case Recipient.ORGANISATION if body.organisation:
                pks = self._standing_for(body.organisation)
                liaisons = [member for member in own if member.organisation_id in pks and member.has(Role.LIAISON)]
                return liaisons or office
        return [member for member in own if member.has(*_OF_PARTY.get(kind, (Role.JOINT_OFFICE,)))]

    def robots_of(self, recipient: Recipient, body: Body) -> list[Robot]:
        """Return the robots of a body, or of its party's joint office."""
        own = [robot for robot in self.robots if robot.party.code == body.party]
        if recipient is Recipient.JOINT_OFFICE or not body.organisation:
            return [robot for robot in own if robot.organisation_id is None]
        if recipient is Recipient.MANAGER:
            return []
        found = self.bodies.get(body.organisation)
        return [robot for robot in own if found is not None and robot.organisation_id == found.pk]

    def _managers(self, own: Iterable[Member], body: Body) -> list[Member]:
        """Return the leaders of the body or of the nearest one above it that has any; else its party's leaders."""
        managing = [member for member in own if member.has(Role.LEADER)]
        at, seen = self.bodies.get(body.organisation), set[int]()
        above = {found.pk: found for found in self.bodies.values()}
        while at is not None and at.pk not in seen:
            seen.add(at.pk)
            found = [member for member in managing if member.organisation_id == at.pk]
            if found:
                return found
            at = above.get(at.parent_id or 0)
        return managing

    def _standing_for(self, code: str) -> frozenset[int]:
        """Return the ids of the bodies that stand for one today: itself, or what became of it."""
        if code not in self._heirs:
            found = self.bodies.get(code)
            heirs = [] if found is None else successors(found, self.day)
            self._heirs[code] = frozenset(body.pk for body in heirs)
        return self._heirs[code]
