"""Takes what organisations say for a period; gives the acts of filling in, signing off, reviewing and correcting."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from xietong import measuring
from xietong.basics import Finding, Period, Refusal, Severity, Wording
from xietong.fulfilling import Actor, Office
from xietong.measuring import SubmissionAct, SubmissionState
from xietong_web.accounts.lines import speaks_for
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import may, require
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import asked
from xietong_web.audit.days import SHANGHAI
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.queries import party_codes
from xietong_web.measuring.checking import broken_rules
from xietong_web.measuring.grid import cell_name, shown
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.services import definitions_of, the_period
from xietong_web.measuring.storing import keep_all
from xietong_web.theme.templatetags.theme import said

OFFICES = ((Role.LIAISON, Office.LIAISON), (Role.REVIEWER, Office.REVIEWER), (Role.JOINT_OFFICE, Office.JOINT_OFFICE))
PRIVATE = frozenset({SubmissionAct.EDIT, SubmissionAct.SUBMIT})
MOVED = ["state", "state_since", "revision", "confirmations", "history", "stood_from", "confirmed_from", "stood_to"]
RELATED = ("data_set__plan", "organisation", "party")


def actors(member: Member, submission: measuring.Submission) -> list[Actor]:
    """Return the offices in which a member can act on a submission."""
    return _in_offices(member, submission, member.roles)


def _in_offices(member: Member, submission: measuring.Submission, roles: frozenset[Role]) -> list[Actor]:
    body = speaks_for(member, submission.organisation) if Role.LIAISON in roles else ""
    return [Actor(member.sign, office, member.party_code, body) for role, office in OFFICES if role in roles]


def actor_for(
    member: Member, submission: measuring.Submission, act: SubmissionAct, roles: frozenset[Role] | None = None
) -> Actor:
    """Return the office that allows the act, else the first one held, whose refusal then says why not."""
    found = _in_offices(member, submission, member.roles if roles is None else roles)
    if not found:
        raise Refusal(
            "not-permitted",
            zh="数据由联络员填报，由审核人和联合办公室审核、互认。",
            en="Data are filled in by liaisons, accepted and confirmed by reviewers and the joint office.",
        )
    return next((actor for actor in found if act in measuring.submission_acts(submission, actor)), found[0])


def reporters(data_set: DataSet, day: date) -> Q:
    """Return which organisations fill a data set in on a day: those of its kind in the plan's parties."""
    alive = Q(valid_from=None) | Q(valid_from__lte=day)
    return alive & (Q(valid_to=None) | Q(valid_to__gte=day)) & Q(kind=data_set.kind, party__plans=data_set.plan_id)


def the_data_set(uid: str, by: Member, *, locked: bool = False) -> DataSet:
    """Return a data set of a plan of the member's party, for an act ``locked``. Raises Refusal ``not-found``."""
    rows = DataSet.objects.select_related("plan").filter(uid=uid, plan__parties=by.party)
    found = (rows.select_for_update(of=("self",)) if locked else rows).first()
    if found is None:
        raise Refusal("not-found", zh="没有这个数据集，或它不对您开放。", en="There is no such data set for you.")
    return found


def _reporter(data_set: DataSet, code: str, period: Period) -> Organisation:
    rows = Organisation.objects.filter(reporters(data_set, period.end), code=code)
    found = rows.select_related("party").first()
    if found is None:
        raise Refusal(
            "not-a-reporter",
            zh="该单位不在此数据集的填报范围内。",
            en="This organisation does not fill this data set in.",
        )
    return found


@transaction.atomic
def begin_submission(*, data_set_uid: str, organisation: str, period: str, by: Member, now: datetime) -> Submission:
    """Begin what an organisation says for a period, from what it said before; or find what is begun.

    Raises Refusal ``not-found``, ``not-a-reporter``, ``bad-period``, ``not-permitted``, ``submission-stands``.
    """
    data_set = the_data_set(data_set_uid, by, locked=True)  # two at once would both be number 1
    row, is_new = begun(data_set, organisation, the_period(period), by, now)
    if is_new:
        _tell("begun", row, by, now, private=True)
    return row


def begun(data_set: DataSet, code: str, period: Period, by: Member, now: datetime) -> tuple[Submission, bool]:
    """Return a body's draft for a period and whether it was made now; for acts that have locked the data set."""
    body = _reporter(data_set, code, period)
    if not may(by, "measuring.fill-for-party", party=body.party.code):
        require(by, "measuring.submit", organisation=body.pk)
    trouble = period_trouble(data_set, period, now.astimezone(SHANGHAI).date())
    if trouble is not None:
        raise Refusal("bad-period", zh=trouble.zh, en=trouble.en, field="period")
    last = data_set.submissions.filter(organisation=body, period=period.code).select_related(*RELATED).first()
    row = drafted(data_set, body, period, last, party_codes(data_set.plan), now)
    if row is not last:
        row.save(force_insert=True)
    return row, row is not last


def drafted(
    data_set: DataSet,
    body: Organisation,
    period: Period,
    last: Submission | None,
    codes: Sequence[str],
    now: datetime,
) -> Submission:
    """Return the draft that follows a body's last submission of a period: that one, or a new one, not yet saved."""
    if last is not None and last.state == SubmissionState.DRAFT:
        return last
    value = measuring.next_submission(last.to_value() if last else None, new_key(), body.party.code, body.code)
    row = Submission(
        uid=value.uid, data_set=data_set, organisation=body, party=body.party, period=period.code, state_since=now
    )
    row.fill(value, now)
    row.counterparts = sorted(set(codes) - {body.party.code}) if data_set.joint else []
    return row


def period_trouble(data_set: DataSet, period: Period, day: date) -> Wording | None:
    """Say why a data set takes nothing for a period on a day: of another kind, out of its time, not begun yet."""
    first = Period.from_code(data_set.first_period)
    if period.kind is not first.kind or period < first:
        return Wording(
            f"此数据集不收“{period.code}”的数据；第一期是 {first.code}。",
            f"This data set takes nothing for {period.code}; its first period is {first.code}.",
        )
    if data_set.asks_nothing_in(period):
        return Wording(
            f"此数据集已于 {data_set.last_period} 后停止填报，不收“{period.code}”的数据。",
            f"This data set was closed after {data_set.last_period}; it takes nothing for {period.code}.",
        )
    if period.start > day:
        return Wording(
            f"“{period.code}”尚未开始，请核对填报期。", f"{period.code} has not begun yet; check the period."
        )
    return None


def _tell(
    act: str,
    row: Submission,
    by: Member,
    now: datetime,
    *,
    private: bool,
    rows: Sequence[models.Model] = (),
    removed: Sequence[tuple[str, Any]] = (),
) -> None:
    data = {
        "plan": row.data_set.plan_id,
        "data_set": row.data_set_id,
        "organisation": row.organisation.code,
        "period": row.period,
        "number": row.number,
        "state": row.state,
    }
    record(
        f"measuring.submission-{act}",
        by=by,
        now=now,
        subject=("submission", row.uid),
        data=data,
        rows=rows or [row],
        removed=removed,
        private=private,
    )


def locked_submissions(uids: Collection[str], by: Member) -> list[Submission]:
    """Return submissions that the member may see, locked, in one order. Raises Refusal ``not-found``."""
    rows = Submission.objects.visible_to(by.party).filter(data_set__plan__parties=by.party, uid__in=uids)
    found = list(rows.select_for_update(of=("self",)).select_related(*RELATED).order_by("uid"))
    if len(found) != len(set(uids)):
        raise _no_such_submission()
    return found


def locked_submission(uid: str, by: Member) -> Submission:
    """Return a submission that the member may see, locked. Raises Refusal ``not-found``."""
    found = next(iter(_locked(uid, by.party)), None) if by.party else None
    if found is None:
        raise _no_such_submission()
    return found


@asked
def _locked(uid: str, party: Party) -> models.QuerySet[Submission]:
    rows = Submission.objects.visible_to(party).filter(data_set__plan__parties=party, uid=uid)
    return rows.select_for_update(of=("self",)).select_related(*RELATED)


def _no_such_submission() -> Refusal:
    return Refusal("not-found", zh="没有这份数据，或它不对您开放。", en="There is no such submission for you.")


@transaction.atomic
def fill_in(
    *, uid: str, revision: int, typed: Mapping[str, str], by: Member, now: datetime, sign: bool = False
) -> Submission:
    """Keep what was typed into a draft's cells, those not named keep what they hold; with ``sign`` sign it off too.

    Raises Refusal ``bad-cells`` (with each cell's reason as detail), ``cell-locked``, ``submission-changed``,
    ``not-allowed``, and those of signing off, which then keep nothing.
    """
    row = locked_submission(uid, by)
    known = definitions_of(row.data_set.plan)
    cells, findings = measuring.read_cells(typed, [known[code] for code in row.data_set.codes() if code in known])
    if findings:
        raise _bad(findings, known)
    value = row.to_value()
    if revision != value.revision and value.state is SubmissionState.DRAFT:
        raise _moved_on(value, cells, known)
    actor = actor_for(by, value, SubmissionAct.EDIT)
    merged = {**value.cells, **cells}
    after = measuring.advance_submission(value, SubmissionAct.EDIT, by=actor, now=now, revision=revision, cells=merged)
    row.fill(after, now)
    row.save()
    _tell("edited", row, by, now, private=True)
    if sign:
        return act_on_submission(uid=uid, act=SubmissionAct.SUBMIT, revision=row.revision, by=by, now=now)
    return row


def _moved_on(
    value: measuring.Submission, typed: Mapping[str, str], known: Mapping[str, measuring.Indicator]
) -> Refusal:
    """Somebody else has saved the draft: show what they wrote where it differs; the next save is upon that."""
    differing = sorted(key for key in typed if value.cells.get(key, "") != typed[key])
    names = {key: cell_name(known[measuring.split_key(key)[0]], key) for key in differing[:50]}
    return Refusal(
        "submission-changed",
        zh="这份草稿刚被他人改过，您填的尚未保存，仍在表中。与您不同的，对方所填如下；核对后再次保存，以您的为准。",
        en="Somebody else has just changed this draft; what you typed is not saved and still stands in the form. Where "
        "it differs they wrote as follows; saving again takes yours.",
        detail={"revision": str(value.revision)} | {names[key]: shown(value.cells.get(key, "")) for key in names},
    )


def _bad(findings: tuple[Finding, ...], known: Mapping[str, measuring.Indicator]) -> Refusal:
    told = {}
    for each in findings[:50]:
        code, _ = measuring.split_key(each.subject)
        told[cell_name(known[code], each.subject) if code in known else each.subject] = each.wording
    name, first = next(iter(told.items()))
    many = "1 value" if len(findings) == 1 else f"{len(findings)} values"
    return Refusal(
        "bad-cells",
        zh=f"有 {len(findings)} 个数据不能保存。{name}：{first.zh}",
        en=f"{many} cannot be kept. {name}: {first.en}",
        detail={cell: said(wording) for cell, wording in told.items()},
    )


@transaction.atomic
def act_on_submission(
    *,
    uid: str,
    act: SubmissionAct,
    revision: int,
    by: Member,
    now: datetime,
    reason: str = "",
    cell: str = "",
) -> Submission:
    """Do one act of the table on a submission: submit (sign off), accept, confirm, return, unlock one value.

    Raises those of ``measuring.advance_submission``, and ``rules-broken`` where what is signed off breaks a rule.
    """
    row = locked_submission(uid, by)
    changed = _advance(row, act, by, now, revision=revision, reason=reason, cell=cell)
    fields = MOVED if act in {SubmissionAct.ACCEPT, SubmissionAct.CONFIRM} else None
    for each in changed:
        each.save(update_fields=fields)
    written, removed = keep_all([row], now)
    private = act in PRIVATE or (act is SubmissionAct.RETURN and row.party_id == by.party_id)
    _tell(act.value, row, by, now, private=private, rows=[*changed, *written], removed=removed)
    return row


@transaction.atomic
def act_on_submissions(*, uids: Sequence[str], act: SubmissionAct, by: Member, now: datetime) -> list[Submission]:
    """Accept or confirm many at once: exactly what one by one gives, in one entry of the journal per data set.

    One that cannot be acted on refuses all. Raises those of ``act_on_submission``.
    """
    if act not in {SubmissionAct.ACCEPT, SubmissionAct.CONFIRM}:
        raise Refusal("not-allowed", zh="只能成批审核或互认。", en="Only accepting and confirming is done in bulk.")
    if not uids:
        raise Refusal(
            "nothing-chosen", zh="没有勾选任何填报；请先勾选。", en="Nothing is ticked; tick submissions first."
        )
    rows, roles = locked_submissions(uids, by), by.roles
    changed: dict[str, list[Submission]] = {}
    for row in rows:
        told = _advance(row, act, by, now, revision=row.revision, roles=roles)
        changed.setdefault(row.data_set_id, []).extend(told)
    every = [each for several in changed.values() for each in several]
    # An upsert of rows that are there: an update of many rows is put together from a condition per row and column.
    Submission.objects.bulk_create(
        every, batch_size=500, update_conflicts=True, unique_fields=["uid"], update_fields=MOVED
    )
    for key, several in changed.items():
        written, removed = keep_all([row for row in rows if row.data_set_id == key], now)
        data = {"count": len(several), "act": act.value, "uids": [row.uid for row in rows if row.data_set_id == key]}
        record(
            f"measuring.submissions-{act.value}",
            by=by,
            now=now,
            subject=("data-set", key),
            data=data,
            rows=[*several, *written],
            removed=removed,
        )
    return rows


def _advance(
    row: Submission,
    act: SubmissionAct,
    by: Member,
    now: datetime,
    *,
    revision: int,
    reason: str = "",
    cell: str = "",
    roles: frozenset[Role] | None = None,
) -> list[Submission]:
    """Move one submission on and return the rows to be written: its own, and those it supersedes."""
    if act in {SubmissionAct.EDIT, SubmissionAct.SUPERSEDE}:
        raise Refusal("not-allowed", zh="不能这样操作。", en="This cannot be done so.")
    value = row.to_value()
    if act is SubmissionAct.SUBMIT:
        _check_rules(row)
    actor = actor_for(by, value, act, roles)
    after = measuring.advance_submission(value, act, by=actor, now=now, revision=revision, reason=reason, cell=cell)
    row.fill(after, now)
    if act is SubmissionAct.SUBMIT:
        row.signed_by, row.signed_at = by.sign, now
        row.digest = hashlib.sha256(row.cells.encode()).hexdigest()
    return [row, *_stand(row, value.state, by, now)]


def _check_rules(row: Submission) -> None:
    broken = [each for each in broken_rules(row) if each.severity is Severity.ERROR]
    if broken:
        raise Refusal(
            "rules-broken",
            zh=f"有 {len(broken)} 处不符合审核规则，不能签报。{broken[0].wording.zh}",
            en=f"{len(broken)} rules are broken; mend the values before signing off. {broken[0].wording.en}",
        )


def _stand(row: Submission, before: SubmissionState, by: Member, now: datetime) -> list[Submission]:
    """Let a submission's values begin to count, or end: what is confirmed supersedes what was confirmed before it."""
    stands, stood = row.state in measuring.STANDING, before in measuring.STANDING
    over: list[Submission] = []
    if stands and not stood:
        row.stood_from = now
    if stood and not stands:
        row.stood_to = now
    if row.state == SubmissionState.CONFIRMED and before is not SubmissionState.CONFIRMED:
        row.confirmed_from = now
        over = [_superseded(other, by, now) for other in _standing_before(row)]
    return over


def _standing_before(row: Submission) -> Iterable[Submission]:
    if row.number == 1:
        return ()
    earlier = row.data_set.submissions.standing().filter(organisation=row.organisation, period=row.period)
    return earlier.exclude(pk=row.pk).select_related(*RELATED)


def _superseded(row: Submission, by: Member, now: datetime) -> Submission:
    value = row.to_value()
    system = Actor(by.sign, Office.SYSTEM, value.party, value.organisation)
    after = measuring.advance_submission(value, SubmissionAct.SUPERSEDE, by=system, now=now, revision=value.revision)
    row.fill(after, now)
    row.stood_to = now
    return row
