"""Takes a plan's rows; gives the cells of its items, a stretch at a time, for papers as long as the plan."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Coalesce

from xietong import basics, drafting, publishing
from xietong_web.drafting.models import Duty, ItemBasis, Link, Milestone, Plan, Target
from xietong_web.drafting.rows import target_value

STRETCH = 2000
_COLUMNS = ("path", "pk", "uid", "parent_id", "kind", "number", "title", "text", "recurrence")
_EMPTY = Value("")
_KINDS = {kind.value: kind for kind in drafting.Kind}
_RECURRENCES = {each.value: each for each in drafting.Recurrence}
_weight_words = lru_cache(maxsize=1024)(lambda weight: publishing.number_words(Decimal(weight).normalize()))


def streamed_cells(
    plan: Plan, frame: drafting.Plan, bodies: Iterable[basics.Organisation], day: date | None
) -> Iterator[publishing.Cells]:
    """Yield the cells of all items of a plan in reading order; ``frame`` is its value without items.

    Days and weights come as text, duties as tuples: making values of 100,000 items takes longer than all the rest.
    """
    sides = publishing.Sides.of(frame, bodies, day)
    uids: dict[int | None, str] = {None: ""}
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("weight", "start", "due")}
    items = plan.items.order_by("path").annotate(**texts).values_list(*_COLUMNS, *texts)
    last = ""
    while rows := list(items.filter(path__gt=last)[:STRETCH]):
        last = rows[-1][0]
        parts = _Parts.of(plan, (rows[0][0], last))
        for _, pk, uid, above, kind, number, title, text, recurrence, weight, start, due in rows:
            uids[pk] = uid
            yield publishing.Cells(
                uid, uids[above], _KINDS[kind], number, title, text, sides.cells(parts.duties.get(pk, ())), start or "",
                due or "", _RECURRENCES[recurrence], *parts.words(pk), _weight_words(weight),
                parts.waits(pk),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a stretch of items by item id: duties as (role, party, organisation, name), the rest in words."""

    duties: dict[int, list[tuple[str, str, str, str]]]
    targets: dict[int, list[str]]
    milestones: dict[int, list[str]]
    basis: dict[int, list[str]]
    after: dict[int, list[str]]

    @classmethod
    def of(cls, plan: Plan, stretch: tuple[str, str]) -> "_Parts":
        """Read the parts of the items from one path to another."""
        within: dict[str, Any] = {"item__plan": plan, "item__path__range": stretch}
        columns = ("item_id", "role", Coalesce("party__code", _EMPTY), Coalesce("organisation__code", _EMPTY), "name")
        targets = Target.objects.filter(**within).select_related("party")
        milestones = Milestone.objects.filter(**within).values_list("item_id", "due", "title")
        resting = ItemBasis.objects.filter(**within).order_by("id").values_list("item_id", "basis__title")
        links = Link.objects.filter(after__plan=plan, after__path__range=stretch).order_by("id")
        return cls(
            duties=_grouped((row[0], row[1:]) for row in Duty.objects.filter(**within).values_list(*columns)),
            targets=_grouped((each.item_id, publishing.target_words(target_value(each))) for each in targets),
            milestones=_grouped((pk, publishing.milestone_words(due, title)) for pk, due, title in milestones),
            basis=_grouped(resting),
            after=_grouped(links.values_list("after_id", "before__uid")),
        )

    def words(self, pk: int) -> tuple[str, str, str]:
        """Return an item's targets, milestones and basis as cells."""
        return _cell(self.targets, pk), _cell(self.milestones, pk), _cell(self.basis, pk)

    def waits(self, pk: int) -> str:
        """Return what an item waits for as a cell."""
        return _cell(self.after, pk)


def _cell(parts: Mapping[int, Sequence[str]], pk: int) -> str:
    return publishing.joined(parts[pk]) if pk in parts else ""


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, part in pairs:
        found[pk].append(part)
    return found
