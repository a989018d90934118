"""Differences between two states of a plan: complete, minimal where it matters, appliable, reversible, writable."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.drafting.plans import STEADY, changed, plan_of, plans
from xietong import drafting
from xietong.basics import Refusal
from xietong.drafting import ChangeKind, Duty, Item, Kind, Milestone, Plan, Role, Target


@STEADY
@given(plans(), plans())
def test_the_changes_lead_from_one_state_to_the_other_and_back(old, new):
    changes = drafting.compare(old, new).changes
    assert drafting.apply(old, changes) == new
    assert drafting.apply(new, drafting.invert(changes)) == old
    assert drafting.invert(drafting.invert(changes)) == changes


@STEADY
@given(plans(), plans())
def test_changes_survive_being_written_as_json(old, new):
    changes = drafting.compare(old, new).changes
    written = json.loads(json.dumps(drafting.changes_to_plain(changes)))
    assert drafting.changes_from_plain(written) == changes


@STEADY
@given(plans())
def test_a_plan_does_not_differ_from_itself(plan):
    assert drafting.compare(plan, plan).changes == ()


def test_states_whose_items_stand_in_no_reading_order_are_kept_exactly():
    plan = plan_of("a\nb\nc")
    jumbled = replace(plan, items=plan.items[::-1])
    changes = drafting.compare(plan, jumbled).changes
    assert [(change.kind, change.field) for change in changes] == [(ChangeKind.REORDERED, "items")]
    assert drafting.apply(plan, changes) == jumbled


def test_an_item_put_in_front_moves_nobody_else():
    old = plan_of("a\nb\nc")
    new = drafting.add(old, Item("n", None, 0, Kind.TASK, "n"))
    comparison = drafting.compare(old, new)
    assert [item.uid for item in comparison.added] == ["n"]
    assert (comparison.removed, comparison.moved, comparison.changed, comparison.plan) == ((), (), {}, ())


def test_only_the_item_that_was_moved_counts_as_moved():
    old = plan_of("a\nb\nc\nd\n  e")
    assert drafting.compare(old, drafting.move(old, "d", None, 0)).moved == ("d",)
    assert drafting.compare(old, drafting.move(old, "e", "a", 0)).moved == ("e",)


def test_each_field_and_element_is_told_apart():
    duty, other = Duty("cq-edu", "cq-jw", Role.LEAD), Duty("sc-edu", "sc-jt", Role.LEAD)
    first, later = Target("t", "覆盖率", "=", Decimal(80)), Target("t", "覆盖率", "=", Decimal(90))
    old = changed(plan_of("a"), "a", duties=(duty,), targets=(first,), text="旧")
    new = replace(changed(old, "a", duties=(other,), targets=(later,), text="新"), end=date(2025, 12, 31))
    comparison = drafting.compare(old, new)
    assert [(change.kind, change.field) for change in comparison.plan] == [(ChangeKind.CHANGED, "end")]
    assert [(change.kind, change.field, change.old, change.new) for change in comparison.changed["a"]] == [
        (ChangeKind.CHANGED, "text", "旧", "新"),
        (ChangeKind.REMOVED, "duties", duty, None),
        (ChangeKind.ADDED, "duties", None, other),
        (ChangeKind.CHANGED, "targets", first, later),
    ]


def test_duties_in_another_order_are_one_change():
    one, two = Duty("cq-edu", "cq-jw", Role.LEAD), Duty("sc-edu", "sc-jt", Role.LEAD)
    old, new = changed(plan_of("a"), "a", duties=(one, two)), changed(plan_of("a"), "a", duties=(two, one))
    (change,) = drafting.compare(old, new).changes
    assert change.kind is ChangeKind.REORDERED
    assert drafting.apply(old, [change]) == new


def test_duties_listed_twice_change_as_a_whole():
    duty = Duty("cq-edu", "cq-jw", Role.LEAD)
    old, new = changed(plan_of("a"), "a", duties=(duty, duty)), changed(plan_of("a"), "a", duties=(duty,))
    (change,) = drafting.compare(old, new).changes
    assert (change.kind, change.key) == (ChangeKind.CHANGED, "")
    assert drafting.apply(old, [change]) == new


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"text": "他人所写"},
        {"duties": (Duty("cq-edu", "cq-jw", Role.LEAD, "教委"),)},
        {"duties": (Duty("cq-edu", "cq-kj", Role.LEAD),)},
    ],
)
def test_a_change_made_on_something_else_is_refused_with_both_texts(elsewhere):
    duty = Duty("cq-edu", "cq-jw", Role.LEAD)
    old = changed(plan_of("a"), "a", text="原文", duties=(duty,))
    mine = drafting.compare(old, changed(old, "a", text="我写的", duties=())).changes
    with pytest.raises(Refusal) as refusal:
        drafting.apply(changed(old, "a", **elsewhere), mine)
    assert refusal.value.code == "stale-change"
    if "text" in elsewhere:
        assert "他人所写" in refusal.value.wording.zh
        assert "我写的" in refusal.value.wording.zh


def test_changes_of_items_that_came_or_went_meanwhile_are_refused():
    old = plan_of("a\nb")
    gone = drafting.remove(old, "b")
    edit = drafting.compare(old, changed(old, "b", text="新")).changes
    for plan, changes in (
        (gone, edit),
        (gone, drafting.compare(old, gone).changes),
        (old, drafting.compare(gone, old).changes),
    ):
        with pytest.raises(Refusal) as refusal:
            drafting.apply(plan, changes)
        assert refusal.value.code == "stale-change"


def test_a_listing_that_gained_an_element_meanwhile_is_not_put_in_order():
    one, two = Duty("cq-edu", "cq-jw", Role.LEAD), Duty("sc-edu", "sc-jt", Role.LEAD)
    three = Duty("sc-edu", "sc-kj", Role.SUPPORT)
    old, new = changed(plan_of("a"), "a", duties=(one, two)), changed(plan_of("a"), "a", duties=(two, one))
    with pytest.raises(Refusal) as refusal:
        drafting.apply(changed(old, "a", duties=(one, two, three)), drafting.compare(old, new).changes)
    assert refusal.value.code == "stale-change"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"kind": "changed", "item": "a", "field": "nonsense", "key": "", "old": None, "new": None},
        {"kind": "changed", "item": "a", "field": "due", "key": "", "old": None, "new": "soon"},
        {"kind": "vanished", "item": "a", "field": "text", "key": "", "old": "", "new": ""},
    ],
)
def test_what_is_no_change_is_refused(broken):
    with pytest.raises(Refusal) as refusal:
        drafting.changes_from_plain([broken])
    assert refusal.value.code == "unreadable-plan"


@STEADY
@given(plans())
def test_a_plan_and_its_items_survive_being_written_as_json(plan):
    assert drafting.plan_from_plain(json.loads(json.dumps(drafting.plan_to_plain(plan)))) == plan
    for item in plan.items:
        assert drafting.item_from_plain(drafting.item_to_plain(item)) == item


@pytest.mark.parametrize(
    "spoiled",
    [
        {"title": 7},
        {"items": "none"},
        {"start": "2025-13-01"},
        {"items": ["none"]},
        {"strange": 1},
        {"items": [{"uid": "a", "parent": None, "position": True, "kind": "task", "title": ""}]},
        {"items": [{"uid": "a", "parent": None, "position": 0, "kind": "task", "title": "", "weight": "NaN"}]},
        {"items": [{"uid": "a", "parent": None, "position": 0, "kind": "task", "title": "", "weight": "ten"}]},
        {"objectives": [{"uid": "o", "text": "", "source": {"kind": "document", "span": [3, 1]}}]},
        {"items": [{}]},
    ],
)
def test_what_is_no_plan_is_refused(spoiled):
    with pytest.raises(Refusal) as refusal:
        drafting.plan_from_plain({"uid": "p", "title": "计划", **spoiled})
    assert refusal.value.code == "unreadable-plan"


def test_a_figure_that_is_no_number_cannot_be_written():
    with pytest.raises(ValueError, match="no figure"):
        drafting.plan_to_plain(changed(plan_of("a"), "a", weight=Decimal("NaN")))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Kind.TASK, "task"),
        (date(2025, 1, 2), "2025-01-02"),
        ((Duty("p", "o", Role.LEAD, "教委"), Duty("p", "o2", Role.LEAD)), "教委、o2"),
        (Target("t", "覆盖率", "=", Decimal(1)), "覆盖率 = 1"),
        (Target("t", "入园率", ">=", Decimal("93.0"), "%", date(2025, 12, 31), "cq"), "入园率 ≥ 93% 2025-12-31 cq"),
        (Milestone("m", "建成", date(2024, 6, 30)), "建成 2024-06-30"),
        (Decimal("80.5"), "80.5"),
    ],
)
def test_values_are_shown_as_people_read_them(value, text):
    assert drafting.shown(value) == text


def test_of_ten_thousand_items_the_one_that_moved_is_named():
    items = tuple(Item(f"u{n}", None, n, Kind.TASK, f"第{n}项") for n in range(10_000))
    old = Plan("p", "计划", items=items)
    comparison = drafting.compare(old, drafting.remove(drafting.move(old, "u7000", None, 3), "u1"))
    assert comparison.moved == ("u7000",)


@STEADY
@given(st.lists(st.integers(0, 20), unique=True))
def test_the_items_said_to_stay_are_a_longest_rising_row(values):
    from itertools import combinations

    from xietong.drafting.compare import rising

    row = [values[place] for place in rising(values)]
    assert row == sorted(row)
    if len(values) <= 8:
        assert not any(
            list(some) == sorted(some) for some in combinations(values, min(len(row) + 1, 9)) if len(some) > len(row)
        )
