"""The joint office makes a bulletin with one click, writes in it and signs it off; a leader of the other side reads it."""

import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import Cast, opened, sign_by_both
from xietong_web.audit.queries import breaks

pytestmark = pytest.mark.browser


def test_a_bulletin_is_made_written_and_signed_off(walker: Walker, stage: Cast) -> None:
    page = walker.page
    with transaction.atomic():
        plan = opened(stage)
    sign_by_both(stage, plan)
    walker.come_in("east_office")
    walker.go(f"/plans/{plan.uid}/bulletins/")
    page.locator("form[action$='/make/'] button").nth(1).click()
    page.wait_for_selector("textarea[name=summary]")
    walker.look()
    page.locator("textarea[name=block_text]").first.fill("首批结对学校已经开展互访。")
    page.click("form[action$='/write/'] button[type=submit]")
    page.wait_for_selector("form[action$='/sign-off/']")
    assert page.locator("textarea[name=block_text]").first.input_value() == "首批结对学校已经开展互访。"
    page.click("form[action$='/sign-off/'] button[type=submit]")
    page.wait_for_selector("section")
    assert page.locator("form[action$='/write/']").count() == 0
    walker.look()
    address = page.url.removeprefix(walker.base)
    walker.sign_out()
    walker.come_in("east_leader")
    walker.go(address)
    assert "首批结对学校已经开展互访。" in page.inner_text("main")
    assert list(breaks()) == []
