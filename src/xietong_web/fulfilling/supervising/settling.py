"""Takes notices to which nothing is to be answered any more; gives them settled, and told."""

from collections.abc import Sequence
from datetime import datetime

from xietong_web.audit.services import Actor, record
from xietong_web.fulfilling.supervising.models import Notice


def settle_notices(rows: Sequence[Notice], *, by: Actor, now: datetime) -> None:
    """Write that nothing is to be answered to some notices any more, and tell it; within an act's transaction."""
    if not rows:
        return
    for row in rows:
        row.settled_at = now
    Notice.objects.bulk_update(rows, ["settled_at"], batch_size=500)
    record("fulfilling.notices-settled", by=by, now=now, subject=("notice", ""), rows=rows, private=True)
