"""An extension is asked before the due date, answered by the other side, and moves what hangs on the date."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import amendment, browser, confirmed, office_file, refused, signed
from xietong.fulfilling import ExtensionAct
from xietong_web.audit.queries import breaks
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.drawing import draw_timetable
from xietong_web.fulfilling.extending import acts
from xietong_web.fulfilling.extending.queries import dues_in_force, extension_questions_of, to_grant
from xietong_web.fulfilling.item_page import running
from xietong_web.fulfilling.laying import laid_out
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.models import Extension
from xietong_web.fulfilling.past import units_on
from xietong_web.fulfilling.queries import overview, overview_of
from xietong_web.fulfilling.units import late_tallies, overdue_of

LATER = date(2025, 3, 31)
PAST = date(2025, 1, 15)


def asked(cast: Cast, plan: Plan, uid: str = "t1", **more) -> Extension:
    values = {"wanted": LATER, "reason": "汛期停工", "by": cast.east_liaison, "now": NOW, **more}
    return acts.ask_extension(plan_uid=plan.uid, uid=uid, **values)


def granted(cast: Cast, plan: Plan, uid: str = "t1", **more) -> Extension:
    row = asked(cast, plan, uid, **more)
    return acts.answer_extension(uid=row.uid, act=ExtensionAct.GRANT, by=cast.west_office, now=NOW)


def test_the_other_side_grants_and_the_date_in_force_moves_while_the_agreed_one_stays(cast: Cast, agreed: Plan) -> None:
    row = asked(cast, agreed, files=[("证明.docx", office_file())], links="https://example.org/flood")
    assert (row.due, row.agreed, len(row.evidence)) == (date(2024, 12, 31), date(2024, 12, 31), 2)
    assert dues_in_force(agreed) == {}
    assert [each.row for each in to_grant(cast.west_office)] == [row]
    assert to_grant(cast.east_office) == []
    questions = extension_questions_of(agreed, None)
    assert [(each.asked_by.party, each.asked_of.party, each.item) for each in questions] == [("east", "west", "t1")]
    later = NOW + timedelta(days=3)
    acts.answer_extension(uid=row.uid, act=ExtensionAct.GRANT, by=cast.west_office, now=later, answer="同意")
    assert extension_questions_of(agreed, None) == extension_questions_of(agreed, later.date()) == ()
    assert extension_questions_of(agreed, date(2024, 3, 6)) == questions
    assert dues_in_force(agreed) == {"t1": LATER}
    assert dues_in_force(agreed, date(2024, 3, 4)) == {}
    assert agreed.items.get(uid="t1").due == date(2024, 12, 31)
    assert list(breaks()) == []


def test_lights_overview_units_and_timetable_follow_the_date_in_force(cast: Cast, agreed: Plan) -> None:
    before = overview(agreed, PAST)
    assert before.overdue == 1
    assert [each.code for each in late_tallies(agreed, PAST)] == ["east-1", "west-1"]
    granted(cast, agreed)
    after = overview(agreed, PAST)
    assert after.overdue == 0
    assert late_tallies(agreed, PAST) == []
    assert list(overdue_of(agreed, cast.east_bureau, PAST)) == []
    found = lit(agreed, PAST)
    assert found is not None
    assert "已逾期" not in found.of(agreed.items.get(uid="t1").pk).sentence.zh
    assert any(each.due == LATER and each.uid == "t1" for each in after.milestones)
    laid = laid_out(agreed, PAST)
    at = laid.table.columns.uids.index("t1")
    assert (laid.table.columns.due[at].item(), laid.agreed[1][at].item()) == (LATER, date(2024, 12, 31))


def test_what_both_sides_confirmed_as_done_is_not_overdue(cast: Cast, agreed: Plan) -> None:
    for by in (cast.east_liaison, cast.west_liaison):
        confirmed(cast, agreed, by, 100)
    assert overview(agreed, PAST).overdue == 0
    assert late_tallies(agreed, PAST) == []
    bars = draw_timetable(agreed, None, zoom="year", party="", page="")
    assert bars is not None
    assert {bar.uid: bar.kind for bar in bars.bars}["t1"] == "done"
    was = draw_timetable(agreed, PAST, zoom="year", party="", page="")
    assert was is not None
    assert {bar.uid: bar.kind for bar in was.bars}["t1"] == "done"
    assert overview_of(agreed, plan_on(agreed, PAST), PAST).overdue == 0
    assert units_on(agreed, PAST, late=True) == []
    calls = browser(cast.east_liaison)
    led = {each["item"]: each for each in calls.get("/api/v1/organisations/east-1/duties").json()["results"]}
    assert led["t1"]["overdue"] is False
    rows = calls.get(f"/api/v1/plans/{agreed.uid}/timetable").json()["results"]
    assert {each["uid"]: each["overdue"] for each in rows}["t1"] is False


def test_milestones_to_come_move_by_as_many_working_days(cast: Cast, agreed: Plan) -> None:
    granted(cast, agreed, "t2", wanted=date(2025, 7, 14))
    item = agreed.items.get(uid="t2")
    run = running(agreed, item, cast.east_office, ["east", "west"], NOW.date())
    assert run is not None
    (point,) = run.points
    assert (point.agreed, point.due) == (date(2024, 9, 1), date(2024, 9, 13))
    assert (run.due, run.extended) == (date(2025, 7, 14), True)


def test_an_amendment_that_moves_the_date_ends_the_extension(cast: Cast, agreed: Plan) -> None:
    granted(cast, agreed)
    signed(cast, amendment(cast, agreed, {"t1": {"due": date(2025, 6, 30)}}))
    assert dues_in_force(agreed) == {}
    assert agreed.items.get(uid="t1").first_due == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("uid", "more", "code"),
    [
        ("t1", {"reason": " "}, "reason-missing"),
        ("t1", {"wanted": date(2024, 12, 31)}, "not-later"),
        ("t1", {"wanted": date(9999, 12, 31)}, "day-out-of-range"),
        ("t1", {"now": datetime(2025, 1, 2, tzinfo=UTC)}, "asked-too-late"),
        ("t3", {}, "no-such-duty"),
        ("t1", {"links": "ftp://x"}, "bad-link"),
        ("t1", {"files": [("a.exe", b"MZ")]}, "unknown-type"),
    ],
)
def test_what_is_refused_when_asking(cast: Cast, agreed: Plan, uid: str, more: dict, code: str) -> None:
    refused(code, lambda: asked(cast, agreed, uid, **more))
    assert not Extension.objects.exists()


def test_it_is_asked_once_answered_once_and_by_the_right_ones(cast: Cast, agreed: Plan) -> None:
    row = asked(cast, agreed)
    refused("already-asked", lambda: asked(cast, agreed))
    common: dict[str, Any] = {"uid": row.uid, "now": NOW}
    refused("not-allowed", lambda: acts.answer_extension(act=ExtensionAct.GRANT, by=cast.east_office, **common))
    refused("not-permitted", lambda: acts.answer_extension(act=ExtensionAct.GRANT, by=cast.west_reviewer, **common))
    refused("not-found", lambda: acts.answer_extension(act=ExtensionAct.GRANT, by=cast.stranger, **common))
    refused("reason-missing", lambda: acts.answer_extension(act=ExtensionAct.REFUSE, by=cast.west_office, **common))
    acts.answer_extension(act=ExtensionAct.REFUSE, by=cast.west_office, answer="理由不足", **common)
    refused("not-allowed", lambda: acts.answer_extension(act=ExtensionAct.GRANT, by=cast.west_office, **common))
    again = asked(cast, agreed)
    acts.answer_extension(uid=again.uid, act=ExtensionAct.WITHDRAW, by=cast.east_liaison, now=NOW)
    assert sorted(Extension.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]
    assert list(breaks()) == []


def test_a_draft_has_nothing_to_extend(cast: Cast, plan: Plan) -> None:
    refused("not-agreed-yet", lambda: asked(cast, plan))


def test_it_is_asked_and_granted_on_the_pages(cast: Cast, agreed: Plan) -> None:
    east, west = browser(cast.east_liaison), browser(cast.west_office)
    moved = (date(2099, 1, 1), date(2099, 6, 1))
    assert "申请延期" not in east.get(f"/plans/{agreed.uid}/items/t1/").text
    assert "延期须在时限届满前申请" in east.get(f"/plans/{agreed.uid}/items/t1/").text
    agreed.items.filter(uid="t1").update(due=moved[0])
    posted = {"wanted": moved[1].isoformat(), "reason": "汛期停工", "links": ""}
    assert "申请延期" in east.get(f"/plans/{agreed.uid}/items/t1/").content.decode()
    assert east.post(f"/plans/{agreed.uid}/items/t1/extend/", {"wanted": ""}).status_code == 409
    assert east.post(f"/plans/{agreed.uid}/items/t1/extend/", posted).status_code == 302
    assert "汛期停工" in west.get("/work/").content.decode()
    row = Extension.objects.get()
    assert west.post(f"/extensions/{row.uid}/grant/", {"due": "", "answer": "", "back": "work"}).url == "/work/"
    assert west.post(f"/extensions/{row.uid}/lend/").status_code == 404
    page = west.get(f"/plans/{agreed.uid}/items/t1/").content.decode()
    assert "2099-06-01" in page
    assert "原定时限" in page
