"""Takes what meetings settle and whom they charge with it; gives it as rows, with every step and every edition."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from xietong import fulfilling
from xietong.fulfilling import (
    DecisionAct,
    DecisionKind,
    DecisionState,
    DecisionStep,
    DutyKey,
    MeetingAct,
    MeetingState,
    MeetingStep,
)
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Plan
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling.meeting.points import AgendaPoint, Edition
from xietong_web.fulfilling.steps import Common, steps_from_text, steps_to_text


class MeetingSet(models.QuerySet["Meeting"]):
    """Named filters of meetings."""

    def visible_to(self, member: Member) -> "MeetingSet":
        """Keep the meetings of the member's plans; those still being prepared are the joint offices' affair."""
        rows = self.filter(plan__parties=member.party)
        return rows if member.has(Role.JOINT_OFFICE) else rows.exclude(state=MeetingState.PREPARED.value)


@guarded
class Meeting(models.Model):
    """A joint meeting (联席会议) of a plan's parties. ``agenda`` is the JSON of its points, ``attendees`` of lines.

    ``parties`` are the codes of those who meet; what was said on a point stands with the point.
    """

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="meetings")
    number = models.IntegerField()
    title = models.CharField(max_length=200)
    day = models.DateField()
    time = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=120, blank=True)
    host = models.ForeignKey(Party, models.PROTECT, related_name="+")
    parties = models.JSONField(default=list)
    agenda = models.TextField(default="[]")
    attendees = models.TextField(default="[]")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in MeetingState])
    approvals = models.JSONField(default=list)
    revision = models.IntegerField(default=0)
    history = models.TextField(default="[]")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingSet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "-day", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="meeting_number_once")]

    @property
    def points(self) -> list[AgendaPoint]:
        """The points of the agenda."""
        return [AgendaPoint(**plain) for plain in json.loads(self.agenda)]

    @points.setter
    def points(self, points: list[AgendaPoint]) -> None:
        self.agenda = json.dumps([asdict(point) for point in points], ensure_ascii=False)

    @property
    def lines(self) -> list[str]:
        """Who attends, one line each."""
        found: list[str] = json.loads(self.attendees)
        return found

    @lines.setter
    def lines(self, lines: list[str]) -> None:
        self.attendees = json.dumps(lines, ensure_ascii=False)

    def to_value(self) -> fulfilling.Meeting:
        """Return the engine's value; host must have been selected."""
        return fulfilling.Meeting(
            uid=self.uid,
            title=self.title,
            day=self.day,
            host=self.host.code,
            parties=tuple(self.parties),
            state=MeetingState(self.state),
            approvals=tuple(self.approvals),
            revision=self.revision,
            history=steps_from_text(self.history, _meeting_step),
        )

    def fill(self, value: fulfilling.Meeting, now: datetime) -> None:
        """Take the columns over from the engine's value."""
        self.state, self.approvals, self.revision = value.state.value, list(value.approvals), value.revision
        self.history = steps_to_text(value.history)
        if value.state is MeetingState.CLOSED:
            self.closed_at = now


class DecisionSet(models.QuerySet["Decision"]):
    """Named filters of decisions."""

    def in_force(self) -> "DecisionSet":
        """Keep those whose minutes every party has approved."""
        return self.exclude(meeting__closed_at=None)

    def whole(self) -> "DecisionSet":
        """Fetch with each what ``to_value`` needs, in a constant number of statements."""
        duties = DecisionDuty.objects.select_related("organisation__party")
        found = self.select_related("meeting__host", "plan", "proposal__party")
        return found.prefetch_related(models.Prefetch("duties", duties))


@guarded
class Decision(models.Model):
    """What a meeting settled (议定事项). ``point`` is the key of the agenda's point, ``change`` the JSON of what an
    item or proposal is to say, ``item_uid`` and ``proposal`` what became of that."""

    uid = models.CharField(max_length=36, primary_key=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="decisions")
    number = models.IntegerField()
    point = models.CharField(max_length=36, blank=True)
    text = models.TextField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in DecisionKind])
    due = models.DateField(null=True, blank=True)
    change = models.TextField(default="{}")
    item_uid = models.CharField(max_length=36, blank=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in DecisionState])
    confirmations = models.JSONField(default=list)
    revision = models.IntegerField(default=0)
    history = models.TextField(default="[]")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects = DecisionSet.as_manager()

    class Meta:
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")]
        indexes: ClassVar = [models.Index(fields=["plan", "state"], name="decision_state")]

    def to_value(self) -> fulfilling.Decision:
        """Return the engine's value; take the rows of ``whole``. Only lead bodies carry it out and claim it."""
        leads = [duty for duty in self.duties.all() if duty.role == "lead"]
        return fulfilling.Decision(
            uid=self.uid,
            meeting=self.meeting.uid,
            text=self.text,
            kind=DecisionKind(self.kind),
            parties=tuple(self.meeting.parties),
            duties=tuple(DutyKey(self.uid, duty.organisation.party.code, duty.organisation.code) for duty in leads),
            due=self.due,
            state=DecisionState(self.state),
            confirmations=tuple(self.confirmations),
            revision=self.revision,
            history=steps_from_text(self.history, _decision_step),
        )

    def fill(self, value: fulfilling.Decision) -> None:
        """Take the columns over from the engine's value."""
        self.state, self.revision = value.state.value, value.revision
        self.confirmations, self.history = list(value.confirmations), steps_to_text(value.history)

    @property
    def wanted(self) -> dict[str, Any]:
        """What an item or proposal is to say (see ``changing``)."""
        found: dict[str, Any] = json.loads(self.change)
        return found


@guarded
class DecisionDuty(models.Model):
    """A body that carries a decision out (lead) or helps with it (support)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="duties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="decision_duties")
    role = models.CharField(max_length=8)
    ordinal = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["ordinal", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="decision_duty_once"),
        ]


class Roster(models.Model):
    """What groups and lists share: a title, items, and every edition that was in force, with its moment."""

    uid = models.CharField(max_length=36, primary_key=True)
    title = models.CharField(max_length=120)
    items = models.JSONField(default=list)
    revision = models.IntegerField(default=0)
    history = models.TextField(default="[]")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def editions(self) -> list[Edition]:
        """Every edition, the earliest first; the last is in force."""
        return [Edition.from_plain(plain) for plain in json.loads(self.history)]

    def add_edition(self, edition: Edition) -> None:
        """Put another edition into force."""
        self.title, self.items = edition.title, list(edition.items)
        self.history = json.dumps([each.to_plain() for each in (*self.editions, edition)], ensure_ascii=False)


@guarded
class WorkingGroup(Roster):
    """A special working group (专项工作组): its charge, the items it looks after, and members of every party."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="groups")

    class Meta:
        ordering: ClassVar = ["made_at"]


@guarded
class KeyTaskList(Roster):
    """A named selection of a plan's items for a year (年度重点任务清单), in its own order."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="key_task_lists")
    year = models.IntegerField()

    class Meta:
        ordering: ClassVar = ["-year", "made_at"]


def _meeting_step(told: Common, _: dict[str, Any]) -> MeetingStep:
    return MeetingStep(MeetingAct(told.act), MeetingState(told.to), told.by, told.at, told.reason)


def _decision_step(told: Common, _: dict[str, Any]) -> DecisionStep:
    return DecisionStep(DecisionAct(told.act), DecisionState(told.to), told.by, told.at, told.reason)
