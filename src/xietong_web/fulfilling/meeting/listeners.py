"""Takes proposals that take effect or move on; gives the decisions that led to them their end, in the same act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from xietong.fulfilling import Actor, Office
from xietong_web.audit.models import Entry
from xietong_web.audit.services import System, record, when
from xietong_web.fulfilling.meeting.deciding import settle
from xietong_web.fulfilling.meeting.models import Decision


@when("endorsing.adopted")
def proposal_adopted(entry: Entry, data: Mapping[str, Any]) -> None:  # noqa: ARG001
    """End the decisions that led to a proposal: with the last signature every party has confirmed them."""
    rows = Decision.objects.in_force().whole().filter(Q(state="open") | Q(state="claimed"), proposal=int(entry.subject))
    for row in rows:
        settle(row=row, by=Actor(entry.actor, Office.SYSTEM, entry.party), now=entry.at)
        _tell("settled", row, entry.at, System(entry.actor, entry.party))


@when("endorsing.rebased")
def proposal_rebased(entry: Entry, data: Mapping[str, Any]) -> None:
    """Let the decisions that led to a proposal lead to the one that took its place."""
    for row in Decision.objects.whole().filter(proposal=data["from"]):
        row.proposal_id = int(entry.subject)
        row.save()
        _tell("moved-on", row, entry.at, System(entry.actor, entry.party), private=True)


def _tell(what: str, row: Decision, now: datetime, by: System, *, private: bool = False) -> None:
    data = {"plan": row.plan.uid, "meeting": row.meeting.number, "number": row.number, "state": row.state}
    subject = ("decision", row.uid)
    record(f"fulfilling.decision-{what}", by=by, now=now, subject=subject, data=data, rows=[row], private=private)
