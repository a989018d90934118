"""Takes what a joint office sets for a plan; gives it as rows: rhythm, rules of lights, lights set by hand."""

from datetime import date
from typing import ClassVar

from django.db import models

from xietong import fulfilling
from xietong.basics import PeriodKind
from xietong.fulfilling import Cause, Colour, Rounding
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Item, Plan

KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


class Ruling(models.Model):
    """One version of something set for a plan, in force from a day on (empty: from the beginning)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)s_versions")
    version = models.IntegerField()
    valid_from = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    class Meta:
        abstract = True


@guarded
class PlanRhythm(Ruling):
    """One version of a plan's rhythm of reporting; the columns are those of ``fulfilling.Rhythm``."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in KINDS])
    day = models.SmallIntegerField()
    after_end = models.SmallIntegerField(null=True, blank=True)
    rounding = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Rounding])
    opens = models.SmallIntegerField()

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "version"], name="rhythm_version_once")]

    def to_value(self) -> fulfilling.Rhythm:
        """Return the engine's value."""
        return fulfilling.Rhythm(
            PeriodKind(self.kind),
            self.day,
            self.after_end,
            Rounding(self.rounding),
            self.opens,
            self.version,
            self.valid_from or date.min,
        )


@guarded
class PlanLightRules(Ruling):
    """One version of the rules behind a plan's lights; the columns are those of ``fulfilling.LightRules``."""

    due_soon = models.SmallIntegerField()
    behind = models.SmallIntegerField()
    far_behind = models.SmallIntegerField()
    report_missed = models.SmallIntegerField()
    silent = models.SmallIntegerField()
    predecessor = models.BooleanField()
    made_up = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "version"], name="light_rules_version_once")]

    def to_value(self) -> fulfilling.LightRules:
        """Return the engine's value."""
        figures = {name: getattr(self, name) for name in LIGHT_FIGURES}
        return fulfilling.LightRules(self.version, self.valid_from or date.min, **figures)


LIGHT_FIGURES = ("due_soon", "behind", "far_behind", "report_missed", "silent", "predecessor", "made_up")


@guarded
class HandLight(models.Model):
    """A light set by hand with a reason, until a day or until it is taken back (``ended_at``)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="hand_lights")
    item = models.ForeignKey(Item, models.DO_NOTHING, db_constraint=False, related_name="hand_lights")
    colour = models.CharField(max_length=8, choices=[(colour.value, colour.value) for colour in Colour])
    reason = models.TextField()
    until = models.DateField(null=True, blank=True)
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-set_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(ended_at=None), name="one_light_by_hand_at_a_time"
            ),
        ]

    def to_value(self) -> fulfilling.HandSet:
        """Return the engine's value."""
        return fulfilling.HandSet(Colour(self.colour), self.reason, self.set_by, self.until)


class LightChange(models.Model):
    """A change of an item's light with its cause, as the log of a day found it; the rules' version says by which rules.

    Worked out of guarded rows: the journal keeps a digest of a day's log. It stays when its item leaves the plan.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="light_changes")
    item = models.ForeignKey(Item, models.DO_NOTHING, db_constraint=False, related_name="light_changes")
    day = models.DateField()
    before = models.CharField(max_length=8, blank=True)
    colour = models.CharField(max_length=8, choices=[(colour.value, colour.value) for colour in Colour])
    cause = models.CharField(max_length=14, choices=[(cause.value, cause.value) for cause in Cause])
    rules = models.IntegerField()
    zh = models.TextField()
    en = models.TextField()

    class Meta:
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "day"], name="light_change_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["plan", "day"], name="light_change_day")]
