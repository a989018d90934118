from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.fulfilling.test_timetable import item
from xietong import fulfilling
from xietong.drafting import Duty, Role
from xietong.fulfilling.tree import tree

LEAD, SUPPORT = Role.LEAD, Role.SUPPORT


def led(uid, *leads, parent=None, weight=1, role=LEAD):
    duties = tuple(Duty(party, body, role) for party, body in leads)
    return replace(item(uid, parent=parent), duties=duties, weight=Decimal(weight))


def figure(claimed, confirmed):
    return fulfilling.Figure(Decimal(claimed), Decimal(confirmed))


def key(uid, party, body):
    return fulfilling.DutyKey(uid, party, body)


def test_a_joint_item_is_as_far_along_as_its_slowest_party():
    items = [led("a", ("cq", "c1"), ("cq", "c2"), ("sc", "s1"))]
    found = fulfilling.progress(
        items,
        {
            key("a", "cq", "c1"): figure(80, 60),
            key("a", "cq", "c2"): figure(40, 40),
            key("a", "sc", "s1"): figure(90, 70),
        },
    )
    assert found.of("a") == fulfilling.Standing(
        "a", {"cq": (60.0, 50.0), "sc": (90.0, 70.0)}, joint=50.0, joint_claimed=60.0, gap=20.0, done=False
    )
    assert found.of() == replace(found.of("a"), uid="")


def test_weights_of_duties_and_items_are_heeded():
    items = [
        led("p"),
        led("a", ("cq", "c1"), ("cq", "c2"), parent="p", weight=3),
        led("b", ("cq", "c1"), ("sc", "s1"), parent="p", weight=1),
    ]
    figures = {
        key("a", "cq", "c1"): figure(100, 100),
        key("b", "cq", "c1"): figure(20, 20),
        key("b", "sc", "s1"): figure(40, 40),
    }
    found = fulfilling.progress(items, figures, {key("a", "cq", "c2"): Decimal(3)})
    assert found.of("a").parties == {"cq": (25.0, 25.0)}
    assert found.of("p").parties == {"cq": (23.75, 23.75), "sc": (40.0, 40.0)}
    assert found.of("p").joint == 23.75


def test_support_duties_and_items_without_a_lead_do_not_count():
    found = fulfilling.progress([led("a", ("cq", "c1"), role=SUPPORT), led("b")], {key("a", "cq", "c1"): figure(9, 9)})
    assert found.of("a") == fulfilling.Standing("a", {}, None, None, None, done=False)
    assert found.of() == fulfilling.Standing("", {}, None, None, None, done=False)
    assert not fulfilling.progress([], {}).of().done


def test_a_parents_own_lead_counts_only_where_its_party_leads_nothing_below():
    items = [led("p", ("cq", "c1"), ("sc", "s1")), led("a", ("cq", "c1"), parent="p")]
    found = fulfilling.progress(items, {key("p", "cq", "c1"): figure(90, 90), key("p", "sc", "s1"): figure(30, 30)})
    assert found.of("p").parties == {"cq": (0.0, 0.0), "sc": (30.0, 30.0)}


def test_an_item_is_done_only_when_every_lead_duty_of_every_party_is_confirmed():
    items = [led("p"), led("a", ("cq", "c1"), ("sc", "s1"), parent="p"), led("b", ("cq", "c1"), parent="p"), led("z")]
    full, claimed = figure(100, 100), figure(100, "99.99")
    figures = {key("a", "cq", "c1"): full, key("a", "sc", "s1"): claimed, key("b", "cq", "c1"): full}
    found = fulfilling.progress(items, figures)
    assert [found.of(uid).done for uid in ("p", "a", "b", "z", "")] == [False, False, True, False, False]
    found = fulfilling.progress(items, {**figures, key("a", "sc", "s1"): full})
    assert [found.of(uid).done for uid in ("p", "a", "b", "z", "")] == [True, True, True, False, True]


def test_weights_of_zero_throughout_give_the_plain_mean():
    items = [led("p"), led("a", ("cq", "c1"), parent="p", weight=0), led("b", ("cq", "c1"), parent="p", weight=0)]
    found = fulfilling.progress(items, {key("a", "cq", "c1"): figure(50, 30)}, {key("a", "cq", "c1"): Decimal(0)})
    assert found.of("p").parties == {"cq": (25.0, 15.0)}
    assert found.of("a").parties == {"cq": (50.0, 30.0)}


def exact(items, figures):
    """DOMAIN.md's rule 1 word by word, in fractions: party → figure for each uid, and whether all is confirmed."""
    children = {}
    for one in items:
        children.setdefault(one.parent, []).append(one)

    def mean(pairs):
        total = sum(weight for weight, _ in pairs)
        return sum(w * v for w, v in pairs) / total if total else sum(v for _, v in pairs) / Fraction(len(pairs))

    def below(one):
        return [d for child in children.get(one.uid, []) for d in [*leads(child), *below(child)]]

    def leads(one):
        return [(one.uid, duty) for duty in one.duties if duty.role is LEAD]

    def stands(one, party):
        under = [(Fraction(c.weight), stands(c, party)) for c in children.get(one.uid, [])]
        under = [(weight, value) for weight, value in under if value is not None]
        if under:
            return mean(under)
        own = [Fraction(figures.get(key(one.uid, party, d.organisation), figure(0, 0)).confirmed)
               for _, d in leads(one) if d.party == party]  # fmt: skip
        return mean([(Fraction(1), value) for value in own]) if own else None

    parties = list(dict.fromkeys(d.party for one in items for _, d in leads(one)))
    result = {}
    for one in items:
        each = {party: stands(one, party) for party in parties}
        each = {party: value for party, value in each.items() if value is not None}
        duties = [*leads(one), *below(one)]
        done = bool(duties) and all(
            figures.get(key(uid, d.party, d.organisation), figure(0, 0)).confirmed == 100 for uid, d in duties
        )
        result[one.uid] = each, done
    return result


@st.composite
def led_plans(draw):
    items, figures = [], {}
    for n in range(draw(st.integers(1, 12))):
        parent = draw(st.none() | st.integers(0, n - 1)) if n else None
        bodies = draw(
            st.lists(st.tuples(st.sampled_from(["cq", "sc", "gz"]), st.sampled_from("xy")), max_size=4, unique=True)
        )
        one = led(str(n), *bodies, parent=None if parent is None else str(parent), weight=draw(st.integers(0, 4)))
        if draw(st.booleans()):
            one = replace(one, duties=(*one.duties, Duty("sc", "helper", SUPPORT)))
        items.append(one)
        for party, body in bodies:
            percent = st.one_of(st.just(Decimal(100)), st.decimals(0, 100, places=2))
            figures[key(str(n), party, body)] = fulfilling.Figure(draw(percent), draw(percent))
    return items, figures


@settings(max_examples=80, deadline=None)
@given(led_plans())
def test_columns_agree_with_the_rule_in_exact_fractions(plan):
    items, figures = plan
    found = fulfilling.progress(items, figures)
    for uid, (parties, done) in exact(items, figures).items():
        standing = found.of(uid)
        assert {party: value[1] for party, value in standing.parties.items()} == pytest.approx(
            {party: float(value) for party, value in parties.items()}, abs=1e-9
        )
        assert standing.done == done
        if parties:
            low, high = min(parties.values()), max(parties.values())
            assert standing.joint == pytest.approx(float(low), abs=1e-9)
            assert standing.gap == pytest.approx(float(high - low), abs=1e-9)
        else:
            assert standing.joint is None and standing.gap is None


@settings(max_examples=60, deadline=None)
@given(led_plans(), st.data())
def test_what_is_rolled_up_again_is_to_the_last_bit_what_is_rolled_up_anew(plan, data):
    items, figures = plan
    of = fulfilling.columns(items)
    rows = [(n, "csg".index(d.party[0]), figures[key(one.uid, d.party, d.organisation)])
            for n, one in enumerate(items) for d in one.duties if d.role is LEAD]  # fmt: skip
    weight = np.array([one.weight for one in items], dtype=np.float64)
    table = np.array([(item, party, *map(float, told)) for item, party, told in rows]).reshape(-1, 4)
    duties = [table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3], np.ones(len(rows))]
    before = fulfilling.roll_up_progress(of.uids, of.parent, weight, fulfilling.DutyColumns(*duties), ("c", "s", "g"))
    moved = np.array(data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True)) if rows else [], dtype=np.int64)
    for column in (2, 3):
        duties[column] = duties[column].copy()
        duties[column][moved] = data.draw(st.sampled_from([0.0, 33.3, 100.0]))
    now = fulfilling.DutyColumns(*duties)
    anew = fulfilling.roll_up_progress(of.uids, of.parent, weight, now, ("c", "s", "g"))
    again = fulfilling.roll_up_again(before, tree(of.parent), weight, now, moved)
    for name in ("claimed", "confirmed", "joint", "joint_claimed", "gap", "done"):
        np.testing.assert_array_equal(getattr(again, name), getattr(anew, name))


@settings(max_examples=40, deadline=None)
@given(led_plans())
def test_raising_any_figure_never_lowers_a_joint_figure(plan):
    items, figures = plan
    if not figures:
        return
    before = fulfilling.progress(items, figures)
    first = next(iter(figures))
    after = fulfilling.progress(items, {**figures, first: figure(100, 100)})
    known = ~np.isnan(before.joint)
    assert (after.joint[known] >= before.joint[known] - 1e-9).all()


def test_figures_can_be_asked_for_any_past_day():
    reports = fulfilling.ReportColumns(
        duty=np.array([0, 1, 0, 0]),
        period=np.array([1, 1, 2, 1]),
        percent=np.array([30.0, 50.0, 60.0, 35.0]),
        passed=np.array(["2025-04-02", "2025-04-03", "2025-07-02", "NaT"], dtype="datetime64[D]"),
        confirmed=np.array(["2025-04-10", "NaT", "NaT", "NaT"], dtype="datetime64[D]"),
    )
    asked = {}
    for day in (date(2025, 4, 1), date(2025, 4, 2), date(2025, 4, 10), date(2025, 7, 2)):
        claimed, confirmed = fulfilling.as_of(reports, 3, day)
        asked[day.isoformat()] = (claimed.tolist(), confirmed.tolist())
    assert asked == {
        "2025-04-01": ([0, 0, 0], [0, 0, 0]),
        "2025-04-02": ([30, 0, 0], [0, 0, 0]),
        "2025-04-10": ([30, 50, 0], [30, 0, 0]),
        "2025-07-02": ([60, 50, 0], [30, 0, 0]),
    }


def test_an_item_that_is_not_there_has_no_standing():
    with pytest.raises(KeyError):
        fulfilling.progress([led("a", ("cq", "c1"))], {}).of("b")
