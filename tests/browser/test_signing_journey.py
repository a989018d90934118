"""From a document to a countersigned plan and its amendment, walked by both parties."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.browser.conftest import Walker
from tests.cast import Cast
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan

pytestmark = pytest.mark.browser

DOCUMENT = """东江西岭教育协同发展行动计划

根据《东江西岭合作框架协议》，东江省教育厅、西岭市教育委员会共同制定本行动计划。

一、推进基础教育优质发展

（一）联盟校建设行动

1. 共建联盟校。组织两地中小学结对，到2025年建成联盟校50所。（牵头单位：东江省基础教育处；配合单位：西岭市基础教育处；完成时限：2025年底前）

2. 互派骨干教师。每年互派骨干教师100名。（牵头单位：西岭市基础教育处、东江省基础教育处）

二、加快职业教育融合发展

（一）专业共建行动

1. 共建实训基地。支持两地职业院校共建实训基地10个。（责任单位：东江省职业教育处、西岭市职业教育处；完成时限：2024年12月底前）
"""


def test_two_parties_read_correct_sign_and_amend(
    walker: Walker, stage: Cast, code_of: Callable[[str], str], tmp_path: Path
) -> None:
    page = walker.page
    document = tmp_path / "行动计划.txt"
    document.write_text(DOCUMENT, encoding="utf-8")

    walker.come_in("east_office")
    walker.go("/documents/")
    page.set_input_files("input[name=file]", document)
    page.click("form.upload button[type=submit]")
    page.wait_for_selector("input[name=party]")
    walker.look()
    page.uncheck("input[value=north]")
    page.click("#state form button[type=submit]")
    page.wait_for_selector(".desk")
    walker.look()
    plan = Plan.objects.get()
    assert plan.items.filter(kind="task").exists()

    first = page.locator("li.item").filter(has=page.locator(".kind")).last
    first.get_by_role("button").nth(1).click()
    page.wait_for_selector("form.item-form input[name=title]")
    walker.look()
    page.fill("form.item-form input[name=title]", "共建实训基地（修订）")
    page.click("form.item-form button[type=submit]")
    page.wait_for_selector("text=共建实训基地（修订）")
    page.click(".desk-bar form[action$='accept/'] button")
    page.wait_for_load_state()
    assert not plan.items.filter(accepted=False).exists()

    page.click(".desk-bar a[href$='/desk/plan/']")
    page.wait_for_selector("form.item-form input[name=short_title]")
    page.fill("input[name=short_title]", "协同行动")
    page.locator("textarea[name=objective_text]").last.fill("到2025年，优质教育资源更加丰富。")
    page.click("form.item-form button[type=submit]")
    page.wait_for_selector("ul.messages")
    page.wait_for_load_state()
    walker.look()
    assert plan.objectives.values_list("text", flat=True).last() == "到2025年，优质教育资源更加丰富。"

    walker.go(f"/plans/{plan.uid}/proposals/")
    page.click("form.propose button[type=submit]")
    page.wait_for_selector(".acts")
    walker.look()
    page.click(".acts form[action$='open/'] button")
    page.wait_for_selector(".state-open")
    walker.look()
    walker.sign_out()

    for name in ("east_signatory", "west_signatory"):
        code_of(name)  # sets the second factor up
        walker.sign_in(name, partial(code_of, name))
        walker.go(f"/plans/{plan.uid}/proposals/1/")
        page.click(".acts form[action$='sign/'] button")
        page.wait_for_load_state()
        walker.look()
        walker.sign_out()
    plan.refresh_from_db()
    assert plan.state == "agreed"

    walker.come_in("west_office")
    walker.go(f"/plans/{plan.uid}/")
    walker.go(f"/plans/{plan.uid}/timetable/")
    walker.go(f"/plans/{plan.uid}/timetable/sheets/")
    task = plan.items.filter(kind="task").first()
    assert task is not None
    walker.go(f"/plans/{plan.uid}/items/{task.uid}/")
    walker.go(f"/plans/{plan.uid}/amend/{task.uid}/")
    page.fill("input[name=title]", "改后的任务")
    page.click("form.item-form button[type=submit]")
    page.wait_for_selector("table.changes")
    assert page.locator("table.changes ins", has_text="改后的任务").count() == 1
    walker.go(f"/plans/{plan.uid}/amend-plan/")
    page.fill("input[name=title]", "改后的计划")
    page.click("form.item-form button[type=submit]")
    page.wait_for_selector("table.changes ins:has-text('改后的计划')")
    page.wait_for_load_state("networkidle")  # the consequences come after the page
    walker.look()
    walker.go("/work/")
    walker.go(f"/plans/{plan.uid}/versions/1/?from=1")
    assert list(breaks()) == []
