"""Every task has a light that says why it is lit; the overview counts them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from xietong.fulfilling import ReportAct
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.duty_lights import lights_of
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.queries import duties_of, overview


def colour(plan: Plan, uid: str, day: date) -> str:
    """Return the light of an item on a day."""
    found = lit(plan, day)
    shown = found.of(plan.items.get(uid=uid).pk) if found else None
    return shown.colour if shown else ""


def confirmed(cast: Cast, plan: Plan, uid: str, percent: int) -> None:
    """Both sides report on an item, and confirm each other."""
    east = cast.east_liaison, "east-1", cast.east_reviewer, cast.west_reviewer
    west = cast.west_liaison, "west-1", cast.west_reviewer, cast.east_reviewer
    for liaison, body, own, other in (east, west):
        report = services.begin_report(
            plan=plan, item_uid=uid, organisation=body, period="2024-Q1", by=liaison, now=NOW
        )
        content = replace(report.to_value().content, percent=Decimal(percent), text="已完成首批结对。")
        for act, by in ((ReportAct.SUBMIT, liaison), (ReportAct.PASS, own), (ReportAct.CONFIRM, other)):
            report = services.act_on_report(
                uid=report.uid, act=act, revision=report.revision, by=by, now=NOW,
                content=content if act is ReportAct.SUBMIT else None,
            )  # fmt: skip


def test_a_draft_has_no_lights(cast: Cast, plan: Plan) -> None:
    assert lit(plan, date(2026, 1, 1)) is None


def test_lights_follow_time_progress_and_reports(cast: Cast, agreed: Plan) -> None:
    assert colour(agreed, "t1", date(2024, 1, 2)) == "green"
    assert colour(agreed, "t2", date(2024, 2, 1)) == "grey"
    assert colour(agreed, "t1", date(2024, 4, 10)) == "yellow"
    assert colour(agreed, "t1", date(2024, 7, 10)) == "red"
    confirmed(cast, agreed, "t1", 60)
    assert colour(agreed, "t1", date(2024, 4, 10)) == "green"
    confirmed_silent = lit(agreed, date(2024, 12, 1))
    assert confirmed_silent is not None
    assert colour(agreed, "t1", date(2025, 1, 1)) == "red"


def test_what_both_sides_confirmed_whole_is_blue_even_after_its_date(cast: Cast, agreed: Plan) -> None:
    confirmed(cast, agreed, "t1", 100)
    assert colour(agreed, "t1", date(2025, 2, 1)) == "blue"


def test_reports_missed_before_the_agreement_do_not_count(cast: Cast, agreed: Plan) -> None:
    found = lit(agreed, date(2024, 4, 10))
    assert found is not None
    assert [int(found.columns.missed[found.place[agreed.items.get(uid=uid).pk]]) for uid in ("t1", "t2")] == [1, 1]


def test_an_item_that_waits_for_an_overdue_one_is_yellow(cast: Cast, agreed: Plan) -> None:
    found = lit(agreed, date(2025, 1, 5))
    assert found is not None
    assert found.columns.blocked[found.place[agreed.items.get(uid="t3").pk]]


def test_the_overview_counts_the_lights_of_tasks(cast: Cast, agreed: Plan) -> None:
    day = date(2025, 7, 10)
    shown = overview(agreed, day)
    assert sum(each.count for each in shown.lights) == 3
    assert {row.uid: sum(each.count for each in row.lights) for row in shown.rows} == {"d1": 3, "a1": 3}
    assert [each.count for each in shown.lights if each.colour == "red"] == [3]


def test_more_duties_ask_no_more_questions(cast: Cast, agreed: Plan) -> None:
    duties = list(duties_of(cast.east_bureau, cast.east_liaison))

    def asked(some: list[Duty]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            lights_of(some, date(2024, 7, 10))
        return len(found)

    assert len(duties) > 1
    assert asked(duties) == asked(duties[:1])


def test_the_pages_say_why_a_light_is_lit(cast: Cast, agreed: Plan, client: Client) -> None:
    client.force_login(cast.east_liaison.person)
    for page in (f"/plans/{agreed.uid}/items/t1/", "/work/", "/organisations/east-1/"):
        shown = client.get(page).content.decode()
        assert "light-red" in shown
        assert "2024-12-31" in shown
        assert "红灯" in shown
    assert "红灯" in client.get(f"/plans/{agreed.uid}/").content.decode()
