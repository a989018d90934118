"""Takes an indicator's figures by period; gives those of longer periods, as it says that it adds up over time.

Organisations first, then time, of the figures as they are shown: whoever adds up what a page shows finds the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xietong import measuring
from xietong.basics import Period, PeriodKind, Refusal
from xietong.measuring import LONGER, Adding, Hidden, Target
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.suppressing import Figure


@dataclass(frozen=True, slots=True)
class Span:
    """A longer period: in how many of its periods anything was said; the figures by party, last (empty) together."""

    period: Period
    there: int
    of: int
    figures: Mapping[str, Figure]


def no_longer_period() -> Refusal:
    """Return the refusal of a kind of period that an indicator's do not make up."""
    return Refusal(
        "not-a-longer-period",
        zh="该指标的时期不能合成所要的时期：月可合成季、年、学年，季可合成年。请另选。",
        en="Its periods do not make up the one asked for: months make quarters, years and school years, quarters "
        "years. Choose another.",
    )


def spans_of(scene: Scene, code: str, kind: PeriodKind) -> list[Span]:
    """Return the longer periods of a kind in which anything was said, the earliest first.

    Raises Refusal ``not-a-longer-period``.
    """
    short = scene.indicator(code).period_type
    if kind not in LONGER.get(short, ()):
        raise no_longer_period()
    known = [Period.from_code(each) for each in scene.values.periods(code)]
    parties = (*(party.code for party in scene.parties), "")
    found = []
    for period in dict.fromkeys(Period.containing(each.start, kind) for each in known):
        parts = period.within(short)
        figures = {party: over_time(scene, code, period, party) for party in parties}
        found.append(Span(period, len(set(parts) & set(known)), len(parts), figures))
    return found


def over_time(
    scene: Scene, code: str, period: Period, party: str = "", *, of: Callable[[str, str], Figure] | None = None
) -> Figure:
    """Return an indicator's figure for a longer period, over a party, over all together, or as ``of`` gives figures.

    The public does not see it where one of the periods in it is hidden: from the others the hidden one would follow.
    """
    figure = of or (lambda asked, when: scene.figure(asked, when, party))
    indicator, known = scene.indicator(code), set(scene.values.periods(code))
    parts = [each.code for each in period.within(indicator.period_type) if each.code in known]
    found = [figure(code, each) for each in parts]
    weights: list[Figure] = []
    if indicator.over_time is Adding.WEIGHTED_MEAN and indicator.weight:
        weights = [figure(indicator.weight, each) for each in parts]
    whole = measuring.over_figures(found, indicator.over_time, [each.value for each in weights])
    hidden = any(each.hidden is not None for each in (*found, *weights))
    value = None if whole.value is None else measuring.rounded(whole.value, indicator.decimals)
    return Figure.of(replace(whole, value=value), Hidden.REVEALING if hidden else None)


def held_against(scene: Scene, aim: Target, period: str, figure: Callable[[str, str], Figure]) -> Decimal | None:
    """Return what is held against a set value in a period: what is set for a year is, against the year so far."""
    short, when = scene.indicator(aim.indicator).period_type, Period.from_code(period)
    if aim.period.kind in LONGER.get(short, ()):
        whole = Period.containing(when.start, aim.period.kind)
        return over_time(scene, aim.indicator, whole, of=figure).value
    return figure(aim.indicator, period).value
