"""Takes a decision that is to change the plan; gives it a place in the plan's draft, or in a draft proposal."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from xietong import drafting
from xietong.basics import Refusal, Wording
from xietong.fulfilling import Actor, DecisionKind, DecisionState, Office
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import add_item, edit_item, remove_item
from xietong_web.endorsing.amending import amend_item, amend_with_new, amend_without, draft_of, name_proposal
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.services import proposed_plan, version_in_effect, version_plan
from xietong_web.fulfilling.meeting.changing import DAYS, TEXTS, known_item
from xietong_web.fulfilling.meeting.deciding import locked_decision, settle
from xietong_web.fulfilling.meeting.models import Decision

ALIVE = frozenset({"draft", "open", "adopted"})


@transaction.atomic
def carry_out(*, uid: str, by: Member, now: datetime) -> Decision:
    """Do what a decision wants of the plan: in a plan that is agreed, as changes in the party's draft proposal, which
    every party then has to sign; in a plan still drafted, directly, which ends the decision.

    Raises Refusal ``nothing-to-carry-out``, ``already-carried-out``, ``not-in-force``, ``not-permitted`` and those of
    the drafting and amending acts.
    """
    row = locked_decision(uid, by)
    plan = row.plan
    require(by, "fulfilling.carry-out-decision", plan_parties=party_codes(plan))
    _check_open(row)
    if version_in_effect(plan) is None:
        row.item_uid = _write(row, plan, by, now)
        settle(row=row, by=Actor(by.sign, Office.SYSTEM, by.party_code), now=now)
    else:
        row.proposal, row.item_uid = _amend(row, plan, by, now)
        row.save()
    data = {"plan": plan.uid, "meeting": row.meeting.number, "number": row.number, "state": row.state}
    subject = ("decision", row.uid)
    record("fulfilling.decision-carried-out", by=by, now=now, subject=subject, data=data, rows=[row])
    return row


def _check_open(row: Decision) -> None:
    if row.kind == DecisionKind.TRACKED or row.state in {DecisionState.CONFIRMED, DecisionState.DROPPED}:
        raise Refusal(
            "nothing-to-carry-out",
            zh="该议定事项不需要（或不再需要）修改计划。",
            en="This decision asks no (further) change of the plan.",
        )
    if row.proposal is not None and row.proposal.state in ALIVE:
        party = Wording.named(row.proposal.party.name, row.proposal.party.name_en)
        raise Refusal(
            "already-carried-out",
            zh=f"{party.zh}已为此起草提案；请在“会签”中办理。",
            en=f"{party.en} has put it into a proposal; see “Signing”.",
        )


def _duties(row: Decision) -> tuple[drafting.Duty, ...]:
    return tuple(
        drafting.Duty(
            each.organisation.party.code, each.organisation.code, drafting.Role(each.role), each.organisation.name
        )
        for each in row.duties.all()
    )


def _new_fields(row: Decision) -> dict[str, Any]:
    return {"text": row.text, "due": row.due, "duties": _duties(row)}


def _other_fields(row: Decision) -> dict[str, Any]:
    wanted = row.wanted
    return {name: wanted[name] for name in TEXTS if name in wanted} | {
        name: date.fromisoformat(wanted[name]) for name in DAYS if name in wanted
    }


def _write(row: Decision, plan: Plan, by: Member, now: datetime) -> str:
    """Write into a draft, and return the uid of the item written."""
    wanted, uid = row.wanted, row.wanted.get("item", "")
    if row.kind == DecisionKind.ITEM:
        parent = wanted["parent"] or None
        made = add_item(
            plan_uid=plan.uid,
            parent=parent,
            kind=drafting.Kind(wanted["kind"]),
            title=wanted["title"],
            fields=_new_fields(row),
            by=by,
            now=now,
        )
        return made.uid
    known_item(plan, uid)
    if wanted.get("remove"):
        remove_item(plan_uid=plan.uid, uid=uid, by=by, now=now)
    else:
        revision = plan.items.get(uid=uid).revision
        edit_item(plan_uid=plan.uid, uid=uid, revision=revision, changes=_other_fields(row), by=by, now=now)
    return str(uid)


def _amend(row: Decision, plan: Plan, by: Member, now: datetime) -> tuple[Proposal, str]:
    """Write into the party's draft proposal, and return it with the uid of the item concerned."""
    there, wanted = draft_of(plan, by), row.wanted
    if row.kind == DecisionKind.ITEM:
        proposal, uid = _amend_with_new(row, plan, there, by, now)
    elif wanted.get("remove"):
        uid = wanted["item"]
        proposal = amend_without(plan_uid=plan.uid, uid=uid, by=by, now=now)
    else:
        uid = wanted["item"]
        proposal = amend_item(plan_uid=plan.uid, uid=uid, changes=_other_fields(row), by=by, now=now)
    if there is None:
        reason = f"{row.meeting.title}议定：{row.text}"
        proposal = name_proposal(proposal=proposal, title="落实联席会议议定事项", reason=reason, by=by, now=now)
    return proposal, uid


def _amend_with_new(
    row: Decision, plan: Plan, there: Proposal | None, by: Member, now: datetime
) -> tuple[Proposal, str]:
    base, wanted = version_in_effect(plan), row.wanted
    before = proposed_plan(there) if there else version_plan(base) if base else drafting.Plan(plan.uid, plan.title)
    known = {item.uid for item in before.items}
    proposal = amend_with_new(
        plan_uid=plan.uid,
        parent=wanted["parent"] or None,
        kind=drafting.Kind(wanted["kind"]),
        title=wanted["title"],
        by=by,
        now=now,
    )
    (uid,) = (item.uid for item in proposed_plan(proposal).items if item.uid not in known)
    return amend_item(plan_uid=plan.uid, uid=uid, changes=_new_fields(row), by=by, now=now), uid
