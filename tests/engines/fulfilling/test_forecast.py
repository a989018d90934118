from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import fulfilling
from xietong.fulfilling import Reported, StepTaken

START = date(2024, 1, 1)


def history(*percents, every=30):
    return [Reported(START + timedelta(days=every * n), float(percent)) for n, percent in enumerate(percents)]


def rng(seed=1):
    return np.random.default_rng(seed)


def test_even_progress_is_carried_on_without_spread():
    seen = history(0, 10, 20, 30, 40, 50, 60)
    today = seen[-1].day
    found = fulfilling.forecast(seen, today=today, rng=rng(), due=today + timedelta(days=120))
    finish = today + timedelta(days=120)
    assert (found.early, found.middle, found.late) == (finish, finish, finish)
    assert (found.on_time, found.own, found.borrowed) == (1.0, 6, 0)
    assert fulfilling.forecast(seen, today=today, rng=rng(), due=today + timedelta(days=119)).on_time == 0.0


def test_uneven_progress_spreads_and_the_same_dice_give_the_same_forecast():
    seen = history(0, 2, 20, 21, 40, 41, 60)
    one, two = (fulfilling.forecast(seen, today=seen[-1].day, rng=rng(3)) for _ in range(2))
    assert one == two
    assert one.early < one.middle < one.late
    assert one.on_time is None


def test_an_item_with_few_reports_borrows_steps_from_its_peers():
    pool = [StepTaken(10.0, 30)] * 40
    found = fulfilling.forecast(history(50), today=START, rng=rng(), pool=pool)
    assert (found.own, found.borrowed) == (0, fulfilling.ENOUGH)
    assert found.middle == START + timedelta(days=150)
    assert fulfilling.forecast(history(0, 10, 20), today=START + timedelta(days=60), rng=rng(), pool=pool).borrowed == 4


def test_what_has_not_moved_has_no_finish():
    seen = history(20, 20, 15)
    found = fulfilling.forecast(seen, today=seen[-1].day, rng=rng(), due=START)
    assert (found.early, found.middle, found.late, found.on_time) == (None, None, None, 0.0)
    assert fulfilling.forecast(seen[:1], today=START, rng=rng()).on_time is None


def test_what_moves_too_slowly_finishes_beyond_the_horizon():
    seen = history(0, 0.1, 0.2, every=365)
    found = fulfilling.forecast(seen, today=seen[-1].day, rng=rng())
    assert found.middle is None


@pytest.mark.parametrize("seen", [[], history(50, 100)])
def test_without_a_report_or_with_the_work_done_there_is_no_forecast(seen):
    assert fulfilling.forecast(seen, today=date(2025, 1, 1), rng=rng()) is None


def test_later_reports_are_unknown_and_nothing_finishes_in_the_past():
    seen = history(0, 50, 100)
    assert fulfilling.forecast(seen, today=seen[1].day, rng=rng()).middle == seen[2].day
    late = seen[1].day + timedelta(days=400)
    assert fulfilling.forecast(seen[:2], today=late, rng=rng()).early == late


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 99), min_size=2, max_size=8), st.integers(0, 60))
def test_the_spread_is_ordered_and_never_before_today(percents, waited):
    seen = history(*percents)
    today = seen[-1].day + timedelta(days=waited)
    found = fulfilling.forecast(seen, today=today, rng=rng(), due=today, runs=100)
    dates = [day or date.max for day in (found.early, found.middle, found.late)]
    assert dates == sorted(dates) and dates[0] >= today
    assert 0 <= found.on_time <= 1


def test_steps_are_taken_between_the_last_reports_of_each_day():
    seen = [Reported(START, 0.0), Reported(START + timedelta(days=10), 5.0), Reported(START + timedelta(days=10), 8.0)]
    assert fulfilling.steps(seen) == (StepTaken(8.0, 10),)


def walks(count, seed):
    dice = rng(seed)
    for _ in range(count):
        percents = np.cumsum(np.concatenate(([0.0], dice.gamma(1.2, 6.0, 60))))
        length = int((percents >= 100).argmax()) + 1
        yield history(*np.minimum(percents[:length], 100))


def test_on_random_walks_the_spread_covers_about_what_it_promises_and_beats_the_straight_line():
    found = fulfilling.back_test(list(walks(30, 5)), rng=rng())
    assert found.cases > 200
    assert 0.68 <= found.covered <= 0.92
    assert found.error_days <= found.line_error_days


def test_items_that_never_finished_give_no_case():
    assert fulfilling.back_test([history(0, 10, 20), history(0, 0, 0, 100)], rng=rng()).cases == 0
    assert fulfilling.back_test([], rng=rng()) == fulfilling.BackTest(0, None, None, None)
