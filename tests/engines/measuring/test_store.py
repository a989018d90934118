"""Later submissions replace earlier ones value by value; packing changes nothing that is in force."""

from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from tests.engines.measuring import worlds
from xietong.measuring import VALUES, current, latest, packed_order
from xietong.measuring.store import column_type


def rows(*lines: tuple[int, int, int]) -> Any:
    """Make values (organisation, indicator, ticks) of one period."""
    filled = [(one, indicator, 2025201, 0, Decimal(ticks), 0) for one, indicator, ticks in lines]
    return ibis.memtable(
        pa.table({name: pa.array([row[n] for row in filled], column_type(name)) for n, name in enumerate(VALUES)})
    )


@pytest.fixture(scope="module")
def backend() -> Any:
    with worlds.duckdb() as opened:
        yield opened


def said(backend: Any, table: Any) -> list[tuple[int, int, int]]:
    found = backend.to_pyarrow(packed_order(table)).to_pylist()
    return [(row["organisation"], row["indicator"], int(row["ticks"])) for row in found]


def test_the_later_submission_is_in_force(backend: Any) -> None:
    packed = rows((1, 1, 10), (2, 1, 20), (1, 2, 30))
    fresh = [(7, rows((1, 1, 11))), (9, rows((1, 1, 12), (3, 1, 40)))]
    assert said(backend, current(packed, fresh)) == [(1, 1, 12), (2, 1, 20), (3, 1, 40), (1, 2, 30)]
    assert said(backend, current(packed, [])) == said(backend, packed)
    assert said(backend, current(None, fresh[:1])) == [(1, 1, 11)]


def test_the_latest_of_many(backend: Any) -> None:
    both = ibis.union(rows((1, 1, 5)).mutate(submission=2), rows((1, 1, 6), (2, 2, 7)).mutate(submission=1))
    assert said(backend, latest(both)) == [(1, 1, 5), (2, 2, 7)]
