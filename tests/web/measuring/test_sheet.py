"""The page of a period shows many bodies a part at a time, what waits for its reader first, and acts in bulk."""

from typing import NamedTuple

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.measuring.test_collecting import GOOD, accepted, act, filled
from xietong.basics import Period
from xietong.measuring import SubmissionAct
from xietong_web.accounts.models import Member, Organisation
from xietong_web.measuring import collection_views, sheet
from xietong_web.measuring.completing import to_do
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.sheet import Sheet, Wanted, sheet_of

YEAR = Period.from_code("2023")


class Told(NamedTuple):
    """A form with the east's first body accepted by its own reviewer, the west's first only signed off."""

    data_set: DataSet
    east: Submission
    west: Submission


@pytest.fixture
def told(data_set: DataSet, cast: Cast) -> Told:
    """Both of them, for 2023."""
    west = filled(data_set, cast.west_liaison, "west-1", GOOD)
    return Told(data_set, accepted(data_set, cast), act(west, SubmissionAct.SUBMIT, cast.west_liaison))


def seen(told: Told, by: Member, **wanted: str) -> Sheet:
    return sheet_of(told.data_set, YEAR, by, Wanted(**wanted))


def codes(found: Sheet) -> list[str]:
    return [row.body.code for row in found.rows]


def test_what_waits_for_the_reader_comes_first_and_every_state_is_counted(told: Told, cast: Cast) -> None:
    found = seen(told, cast.west_reviewer)
    assert codes(found) == ["west-1", "east-1", "east-2", "west-2"]
    assert [row.act for row in found.rows] == ["accept", "confirm", "", ""]
    assert found.counts == [("nothing", 2), ("submitted", 1), ("accepted", 1)]
    assert (found.total, found.acts) == (4, ["accept", "confirm"])


def test_who_neither_accepts_nor_confirms_is_offered_neither(told: Told, cast: Cast) -> None:
    found = seen(told, cast.west_liaison)
    assert (found.acts, to_do(cast.west_liaison)) == ([], [])
    assert {row.submission.state for row in found.rows if row.submission} == {"submitted", "accepted"}
    assert seen(told, cast.east_reviewer).counts == [("nothing", 3), ("accepted", 1)], "the west's own kitchen"


def test_rows_are_looked_for_by_state_party_and_name(told: Told, cast: Cast) -> None:
    assert codes(seen(told, cast.west_reviewer, state="nothing")) == ["east-2", "west-2"]
    assert codes(seen(told, cast.west_reviewer, state="nothing", party="east")) == ["east-2"]
    name = Organisation.objects.get(code="west-2").name
    assert codes(seen(told, cast.west_reviewer, words=f" {name} ")) == ["west-2"]
    assert codes(seen(told, cast.west_reviewer, words="no such")) == []


def test_a_long_list_comes_in_pages_but_what_is_to_be_done_of_one_state_at_once(
    told: Told, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "PAGE", 1)
    first = seen(told, cast.west_reviewer)
    assert (codes(first), first.page.paginator.num_pages) == (["west-1"], 4)
    assert codes(seen(told, cast.west_reviewer, page="3")) == ["east-2"]
    assert seen(told, cast.west_reviewer, state="accepted").page.paginator.per_page == sheet.WHOLE


def test_the_page_costs_the_same_and_confirms_what_is_ticked(
    told: Told, cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = Client()
    client.force_login(cast.west_reviewer.person, "xietong_web.accounts.known.Backend")
    address = f"/data-sets/{told.data_set.uid}/2023/"
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get(address).text
    assert f'name="confirm" value="{told.east.uid}"' in page
    assert f'name="accept" value="{told.west.uid}"' in page
    both = {"confirm": [told.east.uid], "accept": [told.west.uid]}
    assert client.post(f"{address}bulk/", both | {"act": "confirm"}).status_code == 302
    assert client.post(f"{address}bulk/", both | {"act": "accept"}).status_code == 302
    assert set(Submission.objects.values_list("state", flat=True)) == {"confirmed", "accepted"}
    assert "没有勾选" in client.post(f"{address}bulk/", {"act": "accept"}).text


def test_earlier_periods_are_a_step_away(told: Told, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection_views, "SHOWN_PERIODS", 2)
    client = Client()
    client.force_login(cast.west_reviewer.person)
    address = f"/plans/{told.data_set.plan_id}/collection/"
    first = client.get(address)
    assert (len(first.context["states"]), first.context["more"]) == (2, True)
    every = client.get(f"{address}?every=1")
    assert (every.context["states"][-1].period.code, every.context["more"]) == ("2022", False)


def test_who_may_fill_figures_in_again_is_led_there_and_told_why(told: Told, cast: Cast, client: Client) -> None:
    def pages(who: Member) -> tuple[str, str]:
        client.force_login(who.person, "xietong_web.accounts.known.Backend")
        found = (f"/submissions/{told.east.uid}/", f"/data-sets/{told.data_set.uid}/2023/")
        return client.get(found[0]).text, client.get(found[1]).text

    for text in pages(cast.east_liaison):
        assert "/2023/begin/" not in text, "it stands: there is nothing to fill in"
    act(told.east, SubmissionAct.UNLOCK, cast.east_reviewer, cell="PLACES", reason="重复计算。")
    for text in pages(cast.east_liaison):
        assert "/2023/begin/" in text
    assert pages(cast.east_liaison)[0].count("重复计算。") == 2, "above the figures and in the history"
    assert "/2023/begin/" not in pages(cast.east_reviewer)[0], "a reviewer fills nothing in"
    assert pages(cast.west_reviewer)[0].count("重复计算。") == 1
    west = f"/submissions/{told.west.uid}/"
    act(told.west, SubmissionAct.RETURN, cast.west_reviewer, reason="请核对。")
    client.force_login(cast.west_liaison.person, "xietong_web.accounts.known.Backend")
    assert "重新填报" in client.get(west).text
    filled(told.data_set, cast.west_liaison, "west-1", GOOD)
    assert "重新填报" not in client.get(west).text, "a later one is begun"
