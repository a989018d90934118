"""Takes a Plan; gives its ledger workbook, and from a workbook that comes back what it would change."""

from xietong.drafting.ledger.columns import Column, standard_columns
from xietong.drafting.ledger.differing import CellConflict, CellEdit
from xietong.drafting.ledger.errors import error_workbook
from xietong.drafting.ledger.export import Cover, export_ledger, rows_of
from xietong.drafting.ledger.matching import Match
from xietong.drafting.ledger.preview import Preview, import_ledger, ledger_facts

__all__ = [
    "CellConflict",
    "CellEdit",
    "Column",
    "Cover",
    "Match",
    "Preview",
    "error_workbook",
    "export_ledger",
    "import_ledger",
    "ledger_facts",
    "rows_of",
    "standard_columns",
]
