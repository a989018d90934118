"""A page is made once and shown again until something happens; nobody sees another's, or one of before an act."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import transaction

from tests.cast import NOW, Cast, opened, sign_by_both
from tests.web.fulfilling.acting import acted, browser, submitted
from xietong.fulfilling import ReportAct
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import edit_item
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.supervising.models import Delivery, Notice

pytestmark = pytest.mark.django_db(transaction=True)

# The session, the journal since the last page, unread notices.
FROM_STORE = 3


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The plan of two, written and committed."""
    with transaction.atomic():
        return opened(cast)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()


PAGES = ("", "items/t1/", "overdue/", "units/", "timetable/", "items/d1/actions/")


def test_a_page_seen_before_costs_a_handful_of_questions(cast: Cast, plan: Plan, django_assert_num_queries) -> None:
    client = browser(cast.east_office)
    for address in PAGES:
        first = client.get(f"/plans/{plan.uid}/{address}")
        with django_assert_num_queries(FROM_STORE):
            again = client.get(f"/plans/{plan.uid}/{address}")
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers["Content-Type"] == first.headers["Content-Type"]


def test_after_an_act_the_page_tells_it(cast: Cast, plan: Plan) -> None:
    client, address = browser(cast.west_office), f"/plans/{plan.uid}/items/t1/"
    assert "新的名称" not in client.get(address).content.decode()
    with transaction.atomic():
        edit_item(plan_uid=plan.uid, uid="t1", revision=1, changes={"title": "新的名称"}, by=cast.east_office, now=NOW)
    assert "新的名称" in client.get(address).content.decode()


def test_one_s_own_work_stands_while_others_report_on_what_does_not_touch_it(
    cast: Cast, plan: Plan, django_assert_num_queries
) -> None:
    with transaction.atomic():
        sign_by_both(cast, plan)
    client = browser(cast.west_liaison)
    client.get("/work/")
    submitted(plan, cast.east_liaison, 40, item="t2")
    with django_assert_num_queries(FROM_STORE + 5):  # whose items are one's own, what the report is about
        assert client.get("/work/").status_code == 200
    acted(Report.objects.get(item__uid="t2"), ReportAct.PASS, cast.east_reviewer)
    with django_assert_num_queries(FROM_STORE):
        client.get("/work/")
    submitted(plan, cast.east_liaison, 40, item="t1")
    with pytest.raises(pytest.fail.Exception), django_assert_num_queries(FROM_STORE):
        client.get("/work/")


def test_everybody_has_pages_of_their_own_by_language_and_day(cast: Cast, plan: Plan) -> None:
    stranger, east, west = (browser(member) for member in (cast.stranger, cast.east_office, cast.west_office))
    address = f"/plans/{plan.uid}/overdue/"
    refused = stranger.get(address)
    pages = [client.get(address).content.decode() for client in (east, west)]
    assert [cast.east_office.person.name in page for page in pages] == [True, False]
    assert [cast.west_office.person.name in page for page in pages] == [False, True]
    assert (stranger.get(address).status_code, refused.status_code) == (404, 404)
    assert east.get(address, headers={"accept-language": "en"}).content.decode() != pages[0]
    assert east.get(address, {"as_of": "2024-06-01"}).content.decode() != pages[0]


def test_an_unread_notice_shows_at_once(cast: Cast, plan: Plan) -> None:
    client, address = browser(cast.east_office), f"/plans/{plan.uid}/"
    assert 'class="count"' not in client.get(address).content.decode()
    notice = Notice.objects.create(key="k", plan=plan, party=cast.east, zh="到期", en="Due", made_at=NOW)
    told = {"channel": "inbox", "state": "sent", "to": "east_office", "next_at": NOW}
    Delivery.objects.create(notice=notice, member=cast.east_office, **told)
    assert 'class="count"' in client.get(address).content.decode()


def test_forms_of_a_kept_page_are_accepted_and_their_answer_is_said_once(cast: Cast, plan: Plan) -> None:
    client, address = browser(cast.east_office, strict=True), f"/plans/{plan.uid}/items/t1/"
    client.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())
    assert token is not None
    fields = {"start": "2024-01-08", "due": "2024-03-01"}
    assert client.post(f"{address}reschedule/", {**fields, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    moved = client.post(f"{address}reschedule/", {**fields, "csrfmiddlewaretoken": token[1]}, follow=True)
    said = [
        page.content.decode().count('class="messages"') for page in (moved, client.get(address), client.get(address))
    ]
    assert said == [1, 0, 0]
