"""Takes a table of named hierarchies; gives a preview with every problem by row, then all trees or none."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from xietong import basics
from xietong.basics import Refusal, Wording
from xietong_web.accounts.importing import Problem, csv_of, problem_of
from xietong_web.accounts.models import Hierarchy, Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.accounts.services import add_hierarchy
from xietong_web.audit.services import record

COLUMNS = ("hierarchy", "node", "parent", "name", "name_en", "organisation", "valid_from", "valid_to")


@dataclass(slots=True)
class Planting:
    """What an import would do: ``trees`` are written only while there is no problem."""

    trees: list[basics.Hierarchy] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def table_of(data: bytes) -> str:
    """Return a table of hierarchies as CSV text. Raises Refusal ``table-unreadable``, ``over-the-limit``."""
    return csv_of(data, COLUMNS, ("hierarchy", "node"), {})


def preview(table: str, names: Mapping[str, Mapping[str, str]] | None = None) -> Planting:
    """Return the trees of a table and every problem by row; ``names`` gives their titles by code."""
    bodies = [body.to_value() for body in Organisation.objects.select_related("party", "parent")]
    trees, findings = basics.read_hierarchies(table.encode(), tuple(bodies), names or {})
    shown = Planting(list(trees), [problem_of(finding) for finding in findings])
    taken = set(Hierarchy.objects.values_list("code", flat=True))
    first: dict[str, int] = {}
    for row, line in enumerate(csv.DictReader(io.StringIO(table)), 2):
        first.setdefault(line["hierarchy"], row)
    for code in sorted(taken & set(first)):
        wording = Wording(
            f"体系“{code}”已存在，请换一个编码。", f"the hierarchy {code!r} is already there; choose another code."
        )
        shown.problems.append(Problem(first[code], wording))
    shown.problems.sort(key=lambda problem: problem.row)
    return shown


@transaction.atomic
def plant(*, table: str, names: Mapping[str, Mapping[str, str]], by: Member, now: datetime) -> list[Hierarchy]:
    """Write every tree of a table, or none. Raises Refusal ``not-permitted``, ``import-problems``."""
    require(by, "accounts.manage-hierarchies")
    shown = preview(table, names)
    if shown.problems or not shown.trees:
        first = shown.problems[0] if shown.problems else Problem(1, Wording("表格是空的。", "the table is empty."))
        raise Refusal(
            "import-problems",
            zh=f"表格有问题，未导入任何行；第 {first.row} 行：{first.wording.zh}",
            en=f"The table has problems and nothing was written; row {first.row}: {first.wording.en}",
        )
    return [add_hierarchy(value=tree, by=by, now=now) for tree in shown.trees]


@transaction.atomic
def fell(*, code: str, by: Member, now: datetime) -> None:
    """Take a named hierarchy away, so that a corrected table can be planted. Raises Refusal ``not-found``."""
    require(by, "accounts.manage-hierarchies")
    tree = Hierarchy.objects.select_for_update().filter(code=code).first()
    if tree is None or code == "administrative":
        raise Refusal("not-found", zh="没有这个体系；请从列表进入。", en="There is no such hierarchy; see the list.")
    places = [("accounts.place", pk) for pk in tree.places.values_list("pk", flat=True)]
    gone = [*places, ("accounts.hierarchy", tree.pk)]
    name = tree.name
    tree.delete()
    record(
        "accounts.hierarchy-removed",
        by=by,
        now=now,
        subject=("hierarchy", code),
        data={"name": name, "places": len(places)},
        removed=gone,
    )
