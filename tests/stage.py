"""Takes a function that acts; gives one that acts once in a process, and then only writes what its acts wrote."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from xietong_web.audit.anchor import write_anchor
from xietong_web.audit.models import Head
from xietong_web.fulfilling import word_index

MIGRATED = ("contenttypes", "auth")  # what a migration writes stands already
WORDS = {"sqlite": ("rowid", "scope", "title", "body"), "postgresql": ("rowid", "words")}  # no model's table

P = ParamSpec("P")
Given = TypeVar("Given")
Rows = dict[Any, tuple[Any, ...]]
Statement = tuple[str, list[tuple[Any, ...]]]  # with the values of each row


def acted_once(play: Callable[P, Given]) -> Callable[P, Given]:
    """Let a function act once: after that its rows and files are written again as its acts wrote them.

    It acts the first time in a process, and again where other acts went before than did then, as the journal tells. What
    it does beside (a cache, a setting) is not done again.
    """
    kept: Snapshot | None = None

    @wraps(play)
    def played(*given: P.args, **named: P.kwargs) -> Given:
        nonlocal kept
        last = _head()
        if kept is not None and kept.follows == last[1]:
            return kept.put()
        before, files = rows(), _files()
        found = play(*given, **named)
        new = {path: data for path, data in _files().items() if path not in files}
        written = _at_once(_written(before, rows()))
        kept = Snapshot(last[1], _head(), written, new, pickle.dumps(found))
        return found

    return played


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What acts followed (the journal's last hash), to where they led it, the statements that write their rows, their
    files, and what was given for them, as bytes: each test has people and plans of its own."""

    follows: str
    head: tuple[int, str]
    statements: tuple[Statement, ...]
    files: dict[Path, bytes]
    given: bytes

    def put(self) -> Any:
        """Write files and rows, and give what the acts gave."""
        for path, data in self.files.items():
            (settings.FILES / path).parent.mkdir(parents=True, exist_ok=True)
            (settings.FILES / path).write_bytes(data)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, each in self.statements:
                cursor.executemany(statement, each) if each else cursor.execute(statement)
            transaction.on_commit(lambda: write_anchor(*self.head))
        return pickle.loads(self.given)  # noqa: S301 - what this process has just written


def _head() -> tuple[int, str]:
    """Give the number and the hash of the journal's last entry: asked with each test, by no more than the statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq, hash FROM {Head._meta.db_table}")  # noqa: S608 - our own table
        return cursor.fetchone() or (0, "")


def _files() -> dict[Path, bytes]:
    """Give the content of the workspace's files by where they lie."""
    found = [path for path in settings.FILES.rglob("*") if path.is_file()]
    return {path.relative_to(settings.FILES): path.read_bytes() for path in found}


def _columns() -> dict[str, list[str]]:
    """Give the columns of the tables that acts write to, the key first."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in MIGRATED]
    found = {}
    for model in models:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        found[model._meta.db_table] = [
            field.column for field in sorted(fields, key=lambda field: not field.primary_key)
        ]
    return found | {"fulfilling_words": list(WORDS[connection.vendor])}


def rows() -> dict[str, Rows]:
    """Give the rows of each table by their keys, as the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _columns().items():
            cursor.execute(f"SELECT {_named(columns)} FROM {table}")  # noqa: S608 - names of our own tables
            found[table] = {row[0]: row for row in cursor.fetchall()}
    return found


def _written(before: dict[str, Rows], after: dict[str, Rows]) -> Iterator[Statement]:
    """Yield the statements that lead from some rows to others."""
    for table, columns in _columns().items():
        old, new = before[table], after[table]
        if gone := [(key,) for key, row in old.items() if new.get(key) != row]:
            yield f"DELETE FROM {table} WHERE {_named(columns[:1])} = %s", gone  # noqa: S608
        if come := [row for key, row in new.items() if old.get(key) != row]:
            places = ", ".join(["%s"] * len(columns))
            yield f"INSERT INTO {table} ({_named(columns)}) VALUES ({places})", come  # noqa: S608


def _at_once(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Give PostgreSQL all statements as one text, values and all: each row of each would be a round trip of its own."""
    if connection.vendor == "sqlite":
        return tuple(statements)
    each = [connection.ops.compose_sql(statement, row) for statement, rows in statements for row in rows]
    return (("; ".join(each), []),) if each else ()


def _named(columns: list[str]) -> str:
    return ", ".join(connection.ops.quote_name(each) for each in columns)


@cache
def _tables() -> tuple[str, ...]:
    """The tables that tests write to: all but the record of migrations and what a migration writes."""
    kept = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in MIGRATED}
    return tuple({*connection.introspection.django_table_names(only_existing=True)} - kept)


def swept(_test: object = None) -> None:
    """Empty the tables after a test that committed.

    Django's own flush has PostgreSQL make every table anew, and then writes again what migrations wrote: half a second.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        word_index.clear()  # no model's table
