"""The pages of meetings ask the database as many questions for a long list as for a short one."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.web.fulfilling.meeting_story import TRACKED, closed, decided, held, in_force
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.meeting.points import GroupMember
from xietong_web.fulfilling.meeting.rosters import found_group, list_key_tasks

# The first five are the session, the person, the membership, its roles, and the bell in the masthead.
# A list's page asks what lights and bars ask, whatever that is: it is only held not to grow.
COSTS = {
    "meetings/": 8,
    "meetings/1/": 11,
    "decisions/": 7,
    "decisions/{decision}/": 9,
    "groups/": 9,
    "groups/{group}/": 11,
    "key-tasks/": 6,
    "key-tasks/{tasks}/": None,
}
OPENING = 2  # the last decisions with their duties, on an agenda that has any


@pytest.fixture
def story(cast: Cast, agreed: Plan) -> dict[str, str]:
    """One meeting with a decision, one group, one list."""
    row = in_force(cast, agreed)
    own = [GroupMember("east-1", "陈某")]
    by: dict[str, Any] = {"plan_uid": agreed.uid, "by": cast.east_office, "now": NOW}
    group = found_group(title="工作组", members=own, items=["t1"], **by)
    tasks = list_key_tasks(title="清单", year=2024, items=["t1"], **by)
    return {"decision": row.uid, "group": group.uid, "tasks": tasks.uid}


def more(cast: Cast, plan: Plan) -> None:
    """A second meeting with three decisions, two more groups and lists."""
    meeting = held(cast, plan, days=2)
    for _ in range(3):
        decided(cast, meeting, TRACKED)
    closed(cast, meeting, days=3)
    by: dict[str, Any] = {"plan_uid": plan.uid, "by": cast.east_office, "now": NOW}
    for title in ("甲", "乙"):
        found_group(
            title=title, members=[GroupMember("east-2", "王某"), GroupMember("east-1", "李某")], items=["t2"], **by
        )
        list_key_tasks(title=title, year=2024, items=["t1", "t2", "t3"], **by)


def test_pages_cost_what_they_cost_however_much_was_decided(cast: Cast, agreed: Plan, story: dict[str, str]) -> None:
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    counts: dict[str, int] = {}
    for address, cost in COSTS.items():
        counts[address] = asked(client, f"/plans/{agreed.uid}/{address.format(**story)}")
        assert cost in {None, counts[address]}, address
    more(cast, agreed)
    for address, count in counts.items():
        assert asked(client, f"/plans/{agreed.uid}/{address.format(**story)}") <= count, address
    assert asked(client, f"/plans/{agreed.uid}/meetings/2/") <= counts["meetings/1/"] + OPENING


def asked(client: Client, address: str) -> int:
    """Return how many questions a page asks."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)
