"""Somebody looks for a word from any page, and for the calls of the API."""

import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import Cast, opened

pytestmark = pytest.mark.browser


def test_a_word_is_looked_for_from_the_masthead_and_its_item_opened(walker: Walker, stage: Cast) -> None:
    with transaction.atomic():
        opened(stage)
    page = walker.page
    walker.come_in("east_leader")
    walker.go("/")
    page.fill("#search-words", "教师")
    page.press("#search-words", "Enter")
    page.wait_for_selector(".hits mark")
    walker.look()
    page.select_option("#kind", "organisation")
    page.fill("#asked", "职教处")
    page.press("#asked", "Enter")
    page.wait_for_selector(".hits a[href$='/organisations/east-2/']")
    walker.look()
    walker.go("/search/?q=教师")
    page.click(".hits a")
    page.wait_for_url("**/items/t2/")
    walker.look()


# By far the largest page, the same in both languages: looked at where it is narrow.
@pytest.mark.parametrize("walker", [("phone", "en")], indirect=True, ids="-".join)
def test_the_page_of_the_api_opens_without_a_script_or_a_sign_in(walker: Walker, stage: Cast) -> None:
    walker.page.goto(f"{walker.base}/api/docs")  # looked at once, when it shows most
    call = walker.page.locator("details", has_text="/api/v1/search").first
    call.locator("summary").click()
    assert call.locator("table").is_visible()
    walker.look()
