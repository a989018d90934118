from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.fulfilling.test_timetable import TODAY, item, lay
from xietong import fulfilling
from xietong.basics import PeriodKind
from xietong.drafting import Duty, Milestone, Recurrence, Role

MONTHLY, QUARTERLY, YEARLY = Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY


def dues(*args):
    return [(one.start, one.due) for one in fulfilling.occurrences(*args)]


def test_a_due_day_comes_back_in_every_month_and_stays_the_last_day_of_short_ones():
    assert dues(MONTHLY, None, date(2025, 1, 28), date(2025, 3, 31)) == [
        (date(2025, 1, 1), date(2025, 1, 28)),
        (date(2025, 2, 1), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2025, 3, 28)),
    ]
    assert [due for _, due in dues(MONTHLY, None, date(2025, 1, 30), date(2025, 3, 31))] == [
        date(2025, 1, 30),
        date(2025, 2, 28),
        date(2025, 3, 30),
    ]
    assert dues(QUARTERLY, None, date(2025, 6, 30), date(2025, 12, 31))[-1] == (date(2025, 10, 1), date(2025, 12, 31))


def test_a_stretch_of_the_year_comes_back_every_year():
    assert dues(YEARLY, date(2022, 9, 1), date(2022, 10, 15), date(2024, 10, 14)) == [
        (date(2022, 9, 1), date(2022, 10, 15)),
        (date(2023, 9, 1), date(2023, 10, 15)),
    ]


def test_a_window_longer_than_a_period_is_the_items_life():
    assert dues(YEARLY, date(2021, 11, 23), date(2023, 6, 30), date(2030, 1, 1)) == [
        (date(2021, 11, 23), date(2021, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 31)),
        (date(2023, 1, 1), date(2023, 6, 30)),
    ]
    assert dues(QUARTERLY, date(2025, 2, 1), None, date(2025, 6, 30)) == [
        (date(2025, 2, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 6, 30)),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        (Recurrence.NONE, date(2025, 1, 1), date(2025, 2, 1), date(2026, 1, 1)),
        (Recurrence.ONGOING, date(2025, 1, 1), date(2026, 2, 1), date(2026, 1, 1)),
        (MONTHLY, None, None, date(2026, 1, 1)),
        (MONTHLY, date(2027, 1, 1), None, date(2026, 1, 1)),
    ],
)
def test_what_has_no_rounds_gives_none(asked):
    assert dues(*asked) == []


@given(
    st.sampled_from([MONTHLY, QUARTERLY, YEARLY]),
    st.none() | st.dates(date(2020, 1, 1), date(2022, 12, 31)),
    st.none() | st.dates(date(2020, 1, 1), date(2025, 12, 31)),
    st.dates(date(2020, 1, 1), date(2026, 12, 31)),
)
def test_rounds_follow_each_other_one_in_each_period(recurrence, start, due, until):
    if start is not None and due is not None and due < start:
        return
    rounds = fulfilling.occurrences(recurrence, start, due, until)
    for one in rounds:
        assert one.period.start <= one.due <= one.period.end
        assert one.start <= one.due <= until
    for one, following in pairwise(rounds):
        assert following.period == one.period.next()


def test_each_party_with_a_lead_has_its_deadlines_in_order():
    duties = (
        Duty("cq", "cq-1", Role.LEAD),
        Duty("sc", "sc-1", Role.LEAD),
        Duty("cq", "cq-2", Role.LEAD),
        Duty("gz", "gz-1", Role.SUPPORT),
    )
    task = replace(
        item("a", due=date(2025, 6, 30), milestones=[Milestone("m", "halfway", date(2025, 3, 31))]), duties=duties
    )
    monthly = replace(item("b", due=date(2025, 1, 28)), recurrence=MONTHLY, duties=duties[:1])
    found = fulfilling.deadlines([task, monthly, item("c")], since=date(2025, 3, 1), until=date(2025, 6, 30))
    assert [(one.due.isoformat(), one.party, one.item, one.milestone) for one in found] == [
        ("2025-03-28", "cq", "b", ""),
        ("2025-03-31", "cq", "a", "m"),
        ("2025-03-31", "sc", "a", "m"),
        ("2025-04-28", "cq", "b", ""),
        ("2025-05-28", "cq", "b", ""),
        ("2025-06-28", "cq", "b", ""),
        ("2025-06-30", "cq", "a", ""),
        ("2025-06-30", "sc", "a", ""),
    ]
    assert found[1].organisations == ("cq-1", "cq-2")
    assert found[1].title == "halfway"


def test_a_drawing_spans_whole_periods_around_all_dates_and_today():
    table = lay(item("a", date(2023, 2, 10), date(2023, 5, 10)))
    quarter = fulfilling.draw(table)
    assert (quarter.since, quarter.until) == (date(2023, 1, 1), date(2023, 6, 30))
    assert quarter.width == 181
    assert quarter.today == (TODAY - date(2023, 1, 1)).days
    assert [tick.period.code for tick in quarter.ticks] == ["2023-Q1", "2023-Q2"]
    assert [(tick.left, tick.right, tick.opens_year) for tick in quarter.ticks] == [(0, 90, True), (90, 181, False)]
    assert len(fulfilling.draw(table, zoom=fulfilling.Zoom.MONTH).ticks) == 5
    assert fulfilling.draw(table, zoom=fulfilling.Zoom.YEAR).ticks[0].period.kind is PeriodKind.YEAR


def test_a_drawing_may_be_cut_and_then_has_no_line_for_a_day_outside():
    table = lay(item("a", date(2023, 2, 10), date(2023, 5, 10)))
    cut = fulfilling.draw(table, since=date(2023, 2, 15), until=date(2023, 3, 15), zoom=fulfilling.Zoom.MONTH)
    assert cut.today is None
    assert [(tick.left, tick.right) for tick in cut.ticks] == [(0, 14), (14, 29)]
    assert cut.rows[0].left == -5


def test_rows_carry_depth_places_points_and_what_was_first_agreed():
    first = [
        item("p"),
        item("a", date(2023, 1, 2), date(2023, 1, 31), parent="p"),
        item("b", date(2023, 2, 1), date(2023, 2, 28), parent="p", after=["a"]),
        item("c"),
    ]
    marked = replace(
        first[1], milestones=(Milestone("m", "x", date(2023, 1, 16)), Milestone("n", "y", date(2024, 1, 1)))
    )
    again = replace(item("d", due=date(2023, 1, 20)), recurrence=MONTHLY)
    now = [first[0], marked, replace(first[2], due=date(2023, 3, 31)), first[3], again]
    table, agreed = lay(*now), fulfilling.columns([*first, item("d", due=date(2023, 1, 20))])
    drawn = fulfilling.draw(
        table, agreed=(agreed.start, agreed.due), items={one.uid: one for one in now}, until=date(2023, 3, 31)
    )
    p, a, b, c, d = drawn.rows
    assert (p.depth, p.left, p.right, p.is_parent) == (0, 1, 90, True)
    assert (a.depth, a.left, a.right, a.agreed_left, a.agreed_right) == (1, 1, 31, None, None)
    assert a.points == ((15, "m"),)
    assert (b.right, b.agreed_left, b.agreed_right) == (90, 31, 59)
    assert (c.left, c.right, c.points) == (None, None, ())
    assert d.points == ((19, ""), (50, ""), (78, ""))
    assert drawn.links == ((1, 2),)
    assert drawn.total == 5


def test_a_selection_of_rows_keeps_its_order_and_only_its_own_links():
    table = lay(item("a", due=date(2023, 1, 31)), item("b", after=["a"]), item("c", after=["b"]))
    drawn = fulfilling.draw(table, places=[2, 1])
    assert [row.uid for row in drawn.rows] == ["c", "b"]
    assert drawn.links == ((1, 0),)
    assert drawn.total == 3


def test_drift_tells_how_far_dates_moved_from_the_first_agreement():
    first = [item("a", date(2025, 3, 3), date(2025, 3, 7)), item("b", due=date(2025, 3, 7)), item("gone")]
    now = lay(item("a", date(2025, 3, 3), date(2025, 3, 12)), item("b"), item("new", due=date(2025, 3, 7)))
    assert fulfilling.drift(now, first) == (
        fulfilling.Drift("a", date(2025, 3, 3), date(2025, 3, 7), date(2025, 3, 3), date(2025, 3, 12), 0, 3),
        fulfilling.Drift("b", None, date(2025, 3, 7), None, None, 0, 0),
    )
