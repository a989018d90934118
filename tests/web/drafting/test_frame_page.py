"""The page of the plan itself: its form, what is refused there, what a past day shows, and word of what others change."""

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import browser
from xietong_web.drafting.frames import seen_as
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_frame


def typed(plan: Plan, **fields: object) -> dict[str, object]:
    form = {
        "revision": seen_as(plan_frame(Plan.objects.get(pk=plan.pk))),
        "title": "两地教育协同行动计划（2026）",
        "short_title": "新计划",
        "start": "2024-01-01",
        "end": "2026-12-31",
        "objective_uid": ["o1", "", ""],
        "objective_text": ["", "共享\0开放", ""],
        "objective_due": ["2025-12-31", "2026-12-31", ""],
        "basis_uid": ["b1", ""],
        "basis_title": ["《两地教育合作协议》", ""],
        "basis_kind": ["outline", "other"],
    }
    return {**form, **fields}


def test_what_is_typed_is_saved_empty_rows_fall_away_and_the_page_says_so(cast: Cast, plan: Plan) -> None:
    office, address = browser(cast.west_office), f"/plans/{plan.uid}/desk/plan/"
    assert f'href="{address}"' in office.get(f"/plans/{plan.uid}/desk/").content.decode()
    assert office.post(address, typed(plan))["Location"] == address
    page = office.get(address).content.decode()
    assert "计划本身已保存" in page
    assert "修改计划本身: 名称、简称、结束时间、总体目标、依据" in page
    value = plan_frame(Plan.objects.get(pk=plan.pk))
    assert (value.title, value.short_title) == ("两地教育协同行动计划（2026）", "新计划")
    assert [each.text for each in value.objectives] == ["共享开放"]
    assert [(each.uid, each.title, each.kind) for each in value.basis] == [("b1", "两地教育合作协议", "outline")]
    told = office.post(address, typed(plan, title="再改"), headers={"HX-Request": "true"})
    assert (told.status_code, told["HX-Redirect"]) == (204, address)
    assert office.post(f"/plans/{plan.uid}/desk/undo/").status_code == 302
    assert Plan.objects.get(pk=plan.pk).title == "两地教育协同行动计划（2026）"
    assert "(已撤销)" in office.get(address).content.decode()


def test_what_cannot_be_taken_is_shown_again_and_a_stale_save_shows_both_texts(cast: Cast, plan: Plan) -> None:
    office, address = browser(cast.west_office), f"/plans/{plan.uid}/desk/plan/"
    wrong = office.post(address, typed(plan, end="2026年底"))
    page = wrong.content.decode()
    assert (wrong.status_code, "结束时间: " in page, "两地教育协同行动计划（2026）" in page) == (422, True, True)
    assert 'value="2026年底"' in page
    older = typed(plan, title="我方名称")
    browser(cast.east_office).post(address, typed(plan, title="对方名称"))
    stale = office.post(address, older, headers={"HX-Request": "true"}).content.decode()
    assert "名称: 我方名称" in stale
    assert "名称: 对方名称" in stale
    assert f'data-revision="{seen_as(plan_frame(Plan.objects.get(pk=plan.pk)))}"' in stale
    alone = office.post(address, typed(plan, objective_uid=[""], objective_text=[""], objective_due=["2025-01-01"]))
    assert (alone.status_code, "目标须有内容" in alone.content.decode()) == (409, True)
    day = office.post(address, typed(plan, objective_due=["", "明年", ""]))
    assert (day.status_code, "应写作 2025-12-31" in day.content.decode()) == (409, True)


def test_who_may_not_change_it_reads_it(cast: Cast, plan: Plan) -> None:
    leader, address = browser(cast.east_leader), f"/plans/{plan.uid}/desk/plan/"
    page = leader.get(address).content.decode()
    assert "《两地教育合作框架协议》" in page
    assert "<form" not in page[page.index("<h1>") :]
    assert leader.post(address, typed(plan)).status_code == 403


def test_an_agreed_plan_offers_the_proposal(cast: Cast, agreed: Plan) -> None:
    address = f"/plans/{agreed.uid}/desk/plan/"
    wanted = f'href="/plans/{agreed.uid}/amend-plan/"'
    assert wanted in browser(cast.east_office).get(address).content.decode()
    assert wanted in browser(cast.east_office).get(f"/plans/{agreed.uid}/proposals/").content.decode()
    assert wanted in browser(cast.east_office).get(f"/plans/{agreed.uid}/amend/t1/").content.decode()
    assert wanted not in browser(cast.east_leader).get(address).content.decode()
    assert browser(cast.east_office).post(address, typed(agreed)).status_code == 409


@pytest.mark.parametrize(
    "page",
    [
        "",
        "desk/",
        "desk/plan/",
        "timetable/",
        "items/t1/",
        "overdue/",
        "units/",
        "proposals/",
        "waits/",
        "meetings/",
        "indicators/",
    ],
)
def test_every_page_of_a_past_day_calls_the_plan_as_it_was_called(cast: Cast, plan: Plan, page: str) -> None:
    office = browser(cast.east_office)
    assert office.post(f"/plans/{plan.uid}/desk/plan/", typed(plan)).status_code == 302
    address = f"/plans/{plan.uid}/{page}"
    now, then = (office.get(f"{address}{day}").content.decode() for day in ("", f"?as_of={NOW.date()}"))
    assert "两地教育协同行动计划（2026）" in now
    for later in ("（2026）", "新计划", "共享开放", "2026-12-31", "两地教育合作协议"):
        assert later not in then
    assert "两地教育协同行动计划" in then
    assert office.get(f"/plans/{plan.uid}/desk/plan/?as_of=2020-01-01").status_code == 409


def test_others_at_the_desk_are_told(cast: Cast, plan: Plan) -> None:
    west = browser(cast.west_office)
    page = west.get(f"/plans/{plan.uid}/desk/").content.decode()
    news = page.partition('id="live"')[2].partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    east = browser(cast.east_office)
    east.post(f"/plans/{plan.uid}/desk/plan/", typed(plan))
    east.post(f"/plans/{plan.uid}/desk/undo/")
    told = west.get(news).content.decode()
    assert "East Office 已修改计划本身" in told
    assert "已调整事项的结构" not in told
    assert "已修改计划本身" not in east.get(news).content.decode()
