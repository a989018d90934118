"""Three-way merge against a model small enough to see through: every field by itself, nothing lost, always a tree."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from tests.engines.drafting.plans import STEADY, changed, outline, plan_of, plans, stories
from xietong import drafting
from xietong.basics import Refusal
from xietong.drafting import Duty, Item, Kind, Objective, Plan, Role, Target

FIELDS = tuple(field.name for field in fields(Item) if field.name not in ("uid", "position"))
SCALARS = tuple(name for name in FIELDS if name not in ("parent", "duties", "targets", "milestones", "basis", "after"))


def by_uid(plan):
    return {item.uid: item for item in plan.items}


@STEADY
@given(plans(), plans())
def test_a_side_that_changed_nothing_has_no_say(base, other):
    assert drafting.merge(base, base, other) == drafting.Merge(other)
    assert drafting.merge(base, other, base) == drafting.Merge(other)
    assert drafting.merge(base, other, other) == drafting.Merge(other)


@STEADY
@given(stories())
def test_every_field_is_merged_as_the_model_says(story):
    base, ours, theirs = story
    merged = drafting.merge(base, ours, theirs)
    conflicts = {(conflict.item, conflict.field) for conflict in merged.conflicts}
    was, mine, yours, now = map(by_uid, (base, ours, theirs, merged.plan))
    for uid in was.keys() & mine.keys() & yours.keys() & now.keys():
        if (uid, "") in conflicts:
            continue
        for name in SCALARS:
            before, our, their = (getattr(side[uid], name) for side in (was, mine, yours))
            expected = their if our == before else our if their == before else their
            assert getattr(now[uid], name) == expected
            assert ((uid, name) in conflicts) == (our not in (before, their) and their != before)


@STEADY
@given(stories())
def test_items_come_and_go_as_the_model_says(story):
    base, ours, theirs = story
    merged = drafting.merge(base, ours, theirs)
    conflicts = {conflict.item for conflict in merged.conflicts if not conflict.field}
    was, mine, yours, now = map(by_uid, (base, ours, theirs, merged.plan))
    for uid in was.keys() | mine.keys() | yours.keys():
        there = uid in mine and uid in yours if uid in was else uid in mine or uid in yours
        assert (uid in now) == there or uid in conflicts
        if uid in conflicts:
            assert (uid in now) == (uid in yours)


@STEADY
@given(stories())
def test_the_result_is_always_a_tree_in_reading_order(story):
    merged = drafting.merge(*story).plan
    uids = [item.uid for item in merged.items]
    assert len(uids) == len(set(uids))
    assert all(item.parent is None or item.parent in uids for item in merged.items)
    assert merged.items == drafting.ordered(merged.items)
    assert not {finding.code for finding in drafting.check(merged)} & {"cyclic_tree", "missing_parent"}
    for parent in {None, *uids}:
        places = [item.position for item in drafting.children(merged, parent)]
        assert places == list(range(len(places)))


@STEADY
@given(stories())
def test_no_change_of_ours_is_lost_without_a_conflict_that_says_so(story):
    base, ours, theirs = story
    merged = drafting.merge(base, ours, theirs)
    told = {(conflict.item, conflict.field, conflict.key) for conflict in merged.conflicts}
    now = by_uid(merged.plan)
    for change in drafting.compare(base, ours).changes:
        if change.field == "position" or change.kind == "reordered" or (change.item, "", "") in told:
            continue
        if (change.item, change.field, change.key) in told or change.item is None:
            continue
        if not change.field:
            assert (change.item in now) == (change.new is not None)
        elif change.key:
            held = getattr(now[change.item], change.field)
            assert (change.new in held) if change.new is not None else (change.old not in held)
        else:
            assert getattr(now[change.item], change.field) == change.new


def test_edits_of_different_fields_go_together():
    base = plan_of("a\n  b\nc")
    merged = drafting.merge(base, changed(base, "b", text="新"), changed(base, "b", due=date(2025, 1, 1)))
    assert merged.conflicts == ()
    assert (drafting.find(merged.plan, "b").text, drafting.find(merged.plan, "b").due) == ("新", date(2025, 1, 1))


def test_two_texts_for_one_field_are_shown_with_who_wrote_them():
    base = changed(plan_of("a"), "a", text="原")
    merged = drafting.merge(base, changed(base, "a", text="甲方"), changed(base, "a", text="乙方"))
    (conflict,) = merged.conflicts
    assert (conflict.item, conflict.field, conflict.base, conflict.ours, conflict.theirs) == (
        "a",
        "text",
        "原",
        "甲方",
        "乙方",
    )
    assert drafting.find(merged.plan, "a").text == "乙方"
    assert drafting.find(drafting.settle(merged, [conflict]).plan, "a").text == "甲方"
    wording = conflict.wording("重庆", "四川")
    assert "重庆为“甲方”" in wording.zh
    assert "四川为“乙方”" in wording.zh
    assert "this edit says" in conflict.wording().en


def test_each_side_can_add_its_own_duty():
    base = changed(plan_of("a"), "a", duties=(Duty("x", "x", Role.LEAD),))
    one, two = Duty("cq-edu", "cq-jw", Role.LEAD), Duty("sc-edu", "sc-jt", Role.LEAD)
    merged = drafting.merge(
        base, changed(base, "a", duties=(Duty("x", "x", Role.LEAD), one)), changed(base, "a", duties=(two,))
    )
    assert merged.conflicts == ()
    assert drafting.find(merged.plan, "a").duties == (two, one)


def test_elements_removed_or_changed_by_one_side_follow_it():
    first, second = Target("t", "率", "=", Decimal(1)), Target("s", "数", "=", Decimal(1))
    base = changed(plan_of("a"), "a", targets=(first, second))
    ours = changed(base, "a", targets=(replace(first, value=Decimal(2)),))
    theirs = changed(base, "a", targets=(first, second, Target("u", "量", "=", Decimal(1))))
    merged = drafting.merge(base, ours, theirs)
    assert [(target.uid, target.value) for target in drafting.find(merged.plan, "a").targets] == [("t", 2), ("u", 1)]


def test_the_plan_itself_merges_field_by_field():
    base = plan_of("a")
    ours = replace(base, title="新名", objectives=(Objective("o", "共建"),))
    theirs = replace(base, end=date(2025, 12, 31), objectives=(Objective("q", "共享"),), title="别名")
    merged = drafting.merge(base, ours, theirs)
    assert [(conflict.item, conflict.field) for conflict in merged.conflicts] == [(None, "title")]
    assert [aim.uid for aim in merged.plan.objectives] == ["q", "o"]
    settled = drafting.settle(merged, merged.conflicts)
    assert (settled.plan.title, settled.plan.end, settled.conflicts) == ("新名", date(2025, 12, 31), ())


def test_removing_what_the_other_side_changed_is_a_conflict_until_settled():
    base = plan_of("a\n  b\nc")
    removed, kept = drafting.remove(base, "a"), changed(base, "b", text="新")
    merged = drafting.merge(base, removed, kept)
    assert outline(merged.plan) == outline(base)
    assert [(conflict.item, conflict.field) for conflict in merged.conflicts] == [("b", ""), ("a", "")]
    assert outline(drafting.settle(merged, merged.conflicts).plan) == "c"
    back = drafting.merge(base, kept, removed)
    assert outline(back.plan) == "c"
    assert [conflict.item for conflict in back.conflicts] == ["b"]
    assert outline(drafting.settle(back, back.conflicts).plan) == "c\nb"


def test_an_item_put_below_a_removed_one_is_a_conflict():
    base = plan_of("a\nb\n  c")
    added = drafting.add(base, Item("n", "a", 0, Kind.TASK, "n"))
    gone = drafting.remove(base, "a")
    first = drafting.merge(base, gone, added)
    assert (outline(first.plan), [each.item for each in first.conflicts]) == ("a\n  n\nb\n  c", ["a"])
    second = drafting.merge(base, added, gone)
    assert (outline(second.plan), [each.item for each in second.conflicts]) == ("b\n  c", ["n"])
    third = drafting.merge(base, drafting.move(base, "c", "a", 0), gone)
    assert outline(third.plan) == "b\n  c"
    assert [(each.item, each.field) for each in third.conflicts] == [("c", "parent")]


def test_two_moves_that_would_make_a_circle_are_a_conflict():
    base = plan_of("a\nb")
    merged = drafting.merge(base, drafting.move(base, "a", "b", 0), drafting.move(base, "b", "a", 0))
    assert outline(merged.plan) == "a\n  b"
    (conflict,) = merged.conflicts
    assert (conflict.item, conflict.field, conflict.ours) == ("a", "parent", "b")
    with pytest.raises(Refusal) as refusal:
        drafting.settle(merged, [conflict])
    assert refusal.value.code == "cyclic-move"


def test_the_same_identity_given_to_two_new_items_is_a_conflict():
    base = plan_of("a")
    ours = drafting.add(base, Item("n", None, 0, Kind.TASK, "甲"))
    theirs = drafting.add(base, Item("n", None, 1, Kind.TASK, "乙"))
    merged = drafting.merge(base, ours, theirs)
    assert [conflict.field for conflict in merged.conflicts] == [""]
    assert drafting.find(drafting.settle(merged, merged.conflicts).plan, "n").title == "甲"
    same = drafting.merge(base, ours, drafting.move(ours, "n", None, 1))
    assert same.conflicts == ()


def test_both_sides_may_insert_among_the_same_siblings():
    base = plan_of("a\nb\nc")
    ours = drafting.add(base, Item("x", None, 1, Kind.TASK, "x"))
    theirs = drafting.move(drafting.add(base, Item("y", None, 0, Kind.TASK, "y")), "c", None, 1)
    assert outline(drafting.merge(base, ours, theirs).plan) == "y\nc\na\nx\nb"
    assert outline(drafting.merge(base, theirs, ours).plan) == "y\nc\na\nx\nb"


def test_siblings_put_in_two_orders_are_a_conflict():
    base = plan_of("p\n  a\n  b\n  c")
    ours, theirs = drafting.move(base, "c", "p", 0), drafting.move(base, "a", "p", 2)
    merged = drafting.merge(base, ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.item, conflict.field, conflict.ours) == ("p", "children", ("c", "a", "b"))
    assert outline(merged.plan) == "p\n  b\n  c\n  a"
    assert outline(drafting.settle(merged, [conflict]).plan) == "p\n  c\n  a\n  b"


def test_conflicts_of_single_elements_and_moves_can_be_settled():
    target = Target("t", "率", "=", Decimal(1))
    base = changed(plan_of("a\nb\nc"), "a", targets=(target,))
    ours = drafting.move(changed(base, "a", targets=(replace(target, value=Decimal(2)),), text="我"), "c", "a", 0)
    theirs = drafting.move(changed(base, "a", targets=(), text="他"), "c", "b", 0)
    merged = drafting.merge(base, ours, theirs)
    assert {conflict.field for conflict in merged.conflicts} == {"targets", "text", "parent"}
    settled = drafting.settle(merged, [each for each in merged.conflicts if each.field != "text"])
    assert [conflict.field for conflict in settled.conflicts] == ["text"]
    assert outline(settled.plan) == "a\n  c\nb"
    assert drafting.find(settled.plan, "a").targets == drafting.find(ours, "a").targets
    objectives = drafting.merge(
        replace(base, objectives=(Objective("o", "一"),)),
        replace(base, objectives=(Objective("o", "二"),)),
        replace(base, objectives=(Objective("o", "三"),)),
    )
    assert drafting.settle(objectives, objectives.conflicts).plan.objectives == (Objective("o", "二"),)


@STEADY
@given(stories())
def test_settling_every_field_for_us_gives_our_values(story):
    merged = drafting.merge(*story)
    plain = [each for each in merged.conflicts if each.field not in ("", "parent", "children") and each.item]
    ours, now = by_uid(story[1]), by_uid(drafting.settle(merged, plain).plan)
    for conflict in plain:
        if not conflict.key:
            assert getattr(now[conflict.item], conflict.field) == getattr(ours[conflict.item], conflict.field)


def test_items_whose_parent_was_always_missing_stay_as_they_are():
    stray = Plan("p", "计划", items=(Item("a", "gone", 0, Kind.TASK, "a"),))
    merged = drafting.merge(stray, changed(stray, "a", text="我"), changed(stray, "a", title="他"))
    assert merged.conflicts == ()
    assert merged.plan.items[0].parent == "gone"
