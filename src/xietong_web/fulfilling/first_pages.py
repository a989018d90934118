"""Takes the agreed plans; makes what their pages start from, which at 100,000 items takes some seconds.

A server makes it before its processes are forked, so that the first hour finds it at hand in each of them; each process
makes that of the next day at midnight, before anybody comes.
"""

from datetime import datetime, time, timedelta

from django.db import connections
from django.utils import timezone

from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.days import SHANGHAI, today
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.waiting.following import waits_on


def make_plans_ready() -> None:
    """Make the lights and the waits of every agreed plan, the latest first; others meanwhile wait for the same."""
    for plan in Plan.objects.filter(state=Plan.State.AGREED).order_by("-made_at"):
        lit(plan, today())
        waits_on(plan, today())


def make_plans_ready_to_fork() -> None:
    """Make the same for the processes that are forked from this one: what is kept goes along, connections must not."""
    make_plans_ready()
    connections.close_all()


def until_tomorrow() -> float:
    """Return the seconds until the next day has begun in Shanghai: of another day all this is made anew."""
    tomorrow = datetime.combine(today() + timedelta(days=1), time(), SHANGHAI)
    return (tomorrow - timezone.now()).total_seconds() + 1
