"""A grid is checked as it is typed, and whatever is refused, nothing that was typed is lost."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.measuring.test_collecting import GOOD, act, filled
from xietong.basics import Refusal
from xietong.measuring import SubmissionAct
from xietong_web.measuring import checking, collecting
from xietong_web.measuring.grid import grid_of
from xietong_web.measuring.models import DataSet, Submission

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def draft(data_set: DataSet, cast: Cast) -> Submission:
    """The draft of an eastern body for 2023, with fewer places than pupils."""
    return filled(data_set, cast.east_liaison, "east-1", {**GOOD, "PLACES": "7"})


@pytest.fixture
def client(cast: Cast) -> Client:
    """A browser in which the body's liaison has signed in."""
    client = Client()
    client.force_login(cast.east_liaison.person)
    return client


def _typed(row: Submission, **cells: str) -> dict[str, str]:
    return {"revision": str(row.revision)} | {f"cell-{key}": text for key, text in {**GOOD, **cells}.items()}


def test_a_pasted_block_is_checked_at_once_and_a_broken_rule_stands_at_every_indicator_it_speaks_of(
    client: Client, draft: Submission
) -> None:
    sent = _typed(draft, PLACES="7") | {"cell": ["PLACES", "PUPILS|area=rural", "NONE"]}
    page = client.post(f"/submissions/{draft.uid}/check/", sent, headers=ENGLISH).text
    assert page.count('class="cell') - page.count('class="cell-') == 3, "the two asked, and the first of pupils"
    assert page.count("Rule enough is broken") == 2
    sent = _typed(draft, PLACES="9,999") | {"cell": ["PLACES"]}
    assert 'value="9999"' in client.post(f"/submissions/{draft.uid}/check/", sent).text


def test_the_grid_shows_a_broken_rule_at_the_cells_that_it_is_about(draft: Submission) -> None:
    (section,) = grid_of(draft, editable=True)
    marked = [cell.key for line in section.lines for cell in line.cells if cell.findings]
    assert marked == ["PUPILS|area=town", "PLACES"]
    assert section.findings == []


def test_a_refused_save_names_cells_as_people_call_them_in_their_language(client: Client, draft: Submission) -> None:
    fill = f"/submissions/{draft.uid}/fill/"
    answer = client.post(fill, _typed(draft, **{"PUPILS|area=town": "many"}), headers={**ENGLISH, "HX-Request": "true"})
    assert answer.status_code == 409
    assert "Pupils Urban: “many” is no number" in answer.text
    assert "PUPILS|" not in answer.text


def test_signing_off_keeps_nothing_where_it_is_refused_so_that_the_form_can_be_sent_again(
    client: Client, draft: Submission
) -> None:
    fill, htmx = f"/submissions/{draft.uid}/fill/", {"HX-Request": "true"}
    refused = client.post(fill, _typed(draft, PLACES="9") | {"sign": "1"}, headers=htmx)
    assert (refused.status_code, Submission.objects.get().revision) == (409, draft.revision)
    kept = client.post(fill, _typed(draft) | {"sign": "1"}, headers=htmx)
    assert (kept.status_code, kept["HX-Redirect"]) == (204, f"/submissions/{draft.uid}/")
    assert Submission.objects.get().state == "submitted"


def test_who_saves_second_sees_what_the_first_wrote_and_may_save_again(draft: Submission, cast: Cast) -> None:
    seen = draft.revision
    first: dict[str, Any] = {"uid": draft.uid, "by": cast.east_office, "now": NOW}
    collecting.fill_in(revision=seen, typed={**GOOD, "PLACES": "1500"}, **first)
    second: dict[str, Any] = {"uid": draft.uid, "by": cast.east_liaison, "now": NOW, "typed": GOOD}
    with pytest.raises(Refusal) as refused:
        collecting.fill_in(revision=seen, **second)
    assert refused.value.code == "submission-changed"
    assert refused.value.detail == {"revision": str(seen + 1), "学位": "1,500"}
    row = collecting.fill_in(revision=seen + 1, **second)
    assert row.cell_values()["PLACES"] == "1300"


def test_a_value_is_compared_with_a_bounded_number_of_neighbours(
    draft: Submission, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "NEAR", 0)
    assert checking.findings_of(draft)


def test_why_it_was_returned_or_unlocked_stands_above_the_draft_that_follows(
    client: Client, draft: Submission, cast: Cast
) -> None:
    collecting.fill_in(uid=draft.uid, revision=draft.revision, typed=GOOD, by=cast.east_liaison, now=NOW, sign=True)
    act(draft, SubmissionAct.RETURN, cast.east_reviewer, reason="请核对学位")
    again = filled(draft.data_set, cast.east_liaison, "east-1", {})
    page = client.get(f"/submissions/{again.uid}/").text
    assert "请核对学位" in page.split("data-grid")[0]
    act(again, SubmissionAct.SUBMIT, cast.east_liaison)
    act(again, SubmissionAct.ACCEPT, cast.east_reviewer)
    act(again, SubmissionAct.UNLOCK, cast.east_reviewer, cell="PUPILS|area=town", reason="漏计")
    third = filled(draft.data_set, cast.east_liaison, "east-1", {})
    top = client.get(f"/submissions/{third.uid}/").text.split("data-grid")[0]
    assert "<strong>在校生 城镇</strong>: 漏计" in top


def test_a_form_that_is_no_longer_known_is_told_in_place(draft: Submission, cast: Cast) -> None:
    """``refusals.js`` shows what carries a code; the rest of such a page would be thrown away, and the reason with it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.east_liaison.person)
    answer = client.post(f"/submissions/{draft.uid}/fill/", _typed(draft), headers={"HX-Request": "true"})
    assert (answer.status_code, 'data-code="csrf"' in answer.text) == (403, True)
