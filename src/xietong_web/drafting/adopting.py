"""Takes what the parties signed; gives the acts that bring a plan's rows there. Called by endorsing's acts."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from xietong import drafting
from xietong_web.audit.services import Actor, record
from xietong_web.drafting.models import ItemBasis, Plan
from xietong_web.drafting.rewriting import Rewrite, rewrite
from xietong_web.drafting.rows import Names, write_basis, write_objectives


@transaction.atomic
def set_state(*, plan: Plan, state: Plan.State, by: Actor, now: datetime) -> None:
    """Lock, free or agree a plan as its proposal fares; called by endorsing's acts."""
    plan.state = state.value
    if state is Plan.State.AGREED and plan.agreed_at is None:
        plan.agreed_at = now
    plan.save(update_fields=["state", "agreed_at"])
    record(f"drafting.plan-{state.value}", by=by, now=now, subject=("plan", plan.uid), rows=[plan])


@transaction.atomic
def adopt(*, plan: Plan, old: drafting.Plan, new: drafting.Plan, by: Actor, now: datetime) -> None:
    """Bring the rows of an agreed plan from one agreed state to the next; called when the last party has signed."""
    before = {item.uid: item for item in old.items}
    after = {item.uid: item for item in new.items}
    content = {uid for uid in before.keys() & after.keys() if before[uid] != after[uid]}
    changed = content | (before.keys() ^ after.keys())
    families: dict[str | None, list[str]] = {}
    for item in new.items:
        families.setdefault(item.parent, []).append(item.uid)
    touched = {each.parent for uid in changed for each in (before.get(uid), after.get(uid)) if each}
    _keep_first_dates(plan, {uid: before[uid] for uid in content})
    done = rewrite(
        plan,
        before={uid: before[uid] for uid in changed if uid in before},
        after={uid: after[uid] for uid in after if uid in changed},
        orders={parent: families[parent] for parent in touched if parent in families},
        act="adopted",
        by=by,
        now=now,
    )
    done.wrote(_write_frame(plan, old, new, done))
    data = {"items": sorted(changed), "batch": done.batch}
    subject = ("plan", plan.uid)
    rows = done.written.values()
    record("drafting.adopted", by=by, now=now, subject=subject, data=data, rows=rows, removed=done.removed)


def _keep_first_dates(plan: Plan, before: Mapping[str, drafting.Item]) -> None:
    """Remember the first agreed dates of items whose dates an amendment is about to change (``rewrite`` tells them)."""
    for row in plan.items.filter(uid__in=before, first_due=None, first_start=None):
        value = before[row.uid]
        plan.items.filter(pk=row.pk).update(first_start=value.start, first_due=value.due)


def _write_frame(plan: Plan, old: drafting.Plan, new: drafting.Plan, done: Rewrite) -> list[models.Model]:
    """Write the plan's own fields, its objectives and its basis where they differ."""
    plan.title, plan.short_title, plan.start, plan.end = new.title, new.short_title, new.start, new.end
    plan.save()
    written: list[models.Model] = [plan]
    names = Names.of(plan)
    if old.objectives != new.objectives:
        done.remove(plan.objectives.all())
        written += write_objectives(plan, new.objectives, names)
    gone = {each.uid for each in old.basis} - {each.uid for each in new.basis}
    done.remove(ItemBasis.objects.filter(basis__plan=plan, basis__uid__in=gone))
    done.remove(plan.basis.filter(uid__in=gone))
    known = {each.uid for each in old.basis}
    written += write_basis(plan, [each for each in new.basis if each.uid not in known], names)
    return written
