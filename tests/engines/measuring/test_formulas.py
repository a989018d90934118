"""Formulas say exactly what the oracle says: at each unit and then added up, and on what was added up."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.engines.measuring import naive
from xietong.basics import Period
from xietong.measuring import (
    Adding,
    Aggregate,
    Cell,
    Indicator,
    Observation,
    Order,
    Reading,
    Recipe,
    Reference,
    State,
    Stored,
    at_unit,
    changes,
    counted_together,
    finish,
    on_totals,
    period_number,
    rounded,
)

SCHOOLS = ("s0", "s1", "s2", "s3")
NOW, QUARTERS = Period.from_code("2025-Q2"), ("2024-Q2", "2024-Q4", "2025-Q1", "2025-Q2")
SHARES = {0: {9: 10**12}, 1: {9: 10**12}, 2: {9: 250_000_000_000}, 3: {}}
KINDS = (Adding.SUM, Adding.MEAN, Adding.SHARE)

numbers = st.integers(-30, 30).map(lambda ticks: ("number", str(Decimal(ticks) / 10)))
asked = st.tuples(
    st.just("of"), st.sampled_from("ABC"), st.sampled_from(("", "f", "m")), st.sampled_from((0, 0, 1, 2)), st.booleans()
)
counted = st.one_of(st.just(("units",)), st.tuples(st.just("reporting"), asked))


def grown(parts: Any) -> Any:
    two = [st.tuples(st.just(sign), parts, parts) for sign in ("+", "-", "*", "/", "/", "<", ">=", "=")]
    instead = st.tuples(st.just("given"), asked, parts)
    return st.one_of(*two, instead, *(st.tuples(st.just(name), parts, parts, parts) for name in ("if", "per")))


formulas = st.recursive(st.one_of(asked, asked, numbers, counted), grown, max_leaves=8)


class Said:
    """What four schools said of three indicators, in boys and girls and together, in four quarters."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)  # noqa: S311 - nothing secret here
        self.told: dict[tuple[str, str, str, str], naive.Told] = {}
        for school in SCHOOLS:
            for code in "ABC":
                for sex in ("", "f", "m"):
                    for quarter in QUARTERS:
                        state = rng.choice((State.REPORTED,) * 5 + tuple(State))
                        value = rng.choice((Decimal(0), Decimal(rng.randint(-99, 99)), Decimal(rng.randint(-9, 9)) / 8))
                        self.told[school, code, sex, quarter] = value if state is State.REPORTED else state

    def at(self, school: str, tree: naive.Tree) -> naive.Told:
        _, code, sex, back, years = tree
        quarter = NOW.back(back, years=0 if back else int(years)).code
        return self.told.get((school, code, sex, quarter), State.NOT_REPORTED)

    def asked(self, school: str, one: Reference, period: Period) -> Reading:
        sex = dict(one.filters).get("sex", "")
        found = self.told.get((school, one.code, sex, period.code), State.NOT_REPORTED)
        return Reading(None, found) if isinstance(found, State) else Reading(found)


def all_of(values: list[naive.Told], adding: Adding) -> Aggregate:
    """Add up what the schools say at their node, as the engine does."""
    stored = [
        Stored(n, 1, period_number(NOW), 0, *((None, one) if isinstance(one, State) else (int(one * 1000), State.REPORTED)))
        for n, one in enumerate(values)
    ]  # fmt: skip
    recipe = Recipe(1, adding, 0 if adding is Adding.SHARE else 3)
    cells = changes([], stored, [recipe], lambda school, _: SHARES[school])
    return finish(cells.get((1, period_number(NOW), 9), Cell()), recipe)


def oracle(values: list[naive.Told], adding: Adding) -> tuple[Decimal | None, dict[str, int]]:
    """Add the same up by the naive oracle."""
    rows = [
        Observation("X", school, NOW, (), *((None, one) if isinstance(one, State) else (one, State.REPORTED)))
        for school, one in zip(SCHOOLS, values, strict=True)
    ]  # fmt: skip
    shares = {school: Fraction(SHARES[n].get(9, 0), 10**12) for n, school in enumerate(SCHOOLS)}
    line = naive.roll_up(rows, Indicator("X", "某", decimals=3, over_organisations=adding), "n", NOW, shares)
    assert line is not None
    return line


def figure(found: Aggregate) -> tuple[Decimal | None, dict[str, int]]:
    return found.value, {
        "reported": found.reported, "not_reported": found.not_reported, "not_applicable": found.not_applicable,
        "withheld": found.withheld, "units": found.units,
    }  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(tree=formulas, seed=st.integers(0, 10**6), adding=st.sampled_from(KINDS))
def test_a_formula_at_every_unit_then_added_up(tree: naive.Tree, seed: int, adding: Adding) -> None:
    said = Said(seed)
    indicator = Indicator("X", "某", decimals=3, expression=naive.written(tree))
    found, expected = [], []
    for school in SCHOOLS:
        one = at_unit(indicator, school, NOW, lambda of, period, who=school: said.asked(who, of, period))
        found.append(one.state if one.value is None else one.value)

        def ask(of: naive.Tree, who: str = school) -> naive.Told:
            return said.at(who, of)

        told = naive.formula(tree, ask, 1, lambda of, ask=ask: int(isinstance(ask(of), Decimal)))  # type: ignore[misc]
        expected.append(told if isinstance(told, State) else rounded(told, 3))
    assert found == expected
    event("missing" if any(isinstance(one, State) for one in found) else "whole")
    small = [one if isinstance(one, State) or abs(one) < 10**12 else Decimal(1) for one in found]
    assert figure(all_of(small, adding)) == oracle(small, adding)


@settings(deadline=None, max_examples=60)
@given(tree=formulas, seed=st.integers(0, 10**6), adding=st.sampled_from(KINDS))
def test_a_formula_on_what_was_added_up(tree: naive.Tree, seed: int, adding: Adding) -> None:
    said = Said(seed)
    indicator = Indicator("X", "某", expression=naive.written(tree), order=Order.TOTAL_FIRST)

    def total(one: Reference, period: Period) -> Aggregate:
        readings = [said.asked(school, one, period) for school in SCHOOLS]
        return all_of([each.state if each.value is None else each.value for each in readings], adding)

    def line(of: naive.Tree) -> tuple[Decimal | None, dict[str, int]]:
        return oracle([said.at(school, of) for school in SCHOOLS], adding)

    def ask(of: naive.Tree) -> naive.Told:
        value, counts = line(of)
        if value is not None:
            return value
        return next(one for one in naive.WEIGHTIEST if counts[str(one)])

    expected = naive.formula(tree, ask, len(SCHOOLS), lambda of: line(of)[1]["units"])
    found = on_totals(indicator, NOW, total, units=len(SCHOOLS))
    assert (found.state if found.value is None else found.value) == expected


of_now = st.tuples(
    st.just("of"), st.sampled_from("ABC"), st.sampled_from(("", "f")), st.just(0), st.just(False)
)  # fmt: skip
part_of_rate = st.recursive(st.one_of(of_now, of_now, asked, counted), grown, max_leaves=3)
rates = st.tuples(st.sampled_from(("/", "/", "-")), part_of_rate, part_of_rate)


def is_rate(tree: naive.Tree) -> bool:
    return tree[0] in {"/", "per"} or any(is_rate(part) for part in tree[1:] if isinstance(part, tuple))


def cannot_do_without(tree: naive.Tree) -> set[naive.Tree]:
    if tree[0] == "of":
        return {tree}
    parts = [] if tree[0] == "reporting" else tree[2:] if tree[0] == "given" else tree[1:]
    return {one for part in parts if isinstance(part, tuple) for one in cannot_do_without(part)}


@settings(deadline=None, max_examples=150)
@given(tree=rates, seed=st.integers(0, 10**6), adding=st.sampled_from(KINDS))
def test_a_rate_of_sums_is_of_those_units_alone_that_have_all_its_parts(
    tree: naive.Tree, seed: int, adding: Adding
) -> None:
    said = Said(seed)
    indicator = Indicator("X", "某", expression=naive.written(tree), order=Order.TOTAL_FIRST)
    known = {code: Indicator(code, code, decimals=3, over_organisations=adding) for code in "ABC"}
    counted = counted_together(indicator, known, lambda _: "school")

    def total(one: Reference, period: Period) -> Aggregate:
        if one in counted:
            found = [
                at_unit(counted[one], who, period, lambda of, at, who=who: said.asked(who, of, at)) for who in SCHOOLS
            ]
            assert counted[one].over_organisations is adding
        else:
            found = [said.asked(who, one, period) for who in SCHOOLS]  # type: ignore[misc]
        return all_of([each.state if each.value is None else each.value for each in found], adding)

    def beside(part: naive.Tree) -> bool:
        return part[3:] == (0, False) and (adding is Adding.SUM or not part[2])

    needed = {part for part in cannot_do_without(tree) if beside(part)} if is_rate(tree) else set()

    def line(of: naive.Tree) -> tuple[Decimal | None, dict[str, int]]:
        told = []
        for school in SCHOOLS:
            lacks = {said.at(school, part) for part in (*needed, of)} & set(State)
            missing = beside(of) and needed - {of} and lacks
            told.append(next(each for each in naive.WEIGHTIEST if each in lacks) if missing else said.at(school, of))
        return oracle(told, adding)

    def ask(of: naive.Tree) -> naive.Told:
        value, counts = line(of)
        return value if value is not None else next(one for one in naive.WEIGHTIEST if counts[str(one)])

    expected = naive.formula(tree, ask, len(SCHOOLS), lambda of: line(of)[1]["units"])
    found = on_totals(indicator, NOW, total, units=len(SCHOOLS))
    assert (found.state if found.value is None else found.value) == expected
    event(
        "a rate of fewer" if any(said.at(who, part) in set(State) for part in needed for who in SCHOOLS) else "as it is"
    )
