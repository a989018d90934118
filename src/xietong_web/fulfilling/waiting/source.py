"""Takes a plan's rows, as they stand or as they stood on a day; gives what its waits follow from, item by item.

Items, bodies and parties are named by keys: rows' ids today, uids and codes for a past day, whose items may be gone.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import FloatField, Q, QuerySet, TextField
from django.db.models.functions import Cast

from xietong import drafting, fulfilling
from xietong.fulfilling import AcceptanceState, ReportState, last_due
from xietong.fulfilling.calendar import Days
from xietong.fulfilling.columns import day_column
from xietong.fulfilling.progress import Floats
from xietong_web.accounts.models import Organisation
from xietong_web.audit.asking import Among, asked
from xietong_web.audit.queries import SHANGHAI, end_of
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Duty, Plan
from xietong_web.endorsing.models import Version
from xietong_web.fulfilling.duty_models import Acceptance, about_of
from xietong_web.fulfilling.models import DutyFigure, Report
from xietong_web.fulfilling.ruling.rhythms import rhythms_of
from xietong_web.fulfilling.ruling.terms import terms_of
from xietong_web.fulfilling.sheet import day_texts
from xietong_web.fulfilling.waiting.past_reports import DONE, OPEN, Key, ReportRow, reports_then

GONE = ("", "", None, None)
ACCEPTED = AcceptanceState.ACCEPTED.value
MANY = 500  # names that one statement takes
DutyRow = tuple[Key, Key, Key, str]
"""Item, party, body, role."""
Rhythms = tuple[fulfilling.Rhythm, ...]
Answered = tuple[str, date | None, int]
"""State of an acceptance, the day it was reached, the version it answers to."""


@dataclass(frozen=True, slots=True)
class Source:
    """What waits follow from. ``items``: key and uid, with a column each of weights, starts and due dates; ``sure``:
    who stands at 100 percent confirmed of what."""

    day: date
    start: date | None
    end: date | None
    version: tuple[int, date] | None
    items: Sequence[tuple[Key, str]] = ()
    weight: Floats = field(default_factory=lambda: np.zeros(0))
    first: Days = field(default_factory=lambda: day_column([]))
    due: Days = field(default_factory=lambda: day_column([]))
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


def present(plan: Plan, day: date, among: Collection[int] | None = None, beside: Collection[str] = ()) -> Source:
    """Return what stands now, in a constant number of statements.

    ``among``: of some items alone, by their rows' ids, with the bodies that have duties in them and those ``beside``.
    """
    terms = terms_of(plan)
    version, parties, rhythms = terms.version, terms.parties, terms.rhythms
    if version is None:
        return Source(day, plan.start, plan.end, None, parties=parties, bodies=_bodies(plan))
    periods = {owed.period.code for owed in owed_by(rhythms, day, plan.end)}
    of_items, of_item = ({}, {}) if among is None else ({"pk__in": among}, {"item__in": among})
    told = Duty.objects.filter(plan=plan, **of_item).exclude(party=None).order_by("id")
    items, weight, first, due = _item_columns(plan.items.filter(**of_items))
    place = {key: at for at, (key, _) in enumerate(items)}
    duties: list[DutyRow] = sorted(told.values_list(*DUTY), key=lambda row: place[row[0]])
    running = {(item, body): party for item, party, body, _ in duties}
    named = None if among is None else Q(pk__in={body for _, body in running}) | Q(code__in=beside)
    reports = Report.objects.filter(plan=plan, **of_item)
    links = plan.links.filter(before__in=among, after__in=among) if among is not None else plan.links.all()
    return Source(
        day,
        plan.start,
        plan.end,
        version,
        items,
        weight,
        first,
        due,
        parties,
        _bodies(plan, named),
        duties,
        list(links.order_by("id").values_list("before_id", "after_id")),
        _told(reports, periods, running),
        frozenset(sure_of(DutyFigure.objects.filter(plan=plan, **of_item))),
        _answers(plan, version[0], among),
        rhythms,
    )


def _bodies(plan: Plan, named: Q | None = None) -> list[tuple[Key, str]]:
    rows = Organisation.objects.filter(party__plans=plan) if named is None else Organisation.objects.filter(named)
    return list(rows.order_by("code").values_list("pk", "code"))


Running = Mapping[tuple[Key, Key], Key]
"""The party of each item and body that still has a duty in it: an amendment closes the other reports."""


def _told(reports: Any, periods: Collection[str], running: Running) -> list[ReportRow]:
    """Return the reports that are open, and those of the last periods that are confirmed: each by an index of its own.

    What is confirmed stands whole in its index: no more than that is asked of it.
    """
    confirmed = reports.filter(period__in=periods, state=ReportState.CONFIRMED.value).order_by()
    return [
        *(row for row in report_rows(reports.filter(state__in=OPEN)) if row[:2] in running),
        *(
            (item, body, running[item, body], period, ReportState.CONFIRMED.value, date.min, (), ())
            for item, body, period in confirmed.values_list("item_id", "organisation_id", "period")
            if (item, body) in running
        ),
    ]


def _item_columns(items: Any) -> tuple[list[tuple[Key, str]], Floats, Days, Days]:
    # Days come as text, weights as floats: Django would make 300,000 objects of 100,000 rows.
    told = {
        "weighs": Cast("weight", FloatField()),
        "starts": Cast("start", TextField()),
        "ends": Cast("due", TextField()),
    }
    rows = items.order_by("path").annotate(**told).values_list("pk", "uid", *told)
    keys, uids, weights, starts, dues = _columns(rows, 5)
    return list(zip(keys, uids, strict=True)), np.array(weights, dtype=np.float64), day_texts(starts), day_texts(dues)


def _columns(rows: Any, count: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [() for _ in range(count)]


DUTY = ("item_id", "party_id", "organisation_id", "role")
REPORT = ("item_id", "organisation_id", "party_id", "period", "state")
TEXTS = {f"{name}_text": Cast(name, TextField()) for name in ("state_since", "counterparts", "confirmations")}
_SECONDS, _SHANGHAI = len("2025-12-31 00:00:00"), np.timedelta64(8, "h")


def report_rows(rows: Any) -> list[ReportRow]:
    """Return reports as rows of a source."""
    return _report_rows(_as_texts(rows))


def reports_named(plan: Plan, uids: Collection[str]) -> list[ReportRow]:
    """Return some reports of a plan as rows of a source."""
    return _report_rows(_named(plan, [*uids]))


def _as_texts(rows: Any) -> Any:
    # For the same reason; both databases keep moments in UTC.
    return rows.order_by().annotate(**TEXTS).values_list(*REPORT, *TEXTS)


@asked
def _named(plan: Plan, uids: Sequence[str]) -> QuerySet[Report, tuple[Any, ...]]:
    found: QuerySet[Report, tuple[Any, ...]] = _as_texts(Report.objects.filter(Among("uid", uids), plan=plan))
    return found


def _report_rows(rows: Iterable[tuple[Any, ...]]) -> list[ReportRow]:
    item, body, party, period, state, since, needed, given = _columns(rows, 8)
    moments = np.array([text[:_SECONDS] for text in since], dtype="datetime64[s]") + _SHANGHAI
    days = moments.astype("datetime64[D]").tolist()
    sides = [[_codes_in(text) for text in texts] for texts in (needed, given)]
    return list(zip(item, body, party, period, state, days, *sides, strict=True))


@lru_cache(maxsize=1000)
def _codes_in(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _in_effect(version: Version) -> tuple[int, date]:
    at = version.in_effect_at or version.made_at
    return version.number, at.astimezone(SHANGHAI).date()


def sure_of(figures: Any) -> Iterator[tuple[Key, Key]]:
    """Yield which bodies stand at 100 percent confirmed of which items."""
    found: Iterator[tuple[int, int]] = figures.filter(confirmed__gte=DONE).values_list("item_id", "organisation_id")
    yield from found


def _answers(plan: Plan, version: int, among: Collection[int] | None) -> dict[tuple[str, Key, str], Answered]:
    """Return where each duty's answer stands; of what was accepted no history is read."""
    held = Acceptance.objects.filter(plan=plan)
    if among is not None:
        held = held.filter(item__in=plan.items.filter(pk__in=among).values("uid"))
    told = held.order_by("version").values_list("item_id", "organisation_id", "role", "state", "version", "about")
    rows: list[tuple[Any, ...]] = list(told)
    stale = {row[0] for row in rows if row[4] < version}
    promised = plan.items.filter(uid__in=stale) if len(stale) < MANY else plan.items.all()
    texts = (
        {uid: texts for uid, *texts in promised.values_list("uid", "title", "text", "start", "due")} if stale else {}
    )
    open_: dict[tuple[str, Key, str], Answered] = {}
    if any(row[3] != ACCEPTED for row in rows):
        open_ = dict(answer_of(row, None) for row in held.exclude(state=ACCEPTED).order_by("version"))
    return {
        (item, body, role): (state, None, number)
        if state == ACCEPTED
        else open_.get((item, body, role), (state, None, number))
        for item, body, role, state, number, about in rows
        if number >= version or about == about_of(role, *texts.get(item, GONE))
    }


def answer_of(row: Acceptance, moment: datetime | None) -> tuple[tuple[str, Key, str], Answered]:
    """Return where an acceptance stands, or stood at a moment."""
    state, since = row.state, None
    if moment is not None or state != ACCEPTED:
        steps = [step for step in row.to_value().history if moment is None or step.at <= moment]
        state = steps[-1].to.value if steps else AcceptanceState.OPEN.value
        since = steps[-1].at.astimezone(SHANGHAI).date() if steps else None
    return (str(row.item_id), row.organisation_id, row.role), (state, since, row.version)


def past(plan: Plan, day: date) -> Source:
    """Return what stood at the end of a day."""
    moment = end_of(day)
    version = plan.versions.filter(in_effect_at__lte=moment).order_by("-number").defer("content").first()
    parties = [(code, code) for code in plan.memberships.values_list("party__code", flat=True)]
    bodies = [(code, code) for code in _codes(plan)]
    if version is None:
        return Source(day, plan.start, plan.end, None, parties=parties, bodies=bodies)
    value = plan_on(plan, day)
    rhythms = rhythms_of(plan)
    rows, sure = reports_then(plan, moment, {owed.period.code for owed in owed_by(rhythms, day, value.end)})
    known = {item.uid: item for item in value.items}
    return Source(
        day,
        value.start,
        value.end,
        _in_effect(version),
        [(item.uid, item.uid) for item in value.items],
        np.array([float(item.weight) for item in value.items]),
        day_column(item.start for item in value.items),
        day_column(item.due for item in value.items),
        parties,
        bodies,
        [(item.uid, duty.party, duty.organisation, duty.role.value) for item in value.items for duty in item.duties],
        [(before, item.uid) for item in value.items for before in item.after if before in known],
        rows,
        sure,
        dict(_answers_then(plan, moment, version, known)),
        rhythms,
    )


def _codes(plan: Plan) -> Iterable[str]:
    return Organisation.objects.filter(party__plans=plan).order_by("code").values_list("code", flat=True)


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
