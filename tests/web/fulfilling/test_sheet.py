"""The columns that pages lay a timetable out from are at every moment those of the database, whatever happens to items."""

from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast, opened
from xietong import drafting
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import add_item, edit_item, move_item, remove_item, split_item, undo
from xietong_web.fulfilling.rescheduling import reschedule_item
from xietong_web.fulfilling.sheet import Rows, sheet


def told(plan: Plan) -> list[object]:
    """All that a sheet says, in forms that can be compared."""
    made = sheet(plan)
    rows = [np.asarray(getattr(made.rows, column.name)).tolist() for column in fields(Rows)]
    return [*rows, made.shape.tree.parent.tolist(), made.shape.links.before.tolist(), made.shape.level.tolist()]


@pytest.mark.django_db(transaction=True)
def test_rows_follow_every_act_and_are_not_all_read_again(cast: Cast) -> None:
    with transaction.atomic():
        plan = opened(cast)
    sheet(plan)
    who: dict[str, Any] = {"plan_uid": plan.uid, "by": cast.east_office, "now": NOW}
    acts = (
        lambda: edit_item(uid="t1", revision=1, changes={"title": "新的名称", "due": date(2024, 11, 30)}, **who),
        lambda: add_item(parent="a1", position=0, kind=drafting.Kind.TASK, title="最前", **who),
        lambda: add_item(parent=None, position=0, kind=drafting.Kind.DIRECTION, title="新方向", **who),
        lambda: move_item(uid="a1", parent=None, position=0, **who),
        lambda: edit_item(uid="t2", revision=1, changes={"after": ("t1",)}, **who),
        lambda: split_item(uid="t2", texts=("先", "后"), **who),
        lambda: reschedule_item(uid="t1", due=date(2025, 3, 3), **who),
        lambda: remove_item(uid="t3", **who),
        lambda: undo(**who),
    )
    for act in acts:
        act()
        with CaptureQueriesContext(connection) as asked:
            found = told(plan)
        with transaction.atomic():  # in a transaction nothing is kept
            assert found == told(plan)
        read = [query["sql"] for query in asked if 'FROM "drafting_item"' in query["sql"]]
        assert len(read) == 1
        assert " IN (" in read[0]


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_went_another_way_has_all_read_anew(cast: Cast) -> None:
    with transaction.atomic():
        plan = opened(cast)
    before = told(plan)
    plan.items.filter(uid="t1").update(title="恢复来的名称")
    assert told(plan) == before
    last = Entry.objects.order_by("-seq")[0]
    Entry.objects.filter(seq=last.seq).update(hash="0" * 64)
    assert "恢复来的名称" in {name.removeprefix("1.") for name in sheet(plan).rows.names}
