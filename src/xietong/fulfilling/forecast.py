"""Takes the progress an item has reported; gives when it may finish, with its spread, and how good that was before.

Method: the Bayesian bootstrap (D. B. Rubin, "The Bayesian Bootstrap", Annals of Statistics 9, 1981; after B. Efron's
bootstrap of 1979). The steps between an item's reports — points gained and days taken, as pairs — get random weights in
each run (uncertainty about how fast the item really is) and are drawn by them and laid end to end from the last report
until 100 % is reached (uncertainty about what comes); the finishing days of many such runs are the forecast. With few
steps of its own an item borrows those of its peers (``pool``), as far as its own fall short of ``ENOUGH``. No shape of
progress is assumed; what never happened before is not foreseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from xietong.fulfilling.progress import Floats

ENOUGH = 6
_RUNS = 1000
_STEPS = 120
_HORIZON = 3650


class Reported(NamedTuple):
    """Cumulative percent (0–100) as reported on a day."""

    day: date
    percent: float


class StepTaken(NamedTuple):
    """What happened between two reports: points gained (may be negative) in so many days."""

    points: float
    days: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """When an item may finish: in 10, 50 and 90 of 100 runs by ``early``, ``middle`` and ``late`` (``None``: not within
    ten years). ``on_time`` is the share of runs that keep the due date (``None`` without one).

    ``own`` and ``borrowed`` count the steps drawn from. Without any step that gains, all dates are ``None``.
    """

    early: date | None
    middle: date | None
    late: date | None
    on_time: float | None
    own: int
    borrowed: int


def steps(history: Sequence[Reported]) -> tuple[StepTaken, ...]:
    """Return the steps between consecutive reports; of several on one day the last counts."""
    ordered = sorted({one.day: one for one in history}.values())
    return tuple(
        StepTaken(after.percent - before.percent, (after.day - before.day).days) for before, after in pairwise(ordered)
    )


def forecast(
    history: Sequence[Reported],
    *,
    today: date,
    rng: np.random.Generator,
    due: date | None = None,
    pool: Sequence[StepTaken] = (),
    runs: int = _RUNS,
) -> Forecast | None:
    """Return when an item may finish, ``None`` when it has no report or is finished.

    Reports after ``today`` are left out, and nothing finishes before ``today``. The same generator state gives the same
    forecast.
    """
    known = sorted(one for one in history if one.day <= today)
    if not known or known[-1].percent >= 100:
        return None
    own = steps(known)
    lacking = max(0, ENOUGH - len(own))
    # As many borrowed steps as are lacking, spread evenly over the pool so that its order does not matter much.
    borrowed = [pool[place * len(pool) // lacking] for place in range(min(lacking, len(pool)))] if lacking else []
    drawn = np.array([*own, *borrowed], dtype=np.float64).reshape(-1, 2)
    counts = len(own), len(borrowed)
    if not (drawn[:, 0] > 0).any():
        return Forecast(None, None, None, None if due is None else 0.0, *counts)
    waited = (today - known[-1].day).days
    lasting = np.maximum(_lasting(drawn, 100 - known[-1].percent, rng, runs), waited)
    early, middle, late = (
        _day(known[-1].day, float(np.quantile(lasting, q, method="higher"))) for q in (0.1, 0.5, 0.9)
    )
    on_time = None if due is None else float((lasting <= (due - known[-1].day).days).mean())
    return Forecast(early, middle, late, on_time, *counts)


def _lasting(drawn: Floats, left: float, rng: np.random.Generator, runs: int) -> Floats:
    """Return for each run the days until the points left are gained, infinite beyond the last step drawn."""
    shares = np.cumsum(rng.dirichlet(np.ones(len(drawn)), runs), axis=1)[:, :-1]
    picked = drawn[(rng.random((runs, _STEPS))[:, :, None] > shares[:, None, :]).sum(axis=2)]
    points, days = np.cumsum(picked[:, :, 0], axis=1), np.cumsum(picked[:, :, 1], axis=1)
    reached = points >= left
    at = reached.argmax(axis=1)
    run = np.arange(runs)
    # Within the last step the points are taken as gained evenly.
    over = (points[run, at] - left) / np.where(reached[run, at], picked[run, at, 0], 1)
    lasting = np.ceil(days[run, at] - over * picked[run, at, 1])
    return np.where(reached.any(axis=1), lasting, np.inf)


def _day(start: date, days: float) -> date | None:
    return start + timedelta(days=int(days)) if days <= _HORIZON else None


@dataclass(frozen=True, slots=True)
class BackTest:
    """How forecasts would have done: of ``cases`` forecasts, the share whose finish fell between early and late
    (``covered``; 0.8 is meant), and the median error of the middle in days, beside that of drawing a straight line from
    the first report through the last one (``None`` without cases)."""

    cases: int
    covered: float | None
    error_days: float | None
    line_error_days: float | None


def back_test(histories: Sequence[Sequence[Reported]], *, rng: np.random.Generator, runs: int = 200) -> BackTest:
    """Forecast every finished item anew from each earlier report (the second one on) and compare with what came.

    The pool of each forecast is the steps that the other items had taken by that day.
    """
    covered, errors, line_errors = [], [], []
    for place, history in enumerate(histories):
        known = sorted(history)
        finish = next((one.day for one in known if one.percent >= 100), None)
        for cut in range(2, len(known)):
            seen, today = known[:cut], known[cut - 1].day
            if finish is None or today >= finish:
                continue
            others = [one for number, one in enumerate(histories) if number != place]
            pool = [step for other in others for step in steps([one for one in other if one.day <= today])]
            found = forecast(seen, today=today, rng=rng, pool=pool, runs=runs)
            line = _line(seen)
            if found is None or found.middle is None or line is None:
                continue
            covered.append(found.early is not None and found.early <= finish <= (found.late or date.max))
            errors.append(abs((found.middle - finish).days))
            line_errors.append(abs((line - finish).days))
    if not covered:
        return BackTest(0, None, None, None)
    return BackTest(len(covered), float(np.mean(covered)), float(np.median(errors)), float(np.median(line_errors)))


def _line(seen: Sequence[Reported]) -> date | None:
    first, last = seen[0], seen[-1]
    gained = last.percent - first.percent
    if gained <= 0:
        return None
    days = (100 - last.percent) * (last.day - first.day).days / gained
    return _day(last.day, min(days, _HORIZON))
