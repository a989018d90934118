"""Takes meetings, decisions, groups and lists; gives what the JSON API says about them, and what it is told."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from xietong.fulfilling import DecisionKind
from xietong_web.drafting.shapes import Day, FindingShape, Kind
from xietong_web.fulfilling.meeting.deciding import Settled
from xietong_web.fulfilling.meeting.models import KeyTaskList
from xietong_web.fulfilling.meeting.points import AgendaPoint, Edition, GroupMember
from xietong_web.fulfilling.meeting.queries import ShownDecision, ShownMeeting
from xietong_web.fulfilling.meeting.roster_queries import KeyTask, ShownGroup, ShownList
from xietong_web.fulfilling.meeting.services import Facts
from xietong_web.theme.answers import Body, Key, Line, ProposalTitle, Title

Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]
Numbered = Annotated[int, Field(ge=1, le=2**31 - 1)]
RosterTitle = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]


class StepShape(Schema):
    """One act, as it happened."""

    act: str
    to: str
    by: str
    party: str
    at: datetime
    reason: str


class DecisionShape(Schema):
    """A decision; ``missing`` are the parties that have not confirmed what is claimed, ``acts`` what the caller may do.

    ``item`` and ``proposal`` are what became of a decision that changes the plan; another party's draft is not told.
    """

    uid: str
    meeting: int
    number: int
    point: str
    text: str
    kind: str
    leads: list[str]
    supports: list[str]
    due: date | None
    overdue: bool
    state: str
    missing: list[str]
    item: str
    proposal: int | None
    revision: int
    acts: list[str]
    history: list[StepShape]

    @classmethod
    def of(cls, shown: ShownDecision, party: str) -> "DecisionShape":
        """Return a decision's shape for a reader of a party."""
        row, proposal = shown.row, shown.row.proposal
        told = proposal is not None and (proposal.state != "draft" or proposal.party.code == party)
        return cls(
            uid=row.uid,
            meeting=row.meeting.number,
            number=row.number,
            point=row.point,
            text=row.text,
            kind=row.kind,
            leads=[duty.organisation.code for duty in shown.leads],
            supports=[duty.organisation.code for duty in shown.supports],
            due=row.due,
            overdue=shown.overdue,
            state=shown.state,
            missing=list(shown.missing),
            item=row.item_uid if told or proposal is None else "",
            proposal=proposal.number if proposal is not None and told else None,
            revision=shown.value.revision,
            acts=list(shown.acts),
            history=[
                StepShape(
                    act=step.act.value,
                    to=step.to.value,
                    by=step.by.person,
                    party=step.by.party,
                    at=step.at,
                    reason=step.reason,
                )
                for step in shown.value.history
            ],
        )


class PointShape(Schema):
    """A point of an agenda: where it comes from (``topic``, ``subject``; empty: somebody's own) and why."""

    key: str
    title: str
    topic: str
    subject: str
    why: str
    why_en: str
    speaker: str
    minutes: int | None
    said: str

    @classmethod
    def of(cls, point: AgendaPoint, *, readable: bool) -> "PointShape":
        """Return a point's shape; what was said only where the minutes are open to the reader."""
        return cls(
            key=point.key,
            title=point.title,
            topic=point.topic,
            subject=point.subject,
            why=point.why,
            why_en=point.why_en,
            speaker=point.speaker,
            minutes=point.minutes,
            said=point.said if readable else "",
        )


class MeetingShape(Schema):
    """A meeting in a list."""

    number: int
    title: str
    day: date
    time: str
    place: str
    host: str
    parties: list[str]
    state: str
    approvals: list[str]
    revision: int

    @classmethod
    def of(cls, shown: ShownMeeting) -> "MeetingShape":
        """Return a meeting's shape."""
        row, value = shown.row, shown.value
        return cls(
            number=row.number,
            title=row.title,
            day=row.day,
            time=row.time,
            place=row.place,
            host=row.host.code,
            parties=list(value.parties),
            state=shown.state,
            approvals=list(value.approvals),
            revision=value.revision,
        )


class MeetingWhole(MeetingShape):
    """A meeting with its agenda, how the last decisions stood, and what was decided."""

    attendees: list[str]
    points: list[PointShape]
    last_decisions: list[DecisionShape]
    decisions: list[DecisionShape]


class FactsTold(Schema):
    """When and where a meeting is held, and who comes."""

    title: ProposalTitle
    day: Day
    time: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    place: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    attendees: list[Line] = Field(default_factory=list, max_length=200)

    def facts(self) -> Facts:
        """Return the facts."""
        return Facts(self.title, self.day, self.time, self.place, self.attendees)


class MeetingTold(FactsTold):
    """A meeting to be prepared; without a host the party whose turn it is."""

    host: Key | None = None


class PointTold(Schema):
    """A point as it is to stand on the agenda; one without a key is new."""

    key: Annotated[str, Field(max_length=36, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    title: Title
    why: Body = ""
    speaker: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""
    minutes: Annotated[int, Field(ge=1, le=999)] | None = None


class AgendaTold(FactsTold):
    """Facts and agenda, as somebody saw the meeting at ``revision``."""

    revision: Revision
    points: list[PointTold] = Field(default_factory=list, max_length=80)

    def agenda(self) -> list[AgendaPoint]:
        """Return the points in their order."""
        return [
            AgendaPoint(each.key, each.title, why=each.why, speaker=each.speaker, minutes=each.minutes)
            for each in self.points
        ]


class MinutesTold(Schema):
    """What was said on each point, by its key, and who came."""

    revision: Revision
    said: dict[str, Body] = Field(default_factory=dict, max_length=80)
    attendees: list[Line] = Field(default_factory=list, max_length=200)


class MeetingActTold(Schema):
    """What is done with a meeting."""

    act: Literal["convene", "call_off", "hold", "approve"]
    revision: Revision
    reason: Body = ""


class DecisionActTold(Schema):
    """What is done with a decision."""

    act: Literal["claim", "confirm", "return", "drop", "reopen"]
    revision: Revision
    reason: Body = ""


class ItemWanted(Schema):
    """A new item that a decision wants, last below its parent (null: on the first level)."""

    parent: Key | None = None
    kind: Kind
    title: Title


class ChangeWanted(Schema):
    """What a decision wants of an item: new values of some fields, or that it goes."""

    item: Key
    title: Title | None = None
    text: Body | None = None
    start: Day | None = None
    due: Day | None = None
    remove: bool = False


class SettledTold(Schema):
    """A decision to be put into the minutes of a meeting; ``new_item`` or ``change`` where it is to change the plan.

    ``leads`` and ``supports`` are codes of organisations.
    """

    revision: Revision
    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
    leads: list[Key] = Field(min_length=1, max_length=30)
    supports: list[Key] = Field(default_factory=list, max_length=30)
    due: Day | None = None
    point: Annotated[str, Field(max_length=36, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    new_item: ItemWanted | None = None
    change: ChangeWanted | None = None

    def settled(self) -> Settled:
        """Return the decision."""
        kind, wanted = DecisionKind.TRACKED, {}
        if self.new_item is not None:
            kind, wanted = DecisionKind.ITEM, self.new_item.dict()
        elif self.change is not None:
            kind, wanted = DecisionKind.PROPOSAL, self.change.dict()
        return Settled(self.text, kind, self.leads, self.supports, self.due, self.point, wanted)


class GroupMemberShape(Schema):
    """Somebody in a group: the code of their body, their name, and what they are in the group."""

    organisation: Key
    person: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
    post: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""


class GroupShape(Schema):
    """A working group: its charge, members of every party, the items it looks after (uids), and what is wrong."""

    uid: str
    title: str
    charge: str
    members: list[GroupMemberShape]
    items: list[str]
    revision: int
    findings: list[FindingShape]

    @classmethod
    def of(cls, shown: ShownGroup) -> "GroupShape":
        """Return a group's shape."""
        edition = shown.edition
        return cls(
            uid=shown.row.uid,
            title=edition.title,
            charge=edition.charge,
            members=[
                GroupMemberShape(organisation=each.organisation, person=each.person, post=each.post)
                for each in edition.members
            ],
            items=list(edition.items),
            revision=shown.row.revision,
            findings=[FindingShape.of(finding) for finding in shown.findings],
        )


class GroupTold(Schema):
    """A group as it is to be; ``members`` are those of the caller's own party."""

    title: RosterTitle
    charge: Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")] = ""
    members: list[GroupMemberShape] = Field(default_factory=list, max_length=100)
    items: list[Key] = Field(default_factory=list, max_length=500)

    def named(self) -> list[GroupMember]:
        """Return the members."""
        return [GroupMember(each.organisation, each.person, each.post) for each in self.members]


class GroupChanged(GroupTold):
    """A group as it is to be, as somebody saw it at ``revision``."""

    revision: Revision


class KeyTaskShape(Schema):
    """An item of a list with its state: the joint figure and gap (percent), and its light."""

    uid: str
    title: str
    due: date | None
    leads: list[str]
    light: str
    joint: float
    gap: float

    @classmethod
    def of(cls, task: KeyTask) -> "KeyTaskShape":
        """Return an item's shape."""
        return cls(
            uid=task.uid,
            title=task.title,
            due=task.due,
            leads=list(task.leads),
            light=task.light.colour if task.light else "",
            joint=task.bar.joint,
            gap=task.bar.gap,
        )


class ListShape(Schema):
    """A key-task list among others."""

    uid: str
    year: int
    title: str
    items: list[str]
    revision: int

    @classmethod
    def of(cls, row: KeyTaskList, edition: Edition) -> "ListShape":
        """Return a list's shape."""
        return cls(uid=row.uid, year=row.year, title=edition.title, items=list(edition.items), revision=row.revision)


class ListWhole(ListShape):
    """A key-task list with the state of its items."""

    tasks: list[KeyTaskShape]
    findings: list[FindingShape]

    @classmethod
    def whole(cls, shown: ShownList) -> "ListWhole":
        """Return a list's shape with its items."""
        return cls(
            **ListShape.of(shown.row, shown.edition).dict(),
            tasks=[KeyTaskShape.of(task) for task in shown.tasks],
            findings=[FindingShape.of(finding) for finding in shown.findings],
        )


class ListTold(Schema):
    """The key tasks of a year, in their order."""

    title: RosterTitle
    year: Annotated[int, Field(ge=1949, le=2149)]
    items: list[Key] = Field(default_factory=list, max_length=500)


class ListChanged(Schema):
    """A list as it is to be, as somebody saw it at ``revision``."""

    revision: Revision
    title: RosterTitle
    items: list[Key] = Field(default_factory=list, max_length=500)


class Ended(Schema):
    """The revision at which somebody saw what is to end."""

    revision: Revision
