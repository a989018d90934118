"""Takes plans and items; gives what the JSON API says about them, and takes what it is told about them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from xietong import basics, drafting
from xietong.basics import Refusal
from xietong_web.drafting.checking import FIRST_DAY, LAST_DAY
from xietong_web.drafting.forms import duties_named
from xietong_web.drafting.models import Item, Plan, Revision
from xietong_web.drafting.queries import Bodies
from xietong_web.drafting.rewriting import from_kept
from xietong_web.theme.answers import Body, Key, Line, Title

Kind = Literal["direction", "action", "task", "measure"]
Role = Literal["lead", "support"]
Recurrence = Literal["", "monthly", "quarterly", "yearly", "ongoing"]
Operator = Literal["=", ">=", "<=", "+"]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Figure = Annotated[Decimal, Field(ge=-(10**15), le=10**15, decimal_places=6)]
Number = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(max_length=160, pattern=r"^[^\x00]*$")]
MANY = 200


class PlanShape(Schema):
    """A plan without its items. ``state``: draft, proposed (locked while it is signed), agreed."""

    uid: str
    title: str
    short_title: str
    state: str
    parties: list[str]
    start: date | None
    end: date | None
    made_at: datetime
    agreed_at: datetime | None

    @classmethod
    def of(cls, plan: Plan) -> "PlanShape":
        """Return a plan's shape; ``memberships__party`` should have been prefetched."""
        return cls(
            uid=plan.uid,
            title=plan.title,
            short_title=plan.short_title,
            state=plan.state,
            parties=[each.party.code for each in plan.memberships.all()],
            start=plan.start,
            end=plan.end,
            made_at=plan.made_at,
            agreed_at=plan.agreed_at,
        )


class FindingShape(Schema):
    """Something noticed in data, in Chinese and English; ``subject`` names the thing."""

    code: str
    severity: str
    subject: str
    zh: str
    en: str

    @classmethod
    def of(cls, finding: basics.Finding) -> "FindingShape":
        """Return a finding's shape."""
        zh, en = finding.wording.zh, finding.wording.en
        return cls(code=finding.code, severity=finding.severity.value, subject=finding.subject, zh=zh, en=en)


class DutyShape(Schema):
    """An organisation's part in an item; ``organisation`` is empty while the name written is not resolved."""

    party: str
    organisation: str
    role: str
    name: str


class TargetShape(Schema):
    """A figure set for the future: indicator, relation, value, unit, day."""

    uid: str
    indicator: str
    op: str
    value: Decimal
    unit: str
    by: date | None
    party: str


class MilestoneShape(Schema):
    """A dated point on the way of an item."""

    uid: str
    title: str
    due: date


class SourceShape(Schema):
    """Where an item came from: characters ``start`` to ``end`` of a document, a workbook's cell, or a person."""

    kind: str
    document: str
    start: int | None
    end: int | None
    cell: str
    person: str

    @classmethod
    def of(cls, source: basics.Source) -> "SourceShape":
        """Return a source's shape."""
        return cls(
            kind=source.kind.value,
            document=source.document,
            start=source.span.start if source.span else None,
            end=source.span.end if source.span else None,
            cell=source.cell,
            person=source.person,
        )


class ItemShape(Schema):
    """An item. What the rows alone know (``depth``, ``revision``, …) is null for a past day."""

    uid: str
    parent: str | None
    kind: str
    number: str
    title: str
    text: str
    start: date | None
    due: date | None
    recurrence: str
    weight: Decimal
    duties: list[DutyShape]
    targets: list[TargetShape]
    milestones: list[MilestoneShape]
    basis: list[str]
    after: list[str]
    source: SourceShape | None
    depth: int | None
    revision: int | None
    accepted: bool | None
    first_start: date | None
    first_due: date | None

    @classmethod
    def of(cls, value: drafting.Item, row: Item | None = None) -> "ItemShape":
        """Return an item's shape; ``row`` where it stands in the plan today."""
        return cls(
            uid=value.uid,
            parent=value.parent,
            kind=value.kind.value,
            number=value.number,
            title=value.title,
            text=value.text,
            start=value.start,
            due=value.due,
            recurrence=value.recurrence.value,
            weight=value.weight,
            duties=[
                DutyShape(party=d.party, organisation=d.organisation, role=d.role.value, name=d.name)
                for d in value.duties
            ],
            targets=[
                TargetShape(
                    uid=t.uid, indicator=t.indicator, op=t.op, value=t.value, unit=t.unit, by=t.by, party=t.party
                )
                for t in value.targets
            ],
            milestones=[MilestoneShape(uid=m.uid, title=m.title, due=m.due) for m in value.milestones],
            basis=list(value.basis),
            after=list(value.after),
            source=SourceShape.of(value.source) if value.source else None,
            depth=row.depth if row else None,
            revision=row.revision if row else None,
            accepted=row.accepted if row else None,
            first_start=row.first_start if row else None,
            first_due=row.first_due if row else None,
        )


class RevisionShape(Schema):
    """One change of one item: what it was before (null: it was made) and after (null: it was deleted)."""

    at: datetime
    by: str
    act: str
    batch: str
    before: ItemShape | None
    after: ItemShape | None

    @classmethod
    def of(cls, revision: Revision) -> "RevisionShape":
        """Return a revision's shape."""
        return cls(
            at=revision.at,
            by=revision.by,
            act=revision.act,
            batch=revision.batch,
            before=ItemShape.of(from_kept(revision.before)[0]) if revision.before else None,
            after=ItemShape.of(from_kept(revision.after)[0]) if revision.after else None,
        )


class DutyWanted(Schema):
    """A duty to be written: by the organisation's code, or by a name or alias that is resolved as on the page."""

    role: Role
    organisation: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    name: Name = ""


class TargetWanted(Schema):
    """A target to be written; without ``uid`` it is new."""

    uid: Annotated[str, Field(max_length=36, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    indicator: Line
    op: Operator
    value: Figure
    unit: Number = ""
    by: Day | None = None
    party: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = ""


class MilestoneWanted(Schema):
    """A milestone to be written; without ``uid`` it is new."""

    uid: Annotated[str, Field(max_length=36, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    title: Line
    due: Day


class ItemFields(Schema):
    """The fields of an item that people may change; what is left out stays as it is."""

    kind: Kind = Field(default_factory=lambda: "task")
    number: Number = Field(default_factory=str)
    title: Title = Field(default_factory=str)
    text: Body = Field(default_factory=str)
    start: Day | None = Field(default_factory=lambda: None)
    due: Day | None = Field(default_factory=lambda: None)
    recurrence: Recurrence = Field(default_factory=lambda: "")
    weight: Annotated[Decimal, Field(ge=0, le=99_999, decimal_places=4)] = Field(default_factory=Decimal)
    duties: Annotated[list[DutyWanted], Field(max_length=MANY)] = Field(default_factory=list)
    targets: Annotated[list[TargetWanted], Field(max_length=MANY)] = Field(default_factory=list)
    milestones: Annotated[list[MilestoneWanted], Field(max_length=MANY)] = Field(default_factory=list)
    basis: Annotated[list[Key], Field(max_length=MANY)] = Field(default_factory=list)
    after: Annotated[list[Key], Field(max_length=MANY)] = Field(default_factory=list)

    def changes(self, known: Bodies) -> dict[str, Any]:
        """Return what was told as ``edit_item`` takes it. Raises Refusal ``unknown-organisation``."""
        told = self.model_fields_set
        changes: dict[str, Any] = {
            name: getattr(self, name) for name in ("number", "title", "text", "start", "due", "weight") if name in told
        }
        if "kind" in told:
            changes["kind"] = drafting.Kind(self.kind)
        if "recurrence" in told:
            changes["recurrence"] = drafting.Recurrence(self.recurrence)
        if "duties" in told:
            changes["duties"] = _duties(self.duties, known)
        if "targets" in told:
            changes["targets"] = tuple(
                drafting.Target(t.uid, t.indicator, t.op, t.value, t.unit, t.by, t.party) for t in self.targets
            )
        if "milestones" in told:
            changes["milestones"] = tuple(drafting.Milestone(m.uid, m.title, m.due) for m in self.milestones)
        for name in ("basis", "after"):
            if name in told:
                changes[name] = tuple(dict.fromkeys(getattr(self, name)))
        return changes


class ItemEdit(ItemFields):
    """An edit of an item as it was read at ``revision``."""

    revision: int = Field(ge=1, le=2**31 - 1)


class ItemNew(ItemFields):
    """A new item below ``parent`` (null: on the first level), at ``position`` among its children (null: the last)."""

    parent: Key | None = None
    position: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    kind: Kind
    title: Title


def _duties(wanted: Sequence[DutyWanted], known: Bodies) -> tuple[drafting.Duty, ...]:
    by_code = known.coded(each.organisation for each in wanted)
    found: list[drafting.Duty] = []
    for each in wanted:
        if not each.organisation:
            found += duties_named([(each.role, each.name.strip())], known)
            continue
        body = by_code.get(each.organisation)
        if body is None:
            raise Refusal(
                "unknown-organisation",
                zh=f"编码 {each.organisation} 不是本计划各协同方的单位；请核对。",
                en=f"{each.organisation} is no organisation of this plan's parties; check the code.",
            )
        found.append(drafting.Duty(body.party.code, body.code, drafting.Role(each.role), each.name or body.name))
    return tuple(dict.fromkeys(found))
