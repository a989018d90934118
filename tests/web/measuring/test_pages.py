"""The pages about indicators show what was accepted and confirmed, and cost a constant number of statements."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.measuring.test_collecting import GOOD, accepted, act
from xietong.measuring import SubmissionAct
from xietong_web.drafting.models import Plan
from xietong_web.measuring.models import DataSet


@pytest.fixture
def client(cast: Cast) -> Client:
    """A browser in which the eastern joint office has signed in."""
    client = Client()
    client.force_login(cast.east_office.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_page_of_the_room_is_shown(client: Client, data_set: DataSet, plan: Plan, cast: Cast) -> None:
    row = act(accepted(data_set, cast), SubmissionAct.CONFIRM, cast.west_reviewer)
    base = f"/plans/{plan.uid}"
    for address in (
        f"{base}/indicators/", f"{base}/indicators/PUPILS/", f"{base}/indicators/COVER/", f"{base}/indicators/new/",
        f"{base}/indicators/PUPILS/define/", f"{base}/indicators/COVER/pieces/?of=party:east",
        f"{base}/regions/east-1/", f"{base}/comparison/", f"{base}/boards/", f"{base}/collection/",
        f"{base}/collection/new/", f"/data-sets/{data_set.uid}/2023/", f"/data-sets/{data_set.uid}/2023/workbook/",
        f"/submissions/{row.uid}/", f"{base}/pictures/map/svg/?code=PUPILS", f"{base}/pictures/paths/csv/?code=COVER",
        f"{base}/pictures/ranking/xlsx/?code=PLACES",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
    page = client.get(f"{base}/indicators/COVER/").content.decode()
    assert "108.3%" in page
    assert GOOD
