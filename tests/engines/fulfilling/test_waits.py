from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.fulfilling.cast import LIAISON, NOON, REVIEWER, THEIR_OFFICE, later
from xietong import endorsing, fulfilling
from xietong.basics import Period, Wording
from xietong.fulfilling import (
    Blocked,
    Body,
    Content,
    DutyKey,
    Expected,
    Extension,
    Grain,
    Question,
    Report,
    ReportState,
    Situation,
    Unsigned,
    WaitKind,
)

CHINA = fulfilling.china()
TODAY = date(2025, 7, 4)
DUTY = DutyKey("a", "cq", "c1")
DUE = date(2025, 6, 30)
CQ, SC, C1, S1 = Body("cq"), Body("sc"), Body("cq", "c1"), Body("sc", "s1")


def found(today=TODAY, **situation):
    return fulfilling.waits(Situation(**situation), today=today, calendar=CHINA)


def who(waits):
    return {(wait.kind.value, wait.waiting, wait.on) for wait in waits}


def report(state=None, since=None, counterparts=("sc",), confirmations=()):
    return Expected(DUTY, "2025-Q2", DUE, counterparts, state, since, confirmations)


def test_an_overdue_report_is_waited_for_by_the_own_party_and_every_counterpart():
    waits = found(expected=[report(counterparts=("sc", "gz"))])
    assert who(waits) == {("report", CQ, C1), ("report", SC, C1), ("report", Body("gz"), C1)}
    assert {(wait.subject, wait.item, wait.since, wait.workdays) for wait in waits} == {("a/2025-Q2", "a", DUE, 4)}


@pytest.mark.parametrize("state", [None, ReportState.DRAFT, ReportState.RETURNED])
def test_a_report_is_not_waited_for_on_its_due_day(state):
    assert found(expected=[report(state)], today=DUE) == ()
    assert len(found(expected=[report(state)])) == 2


def test_a_submitted_report_waits_inside_its_own_party_and_stays_due_to_the_others():
    waits = found(expected=[report(ReportState.SUBMITTED, date(2025, 7, 2))])
    assert who(waits) == {("review", C1, CQ), ("report", SC, C1)}
    assert who(fulfilling.visible(waits, "sc")) == {("report", SC, C1)}
    assert who(fulfilling.visible(waits, "cq")) == who(waits)


def test_a_passed_report_waits_for_the_counterparts_that_have_not_confirmed():
    waits = found(expected=[report(ReportState.PASSED, date(2025, 7, 2), ("sc", "gz"), ("gz",))])
    assert who(waits) == {("confirmation", C1, SC)}
    assert waits[0].workdays == 2
    assert who(found(expected=[report(ReportState.PASSED, counterparts=())])) == {("confirmation", C1, CQ)}
    assert found(expected=[report(ReportState.CONFIRMED, date(2025, 7, 2))]) == ()


def test_a_report_as_it_stands_gives_its_waits():
    made = Report("r", DutyKey("a", "cq", "cq-basic"), Period.from_code("2025-Q2"), 1, ("sc",))
    assert fulfilling.expected_report(made, DUE).state is ReportState.DRAFT
    made = fulfilling.advance_report(
        made, "submit", by=LIAISON, now=NOON, revision=0, content=Content(percent=Decimal(5))
    )
    made = fulfilling.advance_report(made, "pass", by=REVIEWER, now=later(48), revision=1)
    assert fulfilling.expected_report(made, DUE) == Expected(
        made.duty, "2025-Q2", DUE, ("sc",), ReportState.PASSED, later(48).date(), ()
    )


def test_an_open_proposal_waits_for_each_party_that_has_not_signed():
    proposal = endorsing.propose("p1", "cq", 1, ["cq", "sc", "gz"])
    opened = Unsigned(replace(proposal, state=endorsing.State.OPEN), date(2025, 7, 1))
    assert who(found(unsigned=[opened])) == {
        ("signature", CQ, SC),
        ("signature", CQ, Body("gz")),
        ("signature", SC, CQ),
    }
    assert found(unsigned=[Unsigned(proposal, date(2025, 7, 1))]) == ()
    alone = replace(endorsing.propose("p2", "cq", 1, ["cq"]), state=endorsing.State.OPEN)
    assert found(unsigned=[Unsigned(alone, date(2025, 7, 1))]) == ()


def test_what_cannot_begin_waits_for_the_leads_of_what_is_unfinished():
    blocked = Blocked("b", "a", date(2025, 7, 1), (DutyKey("b", "sc", "s1"),), (DUTY, DutyKey("a", "sc", "s2")))
    waits = found(blocked=[blocked], weights={"a": Decimal(3)})
    assert who(waits) == {("predecessor", C1, S1), ("predecessor", Body("sc", "s2"), S1)}
    assert {(wait.subject, wait.item, wait.weight) for wait in waits} == {("b→a", "a", 3)}


def test_questions_and_extensions_wait_until_they_are_answered():
    asked = Question("q1", C1, SC, date(2025, 7, 3))
    assert who(found(questions=[asked])) == {("answer", C1, SC)}
    assert found(questions=[asked], today=date(2025, 7, 2)) == ()
    extension = Extension("e", "a", LIAISON, NOON, DUE, date(2025, 9, 30), "flood", ("sc", "gz"))
    by = Body("cq", "cq-basic")
    assert fulfilling.extension_questions(extension) == (
        Question("e", by, SC, NOON.date(), "a"),
        Question("e", by, Body("gz"), NOON.date(), "a"),
    )
    assert fulfilling.extension_questions(replace(extension, counterparts=()))[0].asked_of == CQ
    granted = fulfilling.answer_extension(extension, "grant", by=THEIR_OFFICE, now=NOON)
    assert fulfilling.extension_questions(granted) == ()


def test_duties_not_accepted_and_objections_wait_for_an_answer():
    handed = fulfilling.Acceptance(DUTY, 2)
    day = date(2025, 7, 1)
    (open_,) = fulfilling.acceptance_questions(handed, day)
    assert open_ == Question("duty/a/cq/c1/2", CQ, C1, day, "a")
    by = replace(LIAISON, organisation="c1")
    objected = fulfilling.answer_duty(
        handed, "object", by=by, now=NOON, revision=0, reason="x", objection=fulfilling.Objection.WORDING
    )
    assert fulfilling.acceptance_questions(objected, day) == (Question(open_.uid, C1, CQ, NOON.date(), "a"),)
    accepted = fulfilling.answer_duty(handed, "accept", by=by, now=NOON, revision=0)
    assert fulfilling.acceptance_questions(accepted, day) == ()


def test_decisions_wait_for_those_who_carry_them_out_and_then_for_every_party():
    decision = fulfilling.Decision(
        "d", "m", "text", fulfilling.DecisionKind.TRACKED, ("cq", "sc"), (DutyKey("d", "cq", "c1"),), date(2025, 6, 16)
    )
    assert fulfilling.decision_questions(decision, date(2025, 6, 16)) == ()
    assert {(q.asked_by, q.asked_of) for q in fulfilling.decision_questions(decision, TODAY)} == {(CQ, C1), (SC, C1)}
    by = replace(LIAISON, organisation="c1")
    claimed = fulfilling.advance_decision(decision, "claim", by=by, now=NOON, revision=0)
    assert {(q.asked_by, q.asked_of) for q in fulfilling.decision_questions(claimed, TODAY)} == {(C1, CQ), (C1, SC)}
    undated = replace(decision, due=None)
    assert fulfilling.decision_questions(undated, TODAY) == ()


def test_notices_that_demand_an_answer_wait_for_the_organisation():
    matter = fulfilling.Matter("m", Wording.same("M"), C1, due=DUE)
    now = datetime(2025, 7, 7, 10, tzinfo=fulfilling.SHANGHAI)
    sent = fulfilling.notices_due([matter], (), fulfilling.Ladder(), now, calendar=CHINA)
    (asked,) = fulfilling.notice_questions((notice, now.date()) for notice in sent)
    assert (asked.asked_by, asked.asked_of, asked.since) == (CQ, C1, now.date())


def test_my_list_holds_what_others_wait_for_from_me():
    waits = found(expected=[report(), report(ReportState.PASSED, DUE)])
    assert who(fulfilling.for_me(waits, C1)) == {("report", CQ, C1), ("report", SC, C1)}
    assert who(fulfilling.for_me(waits, SC)) == {("confirmation", C1, SC)}


def test_the_board_sums_by_party_or_by_organisation():
    waits = found(
        expected=[report()],
        questions=[Question("q", SC, Body("cq", "c2"), date(2025, 7, 2), "b")],
        weights={"b": Decimal(10)},
    )
    party = {(cell.waiting, cell.on): cell for cell in fulfilling.board(waits)}
    assert set(party) == {(SC, CQ), (CQ, CQ)}
    cell = party[SC, CQ]
    assert (cell.count, cell.longest, cell.workdays, cell.burden) == (2, 4, 6, 24)
    fine = fulfilling.board(waits, Grain.ORGANISATION)
    assert [(cell.waiting, cell.on) for cell in fine] == [(SC, Body("cq", "c2")), (CQ, C1), (SC, C1)]


def test_the_digest_names_everybody_and_counts_the_rest():
    waits = found(expected=[report()], questions=[Question("q", SC, CQ, date(2025, 7, 2))])
    names = {"c1": Wording("基教处", "Basic education"), "sc": Wording("四川", "Sichuan")}

    def told(wait):
        return fulfilling.WAIT_WORDS[wait.kind], Wording("共建学校", "Shared schools")

    text = fulfilling.digest(waits, names=names, told=told, now=NOON, most=2)
    assert "共 3 项" in text.zh and "另有 1 项" in text.zh
    assert "四川 → 基教处：等待填报，共建学校，已等 4 个工作日" in text.zh
    assert "cq → Basic education: report due, Shared schools, 4 working days" in text.en
    assert "more" not in fulfilling.digest(waits, names={}, told=told, now=NOON).en


states = st.none() | st.sampled_from(list(ReportState))
parties = st.lists(st.sampled_from(["sc", "gz"]), unique=True).map(tuple)


@given(st.lists(st.builds(
    Expected, st.just(DUTY), st.just("2025-Q2"), st.dates(date(2025, 6, 1), date(2025, 7, 31)), parties, states,
    st.none() | st.dates(date(2025, 6, 1), date(2025, 7, 31)), parties,
), max_size=8))  # fmt: skip
def test_no_party_sees_what_happens_inside_another(entries):
    """The others learn nothing from the difference between a draft, a returned, a submitted and an absent report."""
    hidden = [
        replace(entry, state=None, since=None) if entry.state is ReportState.SUBMITTED else entry for entry in entries
    ]
    seen = fulfilling.visible(found(expected=entries), "sc")
    assert seen == fulfilling.visible(found(expected=hidden), "sc")
    for wait in seen:
        assert wait.since <= TODAY
        assert wait.workdays == CHINA.workdays_between(wait.since, TODAY)
        assert wait.kind is not WaitKind.REVIEW
