"""Takes a Draft; gives a Plan: tree, comparison, three-way merge, ledger workbooks."""

from xietong.drafting.plan import (
    Basis,
    Duty,
    Item,
    Kind,
    Milestone,
    Objective,
    Plan,
    Recurrence,
    Role,
    Target,
)

__all__ = ["Basis", "Duty", "Item", "Kind", "Milestone", "Objective", "Plan", "Recurrence", "Role", "Target"]
