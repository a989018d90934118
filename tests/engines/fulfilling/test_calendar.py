from datetime import date, timedelta

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import fulfilling
from xietong.basics import Refusal, Wording

CHINA = fulfilling.china()
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_a_published_day_is_worked_exactly_when_the_published_list_says_so(day):
    found = CHINA.look(day)
    assert found.works == CHINA.is_workday(day) == chinese_calendar.is_workday(day)
    assert found.published


@given(st.dates(date(2027, 1, 1), date(2120, 12, 31)))
def test_a_year_not_yet_published_follows_the_weekday_rule_and_says_so(day):
    found = CHINA.look(day)
    assert found.works == (day.weekday() < 5)
    assert not found.published


def test_a_holiday_and_its_make_up_day_carry_the_holidays_name():
    assert CHINA.look(date(2025, 10, 1)) == fulfilling.Workday(
        date(2025, 10, 1), works=False, published=True, name=Wording(zh="国庆节", en="National Day")
    )
    assert CHINA.look(date(2025, 10, 11)).works
    assert CHINA.look(date(2025, 10, 11)).name == Wording(zh="国庆节", en="National Day")


@given(days, st.integers(-400, 400))
def test_distances_are_counted_day_by_day(start, distance):
    end = start + timedelta(days=distance)
    low, high = sorted((start, end))
    counted = sum(CHINA.is_workday(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
    assert CHINA.workdays_between(start, end) == (counted if distance >= 0 else -counted)


@given(days, st.integers(1, 300))
def test_adding_working_days_is_undone_by_counting_them(day, count):
    assert CHINA.workdays_between(day, CHINA.add_workdays(day, count)) == count
    worked = CHINA.first_workday(day)
    assert CHINA.add_workdays(CHINA.add_workdays(worked, count), -count) == worked


@given(days)
def test_the_nearest_working_days_stand_on_either_side(day):
    first, last = CHINA.first_workday(day), CHINA.last_workday(day)
    assert last <= day <= first
    assert CHINA.is_workday(first) and CHINA.is_workday(last)
    assert CHINA.add_workdays(day, 0) == day
    if CHINA.is_workday(day):
        assert first == last == day
    else:
        assert first == CHINA.add_workdays(day, 1)
        assert last == CHINA.add_workdays(day, -1)


@given(st.lists(days, max_size=20))
def test_a_column_of_days_is_answered_as_each_day_is(some):
    column = np.array(some, dtype="datetime64[D]")
    before, through = CHINA.before(column), CHINA.through(column)
    assert (through - before).tolist() == [CHINA.is_workday(day) for day in some]
    assert CHINA.days_at(before).tolist() == [CHINA.first_workday(day) for day in some]
    assert CHINA.days_at(through - 1).tolist() == [CHINA.last_workday(day) for day in some]


def test_a_date_outside_the_calendar_is_refused_in_both_languages():
    last = date(2120, 12, 31)
    attempts = [
        lambda: CHINA.is_workday(date(1979, 12, 31)),
        lambda: CHINA.workdays_between(date(2025, 1, 1), date(2121, 1, 1)),
        lambda: CHINA.add_workdays(last, 1),
        lambda: CHINA.add_workdays(date(1980, 1, 2), -9),
        lambda: CHINA.first_of(10**9),
        lambda: CHINA.before(np.array(["2025-01-01", "1970-01-01"], dtype="datetime64[D]")),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "date-out-of-range"
        assert "1980" in refused.value.wording.zh and "1980" in refused.value.wording.en


def test_a_newly_published_year_can_be_laid_over_the_weekday_rule():
    newer = CHINA.with_published(2027, off=[date(2027, 10, 1), date(2027, 10, 4)], worked=[date(2027, 10, 9)])
    assert newer.look(date(2027, 10, 1)) == fulfilling.Workday(date(2027, 10, 1), works=False, published=True)
    assert newer.is_workday(date(2027, 10, 9))
    assert newer.workdays_between(date(2027, 9, 30), date(2027, 10, 9)) == 5
    assert not CHINA.look(date(2027, 10, 1)).published and CHINA.is_workday(date(2027, 10, 1))


def test_a_published_year_can_be_corrected():
    corrected = CHINA.with_published(2025, off=[date(2025, 1, 1)], worked=[])
    assert corrected.is_workday(date(2025, 10, 1))
    assert corrected.look(date(2025, 10, 1)).name is None


def test_days_of_another_year_are_no_part_of_a_published_year():
    with pytest.raises(ValueError, match="does not lie in 2027"):
        CHINA.with_published(2027, off=[date(2026, 10, 1)], worked=[])
