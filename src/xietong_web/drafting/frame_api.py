"""Takes API calls about the plan itself: title, dates, objectives, basis; gives their answers."""

from datetime import date

from django.utils import timezone
from ninja import Router

from xietong_web.accounts.gate import Acting
from xietong_web.audit.days import past_day
from xietong_web.drafting.frame_shapes import FrameEdit, PlanWhole
from xietong_web.drafting.framing import change_plan
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.queries import the_plan
from xietong_web.drafting.rows import plan_frame
from xietong_web.theme.answers import Key

router = Router(tags=["drafting"])


@router.get("/plans/{plan_uid}", response={200: PlanWhole})
def plan(request: Acting, plan_uid: Key, as_of: date | None = None) -> PlanWhole:
    """Show a plan without its items, as it stands or as it stood at the end of a day."""
    found, day = the_plan(request.member, plan_uid), past_day(as_of)
    return PlanWhole.whole(found, plan_frame(found)) if day is None else PlanWhole.then(found, plan_on(found, day))


@router.patch("/plans/{plan_uid}", response={200: PlanWhole})
def change_plan_itself(request: Acting, plan_uid: Key, told: FrameEdit) -> PlanWhole:
    """Change the title, dates, objectives or basis of a plan in draft."""
    found = the_plan(request.member, plan_uid)
    changed = change_plan(
        plan_uid=found.uid,
        revision=told.revision,
        changes=told.changes(),
        by=request.member,
        now=timezone.now(),
    )
    return PlanWhole.whole(changed, plan_frame(changed))
