"""Takes a Draft; gives a Plan: tree, comparison, three-way merge, ledger workbooks."""

from xietong.drafting.change import (
    FIELD_NAMES,
    Change,
    ChangeKind,
    apply,
    changes_from_plain,
    changes_to_plain,
    invert,
    shown,
)
from xietong.drafting.check import check
from xietong.drafting.compare import Comparison, compare
from xietong.drafting.from_draft import plan_from_draft
from xietong.drafting.merge import Conflict, Merge, merge
from xietong.drafting.numbering import house_form, house_number, renumber
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
from xietong.drafting.reshape import add, edit, join, move, remove, split
from xietong.drafting.resolve import Directory, complete, is_group, resolve
from xietong.drafting.settle import settle
from xietong.drafting.tree import ancestors, children, circles, descendants, families, find, ordered, with_items

__all__ = [
    "FIELD_NAMES",
    "Basis",
    "Change",
    "ChangeKind",
    "Comparison",
    "Conflict",
    "Directory",
    "Duty",
    "Item",
    "Kind",
    "Merge",
    "Milestone",
    "Objective",
    "Plan",
    "Recurrence",
    "Role",
    "Target",
    "add",
    "ancestors",
    "apply",
    "changes_from_plain",
    "changes_to_plain",
    "check",
    "children",
    "circles",
    "compare",
    "complete",
    "descendants",
    "edit",
    "families",
    "find",
    "house_form",
    "house_number",
    "invert",
    "is_group",
    "item_from_plain",
    "item_to_plain",
    "join",
    "merge",
    "move",
    "ordered",
    "plan_from_draft",
    "plan_from_plain",
    "plan_to_plain",
    "remove",
    "renumber",
    "resolve",
    "settle",
    "shown",
    "split",
    "with_items",
]
