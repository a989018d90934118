"""Somebody signs in, sees who waits for them, looks at the board, reads a notice and answers an urge."""

from datetime import datetime

import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import Cast, opened, sign_by_both
from xietong_web.audit.queries import SHANGHAI
from xietong_web.fulfilling.supervising.models import Answer
from xietong_web.fulfilling.supervising.noticing import make_notices

pytestmark = pytest.mark.browser


def test_a_liaison_sees_who_waits_and_answers_an_urge(walker: Walker, stage: Cast) -> None:
    page = walker.page
    with transaction.atomic():
        plan = opened(stage)
    sign_by_both(stage, plan)
    make_notices(plan=plan, now=datetime(2024, 4, 10, 10, tzinfo=SHANGHAI))
    walker.sign_in("east_liaison")
    assert page.url.endswith("/work/")
    assert page.locator("h2").first.get_attribute("id") == "mine"
    walker.look()
    walker.go(f"/plans/{plan.uid}/waits/")
    page.locator(".waits-board a").last.click()
    page.wait_for_selector("#field")
    walker.look()
    page.click(".bell")
    page.wait_for_selector(".notice")
    walker.look()
    page.locator("form.answer textarea").first.fill("下周补报。")
    page.locator("form.answer button").first.click()
    page.wait_for_load_state()
    assert Answer.objects.count() == 1
    walker.sign_out()
    walker.come_in("east_office")
    walker.go("/notices/")
    assert "下周补报。" in page.inner_text("main")
    walker.go(f"/plans/{plan.uid}/supervision/")
