"""Takes items that come back and milestones; gives their dated occurrences and each party's deadlines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xietong.basics import Period, PeriodKind
from xietong.drafting import Item, Recurrence, Role

KINDS = {
    Recurrence.MONTHLY: PeriodKind.MONTH,
    Recurrence.QUARTERLY: PeriodKind.QUARTER,
    Recurrence.YEARLY: PeriodKind.YEAR,
}
# The longest a window may be (days) to be read as "this stretch of every month, quarter, year".
_LONGEST = {PeriodKind.MONTH: 31, PeriodKind.QUARTER: 92, PeriodKind.YEAR: 366}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time round of a recurring item: the period it belongs to and its days (inclusive)."""

    period: Period
    start: date
    due: date


def occurrences(recurrence: Recurrence, start: date | None, due: date | None, until: date) -> tuple[Occurrence, ...]:
    """Return the rounds of a recurring item up to ``until`` (inclusive, by due date), in order.

    A window that fits into one period is repeated in each: due 28 January, monthly, is due on the 28th of every month
    (on the last day of shorter ones). A longer window is the item's life: each whole period in it is a round, due on
    the period's last day or the window's. With a start alone the rounds begin with its period; with no date, or for
    ``ongoing`` and items that do not come back, there are none.
    """
    kind = KINDS.get(recurrence)
    first = start or due
    if kind is None or first is None:
        return ()
    if due is not None and (start is None or (due - start).days < _LONGEST[kind]):
        return tuple(_repeated(kind, start, due, until))
    return tuple(_filled(kind, first, until if due is None else min(due, until)))


def _repeated(kind: PeriodKind, start: date | None, due: date, until: date) -> Iterator[Occurrence]:
    first = period = Period.containing(due, kind)
    while (end := _same_place(due, first, period)) <= until:
        begin = period.start if start is None else _same_place(start, first, period)
        yield Occurrence(period, min(begin, end), end)
        period = period.next()


def _same_place(day: date, first: Period, period: Period) -> date:
    """Move a day by the months between two periods; beyond the month's end it is the last day."""
    months = day.year * 12 + day.month - 1 + _months(period) - _months(first)
    year, month = divmod(months, 12)
    last = Period(year, month + 1, PeriodKind.MONTH).end
    # The last day of its month stays the last day: 30 June comes back as 31 December.
    at_end = (day + timedelta(days=1)).day == 1
    return last if at_end or day.day > last.day else last.replace(day=day.day)


def _months(period: Period) -> int:
    return period.start.year * 12 + period.start.month


def _filled(kind: PeriodKind, first: date, last: date) -> Iterator[Occurrence]:
    period = Period.containing(first, kind)
    while max(period.start, first) <= last and period.end <= last:
        yield Occurrence(period, max(period.start, first), period.end)
        period = period.next()
    if period.start <= last < period.end and first <= last:
        yield Occurrence(period, max(period.start, first), last)


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A day on which a party has to deliver: an item's due date, one round of it, or a milestone (``milestone`` is its
    uid, empty otherwise). ``organisations`` are the party's lead bodies for the item."""

    due: date
    party: str
    item: str
    milestone: str
    title: str
    organisations: tuple[str, ...]


def deadlines(items: Sequence[Item], *, since: date, until: date) -> tuple[Deadline, ...]:
    """Return every deadline between two days (inclusive) once for each party with a lead duty, in order of day."""
    found: list[Deadline] = []
    for item in items:
        leads: dict[str, list[str]] = {}
        for duty in item.duties:
            if duty.role is Role.LEAD:
                leads.setdefault(duty.party, []).append(duty.organisation)
        days = [*_days_of(item, until), *((m.due, m.uid, m.title) for m in item.milestones)]
        found += [
            Deadline(day, party, item.uid, milestone, title, tuple(bodies))
            for day, milestone, title in days
            if since <= day <= until
            for party, bodies in leads.items()
        ]
    return tuple(sorted(found))


def _days_of(item: Item, until: date) -> Iterable[tuple[date, str, str]]:
    rounds = occurrences(item.recurrence, item.start, item.due, until)
    if rounds:
        return [(one.due, "", item.title) for one in rounds]
    return [] if item.due is None else [(item.due, "", item.title)]
