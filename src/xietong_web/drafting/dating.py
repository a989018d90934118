"""Takes new dates of many items; gives the act that writes them. Called by fulfilling's rescheduling."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from xietong_web.accounts.models import Member
from xietong_web.audit.services import record
from xietong_web.drafting.held import Held
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rewriting import rewrite
from xietong_web.drafting.services import require_editable


@transaction.atomic
def set_dates(*, plan: Plan, dates: Mapping[str, tuple[date | None, date | None]], by: Member, now: datetime) -> None:
    """Give items of a draft new starts and due dates, in one act that one ``undo`` takes back.

    ``plan`` is locked. The items do not count as looked at for it. Raises Refusal ``agreed-plan``, ``not-permitted``.
    """
    require_editable(plan, by)
    held = Held(plan)
    before = held.values(dates)
    after = {uid: replace(value, start=dates[uid][0], due=dates[uid][1]) for uid, value in before.items()}
    done = rewrite(held, before=before, after=after, orders={}, act="rescheduled", by=by, now=now, accepted=False)
    data = {"items": sorted(after), "batch": done.batch}
    record("drafting.rescheduled", by=by, now=now, subject=("plan", plan.uid), data=data, rows=done.written.values())
