"""Takes the agreed plans; makes what their pages start from, which at 100,000 items takes some seconds."""

from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.waiting.following import waits_on


def make_plans_ready() -> None:
    """Make the lights and the waits of every agreed plan, the latest first; others meanwhile wait for the same."""
    for plan in Plan.objects.filter(state=Plan.State.AGREED).order_by("-made_at"):
        lit(plan, today())
        waits_on(plan, today())
