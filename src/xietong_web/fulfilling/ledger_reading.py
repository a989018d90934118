"""Takes a workbook that came back and who brought it; gives what importing it would do, before anything is written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from xietong import drafting, fulfilling
from xietong.basics import Finding, Period, Refusal, Severity, Wording
from xietong.drafting import CellConflict, CellEdit
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import may
from xietong_web.drafting.checking import checked
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import keys
from xietong_web.endorsing.amending import draft_of
from xietong_web.endorsing.services import proposed_plan, version_in_effect, version_plan
from xietong_web.fulfilling.ledger_states import checked_period, directory_of, notes_of, state_of
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.services import actors

NOTHING: Mapping[str, str] = MappingProxyType({})
FIELDS = {"note:progress": "text", "note:percent": "percent", "note:problems": "problems", "note:next": "next_steps"}
OFFICE = Wording(
    "计划内容由联合办公室修改；您上传的计划内容修改不会写入，进展部分不受影响。",
    "The plan's text is changed by the joint office: these changes will not be taken; reports are not affected.",
)
OUT = Wording(
    "修订正在会签，计划内容暂不能修改；请先办结或撤回会签，进展部分不受影响。",
    "A proposal is out for signature, so the plan cannot be changed now; finish or withdraw it. Reports can be taken.",
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What an import would do. ``current`` is the state the workbook was compared with, ``value`` where it would lead.

    ``changes`` lead there; ``blocked`` says why they are not taken. ``reports`` maps an item's uid to the texts that go
    into the own unit's report for ``period``. ``seen`` names all this, so that what is confirmed is what was shown.
    """

    current: drafting.Plan
    value: drafting.Plan
    changes: tuple[drafting.Change, ...]
    blocked: Wording | None
    reports: Mapping[str, Mapping[str, str]]
    body: str
    period: str
    edits: tuple[CellEdit, ...]
    notes: tuple[CellEdit, ...]
    conflicts: tuple[CellConflict, ...]
    matches: tuple[drafting.Match, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    seen: str

    @property
    def takes(self) -> bool:
        """Whether confirming would write anything."""
        return bool(self.reports) or bool(self.changes and self.blocked is None)


def look(
    plan: Plan, data: bytes, period: str, by: Member, now: datetime, pointed: Mapping[str, str] = NOTHING
) -> Looked:
    """Return what importing a workbook would do, without writing.

    ``period`` counts for workbooks that carry none; ``pointed`` are rows that somebody matched by hand. Raises those of
    ``drafting.import_ledger``, ``bad-period``.
    """
    state = state_of(plan, drafting.ledger_facts(data).get("base", ""), by)
    period = checked_period(plan, state.period or period, now)
    body = state.body or (by.organisation.code if by.organisation else "")
    current, blocked = standing(plan, by)
    preview = drafting.import_ledger(
        data,
        current,
        directory_of(plan, current),
        keys(),
        base=state.plan,
        notes=notes_of(plan, body, period, by),
        base_notes=state.notes,
        year=Period.from_code(period).year,
        pointed=pointed,
    )
    value, unfit = _fit(plan, current, preview)
    desk = _Desk.of(plan, body, period, by)
    taken = [(edit, desk.trouble(edit)) for edit in preview.notes]
    reports: dict[str, dict[str, str]] = {}
    for edit, trouble in taken:
        if trouble is None:
            percent = read_percent(edit.new) if edit.key == "note:percent" else None
            reports.setdefault(edit.uid, {})[FIELDS[edit.key]] = edit.new if percent is None else f"{percent:f}"
    return Looked(
        current=current,
        value=value,
        changes=drafting.compare(current, value).changes,
        blocked=blocked,
        reports=reports,
        body=body,
        period=period,
        edits=preview.edits,
        notes=tuple(edit for edit, trouble in taken if trouble is None),
        conflicts=preview.conflicts,
        matches=preview.matches,
        missing=preview.missing,
        findings=(*preview.findings, *unfit, *(trouble for _, trouble in taken if trouble)),
        seen=_seen(preview),
    )


def standing(plan: Plan, by: Member) -> tuple[drafting.Plan, Wording | None]:
    """Return the state upon which a member's import builds, and why the plan cannot be changed, if so.

    Before the first agreement that is the draft; after it the party's own proposal under way, else the version in
    effect.
    """
    codes = party_codes(plan)
    version = version_in_effect(plan)
    if version is None:
        editable = may(by, "drafting.edit", plan_parties=codes, state=Plan.State.DRAFT)
        blocked = OUT if plan.state != Plan.State.DRAFT else None if editable else OFFICE
        return plan_value(plan), blocked
    draft = draft_of(plan, by)
    under_way = draft or plan.proposals.filter(state="open", party=by.party, base=version).order_by("-number").first()
    current = proposed_plan(under_way) if under_way else version_plan(version)
    if not may(by, "endorsing.propose", plan_parties=codes):
        return current, OFFICE
    return current, OUT if under_way and draft is None else None


def _fit(plan: Plan, current: drafting.Plan, preview: drafting.Preview) -> tuple[drafting.Plan, list[Finding]]:
    """Leave out the changes of items that no row can hold, and say so at their cells."""
    before = {item.uid: item for item in current.items}
    cells: dict[str, list[str]] = {}
    for edit in preview.edits:
        cells.setdefault(edit.uid, []).append(edit.cell)
    findings: list[Finding] = []
    items: list[drafting.Item] = []
    unfit: list[str] = []
    for item in preview.plan.items:
        old = before.get(item.uid)
        fitting = item
        if item is not old and item.uid in cells:
            try:
                fitting = checked(plan, item, old)
            except Refusal as refusal:
                findings += map(refusal.noticed, cells[item.uid])
                fitting = replace(old, parent=item.parent, position=item.position) if old else item
                unfit += [] if old else [item.uid]
        items.append(fitting)
    value = replace(preview.plan, items=tuple(items))
    for uid in unfit:
        value = drafting.remove(value, uid)
    return value, findings


@dataclass(frozen=True, slots=True)
class _Desk:
    """What decides whether a cell goes into a report: the own unit, its duties, the reports that stand."""

    own: bool
    agreed: bool
    duties: frozenset[str]
    reports: Mapping[str, Report]
    by: Member

    @classmethod
    def of(cls, plan: Plan, body: str, period: str, by: Member) -> "_Desk":
        organisation: Organisation | None = by.organisation
        own = organisation is not None and organisation.code == body
        own = own and may(by, "fulfilling.report", organisation=by.organisation_id, plan_parties=party_codes(plan))
        duties = (
            Duty.objects.filter(plan=plan, organisation=organisation, party=by.party) if own else Duty.objects.none()
        )
        found = (
            Report.objects.filter(plan=plan, organisation=organisation, period=period) if own else Report.objects.none()
        )
        rows = found.select_related("item", "party", "organisation")
        return cls(
            own,
            version_in_effect(plan) is not None,
            frozenset(duties.values_list("item__uid", flat=True)),
            {row.item.uid: row for row in rows},
            by,
        )

    def trouble(self, edit: CellEdit) -> Finding | None:
        """Return why a cell cannot go into a report; nothing where it can."""
        code = self._code(edit)
        return Finding(code, _TROUBLES[code], Severity.WARNING, edit.cell) if code else None

    def _code(self, edit: CellEdit) -> str:
        if edit.key not in FIELDS:
            return "column_not_reported"
        if not self.own:
            return "not_own_report"
        if not self.agreed:
            return "not_agreed_yet"
        if edit.uid not in self.duties:
            return "no_such_duty"
        if edit.key == "note:percent" and read_percent(edit.new) is None:
            return "unreadable_percent"
        return self._closed(edit)

    def _closed(self, edit: CellEdit) -> str:
        row = self.reports.get(edit.uid)
        if row is None:
            return ""
        value = row.to_value()
        if not any(ReportAct.EDIT in fulfilling.report_acts(value, actor) for actor in actors(self.by, value)):
            return "report_closed"
        return "figures_fixed" if value.texts_only and edit.key == "note:percent" else ""


_TROUBLES = {
    "column_not_reported": Wording(
        "此列不属于进展填报，未写入；请在系统中填写。", "This column is no part of a report; write it in the system."
    ),
    "not_own_report": Wording(
        "进展由责任单位的联络员填报，此处修改未写入；请由该单位上传。",
        "Progress is reported by the liaison of the unit itself; let that unit upload it.",
    ),
    "not_agreed_yet": Wording(
        "计划尚未会签生效，还不能填报进展。", "The plan is not agreed yet; there is nothing to report on."
    ),
    "no_such_duty": Wording(
        "贵单位在此事项中没有责任，不能填报。", "Your organisation has no duty in this item and cannot report on it."
    ),
    "unreadable_percent": Wording(
        "完成比例须为 0 到 100 之间的数，如 60%。", "The share done is a number from 0 to 100, such as 60%."
    ),
    "report_closed": Wording(
        "本期填报已提交，不能由台账修改；如需修改请先撤回或申请退回。",
        "This period's report has been submitted; recall it or have it returned before it can change.",
    ),
    "figures_fixed": Wording(
        "本报告仅重开文字，进度不能修改。", "This report is reopened for its texts only; its percent stands."
    ),
}


def read_percent(text: str) -> Decimal | None:
    """Return the percent that a cell says, ``None`` for what is no number from 0 to 100; a spreadsheet's 0.6 is 60.

    >>> [read_percent(text) for text in ("60%", "0.6", "1", "120", "过半")]
    [Decimal('60'), Decimal('60.0'), Decimal('100'), None, None]
    """
    bare = text.strip().rstrip("%％").strip()
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    if not text.strip().endswith(("%", "％")) and value <= 1:
        value *= 100
    return value if value.is_finite() and 0 <= value <= 100 else None


def _seen(preview: drafting.Preview) -> str:
    """Return a name for what a preview shows; identities of new items, drawn anew each time, are left out."""
    said = [[each.cell, each.key, each.old, each.new] for each in (*preview.edits, *preview.notes)]
    said += [[each.cell, each.key, each.current or "", each.workbook] for each in preview.conflicts]
    said += [[each.cell, each.title, each.uid or "", each.parent or "", each.how] for each in preview.matches]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
