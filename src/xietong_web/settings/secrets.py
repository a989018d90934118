"""Takes a workspace; gives the secrets that live in it, made once and readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret(workspace: Path, name: str) -> str:
    """Return the workspace's secret of a name, 64 hexadecimal characters, making it where it is not yet there."""
    path = workspace / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of the same start was first
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_hex(32))
    return path.read_text().strip()
