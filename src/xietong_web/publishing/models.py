"""Takes what a period brought; gives it as rows: bulletins, which never change once signed off."""

import json
from typing import Any, ClassVar

from django.db import models

from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Plan


class BulletinSet(models.QuerySet["PeriodBulletin"]):
    """Named filters of bulletins."""

    def signed_off(self) -> "BulletinSet":
        """Keep those that are out."""
        return self.exclude(signed_at=None)


@guarded
class PeriodBulletin(models.Model):
    """The bulletin (简报) of a plan for one period: a draft until ``signed_at``, then frozen.

    ``counted`` is the JSON of what was counted, ``passages`` that of the text blocks that people write.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="bulletins")
    period = models.CharField(max_length=8)
    issue = models.IntegerField(default=0)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    passages = models.TextField(default="[]")
    counted = models.TextField(default="{}")
    revision = models.IntegerField(default=0)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    signed_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = BulletinSet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "-period"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "period"], name="bulletin_once_a_period")]

    @property
    def blocks(self) -> list[dict[str, str]]:
        """The text blocks, each with ``title`` and ``text``."""
        found: list[dict[str, str]] = json.loads(self.passages)
        return found

    @property
    def said(self) -> dict[str, Any]:
        """What was counted, as plain values (see ``counting.counted``)."""
        found: dict[str, Any] = json.loads(self.counted)
        return found
