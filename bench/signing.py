"""Times the acts by which four authorities agree on a whole plan and amend it, on SQLite and PostgreSQL.

    python -m bench.signing [--sizes 1000 10000] [--databases sqlite postgresql] [--json var/signing.json]

Every database has a process of its own. Lines are values of ``bench.json``'s list: each act is done once per party, or
once. No peer does this work.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.apart import apart, database_url, keep
from bench.site import line as site_line
from bench.stage import Stage, open_stage

SHARE = 10  # one item in so many is changed by the amendment


def line(name: str, size: int, database: str, spent: list[float], note: str) -> dict[str, Any]:
    """Put times in milliseconds into a line of the list; of so few the slowest stands for p95."""
    return {**site_line(name, size, database, 1, spent, note), "p95_ms": round(max(spent), 1)}


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long an act took in milliseconds, and what it returned."""
    began = time.perf_counter()
    made = act()
    return (time.perf_counter() - began) * 1000, made


def measure(stage: Stage, size: int, database: str) -> Iterator[dict[str, Any]]:
    """Agree on the plan of a size, then amend a tenth of its items."""
    from django.utils import timezone

    from xietong import drafting
    from xietong_web.accounts.models import Member, Party
    from xietong_web.accounts.roles import Role
    from xietong_web.accounts.services import add_member
    from xietong_web.audit.services import System
    from xietong_web.drafting.models import Plan
    from xietong_web.endorsing import services
    from xietong_web.endorsing.key_holding import make_key

    now, uid = timezone.now, stage.plans[size]
    office = Member.objects.get(person__username="office-0")
    signatories = []
    for n, party in enumerate(Party.objects.order_by("ordinal")):
        signatory = add_member(username=f"signatory-{size}-{n}", name="签署人", roles=[Role.SIGNATORY], party=party,
                               by=System(), now=now())  # fmt: skip
        make_key(by=signatory, now=now())
        signatories.append(signatory)

    def agree(what: str, changes: tuple[drafting.Change, ...] = ()) -> Iterator[dict[str, Any]]:
        made = services.propose(plan_uid=uid, title=what, reason="年度", changes=changes, by=office, now=now())
        spent, _ = timed(lambda: services.open_proposal(proposal_pk=made.pk, by=office, now=now()))
        yield line(f"{what}: open for signature", size, database, [spent], "checked, made canonical, kept")
        times = [
            timed(lambda by=by: services.sign(proposal_pk=made.pk, proven_at=now(), by=by, now=now()))[0]
            for by in signatories
        ]
        yield line(f"{what}: sign", size, database, times[:-1], "three of four parties")
        yield line(f"{what}: last signature", size, database, times[-1:], "signed and put into effect")

    yield from agree("first version")
    spent, value = timed(lambda: services.version_plan(services.version_in_effect(Plan.objects.get(uid=uid))))
    yield line("read the version in effect", size, database, [spent], "from its canonical form, with all checks")
    items = (
        replace(each, text=f"{each.text}（修订）") if n % SHARE == 0 else each for n, each in enumerate(value.items)
    )
    spent, found = timed(lambda: drafting.compare(value, replace(value, items=tuple(items))))
    yield line("diff of two versions", size, database, [spent], f"{len(found.changes)} changes")
    yield from agree("amendment", found.changes)


def work(database: str, sizes: list[int], target: Path) -> None:
    """Measure one database in this process."""
    with tempfile.TemporaryDirectory(prefix="xietong-bench-") as name, database_url(database, Path(name)) as url:
        stage = open_stage(Path(name) / "workspace", url, sizes)
        keep((each for size in sizes for each in measure(stage, size, database)), target)


def main() -> None:
    """Run each database in a process of its own and put the lines together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work(given.worker, given.sizes, given.json)
        return
    apart("signing", given.databases, ["--sizes", *map(str, given.sizes)], given.json)


if __name__ == "__main__":
    main()
