"""One sequence of bytes for a plan, the same everywhere, and the plan back from it."""

import json
from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.drafting.plans import STEADY, plan_of, plans
from xietong import drafting, endorsing
from xietong.basics import Refusal


@STEADY
@given(plans(), st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_canonical_form_is_that_of_rfc_8785(plan, text):
    plan = replace(plan, title=text)
    value = {"schema": "xietong-plan/1", "plan": drafting.plan_to_plain(plan)}
    assert endorsing.canonical(plan) == rfc8785.dumps(value)


@STEADY
@given(plans())
def test_a_plan_comes_back_from_its_canonical_form(plan):
    content = endorsing.canonical(plan)
    again = endorsing.plan_from_canonical(content)
    assert again == plan
    assert endorsing.canonical(again) == content


@STEADY
@given(plans(), plans())
def test_what_leads_from_one_version_to_another_is_what_differs_in_their_plans(old, new):
    found = endorsing.amended(endorsing.canonical(old), endorsing.canonical(new))
    was, now = ({item.uid: item for item in plan.items} for plan in (old, new))
    assert found.before == replace(old, items=tuple(item for item in old.items if now.get(item.uid) != item))
    assert found.after == replace(new, items=tuple(item for item in new.items if was.get(item.uid) != item))
    families = [
        {
            parent: [each.uid for each in plan.items if each.parent == parent]
            for parent in {e.parent for e in plan.items}
        }
        for plan in (old, new)
    ]
    assert found.orders == {
        parent: family for parent, family in families[1].items() if families[0].get(parent) != family
    }


def test_equal_figures_give_equal_bytes():
    from decimal import Decimal

    one, other = (
        replace(plan_of("a"), items=(replace(plan_of("a").items[0], weight=Decimal(text)),)) for text in ("1.50", "1.5")
    )
    assert endorsing.canonical(one) == endorsing.canonical(other)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema":"other/1","plan":{}}',
        b'{"schema":"xietong-plan/1"}',
        b'{"schema":"xietong-plan/1","plan":{}}',
        b"\xff",
    ],
)
def test_what_is_no_version_is_refused(content):
    with pytest.raises(Refusal) as refusal:
        endorsing.plan_from_canonical(content)
    assert refusal.value.code == "unreadable-plan"
    with pytest.raises(Refusal) as refusal:
        endorsing.amended(endorsing.canonical(plan_of("a")), content)
    assert refusal.value.code == "unreadable-plan"


def test_half_a_character_cannot_be_signed():
    with pytest.raises(Refusal) as refusal:
        endorsing.canonical(replace(plan_of("a"), title="\ud800"))
    assert refusal.value.code == "unwritable-text"
    with pytest.raises(Refusal):
        endorsing.canonical_json({"text": "\ud800"})


def test_the_digest_is_that_of_sha_256():
    assert endorsing.digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_form_is_readable_json_with_its_schema():
    value = json.loads(endorsing.canonical(plan_of("a")))
    assert value["schema"] == endorsing.SCHEMA
    assert value["plan"]["items"][0]["title"] == "a"
