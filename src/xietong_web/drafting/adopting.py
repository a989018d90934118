"""Takes what the parties signed; gives the acts that bring a plan's rows there. Called by endorsing's acts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction

from xietong import drafting
from xietong_web.audit.services import Actor, record
from xietong_web.drafting.models import ItemBasis, Plan
from xietong_web.drafting.rewriting import Rewrite, rewrite, write_columns
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
    families, stood = _families(new), _families(old)
    _keep_first_dates(plan, [before[uid] for uid in content if _days(before[uid]) != _days(after[uid])])
    done = rewrite(
        plan,
        before={uid: before[uid] for uid in changed if uid in before},
        after={uid: after[uid] for uid in after if uid in changed},
        orders={parent: family for parent, family in families.items() if stood.get(parent) != family},
        act="adopted",
        by=by,
        now=now,
    )
    done.wrote(_write_frame(plan, old, new, done))
    data = {"items": sorted(changed), "batch": done.batch}
    subject = ("plan", plan.uid)
    rows = done.written.values()
    record("drafting.adopted", by=by, now=now, subject=subject, data=data, rows=rows, removed=done.removed)


def _families(plan: drafting.Plan) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for item in plan.items:
        found.setdefault(item.parent, []).append(item.uid)
    return found


def _days(item: drafting.Item) -> tuple[date | None, date | None]:
    return item.start, item.due


def _keep_first_dates(plan: Plan, before: Sequence[drafting.Item]) -> None:
    """Remember the first agreed dates of items whose dates an amendment is about to change (``rewrite`` tells them)."""
    values = {value.uid: value for value in before}
    rows = list(plan.items.filter(uid__in=values, first_due=None, first_start=None))
    for row in rows:
        row.first_start, row.first_due = _days(values[row.uid])
    write_columns(rows, ["first_start", "first_due"])


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
