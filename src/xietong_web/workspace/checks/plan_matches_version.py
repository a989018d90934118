"""The rows of an agreed plan are the version in effect."""

from collections.abc import Iterator

from xietong.basics import Wording
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.endorsing.services import version_in_effect, version_plan

CODE = "plan_version"
WHAT = Wording("计划与生效版本不一致", "the plan's rows are not the version in effect")
WHY = Wording("页面显示的不是已会签的内容", "Pages would show what nobody signed")
MEND = Wording(
    "运行 xietong verify 找出被改动的行，并由备份恢复", "find the changed rows with xietong verify and restore a backup"
)


def look() -> Iterator[str]:
    """Yield where it is off."""
    for plan in Plan.objects.filter(state=Plan.State.AGREED):
        version = version_in_effect(plan)
        if version is None or version_plan(version) != plan_value(plan):
            yield f"{plan.uid} {plan.title}"
