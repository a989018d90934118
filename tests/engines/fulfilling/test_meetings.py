from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.fulfilling.cast import (
    EVERYBODY,
    LIAISON,
    NEIGHBOUR,
    NOON,
    OFFICE,
    REVIEWER,
    THEIR_OFFICE,
    attempt,
)
from xietong import endorsing, fulfilling
from xietong.basics import Refusal, Wording
from xietong.fulfilling import (
    AgendaRules,
    Body,
    Decision,
    DecisionAct,
    DecisionKind,
    DecisionState,
    DutyKey,
    KeyTasks,
    LightRules,
    LightState,
    Meeting,
    Question,
    Situation,
    Topic,
    Unsigned,
    WorkingGroup,
)

CHINA = fulfilling.china()
TODAY = date(2025, 7, 4)
BOTH = ("cq", "sc")


def met(number, host):
    return Meeting(f"m{number}", f"Meeting {number}", date(2024, number, 1), host, ("cq", "sc", "gz"))


def test_hosting_goes_round_and_a_newcomer_is_next():
    parties = ["cq", "sc", "gz"]
    assert fulfilling.next_host(parties, []) == "cq"
    assert fulfilling.next_host(parties, [met(1, "cq")]) == "sc"
    assert fulfilling.next_host(parties, [met(3, "gz"), met(2, "sc"), met(1, "cq")]) == "cq"
    assert fulfilling.next_host([*parties, "yn"], [met(3, "gz"), met(2, "sc"), met(1, "cq")]) == "yn"
    with pytest.raises(ValueError, match="empty"):
        fulfilling.next_host([], [])


@given(st.integers(1, 5), st.integers(0, 20))
def test_over_time_every_party_hosts_equally_often(count, meetings):
    parties = [f"p{n}" for n in range(count)]
    held = []
    for number in range(meetings):
        host = fulfilling.next_host(parties, held)
        held.append(Meeting(f"m{number:02d}", "", date(2020 + number, 1, 1), host, tuple(parties)))
    times = [sum(meeting.host == party for meeting in held) for party in parties]
    assert max(times) - min(times) <= 1


DECISION = Decision(
    "d1", "m1", "Share the list of experts", DecisionKind.TRACKED, BOTH, (DutyKey("d1", "cq", "cq-basic"),),
    due=date(2025, 6, 30),
)  # fmt: skip


def do(decision, act, by, reason="because"):
    return fulfilling.advance_decision(decision, act, by=by, now=NOON, revision=decision.revision, reason=reason)


def test_a_decision_is_done_when_every_party_has_confirmed():
    claimed = do(DECISION, "claim", LIAISON)
    half = do(claimed, "confirm", OFFICE)
    assert half.state is DecisionState.CLAIMED
    assert DecisionAct.CONFIRM not in fulfilling.decision_acts(half, OFFICE)
    with pytest.raises(Refusal) as refused:
        do(half, "confirm", OFFICE)
    assert refused.value.code == "already-confirmed"
    done = do(half, "confirm", THEIR_OFFICE)
    assert done.state is DecisionState.CONFIRMED
    assert [step.act.value for step in done.history] == ["claim", "confirm", "confirm"]
    assert do(done, "reopen", OFFICE).confirmations == ()


@pytest.mark.parametrize(
    ("decision", "act", "by", "reason", "code"),
    [
        (DECISION, "claim", NEIGHBOUR, "", "not-allowed"),
        (DECISION, "confirm", OFFICE, "", "not-allowed"),
        (DECISION, "drop", OFFICE, " ", "reason-missing"),
        (DECISION, "drop", REVIEWER, "x", "not-allowed"),
        (replace(DECISION, parties=("sc",)), "claim", LIAISON, "", "not-allowed"),
    ],
)
def test_what_the_table_does_not_allow_is_refused(decision, act, by, reason, code):
    with pytest.raises(Refusal) as refused:
        do(decision, act, by, reason)
    assert refused.value.code == code


def test_of_two_people_acting_at_once_only_one_wins():
    claimed = do(DECISION, "claim", LIAISON)
    with pytest.raises(Refusal) as refused:
        fulfilling.advance_decision(claimed, "drop", by=OFFICE, now=NOON, revision=0, reason="x")
    assert refused.value.code == "decision-changed"


@given(st.lists(st.tuples(st.sampled_from(list(DecisionAct)), st.sampled_from(EVERYBODY)), max_size=15))
def test_decisions_move_only_as_the_table_says(tries):
    decision = DECISION
    for act, by in tries:
        offered = fulfilling.decision_acts(decision, by)
        after, refusal = attempt(lambda: do(decision, act, by))  # noqa: B023
        assert (refusal is None) == (act in offered)
        if refusal is None:
            assert any((m.state, m.act, m.office) == (decision.state, act, by.office) and after.state in m.to
                       for m in fulfilling.DECISION_MOVES)  # fmt: skip
            assert after.history[:-1] == decision.history
            decision = after
        if decision.state is DecisionState.CONFIRMED:
            assert set(decision.confirmations) == set(BOTH)


def test_an_agenda_opens_with_the_last_decisions_and_goes_on_to_what_is_stuck():
    rules = LightRules()
    red = fulfilling.light(LightState(due=date(2025, 6, 1)), rules, TODAY)
    green = fulfilling.light(LightState(), rules, TODAY)
    done = replace(DECISION, uid="d0", state=DecisionState.CONFIRMED, due=None)
    later = replace(DECISION, uid="d2", due=date(2025, 12, 31))
    questions = [
        Question("short", Body("cq"), Body("sc"), date(2025, 7, 1)),
        Question("long", Body("cq"), Body("sc"), date(2025, 6, 2), "b"),
        Question("longer", Body("cq"), Body("sc"), date(2025, 6, 3), "b"),
        Question("other", Body("sc"), Body("cq"), date(2025, 6, 3), "c"),
        Question("inside", Body("cq", "c1"), Body("cq"), date(2025, 1, 2)),
    ]
    waits = fulfilling.waits(Situation(questions=questions), today=TODAY, calendar=CHINA)
    proposal = endorsing.propose("p1", "cq", 1, BOTH)
    unsigned = [
        Unsigned(replace(proposal, state=endorsing.State.OPEN), date(2025, 7, 1)),
        Unsigned(replace(proposal, uid="p2"), date(2025, 7, 1)),
    ]
    points = fulfilling.agenda(
        decisions=[done, later, DECISION], lights={"a": green, "b": red, "c": red}, waits=waits, unsigned=unsigned,
        titles={"b": "Schools", "p1": "Amendment"}, today=TODAY, calendar=CHINA, rules=AgendaRules(reds=1),
    )  # fmt: skip
    assert [(point.topic, point.subject, point.title) for point in points] == [
        (Topic.DECISION, "d1", "Share the list of experts"),
        (Topic.DECISION, "d2", "Share the list of experts"),
        (Topic.DECISION, "d0", "Share the list of experts"),
        (Topic.RED, "b", "Schools"),
        (Topic.WAIT, "c/other", "other"),
        (Topic.PROPOSAL, "p1", "Amendment"),
    ]
    assert points[0].why.en == "open, due 2025-06-30, overdue"
    assert points[1].why.zh == "落实中，时限 2025-12-31"
    assert points[2].why.en == "done"
    assert points[3].why.zh == f"{red.wording.zh}等待答复，已等 24 个工作日。"
    assert points[3].why.en == f"{red.wording.en} Answer due, for 24 working days."
    assert points[4].why.en == "answer due, for 23 working days"
    assert "3 working days" in points[5].why.en


def test_nothing_stuck_gives_an_empty_agenda():
    empty = fulfilling.agenda(decisions=[], lights={}, waits=[], unsigned=[], titles={}, today=TODAY, calendar=CHINA)
    assert empty == ()


def test_a_working_group_has_members_of_every_party_and_items_of_the_plan():
    group = WorkingGroup("g", "Vocational education", (DutyKey("", "cq", "c1"),), ("a", "gone"))
    found = fulfilling.check_group(group, {each: Wording(zh=f"{each}方", en=each) for each in BOTH}, ["a", "b"])
    assert [(finding.code, finding.subject) for finding in found] == [
        ("party_without_member", "g"),
        ("unknown_item", "g"),
    ]
    assert "sc方" in found[0].wording.zh and "gone" in found[1].wording.en


def test_a_list_of_key_tasks_names_only_items_of_the_plan():
    tasks = KeyTasks("k", "Key tasks 2025", 2025, ("a", "x"))
    (finding,) = fulfilling.unknown_items(tasks.uid, tasks.title, tasks.items, {"a"})
    assert finding.code == "unknown_item" and "Key tasks 2025" in finding.wording.zh
