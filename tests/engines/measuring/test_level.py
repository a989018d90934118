"""Normalising, weights, composite index, coordination: published figures, bounds, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.measuring import published
from tests.engines.measuring.refusals import refused
from xietong import measuring
from xietong.basics import Refusal

levels = st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=10)


def test_saatys_house_gives_saatys_weights() -> None:
    found = measuring.ahp_weights(published.HOUSE, limit=0.2)
    assert found.weights.round(3).tolist() == pytest.approx(published.HOUSE_WEIGHTS, abs=0.001)
    assert (round(found.eigenvalue, 2), round(found.consistency_ratio, 2)) == (9.67, 0.17)


def test_judgements_that_contradict_each_other_are_refused_with_the_pair() -> None:
    with refused("judgements-inconsistent") as found:
        measuring.ahp_weights(published.HOUSE)
    assert "Items 3 and 7 depart most" in found.value.wording.en  # type: ignore[attr-defined]
    for wrong in ([[1, 2], [2, 1]], [[1, 2, 3]], [[1, -2], [-0.5, 1]]):
        with refused("judgements-not-reciprocal"):
            measuring.ahp_weights(wrong)
    with refused("too-many-indicators"):
        measuring.ahp_weights(np.ones((16, 16)))
    assert measuring.ahp_weights([[1]]).consistency_ratio == 0
    assert measuring.ahp_weights([[1, 3], [1 / 3, 1]]).weights.tolist() == pytest.approx([0.75, 0.25])


def test_entropy_weights_are_those_of_the_definition() -> None:
    table = np.array([[0.0, 0.2, 0.9], [0.5, 0.1, 0.8], [1.0, 0.6, 0.7], [0.3, 0.9, 0.2]])
    spread = []
    for column in table.T:
        share = column / column.sum()
        spread.append(1 + sum(p * np.log(p) for p in share if p > 0) / np.log(4))
    assert measuring.entropy_weights(table) == pytest.approx(np.array(spread) / sum(spread))


def test_critic_weights_are_those_of_the_definition() -> None:
    table = np.array([[0.0, 0.2, 0.9], [0.5, 0.1, 0.8], [1.0, 0.6, 0.7], [0.3, 0.9, 0.2]])
    content = [
        np.std(table[:, j], ddof=1) * sum(1 - np.corrcoef(table[:, j], table[:, k])[0, 1] for k in range(3))
        for j in range(3)
    ]
    assert measuring.critic_weights(table) == pytest.approx(np.array(content) / sum(content))


def test_weights_that_cannot_be_derived_are_refused() -> None:
    with refused("no-spread"):
        measuring.entropy_weights([[1, 1], [1, 1]])
    with refused("no-spread"):
        measuring.entropy_weights([[1, 0], [2, 0]])
    with refused("no-spread"):
        measuring.critic_weights([[1, 0], [2, 0]])
    with refused("no-spread"):
        measuring.critic_weights([[0, 0], [1, 1]])
    with refused("too-few-values"):
        measuring.critic_weights([[1, 0]])


def test_normalising_follows_direction_and_agreed_bounds() -> None:
    table = [[10, 1], [20, 3], [40, 2]]
    found = measuring.normalise_range(table, ["higher", "lower"], bounds=[[0, 20], [0, 4]])
    assert found.tolist() == [[0.5, 0.75], [1.0, 0.25], [1.0, 0.5]]
    scores = measuring.normalise_score(table, ["higher", "lower"])
    assert scores.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert scores.std(axis=0, ddof=1) == pytest.approx([1, 1])
    for normalise in (measuring.normalise_range, measuring.normalise_score):
        with refused("no-spread"):
            normalise([[1], [1]], ["higher"])
        with refused("shape-differs"):
            normalise([[1], [2]], ["higher", "lower"])


def test_scores_and_goalposts_are_those_that_others_document() -> None:
    # scipy.stats.zscore(b, axis=1, ddof=1), the first row of its example.
    scores = measuring.normalise_score([[0.3148], [0.0478], [0.6243], [0.4608]], ["higher"])
    assert scores.ravel() == pytest.approx([-0.19264823, -1.28415119, 1.07259584, 0.40420358], abs=1e-8)
    # Human Development Report 2013: goalposts of a life 20 and 83.57 years; one of 55 years gives 0.551.
    assert measuring.normalise_range([[55]], ["higher"], bounds=[[20, 83.57]]).item() == pytest.approx(0.551, abs=5e-4)


def test_an_index_has_an_interval_that_holds_it() -> None:
    rng = np.random.default_rng(5)
    table = rng.random((40, 3))
    found = measuring.composite_with_interval(table, measuring.entropy_weights, rng=rng, draws=300)
    assert found.mean_low < found.mean < found.mean_high
    assert (found.low <= found.index + 0.05).all()
    assert (found.index - 0.05 <= found.high).all()
    assert found.draws == 300
    with refused("shape-differs"):
        measuring.composite_index(table, [1, 2])


def test_resamples_without_weights_are_left_out_and_counted() -> None:
    rng = np.random.default_rng(1)
    found = measuring.composite_with_interval([[0, 1], [1, 0.5], [1, 0]], measuring.entropy_weights, rng=rng, draws=60)
    assert found.draws < 60
    calls = []

    def once(table: object) -> object:
        calls.append(1)
        if len(calls) > 1:
            raise Refusal("no-spread", zh="无", en="none")
        return np.array([0.5, 0.5])

    with refused("too-few-values"):
        measuring.composite_with_interval([[0, 1], [1, 0]], once, rng=rng, draws=5)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(levels, st.sampled_from(["corrected", "classical"]))
def test_coordination_lies_in_zero_to_one_and_knows_no_order(table: list[list[float]], form: str) -> None:
    found = measuring.coordination(table, form=form)
    for one in (found.coupling, found.level, found.degree):
        assert ((one >= 0) & (one <= 1)).all()
    turned = measuring.coordination([row[::-1] for row in table], form=form)
    assert turned.degree == pytest.approx(found.degree, abs=1e-9)
    assert all(0 <= n <= 9 for n in found.classes)


def test_coordination_of_two_by_hand() -> None:
    # U = 0.4, 0.8: C = √((1 − 0.4) · 0.5) = 0.5477, T = 0.6, D = √(C T) = 0.5733.
    found = measuring.coordination([[0.4, 0.8], [0.5, 0.5], [0, 0], [0, 1]])
    assert found.coupling == pytest.approx([0.5477226, 1, 1, 0], abs=1e-6)
    assert found.degree == pytest.approx([0.5732657, 0.7071068, 0, 0], abs=1e-6)
    assert [one.en for one in found.wordings()] == [
        "bare coordination", "intermediate coordination", "extreme imbalance", "extreme imbalance",
    ]  # fmt: skip
    classical = measuring.coordination([[0.4, 0.8]], form="classical")
    assert classical.coupling == pytest.approx([2 * 0.32**0.5 / 1.2])


def test_what_cannot_be_coordinated_is_refused() -> None:
    with refused("level-outside"):
        measuring.coordination([[0.4, 1.2]])
    with refused("too-few-subsystems"):
        measuring.coordination([[0.4]])
    with pytest.raises(ValueError, match="corrected or classical"):
        measuring.coordination([[0.4, 0.5]], form="new")


def test_grey_relation_by_hand() -> None:
    # Δ = (0, 0.5, 1), Δmin = 0, Δmax = 1, ρ = 0.5: degrees 1, 0.5, 1/3.
    found = measuring.grey_relational_degrees([1, 1, 1], [[1, 0.5, 0]], weights=[1, 1, 2])
    assert found == pytest.approx([(1 + 0.5 + 2 / 3) / 4])
    assert measuring.grey_relational_degrees([1], [[1]]).tolist() == [1.0]
    with pytest.raises(ValueError, match="distinguishing"):
        measuring.grey_relational_degrees([1], [[1]], distinguishing=0)


def test_the_way_to_a_joint_target_is_that_of_the_slowest() -> None:
    found = measuring.distance_to_joint_target([[80, 5], [60, 2]], [100, 0], [[50, 10], [50, 10]])
    assert found.remaining.tolist() == [[0.4, 0.5], [0.8, 0.2]]
    assert found.joint == pytest.approx(((0.64 + 0.04) / 2) ** 0.5)
    assert found.gap == pytest.approx(found.joint - ((0.16 + 0.25) / 2) ** 0.5)
    assert measuring.distance_to_joint_target([[120]], [100], [[50]]).joint == 0
    with refused("target-is-baseline"):
        measuring.distance_to_joint_target([[1]], [2], [[2]])
    with refused("shape-differs"):
        measuring.distance_to_joint_target([[1]], [2, 3], [[2]])
