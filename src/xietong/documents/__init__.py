"""Takes bytes; gives a Draft: every promise with its sentence.

The values are here at once; what reads is imported when it is first asked for. Its grammars take a second to
compile, for which the command line and every process of the site would wait, most of them in vain.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
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

_READS = {
    "explaining": ("Explanation", "explain"),
    "formats": ("Limits", "extract"),
    "reading": ("Reading", "read", "read_closely", "read_extract"),
    "record": ("FORMAT", "from_json", "to_json"),
    "showing": ("to_tree", "to_workbook"),
}


def __getattr__(name: str) -> Any:
    """Import what reads when it is first asked for. Raises AttributeError for a name that is not in ``__all__``."""
    for module, names in _READS.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
