"""Takes a plan's rows as columns; gives its items in time as agreed, and its timetable, laid out once for all pages."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong import drafting, fulfilling
from xietong.fulfilling import impossible
from xietong.fulfilling.agreed import Agreed, as_agreed
from xietong.fulfilling.calendar import DAY, Days, Flags, Ints
from xietong.fulfilling.timetable import reckon
from xietong_web.drafting.models import Duty, Milestone, Plan
from xietong_web.fulfilling.extending.queries import dues_in_force
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.sheet import Rows, Sheet, places, sheet


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A plan in time. ``pks`` are the items' ids in reading order; ``agreed`` the first agreed starts and due dates;
    ``marked`` holds the items with milestones or rounds, with nothing else in them, by their places."""

    table: fulfilling.Timetable
    pks: Ints
    agreed: tuple[Days, Days]
    marked: dict[int, drafting.Item]


def laid_out(plan: Plan, day: date) -> Laid:
    """Return a plan's present rows laid out as seen from a day."""
    return kept(plan, ("timetable", day), lambda: _lay_out(plan, day), weight=lambda made: len(made.pks))


def agreed_on(plan: Plan, day: date) -> Agreed:
    """Return a plan's present rows in time as agreed: all that it takes to move an item."""
    made = sheet(plan)
    return _agreed(plan, made, _columns(plan, made), day)


def _columns(plan: Plan, made: Sheet) -> fulfilling.Columns:
    rows, due = made.rows, made.rows.due.copy()
    place = {uid: at for at, uid in enumerate(rows.uids)} if (later := dues_in_force(plan)) else {}
    for uid, granted in later.items():
        due[place[uid]] = granted  # what was agreed stays visible behind it
    return fulfilling.Columns(rows.uids, rows.names, made.shape.tree.parent, rows.start, due)


def _agreed(plan: Plan, made: Sheet, columns: fulfilling.Columns, day: date) -> Agreed:
    return as_agreed(columns, made.shape, today=day, calendar=fulfilling.china(), start=plan.start, end=plan.end)


def _lay_out(plan: Plan, day: date) -> Laid:
    made = sheet(plan)
    rows, columns = made.rows, _columns(plan, made)
    marked = _marked(plan, columns, rows)
    table = reckon(_agreed(plan, made, columns, day), tuple(impossible.milestones(marked.values())))
    never = np.isnat(rows.first_start) & np.isnat(rows.first_due)
    first = (np.where(never, rows.start, rows.first_start), np.where(never, rows.due, rows.first_due))
    return Laid(table, rows.pks, (first[0].astype(DAY), first[1].astype(DAY)), marked)


def _marked(plan: Plan, columns: fulfilling.Columns, rows: Rows) -> dict[int, drafting.Item]:
    found = Milestone.objects.filter(plan=plan).values_list("item_id", "uid", "title", "due")
    milestones: dict[int, list[drafting.Milestone]] = {at: [] for at, rhythm in enumerate(rows.rhythms) if rhythm}
    for at, (_, uid, title, due) in zip(places(rows.pks, [row[0] for row in found]).tolist(), found, strict=True):
        milestones.setdefault(at, []).append(drafting.Milestone(uid, title, due))
    return {
        at: drafting.Item(
            rows.uids[at], None, 0, drafting.Kind.TASK, rows.names[at].removeprefix(rows.numbers[at]), rows.numbers[at],
            start=columns.start[at].item(), due=columns.due[at].item(),
            recurrence=drafting.Recurrence(rows.rhythms[at]), milestones=tuple(milestones[at]),
        )
        for at in sorted(milestones)
    }  # fmt: skip


def places_of_party(plan: Plan, laid: Laid, party: str) -> list[int]:
    """Return the places of the items in which a party has a duty, in reading order."""
    has = Duty.objects.filter(plan=plan, party__code=party).order_by().values_list("item_id", flat=True)
    wanted: Flags = np.isin(laid.pks, np.fromiter(has, dtype=np.int64))
    return [int(at) for at in np.flatnonzero(wanted)]
