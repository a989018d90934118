"""Takes reports, extensions and closings; gives what the JSON API says about them, and what it is told."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from xietong import fulfilling
from xietong_web.accounts.models import Member
from xietong_web.drafting.shapes import Day
from xietong_web.fulfilling.evidence import links_in
from xietong_web.fulfilling.extending.queries import ShownExtension
from xietong_web.fulfilling.meeting.shapes import Revision, StepShape
from xietong_web.fulfilling.models import Closing, Report
from xietong_web.fulfilling.reporting_queries import Due, steps_for
from xietong_web.fulfilling.services import actors
from xietong_web.theme.answers import Body, Key, Line

Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Number = Annotated[Decimal, Field(gt=-(10**17), lt=10**17, max_digits=23, decimal_places=6)]
PeriodCode = Annotated[str, Field(min_length=4, max_length=8, pattern=r"^[0-9A-Z-]+$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_-]*$")]
Links = Annotated[list[Line], Field(max_length=50)]


class ReportsAsked(Schema):
    """Which reports: an item's uid, an organisation's code, a period (``2025-Q2``), a state; empty asks for all."""

    item: Code = ""
    organisation: Code = ""
    period: Annotated[str, Field(max_length=8, pattern=r"^[0-9A-Z-]*$")] = ""
    state: Literal["", "draft", "submitted", "passed", "confirmed", "returned"] = ""


class ReportShape(Schema):
    """A report: of whom, on what, for which period, where it stands; cumulative percents claimed and confirmed."""

    uid: str
    plan: str
    item: str
    party: str
    organisation: str
    period: str
    version: int
    state: str
    since: datetime
    revision: int
    claimed: float | None
    confirmed: float | None
    counterparts: list[str]
    confirmations: list[str]

    @classmethod
    def of(cls, row: Report) -> "ReportShape":
        """Return a report's shape; item, party and organisation should have been selected."""
        return cls(
            uid=row.uid,
            plan=row.plan_id,
            item=row.item.uid,
            party=row.party.code,
            organisation=row.organisation.code,
            period=row.period,
            version=row.version,
            state=row.state,
            since=row.state_since,
            revision=row.revision,
            claimed=None if row.claimed is None else float(row.claimed),
            confirmed=None if row.confirmed is None else float(row.confirmed),
            counterparts=row.counterparts,
            confirmations=row.confirmations,
        )


class ContentShape(Schema):
    """What a report says; ``files`` are SHA-256 digests of files behind it."""

    percent: float | None
    milestone: str
    figures: dict[str, float]
    text: str
    problems: str
    next_steps: str
    files: list[str]
    links: list[str]
    no_change: bool

    @classmethod
    def of(cls, content: fulfilling.Content) -> "ContentShape":
        """Return a content's shape."""
        links = list(links_in(content.evidence))
        return cls(
            percent=None if content.percent is None else float(content.percent),
            milestone=content.milestone,
            figures={uid: float(value) for uid, value in content.figures.items()},
            text=content.text,
            problems=content.problems,
            next_steps=content.next_steps,
            files=[each for each in content.evidence if each not in links],
            links=links,
            no_change=content.no_change,
        )


def steps_of(steps: Sequence[fulfilling.Step]) -> list[StepShape]:
    """Return the shapes of what happened to a report."""
    return [
        StepShape(
            act=step.act.value,
            to=step.to.value,
            by=step.by.person,
            party=step.by.party,
            at=step.at,
            reason=step.reason,
        )
        for step in steps
    ]


class ReportWhole(ReportShape):
    """A report with what it says, what happened to it as far as the caller may know, and what the caller may do."""

    content: ContentShape
    history: list[StepShape]
    acts: list[str]

    @classmethod
    def seen_by(cls, member: Member, row: Report) -> "ReportWhole":
        """Return a report as a member may see it."""
        value = row.to_value()
        can = [act.value for actor in actors(member, value) for act in fulfilling.report_acts(value, actor)]
        return cls(
            **ReportShape.of(row).dict(),
            content=ContentShape.of(value.content),
            history=steps_of(steps_for(value, member.party_code)),
            acts=list(dict.fromkeys(can)),
        )


class DueShape(Schema):
    """A report that the caller's body owes; ``state`` is empty while none is begun."""

    plan: str
    item: str
    role: str
    organisation: str
    period: str
    due: date
    state: str
    late: bool

    @classmethod
    def of(cls, each: Due) -> "DueShape":
        """Return the shape of what is owed."""
        duty = each.duty
        code = duty.organisation.code if duty.organisation else ""
        return cls(
            plan=duty.plan_id, item=duty.item.uid, role=duty.role, organisation=code, period=each.period, due=each.due,
            state=each.state, late=each.late,
        )  # fmt: skip


class ContentTold(Schema):
    """What a report is to say: a cumulative ``percent``, or a ``milestone`` (its uid) that stands for one.

    ``figures`` are cumulative, by the targets' uids; files stay as they are. ``no_change``: nothing has happened, the
    figures stay those of the last report, and nothing else is read.
    """

    percent: Percent | None = None
    milestone: Code = ""
    figures: Annotated[dict[str, Number], Field(max_length=100)] = Field(default_factory=dict)
    text: Body = ""
    problems: Body = ""
    next_steps: Body = ""
    links: Links = Field(default_factory=list)
    no_change: bool = False

    def posted(self) -> dict[str, str]:
        """Return the same as the form of the page has it: both are checked by one place."""
        return {
            "percent": "" if self.percent is None else f"{self.percent:f}",
            "reached": "milestone" if self.milestone else "percent",
            "milestone": self.milestone,
            "text": self.text,
            "problems": self.problems,
            "next_steps": self.next_steps,
            "links": "\n".join(self.links),
            **{f"figure-{uid}": f"{value:f}" for uid, value in self.figures.items()},
        }


class ReportTold(Schema):
    """A report to be begun for the own body, or for one that it came out of; ``no_change`` submits it at once."""

    item: Key
    period: PeriodCode
    organisation: Code = ""
    no_change: bool = False


class ReportEdited(Schema):
    """What a report is to say, as somebody saw it at ``revision``."""

    revision: Revision
    content: ContentTold


class ReportActTold(Schema):
    """What is done with a report; ``content`` goes with ``submit`` (without: as it stands), ``reason`` with returns."""

    act: Literal["submit", "recall", "pass", "confirm", "return", "reopen_texts", "reopen_figures"]
    revision: Revision
    reason: Body = ""
    content: ContentTold | None = None


class ExtensionShape(Schema):
    """A later due date asked for an item: ``due`` was in force then, ``granted`` is the one given; ``acts`` what the
    caller may do."""

    uid: str
    item: str
    party: str
    organisation: str
    asked_by: str
    asked_at: datetime
    due: date
    wanted: date
    reason: str
    links: list[str]
    state: str
    granted: date | None
    answered_by: str
    answered_at: datetime | None
    answer: str
    acts: list[str]

    @classmethod
    def of(cls, shown: ShownExtension) -> "ExtensionShape":
        """Return an extension's shape."""
        row = shown.row
        return cls(
            uid=row.uid,
            item=row.item_id,
            party=row.party.code,
            organisation=row.organisation.code,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            due=row.due,
            wanted=row.wanted,
            reason=row.reason,
            links=list(links_in(row.evidence)),
            state=row.state,
            granted=row.granted,
            answered_by=row.answered_by,
            answered_at=row.answered_at,
            answer=row.answer,
            acts=list(shown.acts),
        )


class ExtensionTold(Schema):
    """A later due date that the own body, which leads the item, asks for."""

    item: Key
    wanted: Day
    reason: Body
    links: Links = Field(default_factory=list)


class ExtensionActTold(Schema):
    """How an extension is answered: granted (until ``due``, else as asked), refused with an ``answer``, withdrawn."""

    act: Literal["grant", "refuse", "withdraw"]
    answer: Body = ""
    due: Day | None = None


class ClosingShape(Schema):
    """A milestone or target that a party has closed; ``value`` is what a target reached."""

    item: str
    kind: str
    subject: str
    party: str
    organisation: str
    value: float | None
    files: int
    links: list[str]
    by: str
    at: datetime

    @classmethod
    def of(cls, row: Closing) -> "ClosingShape":
        """Return a closing's shape; party and organisation should have been selected."""
        links = list(links_in(row.evidence))
        return cls(
            item=row.item_id,
            kind=row.kind,
            subject=row.subject,
            party=row.party.code,
            organisation=row.organisation.code if row.organisation else "",
            value=None if row.value is None else float(row.value),
            files=len(row.evidence) - len(links),
            links=links,
            by=row.closed_by,
            at=row.closed_at,
        )


class ClosingTold(Schema):
    """A milestone or target (its uid is the ``subject``) to be closed for the caller's side, proved by links.

    Files are sent on the item's page.
    """

    item: Key
    kind: Literal["milestone", "target"]
    subject: Key
    value: Number | None = None
    links: Links = Field(default_factory=list)
