"""Takes a plan's rhythm of reporting and an item; gives the periods for which reports are due, and by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xietong.basics import Period, PeriodKind
from xietong.drafting import Item, Plan
from xietong.fulfilling.calendar import Calendar


class Rounding(StrEnum):
    """What becomes of a reporting day that is a day off: it stays, or moves to the working day before or after it."""

    NONE = "none"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a plan is reported on. Reports are due on ``day`` of the period's last month (the last day of shorter
    months), or, where ``after_end`` is given, so many working days after the period's end.

    ``opens`` is how many days before the due day a report may be begun (the site invites then).
    """

    kind: PeriodKind = PeriodKind.QUARTER
    day: int = 28
    after_end: int | None = None
    rounding: Rounding = Rounding.LATER
    opens: int = 14


@dataclass(frozen=True, slots=True, order=True)
class DuePeriod:
    """A period to be reported on, the day its report is due and the day from which it may be begun."""

    due: date
    period: Period
    opens: date


def report_due(rhythm: Rhythm, period: Period, calendar: Calendar) -> date:
    """Return the day on which the report for a period is due.

    >>> from xietong.fulfilling.calendar import china
    >>> report_due(Rhythm(), Period.from_code("2025-Q2"), china())  # 28 June is a Saturday
    datetime.date(2025, 6, 30)
    """
    if rhythm.after_end is not None:
        return calendar.add_workdays(period.end, rhythm.after_end)
    day = period.end.replace(day=min(rhythm.day, period.end.day))
    if rhythm.rounding is Rounding.LATER:
        return calendar.first_workday(day)
    return calendar.last_workday(day) if rhythm.rounding is Rounding.EARLIER else day


def due_periods(
    rhythm: Rhythm,
    item: Item,
    *,
    plan: Plan,
    today: date,
    calendar: Calendar,
    due: date | None = None,
    finished: date | None = None,
) -> tuple[DuePeriod, ...]:
    """Return every period of an item whose report may be begun or was due by today, in order.

    An item is reported on from its start (its plan's start) until it is ``finished`` (the day its last lead duty was
    confirmed), also when it is overdue; ``due`` is the date in force where it was extended. Items that go on (no due
    date) are reported on until the plan ends.
    """
    due = due or item.due
    first = item.start or plan.start or due
    last = finished or (today if due is not None or plan.end is None else min(today, plan.end))
    if first is None:
        return ()
    periods = _periods(rhythm, Period.containing(first, rhythm.kind), last, calendar)
    return tuple(one for one in periods if one.opens <= today)


def last_due(rhythm: Rhythm, today: date, last: date, calendar: Calendar) -> DuePeriod:
    """Return the last period of ``due_periods`` for everything that began before it: begun by ``last`` (today, or the
    plan's end), and open for reports today. One answer for all items of a plan that have, or have no, due date."""
    period = Period.containing(last, rhythm.kind)
    while True:
        due = report_due(rhythm, period, calendar)
        opens = date.fromordinal(due.toordinal() - rhythm.opens)
        if opens <= today:
            return DuePeriod(due, period, opens)
        period = Period.containing(date.fromordinal(period.start.toordinal() - 1), rhythm.kind)


def _periods(rhythm: Rhythm, period: Period, last: date, calendar: Calendar) -> Iterator[DuePeriod]:
    while period.start <= last:
        due = report_due(rhythm, period, calendar)
        yield DuePeriod(due, period, date.fromordinal(due.toordinal() - rhythm.opens))
        period = period.next()


def missed_in_a_row(due: Iterable[DuePeriod], submitted: Iterable[Period], today: date) -> int:
    """Count how many reports in a row, ending with the last one due before today, were not submitted."""
    have = set(submitted)
    count = 0
    for one in sorted(due, reverse=True):
        if one.due >= today:
            continue
        if one.period in have:
            break
        count += 1
    return count
