"""Takes nothing; gives what every file format is turned into before anything is understood: blocks of cleaned text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from xietong.basics import Wording


class BlockKind(StrEnum):
    """A run of text, or a table."""

    PARAGRAPH = "paragraph"
    TABLE = "table"


class Cell(NamedTuple):
    """One cell of a table, merged cells once at their top left corner; rows and columns count from 0."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as laid out; ``name`` is the sheet's name or the caption."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    name: str = ""


class Block(NamedTuple):
    """A paragraph or a table, cleaned.

    ``text`` never holds a line feed for paragraphs; for tables rows are joined by line feeds and cells by tabs (line
    feeds inside a cell become blanks), each merged cell once. ``style`` is what the layout hints at: ``title``,
    ``heading1`` … ``heading6``, ``list``, ``caption``, ``note`` or empty; never more than a hint.
    """

    kind: BlockKind
    text: str
    style: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """A file turned into blocks, with what it says of itself. ``notices`` are codes and what they say."""

    media_type: str
    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    editor: str = ""
    published: date | None = None
    categories: tuple[str, ...] = ()
    image: str = ""
    notices: tuple[tuple[str, Wording], ...] = ()
    issued_by: str = ""
