"""A submission walks through its table of moves; once signed off its cells never change, whatever anybody does."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import measuring
from xietong.basics import Refusal
from xietong.fulfilling import Actor, Office
from xietong.measuring import SUBMISSION_MOVES, SUBMISSION_WORDS, Submission, SubmissionAct, SubmissionState

NOW = datetime(2024, 3, 5, tzinfo=UTC)
LIAISON = Actor("l", Office.LIAISON, "east", "east-1")
REVIEWER = Actor("r", Office.REVIEWER, "east", "east-0")
OTHER = Actor("o", Office.REVIEWER, "west", "west-0")
PEOPLE = (
    LIAISON,
    REVIEWER,
    OTHER,
    Actor("j", Office.JOINT_OFFICE, "east"),
    Actor("x", Office.LIAISON, "east", "east-2"),
)


def act(one: Submission, what: SubmissionAct, by: Actor, **more: object) -> Submission:
    return measuring.advance_submission(one, what, by=by, now=NOW, revision=one.revision, **more)  # type: ignore[arg-type]


def signed() -> Submission:
    first = measuring.next_submission(None, "s1", "east", "east-1")
    one = act(first, SubmissionAct.EDIT, LIAISON, cells={"A": "1", "B": "2"})
    return act(one, SubmissionAct.SUBMIT, LIAISON)


def test_every_state_and_act_of_the_table_has_its_words() -> None:
    for move in SUBMISSION_MOVES:
        for name in (move.state, move.act, *move.to):
            assert SUBMISSION_WORDS[name].zh and SUBMISSION_WORDS[name].en
    assert len(set(SUBMISSION_MOVES)) == len(SUBMISSION_MOVES)


def test_without_counterparts_accepting_confirms() -> None:
    assert act(signed(), SubmissionAct.ACCEPT, REVIEWER).state is SubmissionState.CONFIRMED


def test_each_counterpart_confirms_once() -> None:
    from dataclasses import replace

    one = act(replace(signed(), counterparts=("west", "north")), SubmissionAct.ACCEPT, REVIEWER)
    one = act(one, SubmissionAct.CONFIRM, OTHER)
    assert (one.state, one.confirmations) == (SubmissionState.ACCEPTED, ("west",))
    assert SubmissionAct.CONFIRM not in measuring.submission_acts(one, OTHER)
    with pytest.raises(Refusal) as refused:
        act(one, SubmissionAct.CONFIRM, OTHER)
    assert refused.value.code == "already-confirmed"
    assert act(one, SubmissionAct.RETURN, OTHER, reason="口径不一").confirmations == ()


def test_the_next_one_changes_only_what_was_unlocked() -> None:
    one = act(signed(), SubmissionAct.ACCEPT, REVIEWER)
    with pytest.raises(Refusal) as refused:
        measuring.next_submission(one, "s2", "east", "east-1")
    assert refused.value.code == "submission-stands"
    with pytest.raises(Refusal) as refused:
        act(one, SubmissionAct.UNLOCK, REVIEWER, cell="C", reason="差错")
    assert refused.value.code == "no-such-cell"
    one = act(one, SubmissionAct.UNLOCK, REVIEWER, cell="B", reason="差错")
    second = measuring.next_submission(one, "s2", "east", "east-1")
    assert (second.number, dict(second.cells)) == (2, {"A": "1", "B": "2"})
    assert act(second, SubmissionAct.EDIT, LIAISON, cells={"A": "1", "B": "3"}).cells["B"] == "3"
    with pytest.raises(Refusal) as refused:
        act(second, SubmissionAct.EDIT, LIAISON, cells={"A": "9", "B": "2"})
    assert refused.value.code == "cell-locked"
    assert act(one, SubmissionAct.SUPERSEDE, Actor("s", Office.SYSTEM, "east", "east-1")).state.value == "superseded"


def test_of_two_who_act_at_once_one_is_refused() -> None:
    one = signed()
    with pytest.raises(Refusal) as refused:
        measuring.advance_submission(one, "accept", by=REVIEWER, now=NOW, revision=one.revision - 1)
    assert refused.value.code == "submission-changed"


def test_an_absent_entry_is_one_not_reported() -> None:
    assert measuring.differing({"A": "", "B": "1"}, {"B": "2"}) == {"B"}


@given(st.lists(st.tuples(st.sampled_from(sorted(SubmissionAct)), st.sampled_from(PEOPLE)), max_size=12))
def test_whatever_people_try_the_table_decides_and_signed_cells_stay(tries: list[tuple[SubmissionAct, Actor]]) -> None:
    one = signed()
    for what, by in tries:
        allowed = what in measuring.submission_acts(one, by)
        try:
            after = act(one, what, by, reason="因为", cells={"A": "7"}, cell="A")
        except Refusal:
            assert not allowed
            continue
        assert allowed
        assert after.cells == one.cells
        assert after.revision == one.revision + 1
        one = after
