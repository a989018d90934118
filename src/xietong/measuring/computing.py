"""Takes an indicator with an expression; gives its value at a unit, or on the aggregates, as its order says."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace

from xietong.basics import Period, Refusal
from xietong.measuring.entries import cell_key, form_cells
from xietong.measuring.expression import Counts, Reading, evaluate_expression
from xietong.measuring.grammar import Reference, divides, needed_references, parse, references
from xietong.measuring.indicator import Adding, Indicator, Order, rounded
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


def counted_together(
    indicator: Indicator, known: Mapping[str, Indicator], asked_of: Callable[[str], Hashable]
) -> dict[Reference, Indicator]:
    """Return what stands for the parts of a rate of aggregates: each part of those units that have a figure for all.

    A unit that reports the numerator but not the denominator would make a rate of aggregates too high, and a rate over
    100 % possible; so it counts in neither, as in the World Bank's aggregates of ratios (weighed by their denominators
    over those with data) and as at the unit, where a missing part makes the whole missing. What stands for a part is
    computed at the unit and adds up as the part does: its aggregates, given to ``on_totals`` in the part's place, say
    on how many units the rate rests. Only parts of the same period that are asked of the same units go together
    (``asked_of`` a code: the kinds of units that report it); what the formula counts or has a substitute for is not
    asked for. Parts that are no figure at the unit (rates of aggregates), or whose categories are averaged, stay.
    Formulas that do not divide are sums of whatever was reported: for them, and where nothing goes together: {}.

    >>> rate = Indicator("R", "率", expression="[A] / [B] * 100", order=Order.TOTAL_FIRST)
    >>> found = counted_together(rate, {"A": Indicator("A", "甲"), "B": Indicator("B", "乙")}, lambda code: "school")
    >>> [(part.code, one.expression) for part, one in found.items()]
    [('A', '[A] + 0 * ([B])'), ('B', '[B] + 0 * ([A])')]
    """
    tree = parse(indicator.expression)
    if indicator.order is not Order.TOTAL_FIRST or not divides(tree):
        return {}
    counted = {
        one for one in references(tree) if not (one.periods or one.years) and _is_of_units(known.get(one.code), one)
    }
    needed = [one for one in needed_references(tree) if one in counted]
    found = {}
    for part in references(tree):
        beside = [one for one in needed if one != part and asked_of(one.code) == asked_of(part.code)]
        if part in counted and beside:
            text = f"{_written(part)} + 0 * ({' + '.join(map(_written, beside))})"
            found[part] = replace(known[part.code], code=text, dimensions=(), expression=text, order=Order.UNIT_FIRST)
    return found


def _is_of_units(part: Indicator | None, asked: Reference) -> bool:
    """Tell whether a part is one figure at each unit, of which its aggregates are made."""
    if part is None or (part.computed and part.order is Order.TOTAL_FIRST):
        return False
    cells = [one for one in form_cells(part) if set(asked.filters) <= set(one)]
    return part.over_organisations is Adding.SUM or len(cells) == 1


def _written(one: Reference) -> str:
    return f"[{cell_key(one.code, one.filters)}]"


def _ordered(indicator: Indicator, order: Order) -> None:
    if not indicator.computed or indicator.order is not order:
        raise Refusal(
            "order-differs",
            zh=f"指标“{indicator.code}”不按此顺序计算；请查看其定义。",
            en=f"Indicator {indicator.code} is not computed in this order; see its definition.",
        )
