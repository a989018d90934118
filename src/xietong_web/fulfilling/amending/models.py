"""Takes amendments that took effect; gives what each did to duties, dates, periods and open reports, as rows."""

from typing import ClassVar

from django.db import models

from xietong.fulfilling import Effect
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Plan
from xietong_web.endorsing.models import Version


@guarded
class AmendmentEffect(models.Model):
    """What an amendment did to a duty, a date, a period or an open report when it took effect."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendment_effects")
    version = models.ForeignKey(Version, models.PROTECT, related_name="effects")
    ordinal = models.IntegerField()
    effect = models.CharField(max_length=24, choices=[(effect.value, effect.value) for effect in Effect])
    item = models.CharField(max_length=36)
    title = models.TextField()
    party = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    report = models.CharField(max_length=36, blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "ordinal"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "ordinal"], name="effect_once")]
