"""Takes the reports of one organisation on one item; gives what counts of them as one row, for large plans."""

from typing import ClassVar

from django.db import models

from xietong_web.accounts.models import Organisation
from xietong_web.drafting.models import Item, Plan


class DutyFigure(models.Model):
    """Where an organisation stands on an item: the cumulative percents that count, and its last report's period.

    Worked out of the guarded reports with every act on one of them, so that a page reads a row a duty instead of
    millions of reports. ``said`` is the last day of the last period reported on (a draft says nothing yet). ``seq``
    is the journal's entry of the last change: a page that knows the rows up to one asks for those beyond it.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duty_figures")
    item = models.ForeignKey(Item, models.CASCADE, related_name="duty_figures")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="duty_figures")
    claimed = models.FloatField(null=True)
    confirmed = models.FloatField(null=True)
    said = models.DateField(null=True)
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "organisation"], name="duty_figure_once")]
        indexes: ClassVar = [models.Index(fields=["plan", "seq"], name="duty_figure_seq")]
