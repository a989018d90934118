"""Takes the address in ``XIETONG_ANALYTICS``; gives the engine that adds up: DuckDB in this process, or Spark.

The engine room writes one set of Ibis expressions; here is the only place that opens what they run on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from xietong.basics import Refusal

THREADS, MEMORY = 2, "2GB"


@dataclass(frozen=True, slots=True)
class Analytics:
    """An opened engine: ``table`` makes an Arrow table known to it, ``run`` gives what an expression finds (Arrow)."""

    table: Callable[[Any], Any]
    run: Callable[[Any], Any]


@contextmanager
def opened(address: str | None = None) -> Iterator[Analytics]:
    """Open the engine of an address (default: the setting): empty for DuckDB, ``spark://host:port`` for a cluster.

    Errors: Refusal ``no-such-engine``.
    """
    where = settings.ANALYTICS if address is None else address
    if where.startswith(("spark://", "local[", "local-cluster[")):
        with _spark(where) as found:
            yield found
    elif where in ("", "duckdb"):
        with _duckdb() as found:
            yield found
    else:
        raise Refusal(
            "no-such-engine",
            zh=f"XIETONG_ANALYTICS 写作“{where}”，无法识别；请留空，或写 spark://主机:端口。",
            en=f"XIETONG_ANALYTICS says {where!r}; leave it empty or write spark://host:port.",
        )


@contextmanager
def _duckdb() -> Iterator[Analytics]:
    import ibis

    backend = ibis.duckdb.connect(threads=THREADS, memory_limit=MEMORY)
    try:
        yield Analytics(ibis.memtable, backend.to_pyarrow)
    finally:
        backend.disconnect()


@contextmanager
def _spark(address: str) -> Iterator[Analytics]:
    import ibis
    from pyspark.sql import SparkSession

    # The cube is small: more partitions than cores only cost. Decimal overflow must be an error, never a null.
    session = (
        SparkSession.builder.master(address)
        .appName("xietong")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .getOrCreate()
    )
    backend = ibis.pyspark.connect(session)
    names = iter(range(1_000_000))

    def table(arrow: Any) -> Any:
        name = f"xietong_{next(names)}"
        session.createDataFrame(arrow).createOrReplaceTempView(name)
        return backend.table(name)

    try:
        yield Analytics(table, backend.to_pyarrow)
    finally:
        session.stop()
