"""Takes what organisations and their counterparts say; gives the acts of reporting and confirming."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from xietong import drafting, fulfilling
from xietong.basics import Period, Refusal
from xietong.fulfilling import Actor, Content, Office, ReportAct
from xietong_web.accounts.lines import bodies_of, speaks_for
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.accounts.roles import Role
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.documents.files import store
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.rows import item_values
from xietong_web.endorsing.services import version_in_effect
from xietong_web.fulfilling.models import Report

RHYTHM = fulfilling.Rhythm()
OFFICES = ((Role.LIAISON, Office.LIAISON), (Role.REVIEWER, Office.REVIEWER), (Role.JOINT_OFFICE, Office.JOINT_OFFICE))
PRIVATE = frozenset({ReportAct.EDIT, ReportAct.SUBMIT, ReportAct.RECALL})


def actors(member: Member, report: fulfilling.Report) -> list[Actor]:
    """Return the offices in which a member can act on a report: also for a body that the own one came out of."""
    body = speaks_for(member, report.duty.organisation)
    return [Actor(member.sign, office, member.party_code, body) for role, office in OFFICES if member.has(role)]


def _actor_for(member: Member, report: fulfilling.Report, act: ReportAct) -> Actor:
    """Return the office that allows the act, else the first one held, whose refusal then says why not."""
    found = actors(member, report)
    if not found:
        raise Refusal(
            "not-permitted",
            zh="填报、审核与互认由联络员、审核人和联合办公室办理。",
            en="Reports are written by liaisons, reviewed and confirmed by reviewers and the joint office.",
        )
    return next((actor for actor in found if act in fulfilling.report_acts(report, actor)), found[0])


def agreed_version(plan: Plan) -> int:
    """Return the number of the version in effect. Raises Refusal ``not-agreed-yet``."""
    version = version_in_effect(plan)
    if version is None:
        raise Refusal(
            "not-agreed-yet",
            zh="计划尚未会签生效，还不能填报进展。",
            en="The plan is not agreed yet; there is nothing to report on.",
        )
    return version.number


@transaction.atomic
def begin_report(*, plan: Plan, item_uid: str, organisation: str, period: str, by: Member, now: datetime) -> Report:
    """Begin the report of the member's own body on a duty for a period, filled with what it said last; or find it.

    Raises Refusal ``not-permitted``, ``no-such-duty``, ``not-agreed-yet``, ``bad-period``.
    """
    require(by, "fulfilling.report", organisation=by.organisation_id, plan_parties=party_codes(plan))
    duty = (
        Duty.objects.filter(plan=plan, item__uid=item_uid, organisation__in=bodies_of(by))
        .filter(Q() if by.organisation and by.organisation.code == organisation else Q(organisation__code=organisation))
        .select_related("item", "party", "organisation")
        .first()
    )
    if duty is None or duty.party is None or duty.organisation is None:
        raise Refusal(
            "no-such-duty",
            zh="贵单位在此事项中没有责任，不能填报。",
            en="Your organisation has no duty in this item and cannot report on it.",
        )
    code = _period(period)
    found = Report.objects.filter(item=duty.item, organisation=duty.organisation, period=code).first()
    if found is not None:
        return found
    last = (
        Report.objects.filter(item=duty.item, organisation=duty.organisation, period__lt=code)
        .select_related("item", "party", "organisation")
        .first()
    )
    sides = Duty.objects.filter(item=duty.item).exclude(party=duty.party).exclude(party=None)
    report = Report(
        uid=new_key(),
        plan=plan,
        item=duty.item,
        party=duty.party,
        organisation=duty.organisation,
        period=code,
        version=agreed_version(plan),
        counterparts=sorted(set(sides.values_list("party__code", flat=True))),
        state="draft",
        state_since=now,
    )
    begun = report.to_value()
    value = fulfilling.Report(
        uid=begun.uid,
        duty=begun.duty,
        period=begun.period,
        version=begun.version,
        counterparts=begun.counterparts,
        content=fulfilling.prefilled(last.to_value() if last else None),
    )
    report.fill(value, now)
    report.save(force_insert=True)
    _tell("begun", report, by, now, private=True)
    return report


def _period(code: str) -> str:
    try:
        return Period.from_code(code).code
    except ValueError as trouble:
        raise Refusal("bad-period", zh=f"没有“{code}”这样的填报期。", en=f"There is no period “{code}”.") from trouble


def _tell(act: str, report: Report, by: Member, now: datetime, *, private: bool) -> None:
    data = {"plan": report.plan_id, "item": report.item.uid, "period": report.period, "state": report.state}
    subject = ("report", report.uid)
    record(f"fulfilling.report-{act}", by=by, now=now, subject=subject, data=data, rows=[report], private=private)


def locked_report(uid: str, by: Member) -> Report:
    """Return a report that the member may see, locked. Raises Refusal ``not-found``."""
    rows = Report.objects.visible_to(by.party).filter(plan__parties=by.party)
    found = rows.select_related("plan", "item", "party", "organisation").filter(uid=uid).first()
    if found is None:
        raise Refusal("not-found", zh="没有这份填报，或它不对您开放。", en="There is no such report for you.")
    Report.objects.select_for_update().filter(uid=uid).first()
    found.refresh_from_db()
    return found


@transaction.atomic
def act_on_report(
    *,
    uid: str,
    act: ReportAct,
    revision: int,
    by: Member,
    now: datetime,
    reason: str = "",
    content: Content | None = None,
) -> Report:
    """Do one act of the table on a report: edit, submit, recall, pass, confirm, return, reopen.

    Raises those of ``fulfilling.advance_report``; of two simultaneous acts one is refused ``report-changed``.
    """
    report = locked_report(uid, by)
    value = report.to_value()
    missing: tuple[str, ...] = ()
    if act is ReportAct.SUBMIT:
        missing = _missing(report)
    after = fulfilling.advance_report(
        value,
        act,
        by=_actor_for(by, value, act),
        now=now,
        revision=revision,
        reason=reason,
        content=content,
        missing=missing,
    )
    report.fill(after, now)
    report.save()
    _tell(act.value, report, by, now, private=act in PRIVATE)
    return report


def _missing(report: Report) -> tuple[str, ...]:
    """Return the party's support bodies that have not delivered for the period."""
    (item,) = item_values(report.plan, report.plan.items.filter(pk=report.item_id))
    others = Report.objects.filter(item=report.item, period=report.period).exclude(pk=report.pk)
    delivered = [each.to_value() for each in others.select_related("item", "party", "organisation")]
    found = fulfilling.delivery(item, report.party.code, Period.from_code(report.period), delivered)
    return tuple(key.organisation for key in found.missing)


@transaction.atomic
def add_evidence(*, uid: str, revision: int, name: str, data: bytes, by: Member, now: datetime) -> Report:
    """Store a file behind a report under its hash and name it in the report's content."""
    report = locked_report(uid, by)
    value = report.to_value()
    if not data:
        raise Refusal("empty-file", zh=f"文件“{name}”是空的。", en=f"The file “{name}” is empty.")
    file, is_new = store(data, media_type_of(data), now)
    evidence = tuple(dict.fromkeys((*value.content.evidence, file.sha256)))
    content = Content(
        **{name: getattr(value.content, name) for name in value.content.__dataclass_fields__ if name != "evidence"},
        evidence=evidence,
    )
    if is_new:
        record("fulfilling.evidence-stored", by=by, now=now, subject=("report", uid), rows=[file], private=True)
    return act_on_report(uid=uid, act=ReportAct.EDIT, revision=revision, content=content, by=by, now=now)


SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)


def media_type_of(data: bytes) -> str:
    """Return a file's type by its content. Raises Refusal ``unknown-type`` for what is no evidence anybody can open."""
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return media_type
    raise Refusal(
        "unknown-type",
        zh="佐证材料须为 PDF、PNG、JPEG 或 Office 文件；请转换后上传。",
        en="Evidence is a PDF, PNG, JPEG or Office file; convert it and upload it again.",
    )


def periods_due(plan: Plan, item_uid: str, day: date) -> tuple[fulfilling.DuePeriod, ...]:
    """Return the periods of an item that may be or should have been reported on by a day, the latest first."""
    (item,) = item_values(plan, plan.items.filter(uid=item_uid))
    frame = drafting.Plan(plan.uid, plan.title, start=plan.start, end=plan.end)
    found = fulfilling.due_periods(RHYTHM, item, plan=frame, today=day, calendar=fulfilling.china())
    return tuple(reversed(found))
