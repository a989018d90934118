"""Takes figures; gives their words, and those of any bodies together: hidden from the public where they are small."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from xietong import measuring
from xietong.measuring import Aggregate, Hidden, Indicator, Reading, State
from xietong_web.accounts.models import Party
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import figure
from xietong_web.measuring.suppressing import Figure, hidden_group


def state_text(reading: Reading | Aggregate, indicator: Indicator, hidden: Hidden | None = None) -> str:
    """Return a figure, or the word of the state that stands in its place."""
    hidden = reading.hidden if isinstance(reading, Figure) else hidden
    if hidden is not None:
        return _("hidden (small)") if hidden is Hidden.SMALL else _("hidden (would reveal)")
    if reading.value is not None:
        return figure(reading.value, indicator)
    return {
        State.NOT_REPORTED: _("not reported"),
        State.NOT_APPLICABLE: _("not applicable"),
        State.WITHHELD: _("withheld"),
        State.REPORTED: "—",
    }[reading.state]


def resting_on(units: int) -> str:
    """Say on how many bodies a figure rests."""
    return ngettext("resting on %(n)s body", "resting on %(n)s bodies", units) % {"n": units}


def english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "").startswith("en")


def line_name(party: Party) -> str:
    """Return a party's short name on a picture."""
    return f"{party.side} {party.place}" if not english() else f"{party.side} ({party.code.upper()})"


def is_size(indicator: Indicator) -> bool:
    """Tell whether an indicator over many bodies is larger only because they are many.

    A formula on the totals (a rate, mostly) is none, whatever its definition says of adding up.
    """
    added = not indicator.computed or indicator.order is measuring.Order.UNIT_FIRST
    return added and indicator.over_organisations is measuring.Adding.SUM


def per_body(scene: Scene, code: str, bodies: Sequence[str], period: str, party: str | None = None) -> Figure:
    """Return an indicator over bodies so that groups of different size can be compared; hidden where small.

    ``party`` says that they are all of a party's. One body's figure is its own, of however many it came out of.
    """
    found = scene.figure(code, period, party) if party is not None else total_of(scene, code, bodies, period)
    indicator = scene.indicator(code)
    one = party is None and len(bodies) == 1
    if found.value is None or not is_size(indicator) or found.units < 2 or one:
        return found
    return replace(found, value=measuring.rounded(found.value / found.units, max(indicator.decimals, 1)))


def total_of(scene: Scene, code: str, bodies: Sequence[str], period: str) -> Figure:
    """Return an indicator over any bodies; hidden from the public where it is small or would give a small one away."""
    return Figure.of(scene.values.total(code, bodies, period), hidden_group(scene, code, period, bodies))
