"""Of a target that is still to come the page says how likely it is met, what that rests on, and where it cannot say."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.stage import acted_once
from tests.web.measuring.test_over_time import accepted, opened
from xietong.basics import PeriodKind
from xietong.measuring import Indicator, TargetKind, forecast_target
from xietong_web.drafting.models import Plan
from xietong_web.measuring import services, targeting
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.outlooks import outlooks_of
from xietong_web.measuring.queries import Asked, Scene
from xietong_web.theme.templatetags.theme import said

HISTORY = (5, 21, 29, 44, 52, 60)


@pytest.fixture
@acted_once
def visited(data_set: DataSet, cast: Cast, plan: Plan) -> Plan:
    """Visits of the east in six months; a target is set for it two months later."""
    visits = Indicator("VISITS", "互访", "Visits", "次", period_type=PeriodKind.MONTH)
    services.define_indicator(plan_uid=plan.uid, value=visits, by=cast.east_office, now=NOW)
    form = opened(plan, cast, ["VISITS"], PeriodKind.MONTH, "2022-01")
    for month, value in enumerate(HISTORY, start=1):
        accepted(form, cast, "east-1", {"VISITS": str(value)}, f"2022-{month:02d}")
    _set(plan, cast, "2022-08")
    return plan


def _set(plan: Plan, cast: Cast, period: str) -> None:
    targeting.promise(
        plan_uid=plan.uid, item_uid="t1", code="VISITS", period=period, value=Decimal(75), kind=TargetKind.TARGET,
        party="east", by=cast.east_office, now=NOW,
    )  # fmt: skip


def test_the_forecast_is_the_engines_from_the_periods_in_a_row(visited: Plan, cast: Cast, client: Client) -> None:
    (found,) = outlooks_of(Scene.of(visited, Asked("claimed")), "VISITS", "2022-06")
    expected = forecast_target(HISTORY, 75, steps=2)
    assert (found.party, found.due.code, found.found) == (cast.east, "2022-08", expected)
    assert 0 < expected.probability < 1
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{visited.uid}/indicators/VISITS/", {"said": "claimed"}).content.decode()
    assert said(expected.statement) in page
    assert all(said(each) in page for each in expected.assumptions)


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        (Asked("claimed"), "2022-03"),  # three periods of history
        (Asked("claimed", public=True), "2022-06"),  # the public is not shown the first month's small count
    ],
)
def test_nothing_is_forecast_from_too_little_or_from_what_is_hidden(visited: Plan, asked: Asked, period: str) -> None:
    assert outlooks_of(Scene.of(visited, asked), "VISITS", period) == []


def test_what_is_set_for_a_longer_period_or_has_come_is_not_forecast(visited: Plan, cast: Cast) -> None:
    _set(visited, cast, "2022")
    assert outlooks_of(Scene.of(visited, Asked("claimed")), "VISITS", "2022-06") == []
