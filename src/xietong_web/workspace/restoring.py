"""Takes a backup's file; gives a workspace. Nothing here needs Django before the new workspace is opened."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from xietong.basics import Refusal
from xietong_web.workspace.opening import open_workspace

FORMAT = "xietong-backup/1"
MANIFEST = "manifest.json"


def check_backup(source: Path) -> dict[str, str]:
    """Return a backup's members and sums. Raises Refusal ``not-a-backup``, ``backup-damaged`` naming the member."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            members: dict[str, str] = manifest["members"]
            if manifest["format"] != FORMAT:
                raise KeyError(manifest["format"])
            for name, expected in members.items():
                with archive.open(name) as stream:
                    if hashlib.file_digest(stream, "sha256").hexdigest() != expected:  # type: ignore[arg-type]
                        raise _damaged(name)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as trouble:
        raise Refusal(
            "not-a-backup",
            zh=f"{source.name} 不是完整的备份文件；请选择由 xietong backup 生成的文件。",
            en=f"{source.name} is no whole backup; choose a file made by xietong backup.",
        ) from trouble
    return members


def _damaged(name: str) -> Refusal:
    return Refusal(
        "backup-damaged",
        zh=f"备份中的 {name} 已损坏；请使用另一份备份。",
        en=f"{name} in the backup is damaged; use another backup.",
    )


def restore_into(source: Path, folder: Path, say: Callable[[str], None]) -> None:
    """Make a workspace of a backup beside the folder, and give it the folder's name when it is whole.

    Killed in between, it leaves no half workspace under the name and can be begun again. Raises the refusals of
    ``unpack``.
    """
    _need_empty(folder)
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    unpack(source, part)
    open_workspace(part)
    from django.db import connections

    from xietong_web.workspace.backing_up import load_rows

    load_rows(source, say)
    connections.close_all()
    if folder.exists():
        folder.rmdir()
    part.replace(folder)


def _need_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(
            "folder-not-empty",
            zh=f"文件夹 {folder.name} 不是空的；请恢复到新的文件夹。",
            en=f"The folder {folder.name} is not empty; restore into a new one.",
        )


def unpack(source: Path, workspace: Path) -> None:
    """Put a backup's files into an empty folder. Raises Refusal ``folder-not-empty`` and those of the check."""
    _need_empty(workspace)
    members = check_backup(source)
    workspace.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(source) as archive:
        for name in members:
            if name.startswith("rows/"):
                continue
            target = (workspace / name).resolve()
            if not target.is_relative_to(workspace.resolve()):
                raise _damaged(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as stream, target.open("wb") as out:
                shutil.copyfileobj(stream, out)
    for secret in (workspace / "keys").glob("*"):
        secret.chmod(0o600)
