"""Takes definitions and set values as JSON; gives them as values, or says which part is not as asked for."""

from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from xietong.basics import PeriodKind
from xietong.measuring import (
    CODE,
    Adding,
    Direction,
    Indicator,
    Order,
    Scale,
    TargetKind,
)
from xietong_web.measuring.plain import indicator_from_plain
from xietong_web.measuring.registering import Aim
from xietong_web.theme.answers import Key, Line

Code = Annotated[str, Field(pattern=f"^{CODE.pattern}$")]
Word = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00\s,=|\[\]@]+$")]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Text = Annotated[str, Field(max_length=160, pattern=r"^[^\x00]*$")]
Source = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
PeriodCode = Annotated[str, Field(min_length=4, max_length=8, pattern=r"^[0-9A-Za-z-]+$")]
Exact = Annotated[Decimal, Field(max_digits=27, decimal_places=9, allow_inf_nan=False)]


class _Exactly(Schema):
    """A value that has no other fields: what is written wrongly is told, not left out."""

    model_config = ConfigDict(extra="forbid")


class CategoryGiven(_Exactly):
    """One way to fall within a dimension."""

    code: Word
    name: Name
    name_en: Text = ""


class DimensionGiven(_Exactly):
    """By what a value is told apart."""

    code: Word
    name: Name
    name_en: Text = ""
    categories: Annotated[list[CategoryGiven], Field(min_length=1, max_length=200)]


class DefinitionGiven(_Exactly):
    """The definition of an indicator; with an ``expression`` it is computed and never filled in."""

    code: Code
    name: Name
    name_en: Text = ""
    unit: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""
    scale: Scale = Scale.COUNT
    direction: Direction = Direction.HIGHER
    period_type: PeriodKind = PeriodKind.YEAR
    decimals: int = Field(0, ge=0, le=9)
    over_organisations: Adding = Adding.SUM
    over_time: Adding = Adding.LAST
    weight: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    dimensions: Annotated[list[DimensionGiven], Field(max_length=10)] = []
    source: Source = ""
    owner: Line = ""
    items: Annotated[list[Key], Field(max_length=200)] = []
    expression: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = ""
    order: Order = Order.UNIT_FIRST

    def to_value(self) -> Indicator:
        """Return the engine's value."""
        return indicator_from_plain(self.dict() | {"expression": self.expression.strip()})


class Redefinition(DefinitionGiven):
    """Another definition of an indicator, and why."""

    reason: Source = ""


class DataSetChanged(Schema):
    """What is to be changed of a data set; what is not given stays. Rules as typed: ``girls: [GIRLS] <= [PUPILS]``.

    ``last_period`` closes it after that period; empty opens it again.
    """

    name: Name | None = None
    name_en: Text | None = None
    days: Annotated[int, Field(ge=0, le=400)] | None = None
    last_period: Annotated[str, Field(max_length=8, pattern=r"^[0-9A-Za-z-]*$")] | None = None
    rules: (
        Annotated[list[Annotated[str, Field(max_length=500, pattern=r"^[^\x00]+$")]], Field(max_length=200)] | None
    ) = None


class SetValueNew(_Exactly):
    """A baseline with its source, or a milestone or target with the item of the plan that is to promise it."""

    kind: TargetKind
    period: PeriodCode
    value: Exact
    party: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    group: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = Field(
        "", description="party:cq, below:510100, tree:border_districts:mingyue, body:500103"
    )
    tolerance: Exact = Decimal(0)
    item: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    sentence: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""
    source: Source = ""

    def aim(self, indicator: str) -> Aim:
        """Return the value that is to be set for an indicator."""
        return Aim(indicator=indicator, **self.dict(exclude={"indicator"}))


class SetValueGiven(SetValueNew):
    """A value to be set, in a list: with its indicator's code."""

    indicator: Code


class DefinitionsGiven(_Exactly):
    """Definitions and set values to be taken in; with ``dry_run`` nothing is written and every problem is listed."""

    indicators: Annotated[list[DefinitionGiven], Field(max_length=2000)] = []
    set_values: Annotated[list[SetValueGiven], Field(max_length=5000)] = []
    reason: Source = ""
    dry_run: bool = True

    def values(self) -> list[Indicator]:
        """Return the definitions."""
        return [each.to_value() for each in self.indicators]

    def aims(self) -> list[Aim]:
        """Return the values to be set."""
        return [each.aim(each.indicator) for each in self.set_values]
