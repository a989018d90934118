"""Formulas are read by our own grammar and computed exactly; circles are refused with the way round."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.basics import Period, PeriodKind, Refusal
from xietong.measuring import (
    Aggregate,
    Counts,
    Indicator,
    Order,
    Reading,
    Reference,
    State,
    at_unit,
    check_among,
    evaluate_expression,
    on_totals,
    order_of,
    parse,
    period_of,
    references,
)

YEAR = Period.from_code("2025")
VALUES = {"A": Decimal(6), "B": Decimal("1.5"), "ZERO": Decimal(0)}
STATES = {"GONE": State.NOT_REPORTED, "NA": State.NOT_APPLICABLE, "HIDDEN": State.WITHHELD}


def lookup(one: Reference) -> Reading:
    if one.code in STATES:
        return Reading(None, STATES[one.code])
    return Reading(VALUES[one.code])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 - 2 - 1", "4"),
        ("8 / 4 / 2", "1"),
        ("-[A] + 10", "4"),
        ("--3", "3"),
        ("0.1 + 0.2", "0.3"),
        ("[A] / [B] * 100", "400"),
        ("（[A]＋2）×［A］".replace("［", "[").replace("］", "]"), "48"),
        ("【A】÷2", "3"),
        ("if([A] > 5, 1, 2)", "1"),
        ("if([A] <= 5, [GONE], 2)", "2"),
        ("per([A], [B], 1000)", "4000"),
        ("given([GONE], 3) + given([A], 3)", "9"),
        ("units() - reporting([A])", "3"),
        ("[A] = 6", "1"),
        ("[A] != 6", "0"),
        ("[A] < 6", "0"),
        ("[A] >= 6", "1"),
    ],
)
def test_a_formula_gives_its_value(text: str, value: str) -> None:
    counts = Counts(10, lambda one: 7 if one.code == "A" else 0)
    assert evaluate_expression(parse(text), lookup, counts) == Reading(Decimal(value))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("[A] + [GONE]", State.NOT_REPORTED),
        ("[NA] + [HIDDEN]", State.WITHHELD),
        ("[NA] + [GONE] + [HIDDEN]", State.NOT_REPORTED),
        ("[A] / [ZERO]", State.NOT_APPLICABLE),
        ("per([A], [ZERO], 100)", State.NOT_APPLICABLE),
        ("if([GONE] > 1, 1, 2)", State.NOT_REPORTED),
        ("given([GONE], [NA])", State.NOT_APPLICABLE),
    ],
)
def test_a_missing_part_makes_the_whole_missing_and_says_why(text: str, state: State) -> None:
    assert evaluate_expression(parse(text), lookup) == Reading(None, state)


@pytest.mark.parametrize(
    "text",
    ["", "1 +", "(1", "1)", "[A", "[]", "[A|sex]", "[A @ 1]", "1 2", "[A] ; 2", "if(1, 2)", "given(1, 2)", "units",
     "units(1)", "if 1", "per(1, 2, 3", "reporting(4)", "(" * 70 + "1" + ")" * 70, "-" * 70 + "1", "__import__('os')"],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Refusal, check=lambda one: one.code in ("expression-unreadable", "no-such-function")) as found:
        parse(text)
    assert found.value.wording.zh
    assert found.value.wording.en


def test_an_unknown_function_is_named_with_those_there_are() -> None:
    with pytest.raises(Refusal, match="sum; there are: if, per") as found:
        parse("sum([A])")
    assert found.value.code == "no-such-function"


def test_a_reference_narrows_and_looks_back() -> None:
    (one,) = references(parse("[A-1.2 | stage = primary | sex=f @ -1y]"))
    assert one == Reference("A-1.2", (("sex", "f"), ("stage", "primary")), 0, 1)
    (two,) = references(parse("[A@-3]"))
    assert period_of(two, Period.from_code("2025-Q1")).code == "2024-Q2"
    assert [one.code for one in references(parse("if([C] > 1, [B], given([A], [C]))"))] == ["C", "B", "A"]


@settings(deadline=None)
@given(st.text(alphabet="[]()ABif,+-*/<>=0123456789. @|y（）×", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert parse(text) == parse(text)


@settings(deadline=None)
@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=6))
def test_a_sum_in_a_formula_is_the_sum(numbers: list[Decimal]) -> None:
    text = " + ".join(f"({one})" for one in numbers)
    assert evaluate_expression(parse(text), lookup).value == sum(numbers)


def test_indicators_come_after_what_they_refer_to() -> None:
    made = [
        Indicator("D", "丁", expression="[C] + [B]"),
        Indicator("C", "丙", expression="[B] * 2 + [C @ -1]"),
        Indicator("B", "乙", expression="[A]"),
        Indicator("A", "甲"),
    ]
    assert order_of(made) == ("B", "C", "D")


def test_a_circle_is_refused_with_the_way_round() -> None:
    made = [
        Indicator("A", "甲", expression="[B]"),
        Indicator("B", "乙", expression="[C]"),
        Indicator("C", "丙", expression="[A] + 1"),
    ]
    with pytest.raises(Refusal, match="A → B → C → A") as found:
        order_of(made)
    assert found.value.code == "expression-cycle"
    with pytest.raises(Refusal, match="which does not exist"):
        order_of([Indicator("A", "甲", expression="[NOBODY]")])


def test_unit_first_and_total_first_are_two_things() -> None:
    unit = Indicator("R", "率", decimals=1, expression="[GIRLS] / [PUPILS] * 100")
    schools = {"s1": {"GIRLS": 1, "PUPILS": 2}, "s2": {"GIRLS": 30, "PUPILS": 90}}
    each = [
        at_unit(unit, name, YEAR, lambda one, _, said=said: Reading(Decimal(said[one.code]))).value
        for name, said in schools.items()
    ]
    assert each == [Decimal("50.0"), Decimal("33.3")]
    total = Indicator("R", "率", expression=unit.expression, order=Order.TOTAL_FIRST)
    parts = {
        "GIRLS": Aggregate(Decimal(31), State.REPORTED, 2, 2),
        "PUPILS": Aggregate(Decimal(92), State.REPORTED, 1, 1, 1),
    }
    found = on_totals(total, YEAR, lambda one, _: parts[one.code])
    assert str(found.value)[:8] == "33.69565"
    assert (found.units, found.reported, found.not_reported) == (1, 1, 1)


def test_a_total_can_ask_how_many_units_there_are() -> None:
    rate = Indicator("R", "填报率", expression="reporting([A]) / units() * 100", order=Order.TOTAL_FIRST)
    found = on_totals(rate, YEAR, lambda *_: Aggregate(None, State.NOT_REPORTED, 3), units=4)
    assert (found.value, found.state) == (Decimal(75), State.REPORTED)
    empty = Indicator("R", "常数", expression="units() / 0", order=Order.TOTAL_FIRST)
    assert on_totals(empty, YEAR, lambda *_: Aggregate(None, State.WITHHELD)).state is State.NOT_APPLICABLE


def test_an_indicator_is_computed_only_in_its_own_order() -> None:
    with pytest.raises(Refusal, match="not computed in this order"):
        on_totals(Indicator("R", "率", expression="1"), YEAR, lambda *_: Aggregate(None, State.WITHHELD))
    with pytest.raises(Refusal, match="not computed in this order"):
        at_unit(Indicator("A", "甲"), "s", YEAR, lambda *_: Reading(Decimal(1)))


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("1 + 1", "formula-of-nothing"),
        ("[A] / [MONTHLY]", "other-kind-of-period"),
        ("[A|sex=f]", "no-such-category"),
        ("[NONE]", "no-such-indicator"),
    ],
)
def test_a_formula_rests_on_what_there_is_for_the_same_period(formula: str, code: str) -> None:
    monthly = Indicator("MONTHLY", "月", period_type=PeriodKind.MONTH)
    one = Indicator("R", "率", expression=formula)
    with pytest.raises(Refusal) as refused:
        check_among(one, {"A": Indicator("A", "甲"), "MONTHLY": monthly, "R": one})
    assert refused.value.code == code
