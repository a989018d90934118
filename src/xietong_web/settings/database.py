"""Takes DATABASE_URL; gives Django's database settings: SQLite in the workspace unless a PostgreSQL is named."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from xietong.basics import Refusal


def database(url: str, workspace: Path) -> dict[str, Any]:
    """Return the settings of one database.

    ``url`` is empty (SQLite in the workspace), ``sqlite:///path`` or ``postgres://user:secret@host:port/name?option=value``.
    Raises Refusal ``bad-database-url`` for another scheme, or a port that is no number.
    """
    if not url:
        return _sqlite(str(workspace / "xietong.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise _refused(f"{parts.scheme}:")
    options = dict(parse_qsl(parts.query))
    try:
        port = parts.port or ""
    except ValueError as trouble:
        raise _refused(parts.netloc.rpartition("@")[2]) from trouble
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Parameters go beside the statement, and what is asked a third time is prepared: planned once a connection.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, **options},
    }


def _refused(told: str) -> Refusal:
    """Name what is wrong without the secret that an address may hold."""
    return Refusal(
        "bad-database-url",
        zh=f"环境变量 DATABASE_URL 看不懂（{told}）；请写作 postgres://用户:密码@主机:端口/库名 或 sqlite:///路径。",
        en=f"DATABASE_URL cannot be understood ({told}); write postgres://user:secret@host:port/name or sqlite:///path.",
    )


def _sqlite(path: str) -> dict[str, Any]:
    """WAL and IMMEDIATE: readers never wait for the writer, and two writers queue instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,  # opening one and filling its cache took longer than most answers
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768;"
                " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                # A checkpoint writes to the disk while somebody waits for an act: seldom, then, every 32 MB.
                " PRAGMA wal_autocheckpoint=8000;"
            ),
        },
    }
