"""A question put together once is answered as Django answers it, whoever asks and with whatever values."""

from collections.abc import Sequence
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Duty, Item, Plan


@asked
def _rows(plan: str, uids: Sequence[str]) -> QuerySet[Item]:
    return Item.objects.filter(Among("uid", uids), plan=plan).select_related("parent").annotate(above=F("parent__uid"))


@asked
def _columns(pks: Sequence[int]) -> QuerySet[Duty, tuple[Any, ...]]:
    return Duty.objects.filter(Among("item", pks)).values_list("item__uid", "party__code", "role")


@asked
def _flat(plan: str, due: date) -> QuerySet[Item, str]:
    return Item.objects.filter(plan=plan, due__lte=due).order_by("path").values_list("uid", flat=True)


def test_rows_are_those_that_a_queryset_gives(plan: Plan, django_assert_num_queries) -> None:
    for uids in (["t1"], ["t1", "t2", "no such"], [], ["a1", "d1"]):
        plain = Item.objects.filter(plan=plan, uid__in=uids).select_related("parent").annotate(above=F("parent__uid"))
        with django_assert_num_queries(1):
            rows = _rows(plan.pk, uids)
            assert all(row.parent is None or row.parent.title for row in rows)
        told = [{name: held for name, held in vars(row).items() if name != "_state"} for row in rows]
        assert told == [{name: held for name, held in vars(row).items() if name != "_state"} for row in plain]
        assert [row.parent for row in rows] == [row.parent for row in plain]


def test_columns_and_single_values_are_those_that_a_queryset_gives(plan: Plan) -> None:
    pks = list(plan.items.values_list("pk", flat=True))
    assert _columns(pks) == list(Duty.objects.filter(item__in=pks).values_list("item__uid", "party__code", "role"))
    last = max(due for due in plan.items.values_list("due", flat=True) if due)
    for day in (last, last - timedelta(days=1), date(1999, 1, 1)):
        plain = Item.objects.filter(plan=plan, due__lte=day).order_by("path")
        assert _flat(plan.pk, day) == list(plain.values_list("uid", flat=True))


def test_values_are_no_part_of_the_statement(plan: Plan) -> None:
    strange = "t1'); DROP TABLE drafting_item; --"
    assert _rows(plan.pk, [strange]) == []
    assert _rows(strange, ["t1"]) == []
    assert _rows(plan.pk, ['t1"', "%s", "t1"])[0].uid == "t1"


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection() -> None:
    found: list[list[str]] = []

    def ask() -> None:
        found.append(_flat("no such plan", date(2026, 1, 1)))  # SQLite refuses the connection of another thread
        connection.close()

    _flat("no such plan", date(2026, 1, 1))
    other = Thread(target=ask)
    other.start()
    other.join()
    assert found == [[]]
