"""Every page about a plan can be asked for a past day, and then shows what stood then."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import edit_item
from xietong_web.endorsing import services

LATER = datetime(2025, 6, 2, 2, 0, tzinfo=UTC)
PAGES = ("", "desk/", "timetable/", "items/t1/", "overdue/", "units/", "proposals/", "waits/")


@pytest.fixture
def east(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    return client


@pytest.fixture
def renamed(cast: Cast, plan: Plan) -> Plan:
    """The plan after an edit and a proposal of a later day."""
    for uid in ("d1", "t1"):
        edit_item(
            plan_uid=plan.uid, uid=uid, revision=1, changes={"title": "后来的名称"}, by=cast.east_office, now=LATER
        )
    services.propose(plan_uid=plan.uid, title="后来的提案", reason="", by=cast.east_office, now=LATER)
    return plan


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_past_day_says_so_and_knows_nothing_of_later(east: Client, renamed: Plan, page: str) -> None:
    then = east.get(f"/plans/{renamed.uid}/{page}?as_of=2025-03-01").content.decode()
    assert "2025-03-01" in then
    assert "后来的" not in then
    assert east.get(f"/plans/{renamed.uid}/{page}?as_of=2020-01-01").status_code in {200, 409}
    assert east.get(f"/plans/{renamed.uid}/{page}?as_of=yesterday").status_code == 409


def test_a_body_of_a_past_day_has_the_duties_of_that_day(east: Client, renamed: Plan) -> None:
    now = east.get("/organisations/east-1/").content.decode()
    then = east.get("/organisations/east-1/?as_of=2025-03-01").content.decode()
    assert "后来的名称" in now
    assert "共建联盟校" in then
    assert "后来的名称" not in then
    assert "2024-12-31" in then[: then.index("共建联盟校")]


def test_what_was_overdue_on_a_day_is_listed_by_unit(east: Client, renamed: Plan) -> None:
    late = east.get(f"/plans/{renamed.uid}/overdue/?as_of=2025-03-01").content.decode()
    assert "共建联盟校" in late
    assert "互派教师" not in late
    assert NOW.year == 2024
