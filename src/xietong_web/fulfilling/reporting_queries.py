"""Takes a member; gives the reports that this member may see, and what is to be reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import ReportAct
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.models import DutyFigure, Report
from xietong_web.fulfilling.ruling.rhythms import last_periods, rhythms_of
from xietong_web.fulfilling.ruling.terms import terms_of

LIMIT = 200
_SENT = frozenset({"submitted", "passed", "confirmed"})  # the states of a report that its body has handed in


@dataclass(frozen=True, slots=True)
class Due:
    """A report of the member's own body that is due or open: which duty, which period, by when, and how it stands."""

    duty: Duty
    period: str
    due: date
    state: str
    late: bool


def own_duties(member: Member) -> list[Duty]:
    """Return the duties of a member's bodies in agreed plans, in reading order; a page of its work starts from them."""
    held = Duty.objects.filter(
        organisation__in=bodies_of(member), plan__parties=member.party, plan__state=Plan.State.AGREED
    )
    return list(held.select_related("item", "plan", "organisation", "party").order_by("item__path")[:LIMIT])


def duties_at_work(duties: Sequence[Duty]) -> list[Duty]:
    """Return what ``own_duties`` does, of duties that are known already."""
    return sorted((each for each in duties if each.plan.state == Plan.State.AGREED), key=lambda each: each.item.path)


@asked
def _sure(bodies: Sequence[int]) -> QuerySet[DutyFigure, tuple[int, int]]:
    rows = DutyFigure.objects.filter(Among("organisation", bodies), confirmed__gte=100).order_by()
    return rows.values_list("item_id", "organisation_id")


@asked
def _states(bodies: Sequence[int], periods: Sequence[str]) -> QuerySet[Report, tuple[int, int, str, str]]:
    rows = Report.objects.filter(Among("organisation", bodies), Among("period", periods)).order_by()
    return rows.values_list("item_id", "organisation_id", "period", "state")


def due_of(member: Member, day: date, duties: Sequence[Duty] | None = None) -> list[Due]:
    """Return the reports that the member's body owes for the running and the last period, the most urgent first.

    Of what is confirmed at 100 percent none is owed any more. ``duties`` are those of ``own_duties``, where known.
    """
    own = bodies_of(member)
    if not own:
        return []
    sure = set(_sure([*own]))
    rhythms: dict[str, tuple[fulfilling.Rhythm, ...]] = {}
    owed: list[tuple[Duty, fulfilling.DuePeriod]] = []
    for duty in own_duties(member) if duties is None else duties:
        if (duty.item_id, duty.organisation_id) in sure:
            continue
        if duty.plan_id not in rhythms:
            rhythms[duty.plan_id] = terms_of(duty.plan).rhythms
        owed += [(duty, due) for due in last_periods(rhythms[duty.plan_id], duty.plan, duty.item, day)]
    periods = {due.period.code for _, due in owed}
    states = {(item, body, period): state for item, body, period, state in _states([*own], [*periods])}
    found = []
    for duty, due in owed:
        state = states.get((duty.item_id, duty.organisation_id or 0, due.period.code), "")
        if state not in _SENT:
            found.append(Due(duty, due.period.code, due.due, state, due.due < day))
    return sorted(found, key=lambda each: (each.due, each.duty.item.path))


def to_report(plan: Plan, item: Item, member: Member, day: date) -> list[str]:
    """Return the codes of the last periods of an item on which the member's body may still write, the latest first."""
    if plan.state != Plan.State.AGREED or not member.has(Role.LIAISON):
        return []
    held = Duty.objects.filter(item=item, organisation__in=bodies_of(member)).values_list("organisation", flat=True)
    bodies = [each for each in held if each is not None]
    codes = [one.period.code for one in reversed(last_periods(rhythms_of(plan), plan, item, day))] if bodies else []
    sent = {(body, period) for of, body, period, state in _states(bodies, codes) if of == item.pk and state in _SENT}
    return [code for code in codes if any((body, code) not in sent for body in bodies)]


def reports_on(item: Item, member: Member) -> list[Report]:
    """Return the reports on an item that the member may see, the latest first."""
    rows = Report.objects.visible_to(member.party).filter(item=item)
    return list(rows.select_related("organisation", "party").order_by("-period", "party__ordinal")[:LIMIT])


_PUBLIC_STEPS = frozenset({ReportAct.PASS, ReportAct.CONFIRM, ReportAct.REOPEN_TEXTS, ReportAct.REOPEN_FIGURES})


@asked
def _seen(uid: str, party: Party) -> QuerySet[Report]:
    rows = Report.objects.visible_to(party).filter(uid=uid, plan__parties=party)
    return rows.select_related("plan", "item", "party", "organisation")


def may_see(member: Member, uid: str) -> bool:
    """Tell whether a member may see a report."""
    return member.party is not None and bool(_seen(uid, member.party))


def the_report(member: Member, uid: str, plan: Plan | None = None) -> Report:
    """Return a report that the member may see, of a plan where one is named. Raises Refusal ``not-found``."""
    found = next(iter(_seen(uid, member.party)), None) if member.party else None
    if found is None or (plan is not None and found.plan_id != plan.pk):
        raise Refusal("not-found", zh="没有这份填报，或它不对您开放。", en="There is no such report for you.")
    return found


def steps_for(value: fulfilling.Report, party: str) -> list[fulfilling.Step]:
    """Return what happened to a report, as far as a party may know: each side owns its kitchen, and knows what it did
    itself."""
    own = party == value.duty.party
    return [step for step in value.history if own or step.act in _PUBLIC_STEPS or step.by.party == party]


def reports_of(plan: Plan, member: Member, **asked: str) -> QuerySet[Report]:
    """Return the reports of a plan that the member may see, the latest first.

    ``asked`` keeps those of an ``item`` (uid), an ``organisation`` (code), a ``period`` or a ``state``; empty: all.
    """
    fields = {"item": "item__uid", "organisation": "organisation__code", "period": "period", "state": "state"}
    wanted = {fields[name]: value for name, value in asked.items() if value}
    rows = Report.objects.visible_to(member.party).filter(plan=plan, **wanted)
    return rows.select_related("item", "party", "organisation").order_by("-period", "uid")
