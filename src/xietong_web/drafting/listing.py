"""Takes a plan and what is asked of its items; gives those items, as they stand or as they stood on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.drafting.paths import below
from xietong_web.drafting.queries import frame_as_of, plan_as_of
from xietong_web.drafting.rows import item_values
from xietong_web.drafting.services import the_item


@dataclass(frozen=True, slots=True)
class Asked:
    """Which items: empty fields ask for all. ``party``, ``organisation`` and ``role`` must hold of one duty."""

    kind: str = ""
    party: str = ""
    organisation: str = ""
    role: str = ""
    overdue: bool = False
    q: str = ""


def listed(plan: Plan, asked: Asked, today: date) -> QuerySet[Item]:
    """Return the rows asked for, in reading order."""
    rows = plan.items.order_by("path")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.overdue:
        rows = rows.filter(due__lt=today)
    if asked.q:
        rows = rows.filter(Q(title__icontains=asked.q) | Q(text__icontains=asked.q))
    of_duty = {"party__code": asked.party, "organisation__code": asked.organisation, "role": asked.role}
    wanted = {name: value for name, value in of_duty.items() if value}
    if wanted:
        rows = rows.filter(pk__in=Duty.objects.filter(plan=plan, **wanted).order_by().values("item_id"))
    return rows


def listed_on(plan: Plan, asked: Asked, day: date) -> list[drafting.Item]:
    """Return the items asked for as they stood at the end of a day. Raises Refusal ``not-yet``."""
    return [item for item in plan_on(plan, day).items if _fits(item, asked, day)]


def _fits(item: drafting.Item, asked: Asked, day: date) -> bool:
    if asked.kind and item.kind.value != asked.kind:
        return False
    if asked.overdue and not (item.due and item.due < day):
        return False
    typed = asked.q.casefold()
    if typed and typed not in item.title.casefold() and typed not in item.text.casefold():
        return False
    if not (asked.party or asked.organisation or asked.role):
        return True
    return any(
        asked.party in {"", duty.party}
        and asked.organisation in {"", duty.organisation}
        and asked.role in {"", duty.role.value}
        for duty in item.duties
    )


def plan_on(plan: Plan, day: date) -> drafting.Plan:
    """Return the plan as it stood at the end of a day. Raises Refusal ``not-yet`` before it was made."""
    value = plan_as_of(plan, end_of(day))
    if value is None:
        raise _not_yet(plan)
    return value


def frame_on(plan: Plan, day: date) -> drafting.Plan:
    """Return the plan without its items as it stood at the end of a day. Raises Refusal ``not-yet``."""
    if plan.made_at > end_of(day):
        raise _not_yet(plan)
    return frame_as_of(plan, end_of(day))


def _not_yet(plan: Plan) -> Refusal:
    return Refusal(
        "not-yet",
        zh=f"“{plan.title}”在所问日期尚未建立；请选择较晚的日期。",
        en=f"“{plan.title}” did not exist on that day; ask for a later one.",
    )


def item_on(plan: Plan, uid: str, day: date) -> drafting.Item:
    """Return an item as it stood at the end of a day. Raises Refusal ``not-yet``, ``no-such-item``."""
    return drafting.find(plan_on(plan, day), uid)


def under(plan: Plan, uid: str) -> QuerySet[Item]:
    """Return what lies under an item, in reading order. Raises Refusal ``not-found``."""
    row = the_item(plan, uid)
    return plan.items.filter(path__range=below(row.path)).exclude(pk=row.pk).order_by("path")


def under_on(plan: Plan, uid: str, day: date) -> list[drafting.Item]:
    """Return what lay under an item at the end of a day, in reading order."""
    value = plan_on(plan, day)
    drafting.find(value, uid)
    return list(drafting.descendants(value, uid))


def with_values(plan: Plan, rows: QuerySet[Item]) -> list[tuple[drafting.Item, Item]]:
    """Return a page of rows with their values, in reading order."""
    chosen = {row.uid: row for row in rows}
    values = item_values(plan, plan.items.filter(pk__in=[row.pk for row in chosen.values()]))
    return [(value, chosen[value.uid]) for value in values]
