from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.engines.fulfilling.cast import (
    EVERYBODY,
    LIAISON,
    NEIGHBOUR,
    NOON,
    OFFICE,
    REVIEWER,
    STRANGER,
    THEIR_OFFICE,
    THEIR_REVIEWER,
    attempt,
    later,
)
from tests.engines.fulfilling.test_timetable import item
from xietong import fulfilling
from xietong.basics import Period, Refusal
from xietong.drafting import Duty, Milestone, Role
from xietong.fulfilling import Actor, Content, DutyKey, Figure, Office, Report, ReportAct, ReportState

DUTY = DutyKey("a", "cq", "cq-basic")
Q2 = Period.from_code("2025-Q2")
HALF = Content(percent=Decimal(50), text="Two schools opened")


def fresh(counterparts=("sc",), **fields):
    return Report("r1", DUTY, Q2, 3, counterparts, **fields)


def do(report, act, by, *, at=NOON, reason="because", **more):
    return fulfilling.advance_report(report, act, by=by, now=at, revision=report.revision, reason=reason, **more)


def passed(counterparts=("sc",)):
    return do(do(fresh(counterparts), "submit", LIAISON, content=HALF), "pass", REVIEWER)


def confirmed():
    return do(passed(), "confirm", THEIR_REVIEWER)


def refused(code, report, act, by, **more):
    with pytest.raises(Refusal) as caught:
        do(report, act, by, **more)
    assert caught.value.code == code
    return caught.value


def test_a_report_goes_from_draft_to_confirmed_through_both_authorities():
    report = confirmed()
    assert report.state is ReportState.CONFIRMED
    assert [(step.act.value, step.by.person) for step in report.history] == [
        ("submit", "li"),
        ("pass", "re"),
        ("confirm", "sr"),
    ]
    assert report.history[0].content == HALF
    assert report.confirmations == ("sc",)


def test_every_counterpart_has_to_confirm():
    half = do(passed(("sc", "gz")), "confirm", THEIR_REVIEWER)
    assert half.state is ReportState.PASSED
    assert ReportAct.CONFIRM not in fulfilling.report_acts(half, THEIR_REVIEWER)
    refused("already-confirmed", half, "confirm", THEIR_OFFICE)
    assert do(half, "confirm", STRANGER).state is ReportState.CONFIRMED


def test_a_one_sided_report_is_confirmed_by_the_joint_office():
    report = passed(())
    refused("not-allowed", report, "confirm", REVIEWER)
    assert do(report, "confirm", OFFICE).state is ReportState.CONFIRMED


def test_own_people_cannot_confirm_for_the_counterpart():
    for actor in (LIAISON, REVIEWER, OFFICE, STRANGER):
        refusal = refused("not-allowed", passed(), "confirm", actor)
        assert "审核人" in refusal.wording.zh and "reviewer" in refusal.wording.en


def test_what_nobody_may_do_now_is_said_so():
    assert "nobody can pass" in refused("not-allowed", confirmed(), "pass", REVIEWER).wording.en


@pytest.mark.parametrize(
    ("make", "by"), [(passed, THEIR_REVIEWER), (lambda: do(fresh(), "submit", LIAISON, content=HALF), REVIEWER)]
)
def test_returning_needs_a_reason_and_lets_the_liaison_go_on(make, by):
    report = make()
    refused("reason-missing", report, "return", by, reason=" ")
    back = do(report, "return", by, reason="  figures do not add up ")
    assert back.state is ReportState.RETURNED
    assert back.history[-1].reason == "figures do not add up"
    again = do(back, "submit", LIAISON, content=replace(HALF, percent=Decimal(40)))
    assert again.state is ReportState.SUBMITTED
    assert [step.content.percent for step in again.history if step.content] == [50, 40]


def test_a_return_takes_earlier_confirmations_back():
    report = do(passed(("sc", "gz")), "confirm", THEIR_REVIEWER)
    assert do(report, "return", STRANGER).confirmations == ()


def test_a_submitted_report_can_be_recalled_until_it_is_reviewed():
    report = do(fresh(), "submit", LIAISON, content=HALF)
    assert do(report, "recall", LIAISON).state is ReportState.DRAFT
    refused("not-allowed", passed(), "recall", LIAISON)


def test_two_people_acting_on_the_same_revision_cannot_both_win():
    report = passed()
    do(report, "confirm", THEIR_REVIEWER)
    newer = do(report, "return", THEIR_OFFICE)
    with pytest.raises(Refusal) as caught:
        fulfilling.advance_report(newer, "confirm", by=THEIR_REVIEWER, now=NOON, revision=report.revision)
    assert caught.value.code == "report-changed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (Content(text="no figure"), "percent-missing"),
        (Content(percent=Decimal(101)), "percent-out-of-range"),
        (Content(percent=Decimal("-0.01")), "percent-out-of-range"),
    ],
)
def test_a_report_without_a_true_percentage_is_not_submitted(content, code):
    refused(code, fresh(), "submit", LIAISON, content=content)


def test_edits_are_kept_and_a_submission_without_content_sends_them():
    report = do(fresh(), "edit", LIAISON, content=HALF)
    assert report.content == HALF and report.state is ReportState.DRAFT
    assert do(report, "edit", LIAISON).content == HALF
    assert do(report, "submit", LIAISON).history[-1].content == HALF


def test_a_report_reopened_for_its_texts_keeps_its_figures_and_its_confirmation():
    report = do(confirmed(), "reopen_texts", OFFICE, reason="a misspelt name")
    refused("figures-fixed", report, "edit", LIAISON, content=replace(HALF, percent=Decimal(60)))
    report = do(report, "submit", LIAISON, content=replace(HALF, text="Three schools opened"))
    assert fulfilling.percents(report) == (50, 50)
    back = do(report, "return", REVIEWER)
    assert back.confirmations == ("sc",)
    assert fulfilling.percents(back) == (50, 50)
    report = do(do(back, "submit", LIAISON), "pass", REVIEWER)
    assert report.state is ReportState.CONFIRMED
    assert not report.texts_only
    assert report.content.text == "Three schools opened"


def test_a_report_reopened_for_figures_goes_the_whole_way_again():
    report = do(confirmed(), "reopen_figures", OFFICE, reason="counted twice")
    assert fulfilling.percents(report) == (None, None)
    report = do(do(report, "submit", LIAISON, content=replace(HALF, percent=Decimal(45))), "pass", REVIEWER)
    assert report.state is ReportState.PASSED
    assert fulfilling.percents(report) == (45, None)
    assert fulfilling.percents(do(report, "confirm", THEIR_OFFICE)) == (45, 45)


def test_a_lead_that_submits_without_its_support_units_is_marked():
    report = do(fresh(), "submit", LIAISON, content=HALF, missing=("cq-higher",))
    assert report.history[-1].missing == ("cq-higher",)


class ReportLife(RuleBasedStateMachine):
    """Anybody tries anything: only moves of the table happen, every content and confirmation stays on record."""

    @initialize(counterparts=st.sampled_from([("sc",), (), ("sc", "gz")]))
    def start(self, counterparts):
        self.report = fresh(counterparts)
        self.submitted = []
        self.seen = [self.report]

    @rule(
        act=st.sampled_from(list(ReportAct)),
        by=st.sampled_from(EVERYBODY),
        percent=st.none() | st.integers(0, 100).map(Decimal),
        reason=st.sampled_from(["", "because"]),
        stale=st.booleans(),
    )
    def somebody_tries(self, act, by, percent, reason, stale):
        content = None if percent is None else Content(percent=percent, text=f"{percent} done")
        before, offered = self.report, fulfilling.report_acts(self.report, by)
        after, refusal = attempt(
            lambda: fulfilling.advance_report(
                before, act, by=by, now=later(len(before.history)), revision=before.revision - stale, reason=reason,
                content=content,
            )
        )  # fmt: skip
        if refusal is not None:
            assert refusal.wording.zh and refusal.wording.en
            assert refusal.code != "not-allowed" or act not in offered
            return
        assert not stale and act in offered
        assert any(
            (move.state, move.act, move.office) == (before.state, act, by.office) and after.state in move.to
            for move in fulfilling.REPORT_MOVES
        )
        if act is ReportAct.SUBMIT:
            self.submitted.append(after.content)
        self.report = after
        self.seen.append(after)

    @invariant()
    def nothing_is_lost(self):
        assert [step.content for step in self.report.history if step.content] == self.submitted
        assert self.report.revision == len(self.report.history)
        for older in self.seen:
            assert self.report.history[: len(older.history)] == older.history

    @invariant()
    def confirmed_means_every_counterpart_accepted_these_very_figures(self):
        if self.report.state is ReportState.CONFIRMED:
            assert set(self.report.counterparts) <= set(self.report.confirmations)
            claimed, sure = fulfilling.percents(self.report)
            assert claimed == sure == self.report.content.percent
            accepted = [s.by for s in self.report.history if s.act is ReportAct.CONFIRM]
            assert accepted and all(by.party != "cq" or not self.report.counterparts for by in accepted)

    @invariant()
    def what_counted_at_any_moment_can_still_be_told(self):
        for older in self.seen:
            at = older.history[-1].at if older.history else later(-1)
            assert fulfilling.percents(self.report, at) == fulfilling.percents(older)
            stood = fulfilling.stood(self.report, at)
            assert (stood is None) == (not older.history)
            if stood is not None:
                assert (stood.state, stood.confirmations) == (older.state, older.confirmations)
                assert stood.since <= at


ReportLife.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_no_other_path_exists_and_nothing_is_lost = ReportLife.TestCase


def test_figures_come_from_the_latest_periods_that_count():
    q1 = Report("r0", DUTY, Period.from_code("2025-Q1"), 3, ("sc",))
    q1 = do(
        do(do(q1, "submit", LIAISON, content=Content(percent=Decimal(30))), "pass", REVIEWER), "confirm", THEIR_REVIEWER
    )
    q2 = do(do(fresh(), "submit", LIAISON, content=HALF, at=later(1)), "pass", REVIEWER, at=later(2))
    other = Report("r9", DutyKey("b", "cq", "cq-basic"), Q2, 3)
    assert fulfilling.figures([q2, q1, other]) == {
        DUTY: Figure(Decimal(50), Decimal(30)),
        other.duty: Figure(Decimal(0), Decimal(0)),
    }
    assert fulfilling.figures([q1, q2], later(1))[DUTY] == Figure(Decimal(30), Decimal(30))
    assert fulfilling.figures([q1, q2], later(-1))[DUTY] == Figure(Decimal(0), Decimal(0))


def test_reaching_a_milestone_stands_for_its_share_of_the_way():
    marked = item("a", milestones=[Milestone("m2", "y", date(2025, 9, 1)), Milestone("m1", "x", date(2025, 3, 1)),
                                   Milestone("m3", "z", date(2025, 12, 1))])  # fmt: skip
    assert fulfilling.at_milestone(Content(), marked, "m1").percent == Decimal("33.33")
    assert fulfilling.at_milestone(Content(), marked, "m3") == Content(percent=Decimal(100), milestone="m3")
    with pytest.raises(KeyError):
        fulfilling.at_milestone(Content(), marked, "nope")


def test_the_next_report_starts_from_the_last_one():
    last = fresh(content=replace(HALF, next_steps="Open the third", problems="Land"))
    assert fulfilling.prefilled(last) == Content(percent=Decimal(50), text="Open the third", problems="Land")
    assert fulfilling.unchanged(last) == Content(percent=Decimal(50), problems="Land", no_change=True)
    assert fulfilling.prefilled(None) == Content(percent=Decimal(0))


def test_a_lead_sees_who_has_delivered_and_merges_the_texts_once():
    duties = (
        Duty("cq", "cq-basic", Role.LEAD),
        Duty("cq", "cq-higher", Role.SUPPORT),
        Duty("cq", "cq-vocational", Role.SUPPORT),
        Duty("sc", "sc-basic", Role.SUPPORT),
    )
    task = replace(item("a"), duties=duties)
    support = Report("s1", DutyKey("a", "cq", "cq-higher"), Q2, 3, ("sc",))
    said = Content(percent=Decimal(10), text="Staff sent", problems=" ", evidence=("e2", "e1"))
    support = do(support, "submit", NEIGHBOUR, content=said)
    draft = replace(support, duty=DutyKey("a", "cq", "cq-vocational"), state=ReportState.DRAFT)
    found = fulfilling.delivery(task, "cq", Q2, [support, draft])
    assert found.delivered == (support,)
    assert found.missing == (DutyKey("a", "cq", "cq-vocational"),)
    assert fulfilling.delivery(task, "cq", Q2.next(), [support]).delivered == ()
    lead = replace(HALF, evidence=("e1",))
    merged = fulfilling.merge_supports(lead, found.delivered, {"cq-higher": "Higher Education Division"})
    assert merged.text == "Two schools opened\nHigher Education Division：Staff sent"
    assert merged.problems == ""
    assert merged.percent == 50
    assert merged.evidence == ("e1", "e2")
    assert fulfilling.merge_supports(merged, found.delivered, {"cq-higher": "Higher Education Division"}) == merged


def test_the_system_office_and_people_of_other_bodies_have_no_part_in_a_report():
    system = Actor("", Office.SYSTEM, "cq", "cq-basic")
    for actor in (system, NEIGHBOUR, STRANGER):
        assert fulfilling.report_acts(fresh(), actor) == ()
