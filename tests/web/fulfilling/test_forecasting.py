"""The item page says when an item may be finished, with its spread, its method and what it rests on."""

from datetime import UTC, date, datetime

from tests.cast import Cast
from tests.web.fulfilling.acting import browser, confirmed
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.forecasting import forecast_of

QUARTERS = (("2024-Q1", 20, datetime(2024, 4, 2, tzinfo=UTC)), ("2024-Q2", 45, datetime(2024, 7, 2, tzinfo=UTC)))


def test_a_forecast_follows_from_the_confirmed_steps_of_both_sides(cast: Cast, agreed: Plan) -> None:
    item = agreed.items.get(uid="t1")
    assert forecast_of(agreed, item, item.due, date(2024, 7, 20)) is None
    for period, percent, now in QUARTERS:
        for by in (cast.east_liaison, cast.west_liaison):
            confirmed(cast, agreed, by, percent, period=period, now=now)
    found = forecast_of(agreed, item, item.due, date(2024, 7, 20))
    assert found is not None
    assert found.found.early <= found.found.middle <= found.found.late
    assert found.found.middle > date(2024, 12, 1)
    assert (found.found.own, found.found.borrowed, found.reports) == (1, 0, 4)
    assert forecast_of(agreed, item, item.due, date(2024, 7, 20)) == found
    before = forecast_of(agreed, item, item.due, date(2024, 4, 10))
    assert before is not None
    assert before.found.own == 0
    page = browser(cast.east_leader).get(f"/plans/{agreed.uid}/items/t1/").content.decode()
    assert "完成时间预测" in page
    assert "Rubin" in page


def test_what_is_finished_needs_no_forecast(cast: Cast, agreed: Plan) -> None:
    for by in (cast.east_liaison, cast.west_liaison):
        confirmed(cast, agreed, by, 100)
    assert forecast_of(agreed, agreed.items.get(uid="t1"), None, date(2024, 7, 20)) is None
