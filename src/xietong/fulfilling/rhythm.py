"""Takes a plan's rhythm of reporting and an item; gives the periods for which reports are due, and by when.

A plan versions its rhythm: each version governs the periods that begin while it is in force, so that what was due never
changes afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xietong.basics import Period, PeriodKind, Refusal
from xietong.drafting import Item, Plan
from xietong.fulfilling.calendar import Calendar


class Rounding(StrEnum):
    """What becomes of a reporting day that is a day off: it stays, or moves to the working day before or after it."""

    NONE = "stays"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a plan is reported on. Reports are due on ``day`` of the period's last month (the last day of shorter
    months), or, where ``after_end`` is given, so many working days after the period's end.

    ``opens`` is how many days before the due day a report may be begun (the site invites then). ``version`` counts the
    rhythms of a plan; ``valid_from`` is the first day of the first period that this one governs.
    """

    kind: PeriodKind = PeriodKind.QUARTER
    day: int = 28
    after_end: int | None = None
    rounding: Rounding = Rounding.LATER
    opens: int = 14
    version: int = 1
    valid_from: date = date.min


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


def rhythm_on(versions: Sequence[Rhythm], day: date) -> Rhythm:
    """Return the rhythm that governs a period beginning on a day; the built-in one where there is none."""
    return max((one for one in versions if one.valid_from <= day), key=_valid_from, default=Rhythm())


def follow(versions: Sequence[Rhythm], new: Rhythm, *, today: date) -> Rhythm:
    """Return a rhythm that may follow the versions there are: from a day to come on which a period of either begins.

    Refuses ``bad-rhythm`` (a day that no month has, a window that never closes), ``rules-for-the-past`` and
    ``mid-period``.
    """
    if not (1 <= new.day <= 31 and 0 <= new.opens <= 92 and (new.after_end is None or 0 <= new.after_end <= 60)):
        raise Refusal(
            "bad-rhythm",
            zh="填报日须在 1 至 31 之间，期后工作日 0 至 60，提前开放 0 至 92 天；请改正。",
            en="The reporting day lies between 1 and 31, working days after the end between 0 and 60, days open before "
            "between 0 and 92; correct it.",
        )
    if new.valid_from == date.min:
        return new
    if new.valid_from <= today:
        raise Refusal(
            "rules-for-the-past",
            zh="新的填报周期须从今后的某一天起施行；已到期的不再改变。",
            en="A new rhythm begins on a day to come; what has fallen due does not change.",
            field="valid_from",
        )
    before = rhythm_on(versions, new.valid_from)
    if any(Period.containing(new.valid_from, kind).start != new.valid_from for kind in (before.kind, new.kind)):
        raise Refusal(
            "mid-period",
            zh=f"{new.valid_from} 处在一个填报期当中；请选择新旧周期都从头开始的一天（如季初、年初）。",
            en=f"{new.valid_from} lies within a period; choose a day on which a period of the old and of the new "
            "rhythm begins, such as the first of a quarter or year.",
            field="valid_from",
        )
    return new


def _valid_from(rhythm: Rhythm) -> tuple[date, int]:
    return rhythm.valid_from, rhythm.version


def periods_between(versions: Sequence[Rhythm], first: date, last: date, calendar: Calendar) -> tuple[DuePeriod, ...]:
    """Return every period from the one that holds ``first`` to the one that holds ``last``, each under its rhythm."""
    return tuple(_periods(versions, first, last, calendar))


def due_periods(
    rhythm: Rhythm | Sequence[Rhythm],
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
    date) are reported on until the plan ends. ``rhythm`` may be all versions of the plan's.
    """
    due = due or item.due
    first = item.start or plan.start or due
    last = finished or (today if due is not None or plan.end is None else min(today, plan.end))
    if first is None:
        return ()
    versions = (rhythm,) if isinstance(rhythm, Rhythm) else rhythm
    return tuple(one for one in _periods(versions, first, last, calendar) if one.opens <= today)


def last_due(rhythm: Rhythm | Sequence[Rhythm], today: date, last: date, calendar: Calendar) -> DuePeriod:
    """Return the last period of ``due_periods`` for everything that began before it: begun by ``last`` (today, or the
    plan's end), and open for reports today. One answer for all items of a plan that have, or have no, due date.
    """
    versions = (rhythm,) if isinstance(rhythm, Rhythm) else rhythm
    while True:
        ruling = rhythm_on(versions, Period.containing(last, rhythm_on(versions, last).kind).start)
        period = Period.containing(last, ruling.kind)
        due = report_due(ruling, period, calendar)
        opens = date.fromordinal(due.toordinal() - ruling.opens)
        if opens <= today:
            return DuePeriod(due, period, opens)
        last = date.fromordinal(period.start.toordinal() - 1)


def _periods(versions: Sequence[Rhythm], first: date, last: date, calendar: Calendar) -> Iterator[DuePeriod]:
    period = Period.containing(first, rhythm_on(versions, first).kind)
    while period.start <= last:
        # A period belongs to the rhythm of its first day; a change falls on a day that begins one of either kind.
        rhythm = rhythm_on(versions, period.start)
        period = Period.containing(period.start, rhythm.kind)
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
