"""No submission has waited for its review for months."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from xietong.basics import Wording
from xietong_web.measuring.models import Submission

CODE = "late_values"
WHAT = Wording("数据填报长期无人审核", "a submission of figures has waited for its review for ninety days")
WHY = Wording("已填的数据不计入任何指标", "What was filled in counts in no indicator")
MEND = Wording("请审核人审核或退回", "ask a reviewer to accept or return it")


def look() -> Iterator[str]:
    """Yield where it is off."""
    before = timezone.now() - timedelta(days=90)
    rows = Submission.objects.filter(state="submitted", state_since__lt=before).select_related("organisation")
    for row in rows.order_by("state_since").iterator():
        yield f"{row.organisation.name} {row.period}"
