"""Takes API calls that define indicators and set baselines, milestones and targets; gives what came of them."""

from django.utils import timezone
from django.utils.translation import get_language
from ninja import Schema, Status

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting
from xietong_web.drafting.queries import the_plan
from xietong_web.measuring import keeping, registering, services
from xietong_web.measuring.api import of_plan, router
from xietong_web.measuring.forms import rules
from xietong_web.measuring.given import DataSetChanged, DefinitionGiven, DefinitionsGiven, Redefinition, SetValueNew
from xietong_web.measuring.shapes import DataSetShape, DefinitionsLook, IndicatorShape
from xietong_web.theme.answers import Key

__all__ = ["router"]  # that of the room's other calls: one address answers every method


class ValueSet(Schema):
    """A value that was set; ``proposal``: the draft proposal it stands in until every party has signed (null: none)."""

    uid: str
    proposal: int | None


@router.post("/plans/{plan_uid}/indicators", response={201: IndicatorShape})
def define_indicator(request: Acting, plan_uid: Key, told: DefinitionGiven) -> Status[IndicatorShape]:
    """Register an indicator that the plan is measured by."""
    plan, value = the_plan(request.member, plan_uid), told.to_value()
    if value.code in services.definitions_of(plan):
        raise Refusal(
            "indicator-there",
            zh=f"该计划已有指标 {value.code}；要修改定义，请用 PUT。",
            en=f"The plan has an indicator {value.code}; define it anew with PUT.",
        )
    made = services.define_indicator(plan_uid=plan.uid, value=value, by=request.member, now=timezone.now())
    return Status(201, IndicatorShape.of(made.to_value()))


@router.put("/plans/{plan_uid}/indicators/{indicator}", response={200: IndicatorShape})
def redefine_indicator(request: Acting, plan_uid: Key, indicator: Key, told: Redefinition) -> IndicatorShape:
    """Give an indicator another definition; the one before stays on record."""
    plan = the_plan(request.member, plan_uid)
    if services.the_indicator(plan, indicator).code != told.code:
        raise Refusal(
            "code-stays",
            zh="编码不能修改；请另立一个指标。",
            en="The code stays as it is; register another indicator.",
        )
    made = services.define_indicator(
        plan_uid=plan.uid, value=told.to_value(), reason=told.reason, by=request.member, now=timezone.now()
    )
    return IndicatorShape.of(made.to_value())


@router.post("/plans/{plan_uid}/indicators/{indicator}/set-values", response={201: ValueSet})
def set_value(request: Acting, plan_uid: Key, indicator: Key, told: SetValueNew) -> Status[ValueSet]:
    """Write a baseline, or promise a milestone or target on an item: at once in a draft, else by a proposal to all."""
    plan = the_plan(request.member, plan_uid)
    aim = told.aim(services.the_indicator(plan, indicator).code)
    row, proposal = registering.set_checked(plan=plan, aim=aim, by=request.member, now=timezone.now())
    return Status(201, ValueSet(uid=row.uid, proposal=proposal.number if proposal else None))


@router.delete("/plans/{plan_uid}/indicators/{indicator}/set-values/{value}", response={204: None})
def withdraw_value(request: Acting, plan_uid: Key, indicator: Key, value: Key) -> Status[None]:
    """Take back a set value; it stays on record."""
    plan = the_plan(request.member, plan_uid)
    services.the_indicator(plan, indicator)
    services.withdraw_value(plan_uid=plan.uid, uid=value, by=request.member, now=timezone.now())
    return Status(204, None)


@router.patch("/plans/{plan_uid}/data-sets/{data_set}", response={200: DataSetShape})
def change_data_set(request: Acting, plan_uid: Key, data_set: Key, told: DataSetChanged) -> DataSetShape:
    """Change a data set's names, deadline and rules, close it after a period, or open it again."""
    given = told.dict(exclude_unset=True)
    if given.get("rules") is not None:
        given["rules"] = rules("\n".join(given["rules"]))
    uid = of_plan(plan_uid, data_set, request).uid
    return DataSetShape.of(keeping.change_data_set(data_set_uid=uid, by=request.member, now=timezone.now(), **given))


@router.post("/plans/{plan_uid}/definitions", response={200: DefinitionsLook})
def take_definitions(request: Acting, plan_uid: Key, given: DefinitionsGiven) -> DefinitionsLook:
    """Take many definitions and set values in, all or none; or only say what that would do, problems by place."""
    taken = registering.take_in(
        plan_uid=plan_uid,
        values=given.values(),
        aims=given.aims(),
        reason=given.reason,
        dry_run=given.dry_run,
        by=request.member,
        now=timezone.now(),
    )
    return DefinitionsLook.of(taken, get_language() or "zh-hans")
