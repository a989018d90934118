"""Both joint offices hold a meeting with a decision that its liaison claims; a group and a key-task list are named."""

import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import Cast, opened, sign_by_both
from xietong_web.audit.queries import breaks
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.meeting.models import Decision, Meeting

pytestmark = pytest.mark.browser


def test_a_meeting_is_held_and_its_decision_claimed(walker: Walker, stage: Cast) -> None:
    page = walker.page
    with transaction.atomic():
        plan = opened(stage)
    sign_by_both(stage, plan)
    walker.come_in("east_office")
    walker.go(f"/plans/{plan.uid}/meetings/")
    page.fill("form[action$='/prepare/'] input[name=title]", "第一次联席会议")
    page.fill("form[action$='/prepare/'] input[name=day]", today().isoformat())
    page.select_option("form[action$='/prepare/'] select[name=host]", "east")
    page.click("form[action$='/prepare/'] button[type=submit]")
    page.wait_for_selector("form[action$='/convene/']")
    assert "共建联盟校" in page.inner_text("ol.agenda")  # red: proposed by itself
    page.click("details:has(form[action$='/arrange/']) > summary")
    walker.look()
    page.fill("form[action$='/arrange/'] fieldset:last-of-type input[name=point_title]", "商定下次轮值")
    page.click("form[action$='/arrange/'] button[type=submit]")
    page.wait_for_selector("text=商定下次轮值")
    page.click("form[action$='/convene/'] button")
    page.click("form[action$='/hold/'] button")
    page.wait_for_selector("form[action$='/minutes/']")
    page.locator("textarea[name=said_text]").last.fill("下次由西岭市承办。")
    page.click("form[action$='/minutes/'] button[type=submit]")
    page.fill("form[action$='/decide/'] textarea[name=text]", "年底前公布联盟校名单。")
    page.fill("form[action$='/decide/'] input[name=leads]", "东江省基础教育处")
    page.click("form[action$='/decide/'] button[type=submit]")
    page.wait_for_selector(".settled")
    walker.look()
    page.click("form[action$='/approve/'] button")
    walker.sign_out()
    walker.come_in("west_office")
    walker.go("/work/")
    page.click("text=第一次联席会议")
    page.click("form[action$='/approve/'] button")
    page.wait_for_selector(".state-closed")
    assert Meeting.objects.get().state == "closed"
    walker.sign_out()
    walker.come_in("east_liaison")
    walker.go("/work/")
    page.click("text=年底前公布联盟校名单。")
    page.fill("form[action$='/claim/'] textarea[name=reason]", "名单已公布。")
    walker.look()
    page.click("form[action$='/claim/'] button")
    page.wait_for_selector(".state-claimed")
    walker.look()
    assert Decision.objects.get().state == "claimed"
    assert list(breaks()) == []


def test_groups_and_key_tasks_are_named(walker: Walker, stage: Cast) -> None:
    page = walker.page
    with transaction.atomic():
        plan = opened(stage)
    walker.come_in("west_office")
    walker.go(f"/plans/{plan.uid}/groups/")
    page.fill("form[action$='/found/'] input[name=title]", "基础教育工作组")
    page.click("form[action$='/found/'] button")
    row = page.locator(".part-row:has(input[name=member_person])").first
    row.locator("input[name=member_body]").fill("西岭市基础教育处")
    row.locator("input[name=member_person]").fill("刘某")
    walker.look()
    page.click("form[action$='/change/'] button[type=submit]")
    page.wait_for_selector("text=刘某")
    walker.go(f"/plans/{plan.uid}/key-tasks/")
    page.fill("form[action$='/list/'] input[name=title]", "年度重点任务")
    page.click("form[action$='/list/'] button")
    page.select_option("select[name=add]", ["t1", "t3"])
    walker.look()
    page.click("form[action$='/change/'] button[type=submit]")
    page.wait_for_selector("form[action$='/export/']")
    assert page.locator("svg.double-bar").count() == 2
    walker.look()
    assert list(breaks()) == []
