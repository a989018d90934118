"""Takes the steps of a report, an answer, a meeting or a decision; gives them as JSON text for a column, and back."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
Told = TypeVar("Told", bound=Step)


@dataclass(frozen=True, slots=True)
class Common:
    """What every step says, read back."""

    act: str
    to: str
    by: Actor
    at: datetime
    reason: str


def steps_to_text(steps: Iterable[Told], more: Callable[[Told], dict[str, Any]] = lambda _: {}) -> str:
    """Return steps as JSON text; ``more`` gives what steps of this kind say beside."""
    return json.dumps([{**step_to_plain(step), **more(step)} for step in steps], ensure_ascii=False)


def steps_from_text(text: str, make: Callable[[Common, dict[str, Any]], Made]) -> tuple[Made, ...]:
    """Return the steps of a JSON text, each made of what all say and of its plain values."""
    return tuple(make(step_from_plain(plain), plain) for plain in json.loads(text))


def step_to_plain(step: Step) -> dict[str, Any]:
    """Return what every step says as plain values."""
    by = step.by
    return {
        "act": step.act.value,
        "to": step.to.value,
        "by": [by.person, by.office.value, by.party, by.organisation],
        "at": step.at.isoformat(),
        "reason": step.reason,
    }


def step_from_plain(plain: dict[str, Any]) -> Common:
    """Return what every step says of its plain values."""
    person, office, party, organisation = plain["by"]
    by = Actor(person, Office(office), party, organisation)
    return Common(plain["act"], plain["to"], by, datetime.fromisoformat(plain["at"]), plain["reason"])
