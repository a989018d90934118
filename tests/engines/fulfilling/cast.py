"""The people of these tests: two parties, a third one that looks on, and their offices."""

from datetime import UTC, datetime, timedelta

from xietong.basics import Refusal
from xietong.fulfilling import Actor, Office

NOON = datetime(2025, 6, 20, 4, tzinfo=UTC)

LIAISON = Actor("li", Office.LIAISON, "cq", "cq-basic")
NEIGHBOUR = Actor("ni", Office.LIAISON, "cq", "cq-higher")
REVIEWER = Actor("re", Office.REVIEWER, "cq", "cq-office")
OFFICE = Actor("jo", Office.JOINT_OFFICE, "cq", "cq-office")
THEIR_LIAISON = Actor("sl", Office.LIAISON, "sc", "sc-basic")
THEIR_REVIEWER = Actor("sr", Office.REVIEWER, "sc", "sc-office")
THEIR_OFFICE = Actor("so", Office.JOINT_OFFICE, "sc", "sc-office")
STRANGER = Actor("st", Office.REVIEWER, "gz", "gz-office")
EVERYBODY = (LIAISON, NEIGHBOUR, REVIEWER, OFFICE, THEIR_LIAISON, THEIR_REVIEWER, THEIR_OFFICE, STRANGER)


def later(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def attempt(work):
    """Return what an act gives and None, or None and the refusal."""
    try:
        return work(), None
    except Refusal as refusal:
        return None, refusal
