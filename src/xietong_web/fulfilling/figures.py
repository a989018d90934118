"""Takes acts on reports; gives the row of figures of each duty, and all rows of a plan as columns.

Who knows the rows up to one entry of the journal asks for those beyond it: after an act one row, not all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import numpy as np
from django.db.models import FloatField, QuerySet, TextField
from django.db.models.functions import Cast

from xietong.basics import Period
from xietong.fulfilling.calendar import Days, Ints
from xietong.fulfilling.progress import Floats
from xietong.fulfilling.tree import Tree, tree
from xietong_web.audit.asking import asked
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.models import DutyFigure, Report
from xietong_web.fulfilling.ruling.terms import Terms

_NAT = np.datetime64("NaT", "D")


def tell_figures(report: Report, entry: Entry) -> None:
    """Work out the figures of a report's duty anew after an act on it; the latest period counts that has a figure."""
    claimed, confirmed, said = figures_told(_told(report.item_id, report.organisation_id))
    row = DutyFigure(
        plan_id=report.plan_id,
        item_id=report.item_id,
        organisation_id=report.organisation_id,
        claimed=claimed,
        confirmed=confirmed,
        said=said,
        seq=entry.seq,
    )
    columns, key = ["claimed", "confirmed", "said", "seq"], ["item", "organisation"]
    DutyFigure.objects.bulk_create([row], update_conflicts=True, update_fields=columns, unique_fields=key)


TOLD = ("period", "state", "claimed", "confirmed")


@asked
def _told(item: int, organisation: int) -> QuerySet[Report, tuple[Any, ...]]:
    return Report.objects.filter(item=item, organisation=organisation).order_by().values_list(*TOLD)


def figures_told(
    reports: Iterable[tuple[str, str, Decimal | None, Decimal | None]],
) -> tuple[float | None, float | None, date | None]:
    """Return claimed, confirmed and said of a :class:`DutyFigure` from the ``TOLD`` of its duty's reports."""
    claimed: Decimal | None = None
    confirmed: Decimal | None = None
    said: date | None = None
    for code, state, one, other in sorted(reports, key=lambda row: Period.from_code(row[0]).end):
        claimed = one if one is not None else claimed
        confirmed = other if other is not None else confirmed
        said = Period.from_code(code).end if state != "draft" else said
    return None if claimed is None else float(claimed), None if confirmed is None else float(confirmed), said


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A plan's tree and lead duties as columns: what stands until the plan changes. ``at`` finds a duty's row by the
    ids of its item and organisation; ``place`` an item's row by its id; ``number`` is of this frame alone."""

    uids: list[str]
    tree: Tree
    weight: Floats
    parties: list[str]
    duty_item: Ints
    duty_party: Ints
    duty_body: Ints
    at: Mapping[tuple[int, int], int]
    place: Mapping[int, int]
    number: int = field(default_factory=count(1).__next__)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Percents claimed and confirmed (0 without) and the last day of the last period reported on, one a lead duty;
    of how many rows, the last of which changed with the journal's entry ``seq``."""

    claimed: Floats
    confirmed: Floats
    said: Days
    seq: int
    count: int


def frame_of(plan: Plan, terms: Terms, among: Collection[int] | None = None) -> Frame:
    """Return a plan's frame in two statements; that of some items alone, by their rows' ids, ``among`` which all lies
    that it is made of."""
    items = plan.items.all() if among is None else plan.items.filter(pk__in=among)
    weighed = items.order_by("path").annotate(weighs=Cast("weight", FloatField()))
    rows = list(weighed.values_list("pk", "uid", "parent_id", "weighs"))
    place = {pk: number for number, (pk, *_) in enumerate(rows)}
    codes = terms.parties
    party = {pk: number for number, (pk, _) in enumerate(codes)}
    duties = Duty.objects.filter(plan=plan, role="lead").exclude(organisation=None).exclude(party=None).order_by()
    duties = duties if among is None else duties.filter(item__in=among)
    led = {
        (item, body or 0): (place[item], party[side])
        for item, side, body in duties.values_list("item_id", "party_id", "organisation_id")
        if side in party
    }
    table = np.array(list(led.values()), dtype=np.int64).reshape(-1, 2)
    return Frame(
        uids=[uid for _, uid, _, _ in rows],
        tree=tree(np.array([place.get(above, -1) for _, _, above, _ in rows], dtype=np.int64)),
        weight=np.array([weight for *_, weight in rows], dtype=np.float64),
        parties=[code for _, code in codes],
        duty_item=table[:, 0],
        duty_party=table[:, 1],
        duty_body=np.array([body for _, body in led], dtype=np.int64),
        at={key: row for row, key in enumerate(led)},
        place=place,
    )


def figures_of(plan: Plan, frame: Frame) -> Figures:
    """Return the figures of a plan's lead duties as they are."""
    return figures_after(plan, frame, none_yet(frame))


def none_yet(frame: Frame) -> Figures:
    """Return figures of which nothing is known."""
    size = len(frame.duty_item)
    return Figures(np.zeros(size), np.zeros(size), np.full(size, _NAT), -1, 0)


def figures_after(plan: Plan, frame: Frame, known: Figures) -> Figures:
    """Return the figures known with those of later entries put in; the same where there are none."""
    told = _later(plan, known.seq)
    return _with(frame, known, [row[:-1] for row in told], told[-1][-1]) if told else known


_FIGURE = ("item_id", "organisation_id", "claimed", "confirmed", "until")


@asked
def _later(plan: Plan, seq: int) -> QuerySet[DutyFigure, tuple[Any, ...]]:
    rows = DutyFigure.objects.filter(plan=plan, seq__gt=seq).annotate(until=Cast("said", TextField())).order_by("seq")
    return rows.values_list(*_FIGURE, "seq")


def _with(frame: Frame, known: Figures, told: Sequence[tuple[Any, ...]], seq: int) -> Figures:
    claimed, confirmed, said = known.claimed.copy(), known.confirmed.copy(), known.said.copy()
    placed = [(at, row) for row in told if (at := frame.at.get(row[:2])) is not None]
    places = np.array([at for at, _ in placed], dtype=np.int64)
    claimed[places] = [row[2] or 0.0 for _, row in placed]
    confirmed[places] = [row[3] or 0.0 for _, row in placed]
    said[places] = np.array([row[4] or "NaT" for _, row in placed], dtype="datetime64[D]")
    return Figures(claimed, confirmed, said, seq, known.count + len(told))


def figures_among(frame: Frame, items: Collection[int]) -> Figures:
    """Return the figures of the lead duties of some items alone, by their rows' ids."""
    rows = DutyFigure.objects.filter(item__in=items).annotate(until=Cast("said", TextField()))
    return _with(frame, none_yet(frame), list(rows.order_by().values_list(*_FIGURE)), 0)


def figures_but(plan: Plan, frame: Frame, pairs: Collection[tuple[int, int]]) -> Figures:
    """Return the present figures of all lead duties but some, which stand at 0; columns of the caller's own."""
    rows = DutyFigure.objects.filter(plan=plan).annotate(until=Cast("said", TextField())).order_by()
    told = [row for row in rows.values_list(*_FIGURE) if row[:2] not in pairs]
    return _with(frame, none_yet(frame), told, 0)
