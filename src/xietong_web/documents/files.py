"""Takes bytes; gives them a place in the workspace, once, under their hash."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from xietong.basics import Refusal
from xietong_web.audit.keys import new_key
from xietong_web.documents.models import StoredFile


def path_of(sha256: str) -> Path:
    """Return where a file stands. The name is made of hexadecimal digits only; anything else raises ValueError."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("a stored file is named by 64 hexadecimal digits")
    return Path(settings.FILES) / sha256[:2] / sha256[2:]


def store(data: bytes, media_type: str, now: datetime) -> tuple[StoredFile, bool]:
    """Store bytes and return their row, and whether it is new.

    The file is complete under its name before any row speaks of it: killed in between, it is only unused.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists() or path.stat().st_size != len(data):
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_name(f".{new_key()}")
        with passing.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        passing.replace(path)
    row = StoredFile(sha256=sha256, size=len(data), media_type=media_type, stored_at=now)
    return (row, True) if _told(row) else (StoredFile.objects.get(pk=sha256), False)


def _told(row: StoredFile) -> bool:
    """Write a file's row unless it is there, in one statement; tell whether it was written."""
    name, meta = connection.ops.quote_name, StoredFile._meta  # noqa: SLF001
    columns = ", ".join(name(str(each.column)) for each in meta.concrete_fields)
    values = [each.get_db_prep_save(getattr(row, each.attname), connection) for each in meta.concrete_fields]
    places = ", ".join("%s" for _ in values)
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {name(meta.db_table)} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608
        cursor.execute(statement, values)
        return bool(cursor.rowcount == 1)


def load(file: StoredFile) -> bytes:
    """Return a stored file's bytes. Raises Refusal ``file-damaged`` where they are gone or are not what was stored."""
    try:
        data = path_of(file.sha256).read_bytes()
    except FileNotFoundError:
        data = b""
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Refusal(
            "file-damaged",
            zh=f"存储的文件 {file.sha256[:12]} 已缺失或损坏；请从备份恢复（xietong restore）。",
            en=f"The stored file {file.sha256[:12]} is missing or damaged; restore it from a backup (xietong restore).",
        )
    return data
