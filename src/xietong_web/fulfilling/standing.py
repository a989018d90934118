"""Takes a plan's duties and reports as columns; gives where every party stands, up to the whole plan."""

from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

import numpy as np

from xietong import fulfilling
from xietong.basics import Period
from xietong.fulfilling import DutyColumns
from xietong_web.accounts.models import Party
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.bars import DoubleBar, double_bar
from xietong_web.fulfilling.figures import Figures, Frame, figures_but, figures_of, frame_of
from xietong_web.fulfilling.moved import pairs_moved, reports_of_pairs


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


_LAST: dict[str, tuple[Frame, Figures, fulfilling.Progress]] = {}
_LOCK = Lock()


def standings(plan: Plan, parties: list[Party], day: date | None = None) -> Standings:
    """Return the standings as they are, or were at the end of a day.

    The roll-up of a plan is kept while its rows stand and no act changes a figure; after one it is worked out anew from
    columns that already hold all the others.
    """
    if plan.state != Plan.State.AGREED:
        return Standings(parties, None)  # a draft is not reported on
    frame = frame_of(plan)
    figures = figures_of(plan, frame) if day is None else _figures_on(plan, frame, day)
    if figures.count == 0:
        return Standings(parties, None)
    if day is not None:
        return Standings(parties, rolled_up(frame, figures))
    with _LOCK:
        known = _LAST.get(plan.pk)
    if known is not None and known[0] is frame and known[1] is figures:
        return Standings(parties, known[2])
    found = rolled_up(frame, figures)
    with _LOCK:
        _LAST[plan.pk] = (frame, figures, found)
        while len(_LAST) > 20:
            _LAST.pop(next(iter(_LAST)))
    return Standings(parties, found)


def rolled_up(frame: Frame, figures: Figures) -> fulfilling.Progress:
    """Return the progress of every item from the figures of the lead duties; all duties of a party weigh the same."""
    weights = np.ones(len(frame.duty_item))
    columns = DutyColumns(frame.duty_item, frame.duty_party, figures.claimed, figures.confirmed, weights)
    return fulfilling.roll_up_progress(frame.uids, frame.parent, frame.weight, columns, frame.parties)


def _figures_on(plan: Plan, frame: Frame, day: date) -> Figures:
    """Return the figures as they stood at the end of a day: as they are where no report has changed since, else from
    the history of the duty's reports."""
    moment = end_of(day)
    pairs = pairs_moved(plan, moment)
    figures = figures_but(plan, frame, pairs)
    rows = reports_of_pairs(plan, pairs).select_related("item", "party", "organisation") if pairs else []
    told = [row for row in rows if (row.item_id, row.organisation_id) in pairs]
    for row in sorted(told, key=lambda row: Period.from_code(row.period).end):
        at = frame.at.get((row.item_id, row.organisation_id))
        value = row.to_value()
        if at is None or not value.history or value.history[0].at > moment:
            continue
        one, other = fulfilling.percents(value, moment)
        figures.claimed[at] = figures.claimed[at] if one is None else float(one)
        figures.confirmed[at] = figures.confirmed[at] if other is None else float(other)
        if any(step.act is fulfilling.ReportAct.SUBMIT and step.at <= moment for step in value.history):
            figures.said[at] = value.period.end
    return replace(figures, count=figures.count + len(told))
