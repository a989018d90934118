"""Periods: what is one, and what is not."""

import pytest

from xietong.basics import Period, PeriodKind


@pytest.mark.parametrize(
    "code", ["", "nonsense", "2025-Q5", "2025-Q0", "2025-13", "2025-S2", "0000", "0001", "9999", "9999-12"]
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"no period|does not have|outside"):
        Period.from_code(code)


@pytest.mark.parametrize("code", ["0002", "9997-S", "9997-12"])
def test_every_period_has_an_end_and_a_next(code: str) -> None:
    period = Period.from_code(code)
    assert period.start < period.end < period.next().end


def test_a_longer_period_is_made_of_those_wholly_within_it():
    school_year = Period.from_code("2024-S").within(PeriodKind.MONTH)
    assert (len(school_year), school_year[0].code, school_year[-1].code) == (12, "2024-09", "2025-08")
    quarters = [each.code for each in Period.from_code("2024-S").within(PeriodKind.QUARTER)]
    assert quarters == ["2024-Q4", "2025-Q1", "2025-Q2"]
    assert Period.from_code("2025").within(PeriodKind.SCHOOL_YEAR) == ()
