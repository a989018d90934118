"""Takes a folder; gives a workspace: Django set up on it, its tables made or brought up to date."""

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

from xietong.basics import Refusal

STAMP = "up-to-date"
# Packages whose tables stand beside ours.
TABLED = ("django", "django-allauth", "django-axes", "django-tasks-db")


def point_at(folder: Path, *, demonstration: bool = False) -> None:
    """Let every process started from here find the workspace. Raises Refusal ``no-folder`` where none can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise _unusable(folder) from trouble
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unusable(folder)
    os.environ["XIETONG_WORKSPACE"] = str(folder.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "xietong_web.settings"
    if demonstration:
        os.environ["XIETONG_DEMONSTRATION"] = "1"


def _unusable(folder: Path) -> Refusal:
    return Refusal(
        "no-folder",
        zh=f"{folder} 不能用作工作区：无法建立或写入；请换一个 --workspace，或检查权限。",
        en=f"{folder} cannot be a workspace: nothing can be written there; choose another --workspace or its owner.",
    )


def open_workspace(folder: Path, *, demonstration: bool = False, migrate: bool = True) -> None:
    """Set Django up on a workspace, making it where it is not yet there; safe to call on one that was killed."""
    point_at(folder, demonstration=demonstration)
    import django
    from django.core.management import call_command

    django.setup()
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder holds a workspace, so that a mistyped one is not made into one."""
    return folder.is_dir() and (bool(os.environ.get("DATABASE_URL")) or (folder / "xietong.sqlite3").is_file())


def is_ready(folder: Path) -> bool:
    """Tell, without Django, whether a workspace was served by this very software: its tables need no look.

    Setting Django up in the parent too would double the time to the first page. A database server is always looked at.
    """
    stamp = folder / STAMP
    if os.environ.get("DATABASE_URL") or not (folder / "xietong.sqlite3").is_file() or not stamp.is_file():
        return False
    return stamp.read_text().strip() == _software()


def mark_ready(folder: Path) -> None:
    """Remember that a workspace's tables, and its demonstration where it has one, are those of this software."""
    passing = folder / f".{STAMP}"
    passing.write_text(_software())
    passing.replace(folder / STAMP)


def _software() -> str:
    """Return a hash of everything that makes tables, and of whether they are to hold the demonstration."""
    rooms = Path(__file__).parent.parent
    parts = sorted(path.relative_to(rooms).as_posix() for path in rooms.glob("*/migrations/*.py"))
    parts += [f"{name} {version(name)}" for name in TABLED]
    parts.append(os.environ.get("XIETONG_DEMONSTRATION", ""))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
