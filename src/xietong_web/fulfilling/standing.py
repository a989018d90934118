"""Takes a plan's duties and reports as columns; gives where every party stands, up to the whole plan.

The roll-up follows the journal: after an act on a report only what hangs on its duty is rolled up again.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from xietong import fulfilling
from xietong.basics import Period
from xietong.fulfilling import DutyColumns
from xietong_web.accounts.models import Party
from xietong_web.audit.following import Told
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.bars import DoubleBar, double_bar
from xietong_web.fulfilling.figures import Figures, Frame, figures_after, figures_but, figures_of, frame_of
from xietong_web.fulfilling.followed import followed, followed_if_known, reshaping
from xietong_web.fulfilling.moved import pairs_moved, reports_of_pairs
from xietong_web.fulfilling.ruling.terms import terms_of


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the parties stand on each item; ``None`` where no report counts yet, which is 0 everywhere."""

    parties: list[Party]
    progress: fulfilling.Progress | None

    def done(self, uid: str) -> bool:
        """Tell whether an item is done; one that is no longer in the plan is not."""
        try:
            return self.progress is not None and bool(self.progress.done[self.progress.at(uid)])
        except KeyError:
            return False

    def overdue(self, uid: str, due: date | None, day: date) -> bool:
        """Tell whether an item is past its date on a day and not done."""
        return due is not None and due < day and not self.done(uid)

    def bar(self, uid: str = "") -> DoubleBar:
        """Return the double bar of an item, the whole plan by default."""
        if self.progress is None:
            return double_bar(self.parties, {}, {}, 0.0, 0.0)
        stand = self.progress.of(uid)
        sure = {code: figures[1] for code, figures in stand.parties.items()}
        said = {code: figures[0] for code, figures in stand.parties.items()}
        return double_bar(self.parties, sure, said, stand.joint or 0.0, stand.gap or 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """An agreed plan's tree and lead duties, the figures of these and what rolls up from them (``None``: no report
    counts yet)."""

    frame: Frame
    figures: Figures
    progress: fulfilling.Progress | None


def running(plan: Plan) -> Running:
    """Return how an agreed plan runs."""
    return followed(plan, "running", lambda: _made(plan), lambda known, told: _taken(plan, known, told), weight=_rows)


def running_if_known(plan: Plan) -> Running | None:
    """Return how an agreed plan runs where that is at hand."""
    make, take = (lambda: _made(plan)), (lambda known, told: _taken(plan, known, told))
    return followed_if_known(plan, "running", make, take, weight=_rows)


def _rows(made: Running) -> int:
    return len(made.frame.uids) + 2 * len(made.frame.duty_item)


def _made(plan: Plan) -> Running:
    frame = frame_of(plan, terms_of(plan))
    figures = figures_of(plan, frame)
    return Running(frame, figures, rolled_up(frame, figures) if figures.count else None)


def _taken(plan: Plan, known: Running, told: Told) -> Running | None:
    if any(map(reshaping(plan), told)):
        return None
    frame, before = known.frame, known.figures
    figures = figures_after(plan, frame, before)
    if figures is before:
        return known
    if known.progress is None:
        return Running(frame, figures, rolled_up(frame, figures))
    moved = np.flatnonzero((figures.claimed != before.claimed) | (figures.confirmed != before.confirmed))
    if not len(moved):  # submitted, returned, written to: most of what happens
        return Running(frame, figures, known.progress)
    again = fulfilling.roll_up_again(known.progress, frame.tree, frame.weight, _columns(frame, figures), moved)
    return Running(frame, figures, again)


def standings(plan: Plan, parties: list[Party], day: date | None = None) -> Standings:
    """Return the standings as they are, or were at the end of a day."""
    if plan.state != Plan.State.AGREED:
        return Standings(parties, None)  # a draft is not reported on
    run = running(plan)
    if day is None:
        return Standings(parties, run.progress)
    figures = _figures_on(plan, run.frame, day)
    return Standings(parties, rolled_up(run.frame, figures) if figures.count else None)


def rolled_up(frame: Frame, figures: Figures) -> fulfilling.Progress:
    """Return the progress of every item from the figures of the lead duties; all duties of a party weigh the same."""
    columns = _columns(frame, figures)
    return fulfilling.roll_up_progress(frame.uids, frame.tree.parent, frame.weight, columns, frame.parties)


def _columns(frame: Frame, figures: Figures) -> DutyColumns:
    weights = np.ones(len(frame.duty_item))
    return DutyColumns(frame.duty_item, frame.duty_party, figures.claimed, figures.confirmed, weights)


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
