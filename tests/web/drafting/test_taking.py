"""A step worked out before the lock brings a draft's rows where an import wants them, is told whole, and is taken back."""

import gc
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import NOW, Cast
from xietong import drafting
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import undo
from xietong_web.drafting.taking import step_to, take_step


def reworded(value: drafting.Plan) -> drafting.Plan:
    """Give every task another title, and leave it in its place."""
    tasks = (replace(one, title=f"{one.title}（修）") if one.uid[0] == "t" else one for one in value.items)
    return replace(value, items=tuple(tasks))


def reshaped(value: drafting.Plan) -> drafting.Plan:
    """Take one task out, besides."""
    return drafting.remove(reworded(value), "t2")


@pytest.mark.parametrize("change", [reworded, reshaped])
def test_a_step_worked_out_beforehand_is_written_told_and_taken_back(cast: Cast, plan: Plan, change) -> None:
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    old = plan_value(plan)
    new = change(old)
    take_step(plan_uid=plan.uid, step=step_to(plan, old, new, **by), **by)
    assert gc.isenabled()
    assert {one.uid: one.title for one in plan_value(plan).items} == {one.uid: one.title for one in new.items}
    assert list(breaks()) == []
    undo(plan_uid=plan.uid, **by)
    assert plan_value(plan) == old
    assert list(breaks()) == []
