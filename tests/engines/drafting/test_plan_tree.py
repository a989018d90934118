"""The tree of a plan: order, families, circles, numbering, and what people do to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.drafting.plans import STEADY, UIDS, YU, changed, outline, plan_of, plans
from xietong import drafting
from xietong.basics import Refusal
from xietong.drafting import Basis, Duty, Item, Kind, Milestone, Objective, Plan, Role, Target

TREE = """
a
  b
    c
  d
e
"""


@STEADY
@given(plans(simple=True), st.randoms())
def test_items_come_back_into_reading_order_however_they_were_shuffled(plan, rng):
    shuffled = list(plan.items)
    rng.shuffle(shuffled)
    assert drafting.ordered(shuffled) == plan.items


def test_items_without_parent_or_in_a_circle_are_kept_at_the_end():
    x, y = Item("x", "y", 0, Kind.TASK, "x"), Item("y", "x", 0, Kind.TASK, "y")
    stray, below = Item("s", "gone", 0, Kind.TASK, "s"), Item("t", "s", 0, Kind.TASK, "t")
    root = Item("r", None, 7, Kind.TASK, "r")
    assert [item.uid for item in drafting.ordered([x, below, y, stray, root])] == ["r", "s", "t", "x", "y"]


def test_two_items_of_one_identity_are_both_kept():
    twins = [Item("a", None, 0, Kind.TASK, "1"), Item("a", None, 1, Kind.TASK, "2"), Item("b", "a", 0, Kind.TASK, "3")]
    assert len(drafting.ordered(twins)) == 3


def test_families_are_found_from_any_item():
    plan = plan_of(TREE)
    assert [item.uid for item in drafting.children(plan, None)] == ["a", "e"]
    assert [item.uid for item in drafting.children(plan, "a")] == ["b", "d"]
    assert [item.uid for item in drafting.descendants(plan, "a")] == ["b", "c", "d"]
    assert [item.uid for item in drafting.ancestors(plan, "c")] == ["a", "b"]
    assert drafting.ancestors(plan, "nobody") == ()
    assert drafting.descendants(plan, "e") == ()


def test_ancestors_in_a_circle_are_walked_once():
    plan = Plan("p", "", items=(Item("x", "y", 0, Kind.TASK, "x"), Item("y", "x", 0, Kind.TASK, "y")))
    assert [item.uid for item in drafting.ancestors(plan, "x")] == ["y"]


GRAPHS = st.dictionaries(st.sampled_from(UIDS), st.lists(st.sampled_from((*UIDS, "unknown")), max_size=4).map(tuple))


def reached(edges, start):
    """Return the nodes that can be reached in at least one step."""
    found, waiting = set(), [start]
    while waiting:
        for node in edges.get(waiting.pop(), ()):
            if node in edges and node not in found:
                found.add(node)
                waiting.append(node)
    return found


@STEADY
@given(GRAPHS)
def test_every_knot_of_a_graph_is_named_by_a_circle_that_is_really_there(edges):
    circles = drafting.circles(edges)
    for circle in circles:
        for node, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert following in edges[node]
    named = [node for circle in circles for node in circle]
    assert len(named) == len(set(named))
    for node in edges:
        knot = {other for other in reached(edges, node) if node in reached(edges, other)}
        assert not knot or knot & set(named)


def test_a_circle_beside_another_is_named_too():
    assert len(drafting.circles({"r": ("a", "c"), "a": ("b",), "b": ("a",), "c": ("r",)})) == 2


def test_numbering_follows_the_form_of_official_documents():
    numbered = drafting.renumber(plan_of("a\n  b\n    c\n      d\n        e\n      f\nz"))
    assert [item.number for item in numbered.items] == ["一、", "（一）", "1.", "（1）", "①", "（2）", "二、"]


@STEADY
@given(plans(), st.randoms())
def test_a_plan_is_put_together_again_from_its_items_and_their_places(plan, rng):
    places = {item.uid: f"{number:03}" for number, item in enumerate(plan.items)}
    shuffled = list(plan.items)
    rng.shuffle(shuffled)
    assert drafting.with_items(plan, {item.uid: item for item in shuffled}, places) == plan


@STEADY
@given(plans())
def test_numbering_changes_nothing_but_numbers_and_positions(plan):
    numbered = drafting.renumber(plan)
    assert [replace(item, number="", position=0) for item in numbered.items] == [
        replace(item, number="", position=0) for item in plan.items
    ]
    assert drafting.renumber(numbered) == numbered


@pytest.mark.parametrize(("level", "ordinal", "number"), [(0, 1234, "1234、"), (4, 21, "（21）"), (1, 11, "（十一）")])
def test_large_ordinals_still_have_a_number(level, ordinal, number):
    assert drafting.house_number(level, ordinal) == number


@pytest.mark.parametrize(
    ("read", "printed"),
    [("一", "一、"), ("(十二)", "（十二）"), ("3.", "3."), ("(4)", "（4）"), ("一是", "一是"), ("", "")],
)
def test_numbers_as_read_are_printed_in_house_form(read, printed):
    assert drafting.house_form(read) == printed


def test_an_added_item_pushes_its_later_siblings_down():
    plan = drafting.add(plan_of(TREE), Item("n", "a", 1, Kind.TASK, "n"))
    assert outline(plan) == "a\n  b\n    c\n  n\n  d\ne"
    assert [item.position for item in drafting.children(plan, "a")] == [0, 1, 2]


def test_an_item_is_added_only_under_a_new_identity_and_a_parent_that_exists():
    with pytest.raises(Refusal) as taken:
        drafting.add(plan_of(TREE), Item("a", None, 0, Kind.TASK, "a"))
    assert taken.value.code == "uid-taken"
    with pytest.raises(Refusal) as lost:
        drafting.add(plan_of(TREE), Item("n", "nobody", 0, Kind.TASK, "n"))
    assert lost.value.code == "no-such-item"


def test_an_edit_changes_the_item_but_not_its_place():
    plan = drafting.edit(plan_of(TREE), Item("c", None, 9, Kind.MEASURE, "new"))
    assert outline(plan) == outline(plan_of(TREE))
    assert drafting.find(plan, "c").title == "new"


def test_removing_an_item_takes_its_descendants_and_frees_who_waited_for_them():
    plan = changed(plan_of(TREE), "e", after=("c", "d"))
    left = drafting.remove(plan, "b")
    assert outline(left) == "a\n  d\ne"
    assert drafting.find(left, "e").after == ("d",)
    assert drafting.find(left, "d").position == 0


def test_moving_takes_the_subtree_along():
    assert outline(drafting.move(plan_of(TREE), "b", None, 1)) == "a\n  d\nb\n  c\ne"
    assert outline(drafting.move(plan_of(TREE), "d", "a", 0)) == "a\n  d\n  b\n    c\ne"
    assert outline(drafting.move(plan_of(TREE), "a", "e", 99)) == "e\n  a\n    b\n      c\n    d"


@pytest.mark.parametrize("parent", ["a", "c"])
def test_an_item_cannot_move_below_itself(parent):
    with pytest.raises(Refusal) as refusal:
        drafting.move(plan_of(TREE), "a", parent, 0)
    assert refusal.value.code == "cyclic-move"
    assert "“a”" in refusal.value.wording.zh


@STEADY
@given(plans(simple=True), st.data())
def test_any_allowed_move_keeps_all_items_and_puts_the_one_where_it_was_sent(plan, data):
    if not plan.items:
        return
    uid = data.draw(st.sampled_from([item.uid for item in plan.items]))
    parent = data.draw(st.sampled_from([None, *(item.uid for item in plan.items)]))
    place = data.draw(st.integers(-1, 9))
    try:
        moved = drafting.move(plan, uid, parent, place)
    except Refusal:
        assert parent == uid or parent in {item.uid for item in drafting.descendants(plan, uid)}
        return
    assert {item.uid for item in moved.items} == {item.uid for item in plan.items}
    family = drafting.children(moved, parent)
    assert family[min(max(place, 0), len(family) - 1)].uid == uid
    assert [item.position for item in family] == list(range(len(family)))


def test_a_split_item_keeps_its_identity_and_everyone_waits_for_all_parts():
    target = Target("t", "覆盖率", ">=", Decimal(80))
    plan = changed(plan_of(TREE), "b", targets=(target,), duties=(Duty(YU.code, "cq-jw", Role.LEAD),), number="1.")
    plan = changed(changed(plan, "e", after=("b",)), "d", after=("b", "c"))
    parts = drafting.split(plan, "b", ["建平台\n共建共享", " ", "办活动"], iter(["n1"]))
    assert outline(parts) == "a\n  b\n    c\n  n1\n  d\ne"
    first, second = drafting.find(parts, "b"), drafting.find(parts, "n1")
    assert (first.title, first.text, first.targets) == ("建平台", "建平台\n共建共享", (target,))
    assert (second.title, second.targets, second.duties, second.number) == ("办活动", (), first.duties, "")
    assert drafting.find(parts, "e").after == ("b", "n1")
    assert drafting.find(parts, "d").after == ("b", "n1", "c")
    assert drafting.find(parts, "d").position == 2


def test_a_split_needs_two_texts():
    with pytest.raises(Refusal) as refusal:
        drafting.split(plan_of(TREE), "b", ["only", ""], iter([]))
    assert refusal.value.code == "split-needs-two"


def test_joined_items_hold_what_each_held():
    plan = plan_of("a\n  b\n  c\n    x\n  d\ne")
    lead, support = Duty(YU.code, "cq-jw", Role.LEAD), Duty(YU.code, "cq-kj", Role.SUPPORT)
    plan = changed(plan, "b", text="一", start=date(2023, 1, 1), duties=(lead,), after=("e",))
    plan = changed(plan, "c", text="二", due=date(2024, 1, 1), duties=(lead, support), after=("b",))
    plan = changed(plan, "c", milestones=(Milestone("m", "中期", date(2023, 6, 30)),))
    plan = changed(plan, "d", after=("c", "b"))
    joined = drafting.join(plan, ["b", "c", "b"], "新")
    assert outline(joined) == "a\n  b\n    x\n  d\ne"
    whole = drafting.find(joined, "b")
    assert (whole.title, whole.text, whole.weight) == ("新", "一\n二", Decimal(2))
    assert (whole.start, whole.due) == (date(2023, 1, 1), date(2024, 1, 1))
    assert (whole.duties, whole.after) == ((lead, support), ("e",))
    assert [stone.uid for stone in whole.milestones] == ["m"]
    assert drafting.find(joined, "d").after == ("b",)
    assert drafting.find(joined, "d").position == 1


def test_joining_across_parents_closes_the_gap_behind():
    joined = drafting.join(plan_of(TREE), ["e", "b"])
    assert outline(joined) == "a\n  d\ne\n  c"
    assert drafting.find(joined, "d").position == 0


def test_joining_needs_two_items_beside_each_other():
    with pytest.raises(Refusal) as alone:
        drafting.join(plan_of(TREE), ["b"])
    assert alone.value.code == "join-needs-two"
    with pytest.raises(Refusal) as nested:
        drafting.join(plan_of(TREE), ["c", "a"])
    assert nested.value.code == "cyclic-move"


def test_a_plan_takes_the_frame_of_another_and_items_rest_only_on_what_is_left():
    plan = changed(plan_of("a\n  b\nc"), "b", basis=("x", "y"))
    plan = changed(plan, "c", basis=("y",))
    plan = replace(plan, parties=(YU,), basis=(Basis("x", "甲"), Basis("y", "乙")))
    frame = Plan(
        "other", "新名", start=date(2024, 1, 1), objectives=(Objective("o", "目标"),), basis=(Basis("y", "丙"),)
    )
    framed = drafting.reframe(plan, frame)
    assert (framed.uid, framed.title, framed.parties, framed.start) == (plan.uid, "新名", (YU,), date(2024, 1, 1))
    assert (framed.objectives, framed.basis) == (frame.objectives, frame.basis)
    assert {item.uid: item.basis for item in framed.items} == {"a": (), "b": ("y",), "c": ("y",)}
    assert outline(framed) == outline(plan)
