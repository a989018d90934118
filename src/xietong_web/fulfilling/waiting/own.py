"""Takes some bodies of a plan; gives the waits upon them, read from their own duties and what hangs on these alone.

It is the derivation of the whole plan upon fewer rows: the work of one person costs what that person's duties cost.
"""

from collections.abc import Collection
from datetime import date

from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.waiting.asking import asked_now
from xietong_web.fulfilling.waiting.deriving import Waits, derive
from xietong_web.fulfilling.waiting.source import present
from xietong_web.fulfilling.waiting.table import table

MANY = 2000  # beyond so many items the whole plan's table, which is kept, is the cheaper answer


def waits_upon(plan: Plan, day: date, bodies: Collection[int], codes: Collection[str]) -> Waits | None:
    """Return the waits of today in which these bodies are waited for, among others of the same items.

    ``bodies`` are the rows' ids, ``codes`` their codes. ``None`` where so many items are theirs that the whole plan is
    as good.
    """
    led = Duty.objects.filter(plan=plan, organisation__in=bodies).order_by()
    items = set(led.values_list("item_id", flat=True)[: MANY + 1])
    if len(items) > MANY:
        return None
    # Who leads what follows waits for who leads what comes before.
    among = items | set(plan.links.filter(before__in=items).values_list("after_id", flat=True))
    asked = [question for question in asked_now(plan) if question.asked_of.organisation in codes]
    beside = {body.organisation for question in asked for body in (question.asked_by, question.asked_of)}
    return derive(table(present(plan, day, among, beside)), asked, ())
