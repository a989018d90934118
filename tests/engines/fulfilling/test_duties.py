"""Accepting duties, extensions, periods due and what an amendment does to them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

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
    THEIR_LIAISON,
    THEIR_OFFICE,
    attempt,
    later,
)
from tests.engines.fulfilling.test_timetable import item
from xietong import fulfilling
from xietong.basics import Period, PeriodKind, Refusal
from xietong.drafting import Duty, Milestone, Plan, Recurrence, Role, Target
from xietong.fulfilling import (
    Acceptance,
    AcceptanceAct,
    AcceptanceState,
    Consequence,
    DutyKey,
    Effect,
    Extension,
    ExtensionAct,
    ExtensionState,
    Objection,
    Report,
    ReportState,
    Rhythm,
    Rounding,
)

CHINA = fulfilling.china()
DUTY = DutyKey("a", "cq", "cq-basic")
HANDED = Acceptance(DUTY, version=2)


def answer(acceptance, act, by=LIAISON, **more):
    return fulfilling.answer_duty(acceptance, act, by=by, now=NOON, revision=acceptance.revision, **more)


def refused(code, work):
    with pytest.raises(Refusal) as caught:
        work()
    assert caught.value.code == code


def test_an_organisation_accepts_its_duty_once():
    accepted = answer(HANDED, "accept")
    assert accepted.state is AcceptanceState.ACCEPTED
    refused("not-allowed", lambda: answer(accepted, "accept"))
    refused("not-allowed", lambda: answer(HANDED, "accept", NEIGHBOUR))
    refused("not-allowed", lambda: answer(HANDED, "accept", THEIR_LIAISON))


def test_an_objection_has_a_kind_and_a_reason_and_goes_to_the_joint_office():
    refused("objection-missing", lambda: answer(HANDED, "object", reason="not our field"))
    refused("reason-missing", lambda: answer(HANDED, "object", objection=Objection.NOT_OURS))
    objected = answer(HANDED, "object", objection=Objection.NOT_OURS, reason="not our field")
    assert (objected.state, objected.objection) == (AcceptanceState.OBJECTED, Objection.NOT_OURS)
    refused("reason-missing", lambda: answer(objected, "dismiss", OFFICE))
    refused("not-allowed", lambda: answer(objected, "uphold", REVIEWER))
    upheld = answer(objected, "uphold", OFFICE)
    assert (upheld.state, upheld.objection) == (AcceptanceState.UPHELD, Objection.NOT_OURS)
    dismissed = answer(objected, "dismiss", OFFICE, reason="it is")
    assert (dismissed.state, dismissed.objection) == (AcceptanceState.OPEN, None)
    assert answer(dismissed, "accept").state is AcceptanceState.ACCEPTED
    assert answer(objected, "take_back").state is AcceptanceState.OPEN
    assert [step.act.value for step in dismissed.history] == ["object", "dismiss"]
    assert dismissed.history[0].objection is Objection.NOT_OURS


def test_two_answers_to_the_same_duty_cannot_both_win():
    accepted = answer(HANDED, "accept")
    refused("acceptance-changed", lambda: fulfilling.answer_duty(accepted, "object", by=LIAISON, now=NOON, revision=0))


@given(st.lists(st.tuples(st.sampled_from(list(AcceptanceAct)), st.sampled_from(EVERYBODY)), max_size=12))
def test_duties_move_only_as_the_table_says(tries):
    handed = HANDED
    for act, by in tries:
        after, refusal = attempt(lambda: answer(handed, act, by, reason="x", objection=Objection.NOT_NOW))  # noqa: B023
        if refusal is not None:
            assert refusal.code == "not-allowed"
            continue
        assert any((m.state, m.act, m.office, m.to) == (handed.state, act, by.office, (after.state,))
                   for m in fulfilling.ACCEPTANCE_MOVES)  # fmt: skip
        assert after.history[:-1] == handed.history
        handed = after


ASKED = Extension(
    "e1", "a", LIAISON, NOON, due=date(2025, 6, 30), wanted=date(2025, 9, 30), reason=" flood ", counterparts=("sc",)
)


def test_an_extension_is_asked_before_the_due_date_with_a_reason_for_a_later_one():
    assert fulfilling.ask_extension(ASKED, today=date(2025, 6, 30)).reason == "flood"
    refused("asked-too-late", lambda: fulfilling.ask_extension(ASKED, today=date(2025, 7, 1)))
    today = date(2025, 6, 1)
    refused("reason-missing", lambda: fulfilling.ask_extension(replace(ASKED, reason=""), today=today))
    refused("not-later", lambda: fulfilling.ask_extension(replace(ASKED, wanted=ASKED.due), today=today))
    refused("not-allowed", lambda: fulfilling.ask_extension(replace(ASKED, by=REVIEWER), today=today))


def test_the_other_side_grants_or_refuses_and_the_original_date_stays():
    granted = fulfilling.answer_extension(ASKED, "grant", by=THEIR_OFFICE, now=NOON, due=date(2025, 8, 31))
    assert (granted.state, granted.granted, granted.due) == (
        ExtensionState.GRANTED,
        date(2025, 8, 31),
        date(2025, 6, 30),
    )
    refused("not-allowed", lambda: fulfilling.answer_extension(ASKED, "grant", by=OFFICE, now=NOON))
    assert fulfilling.extension_acts(ASKED, THEIR_OFFICE) == (ExtensionAct.GRANT, ExtensionAct.REFUSE)
    assert fulfilling.extension_acts(granted, THEIR_OFFICE) == fulfilling.extension_acts(ASKED, OFFICE) == ()
    refused("reason-missing", lambda: fulfilling.answer_extension(ASKED, "refuse", by=THEIR_OFFICE, now=NOON))
    refused("not-later", lambda: fulfilling.answer_extension(ASKED, "grant", by=THEIR_OFFICE, now=NOON, due=ASKED.due))
    no = fulfilling.answer_extension(ASKED, "refuse", by=THEIR_OFFICE, now=NOON, answer="no")
    assert (no.state, no.granted, no.answer) == (ExtensionState.REFUSED, None, "no")
    refused("not-allowed", lambda: fulfilling.answer_extension(no, "grant", by=THEIR_OFFICE, now=NOON))
    alone = replace(ASKED, counterparts=())
    assert fulfilling.answer_extension(alone, "grant", by=OFFICE, now=NOON).granted == ASKED.wanted
    gone = fulfilling.answer_extension(ASKED, ExtensionAct.WITHDRAW, by=LIAISON, now=NOON)
    assert gone.state is ExtensionState.WITHDRAWN


def test_the_date_in_force_is_the_last_one_granted_by_then():
    first = fulfilling.answer_extension(ASKED, "grant", by=THEIR_OFFICE, now=later(1))
    second = fulfilling.answer_extension(
        replace(ASKED, wanted=date(2025, 12, 31)), "grant", by=THEIR_OFFICE, now=later(5)
    )
    original = date(2025, 6, 30)
    assert fulfilling.due_in_force(original, [ASKED]) == original
    assert fulfilling.due_in_force(original, [second, first]) == date(2025, 12, 31)
    assert fulfilling.due_in_force(original, [second, first], later(4)) == date(2025, 9, 30)
    assert fulfilling.due_in_force(original, [first], later(0)) == original
    assert fulfilling.due_in_force(None, []) is None


@pytest.mark.parametrize(
    ("rhythm", "code", "expected"),
    [
        (Rhythm(rounding=Rounding.NONE), "2025-Q2", date(2025, 6, 28)),
        (Rhythm(), "2025-Q2", date(2025, 6, 30)),
        (Rhythm(rounding=Rounding.EARLIER), "2025-Q2", date(2025, 6, 27)),
        (Rhythm(PeriodKind.MONTH, day=31, rounding=Rounding.NONE), "2025-02", date(2025, 2, 28)),
        (Rhythm(PeriodKind.MONTH, after_end=5), "2025-09", date(2025, 10, 14)),
        (Rhythm(PeriodKind.YEAR, day=20), "2025", date(2025, 12, 22)),
    ],
)
def test_reports_are_due_as_the_plans_rhythm_says(rhythm, code, expected):
    assert fulfilling.report_due(rhythm, Period.from_code(code), CHINA) == expected


PLAN = Plan("p", "Plan", start=date(2024, 1, 1), end=date(2025, 12, 31))


def periods(task, today, **more):
    found = fulfilling.due_periods(Rhythm(), task, plan=PLAN, today=today, calendar=CHINA, **more)
    return [one.period.code for one in found]


def test_an_item_is_reported_on_from_its_start_until_it_is_finished_also_when_overdue():
    task = item("a", date(2024, 5, 1), date(2024, 12, 31))
    assert periods(task, date(2024, 6, 13)) == []
    assert periods(task, date(2024, 6, 14)) == ["2024-Q2"]
    assert periods(task, date(2025, 3, 20)) == ["2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"]
    assert periods(task, date(2025, 3, 20), finished=date(2024, 9, 30)) == ["2024-Q2", "2024-Q3"]
    assert periods(task, date(2025, 3, 20), due=date(2025, 6, 30)) == ["2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"]


def test_an_item_that_goes_on_is_reported_on_while_the_plan_runs():
    assert len(periods(item("a"), date(2026, 6, 30))) == 8
    assert periods(item("a", due=date(2024, 3, 31)), date(2024, 3, 31)) == ["2024-Q1"]
    endless = Plan("p", "Plan")
    one = fulfilling.due_periods(Rhythm(), item("a"), plan=endless, today=date(2025, 1, 1), calendar=CHINA)
    assert one == ()


def test_a_new_rhythm_governs_the_periods_that_begin_under_it():
    monthly = Rhythm(PeriodKind.MONTH, version=2, valid_from=date(2024, 7, 1))
    task = item("a", date(2024, 2, 1), date(2024, 12, 31))
    both = (Rhythm(), monthly)
    found = fulfilling.due_periods(both, task, plan=PLAN, today=date(2024, 9, 1), calendar=CHINA)
    assert [one.period.code for one in found] == ["2024-Q1", "2024-Q2", "2024-07", "2024-08"]
    back = (*both, Rhythm(version=3, valid_from=date(2024, 10, 1)))
    found = fulfilling.periods_between(back, date(2024, 5, 5), date(2024, 12, 5), CHINA)
    assert [one.period.code for one in found] == ["2024-Q2", "2024-07", "2024-08", "2024-09", "2024-Q4"]
    assert fulfilling.rhythm_on((), date(2024, 1, 1)) == Rhythm()


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (Rhythm(day=0), "bad-rhythm"),
        (Rhythm(after_end=99), "bad-rhythm"),
        (Rhythm(valid_from=date(2024, 4, 1)), "rules-for-the-past"),
        (Rhythm(PeriodKind.MONTH, valid_from=date(2024, 8, 1)), "mid-period"),
        (Rhythm(PeriodKind.YEAR, valid_from=date(2024, 7, 1)), "mid-period"),
    ],
)
def test_a_rhythm_changes_at_a_turn_to_come(new, code):
    with pytest.raises(Refusal) as refused:
        fulfilling.follow((Rhythm(),), new, today=date(2024, 5, 5))
    assert refused.value.code == code


def test_a_rhythm_that_is_the_first_or_begins_at_a_turn_follows():
    for new in (Rhythm(PeriodKind.YEAR), Rhythm(PeriodKind.MONTH, valid_from=date(2024, 7, 1))):
        assert fulfilling.follow((Rhythm(),), new, today=date(2024, 5, 5)) == new


def test_reports_missed_in_a_row_are_counted_back_from_the_last_due():
    task = item("a", date(2024, 1, 1), date(2024, 12, 31))
    today = date(2025, 1, 1)
    due = fulfilling.due_periods(Rhythm(), task, plan=PLAN, today=today, calendar=CHINA)
    have = [Period.from_code("2024-Q2")]
    assert fulfilling.missed_in_a_row(due, have, today) == 2
    assert fulfilling.missed_in_a_row(due, [], today) == 4
    assert fulfilling.missed_in_a_row(due, [due[-1].period], today) == 0
    assert fulfilling.missed_in_a_row(due, [], due[1].due) == 1


def led(uid, *duties, **more):
    return replace(item(uid), duties=tuple(Duty(*duty) for duty in duties), **more)


def test_an_amendment_shows_what_it_does_to_running_duties_and_reports():
    cq, sc, gz = ("cq", "c", Role.LEAD), ("sc", "s", Role.LEAD), ("gz", "g", Role.SUPPORT)
    before = Plan("p", "P", items=(
        led("a", cq, sc, due=date(2025, 6, 30)), led("b", cq, gz), led("gone", cq), led("same", cq),
    ))  # fmt: skip
    after = Plan("p", "P", items=(
        led("a", cq, due=date(2025, 9, 30)), led("b", ("cq", "c", Role.SUPPORT), gz, recurrence=Recurrence.YEARLY),
        led("same", cq), led("new", sc),
    ))  # fmt: skip
    period = Period.from_code("2025-Q2")
    reports = [
        Report("ra", DutyKey("a", "cq", "c"), period, 1),
        Report("rs", DutyKey("a", "sc", "s"), period, 1, state=ReportState.PASSED),
        Report("rd", DutyKey("gone", "cq", "c"), period, 1, state=ReportState.CONFIRMED),
    ]
    a_cq, a_sc = DutyKey("a", "cq", "c"), DutyKey("a", "sc", "s")
    assert fulfilling.consequences(before, after, reports) == (
        Consequence(Effect.DUE_MOVES, "a", before="2025-06-30", after="2025-09-30"),
        Consequence(Effect.DUTY_HANDED_OVER_ANEW, "a", a_cq),
        Consequence(Effect.REPORT_CARRIED_OVER, "a", a_cq, "ra"),
        Consequence(Effect.DUTY_ENDS, "a", a_sc, before="lead"),
        Consequence(Effect.REPORT_CLOSES, "a", a_sc, "rs"),
        Consequence(Effect.PERIODS_CHANGE, "b", before="", after="yearly"),
        Consequence(Effect.ROLE_CHANGES, "b", DutyKey("b", "cq", "c"), before="lead", after="support"),
        Consequence(Effect.DUTY_HANDED_OVER_ANEW, "b", DutyKey("b", "cq", "c")),
        Consequence(Effect.DUTY_HANDED_OVER_ANEW, "b", DutyKey("b", "gz", "g")),
        Consequence(Effect.DUTY_ENDS, "gone", DutyKey("gone", "cq", "c"), before="lead"),
        Consequence(Effect.DUTY_BEGINS, "new", DutyKey("new", "sc", "s"), after="lead"),
    )


def test_a_changed_target_hands_the_duty_over_anew_and_an_unchanged_plan_does_nothing():
    before = Plan("p", "P", items=(led("a", ("cq", "c", Role.LEAD)),))
    target = Target("t", "schools", "=", Decimal(3))
    after = replace(before, items=(replace(before.items[0], targets=(target,)),))
    assert [one.effect for one in fulfilling.consequences(before, after, [])] == [Effect.DUTY_HANDED_OVER_ANEW]
    assert fulfilling.consequences(before, before, []) == ()


def test_milestones_to_come_move_with_an_extension_and_past_ones_stay():
    task = item("a", due=date(2025, 6, 30), milestones=[
        Milestone("past", "x", date(2025, 3, 31)), Milestone("next", "y", date(2025, 6, 16)),
        Milestone("end", "z", date(2025, 6, 30)),
    ])  # fmt: skip
    granted = fulfilling.answer_extension(ASKED, "grant", by=THEIR_OFFICE, now=NOON, due=date(2025, 7, 7))
    moved = fulfilling.moved_milestones(task, granted, today=date(2025, 6, 10), calendar=CHINA)
    assert [(one.uid, one.due) for one in moved] == [
        ("past", date(2025, 3, 31)),
        ("next", date(2025, 6, 23)),
        ("end", date(2025, 7, 7)),
    ]
    assert fulfilling.moved_milestones(task, ASKED, today=date(2025, 6, 10), calendar=CHINA) == task.milestones


@pytest.mark.parametrize(
    ("op", "value", "met"),
    [
        (">=", 3, True),
        (">=", 2, False),
        ("=", 4, True),
        ("=", 2, False),
        ("<=", 3, True),
        ("<=", 4, False),
        ("+", 3, True),
    ],
)
def test_a_target_closes_when_it_is_met(op, value, met):
    target = Target("t", "schools", op, Decimal(3))
    assert fulfilling.is_met(target, Decimal(value)) is met
    if met:
        closed = fulfilling.close_target(target, Decimal(value), ("e1",), by=LIAISON, now=NOON)
        assert (closed.subject, closed.value, closed.evidence) == ("t", value, ("e1",))
    else:
        refused("target-not-met", lambda: fulfilling.close_target(target, Decimal(value), ("e",), by=LIAISON, now=NOON))


def test_targets_and_milestones_close_only_with_evidence():
    milestone, target = Milestone("m", "x", date(2025, 3, 31)), Target("t", "schools", "=", Decimal(3))
    refused("evidence-missing", lambda: fulfilling.close_milestone(milestone, (" ",), by=LIAISON, now=NOON))
    refused("evidence-missing", lambda: fulfilling.close_target(target, Decimal(3), (), by=LIAISON, now=NOON))
    assert fulfilling.close_milestone(milestone, ("e1",), by=LIAISON, now=NOON).subject == "m"
