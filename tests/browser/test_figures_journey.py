"""A liaison fills figures in with the keyboard and signs them off; both sides' reviewers take them; the page shows them."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests.browser.conftest import Walker
from tests.cast import NOW, Cast, opened
from tests.web.measuring.conftest import COVER, ENOUGH, PLACES, PUPILS
from xietong.basics import PeriodKind
from xietong_web.drafting.models import Plan
from xietong_web.measuring import services

pytestmark = pytest.mark.browser


def _asked(stage: Cast) -> tuple[Plan, str]:
    with transaction.atomic():
        plan = opened(stage)
        for value in (PUPILS, PLACES, COVER):
            services.define_indicator(plan_uid=plan.uid, value=value, by=stage.east_office, now=NOW)
        made = services.open_data_set(
            plan_uid=plan.uid, name="基础教育年报", name_en="Basic education", kind="division",
            period_type=PeriodKind.YEAR, first_period="2022", joint=True, rules=[ENOUGH],
            sections=[{"title": "规模", "title_en": "Size", "indicators": ["PUPILS", "PLACES"]}],
            by=stage.east_office, now=NOW,
        )  # fmt: skip
    return plan, made.uid


def _refused_beside_its_field(walker: Walker, address: str) -> None:
    """A form without a page of its own comes back at its page's address, open, with the field to be mended in focus."""
    page = walker.page
    page.click("details:has(textarea) summary")
    page.fill("details[open] textarea", " ")
    page.click("details[open] button")
    expect(page.locator("#refused")).to_be_visible()
    expect(page.locator("details[open] textarea")).to_be_focused()
    assert page.url == walker.base + address
    walker.look()


def _focus_is_seen_everywhere(walker: Walker) -> None:
    """Whoever goes through the page by Tab sees where they are at every stop."""
    page = walker.page
    stops = 0
    while True:
        page.keyboard.press("Tab")
        tag, style = page.evaluate(
            "[document.activeElement.outerHTML.slice(0, 80), getComputedStyle(document.activeElement).outlineStyle]"
        )
        if tag.startswith("<body"):
            break
        assert style == "solid", tag
        stops += 1
    assert stops > 20


def test_figures_are_typed_signed_accepted_confirmed_and_seen(walker: Walker, stage: Cast) -> None:
    plan, key = _asked(stage)
    page = walker.page
    walker.come_in("east_liaison")
    walker.go(f"/data-sets/{key}/2023/")
    page.click("form[action$='/begin/'] button")
    page.wait_for_selector("form[data-grid]")
    cells = page.locator(".cell input")
    cells.nth(0).fill("1200")
    cells.nth(0).press("ArrowDown")
    expect(cells.nth(2)).to_be_focused()
    cells.nth(2).press("ArrowUp")
    cells.nth(0).press("Enter")
    expect(page.locator(".cell input").nth(1)).to_be_focused()
    cells.nth(1).fill("/")
    cells.nth(1).press("ArrowDown")
    cells.nth(2).fill("many")
    cells.nth(2).press("Tab")
    page.wait_for_selector(".cell.wrong .finding-error")
    page.click("form[data-grid] button[type=submit]:not([name])")
    expect(page.locator("#refusal")).to_contain_text("many")
    expect(cells.nth(2)).to_be_focused()
    assert cells.nth(0).input_value() == "1200", "a refused save takes nothing away"
    walker.look()
    cells.nth(2).fill("1300")
    page.click("button[name=sign]")
    page.wait_for_selector(".state-submitted")
    walker.look()
    address = page.url.removeprefix(walker.base)
    for name, act in (("east_reviewer", "accept"), ("west_reviewer", "confirm")):
        walker.sign_out()
        walker.come_in(name)
        walker.go(address)
        if act == "accept":
            _refused_beside_its_field(walker, address)
        page.click(f"form[action$='/{act}/'] button")
        page.wait_for_selector(f".state-{act}ed")
    walker.go(f"/plans/{plan.uid}/indicators/COVER/")
    assert "108.3%" in page.locator(".figures").inner_text()
    _focus_is_seen_everywhere(walker)
    page.locator("figure summary").first.click()
    assert page.locator("figure table").first.is_visible()
    with page.expect_download() as png:
        page.locator("button[data-png]").first.click()
    assert png.value.suggested_filename == "COVER-paths.png"
    walker.look()
