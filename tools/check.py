"""Runs everything that must hold: style, types, the plan of the house, and the suite on SQLite and PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
STEPS = (
    ("style", [BIN / "ruff", "check", "--quiet", "."]),
    ("format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    ("house", [BIN / "lint-imports", "--no-logo"]),
    ("types", [BIN / "mypy", "--no-error-summary"]),
    ("suite", [BIN / "python", "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup"]),
)


def main() -> None:
    """Run every step, the suite last so that its closing line comes last; stop at the first failure."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": f"{BIN}:{os.environ['PATH']}"}
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
        if done.returncode:
            sys.exit(f"{name} failed (exit status {done.returncode})")


if __name__ == "__main__":
    main()
