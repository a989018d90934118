"""Rules, outliers and small cells: every finding shows its figures, and what is hidden cannot be worked out."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.basics import Severity, Wording
from xietong.measuring import (
    Hidden,
    Missing,
    Operator,
    Reading,
    Reference,
    Rule,
    State,
    Total,
    check_rule,
    modified_z_scores,
    outliers,
    suppress,
    suppress_parts,
    year_on_year,
)

SAID = {"A": Decimal(3), "B": Decimal(5)}


def lookup(one: Reference) -> Reading:
    return Reading(SAID[one.code]) if one.code in SAID else Reading(None, State.NOT_REPORTED)


@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        (Operator.EQUAL, False), (Operator.NOT_EQUAL, True), (Operator.LESS, True), (Operator.AT_MOST, True),
        (Operator.GREATER, False), (Operator.AT_LEAST, False), (Operator.BOTH_OR_NEITHER, True),
        (Operator.NOT_BOTH, False),
    ],
)  # fmt: skip
def test_a_rule_holds_or_is_broken(operator: Operator, holds: bool) -> None:
    found = check_rule(Rule("r", "[A]", operator, "[B]"), lookup, subject="s1")
    assert (found is None) is holds
    if found is not None:
        assert (found.code, found.subject, found.severity) == ("rule_broken", "s1", Severity.ERROR)


@pytest.mark.parametrize(
    ("left", "missing", "checked"),
    [
        ("[A] + [X]", Missing.SKIP_IF_ANY, False),
        ("[A] + [X]", Missing.SKIP_IF_ALL, True),
        ("[X]", Missing.SKIP_IF_ALL, False),
        ("[X]", Missing.AS_ZERO, True),
    ],
)
def test_the_rule_says_what_a_missing_value_means(left: str, missing: Missing, checked: bool) -> None:
    found = check_rule(Rule("r", left, Operator.GREATER, "100", missing), lookup)
    assert (found is not None) is checked


def test_a_rule_says_what_it_expects_in_its_own_words() -> None:
    rule = Rule(
        "r", "[A]", Operator.AT_LEAST, "[B]", severity=Severity.WARNING, wording=Wording(zh="甲不少于乙", en="a ≥ b")
    )
    found = check_rule(rule, lookup)
    assert found is not None
    assert found.wording.zh == "不符合规则“r”：[A] = 3，[B] = 5，甲不少于乙。"
    either = check_rule(Rule("r", "[A]", Operator.BOTH_OR_NEITHER, "[X]"), lookup)
    assert either is not None
    assert "[A] = given, [X] = missing" in either.wording.en


def test_dividing_by_zero_breaks_no_rule() -> None:
    assert check_rule(Rule("r", "[A] / 0", Operator.EQUAL, "1"), lookup) is None


def test_the_modified_z_score_is_worked_out_by_median_and_mad() -> None:
    # Median 2.45, MAD 0.15: 0.6745 × 5.75 / 0.15 and 0.6745 × 5.85 / 0.15.
    values = [Decimal(one) for one in ("2.1", "2.6", "2.4", "2.5", "2.3", "2.1", "2.3", "2.6", "8.2", "8.3")]
    scores = [round(float(one), 2) for one in modified_z_scores(values) if one is not None]
    assert scores[-2:] == [25.86, 26.31]
    found = outliers([Reading(one) for one in values], [str(n) for n in range(10)])
    assert [one.subject for one in found] == ["8", "9"]


def test_where_most_values_agree_the_mean_deviation_serves() -> None:
    values = [Decimal(one) for one in (5, 5, 5, 5, 9)]
    assert [round(float(one), 3) for one in modified_z_scores(values)] == [0.0, 0.0, 0.0, 0.0, 3.989]
    assert modified_z_scores([Decimal(5)] * 3) == (None, None, None)
    assert modified_z_scores([]) == ()
    assert outliers([Reading(one) for one in values[:4]], list("abcd")) == ()
    assert outliers([Reading(Decimal(5))] * 6, list("abcdef")) == ()


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [("150", "100", False), ("151", "100", True), ("66", "100", True), ("67", "100", False), ("5", "0", True),
     ("0", "0", False), ("-5", "5", True)],
)  # fmt: skip
def test_a_jump_from_one_year_to_the_next_is_named(now: str, before: str, found: bool) -> None:
    assert (year_on_year(Reading(Decimal(now)), Reading(Decimal(before))) is not None) is found


def test_without_a_year_before_there_is_no_jump() -> None:
    assert year_on_year(Reading(Decimal(1)), Reading(None, State.NOT_REPORTED)) is None


def test_a_single_small_cell_takes_another_with_it() -> None:
    counts = {key: Decimal(one) for key, one in {"f": 3, "m": 40, "x": 0, "all": 43}.items()}
    assert suppress(counts, [Total("all", ("f", "m", "x"))]) == {"f": Hidden.SMALL, "m": Hidden.REVEALING}
    assert suppress(counts) == {"f": Hidden.SMALL}
    assert suppress({"f": Decimal(0), "m": Decimal(10)}) == {}


def test_the_hidden_parts_of_a_total_are_not_few_together() -> None:
    counts = {key: Decimal(one) for key, one in {"a": 2, "b": 3, "c": 50, "d": 70, "all": 125}.items()}
    assert suppress(counts, [Total("all", ("a", "b", "c", "d"))]) == {
        "a": Hidden.SMALL, "b": Hidden.SMALL, "c": Hidden.REVEALING,
    }  # fmt: skip


def test_a_part_hidden_for_another_reason_counts_as_unknown() -> None:
    counts = {"a": Decimal(4), "all": Decimal(90)}
    assert suppress(counts, [Total("all", ("a", "withheld"))]) == {"a": Hidden.SMALL}


def test_where_only_the_total_is_left_it_goes_too() -> None:
    counts = {"a": Decimal(4), "b": Decimal(0), "all": Decimal(4), "more": Decimal(20), "top": Decimal(24)}
    found = suppress(counts, [Total("all", ("a", "b")), Total("top", ("all", "more"))])
    assert {"a", "all", "more"} <= found.keys()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_no_small_cell_of_a_crossed_table_can_be_worked_out(figures: list[int]) -> None:
    """Every hidden small count could be another number: there is a table with the same shown cells."""
    cells = dict(zip(product("abc", "xyz"), (Decimal(one) for one in figures), strict=True))
    counts: dict[object, Decimal] = dict(cells)
    totals = []
    for row in "abc":
        counts[row] = sum(cells[row, one] for one in "xyz")
        totals.append(Total(row, tuple((row, one) for one in "xyz")))
    for column in "xyz":
        counts[column] = sum(cells[one, column] for one in "abc")
        totals.append(Total(column, tuple((one, column) for one in "abc")))
    counts["all"] = sum(cells.values())
    totals += [Total("all", tuple("abc")), Total("all", tuple("xyz"))]
    hidden = suppress(counts, totals)
    assert all(key in hidden for key, count in counts.items() if 0 < count < 10)
    unknown = sorted(hidden, key=str)
    import numpy as np

    matrix = np.array([[(key == one.whole) - (key in one.parts) for key in unknown] for one in totals], dtype=float)
    for place, key in enumerate(unknown):
        if hidden[key] is Hidden.SMALL:
            alone = np.zeros((1, len(unknown)))
            alone[0, place] = 1
            rank = np.linalg.matrix_rank
            assert rank(np.vstack([matrix, alone])) > rank(matrix), (figures, key)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.booleans(), *[st.integers(0, 40)] * 3), min_size=1, max_size=8))
def test_no_small_count_by_category_follows_from_the_sums_of_bodies_groups_and_categories(rows: list) -> None:
    """Every number that the public sees is an equation; a small count that they settle would be known."""
    import numpy as np

    parts = {n: [Decimal(one) for one in figures] for n, (_, *figures) in enumerate(rows)}
    groups = [[n for n in parts if rows[n][0] is side] for side in (False, True)]
    counts: dict[object, Decimal] = {n: sum(figures, Decimal(0)) for n, figures in parts.items()}
    counts |= {f"g{at}": sum((counts[n] for n in group), Decimal(0)) for at, group in enumerate(groups)}
    counts["all"] = counts["g0"] + counts["g1"]
    totals = [Total(f"g{at}", tuple(group)) for at, group in enumerate(groups) if group] + [Total("all", ("g0", "g1"))]
    hidden = suppress(counts, totals)
    gone, sums = suppress_parts(parts, groups, hidden=[n for n in parts if n in hidden])
    sums = [thin or f"g{at}" in hidden for at, thin in enumerate(sums)]

    def equation(bodies: list[int], categories: range) -> list[int]:
        return [int(n in bodies and m in categories) for n in parts for m in range(3)]

    every = range(3)
    seen = [equation([n], every) for n in parts if n not in hidden]
    seen += [equation(group, every) for at, group in enumerate(groups) if f"g{at}" not in hidden]
    seen += [equation(list(parts), every)] if "all" not in hidden else []
    seen += [equation([n], range(m, m + 1)) for n in parts if n not in gone for m in every]
    seen += [equation(group, range(m, m + 1)) for at, group in enumerate(groups) if not sums[at] for m in every]
    seen += [equation(list(parts), range(m, m + 1)) for m in every] if not any(sums) and "all" not in hidden else []
    rank = np.linalg.matrix_rank
    known = np.array(seen, float) if seen else np.zeros((1, 3 * len(parts)))
    for n, figures in parts.items():
        told = [(equation([n], range(m, m + 1)), one) for m, one in enumerate(figures)] + [
            (equation([n], every), counts[n])
        ]
        for asked, count in told:
            if 0 < count < 10:
                assert rank(np.vstack([known, asked])) > rank(known), (rows, n, count)


def test_what_gives_a_small_count_away_elsewhere_is_guarded_like_one() -> None:
    counts = {key: Decimal(one) for key, one in {"a": 200, "b": 40, "c": 60, "all": 300}.items()}
    found = suppress(counts, [Total("all", ("a", "b", "c"))], secret=["a", "nobody"])
    assert found == {"a": Hidden.REVEALING, "b": Hidden.REVEALING}


def test_what_is_compared_as_growth_is_called_growth() -> None:
    growths = [Reading(Decimal(one)) for one in ("0.97", "0.98", "0.99", "1.00", "0.01141553")]
    (found,) = outliers(growths, list("abcde"), growth=True)
    assert found.wording.zh.startswith("为上年的0.01142倍，远离同组5个值")
    assert found.wording.en.startswith("0.01142 times a year before lies far")
