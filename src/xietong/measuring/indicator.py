"""Takes what a party writes down about an indicator; gives the checked definition, and the targets set for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum

from xietong.basics import Period, PeriodKind, Refusal
from xietong.measuring.normalising import Direction

LARGEST = 10**18 - 1
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")  # what can stand in an address and in a formula
# Sums of 18-digit values over a million units, weighed, stay far below this; Python's own context would round at 28.
EXACT = Context(prec=120)


class Adding(StrEnum):
    """How values become one value, over organisations or over time.

    ``sum``; ``mean`` of the reported values; ``weighted_mean`` by another indicator; ``last`` reported period (time
    only); ``median`` of the reported values; ``share`` of the reported values that are above zero; ``none``: not
    additive, only the body's own value counts.
    """

    SUM = "sum"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted_mean"
    LAST = "last"
    MEDIAN = "median"
    SHARE = "share"
    NONE = "none"


class Order(StrEnum):
    """When an expression is evaluated: at every unit and then aggregated, or once on the aggregates."""

    UNIT_FIRST = "unit-first"
    TOTAL_FIRST = "total-first"


class Scale(StrEnum):
    """What the figure is a figure of: something counted, measured, a proportion, an index, or yes/no."""

    COUNT = "count"
    AMOUNT = "amount"
    RATIO = "ratio"
    INDEX = "index"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Category:
    """One way to fall within a dimension (女 within sex)."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what a value is told apart: sex, stage, urban/town/rural, public/private …"""

    code: str
    name: str
    name_en: str = ""
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of one countable thing; shared by reference, never copied.

    ``owner`` is the code of the party or organisation that answers for the definition; ``weight`` the code of the
    indicator that weighs (for weighted means); ``items`` uids of plan items it answers for; ``source`` the document or
    statistical standard it is defined in. With an ``expression`` it is computed, in the stated ``order``, never filled
    in. ``decimals`` is the exact number of places that a value has (0 to 9).
    """

    code: str
    name: str
    name_en: str = ""
    unit: str = ""
    scale: Scale = Scale.COUNT
    direction: Direction = Direction.HIGHER
    owner: str = ""
    period_type: PeriodKind = PeriodKind.YEAR
    decimals: int = 0
    over_organisations: Adding = Adding.SUM
    over_time: Adding = Adding.SUM
    weight: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    source: str = ""
    items: tuple[str, ...] = ()
    expression: str = ""
    order: Order = Order.UNIT_FIRST

    @property
    def computed(self) -> bool:
        """Tell whether the value comes from other indicators."""
        return bool(self.expression.strip())


class TargetKind(StrEnum):
    """What a set value is: where things stood, a stop on the way, or the aim."""

    BASELINE = "baseline"
    MILESTONE = "milestone"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Target:
    """A value set for an indicator, a period, and a party or a group of organisations (a node of a hierarchy).

    ``party`` or ``group`` (``hierarchy``/``node`` as ``hierarchy:node``) says whose; both empty: all together.
    ``tolerance`` is the distance (in the indicator's unit) within which it still counts as met; ``sentence`` the
    words it comes from and ``source`` their document (or item uid).
    """

    indicator: str
    kind: TargetKind
    period: Period
    value: Decimal
    party: str = ""
    group: str = ""
    tolerance: Decimal = Decimal(0)
    sentence: str = ""
    source: str = ""

    def bound(self, direction: Direction) -> Decimal:
        """Return the figure from which it counts as met in the indicator's direction, tolerance included."""
        return self.value + self.tolerance if direction is Direction.LOWER else self.value - self.tolerance

    def met_by(self, value: Decimal, direction: Direction) -> bool:
        """Tell whether a value reaches it in the indicator's direction, tolerance included.

        >>> aim = Target("A", TargetKind.TARGET, Period.from_code("2025"), Decimal(95), tolerance=Decimal("0.5"))
        >>> aim.met_by(Decimal("94.5"), Direction.HIGHER), aim.met_by(Decimal("96"), Direction.LOWER)
        (True, False)
        """
        bound = self.bound(direction)
        return value <= bound if direction is Direction.LOWER else value >= bound


# Of a kind of period the longer ones that are made of it; quarters do not make up a school year.
LONGER: Mapping[PeriodKind, tuple[PeriodKind, ...]] = {
    PeriodKind.MONTH: (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR),
    PeriodKind.QUARTER: (PeriodKind.YEAR,),
}


def check_indicator(indicator: Indicator) -> None:
    """Refuse a definition that contradicts itself.

    Errors: Refusal ``bad-code``, ``indicator-decimals``, ``adding-not-possible`` (last over organisations),
    ``weight-missing``, ``weight-not-used``, ``dimension-twice``.

    >>> check_indicator(Indicator("A", "在校生"))
    """
    if not CODE.fullmatch(indicator.code):
        raise Refusal(
            "bad-code",
            zh=f"编码“{indicator.code}”应以字母开头，只含字母、数字、- 和 _，至多40个字符；请修改。",
            en=f"The code “{indicator.code}” may hold letters, digits, - and _ and begins with a letter (40 at most).",
            field="code",
        )
    if not 0 <= indicator.decimals <= 9:
        raise Refusal(
            "indicator-decimals",
            zh="小数位数应在0到9之间，请修改。",
            en="Decimals lie between 0 and 9; mend it.",
            field="decimals",
        )
    if indicator.over_organisations is Adding.LAST:
        raise Refusal(
            "adding-not-possible",
            zh="“最后一期”只用于时间汇总，不能用于单位汇总；请另选单位汇总方式。",
            en="“last” adds up over time only; choose another way over organisations.",
            field="over_organisations",
        )
    _check_weight(indicator)
    codes = [one.code for one in indicator.dimensions]
    if len(set(codes)) != len(codes):
        raise Refusal(
            "dimension-twice",
            zh="同一维度列了两次，请去掉一个。",
            en="A dimension stands twice; remove one.",
            field="dimensions",
        )


def _check_weight(indicator: Indicator) -> None:
    weighs = Adding.WEIGHTED_MEAN in (indicator.over_organisations, indicator.over_time)
    if weighs and (not indicator.weight or indicator.weight == indicator.code):
        raise Refusal(
            "weight-missing",
            zh="加权平均需要另一个指标作权数，请选定。",
            en="A weighted mean needs another indicator as its weight; choose one.",
            field="weight",
        )
    if indicator.weight and not weighs:
        raise Refusal(
            "weight-not-used",
            zh="已选权数指标，但汇总方式不是加权平均；请改汇总方式或去掉权数。",
            en="A weight is chosen but nothing is weighed; choose the weighted mean or drop the weight.",
            field="weight",
        )


def _too_many(value: Decimal, decimals: int) -> Refusal:
    if not decimals:
        zh, en = (
            f"应填整数，“{value:f}”带小数；请四舍五入后再填。",
            f"Whole numbers only; {value:f} is none. Round it first.",
        )
    else:
        zh = f"最多{decimals}位小数，“{value:f}”超出了；请四舍五入后再填。"
        en = f"At most {decimals} decimal places; {value:f} has more. Round it first."
    return Refusal("too-many-decimals", zh=zh, en=en)


def to_ticks(value: Decimal, decimals: int) -> int:
    """Return an exact value as a whole number of units of its last decimal place, as the store keeps it.

    Errors: Refusal ``too-many-decimals``, ``value-too-large`` (18 digits are kept), ``not-a-number``.

    >>> to_ticks(Decimal("12.5"), 2)
    1250
    """
    if not value.is_finite():
        raise Refusal("not-a-number", zh="这不是一个数，请改正。", en="This is no number; mend it.")
    scaled = value.scaleb(decimals, EXACT)
    if scaled != scaled.to_integral_value(context=EXACT):
        raise _too_many(value, decimals)
    ticks = int(scaled)
    if abs(ticks) > LARGEST:
        raise Refusal(
            "value-too-large",
            zh=f"“{value}”超过18位数字；请换用更大的计量单位。",
            en=f"{value} has more than 18 digits; choose a larger unit.",
        )
    return ticks


def from_ticks(ticks: int, decimals: int) -> Decimal:
    """Return the exact value of a whole number of units of the last decimal place.

    >>> from_ticks(1250, 2)
    Decimal('12.50')
    """
    return Decimal(ticks).scaleb(-decimals, EXACT)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value at the places it is shown with, half to even (GB/T 8170).

    >>> rounded(Decimal("2.5"), 0), rounded(Decimal("0.125"), 2)
    (Decimal('2'), Decimal('0.12'))
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN, context=EXACT)
