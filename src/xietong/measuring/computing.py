"""Takes an indicator with an expression; gives its value at a unit, or on the aggregates, as its order says."""

from collections.abc import Callable

from xietong.basics import Period, Refusal
from xietong.measuring.expression import Counts, Reading, evaluate_expression
from xietong.measuring.grammar import Reference, parse, references
from xietong.measuring.indicator import Indicator, Order, rounded
from xietong.measuring.observation import Aggregate, Categories, Observation, State


def period_of(reference: Reference, period: Period) -> Period:
    """Return the period that a reference means, seen from the period computed.

    >>> period_of(Reference("A", years=1), Period.from_code("2025-Q2")).code
    '2024-Q2'
    """
    return period.back(reference.periods, years=reference.years)


def at_unit(
    indicator: Indicator,
    organisation: str,
    period: Period,
    lookup: Callable[[Reference, Period], Reading],
    *,
    dimensions: Categories = (),
) -> Observation:
    """Return the value of a unit-first indicator at one unit, rounded to its decimals: it then adds up as it says.

    ``lookup`` is asked for each reference with the period meant. Errors: Refusal ``order-differs``, those of ``parse``.

    >>> rate = Indicator("R", "率", decimals=1, expression="[A] / [B] * 100")
    >>> from decimal import Decimal
    >>> values = {"A": Reading(Decimal(2)), "B": Reading(Decimal(3))}
    >>> at_unit(rate, "school", Period.from_code("2025"), lambda one, _: values[one.code]).value
    Decimal('66.7')
    """
    _ordered(indicator, Order.UNIT_FIRST)
    found = at_one(indicator, period, lookup)
    value = None if found.value is None else rounded(found.value, indicator.decimals)
    return Observation(indicator.code, organisation, period, dimensions, value, found.state)


def at_one(indicator: Indicator, period: Period, lookup: Callable[[Reference, Period], Reading]) -> Reading:
    """Return what a formula gives at one unit, which counts as one organisation, and as one that reported or not.

    >>> count = Indicator("C", "数", expression="reporting([A]) / units()")
    >>> at_one(count, Period.from_code("2025"), lambda one, _: Reading(None, State.WITHHELD)).value
    Decimal('0')
    """

    def found(one: Reference) -> Reading:
        return lookup(one, period_of(one, period))

    counts = Counts(1, lambda one: int(found(one).value is not None))
    return evaluate_expression(parse(indicator.expression), found, counts)


def on_totals(
    indicator: Indicator, period: Period, lookup: Callable[[Reference, Period], Aggregate], *, units: int = 0
) -> Aggregate:
    """Return the value of a total-first indicator from the aggregates of one node, exact to 40 digits.

    ``units`` is how many organisations stand there (for ``units()``). It rests on as many units as its thinnest part,
    and misses what any part misses. Errors: Refusal ``order-differs``, those of ``parse``.
    """
    _ordered(indicator, Order.TOTAL_FIRST)
    tree = parse(indicator.expression)
    parts = {one: lookup(one, period_of(one, period)) for one in references(tree)}
    found = evaluate_expression(
        tree,
        lambda one: Reading(parts[one].value, parts[one].state),
        Counts(units, lambda one: parts[one].units),
    )
    seen = list(parts.values())
    return Aggregate(
        found.value,
        found.state if found.value is None else State.REPORTED,
        min((one.units for one in seen), default=units),
        min((one.reported for one in seen), default=0),
        max((one.not_reported for one in seen), default=0),
        max((one.not_applicable for one in seen), default=0),
        max((one.withheld for one in seen), default=0),
    )


def _ordered(indicator: Indicator, order: Order) -> None:
    if not indicator.computed or indicator.order is not order:
        raise Refusal(
            "order-differs",
            zh=f"指标“{indicator.code}”不按此顺序计算；请查看其定义。",
            en=f"Indicator {indicator.code} is not computed in this order; see its definition.",
        )
