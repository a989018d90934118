"""Takes the agreed plans; makes the sums that their pages of figures start from, and opens the engine that makes them.

Each process makes them for itself beside its first answers: an engine's threads do not outlive a fork.
"""

from django.db.models import Exists, OuterRef

from xietong_web.drafting.models import Plan
from xietong_web.measuring.models import Partition
from xietong_web.measuring.queries import Scene


def make_figures_ready() -> None:
    """Make the cube of every agreed plan of which so much was said that its pages need one, the latest first.

    Plans without any figures are not looked at: their tables would be made beside the first answers for nothing.
    """
    said = Exists(Partition.objects.filter(data_set__plan=OuterRef("pk")))
    for plan in Plan.objects.filter(said, state=Plan.State.AGREED).order_by("-made_at"):
        _ = Scene.of(plan).values.cube
