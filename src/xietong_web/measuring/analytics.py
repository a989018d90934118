"""Takes the address in ``XIETONG_ANALYTICS``; gives the engine that adds up: DuckDB in this process, or Spark.

The engine room writes one set of Ibis expressions as SQL; here is the only place that opens what it runs on. What was
opened stays open for the life of the process: a session of a cluster takes seconds to begin.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings

from xietong.basics import Refusal

THREADS, MEMORY = 2, "2GB"
COPIED = 10_000  # rows from which an own table of DuckDB pays: it knows the least and the greatest of each column
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Analytics:
    """An opened engine: ``dialect`` is the SQL it reads, ``ask`` runs it over Arrow tables put under names (Arrow)."""

    dialect: str
    ask: Callable[[str, Mapping[str, Any]], Any]


@contextmanager
def opened(address: str | None = None) -> Iterator[Analytics]:
    """Give the engine of an address (default: the setting): empty for DuckDB, ``spark://host:port`` for a cluster.

    One asker at a time: the names of tables are the engine's. Errors: Refusal ``no-such-engine``.
    """
    where = settings.ANALYTICS if address is None else address
    with _one_at_a_time:
        yield _engine("" if where == "duckdb" else where)


@lru_cache(maxsize=4)
def _engine(where: str) -> Analytics:
    if where.startswith(("spark://", "local[", "local-cluster[")):
        return _spark(where)
    if where == "":
        return _duckdb()
    raise Refusal(
        "no-such-engine",
        zh=f"XIETONG_ANALYTICS 写作“{where}”，无法识别；请留空，或写 spark://主机:端口。",
        en=f"XIETONG_ANALYTICS says {where!r}; leave it empty or write spark://host:port.",
    )


def _duckdb() -> Analytics:
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY})

    def put(name: str, table: Any) -> None:
        connection.register(name if table.num_rows < COPIED else "given", table)
        if table.num_rows >= COPIED:
            connection.sql(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
            connection.unregister("given")

    def ask(sql: str, tables: Mapping[str, Any]) -> Any:
        for name, table in tables.items():
            put(name, table)
        try:
            return connection.sql(sql).to_arrow_table()
        finally:
            for name, table in tables.items():
                if table.num_rows < COPIED:
                    connection.unregister(name)
                else:
                    connection.sql(f"DROP TABLE {name}")

    return Analytics("duckdb", ask)


def _spark(address: str) -> Analytics:
    from pyspark.sql import SparkSession

    # The cube is small: more partitions than cores only cost. Decimal overflow must be an error, never a null.
    session = (
        SparkSession.builder.master(address)
        .appName("xietong")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )

    def ask(sql: str, tables: Mapping[str, Any]) -> Any:
        for name, table in tables.items():
            session.createDataFrame(table).createOrReplaceTempView(name)
        return session.sql(sql).toArrow()

    return Analytics("pyspark", ask)
