"""Takes plan values; gives their rows, and back; in bulk: 100,000 items are a few hundred statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from django.db import models

from xietong import drafting
from xietong.basics import Source, SourceKind, Span
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.asking import Among, Asked, asked
from xietong_web.documents.models import Document
from xietong_web.drafting.models import (
    Basis,
    Duty,
    Item,
    ItemBasis,
    Link,
    Milestone,
    Objective,
    Plan,
    PlanParty,
    SourceColumns,
    Target,
)
from xietong_web.drafting.paths import nth

BATCH = 1000


@asked
def _parties(plan: str) -> models.QuerySet[PlanParty, tuple[int, str]]:
    return PlanParty.objects.filter(plan=plan).values_list("party_id", "party__code")


def parties_of(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the ids and codes of a plan's parties in their order: asked for once."""
    if plan.known_parties is None:
        plan.known_parties = tuple(_parties(plan.pk))
    return plan.known_parties


@dataclass(slots=True)
class Names:
    """The ids behind the codes that values use."""

    parties: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, codes: AbstractSet[str] | None = None) -> "Names":
        """Look up the parties and organisations of a plan, and its document under its file's hash.

        ``codes`` names the organisations that are needed, where not all are.
        """
        documents = {plan.document.file_id: plan.document} if plan.document else {}
        parties = {code: pk for pk, code in parties_of(plan)}
        wanted = None if codes is None else codes - {""}
        if wanted is not None and not wanted:
            return cls(parties, {}, documents)
        bodies = Organisation.objects.filter(party__in=parties.values()).order_by()
        if wanted is not None and len(wanted) <= BATCH:
            bodies = bodies.filter(code__in=wanted)
        return cls(parties, dict(bodies.values_list("code", "pk")), documents)


def source_columns(source: Source | None, names: Names) -> dict[str, object]:
    """Return the columns of a source."""
    if source is None:
        return {}
    return {
        "source_document": names.documents.get(source.document),
        "source_start": source.span.start if source.span else None,
        "source_end": source.span.end if source.span else None,
        "source_cell": source.cell,
        "source_person": source.person,
    }


def source_value(row: SourceColumns, hashes: Mapping[object, str]) -> Source | None:
    """Return a row's source; ``hashes`` maps document ids to file hashes."""
    columns = (row.source_start, row.source_end, row.source_cell, row.source_person)
    return _source(hashes.get(row.source_document_id, ""), *columns)


def _source(document: str, start: int | None, end: int | None, cell: str, person: str) -> Source | None:
    if cell:
        return Source(SourceKind.WORKBOOK, document=document, cell=cell)
    if document:
        span = Span(start, end or start) if start is not None else None
        return Source(SourceKind.DOCUMENT, document=document, span=span)
    return Source(SourceKind.PERSON, person=person) if person else None


def write_plan(plan: Plan, value: drafting.Plan, confidence: Mapping[str, float] | None = None) -> list[models.Model]:
    """Write all rows of a plan's value below an empty plan row, and return them for the journal."""
    names = Names.of(plan)
    basis = write_basis(plan, value.basis, names)
    objectives = write_objectives(plan, value.objectives, names)
    items = _write_items(plan, value.items, names, confidence or {})
    rows: list[models.Model] = [*basis, *objectives, *items.values()]
    rows += write_parts(plan, value.items, items, {each.uid: each for each in basis}, names)
    return rows


def write_basis(plan: Plan, values: Iterable[drafting.Basis], names: Names) -> list[Basis]:
    """Write basis documents."""
    return Basis.objects.bulk_create(
        (
            Basis(plan=plan, uid=each.uid, title=each.title, kind=each.kind, **source_columns(each.source, names))
            for each in values
        ),
        batch_size=BATCH,
    )


def write_objectives(plan: Plan, values: Iterable[drafting.Objective], names: Names) -> list[Objective]:
    """Write objectives."""
    return Objective.objects.bulk_create(
        (
            Objective(plan=plan, uid=each.uid, text=each.text, due=each.due, **source_columns(each.source, names))
            for each in values
        ),
        batch_size=BATCH,
    )


def _write_items(
    plan: Plan, values: Iterable[drafting.Item], names: Names, confidence: Mapping[str, float]
) -> dict[str, Item]:
    """Write level by level, so that each parent has its id before its children are written."""
    levels: dict[int, list[Item]] = defaultdict(list)
    made: dict[str, Item] = {}
    for value in values:
        parent = made[value.parent] if value.parent else None
        item = Item(plan=plan, uid=value.uid, parent=parent, confidence=confidence.get(value.uid))
        item.path = nth(parent.path if parent else "", value.position)
        item.depth = parent.depth + 1 if parent else 0
        fill_item(item, value, names)
        made[value.uid] = item
        levels[item.depth].append(item)
    for depth in sorted(levels):
        for item in levels[depth]:
            item.parent_id = item.parent.pk if item.parent else None
        Item.objects.bulk_create(levels[depth], batch_size=BATCH)
    return made


def fill_item(item: Item, value: drafting.Item, names: Names) -> None:
    """Copy an item's own columns from its value; place in the tree and parts are others' business."""
    item.kind, item.number, item.title, item.text = value.kind.value, value.number, value.title, value.text
    item.start, item.due, item.recurrence = value.start, value.due, value.recurrence.value
    item.weight = value.weight
    for column, content in source_columns(value.source, names).items():
        setattr(item, column, content)


def write_parts(
    plan: Plan,
    values: Iterable[drafting.Item],
    items: Mapping[str, Item],
    basis: Mapping[str, Basis],
    names: Names,
) -> list[models.Model]:
    """Write duties, targets, milestones, basis references and dependencies of items that have their rows."""
    duties, targets, milestones, resting, links = [], [], [], [], []
    for value in values:
        item = items[value.uid]
        duties += [
            Duty(
                plan=plan,
                item=item,
                party_id=names.parties.get(duty.party),
                organisation_id=names.organisations.get(duty.organisation),
                role=duty.role.value,
                name=duty.name,
                ordinal=ordinal,
            )
            for ordinal, duty in enumerate(value.duties)
        ]
        targets += [
            Target(
                plan=plan,
                item=item,
                uid=target.uid,
                indicator=target.indicator,
                op=target.op,
                value=target.value,
                unit=target.unit,
                by=target.by,
                party_id=names.parties.get(target.party),
            )
            for target in value.targets
        ]
        milestones += [Milestone(plan=plan, item=item, uid=m.uid, title=m.title, due=m.due) for m in value.milestones]
        resting += [ItemBasis(item=item, basis=basis[uid]) for uid in value.basis if uid in basis]
        links += [Link(plan=plan, before=items[uid], after=item) for uid in value.after if uid in items]
    listed: tuple[list[Any], ...] = (duties, targets, milestones, resting, links)
    return [
        row
        for rows in listed
        if rows
        for row in type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)  # noqa: SLF001
    ]


# Columns, not model instances: making 100,000 of these takes longer than reading them.
_COLUMNS = (
    "pk", "uid", "parent__uid", "kind", "title", "number", "text", "start", "due", "recurrence", "weight",
    "source_document__file_id", "source_start", "source_end", "source_cell", "source_person",
)  # fmt: skip
# The same columns of an item's row read with ``BESIDE``.
BESIDE = {"parent_uid": models.F("parent__uid"), "document_hash": models.F("source_document__file_id")}
_of_row = attrgetter(
    "pk", "uid", "parent_uid", "kind", "title", "number", "text", "start", "due", "recurrence", "weight",
    "document_hash", "source_start", "source_end", "source_cell", "source_person",
)  # fmt: skip
_KINDS = {kind.value: kind for kind in drafting.Kind}
_RECURRENCES = {each.value: each for each in drafting.Recurrence}
_ROLES = {role.value: role for role in drafting.Role}


def item_values(plan: Plan, items: models.QuerySet[Item]) -> list[drafting.Item]:
    """Return the values of some items of a plan, in reading order, in six statements however many they are."""
    rows = list(items.order_by("path").values_list(*_COLUMNS))
    return _values(rows, _parts(plan, [row[0] for row in rows] if len(rows) <= BATCH else None))


def values_of_rows(plan: Plan, items: Iterable[Item]) -> list[drafting.Item]:
    """Return the values of items whose rows were read with ``BESIDE``, in reading order."""
    rows = [_of_row(item) for item in sorted(items, key=attrgetter("path"))]
    return _values(rows, _parts(plan, [row[0] for row in rows] if len(rows) <= BATCH else None))


# Each kind of part: its rows with the item's id first, and by which column that is asked for.
_PARTS: tuple[tuple[Callable[[], models.QuerySet[Any, Any]], str, str], ...] = (
    (lambda: Duty.objects.values_list("item_id", "party__code", "organisation__code", "role", "name"), "item", "plan"),
    (
        lambda: Target.objects.exclude(item=None).values_list(
            "item_id", "uid", "indicator", "op", "value", "unit", "by", "party__code"
        ),
        "item",
        "plan",
    ),
    (lambda: Milestone.objects.values_list("item_id", "uid", "title", "due"), "item", "plan"),
    (lambda: ItemBasis.objects.order_by("id").values_list("item_id", "basis__uid"), "item", "item__plan"),
    (lambda: Link.objects.order_by("id").values_list("after_id", "before__uid"), "after", "plan"),
)


def _of_some(rows: Callable[[], models.QuerySet[Any, Any]], column: str) -> Asked[[Sequence[int]], tuple[Any, ...]]:
    return asked(lambda pks: rows().filter(Among(column, pks)))


_PARTS_OF_SOME = [_of_some(rows, column) for rows, column, _ in _PARTS]
_Grouped = Mapping[int, Sequence[Sequence[Any]]]


def _parts(plan: Plan, pks: list[int] | None) -> list[_Grouped]:
    """Return the parts of some items (``None``: all of the plan), of each kind by item id."""
    found: Iterable[Iterable[Sequence[Any]]]
    if pks is None:
        found = [rows().filter(**{column: plan}) for rows, _, column in _PARTS]
    else:
        found = [question(pks) for question in _PARTS_OF_SOME] if pks else []
    return [_grouped(rows) for rows in found] or [{}] * len(_PARTS)


def _grouped(rows: Iterable[Sequence[Any]]) -> _Grouped:
    grouped: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for pk, *part in rows:
        grouped[pk].append(part)
    return grouped


def _values(rows: Iterable[Sequence[Any]], parts: Sequence[_Grouped]) -> list[drafting.Item]:
    positions: dict[str | None, int] = defaultdict(int)
    values = []
    for row in rows:
        above = row[2]
        values.append(_value(row, positions[above], parts))
        positions[above] += 1
    return values


def _value(row: Sequence[Any], position: int, parts: Sequence[_Grouped]) -> drafting.Item:
    """Return the value of an item's columns at a position among its siblings."""
    pk, uid, above, kind, title, number, text, start, due, recurrence, weight, document, *source = row
    duties, targets, milestones, basis, after = (grouped.get(pk, ()) for grouped in parts)
    return drafting.Item(
        uid=uid,
        parent=above,
        position=position,
        kind=_KINDS[kind],
        title=title,
        number=number,
        text=text,
        start=start,
        due=due,
        recurrence=_RECURRENCES[recurrence],
        weight=weight.normalize(),
        duties=tuple(drafting.Duty(party or "", body or "", _ROLES[role], name) for party, body, role, name in duties),
        targets=tuple(
            drafting.Target(uid, indicator, op, value.normalize(), unit, by, party or "")
            for uid, indicator, op, value, unit, by, party in targets
        ),
        milestones=tuple(drafting.Milestone(*each) for each in milestones),
        basis=tuple(uid for (uid,) in basis),
        after=tuple(uid for (uid,) in after),
        source=_source(document or "", *source),
    )


def target_value(target: Target) -> drafting.Target:
    """Return a target's value; its party must have been selected."""
    return drafting.Target(
        uid=target.uid,
        indicator=target.indicator,
        op=target.op,
        value=target.value.normalize(),
        unit=target.unit,
        by=target.by,
        party=target.party.code if target.party else "",
    )


def document_hashes(plan: Plan) -> dict[object, str]:
    """Return the file hash of each document that a plan's rows can come from."""
    return dict(Document.objects.filter(plans=plan).values_list("pk", "file_id"))


def plan_value(plan: Plan) -> drafting.Plan:
    """Return the whole plan as it stands now."""
    return replace(plan_frame(plan), items=tuple(item_values(plan, plan.items.all())))


def plan_frame(plan: Plan) -> drafting.Plan:
    """Return the plan as it stands now, without its items."""
    hashes = document_hashes(plan)
    parties = Party.objects.filter(plans=plan).order_by("planparty__ordinal")
    return drafting.Plan(
        uid=plan.uid,
        title=plan.title,
        short_title=plan.short_title,
        parties=tuple(party.to_value() for party in parties),
        start=plan.start,
        end=plan.end,
        objectives=tuple(
            drafting.Objective(each.uid, each.text, each.due, source_value(each, hashes))
            for each in plan.objectives.all()
        ),
        basis=tuple(
            drafting.Basis(each.uid, each.title, each.kind, source_value(each, hashes)) for each in plan.basis.all()
        ),
    )
