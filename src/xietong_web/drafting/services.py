"""Takes people's decisions about a plan; gives the acts that write them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from xietong import drafting
from xietong.basics import Finding, Refusal, Source, SourceKind
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import Actor, record
from xietong_web.documents.models import Document
from xietong_web.documents.services import draft_of
from xietong_web.drafting.checking import checked, stale_edit
from xietong_web.drafting.frames import changed_since, taken_back, write_frame
from xietong_web.drafting.held import Held, plan_locked
from xietong_web.drafting.models import Item, Plan, PlanParty, Revision
from xietong_web.drafting.rewriting import Rewrite, from_kept, reworded, rewrite, was_looked_at
from xietong_web.drafting.rows import parties_of, write_plan

EDITABLE = frozenset(
    {"kind", "number", "title", "text", "start", "due", "recurrence", "weight", "duties", "targets", "milestones"}
    | {"basis", "after"}
)


def keys() -> Iterator[str]:
    """Yield new identities without end."""
    while True:
        yield new_key()


@transaction.atomic
def start_plan(
    *, document: Document, parties: Sequence[Party], by: Member, now: datetime
) -> tuple[Plan, tuple[Finding, ...]]:
    """Make the plan that a document states. Raises Refusal ``not-permitted``, ``not-a-plan``, ``not-read-yet``."""
    require(by, "drafting.start-plan", party=document.party.code)
    if by.party not in parties:
        raise Refusal(
            "own-party-missing",
            zh="协同方中须包括您所在的一方；请补选。",
            en="Your own party must be one of the parties; add it.",
        )
    return plan_from_document(document=document, parties=parties, by=by, now=now)


@transaction.atomic
def plan_from_document(
    *, document: Document, parties: Sequence[Party], by: Actor, now: datetime
) -> tuple[Plan, tuple[Finding, ...]]:
    """Make the plan that a document states: for ``start_plan``, and for the operator's own machine."""
    draft = draft_of(document)
    bodies = [
        each.to_value() for each in Organisation.objects.filter(party__in=parties).select_related("party", "parent")
    ]
    value, findings = drafting.plan_from_draft(draft, [party.to_value() for party in parties], bodies, keys())
    sureness = {item.span: item.confidence for item in draft.items}
    sure = {
        item.uid: sureness[item.source.span] for item in value.items if item.source and item.source.span in sureness
    }
    plan = open_plan(value=value, parties=parties, document=document, confidence=sure, by=by, now=now)
    return plan, findings


def open_plan(
    *,
    value: drafting.Plan,
    parties: Sequence[Party],
    by: Actor,
    now: datetime,
    document: Document | None = None,
    confidence: Mapping[str, float] | None = None,
) -> Plan:
    """Write a plan's value as a new plan in draft. For ``start_plan`` and imports, inside their transaction."""
    plan = Plan.objects.create(
        uid=value.uid,
        title=value.title,
        short_title=value.short_title,
        start=value.start,
        end=value.end,
        document=document,
        made_by=by.sign,
        made_at=now,
    )
    members = PlanParty.objects.bulk_create(
        PlanParty(plan=plan, party=party, ordinal=ordinal) for ordinal, party in enumerate(parties)
    )
    rows = write_plan(plan, value, confidence)
    record(
        "drafting.plan-started",
        by=by,
        now=now,
        subject=("plan", plan.uid),
        data={"title": plan.title, "items": len(value.items)},
        rows=[plan, *members, *rows],
    )
    return plan


def require_editable(plan: Plan, by: Member) -> None:
    """Raise the refusal that fits: somebody else's plan, or one that has been agreed."""
    parties = [code for _, code in parties_of(plan)]
    require(by, "drafting.see", plan_parties=parties)
    if plan.state == Plan.State.PROPOSED:
        raise Refusal(
            "plan-out-for-signature",
            zh="计划正在会签，文本已锁定；如需修改请先撤回会签。",
            en="The plan is out for signature and its text is locked; withdraw the proposal to change it.",
        )
    if plan.state != Plan.State.DRAFT:
        raise Refusal(
            "agreed-plan",
            zh="计划已会签生效；修改请提出修订提案，由各协同方会签。",
            en="The plan has been agreed; put the change into a proposal for every party to sign.",
        )
    require(by, "drafting.edit", plan_parties=parties, state=plan.state)


def locked(plan_uid: str) -> Plan:
    """Return a plan, locked until the transaction ends."""
    plan = plan_locked(plan_uid)
    if plan is None:
        raise Refusal(
            "not-found", zh="没有这个计划；请从计划列表进入。", en="There is no such plan; start from the list."
        )
    return plan


def held_for_edit(plan_uid: str, by: Member) -> Held:
    """Return what an act holds of a plan that a member may edit, locked until the transaction ends."""
    plan = locked(plan_uid)
    require_editable(plan, by)
    return Held(plan)


def the_item(plan: Plan, uid: str) -> Item:
    """Return an item of a plan. Raises Refusal ``not-found``."""
    return Held(plan).item(uid)


def family(plan: Plan, parent: str | None) -> list[str]:
    """Return the uids of an item's children (``None``: of the plan's first level) in order."""
    return Held(plan).family(parent)


def write(
    held: Held,
    act: str,
    by: Member,
    now: datetime,
    *,
    before: Mapping[str, drafting.Item],
    after: Mapping[str, drafting.Item],
    orders: Mapping[str | None, Sequence[str]] | None = None,
    undoing: Sequence[Revision] = (),
    frame: tuple[drafting.Plan, drafting.Plan] | None = None,
) -> Rewrite:
    """Write one step of a draft, which ``undo`` takes back as one: of items and, ``frame`` given, of the plan itself.

    Items whose link to a removed document falls away do not count as looked at for it.
    """
    plan, done = held.plan, Rewrite(batch=new_key())
    if frame:
        write_frame(plan, *frame, done, act=act, by=by, now=now)
    looked = frame is None
    restored = {step.item_uid for step in undoing if step.item_uid and was_looked_at(step.before)} if undoing else None
    rewrite(
        held,
        before=before,
        after=after,
        orders=orders or {},
        act=act,
        by=by,
        now=now,
        accepted=looked,
        restored=restored,
        done=done,
    )
    for step in undoing:
        step.undone_by = done.batch
    if undoing:
        Revision.objects.bulk_update(undoing, ["undone_by"])
    done.wrote(undoing)
    record(
        f"drafting.{act}",
        by=by,
        now=now,
        subject=("plan", plan.uid),
        data={"items": sorted({*before, *after}), "batch": done.batch},
        rows=done.written.values(),
        removed=done.removed,
        aside={"words": reworded(before, after)},
    )
    return done


@transaction.atomic
def edit_item(*, plan_uid: str, uid: str, revision: int, changes: Mapping[str, Any], by: Member, now: datetime) -> Item:
    """Change some fields of an item, as somebody saw it at ``revision``.

    ``changes`` maps names in ``EDITABLE`` to values of the engine's ``Item``. Raises Refusal ``stale-edit`` with both
    texts where somebody else was faster, ``agreed-plan``, ``not-permitted``, ``not-found``, ``unknown-field``.
    """
    held = held_for_edit(plan_uid, by)
    unknown = set(changes) - EDITABLE
    if unknown:
        names = ", ".join(sorted(unknown))
        raise Refusal("unknown-field", zh=f"事项没有这些字段：{names}。", en=f"An item has no such field: {names}.")
    item = held.item(uid)
    value = held.values([uid])[uid]
    if item.revision != revision:
        raise stale_edit(value, changes, item.revision)
    wanted = checked(held.plan, replace(value, **changes), value)
    write(held, "edited", by, now, before={uid: value}, after={uid: wanted})
    return item


@transaction.atomic
def add_item(
    *,
    plan_uid: str,
    parent: str | None,
    kind: drafting.Kind,
    title: str,
    by: Member,
    now: datetime,
    position: int | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Item:
    """Add an item below ``parent`` at a position among its children (``None``: the last).

    Its source is the person who typed it.
    """
    held = held_for_edit(plan_uid, by)
    if parent is not None:
        held.item(parent)
    source, order = Source(SourceKind.PERSON, person=by.sign), held.family(parent)
    place = len(order) if position is None else position
    value = drafting.Item(new_key(), parent, place, kind, title, source=source)
    value = checked(held.plan, replace(value, **dict(fields or {})))
    order.insert(place, value.uid)
    write(held, "added", by, now, before={}, after={value.uid: value}, orders={parent: order})
    return held.item(value.uid)


@transaction.atomic
def remove_item(*, plan_uid: str, uid: str, by: Member, now: datetime) -> None:
    """Delete an item with all under it; ``undo`` brings it back."""
    held = held_for_edit(plan_uid, by)
    item = held.item(uid)
    before = held.values(row.uid for row in held.subtree(item))
    parent = before[uid].parent
    order = [each for each in held.family(parent) if each != uid]
    write(held, "removed", by, now, before=before, after={}, orders={parent: order})


@transaction.atomic
def move_item(*, plan_uid: str, uid: str, parent: str | None, position: int, by: Member, now: datetime) -> None:
    """Put an item with all under it elsewhere. Raises Refusal ``cyclic-move`` for a place inside itself."""
    held = held_for_edit(plan_uid, by)
    item = held.item(uid)
    if parent is not None and held.item(parent).path.startswith(item.path):
        raise Refusal(
            "cyclic-move",
            zh="不能把事项移到它自己之下；请选择其他位置。",
            en="An item cannot be moved below itself; choose another place.",
        )
    value = held.values([uid])[uid]
    order = [each for each in held.family(parent) if each != uid]
    order.insert(position, uid)
    orders: dict[str | None, Sequence[str]] = {parent: order}
    if value.parent != parent:
        orders[value.parent] = [each for each in held.family(value.parent) if each != uid]
    after = {uid: replace(value, parent=parent, position=position)}
    write(held, "moved", by, now, before={uid: value}, after=after, orders=orders)


def _reshape(
    held: Held,
    parent: str | None,
    act: str,
    by: Member,
    now: datetime,
    change: Callable[[drafting.Plan], drafting.Plan],
) -> None:
    """Let the engine reshape one family with all under it, and write what came out."""
    plan = held.plan
    scope = [row.uid for row in held.subtree(held.item(parent))] if parent else None
    before = held.values(plan.items.values_list("uid", flat=True) if scope is None else scope)
    lone = replace(before[parent], parent=None, position=0) if parent else None
    scene = [lone if lone and uid == lone.uid else value for uid, value in before.items()]
    result = {item.uid: item for item in change(drafting.Plan(plan.uid, plan.title, items=tuple(scene))).items}
    if parent:
        result[parent] = before[parent]
    changed = {uid for uid in {*before, *result} if before.get(uid) != result.get(uid)}
    orders: dict[str | None, list[str]] = {}
    for item in result.values():
        if item.uid != parent:
            orders.setdefault(item.parent, []).append(item.uid)
    touched = {each.parent for uid in changed for each in (before.get(uid), result.get(uid)) if each}
    write(
        held,
        act,
        by,
        now,
        before={uid: before[uid] for uid in changed & set(before)},
        after={uid: result[uid] for uid in result if uid in changed},
        orders={uid: order for uid, order in orders.items() if uid in touched},
    )


@transaction.atomic
def split_item(*, plan_uid: str, uid: str, texts: Sequence[str], by: Member, now: datetime) -> None:
    """Split an item into one per text; duties, dates and source go to each."""
    held, source = held_for_edit(plan_uid, by), keys()
    _reshape(held, held.above(uid), "split", by, now, lambda scene: drafting.split(scene, uid, texts, source))


@transaction.atomic
def join_items(*, plan_uid: str, uids: Sequence[str], by: Member, now: datetime, title: str = "") -> None:
    """Join sibling items into the first of them."""
    held = held_for_edit(plan_uid, by)
    _reshape(held, held.above(uids[0]), "joined", by, now, lambda scene: drafting.join(scene, uids, title))


@transaction.atomic
def accept_items(*, plan_uid: str, uids: Iterable[str], by: Member, now: datetime) -> int:
    """Say of items that they were read rightly."""
    plan = locked(plan_uid)
    require_editable(plan, by)
    rows = list(plan.items.filter(uid__in=list(uids), accepted=False))
    for row in rows:
        row.accepted = True
    Item.objects.bulk_update(rows, ["accepted"])
    data = {"items": [row.uid for row in rows]}
    record("drafting.accepted", by=by, now=now, subject=("plan", plan.uid), data=data, rows=rows)
    return len(rows)


@transaction.atomic
def undo(*, plan_uid: str, by: Member, now: datetime) -> None:
    """Take the member's own last change back. Raises Refusal ``nothing-to-undo``, ``changed-since``."""
    plan = locked(plan_uid)
    require_editable(plan, by)
    last = plan.revisions.filter(by=by.sign, undone_by="").exclude(act="undone").order_by("-id").first()
    if last is None:
        raise Refusal("nothing-to-undo", zh="没有可撤销的修改。", en="There is no change of yours to undo.")
    steps = list(plan.revisions.filter(batch=last.batch))
    later = plan.revisions.filter(item_uid__in=[step.item_uid for step in steps], id__gt=max(s.pk for s in steps))
    if later.filter(undone_by="").exclude(act="undone").exists():
        raise changed_since()
    _undo_steps(Held(plan), steps, by, now)


def _undo_steps(held: Held, steps: Sequence[Revision], by: Member, now: datetime) -> Rewrite:
    plan = held.plan
    frame = taken_back(plan, steps)
    rested = {each.uid for each in frame[1].basis} if frame else set(plan.basis.values_list("uid", flat=True))
    back = {step.item_uid: from_kept(step.before) for step in steps if step.item_uid and step.before}
    present = held.values(step.item_uid for step in steps)
    after = {uid: drafting.resting_on(value, rested) for uid, (value, _) in back.items()}
    touched = {value.parent for value in (*present.values(), *after.values())}
    orders: dict[str | None, Sequence[str]] = {}
    for parent in touched:
        if parent is not None and parent not in after and not held.read([parent]):
            continue
        standing = _standing(plan, parent, {step.item_uid for step in steps})
        standing += [(place, uid) for uid, (value, place) in back.items() if value.parent == parent]
        orders[parent] = [uid for _, uid in sorted(standing)]
    return write(held, "undone", by, now, before=present, after=after, orders=orders, undoing=steps, frame=frame)


def _standing(plan: Plan, parent: str | None, but: set[str]) -> list[tuple[str, str]]:
    """Return (place, uid) of a family's members that an undo leaves where they are."""
    children = plan.items.filter(parent=None) if parent is None else plan.items.filter(parent__uid=parent)
    rows = children.exclude(uid__in=but).values_list("path", "uid")
    return [(path[-6:], uid) for path, uid in rows]
