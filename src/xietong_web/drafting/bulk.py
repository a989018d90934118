"""Takes many rows of one table; gives them written in few statements, telling nobody.

Django's ``bulk_update`` builds an expression for every cell: moving a chain of 480 items spent half of its time there.
SQLite has one statement prepared and run for each row. PostgreSQL, which each statement has to reach, is given one text
in which all rows stand: each placeholder of its own takes its driver 20 µs and more.
"""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, models

from xietong_web.drafting.models import Item
from xietong_web.drafting.rows import BATCH

FEW = 10  # rows that are written one by one
AnyRow = TypeVar("AnyRow", bound=models.Model)
Fields = Sequence["models.Field[Any, Any]"]
Cells = Sequence[Sequence[Any]]
_FIELDS = {field.name: field for field in Item._meta.concrete_fields}  # noqa: SLF001


def write_columns(rows: Sequence[Item], columns: Sequence[str]) -> None:
    """Write some columns of items' rows."""
    fields = [*(_FIELDS[name] for name in columns), _FIELDS["id"]]
    if not rows or not columns:
        return
    write = _update_by_list if connection.vendor == "postgresql" else _update_each
    cells = _cells(rows, fields)
    with connection.cursor() as cursor:
        for at in range(0, len(cells), BATCH):
            write(cursor, fields, cells[at : at + BATCH])


def insert(rows: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """Write new rows of one table, and return them with their ids."""
    if not rows:
        return rows
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key and not field.generated]  # noqa: SLF001
    write = _insert_list if connection.vendor == "postgresql" else _insert_each
    with connection.cursor() as cursor:
        for at in range(0, len(rows), BATCH):
            some = rows[at : at + BATCH]
            for row, key in zip(some, write(cursor, fields, _cells(some, fields)), strict=True):
                row.pk, row._state.adding = key, False  # noqa: SLF001
    return rows


def _insert_list(cursor: Any, fields: Fields, cells: Cells) -> list[int]:
    columns = ", ".join(_columns(fields))
    statement = f"INSERT INTO {_table(fields)} ({columns}) SELECT {columns} FROM {_told(fields)} RETURNING id"  # noqa: S608 - our own names
    cursor.execute(statement, [_listed(fields, cells)])
    return [key for (key,) in cursor.fetchall()]


def _insert_each(cursor: Any, fields: Fields, cells: Cells) -> list[int]:
    columns, places = ", ".join(_columns(fields)), ", ".join(["%s"] * len(fields))
    if len(cells) < FEW:
        keys = []
        for row in cells:
            cursor.execute(f"INSERT INTO {_table(fields)} ({columns}) VALUES ({places}) RETURNING id", row)  # noqa: S608
            keys += [key for (key,) in cursor.fetchall()]
        return keys
    # Nobody else writes meanwhile, so that the next ids are known: of a statement run for each row SQLite's driver
    # gives none back, and run row by row it takes twice as long.
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [fields[0].model._meta.db_table])  # noqa: SLF001
    last = next((seq for (seq,) in cursor.fetchall()), 0)
    keys = list(range(last + 1, last + 1 + len(cells)))
    numbered = [[key, *row] for key, row in zip(keys, cells, strict=True)]
    cursor.executemany(f"INSERT INTO {_table(fields)} (id, {columns}) VALUES (%s, {places})", numbered)  # noqa: S608
    return keys


def _table(fields: Fields) -> str:
    return connection.ops.quote_name(fields[0].model._meta.db_table)  # noqa: SLF001


def _update_each(cursor: Any, fields: Fields, cells: Cells) -> None:
    *written, key = _columns(fields)
    parts = ", ".join(f"{column} = %s" for column in written)
    table = _table(fields)
    cursor.executemany(f"UPDATE {table} SET {parts} WHERE {key} = %s", cells)  # noqa: S608 - our own names


def _update_by_list(cursor: Any, fields: Fields, cells: Cells) -> None:
    *written, key = _columns(fields)
    parts = ", ".join(f"{column} = told.{column}" for column in written)
    table = _table(fields)
    statement = f"UPDATE {table} AS item SET {parts} FROM {_told(fields)} WHERE item.{key} = told.{key}"  # noqa: S608
    cursor.execute(statement, [_listed(fields, cells)])


def _columns(fields: Fields) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in fields]


def _told(fields: Fields) -> str:
    # Kinds without their length: a cast to a length would cut what is too long instead of refusing it.
    kinds = [str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection)) for field in fields]
    pairs = zip(_columns(fields), kinds, strict=True)
    listed = ", ".join(f"{column} {kind.partition('(')[0]}" for column, kind in pairs)
    return f"json_to_recordset(%s) AS told ({listed})"


def _cells(rows: Sequence[models.Model], fields: Fields) -> Cells:
    return [*zip(*(_column([getattr(row, field.attname) for row in rows], field) for field in fields), strict=True)]


def _column(values: Sequence[Any], field: "models.Field[Any, Any]") -> Sequence[Any]:
    """Return a column's values as the database takes them; what all rows share (the moment of an act) is made once."""
    as_json, prepared = isinstance(field, models.JSONField), field.get_db_prep_save
    if values and all(value is values[0] for value in values):
        return [_cell(values[0], as_json, prepared)] * len(values)
    return [_cell(value, as_json, prepared) for value in values]


def _cell(value: Any, as_json: bool, prepared: Any) -> Any:
    """Return a value as the database takes it; texts and whole numbers are that already, which most values are."""
    if value is None or (not as_json and type(value) in {str, int}):
        return value
    return prepared(value, connection)


def _listed(fields: Fields, cells: Cells) -> str:
    names = [field.column for field in fields]
    return json.dumps([dict(zip(names, row, strict=True)) for row in cells], default=str, ensure_ascii=False)
