"""Takes a plan or an item; gives plain JSON values of it, and back: decimals as strings, days as ISO 8601."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xietong.basics import Party, Source, SourceKind, Span
from xietong.drafting.plan import Basis, Duty, Item, Kind, Milestone, Objective, Plan, Recurrence, Role, Target

Plain = dict[str, Any]


def item_to_plain(item: Item) -> Plain:
    """Return an item as plain values; ``item_from_plain`` gives it back unchanged."""
    return {
        "uid": item.uid,
        "parent": item.parent,
        "position": item.position,
        "kind": item.kind.value,
        "number": item.number,
        "title": item.title,
        "text": item.text,
        "start": _day(item.start),
        "due": _day(item.due),
        "recurrence": item.recurrence.value,
        "weight": _decimal(item.weight),
        "duties": [
            {"party": duty.party, "organisation": duty.organisation, "role": duty.role.value, "name": duty.name}
            for duty in item.duties
        ],
        "targets": [_target_to_plain(target) for target in item.targets],
        "milestones": [
            {"uid": milestone.uid, "title": milestone.title, "due": milestone.due.isoformat()}
            for milestone in item.milestones
        ],
        "basis": list(item.basis),
        "after": list(item.after),
        "source": _source_to_plain(item.source),
    }


def item_from_plain(plain: Mapping[str, Any]) -> Item:
    """Return the item of plain values. Raises KeyError or ValueError where they are not an item's."""
    return Item(
        uid=plain["uid"],
        parent=plain["parent"],
        position=plain["position"],
        kind=Kind(plain["kind"]),
        number=plain["number"],
        title=plain["title"],
        text=plain["text"],
        start=_day_from(plain["start"]),
        due=_day_from(plain["due"]),
        recurrence=Recurrence(plain["recurrence"]),
        weight=Decimal(plain["weight"]),
        duties=tuple(
            Duty(party=duty["party"], organisation=duty["organisation"], role=Role(duty["role"]), name=duty["name"])
            for duty in plain["duties"]
        ),
        targets=tuple(_target_from_plain(target) for target in plain["targets"]),
        milestones=tuple(
            Milestone(uid=milestone["uid"], title=milestone["title"], due=date.fromisoformat(milestone["due"]))
            for milestone in plain["milestones"]
        ),
        basis=tuple(plain["basis"]),
        after=tuple(plain["after"]),
        source=_source_from_plain(plain["source"]),
    )


def plan_to_plain(plan: Plan) -> Plain:
    """Return a plan as plain values; ``plan_from_plain`` gives it back unchanged."""
    return {
        "uid": plan.uid,
        "title": plan.title,
        "short_title": plan.short_title,
        "parties": [
            {
                "code": party.code,
                "name": party.name,
                "name_en": party.name_en,
                "short": party.short,
                "side": party.side,
                "place": party.place,
                "adjectives": list(party.adjectives),
            }
            for party in plan.parties
        ],
        "start": _day(plan.start),
        "end": _day(plan.end),
        "items": [item_to_plain(item) for item in plan.items],
        "objectives": [
            {
                "uid": objective.uid,
                "text": objective.text,
                "due": _day(objective.due),
                "source": _source_to_plain(objective.source),
            }
            for objective in plan.objectives
        ],
        "basis": [
            {"uid": basis.uid, "title": basis.title, "kind": basis.kind, "source": _source_to_plain(basis.source)}
            for basis in plan.basis
        ],
    }


def plan_from_plain(plain: Mapping[str, Any]) -> Plan:
    """Return the plan of plain values. Raises KeyError or ValueError where they are not a plan's."""
    return Plan(
        uid=plain["uid"],
        title=plain["title"],
        short_title=plain["short_title"],
        parties=tuple(Party(**{**party, "adjectives": tuple(party["adjectives"])}) for party in plain["parties"]),
        start=_day_from(plain["start"]),
        end=_day_from(plain["end"]),
        items=tuple(item_from_plain(item) for item in plain["items"]),
        objectives=tuple(
            Objective(
                uid=objective["uid"],
                text=objective["text"],
                due=_day_from(objective["due"]),
                source=_source_from_plain(objective["source"]),
            )
            for objective in plain["objectives"]
        ),
        basis=tuple(
            Basis(
                uid=basis["uid"],
                title=basis["title"],
                kind=basis["kind"],
                source=_source_from_plain(basis["source"]),
            )
            for basis in plain["basis"]
        ),
    )


def _target_to_plain(target: Target) -> Plain:
    return {
        "uid": target.uid,
        "indicator": target.indicator,
        "op": target.op,
        "value": _decimal(target.value),
        "unit": target.unit,
        "by": _day(target.by),
        "party": target.party,
    }


def _target_from_plain(plain: Mapping[str, Any]) -> Target:
    return Target(**{**plain, "value": Decimal(plain["value"]), "by": _day_from(plain["by"])})


def _source_to_plain(source: Source | None) -> Plain | None:
    if source is None:
        return None
    return {
        "kind": source.kind.value,
        "document": source.document,
        "span": [source.span.start, source.span.end] if source.span else None,
        "cell": source.cell,
        "person": source.person,
    }


def _source_from_plain(plain: Mapping[str, Any] | None) -> Source | None:
    if plain is None:
        return None
    return Source(
        kind=SourceKind(plain["kind"]),
        document=plain["document"],
        span=Span(*plain["span"]) if plain["span"] else None,
        cell=plain["cell"],
        person=plain["person"],
    )


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _day_from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
