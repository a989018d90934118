from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Cause, Colour, HandSet, LightRules, LightState

TODAY = date(2025, 6, 1)
YEAR: dict[str, Any] = {"start": date(2025, 1, 1), "due": date(2025, 12, 31)}  # 151 of 365 days have ended: 41 %


RULES = LightRules()


def lit(state, rules=RULES, hand=None, today=TODAY):
    found = fulfilling.light(state, rules, today, hand)
    return found.colour.value, found.cause.value


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (LightState(**YEAR, progress=100, done=True), ("blue", "done")),
        (LightState(due=date(2025, 5, 31), progress=99), ("red", "overdue")),
        (LightState(due=date(2025, 5, 31), progress=100, done=True), ("blue", "done")),
        (LightState(start=date(2025, 6, 2), missed=5), ("grey", "not_started")),
        (LightState(start=TODAY), ("green", "on_course")),
        (LightState(**YEAR, progress=11), ("red", "far_behind")),
        (LightState(**YEAR, progress=12), ("yellow", "behind")),
        (LightState(**YEAR, progress=26), ("yellow", "behind")),
        (LightState(**YEAR, progress=27), ("green", "on_course")),
        (LightState(**YEAR, progress=41, missed=1), ("yellow", "report_missed")),
        (LightState(**YEAR, progress=41, missed=2), ("red", "silent")),
        (LightState(due=date(2025, 6, 3)), ("yellow", "due_soon")),
        (LightState(due=date(2025, 6, 4)), ("green", "on_course")),
        (LightState(**YEAR, progress=41, blocked=True), ("yellow", "predecessor")),
        (LightState(), ("green", "on_course")),
    ],
)
def test_each_cause_lights_its_colour_at_its_limit(state, expected):
    assert lit(state) == expected


def test_what_was_red_in_the_period_stays_yellow_where_the_plan_wants_it():
    made_up = LightState(**YEAR, progress=41, was_red=True)
    assert lit(made_up) == ("green", "on_course")
    assert lit(made_up, LightRules(made_up=True)) == ("yellow", "made_up")


def test_rules_set_to_nothing_never_light():
    off = LightRules(due_soon=0, behind=0, far_behind=0, report_missed=0, silent=0, predecessor=False)
    assert lit(LightState(**YEAR, progress=0, missed=9, blocked=True), off) == ("green", "on_course")
    assert lit(LightState(due=TODAY), off) == ("green", "on_course")


def test_a_light_set_by_hand_goes_first_until_it_ends_and_keeps_its_reason():
    hand = HandSet(Colour.YELLOW, "site is flooded", "office of cq", until=TODAY)
    found = fulfilling.light(LightState(**YEAR, progress=100, done=True), LightRules(version=4), TODAY, hand)
    assert (found.colour, found.cause, found.rules) == (Colour.YELLOW, Cause.HAND, 4)
    assert "site is flooded" in found.wording.zh and "office of cq" in found.wording.en
    assert lit(LightState(), hand=hand, today=TODAY + timedelta(days=1)) == ("green", "on_course")
    assert lit(LightState(), hand=HandSet(Colour.RED, "frozen", "x")) == ("red", "hand")


def test_a_light_set_by_hand_without_a_reason_is_refused():
    with pytest.raises(Refusal) as refused:
        HandSet(Colour.GREEN, "  ", "office")
    assert refused.value.code == "reason-missing"


def test_the_sentence_shows_the_figures_of_the_rule():
    found = fulfilling.light(LightState(**YEAR, progress=5), LightRules(), TODAY)
    assert found.wording.en == "Far behind: 41% of the time has gone, 5% is confirmed; limit: 30 points."
    assert "41%" in found.wording.zh and "30 个百分点" in found.wording.zh


def test_every_cause_has_a_sentence_that_can_be_filled_in():
    states = {
        fulfilling.light(state, LightRules(made_up=True), TODAY).cause
        for state in (
            LightState(done=True), LightState(due=date(2025, 5, 1)), LightState(start=date(2025, 7, 1)),
            LightState(**YEAR), LightState(missed=2), LightState(due=TODAY), LightState(**YEAR, progress=20),
            LightState(missed=1), LightState(blocked=True), LightState(was_red=True), LightState(),
        )
    }  # fmt: skip
    assert states == set(fulfilling.CAUSES)


def test_the_rules_in_force_are_the_latest_from_the_day_or_before():
    first, second = LightRules(1, date(2024, 1, 1)), LightRules(2, date(2025, 1, 1), due_soon=10)
    assert fulfilling.rules_on((second, first), date(2024, 12, 31)) is first
    assert fulfilling.rules_on((second, first), date(2025, 1, 1)) is second
    assert fulfilling.rules_on((second, first), date(2023, 1, 1)) == LightRules()


days = st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31))
states = st.builds(
    LightState, start=days, due=days, progress=st.integers(0, 100).map(float), done=st.booleans(),
    missed=st.integers(0, 3), blocked=st.booleans(), was_red=st.booleans(),
)  # fmt: skip


KINDS = {"progress": float, "done": bool, "missed": int, "blocked": bool, "was_red": bool}


@given(st.lists(states, max_size=30))
def test_columns_light_what_each_item_alone_does(some):
    columns = fulfilling.LightColumns(
        *(np.array([getattr(one, name) or np.datetime64("NaT") for one in some], dtype="datetime64[D]")
          for name in ("start", "due")),
        *(np.array([getattr(one, name) for one in some], dtype=kind)
          for name, kind in KINDS.items()),
    )  # fmt: skip
    places = fulfilling.lights(columns, LightRules(), TODAY)
    assert [fulfilling.CAUSES[place] for place in places] == [
        fulfilling.light(one, LightRules(), TODAY).cause for one in some
    ]


@given(states, st.integers(1, 60))
def test_more_progress_never_worsens_a_light(state, more):
    order = ["red", "yellow", "grey", "green", "blue"]
    better = LightState(
        state.start,
        state.due,
        min(100.0, state.progress + more),
        state.done,
        state.missed,
        state.blocked,
        state.was_red,
    )
    assert order.index(lit(better)[0]) >= order.index(lit(state)[0])
