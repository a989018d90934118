"""The same expressions on a Spark cluster of two workers give the same cube as the embedded engine, to the last digit.

Two JVMs for workers, one for the master, one for the driver: it takes about a minute of processor time, so it runs by
``make test-spark`` and is left out where Java or PySpark is missing.
"""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.engines.measuring import spark_cluster, worlds
from xietong.measuring import roll_up, rolled_cells, to_table

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(bool(spark_cluster.missing()), reason=spark_cluster.missing() or "ready"),
    pytest.mark.filterwarnings("default"),
]


def test_spark_and_duckdb_make_the_same_cube(tmp_path: Path) -> None:
    whole = worlds.together(worlds.forest(1, many=10))
    file = str(tmp_path / "values.parquet")
    pq.write_table(to_table(whole.observations, worlds.NUMBERS), file, store_decimal_as_integer=True)
    trees = whole.trees()
    with (
        worlds.duckdb() as embedded,
        spark_cluster.cluster() as address,
        spark_cluster.backend(address) as spark,
    ):
        here, there = embedded.read_parquet(file), spark.read_parquet(file)
        # One way of adding up after the other: the plan of all ten at once keeps a small driver busy for long.
        for recipe in worlds.RECIPES[2:]:
            expected = rolled_cells(embedded.to_pyarrow(roll_up(here, [recipe], trees)))
            assert rolled_cells(spark.to_pyarrow(roll_up(there, [recipe], trees))) == expected
            assert expected, "every way of adding up has something to add up"
        assert spark_cluster.executors(spark) == spark_cluster.WORKERS
