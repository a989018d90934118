"""Takes sums of whole numbers; gives the aggregate they stand for. Cells add up, in any order, to the same cell.

A cell holds what a figure is made of before the one division at its end, so nothing is rounded on the way, and a
changed value is the difference of two cells. Whole numbers: values in units of their last decimal, shares in 10⁻¹².
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal

from xietong.measuring.hierarchy import WEIGHT_DECIMALS
from xietong.measuring.indicator import EXACT, Adding
from xietong.measuring.observation import Aggregate, State, state_of

DIVIDED = Context(prec=28, rounding=ROUND_HALF_EVEN)
WHOLE = 10**WEIGHT_DECIMALS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the arithmetic needs of an indicator: its number in the store, decimals, adding, weight, told apart or not.

    ``weight`` is the number of the weighing indicator and ``weight_decimals`` its places; ``told_apart`` says that one
    unit may have several values (one per combination of categories).
    """

    indicator: int
    adding: Adding
    decimals: int = 0
    weight: int | None = None
    weight_decimals: int = 0
    told_apart: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums behind one figure: of one node, indicator and period.

    ``numerator`` and ``denominator`` carry the share of every organisation (10¹² = whole); the others count.
    """

    numerator: int = 0
    denominator: int = 0
    units: int = 0
    reported: int = 0
    not_reported: int = 0
    not_applicable: int = 0
    withheld: int = 0

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(*(one + more for one, more in zip(self.figures, other.figures, strict=True)))

    def __neg__(self) -> "Cell":
        return Cell(*(-one for one in self.figures))

    @property
    def figures(self) -> tuple[int, ...]:
        """The sums in the order of the columns of a cube."""
        return (
            self.numerator, self.denominator, self.units,
            self.reported, self.not_reported, self.not_applicable, self.withheld,
        )  # fmt: skip


def finish(cell: Cell | None, recipe: Recipe) -> Aggregate:
    """Return the figure that a cell stands for; None stands for nothing to add up.

    Sums are exact; means, shares and medians are divided once, to 28 significant digits. A weighted mean whose weights
    are all zero is not applicable, and so is what is not additive where the node itself has no value.

    >>> finish(Cell(30 * WHOLE, 4 * WHOLE, 4, 4, 1), Recipe(1, Adding.MEAN, decimals=1))
    Aggregate(value=Decimal('0.75'), state=<State.REPORTED: 'reported'>, units=4, reported=4, not_reported=1, not_applicable=0, withheld=0)
    """  # noqa: E501
    if cell is None:
        nothing = State.NOT_APPLICABLE if recipe.adding is Adding.NONE else State.NOT_REPORTED
        return Aggregate(None, nothing)
    counts = (cell.reported, cell.not_reported, cell.not_applicable, cell.withheld)
    state = state_of(*counts)
    if state is not State.REPORTED:
        return Aggregate(None, state, cell.units, *counts)
    places = 0 if recipe.adding is Adding.SHARE else recipe.decimals
    divisor = WHOLE if recipe.adding in (Adding.SUM, Adding.NONE) else cell.denominator
    if divisor == 0:
        return Aggregate(None, State.NOT_APPLICABLE, cell.units, *counts)
    return Aggregate(quotient(cell.numerator, divisor, places), state, cell.units, *counts)


def quotient(numerator: int, divisor: int, places: int) -> Decimal:
    """Divide whole numbers, the numerator in units of its last decimal place: exactly where that ends in time.

    >>> quotient(125, 10, 1), quotient(1, 3, 0)
    (Decimal('1.25'), Decimal('0.3333333333333333333333333333'))
    """
    scaled = divisor * 10**places
    whole, rest = divmod(numerator, scaled)
    if rest == 0:
        return Decimal(whole)
    context = EXACT if divisor == WHOLE else DIVIDED
    return context.divide(Decimal(numerator), Decimal(scaled)).normalize(EXACT)


def _plain(value: Decimal) -> Decimal:
    """Drop the zeros that only the store's scale added; whole numbers stay written out."""
    if value == value.to_integral_value(context=EXACT):
        return value.quantize(Decimal(1), context=EXACT)
    return value.normalize(EXACT)


def over_time(cells: Iterable[Cell | None], recipe: Recipe, adding: Adding) -> Aggregate:
    """Return one figure for several periods of one node, in order of time: first over organisations, then over time.

    What is weighed over organisations and over time adds up numerators and denominators; all else as ``over_figures``.

    >>> over_time([Cell(2 * WHOLE, WHOLE, 1, 1), None, Cell(5 * WHOLE, WHOLE, 1, 1)], Recipe(1, Adding.SUM), Adding.LAST)
    Aggregate(value=Decimal('5'), state=<State.REPORTED: 'reported'>, units=1, reported=2, not_reported=0, not_applicable=0, withheld=0)
    """  # noqa: E501
    there = [one for one in cells if one is not None]
    if adding is not Adding.WEIGHTED_MEAN:
        return over_figures([finish(one, recipe) for one in there], adding)
    whole = finish(sum(there, Cell()), recipe) if there else finish(None, recipe)
    return replace(whole, units=max((one.units for one in there), default=0))


def over_figures(
    figures: Sequence[Aggregate], adding: Adding, weights: Sequence[Decimal | None] | None = None
) -> Aggregate:
    """Return one figure for those of several periods, in order of time.

    Sum, mean and median are those of the periods' figures; the share is that of the periods above zero; last is the
    last period with a figure; none has a figure only for a single period. The weighted mean needs the ``weights`` of
    the periods; a period without one is left out, and weights that are all zero leave no figure (not applicable).
    Counts are added up over the periods, ``units`` is the largest of them.

    >>> two = [Aggregate(Decimal(n), State.REPORTED, 1, 1) for n in (2, 5)]
    >>> over_figures(two, Adding.SUM).value, over_figures(two, Adding.WEIGHTED_MEAN, [Decimal(1), Decimal(2)]).value
    (Decimal('7'), Decimal('4'))
    """
    columns = [(one.reported, one.not_reported, one.not_applicable, one.withheld) for one in figures]
    counts = [sum(column) for column in zip(*columns, strict=True)] or [0, 0, 0, 0]
    units = max((one.units for one in figures), default=0)
    values = [one.value for one in figures if one.value is not None]
    if adding is Adding.WEIGHTED_MEAN:
        value = _weighed([one.value for one in figures], weights or [None] * len(figures))
    elif not values or (adding is Adding.NONE and len(figures) > 1):
        value = None
    else:
        value = values[0] if adding is Adding.NONE else _plain(_over(values, adding))
    if value is None:
        state = State.NOT_APPLICABLE if values else state_of(0, *counts[1:])
        return Aggregate(None, state, units, *counts)
    return Aggregate(value, State.REPORTED, units, *counts)


def _weighed(values: Sequence[Decimal | None], weights: Sequence[Decimal | None]) -> Decimal | None:
    pairs = [
        (value, weight)
        for value, weight in zip(values, weights, strict=True)
        if value is not None and weight is not None
    ]
    total, whole = Decimal(0), Decimal(0)
    for value, weight in pairs:
        total, whole = EXACT.add(total, EXACT.multiply(value, weight)), EXACT.add(whole, weight)
    return _plain(DIVIDED.divide(total, whole)) if whole else None


def _over(values: list[Decimal], adding: Adding) -> Decimal:
    if adding is Adding.LAST:
        return values[-1]
    if adding is Adding.SHARE:
        return DIVIDED.divide(Decimal(sum(one > 0 for one in values)), Decimal(len(values)))
    if adding is Adding.MEDIAN:
        ordered = sorted(values)
        half = len(ordered) // 2
        values = [ordered[half]] if len(ordered) % 2 else ordered[half - 1 : half + 1]
    total = Decimal(0)
    for one in values:
        total = EXACT.add(total, one)
    return total if adding is Adding.SUM else DIVIDED.divide(total, Decimal(len(values)))
