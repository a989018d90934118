"""Takes a plan and a day; gives its rhythm of reporting, the rules of its lights, and the periods due by then."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile

from django.db.models import QuerySet

from xietong import fulfilling
from xietong.basics import Period, Refusal
from xietong.fulfilling import DuePeriod, LightRules, Rhythm
from xietong_web.audit.asking import asked
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.ruling.models import PlanLightRules, PlanRhythm


@asked
def _rhythms(plan: Plan) -> QuerySet[PlanRhythm]:
    return PlanRhythm.objects.filter(plan=plan)


def rhythms_of(plan: Plan) -> tuple[Rhythm, ...]:
    """Return all versions of a plan's rhythm; the built-in one where nobody has set any."""
    found = tuple(row.to_value() for row in _rhythms(plan))
    return found or (Rhythm(),)


def light_rules_of(plan: Plan) -> tuple[LightRules, ...]:
    """Return all versions of the rules behind a plan's lights that somebody has set."""
    return tuple(row.to_value() for row in PlanLightRules.objects.filter(plan=plan))


def period_of(rhythms: Sequence[Rhythm], day: date) -> Period:
    """Return the period of a plan's rhythm that holds a day."""
    return Period.containing(day, fulfilling.rhythm_on(rhythms, day).kind)


def checked_period(rhythms: Sequence[Rhythm], code: str) -> Period:
    """Return the period of a code. Raises Refusal ``bad-period`` where the plan is not reported on in such periods."""
    try:
        period = Period.from_code(code)
    except ValueError as trouble:
        raise Refusal(
            "bad-period", zh=f"没有“{code}”这样的填报期。", en=f"There is no period “{code}”.", field="period"
        ) from trouble
    if period.kind is not fulfilling.rhythm_on(rhythms, period.start).kind:
        asked = period_of(rhythms, period.start).code
        raise Refusal(
            "bad-period",
            zh=f"本计划在“{code}”期间按其他周期填报，请填报“{asked}”。",
            en=f"The plan is reported on in another rhythm at the time of “{code}”; report for “{asked}”.",
            field="period",
        )
    return period


def report_due_on(rhythms: Sequence[Rhythm], period: Period) -> date:
    """Return the day on which the report for a period is due."""
    return fulfilling.report_due(fulfilling.rhythm_on(rhythms, period.start), period, fulfilling.china())


@lru_cache(maxsize=256)
def periods_known(rhythms: tuple[Rhythm, ...], first: date, last: date) -> tuple[DuePeriod, ...]:
    """Return the periods from one day to another; asked for every duty of a page, so remembered."""
    return fulfilling.periods_between(rhythms, first, last, fulfilling.china())


def last_periods(rhythms: tuple[Rhythm, ...], plan: Plan, item: Item, day: date) -> list[DuePeriod]:
    """Return the last two periods of an item whose report may be begun or was due by a day, in order."""
    first = item.start or plan.start or item.due
    if first is None:
        return []
    last = day if item.due is not None or plan.end is None else min(day, plan.end)
    known = periods_known(rhythms, date(first.year, 1, 1), last)
    begun = (one for one in reversed(known) if one.opens <= day)
    return [*takewhile(lambda one: one.period.end >= first, islice(begun, 2))][::-1]


def upcoming(rhythms: Sequence[Rhythm], day: date, count: int) -> list[Period]:
    """Return the running period and those that follow it."""
    found = [period_of(rhythms, day)]
    while len(found) < count:
        found.append(period_of(rhythms, found[-1].next().start))
    return found
