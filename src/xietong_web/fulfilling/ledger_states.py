"""Takes a plan and a selection; gives its ledger as a workbook, and finds again the state that a workbook left from.

An export keeps what it showed as a file under its hash, which the workbook carries as its base: the number of the
version in effect (of a draft: the whole plan), the period and unit whose reports stand in it, and their texts.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from xietong import drafting, endorsing
from xietong.basics import Period, Refusal
from xietong.fulfilling import Rhythm
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.audit.queries import one_moment
from xietong_web.audit.services import record
from xietong_web.documents.files import load, store
from xietong_web.documents.models import StoredFile
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.drafting.paths import below
from xietong_web.drafting.queries import bodies, party_codes, the_plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import locked, the_item
from xietong_web.endorsing.services import version_in_effect, version_plan
from xietong_web.fulfilling.days import SHANGHAI
from xietong_web.fulfilling.models import KeyTaskList, Report
from xietong_web.fulfilling.ruling.rhythms import checked_period as period_called
from xietong_web.fulfilling.ruling.rhythms import period_of, rhythms_of

SCHEMA = "xietong-ledger-state/1"
NOTES = ("progress", "percent", "problems", "next")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Notes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a ledger shows: everything, or a branch (uid), a party (code), an organisation (code), a list of key tasks
    (uid) with what lies under them; which period."""

    branch: str = ""
    party: str = ""
    organisation: str = ""
    period: str = ""
    key_tasks: str = ""


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What a workbook showed when it was exported. ``body`` is empty where its progress columns went out blank."""

    plan: drafting.Plan | None = None
    period: str = ""
    body: str = ""
    notes: Notes = field(default_factory=dict)


def checked_period(plan: Plan, code: str, now: datetime) -> str:
    """Return a period's code, that of the running one by default. Raises Refusal ``bad-period``."""
    rhythms = rhythms_of(plan)
    return period_called(rhythms, code).code if code else _running(rhythms, now).code


def _running(rhythms: Sequence[Rhythm], now: datetime) -> Period:
    return period_of(rhythms, now.astimezone(SHANGHAI).date())


def agreed_or_drafted(plan: Plan) -> drafting.Plan:
    """Return the plan that a ledger shows: the version in effect, before the first agreement the draft."""
    version = version_in_effect(plan)
    return version_plan(version) if version else plan_value(plan)


def directory_of(plan: Plan, value: drafting.Plan) -> drafting.Directory:
    """Return the directory in which a ledger's names are looked up."""
    return drafting.Directory.of((body.to_value() for body in bodies(plan)), value.parties)


def selected(plan: Plan, chosen: Selection) -> Collection[str] | None:
    """Return the uids of the items chosen; ``None`` for all."""
    if not (chosen.branch or chosen.party or chosen.organisation or chosen.key_tasks):
        return None
    rows = plan.items.all()
    if chosen.key_tasks:
        rows = rows.filter(_under_any(plan.items.filter(uid__in=the_key_tasks(plan, chosen.key_tasks).items)))
    if chosen.branch:
        rows = rows.filter(path__range=below(the_item(plan, chosen.branch).path))
    duties = Duty.objects.filter(plan=plan)
    if chosen.party:
        rows = rows.filter(pk__in=duties.filter(party__code=chosen.party).values("item_id"))
    if chosen.organisation:
        rows = rows.filter(pk__in=duties.filter(organisation__code=chosen.organisation).values("item_id"))
    return frozenset(rows.values_list("uid", flat=True))


def the_key_tasks(plan: Plan, uid: str) -> KeyTaskList:
    """Return a list of key tasks in use. Raises Refusal ``not-found``."""
    found = KeyTaskList.objects.filter(plan=plan, uid=uid, ended_at=None).first()
    if found is None:
        raise Refusal("not-found", zh="没有这份清单；请从列表进入。", en="There is no such list; see the overview.")
    return found


def _under_any(rows: QuerySet[Item]) -> Q:
    """Return what holds of some items and of all under them; of nothing where there are none."""
    found = Q(pk=None)
    for path in rows.values_list("path", flat=True):
        found |= Q(path__range=below(path))
    return found


def notes_of(plan: Plan, body: str, period: str, by: Member) -> dict[str, dict[str, str]]:
    """Return what a unit reports on its items for a period, by item and column, as far as the member may see it."""
    if not body:
        return {}
    rows = Report.objects.visible_to(by.party).filter(plan=plan, organisation__code=body, period=period)
    return {report.item.uid: noted(report) for report in rows.select_related("item", "party", "organisation")}


def noted(report: Report) -> dict[str, str]:
    """Return a report's texts as they stand in a ledger's columns."""
    content = report.to_value().content
    percent = f"{content.percent.normalize():f}%" if content.percent is not None else ""
    return {"progress": content.text, "percent": percent, "problems": content.problems, "next": content.next_steps}


def export_ledger(*, plan_uid: str, chosen: Selection, by: Member, now: datetime) -> bytes:
    """Return a selection of a plan as a workbook that can come back, and keep the state it shows.

    The progress columns hold the reports of the unit chosen, else of the member's own, else they are blank. All is
    read of one moment and nobody waits while it is written out: only to keep the state is the plan locked.
    Raises Refusal ``not-permitted``, ``not-found``, ``bad-period``, ``nothing-selected``.
    """
    plan = the_plan(by, plan_uid)
    require(by, "fulfilling.export-ledger", plan_parties=party_codes(plan))
    with one_moment():
        value, uids, version = agreed_or_drafted(plan), selected(plan, chosen), version_in_effect(plan)
        period = checked_period(plan, chosen.period, now)
        body = _body(plan, chosen, by)
        notes = notes_of(plan, body.code, period, by) if body else {}
        shown = the_key_tasks(plan, chosen.key_tasks).title if chosen.key_tasks else value.short_title or value.title
        directory = directory_of(plan, value)
    if uids is not None and not uids:
        raise Refusal(
            "nothing-selected",
            zh="所选范围内没有事项；请换一个范围。",
            en="The selection holds no item; choose another one.",
        )
    state: dict[str, Any] = {"schema": SCHEMA, "plan": plan.uid, "period": period, "notes": notes}
    state |= {"body": body.code if body else "", "version": version.number if version else 0, "party": by.party_code}
    if version is None:
        state["content"] = endorsing.canonical(value).decode()
    base = _keep(plan_uid, state, len(uids) if uids is not None else len(value.items), by, now)
    title = f"{shown}台账（{Period.from_code(period).wording.zh}）"
    cover = drafting.Cover(title, body.name if body else "", now.astimezone(SHANGHAI).date(), base=base)
    columns = drafting.standard_columns(value.parties, NOTES)
    return drafting.export_ledger(value, directory, uids=uids, columns=columns, notes=notes, cover=cover)


@transaction.atomic
def _keep(plan_uid: str, state: Mapping[str, Any], items: int, by: Member, now: datetime) -> str:
    """Keep the state that a workbook shows; return its digest."""
    plan = locked(plan_uid)
    content = json.dumps(state, ensure_ascii=False, sort_keys=True).encode()
    file, is_new = store(content, "application/json", now)
    data = {"base": file.sha256, "period": state["period"], "items": items}
    rows = [file] if is_new else []
    record("fulfilling.ledger-exported", by=by, now=now, subject=("plan", plan.uid), data=data, rows=rows, private=True)
    return file.sha256


def _body(plan: Plan, chosen: Selection, by: Member) -> Organisation | None:
    """Return the unit whose reports stand in the workbook."""
    if chosen.organisation:
        return Organisation.objects.filter(party__plans=plan, code=chosen.organisation).first()
    return by.organisation


def state_of(plan: Plan, digest: str, by: Member) -> LedgerState:
    """Return the state under a workbook's base digest; an empty one where it is not known.

    A version's own digest is understood too: the workbooks of the command line carry that. What another party took out
    may hold what that party alone may see: of its reports the state then says what the member sees today, whatever the
    workbook was stripped of on its way.
    """
    version = plan.versions.filter(digest=digest).first() if digest else None
    if version:
        return LedgerState(version_plan(version))
    file = StoredFile.objects.filter(sha256=digest, media_type="application/json").first() if digest else None
    kept = json.loads(load(file)) if file else {}
    if kept.get("schema") != SCHEMA or kept["plan"] != plan.uid:
        return LedgerState()
    if kept["version"]:
        value = version_plan(plan.versions.get(number=kept["version"]))
    else:
        value = endorsing.plan_from_canonical(kept["content"].encode())
    own = kept.get("party", "") == by.party_code
    notes = kept["notes"] if own else notes_of(plan, kept["body"], kept["period"], by)
    return LedgerState(value, kept["period"], kept["body"], notes)


def periods_offered(plan: Plan, now: datetime) -> list[str]:
    """Return the codes of the running reporting period and the three before it."""
    rhythms = rhythms_of(plan)
    found = [_running(rhythms, now)]
    while len(found) < 4:
        found.append(period_of(rhythms, found[-1].start - timedelta(days=1)))
    return [each.code for each in found]
