"""Takes a Draft; gives a Plan: tree, comparison, three-way merge, ledger workbooks."""

from xietong.drafting.plain import item_from_plain, item_to_plain, plan_from_plain, plan_to_plain
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

__all__ = [
    "Basis",
    "Duty",
    "Item",
    "Kind",
    "Milestone",
    "Objective",
    "Plan",
    "Recurrence",
    "Role",
    "Target",
    "item_from_plain",
    "item_to_plain",
    "plan_from_plain",
    "plan_to_plain",
]
