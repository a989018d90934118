"""Takes blocks and outline; gives the text with its bearings, which every finder of things in it is handed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from xietong.basics import Span
from xietong.documents.block import Table
from xietong.documents.draft import Heading

if TYPE_CHECKING:
    from xietong.documents.ledger import Ledger


class Setting(StrEnum):
    """What the part of the document that a sentence stands in is for."""

    FRONT = "front"  # title, issuing lines, addressees
    BACKGROUND = "background"  # what has been done, why now
    THOUGHT = "thought"  # guiding thought, principles
    AIMS = "aims"  # main aims, indicator boxes
    WORK = "work"  # tasks and measures
    SUPPORT = "support"  # organisation, safeguards: still work
    CLOSING = "closing"  # closing formulas, signature, date, contacts


class Sentence(NamedTuple):
    """One sentence up to 。 or ； or the end of its paragraph, with the headings above it and its setting.

    ``span`` leaves out the number, 一是 and the closing bracket with responsible units; ``whole`` has them.
    ``headings`` runs from the outermost to the innermost. ``paragraph`` counts blocks from 0.
    """

    span: Span
    whole: Span
    paragraph: int
    setting: Setting
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table with the span of each of its cells in the text, in the order of ``table.cells``."""

    table: Table
    span: Span
    cell_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A document's cleaned text with its bearings.

    ``plain`` has the same length as ``text``, character for character, with traditional characters simplified and
    full-width punctuation variants unified: match on ``plain``, quote from ``text``. ``day`` is the document's own date
    (never today); ``year`` the year that bare months refer to, from the title or the date. ``flows`` says that no
    numbered section stands in the text: it is a report.
    """

    text: str
    plain: str
    title: str
    sentences: tuple[Sentence, ...]
    outline: tuple[Heading, ...] = ()
    tables: tuple[PlacedTable, ...] = ()
    ledgers: "tuple[Ledger, ...]" = ()  # those of the tables that are ledgers
    day: date | None = None
    year: int | None = None
    flows: bool = False
