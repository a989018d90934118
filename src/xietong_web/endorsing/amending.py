"""Takes a change somebody wants in an agreed plan; gives it a place in the party's draft proposal."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from xietong import drafting, endorsing
from xietong.basics import Refusal, Source, SourceKind
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.checking import checked
from xietong_web.drafting.framing import framed
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import locked
from xietong_web.endorsing.models import Proposal, Version
from xietong_web.endorsing.services import propose, proposed_plan, version_in_effect, version_plan


def draft_of(plan: Plan, by: Member) -> Proposal | None:
    """Return the party's own draft proposal upon the version in effect."""
    base = version_in_effect(plan)
    return plan.proposals.filter(state="draft", party=by.party, base=base).order_by("-number").first()


def _reworked(
    plan: Plan, by: Member, now: datetime, title: str, change: Callable[[drafting.Plan], drafting.Plan]
) -> Proposal:
    """Apply a change to what the party's draft proposes, and keep the difference to the version in effect."""
    require(by, "endorsing.propose", plan_parties=party_codes(plan))
    base = _in_effect(plan)
    proposal = draft_of(plan, by)
    old = version_plan(base)
    new = change(proposed_plan(proposal) if proposal else old)
    return _proposed(plan, base, proposal, drafting.compare(old, new).changes, title, by, now)


def _proposed(
    plan: Plan, base: Version, proposal: Proposal | None, changes: Sequence[drafting.Change], title: str, by: Member,
    now: datetime,
) -> Proposal:  # fmt: skip
    """Make some changes of the version in effect what the party's draft proposes."""
    if proposal is None:
        return propose(plan_uid=plan.uid, title=title, reason="", changes=changes, by=by, now=now)
    value = endorsing.Proposal(
        str(proposal.pk), by.party_code, base.number, assents={by.party_code: endorsing.Assent.PENDING}
    )
    endorsing.advance(value, "edit", party=by.party_code, office="joint_office", current=base.number)
    proposal.changes = json.dumps(drafting.changes_to_plain(changes), ensure_ascii=False)
    proposal.save(update_fields=["changes"])
    subject = ("proposal", str(proposal.pk))
    data = {"plan": plan.uid, "changes": len(changes)}
    record("endorsing.proposal-edited", by=by, now=now, subject=subject, data=data, rows=[proposal], private=True)
    return proposal


@transaction.atomic
def amend_item(*, plan_uid: str, uid: str, changes: Mapping[str, Any], by: Member, now: datetime) -> Proposal:
    """Put other values of an item's fields into the party's draft proposal, making one where there is none."""

    row = locked(plan_uid)

    def change(plan: drafting.Plan) -> drafting.Plan:
        old = drafting.find(plan, uid)
        return drafting.edit(plan, checked(row, replace(old, **changes), old, scene=plan))

    return _reworked(row, by, now, "修订提案", change)


@transaction.atomic
def amend_plan(*, plan_uid: str, revision: str, changes: Mapping[str, Any], by: Member, now: datetime) -> Proposal:
    """Put other values of the plan itself into the party's draft proposal, as somebody saw it under ``revision``.

    ``changes`` as for ``change_plan``. Items no longer rest on a document that the proposal takes out.
    """
    row = locked(plan_uid)
    return _reworked(row, by, now, "修订提案", lambda plan: framed(plan, changes, revision, by))


def plan_wanted(plan: Plan, by: Member) -> drafting.Plan:
    """Return the plan as the party's draft has it so far, else as agreed. Raises Refusal ``not-agreed-yet``."""
    base = _in_effect(plan)
    draft = draft_of(plan, by)
    return proposed_plan(draft) if draft else version_plan(base)


def _in_effect(plan: Plan) -> Version:
    base = version_in_effect(plan)
    if base is None:
        raise Refusal(
            "not-agreed-yet",
            zh="计划尚未生效，可直接在“文本与事项”中修改。",
            en="The plan is not agreed yet; change it directly under “Text and items”.",
        )
    return base


@transaction.atomic
def amend_with_new(
    *, plan_uid: str, parent: str | None, kind: drafting.Kind, title: str, by: Member, now: datetime
) -> Proposal:
    """Put a new item, last below its parent, into the party's draft proposal."""
    source = Source(SourceKind.PERSON, person=by.sign)

    row = locked(plan_uid)

    def change(plan: drafting.Plan) -> drafting.Plan:
        position = len(drafting.children(plan, parent))
        value = drafting.Item(new_key(), parent, position, kind, title, source=source)
        return drafting.add(plan, checked(row, value, scene=plan))

    return _reworked(row, by, now, "修订提案", change)


@transaction.atomic
def amend_without(*, plan_uid: str, uid: str, by: Member, now: datetime) -> Proposal:
    """Put the deletion of an item with all under it into the party's draft proposal."""
    return _reworked(locked(plan_uid), by, now, "修订提案", lambda plan: drafting.remove(plan, uid))


@transaction.atomic
def name_proposal(*, proposal: Proposal, title: str, reason: str, by: Member, now: datetime) -> Proposal:
    """Give the party's draft proposal its title and reasons."""
    require(by, "endorsing.propose", plan_parties=party_codes(proposal.plan))
    if proposal.state != "draft" or proposal.party_id != by.party_id or not title.strip():
        raise Refusal(
            "not-allowed",
            zh="只能为本方草拟中的提案填写名称，且名称不能为空。",
            en="Only a draft of your own party can be named, and it needs a title.",
        )
    proposal.title, proposal.reason = title.strip(), reason.strip()
    proposal.save(update_fields=["title", "reason"])
    subject = ("proposal", str(proposal.pk))
    record("endorsing.proposal-named", by=by, now=now, subject=subject, rows=[proposal], private=True)
    return proposal


@transaction.atomic
def amend_to(*, plan_uid: str, changes: Sequence[drafting.Change], title: str, by: Member, now: datetime) -> Proposal:
    """Make the party's draft proposal these changes of the version in effect, as an import worked them out before it
    locked the plan (``changes_to``). The caller knows that the version is the same still."""
    plan = locked(plan_uid)
    require(by, "endorsing.propose", plan_parties=party_codes(plan))
    base = _in_effect(plan)
    return _proposed(plan, base, draft_of(plan, by), changes, title, by, now)


def changes_to(plan: Plan, value: drafting.Plan) -> tuple[drafting.Change, ...]:
    """Return the changes of the version in effect that lead to a state of the plan. Raises ``not-agreed-yet``."""
    base = _in_effect(plan)
    return drafting.compare(version_plan(base), value).changes
