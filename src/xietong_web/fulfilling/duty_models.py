"""Takes what organisations answer to the duties handed to them; gives it as rows, with every step."""

import hashlib
from datetime import date
from typing import Any, ClassVar

from django.db import models

from xietong import fulfilling
from xietong.fulfilling import (
    AcceptanceAct,
    AcceptanceState,
    AcceptanceStep,
    DutyKey,
    Objection,
)
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.digests import canonical, guarded
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.steps import Common, steps_from_text, steps_to_text


def about(duty: Duty) -> str:
    """Return the SHA-256 (hex) of what a duty promises; item must have been selected. Amended, it is another duty."""
    item = duty.item
    return about_of(duty.role, item.title, item.text, item.start, item.due)


def about_of(role: str, title: str, text: str, start: date | None, due: date | None) -> str:
    """Return what ``about`` does, of the columns."""
    days = [day.isoformat() if day else None for day in (start, due)]
    return hashlib.sha256(canonical([role, title, text, *days]).encode()).hexdigest()


@guarded
class Acceptance(models.Model):
    """What an organisation answers to a duty of a version (签收, 异议). Without a row it has not answered yet.

    The item is known by its uid alone: what was answered stays when an amendment takes the item out.
    """

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="acceptances")
    item = models.ForeignKey(Item, models.DO_NOTHING, to_field="uid", db_constraint=False, related_name="acceptances")
    party = models.ForeignKey(Party, models.PROTECT, related_name="acceptances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="acceptances")
    role = models.CharField(max_length=8)
    version = models.IntegerField()
    about = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in AcceptanceState])
    objection = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    revision = models.IntegerField(default=0)
    history = models.TextField(default="[]")

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "organisation", "role", "version"], name="accepted_once_a_version"),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "state"], name="acceptance_state")]

    def to_value(self) -> fulfilling.Acceptance:
        """Return the engine's value; party and organisation must have been selected."""
        return fulfilling.Acceptance(
            duty=DutyKey(self.item_id, self.party.code, self.organisation.code),
            version=self.version,
            state=AcceptanceState(self.state),
            objection=Objection(self.objection) if self.objection else None,
            revision=self.revision,
            history=steps_from_text(self.history, _step),
        )

    def fill(self, value: fulfilling.Acceptance) -> None:
        """Take the columns over from the engine's value; ``reason`` is what the last step said."""
        self.state, self.revision = value.state.value, value.revision
        self.objection = value.objection.value if value.objection else ""
        self.reason = value.history[-1].reason if value.history else ""
        self.history = steps_to_text(value.history, _more)


def _more(step: AcceptanceStep) -> dict[str, Any]:
    return {"objection": step.objection.value if step.objection else None}


def _step(common: Common, plain: dict[str, Any]) -> AcceptanceStep:
    return AcceptanceStep(
        act=AcceptanceAct(common.act),
        to=AcceptanceState(common.to),
        by=common.by,
        at=common.at,
        reason=common.reason,
        objection=Objection(plain["objection"]) if plain["objection"] else None,
    )
