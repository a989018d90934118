"""Takes the worker's clock; gives the job that supervises: notices, deliveries, digests, and itself again."""

from django.utils import timezone
from django_tasks import task

from xietong_web.fulfilling.supervising.scheduling import schedule, supervise_now


@task()
def supervise() -> None:
    """Supervise once. The next time is put down first, so that a worker killed on the way does not end the chain."""
    schedule(supervise, timezone.now())
    supervise_now(timezone.now)
