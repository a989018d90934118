"""Takes a workspace; gives the catalogue of integrity checks, one per file: what it looks at, why, and the mend."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xietong.basics import Finding, Severity, Wording
from xietong_web.workspace.checks import (
    files_on_disk,
    item_paths,
    late_values,
    members_of_one_party,
    plan_matches_version,
    stuck_readings,
    tree_depths,
    unresolved_duties,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One declared check."""

    code: str
    what: Wording
    why: Wording
    mend: Wording
    look: Callable[[], Iterator[str]]


CATALOGUE: tuple[Check, ...] = tuple(
    Check(room.CODE, room.WHAT, room.WHY, room.MEND, room.look)
    for room in (
        item_paths,
        tree_depths,
        plan_matches_version,
        members_of_one_party,
        unresolved_duties,
        stuck_readings,
        files_on_disk,
        late_values,
    )
)


def findings() -> Iterator[Finding]:
    """Run every check and yield what is off, with why it matters and the mend."""
    for check in CATALOGUE:
        for where in check.look():
            wording = Wording(
                zh=f"{check.what.zh}：{where}。{check.why.zh}。处理：{check.mend.zh}",
                en=f"{check.what.en}: {where}. {check.why.en}. Mend: {check.mend.en}",
            )
            yield Finding(check.code, wording, Severity.WARNING, where)
