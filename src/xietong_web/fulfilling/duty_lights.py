"""Takes a list of duties and a day; gives each the light of its item, read from what these items depend on alone.

A list of one body's duties costs what those duties cost, however large their plans are.
"""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.drafting.paths import below
from xietong_web.fulfilling.lighting import Lit, lit, lit_among, lit_if_known

MANY = 2000  # beyond so many items below those of a list the whole plan, which is kept, is the cheaper answer


def lights_of(duties: Sequence[Duty], day: date) -> None:
    """Give each duty of a list its item's ``light``, ``due`` date in force and whether it is ``late``.

    Statements grow with the plans on the page, not the duties. Item and plan must have been selected.
    """
    plans: dict[str, list[Duty]] = {}
    for duty in duties:
        plans.setdefault(duty.plan.pk, []).append(duty)
    for of_plan in plans.values():
        found = _lit(of_plan[0].plan, {duty.item_id for duty in of_plan}, day)
        for duty in of_plan:
            _light(duty, found, day)


def _light(duty: Duty, found: Lit | None, day: date) -> None:
    at = found.place.get(duty.item_id) if found else None
    if found is None or at is None:
        light, due = None, duty.item.due
        late = due is not None and due < day
    else:
        light, due, late = found.shown(at), found.columns.due[at].item(), bool(found.late[at])
    duty.light, duty.due, duty.late = light, due, late  # type: ignore[attr-defined]


def _lit(plan: Plan, items: Collection[int], day: date) -> Lit | None:
    if plan.state != Plan.State.AGREED:
        return None
    if found := lit_if_known(plan, day):
        return found
    needed = _needed(plan, items)
    return lit(plan, day) if needed is None else lit_among(plan, needed, day)


def _needed(plan: Plan, items: Collection[int]) -> set[int] | None:
    """Return the items on which the lights of some depend: those they wait for, and what lies below all of them."""
    if len(items) > MANY:
        return None
    wanted = {*items, *plan.links.filter(after__in=items).values_list("before_id", flat=True)}
    paths = Item.objects.filter(pk__in=wanted, children__isnull=False).values_list("path", flat=True).distinct()
    ranges = Q(pk__in=())
    for path in paths:
        ranges |= Q(path__range=below(path))
    found = set(plan.items.filter(ranges).order_by().values_list("pk", flat=True)[: MANY + 1]) if paths else set()
    return None if len(found) > MANY else wanted | found
