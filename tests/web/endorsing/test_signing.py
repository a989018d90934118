"""Two parties agree on a plan, and change it only together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from xietong import drafting
from xietong.basics import Refusal
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import edit_item
from xietong_web.endorsing import services


def agree(cast: Cast, proposal) -> None:
    for signatory in (cast.east_signatory, cast.west_signatory):
        services.sign(proposal_pk=proposal.pk, proven_at=NOW, by=signatory, now=NOW)


def first_agreement(cast: Cast, plan: Plan):
    proposal = services.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    services.open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    return proposal


def test_a_plan_takes_effect_when_the_last_party_signs(cast: Cast, plan: Plan) -> None:
    proposal = first_agreement(cast, plan)
    services.sign(proposal_pk=proposal.pk, proven_at=NOW, by=cast.east_signatory, now=NOW)
    plan.refresh_from_db()
    assert plan.state == "proposed"
    assert services.version_in_effect(plan) is None
    services.sign(proposal_pk=proposal.pk, proven_at=NOW, by=cast.west_signatory, now=NOW)
    plan.refresh_from_db()
    assert plan.state == "agreed"
    version = services.version_in_effect(plan)
    assert version is not None
    assert services.version_plan(version) == plan_value(plan)
    assert list(breaks()) == []


def test_an_amendment_changes_the_rows_to_exactly_the_version_signed(cast: Cast, plan: Plan) -> None:
    agree(cast, first_agreement(cast, plan))
    old = plan_value(plan)
    items = {item.uid: item for item in old.items}
    new_task = drafting.Item("t4", "a1", 0, drafting.Kind.TASK, "新任务")
    family = [new_task, *(replace(items[uid], position=n) for n, uid in enumerate(("t3", "t1"), 1))]
    new = replace(old, items=(items["d1"], items["a1"], *family), title="两地教育协同行动计划（修订）")
    changes = drafting.compare(old, new).changes
    proposal = services.propose(
        plan_uid=plan.uid, title="修订", reason="调整", changes=changes, by=cast.west_office, now=NOW
    )
    services.open_proposal(proposal_pk=proposal.pk, by=cast.west_office, now=NOW)
    agree(cast, proposal)
    plan.refresh_from_db()
    assert plan_value(plan) == new
    assert list(breaks()) == []


def test_an_agreed_plan_refuses_edits(cast: Cast, plan: Plan) -> None:
    agree(cast, first_agreement(cast, plan))
    with pytest.raises(Refusal) as refused:
        edit_item(plan_uid=plan.uid, uid="t1", revision=1, changes={"title": "x"}, by=cast.east_office, now=NOW)
    assert refused.value.code == "agreed-plan"


@pytest.mark.parametrize("proven", [None, NOW - timedelta(minutes=6)])
def test_signing_needs_a_second_factor_proven_just_now(cast: Cast, plan: Plan, proven) -> None:
    proposal = first_agreement(cast, plan)
    with pytest.raises(Refusal) as refused:
        services.sign(proposal_pk=proposal.pk, proven_at=proven, by=cast.east_signatory, now=NOW)
    assert refused.value.code == "second-factor-needed"


def test_a_declined_plan_can_be_edited_and_proposed_again(cast: Cast, plan: Plan) -> None:
    proposal = first_agreement(cast, plan)
    services.decline(proposal_pk=proposal.pk, reason="任务三须细化", by=cast.west_signatory, now=NOW)
    edit_item(plan_uid=plan.uid, uid="t3", revision=1, changes={"title": "联合年度评估"}, by=cast.west_office, now=NOW)
    agree(cast, first_agreement(cast, plan))
    plan.refresh_from_db()
    assert plan.state == "agreed"
    assert list(breaks()) == []
