"""Takes the journal's head; gives a copy of it on disk, so that a journal cut off in the database is found."""

import contextlib
import os
from pathlib import Path
from threading import get_ident

from django.conf import settings


def anchor_path() -> Path:
    """Return where the copy stands: beside the workspace's keys, not in the database."""
    return (
        Path(settings.WORKSPACE) / "keys" / f"journal-{settings.DATABASES['default']['NAME'].rpartition('/')[2]}.head"
    )


def write_anchor(seq: int, head_hash: str) -> None:
    """Write the copy in one step; a later head already there stays (two processes may commit in either order)."""
    path = anchor_path()
    standing = read_anchor()
    if standing and standing[0] >= seq:
        return
    if standing is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    # Two threads of one process may commit at once: each has a file of its own to put in place.
    passing = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}")
    passing.write_text(f"{seq} {head_hash}\n")
    passing.replace(path)


def read_anchor() -> tuple[int, str] | None:
    """Return (seq, hash) of the copy, or ``None`` where there is none."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        seq, head_hash = anchor_path().read_text().split()
        return int(seq), head_hash
    return None
