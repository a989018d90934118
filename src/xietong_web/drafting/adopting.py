"""Takes what the parties signed; gives the acts that bring a plan's rows there. Called by endorsing's acts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from xietong import drafting
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import Actor, record
from xietong_web.drafting.bulk import write_columns
from xietong_web.drafting.frames import write_frame
from xietong_web.drafting.held import Held
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rewriting import Rewrite, reworded, rewrite


@transaction.atomic
def set_state(*, plan: Plan, state: Plan.State, by: Actor, now: datetime) -> None:
    """Lock, free or agree a plan as its proposal fares; called by endorsing's acts."""
    plan.state = state.value
    if state is Plan.State.AGREED and plan.agreed_at is None:
        plan.agreed_at = now
    plan.save(update_fields=["state", "agreed_at"])
    record(f"drafting.plan-{state.value}", by=by, now=now, subject=("plan", plan.uid), rows=[plan])


@transaction.atomic
def adopt(
    *,
    plan: Plan,
    old: drafting.Plan,
    new: drafting.Plan,
    orders: Mapping[str | None, Sequence[str]],
    by: Actor,
    now: datetime,
) -> None:
    """Bring the rows of an agreed plan from one agreed state to the next; called when the last party has signed.

    ``old`` and ``new`` hold the items alone that differ, ``orders`` the new order of each family that is another.
    """
    before, after = ({item.uid: item for item in each.items} for each in (old, new))
    moved = [before[uid] for uid in before.keys() & after.keys() if _days(before[uid]) != _days(after[uid])]
    held, done = Held(plan), Rewrite(batch=new_key())
    _keep_first_dates(held, moved)
    # Before the items: what they rest on must be there.
    write_frame(plan, old, new, done, act="adopted", by=by, now=now)
    rewrite(held, before=before, after=after, orders=orders, act="adopted", by=by, now=now, done=done)
    record(
        "drafting.adopted",
        by=by,
        now=now,
        subject=("plan", plan.uid),
        data={"items": sorted({*before, *after}), "batch": done.batch},
        rows=done.written.values(),
        removed=done.removed,
        aside={"words": reworded(before, after)},
    )


def _days(item: drafting.Item) -> tuple[date | None, date | None]:
    return item.start, item.due


def _keep_first_dates(held: Held, before: Sequence[drafting.Item]) -> None:
    """Remember the first agreed dates of items whose dates an amendment is about to change (``rewrite`` tells them)."""
    values = {value.uid: value for value in before}
    rows = [row for row in held.read(values).values() if row.first_start is None and row.first_due is None]
    for row in rows:
        row.first_start, row.first_due = _days(values[row.uid])
    write_columns(rows, ["first_start", "first_due"])
