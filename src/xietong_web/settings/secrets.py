"""Takes a workspace; gives the secrets that live in it, made once and readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def secret(workspace: Path, name: str) -> str:
    """Return the workspace's secret of a name, 64 hexadecimal characters, making it where it is not yet there."""
    path = workspace / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_name(f".{name}.{os.getpid()}")
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(secrets.token_hex(32))
        # Whole under its name or not at all; another process of the same start may have been first.
        with contextlib.suppress(FileExistsError):
            os.link(passing, path)
        passing.unlink()
    return path.read_text().strip()
