"""Every page asks the database a constant number of questions, however long the plan is."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.cast import NOW, Cast, plan_of_two
from tests.stage import acted_once
from xietong import drafting
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import open_plan
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.drawing import SHEET_ROWS

# The first three are the session, the person with the membership, and its roles; one is the count at the bell.
COSTS = {
    "": 13,
    "items/t1/": 17,
    "items/d1/": 17,
    "overdue/": 7,
    "overdue/?organisation=west-1": 8,
    "units/": 9,
    "timetable/": 9,
    "timetable/?rows=10000": 9,
    "timetable/sheets/": 8,
    "items/d1/actions/": 9,
    "desk/": 12,
    "desk/plan/": 10,
}


@pytest.fixture
def client(cast: Cast) -> Client:
    """A browser in which the eastern joint office has signed in."""
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    return client


@pytest.fixture
@acted_once
def long_plan(cast: Cast) -> Plan:
    """The plan of two with 90 more actions of one task each."""
    value = plan_of_two()
    task = next(item for item in value.items if item.uid == "t3")
    more: list[drafting.Item] = []
    for n in range(90):
        more.append(drafting.Item(f"b{n}", "d1", n + 1, drafting.Kind.ACTION, f"行动{n}"))
        more.append(replace(task, uid=f"u{n}", parent=f"b{n}", position=0))
    value = replace(value, items=(*value.items, *more))
    return open_plan(value=value, parties=[cast.east, cast.west], by=cast.east_office, now=NOW)


@pytest.mark.parametrize("address", COSTS)
def test_a_page_of_a_short_plan_costs_what_it_costs(
    address: str, client: Client, plan: Plan, django_assert_num_queries
) -> None:
    with django_assert_num_queries(COSTS[address]):
        assert client.get(f"/plans/{plan.uid}/{address}").status_code == 200


# What an agreed plan's own pages cost where nothing is kept: a test runs in one transaction.
AGREED = {"waits/": 26, "waits/?waiting=west&on=east": 27, "waits/?as_of=2024-04-01": 39, "supervision/": 7}
OF_PERSON = {"/work/": 26, "/inbox/": 7, "/notices/": 7}


@pytest.mark.parametrize("address", [*AGREED, *OF_PERSON])
def test_a_page_of_an_agreed_plan_costs_what_it_costs(
    address: str, client: Client, agreed: Plan, django_assert_num_queries
) -> None:
    path, cost = (
        (address, OF_PERSON[address]) if address in OF_PERSON else (f"/plans/{agreed.uid}/{address}", AGREED[address])
    )
    with django_assert_num_queries(cost):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("address", COSTS)
def test_a_page_of_a_long_plan_costs_no_more(
    address: str, client: Client, long_plan: Plan, django_assert_max_num_queries
) -> None:
    folding = 1 if address == "" else 0  # the overview looks how long it is, then asks for the directions alone
    with django_assert_max_num_queries(COSTS[address] + folding):
        assert client.get(f"/plans/{long_plan.uid}/{address}").status_code == 200


def test_an_overview_too_long_for_a_screen_opens_its_actions_in_place(client: Client, long_plan: Plan) -> None:
    folded = client.get(f"/plans/{long_plan.uid}/").content.decode()
    assert "基础教育" in folded
    assert "行动89" not in folded
    assert f"/plans/{long_plan.uid}/items/d1/actions/" in folded
    opened = client.get(f"/plans/{long_plan.uid}/items/d1/actions/").content.decode()
    assert "行动89" in opened


def test_a_long_timetable_is_cut_into_sheets_each_with_its_axis(client: Client, long_plan: Plan) -> None:
    page = client.get(f"/plans/{long_plan.uid}/timetable/sheets/").content.decode()
    sheets = page.split('class="paper-sheet"')[1:]
    assert len(sheets) == -(-long_plan.items.count() // SHEET_ROWS) > 1
    assert all("timetable-axis" in sheet and "tick-label" in sheet for sheet in sheets)
    assert "行动89" in page
    assert page.count('class="row-label') == long_plan.items.count()
    assert client.get(f"/plans/{long_plan.uid}/timetable/sheets/?as_of=2020-01-01").status_code == 409


def test_units_are_listed_with_what_they_lead(client: Client, plan: Plan) -> None:
    page = client.get(f"/plans/{plan.uid}/units/").content.decode()
    west = page[page.index("西岭市基础教育处") :]
    assert "共建联盟校" in west
    assert "联合评估" in west
    assert page.index("东江省基础教育处") < page.index("西岭市基础教育处")


def test_overdue_items_are_found_by_unit(client: Client, plan: Plan) -> None:
    assert today().year > 2025
    page = client.get(f"/plans/{plan.uid}/overdue/?organisation=east-1").content.decode()
    assert "互派教师" in page
    assert "联合评估" not in page


def test_a_unit_of_no_party_is_refused(client: Client, plan: Plan) -> None:
    assert client.get(f"/plans/{plan.uid}/overdue/?organisation=north-1").status_code in {404, 409}


def test_the_list_of_plans_takes_the_headline_of_each(client: Client, agreed: Plan) -> None:
    address = f"/plans/{agreed.uid}/"
    assert f'hx-get="{address}"' in client.get("/").text
    told = client.get(address, headers={"HX-Request": "true"}).text
    assert told.startswith('<p class="headline">')
    assert told.strip() in client.get(address).text
