"""Takes a proposal or an amendment in effect; gives its consequences for what is running, and carries them out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from xietong import drafting, fulfilling
from xietong.basics import Period, Wording
from xietong.fulfilling import Consequence, DutyKey, Effect
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.audit.models import Entry
from xietong_web.audit.services import System, record
from xietong_web.drafting.bulk import insert
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import BATCH
from xietong_web.endorsing.models import Proposal, Version
from xietong_web.endorsing.queries import amended_by
from xietong_web.endorsing.services import proposed_plan, version_plan
from xietong_web.fulfilling.amending.models import AmendmentEffect
from xietong_web.fulfilling.models import Report
from xietong_web.theme.templatetags.theme import named

EFFECT_WORDS: Mapping[Effect, Wording] = {
    Effect.DUTY_BEGINS: Wording(zh="新增责任", en="a duty begins"),
    Effect.DUTY_ENDS: Wording(zh="责任终止", en="a duty ends"),
    Effect.DUTY_HANDED_OVER_ANEW: Wording(zh="责任重新交办，须再次签收", en="handed over anew, to be accepted again"),
    Effect.ROLE_CHANGES: Wording(zh="责任类型变更", en="the role changes"),
    Effect.DUE_MOVES: Wording(zh="完成时限变更", en="the due date moves"),
    Effect.PERIODS_CHANGE: Wording(zh="填报起始或周期变更", en="the periods to report on change"),
    Effect.REPORT_CLOSES: Wording(zh="在办填报终止并留存", en="an open report is closed and kept"),
    Effect.REPORT_CARRIED_OVER: Wording(zh="在办填报转入新版本", en="an open report moves to the new version"),
}


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """A consequence as a page shows it: on which item, for which side and organisation, from what to what."""

    effect: Effect
    word: Wording
    item: str
    title: str
    party: Party | None
    organisation: str
    before: str
    after: str


def changed_only(before: drafting.Plan, after: drafting.Plan) -> tuple[drafting.Plan, drafting.Plan]:
    """Return both plans with the items alone that differ: a long plan is looked through once."""
    old, new = ({item.uid: item for item in plan.items} for plan in (before, after))
    changed = {uid for uid in old.keys() | new.keys() if old.get(uid) != new.get(uid)}
    return (
        replace(before, items=tuple(item for item in before.items if item.uid in changed)),
        replace(after, items=tuple(item for item in after.items if item.uid in changed)),
    )


def _open_reports(plan: Plan, uids: Iterable[str]) -> QuerySet[Report]:
    rows = Report.objects.filter(plan=plan, item__uid__in=uids).exclude(state="confirmed")
    return rows.select_related("item", "party", "organisation")


def foreseen(proposal: Proposal, member: Member) -> list[ShownEffect]:
    """Return what a proposal would do to what is running, as far as the member may know of it.

    Of open reports only the own side's and those that were passed are told: others are that side's own affair.
    """
    if proposal.base is None:
        return []
    before, after = changed_only(version_plan(proposal.base), proposed_plan(proposal))
    uids = {item.uid for item in (*before.items, *after.items)}
    rows = _open_reports(proposal.plan, uids).visible_to(member.party)  # type: ignore[attr-defined]
    found = fulfilling.consequences(before, after, [row.to_value() for row in rows])
    titles = {item.uid: f"{item.number}{item.title}" for item in (*before.items, *after.items)}
    return _shown([_row(each, titles) for each in found])


def carry_out(version: Version, now: datetime) -> list[AmendmentEffect]:
    """Write down what an amendment does as it takes effect; open reports on duties that go on move to its version.

    Called within the act of the last signature, when the plan's rows are already those of the new version: what was
    reported on an item that is gone stays, and can be acted on no more.
    """
    proposal = Proposal.objects.select_related("base", "plan").defer("base__content").filter(version=version).first()
    if proposal is None or proposal.base is None:
        return []
    plan = proposal.plan
    amended = amended_by(proposal.base, version)
    before, after = amended.before, amended.after
    uids = {item.uid for item in (*before.items, *after.items)}
    gone = {item.uid for item in before.items} - {item.uid for item in after.items}
    reports = {row.uid: row for row in _open_reports(plan, uids)}
    values = [row.to_value() for row in reports.values()] + _orphans(plan, gone)
    found = fulfilling.consequences(before, after, values)
    titles = {item.uid: f"{item.number}{item.title}" for item in (*before.items, *after.items)}
    rows = [_row(each, titles) for each in found]
    for number, row in enumerate(rows):
        row.plan_id, row.version_id, row.ordinal = plan.pk, version.pk, number
    insert(rows)
    carried = [reports[each.report] for each in found if each.effect is Effect.REPORT_CARRIED_OVER]
    for report in carried:
        report.version = version.number
    Report.objects.bulk_update(carried, ["version"], batch_size=BATCH)
    if rows:
        data = {"version": version.number, "effects": len(rows), "carried": len(carried)}
        act, about, told = "fulfilling.amendment-carried-out", ("plan", plan.uid), [*rows, *carried]
        record(act, by=System(), now=now, subject=about, data=data, rows=told)
    return rows


def _orphans(plan: Plan, gone: Iterable[str]) -> list[fulfilling.Report]:
    """Return the open reports whose item an amendment took out: the journal alone still knows which it was."""
    if not gone:
        return []
    rows = Report.objects.filter(plan=plan).exclude(state="confirmed").exclude(item__in=plan.items.all())
    known = {row.uid: row for row in rows.select_related(None).select_related("party", "organisation")}
    begun = Entry.objects.filter(act="fulfilling.report-begun", subject_kind="report", subject__in=known)
    items: dict[str, str] = {uid: json.loads(data)["item"] for uid, data in begun.values_list("subject", "data")}
    return [
        fulfilling.Report(
            uid,
            DutyKey(items[uid], row.party.code, row.organisation.code),
            Period.from_code(row.period),
            row.version,
            state=fulfilling.ReportState(row.state),
        )
        for uid, row in known.items()
        if items.get(uid, "") in gone
    ]


def _row(one: Consequence, titles: Mapping[str, str]) -> AmendmentEffect:
    party, body = (one.duty.party, one.duty.organisation) if one.duty else ("", "")
    return AmendmentEffect(
        effect=one.effect.value,
        item=one.item,
        title=titles[one.item],
        party=party,
        organisation=body,
        report=one.report,
        before=one.before,
        after=one.after,
    )


def _shown(rows: Iterable[AmendmentEffect]) -> list[ShownEffect]:
    known = list(rows)
    parties = {party.code: party for party in Party.objects.filter(code__in={row.party for row in known})}
    codes = {row.organisation for row in known} - {""}
    names = {body.code: named(body) for body in Organisation.objects.filter(code__in=codes)}
    return [
        ShownEffect(
            Effect(row.effect),
            EFFECT_WORDS[Effect(row.effect)],
            row.item,
            row.title,
            parties.get(row.party),
            names.get(row.organisation, row.organisation),
            row.before,
            row.after,
        )
        for row in known
    ]


def carried_out(version: Version, member: Member) -> list[ShownEffect]:
    """Return what an amendment did as it took effect, as far as the member may know of it."""
    rows = AmendmentEffect.objects.filter(version=version)
    named = {row.report for row in rows} - {""}
    seen = set(Report.objects.visible_to(member.party).filter(uid__in=named).values_list("uid", flat=True))
    return _shown(row for row in rows if not row.report or row.report in seen)
