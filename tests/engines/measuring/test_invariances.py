"""What must not change a measure: order, unit, zero, copies, names; its bounds; and what nasty columns give."""

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import measuring
from xietong.basics import Refusal

seeds = st.integers(0, 10**6)
few = settings(max_examples=25, deadline=None)


def world(seed: int) -> tuple[np.random.Generator, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A generator, values of some units, their populations and groups, and an order of them."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(6, 25))
    values = rng.lognormal(size=size)
    values[: size // 4] = values[0]  # ties
    return rng, values, rng.integers(1, 50, size).astype(float), rng.integers(0, 3, size), rng.permutation(size)


def alike(one: Any, other: Any, within: float = 1e-9) -> None:
    """Check that two results hold the same figures, field by field."""
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        for field in dataclasses.fields(one):
            alike(getattr(one, field.name), getattr(other, field.name), within)
    elif isinstance(one, tuple) and not isinstance(one[0], str):
        for part, its in zip(one, other, strict=True):
            alike(part, its, within)
    elif isinstance(one, np.ndarray | float):
        assert one == pytest.approx(other, rel=1e-6, abs=within, nan_ok=True)
    else:
        assert one == other


@few
@given(seeds, st.floats(1e-6, 1e6), st.integers(2, 4))
def test_inequality_knows_neither_order_nor_unit_nor_copies(seed: int, times: float, copies: int) -> None:
    _, values, people, groups, order = world(seed)
    size = len(values)
    measures: list[Callable[[Any, Any, Any], Any]] = [
        lambda x, w, _: measuring.coefficient_of_variation(x, w), lambda x, w, _: measuring.gini(x, w),
        lambda x, w, _: measuring.theil_t(x, w), lambda x, w, _: measuring.theil_l(x, w),
        lambda x, w, g: measuring.gini_by_group(x, g, w), lambda x, w, g: measuring.theil_by_group(x, g, w),
        lambda x, w, g: measuring.theil_by_group(x, g, w, form="L"),
        lambda x, w, _: measuring.range_ratios(x, w).quantile_ratio,
        lambda x, w, _: measuring.range_ratios(x, w).highest_to_lowest,
    ]  # fmt: skip
    for measure in measures:
        for weights in (people, None):
            found = measure(values, weights, groups)
            alike(measure(values[order], None if weights is None else weights[order], groups[order]), found)
            alike(measure(values * times, weights, groups), found)
            many = (
                np.tile(values, copies),
                None if weights is None else np.tile(weights, copies),
                np.tile(groups, copies),
            )
            alike(measure(*many), found)
        alike(measure(values, people * times, groups), measure(values, people, groups))
        alike(measure(values, np.full(size, times), groups), measure(values, None, groups))
    assert 0 <= measuring.gini(values, people) < 1
    assert 0 <= measuring.theil_t(values) <= math.log(size)
    assert 0 <= measuring.coefficient_of_variation(values) <= math.sqrt(size - 1)
    # Who moves from the richest to the poorest makes less inequality (Pigou & Dalton).
    moved, gift = values.copy(), (values.max() - values.min()) / 4
    moved[values.argmax()] -= gift
    moved[values.argmin()] += gift
    for index in (measuring.gini, measuring.theil_t, measuring.theil_l, measuring.coefficient_of_variation):
        assert index(moved) < index(values)


@few
@given(seeds, st.floats(1e-3, 1e3))
def test_names_of_groups_say_nothing_and_one_group_is_the_whole(seed: int, times: float) -> None:
    _, values, people, groups, _ = world(seed)
    turned = measuring.gini_by_group(values * times, [f"g{2 - one}" for one in groups], people)
    found = measuring.gini_by_group(values, groups, people)
    alike((turned.within, turned.between, turned.transvariation), (found.within, found.between, found.transvariation))
    for whole in (np.zeros(len(values), int), np.full(len(values), "川")):
        alone = measuring.gini_by_group(values, whole, people)
        alike((alone.within, alone.between), (measuring.gini(values, people), 0.0))
        alike(measuring.theil_by_group(values, whole, people).between, 0.0)
    apart = measuring.theil_by_group(values, np.arange(len(values)), people)
    alike((apart.within, apart.between), (0.0, measuring.theil_t(values, people)))


@few
@given(seeds, st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_effects_move_with_the_figures(seed: int, times: float, more: float) -> None:
    rng, *_ = world(seed)
    inside, outside = rng.normal(5, 1, (4, 9)), rng.normal(5, 1, (7, 9)).cumsum(axis=1)
    people = (rng.random(4) + 0.1, rng.random(7) + 0.1)
    order = rng.permutation(7)
    asked: list[Callable[[np.ndarray, np.ndarray, np.ndarray], measuring.Effect]] = [
        lambda x, _, __: measuring.interrupted_time_series(x[0], 5),
        lambda x, y, _: measuring.difference_in_differences(x, y, 5),
        lambda x, y, w: measuring.difference_in_differences(x, y, 5, weights=(people[0], w)),
        lambda x, y, _: measuring.synthetic_control(x.mean(axis=0), y, 5),
    ]
    for ask in asked:
        found = ask(inside, outside, people[1])
        alike(ask(inside, outside[order], people[1][order]).main, found.main, 1e-7)
        moved = ask(inside * times + more, outside * times + more, people[1])
        assert moved.main.value == pytest.approx(found.main.value * times, rel=1e-5, abs=1e-6 * (1 + times + abs(more)))
        assert moved.main.p_value == pytest.approx(found.main.p_value, rel=1e-4, abs=1e-9)
        assert moved.without == pytest.approx(
            found.without * times + more, rel=1e-5, abs=1e-6 * (1 + times + abs(more))
        )


@few
@given(seeds, st.floats(1e-3, 1e3))
def test_convergence_knows_neither_order_nor_currency(seed: int, times: float) -> None:
    rng, start, people, _, order = world(seed)
    panel = start[:, None] * np.exp(rng.normal(0.1, 0.2, (len(start), 4)).cumsum(axis=1))
    weights = np.tile(people[:, None], 4)
    for weigh in (None, weights):
        found = measuring.sigma_convergence(panel, weigh)
        alike(measuring.sigma_convergence(panel[order] * times, None if weigh is None else weigh[order]), found)
        one = None if weigh is None else people
        beta = measuring.beta_convergence(panel[:, 0], panel[:, 3], years=3, weights=one)
        other = measuring.beta_convergence(
            panel[order, 0] * times, panel[order, 3] * times, years=3, weights=None if one is None else one[order] * 7
        )
        alike((other.beta, other.standard_error, other.p_value), (beta.beta, beta.standard_error, beta.p_value))
        assert 0 <= beta.fit.r_squared <= 1


@few
@given(seeds, st.floats(0.01, 100), st.floats(-100, 100))
def test_a_map_knows_neither_numbers_of_places_nor_unit_nor_zero(seed: int, times: float, more: float) -> None:
    rng, values, _, _, order = world(seed)
    size = len(values)
    pairs = np.array([(n, m % size) for n in range(size) for m in (n + 1, n - 1, n + 3)])
    places = measuring.neighbours(pairs, size)
    asked: dict[str, Any] = {"permutations": 19}
    found = measuring.moran(values, places, rng=rng, **asked)
    local = measuring.moran_local(values, places, rng=rng, **asked)
    turned = np.argsort(order)  # place n is called turned[n] now
    again = measuring.neighbours(turned[pairs], size)
    moved = values[order] * times + more
    assert measuring.moran(moved, again, rng=rng, **asked).value == pytest.approx(found.value, abs=1e-7)
    assert measuring.moran_local(moved, again, rng=rng, **asked).values[turned] == pytest.approx(local.values, abs=1e-7)
    # With rows that sum to one, I is the mean of the local figures but for (n − 1)/n.
    assert found.value == pytest.approx(local.values.sum() / (size - 1))
    assert all(0 < one <= 1 for one in (found.p_value, *local.p_values))


@few
@given(seeds, st.floats(0.01, 100), st.floats(-100, 100), st.integers(2, 3))
def test_levels_know_neither_order_nor_unit_nor_copies(seed: int, times: float, more: float, copies: int) -> None:
    rng, *_, order = world(seed)
    size = len(order)
    table, ways = rng.random((size, 4)), ["higher", "lower", "higher", "lower"]
    turned = [2, 0, 3, 1]
    for normalise in (measuring.normalise_range, measuring.normalise_score):
        found = normalise(table, ways)
        assert normalise(table * times + more, ways) == pytest.approx(found, abs=1e-6)
        assert normalise(table[order][:, turned], [ways[n] for n in turned]) == pytest.approx(found[order][:, turned])
    levels = measuring.normalise_range(table, ways)
    assert ((levels >= 0) & (levels <= 1)).all()
    for weigh in (measuring.entropy_weights, measuring.critic_weights):
        weights = weigh(levels)
        assert weights.sum() == pytest.approx(1)
        assert (weights >= 0).all()
        assert weigh(levels[order][:, turned]) == pytest.approx(weights[turned])
        assert weigh(np.tile(levels, (copies, 1))) == pytest.approx(weights)
    assert measuring.entropy_weights(levels * times) == pytest.approx(measuring.entropy_weights(levels))
    index = measuring.composite_index(levels, [1, 2, 3, 4])
    assert ((levels.min(axis=1) - 1e-12 <= index) & (index <= levels.max(axis=1) + 1e-12)).all()
    judged = np.exp(rng.normal(0, 0.05, (4, 4)))
    judged = np.triu(judged, 1) + np.tril(1 / judged.T, -1) + np.eye(4)
    assert measuring.ahp_weights(judged[turned][:, turned]).weights == pytest.approx(
        measuring.ahp_weights(judged).weights[turned]
    )


@few
@given(seeds, st.floats(0.01, 100), st.floats(-100, 100))
def test_nearness_knows_neither_order_nor_unit_nor_zero(seed: int, times: float, more: float) -> None:
    rng, *_ = world(seed)
    table, target = rng.random((3, 5)), rng.random(5)
    order = rng.permutation(5)
    degrees = measuring.grey_relational_degrees(target, table)
    assert ((degrees > 0) & (degrees <= 1)).all()
    moved = measuring.grey_relational_degrees(target[order] * times + more, table[:, order] * times + more)
    assert moved == pytest.approx(degrees, abs=1e-7)
    base = table + 1
    found = measuring.distance_to_joint_target(table, target - 1, base)
    alike(
        measuring.distance_to_joint_target(table * times + more, (target - 1) * times + more, base * times + more),
        found,
        1e-6,
    )
    alike(measuring.distance_to_joint_target(-table, 1 - target, -base), found)
    assert found.joint == found.per_party.max()
    for form in ("corrected", "classical"):
        coupled = measuring.coordination(table, form=form)
        alike(measuring.coordination(table[:, order], form=form), coupled)
        for one in (coupled.coupling, coupled.level, coupled.degree):
            assert ((one >= 0) & (one <= 1)).all()


NASTY: dict[str, list[Any]] = {
    "one": [5.0], "nothing": [], "zeros": [0.0, 0, 0], "constant": [7.0] * 4, "denormal": [1e-320, 2e-320, 3e-320],
    "tiny": [1e-160, 2e-160, 5e-160], "huge": [1e99, 5e99, 2e98], "of all sizes": [1e-99, 1e99, 1.0],
    "more sizes": [0, 1e100, 1e-300], "negative": [-1.0, 2, 5], "missing": [1.0, math.nan, 2], "infinite": [1.0, math.inf],
    "words": ["a", "b"], "nobody": [None, 1.0], "yes and no": [True, False, True], "beyond": [1e101, 1.0],
    "integers": [10**30, 1], "nearly equal": [1.0, 1 + 1e-16, 1 + 2e-16], "ties": [1.0, 1, 1, 2, 2, 9],
}  # fmt: skip


def figures(found: Any) -> list[float]:
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return [one for field in dataclasses.fields(found) for one in figures(getattr(found, field.name))]
    if isinstance(found, np.ndarray):
        return [float(one) for one in found.ravel()]
    if isinstance(found, tuple):
        return [one for part in found for one in figures(part)]
    return [float(found)] if isinstance(found, float) else []


def answered(ask: Callable[[], Any]) -> list[float] | Refusal:
    try:
        return figures(ask())
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize("weighing", [None, 1.0, 1e99, 1e-300, 0.0, -1.0])
@pytest.mark.parametrize("name", NASTY)
def test_nasty_columns_give_figures_or_a_refusal(name: str, weighing: float | None) -> None:
    column = NASTY[name]
    size = len(column)
    weights = None if weighing is None else np.full(size, weighing)
    groups = (["川", "渝"] * size)[:size]
    ring = measuring.neighbours([(n, (n + 1) % size) for n in range(size)] if size > 1 else [], size)
    panel = [[one, other, one] for one, other in zip(column, column[::-1], strict=True)]
    rng = np.random.default_rng(1)
    both = None if weights is None else (weights, weights)
    asked: list[tuple[Callable[[], Any], str]] = [
        (lambda: measuring.coefficient_of_variation(column, weights), ""), (lambda: measuring.gini(column, weights), ""),
        (lambda: measuring.theil_t(column, weights), ""), (lambda: measuring.theil_l(column, weights), ""),
        (lambda: measuring.gini_by_group(column, groups, weights), ""),
        (lambda: measuring.theil_by_group(column, groups, weights), ""),
        (lambda: measuring.range_ratios(column, weights), "inf"),  # over zero
        (lambda: measuring.sigma_convergence(panel, None if weights is None else np.tile(weights[:, None], 3)), ""),
        (lambda: measuring.beta_convergence([row[0] for row in panel], column[::-1], years=3, weights=weights), "inf nan"),
        (lambda: measuring.difference_in_differences(panel, panel[::-1], 2, weights=both), ""),
        (lambda: measuring.synthetic_control(panel[0] if panel else [], panel, 2), "nan"),  # no standard error
        (lambda: measuring.interrupted_time_series(column * 3, size), ""),
        (lambda: measuring.forecast_target(column * 3, 3.0, steps=2), "nan"),  # no back-test
        (lambda: measuring.moran(column, ring, rng=rng, permutations=19), ""),
        (lambda: measuring.moran_local(column, ring, rng=rng, permutations=19), ""),
        (lambda: measuring.entropy_weights(panel), ""), (lambda: measuring.critic_weights(panel), ""),
        (lambda: measuring.normalise_score(panel, ["higher"] * 3), ""), (lambda: measuring.coordination(panel), ""),
        (lambda: measuring.grey_relational_degrees(column, [column[::-1], column], weights=weights), ""),
        (lambda: measuring.distance_to_joint_target([column], [1e3] * size, [[1e2] * size], weights), ""),
        (lambda: measuring.ahp_weights(panel), ""),
        (
            lambda: measuring.composite_with_interval(
                panel, lambda _: np.full(3, 1 / 3), rng=rng, draws=9, population=weights
            ), "",
        ),
    ]  # fmt: skip
    for ask, allowed in asked:
        found = answered(ask)
        if isinstance(found, Refusal):
            assert found.wording.zh != found.wording.en
        else:
            assert not any(math.isnan(one) for one in found) or "nan" in allowed
            assert not any(math.isinf(one) for one in found) or "inf" in allowed
