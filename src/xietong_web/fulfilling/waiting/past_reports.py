"""Takes a plan and a moment; gives its reports as they stood then, as far as waits follow from them.

Reports that have not changed since are read as they are; only of the others, and of those still open, the history.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from xietong import fulfilling
from xietong.fulfilling import ReportState
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.models import DutyFigure, Report
from xietong_web.fulfilling.moved import Pair, moved_since, pairs_moved, reports_of_pairs

Key = int | str
DONE = 100
OPEN = tuple(state.value for state in ReportState if state is not ReportState.CONFIRMED)
ReportRow = tuple[Key, Key, Key, str, str, date, Sequence[str], Sequence[str]]
"""Item, body, party, period, state, the day it was reached, counterparts, confirmations."""
_NAMED = ("item", "party", "organisation")
_CODES = ("item__uid", "organisation__code", "party__code", "period")


def reports_then(
    plan: Plan, moment: datetime, periods: Collection[str]
) -> tuple[list[ReportRow], frozenset[tuple[Key, Key]]]:
    """Return the reports that were open then or are of the ``periods`` last due, and who stood at 100 percent."""
    pairs = pairs_moved(plan, moment)
    still = Report.objects.filter(plan=plan, state__in=OPEN, state_since__lte=moment)
    rows = [
        row for report in (*moved_since(plan, moment).select_related(*_NAMED), *still.select_related(*_NAMED))
        if (row := _then(report.to_value(), moment)) is not None
    ]  # fmt: skip
    confirmed = ReportState.CONFIRMED.value
    settled = Report.objects.filter(plan=plan, period__in=periods, state=confirmed, state_since__lte=moment).order_by()
    rows += [(*each, confirmed, date.min, (), ()) for each in settled.values_list(*_CODES)]
    return rows, frozenset((*_sure_still(plan, pairs), *_sure_then(plan, pairs, moment)))


def _then(report: fulfilling.Report, moment: datetime) -> ReportRow | None:
    found, key = fulfilling.stood(report, moment), report.duty
    if found is None:
        return None
    since = found.since.astimezone(SHANGHAI).date()
    ends = (key.item, key.organisation, key.party, report.period.code, found.state.value, since)
    return (*ends, report.counterparts, found.confirmations)


def _sure_still(plan: Plan, pairs: Collection[Pair]) -> Iterator[tuple[Key, Key]]:
    """Yield who stands at 100 percent confirmed and stood so: no report of that duty has changed since."""
    figures = DutyFigure.objects.filter(plan=plan, confirmed__gte=DONE)
    told = figures.values_list("item_id", "organisation_id", "item__uid", "organisation__code")
    yield from ((uid, code) for item, body, uid, code in told if (item, body) not in pairs)


def _sure_then(plan: Plan, pairs: Collection[Pair], moment: datetime) -> Iterator[tuple[Key, Key]]:
    """Yield who stood at 100 percent of what has changed since, by the last period that had a figure then."""
    last: dict[tuple[Key, Key], bool] = {}
    rows = reports_of_pairs(plan, pairs).select_related(*_NAMED).order_by("period") if pairs else ()
    for row in rows:
        if (row.item_id, row.organisation_id) in pairs:
            value = row.to_value()
            confirmed = fulfilling.percents(value, moment)[1]
            if confirmed is not None:
                last[value.duty.item, value.duty.organisation] = confirmed >= DONE
    yield from (key for key, done in last.items() if done)
