"""Takes a member and a day; gives what is to be reported, reviewed and confirmed."""

from dataclasses import dataclass
from datetime import date

from xietong import fulfilling
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import Role
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.ruling.rhythms import periods_of_item, rhythms_of

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
        Duty.objects.filter(organisation__in=own, plan__parties=member.party, plan__state=Plan.State.AGREED)
        .select_related("item", "plan", "organisation", "party")
        .order_by("item__path")[:LIMIT]
    )
    rhythms: dict[str, tuple[fulfilling.Rhythm, ...]] = {}
    owed: list[tuple[Duty, fulfilling.DuePeriod]] = []
    for duty in duties:
        if duty.plan_id not in rhythms:
            rhythms[duty.plan_id] = rhythms_of(duty.plan)
        owed += [(duty, due) for due in periods_of_item(rhythms[duty.plan_id], duty.plan, duty.item, day)[-2:]]
    periods = {due.period.code for _, due in owed}
    told = Report.objects.filter(organisation__in=own, period__in=periods).order_by()
    columns = ("item_id", "organisation_id", "period", "state")
    states = {(item, body, period): state for item, body, period, state in told.values_list(*columns)}
    found = []
    for duty, due in owed:
        state = states.get((duty.item_id, duty.organisation_id or 0, due.period.code), "")
        if state not in {"submitted", "passed", "confirmed"}:
            found.append(Due(duty, due.period.code, due.due, state, due.due < day))
    return sorted(found, key=lambda each: (each.due, each.duty.item.path))


def to_report(plan: Plan, item: Item, member: Member, day: date) -> list[str]:
    """Return the codes of the last periods of an item that the member may report on for its body, the latest first."""
    if plan.state != Plan.State.AGREED or not member.has(Role.LIAISON):
        return []
    if not Duty.objects.filter(item=item, organisation__in=bodies_of(member)).exists():
        return []
    return [one.period.code for one in reversed(periods_of_item(rhythms_of(plan), plan, item, day)[-2:])]


def to_review(member: Member) -> list[Report]:
    """Return the reports of the own party that wait for its review."""
    if not member.has(Role.REVIEWER, Role.JOINT_OFFICE):
        return []
    rows = Report.objects.running().filter(party=member.party, state="submitted")
    return list(rows.select_related("item", "organisation", "party", "plan").order_by("state_since")[:LIMIT])


def to_confirm(member: Member) -> list[Report]:
    """Return the reports that wait for the member's party: the counterpart's, and its own one-sided ones."""
    if not member.has(Role.REVIEWER, Role.JOINT_OFFICE):
        return []
    rows = Report.objects.running().filter(state="passed", plan__parties=member.party).order_by("state_since")
    rows = rows.select_related("item", "organisation", "party", "plan")
    code = member.party_code
    theirs = rows.exclude(party=member.party)[: LIMIT * 5]
    wanted = [row for row in theirs if code in row.counterparts and code not in row.confirmations]
    if member.has(Role.JOINT_OFFICE):
        wanted += rows.filter(party=member.party, counterparts=[])[:LIMIT]
    return sorted(wanted, key=lambda row: row.state_since)[:LIMIT]


def reports_on(item: Item, member: Member) -> list[Report]:
    """Return the reports on an item that the member may see, the latest first."""
    rows = Report.objects.visible_to(member.party).filter(item=item)
    return list(rows.select_related("organisation", "party").order_by("-period", "party__ordinal")[:LIMIT])
