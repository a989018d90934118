"""Takes working groups and key-task lists; gives what the JSON API says about them, and what it is told."""

from datetime import date
from typing import Annotated

from ninja import Field, Schema

from xietong_web.drafting.shapes import FindingShape
from xietong_web.fulfilling.meeting.models import KeyTaskList
from xietong_web.fulfilling.meeting.points import Edition, GroupMember
from xietong_web.fulfilling.meeting.roster_queries import KeyTask, ShownGroup, ShownList
from xietong_web.fulfilling.meeting.shapes import Revision
from xietong_web.theme.answers import Key

RosterTitle = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]


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
