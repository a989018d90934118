"""Takes milestones and targets that were reached; gives their closings with evidence, as rows."""

from typing import ClassVar

from django.db import models

from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Item, Plan


@guarded
class Closing(models.Model):
    """A milestone or target closed with evidence (办结); ``subject`` is its uid, ``value`` what a target reached.

    ``evidence`` holds SHA-256 digests of files, or links.
    """

    class Kind(models.TextChoices):
        """What was closed."""

        MILESTONE = "milestone"
        TARGET = "target"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="closings")
    item = models.ForeignKey(Item, models.DO_NOTHING, to_field="uid", db_constraint=False, related_name="closings")
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=36)
    party = models.ForeignKey(Party, models.PROTECT, related_name="closings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="closings")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    evidence = models.JSONField(default=list)
    closed_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["closed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "party"], name="closed_once_by_a_party"),
        ]
