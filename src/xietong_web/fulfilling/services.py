"""Takes what organisations and their counterparts say; gives the acts of reporting and confirming."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, QuerySet

from xietong import drafting, fulfilling
from xietong.basics import Period, Refusal
from xietong.fulfilling import Actor, Content, Delivery, Office, ReportAct
from xietong_web.accounts.lines import bodies_of, speaks_for
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import Among, asked
from xietong_web.audit.keys import new_key
from xietong_web.audit.models import Entry
from xietong_web.audit.services import record
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.endorsing.queries import number_in_effect
from xietong_web.fulfilling.evidence import files_in, links_in, store_evidence
from xietong_web.fulfilling.figures import tell_figures
from xietong_web.fulfilling.models import (
    Evidence,
    Report,
    Unsent,
    content_from_plain,
    content_to_plain,
    duties_of_reports,
)
from xietong_web.fulfilling.ruling.rhythms import checked_period, rhythms_of

OFFICES = ((Role.LIAISON, Office.LIAISON), (Role.REVIEWER, Office.REVIEWER), (Role.JOINT_OFFICE, Office.JOINT_OFFICE))
PRIVATE = frozenset({ReportAct.EDIT, ReportAct.SUBMIT, ReportAct.RECALL})


def actors(member: Member, report: fulfilling.Report) -> list[Actor]:
    """Return the offices in which a member can act on a report: also for a body that the own one came out of."""
    roles = member.roles
    held = [office for role, office in OFFICES if role in roles]
    # Only for whom the own body matters is it asked what that came out of.
    body = speaks_for(member, report.duty.organisation) if Office.LIAISON in held else ""
    return [Actor(member.sign, office, member.party_code, body) for office in held]


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
    number = number_in_effect(plan)
    if number is None:
        raise Refusal(
            "not-agreed-yet",
            zh="计划尚未会签生效，还不能填报进展。",
            en="The plan is not agreed yet; there is nothing to report on.",
        )
    return number


@transaction.atomic
def begin_report(*, plan: Plan, item_uid: str, organisation: str, period: str, by: Member, now: datetime) -> Report:
    """Begin the report of the member's own body on a duty for a period, filled with what it said last; or find it.

    Raises Refusal ``not-permitted``, ``no-such-duty``, ``not-agreed-yet``, ``bad-period``.
    """
    require(by, "fulfilling.report", organisation=by.organisation_id, plan_parties=party_codes(plan))
    held = _locked_duties(plan, item_uid, [*bodies_of(by)])
    own = by.organisation is not None and by.organisation.code == organisation
    duty = next((each for each in held if each.organisation and (own or each.organisation.code == organisation)), None)
    if duty is None or duty.party is None or duty.organisation is None:
        raise Refusal(
            "no-such-duty",
            zh="贵单位在此事项中没有责任，不能填报。",
            en="Your organisation has no duty in this item and cannot report on it.",
        )
    code = checked_period(rhythms_of(plan), period).code
    if found := _of_duty(duty.item_id, duty.organisation.pk, code):
        return found[0]
    last = _before(Report(item=duty.item, organisation=duty.organisation, period=code))
    report = Report(
        uid=new_key(),
        plan=plan,
        item=duty.item,
        party=duty.party,
        organisation=duty.organisation,
        period=code,
        version=agreed_version(plan),
        counterparts=sorted({*_sides(duty.item_id)} - {duty.party.code}),
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


@asked
def _locked_duties(plan: Plan, item: str, bodies: Sequence[int]) -> QuerySet[Duty]:
    """Ask for what some bodies have to do in an item; locked: two first reports would both write a new row."""
    rows = Duty.objects.select_for_update(of=("self",)).filter(Among("organisation", bodies), plan=plan, item__uid=item)
    return rows.select_related("item", "party", "organisation")


@asked
def _of_duty(item: int, organisation: int, period: str) -> QuerySet[Report]:
    return Report.objects.filter(item=item, organisation=organisation, period=period)


@asked
def _sides(item: int) -> QuerySet[Duty, str]:
    return Duty.objects.filter(item=item).exclude(party=None).order_by().values_list("party__code", flat=True)


@asked
def _periods(item: int, organisation: int) -> QuerySet[Report, str]:
    return Report.objects.filter(item=item, organisation=organisation).order_by().values_list("period", flat=True)


@asked
def _with_names(item: int, organisation: int, period: str) -> QuerySet[Report]:
    rows = Report.objects.filter(item=item, organisation=organisation, period=period)
    return rows.select_related("item", "party", "organisation")


def _before(report: Report) -> Report | None:
    """Return the same duty's report for the latest period before a report's."""
    start, duty = Period.from_code(report.period).start, (report.item_id, report.organisation_id)
    ended = [(Period.from_code(code).end, code) for code in _periods(*duty)]
    last = max((each for each in ended if each[0] < start), default=None)
    return _with_names(*duty, last[1])[0] if last else None


def _tell(act: str, report: Report, by: Member, now: datetime, *, private: bool) -> Entry:
    data = {"plan": report.plan_id, "item": report.item.uid, "period": report.period, "state": report.state}
    subject = ("report", report.uid)
    told = f"fulfilling.report-{act}"
    return record(told, by=by, now=now, subject=subject, data=data, rows=[report], private=private)


@asked
def _locked(uid: str, party: Party) -> QuerySet[Report]:
    rows = Report.objects.select_for_update(of=("self",)).visible_to(party).filter(uid=uid, plan__parties=party)
    named = rows.select_related("item", "party", "organisation").order_by()
    return named.annotate(runs=Exists(duties_of_reports()))


def locked_report(uid: str, by: Member) -> Report:
    """Return a report that the member may see, locked. Raises Refusal ``not-found``."""
    found = next(iter(_locked(uid, by.party)), None) if by.party else None
    if found is None:
        raise Refusal("not-found", zh="没有这份填报，或它不对您开放。", en="There is no such report for you.")
    if not vars(found)["runs"]:  # an annotation, which no type knows
        raise Refusal(
            "report-closed",
            zh="此责任已因计划修订终止，填报留存备查，不能再办理。",
            en="An amendment ended this duty; the report is kept and nothing more can be done with it.",
        )
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
    beside: bool = False,
) -> Report:
    """Do one act of the table on a report: edit, submit, recall, pass, confirm, return, reopen.

    Content that is sent takes the place of what its writer typed and did not send, unless it only adds ``beside`` it.

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
    if content is not None and (typed := unsent_of(report, by)):
        typed.revision = report.revision
        typed.save() if beside else typed.delete()
    entry = _tell(act.value, report, by, now, private=act in PRIVATE)
    if act is not ReportAct.EDIT:
        tell_figures(report, entry)
    return report


def _missing(report: Report) -> tuple[str, ...]:
    """Return the party's support bodies that have not delivered for the period."""
    return tuple(key.organisation for key in delivered_to(report).missing)


@asked
def _supports(item: int, party: int) -> QuerySet[Duty]:
    held = Duty.objects.filter(item=item, party=party, role="support").exclude(organisation=None)
    return held.select_related("organisation")


@asked
def _beside(item: int, party: int, period: str, own: str) -> QuerySet[Report]:
    rows = Report.objects.filter(item=item, party=party, period=period).exclude(pk=own)
    return rows.select_related("item", "party", "organisation")


def delivered_to(report: Report) -> Delivery:
    """Return what the support bodies of a report's party have delivered for its item and period, and who has not.

    To a support body nobody delivers."""
    supports = _supports(report.item_id, report.party_id)
    if not supports or report.organisation_id in {each.organisation_id for each in supports}:
        return Delivery((), ())
    duties = tuple(
        drafting.Duty(report.party.code, each.organisation.code, drafting.Role.SUPPORT)
        for each in supports
        if each.organisation is not None
    )
    item = drafting.Item(report.item.uid, None, 0, drafting.Kind(report.item.kind), report.item.title, duties=duties)
    known = [each.to_value() for each in _beside(report.item_id, report.party_id, report.period, report.pk)]
    return fulfilling.delivery(item, report.party.code, Period.from_code(report.period), known)


@transaction.atomic
def merge_texts(*, uid: str, revision: int, by: Member, now: datetime) -> Report:
    """Put the texts and the evidence that the support bodies delivered behind the lead's own; figures stay the lead's.

    Raises Refusal ``nothing-delivered`` and those of ``act_on_report``.
    """
    report = locked_report(uid, by)
    delivered = delivered_to(report).delivered
    if not delivered or not leads(report):
        raise Refusal(
            "nothing-delivered",
            zh="配合单位尚未报送，没有可以合并的内容。",
            en="No support organisation has delivered yet; there is nothing to merge.",
        )
    codes = [each.duty.organisation for each in delivered]
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    content = fulfilling.merge_supports(as_typed(report, by), delivered, names)
    for each in delivered:
        _share_names(each.uid, report.uid, by, now)
    return act_on_report(uid=uid, act=ReportAct.EDIT, revision=revision, content=content, by=by, now=now)


def as_typed(report: Report, by: Member) -> Content:
    """Return a report's content with what the member has typed over it and not sent: its files stay those of the
    report, and where only texts may change, so do its figures."""
    saved, unsent = report.to_value().content, unsent_of(report, by)
    if unsent is None:
        return saved
    typed = content_from_plain(json.loads(unsent.content))
    typed = replace(typed, evidence=(*files_in(saved.evidence), *links_in(typed.evidence)))
    if not report.texts_only:
        return typed
    return replace(typed, percent=saved.percent, milestone=saved.milestone, figures=saved.figures)


def unsent_of(report: Report, by: Member) -> Unsent | None:
    """Return what a member has typed into a report and not sent."""
    return next(iter(_unsent(report.pk, by.sign)), None)


@asked
def _unsent(report: str, by: str) -> QuerySet[Unsent]:
    return Unsent.objects.filter(report=report, by=by)


def leads(report: Report) -> bool:
    """Tell whether a report is about a lead duty."""
    return "lead" in roles_in(report)


def roles_in(report: Report) -> list[str]:
    """Return what a report's organisation does in the item: nothing, where an amendment has closed the report."""
    return _roles(report.item_id, report.organisation_id)


@asked
def _roles(item: int, organisation: int) -> QuerySet[Duty, str]:
    return Duty.objects.filter(item=item, organisation=organisation).order_by().values_list("role", flat=True)


def _share_names(source: str, target: str, by: Member, now: datetime) -> None:
    """Let merged files keep the names that they came under."""
    known = set(Evidence.objects.filter(kind="report", subject=target).values_list("file_id", flat=True))
    rows = [
        Evidence(kind="report", subject=target, file=each.file, name=each.name, added_by=each.added_by, added_at=now)
        for each in Evidence.objects.filter(kind="report", subject=source).exclude(file__in=known)
    ]
    if rows:
        for row in rows:
            row.save(force_insert=True)
        record("fulfilling.evidence-merged", by=by, now=now, subject=("report", target), rows=rows, private=True)


@transaction.atomic
def keep_unsent(
    *, uid: str, revision: int, content: Content, by: Member, now: datetime, links: Sequence[str] = ()
) -> Unsent:
    """Keep what is being typed into a report: no act, but safe from a closed browser. Only where it may be edited.
    ``links``: lines typed as links that are none yet.

    Raises Refusal ``not-found``, ``not-allowed``.
    """
    report = locked_report(uid, by)
    value = report.to_value()
    if not any(ReportAct.EDIT in fulfilling.report_acts(value, actor) for actor in actors(by, value)):
        raise Refusal(
            "not-allowed",
            zh="这份填报现在不能修改；所填内容请另行保存。",
            en="This report cannot be edited now; keep what you typed elsewhere.",
        )
    text = json.dumps(content_to_plain(content) | {"links": list(links)}, ensure_ascii=False)
    defaults = {"revision": revision, "content": text, "at": now}
    return Unsent.objects.update_or_create(report=report, by=by.sign, defaults=defaults)[0]


@transaction.atomic
def forget_unsent(*, uid: str, by: Member) -> None:
    """Throw away what the member typed into a report and did not send."""
    Unsent.objects.filter(report=locked_report(uid, by), by=by.sign).delete()


@transaction.atomic
def add_evidence(*, uid: str, revision: int, name: str, data: bytes, by: Member, now: datetime) -> Report:
    """Store a file behind a report under its hash and name it in the report's content.

    Raises those of ``evidence.store_evidence`` and of ``act_on_report``.
    """
    content = locked_report(uid, by).to_value().content
    file = store_evidence(kind=Evidence.Of.REPORT, subject=uid, name=name, data=data, by=by, now=now)
    listed = tuple(dict.fromkeys((*content.evidence, file.sha256)))
    content = replace(content, evidence=listed)
    return act_on_report(uid=uid, act=ReportAct.EDIT, revision=revision, content=content, by=by, now=now, beside=True)


@transaction.atomic
def drop_evidence(*, uid: str, revision: int, sha256: str, by: Member, now: datetime) -> Report:
    """Take a file out of a report that may still be edited; what was once submitted with it stays in the history."""
    content = locked_report(uid, by).to_value().content
    content = replace(content, evidence=tuple(each for each in content.evidence if each != sha256))
    return act_on_report(uid=uid, act=ReportAct.EDIT, revision=revision, content=content, by=by, now=now, beside=True)


@transaction.atomic
def report_no_change(*, plan: Plan, item_uid: str, organisation: str, period: str, by: Member, now: datetime) -> Report:
    """Begin a report and submit it at once: nothing has happened since the last one, whose figures it repeats."""
    report = begin_report(plan=plan, item_uid=item_uid, organisation=organisation, period=period, by=by, now=now)
    last = _before(report)
    content = fulfilling.unchanged(last.to_value() if last else None)
    return act_on_report(
        uid=report.uid, act=ReportAct.SUBMIT, revision=report.revision, content=content, by=by, now=now
    )
