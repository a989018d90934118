"""Who counts in whom: several roots and trees, moves, splits and mergers with shares, as of any day."""

from datetime import date
from decimal import Decimal

import pytest

from xietong.basics import Refusal
from xietong.measuring import Membership, Succession, closure, epochs, tree_of

BEFORE, DAY, AFTER = date(2024, 6, 30), date(2024, 7, 1), date(2025, 1, 1)
ROWS = (
    Membership("admin", "川", None),
    Membership("admin", "渝", None),
    Membership("admin", "县甲", "川"),
    Membership("admin", "县乙", "渝"),
    Membership("admin", "校", "县甲", None, BEFORE),
    Membership("admin", "校", "县乙", DAY),
    Membership("border", "校", "毗邻"),
)


def ways(day: date, hierarchy: str = "admin", **more: object) -> dict[tuple[str, str], str]:
    found = closure(ROWS, hierarchy, day, **more)
    return {(one.ancestor, one.organisation): str(one.weight) for one in found.links if one.distance}


def test_a_school_counts_where_it_stands_on_the_day() -> None:
    assert ("川", "校") in ways(BEFORE)
    assert ("渝", "校") in ways(DAY)
    assert ("川", "校") not in ways(DAY)
    assert ways(DAY, "border") == {("毗邻", "校"): "1"}


def test_a_split_school_counts_by_its_shares_and_its_followers_alone_from_then_on() -> None:
    became = (Succession("校", "东校", DAY, Decimal("0.6")), Succession("校", "西校", DAY, Decimal("0.4")))
    rows = (*ROWS, Membership("admin", "东校", "县甲"), Membership("admin", "西校", "县乙"))
    found = closure(rows, "admin", AFTER, successions=became)
    assert {(one.ancestor, str(one.weight)) for one in found.above("校")} == {
        ("校", "1"), ("东校", "0.6"), ("西校", "0.4"), ("县甲", "0.6"), ("县乙", "0.4"), ("川", "0.6"), ("渝", "0.4"),
    }  # fmt: skip
    assert {one.organisation for one in found.below("川")} == {"川", "县甲", "东校", "校"}
    assert ("川", "校") in ways(BEFORE, successions=became)


def test_two_ways_to_one_node_add_up() -> None:
    rows = (
        Membership("a", "校", "甲", weight=Decimal("0.25")),
        Membership("a", "校", "乙", weight=Decimal("0.75")),
        Membership("a", "甲", "省"),
        Membership("a", "乙", "省"),
    )
    (link,) = [one for one in closure(rows, "a", DAY).above("校") if one.ancestor == "省"]
    assert (link.weight, link.distance) == (1, 2)


def test_standing_below_oneself_is_refused_with_the_way() -> None:
    rows = (Membership("a", "甲", "乙"), Membership("a", "乙", "丙"), Membership("a", "丙", "甲"))
    with pytest.raises(Refusal, match="甲 → 乙 → 丙 → 甲") as found:
        closure(rows, "a", DAY)
    assert found.value.code == "hierarchy-cycle"


@pytest.mark.parametrize("weight", ["0", "-1", "1.5"])
def test_a_share_lies_between_nothing_and_all(weight: str) -> None:
    with pytest.raises(Refusal, match="must be above 0 and at most 1"):
        closure((Membership("a", "校", "县", weight=Decimal(weight)),), "a", DAY)


def test_periods_with_the_same_tree_share_it() -> None:
    days = {1: date(2023, 12, 31), 2: BEFORE, 3: DAY, 4: AFTER}
    assert list(epochs(ROWS, "admin", days)) == [(1, 2), (3, 4)]


def test_a_tree_knows_its_nodes_and_the_shares_of_a_unit() -> None:
    numbers = {code: n for n, code in enumerate(("川", "渝", "县甲", "县乙", "校"))}
    tree = tree_of(closure(ROWS, "admin", DAY), numbers)
    assert tree.nodes == {1, 3, 0}
    assert tree.shares(4) == {1: 10**12, 3: 10**12}
    assert tree.shares(99) == {}
