"""What is wrong with a plan is said once, by name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given

from tests.engines.drafting.plans import BODIES, STEADY, YU, changed, plan_of, plans
from xietong import drafting
from xietong.basics import Organisation, Severity
from xietong.drafting import Duty, Item, Kind, Milestone, Plan, Role, Target


def codes(plan, organisations=None):
    """Return code and subject of each finding."""
    return [(finding.code, finding.subject) for finding in drafting.check(plan, organisations)]


def test_a_sound_plan_gives_no_finding():
    plan = changed(plan_of("a\n  b"), "b", duties=(Duty(YU.code, "cq-jw", Role.LEAD),), after=("a",))
    assert codes(plan, BODIES) == []


@STEADY
@given(plans())
def test_every_finding_speaks_both_languages_and_names_something_of_the_plan(plan):
    known = {"", *(item.uid for item in plan.items)}
    for finding in drafting.check(plan, BODIES):
        assert finding.wording.zh
        assert finding.wording.en
        assert finding.subject in known


def test_a_circle_of_parents_names_the_path():
    plan = Plan("p", "计划", items=(Item("x", "y", 0, Kind.TASK, "甲"), Item("y", "x", 0, Kind.TASK, "乙")))
    (finding,) = drafting.check(plan)
    assert (finding.code, finding.severity) == ("cyclic_tree", Severity.ERROR)
    assert "甲 → 乙 → 甲" in finding.wording.zh


def test_a_circle_of_dependencies_names_the_path():
    plan = changed(changed(plan_of("a\nb\nc"), "a", after=("b",)), "b", after=("a", "c"))
    (finding,) = drafting.check(plan)
    assert finding.code == "cyclic_dependency"
    assert "a → b → a" in finding.wording.en


def test_broken_references_are_found():
    plan = changed(plan_of("a"), "a", parent="gone", after=("gone",), basis=("gone",))
    assert codes(plan) == [("missing_parent", "a"), ("missing_predecessor", "a"), ("missing_basis", "a")]


def test_an_identity_or_number_used_twice_is_found():
    twins = Plan("p", "计划", items=(Item("a", None, 0, Kind.TASK, "1"), Item("a", None, 1, Kind.TASK, "2")))
    assert codes(twins) == [("duplicate_uid", "a")]
    plan = plan_of("a\n  b\n  c\nd")
    for uid in ("b", "c", "d"):
        plan = changed(plan, uid, number="1.")
    assert codes(plan) == [("duplicate_number", "c")]


def test_titles_must_say_something():
    plan = replace(changed(changed(plan_of("a\nb"), "a", title=" "), "b", title="", number="二、"), title="")
    assert codes(plan) == [("empty_title", ""), ("empty_title", "a"), ("empty_title", "b")]


def test_dates_must_be_possible():
    plan = plan_of("a\n  b\nc\nd", start=date(2021, 1, 1), end=date(2025, 12, 31))
    plan = changed(plan, "a", start=date(2024, 1, 1), due=date(2023, 1, 1))
    plan = changed(plan, "b", due=date(2024, 6, 1))
    plan = changed(plan, "c", due=date(1025, 1, 1), milestones=(Milestone("m", "", date(2026, 1, 1)),))
    plan = changed(plan, "d", targets=(Target("t", "", "=", Decimal(1), by=date(2020, 1, 1)),))
    assert codes(plan) == [
        ("due_before_start", "a"),
        ("implausible_date", "c"),
        ("date_outside_plan", "c"),
        ("date_outside_plan", "d"),
        ("due_after_parent", "b"),
    ]
    assert codes(replace(plan_of("a"), start=date(2025, 1, 1), end=date(2024, 1, 1))) == [("end_before_start", "")]


def test_duties_must_name_known_bodies_of_known_parties():
    duties = (
        Duty("cq-edu", "", Role.LEAD, "各区县"),
        Duty("zj-edu", "zj", Role.LEAD, "浙江"),
        Duty("cq-edu", "sc-jt", Role.LEAD),
        Duty("cq-edu", "old", Role.SUPPORT),
    )
    plan = changed(plan_of("a"), "a", duties=duties)
    assert codes(plan) == [("unresolved_duty", "a"), ("unknown_party", "a")]
    others = (*BODIES, Organisation("zj", "zj-edu", "浙江省教育厅"))
    assert codes(plan, others)[2:] == [("wrong_party", "a"), ("unknown_organisation", "a")]
