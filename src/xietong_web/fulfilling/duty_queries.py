"""Takes a member or some duties; gives what is to be signed for, which objections wait, and what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import ACCEPTANCE_WORDS, AcceptanceAct, AcceptanceState, Objection
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.duty_models import Acceptance
from xietong_web.fulfilling.duty_services import handed
from xietong_web.fulfilling.reporting_queries import own_duties
from xietong_web.fulfilling.ruling.terms import terms_of

LIMIT = 200
HELD = {Role.LIAISON: fulfilling.Office.LIAISON, Role.JOINT_OFFICE: fulfilling.Office.JOINT_OFFICE}
KINDS = [(kind.value, ACCEPTANCE_WORDS[kind]) for kind in Objection]
_OPEN_TO_OTHERS = frozenset({AcceptanceState.OPEN.value, AcceptanceState.ACCEPTED.value})


@dataclass(frozen=True, slots=True)
class Handed:
    """A duty as handed over: how it stands in a word, why it is objected to, and what this member may do with it.

    The other side sees no more than whether the duty is accepted.
    """

    duty: Duty
    state: str
    word: Wording
    objection: Wording | None
    reason: str
    revision: int
    acts: list[str]


def _shown(duty: Duty, row: Acceptance, member: Member, offices: frozenset[fulfilling.Office]) -> Handed:
    own = duty.party_id == (member.party.pk if member.party else None)
    if not own and row.state not in _OPEN_TO_OTHERS:
        return Handed(duty, "open", ACCEPTANCE_WORDS[AcceptanceState.OPEN], None, "", row.revision, [])
    state = AcceptanceState(row.state)
    kind = ACCEPTANCE_WORDS[Objection(row.objection)] if row.objection else None
    acts = _acts(row.state, duty, member, offices)
    reason = row.reason if own else ""
    return Handed(duty, state.value, ACCEPTANCE_WORDS[state], kind, reason, row.revision, acts)


def _acts(state: str, duty: Duty, member: Member, offices: frozenset[fulfilling.Office]) -> list[str]:
    """Return what the engine's table allows this member in a state."""
    stands = set()
    if member.party is not None and member.party.pk == duty.party_id:
        stands.add(fulfilling.Reach.OWN_PARTY)
        if member.organisation is not None and member.organisation.pk == duty.organisation_id:
            stands.add(fulfilling.Reach.OWN_BODY)
    found: list[AcceptanceAct] = [
        move.act
        for move in fulfilling.ACCEPTANCE_MOVES
        if move.state == state and move.office in offices and move.reach in stands
    ]
    return [act.value for act in found]


@asked
def _answers(items: Sequence[str], bodies: Sequence[int]) -> QuerySet[Acceptance]:
    return Acceptance.objects.filter(Among("item", items), Among("organisation", bodies)).order_by("version")


def handed_over(duties: Iterable[Duty], member: Member) -> list[Handed]:
    """Return how duties of agreed plans stand, in a constant number of statements.

    Item, plan, party and organisation must have been selected.
    """
    known = [duty for duty in duties if duty.party_id and duty.organisation_id and duty.plan.state == Plan.State.AGREED]
    roles = member.roles
    offices = frozenset(office for role, office in HELD.items() if role in roles)
    plans = {duty.plan_id: duty.plan for duty in known}
    versions = {uid: found[0] for uid, plan in plans.items() if (found := terms_of(plan).version)}
    bodies = {duty.organisation_id for duty in known if duty.organisation_id}
    rows = _answers([duty.item.uid for duty in known], [*bodies]) if known else ()
    last = {(row.item_id, row.organisation_id, row.role): row for row in rows}
    return [
        _shown(
            duty, handed(duty, last.get((duty.item.uid, duty.organisation_id or 0, duty.role)), number), member, offices
        )
        for duty in known
        if (number := versions.get(duty.plan_id)) is not None
    ]


def to_sign(member: Member, duties: Sequence[Duty] | None = None) -> list[Handed]:
    """Return the duties of the member's body that it has not accepted, in reading order.

    ``duties`` are those of ``own_duties``, where known.
    """
    if member.organisation is None or not member.has(Role.LIAISON):
        return []
    held = own_duties(member) if duties is None else duties
    rows = [duty for duty in held if duty.organisation_id == member.organisation_id]
    return [each for each in handed_over(rows, member) if each.state in {"open", "objected"}]


def objections(member: Member) -> list[Handed]:
    """Return the objections that wait for the answer of the member's joint office."""
    if not member.has(Role.JOINT_OFFICE):
        return []
    raised = Acceptance.objects.filter(party=member.party, state="objected")
    found = raised.values_list("item_id", "organisation_id", "role")[:LIMIT]
    keys = {(str(item), body, role) for item, body, role in found}
    duties = Duty.objects.filter(
        party=member.party, item__uid__in={item for item, _, _ in keys}, organisation__in={body for _, body, _ in keys}
    ).select_related("item", "plan", "party", "organisation")
    wanted = [duty for duty in duties if (duty.item.uid, duty.organisation_id or 0, duty.role) in keys]
    return [each for each in handed_over(wanted, member) if each.state == "objected"]
