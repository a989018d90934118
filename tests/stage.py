"""Takes the cast; puts it on the stage of every test: assembled once by its acts, then row by row as these wrote it."""

import pickle
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from tests.cast import Cast, assemble
from xietong_web.audit.anchor import write_anchor
from xietong_web.audit.models import Head
from xietong_web.fulfilling import word_index

MIGRATED = ("contenttypes", "auth")  # what a migration writes stands already
WORDS = {"sqlite": ("rowid", "scope", "title", "body"), "postgresql": ("rowid", "words")}  # no model's table


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows by INSERT statement, as the database gave them, and the cast as bytes: each test has people of its own."""

    rows: tuple[tuple[str, list[tuple[Any, ...]]], ...]
    cast: bytes


_SNAPSHOT: Snapshot | None = None


@cache
def _written() -> tuple[str, ...]:
    """The tables that tests write to: all but the record of migrations and what a migration writes."""
    kept = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in MIGRATED}
    return tuple({*connection.introspection.django_table_names(only_existing=True)} - kept)


def swept(_test: object = None) -> None:
    """Empty the tables after a test that committed.

    Django's own flush has PostgreSQL make every table anew, and then writes again what migrations wrote: half a second.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _written():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        word_index.clear()  # no model's table


def on_stage() -> Cast:
    """Put everybody on an empty stage."""
    global _SNAPSHOT  # noqa: PLW0603 - one a process
    if _SNAPSHOT is None:
        cast = assemble()
        _SNAPSHOT = _taken(cast)
        return cast
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in _SNAPSHOT.rows:
            cursor.executemany(statement, rows)
        head = Head.objects.get()
        transaction.on_commit(lambda: write_anchor(head.seq, head.hash))
    cast = pickle.loads(_SNAPSHOT.cast)  # noqa: S301 - what this process has just written
    assert isinstance(cast, Cast)
    return cast


def _taken(cast: Cast) -> Snapshot:
    models = [model for model in apps.get_models() if model._meta.app_label not in MIGRATED]
    tables = [(model._meta.db_table, [field.column for field in model._meta.concrete_fields]) for model in models]
    tables.append(("fulfilling_words", list(WORDS[connection.vendor])))
    found = []
    with connection.cursor() as cursor:
        for table, columns in tables:
            named = ", ".join(connection.ops.quote_name(each) for each in columns)
            cursor.execute(f"SELECT {named} FROM {table}")  # noqa: S608 - names of our own tables
            if rows := cursor.fetchall():
                places = ", ".join(["%s"] * len(columns))
                found.append((f"INSERT INTO {table} ({named}) VALUES ({places})", rows))  # noqa: S608
    return Snapshot(tuple(found), pickle.dumps(cast))
