"""Takes submissions that stand; gives their values as Parquet partitions in the workspace, and finds what differs.

The exact entries stay in the database; a partition is what can be made of them again, in columns, for reading many.
It lies among the workspace's stored files under its hash: written whole before a row speaks of it, checked by ``xietong
verify``, carried by every backup. A block holds so few organisations that one acceptance rewrites little.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from xietong import measuring
from xietong.basics import Refusal
from xietong_web.audit.asking import asked
from xietong_web.documents.files import path_of, store
from xietong_web.documents.models import StoredFile
from xietong_web.measuring.models import DataSet, Partition, Submission
from xietong_web.measuring.partitions import (
    COLUMNS,
    bytes_of,
    exchanged,
    lately,
    read_table,
    rows_of,
    stored_table,
    table_of,
)
from xietong_web.measuring.services import definitions_of

BLOCK = 2000
PARQUET = "application/vnd.apache.parquet"


def block_of(organisation: int) -> int:
    """Return the block that an organisation's values lie in."""
    return organisation // BLOCK


def keep_all(rows: Sequence[Submission], now: datetime) -> tuple[list[models.Model], list[tuple[str, Any]]]:
    """Write the partitions anew that rows lie in whose values have begun or ceased to count."""
    touched: dict[tuple[str, int], dict[int, str]] = {}
    for row in rows:
        if row.stood_from is not None:
            touched.setdefault((row.period, block_of(row.organisation_id)), {})[row.organisation_id] = (
                row.organisation.code
            )
    written: list[models.Model] = []
    removed: list[tuple[str, Any]] = []
    for (period, block), bodies in sorted(touched.items()):
        more, gone = keep(rows[0].data_set, period, block, bodies, now)
        written += more
        removed += gone
    return written, removed


def keep(
    data_set: DataSet, period: str, block: int, bodies: Mapping[int, str], now: datetime
) -> tuple[list[models.Model], list[tuple[str, Any]]]:
    """Write a partition anew, in which only what ``bodies`` (key, code) say is read again from their submissions.

    Return the guarded rows written and those removed, for the act's journal entry.
    """
    _lock(data_set)  # two acts at once would each keep half
    row = next(iter(_partition(data_set, period, block)), None)
    if row is None or not path_of(row.file_id).is_file():
        table = table_of(_columns(data_set, period, block))
    else:
        late = rows_of(_columns(data_set, period, block, bodies))
        table = exchanged(stored_table(row.file_id), late, bodies.values())
    file, is_new = store(bytes_of(table), PARQUET, now)
    transaction.on_commit(lambda: lately.put(file.sha256, table))
    old = row.file if row else None
    row = row or Partition(data_set=data_set, period=period, block=block)
    row.file, row.values, row.made_at = file, table.num_rows, now
    row.save(update_fields=["file", "values", "made_at"] if old else None)
    if old is None or old.pk == file.pk or not _dropped(old):
        return [*([file] if is_new else []), row], []
    return [*([file] if is_new else []), row], [("documents.storedfile", old.pk)]


@asked
def _lock(data_set: DataSet) -> models.QuerySet[DataSet, str]:
    return DataSet.objects.select_for_update().filter(pk=data_set).order_by().values_list("pk", flat=True)


@asked
def _partition(data_set: DataSet, period: str, block: int) -> models.QuerySet[Partition]:
    return Partition.objects.filter(data_set=data_set, period=period, block=block).select_related("file")


def _dropped(file: StoredFile) -> bool:
    """Delete a file's row unless something speaks of it, in one statement; tell whether it went."""
    with connection.cursor() as cursor:
        cursor.execute(_dropping(), [file.pk])
        if not cursor.rowcount:
            return False
    path = path_of(file.pk)
    # After the commit: killed before it, the old row still finds its file.
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return True


@cache
def _dropping() -> str:
    """Write the statement that deletes a file of which nothing speaks: from the models it takes longer than to run."""
    name, meta = connection.ops.quote_name, StoredFile._meta  # noqa: SLF001
    key = f"{name(meta.db_table)}.{name(str(meta.get_field('sha256').column))}"
    fields = [each.field for each in meta.get_fields(include_hidden=True) if isinstance(each, models.ManyToOneRel)]
    using = [
        f"NOT EXISTS (SELECT 1 FROM {name(one.model._meta.db_table)} WHERE {name(str(one.column))} = {key})"  # noqa: SLF001, S608
        for one in fields
    ]
    return f"DELETE FROM {name(meta.db_table)} WHERE {' AND '.join([f'{key} = %s', *using])}"  # noqa: S608


def _columns(data_set: DataSet, period: str, block: int, bodies: Collection[int] | None = None) -> dict[str, list[Any]]:
    decimals = {code: value.decimals for code, value in definitions_of(data_set.plan).items()}
    if bodies is None:
        told = _of_block(data_set, period, block * BLOCK, (block + 1) * BLOCK)
    elif len(bodies) == 1:
        told = _of_body(data_set, period, *bodies)
    else:
        told = list(_standing(data_set, period).filter(organisation__in=list(bodies)).values_list(*_TOLD))
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for body, number, uid, party, confirmed, cells in sorted(told):  # no database's own order of text
        common = (uid, body, party, number, confirmed is not None, period)
        for values in _values(cells, decimals):
            for name, value in zip(COLUMNS, (*common, *values), strict=True):
                columns[name].append(value)
    return columns


_TOLD = ("organisation__code", "number", "uid", "party__code", "confirmed_from", "cells")


def _standing(data_set: DataSet, period: str) -> models.QuerySet[Submission]:
    return Submission.objects.standing().filter(data_set=data_set, period=period).order_by()


@asked
def _of_block(data_set: DataSet, period: str, first: int, end: int) -> models.QuerySet[Submission, tuple[Any, ...]]:
    within = _standing(data_set, period).filter(organisation_id__gte=first, organisation_id__lt=end)
    return within.values_list(*_TOLD)


@asked
def _of_body(data_set: DataSet, period: str, body: int) -> models.QuerySet[Submission, tuple[Any, ...]]:
    return _standing(data_set, period).filter(organisation=body).values_list(*_TOLD)


def _values(cells: str, decimals: Mapping[str, int]) -> Iterator[tuple[str, str, int, int | None]]:
    """Give indicator, cell, state and ticks of each entry whose indicator is defined, by cell."""
    for key, entry in sorted(json.loads(cells).items()):
        code, _ = measuring.split_key(key)
        if code in decimals:
            value, state = measuring.value_of(entry)
            ticks = measuring.to_ticks(value, decimals[code]) if value is not None else None
            yield code, key, state.number, ticks


def read_partition(row: Partition) -> list[dict[str, Any]]:
    """Return a partition's values. Raises Refusal ``file-damaged``."""
    found: list[dict[str, Any]] = read_table(row.file_id).to_pylist()
    return found


def broken_partitions() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every partition that does not hold what the submissions that stand say."""
    for row in Partition.objects.select_related("data_set__plan", "file").order_by("pk"):
        try:
            found = read_partition(row)
        except Refusal:
            continue  # gone or damaged: told with the stored files, unless an act has replaced it meanwhile
        expected = _columns(row.data_set, row.period, row.block)
        if found != [dict(zip(COLUMNS, each, strict=True)) for each in zip(*expected.values(), strict=True)]:
            yield "partition-differs", f"{row.data_set.name} {row.period}"
    yield from _unkept()


def _unkept() -> Iterator[tuple[str, str]]:
    kept = set(Partition.objects.values_list("data_set", "period", "block"))
    standing = Submission.objects.standing().values_list("data_set", "data_set__name", "period", "organisation")
    missing = {
        (name, period) for data_set, name, period, body in standing if (data_set, period, block_of(body)) not in kept
    }
    yield from (("partition-differs", f"{name} {period}") for name, period in sorted(missing))
