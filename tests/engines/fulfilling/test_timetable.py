from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import fulfilling
from xietong.drafting import Item, Kind, Milestone

CHINA = fulfilling.china()
TODAY = date(2023, 6, 1)


def item(uid, start=None, due=None, parent=None, after=(), milestones=()):
    return Item(
        uid, parent, 0, Kind.TASK, f"Task {uid}", start=start, due=due, after=tuple(after), milestones=tuple(milestones)
    )


def lay(*items, links=None, start=None, end=None):
    return fulfilling.timetable(items, links, today=TODAY, calendar=CHINA, start=start, end=end)


def codes(table):
    return [(finding.code, finding.subject) for finding in table.findings if finding.severity != "info"]


def test_items_in_a_row_without_gaps_have_no_slack_and_one_beside_them_has_some():
    table = lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7)),
        item("b", date(2025, 3, 10), date(2025, 3, 14), after=["a"]),
        item("c", date(2025, 3, 3), date(2025, 3, 4)),
        item("d", date(2025, 3, 17), date(2025, 3, 21), after=["b", "c"]),
    )
    assert table.path == ("a", "b", "d")
    assert [table.place(uid).slack for uid in "abcd"] == [0, 0, 8, 0]
    assert table.place("c") == fulfilling.Place(
        "c", date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 13),
        date(2025, 3, 14), slack=8, late=0, critical=False, overdue=False,
    )  # fmt: skip
    assert not table.findings


def test_a_lag_in_working_days_uses_up_slack_across_a_holiday():
    table = lay(
        item("a", date(2025, 9, 25), date(2025, 9, 30)),
        item("b", date(2025, 10, 10), date(2025, 10, 13)),
        links=[fulfilling.Link("a", "b", lag=1)],
    )
    # 9 October is the one working day between; the 11th is made up, the 12th a Sunday.
    assert table.path == ("a", "b")
    assert table.place("b").early_finish == date(2025, 10, 13)


def test_parents_take_missing_dates_from_their_children_and_keep_their_own():
    table = lay(
        item("root"),
        item("own", date(2025, 1, 1), date(2025, 12, 31), parent="root"),
        item("leaf", date(2025, 3, 3), date(2025, 3, 7), parent="own"),
        item("mid", parent="root"),
        item("x", date(2025, 2, 5), date(2025, 2, 6), parent="mid"),
        item("y", date(2025, 4, 1), date(2026, 2, 27), parent="mid"),
    )
    dates = {uid: (table.place(uid).start, table.place(uid).due) for uid in ("root", "own", "mid")}
    assert dates == {
        "root": (date(2025, 1, 1), date(2026, 2, 27)),
        "own": (date(2025, 1, 1), date(2025, 12, 31)),
        "mid": (date(2025, 2, 5), date(2026, 2, 27)),
    }
    assert table.place("mid").early_start == date(2025, 2, 5)
    assert table.place("mid").early_finish == date(2026, 2, 27)


def test_a_task_with_only_a_due_date_fills_the_time_after_what_it_waits_for():
    table = lay(
        item("a", due=date(2025, 3, 31)),
        item("b", due=date(2025, 6, 30), after=["a"]),
        item("c", due=date(2025, 5, 30)),
        start=date(2025, 1, 1),
        end=date(2025, 12, 31),
    )
    assert table.path == ("a", "b")
    assert table.place("a").early_start == date(2025, 1, 2)
    assert table.place("b").early_start == date(2025, 4, 1)
    assert table.place("c").slack == CHINA.workdays_between(date(2025, 5, 30), date(2025, 6, 30))


def test_what_waits_for_a_parent_waits_for_its_last_child():
    table = lay(
        item("p"),
        item("x", date(2025, 3, 3), date(2025, 3, 7), parent="p"),
        item("y", date(2025, 3, 3), date(2025, 3, 12), parent="p"),
        item("z", date(2025, 3, 10), date(2025, 3, 14), after=["p"]),
    )
    assert table.path == ("y", "z")
    assert table.place("z").early_start == date(2025, 3, 13)
    assert table.place("z").late == 3
    assert codes(table) == [("start_before_predecessor", "z")]
    assert table.place("p").critical
    assert table.place("x").slack == 3


def test_a_cycle_is_named_item_by_item_and_the_rest_is_laid_out():
    table = lay(
        item("a", date(2025, 3, 3), date(2025, 3, 7), after=["c"]),
        item("b", date(2025, 3, 3), date(2025, 3, 7), after=["a"]),
        item("c", date(2025, 3, 3), date(2025, 3, 7), after=["b"]),
        item("d", date(2025, 3, 10), date(2025, 3, 14), after=["c"]),
        item("self", date(2025, 3, 3), date(2025, 3, 7), after=["self"]),
    )
    cycles = [finding for finding in table.findings if finding.code == "cycle"]
    assert [finding.subject for finding in cycles] == ["a", "self"]
    assert "“Task a” → “Task b” → “Task c” → “Task a”" in cycles[0].wording.zh
    assert table.place("d").early_start == date(2025, 3, 10)


def test_a_child_that_waits_for_its_own_parent_is_a_cycle():
    table = lay(item("p"), item("x", date(2025, 3, 3), date(2025, 3, 7), parent="p", after=["p"]))
    assert [finding.subject for finding in table.findings if finding.code == "cycle"] == ["p"]
    assert "“Task p” → “Task x”" in table.findings[0].wording.en


def test_parents_in_a_circle_are_reported_and_put_at_the_top():
    table = lay(item("a", parent="b"), item("b", parent="a"), item("c", parent="a"), item("d"))
    assert {(f.code, f.subject) for f in table.findings} == {("cyclic_tree", uid) for uid in "abc"}
    assert table.tree.parent.tolist() == [-1] * 4


def test_an_unknown_predecessor_is_left_out_and_found():
    table = lay(item("a", after=["gone"]), item("b"), links=None)
    assert codes(table) == [("unknown_predecessor", "a")]
    assert codes(lay(item("a"), links=[fulfilling.Link("a", "nobody")])) == [("unknown_predecessor", "nobody")]


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([item("a", date(2025, 5, 2), date(2025, 5, 1))], [("due_before_start", "a")]),
        (
            [item("a", due=date(2025, 5, 30)), item("b", due=date(2025, 5, 29), after=["a"])],
            [("due_before_predecessor", "b")],
        ),
        ([item("a", due=date(2025, 5, 30)), item("b", due=date(2025, 5, 30), after=["a"])], []),
        (
            [item("a", due=date(2025, 5, 30)), item("b", date(2025, 5, 30), date(2025, 9, 30), after=["a"])],
            [("start_before_predecessor", "b")],
        ),
        (
            [
                item("p", date(2025, 1, 1), date(2025, 6, 30)),
                item("a", date(2024, 12, 1), date(2025, 7, 1), parent="p"),
            ],
            [("outside_parent", "a"), ("outside_parent", "a")],
        ),
        (
            [
                item("p", due=date(2025, 6, 30)),
                item("q", parent="p"),
                item("a", date(2024, 12, 1), date(2025, 7, 1), parent="q"),
            ],
            [("outside_parent", "a")],
        ),
        ([item("a", date(2019, 12, 31), date(2026, 7, 1))], [("outside_plan", "a"), ("outside_plan", "a")]),
        ([item("a", date(1066, 10, 14), date(2025, 7, 1))], [("date_out_of_range", "a")]),
        (
            [
                item("a", date(2025, 3, 3), date(2025, 3, 14)),
                item("b", date(2025, 3, 10), date(2025, 3, 21), after=["a"]),
                item("c", date(2025, 3, 24), date(2025, 3, 28), after=["b"]),
            ],
            [("start_before_predecessor", "b"), ("due_unreachable", "c")],
        ),
        (
            [item("a", due=date(2025, 3, 14), milestones=[Milestone("m", "halfway", date(2025, 3, 15))])],
            [("milestone_outside_item", "a")],
        ),
        ([item("a", date(2025, 3, 14), milestones=[Milestone("m", "x", date(2025, 3, 15))])], []),
    ],
)
def test_each_impossible_date_is_found_once_and_names_its_item(items, found):
    table = lay(*items, start=date(2020, 1, 1), end=date(2025, 12, 31))
    assert codes(table) == found
    for finding in table.findings:
        assert "Task" in finding.wording.zh and "Task" in finding.wording.en


def test_years_whose_holidays_are_not_published_are_named_once():
    table = lay(item("a", date(2027, 3, 1), date(2028, 3, 1)), item("b", date(2025, 3, 3), date(2027, 3, 1)))
    assert [finding.code for finding in table.findings] == ["holidays_not_published"]
    assert "2027, 2028" in table.findings[0].wording.en


def test_an_overdue_item_is_marked_the_day_after_its_due_date():
    table = lay(item("a", due=TODAY - timedelta(days=1)), item("b", due=TODAY), item("c"))
    assert table.overdue.tolist() == [True, False, False]


def test_an_empty_plan_and_one_without_dates_are_laid_out():
    assert lay().path == ()
    table = lay(item("p"), item("a", parent="p"), item("b", parent="p", after=["a"]))
    assert table.place("b").early_start == TODAY
    assert not table.findings


def test_a_milestone_less_start_counts_one_working_day():
    table = lay(item("a", date(2025, 3, 3)), item("b", date(2025, 3, 4), date(2025, 3, 4), after=["a"]))
    assert table.path == ("a", "b")


@st.composite
def plans(draw):
    count = draw(st.integers(1, 14))
    items = []
    for n in range(count):
        parent = draw(st.none() | st.integers(0, n - 1)) if n else None
        start = draw(st.none() | st.integers(0, 90))
        due = draw(st.none() | st.integers(0, 90))
        items.append((parent, start, due))
    links = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(-2, 3)), max_size=12)
    )
    return items, [link for link in links if link[0] < link[1]]


def as_items(found):
    base = date(2025, 3, 3)
    return [
        item(
            str(n),
            None if start is None else base + timedelta(days=start),
            None if due is None else base + timedelta(days=due),
            None if parent is None else str(parent),
        )
        for n, (parent, start, due) in enumerate(found)
    ]


def plain_passes(table):
    """The critical path method as the textbook has it, on leaves alone: links between parents stand for all leaves."""
    count = len(table.begin)
    parent = table.tree.parent.tolist()
    leaves = [n for n in range(count) if n not in parent]

    def under(n):
        return [leaf for leaf in leaves if leaf == n or n in ancestors(leaf)]

    def ancestors(n):
        return [] if parent[n] < 0 else [parent[n], *ancestors(parent[n])]

    return leaves, under, ancestors


@settings(max_examples=150, deadline=None)
@given(plans())
def test_slack_agrees_with_the_textbook_method_run_on_leaves(found):
    items, links = found
    table = lay(*as_items(items), links=[fulfilling.Link(str(a), str(b), lag) for a, b, lag in links])
    if any(finding.code == "cycle" for finding in table.findings):
        return
    leaves, under, ancestors = plain_passes(table)
    begin, length = table.begin.tolist(), table.length.tolist()
    lower = {x: max([begin[x], *(begin[a] for a in ancestors(x))]) for x in leaves}
    pairs = [(x, y, lag) for a, b, lag in links for x in under(a) for y in under(b)]
    early = dict(lower)
    for _ in leaves:
        for x, y, lag in pairs:
            early[y] = max(early[y], early[x] + length[x] + lag)
    end = max(early[x] + length[x] for x in leaves)
    late = dict.fromkeys(leaves, end)
    for _ in leaves:
        for x, y, lag in pairs:
            late[x] = min(late[x], late[y] - length[y] - lag)
    expected = {x: late[x] - length[x] - early[x] for x in leaves}
    assert {x: int(table.slack[x]) for x in leaves} == expected
    assert [CHINA.first_of(early[x]) for x in leaves] == [table.early_start[x].item() for x in leaves]
    assert {x: bool(table.critical[x]) for x in leaves} == {x: slack == 0 for x, slack in expected.items()}
    assert all(expected[int(uid)] == 0 for uid in table.path)


@settings(max_examples=60, deadline=None)
@given(plans(), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=6))
def test_a_cycle_is_reported_exactly_when_there_is_one(found, extra):
    items, links = found
    count = len(items)
    pairs = [(a, b) for a, b, _ in links] + [(a % count, b % count) for a, b in extra]
    table = lay(*as_items(items), links=[fulfilling.Link(str(a), str(b)) for a, b in pairs])
    leaves, under, _ = plain_passes(table)
    reach = {(x, y) for a, b in pairs for x in under(a) for y in under(b)}
    for via in leaves:
        reach |= {(x, y) for x in leaves for y in leaves if (x, via) in reach and (via, y) in reach}
    assert any(f.code == "cycle" for f in table.findings) == any((x, x) in reach for x in leaves)


def test_long_chains_are_swept_node_by_node_to_the_same_end():
    count = 1200
    uids = [str(n) for n in range(count)]
    start = np.datetime64("2025-03-03") + np.zeros(count, dtype=np.int64)
    table = fulfilling.lay_out(
        fulfilling.Columns(uids, uids, np.full(count, -1), start, start),
        fulfilling.LinkColumns(
            np.append(np.arange(count - 1), 1000), np.append(np.arange(1, count), 1100), np.zeros(count, dtype=np.int64)
        ),
        today=TODAY,
        calendar=CHINA,
    )
    assert table.path == tuple(uids)
    assert table.place("1199").early_start == CHINA.add_workdays(date(2025, 3, 3), 1199)
    assert set(table.slack.tolist()) == {0}


def test_an_item_that_is_not_there_has_no_place():
    with pytest.raises(KeyError):
        lay(item("a")).place("b")
