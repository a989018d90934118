"""Takes database rows; gives a digest of each that is the same on every database, and the list of guarded tables.

A guarded table is one whose every row must be told by the journal: ``xietong verify`` compares each row with the digest
that the last act on it recorded.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import Any, TypeVar

from django.db import models

GUARDED: dict[str, type[models.Model]] = {}
PASSING: dict[str, frozenset[str]] = {}

AnyModel = TypeVar("AnyModel", bound=type[models.Model])


def guarded(model: AnyModel) -> AnyModel:
    """Declare a table whose every row the journal must tell (a class decorator)."""
    GUARDED[model._meta.label_lower] = model  # noqa: SLF001
    return model


def guarded_but(*passing: str) -> Callable[[AnyModel], AnyModel]:
    """Declare a guarded table of which some columns pass: what the machinery writes between two acts.

    ``column.key`` passes one key of a column of JSON objects.
    """

    def declare(model: AnyModel) -> AnyModel:
        PASSING[model._meta.label_lower] = frozenset(passing)  # noqa: SLF001
        return guarded(model)

    return declare


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """Return JSON text with sorted keys and no blanks."""
    return _CANONICAL.encode(value)


def row_digest(row: models.Model) -> str:
    """Return the SHA-256 (hex) of a row's columns, each in a form that does not depend on the database.

    The text hashed is ``canonical`` of the columns by name. It is put together from pieces prepared once per table:
    writing a plan of 100,000 items takes a third of a million digests.
    """
    pieces = []
    held = row.__dict__
    for name, opening, kind, form, field in _pieces(type(row)):
        value = held[name] if name in held else getattr(row, name)
        if type(value) is kind:
            pieces.append(opening + form(value))
        elif value is None:
            pieces.append(opening + "null")
        else:
            pieces.append(opening + canonical(_plain(field, value)))
    return hashlib.sha256(("{" + ",".join(pieces) + "}").encode()).hexdigest()


_Piece = tuple[str, str, type | None, Callable[[Any], str], models.Field[Any, Any]]


@cache
def _pieces(model: type[models.Model]) -> tuple[_Piece, ...]:
    """Return each column by name with its JSON key, the type it mostly holds and the JSON text of such a value."""
    # What the database works out itself from other columns is told with these.
    passing = PASSING.get(model._meta.label_lower, frozenset())  # noqa: SLF001
    columns = [field for field in model._meta.concrete_fields if not field.generated]  # noqa: SLF001
    told = [field for field in columns if field.name not in passing]
    fields = sorted(told, key=lambda field: field.attname)
    return tuple((field.attname, f"{canonical(field.attname)}:", *_form(field, passing), field) for field in fields)


def _form(field: models.Field[Any, Any], passing: frozenset[str]) -> tuple[type | None, Callable[[Any], str]]:
    keys = {name.partition(".")[2] for name in passing if name.startswith(f"{field.name}.")}
    if not keys:
        return _usual(field)
    return dict, lambda held: canonical({key: value for key, value in held.items() if key not in keys})


def _usual(field: models.Field[Any, Any]) -> tuple[type | None, Callable[[Any], str]]:
    """Return the type that ``to_python`` leaves as it is, with its form; every other value goes through ``_plain``."""
    if isinstance(field, models.ForeignKey):
        return _usual(field.target_field)
    match field:
        case models.DecimalField():
            return Decimal, f'"{{:.{field.decimal_places or 0}f}}"'.format
        case models.BooleanField():
            return bool, lambda value: "true" if value else "false"
        case models.IntegerField():
            return int, str
        case models.CharField() | models.TextField():
            return str, encode_basestring
        case models.DateTimeField():
            return datetime, _quoted_moment
        case models.DateField():
            return date, _quoted_day
    return None, str


def _quoted_day(day: date) -> str:
    return f'"{day.isoformat()}"'


@lru_cache(maxsize=64)  # the rows of an act share its moment
def _quoted_moment(moment: datetime) -> str:
    return f'"{_moment(moment)}"'


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


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
            return _moment(value)
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case None | bool() | int() | str() | list() | dict():
            return value
        case _:
            return str(value)
