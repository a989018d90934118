"""Takes a draft's state as an import would have it; gives the act that brings the rows there. Called by later rooms."""

from datetime import datetime

from django.db import transaction

from xietong import drafting
from xietong_web.accounts.models import Member
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rewriting import reworded, rewrite
from xietong_web.drafting.services import held_for_edit


@transaction.atomic
def take_state(*, plan_uid: str, old: drafting.Plan, new: drafting.Plan, by: Member, now: datetime) -> Plan:
    """Bring the items of a draft from one state to another, as one step that ``undo`` takes back.

    ``old`` is the state of the rows as the caller has just read them. Raises those of ``edit_item``.
    """
    held = held_for_edit(plan_uid, by)
    plan = held.plan
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
    done = rewrite(
        held,
        before=before,
        after=after,
        orders={parent: families[parent] for parent in touched if parent in families},
        act="edited",
        by=by,
        now=now,
    )
    record(
        "drafting.edited",
        by=by,
        now=now,
        subject=("plan", plan.uid),
        data={"items": sorted(changed), "batch": done.batch},
        rows=done.written.values(),
        removed=done.removed,
        aside={"words": reworded(before, after)},
    )
    return plan


def _place(item: drafting.Item) -> tuple[str | None, int]:
    return item.parent, item.position
