"""Times the ledger's whole way out and back against openpyxl's bare writing and reading of as many cells, in one run.

    python -m bench.ledger [--sizes 1000 10000] [--json var/ledger.json]

Export and import do everything (styles, merges, drop-downs, protection; three-way merge with preview); the peer only
writes and reads values, in its fastest modes (``write_only``, ``read_only``). Every size runs in a process of its own,
so that the peak of memory in the note belongs to it. Lines are values of ``bench.json``'s list.
"""

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl

from xietong import drafting, endorsing
from xietong.basics import Organisation, Party
from xietong.drafting import (
    Cover,
    Duty,
    Item,
    Kind,
    Plan,
    Role,
    Target,
    export_ledger,
    import_ledger,
    standard_columns,
)

PARTIES = (
    Party("cq", "重庆市教育委员会", short="市教委", side="渝", place="重庆市", adjectives=("重庆",)),
    Party("sc", "四川省教育厅", short="省教育厅", side="川", place="四川省", adjectives=("四川",)),
)
BODIES = tuple(
    Organisation(f"{party.code}{number}", party.code, f"{party.place}第{number}教育单位")
    for party in PARTIES
    for number in range(300)
)
NOTES = ("progress",)  # makes fifteen columns


def plan_of(rows: int) -> Plan:
    """Make a plan with so many tasks below directions and actions, every column filled."""
    items = [Item(f"d{n}", None, n, Kind.DIRECTION, f"方向{n}") for n in range(5)]
    items += [Item(f"a{n}", f"d{n % 5}", n // 5, Kind.ACTION, f"第{n}项行动") for n in range(max(5, rows // 50))]
    actions = len(items) - 5
    items += [_task(n, actions) for n in range(rows)]
    return Plan("p", "行动计划", parties=PARTIES, items=drafting.ordered(items))


def _task(n: int, actions: int) -> Item:
    return Item(
        uid=f"t{n:07d}",
        parent=f"a{n % actions}",
        position=n // actions,
        kind=Kind.TASK,
        title=f"推进第{n}个教育协同发展任务落地见效",
        number=f"{n}.",
        text=f"由双方共同组织第{n}批学校结对，每年交流教师、共享课程，形成可推广的经验。",
        start=date(2022, 1, 1 + n % 28),
        due=date(2025, 12, 1 + n % 28),
        duties=(
            Duty("cq", f"cq{n % 300}", Role.LEAD),
            Duty("cq", f"cq{(n + 7) % 300}", Role.SUPPORT),
            Duty("sc", f"sc{n % 300}", Role.LEAD),
            Duty("sc", f"sc{(n + 7) % 300}", Role.SUPPORT),
        ),
        targets=(Target(f"g{n}", "结对学校覆盖率", ">=", Decimal(n % 100), "%"),),
    )


def timed(act: Callable[[], Any], repeats: int) -> tuple[tuple[float, float], Any]:
    """Return median and slowest in milliseconds, and the last answer."""
    spent, answer = [], None
    for _ in range(repeats):
        begin = time.perf_counter()
        answer = act()
        spent.append((time.perf_counter() - begin) * 1000)
    return (statistics.median(spent), max(spent)), answer


def run(rows: int) -> list[dict[str, Any]]:
    """Measure our way out and back at one size, then the peer's."""
    plan, repeats = plan_of(rows), 3 if rows <= 10_000 else 1
    current = replace(plan, items=tuple(_moved_on(item) for item in plan.items))
    directory = drafting.Directory.of(BODIES, PARTIES)
    columns = standard_columns(PARTIES, NOTES)
    notes = {item.uid: {"progress": "按计划推进，已完成年度任务。"} for item in plan.items}
    cover = Cover(base=endorsing.digest(b"the exported state"))
    out, data = timed(lambda: export_ledger(plan, directory, columns=columns, notes=notes, cover=cover), repeats)

    def back() -> Any:
        keys = (f"n{number}" for number in count())
        return import_ledger(data, current, directory, keys, base=plan, notes=notes, base_notes=notes)

    home, preview = timed(back, repeats)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if preview.changes or preview.conflicts or preview.matches:
        raise SystemExit("an untouched ledger must change nothing")
    bare_out, written = timed(lambda: _write(rows, len(columns)), repeats)
    bare_home, _ = timed(lambda: _read(written), repeats)
    note = f"{len(columns)} columns; peak {peak} MB with both plans; file {len(data) / 1e6:.1f} MB"
    return [
        _line("ledger export", rows, out, "openpyxl bare write", bare_out, note),
        _line("ledger import with merge preview", rows, home, "openpyxl bare read", bare_home, note),
    ]


def _moved_on(item: Item) -> Item:
    """Let one item in ten have changed since the export, so that the merge has work to do."""
    return replace(item, text=f"{item.text}（已调整）") if item.uid.endswith("0") else item


def _write(rows: int, columns: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for n in range(rows):
        sheet.append([f"第{n}行第{column}列的教育协同任务内容" for column in range(columns)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _read(data: bytes) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
    return sum(1 for row in sheet.iter_rows(values_only=True) for _ in row)


def _line(
    name: str, size: int, ours: tuple[float, float], peer: str, theirs: tuple[float, float], note: str
) -> dict[str, Any]:
    return {
        "name": name,
        "size": size,
        "database": None,
        "users": 1,
        "p50_ms": round(ours[0], 1),
        "p95_ms": round(ours[1], 1),
        "peer": f"{peer} {openpyxl.__version__}",
        "peer_p50_ms": round(theirs[0], 1),
        "ratio": round(theirs[0] / ours[0], 2),
        "note": note,
    }


def main() -> None:
    """Run every size in its own process and print one JSON line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        print(json.dumps(run(options.worker), ensure_ascii=False))
        return
    lines = []
    for size in options.sizes:
        command = [sys.executable, "-m", "bench.ledger", "--worker", str(size)]
        lines += json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
