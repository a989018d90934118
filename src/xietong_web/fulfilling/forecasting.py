"""Takes the report history of an item; gives when it may finish, with the spread, by which method and from what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

import numpy as np

from xietong import drafting, fulfilling
from xietong.basics import Period
from xietong.fulfilling import Forecast, ReportAct, Reported, StepTaken
from xietong_web.audit.queries import SHANGHAI, end_of
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.rows import item_values
from xietong_web.fulfilling.models import Report

PEERS = 400  # reports of the items beside it that lend their steps
COUNTS = frozenset({ReportAct.PASS, ReportAct.CONFIRM, ReportAct.RETURN, ReportAct.REOPEN_FIGURES})


@dataclass(frozen=True, slots=True)
class ShownForecast:
    """A forecast as a page shows it; ``on_time`` in percent, ``reports`` is how many reports it rests on."""

    found: Forecast
    on_time: int | None
    reports: int


def forecast_of(plan: Plan, row: Item, due: date | None, day: date) -> ShownForecast | None:
    """Return when an item may be finished as seen on a day; ``None`` without a report that counts, or finished.

    The history is the item's joint confirmed percent on each day on which it changed. The same day and reports give the
    same forecast: its dice are thrown from them.
    """
    rows = Report.objects.filter(item=row).select_related("item", "party", "organisation")
    reports = [each.to_value() for each in rows]
    (item,) = item_values(plan, plan.items.filter(pk=row.pk))
    history = joint_history(item, reports, day)
    if not history:
        return None
    rng = np.random.default_rng(crc32(f"{row.uid} {day} {len(history)}".encode()))
    pool = _peer_steps(plan, row, day)
    found = fulfilling.forecast(history, today=day, rng=rng, due=due, pool=pool)
    if found is None:
        return None
    return ShownForecast(found, None if found.on_time is None else round(100 * found.on_time), len(reports))


def joint_history(item: drafting.Item, reports: Sequence[fulfilling.Report], day: date) -> list[Reported]:
    """Return an item's joint confirmed percent on each day up to one on which an act on a report counted."""
    acts = {step.at for report in reports for step in report.history if step.act in COUNTS}
    ends: Mapping[date, datetime] = {at.astimezone(SHANGHAI).date(): at for at in sorted(acts)}
    found = []
    for when in sorted(each for each in ends if each <= day):
        stand = fulfilling.progress([item], fulfilling.figures(reports, end_of(when))).of(item.uid)
        found.append(Reported(when, stand.joint or 0.0))
    return found


def _peer_steps(plan: Plan, row: Item, day: date) -> list[StepTaken]:
    """Return the steps that the items of the same branch took from one report to the next, by their periods."""
    rows = Report.objects.filter(plan=plan, item__branch=row.branch, confirmed__isnull=False).exclude(item=row)
    histories: dict[tuple[int, int], list[Reported]] = defaultdict(list)
    told = rows.order_by("item_id", "organisation_id").values_list("item_id", "organisation_id", "period", "confirmed")
    for item, body, period, confirmed in told[:PEERS]:
        ended = Period.from_code(period).end
        if ended <= day and confirmed is not None:
            histories[item, body].append(Reported(ended, float(confirmed)))
    return [step for history in histories.values() for step in fulfilling.steps(history)]
