"""Takes a member and a day; gives what is to be reported, reviewed and confirmed, and who waits for whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xietong import endorsing, fulfilling
from xietong.basics import Period
from xietong.fulfilling import DutyKey, Expected, ReportState, Situation, Unsigned, Wait
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.endorsing.queries import assents
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.ruling.rhythms import periods_of_item, report_due_on, rhythms_of

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


def waits_of(plan: Plan, day: date) -> tuple[Wait, ...]:
    """Return who waits for whom in a plan on a day, derived from its reports and proposals."""
    situation = Situation(expected=_expected(plan, day), unsigned=_unsigned(plan))
    return fulfilling.waits(situation, today=day, calendar=fulfilling.china())


def _expected(plan: Plan, day: date) -> list[Expected]:
    """Return the last report due of every lead duty, and every report that is under way."""
    if plan.state != Plan.State.AGREED:
        return []
    duties = list(Duty.objects.filter(plan=plan).exclude(party=None).select_related("item", "party", "organisation"))
    sides: dict[int, set[str]] = defaultdict(set)
    for duty in duties:
        sides[duty.item_id].add(duty.party.code if duty.party else "")
    reports = Report.objects.running().filter(plan=plan).select_related("item", "party", "organisation")
    rhythms = rhythms_of(plan)
    open_ = [_of(report, rhythms) for report in reports.exclude(state="confirmed")]
    known = set(reports.values_list("item_id", "organisation_id", "period"))
    owed = [
        Expected(_key(duty), due.period.code, due.due, tuple(sorted(sides[duty.item_id] - {_key(duty).party})))
        for duty in duties
        if duty.role == "lead" and duty.organisation_id is not None
        for due in periods_of_item(rhythms, plan, duty.item, day)[-1:]
        if (duty.item_id, duty.organisation_id, due.period.code) not in known
    ]
    return [*open_, *owed]


def _key(duty: Duty | Report) -> DutyKey:
    party, body = duty.party, duty.organisation
    return DutyKey(duty.item.uid, party.code if party else "", body.code if body else "")


def _of(report: Report, rhythms: tuple[fulfilling.Rhythm, ...]) -> Expected:
    due = report_due_on(rhythms, Period.from_code(report.period))
    since = report.state_since.astimezone(SHANGHAI).date()
    return Expected(
        _key(report),
        report.period,
        due,
        tuple(report.counterparts),
        ReportState(report.state),
        since,
        tuple(report.confirmations),
    )


def _unsigned(plan: Plan) -> list[Unsigned]:
    found = []
    for proposal in plan.proposals.filter(state="open").select_related("party", "version"):
        said = {each.party.code: endorsing.Assent(each.state) for each in assents(plan, proposal)}
        value = endorsing.Proposal(f"{proposal.number}", proposal.party.code, 0, endorsing.State.OPEN, assents=said)
        opened = proposal.opened_at
        if opened is not None:
            found.append(Unsigned(value, opened.astimezone(SHANGHAI).date()))
    return found


@dataclass(frozen=True, slots=True)
class BoardCell:
    """How many waits one party has upon another, and the longest of them in working days."""

    count: int
    longest: int


def board(waits: Iterable[Wait], parties: Sequence[Party]) -> list[tuple[Party, list[tuple[Party, BoardCell]]]]:
    """Return the matrix: rows wait, columns are waited for."""
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for wait in waits:
        cells[wait.waiting.party, wait.on.party].append(wait.workdays)

    def cell(row: Party, column: Party) -> BoardCell:
        days = cells.get((row.code, column.code), [])
        return BoardCell(len(days), max(days, default=0))

    return [(row, [(column, cell(row, column)) for column in parties]) for row in parties]
