"""Takes bytes; gives a Draft: every promise with its sentence."""

from xietong.documents.block import Block, BlockKind, Cell, Extract, Table
from xietong.documents.draft import (
    BasisKind,
    Deadline,
    Draft,
    DraftBasis,
    DraftItem,
    DraftObjective,
    DraftPlan,
    DraftSource,
    DraftTarget,
    Heading,
    ItemKind,
    Notice,
    Recurrence,
    Unit,
    UnitRole,
)
from xietong.documents.explaining import Explanation, explain
from xietong.documents.formats import Limits, extract
from xietong.documents.reading import Reading, read, read_closely, read_extract
from xietong.documents.record import FORMAT, from_json, to_json
from xietong.documents.showing import to_tree, to_workbook

__all__ = [
    "FORMAT",
    "BasisKind",
    "Block",
    "BlockKind",
    "Cell",
    "Deadline",
    "Draft",
    "DraftBasis",
    "DraftItem",
    "DraftObjective",
    "DraftPlan",
    "DraftSource",
    "DraftTarget",
    "Explanation",
    "Extract",
    "Heading",
    "ItemKind",
    "Limits",
    "Notice",
    "Reading",
    "Recurrence",
    "Table",
    "Unit",
    "UnitRole",
    "explain",
    "extract",
    "from_json",
    "read",
    "read_closely",
    "read_extract",
    "to_json",
    "to_tree",
    "to_workbook",
]
