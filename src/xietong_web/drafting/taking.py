"""Takes a draft's state as an import would have it; gives the act that brings the rows there. Called by later rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xietong import drafting
from xietong.basics import uncollected
from xietong_web.accounts.models import Member
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.held import Held
from xietong_web.drafting.models import Item, Plan, Revision
from xietong_web.drafting.rewriting import Rewrite, Texts, revised, reworded, rewrite
from xietong_web.drafting.services import locked, require_editable


@dataclass(frozen=True, slots=True)
class Step:
    """What leads from one state of a draft to another, with all that is read and put together for it beforehand: the
    items that differ, the order of each family that is another, the rows, the texts that revisions keep, and these
    themselves where every item stays in its place."""

    before: Mapping[str, drafting.Item]
    after: Mapping[str, drafting.Item]
    orders: Mapping[str | None, Sequence[str]]
    rows: Mapping[str, Item]
    texts: Texts
    batch: str
    revisions: Sequence[Revision] | None


def step_to(plan: Plan, old: drafting.Plan, new: drafting.Plan, by: Member, now: datetime) -> Step:
    """Work out the step from a state of the rows, as the caller has just read them, to another; nothing is locked."""
    before = {item.uid: item for item in old.items}
    after = {item.uid: item for item in new.items}
    changed = {uid for uid in {*before, *after} if before.get(uid) != after.get(uid)}
    families: dict[str | None, list[str]] = {}
    for item in new.items:
        families.setdefault(item.parent, []).append(item.uid)
    moved = {
        uid for uid in changed if uid not in before or uid not in after or _place(before[uid]) != _place(after[uid])
    }
    touched = {each.parent for uid in moved for each in (before.get(uid), after.get(uid)) if each}
    before = {uid: before[uid] for uid in changed if uid in before}
    after = {uid: after[uid] for uid in after if uid in changed}
    orders = {parent: families[parent] for parent in touched if parent in families}
    rows, texts, batch = Held(plan).read(before), Texts.of(before, after), new_key()
    revisions = None
    if not orders and before.keys() == after.keys():
        places = {uid: row.path for uid, row in rows.items()}
        looked = {uid for uid, row in rows.items() if row.accepted}
        revisions = revised(plan, before, texts, places, places, looked, batch=batch, act="edited", by=by, now=now)
    return Step(before, after, orders, rows, texts, batch, revisions)


@uncollected()
@transaction.atomic
def take_step(*, plan_uid: str, step: Step, by: Member, now: datetime) -> Plan:
    """Bring the items of a draft from one state to another, which ``undo`` takes back as one.

    The caller knows that the rows are still as the step was worked out from. Raises those of ``edit_item``.
    """
    plan = locked(plan_uid)
    require_editable(plan, by)
    done = rewrite(
        Held(plan, step.rows),
        before=step.before,
        after=step.after,
        orders=step.orders,
        act="edited",
        by=by,
        now=now,
        done=Rewrite(batch=step.batch),
        texts=step.texts,
        revisions=step.revisions,
    )
    record(
        "drafting.edited",
        by=by,
        now=now,
        subject=("plan", plan.uid),
        data={"items": sorted({*step.before, *step.after}), "batch": done.batch},
        rows=done.written.values(),
        removed=done.removed,
        aside={"words": reworded(step.before, step.after)},
    )
    return plan


def _place(item: drafting.Item) -> tuple[str | None, int]:
    return item.parent, item.position
