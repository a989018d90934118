"""Takes the steps of a meeting or decision; gives them as plain values for a column of text, and back."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from xietong.fulfilling import Actor, Office


class Step(Protocol):
    """What every step says."""

    @property
    def act(self) -> StrEnum:
        """What was done."""

    @property
    def to(self) -> StrEnum:
        """Where it led."""

    @property
    def by(self) -> Actor:
        """Who did it."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def reason(self) -> str:
        """Why."""


Made = TypeVar("Made")


def steps_to_text(steps: Iterable[Step]) -> str:
    """Return steps as JSON text."""
    return json.dumps([_plain(step) for step in steps], ensure_ascii=False)


def steps_from_text(text: str, make: Callable[[str, str, Actor, datetime, str], Made]) -> tuple[Made, ...]:
    """Return the steps of a JSON text, each made of act, state, actor, moment and reason."""
    return tuple(_made(plain, make) for plain in json.loads(text))


def _plain(step: Step) -> dict[str, Any]:
    by = step.by
    return {
        "act": step.act.value,
        "to": step.to.value,
        "by": [by.person, by.office.value, by.party, by.organisation],
        "at": step.at.isoformat(),
        "reason": step.reason,
    }


def _made(plain: dict[str, Any], make: Callable[[str, str, Actor, datetime, str], Made]) -> Made:
    person, office, party, organisation = plain["by"]
    by = Actor(person, Office(office), party, organisation)
    return make(plain["act"], plain["to"], by, datetime.fromisoformat(plain["at"]), plain["reason"])
