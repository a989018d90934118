"""Takes a member and a day; gives what is to be reported, reviewed and confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xietong import drafting, fulfilling
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import Role
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.services import RHYTHM

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A report of the member's own body that is due or open: which duty, which period, by when, and how it stands."""

    duty: Duty
    period: str
    due: date
    state: str
    late: bool


def due_of(member: Member, day: date) -> list[Due]:
    """Return the reports that the member's body owes for the running and the last period, the most urgent first."""
    if member.organisation is None:
        return []
    own = bodies_of(member)
    duties = (
        Duty.objects.filter(
            organisation__in=own, role="lead", plan__parties=member.party, plan__state=Plan.State.AGREED
        )
        .select_related("item", "plan", "organisation", "party")
        .order_by("item__path")[:LIMIT]
    )
    states = {
        (item, body, period): state
        for item, body, period, state in Report.objects.filter(organisation__in=own).values_list(
            "item_id", "organisation_id", "period", "state"
        )
    }
    found = []
    for duty in duties:
        for due in _last_periods(duty.item, duty.plan, day):
            state = states.get((duty.item_id, duty.organisation_id or 0, due.period.code), "")
            if state not in {"submitted", "passed", "confirmed"}:
                found.append(Due(duty, due.period.code, due.due, state, due.due < day))
    return sorted(found, key=lambda each: (each.due, each.duty.item.path))


def _last_periods(item: Item, plan: Plan, day: date) -> Sequence[fulfilling.DuePeriod]:
    frame = drafting.Plan(plan.uid, plan.title, start=plan.start, end=plan.end)
    value = drafting.Item(item.uid, None, 0, drafting.Kind(item.kind), item.title, start=item.start, due=item.due)
    calendar = fulfilling.china()
    return fulfilling.due_periods(RHYTHM, value, plan=frame, today=day, calendar=calendar)[-2:]


def to_review(member: Member) -> list[Report]:
    """Return the reports of the own party that wait for its review."""
    if not member.has(Role.REVIEWER, Role.JOINT_OFFICE):
        return []
    rows = Report.objects.filter(party=member.party, state="submitted")
    return list(rows.select_related("item", "organisation", "party", "plan").order_by("state_since")[:LIMIT])


def to_confirm(member: Member) -> list[Report]:
    """Return the reports that wait for the member's party: the counterpart's, and its own one-sided ones."""
    if not member.has(Role.REVIEWER, Role.JOINT_OFFICE):
        return []
    rows = Report.objects.filter(state="passed", plan__parties=member.party).order_by("state_since")
    rows = rows.select_related("item", "organisation", "party", "plan")[: LIMIT * 5]
    code = member.party_code
    wanted = [
        row
        for row in rows
        if (code in row.counterparts and code not in row.confirmations)
        or (not row.counterparts and row.party_id == member.party_id and member.has(Role.JOINT_OFFICE))
    ]
    return wanted[:LIMIT]


def reports_on(item: Item, member: Member) -> list[Report]:
    """Return the reports on an item that the member may see, the latest first."""
    rows = Report.objects.visible_to(member.party).filter(item=item)
    return list(rows.select_related("organisation", "party").order_by("-period", "party__ordinal")[:LIMIT])
