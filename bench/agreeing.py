"""Times comparing, merging, writing and signing whole plans, beside the general tools that could do a part of it.

    python -m bench.agreeing [--sizes 10000] [--json var/agreeing.json]

Lines are values of ``bench.json``'s list. Peers: comparing against Python's own ``==`` over the items (which says only
whether they differ), the canonical form against ``rfc8785`` over the same values.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785

from bench.ledger import plan_of
from xietong import drafting, endorsing

MOMENT = datetime(2021, 11, 23, tzinfo=UTC)


def timed(act: Callable[[], Any], repeats: int = 5) -> tuple[float, float]:
    """Return the median and the slowest in milliseconds."""
    spent = []
    for _ in range(repeats):
        begin = time.perf_counter()
        act()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent), max(spent)


def line(name: str, size: int, act: Callable[[], Any], note: str, peer: str = "", other: Any = None) -> dict[str, Any]:
    """Measure an act and, where there is one, its peer."""
    p50, p95 = timed(act)
    theirs = timed(other)[0] if other else None
    return {
        "name": name,
        "size": size,
        "database": None,
        "users": 1,
        "p50_ms": round(p50, 1),
        "p95_ms": round(p95, 1),
        "peer": peer or None,
        "peer_p50_ms": round(theirs, 1) if theirs is not None else None,
        "ratio": round(theirs / p50, 2) if theirs is not None else None,
        "note": note,
    }


def measure(size: int) -> list[dict[str, Any]]:
    """Measure everything at one size: one item in ten differs on either side."""
    base = plan_of(size)
    ours, theirs = _changed(base, "3", "甲"), _changed(base, "7", "乙")
    private, _ = endorsing.generate_key(bytes(32))
    content = endorsing.canonical(base)
    plain = {"schema": endorsing.SCHEMA, "plan": drafting.plan_to_plain(base)}

    def sign() -> bytes:
        version = endorsing.digest(endorsing.canonical(base))
        paper = endorsing.statement(version, endorsing.GENESIS, "cq", base.uid, 1, MOMENT)
        return endorsing.sign(paper, private)

    def equal() -> list[bool]:
        return [one == other for one, other in zip(base.items, ours.items, strict=True)]

    changes = drafting.compare(base, ours).changes
    return [
        line("diff of two plans", size, lambda: drafting.compare(base, ours), "field by field", "== per item", equal),
        line("apply a proposal", size, lambda: drafting.apply(base, changes), f"{len(changes)} changes"),
        line("three-way merge", size, lambda: drafting.merge(base, ours, theirs), "a tenth changed on each side"),
        line("check a plan", size, lambda: drafting.check(base), "all rules"),
        line("sign a version", size, sign, f"canonical form of {len(content) / 1e6:.1f} MB, digest, signature"),
        line(
            "canonical form",
            size,
            lambda: endorsing.canonical(base),
            "ours from plan values, the peer from plain ones",
            f"rfc8785 {rfc8785.__version__}",
            lambda: rfc8785.dumps(plain),
        ),
        line("read a version back", size, lambda: endorsing.plan_from_canonical(content), "with all its checks"),
    ]


def _changed(plan: drafting.Plan, ending: str, mark: str) -> drafting.Plan:
    items = (replace(item, text=f"{item.text}{mark}") if item.uid.endswith(ending) else item for item in plan.items)
    return replace(plan, items=tuple(items))


def main() -> None:
    """Run all and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    lines = [each for size in options.sizes for each in measure(size)]
    for each in lines:
        print(json.dumps(each, ensure_ascii=False))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
