"""Every duty of an agreed plan names a known body."""

from collections.abc import Iterator

from xietong.basics import Wording
from xietong_web.drafting.models import Duty, Plan

CODE = "unresolved_duty"
WHAT = Wording("已会签计划中有未落实到单位的责任", "a duty of an agreed plan names no known body")
WHY = Wording("没有人会收到这项任务", "Nobody is told of the task")
MEND = Wording("提出修订提案，选定单位", "choose the body in a proposal")


def look() -> Iterator[str]:
    """Yield where it is off."""
    lost = Duty.objects.filter(plan__state=Plan.State.AGREED, organisation=None).select_related("item")
    for duty in lost.order_by("plan", "item__path").iterator():
        yield f"{duty.item.number}{duty.item.title[:30]} — {duty.name}"
