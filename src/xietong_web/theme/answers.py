"""Takes rows and the part of them that is asked for; gives the frame of every answer of the JSON API."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Field, Schema

T = TypeVar("T")
Row = TypeVar("Row")

# No database takes a NUL in a text; everything else that people write is welcome.
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Title = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
ProposalTitle = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Body = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]


class Problem(Schema):
    """Why a request was not answered: a stable code and a sentence; some refusals add texts of their own."""

    model_config = {"extra": "allow"}

    code: str
    detail: str


PROBLEMS = (401, 403, 404, 409, 413, 422)


class Window(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(50, ge=1, le=500)
    offset: int = Field(0, ge=0, le=2**31 - 1)


class Page(Schema, Generic[T]):
    """A part of a list, and how long the whole of it is."""

    total: int
    limit: int
    offset: int
    results: list[T]


def paged(rows: QuerySet[Any, Row] | Sequence[Row], window: Window, shape: Callable[[Row], T]) -> Page[T]:
    """Return a page of rows, each in its shape."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return page_of([shape(row) for row in rows[window.offset : window.offset + window.limit]], total, window)


def page_of(results: list[T], total: int, window: Window) -> Page[T]:
    """Return the page of results that were found already."""
    return Page(total=total, limit=window.limit, offset=window.offset, results=results)
