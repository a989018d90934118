"""Takes a plan; gives its items in time, as they stand or as they stood on a day."""

from collections.abc import Sequence
from datetime import date

from xietong import drafting, fulfilling
from xietong_web.audit.days import today
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value


def timed(plan: Plan, day: date | None) -> tuple[Sequence[drafting.Item], fulfilling.Timetable | None]:
    """Return the items in reading order with their timetable; none for a plan without items.

    Raises Refusal ``not-yet`` for a day before the plan was made.
    """
    value = plan_value(plan) if day is None else plan_on(plan, day)
    if not value.items:
        return (), None
    table = fulfilling.timetable(
        value.items, today=day or today(), calendar=fulfilling.china(), start=value.start, end=value.end
    )
    return value.items, table
