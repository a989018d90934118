"""Takes definitions and rules; gives them as plain values for canonical JSON, and back."""

from collections.abc import Mapping
from typing import Any

from xietong.basics import PeriodKind, Severity, Wording
from xietong.measuring import (
    Adding,
    Category,
    Dimension,
    Direction,
    Indicator,
    Missing,
    Operator,
    Order,
    Rule,
    Scale,
)


def indicator_to_plain(value: Indicator) -> dict[str, Any]:
    """Return a definition as plain values."""
    return {
        "code": value.code,
        "name": value.name,
        "name_en": value.name_en,
        "unit": value.unit,
        "scale": value.scale.value,
        "direction": value.direction.value,
        "owner": value.owner,
        "period_type": value.period_type.value,
        "decimals": value.decimals,
        "over_organisations": value.over_organisations.value,
        "over_time": value.over_time.value,
        "weight": value.weight or "",
        "dimensions": [
            {
                "code": each.code,
                "name": each.name,
                "name_en": each.name_en,
                "categories": [{"code": one.code, "name": one.name, "name_en": one.name_en} for one in each.categories],
            }
            for each in value.dimensions
        ],
        "source": value.source,
        "items": list(value.items),
        "expression": value.expression,
        "order": value.order.value,
    }


def indicator_from_plain(plain: Mapping[str, Any]) -> Indicator:
    """Return a definition of plain values; missing ones are as the engine has them."""
    kinds = {
        "scale": Scale,
        "direction": Direction,
        "period_type": PeriodKind,
        "over_organisations": Adding,
        "over_time": Adding,
        "order": Order,
    }
    known: dict[str, Any] = {name: kind(plain[name]) for name, kind in kinds.items() if plain.get(name)}
    texts = ("name_en", "unit", "owner", "source", "expression")
    known |= {name: plain[name] for name in texts if plain.get(name)}
    dimensions = tuple(
        Dimension(
            each["code"],
            each["name"],
            each.get("name_en", ""),
            tuple(Category(one["code"], one["name"], one.get("name_en", "")) for one in each["categories"]),
        )
        for each in plain.get("dimensions", ())
    )
    return Indicator(
        code=plain["code"],
        name=plain["name"],
        decimals=plain.get("decimals", 0),
        weight=plain.get("weight") or None,
        dimensions=dimensions,
        items=tuple(plain.get("items", ())),
        **known,
    )


def rule_to_plain(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain values."""
    return {
        "code": rule.code,
        "left": rule.left,
        "operator": rule.operator.value,
        "right": rule.right,
        "missing": rule.missing.value,
        "severity": rule.severity.value,
        "wording": [rule.wording.zh, rule.wording.en] if rule.wording else None,
    }


def rule_written(rule: Rule) -> str:
    """Return a rule as people type it: how it takes what is missing, and that it only warns, stand behind."""
    told = [rule.missing.value] if rule.missing is not Missing.SKIP_IF_ANY else []
    told += [rule.severity.value] if rule.severity is not Severity.ERROR else []
    return "; ".join([f"{rule.code}: {rule.left} {rule.operator.value} {rule.right}", *told])


def rule_from_plain(plain: Mapping[str, Any]) -> Rule:
    """Return the rule of plain values."""
    return Rule(
        code=plain["code"],
        left=plain["left"],
        operator=Operator(plain["operator"]),
        right=plain["right"],
        missing=Missing(plain.get("missing", Missing.SKIP_IF_ANY)),
        severity=Severity(plain.get("severity", Severity.ERROR)),
        wording=Wording(*plain["wording"]) if plain.get("wording") else None,
    )
