"""Takes a plan; gives the ladder in force, and the act that puts a new version of it in force."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.db import transaction

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Level, Rung
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.fulfilling.supervising.models import Ladder, rung_to_plain

DEFAULT = fulfilling.Ladder(version=0)
MOST_DAYS = 250  # working days: about a year


def ladder_of(plan: Plan) -> tuple[fulfilling.Ladder, bool]:
    """Return the ladder in force and whether it is paused."""
    row = plan.ladders.first()
    return (DEFAULT, False) if row is None else (row.to_value(), row.paused)


def quiet_at(ladder: fulfilling.Ladder, now: datetime) -> bool:
    """Tell whether nobody is to be disturbed at a moment: in quiet hours, and on days off."""
    local = now.astimezone(fulfilling.SHANGHAI)
    resting = not fulfilling.china().is_workday(local.date())
    return resting or fulfilling.in_quiet_hours(ladder, local.time())


def quiet_plans(plans: Iterable[Plan], now: datetime) -> frozenset[str]:
    """Return the uids of the plans whose people are not to be disturbed at a moment; one statement."""
    known = list(plans)
    latest: dict[str, Ladder] = {}
    for row in Ladder.objects.filter(plan__in=known).order_by("version"):
        latest[row.plan_id] = row
    values = {plan.uid: latest[plan.uid].to_value() if plan.uid in latest else DEFAULT for plan in known}
    return frozenset(uid for uid, ladder in values.items() if quiet_at(ladder, now))


@transaction.atomic
def set_ladder(
    *,
    plan: Plan,
    rungs: Sequence[Rung],
    quiet_from: time,
    quiet_to: time,
    lowest: Level,
    paused: bool,
    by: Member,
    now: datetime,
) -> Ladder:
    """Put a new version of a plan's ladder in force. Raises Refusal ``not-permitted``, ``bad-ladder``."""
    require(by, "fulfilling.supervise", plan_parties=party_codes(plan))
    _check(rungs)
    Plan.objects.select_for_update().get(pk=plan.pk)  # two at once would both be the next version
    last = plan.ladders.first()
    row = Ladder(
        plan=plan,
        version=last.version + 1 if last else 1,
        rungs=json.dumps([rung_to_plain(rung) for rung in rungs], ensure_ascii=False),
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        lowest=lowest.value,
        paused=paused,
        made_by=by.sign,
        made_at=now,
    )
    row.save(force_insert=True)
    data = {"version": row.version, "paused": paused, "rungs": json.loads(row.rungs)}
    record("fulfilling.ladder-set", by=by, now=now, subject=("supervision", plan.uid), data=data, rows=[row])
    return row


def _check(rungs: Sequence[Rung]) -> None:
    codes = [rung.code for rung in rungs]
    fair = all(1 <= rung.workdays <= MOST_DAYS and rung.to and 0 < len(rung.code) <= 20 for rung in rungs)
    if not rungs or len(set(codes)) != len(codes) or not fair:
        raise Refusal(
            "bad-ladder",
            zh=f"每一级都要有不重复的名称、1 到 {MOST_DAYS} 个工作日和至少一个通知对象；请改正。",
            en=f"Each step needs a name of its own, 1 to {MOST_DAYS} working days and somebody to tell; correct it.",
        )
