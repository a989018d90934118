"""Takes a plan and a day; gives its lead duties by unit: how many, how many past their date, a page of their items."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from django.db.models import Count, F, Min, Q, QuerySet

from xietong_web.accounts.models import Organisation
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.figures import Frame
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.lighting import Lit, lit


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items an organisation leads and how many are overdue; ``since`` is the earliest date that has passed."""

    pk: int
    ordinal: int
    code: str
    items: int
    overdue: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A lead unit of a page, with what it leads."""

    organisation: Organisation
    tally: Tally


@dataclass(frozen=True, slots=True)
class Group:
    """A unit with those of its duties that stand on a page; ``begun`` says that others stand on the page before."""

    unit: Unit
    duties: Sequence[Duty]
    begun: bool


def tallies(plan: Plan, day: date) -> tuple[Tally, ...]:
    """Return what each unit of a plan leads, in the order of parties and codes.

    Once a plan is agreed, what is overdue follows extensions and what was confirmed as done.
    """
    lamps = lit(plan, day)
    if lamps is None:
        return kept(plan, ("units", day), lambda: _counted(plan, day), weight=len)
    return _tallied(plan, lamps)


def _tallied(plan: Plan, lamps: Lit) -> tuple[Tally, ...]:
    frame = lamps.still.frame
    known = kept(plan, "lead bodies", lambda: _bodies(frame))
    pks, at = np.unique(frame.duty_body, return_inverse=True)
    late = lamps.late[frame.duty_item]
    items, overdue = np.bincount(at, minlength=len(pks)), np.bincount(at[late], minlength=len(pks))
    since = np.full(len(pks), np.datetime64("9999-12-31", "D"))
    np.minimum.at(since, at[late], lamps.columns.due[frame.duty_item][late])
    rows = zip(pks.tolist(), items.tolist(), overdue.tolist(), since.tolist(), strict=True)
    found = [Tally(pk, *known[pk], n, over, first if over else None) for pk, n, over, first in rows]
    return tuple(sorted(found, key=lambda each: (each.ordinal, each.code)))


def _bodies(frame: Frame) -> dict[int, tuple[int, str]]:
    rows = Organisation.objects.filter(pk__in=set(frame.duty_body.tolist()))
    return {pk: (ordinal, code) for pk, ordinal, code in rows.values_list("pk", "party__ordinal", "code")}


def late_tallies(plan: Plan, day: date) -> list[Tally]:
    """Return the units that lead overdue items, the most first."""
    return sorted((each for each in tallies(plan, day) if each.overdue), key=lambda each: -each.overdue)


def _counted(plan: Plan, day: date) -> tuple[Tally, ...]:
    late = Q(item__due__lt=day)
    columns = ("organisation", "organisation__party__ordinal", "organisation__code")
    led = Duty.objects.filter(plan=plan, role="lead").exclude(organisation=None).order_by().values(*columns)
    counted = led.annotate(n=Count("pk"), late=Count("pk", filter=late), since=Min("item__due", filter=late))
    rows = counted.values_list(*columns, "n", "late", "since")
    return tuple(sorted((Tally(*row) for row in rows), key=lambda each: (each.ordinal, each.code)))


def named_units(shown: Iterable[Tally]) -> list[Unit]:
    """Return the units of a page with their organisations, in one statement."""
    listed = list(shown)
    bodies = Organisation.objects.select_related("party").in_bulk([each.pk for each in listed])
    return [Unit(bodies[each.pk], each) for each in listed if each.pk in bodies]


def led_by(plan: Plan, organisation: Organisation) -> QuerySet[Duty]:
    """Return a unit's lead duties in a plan, by due date."""
    led = Duty.objects.filter(plan=plan, role="lead", organisation=organisation).select_related("item", "plan")
    return led.order_by(F("item__due").asc(nulls_last=True), "item__path")


def overdue_of(plan: Plan, organisation: Organisation, day: date) -> QuerySet[Duty]:
    """Return a unit's lead duties of overdue items, the oldest first."""
    led, lamps = led_by(plan, organisation), lit(plan, day)
    if lamps is None:
        return led.filter(item__due__lt=day)
    frame = lamps.still.frame
    places = frame.duty_item[(frame.duty_body == organisation.pk) & lamps.late[frame.duty_item]]
    return led.filter(item__in=lamps.still.pks[places].tolist())


def page_of_groups(plan: Plan, counted: Sequence[Tally], first: int, length: int) -> list[Group]:
    """Return the lead duties from place ``first`` on, in groups of their units.

    The counts say which units stand on a page: a page far behind costs no more than the first.
    """
    spans: dict[int, tuple[int, int]] = {}
    shown, at = [], 0
    for each in counted:
        low, high = max(first, at), min(first + length, at + each.items)
        if low < high:
            shown.append(each)
            spans[each.pk] = (low - at, high - at)
        at += each.items
    led = Duty.objects.filter(plan=plan, role="lead", organisation__in=list(spans))
    rows = led.order_by("organisation_id", F("item__due").asc(nulls_last=True), "item__path", "pk")
    pks = {unit: [pk for pk, _ in each][slice(*spans[unit])] for unit, each in _by_unit(rows)}
    duties = led.select_related("item", "plan").in_bulk([pk for each in pks.values() for pk in each])
    return [
        Group(unit, [duties[pk] for pk in pks.get(unit.tally.pk, [])], begun=spans[unit.tally.pk][0] > 0)
        for unit in named_units(shown)
    ]


def _by_unit(rows: QuerySet[Duty]) -> Iterator[tuple[int, Iterator[tuple[int, int]]]]:
    return groupby(rows.values_list("pk", "organisation_id"), key=lambda row: row[1])
