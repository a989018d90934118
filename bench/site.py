"""Times the pages and acts of the site as its users meet them: a real server on loopback, on SQLite and PostgreSQL.

    python -m bench.site [--sizes 1000 10000] [--full] [--databases sqlite postgresql] [--json var/site.json]

``--full`` adds 100,000 items. Every database has a process, a workspace and a server of its own. One user asks one
question after the other; eight ask at once, each on a connection kept open. Lines are values of ``bench.json``'s list.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.apart import apart, database_url, keep
from bench.asking import Question, ask, serving
from bench.stage import Stage, first_items, open_stage, session_cookie

# What Redmine 5.0.4 needed for the same work, p50 in milliseconds at (10,000, 100,000) issues; measured elsewhere on a
# machine of the same class (2 cores, PostgreSQL, puma 2 x 2, one user): facts for the note, no peer of this run.
REDMINE = {
    "my overdue": (510, 1134),
    "overdue by lead unit": (416, 1440),
    "grouped by lead unit": (1011, 5756),
    "item with 5,000 descendants": (965, 7454),
    "timetable of 500 rows": (2780, 2672),
    "timetable of 10,000 rows": (60_000, None),
    "create an item": (203, 482),
    "update an item": (71, 116),
    "all items as CSV": (21_500, 195_000),
    "move the head of a chain of 480": (None, None),
}


def pages(stage: Stage, size: int) -> dict[str, Question]:
    """Return what is asked, by name."""
    plan = f"/plans/{stage.plans[size]}"
    root, leaf, _ = first_items(stage.plans[size])
    return {
        "overview": Question(f"{plan}/"),
        "my overdue": Question(f"{plan}/overdue/?organisation=yangtze-a-0"),
        "overdue by lead unit": Question(f"{plan}/overdue/"),
        "grouped by lead unit": Question(f"{plan}/units/"),
        "item page": Question(f"{plan}/items/{leaf}/"),
        "item with 5,000 descendants": Question(f"{plan}/items/{root}/"),
        "my work": Question("/work/"),
        "timetable of 500 rows": Question(f"{plan}/timetable/?rows=500"),
        "timetable of 10,000 rows": Question(f"{plan}/timetable/?rows=10000", heavy=True),
        "all items as CSV": Question(f"{plan}/export/csv/", heavy=True),
    }


def acts(stage: Stage, size: int) -> dict[str, Question]:
    """Return the acts that are timed; each changes the plan, so that the next one meets another state."""
    plan = f"/plans/{stage.plans[size]}"
    _, leaf, parent = first_items(stage.plans[size])
    edit = {
        "kind": "task", "number": "1.", "title": "改后的名称{n}", "text": "推进两地协同。", "start": "2026-01-05",
        "due": "2026-12-31", "recurrence": "", "weight": "1", "revision": "{revision}",
    }  # fmt: skip
    return {
        "create an item": Question(f"{plan}/desk/add/", {"parent": parent, "kind": "task", "title": "新增事项{n}"}),
        "update an item": Question(f"{plan}/desk/{leaf}/edit/", edit, item=leaf),
        "overview, first after a change": Question(f"{plan}/", after=f"{plan}/desk/add/", parent=parent),
        "timetable of 500 rows, first after a change": Question(
            f"{plan}/timetable/?rows=500", after=f"{plan}/desk/add/", parent=parent
        ),
        "move the head of a chain of 480": Question(
            f"{plan}/items/c{size}-0/reschedule/", {"start": "{monday}"}, heavy=True
        ),
    }


def line(name: str, size: int, database: str, users: int, spent: list[float], note: str) -> dict[str, object]:
    """Put the times of one question into a line of the list."""
    known = REDMINE.get(name)
    if known and size in {10_000, 100_000}:
        said = known[0 if size == 10_000 else 1]
        there = f"{said:,} ms" if said else "failed or not measured"
        note = "; ".join(part for part in (note, f"Redmine 5.0.4, measured elsewhere: {there}") if part)
    ordered = sorted(spent)
    part: Callable[[float], float] = lambda share: round(ordered[int(share * (len(ordered) - 1))], 1)  # noqa: E731
    return {
        "name": name, "size": size, "database": database, "users": users,
        "p50_ms": round(ordered[len(ordered) // 2], 1), "p95_ms": part(0.95), "p99_ms": part(0.99),
        "peer": "Redmine" if known else None, "peer_p50_ms": None, "ratio": None, "note": note,
    }  # fmt: skip


def measure(stage: Stage, database: str) -> Iterator[dict[str, object]]:
    """Serve a stage and give its lines."""
    cookie = session_cookie()
    for size, spent in stage.written_ms.items():
        yield line("write a whole plan", size, database, 1, [spent], "once, with every row told to the journal")
    with serving() as port:
        for size in stage.plans:
            for name, question in pages(stage, size).items():
                for users in (1,) if question.heavy else (1, 8):
                    rounds = 3 if question.heavy else 20 if users == 1 else 5
                    spent, length = ask(port, cookie, question, users, rounds)
                    yield line(name, size, database, users, spent, f"{length / 1000:,.0f} kB, {len(spent)} requests")
            for name, question in acts(stage, size).items():
                spent, _ = ask(port, cookie, question, 1, 5 if question.heavy else 10, warm=question.after == "")
                yield line(name, size, database, 1, spent, f"{len(spent)} requests")


def work(database: str, sizes: list[int], target: Path) -> None:
    """Measure one database in this process."""
    with tempfile.TemporaryDirectory(prefix="xietong-bench-") as name, database_url(database, Path(name)) as url:
        stage = open_stage(Path(name) / "workspace", url, sizes)
        keep(measure(stage, database), target)


def main() -> None:
    """Run each database in a process of its own and put the lines together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--full", action="store_true", help="also 100,000 items")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers end and lines are kept
    sizes = [*given.sizes, *([100_000] if given.full else [])]
    if given.worker:
        work(given.worker, sizes, given.json)
        return
    apart("site", given.databases, ["--sizes", *map(str, sizes)], given.json)


if __name__ == "__main__":
    main()
