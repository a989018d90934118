"""Takes new dates of one item of a draft; gives the act that moves it with everything that waits for it."""

from datetime import date, datetime

from django.db import transaction

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling.agreed import Agreed
from xietong_web.accounts.models import Member
from xietong_web.audit.queries import stamp
from xietong_web.drafting.dating import set_dates
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import locked
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.laying import agreed_on


def reschedule_item(
    *,
    plan_uid: str,
    uid: str,
    by: Member,
    now: datetime,
    start: date | None = None,
    due: date | None = None,
    moving: fulfilling.Moving = fulfilling.Moving.PUSH,
) -> fulfilling.Rescheduling:
    """Move an item of a draft to new dates; what waits for it follows, each item keeping its length in working days.

    The items are taken as they are kept in step with the journal, from before the plan is locked, and read again only
    where somebody changed the plan in between. Raises Refusal ``not-found``, ``agreed-plan``, ``not-permitted``,
    ``no-new-date``, ``due-before-start``.
    """
    plan = Plan.objects.filter(uid=plan_uid).first()
    standing = stamp("plan", plan_uid)
    agreed = agreed_on(plan, today()) if plan else None
    with transaction.atomic():
        plan = locked(plan_uid)
        if agreed is None or stamp("plan", plan_uid) != standing:
            agreed = agreed_on(plan, today())
        done = _reckoned(agreed, uid, start, due, moving)
        dates = {move.uid: (move.new_start, move.new_due) for move in done.moves}
        set_dates(plan=plan, dates=dates, by=by, now=now)
    return done


def _reckoned(
    agreed: Agreed, uid: str, start: date | None, due: date | None, moving: fulfilling.Moving
) -> fulfilling.Rescheduling:
    try:
        return fulfilling.reschedule(agreed, uid, start=start, due=due, moving=moving)
    except KeyError as trouble:
        raise Refusal(
            "not-found",
            zh="没有这个事项，可能已被他人删除；请刷新页面。",
            en="There is no such item; somebody may have deleted it. Reload the page.",
        ) from trouble
