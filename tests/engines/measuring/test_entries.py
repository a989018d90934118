"""What people type into a cell becomes one of four states, exactly; whatever they type, it never becomes another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import Category, Dimension, Indicator, Scale, State

RATE = Indicator("RATE", "率", unit="%", scale=Scale.RATIO, decimals=2)
AREA = Dimension("area", "城乡", categories=(Category("town", "城"), Category("rural", "乡")))
SEX = Dimension("sex", "性别", categories=(Category("f", "女"), Category("m", "男")))


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("0", "0.00"), ("-0", "0.00"), (" 1,234.5 ", "1234.50"), ("９５．５％", "95.50"), ("1,234,567", "1234567.00"), ("−3.5", "-3.50"), (".5", "0.50"), ("95.5%", "95.50"), ("1e2", "100.00"),
        ("", ""), ("  ", ""), ("未报", ""), ("/", "/"), ("／", "/"), ("N/A", "/"), ("不适用", "/"), ("*", "*"), ("保密", "*"),
    ],
)  # fmt: skip
def test_a_cell_is_understood_as_people_write_it(typed: str, entry: str) -> None:
    assert measuring.read_entry(typed, RATE) == (entry, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("many", "no_number"), ("1.234", "too_many_decimals"), ("9" * 20, "value_too_large"), ("NaN", "no_number"),
     ("9" * 50, "no_number"), ("1 2 x", "no_number"), ("12,5", "no_number"), ("1.234,5", "no_number"), ("1_000", "no_number"), (",5", "no_number")],
)  # fmt: skip
def test_what_is_no_figure_is_named_and_kept_as_typed(typed: str, code: str) -> None:
    entry, finding = measuring.read_entry(typed, RATE, "B7")
    assert (entry, finding and finding.code, finding and finding.subject) == (typed, code, "B7")


@pytest.mark.parametrize(("scale", "typed"), [(Scale.COUNT, "-1"), (Scale.YES_NO, "2"), (Scale.YES_NO, "-1")])
def test_what_nothing_of_its_kind_can_be_is_an_error(scale: Scale, typed: str) -> None:
    indicator = Indicator("A", "甲", scale=scale)
    entry, finding = measuring.read_entry(typed, indicator, "B7")
    assert (entry, finding and finding.code) == (typed, "impossible")
    assert measuring.read_entry("0", indicator) == ("0", None)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_number_comes_back_exactly(number: Decimal) -> None:
    entry, finding = measuring.read_entry(f"{number:f}", RATE)
    assert finding is None
    assert measuring.value_of(entry) == (number, State.REPORTED)
    assert measuring.read_entry(entry, RATE) == (entry, None)


@given(st.text(max_size=60))
def test_any_text_is_an_entry_or_a_finding_and_reading_twice_changes_nothing(text: str) -> None:
    entry, finding = measuring.read_entry(text, RATE)
    if finding is None:
        assert measuring.read_entry(entry, RATE) == (entry, None)
        value, state = measuring.value_of(entry)
        assert (value is not None) == (state is State.REPORTED)
        assert measuring.entry_of(value, state) == entry


def test_a_form_asks_for_every_combination_and_knows_no_other_cell() -> None:
    told_apart = Indicator("A", "甲", dimensions=(SEX, AREA))
    keys = [measuring.cell_key("A", dimensions) for dimensions in measuring.form_cells(told_apart)]
    assert keys == ["A|area=town|sex=f", "A|area=rural|sex=f", "A|area=town|sex=m", "A|area=rural|sex=m"]
    assert measuring.split_key(keys[0]) == ("A", (("area", "town"), ("sex", "f")))
    cells, findings = measuring.read_cells({keys[0]: "3", "A": "3", keys[1]: "x"}, [told_apart])
    assert cells[keys[0]] == "3"
    assert [(each.subject, each.code) for each in findings] == [("A", "no_such_cell"), (keys[1], "no_number")]
    found = list(
        measuring.observations_of({keys[0]: "3", keys[1]: "/"}, "east-1", Period.from_code("2024"), [told_apart])
    )
    assert [(each.value, each.state.value) for each in found] == [(3, "reported"), (None, "not_applicable")]
