"""Takes a question as the models put it; gives its answers, the statement put together once and asked ever after.

Django puts a query together anew each time it is asked: ten times as long as SQLite takes to answer for one row. What
every act and every page asks is put together with places in the stead of values, and asked with the values of each.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Expression

P = ParamSpec("P")
Row = TypeVar("Row")


class _Place(Expression):
    """Where a value goes that comes with the question; stands among the parameters until then."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        return "%s", (self,)


class Among(models.Func):
    """A condition: the column holds one of some values, one statement however many they are."""

    output_field = models.BooleanField()

    def __init__(self, column: str, values: Any) -> None:
        super().__init__(models.F(column), values)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """Return ``column IN (…)``, the values as one JSON text."""
        each = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=each)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return ``column = ANY(…)``, the values as one array."""
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(")


class Asked(Generic[P, Row]):
    """A question with places for values (see ``asked``)."""

    def __init__(self, build: Callable[P, "models.QuerySet[Any, Row]"]) -> None:
        self.build = build
        self._made: _Made | None = None

    def __call__(self, *values: P.args, **_named: P.kwargs) -> list[Row]:
        """Return the answers to the question about some values."""
        if self._made is None:
            places: Any = map(_Place, range(len(values)))
            self._made = _Made(self.build(*places))  # type: ignore[call-arg] # as many as there are values
        return list(self._made.answers(values))


def asked(build: Callable[P, "models.QuerySet[Any, Row]"]) -> Asked[P, Row]:
    """Make a question of a function that builds a queryset of its arguments, given in their order.

    They may be compared with columns and no more: what they are is not known when the statement is put together. A list
    goes into ``Among``. The queryset gives rows of a model or ``values_list``, and fetches nothing beside.
    """
    return Asked(build)


class _Made:
    """A queryset's statement, and how rows are made of its answer."""

    def __init__(self, queryset: "models.QuerySet[Any, Any]") -> None:
        self._rows = queryset._iterable_class  # noqa: SLF001
        self._compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self._statement, self._parameters = self._compiler.as_sql()
        columns = [column for column, *_ in self._compiler.select[: self._compiler.col_count]]
        converters = self._compiler.get_converters(columns)
        self._compiler.get_converters = lambda _: converters

    def answers(self, values: Sequence[Any]) -> Any:
        """Ask on the connection of this thread."""
        connection = connections[DEFAULT_DB_ALIAS]
        parameters = [
            _told(values[each.number], connection) if isinstance(each, _Place) else each for each in self._parameters
        ]
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (self._statement, parameters)
        stands: Any = _Stands(compiler)
        return self._rows(stands)


class _Stands:
    """What Django takes for the queryset and its query: gives the statement that was put together."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Mapping[Any, Any] = MappingProxyType({})

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler

    @property
    def query(self) -> "_Stands":
        """Return what gives the compiler: this."""
        return self

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        """Return the compiler that has its statement."""
        return self._compiler


def _told(value: Any, connection: Any) -> Any:
    """Return a value as the database's driver takes it."""
    match value:
        case models.Model():
            return value.pk
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
        case list() | tuple() | set() | frozenset():
            return json.dumps([*value]) if connection.vendor == "sqlite" else [*value]
    return value
