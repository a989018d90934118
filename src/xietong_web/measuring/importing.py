"""Takes a file or a list of values for a data set; gives what taking it would do, by cell, and the act that does it.

A dry run and the act read the same way, so that what was shown is what is written. Taken values go into drafts; every
organisation still signs off its own.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from xietong import measuring
from xietong.basics import Finding, Refusal, Severity, Wording
from xietong.measuring import GivenCell, SubmissionState
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import may
from xietong_web.accounts.roles import Role
from xietong_web.audit.days import today
from xietong_web.audit.models import Entry
from xietong_web.audit.services import record
from xietong_web.documents.files import load, store
from xietong_web.documents.models import StoredFile
from xietong_web.drafting.queries import party_codes
from xietong_web.measuring.collecting import RELATED, actor_for, drafted, period_trouble, reporters, the_data_set
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.services import definitions_of, the_period

RECEIVED = "measuring.form-received"
BYTES = "application/octet-stream"
NOBODY = Wording("没有这个填报单位", "no such reporting body")


@dataclass(frozen=True, slots=True)
class Change:
    """A value that would be written: where it stands in the file, whose it is, what stood there, what will."""

    where: str
    organisation: str
    name: str
    period: str
    key: str
    old: str
    new: str


@dataclass(slots=True)
class Looked:
    """What taking a file would do. ``findings`` name every problem by cell; any of them stops the taking."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def takes(self) -> bool:
        """Tell whether there is something to take and nothing in its way."""
        return bool(self.changes) and not self.findings

    @property
    def seen(self) -> str:
        """The name of exactly this result: the act takes nothing else than what was looked at."""
        told = [(each.organisation, each.period, each.key, each.old, each.new) for each in self.changes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def look(data_set: DataSet, cells: Iterable[GivenCell], findings: Iterable[Finding], by: Member) -> Looked:
    """Say what taking cells would do; nothing is written. A constant number of statements, however many cells."""
    return _look(data_set, _Scene.of(data_set, by), cells, findings)


def _look(data_set: DataSet, scene: "_Scene", cells: Iterable[GivenCell], findings: Iterable[Finding]) -> Looked:
    looked = Looked(findings=list(findings))
    known = definitions_of(data_set.plan)
    fields = [known[code] for code in data_set.codes() if code in known]
    asked = {measuring.cell_key(each.code, one): each for each in fields for one in measuring.form_cells(each)}
    taken: dict[tuple[str, str, str], str] = {}
    for given in cells:
        body = scene.body(given.organisation)
        trouble = scene.trouble(given, body, data_set)
        if not trouble and given.key not in asked:
            trouble = _not_asked(given.key, asked)
        entry, wrong = measuring.read_entry(given.text, asked[given.key]) if not trouble else ("", None)
        place = (body.code if body else "", given.period, given.key)
        if not trouble and wrong is None and taken.setdefault(place, given.where) != given.where:
            trouble = Wording(f"与 {taken[place]} 重复", f"says the same value as {taken[place]} again")
        if wrong is not None:
            trouble = wrong.wording
        if trouble or body is None:
            looked.findings.append(Finding("form_cell", trouble or NOBODY, Severity.ERROR, given.where))
            continue
        old = scene.held(body.code, given.period, given.key)
        if (old or "") == entry:  # what stands nowhere is not reported: an empty form asks for no draft
            looked.same += 1
        else:
            looked.changes.append(Change(given.where, body.code, body.name, given.period, given.key, old or "", entry))
    return looked


def _not_asked(key: str, asked: Iterable[str]) -> Wording:
    """Say that a form has no such value, or by which categories it asks for it."""
    parts = [each for each in asked if measuring.split_key(each)[0] == key]
    if not parts:
        return Wording(f"表单中没有数据“{key}”", f"the form has no value {key}")
    return Wording(
        f"“{key}”按类别填报；请写作 {'、'.join(parts)}", f"{key} is filled in by categories; write {', '.join(parts)}"
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """Which bodies a member may fill in for, and what their last submissions hold."""

    bodies: Mapping[str, Organisation]
    allowed: frozenset[int]
    last: Mapping[tuple[str, str], Submission]
    cells: dict[tuple[str, str], Mapping[str, str]]

    @classmethod
    def of(cls, data_set: DataSet, by: Member) -> "_Scene":
        rows = list(Organisation.objects.filter(reporters(data_set, today())).select_related("party"))
        own = bodies_of(by) if may(by, "measuring.submit", organisation=by.organisation_id) else frozenset()
        parties = {row.party.code for row in rows}
        whole = {code for code in parties if may(by, "measuring.fill-for-party", party=code)}
        allowed = {row.pk for row in rows if row.pk in own or row.party.code in whole}
        named = [
            (name, row)
            for row in sorted(rows, key=lambda row: row.pk in allowed)  # what two parties call alike is the own body
            for name in (*row.aliases, row.name_en, row.name)
            if name
        ]
        bodies = dict(named) | {row.code: row for row in rows}
        listed = data_set.submissions.order_by("number").select_related(*RELATED)
        last = {(row.organisation.code, row.period): row for row in listed.filter(organisation__in=allowed)}
        return cls(bodies, frozenset(allowed), last, {})

    def body(self, text: str) -> Organisation | None:
        return self.bodies.get(text.strip())

    def held(self, body: str, period: str, key: str) -> str | None:
        place = (body, period)
        if place not in self.cells:
            self.cells[place] = self.last[place].cell_values() if place in self.last else {}
        return self.cells[place].get(key)

    def trouble(self, given: GivenCell, body: Organisation | None, data_set: DataSet) -> Wording | None:
        """Say why nothing can be written for a body and period, whatever the value."""
        if body is None:
            return Wording(f"没有填报单位“{given.organisation}”", f"no such reporting body: {given.organisation}")
        if body.pk not in self.allowed:
            return Wording(f"您不能为{body.name}填报", f"you do not fill in for {body.name}")
        try:
            period = the_period(given.period)
        except Refusal as refusal:
            return refusal.wording
        wrong = period_trouble(data_set, period, today())
        if wrong is not None:
            return wrong
        row = self.last.get((body.code, period.code))
        if row is None or row.state in {SubmissionState.DRAFT, SubmissionState.RETURNED}:
            return None
        if row.state in measuring.STANDING and given.key in row.unlocked:
            return None
        if self.held(body.code, period.code, given.key) == given.text.strip():
            return None
        return Wording(
            f"{body.name} {period.code} 已签报，须退回或解锁后才能更正",
            f"{body.name} has signed {period.code} off; have it returned or the value unlocked first",
        )


@transaction.atomic
def take_values(
    *, data_set_uid: str, cells: Iterable[GivenCell], findings: Iterable[Finding], by: Member, now: datetime, seen: str
) -> list[Submission]:
    """Write what a look showed into drafts: all of it, or nothing.

    ``seen`` is the name of the look that the person confirmed. Raises Refusal ``form-moved-on``, ``form-has-problems``,
    and those of filling in.
    """
    data_set = the_data_set(data_set_uid, by, locked=True)
    scene = _Scene.of(data_set, by)
    looked = _look(data_set, scene, cells, findings)
    if looked.findings:
        first = looked.findings[0]
        raise Refusal(
            "form-has-problems",
            zh=f"有 {len(looked.findings)} 处问题，未写入任何内容。{first.subject}：{first.wording.zh}",
            en=f"{len(looked.findings)} problems; nothing was written. {first.subject}: {first.wording.en}",
            detail={each.subject: each.wording.zh for each in looked.findings[:50]},
        )
    if looked.changes and looked.seen != seen:
        raise Refusal(
            "form-moved-on",
            zh="预览之后数据又有变化，未写入任何内容；请重新核对预览后再确认。",
            en="The values changed after the preview; nothing was written. Look again and confirm.",
        )
    wanted: dict[tuple[str, str], dict[str, str]] = {}
    for each in looked.changes:
        wanted.setdefault((each.organisation, each.period), {})[each.key] = each.new
    codes, roles = party_codes(data_set.plan), by.roles
    rows = [
        _filled(data_set, scene, place, entries, actor_roles=(by, roles), codes=codes, now=now)
        for place, entries in wanted.items()
    ]
    _write(rows, scene)
    told = {"values": len(looked.changes), "bodies": len(rows), "plan": data_set.plan_id}
    subject = ("data-set", data_set.uid)
    record("measuring.values-imported", by=by, now=now, subject=subject, data=told, rows=rows, private=True)
    return rows


def _filled(
    data_set: DataSet,
    scene: _Scene,
    place: tuple[str, str],
    entries: Mapping[str, str],
    *,
    actor_roles: tuple[Member, frozenset[Role]],
    codes: Sequence[str],
    now: datetime,
) -> Submission:
    """Return a body's draft with the entries put in, not yet saved."""
    by, roles = actor_roles
    row = drafted(data_set, scene.bodies[place[0]], the_period(place[1]), scene.last.get(place), codes, now)
    value, act = row.to_value(), measuring.SubmissionAct.EDIT
    actor = actor_for(by, value, act, roles)
    cells = {**value.cells, **entries}
    row.fill(measuring.advance_submission(value, act, by=actor, now=now, revision=value.revision, cells=cells), now)
    return row


def _write(rows: Sequence[Submission], scene: _Scene) -> None:
    known = {row.pk for row in scene.last.values()}
    Submission.objects.bulk_create([row for row in rows if row.pk not in known], batch_size=500)
    old = [row for row in rows if row.pk in known]
    Submission.objects.bulk_update(old, ["cells", "revision", "state_since"], batch_size=500)


@transaction.atomic
def receive_form(*, data_set_uid: str, name: str, data: bytes, by: Member, now: datetime) -> StoredFile:
    """Keep an uploaded file for its preview. Raises those of reading it."""
    data_set = the_data_set(data_set_uid, by)
    measuring.read_form_file(data)
    file, is_new = store(data, BYTES, now)
    if not _was_received(data_set, file.sha256, by):
        told = {"plan": data_set.plan_id, "data_set": data_set.uid, "name": name[-200:], "size": file.size}
        rows = [file] if is_new else []
        record(RECEIVED, by=by, now=now, subject=("form", file.sha256), data=told, rows=rows, private=True)
    return file


def _was_received(data_set: DataSet, sha256: str, by: Member) -> bool:
    entries = Entry.objects.about("form", sha256).filter(act=RECEIVED, party=by.party_code)
    return any(json.loads(data)["data_set"] == data_set.uid for data in entries.values_list("data", flat=True))


def received(data_set: DataSet, sha256: str, by: Member) -> bytes:
    """Return a file that the member's party sent for a data set. Raises Refusal ``not-found``."""
    if not _was_received(data_set, sha256, by):
        raise Refusal(
            "not-found",
            zh="贵方没有为该数据集上传过这个文件；请重新上传。",
            en="Your party has not sent such a file for this data set; send it again.",
        )
    return load(StoredFile.objects.get(sha256=sha256))
