"""Takes ledgers that come back; gives the acts that keep them and, once somebody has looked, take what they change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from xietong import drafting
from xietong.basics import Refusal
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import last_entry, one_moment
from xietong_web.audit.services import record
from xietong_web.documents.files import load, store
from xietong_web.documents.models import StoredFile
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.drafting.services import locked
from xietong_web.drafting.taking import Step, step_to, take_step
from xietong_web.endorsing.amending import amend_to, changes_to, draft_of
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.services import version_in_effect
from xietong_web.fulfilling.ledger_reading import NOTHING, Looked, look
from xietong_web.fulfilling.ledger_states import WORKBOOK
from xietong_web.fulfilling.models import Report, content_from_plain, content_to_plain
from xietong_web.fulfilling.services import act_on_report, begin_report

RECEIVED = "fulfilling.ledger-received"
TRIES = 2  # times that a workbook is read while others work on the plan

Wanted = Step | Sequence[drafting.Change]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import wrote: how many changes of the plan (into which proposal, if agreed), how many reports."""

    changes: int = 0
    reports: int = 0
    proposal: Proposal | None = None


def receive_ledger(*, plan_uid: str, name: str, data: bytes, by: Member, now: datetime) -> StoredFile:
    """Keep an uploaded workbook for its preview; of the plan nothing is written yet.

    Nobody waits while it is read: the plan is locked only to keep it. Raises Refusal ``not-permitted``, ``empty-file``
    and those of ``drafting.ledger_facts``.
    """
    plan = Plan.objects.filter(uid=plan_uid).first()
    require(by, "fulfilling.import-ledger", plan_parties=party_codes(plan) if plan else ())
    if not data:
        raise Refusal("empty-file", zh=f"文件“{name}”是空的。", en=f"The file “{name}” is empty.", field="file")
    drafting.ledger_facts(data)
    return _keep(plan_uid, name, data, by, now)


@transaction.atomic
def _keep(plan_uid: str, name: str, data: bytes, by: Member, now: datetime) -> StoredFile:
    plan = locked(plan_uid)
    file, is_new = store(data, WORKBOOK, now)
    if not _was_received(plan, file.sha256, by):
        told = {"plan": plan.uid, "name": name[-200:], "size": file.size}
        rows = [file] if is_new else []
        record(RECEIVED, by=by, now=now, subject=("ledger", file.sha256), data=told, rows=rows, private=True)
    return file


def _was_received(plan: Plan, sha256: str, by: Member) -> bool:
    entries = Entry.objects.about("ledger", sha256).filter(act=RECEIVED, party=by.party_code)
    return any(json.loads(data)["plan"] == plan.uid for data in entries.values_list("data", flat=True))


def received(plan: Plan, sha256: str, by: Member) -> bytes:
    """Return a workbook that the member's party uploaded to a plan. Raises Refusal ``not-permitted``, ``not-found``."""
    require(by, "fulfilling.import-ledger", plan_parties=party_codes(plan))
    if not _was_received(plan, sha256, by):
        raise Refusal(
            "not-found",
            zh="贵方没有向该计划上传过这个台账；请重新上传。",
            en="Your party has not uploaded such a ledger to this plan; upload it again.",
        )
    return load(StoredFile.objects.get(sha256=sha256))


def import_ledger(
    *,
    plan_uid: str,
    sha256: str,
    period: str,
    seen: str,
    by: Member,
    now: datetime,
    pointed: Mapping[str, str] = NOTHING,
) -> Taken:
    """Take what a received workbook changes: plan fields into the draft or the party's proposal, progress into reports.

    Nobody waits while it is read and merged: the plan is locked only to write, and what has moved on meanwhile is
    looked at again. ``seen`` is the name of the preview that the person confirmed, ``pointed`` what rows were taken for
    by hand. Conflicts, cells in error and missing rows are left alone. A workbook whose changes were all taken before
    changes nothing. Raises Refusal ``ledger-moved-on``, ``not-permitted``, ``not-found``, those of ``look``.
    """
    plan = the_plan(by, plan_uid)
    data = received(plan, sha256, by)
    for _ in range(TRIES):
        with one_moment():
            read = last_entry()
            looked = look(plan, data, period, by, now, pointed)
            wanted = _wanted(plan, looked, by, now)
        if not looked.takes:
            return Taken()
        if looked.seen != seen:
            break
        taken = _take(plan_uid, looked, wanted, read, sha256, by, now)
        if taken is not None:
            return taken
    raise Refusal(
        "ledger-moved-on",
        zh="预览之后计划或填报又有变化，未写入任何内容；请重新核对预览后再确认。",
        en="The plan or its reports changed after the preview; nothing was written. Look again and confirm.",
    )


def _wanted(plan: Plan, looked: Looked, by: Member, now: datetime) -> Wanted:
    """Return what is to be done to the plan: a draft's step, or what the party's draft proposal is to hold, which leads
    from the version in effect to the wanted state."""
    if looked.blocked is not None or not looked.changes:
        return ()
    if version_in_effect(plan) is None:
        return step_to(plan, looked.current, looked.value, by, now)
    return looked.changes if draft_of(plan, by) is None else changes_to(plan, looked.value)


@transaction.atomic
def _take(
    plan_uid: str, looked: Looked, wanted: Wanted, read: int, sha256: str, by: Member, now: datetime
) -> Taken | None:
    """Write what was looked at when the journal ended with the entry ``read``; nothing where that may have changed."""
    plan = locked(plan_uid)
    if _moved_on(plan, looked, read):
        return None
    changes = len(looked.changes) if looked.blocked is None else 0
    proposal = _take_plan(plan, wanted, by, now) if changes else None
    for uid, texts in looked.reports.items():
        _take_report(plan, looked, uid, texts, by, now)
    taken = Taken(changes, len(looked.reports), proposal)
    told = {"sha256": sha256, "changes": changes, "reports": taken.reports, "conflicts": len(looked.conflicts)}
    record("fulfilling.ledger-imported", by=by, now=now, subject=("plan", plan.uid), data=told, private=True)
    return taken


def _moved_on(plan: Plan, looked: Looked, read: int) -> bool:
    """Tell whether anything has happened since to what a workbook is compared with: plans and proposals, bodies and
    people, the rhythm, the own reports of the period."""
    own = Report.objects.filter(plan=plan, organisation__code=looked.body, period=looked.period).values("uid")
    moving = Q(act="fulfilling.rhythm-set") | Q(subject_kind="report", subject__in=own)
    for begins in ("drafting.", "endorsing.", "accounts."):
        moving |= Q(act__startswith=begins)
    return Entry.objects.filter(moving, seq__gt=read).exclude(act="accounts.signed-in").exists()


def _take_plan(plan: Plan, wanted: Wanted, by: Member, now: datetime) -> Proposal | None:
    if isinstance(wanted, Step):
        take_step(plan_uid=plan.uid, step=wanted, by=by, now=now)
        return None
    return amend_to(plan_uid=plan.uid, changes=wanted, title="台账修订", by=by, now=now)


def _take_report(plan: Plan, looked: Looked, uid: str, texts: Mapping[str, str], by: Member, now: datetime) -> None:
    report = begin_report(plan=plan, item_uid=uid, organisation=looked.body, period=looked.period, by=by, now=now)
    value = report.to_value()
    content = content_from_plain({**content_to_plain(value.content), "no_change": False, **texts})
    act_on_report(uid=report.uid, act=ReportAct.EDIT, revision=report.revision, content=content, by=by, now=now)
