"""Takes acts on reports; gives the row of figures of each duty, and all rows of a plan as columns that follow the acts.

A page that knows the rows up to one entry of the journal asks for those beyond it: after an act one row, not all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Lock

import numpy as np
from django.db import transaction

from xietong.basics import Period
from xietong.fulfilling.calendar import Days, Ints
from xietong.fulfilling.progress import Floats
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.kept import kept
from xietong_web.fulfilling.models import DutyFigure, Report

_NAT = np.datetime64("NaT", "D")


def tell_figures(report: Report, entry: Entry) -> None:
    """Work out the figures of a report's duty anew after an act on it; the latest period counts that has a figure."""
    claimed: Decimal | None = None
    confirmed: Decimal | None = None
    said: date | None = None
    rows = Report.objects.filter(item=report.item_id, organisation=report.organisation_id).order_by()
    told = rows.values_list("period", "state", "claimed", "confirmed")
    for code, state, one, other in sorted(told, key=lambda row: Period.from_code(row[0]).end):
        claimed = one if one is not None else claimed
        confirmed = other if other is not None else confirmed
        said = Period.from_code(code).end if state != "draft" else said
    row = DutyFigure(
        plan_id=report.plan_id,
        item_id=report.item_id,
        organisation_id=report.organisation_id,
        claimed=None if claimed is None else float(claimed),
        confirmed=None if confirmed is None else float(confirmed),
        said=said,
        seq=entry.seq,
    )
    columns, key = ["claimed", "confirmed", "said", "seq"], ["item", "organisation"]
    DutyFigure.objects.bulk_create([row], update_conflicts=True, update_fields=columns, unique_fields=key)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A plan's tree and lead duties as columns: what stands until the plan changes. ``at`` finds a duty's row by the
    ids of its item and organisation; ``place`` an item's row by its id."""

    uids: list[str]
    parent: Ints
    weight: Floats
    parties: list[str]
    duty_item: Ints
    duty_party: Ints
    duty_body: Ints
    at: Mapping[tuple[int, int], int]
    place: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Percents claimed and confirmed (0 without) and the last day of the last period reported on, one a lead duty."""

    claimed: Floats
    confirmed: Floats
    said: Days
    seq: int
    seal: str
    count: int


_STORE: dict[str, tuple[Frame, Figures]] = {}
_LOCK = Lock()


def frame_of(plan: Plan) -> Frame:
    """Return a plan's frame, in three statements or none."""
    return kept(plan, "frame", lambda: _frame(plan), weight=lambda made: len(made.uids))


def _frame(plan: Plan) -> Frame:
    items = list(plan.items.order_by("path").values_list("pk", "uid", "parent_id", "weight"))
    place = {pk: number for number, (pk, *_) in enumerate(items)}
    codes = list(plan.memberships.values_list("party_id", "party__code"))
    party = {pk: number for number, (pk, _) in enumerate(codes)}
    duties = Duty.objects.filter(plan=plan, role="lead").exclude(organisation=None).exclude(party=None).order_by()
    led = {
        (item, body or 0): (place[item], party[side])
        for item, side, body in duties.values_list("item_id", "party_id", "organisation_id")
        if side in party
    }
    table = np.array(list(led.values()), dtype=np.int64).reshape(-1, 2)
    return Frame(
        uids=[uid for _, uid, _, _ in items],
        parent=np.array([place[above] if above else -1 for _, _, above, _ in items], dtype=np.int64),
        weight=np.array([float(each) for *_, each in items], dtype=np.float64),
        parties=[code for _, code in codes],
        duty_item=table[:, 0],
        duty_party=table[:, 1],
        duty_body=np.array([body for _, body in led], dtype=np.int64),
        at={key: row for row, key in enumerate(led)},
        place=place,
    )


def figures_of(plan: Plan, frame: Frame) -> Figures:
    """Return the figures of a plan's lead duties as they are; after an act the rows it changed are read, no others."""
    if transaction.get_connection().in_atomic_block:
        return _beyond(plan, frame, _none(frame))
    with _LOCK:
        known = _STORE.get(plan.pk)
    # After a restore the journal goes another way: figures known by an entry that is no longer there are forgotten.
    before = known[1] if known and known[0] is frame and _stands(known[1]) else _none(frame)
    found = _beyond(plan, frame, before)
    with _LOCK:
        _STORE[plan.pk] = (frame, found)
        while len(_STORE) > 20:
            _STORE.pop(next(iter(_STORE)))
    return found


def _none(frame: Frame) -> Figures:
    count = len(frame.duty_item)
    return Figures(np.zeros(count), np.zeros(count), np.full(count, _NAT), -1, "", 0)


def _stands(known: Figures) -> bool:
    return known.seq <= 0 or Entry.objects.filter(seq=known.seq, hash=known.seal).exists()


def _beyond(plan: Plan, frame: Frame, known: Figures) -> Figures:
    """Return the figures known with those of later entries put in."""
    rows = DutyFigure.objects.filter(plan=plan, seq__gt=known.seq).order_by("seq")
    told = list(rows.values_list("item_id", "organisation_id", "claimed", "confirmed", "said", "seq"))
    if not told:
        return known
    claimed, confirmed, said = known.claimed.copy(), known.confirmed.copy(), known.said.copy()
    for item, body, one, other, day, _ in told:
        at = frame.at.get((item, body))
        if at is not None:
            claimed[at], confirmed[at], said[at] = one or 0.0, other or 0.0, day or _NAT
    seq = told[-1][5]
    seal = Entry.objects.filter(seq=seq).values_list("hash", flat=True).first() or ""
    return Figures(claimed, confirmed, said, seq, seal, known.count + len(told))
