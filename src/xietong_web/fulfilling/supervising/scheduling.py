"""Takes the time; gives one round of supervision, and sees to it that the next one is put down exactly once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from xietong_web.audit.services import locked_head
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.digests import send_digests
from xietong_web.fulfilling.supervising.noticing import make_notices
from xietong_web.fulfilling.supervising.sending import send_due

EVERY, KEPT = timedelta(minutes=5), timedelta(days=2)


def supervise_now(clock: Callable[[], datetime]) -> dict[str, int]:
    """Write the notices due in all agreed plans, the digests, and send what is pending; return how many of each."""
    plans = Plan.objects.filter(state=Plan.State.AGREED).order_by("pk")
    made = sum(make_notices(plan=plan, now=clock()) for plan in plans)
    digests = send_digests(clock())
    return {"notices": made, "digests": digests, "letters": send_due(clock)}


@transaction.atomic
def schedule(job: Any, now: datetime, *, after: timedelta = EVERY) -> bool:
    """Put the job down for later, unless it already is; tell whether it was. Backends that cannot wait are let be."""
    if not job.get_backend().supports_defer:
        return False
    locked_head()  # two processes starting at once look one after the other
    DBTaskResult.objects.filter(task_path=job.module_path, finished_at__lt=now - KEPT).delete()
    waiting = DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY)
    if waiting.exists():
        return False
    job.using(run_after=now + after).enqueue()
    return True


def begin(now: datetime) -> bool:
    """Start the chain of rounds where none is under way: called when a workspace begins to be served."""
    from xietong_web.fulfilling.supervising.jobs import supervise

    return schedule(supervise, now, after=timedelta(seconds=2))
