"""Takes an indicator, a period and a side; gives how likely what is set for a later period is met, from what came."""

from dataclasses import dataclass

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import TargetForecast
from xietong_web.accounts.models import Party
from xietong_web.measuring.headlines import aims_ahead
from xietong_web.measuring.queries import Scene

STEPS = 60  # periods that a forecast may look ahead


@dataclass(frozen=True, slots=True)
class Outlook:
    """A side (None: all together), the period that its target is set for, and the forecast."""

    party: Party | None
    due: Period
    found: TargetForecast


def outlooks_of(scene: Scene, code: str, period: str) -> list[Outlook]:
    """Return the forecasts of the last thing set for each side and for all together, as things stand in a period.

    None for a side where nothing is set for later, where fewer than four periods in a row have figures, or where one of
    these is hidden.
    """
    sides = (*scene.parties, None)
    return [found for party in sides if (found := _outlook(scene, code, Period.from_code(period), party))]


def _outlook(scene: Scene, code: str, period: Period, party: Party | None) -> Outlook | None:
    own, indicator = party.code if party else "", scene.indicator(code)
    aims = aims_ahead(scene, own, code, period.code)
    if not aims:
        return None
    aim = aims[-1].value
    steps, history = _steps(period, aim.period), _history(scene, code, period, own)
    if not steps or len(history) < measuring.LEAST_HISTORY:
        return None
    bound = float(aim.bound(indicator.direction))
    found = measuring.forecast_target(history, bound, steps=steps, direction=indicator.direction)
    return Outlook(party, aim.period, found)


def _steps(period: Period, due: Period) -> int:
    """Return how many periods lie from one to another of its kind; 0 where it is none, past or far away."""
    steps = 0
    while period.kind is due.kind and period.start < due.start and steps <= STEPS:
        period, steps = period.next(), steps + 1
    return steps if period == due else 0


def _history(scene: Scene, code: str, period: Period, party: str) -> list[float]:
    """Return the figures of the periods in a row up to one; none where one of them is hidden."""
    known, found = set(scene.values.periods(code)), list[float]()
    while period.code in known:
        figure = scene.figure(code, period.code, party)
        if figure.hidden is not None:
            return []
        if figure.value is None:
            break
        found.append(float(figure.value))
        period = period.back(1)
    return found[::-1]
