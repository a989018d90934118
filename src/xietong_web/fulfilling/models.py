"""Takes what organisations report and what can be found; gives it as rows, reports with their whole history."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from xietong import fulfilling
from xietong.basics import Period
from xietong.fulfilling import Content, DutyKey, ReportAct, ReportState, Step
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.amending.models import AmendmentEffect
from xietong_web.fulfilling.closing.models import Closing
from xietong_web.fulfilling.duty_models import Acceptance
from xietong_web.fulfilling.evidence_models import Evidence
from xietong_web.fulfilling.extending.models import Extension
from xietong_web.fulfilling.meeting.models import Decision, DecisionDuty, KeyTaskList, Meeting, WorkingGroup
from xietong_web.fulfilling.ruling.models import HandLight, LightChange, PlanLightRules, PlanRhythm
from xietong_web.fulfilling.standing_models import DutyFigure
from xietong_web.fulfilling.steps import Common, steps_from_text, steps_to_text
from xietong_web.fulfilling.supervising.models import Answer, Delivery, Ladder, Notice, Preference, Robot

__all__ = [
    "Acceptance",
    "AmendmentEffect",
    "Answer",
    "Closing",
    "Decision",
    "DecisionDuty",
    "Delivery",
    "DutyFigure",
    "Evidence",
    "Extension",
    "HandLight",
    "Indexed",
    "KeyTaskList",
    "Ladder",
    "LightChange",
    "Meeting",
    "Notice",
    "PlanLightRules",
    "PlanRhythm",
    "Preference",
    "Report",
    "Robot",
    "Unsent",
    "WorkingGroup",
]

SEEN_BY_ALL = (ReportState.PASSED.value, ReportState.CONFIRMED.value)


class ReportSet(models.QuerySet["Report"]):
    """Named filters of reports."""

    def visible_to(self, party: Party | None) -> "ReportSet":
        """Keep a party's own reports, and the others' once their own authority has passed them (rule 4)."""
        return self.none() if party is None else self.filter(models.Q(party=party) | models.Q(state__in=SEEN_BY_ALL))

    def running(self) -> "ReportSet":
        """Keep the reports whose organisation still has a duty in the item: an amendment closes the others."""
        return self.filter(models.Exists(duties_of_reports()))


def duties_of_reports() -> models.QuerySet[Duty]:
    """Return the duties that the reports of an outer query are about."""
    return Duty.objects.filter(item=models.OuterRef("item"), organisation=models.OuterRef("organisation"))


@guarded
class Report(models.Model):
    """What one organisation says about one duty for one period (进展填报), made against one version of the plan.

    ``claimed`` and ``confirmed`` are the cumulative percents that count; ``content``, ``history`` are JSON text.
    A report stays when an amendment takes its item out of the plan.
    """

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    item = models.ForeignKey(Item, models.DO_NOTHING, db_constraint=False, related_name="reports")
    party = models.ForeignKey(Party, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=8)
    version = models.IntegerField()
    counterparts = models.JSONField(default=list)
    confirmations = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ReportState])
    state_since = models.DateTimeField()
    texts_only = models.BooleanField(default=False)
    revision = models.IntegerField(default=0)
    claimed = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    confirmed = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    content = models.TextField(default="{}")
    history = models.TextField(default="[]")

    objects = ReportSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-period", "uid"]  # by the item's path would hide what an amendment left without one
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "organisation", "period"], name="report_once_a_period"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["plan", "state", "item"], name="report_open"),
            models.Index(fields=["party", "state", "state_since"], name="report_since"),
            models.Index(fields=["organisation", "period"], name="report_organisation"),
            # What is confirmed of a period is read by the hundred thousand: it stands in the index whole.
            models.Index(fields=["plan", "period", "state", "item", "organisation"], name="report_told"),
        ]

    def to_value(self) -> fulfilling.Report:
        """Return the engine's value; item, party and organisation must have been selected."""
        return fulfilling.Report(
            uid=self.uid,
            duty=DutyKey(self.item.uid, self.party.code, self.organisation.code),
            period=Period.from_code(self.period),
            version=self.version,
            counterparts=tuple(self.counterparts),
            content=content_from_plain(json.loads(self.content)),
            state=ReportState(self.state),
            confirmations=tuple(self.confirmations),
            texts_only=self.texts_only,
            revision=self.revision,
            history=steps_from_text(self.history, _step),
        )

    def fill(self, value: fulfilling.Report, now: datetime) -> None:
        """Take the columns over from the engine's value."""
        if value.state.value != self.state:
            self.state_since = now
        self.state, self.texts_only, self.revision = value.state.value, value.texts_only, value.revision
        self.confirmations = list(value.confirmations)
        self.content = json.dumps(content_to_plain(value.content), ensure_ascii=False)
        self.history = steps_to_text(value.history, _more)
        self.claimed, self.confirmed = fulfilling.percents(value)


class Unsent(models.Model):
    """What somebody has typed into a report and not sent yet, kept as it is typed; nobody else is shown it.

    It is no act: what is sent with one takes its place. ``revision`` is the one of the report that was on the screen.
    ``content`` is that of a report, with the lines typed as ``links`` that are none yet.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="unsent")
    by = models.CharField(max_length=150)
    revision = models.IntegerField()
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "by"], name="unsent_once_a_person")]

    @property
    def links(self) -> list[str]:
        """The lines typed as links that are none yet."""
        return [str(line) for line in json.loads(self.content).get("links", ())]


class Indexed(models.Model):
    """A thing that can be found: an item's uid, a document's id or an organisation's code.

    The words stand in the table ``fulfilling_words`` beside this one, whose kind depends on the database (see
    ``word_index``). All of it can be rebuilt, so the journal does not guard it.
    """

    class Kind(models.TextChoices):
        """What is found."""

        ITEM = "item"
        DOCUMENT = "document"
        ORGANISATION = "organisation"

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="indexed_once")]


def content_to_plain(content: Content) -> dict[str, Any]:
    """Return a report's content as plain values."""
    return {
        "percent": str(content.percent) if content.percent is not None else None,
        "milestone": content.milestone,
        "figures": {uid: str(value) for uid, value in content.figures.items()},
        "text": content.text,
        "problems": content.problems,
        "next_steps": content.next_steps,
        "evidence": list(content.evidence),
        "no_change": content.no_change,
    }


def content_from_plain(plain: dict[str, Any]) -> Content:
    """Return the content of plain values; missing ones are empty."""
    percent = plain.get("percent")
    return Content(
        percent=Decimal(percent) if percent is not None else None,
        milestone=plain.get("milestone", ""),
        figures={uid: Decimal(value) for uid, value in plain.get("figures", {}).items()},
        text=plain.get("text", ""),
        problems=plain.get("problems", ""),
        next_steps=plain.get("next_steps", ""),
        evidence=tuple(plain.get("evidence", ())),
        no_change=plain.get("no_change", False),
    )


def _more(step: Step) -> dict[str, Any]:
    return {"content": content_to_plain(step.content) if step.content else None, "missing": list(step.missing)}


def _step(common: Common, plain: dict[str, Any]) -> Step:
    return Step(
        act=ReportAct(common.act),
        to=ReportState(common.to),
        by=common.by,
        at=common.at,
        reason=common.reason,
        content=content_from_plain(plain["content"]) if plain["content"] else None,
        missing=tuple(plain["missing"]),
    )
