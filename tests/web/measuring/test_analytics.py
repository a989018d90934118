"""What the figures are added up on: DuckDB unless XIETONG_ANALYTICS names a cluster."""

import pyarrow as pa
import pytest

from xietong.basics import Refusal
from xietong_web.measuring.analytics import opened


def test_duckdb_is_there_without_being_asked_for() -> None:
    with opened() as engine:
        rows = engine.table(pa.table({"a": [1, 2, 3]}))
        assert engine.run(rows.aggregate(total=rows.a.sum())).to_pylist() == [{"total": 6}]


def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal, match="spark://host:port"), opened("clickhouse://here"):
        pass
