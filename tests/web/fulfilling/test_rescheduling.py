"""An item of a draft moves with everything that waits for it."""

from datetime import date

import pytest

from tests.cast import NOW, Cast
from xietong.basics import Refusal
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import undo
from xietong_web.fulfilling.rescheduling import reschedule_item


def test_what_waits_moves_along_and_one_undo_brings_all_back(cast: Cast, plan: Plan) -> None:
    old = plan_value(plan)
    plan.items.filter(uid="t3").update(accepted=False)
    done = reschedule_item(plan_uid=plan.uid, uid="t1", due=date(2026, 3, 2), by=cast.east_office, now=NOW)
    assert [move.uid for move in done.moves] == ["t1", "t3"]
    rows = {row.uid: row for row in plan.items.all()}
    assert rows["t1"].due == date(2026, 3, 2)
    assert rows["t3"].due == done.moves[1].new_due
    assert rows["t3"].due > date(2025, 12, 31)
    assert rows["t2"].due == date(2025, 6, 30)
    assert not rows["t3"].accepted
    undo(plan_uid=plan.uid, by=cast.east_office, now=NOW)
    assert plan_value(plan) == old


def test_every_moved_row_is_told_to_the_journal(cast: Cast, plan: Plan) -> None:
    reschedule_item(plan_uid=plan.uid, uid="t1", start=date(2025, 1, 6), by=cast.east_office, now=NOW)
    assert list(breaks()) == []


def test_an_item_that_is_not_there_is_refused(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        reschedule_item(plan_uid=plan.uid, uid="nothing", due=date(2026, 3, 2), by=cast.east_office, now=NOW)
    assert refused.value.code == "not-found"


def test_a_stranger_moves_nothing(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        reschedule_item(plan_uid=plan.uid, uid="t1", due=date(2026, 3, 2), by=cast.stranger, now=NOW)
    assert refused.value.code == "not-permitted"
