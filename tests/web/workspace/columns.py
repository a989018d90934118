"""Takes the guarded tables; gives each column of a row of each changed, one after the other, and sees that it is told."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models

from tests.cast import NOW
from xietong_web.audit.digests import GUARDED, PASSING, row_digest

Model = type[models.Model]
Field = models.Field[Any, Any]


def every_column_changed() -> set[str]:
    """Change every column of the last row of each guarded table in the database, past its constraints.

    Return the rows as verify names them. Fails where a column's change leaves what the journal compares as it was.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
    changed = set()
    for model in GUARDED.values():
        key = model._default_manager.order_by("pk").values_list("pk", flat=True).last()
        if key is not None:
            rows = model._default_manager.filter(pk=key)
            assert not list(_unseen(model, lambda rows=rows: rows.get(), lambda new, rows=rows: rows.update(**new)))
            changed.add(f"{model._meta.label_lower} {key}")
    return changed


def columns_untold() -> list[str]:
    """Return the columns of guarded tables whose change leaves what the journal compares as it was; no row is needed."""
    untold = []
    for model in GUARDED.values():
        row = model(**{field.attname: another(field, None) for field in model._meta.concrete_fields})
        untold += _unseen(model, lambda row=row: row, lambda new, row=row: vars(row).update(new))
    return untold


def _unseen(model: Model, read: Callable[[], models.Model], write: Callable[[dict[str, Any]], object]) -> Iterator[str]:
    before = row_digest(read())
    for field in _columns(model):
        write({field.attname: another(field, getattr(read(), field.attname))})
        after = row_digest(read())
        if after == before:
            yield f"{model._meta.label_lower}.{field.name}"
        before = after


def _columns(model: Model) -> list[Field]:
    passing = PASSING.get(model._meta.label_lower, frozenset())
    told = [field for field in model._meta.concrete_fields if not field.generated and field.name not in passing]
    return [field for field in told if not field.primary_key]


CHANGED: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1000,
    float: lambda value: value + 1,
    Decimal: lambda value: value + 1,
    datetime: lambda value: value - timedelta(days=1),
    date: lambda value: value - timedelta(days=1),
    time: lambda value: time(23, 59) if value != time(23, 59) else time(0),
    uuid.UUID: lambda value: uuid.UUID(int=value.int ^ 1),
    bytes: lambda value: value + b"x",
    str: lambda value: value[:-1] + ("§" if value[-1:] != "§" else "¶"),
}
FIRST: tuple[tuple[type[Field], Any], ...] = (
    (models.DateTimeField, NOW),
    (models.DateField, NOW.date()),
    (models.TimeField, time(8)),
    (models.BooleanField, False),
    (models.IntegerField, 1),
    (models.DecimalField, Decimal(1)),
    (models.FloatField, 1.0),
    (models.UUIDField, uuid.UUID(int=1)),
    (models.BinaryField, b"x"),
    (models.JSONField, {"other": 1}),
)


def another(field: Field, value: Any) -> Any:
    """Return another value for a column than it holds."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if value is not None and type(value) in CHANGED:
        return CHANGED[type(value)](value)
    first = next((one for kind, one in FIRST if isinstance(field, kind)), "0")
    return {"another": 2} if value == first else first
