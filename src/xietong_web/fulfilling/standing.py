"""Takes a plan's duties and reports as columns; gives where every party stands, up to the whole plan."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count, Max, Sum

from xietong import fulfilling
from xietong.fulfilling import DutyColumns
from xietong_web.accounts.models import Party
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.bars import DoubleBar, double_bar
from xietong_web.fulfilling.kept import kept
from xietong_web.fulfilling.models import Report


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the parties stand on each item; ``None`` where no report counts yet, which is 0 everywhere."""

    parties: list[Party]
    progress: fulfilling.Progress | None

    def bar(self, uid: str = "") -> DoubleBar:
        """Return the double bar of an item, the whole plan by default."""
        if self.progress is None:
            return double_bar(self.parties, {}, {}, 0.0, 0.0)
        stand = self.progress.of(uid)
        sure = {code: figures[1] for code, figures in stand.parties.items()}
        said = {code: figures[0] for code, figures in stand.parties.items()}
        return double_bar(self.parties, sure, said, stand.joint or 0.0, stand.gap or 0.0)


def standings(plan: Plan, parties: list[Party], day: date | None = None) -> Standings:
    """Return the standings as they are, or were at the end of a day.

    The roll-up of a plan is kept while its rows stand and no report is written, so that a page of a large plan computes
    it once after each.
    """
    reports = Report.objects.filter(plan=plan)
    # Every change of a report adds to its revision: the sum tells all of them.
    told = reports.aggregate(at=Max("state_since"), count=Count("pk"), changes=Sum("revision"))
    if told["at"] is None:
        return Standings(parties, None)
    if day is not None:
        return Standings(parties, _rolled_up(plan, _figures_on(plan, day)))
    what = ("standings", told["at"], told["count"], told["changes"])
    found = kept(plan, what, lambda: _rolled_up(plan, _figures_now(plan)), weight=lambda made: len(made.uids))
    return Standings(parties, found)


Figures = dict[tuple[int, int], tuple[float, float]]


def _figures_now(plan: Plan) -> Figures:
    """Return (item, organisation) → (claimed, confirmed) of the latest period that has each."""
    found: Figures = {}
    rows = Report.objects.filter(plan=plan).exclude(claimed=None, confirmed=None).order_by("period")
    for item, organisation, claimed, confirmed in rows.values_list(
        "item_id", "organisation_id", "claimed", "confirmed"
    ):
        said, sure = found.get((item, organisation), (0.0, 0.0))
        found[item, organisation] = (
            float(claimed) if claimed is not None else said,
            float(confirmed) if confirmed is not None else sure,
        )
    return found


def _figures_on(plan: Plan, day: date) -> Figures:
    found: Figures = {}
    moment = end_of(day)
    rows = Report.objects.filter(plan=plan).select_related("item", "party", "organisation").order_by("period")
    for row in rows:
        claimed, confirmed = fulfilling.percents(row.to_value(), moment)
        said, sure = found.get((row.item_id, row.organisation_id), (0.0, 0.0))
        found[row.item_id, row.organisation_id] = (
            float(claimed) if claimed is not None else said,
            float(confirmed) if confirmed is not None else sure,
        )
    return found


def _rolled_up(plan: Plan, figures: Figures) -> fulfilling.Progress:
    items = list(plan.items.order_by("path").values_list("pk", "uid", "parent_id", "weight"))
    place = {pk: number for number, (pk, *_) in enumerate(items)}
    parent = np.array([place[above] if above else -1 for _, _, above, _ in items], dtype=np.int64)
    weight = np.array([float(each) for *_, each in items], dtype=np.float64)
    codes = list(plan.memberships.values_list("party_id", "party__code"))
    party = {pk: number for number, (pk, _) in enumerate(codes)}
    duties = Duty.objects.filter(plan=plan, role="lead").exclude(organisation=None).exclude(party=None).order_by()
    rows = [
        (place[item], party[side], *figures.get((item, body), (0.0, 0.0)), 1.0)
        for item, side, body in duties.values_list("item_id", "party_id", "organisation_id")
        if side in party and body is not None
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    columns = DutyColumns(
        table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3], table[:, 4]
    )
    return fulfilling.roll_up_progress([uid for _, uid, _, _ in items], parent, weight, columns, [c for _, c in codes])
