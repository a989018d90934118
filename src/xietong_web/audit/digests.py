"""Takes database rows; gives a digest of each that is the same on every database, and the list of guarded tables.

A guarded table is one whose every row must be told by the journal: ``xietong verify`` compares each row with the digest
that the last act on it recorded.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

GUARDED: dict[str, type[models.Model]] = {}

AnyModel = TypeVar("AnyModel", bound=type[models.Model])


def guarded(model: AnyModel) -> AnyModel:
    """Declare a table whose every row the journal must tell (a class decorator)."""
    GUARDED[model._meta.label_lower] = model  # noqa: SLF001
    return model


def canonical(value: Any) -> str:
    """Return JSON text with sorted keys and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_digest(row: models.Model) -> str:
    """Return the SHA-256 (hex) of a row's columns, each in a form that does not depend on the database."""
    columns = {field.attname: _plain(field, getattr(row, field.attname)) for field in row._meta.concrete_fields}  # noqa: SLF001
    return hashlib.sha256(canonical(columns).encode()).hexdigest()


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    # A row just written holds what the program gave (an int for a decimal, text for a date); one read back, what the
    # database gives: to_python makes both the same.
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    value = field.to_python(value)
    match value:
        case Decimal():
            places = getattr(field, "decimal_places", None) or 0
            return f"{value:.{places}f}"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case None | bool() | int() | str() | list() | dict():
            return value
        case _:
            return str(value)
