from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import drafting, fulfilling
from xietong.fulfilling import Body, DutyKey, Expected, ReportState, Situation

CHINA = fulfilling.china()
TODAY = date(2025, 7, 4)
PARTIES = ("cq", "sc", "gz")
BODIES = ("x", "y")

days = st.dates(date(2025, 5, 1), date(2025, 8, 31))


@st.composite
def reports(draw):
    party = draw(st.integers(0, 2))
    others = [place for place in range(3) if place != party]
    counterparts = draw(st.lists(st.sampled_from(others), unique=True))
    confirmations = draw(st.lists(st.sampled_from(counterparts), unique=True)) if counterparts else []
    state = draw(st.sampled_from([None, *ReportState]))
    return party, draw(st.integers(0, 1)), draw(days), state, draw(st.none() | days), counterparts, confirmations


def flags(rows, place):
    table = np.zeros((len(rows), 3), dtype=bool)
    for number, row in enumerate(rows):
        table[number, row[place]] = True
    return table


def day_column(some):
    return np.array([np.datetime64("NaT") if day is None else np.datetime64(day) for day in some], "datetime64[D]")


def expected(rows):
    """Reports as columns."""
    return fulfilling.ExpectedColumns(
        party=np.array([row[0] for row in rows], dtype=np.int64),
        body=np.array([row[1] for row in rows], dtype=np.int64),
        due=day_column([row[2] for row in rows]),
        state=np.array([fulfilling.REPORT_STATES.index(row[3]) for row in rows], dtype=np.int64),
        since=day_column([row[4] for row in rows]),
        counterparts=flags(rows, 5),
        confirmations=flags(rows, 6),
        weight=np.ones(len(rows)),
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(reports(), max_size=12))
def test_columns_wait_as_values_do(rows):
    values = [
        Expected(
            DutyKey(str(n), PARTIES[party], BODIES[body]), "2025-Q2", due, tuple(PARTIES[p] for p in counterparts),
            state, since, tuple(PARTIES[p] for p in confirmations),
        )
        for n, (party, body, due, state, since, counterparts, confirmations) in enumerate(rows)
    ]  # fmt: skip
    plain = fulfilling.waits(Situation(expected=values), today=TODAY, calendar=CHINA)
    columns = fulfilling.report_waits(expected(rows), today=TODAY, calendar=CHINA)

    def body(party, place):
        return Body(PARTIES[party], "" if place < 0 else BODIES[place])

    found = Counter(
        (fulfilling.WAIT_KINDS[kind], body(a, b), body(c, d), str(subject), workdays)
        for kind, a, b, c, d, subject, workdays in zip(
            columns.kind, columns.waiting_party, columns.waiting_body, columns.on_party, columns.on_body,
            columns.subject, columns.workdays.tolist(), strict=True,
        )
    )  # fmt: skip
    assert found == Counter((wait.kind, wait.waiting, wait.on, wait.item, wait.workdays) for wait in plain)
    square = fulfilling.matrix(columns, PARTIES)
    cells = {
        (cell.waiting.party, cell.on.party): (cell.count, cell.longest, cell.workdays, float(cell.burden))
        for cell in fulfilling.board(plain)
    }
    assert cells == {
        (PARTIES[a], PARTIES[b]): tuple(
            table[a, b].item() for table in (square.count, square.longest, square.workdays, square.burden)
        )
        for a, b in np.argwhere(square.count > 0)
    }


@settings(max_examples=80, deadline=None)
@given(st.lists(reports(), max_size=8), st.lists(reports(), max_size=4), st.data())
def test_waits_after_some_reports_have_changed_are_those_worked_out_anew(rows, more, data):
    changed = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True)) if rows else []
    later = [data.draw(reports()) if at in changed else row for at, row in enumerate(rows)]
    later += more
    places = np.array(sorted([*changed, *range(len(rows), len(later))]), dtype=np.int64)
    when: dict[str, Any] = {"today": TODAY, "calendar": CHINA}
    before = fulfilling.report_waits(expected(rows), **when)
    again = fulfilling.report_waits(expected(later), before=before, changed=places, **when)
    anew = fulfilling.report_waits(expected(later), **when)
    for name in fulfilling.WaitColumns.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(anew, name))


def made(rows):
    """Waits of one kind between three parties, in columns: (who, whom, their bodies, since, weight)."""
    table = np.array([row[:4] for row in rows], dtype=np.int64).reshape(-1, 4)
    asked = fulfilling.AskedColumns(
        *table.T.copy(), since=day_column([row[4] for row in rows]), weight=np.array([row[5] for row in rows], float)
    )
    return fulfilling.asked_waits(fulfilling.WaitKind.ANSWER, asked, today=TODAY, calendar=CHINA)


asked_rows = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(-1, 1), st.integers(0, 2), st.integers(-1, 1), days, st.sampled_from([1.0, 2.5])
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(asked_rows, st.integers(0, 6), st.integers(0, 2))
def test_questions_in_columns_are_ordered_and_seen_as_values_are(rows, most, party):
    def body(place, body):
        return Body(PARTIES[place], "" if body < 0 else BODIES[body])

    questions = [
        fulfilling.Question(str(n), body(a, b), body(c, d), since, f"i{weight}")
        for n, (a, b, c, d, since, weight) in enumerate(rows)
    ]
    weights = {"i1.0": Decimal(1), "i2.5": Decimal("2.5")}
    plain = fulfilling.waits(Situation(questions=questions, weights=weights), today=TODAY, calendar=CHINA)
    columns = made(rows)
    subjects = [str(columns.subject[at]) for at in fulfilling.longest(columns, max(1, len(rows)))]
    assert subjects == [wait.subject for wait in plain]
    assert [str(columns.subject[at]) for at in fulfilling.longest(columns, most)] == subjects[:most]
    seen = fulfilling.seen_by(columns, party)
    assert Counter(seen.subject.astype(str).tolist()) == Counter(
        wait.subject for wait in fulfilling.visible(plain, PARTIES[party])
    )
    both = fulfilling.together([columns, seen])
    assert len(both.since) == len(columns.since) + len(seen.since)
    between = fulfilling.chosen(columns, (columns.waiting_party == 0) & (columns.on_party == 1))
    cells = {
        (cell.waiting.organisation, cell.on.organisation): (cell.count, cell.longest, cell.workdays, float(cell.burden))
        for cell in fulfilling.board(plain, fulfilling.Grain.ORGANISATION)
        if (cell.waiting.party, cell.on.party) == PARTIES[:2]
    }
    found = fulfilling.body_cells(between, 99)
    assert {
        (body(0, cell.waiting).organisation, body(1, cell.on).organisation): (
            cell.count, cell.longest, cell.workdays, cell.burden,
        )
        for cell in found
    } == cells  # fmt: skip
    assert [cell.burden for cell in found] == sorted((cell.burden for cell in found), reverse=True)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_last_period_due_is_that_of_the_items(today, end):
    plan = drafting.Plan("p", "t", start=date(2020, 1, 1), end=end)
    for item in (
        drafting.Item("a", None, 0, drafting.Kind.TASK, "a", due=date(2023, 5, 1)),
        drafting.Item("b", None, 0, drafting.Kind.TASK, "b"),
    ):
        rhythm = fulfilling.Rhythm()
        last = today if item.due else min(today, end)
        found = fulfilling.due_periods(rhythm, item, plan=plan, today=today, calendar=CHINA)[-1]
        assert fulfilling.last_due(rhythm, today, last, CHINA) == found
