"""Kills the real server and worker with ``kill -9`` at random moments of a month of reporting, on both databases.

    python -m bench.faults [--kills 20] [--seed 1] [--databases sqlite postgresql] [--json var/faults.json]

Each database has a workspace of its own. Two sides report, pass and confirm over HTTP; what was answered is
acknowledged. Afterwards every acknowledged act is looked for, and the workspace verified: a line says what was found,
and the exit status is 1 where anything is missing. (The month itself is ``tests.web.workspace.served_month``, of which
the suite lives through a short one.)
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.apart import database_url


def month(database: str, kills: int, seed: int) -> dict[str, object]:
    """Live through a month on a database; return what became of it."""
    with tempfile.TemporaryDirectory(prefix="xietong-bench-") as name, database_url(database, Path(name)) as url:
        env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
        command = [sys.executable, "-m", "tests.web.workspace.served_month", str(Path(name) / "workspace")]
        began = time.monotonic()
        done = subprocess.run(
            [*command, str(kills), str(seed)], env=env, capture_output=True, text=True, check=False
        )  # fmt: skip
        lines = done.stdout.splitlines()
        told = json.loads(lines[-1]) if lines else {"verify": [done.stderr[-1000:]]}
        return {"name": "faults", "database": database, **told, "seconds": round(time.monotonic() - began, 1)}


def main() -> None:
    """Live through a month on each database and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = [month(database, given.kills, given.seed) for database in given.databases]
    for each in found:
        print(json.dumps(each, ensure_ascii=False), flush=True)
    if given.json:
        given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.exit(any(each.get("lost") or each.get("verify") for each in found))


if __name__ == "__main__":
    main()
