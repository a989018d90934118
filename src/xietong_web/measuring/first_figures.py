"""Takes the agreed plans; makes the sums that their pages of figures start from, and opens the engine that makes them.

Each process makes them for itself beside its first answers: an engine's threads do not outlive a fork.
"""

from xietong_web.drafting.models import Plan
from xietong_web.measuring.queries import Scene


def make_figures_ready() -> None:
    """Make the cube of every agreed plan of which so much was said that its pages need one, the latest first."""
    for plan in Plan.objects.filter(state=Plan.State.AGREED).order_by("-made_at"):
        _ = Scene.of(plan).values.cube
