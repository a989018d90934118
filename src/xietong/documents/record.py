"""Takes a Draft; gives the plain values of its JSON form (``xietong-draft/1``), and back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from xietong.basics import Span, Wording
from xietong.documents.draft import (
    BasisKind,
    Deadline,
    Draft,
    DraftBasis,
    DraftItem,
    DraftObjective,
    DraftPlan,
    DraftSource,
    DraftTarget,
    Heading,
    ItemKind,
    Notice,
    Recurrence,
    Unit,
    UnitRole,
)

FORMAT = "xietong-draft/1"
Plain = dict[str, Any]
Made = TypeVar("Made")


def to_json(draft: Draft) -> Plain:
    """Return the JSON form: spans as [start, end], dates as ISO 8601, figures as numbers (int where whole)."""
    return {
        "format": FORMAT,
        "source": _source(draft.source),
        "is_plan": draft.is_plan,
        "plan": _plan(draft.plan) if draft.plan is not None else None,
        "text": draft.text,
        "outline": [_heading(one) for one in draft.outline],
        "items": [_item(one) for one in draft.items],
        "objectives": [_objective(one) for one in draft.objectives],
        "basis": [_basis(one) for one in draft.basis],
        "notices": [{"code": one.code, "message": one.message, "span": _span(one.span)} for one in draft.notices],
        "units": [_unit(one) for one in draft.units],
        "deadlines": [_deadline(one) for one in draft.deadlines],
        "targets": [_target(one) for one in draft.targets],
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _figure(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _source(source: DraftSource) -> Plain:
    return {
        "name": source.name,
        "media_type": source.media_type,
        "sha256": source.sha256,
        "title": source.title,
        "author": source.author,
        "editor": source.editor,
        "issuers": list(source.issuers),
        "published": _day(source.published),
        "announced": _day(source.announced),
        "categories": list(source.categories),
        "image": source.image,
        "reporter": source.reporter,
    }


def _plan(plan: DraftPlan) -> Plain:
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "parties": list(plan.parties),
        "declared_count": plan.declared_count,
        "start": _day(plan.start),
        "end": _day(plan.end),
    }


def _heading(one: Heading) -> Plain:
    return {"id": one.id, "level": one.level, "number": one.number, "title": one.title, "span": _span(one.span)}


def _item(one: DraftItem) -> Plain:
    return {
        "id": one.id,
        "parent": one.parent,
        "kind": one.kind.value,
        "number": one.number,
        "title": one.title,
        "text": one.text,
        "span": _span(one.span),
        "heading": one.heading,
        "units": [_unit(each) for each in one.units],
        "deadlines": [_deadline(each) for each in one.deadlines],
        "targets": [_target(each) for each in one.targets],
        "basis": [_basis(each) for each in one.basis],
        "confidence": one.confidence,
    }


def _objective(one: DraftObjective) -> Plain:
    return {"text": one.text, "span": _span(one.span), "deadlines": [_deadline(each) for each in one.deadlines]}


def _basis(one: DraftBasis) -> Plain:
    return {"title": one.title, "kind": one.kind.value, "span": _span(one.span), "item": one.item}


def _unit(one: Unit) -> Plain:
    return {
        "name": one.name,
        "resolved": one.resolved,
        "role": one.role.value,
        "party": one.party,
        "span": _span(one.span),
        "item": one.item,
    }


def _deadline(one: Deadline) -> Plain:
    return {
        "text": one.text,
        "start": _day(one.start),
        "end": _day(one.end),
        "recurring": one.recurring.value if one.recurring is not None else None,
        "span": _span(one.span),
        "item": one.item,
    }


def _target(one: DraftTarget) -> Plain:
    return {
        "text": one.text,
        "indicator": one.indicator,
        "op": one.op,
        "value": _figure(one.value),
        "unit": one.unit,
        "by": _day(one.by),
        "span": _span(one.span),
        "item": one.item,
    }


def from_json(record: Mapping[str, Any]) -> Draft:
    """Return the draft that :func:`to_json` wrote. Raises ValueError for another format, KeyError where parts miss."""
    if record.get("format") != FORMAT:
        raise ValueError(f"this is no {FORMAT} record but {record.get('format')!r}")
    plan = record["plan"]
    return Draft(
        source=_source_of(record["source"]),
        is_plan=record["is_plan"],
        plan=None if plan is None else _plan_of(plan),
        text=record["text"],
        outline=_all(record["outline"], _heading_of),
        items=_all(record["items"], _item_of),
        objectives=_all(record["objectives"], _objective_of),
        basis=_all(record["basis"], _basis_of),
        notices=_all(record["notices"], _notice_of),
        units=_all(record["units"], _unit_of),
        deadlines=_all(record["deadlines"], _deadline_of),
        targets=_all(record["targets"], _target_of),
    )


def _all(records: Sequence[Plain], make: Callable[[Plain], Made]) -> tuple[Made, ...]:
    return tuple(make(one) for one in records)


def _place(written: Sequence[int]) -> Span:
    return Span(written[0], written[1])


def _date(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _source_of(one: Plain) -> DraftSource:
    return DraftSource(
        **{
            **one,
            "issuers": tuple(one["issuers"]),
            "categories": tuple(one["categories"]),
            "published": _date(one["published"]),
            "announced": _date(one["announced"]),
        }
    )


def _plan_of(one: Plain) -> DraftPlan:
    return DraftPlan(
        **{**one, "parties": tuple(one["parties"]), "start": _date(one["start"]), "end": _date(one["end"])}
    )


def _heading_of(one: Plain) -> Heading:
    return Heading(**{**one, "span": _place(one["span"])})


def _item_of(one: Plain) -> DraftItem:
    return DraftItem(
        **{
            **one,
            "kind": ItemKind(one["kind"]),
            "span": _place(one["span"]),
            "units": _all(one["units"], _unit_of),
            "deadlines": _all(one["deadlines"], _deadline_of),
            "targets": _all(one["targets"], _target_of),
            "basis": _all(one["basis"], _basis_of),
        }
    )


def _objective_of(one: Plain) -> DraftObjective:
    return DraftObjective(one["text"], _place(one["span"]), _all(one["deadlines"], _deadline_of))


def _basis_of(one: Plain) -> DraftBasis:
    return DraftBasis(**{**one, "kind": BasisKind(one["kind"]), "span": _place(one["span"])})


def _notice_of(one: Plain) -> Notice:
    zh, _, en = one["message"].removesuffix(")").rpartition(" (")
    return Notice(one["code"], Wording(zh, en), None if one["span"] is None else _place(one["span"]))


def _unit_of(one: Plain) -> Unit:
    return Unit(**{**one, "role": UnitRole(one["role"]), "span": _place(one["span"])})


def _deadline_of(one: Plain) -> Deadline:
    recurring = one["recurring"]
    return Deadline(
        **{
            **one,
            "span": _place(one["span"]),
            "start": _date(one["start"]),
            "end": _date(one["end"]),
            "recurring": None if recurring is None else Recurrence(recurring),
        }
    )


def _target_of(one: Plain) -> DraftTarget:
    return DraftTarget(
        **{**one, "value": Decimal(str(one["value"])), "span": _place(one["span"]), "by": _date(one["by"])}
    )
