"""The JSON API: the same acts and questions as the pages."""

from tests.cast import Cast
from xietong_web.drafting.models import Plan

PLAN = "/plans/plan-of-two"


def test_every_read_answers(cast: Cast, plan: Plan, caller) -> None:
    call = caller(cast.east_office)
    for path in (
        "/me",
        "/parties",
        "/organisations",
        "/organisations/east-1",
        "/organisations/east-1/duties",
        "/journal",
        "/documents",
        "/plans",
        PLAN,
        f"{PLAN}/items",
        f"{PLAN}/items/t1",
        f"{PLAN}/items/a1/tree",
        f"{PLAN}/items/t1/history",
        f"{PLAN}/completions?q=基础",
        f"{PLAN}/proposals",
        f"{PLAN}/versions",
        f"{PLAN}/journal",
        f"{PLAN}/overview",
        f"{PLAN}/timetable",
        f"{PLAN}/exports/json",
        "/work",
        "/search?q=教育",
    ):
        answer = call("GET", path)
        assert answer.status_code == 200, (path, answer.content.decode())
