"""Takes a plan's rows as columns; gives its timetable, laid out once for all pages of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from xietong import drafting, fulfilling
from xietong.fulfilling import impossible
from xietong.fulfilling.calendar import DAY, Days, Flags, Ints
from xietong_web.drafting.models import Duty, Milestone, Plan
from xietong_web.fulfilling.extending.queries import dues_in_force
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.item_rows import item_rows


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A plan in time. ``pks`` are the items' ids in reading order; ``agreed`` the first agreed starts and due dates;
    ``marked`` holds the items with milestones or rounds, with nothing else in them, by their places."""

    table: fulfilling.Timetable
    pks: Ints
    agreed: tuple[Days, Days]
    marked: dict[int, drafting.Item]


def laid_out(plan: Plan, day: date) -> Laid:
    """Return a plan's present rows laid out as seen from a day, in three statements."""
    return kept(plan, ("timetable", day), lambda: _lay_out(plan, day), weight=lambda made: len(made.pks))


def _lay_out(plan: Plan, day: date) -> Laid:
    _, pks, parents, uids, numbers, titles, rhythms, *dates = _columns(item_rows(plan), 11)
    ids = np.array(pks, dtype=np.int64)
    start, due, first_start, first_due = (day_texts(texts) for texts in dates)
    original = due.copy()
    place = {uid: at for at, uid in enumerate(uids)}
    for uid, later in dues_in_force(plan).items():
        due[place[uid]] = later  # what was agreed stays visible behind it
    links = plan.links.order_by("id").values_list("before_id", "after_id")
    before, after = _columns(links, 2)
    columns = fulfilling.Columns(
        uids, [number + title for number, title in zip(numbers, titles, strict=True)],
        _places(ids, [-1 if parent is None else parent for parent in parents]), start, due,
    )  # fmt: skip
    waits = fulfilling.LinkColumns(_places(ids, before), _places(ids, after), np.zeros(len(before), dtype=np.int64))
    marked = _marked(plan, columns, ids, numbers, titles, rhythms)
    table = fulfilling.lay_out(
        columns, waits, today=day, calendar=fulfilling.china(), start=plan.start, end=plan.end,
        found=tuple(impossible.milestones(marked.values())),
    )  # fmt: skip
    never = np.isnat(first_start) & np.isnat(first_due)
    agreed = (np.where(never, start, first_start).astype(DAY), np.where(never, original, first_due).astype(DAY))
    return Laid(table, ids, agreed, marked)


def _marked(
    plan: Plan,
    columns: fulfilling.Columns,
    ids: Ints,
    numbers: Sequence[str],
    titles: Sequence[str],
    rhythms: Sequence[str],
) -> dict[int, drafting.Item]:
    rows = Milestone.objects.filter(plan=plan).values_list("item_id", "uid", "title", "due")
    places = _places(ids, [row[0] for row in rows])
    milestones: dict[int, list[drafting.Milestone]] = {at: [] for at, rhythm in enumerate(rhythms) if rhythm}
    for at, (_, uid, title, due) in zip(places.tolist(), rows, strict=True):
        milestones.setdefault(at, []).append(drafting.Milestone(uid, title, due))
    return {
        at: drafting.Item(
            columns.uids[at], None, 0, drafting.Kind.TASK, titles[at], numbers[at],
            start=columns.start[at].item(), due=columns.due[at].item(),
            recurrence=drafting.Recurrence(rhythms[at]), milestones=tuple(milestones[at]),
        )
        for at in sorted(milestones)
    }  # fmt: skip


def places_of_party(plan: Plan, laid: Laid, party: str) -> list[int]:
    """Return the places of the items in which a party has a duty, in reading order."""
    has = Duty.objects.filter(plan=plan, party__code=party).order_by().values_list("item_id", flat=True)
    wanted: Flags = np.isin(laid.pks, np.fromiter(has, dtype=np.int64))
    return [int(at) for at in np.flatnonzero(wanted)]


def _columns(rows: Any, count: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [() for _ in range(count)]


def day_texts(texts: Sequence[str | None]) -> Days:
    """Turn days written ``2025-12-31`` into a column; ``None`` becomes ``NaT``."""
    return np.array([text or "NaT" for text in texts], dtype=DAY)


def _places(ids: Ints, wanted: Sequence[int]) -> Ints:
    """Return the place of each wanted id among the ids; −1 for −1."""
    asked = np.array(wanted, dtype=np.int64)
    if not len(ids):
        return asked
    order = np.argsort(ids)
    at = np.minimum(np.searchsorted(ids, asked, sorter=order), len(ids) - 1)
    return np.where(asked < 0, -1, order[at])
