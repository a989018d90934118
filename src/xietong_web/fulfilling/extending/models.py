"""Takes wishes for later due dates; gives them as rows, asked, granted, refused or withdrawn."""

from typing import Any, ClassVar

from django.db import models

from xietong import fulfilling
from xietong.fulfilling import Actor, ExtensionState, Office
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Item, Plan


@guarded
class Extension(models.Model):
    """A later due date asked for an item (延期). ``agreed`` is the plan's own date then: an amendment that moves that
    one ends the extension. ``due`` was the date in force, ``granted`` the one given."""

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="extensions")
    item = models.ForeignKey(Item, models.DO_NOTHING, to_field="uid", db_constraint=False, related_name="extensions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="extensions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="extensions")
    counterparts = models.JSONField(default=list)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    agreed = models.DateField()
    due = models.DateField()
    wanted = models.DateField()
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ExtensionState])
    granted = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        indexes: ClassVar = [models.Index(fields=["plan", "state"], name="extension_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "organisation"], condition=models.Q(state="asked"), name="extension_asked_once"
            ),
        ]

    def to_value(self) -> fulfilling.Extension:
        """Return the engine's value; party and organisation must have been selected."""
        by = Actor(self.asked_by, Office.LIAISON, self.party.code, self.organisation.code)
        return fulfilling.Extension(
            uid=self.uid,
            item=self.item_id,
            by=by,
            asked=self.asked_at,
            due=self.due,
            wanted=self.wanted,
            reason=self.reason,
            counterparts=tuple(self.counterparts),
            evidence=tuple(self.evidence),
            state=ExtensionState(self.state),
            granted=self.granted,
            answered=self.answered_at,
            answer=self.answer,
        )

    def fill(self, value: fulfilling.Extension, by: Any) -> None:
        """Take the columns over that an answer changes."""
        self.state, self.granted, self.answer = value.state.value, value.granted, value.answer
        self.answered_at, self.answered_by = value.answered, by.sign if value.answered else ""
