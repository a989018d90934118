"""Takes what each duty claims and what is confirmed of it; gives progress by party and jointly, up to the whole plan.

DOMAIN.md, rule 1: a party stands on an item where the weighted mean of its lead duties stands; the joint figure is the
minimum over the parties, the gap is maximum minus minimum. Upwards a party's figure is the mean of its figures on the
children, weighted by the children's weights; children in which it leads nothing do not count for it. A parent's own
lead duties count only for parties that lead nothing below it. Support duties never count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xietong.drafting import Item, Role
from xietong.fulfilling.calendar import Days, Flags, Ints
from xietong.fulfilling.columns import columns
from xietong.fulfilling.tree import Tree, tree

Floats = NDArray[np.float64]


class DutyKey(NamedTuple):
    """What a report is about: one organisation's duty in one item."""

    item: str
    party: str
    organisation: str


class Figure(NamedTuple):
    """Cumulative progress of a duty in percent, 0–100: as claimed, and as confirmed."""

    claimed: Decimal
    confirmed: Decimal


@dataclass(frozen=True, slots=True, eq=False)
class DutyColumns:
    """Lead duties as columns: the index of the item and of the party, percent claimed and confirmed (0–100), weight."""

    item: Ints
    party: Ints
    claimed: Floats
    confirmed: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one item stands. ``parties`` maps each party that leads something to (claimed, confirmed) percent.

    ``joint`` and ``gap`` are of the confirmed figures, ``joint_claimed`` of the claimed ones; ``None`` where nobody
    leads. ``done``: every lead duty of every party is confirmed at 100 %.
    """

    uid: str
    parties: Mapping[str, tuple[float, float]]
    joint: float | None
    joint_claimed: float | None
    gap: float | None
    done: bool


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """Progress of all items, one row each in reading order, and of the whole plan in a last row (uid ``""``).

    ``claimed`` and ``confirmed`` have one column per party, ``NaN`` where it leads nothing. ``joint``,
    ``joint_claimed`` and ``gap`` are ``NaN`` where nobody leads.
    """

    uids: Sequence[str]
    parties: Sequence[str]
    claimed: Floats
    confirmed: Floats
    joint: Floats
    joint_claimed: Floats
    gap: Floats
    done: Flags
    places: dict[str, int] = field(default_factory=dict)

    def at(self, uid: str) -> int:
        """Return an item's row. Raises KeyError for an unknown uid."""
        if not self.places:  # looked up once an overview's row: a search through 100,000 uids takes a millisecond each
            self.places.update({each: number for number, each in enumerate(self.uids)})
        return self.places[uid]

    def of(self, uid: str = "") -> Standing:
        """Return where one item stands, the whole plan by default. Raises KeyError for an unknown uid."""
        at = self.at(uid)
        leads = np.flatnonzero(~np.isnan(self.confirmed[at])).tolist()
        return Standing(
            uid,
            {self.parties[p]: (float(self.claimed[at, p]), float(self.confirmed[at, p])) for p in leads},
            _known(self.joint[at]),
            _known(self.joint_claimed[at]),
            _known(self.gap[at]),
            bool(self.done[at]),
        )


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def progress(
    items: Sequence[Item], figures: Mapping[DutyKey, Figure], weights: Mapping[DutyKey, Decimal] | None = None
) -> Progress:
    """Return the progress of items from the figures of their lead duties; a duty without a figure stands at 0.

    ``weights`` weigh the duties of one party within an item (1 where missing). Parties are numbered as first met.
    """
    zero, weights = Figure(Decimal(0), Decimal(0)), weights or {}
    parties: dict[str, int] = {}
    rows = []
    for at, item in enumerate(items):
        for duty in item.duties:
            if duty.role is Role.LEAD:
                key = DutyKey(item.uid, duty.party, duty.organisation)
                figure = figures.get(key, zero)
                number = parties.setdefault(duty.party, len(parties))
                rows.append((at, number, *map(float, (*figure, weights.get(key, Decimal(1))))))
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    places = table[:, :2].astype(np.int64)
    duties = DutyColumns(places[:, 0], places[:, 1], table[:, 2], table[:, 3], table[:, 4])
    weight = np.array([item.weight for item in items], dtype=np.float64)
    of = columns(items)
    return roll_up_progress(of.uids, of.parent, weight, duties, tuple(parties))


def roll_up_progress(
    uids: Sequence[str], parent: Ints, weight: Floats, duties: DutyColumns, parties: Sequence[str]
) -> Progress:
    """Return the progress of columns of items: ``progress`` for whole plans read from a database.

    ``parent`` holds indices, −1 at the top; ``weight`` is each item's share within its parent. A party whose duties or
    children all weigh 0 stands at their plain mean.
    """
    count, width = len(uids), len(parties)
    blank, none = np.full((count + 1, width), np.nan), np.full(count + 1, np.nan)
    nothing = Progress((*uids, ""), parties, blank, blank, none, none, none, np.zeros(count + 1, dtype=np.bool_))
    return _rolled(nothing, tree(parent), weight, duties, np.ones(count + 1, dtype=np.bool_))


def roll_up_again(before: Progress, of: Tree, weight: Floats, duties: DutyColumns, moved: Ints) -> Progress:
    """Return the progress after the figures of the lead duties at ``moved`` have changed, and those of no others.

    It is what ``roll_up_progress`` gives, to the last bit, at the cost of the items above these duties.
    """
    touched: Flags = np.zeros(len(before.uids), dtype=np.bool_)
    touched[duties.item[moved]] = True
    above = _above(of)
    for members in reversed(of.tiers):
        touched[above[members[touched[members]]]] = True
    return _rolled(before, of, weight, duties, touched)


def _above(of: Tree) -> Ints:
    """Return each item's parent; the plan itself is a last row above all tops."""
    return np.where(of.parent < 0, len(of.parent), of.parent)


def _rolled(before: Progress, of: Tree, weight: Floats, duties: DutyColumns, touched: Flags) -> Progress:
    """Return progress whose touched rows are worked out anew from the duties and, tier by tier, from what is below."""
    above, rows = _above(of), np.flatnonzero(touched)
    of_duty = np.flatnonzero(touched[duties.item])
    local = np.zeros(len(touched), dtype=np.int64)
    local[rows] = np.arange(len(rows))
    own = DutyColumns(local[duties.item[of_duty]], *(getattr(duties, name)[of_duty] for name in _OF_DUTY))
    claimed, confirmed = before.claimed.copy(), before.confirmed.copy()
    claimed[rows], confirmed[rows] = _means(own, len(rows), claimed.shape[1])
    open_ = ~np.isnan(before.joint) & ~before.done
    open_[rows] = False
    open_[rows[own.item[own.confirmed < 100]]] = True
    for tier in reversed(of.tiers):
        members = tier[touched[above[tier]]]
        _fill_parents([claimed, confirmed], members, above[members], weight[members])
        open_[above[members[open_[members]]]] = True
    low, high = _least(confirmed[rows]), -_least(-confirmed[rows])
    joint, joint_claimed, gap = before.joint.copy(), before.joint_claimed.copy(), before.gap.copy()
    joint[rows], joint_claimed[rows], gap[rows] = low, _least(claimed[rows]), high - low
    done = before.done.copy()
    done[rows] = ~np.isnan(low) & ~open_[rows]
    return Progress(before.uids, before.parties, claimed, confirmed, joint, joint_claimed, gap, done, before.places)


_OF_DUTY = ("party", "claimed", "confirmed", "weight")


def _means(duties: DutyColumns, rows: int, width: int) -> tuple[Floats, Floats]:
    """Return the weighted mean per item and party, ``NaN`` without duties."""
    key, size = duties.item * width + duties.party, rows * width
    number = np.bincount(key, minlength=size)
    total = np.bincount(key, weights=duties.weight, minlength=size)
    weight = np.where(total[key] > 0, duties.weight, 1.0) if len(key) else duties.weight
    total = np.where((total == 0) & (number > 0), number, total)
    with np.errstate(invalid="ignore"):
        claimed = np.bincount(key, weights=weight * duties.claimed, minlength=size) / total
        confirmed = np.bincount(key, weights=weight * duties.confirmed, minlength=size) / total
    return claimed.reshape(rows, width), confirmed.reshape(rows, width)


def _fill_parents(rows: list[Floats], members: Ints, above: Ints, weight: Floats) -> None:
    """Write the weighted means of one tier into the rows of its parents."""
    width = rows[0].shape[1]
    if not len(members) or not width:
        return
    parents, local = np.unique(above, return_inverse=True)
    child, party = np.nonzero(~np.isnan(rows[0][members]))
    key, size = local[child] * width + party, len(parents) * width
    number = np.bincount(key, minlength=size)
    total = np.bincount(key, weights=weight[child], minlength=size)
    share = np.where(total[key] > 0, weight[child], 1.0)
    total = np.where((total == 0) & (number > 0), number, total)
    filled = np.flatnonzero(number)
    place = parents[filled // width], filled % width
    for row in rows:
        sums = np.bincount(key, weights=share * row[members[child], party], minlength=size)
        row[place] = sums[filled] / total[filled]


def _least(table: Floats) -> Floats:
    """Return each row's minimum over the known entries, ``NaN`` where there is none."""
    least = np.fmin.reduce(table, axis=1, initial=np.inf)
    return np.where(np.isinf(least), np.nan, least)


@dataclass(frozen=True, slots=True, eq=False)
class ReportColumns:
    """Reports as columns: the index of the duty, an ordinal that grows with the period, cumulative percent, days.

    ``passed`` and ``confirmed`` are the days on which that happened (``NaT``: not yet).
    """

    duty: Ints
    period: Ints
    percent: Floats
    passed: Days
    confirmed: Days


def as_of(reports: ReportColumns, duties: int, day: date) -> tuple[Floats, Floats]:
    """Return claimed and confirmed percent of each of ``duties`` duties as they stood at the end of a day.

    What counts is the report for the latest period among those passed (confirmed) up to that day, 0 without any. Of two
    reports for one period the later in the columns counts.
    """
    edge = np.datetime64(day, "D")
    return _latest(reports, reports.passed <= edge, duties), _latest(reports, reports.confirmed <= edge, duties)


def _latest(reports: ReportColumns, counts: Flags, duties: int) -> Floats:
    duty, period, percent = reports.duty[counts], reports.period[counts], reports.percent[counts]
    last = np.full(duties, np.iinfo(np.int64).min)
    np.maximum.at(last, duty, period)
    latest = period == last[duty]
    found = np.zeros(duties)
    # Of several values written to one place numpy keeps the last.
    found[duty[latest]] = percent[latest]
    return found
