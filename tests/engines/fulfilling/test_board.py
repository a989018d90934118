from collections import Counter
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import fulfilling
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
    columns = fulfilling.report_waits(
        fulfilling.ExpectedColumns(
            party=np.array([row[0] for row in rows], dtype=np.int64),
            body=np.array([row[1] for row in rows], dtype=np.int64),
            due=day_column([row[2] for row in rows]),
            state=np.array([fulfilling.REPORT_STATES.index(row[3]) for row in rows], dtype=np.int64),
            since=day_column([row[4] for row in rows]),
            counterparts=flags(rows, 5),
            confirmations=flags(rows, 6),
            weight=np.ones(len(rows)),
        ),
        today=TODAY,
        calendar=CHINA,
    )

    def body(party, place):
        return Body(PARTIES[party], "" if place < 0 else BODIES[place])

    found = Counter(
        (fulfilling.WAIT_KINDS[kind], body(a, b), body(c, d), str(report), workdays)
        for kind, a, b, c, d, report, workdays in zip(
            columns.kind, columns.waiting_party, columns.waiting_body, columns.on_party, columns.on_body,
            columns.report, columns.workdays.tolist(), strict=True,
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
