"""Takes nothing; gives the values of a plan: a tree of items with duties, times, targets and where each came from.

A uid is a string of at most 36 characters that never changes and is never reused. Organisations and parties are named
by their codes. Tuples keep the order people gave them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xietong.basics import Party, Source


class Kind(StrEnum):
    """The kind of an item: direction 方向 · action 行动 · task 任务 · measure 举措."""

    DIRECTION = "direction"
    ACTION = "action"
    TASK = "task"
    MEASURE = "measure"


# As columns hold them. What is to be done has a light; what holds it has only the lights below it.
BRANCHES = (Kind.DIRECTION.value, Kind.ACTION.value)
WORK = (Kind.TASK.value, Kind.MEASURE.value)


class Role(StrEnum):
    """An organisation's part in an item: lead 牵头 · support 配合."""

    LEAD = "lead"
    SUPPORT = "support"


class Recurrence(StrEnum):
    """How an item comes back; ``""`` (NONE) when it does not."""

    NONE = ""
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """An organisation's part in an item. ``organisation`` is empty while the name written is not resolved."""

    party: str
    organisation: str
    role: Role
    name: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure set for the future: ``indicator op value unit by``; ``op`` is ``=``, ``>=``, ``<=`` or ``+``."""

    uid: str
    indicator: str
    op: str
    value: Decimal
    unit: str = ""
    by: date | None = None
    party: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Milestone:
    """A dated point on the way of an item."""

    uid: str
    title: str
    due: date


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the plan rests on; ``kind`` as in ``documents.BasisKind``."""

    uid: str
    title: str
    kind: str = "other"
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """An aim of the plan that is no task."""

    uid: str
    text: str
    due: date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A node of the plan. ``after`` holds the uids of items that must finish first; ``basis`` those of basis documents.

    ``position`` orders the children of one parent, from 0. ``weight`` is the share within the parent, relative to its
    siblings. ``start`` and ``due`` are inclusive days.
    """

    uid: str
    parent: str | None
    position: int
    kind: Kind
    title: str
    number: str = ""
    text: str = ""
    start: date | None = None
    due: date | None = None
    recurrence: Recurrence = Recurrence.NONE
    weight: Decimal = Decimal(1)
    duties: tuple[Duty, ...] = ()
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    basis: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the parties agree. Items stand in reading order: each parent before its children, siblings by position."""

    uid: str
    title: str
    short_title: str = ""
    parties: tuple[Party, ...] = ()
    start: date | None = None
    end: date | None = None
    items: tuple[Item, ...] = ()
    objectives: tuple[Objective, ...] = ()
    basis: tuple[Basis, ...] = ()
