"""Takes nothing; gives the values of a draft plan, each quoting its sentence (contract: docs/reference/reading.md).

What a document has many of is a tuple: made in a third of the time of a frozen dataclass.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from xietong.basics import Span, Wording


class UnitRole(StrEnum):
    """What the document makes of a body it names."""

    LEAD = "lead"
    SUPPORT = "support"
    ISSUER = "issuer"
    MENTIONED = "mentioned"


class Recurrence(StrEnum):
    """How a deadline comes back."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    ONGOING = "ongoing"


class ItemKind(StrEnum):
    """The kind of a node of the plan (DOMAIN.md): 方向 · 行动 · 任务 · 举措."""

    DIRECTION = "direction"
    ACTION = "action"
    TASK = "task"
    MEASURE = "measure"


class BasisKind(StrEnum):
    """The kind of a document that a plan rests on."""

    OUTLINE = "outline"
    PLAN = "plan"
    AGREEMENT = "agreement"
    LAW = "law"
    OPINION = "opinion"
    SPEECH = "speech"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DraftSource:
    """The file read: its name, media type, SHA-256 (hex) and what it says of itself. Dates are ``None`` when unsaid."""

    name: str
    media_type: str
    sha256: str
    title: str = ""
    author: str = ""
    editor: str = ""
    issuers: tuple[str, ...] = ()
    published: date | None = None
    announced: date | None = None
    categories: tuple[str, ...] = ()
    image: str = ""
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What the text says of the plan as a whole. ``declared_count`` is the number of actions it claims to have."""

    title: str
    short_title: str = ""
    parties: tuple[str, ...] = ()
    declared_count: int | None = None
    start: date | None = None
    end: date | None = None


class Heading(NamedTuple):
    """A heading; ``level`` and ``number`` as READING.md normalises them."""

    id: str
    level: int
    number: str
    title: str
    span: Span


class Unit(NamedTuple):
    """A body as written, with its role; ``resolved`` is its full name and ``party`` its side, when known."""

    name: str
    role: UnitRole
    span: Span
    resolved: str = ""
    party: str = ""
    item: str | None = None


class Deadline(NamedTuple):
    """A time for something to be done. ``start`` and ``end`` are inclusive days."""

    text: str
    span: Span
    start: date | None = None
    end: date | None = None
    recurring: Recurrence | None = None
    item: str | None = None


class DraftTarget(NamedTuple):
    """A figure set for the future; ``op`` is ``=``, ``>=``, ``<=`` or ``+``; ``value`` is written out (2万: 20000)."""

    text: str
    indicator: str
    op: str
    value: Decimal
    unit: str
    span: Span
    by: date | None = None
    item: str | None = None


class DraftBasis(NamedTuple):
    """A document that the plan rests on; ``title`` stands without 《》 and document number."""

    title: str
    kind: BasisKind
    span: Span
    item: str | None = None


class DraftItem(NamedTuple):
    """A direction, action, task or measure with everything the text says of it. ``confidence`` is calibrated, 0–1."""

    id: str
    parent: str | None
    kind: ItemKind
    number: str
    title: str
    text: str
    span: Span
    heading: str | None = None
    units: tuple[Unit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    basis: tuple[DraftBasis, ...] = ()
    confidence: float = 1.0


class DraftObjective(NamedTuple):
    """An aim that is no task, as the sentence or clause that states it."""

    text: str
    span: Span
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader should look at; ``code`` is stable and snake_case."""

    code: str
    wording: Wording
    span: Span | None = None

    @property
    def message(self) -> str:
        """What is to be looked at in one line: Chinese, and English in brackets behind it."""
        return f"{self.wording.zh} ({self.wording.en})"


@dataclass(frozen=True, slots=True)
class Draft:
    """One document, read. Every span counts code points of ``text``."""

    source: DraftSource
    is_plan: bool
    plan: DraftPlan | None
    text: str
    outline: tuple[Heading, ...] = ()
    items: tuple[DraftItem, ...] = ()
    objectives: tuple[DraftObjective, ...] = ()
    basis: tuple[DraftBasis, ...] = ()
    notices: tuple[Notice, ...] = ()
    units: tuple[Unit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
