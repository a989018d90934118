"""Runs every benchmark at reduced size within a budget of time; prints a table and writes var/bench.json.

    python -m bench [--full] [--minutes 10] [--json var/bench.json]

Each part runs in a process of its own: one that fails or takes too long leaves what it had measured, and a line whose
note says so. ``--full`` adds 100,000 items and gives every part an hour.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.apart import KEYS, Line

# The part, its arguments at reduced and at full size, and its share of the time.
PARTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], float], ...] = (
    ("timetable", ("--sizes", "10000", "100000"), ("--sizes", "10000", "100000"), 0.05),
    ("agreeing", ("--sizes", "10000"), ("--sizes", "10000", "100000"), 0.08),
    ("signing", ("--sizes", "10000"), ("--sizes", "1000", "10000"), 0.12),
    ("progress", ("--sizes", "10000"), ("--sizes", "10000", "100000"), 0.05),
    ("waits", ("--sizes", "10000"), ("--sizes", "10000", "100000"), 0.05),
    (
        "measuring_cube",
        ("--units", "400", "--peers", "400"),
        ("--units", "400", "4000", "40000", "--sparse", "500000", "--peers", "40000"),
        0.06,
    ),
    ("measuring_pages", ("--bodies", "2000", "--databases", "sqlite"), ("--bodies", "40000"), 0.04),
    ("results_framework", ("--projects", "250"), ("--projects", "1000"), 0.08),
    ("publishing", ("--sizes", "1000"), ("--sizes", "10000", "100000"), 0.06),
    ("ledger", ("--sizes", "1000"), ("--sizes", "1000", "10000"), 0.06),
    (
        "running",
        ("--sizes", "1000", "--databases", "sqlite", "--seconds", "20"),
        ("--sizes", "1000", "10000", "--full"),
        0.08,
    ),
    ("site", ("--sizes", "10000"), ("--sizes", "1000", "10000", "--full"), 0.31),
)


def run(part: str, arguments: tuple[str, ...], seconds: float) -> list[Line]:
    """Run one part and return its lines, with one more where it did not end well."""
    with tempfile.TemporaryDirectory(prefix="xietong-bench-") as folder:
        target = Path(folder) / "lines.json"
        command = [sys.executable, "-m", f"bench.{part}", *arguments, "--json", str(target)]
        path = os.pathsep.join(each for each in sys.path if each)
        trouble = ""
        process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            status = process.wait(timeout=seconds)
            trouble = f"ended with status {status}" if status else ""
        except subprocess.TimeoutExpired:
            trouble = f"stopped after its {seconds:.0f} s"
            process.terminate()
            _wait_then_kill(process)
        try:
            found = json.loads(target.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            found = []
    lines = [{key: each.get(key) for key in KEYS} for each in found]
    if trouble:
        lines.append({**dict.fromkeys(KEYS), "name": part, "note": f"{trouble}; what stands above was measured"})
    return lines


def _wait_then_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()


def shown(line: Line) -> str:
    """Return a line of the table."""
    figure = lambda name: "–" if line[name] is None else f"{line[name]:,}"  # noqa: E731
    return (
        f"{str(line['name'])[:44]:<44} {figure('size'):>8} {line['database'] or '':<10} {figure('users'):>2} "
        f"{figure('p50_ms'):>10} {figure('p95_ms'):>10} {figure('peer_p50_ms'):>10} {figure('ratio'):>7}  "
        f"{line['peer'] or ''}"
    )


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--only", nargs="+", default=[], help="names of parts")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"))
    given = parser.parse_args()
    began, lines = time.monotonic(), []
    parts = [each for each in PARTS if not given.only or each[0] in given.only]
    left = 60 * (60.0 * len(parts) if given.full else given.minutes)
    shares = sum(each[3] for each in parts)
    print(f"{'':<44} {'size':>8} {'database':<10} us {'p50 ms':>10} {'p95 ms':>10} {'peer p50':>10} {'ratio':>7}")
    for part, reduced, full, share in parts:
        # What earlier parts did not use goes to the later ones.
        begun = time.monotonic()
        found = run(part, full if given.full else reduced, left * share / shares)
        left, shares = left - (time.monotonic() - begun), shares - share
        lines += found
        for line in found:
            print(shown(line), flush=True)
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines in {time.monotonic() - began:.0f} s: {given.json}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
