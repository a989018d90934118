"""Takes the plan's own part before and after a change; gives its rows rewritten so, with the change kept and told.

The frame of a plan is the plan without its items: title, short title, start, end, objectives, basis documents. Its
parties are settled when the plan is made and no part of it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import models

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.audit.services import Actor
from xietong_web.drafting.models import Basis, Item, ItemBasis, Plan, Revision
from xietong_web.drafting.rewriting import Rewrite
from xietong_web.drafting.rows import Names, plan_frame, source_columns, write_basis, write_objectives

OWN = ("title", "short_title", "start", "end")
FRAME = (*OWN, "objectives", "basis")
_NO_SOURCE = {"source_document": None, "source_start": None, "source_end": None, "source_cell": "", "source_person": ""}


def kept_frame(value: drafting.Plan) -> str:
    """Return the text that a revision keeps of a plan's frame."""
    plain = drafting.plan_to_plain(replace(value, items=(), parties=()))
    return json.dumps({name: plain[name] for name in FRAME}, ensure_ascii=False, separators=(",", ":"))


def with_frame(value: drafting.Plan, text: str) -> drafting.Plan:
    """Return a plan with the frame that a revision kept in place of its own."""
    frame = drafting.plan_from_plain({"uid": value.uid, **json.loads(text)})
    return replace(frame, parties=value.parties, items=value.items)


def seen_as(value: drafting.Plan) -> str:
    """Return the mark of a frame as somebody sees it: an edit that carries another one is stale."""
    return hashlib.sha256(kept_frame(value).encode()).hexdigest()[:16]


def changed_fields(revision: Revision) -> list[str]:
    """Return the names of a frame's fields that a revision of it changed."""
    before, after = json.loads(revision.before), json.loads(revision.after)
    return [name for name in FRAME if before[name] != after[name]]


def write_frame(
    plan: Plan, old: drafting.Plan, new: drafting.Plan, done: Rewrite, *, act: str, by: Actor, now: datetime
) -> None:
    """Bring a plan's own fields, objectives and basis from one state to another, and keep the change as a revision.

    What stays keeps its row. Items resting on a removed document lose that link here; who calls this gives them their
    revisions, by ``rewrite`` with the same ``done``.
    """
    before, after = kept_frame(old), kept_frame(new)
    if before == after:
        return
    if any(getattr(old, name) != getattr(new, name) for name in OWN):
        for name in OWN:
            setattr(plan, name, getattr(new, name))
        plan.save(update_fields=OWN)
        done.wrote([plan])
    names = Names.of(plan, set())
    if old.objectives != new.objectives:
        _write_objectives(plan, new.objectives, names, done)
    if old.basis != new.basis:
        _write_basis(plan, new.basis, names, done)
    kept = Revision(plan=plan, item_uid="", batch=done.batch, at=now, by=by.sign, act=act, before=before, after=after)
    kept.save()
    done.wrote([kept])


def taken_back(plan: Plan, steps: Sequence[Revision]) -> tuple[drafting.Plan, drafting.Plan] | None:
    """Return the frame as it is and as it was before some steps; ``None`` where they left it alone.

    Raises Refusal ``changed-since`` where other items rest by now on a document that the steps brought in.
    """
    kept = next((step.before for step in steps if not step.item_uid), None)
    if kept is None:
        return None
    present = plan_frame(plan)
    back = with_frame(present, kept)
    gone = {each.uid for each in present.basis} - {each.uid for each in back.basis}
    resting = ItemBasis.objects.filter(basis__plan=plan, basis__uid__in=gone)
    if resting.exclude(item__uid__in=[step.item_uid for step in steps]).exists():
        raise changed_since()
    return present, back


def changed_since() -> Refusal:
    """Return the refusal to take back what others have built upon."""
    return Refusal(
        "changed-since",
        zh="此后他人又修改了同一事项，不能直接撤销；请手工修改。",
        en="Somebody has changed the same item since; it cannot be undone, change it by hand.",
    )


def _steady(standing: Sequence[str], wanted: Sequence[str]) -> set[str]:
    """Return the uids whose rows can stay: rows are listed as they were made, so what follows a change of order is
    made anew."""
    left = [uid for uid in standing if uid in set(wanted)]
    steady: set[str] = set()
    for stands, comes in zip(left, wanted, strict=False):
        if stands != comes:
            break
        steady.add(stands)
    return steady


def _write_objectives(plan: Plan, values: Sequence[drafting.Objective], names: Names, done: Rewrite) -> None:
    rows = {row.uid: row for row in plan.objectives.all()}
    steady = _steady(list(rows), [each.uid for each in values])
    done.remove(plan.objectives.exclude(uid__in=steady))
    for value in values:
        if value.uid in steady:
            columns = {"text": value.text, "due": value.due, **_NO_SOURCE, **source_columns(value.source, names)}
            _write_columns(rows[value.uid], columns, done)
    done.wrote(write_objectives(plan, [each for each in values if each.uid not in steady], names))


def _write_basis(plan: Plan, values: Sequence[drafting.Basis], names: Names, done: Rewrite) -> None:
    rows = {row.uid: row for row in plan.basis.all()}
    steady = _steady(list(rows), [each.uid for each in values])
    leaving = plan.basis.exclude(uid__in=steady)
    touched = Item.objects.filter(plan=plan, basis__in=leaving).order_by()
    resting = ItemBasis.objects.filter(item__in=touched.values("pk"))
    links = list(resting.order_by("id").values_list("item_id", "basis__uid"))
    done.remove(resting)
    done.remove(leaving)
    for value in values:
        if value.uid in steady:
            columns = {"title": value.title, "kind": value.kind, **_NO_SOURCE, **source_columns(value.source, names)}
            _write_columns(rows[value.uid], columns, done)
    made = write_basis(plan, [each for each in values if each.uid not in steady], names)
    done.wrote(made)
    standing: dict[str, Basis] = {uid: rows[uid] for uid in steady} | {row.uid: row for row in made}
    again = [ItemBasis(item_id=item, basis=standing[uid]) for item, uid in links if uid in standing]
    done.wrote(ItemBasis.objects.bulk_create(again))


def _write_columns(row: models.Model, columns: dict[str, object], done: Rewrite) -> None:
    before = dict(row.__dict__)
    for name, content in columns.items():
        setattr(row, name, content)
    fields = [row._meta.get_field(name) for name in columns]  # noqa: SLF001
    if any(row.__dict__[field.attname] != before[field.attname] for field in fields):  # type: ignore[union-attr]
        row.save(update_fields=list(columns))
        done.wrote([row])
