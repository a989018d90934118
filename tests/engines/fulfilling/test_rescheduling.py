from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.engines.fulfilling.test_timetable import as_items, item, lay, plans
from xietong import fulfilling
from xietong.basics import Refusal

CHINA = fulfilling.china()
PUSH, SHIFT = fulfilling.Moving.PUSH, fulfilling.Moving.SHIFT


def row_of_three(**window):
    return lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7)),
        item("b", date(2025, 3, 12), date(2025, 3, 14), after=["a"]),
        item("c", date(2025, 3, 17), date(2025, 3, 18), after=["b"]),
        **window,
    )


def new_dates(done):
    return {move.uid: (move.new_start, move.new_due) for move in done.moves}


def test_an_extension_moves_only_what_must_move():
    done = fulfilling.reschedule(row_of_three(), "a", due=date(2025, 3, 12))
    assert new_dates(done) == {
        "a": (date(2025, 3, 3), date(2025, 3, 12)),
        "b": (date(2025, 3, 13), date(2025, 3, 17)),
        "c": (date(2025, 3, 18), date(2025, 3, 19)),
    }
    assert [move.workdays for move in done.moves] == [3, 1, 1]
    assert not done.findings


def test_a_gap_that_is_large_enough_swallows_the_move():
    done = fulfilling.reschedule(row_of_three(), "a", due=date(2025, 3, 11))
    assert new_dates(done) == {"a": (date(2025, 3, 3), date(2025, 3, 11))}


def test_shifting_keeps_every_gap_in_both_directions():
    later = fulfilling.reschedule(row_of_three(), "a", start=date(2025, 3, 4), moving=SHIFT)
    assert new_dates(later) == {
        "a": (date(2025, 3, 4), date(2025, 3, 10)),
        "b": (date(2025, 3, 13), date(2025, 3, 17)),
        "c": (date(2025, 3, 18), date(2025, 3, 19)),
    }
    earlier = fulfilling.reschedule(row_of_three(), "a", start=date(2025, 2, 28), moving=SHIFT)
    assert new_dates(earlier) == {
        "a": (date(2025, 2, 28), date(2025, 3, 6)),
        "b": (date(2025, 3, 11), date(2025, 3, 13)),
        "c": (date(2025, 3, 14), date(2025, 3, 17)),
    }


def test_pushing_never_pulls_anything_earlier():
    done = fulfilling.reschedule(row_of_three(), "a", start=date(2025, 2, 24))
    assert new_dates(done) == {"a": (date(2025, 2, 24), date(2025, 2, 28))}


def test_a_moved_parent_takes_its_children_along_and_pushes_what_waits_for_it():
    table = lay(
        item("p", date(2025, 3, 3), date(2025, 3, 14)),
        item("x", date(2025, 3, 3), date(2025, 3, 7), parent="p"),
        item("q", parent="p"),
        item("y", date(2025, 3, 10), date(2025, 3, 14), parent="q"),
        item("z", date(2025, 3, 17), date(2025, 3, 18), after=["p"]),
    )
    for moving in (PUSH, SHIFT):
        done = fulfilling.reschedule(table, "p", start=date(2025, 3, 5), moving=moving)
        assert new_dates(done) == {
            "p": (date(2025, 3, 5), date(2025, 3, 18)),
            "x": (date(2025, 3, 5), date(2025, 3, 11)),
            "y": (date(2025, 3, 12), date(2025, 3, 18)),
            "z": (date(2025, 3, 19), date(2025, 3, 20)),
        }
        assert not done.findings


def test_extending_a_parent_leaves_its_children_where_they_are():
    table = lay(
        item("p", date(2025, 3, 3), date(2025, 3, 14)),
        item("x", date(2025, 3, 3), date(2025, 3, 7), parent="p"),
        item("z", date(2025, 3, 17), date(2025, 3, 18), after=["p"]),
    )
    done = fulfilling.reschedule(table, "p", due=date(2025, 3, 17))
    assert new_dates(done) == {
        "p": (date(2025, 3, 3), date(2025, 3, 17)),
        "z": (date(2025, 3, 18), date(2025, 3, 19)),
    }


def test_a_parent_that_waits_hands_the_push_to_its_children():
    table = lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7)),
        item("p", date(2025, 3, 10), date(2025, 3, 21), after=["a"]),
        item("x", date(2025, 3, 10), date(2025, 3, 14), parent="p"),
        item("y", date(2025, 3, 17), date(2025, 3, 21), parent="p"),
        item("z", date(2025, 3, 24), date(2025, 3, 25), after=["p"]),
    )
    done = fulfilling.reschedule(table, "a", due=date(2025, 3, 11))
    assert new_dates(done) == {
        "a": (date(2025, 3, 3), date(2025, 3, 11)),
        "p": (date(2025, 3, 12), date(2025, 3, 25)),
        "x": (date(2025, 3, 12), date(2025, 3, 18)),
        "z": (date(2025, 3, 26), date(2025, 3, 27)),
    }
    shifted = fulfilling.reschedule(table, "a", due=date(2025, 3, 11), moving=SHIFT)
    assert new_dates(shifted)["y"] == (date(2025, 3, 19), date(2025, 3, 25))
    assert new_dates(shifted)["z"] == (date(2025, 3, 26), date(2025, 3, 27))


def test_a_parent_without_own_dates_is_dragged_by_its_children():
    table = lay(
        item("p"),
        item("x", date(2025, 3, 3), date(2025, 3, 7), parent="p"),
        item("z", due=date(2025, 3, 31), after=["p"]),
    )
    done = fulfilling.reschedule(table, "x", due=date(2025, 3, 10))
    assert new_dates(done) == {
        "x": (date(2025, 3, 3), date(2025, 3, 10)),
        "z": (None, date(2025, 4, 1)),
    }


def test_waiting_through_an_item_without_dates_passes_the_push_on():
    table = lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7)),
        item("u", after=["a"]),
        item("b", date(2025, 3, 10), date(2025, 3, 14), after=["u"]),
    )
    done = fulfilling.reschedule(table, "a", due=date(2025, 3, 10))
    assert new_dates(done)["b"] == (date(2025, 3, 11), date(2025, 3, 17))


def test_an_item_with_a_start_alone_moves_and_pushes():
    table = lay(item("a", date(2025, 3, 3)), item("b", date(2025, 3, 4), date(2025, 3, 5), after=["a"]))
    done = fulfilling.reschedule(table, "a", start=date(2025, 3, 4))
    assert new_dates(done) == {"a": (date(2025, 3, 4), None), "b": (date(2025, 3, 5), date(2025, 3, 6))}


def test_an_item_without_dates_can_be_given_some():
    table = lay(item("a"), item("b", date(2025, 3, 4), date(2025, 3, 5), after=["a"]))
    done = fulfilling.reschedule(table, "a", start=date(2025, 3, 3), due=date(2025, 3, 4))
    assert done.moves[0] == fulfilling.Moved("a", None, None, date(2025, 3, 3), date(2025, 3, 4), 0)
    assert new_dates(done)["b"] == (date(2025, 3, 5), date(2025, 3, 6))


def test_moves_past_a_parent_or_the_plan_are_found():
    table = lay(
        item("p", due=date(2025, 3, 14)),
        item("q", parent="p"),
        item("a", date(2025, 3, 3), date(2025, 3, 7), parent="q"),
        item("b", date(2025, 3, 10), date(2025, 3, 14), parent="q", after=["a"]),
        item("c", date(2025, 3, 17), date(2025, 3, 31), after=["b"]),
        end=date(2025, 3, 31),
    )
    done = fulfilling.reschedule(table, "a", due=date(2025, 3, 10))
    assert [(finding.code, finding.subject) for finding in done.findings] == [
        ("outside_parent", "b"),
        ("outside_plan", "c"),
    ]


def test_a_move_without_a_date_or_with_dates_reversed_is_refused():
    with pytest.raises(Refusal) as refused:
        fulfilling.reschedule(row_of_three(), "a")
    assert refused.value.code == "no-new-date"
    with pytest.raises(Refusal) as refused:
        fulfilling.reschedule(row_of_three(), "a", due=date(2025, 3, 2))
    assert refused.value.code == "due-before-start"


def test_moving_an_item_of_a_plan_with_cycles_works_on_the_links_that_are_left():
    table = lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7), after=["b"]),
        item("b", date(2025, 3, 10), date(2025, 3, 14), after=["a"]),
        item("c", date(2025, 3, 17), date(2025, 3, 18), after=["b"]),
    )
    done = fulfilling.reschedule(table, "b", due=date(2025, 3, 17))
    assert set(new_dates(done)) == {"b", "c"}


def test_dates_that_stay_are_no_move():
    assert fulfilling.reschedule(row_of_three(), "a", start=date(2025, 3, 3)).moves == ()


def test_a_waiting_parent_with_a_start_alone_moves_its_start():
    table = lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7)),
        item("p", date(2025, 3, 10), after=["a"]),
        item("x", date(2025, 3, 12), date(2025, 3, 14), parent="p"),
    )
    done = fulfilling.reschedule(table, "a", due=date(2025, 3, 10))
    assert new_dates(done) == {"a": (date(2025, 3, 3), date(2025, 3, 10)), "p": (date(2025, 3, 11), None)}


def test_a_whole_chain_of_480_moves():
    start = date(2023, 3, 6)
    links = [fulfilling.Link(str(n), str(n + 1)) for n in range(479)]
    days = [CHINA.add_workdays(start, n) for n in range(480)]
    table = lay(*(item(str(n), day, day) for n, day in enumerate(days)), links=links)
    done = fulfilling.reschedule(table, "0", start=CHINA.add_workdays(start, 1))
    assert len(done.moves) == 480
    assert {move.workdays for move in done.moves} == {1}


def as_links(links):
    return [fulfilling.Link(str(before), str(after), lag) for before, after, lag in links]


def without_circles(values, links):
    """Those that close a circle are left out of a timetable, and so cannot be kept by one."""
    kept = []
    for each in links:
        if not any(finding.code == "cycle" for finding in lay(*values, links=as_links([*kept, each])).findings):
            kept.append(each)
    return kept


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 13), st.integers(0, 60))
@example(([(None, 3, 0), (0, None, 0), (None, 3, None)], [(1, 2, 1)]), 1, 2)  # due before the start of its parent
def test_after_a_push_no_link_behind_the_moved_item_is_newly_broken(found, number, by):
    """Pushing keeps lengths, moves nothing earlier, and leaves no dependant starting before what it waits for."""
    items, asked = found
    values = as_items(items)
    links = without_circles(values, asked)
    table = lay(*values, links=as_links(links))
    movable = [each for each in values if each.due is not None and (each.start is None or each.start <= each.due)]
    assume(movable)
    head = movable[number % len(movable)]
    done = fulfilling.reschedule(table, head.uid, due=head.due + timedelta(days=by))
    moved = {move.uid: move for move in done.moves}
    for move in done.moves[1:]:
        assert move.workdays > 0
        for old, new in ((move.start, move.new_start), (move.due, move.new_due)):
            assert (old is None) == (new is None)
    for before, after, lag in links:
        ends, begins = moved.get(str(before)), values[after]
        if ends is None or ends.due is None or ends.new_due is None or begins.start is None:
            continue
        if CHINA.workdays_between(ends.due, ends.new_due) == 0:
            continue  # From Friday to Saturday nothing is finished later: what was broken before stays so.
        begun = moved[str(after)].new_start if str(after) in moved else begins.start
        finish = int(CHINA.through(_column(ends.new_due))[0])
        assert int(CHINA.before(_column(begun))[0]) >= finish + lag


def _column(day):
    return fulfilling.columns([item("x", day)]).start
