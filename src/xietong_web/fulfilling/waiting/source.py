"""Takes a plan's rows, as they stand or as they stood on a day; gives what its waits follow from, item by item.

Items, bodies and parties are named by keys: rows' ids today, uids and codes for a past day, whose items may be gone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from xietong import drafting, fulfilling
from xietong.fulfilling import AcceptanceState, ReportState, last_due
from xietong_web.accounts.models import Organisation
from xietong_web.audit.queries import SHANGHAI, end_of
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Duty, Plan
from xietong_web.endorsing.models import Version
from xietong_web.fulfilling.duty_models import Acceptance, about_of
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.ruling.rhythms import rhythms_of

Key = int | str
GONE = ("", "", None, None)
DONE = 100
OPEN = tuple(state.value for state in ReportState if state is not ReportState.CONFIRMED)
ReportRow = tuple[Key, Key, Key, str, str, datetime, Sequence[str], Sequence[str]]
"""Item, body, party, period, state, since when, counterparts, confirmations."""
DutyRow = tuple[Key, Key, Key, str]
"""Item, party, body, role."""
Rhythms = tuple[fulfilling.Rhythm, ...]
Answered = tuple[str, date | None, int]
"""State of an acceptance, the day it was reached, the version it answers to."""


@dataclass(frozen=True, slots=True)
class Source:
    """What waits follow from. ``items``: key, uid, weight, start, due; ``sure``: who confirmed 100 percent of what."""

    day: date
    start: date | None
    end: date | None
    version: tuple[int, date] | None
    items: Sequence[tuple[Key, str, Decimal, date | None, date | None]] = ()
    parties: Sequence[tuple[Key, str]] = ()
    bodies: Sequence[tuple[Key, str]] = ()
    duties: Sequence[DutyRow] = ()
    links: Sequence[tuple[Key, Key]] = ()
    reports: Sequence[ReportRow] = ()
    sure: frozenset[tuple[Key, Key]] = frozenset()
    answers: Mapping[tuple[str, Key, str], Answered] = field(default_factory=dict)
    rhythms: Rhythms = (fulfilling.Rhythm(),)


def owed_by(rhythms: Rhythms, day: date, end: date | None) -> tuple[fulfilling.DuePeriod, fulfilling.DuePeriod]:
    """Return the last periods to report on by a day: of items with a due date, and of those that go on to the end."""
    calendar = fulfilling.china()
    ended = day if end is None else min(day, end)
    return last_due(rhythms, day, day, calendar), last_due(rhythms, day, ended, calendar)


def present(plan: Plan, day: date) -> Source:
    """Return what stands now, in a constant number of statements."""
    version = plan.versions.exclude(in_effect_at=None).order_by("-number").first()
    parties = list(plan.memberships.values_list("party_id", "party__code"))
    bodies = list(Organisation.objects.filter(party__plans=plan).order_by("code").values_list("pk", "code"))
    if version is None:
        return Source(day, plan.start, plan.end, None, parties=parties, bodies=bodies)
    rhythms = rhythms_of(plan)
    periods = {owed.period.code for owed in owed_by(rhythms, day, plan.end)}
    wanted = Report.objects.running().filter(plan=plan).filter(Q(state__in=OPEN) | Q(period__in=periods))
    return Source(
        day,
        plan.start,
        plan.end,
        _in_effect(version),
        list(plan.items.order_by("path").values_list("pk", "uid", "weight", "start", "due")),
        parties,
        bodies,
        list(Duty.objects.filter(plan=plan).exclude(party=None).values_list(*DUTY).order_by("item__path", "id")),
        list(plan.links.order_by("id").values_list("before_id", "after_id")),
        report_rows(wanted),
        frozenset(sure_of(Report.objects.filter(plan=plan, item__in=_once_sure(plan)))),
        _answers(plan, version),
        rhythms,
    )


DUTY = ("item_id", "party_id", "organisation_id", "role")
REPORT = ("item_id", "organisation_id", "party_id", "period", "state", "state_since", "counterparts", "confirmations")


def report_rows(rows: Any) -> list[ReportRow]:
    """Return reports as rows of a source."""
    return list(rows.order_by().values_list(*REPORT))


def _in_effect(version: Version) -> tuple[int, date]:
    at = version.in_effect_at or version.made_at
    return version.number, at.astimezone(SHANGHAI).date()


def _once_sure(plan: Plan) -> Any:
    return Report.objects.filter(plan=plan, confirmed__gte=DONE).order_by().values("item_id")


def sure_of(reports: Any) -> Iterator[tuple[Key, Key]]:
    """Yield which bodies stand at 100 percent confirmed of which items, by the last period that has a figure."""
    last: dict[tuple[int, int], Decimal] = {}
    figures = reports.exclude(confirmed=None).order_by("period")
    for item, body, confirmed in figures.values_list("item_id", "organisation_id", "confirmed"):
        last[item, body] = confirmed
    yield from (key for key, confirmed in last.items() if confirmed >= DONE)


def _answers(plan: Plan, version: Version) -> dict[tuple[str, Key, str], Answered]:
    rows = list(Acceptance.objects.filter(plan=plan).order_by("version"))
    stale = {row.item_id for row in rows if row.version < version.number}
    promised = plan.items.filter(uid__in=stale).values_list("uid", "title", "text", "start", "due") if stale else ()
    texts = {uid: texts for uid, *texts in promised}
    return dict(
        answer_of(row, None)
        for row in rows
        if row.version >= version.number or row.about == about_of(row.role, *texts.get(row.item_id, GONE))
    )


def answer_of(row: Acceptance, moment: datetime | None) -> tuple[tuple[str, Key, str], Answered]:
    """Return where an acceptance stands, or stood at a moment."""
    state, since = row.state, None
    if moment is not None or state != AcceptanceState.ACCEPTED.value:
        steps = [step for step in row.to_value().history if moment is None or step.at <= moment]
        state = steps[-1].to.value if steps else AcceptanceState.OPEN.value
        since = steps[-1].at.astimezone(SHANGHAI).date() if steps else None
    return (str(row.item_id), row.organisation_id, row.role), (state, since, row.version)


def past(plan: Plan, day: date) -> Source:
    """Return what stood at the end of a day."""
    moment = end_of(day)
    version = plan.versions.filter(in_effect_at__lte=moment).order_by("-number").first()
    parties = [(code, code) for code in plan.memberships.values_list("party__code", flat=True)]
    bodies = [(code, code) for code in _codes(plan)]
    if version is None:
        return Source(day, plan.start, plan.end, None, parties=parties, bodies=bodies)
    value = plan_on(plan, day)
    histories = Report.objects.filter(plan=plan).select_related("item", "party", "organisation").order_by()
    told = (_then(report.to_value(), moment) for report in histories.iterator(chunk_size=2000))
    states = [each for each in told if each is not None]
    known = {item.uid: item for item in value.items}
    return Source(
        day,
        value.start,
        value.end,
        _in_effect(version),
        [(item.uid, item.uid, item.weight, item.start, item.due) for item in value.items],
        parties,
        bodies,
        [(item.uid, duty.party, duty.organisation, duty.role.value) for item in value.items for duty in item.duties],
        [(before, item.uid) for item in value.items for before in item.after if before in known],
        [row for row, _ in states],
        frozenset(_sure_then(states)),
        dict(_answers_then(plan, moment, version, known)),
        rhythms_of(plan),
    )


def _codes(plan: Plan) -> Iterable[str]:
    return Organisation.objects.filter(party__plans=plan).order_by("code").values_list("code", flat=True)


Then = tuple[ReportRow, tuple[str, str, str, bool] | None]
"""A report at a moment; and, where it had a confirmed figure: period, item, body, whether that was 100 percent."""


def _then(report: fulfilling.Report, moment: datetime) -> Then | None:
    found, key = fulfilling.stood(report, moment), report.duty
    if found is None:
        return None
    period, confirmed = report.period.code, fulfilling.percents(report, moment)[1]
    ends = (key.item, key.organisation, key.party, period, found.state.value, found.since)
    told = None if confirmed is None else (period, key.item, key.organisation, confirmed >= DONE)
    return (*ends, report.counterparts, found.confirmations), told


def _sure_then(states: Sequence[Then]) -> Iterator[tuple[Key, Key]]:
    last = {told[1:3]: told[3] for told in sorted(told for _, told in states if told is not None)}
    yield from (key for key, done in last.items() if done)


def _answers_then(
    plan: Plan, moment: datetime, version: Version, known: Mapping[str, drafting.Item]
) -> Iterator[tuple[tuple[str, Key, str], Answered]]:
    rows = Acceptance.objects.filter(plan=plan, version__lte=version.number).select_related("organisation", "party")
    for row in rows.order_by("version"):
        item = known.get(str(row.item_id))
        same = item is not None and row.about == about_of(row.role, item.title, item.text, item.start, item.due)
        if same or row.version == version.number:
            (uid, _, role), answered = answer_of(row, moment)
            yield (uid, row.organisation.code, role), answered
