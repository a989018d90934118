"""What is kept because it is slow to work out is checked against what it was worked out of."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import amendment, begun, confirmed, signed, submitted
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.light_logging import log_lights
from xietong_web.fulfilling.models import DutyFigure, LightChange
from xietong_web.fulfilling.proving import broken_figures, broken_light_logs


@pytest.fixture
def run(cast: Cast, agreed: Plan) -> Plan:
    """A plan that has been reported on, with two days in its log of lights."""
    log_lights(agreed, NOW)
    confirmed(cast, agreed, cast.east_liaison, 30)
    submitted(agreed, cast.west_liaison, 20)
    begun(agreed, cast.east_liaison, item="t2")  # a draft says nothing yet
    log_lights(agreed, NOW + timedelta(days=400))
    assert [*broken_figures(), *broken_light_logs()] == []
    return agreed


def test_figures_that_the_reports_do_not_say_are_found(run: Plan) -> None:
    row = DutyFigure.objects.order_by("pk")[0]
    where = [("figures-differ", f"item {row.item_id}, body {row.organisation_id}")]
    for column, value in (("claimed", 99.0), ("confirmed", None), ("said", "2024-06-30"), ("seq", row.seq + 1)):
        before = getattr(row, column)
        DutyFigure.objects.filter(pk=row.pk).update(**{column: value})
        assert list(broken_figures()) == where, column
        DutyFigure.objects.filter(pk=row.pk).update(**{column: before})
    DutyFigure.objects.filter(pk=row.pk).delete()
    assert list(broken_figures()) == where


def test_a_light_changed_deleted_or_added_behind_the_journals_back_is_found(run: Plan) -> None:
    row = LightChange.objects.order_by("pk")[0]
    day = [("lights-differ", f"{run.uid} {row.day.isoformat()}")]
    LightChange.objects.filter(pk=row.pk).update(colour="green" if row.colour != "green" else "red")
    assert list(broken_light_logs()) == day
    LightChange.objects.filter(pk=row.pk).update(colour=row.colour)
    LightChange.objects.filter(pk=row.pk).update(day=row.day - timedelta(days=1))
    assert len(list(broken_light_logs())) == 2
    LightChange.objects.filter(plan=run).delete()
    assert len(list(broken_light_logs())) == 2


def test_an_item_that_leaves_the_plan_leaves_nothing_broken(cast: Cast, run: Plan) -> None:
    uid = "t2"
    assert LightChange.objects.filter(item__uid=uid).exists()
    signed(cast, amendment(cast, run, {}, gone=frozenset({uid})))
    assert not Item.objects.filter(plan=run, uid=uid).exists()
    assert [*broken_figures(), *broken_light_logs()] == []
