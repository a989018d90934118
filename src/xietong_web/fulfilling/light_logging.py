"""Takes the lights of a plan as they are; gives the act that writes down which have changed since, and why."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from xietong.fulfilling import CAUSES, COLOURS, Cause
from xietong_web.audit.digests import row_digest
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import SHANGHAI
from xietong_web.audit.services import System, record
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.lighting import Lit, lit
from xietong_web.fulfilling.models import LightChange

BATCH = 2000
SHOWN = 20


def log_lights(plan: Plan, now: datetime) -> int:
    """Write down every light of a plan that has another colour or cause than the log last had; return how many.

    Once a day is enough for what time alone changes; a second log of a day replaces what the first one said of an item.
    Nothing is written, and nothing told to the journal, where nothing changed.
    """
    day = now.astimezone(SHANGHAI).date()
    found = lit(plan, day)
    if found is None:
        return 0
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        changes = _changes(plan, found)
        if not changes:
            return 0
        LightChange.objects.filter(plan=plan, day=day, item__in=[change.item_id for change in changes]).delete()
        LightChange.objects.bulk_create(changes, batch_size=BATCH)
        data = {"day": day.isoformat(), "changes": len(changes), "digest": log_digest(plan.uid, day)}
        # Not under the plan: what pages keep about it does not change with its log.
        record("fulfilling.lights-logged", by=System(), now=now, subject=("light-log", plan.uid), data=data)
    return len(changes)


def log_digest(plan: str, day: date) -> str:
    """Return the SHA-256 (hex) of all that a plan's log says of a day."""
    digest = hashlib.sha256()
    for row in LightChange.objects.filter(plan=plan, day=day).order_by("item_id").iterator(chunk_size=BATCH):
        digest.update(row_digest(row).encode())
    return digest.hexdigest()


_DONE: dict[str, date] = {}


def log_daily(now: datetime) -> int:
    """Write down the changed lights of every plan whose day has not been logged; what the worker's clock calls."""
    day, count = now.astimezone(SHANGHAI).date(), 0
    for plan in Plan.objects.filter(state=Plan.State.AGREED):
        if _DONE.get(plan.uid) == day:
            continue
        last = Entry.objects.about("light-log", plan.uid).values_list("at", flat=True).first()
        if last is None or last.astimezone(SHANGHAI).date() < day:
            count += log_lights(plan, now)
        _DONE[plan.uid] = day
    return count


def _changes(plan: Plan, found: Lit) -> list[LightChange]:
    last = LightChange.objects.filter(plan=plan).order_by().values("item_id").annotate(last=Max("id")).values("last")
    known = {
        item: (colour, cause)
        for item, colour, cause in LightChange.objects.filter(pk__in=last).values_list("item_id", "colour", "cause")
    }
    changes = []
    for at, pk in enumerate(found.still.pks.tolist()):
        cause = Cause.HAND if at in found.still.hands else CAUSES[found.causes[at]]
        colour = found.still.hands[at].colour if at in found.still.hands else COLOURS[cause]
        before, why = known.get(pk, ("", ""))
        if (colour.value, cause.value) != (before, why):
            light = found.light(at)
            changes.append(
                LightChange(
                    plan=plan, item_id=pk, day=found.day, before=before, colour=colour.value, cause=cause.value,
                    rules=light.rules, zh=light.wording.zh, en=light.wording.en,
                )
            )  # fmt: skip
    return changes


def light_log(item: Item) -> Sequence[LightChange]:
    """Return the last changes of an item's light, the latest first."""
    return list(LightChange.objects.filter(item=item)[:SHOWN])
