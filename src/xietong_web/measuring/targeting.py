"""Takes a figure that a party wants to promise; gives it a place in the plan: in its draft, or in a proposal to all."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xietong import drafting
from xietong.basics import Refusal
from xietong.measuring import Direction, TargetKind
from xietong_web.accounts.models import Member
from xietong_web.audit.keys import new_key
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import item_values
from xietong_web.drafting.services import edit_item, locked, the_item
from xietong_web.endorsing.amending import amend_item, draft_of
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.services import proposed_plan
from xietong_web.measuring.grouping import group_of
from xietong_web.measuring.models import SetValue
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.services import definitions_of, set_value, the_period
from xietong_web.measuring.setting import check_aim

OPERATORS = {Direction.HIGHER: ">=", Direction.LOWER: "<="}


@transaction.atomic
def promise(
    *,
    plan_uid: str,
    item_uid: str,
    code: str,
    period: str,
    value: Decimal,
    by: Member,
    now: datetime,
    party: str = "",
    group: str = "",
    tolerance: Decimal = Decimal(0),
    kind: TargetKind = TargetKind.TARGET,
) -> tuple[SetValue, Proposal | None]:
    """Set a target of an indicator on an item: at once while the plan is a draft, else in the party's draft proposal.

    ``group``: the key of a group of organisations (see ``grouping``) that it is set for, named beside the indicator.
    What is proposed counts once every party has signed. Raises Refusal ``not-found``, ``not-permitted``, and those of
    editing, of proposing and of ``check_aim``.
    """
    plan = locked(plan_uid)
    indicator = definitions_of(plan).get(code)
    if indicator is None:
        raise Refusal("not-found", zh=f"该计划没有指标“{code}”。", en=f"The plan has no indicator “{code}”.")
    when = the_period(period)
    check_aim(indicator, when, value, tolerance)
    target = drafting.Target(
        uid=new_key(),
        indicator=indicator.name + (f"（{group_of(Scene.of(plan), group).name}）" if group else ""),
        op=OPERATORS[indicator.direction],
        value=value,
        unit=indicator.unit,
        by=when.end,
        party="" if group else party,
    )
    uid, proposal = _into_the_plan(plan, item_uid, target, by, now)
    row = set_value(
        plan_uid=plan.uid,
        code=code,
        kind=kind,
        period=period,
        value=None,
        party="",
        group=group,
        tolerance=tolerance,
        target=uid,
        by=by,
        now=now,
    )
    return row, proposal


def promised_in_draft(plan: Plan, by: Member) -> dict[str, drafting.Target]:
    """Return the targets that the party's own draft proposal has, by their identity; none where there is no draft."""
    draft = draft_of(plan, by) if plan.state == Plan.State.AGREED else None
    if draft is None:
        return {}
    return {target.uid: target for item in proposed_plan(draft).items for target in item.targets}


def _into_the_plan(
    plan: Plan, item_uid: str, target: drafting.Target, by: Member, now: datetime
) -> tuple[str, Proposal | None]:
    """Put a target on an item; return the identity that the plan has given it, and the proposal it stands in."""
    if plan.state == Plan.State.AGREED:
        draft = draft_of(plan, by)
        old = _item(plan, item_uid) if draft is None else drafting.find(proposed_plan(draft), item_uid)
        changes = {"targets": (*old.targets, target)}
        proposal = amend_item(plan_uid=plan.uid, uid=item_uid, changes=changes, by=by, now=now)
        return _new_of(old, drafting.find(proposed_plan(proposal), item_uid)), proposal
    row, old = the_item(plan, item_uid), _item(plan, item_uid)
    changes = {"targets": (*old.targets, target)}
    edit_item(plan_uid=plan.uid, uid=item_uid, revision=row.revision, changes=changes, by=by, now=now)
    return _new_of(old, _item(plan, item_uid)), None


def _new_of(old: drafting.Item, new: drafting.Item) -> str:
    known = {each.uid for each in old.targets}
    return next(each.uid for each in new.targets if each.uid not in known)


def _item(plan: Plan, uid: str) -> drafting.Item:
    the_item(plan, uid)
    (found,) = item_values(plan, plan.items.filter(uid=uid))
    return found
